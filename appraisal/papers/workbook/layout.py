"""Laying out the tables of the workbook as an XLSX file; the same tables give the same bytes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from itertools import count
from textwrap import wrap
from typing import IO, TYPE_CHECKING, Any

from appraisal.papers import sheet_looks as looks
from appraisal.papers.as_shown import as_shown
from appraisal.papers.workbook.basis import Basis
from appraisal.papers.workbook.book import Book, book_of
from appraisal.papers.workbook.cover import COVER
from appraisal.papers.workbook.tables import Cell, Column, Form, Table

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

MARK = "appraisal"
"""The document property that says which workbook of which run a file is: "workbook-public run <12 hex digits>"."""

_NUMBER_FORMATS: Mapping[Form, str] = {
    "text": "General",
    "whole": "#,##0",
    "one": "#,##0.0",
    "two": "#,##0.00",
    "three": "#,##0.000",
    "share": "0.0%",
    "pounds": "£#,##0",
    "nine": "#,##0.000000000",
    "given": "General",
}
_LONGEST_TEXT = 32_767  # characters that a cell holds
_LONGEST_MARGIN = 200  # characters above or below a page; a spreadsheet refuses more than 255, marks among them
_COLOUR = "#1F4E66"


def write_book(stream: IO[bytes], basis: Basis) -> None:
    """Write the workbook of a run.

    Args:
        stream: takes the workbook's bytes.
        basis: what its reader may see.

    Raises:
        WorkspaceError: if a sentence of the workbook is missing.
    """
    from xlsxwriter import Workbook

    book = Workbook(stream, {"in_memory": True})
    _Layout(book, basis).write(book_of(basis))
    book.close()


class _Layout:
    """Formats are made as they are needed, and kept, so that each is in the file once."""

    def __init__(self, book: Workbook, basis: Basis) -> None:
        self._book = book
        self._basis = basis
        self._formats: dict[tuple[str, str], Format] = {}
        self._numbers = count(1)

    def write(self, found: Book) -> None:
        """Write every sheet, names for cells, and what says which run this is."""
        basis, book = self._basis, self._book
        form = "full" if basis.is_full else "public"
        title = basis.say(f"title_{form}", place=basis.context["place_name"])
        if basis.context["illustrative"]:
            title = basis.say("title_illustrative", title=title)
        as_at = date.fromisoformat(basis.findings["inputs"]["as_at"])
        made = {"title": title, "created": datetime(as_at.year, as_at.month, as_at.day)}
        book.set_properties({**made, "author": basis.context["organisation"]["name"]})
        book.set_custom_property(MARK, f"workbook-{form} run {basis.run}")
        book.set_custom_property("receipt", _receipt(basis))
        book.define_name("Tolerance", "=0.000000001")
        pages = {table.name: self._add(table, title) for table in found.tables}
        for table in found.tables:
            for name, where in table.named.items():
                book.define_name(name, f"={where}")
        self._link(pages[COVER], found.tables)
        self._chart(pages[found.trying.name], found)
        pages[COVER].activate()

    def _add(self, table: Table, title: str) -> Worksheet:
        page = self._book.add_worksheet(table.name)
        header = self._format("header", "text")
        columns = [{"header": column.heading, "header_format": header} for column in table.columns]
        page.add_table(
            *(0, 0, len(table), len(columns) - 1),
            {
                "name": f"Table_{next(self._numbers)}",
                "columns": columns,
                "style": None,
                "autofilter": table.is_long,
                "banded_rows": False,
            },
        )
        for at, column in enumerate(table.columns):
            page.set_column(at, at, column.width)
        page.set_row(0, looks.row_height(max(len(wrap(c.heading, max(6, c.width - 4))) for c in table.columns)))
        for line, cells in enumerate(table.rows, start=1):
            height = max(self._lines(cell, column) for cell, column in zip(cells, table.columns, strict=True))
            page.set_row(line, looks.row_height(height))
            for at, (cell, column) in enumerate(zip(cells, table.columns, strict=True)):
                self._write(page, line, at, cell, column)
        footer = f"&A&8\n{looks.escaped(_receipt(self._basis))}"
        looks.lay_out_page(page, header=looks.escaped(title[:_LONGEST_MARGIN]), footer=footer)
        return page

    def _lines(self, cell: Cell, column: Column) -> int:
        return looks.lines_needed(cell.value, column.width) if isinstance(cell.value, str) else 1

    def _write(self, page: Worksheet, line: int, at: int, cell: Cell, column: Column) -> None:
        form = cell.form or column.form
        kind = "asked" if cell.is_asked else "cell" if at else "label"
        if form == "given" and isinstance(cell.value, int | float) and cell.value == int(cell.value):
            form = "whole"
        shown = self._format(kind, form)
        value = as_shown(cell.value)[:_LONGEST_TEXT] if isinstance(cell.value, str) else cell.value
        if cell.formula:
            page.write_formula(line, at, cell.formula, shown, value)
        elif value is None:
            page.write_blank(line, at, None, shown)
        elif isinstance(value, str):
            page.write_string(line, at, value, shown)
        else:
            page.write_number(line, at, value, shown)
        if cell.is_asked:
            said = {"error_message": self._basis.say("weight_wrong"), "input_message": self._basis.say("weight_asked")}
            page.data_validation(line, at, line, at, {"validate": "decimal", "criteria": ">=", "value": 0, **said})

    def _format(self, kind: str, form: Form) -> Format:
        if (kind, form) not in self._formats:
            look = {"header": looks.HEADER, "label": looks.LABEL, "cell": looks.CELL, "asked": looks.TO_FILL_IN}[kind]
            # Words in a column of figures stand where figures do; other words keep clear of the figures before them.
            stands = {"align": "right"} if form != "text" else {"indent": 1} if kind == "cell" else {}
            look = {**look, **(stands if kind != "header" else {}), "num_format": _NUMBER_FORMATS[form]}
            self._formats[kind, form] = self._book.add_format(look)
        return self._formats[kind, form]

    def _link(self, cover: Worksheet, tables: tuple[Table, ...]) -> None:
        """Lead from the name of each sheet on the cover to the sheet."""
        names = {table.name for table in tables}
        look = self._book.add_format({**looks.LABEL, "font_color": "#0B5394", "underline": 1})
        for line, cells in enumerate(tables[0].rows, start=1):
            if cells[0].value in names:
                cover.write_url(line, 0, f"internal:'{cells[0].value}'!A1", look, str(cells[0].value))

    def _chart(self, page: Worksheet, found: Book) -> None:
        """Totals at the reader's weights, beside the weights: bars to the lowest total, and on to the highest."""
        trying, yours, say = found.trying, found.yours, self._basis.say
        if not len(yours):
            return
        chart = self._book.add_chart({"type": "bar", "subtype": "stacked"})
        labels = {"value": True, "num_format": "0.0", "position": "inside_base", "font": {"color": "#FFFFFF"}}
        striped = {"pattern": "wide_upward_diagonal", "fg_color": _COLOUR, "bg_color": "#FFFFFF"}
        looks_of: dict[str, dict[str, Any]] = {
            "low": {"fill": {"color": _COLOUR}, "data_labels": labels},
            "between": {"pattern": striped, "border": {"color": _COLOUR}},
        }
        for key, look in looks_of.items():
            where = {"categories": f"={yours.span('label')}", "values": f"={yours.span(key)}"}
            chart.add_series({"name": say(f"chart.{key}"), **where, "gap": 40, **look})
        chart.set_title({"name": say("chart.title"), "name_font": {"size": 12}})
        lines = {"visible": True, "line": {"color": "#D9D9D9"}}
        chart.set_x_axis({"min": 0, "max": 100, "major_gridlines": lines})
        chart.set_y_axis({"reverse": True, "label_position": "low"})
        chart.set_legend({"position": "bottom"})
        chart.set_size({"width": 920, "height": 120 + 36 * len(yours)})
        page.insert_chart(len(trying) + 2, 0, chart, {"description": say("chart.description"), "object_position": 3})


def _receipt(basis: Basis) -> str:
    """The receipt without its signature, which stands on the cover: neither a property nor a footer has room for it."""
    return str(basis.record["receipt"]).partition(", signed")[0]
