"""How sure, in full: the tables behind the sentences, for whoever wants to check them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from appraisal.papers import words
from appraisal.papers.plain_words.figures import bare, figure_name, in_a_cell
from appraisal.papers.plain_words.tipping import SIDES
from appraisal.papers.plain_words.weightings import givers
from appraisal.papers.presenters import figures
from appraisal.papers.presenters.material import Material
from appraisal.papers.presenters.shapes import Column, Row, Table


def _within(material: Material) -> tuple[str, str]:
    """The set of weights that tables of one set speak of, and how they say it: one person's weights have no range."""
    name = "panel-range" if givers(material) > 1 else "any-weights"
    return name, material.say(f"robustness.{name.replace('-', '_')}")


@dataclass(frozen=True, slots=True)
class RobustnessInFull:
    """The tables of the annex."""

    whatever_weights: Table
    against_each: Table
    central_weights: Table
    own_figures: Table
    shared_figures: Table
    other_methods: Table


def robustness_in_full(material: Material) -> RobustnessInFull:
    """Every table of the annex; one that has no rows says why."""
    return RobustnessInFull(
        whatever_weights=_whatever_weights(material),
        against_each=_against_each(material),
        central_weights=_central_weights(material),
        own_figures=_own_figures(material),
        shared_figures=_shared_figures(material),
        other_methods=_other_methods(material),
    )


def heads_of(material: Material, first: str, *keys: str, numbers: bool = True) -> tuple[Column, ...]:
    """Columns by their keys in the wording; with `numbers`, all but the first hold numbers."""
    return (Column(material.say(f"column.{first}")), *(Column(material.say(f"column.{key}"), numbers) for key in keys))


def table_of(material: Material, name: str, heads: tuple[Column, ...], rows: list[Row], **values: object) -> Table:
    """A table whose caption, note and what stands in place of no rows have one name in the wording."""
    note = material.say(f"note.{name}", **values)
    caption = material.say(f"caption.{name}", **values)
    return Table(caption, heads, tuple(rows), note, material.say(f"empty.{name}"))


def _whatever_weights(material: Material) -> Table:
    """Between which ranks an option lies whatever the weights, whether it can lead, and how sure whoever prefers it."""
    robustness = material.findings["robustness"]
    name, weights = _within(material)
    within, anyone = (robustness["dominance"].get(each) for each in (name, "any-weights"))
    confidence = robustness["confidence_factors"].get(name, {})
    rows = []
    for option in material.ranked_options():
        id_ = option["id"]
        if within and anyone and id_ in within["rank_bounds"]:
            cells = (
                figures.rank(within["rank_bounds"][id_]),
                *(
                    material.say(f"label.{'is_so' if s['potentially_highest'][id_]['is'] else 'is_not_so'}")
                    for s in (within, anyone)
                ),
                words.in_100(confidence[id_]) if confidence.get(id_) is not None else material.say("label.never_first"),
            )
            rows.append(Row(option["name"], cells))
    heads = heads_of(material, "option", "rank_bounds", "can_lead_within", "can_lead_at_all", "confidence")
    return table_of(material, "whatever_weights", heads, rows, weights=weights)


def _against_each(material: Material) -> Table:
    """In how many of the weightings within the panel's range the option of a row scores above that of a column."""
    name, weights = _within(material)
    found = material.findings["robustness"]["pairwise_winning"].get(name, {})
    options = [row for row in material.ranked_options() if row["id"] in found]
    heads = (
        Column(material.say("column.option")),
        *(Column(str(number), True) for number in range(1, len(options) + 1)),
    )
    rows = [
        Row(
            material.say("label.numbered", number=number, name=option["name"]),
            tuple(
                material.say("label.itself") if other is option else _hundredths(found[option["id"]][other["id"]])
                for other in options
            ),
        )
        for number, option in enumerate(options, start=1)
    ]
    return table_of(material, "against_each", heads, rows if len(rows) > 1 else [], weights=weights)


