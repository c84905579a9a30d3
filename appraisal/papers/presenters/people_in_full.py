"""What people do to the ranking, in full: without each of them, how far they agree, what each way of asking gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from appraisal.papers import words
from appraisal.papers.plain_words.people import first_of, ways_that_give_weights
from appraisal.papers.presenters.material import Material
from appraisal.papers.presenters.robustness_in_full import heads_of, table_of
from appraisal.papers.presenters.shapes import Column, Row, Table


@dataclass(frozen=True, slots=True)
class PeopleInFull:
    """The tables of the annex that speak of people."""

    without_person: Table
    agreement: Table
    ways: Table
    consistency: Table
    dependence: Table


def people_in_full(material: Material) -> PeopleInFull:
    """Every table; one that has no rows says why."""
    return PeopleInFull(
        without_person=_without_person(material),
        agreement=_agreement(material),
        ways=_ways(material),
        consistency=_consistency(material),
        dependence=_dependence(material),
    )


def _without_person(material: Material) -> Table:
    """What scores highest without each person, and by how much the total that moves most does."""
    found = material.findings["robustness"]["without_person"]
    rows = []
    for person, row in found.items():
        if row["not_possible"] is not None:
            rows.append(Row(person, (material.say("label.not_possible"), *[material.say("label.itself")] * 2)))
            continue
        leader = _first(material, row)
        moved = words.how_many(len(row["moved"]))
        rows.append(Row(person, (leader, moved, words.number(row["influence"], 1))))
    numbers = (Column(material.say(f"column.{key}"), True) for key in ("ranks_moved", "most_moved"))
    heads = (*heads_of(material, "person", "then_leads", numbers=False), *numbers)
    return table_of(material, "without_person", heads, rows)


def _first(material: Material, row: Mapping[str, Any]) -> str:
    """What scores highest in the ranking of a row."""
    first = first_of(material, row["ranking"])
    return words.listed(material.names("options", first)) if first else words.NOT_KNOWN


def _agreement(material: Material) -> Table:
    """Kendall's W of the panel and of each group, on what matters, on the order of the options, and on scores."""
    found = material.findings["robustness"]["agreement"]
    groups = material.findings["ballots"]["by_group"]
    each = [
        (material.say("label.whole_panel"), found),
        *((groups[id_]["name"], row) for id_, row in found["by_group"].items()),
    ]
    rows = [
        _agreed(material, name, material.say(f"column.agree_{key}"), row[about])
        for name, row in each
        for key, about in (("weights", "weights"), ("order", "ranking"))
        if row[about]["people"]
    ]
    for criterion, row in found["scores"].items():
        about = material.say("label.scores_of", criterion=material.criterion_in_text(criterion))
        if row["people"]:
            rows.append(_agreed(material, material.say("label.whole_panel"), about, row))
    heads = heads_of(material, "who", "what", "people_counted", "sites_counted", "agree")
    heads = (heads[0], Column(heads[1].text), *heads[2:])
    return table_of(material, "agreement", heads, rows)


def _agreed(material: Material, who: str, about: str, row: Mapping[str, Any]) -> Row:
    w = material.say("label.too_few") if row["w"] is None else words.number(row["w"], 2)
    return Row(who, (about, words.number(len(row["people"])), words.number(len(row["items"])), w))


def _ways(material: Material) -> Table:
    """The weights that each way of asking gives, over the people who used it, and what scores highest at them."""
    found = ways_that_give_weights(material)
    criteria = material.criteria_by_weight()
    heads = (
        *heads_of(material, "way", "people_counted"),
        *(Column(row["name"], True) for row in criteria),
        Column(material.say("column.then_leads")),
    )
    rows = [
        Row(
            words.sentence(material.say(f"plain.way_{way}")).removesuffix("."),
            (
                words.number(len(row["people"])),
                *(words.percent(row["weights"][criterion["id"]]) for criterion in criteria),
                _first(material, row),
            ),
        )
        for way, row in found.items()
    ]
    return table_of(material, "ways", heads, rows if len(rows) > 1 else [])


def _consistency(material: Material) -> Table:
    """How far each person's comparisons contradict one another, and the judgement to ask again."""
    rows = []
    branches = {row["id"]: row["name"] for row in material.context["branches"]}
    for person, ballot in material.findings["ballots"]["by_person"].items():
        for way, given in ballot["ways"].items():
            for found in given["consistency"]:
                asked = material.say(f"plain.way_{way}") + (f", {branches[found['branch']]}" if found["branch"] else "")
                ratio = f"{found['kind']} {words.number(found['ratio'], 2)}"
                rows.append(Row(person, (asked, ratio, _revisit(material, found["revisit"], branches))))
    heads = heads_of(material, "person", "way", "contradiction", "revisit", numbers=False)
    return table_of(material, "consistency", heads, rows)


def _revisit(material: Material, found: Mapping[str, Any] | None, branches: Mapping[str, str]) -> str:
    if found is None:
        return material.say("label.no_revisit")
    one, other = (branches.get(found[key]) or material.name("criteria", found[key]) for key in ("one", "other"))
    given, fits = words.exact(found["given"]), words.number(found["fits"], 1)
    return material.say("label.revisit", one=one, other=other, given=given, fits=fits)


def _dependence(material: Material) -> Table:
    """Every pair of criteria that overlaps or was asked about, with the answer, who gave it and why."""
    rows = []
    for row in material.findings["robustness"]["dependence"]:
        asked = material.say("label.itself")
        if row["answer"] != "not asked":
            who = row["asked"] or material.say("label.not_recorded")
            date = words.date(row["as_at"])
            asked = material.say("label.asked_of", who=who, date=date, reason=words.sentence(row["reason"] or ""))
        answer = material.say(f"dependence.{row['answer'].replace(' ', '_')}")
        rows.append(Row(words.listed(material.names("criteria", row["criteria"])), (answer, asked)))
    heads = heads_of(material, "pair", "answer", "asked", numbers=False)
    return table_of(material, "dependence", heads, rows)
