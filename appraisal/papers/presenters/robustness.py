"""How sure: over which weightings, near-ties, tipping points, overlap, and the ranking under other weights."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from appraisal.papers import words
from appraisal.papers.plain_words.tipping import tipping_sentence, tips
from appraisal.papers.presenters import figures
from appraisal.papers.presenters.material import Material
from appraisal.papers.presenters.shapes import Column, Row, Table


@dataclass(frozen=True, slots=True)
class Robustness:
    """How far the ranking depends on weights and figures."""

    acceptability: Table
    not_a_chance: str
    left_out: str
    near_ties: Table
    tipping: tuple[str, ...]
    no_tipping: str
    overlap: Table
    cost: Table
    without: Table
    about_ranks: str
    by_group: Table
    by_person: Table
    warnings: tuple[str, ...]


def robustness(material: Material) -> Robustness:
    """Everything that says how far to lean on the ranking."""
    found = material.findings["robustness"]
    tipping = [
        words.sentence(tipping_sentence(material, row, side, short=True))
        for row in found["tipping_points"]
        for side in ("below", "above")
        if tips(row, side)
    ]
    steady = [
        material.criterion_in_text(row["criterion"])
        for row in found["tipping_points"]
        if not tips(row, "below") and not tips(row, "above")
    ]
    left_out = material.quoted_options(found["left_out"])
    entries = {row["id"] for kind in ("sites", "options") for row in material.findings[kind]}
    return Robustness(
        acceptability=_acceptability(material),
        not_a_chance=material.say("robustness.not_a_chance"),
        left_out=material.say("robustness.left_out", options=words.listed(left_out)) if left_out else "",
        near_ties=_near_ties(material),
        tipping=tuple(tipping),
        no_tipping=material.say("tipping.none", criteria=words.listed(steady, "or")) if steady else "",
        overlap=_overlap(material),
        cost=_with_and_without_cost(material),
        without=_without(material),
        about_ranks=material.say("note.ranks"),
        by_group=_ranks(material, "by_group", _group_names(material)),
        by_person=_ranks(material, "by_person", {person: person for person in found["by_person"]}),
        warnings=tuple(
            dict.fromkeys(
                words.sentence(row["text"])
                for row in material.findings["warnings"]
                if row["about"] not in entries and row["about"] != "equity"
            )
        ),
    )


def _acceptability(material: Material) -> Table:
    found = material.findings["robustness"]
    sets = found["rank_acceptability"]
    heads = (
        Column(material.say("column.option")),
        *(Column(material.say(f"column.{key}"), True) for key in ("panel_range", "any_weights")),
    )
    rows = []
    for option in material.ranked_options():
        shares = [sets.get(key, {}).get(option["id"]) for key in ("panel-range", "any-weights")]
        if any(shares):
            rows.append(
                Row(option["name"], tuple(words.in_100(share[0]) if share else words.NOT_KNOWN for share in shares))
            )
    note = material.say(
        "note.acceptability", samples=words.number(found["samples"]), error=words.percent(found["standard_error"])
    )
    return Table(material.say("caption.acceptability"), heads, tuple(rows), note, material.say("empty.acceptability"))


def _near_ties(material: Material) -> Table:
    keys = (("first", False), ("second", False), ("apart", True), ("flips", True))
    heads = tuple(Column(material.say(f"column.{key}"), is_number) for key, is_number in keys)
    rows = []
    for row in material.findings["robustness"]["near_ties"]:
        first, second = material.names("options", row["options"])
        apart = None if words.missing(row["difference"]) else abs(row["difference"])
        flips = None if words.missing(row["flips"]) else row["flips"] * 100
        rows.append(Row(first, (second, words.number(apart, 2), words.number(flips))))
    return Table(
        material.say("caption.near_ties"),
        heads,
        tuple(rows),
        material.say("note.near_ties"),
        material.say("empty.near_ties"),
    )


def _overlap(material: Material) -> Table:
    keys = (("overlap", False), ("overlap_why", False), ("together", True), ("in_step", True))
    heads = tuple(Column(material.say(f"column.{key}"), is_number) for key, is_number in keys)
    rows = []
    for row in material.findings["robustness"]["overlap"]:
        why = words.sentence(row["text_reason"]) if row["text_reason"] else material.say("label.no_reason")
        cells = (why, words.percent(row["weight"]), words.number(row["correlation"], 2))
        rows.append(Row(words.listed(material.names("criteria", row["criteria"])), cells))
    note = material.say("note.overlap")
    return Table(material.say("caption.overlap"), heads, tuple(rows), note, material.say("empty.overlap"))


def _with_and_without_cost(material: Material) -> Table:
    found = material.findings["robustness"]["without_criterion"].get(material.cost_criterion(), [])
    without = {row["option"]: row for row in found}
    keys = ("total", "rank", "total_without_cost", "rank_without_cost")
    heads = (Column(material.say("column.option")), *(Column(material.say(f"column.{key}"), True) for key in keys))
    rows = [
        Row(
            row["name"],
            (
                figures.total(row["total"], short=True),
                figures.rank(row["rank"]),
                figures.total(without[row["id"]]["total"], short=True),
                figures.rank(without[row["id"]]["rank"]),
            ),
        )
        for row in material.ranked_options()
        if row["id"] in without
    ]
    return Table(material.say("caption.cost"), heads, tuple(rows))


def _without(material: Material) -> Table:
    found = material.findings["robustness"]["without_criterion"]
    kept = [row for row in material.criteria_by_weight() if row["id"] in found]
    ranks = {ident: {row["option"]: row["rank"] for row in rows} for ident, rows in found.items()}
    heads = (
        Column(material.say("column.option")),
        Column(material.say("column.with_all"), True),
        *(Column(material.say("column.without", criterion=row["name"]), True) for row in kept),
    )
    rows = (
        Row(
            option["name"],
            (figures.rank(option["rank"]), *(figures.rank(ranks[row["id"]].get(option["id"])) for row in kept)),
        )
        for option in material.ranked_options()
    )
    return Table(material.say("caption.without"), heads, tuple(rows))


def _group_names(material: Material) -> dict[str, str]:
    groups = material.findings["ballots"]["by_group"]
    return {ident: groups.get(ident, {}).get("name", ident) for ident in material.findings["robustness"]["by_group"]}


def _ranks(material: Material, kind: str, names: Mapping[str, str]) -> Table:
    found = material.findings["robustness"][kind]
    ranks = {ident: {row["option"]: row["rank"] for row in rows} for ident, rows in found.items()}
    heads = (Column(material.say("column.option")), *(Column(name, True) for name in names.values()))
    say = figures.rank_in_little if len(names) > 8 else figures.rank
    rows = (
        Row(option["name"], tuple(say(ranks[ident].get(option["id"])) for ident in names))
        for option in material.ranked_options()
        if any(option["id"] in each for each in ranks.values())
    )
    return Table(material.say(f"caption.{kind}"), heads, tuple(rows), empty=material.say("empty.weights"))
