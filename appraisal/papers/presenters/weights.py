"""The weights: what they are, who set them, how far people differ, and what they imply."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from appraisal.papers import words
from appraisal.papers.presenters.material import Material
from appraisal.papers.presenters.shapes import Column, Row, Table


@dataclass(frozen=True, slots=True)
class Weights:
    """Whose weights these are, and what they say."""

    groups: Table
    why: str
    people: Table
    counts: tuple[str, ...]
    interests: Table
    exchange: tuple[str, ...]
    branches: str


def weights(material: Material) -> Weights:
    """Weights by group and by person (a pseudonym), the range among people, recusals and replaced ballots."""
    return Weights(
        groups=_groups(material),
        why=words.sentence(material.context["why_group_weights"]),
        people=_people(material),
        counts=_counts(material),
        interests=_interests(material),
        exchange=_exchange(material),
        branches=_branches(material),
    )


def _groups(material: Material) -> Table:
    ballots = material.findings["ballots"]
    order = [row["id"] for row in material.context["groups"]]
    groups = sorted(
        ballots["by_group"].items(), key=lambda item: (order.index(item[0]) if item[0] in order else 99, item[0])
    )
    heads = [Column(material.say("column.criterion")), Column(material.say("column.agreed"), True)]
    for _, group in groups:
        head = material.say(
            "column.group",
            group=group["name"],
            people=words.counted(group["people"], "person", "people"),
            weight=words.percent(group["weight"]),
        )
        heads.append(Column(head, True))
    heads.append(Column(material.say("column.range_among_people"), True))
    rows = []
    for criterion in material.criteria_by_weight():
        ident = criterion["id"]
        each = [person["weights"][ident] for person in ballots["by_person"].values() if ident in person["weights"]]
        cells = [words.percent(material.findings["weights"].get(ident))]
        cells += [words.percent((group["weights"] or {}).get(ident)) for _, group in groups]
        cells.append(words.to(min(each), max(each), words.percent) if each else words.NOT_KNOWN)
        rows.append(Row(criterion["name"], tuple(cells)))
    return Table(material.say("caption.group_weights"), tuple(heads), tuple(rows))


def _people(material: Material) -> Table:
    ballots = material.findings["ballots"]
    criteria = material.criteria_by_weight()
    heads = (
        Column(material.say("column.person")),
        Column(material.say("column.group_short")),
        *([Column(material.say("column.way"))] if ballots["by_way"] else []),
        *(Column(row["name"], True) for row in criteria),
    )
    rows = []
    for person, ballot in ballots["by_person"].items():
        group = ballots["by_group"].get(ballot["group"], {}).get("name", ballot["group"])
        way = [material.say(f"plain.way_{ballot['way']}")] if ballots["by_way"] else []
        cells = (words.percent(ballot["weights"].get(row["id"])) for row in criteria)
        rows.append(Row(person, (group, *way, *cells)))
    return Table(material.say("caption.person_weights"), heads, tuple(rows), empty=material.say("empty.weights"))


def _counts(material: Material) -> tuple[str, ...]:
    counts = material.findings["ballots"]["counts"]
    said = [
        material.say(
            "ballots.given",
            people=words.counted(counts["people"], "person", "people"),
            weights=words.counted(counts["weights"], "person", "people"),
            scores=words.counted(counts["scores"], "score"),
            not_known=words.counted(counts["not_known"], "answer"),
            recused=words.counted(counts["recused"], "answer"),
        ),
        material.say("ballots.replaced" if counts["replaced"] else "ballots.none_replaced",
                     replaced=words.counted(counts["replaced"], "ballot")),
    ]  # fmt: skip
    return tuple(words.sentence(text) for text in said)


def _interests(material: Material) -> Table:
    heads = tuple(Column(material.say(f"column.{key}")) for key in ("person", "about", "interest", "managed"))
    rows = tuple(
        Row(row["person"], (_about(material, row), words.sentence(row["interest"]), row["managed"]))
        for row in material.findings["ballots"]["interests"]
        if row["interest"] != "none"
    )
    return Table(material.say("caption.interests"), heads, rows, empty=material.say("empty.interests"))


def _about(material: Material, row: dict[str, Any]) -> str:
    named = [material.name(kind, row[key]) for kind, key in (("providers", "provider"), ("sites", "site")) if row[key]]
    return ", ".join(named) or material.say("label.no_one_site")


def _exchange(material: Material) -> tuple[str, ...]:
    said = []
    for row in material.findings["robustness"]["exchange_rates"]:
        key = f"exchange.{row['criterion']}"
        values = {
            "criterion": material.criterion_in_text(row["criterion"]),
            "amount": _amount(row["unit"], row["amount"]),
            "pounds": words.pounds(row["pounds"]),
        }
        if not words.missing(row["pounds"]):
            said.append(material.wording.say_first(key, "exchange.any", **values))
    return tuple(said)


def _branches(material: Material) -> str:
    """How much of the agreed weight is under each branch of the criteria tree; "" where there are none."""
    shares = material.findings["weights_by_branch"]
    each = [
        material.say("weights.branch", name=row["name"], weight=words.percent(shares[row["id"]]))
        for row in material.context["branches"]
        if row["id"] in shares
    ]
    return material.say("weights.branches", each="; ".join(each)) if each else ""


def _amount(unit: str, value: float) -> str:
    if unit == "minutes":
        return words.minutes(value)
    return f"{words.number(value * 100)} in 100" if unit == "share" else f"{words.number(value)} points"
