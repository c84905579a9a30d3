"""Figures that stand beside a performance and are never weighted: journeys, money, and both means of fairness."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from appraisal.papers import words
from appraisal.papers.presenters import figures
from appraisal.papers.presenters.material import Material
from appraisal.papers.presenters.shapes import Column, Row, Table

JOURNEYS, EQUITY = ("access", "travel-time"), ("equity",)
PERFORMANCE_FIRST = ("cost",)  # criteria whose own figure a reader needs in full, beside what makes it up


@dataclass(frozen=True, slots=True)
class _Figure:
    criterion: str
    key: str
    heading: str


def table(material: Material, which: str) -> Table:
    """One table of figures beside: "journeys", "equity", or "rest" for every other criterion; it may have no rows."""
    ranked = material.ranked_options()
    shown = _figures(material, _criteria(material, which), ranked)
    heads = (Column(material.say("column.option")), *(Column(figure.heading, True) for figure in shown))
    rows = tuple(Row(row["name"], tuple(_cell(material, row, figure) for figure in shown)) for row in ranked)
    return Table(material.say(f"caption.beside-{which}"), heads, rows if shown else ())


def _criteria(material: Material, which: str) -> list[str]:
    every = [row["id"] for row in material.criteria_by_weight()]
    if which == "rest":
        return [ident for ident in every if ident not in (*JOURNEYS, *EQUITY)]
    return [ident for ident in every if ident in (JOURNEYS if which == "journeys" else EQUITY)]


def _figures(material: Material, criteria: Sequence[str], options: Sequence[Mapping[str, Any]]) -> list[_Figure]:
    """The columns, in the order that the measures give; a heading of "" leaves a figure out."""
    shown = []
    for criterion in criteria:
        if criterion in PERFORMANCE_FIRST:
            shown.append(_Figure(criterion, "", material.say(f"beside.{criterion}.itself")))
        keys = dict.fromkeys(key for row in options for key in row["performance"].get(criterion, {}).get("beside", {}))
        for key in keys:
            sentence = f"beside.{criterion}.{key.replace('_', '-')}"
            within = words.exact(material.context["within_minutes"])
            name = material.name("criteria", criterion)
            plain = f"{name}: {key.replace('_', ' ')}"
            heading = material.say(sentence, within=within) if sentence in material.wording else plain
            if heading:
                shown.append(_Figure(criterion, key, heading))
    return shown


def _cell(material: Material, option: Mapping[str, Any], figure: _Figure) -> str:
    performance = option["performance"].get(figure.criterion)
    if performance is None:
        return words.NOT_KNOWN
    if figure.key:
        value = performance["beside"].get(figure.key)
        is_open = words.missing(value) and words.missing(performance["value"])
        if is_open and figures.is_confidential(option, figure.criterion):
            return material.say("label.confidential")
        return _say(figure.key)(value)
    say: Callable[[float], str] = words.pounds_in_full if performance["unit"] == "pounds" else _one_decimal
    if not words.missing(performance["value"]):
        return say(performance["value"])
    if figures.is_unknown(option, figure.criterion):
        return words.NOT_KNOWN
    return words.to(performance["low"], performance["high"], say).replace("\u00a0", " ")  # too wide to hold together


def _say(key: str) -> Callable[[float | None], str]:
    """How a figure is printed, by the unit in its name."""
    if "pounds" in key:
        return words.pounds_in_full
    if key.startswith(("share", "chance")):
        return _in_100
    return _one_decimal if key.startswith(("deprived", "everyone", "gap", "kolm")) else words.number


def _one_decimal(value: float | None) -> str:
    return words.number(value, 1)


def _in_100(value: float | None) -> str:
    return words.NOT_KNOWN if value is None or words.missing(value) else words.number(value * 100)
