"""Holding a workbook against what it should be, cell by cell; what a reader changed on purpose is told apart."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Set
from datetime import date, datetime
from zipfile import BadZipFile

from appraisal.audit.papers.comparing import Compared
from appraisal.audit.papers.differences import Difference, is_a_number
from appraisal.audit.papers.marks import Marks, marks_of
from appraisal.audit.papers.pages import unsigned
from appraisal.audit.papers.references import Reference
from appraisal.errors import FindingsError, column_letters
from appraisal.records.xlsx_around import PROPERTIES
from appraisal.records.xlsx_cells import Book, Cell, Held, ranges_in, read_book
from appraisal.records.xlsx_parts import UnreadableWorkbookError

TOLERANCE = 1e-9  # of a number, or of 1 where that is larger: programs save the last digit differently
_NOTHING = Held(None)
_At = tuple[str, Cell]


def book_of(data: bytes, name: str) -> Book:
    """A workbook from anywhere.

    Raises:
        FindingsError: if it cannot be read.
    """
    try:
        return read_book(data)
    except UnreadableWorkbookError as error:
        if isinstance(error.__cause__, BadZipFile):
            msg = f"'{name}' is a damaged workbook, so nothing in it can be checked. Ask for it to be sent again."
            raise FindingsError(msg) from error
        msg = f"'{name}' cannot be read as a workbook, so it is no paper of ours. {error}"
        raise FindingsError(msg) from error


def marks_of_book(book: Book) -> Marks:
    """What a workbook says of itself, to a machine and on its first sheet."""
    texts = [" ".join(str(held.value) for held in cells.values()) for cells in book.sheets.values()]
    return marks_of(book.mark, " ".join("".join(texts[:1]).split()), " ".join(" ".join(texts).split()))


def compare_books(book: Book) -> Callable[[Reference], Compared]:
    """How a workbook is held against a reference."""

    def compare(reference: Reference) -> Compared:
        expected = read_book(reference.data)
        changed = {
            (sheet, cell)
            for sheet, cells in expected.sheets.items()
            for cell, held in cells.items()
            if held.is_open and not _same(book.sheets.get(sheet, {}).get(cell, _NOTHING), held)
        }
        followed = _following(changed, expected) if changed else set()
        found = [*_around(book, expected), *_differences(book, expected, changed, followed)]
        return Compared(
            kind=reference.kind,
            with_what=reference.told,
            is_vouched=reference.is_vouched,
            words=sum(map(len, expected.sheets.values())),
            differences=tuple(found),
            looks=tuple(sorted(book.looks - expected.looks)),
            changed_on_purpose=tuple(_by_reader(book, expected, at) for at in sorted(changed)),
            not_compared=len(followed),
        )

    return compare


def _differences(book: Book, expected: Book, changed: set[_At], followed: set[_At]) -> Iterator[Difference]:
    for sheet in dict.fromkeys((*expected.sheets, *book.sheets)):
        here, there = book.sheets.get(sheet, {}), expected.sheets.get(sheet, {})
        for cell in sorted({*here, *there}):
            if (sheet, cell) in changed:
                continue
            found, wanted = here.get(cell, _NOTHING), there.get(cell, _NOTHING)
            if found.formula != wanted.formula:
                yield _difference(sheet, cell, _formula(found), _formula(wanted), there)
            elif found.shown_with != wanted.shown_with:
                yield _difference(sheet, cell, _shown(found), _shown(wanted), there)
            elif (sheet, cell) not in followed and not _is_calculated_later(found) and not _same(found, wanted):
                yield _difference(sheet, cell, _text(found.value), _text(wanted.value), there)


def _around(book: Book, expected: Book) -> Iterator[Difference]:
    """What differs besides the cells; whoever sends a workbook on may lose its properties."""
    for place in dict.fromkeys((*expected.around, *book.around)):
        found, wanted = (unsigned(each.around.get(place, "")) for each in (book, expected))
        if found != wanted and (found or place[0] != PROPERTIES):
            yield Difference(place, "cell", found, wanted, "", "", any(map(is_a_number, f"{found} {wanted}".split())))


def _by_reader(book: Book, expected: Book, at: _At) -> Difference:
    sheet, cell = at
    found = book.sheets.get(sheet, {}).get(cell, _NOTHING)
    there = expected.sheets[sheet]
    return _difference(sheet, cell, _formula(found), _text(there[cell].value), there)


def _difference(sheet: str, cell: Cell, found: str, expected: str, there: Mapping[Cell, Held]) -> Difference:
    row, column = cell
    head = next((held for (at, _), held in there.items() if at == row and isinstance(held.value, str)), _NOTHING)
    return Difference(
        section=(f"sheet '{sheet}'", f"cell {column_letters(column)}{row}"),
        part="cell",
        found=found,
        expected=expected,
        before=_text(head.value),
        after="",
        is_number=any(map(is_a_number, (*found.split(), *expected.split()))) or found[:1] == "=" != expected[:1],
    )


def _following(changed: set[_At], book: Book) -> set[_At]:
    """The cells whose formulas follow from cells that were changed, however many steps away."""
    reads = {
        (sheet, cell): _read_by(held.formula, sheet, book)
        for sheet, cells in book.sheets.items()
        for cell, held in cells.items()
        if held.formula
    }
    followed: set[_At] = set()
    new = set(changed)
    while new:
        cells: dict[str, set[Cell]] = {}
        for sheet, cell in new:
            cells.setdefault(sheet.upper(), set()).add(cell)
        left = (each for each in reads.items() if each[0] not in followed)
        new = {at for at, ranges in left if ranges is None or any(_holds_any(one, cells) for one in ranges)}
        followed |= new
    return followed


_Range = tuple[str, Cell, Cell]


def _read_by(formula: str, sheet: str, book: Book) -> list[_Range] | None:
    """The ranges that a formula reads, with names resolved; None where that cannot be told."""
    found = ranges_in(formula)
    if found is None:
        return None
    ranges: list[_Range] = []
    for name, first, last in found:
        if first != (0, 0):
            ranges.append((name or sheet, first, last))
            continue
        named = ranges_in(book.names.get(name, ""))
        if not named or any(first == (0, 0) for _, first, _ in named):
            return None
        ranges += [(on or sheet, first, last) for on, first, last in named]
    return ranges


def _holds_any(found: _Range, cells: Mapping[str, Set[Cell]]) -> bool:
    sheet, (top, left), (bottom, right) = found
    of_sheet = cells.get(sheet.upper(), set())
    return any(top <= row <= bottom and left <= column <= right for row, column in of_sheet)


def _is_calculated_later(held: Held) -> bool:
    """Whether a formula has no value yet, because whoever saved it calculates nothing."""
    return bool(held.formula) and held.value is None


def _same(found: Held, expected: Held) -> bool:
    here, there = found.value, expected.value
    if isinstance(here, int | float) and isinstance(there, int | float):
        return abs(here - there) <= TOLERANCE * max(1.0, abs(here), abs(there))
    return unsigned(_text(here)).split() == unsigned(_text(there)).split()


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return f"{value:.12g}"
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value)


def _formula(held: Held) -> str:
    return f"={held.formula}" if held.formula else _text(held.value)


def _shown(held: Held) -> str:
    return f"{_text(held.value)} in the format {held.shown_with}"
