"""How sure: over which weightings, near-ties, tipping points, overlap, and the ranking under other weights."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from appraisal.papers import words
from appraisal.papers.charts import Chart
from appraisal.papers.plain_words.tipping import SIDES, tipping_sentence, tips
from appraisal.papers.presenters import figures
from appraisal.papers.presenters.material import Material
from appraisal.papers.presenters.shapes import Column, Row, Table
from appraisal.papers.presenters.two_way_map import two_way_map

_SAID = {
    "often": ("own-weights", "weightings-and-figures", "at-every-weighting", "at-no-weighting"),
    "ahead": ("joint-change", "tipping-own-figure", "tipping-shared-figures", "two-way-map"),
    "left_out": ("without-criterion", "without-option", "other-methods"),
    "people": ("equal-weights", "agreement", "without-person", "before-moderation", "ways"),
    "counted": ("overlap", "dependence", "changes-nothing", "near-misses"),
}
"""Under which heading the paper prints what the findings say in plain words; the first page has the rest."""


@dataclass(frozen=True, slots=True)
class Robustness:
    """How far the ranking depends on weights and figures.

    Attributes:
        said: what the findings say in plain words, by heading.
        map: of two weights; None where there are not two to set against each other.
    """

    said: Mapping[str, tuple[str, ...]]
    acceptability: Table
    not_a_chance: str
    left_out: str
    near_ties: Table
    tipping: tuple[str, ...]
    no_tipping: str
    map: Chart | None
    map_note: str
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
    entries = {row["id"] for kind in ("sites", "options") for row in material.findings[kind]}
    drawn = two_way_map(material)
    return Robustness(
        said={
            heading: tuple(filter(None, (material.plain(about) for about in abouts)))
            for heading, abouts in _SAID.items()
        },
        acceptability=_acceptability(material),
        not_a_chance=material.say("robustness.not_a_chance"),
        left_out=left_out(material),
        near_ties=_near_ties(material),
        tipping=tipping(material),
        no_tipping=no_tipping(material),
        map=drawn,
        map_note=material.say("note.two_way") if drawn else "",
        overlap=_overlap(material),
        cost=_with_and_without_cost(material),
        without=_without(material),
        about_ranks=material.say("note.ranks"),
        by_group=_by_group(material),
        by_person=_ranks(material, "by_person", {person: person for person in found["by_person"]}),
        warnings=tuple(
            dict.fromkeys(
                words.sentence(row["text"])
                for row in material.findings["warnings"]
                if row["about"] not in entries and row["about"] != "equity"
            )
        ),
    )


def tipping(material: Material) -> tuple[str, ...]:
    """For each weight that can put another option ahead, how far it must move."""
    return tuple(
        words.sentence(tipping_sentence(material, row, side, short=True))
        for row in material.findings["robustness"]["tipping_points"]
        for side in SIDES
        if tips(row, side)
    )


def no_tipping(material: Material) -> str:
    """The criteria whose weight alone can put no other option ahead; "" where each can."""
    steady = [
        material.criterion_in_text(row["criterion"])
        for row in material.findings["robustness"]["tipping_points"]
        if not tips(row, "below") and not tips(row, "above")
    ]
    return material.say("tipping.none", criteria=words.listed(steady, "or")) if steady else ""


def left_out(material: Material) -> str:
    """The options that could not be tested; "" where all could."""
    named = material.quoted_options(material.findings["robustness"]["left_out"])
    return material.say("robustness.left_out", options=words.listed(named)) if named else ""


def _acceptability(material: Material) -> Table:
    found = material.findings["robustness"]
    alone, with_figures = found["rank_acceptability"], found["rank_acceptability_with_figures"]
    columns = (
        ("panel_range", alone, "panel-range"),
        ("panel_range_figures", with_figures, "panel-range"),
        ("own_weights", alone, "own-weights"),
        ("any_weights", alone, "any-weights"),
    )
    heads = (
        Column(material.say("column.option")),
        *(Column(material.say(f"column.{key}"), True) for key, _, _ in columns),
    )
    rows = []
    for option in material.ranked_options():
        shares = [sets.get(weights, {}).get(option["id"]) for _, sets, weights in columns]
        if any(shares):
            rows.append(
                Row(option["name"], tuple(words.in_100(share[0]) if share else words.NOT_KNOWN for share in shares))
            )
    parts = (found["standard_errors"], found["standard_errors_with_figures"])
    errors = [each[0] for sets in parts for of_set in sets.values() for each in of_set.values()]
    note = material.say(
        "note.acceptability", samples=words.number(found["samples"]), error=words.percent(max(errors, default=0.0))
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
    """Pairs that may count one thing twice, and whether the panel was asked if the worth of one rests on the other."""
    keys = (("overlap", False), ("overlap_why", False), ("dependence", False), ("together", True), ("in_step", True))
    heads = tuple(Column(material.say(f"column.{key}"), is_number) for key, is_number in keys)
    asked = {tuple(sorted(row["criteria"])): row for row in material.findings["robustness"]["dependence"]}
    rows = []
    for row in material.findings["robustness"]["overlap"]:
        why = words.sentence(row["text_reason"]) if row["text_reason"] else material.say("label.no_reason")
        answer = asked.get(tuple(sorted(row["criteria"])))
        answered = material.say(
            f"dependence.{answer['answer'].replace(' ', '_')}" if answer else "dependence.not_asked"
        )
        cells = (why, answered, words.percent(row["weight"]), words.number(row["correlation"], 2))
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


def _by_group(material: Material) -> Table:
    """Ranks at each group's own weights, and at those of all groups, or all people, counting the same."""
    groups = material.findings["ballots"]["by_group"]
    found = material.findings["robustness"]
    named = {ident: groups.get(ident, {}).get("name", ident) for ident in found["by_group"]}
    table = _ranks(material, "by_group", named)
    equal = [row for row in found["equal_group_weights"] or () if len(named) > 1]
    ranks = [{one["option"]: one["rank"] for one in row["ranking"]} for row in equal]
    ids = {option["name"]: option["id"] for option in material.ranked_options()}
    return replace(
        table,
        columns=(*table.columns, *(Column(material.say(f"column.equal_{row['by']}"), True) for row in equal)),
        rows=tuple(
            replace(row, cells=(*row.cells, *(figures.rank(each.get(ids[row.head])) for each in ranks)))
            for row in table.rows
        ),
    )


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
