"""Checking a paper that somebody holds: which run made it, whether it is current, and which numbers differ."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from appraisal.audit.papers.books import book_of, compare_books, marks_of_book
from appraisal.audit.papers.comparing import Compared, compare_pages
from appraisal.audit.papers.files import read_paper_file, text_of
from appraisal.audit.papers.held import Held, read_held
from appraisal.audit.papers.marks import Marks, marks_of_page
from appraisal.audit.papers.pages import read_page
from appraisal.audit.papers.references import Reference, kept_copies, pages_anew, workbooks_anew
from appraisal.audit.papers.standing import staleness
from appraisal.errors import FindingsError
from appraisal.model.entries import Entry, Receipt
from appraisal.records.report_files import own_templates
from appraisal.records.signatures import signature_check
from appraisal.records.text_files import WORKBOOKS

Compare = Callable[[Reference], Compared]


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found of a paper.

    Attributes:
        file: its name, as it was given.
        file_hash: SHA-256 of its bytes.
        form: "page" or "workbook".
        kind: such as "options"; "" where it does not say.
        run: id of the run that it says made it.
        place: id of the place of that run; "" where the run is not in the record.
        run_entry: number of the run's entry; None where the run is not in the record.
        is_current: whether it is of the last run and nothing has changed since; None where nobody can tell.
        why_stale: what has changed since, or why nobody can tell; "" where it is current.
        is_as_written: whether its bytes are those of a copy kept when it was written.
        issued: the entries that say that these bytes were issued: number, date, to whom.
        receipts: each receipt in its foot, with why it does not agree with this record or its signature; "" where it
            does.
        is_key_known: whether there was a key to check signatures with.
        own_templates: the templates that the workspace has otherwise than the software.
        compared: what it was held against and what differs; None where it could not be.
        not_compared: why it could not be.
    """

    file: str
    file_hash: str
    form: str
    kind: str
    run: str
    place: str = ""
    run_entry: int | None = None
    is_current: bool | None = None
    why_stale: str = ""
    is_as_written: bool = False
    issued: tuple[tuple[int, str, str], ...] = ()
    receipts: tuple[tuple[Receipt, str], ...] = ()
    is_key_known: bool = False
    own_templates: tuple[str, ...] = ()
    compared: Compared | None = None
    not_compared: str = ""

    @property
    def is_true(self) -> bool | None:
        """Whether it says what its run found: None where that could not be held against anything."""
        if self.run_entry is None or any(problem for _, problem in self.receipts):
            return False
        return None if self.compared is None else self.compared.agrees


def check_paper(folder: Path, path: Path, public_key: Path | None = None) -> Checked:
    """What can be found of a paper, wherever it lies.

    The chain of the record is verified first. The paper is then made anew and held against that word by word; where it
    differs, also against the copies that were kept when it was written, because templates may have changed since.

    Args:
        folder: of the workspace whose paper it may be.
        path: the paper.
        public_key: the file of the key that receipts are signed with; without it, the public half of the configured
            signing key is taken.

    Raises:
        FindingsError: if it is no paper of ours.
        LedgerError: if there is no record, its chain does not hold, or the findings are not those that it names.
        OutputError: if there is no such file, or none that can be read; if the key cannot be read.
    """
    if path.suffix.lower() == ".csv":
        msg = f"'{path.name}': a table of ours (CSV) is not checked; check the HTML paper or the workbook."
        raise FindingsError(msg)
    data = read_paper_file(path)
    is_book = data.startswith(WORKBOOKS)
    compare, marks = _book(data, path.name) if is_book else _page(data, path.name)
    form = "workbook" if is_book else "page"
    found = Checked(path.name, hashlib.sha256(data).hexdigest(), form, marks.kind, next(iter(marks.runs), ""))
    if not marks.runs:
        msg = (
            f"'{path.name}' does not say which run made it, so it is no paper of ours. Name the HTML file or workbook."
        )
        raise FindingsError(msg)
    is_signed = any(receipt.signature for receipt in marks.receipts)
    check_signature = signature_check(public_key) if is_signed else None
    held = read_held(folder)
    run = held.run_of(marks)
    if run is None:
        return found
    until = held.told_to(marks)
    found = replace(
        _with_record(found, run, marks, held, check_signature),
        own_templates=() if is_book else tuple(own_templates(folder)),
    )

    def anew() -> Iterator[Reference]:
        return workbooks_anew(folder, found.kind, run) if is_book else pages_anew(folder, found.kind, run, until)

    kept = list(kept_copies(folder, run, held, ".xlsx" if is_book else ".html"))
    found = _with_numbers(found, anew, kept, compare)
    kind = found.kind or (found.compared.kind if found.compared else "")
    is_current, why = staleness(folder, kind, run, until)
    return replace(found, kind=kind, is_current=is_current, why_stale=why)


def _page(data: bytes, name: str) -> tuple[Compare, Marks]:
    page = read_page(text_of(data, name))
    return compare_pages(page), marks_of_page(page)


def _book(data: bytes, name: str) -> tuple[Compare, Marks]:
    book = book_of(data, name)
    return compare_books(book), marks_of_book(book)


def _with_record(
    found: Checked, run: Entry, marks: Marks, held: Held, check_signature: Callable[[Receipt], bool] | None
) -> Checked:
    """The same with what the record says of it."""

    def problem_with(receipt: Receipt) -> str:
        is_forged = receipt.signature and check_signature is not None and not check_signature(receipt)
        return held.problem_with(receipt) or ("its signature was not made with the key given" if is_forged else "")

    issued = [entry for entry in held.papers if entry.content["file_hash"] == found.file_hash]
    told = ((entry.number, entry.cast_on or entry.entered_at[:10], str(entry.content["to"])) for entry in issued)
    return replace(
        found,
        run=str(run.content["run"]),
        place=run.place,
        run_entry=run.number,
        issued=tuple(told),
        receipts=tuple((receipt, problem_with(receipt)) for receipt in marks.receipts),
        is_key_known=check_signature is not None,
    )


def _with_numbers(
    found: Checked,
    anew: Callable[[], Iterator[Reference]],
    kept: Sequence[Reference],
    compare: Compare,
) -> Checked:
    """The same with what differs from what it is held against: whatever agrees, or else whatever is nearest to it."""
    found = replace(found, is_as_written=any(_hash(copy) == found.file_hash for copy in kept))
    tried: list[Compared] = []
    why = ""
    try:
        for reference in anew():
            tried.append(compare(reference))
            if tried[-1].agrees:
                break
    except FindingsError as error:
        why = str(error)
    made = min(tried, key=_how_far, default=None)
    if made is None or not made.agrees:
        tried += [compare(reference) for reference in kept]
    if not tried:
        return replace(found, not_compared=why)
    nearest = min(tried, key=_how_far)
    if not nearest.is_vouched and made is not None:
        nearest = replace(nearest, numbers_made_anew=len(made.numbers))
    return replace(found, compared=nearest, not_compared=why)


def _how_far(compared: Compared) -> tuple[int, bool]:
    return len(compared.differences) + len(compared.looks), not compared.is_vouched


def _hash(reference: Reference) -> str:
    return hashlib.sha256(reference.data).hexdigest()
