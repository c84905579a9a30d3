"""Performances, totals and ranks as words and as cells of a table; bands, confidential and not known among them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from appraisal.papers import words
from appraisal.papers.presenters.material import Material


def amount(unit: str) -> Callable[..., str]:
    """How a sentence says a figure of this unit: a function of the figure (and of decimals, where it has any)."""
    said: dict[str, Callable[..., str]] = {"minutes": words.minutes, "pounds": _pounds, "points": words.points}
    return said.get(unit, _share)


def in_cell(material: Material, subject: Mapping[str, Any], criterion: str) -> str:
    """The same for a table, whose heading gives the unit: the figure, with its range where it is known to vary."""
    found = subject["performance"].get(criterion)
    if not found:
        return words.NOT_KNOWN
    gap = plain_gap(subject, criterion)
    if gap is not None:
        return _gap_cell(material, gap, found)
    say = cell_of(found["unit"])
    band = words.to(found["low"], found["high"], say)
    if words.missing(found["value"]):
        return _without_value(material, subject, criterion, band)
    figure = say(found["value"])
    return figure if band in (figure, words.NOT_KNOWN) else material.say("label.with_range", figure=figure, range=band)


def plain_gap(subject: Mapping[str, Any], criterion: str) -> float | None:
    """The minutes that the most deprived fifth travel more than everyone else, less than 0 where they travel less.

    The performance itself is never below 0 (method 3.6). None for another criterion, or where the gap may not be shown.
    """
    found = subject["performance"].get(criterion)
    gap = found["beside"].get("gap_minutes") if found else None
    return None if words.missing(gap) else gap


def gap_in_words(material: Material) -> Callable[..., str]:
    """How a sentence says how much longer the most deprived fifth travel: a function of minutes, never below 0."""

    def say(value: float, places: int = 0) -> str:
        if value == 0:
            return material.say("gap.none")
        if words.rounded(value, places) == 0:
            return material.say("gap.small")
        return material.say("gap.longer", minutes=words.minutes(value, places))

    return say


def spread(subject: Mapping[str, Any], criterion: str) -> str:
    """The range of a performance for a sentence, or "" where it has none."""
    found = subject["performance"].get(criterion)
    if not found or words.missing(found["low"]) or words.missing(found["high"]):
        return ""
    say = words.in_100 if found["unit"] == "share" else amount(found["unit"])
    text = words.between(found["low"], found["high"], say)
    return text if text.startswith("between") else ""


def is_unknown(subject: Mapping[str, Any], criterion: str) -> bool:
    """Whether something that this criterion needs is not known (rather than known and confidential)."""
    return any(_is_of(row, criterion) and not row["confidential"] for row in subject["not_known"])


def is_confidential(subject: Mapping[str, Any], criterion: str) -> bool:
    """Whether a figure of this criterion is confidential, and nothing else that it needs is missing."""
    rows = subject["not_known"]
    return any(_is_of(row, criterion) for row in rows) and not is_unknown(subject, criterion)


def total(found: Mapping[str, Any] | float | None, *, short: bool = False) -> str:
    """A total as a whole number, or as the band that it lies in; `short` for a table."""
    if found is None:
        return words.NOT_KNOWN
    if isinstance(found, int | float):
        return words.number(found) if short else words.points(found)
    if not words.missing(found.get("value")):
        return total(found["value"], short=short)
    return words.to(found["low"], found["high"]) if short else words.between(found["low"], found["high"], words.points)


def rank(found: Mapping[str, Any] | None) -> str:
    """A rank for a table: "1 to 3"."""
    if found is None:
        return words.NOT_KNOWN
    return words.to(found["low"], found["high"])


def rank_in_little(found: Mapping[str, Any] | None) -> str:
    """A rank for a table with many columns: "1–3"."""
    return rank(found).replace("\u00a0to\u00a0", "–")


def rank_band(material: Material, option: Mapping[str, Any]) -> str:
    """An option's rank, widened over the options from which there is no clear difference (method 2.4)."""
    close = {option["id"], *option["no_clear_difference_from"], *option["tied_with"]}
    ranks = [row["rank"] for row in material.findings["options"] if row["id"] in close and row["rank"]]
    return words.to(min(row["low"] for row in ranks), max(row["high"] for row in ranks)) if ranks else words.NOT_KNOWN


def _gap_cell(material: Material, gap: float, found: Mapping[str, Any]) -> str:
    figure, low, high = words.number(gap, 1), words.number(found["low"], 1), words.number(found["high"], 1)
    if high in (figure, low) or found["high"] == 0:
        return figure
    if found["low"] == 0:
        return material.say("label.at_most", figure=figure, high=high)
    return material.say("label.with_range", figure=figure, range=words.to(found["low"], found["high"], _one_decimal))


def _one_decimal(value: float) -> str:
    return words.number(value, 1)


def _without_value(material: Material, subject: Mapping[str, Any], criterion: str, band: str) -> str:
    is_secret = is_confidential(subject, criterion)
    if is_unknown(subject, criterion) or band == words.NOT_KNOWN:
        return material.say("label.confidential" if is_secret else "label.not_known")
    return material.say("label.confidential_band", band=band) if is_secret else band


def _is_of(row: Mapping[str, Any], criterion: str) -> bool:
    return str(row["item"]).split(".")[0] == criterion


def _pounds(value: float, places: int = 0) -> str:
    return words.pounds(value, places + 1)


def _share(value: float, places: int = 0) -> str:
    return f"about {words.in_100(value)}" if places else words.share(value)


def cell_of(unit: str) -> Callable[[float], str]:
    """How a table says a figure of this unit, which its heading names: a function of the figure."""
    cells: dict[str, Callable[[float], str]] = {
        "pounds": lambda value: words.number(value / 1_000_000, 2),
        "share": lambda value: words.number(value * 100),
        "minutes": words.number,
        "points": words.number,
    }
    return cells.get(unit, words.exact)
