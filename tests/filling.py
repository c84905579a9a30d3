"""Forms as people fill them in, and as spreadsheets save them."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl

from appraisal.model import ballot_form as form
from appraisal.model import weights_form
from appraisal.model.ballot_form import Asked
from appraisal.model.ballots import Way
from appraisal.model.workspace import Workspace
from appraisal.papers.ballot_form import ballot_form
from appraisal.papers.form_workbook import write_workbook
from appraisal.papers.wording import Wording
from appraisal.records.report_files import read_wording

ROOT = Path(__file__).parents[1]
OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
WITHOUT_OFFICE = "LibreOffice is not on this machine: sh tests/install_programs.sh"
DAY = date(2025, 8, 18)
POINTS = {"access": 90, "clinical-fit": 100, "cost": 40, "cultural-fit": 35.5, "equity": 50, "travel-time": 0}
SCORES = {
    ("amber", "clinical-fit"): ("75", "There is a room where family can stay."),
    ("birch", "clinical-fit"): ("not known", "I have not been there."),
    ("cedar", "cultural-fit"): ("recused", "My brother works there."),
}
NO_INTERESTS = {form.ANY: (form.NONE,)}


def written(
    workspace: Workspace,
    person: str = "p03",
    asked: Asked = "both",
    title: str = "A form",
    way: Way = "swing-points",
) -> bytes:
    """The bytes of a form of the workspace's one place."""
    (place,) = workspace.places.values()
    stream, wording = BytesIO(), Wording(read_wording(ROOT))
    sheets = ballot_form(workspace, place, person, asked=asked, way=way, wording=wording)
    write_workbook(stream, sheets, title=title, as_at=workspace.settings.as_at, wording=wording)
    return stream.getvalue()


def fill_in(
    path: Path,
    *,
    day: object = DAY,
    interests: Mapping[str, tuple[Any, ...]] = NO_INTERESTS,
    points: Mapping[str, Any] = POINTS,
    scores: Mapping[tuple[str, str], tuple[Any, Any]] = SCORES,
    others: Mapping[str, Mapping[str, tuple[Any, ...]]] | None = None,
    again: str | None = None,
    cells: Mapping[tuple[str, str], Any] | None = None,
) -> Path:
    """Fill in a form as a person does, through openpyxl, which saves as Excel does.

    Args:
        path: the form, which is changed.
        day: when they finish.
        interests: row -> what it is about, what it is, how it is managed.
        points: criterion -> points; not asked where the form has no such sheet.
        others: another sheet on which weights are asked -> row -> what goes into its cells to fill in.
        scores: (site, criterion) -> answer or the beginning of it, and reason.
        again: why it takes the place of one sent before.
        cells: (sheet, cell) -> value put there afterwards, whether or not it may be.
    """
    book = openpyxl.load_workbook(path)
    answers = cells_of(book[form.START], form.START)
    for about, value in ((form.DATE, day), (form.AGAIN, again)):
        answers[about,][form.ANSWER].value = value
    for key, found in interests.items():
        row = cells_of(book[form.INTERESTS], "row")[key,]
        for column, value in zip((form.ABOUT, form.WHAT, form.MANAGED), found, strict=False):
            row[column].value = value
    if weights_form.WEIGHTS in book.sheetnames:
        rows = cells_of(book[weights_form.WEIGHTS], "criterion")
        for criterion, value in points.items():
            rows[criterion,][weights_form.POINTS].value = value
    for sheet, answered in (others or {}).items():
        columns = weights_form.TO_FILL_IN[sheet]
        rows = cells_of(book[sheet], weights_form.COLUMNS[sheet][0])
        for of, values in answered.items():
            for column, value in zip(columns, values, strict=True):
                rows[of,][column].value = value
    if form.SCORES in book.sheetnames:
        rows = cells_of(book[form.SCORES], "site", "criterion")
        for key, (answer, reason) in scores.items():
            rows[key][form.SCORE].value = offered(book, key[1], answer)
            rows[key][form.REASON].value = reason
    for (sheet, cell), value in (cells or {}).items():
        book[sheet][cell] = value
    book.save(path)
    return path


def cells_of(sheet: Any, *keys: str) -> dict[tuple[str, ...], dict[str, Any]]:
    """The cells of a sheet by the texts of its key columns, and by column."""
    header = [cell.value for cell in sheet[1]]
    rows = [dict(zip(header, row, strict=True)) for row in sheet.iter_rows(min_row=2)]
    return {tuple(row[key].value for key in keys): row for row in rows}


def offered(book: Any, heading: str, answer: Any) -> Any:
    """The choice that begins with an answer, as the list in the cell offers it; the answer itself where none does."""
    choices = [row[1].value for row in book[form.CHOICES].iter_rows(min_row=2) if row[0].value == heading]
    return next((choice for choice in choices if str(choice).split(":")[0] == answer), answer)


def saved_by_office(path: Path, folder: Path) -> Path:
    """The same workbook, opened and saved by LibreOffice with a profile of its own."""
    assert OFFICE
    made = folder / "saved"
    made.mkdir(exist_ok=True)
    done = subprocess.run(
        [
            *(OFFICE, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--norestore"),
            *("--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(made), str(path)),
        ],
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    assert (made / path.name).exists(), done.stderr
    return made / path.name
