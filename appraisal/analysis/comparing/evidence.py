"""Differences of the evidence: the newest figure or answer of each item, and what speaks for and against."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import Any

from appraisal.analysis.comparing import in_words
from appraisal.analysis.comparing.difference import Difference, keyed
from appraisal.measures import figures_of
from appraisal.model.evidence import Evidence
from appraisal.model.workspace import Place, Workspace

Rows = tuple[Evidence, ...]


def evidence(before: Workspace, after: Workspace, place_id: str) -> list[Difference]:
    """The items of sites and options whose rows differ, wherever they stand in the file."""
    places = [workspace.places[place_id] for workspace in (before, after)]
    # What a place switches off is left out when its evidence is read: its rows did not change.
    off = {id_ for place in places for id_ in place.plan.criteria_off}
    names = {option.id: option.name for place in places for option in place.options}
    names |= {site.id: site.name for place in places for site in place.sites}
    items = {c.id: c.name for place in places for c in place.criteria}
    items |= {hurdle.id: hurdle.name for workspace in (before, after) for hurdle in workspace.hurdles}
    items |= {item: kind.name for place in places for item, kind in figures_of(place.criteria).items()}

    def title(key: str) -> str:
        thing, _, item = key.partition("/")
        return f"{names.get(thing, thing)}: {items.get(item, item)}"

    return keyed("evidence", (_by_item(place, off) for place in places), _words, title)


def is_about(row: Evidence, subject: str) -> bool:
    """Whether a row is of an item of a site or option: "amber/cost.bed-day"."""
    return f"{row.site or row.option}/{row.item}" == subject


def _by_item(place: Place, off: set[str]) -> dict[str, Rows]:
    """Rows without their lines, by what they are about, the one that counts first."""
    found: dict[str, list[Evidence]] = defaultdict(list)
    for row in place.evidence:
        if row.item.partition(".")[0] not in off:
            found[f"{row.site or row.option}/{row.item}"].append(replace(row, line=0))
    return {key: tuple(sorted(rows, key=_newness, reverse=True)) for key, rows in found.items()}


def _newness(row: Evidence) -> tuple[Any, ...]:
    """By date and source; of two figures alike in these the file's first counts, and of statements both do."""
    return row.as_at, row.source, row.note if row.answer in ("pro", "con") else ""


def _words(rows: Rows, other: Rows | None) -> str:
    """The newest figure or answer; of statements those that the other does not have."""
    other = other or ()
    if any(row.answer in ("pro", "con") for row in (*rows, *other)):
        return "; ".join(in_words.evidence(row) for row in rows if row not in other)
    if other and rows[0] == other[0]:
        return "earlier: " + ("; ".join(in_words.evidence(row) for row in rows[1:]) or "nothing")
    return in_words.evidence(rows[0], other[0] if other else None)
