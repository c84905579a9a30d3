"""The scores: what is measured, weighted scores with their chart, value scores, and who scored what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from appraisal.papers import charts, words
from appraisal.papers.presenters import figures
from appraisal.papers.presenters.leading import leading
from appraisal.papers.presenters.material import Material, has_confidential
from appraisal.papers.presenters.shapes import Column, Row, Statement, Table, columns


@dataclass(frozen=True, slots=True)
class Scores:
    """What was measured and what came of it.

    Attributes:
        levels: each panel criterion's name with its described levels, lowest first.
        given: each panel criterion's table of what every member answered.
    """

    criteria: Table
    levels: tuple[tuple[str, str], ...]
    chart: charts.Chart
    weighted: Table
    value_scores: Table
    given: tuple[Table, ...]
    shared: tuple[Statement, ...]


def scores(material: Material) -> Scores:
    """The scores of every ranked option, criterion by criterion."""
    panel = [row for row in material.criteria_by_weight() if row["panel"]]
    return Scores(
        criteria=_criteria(material),
        levels=tuple(
            (row["name"], " ".join(f"{level}: {words.sentence(text)}" for level, text in _levels(row))) for row in panel
        ),
        chart=_chart(material),
        weighted=_by_option(material, "weighted_scores", with_total=True),
        value_scores=_by_option(material, "value_scores", with_total=False),
        given=tuple(_given(material, row) for row in panel),
        shared=_shared(material),
    )


def _levels(criterion: Mapping[str, Any]) -> list[tuple[str, str]]:
    return sorted(criterion["levels"].items(), key=lambda level: float(level[0]))


def _criteria(material: Material) -> Table:
    heads = columns(*(material.say(f"column.{key}") for key in ("criterion_and_question", "scale", "why")))
    rows = []
    for row in material.criteria_by_weight():
        least, most = row["anchors"][0], row["anchors"][-1]
        say = words.in_100 if row["unit"] == "share" else figures.amount(row["unit"])
        name = material.say("label.added", criterion=row["name"]) if row["added_by_place"] else row["name"]
        head = material.say("label.with_question", criterion=name, question=row["question"])
        scale = material.say("label.scale", least=say(least[0]), most=say(most[0]))
        rows.append(Row(head, (scale, words.sentence(row["why_anchors"])), anchor=f"criterion-{row['id']}"))
    return Table(material.say("caption.criteria"), heads, tuple(rows), material.say("note.criteria"))


def _shared(material: Material) -> tuple[Statement, ...]:
    """What every option's figure on a criterion rests on."""
    each = [(row["name"], material.shared_sources(row["id"])) for row in material.criteria_by_weight()]
    return tuple(Statement(name, material.cite(shared)) for name, shared in each if shared)


def _chart(material: Material) -> charts.Chart:
    ranked = material.ranked_options()
    criteria = [row["id"] for row in material.criteria_by_weight()]
    bars = tuple(
        charts.Bar(
            name=row["name"],
            parts=tuple(_low(row["weighted_scores"], ident) for ident in criteria),
            low=row["total"]["low"],
            high=row["total"]["high"],
            label=figures.total(row["total"], short=True),
        )
        for row in ranked
        if row["total"]
    )
    leaders = [words.quoted(row["name"]) for row in leading(material)]
    message = "answer.nothing" if not leaders else "chart.title" if len(leaders) == 1 else "chart.title_several"
    return charts.stacked(
        title=material.say(message, options=words.listed(leaders)),
        description=material.say("chart.description", bars="; ".join(f"{bar.name}: {bar.label}" for bar in bars)),
        criteria=tuple(material.names("criteria", criteria)),
        bars=bars,
        open_label=material.say("chart.confidential" if any(map(has_confidential, ranked)) else "chart.open"),
    )


def _low(found: Mapping[str, Any], criterion: str) -> float:
    return float(found[criterion]["low"]) if criterion in found else 0.0


def _by_option(material: Material, kind: str, *, with_total: bool) -> Table:
    criteria = material.criteria_by_weight()
    heads = [Column(material.say("column.option")), *(Column(row["name"], True) for row in criteria)]
    if with_total:
        heads.append(Column(material.say("column.total"), True))
    rows = []
    for option in material.ranked_options():
        cells = [_band(option[kind].get(row["id"])) for row in criteria]
        if with_total:
            cells.append(figures.total(option["total"], short=True))
        rows.append(Row(option["name"], tuple(cells)))
    return Table(material.say(f"caption.{kind}"), tuple(heads), tuple(rows), material.say(f"note.{kind}"))


def _band(found: Mapping[str, Any] | None) -> str:
    return words.to(found["low"], found["high"]) if found else words.NOT_KNOWN


def _given(material: Material, criterion: Mapping[str, Any]) -> Table:
    by_site: dict[str, dict[str, list[str]]] = {}
    for row in material.findings["ballots"]["scores"]:
        if row["criterion"] == criterion["id"]:
            person = row["person"]
            if row["answer"] not in (words.NOT_KNOWN, "recused") and not row["counted"]:
                person = material.say("label.not_counted", person=person)
            by_site.setdefault(row["site"], {}).setdefault(row["answer"], []).append(person)
    spread = {row["site"]: row for row in material.findings["panel"]["scores"] if row["criterion"] == criterion["id"]}
    rows = (
        Row(material.name("sites", site), (*_middle(material, spread[site]), _answers(answers)))
        for site, answers in sorted(by_site.items(), key=lambda found: material.name("sites", found[0]))
    )
    heads = columns(*(material.say(f"column.{key}") for key in ("site", "median", "middle_half", "answers")))
    caption = material.say("caption.given", criterion=criterion["name"])
    return Table(caption, heads, tuple(rows), empty=material.say("empty.given"))


def _middle(material: Material, spread: Mapping[str, Any]) -> tuple[str, str]:
    """The median with what became of it, and the middle half of the scores that count."""
    middle = words.exact(spread["median"])
    if spread["split"]:
        middle = material.say("label.split", figure=middle)
    if spread["moderated"]:
        middle = material.say("label.moderated", figure=middle, answer=spread["moderated"]["answer"])
    return middle, words.to(spread["lower_quartile"], spread["upper_quartile"], words.exact)


def _answers(answers: Mapping[str, list[str]]) -> str:
    def order(answer_given: str) -> tuple[int, float, str]:
        known = answer_given.replace(".", "", 1).isdigit()
        return (0, -float(answer_given), "") if known else (1, 0.0, answer_given)

    return "; ".join(f"{given}: {', '.join(sorted(answers[given]))}" for given in sorted(answers, key=order))
