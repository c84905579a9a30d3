"""What stands around the cells of a workbook: names, margins of pages, charts, and what can hide or change a cell."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from itertools import product
from typing import Any

from appraisal.records.xlsx_parts import Part

Place = tuple[str, str]
"""A sheet, or what holds for all of them; and what of it."""

NAMES, PROPERTIES = "the names of cells and values", "the properties of the file"
_KEPT_BY_PROGRAMS = "_XLNM."  # rows to repeat on each page, filters: no formula of ours reads them


def texts_around(book: Any, formula: Callable[[str], str]) -> Iterator[tuple[Place, str]]:
    """What a workbook says besides its cells, each with where it says it.

    Args:
        book: as openpyxl read it, with formulas.
        formula: brings a formula into the one form in which all are compared.
    """
    for name, found in book.defined_names.items():
        if not name.upper().startswith(_KEPT_BY_PROGRAMS):
            yield (NAMES, name.upper()), _value(str(found.attr_text), formula)
    for name in ("receipt",):
        yield from (((PROPERTIES, name), str(one.value)) for one in book.custom_doc_props.props if one.name == name)
    for sheet in book.worksheets:
        where = f"sheet '{sheet.title}'"
        for name, found in sheet.defined_names.items():
            if not name.upper().startswith(_KEPT_BY_PROGRAMS):
                yield (where, f"the name {name.upper()}"), _value(str(found.attr_text), formula)
        yield from (((where, place), said) for place, said in _margins(sheet.HeaderFooter))
        for number, chart in enumerate(sheet._charts, start=1):
            yield (where, f"chart {number}"), " ".join(_chart(chart))


def looks_around(book: Any, parts: Mapping[str, Part]) -> Counter[str]:
    """What hides a part of a workbook, lies on it or changes how its numbers are shown or calculated, and how often.

    Args:
        book: as openpyxl read it.
        parts: of the file.
    """
    looks = Counter(f"a hidden sheet '{sheet.title}'" for sheet in book.worksheets if sheet.sheet_state != "visible")
    looks["a sheet that is a chart"] = len(book.chartsheets)
    looks["a picture"] = sum(part.drawn for part in parts.values())
    looks["a note on a cell"] = sum(len(part.notes) for part in parts.values())
    looks["a conditional format"] = sum(part.conditional_formats for part in parts.values())
    looks["an order to calculate with rounded numbers"] = int(book.calculation.fullPrecision is False)
    return +looks


def format_of(written: str) -> str:
    r"""A number format as every program writes it: quotation marks and strokes only where they change something.

    >>> [format_of(each) for each in ('#,##0', r'\£#,##0', '"£"#,##0', '[$£-809]#,##0', '"0"', 'General')]
    ['#,##0', '£#,##0', '£#,##0', '£#,##0', '\\0', 'GENERAL']
    """
    return "".join(_format_part(*found.groups()) for found in _FORMAT.finditer(written))


_FORMAT = re.compile(r'"([^"]*)"|\\(.)|\[\$([^\]-]*)(?:-[0-9A-Fa-f]+)?\]|(.)', re.DOTALL)
_NEEDS_NO_MARK = frozenset("£$€-+()/: ")


def _format_part(quoted: str | None, escaped: str | None, currency: str | None, plain: str | None) -> str:
    if plain is not None:
        return plain.upper()
    written = next(each for each in (quoted, escaped, currency) if each is not None)
    return "".join(sign if sign in _NEEDS_NO_MARK else f"\\{sign}" for sign in written)


def _value(text: str, formula: Callable[[str], str]) -> str:
    try:
        return f"{float(text):.12g}"
    except ValueError:
        return formula(text)


def _margins(found: Any) -> Iterator[tuple[str, str]]:
    """What stands above and below each page; that of first and even pages where they have their own."""
    own = {"odd": True, "even": found.differentOddEven, "first": found.differentFirst}
    for pages, (end, told), side in product(own, _ENDS, ("left", "center", "right")):
        said = getattr(getattr(found, f"{pages}{end}"), side).text
        if own[pages] and said:
            which = "" if pages == "odd" else f" of {pages} pages"
            yield f"the {told}{which}", "".join(said.split())  # programs break its lines elsewhere


_ENDS = (("Header", "head of its pages"), ("Footer", "foot of its pages"))


def _chart(chart: Any) -> Iterator[str]:
    """What a chart says and what it is drawn of: its kind, its titles, the cells of each series, where its axes end."""
    axes = [axis for axis in (getattr(chart, name, None) for name in ("x_axis", "y_axis")) if axis is not None]
    yield type(chart).__name__
    for titled in (chart, *axes):
        rich = titled.title.tx.rich if titled.title is not None and titled.title.tx is not None else None
        yield from (run.t for line in (rich.p if rich else ()) for run in (line.r or ()))
    for one in chart.ser:
        name = one.tx and (one.tx.v or (one.tx.strRef and one.tx.strRef.f))
        yield str(name or "").strip('"')
        for drawn in (one.cat, one.val):
            held = drawn and (drawn.numRef or drawn.strRef)
            yield str(held.f if held else "")
    yield from (f"{axis.scaling.min} to {axis.scaling.max}" for axis in axes if axis.scaling is not None)
