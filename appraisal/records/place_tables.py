"""Reading the CSV tables of a workspace: sources, areas, evidence and travel times."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from pathlib import Path

from appraisal.errors import Problem
from appraisal.measures import figures_of, known_measures
from appraisal.measures.performances import FigureKind
from appraisal.model.criteria import Criterion
from appraisal.model.evidence import Evidence, Source
from appraisal.model.hurdles import MEETS_WITH_CONDITION, NOT_KNOWN, Condition, Hurdle
from appraisal.model.places import Area
from appraisal.model.workspace import TravelTime
from appraisal.records.csv_files import read_rows
from appraisal.records.table_rows import Row

SOURCE_KINDS = ("official", "published", "provider", "opinion")
OUTCOMES = ("meets", "fails", "not known", "meets with a condition")
STATEMENTS = ("pro", "con")
EVIDENCE_COLUMNS = (*("site", "option", "item", "value", "low", "high", "unit", "source", "as_at", "public", "note"),)
_CONDITION = re.compile(r"what:\s*(\S.*?);\s*who:\s*(\S.*?);\s*by:\s*(\d{4}-\d{2}-\d{2})\s*", re.DOTALL)


def read_sources(path: Path, name: str, problems: list[Problem]) -> dict[str, Source] | None:
    """criteria/sources.csv, by id in order."""
    columns = ("id", "title", "publisher", "published", "read", "kind")
    rows = read_rows(path, name, problems, columns=columns, optional=("checked_by", "checksum"))
    if rows is None:
        return None
    sources: dict[str, Source] = {}
    for row in rows:
        id_, title, publisher = row.required("id"), row.required("title"), row.required("publisher")
        published, read = row.partial_date("published"), row.date("read")
        kind = row.one_of("kind", SOURCE_KINDS, "Kind")
        if id_ in sources:
            row.problem(f"Source '{id_}' is here twice. Keep one of them.")
        elif id_ and title and publisher and read and kind:
            checked = row.text("checked_by"), row.text("checksum")
            sources[id_] = Source(id_, title, publisher, published, read, kind, *checked)  # type: ignore[arg-type]
    return dict(sorted(sources.items()))


def read_areas(path: Path, name: str, problems: list[Problem]) -> list[Area] | None:
    """options/<place>/areas.csv."""
    people = ("population", "population_65_plus", "population_75_plus", "population_85_plus")
    columns = ("code", "name", "lat", "lon", *people, "deprivation_rank")
    rows = read_rows(path, name, problems, columns=columns, also=lambda column: column.startswith("group_"))
    if rows is None:
        return None
    if not rows:
        problems.append(Problem(name, 1, "There are no areas. Add a row for each small area of the place."))
    areas: dict[str, Area] = {}
    for row in rows:
        code, title = row.required("code"), row.required("name")
        numbers = [row.number("lat", at_least=-90, at_most=90), row.number("lon", at_least=-180, at_most=180)]
        numbers += [row.number(column, at_least=0) for column in people]
        rank = row.number("deprivation_rank", at_least=1)
        if rank is not None and rank != int(rank):
            row.problem(f"Column 'deprivation_rank' is {rank:g}; a whole number was expected.")
        blank = [column for column in ("lat", "lon", *people, "deprivation_rank") if not row.text(column)]
        if blank:
            row.problem(f"Blank: {', '.join(blank)}. An area needs every one of them.")
        groups = {c: row.number(c, at_least=0, at_most=1) for c in row.cells if c.startswith("group_")}
        if code in areas:
            row.problem(f"Area '{code}' is here twice. Keep one of them.")
        elif code and title and rank is not None and all(number is not None for number in numbers):
            _check_bands(row, [number or 0.0 for number in numbers[2:]], people)
            known = {group: share for group, share in groups.items() if share is not None}
            lat, lon, everyone, from_65, from_75, from_85 = (number or 0.0 for number in numbers)
            area = Area(code, title, lat, lon, everyone, from_65, from_75, from_85, int(rank), known)
            areas[code] = area
    return list(areas.values())


def read_travel(
    path: Path, name: str, problems: list[Problem], areas: Sequence[Area], sites: Collection[str]
) -> list[TravelTime] | None:
    """options/<place>/travel.csv; a blank number of minutes is not known."""
    rows = read_rows(path, name, problems, columns=("area", "site", "mode", "period", "minutes"))
    if rows is None:
        return None
    codes = {area.code for area in areas}
    travel: dict[tuple[str, ...], TravelTime] = {}
    for row in rows:
        key = (
            row.one_of("area", codes, "Area"),
            row.one_of("site", sites, "Site"),
            row.one_of("mode", ("car", "public-transport"), "Mode"),
            row.one_of("period", ("day", "evening"), "Period"),
        )
        minutes = row.number("minutes", at_least=0, at_most=1440)
        if None in key:
            continue
        if key in travel:
            row.problem("These minutes are here twice. Keep one row for each area, site, mode and period.")
        travel[key] = TravelTime(*key, minutes)  # type: ignore[index, arg-type]
    return list(travel.values())


def read_evidence(
    path: Path,
    name: str,
    problems: list[Problem],
    *,
    criteria: Sequence[Criterion],
    hurdles: Sequence[Hurdle],
    sites: Collection[str] | None,
    options: Collection[str] | None,
    sources: Mapping[str, Source] | None,
) -> list[Evidence] | None:
    """options/<place>/evidence.csv; ids of which the file could not be read (None) are taken as given."""
    rows = read_rows(path, name, problems, columns=EVIDENCE_COLUMNS)
    if rows is None:
        return None
    measures = known_measures()
    unread = [c for c in criteria if c.measure and c.measure not in measures]  # check_core and check_place name them
    figures = figures_of(criterion for criterion in criteria if criterion not in unread)
    passed_over = tuple(f"{criterion.id}." for criterion in unread)
    tests = {hurdle.id for hurdle in hurdles if hurdle.test == "evidence"}
    statements = {criterion.id for criterion in criteria}
    evidence: list[Evidence] = []
    seen: dict[tuple[str, str, str, date], int] = {}
    for row in rows:
        if row.text("item").startswith(passed_over):
            continue
        about = _about(row, sites, options)
        item = row.one_of("item", {*figures, *tests, *statements}, "Item")
        source = row.required("source") if sources is None else row.one_of("source", sources, "Source")
        as_at, public = row.date("as_at"), row.one_of("public", ("yes", "no"), "Public")
        if about is None or not (item and source and as_at and public):
            continue
        found = _answer(row, item, figures, tests, public)
        if about[1] and item not in statements:
            row.problem(f"A row about an option is a pro or con of a criterion; '{item}' belongs to a site.")
            continue
        key = (about[0] or "", about[1] or "", item, as_at)
        if item not in statements and key in seen:
            row.problem(f"'{item}' of this site and date is already on line {seen[key]}. Keep one of them.")
        seen[key] = row.line
        if found is not None:
            answer, value, low, high = found
            evidence.append(
                Evidence(
                    *about, item, answer, value, low, high, row.text("unit"), source, as_at,
                    public == "yes", row.text("note"), row.line,
                )
            )  # fmt: skip
    return evidence


def condition_of(note: str) -> Condition | None:
    """A condition from a note 'what: ...; who: ...; by: 2025-09-26', or None where it is not in that form.

    >>> condition_of("what: night nurse; who: the provider; by: 2025-09-26").who
    'the provider'
    """
    found = _CONDITION.fullmatch(note.strip())
    if not found:
        return None
    try:
        return Condition(found[1], found[2], date.fromisoformat(found[3]))
    except ValueError:
        return None


def _about(
    row: Row, sites: Collection[str] | None, options: Collection[str] | None
) -> tuple[str | None, str | None] | None:
    if bool(row.text("site")) == bool(row.text("option")):
        row.problem("A row is about a site or about an option: fill in one of the two columns.")
        return None
    if row.text("site"):
        site = row.required("site") if sites is None else row.one_of("site", sites, "Site")
        return (site, None) if site else None
    option = row.required("option") if options is None else row.one_of("option", options, "Option")
    return (None, option) if option else None


def _answer(
    row: Row, item: str, figures: Mapping[str, FigureKind], tests: Collection[str], public: str
) -> tuple[str, float | None, float | None, float | None] | None:
    """What a row says: words for a hurdle or a statement, else a figure with its range."""
    if item in figures:
        return _figure(row, item, figures[item])
    allowed = OUTCOMES if item in tests else STATEMENTS
    answer = row.one_of("value", allowed, "Value")
    if answer is None:
        return None
    if row.text("low") or row.text("high"):
        row.problem("Only a figure has a low and a high. Leave them blank.")
    if item in tests and public == "no":
        row.problem("A hurdle's answer must be public, since whoever is set aside is told why. Write yes.")
    if answer == MEETS_WITH_CONDITION and condition_of(row.text("note")) is None:
        row.problem("A condition is written in the note as 'what: ...; who: ...; by: 2025-09-26'.")
    if item not in tests and not row.text("note"):
        row.problem("A pro or con needs its sentence in the note.")
    return answer, None, None, None


def _figure(row: Row, item: str, kind: FigureKind) -> tuple[str, float | None, float | None, float | None] | None:
    before = len(row.problems)
    limits = {"at_least": kind.at_least, "at_most": kind.at_most}
    low, high = row.number("low", **limits), row.number("high", **limits)
    if row.text("unit") != kind.unit:
        row.problem(f"'{item}' is in {kind.unit}; the unit given is '{row.text('unit')}'.")
    value = None if row.text("value").lower() == NOT_KNOWN else row.number("value", **limits)
    if len(row.problems) > before:
        return None
    if not row.text("value"):
        row.problem("Column 'value' is blank. Give a figure, or write 'not known'.")
        return None
    given = [number for number in (low, value, high) if number is not None]
    if given != sorted(given):
        row.problem("low, value and high are not in order.")
        return None
    return "", value, low, high


def _check_bands(row: Row, people: Sequence[float], columns: Sequence[str]) -> None:
    for (wide, more), (narrow, fewer) in zip(
        zip(columns, people, strict=True), zip(columns[1:], people[1:], strict=True), strict=False
    ):
        if fewer > more:
            row.problem(f"'{narrow}' is {fewer:g}, more than '{wide}', {more:g}, of which it is a part.")