def _hundredths(share: float) -> str:
    return words.percent(share).removesuffix("%")


def _central_weights(material: Material) -> Table:
    """For each option, the middle of the weightings within the panel's range at which it scores highest."""
    name, weights = _within(material)
    found = material.findings["robustness"]["central_weights"].get(name, {})
    criteria = material.criteria_by_weight()
    heads = (Column(material.say("column.option")), *(Column(row["name"], True) for row in criteria))
    rows = [
        Row(option["name"], tuple(words.percent(found[option["id"]][row["id"]]) for row in criteria))
        for option in material.ranked_options()
        if found.get(option["id"])
    ]
    return table_of(material, "central_weights", heads, rows, weights=weights)


def _own_figures(material: Material) -> Table:
    """How far the leader's own figures must get worse, or another's better, before another option leads."""
    found = material.findings["robustness"]["tipping_figures"]["options"]
    by_option: dict[str, dict[str, Mapping[str, Any]]] = {}
    for row in found:
        by_option.setdefault(row["option"], {})[row["criterion"]] = row
    criteria = material.criteria_by_weight()
    heads = (Column(material.say("column.option")), *(Column(row["name"], True) for row in criteria))
    rows = [
        Row(
            option["name"],
            tuple(_own(material, by_option[option["id"]].get(row["id"]), row["unit"]) for row in criteria),
        )
        for option in material.ranked_options()
        if option["id"] in by_option
    ]
    return table_of(material, "own_figures", heads, rows)


def _own(material: Material, row: Mapping[str, Any] | None, unit: str) -> str:
    if row is None or row["at"] is None:
        return material.say("label.never")
    now, at = in_a_cell(row["now"], row["at"], row["side"], unit, in_millions=True)
    return f"{now}\u00a0to\u00a0{at}"


def _shared_figures(material: Material) -> Table:
    """Every figure that many options share which, moved by itself, puts another option ahead."""
    found = [row for row in material.findings["robustness"]["tipping_figures"]["shared"] if row["criteria"]]
    rows = []
    for row in found:
        for side in SIDES:
            if row[side] is None:
                continue
            low, high = bare([row["low"], row["high"]], row["unit"])
            now, at = in_a_cell(row["now"], row[side], side, row["unit"])
            inside = material.say("label.is_so" if row[f"{side}_in_range"] else "label.is_not_so")
            leads = material.name("options", row[f"{side}_option"])
            said = words.sentence(figure_name(material, row)).removesuffix(".")
            span = low if low == high else f"{low}\u00a0to\u00a0{high}"
            rows.append(Row(said, (now, span, at, inside, leads)))
    heads = (
        *heads_of(material, "figure_name", "now", "its_range", "tips_at", "in_its_range", numbers=False),
        Column(material.say("column.then_leads")),
    )
    return table_of(material, "shared_figures", heads, rows, looked=len(found))


def _other_methods(material: Material) -> Table:
    """The ranks that methods of another kind give, beside ours."""
    found = material.findings["robustness"]["other_methods"]
    if not found or not found["methods"]:
        nothing = "empty.other_methods_nothing" if found else "empty.other_methods"
        return Table(material.say("caption.other_methods"), (), (), empty=material.say(nothing))
    methods = found["methods"]
    heads = (
        *heads_of(material, "option", "rank"),
        *(Column({"promethee-ii": "PROMETHEE II"}.get(name, name.upper()), True) for name in methods),
    )
    rows = [
        Row(
            option["name"],
            (
                str(found["our_ranks"][option["id"]]),
                *(_rank_by(material, row, option["id"]) for row in methods.values()),
            ),
        )
        for option in material.ranked_options()
        if option["id"] in found["our_ranks"]
    ]
    return table_of(material, "other_methods", heads, rows)


def _rank_by(material: Material, row: Mapping[str, Any], option: str) -> str:
    return material.say("label.no_rank") if row["ranks"] is None else str(row["ranks"][option])
