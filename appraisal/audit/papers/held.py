"""What of the record papers are checked against: runs, issued papers, and the hash of every entry, once verified."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from appraisal.audit.papers.marks import Marks
from appraisal.model.entries import Entry, Receipt
from appraisal.records.ledger import open_ledger
from appraisal.records.ledger_address import ledger_address


@dataclass(frozen=True, slots=True)
class Held:
    """The record, as far as papers are checked against it.

    Attributes:
        runs, papers: the entries of these kinds, in order.
        by_hash: hash of an entry -> the receipt at it.
        by_number: the same by its number.
    """

    runs: Sequence[Entry]
    papers: Sequence[Entry]
    by_hash: Mapping[str, Receipt]
    by_number: Mapping[int, Receipt]

    def run_of(self, marks: Marks) -> Entry | None:
        """The entry of the run that a paper is of; of several of one run that whose hash it names, or the last."""
        for run in marks.runs:
            entries = [entry for entry in self.runs if entry.content["run"] == run]
            if entries:
                return next((entry for entry in entries if entry.hash in marks.hashes), entries[-1])
        return None

    def told_to(self, marks: Marks) -> Receipt | None:
        """The point up to which a paper says that it tells the record; None where this record has no such point."""
        heads = [self.by_hash[head] for head in marks.heads if head in self.by_hash]
        counted = [self.by_number[each.entries] for each in marks.receipts if each.entries in self.by_number]
        return next(iter([*heads, *counted]), None)

    def problem_with(self, receipt: Receipt) -> str:
        """Why a receipt does not agree with this record; "" where it does."""
        here = self.by_number.get(receipt.entries)
        if here is None:
            return f"this record has {len(self.by_number)} entries"
        if here.head != receipt.head:
            return f"entry {receipt.entries} of this record has another hash, {here.head}"
        return "" if here.time == receipt.time else f"entry {receipt.entries} of this record was entered {here.time}"


def read_held(folder: Path) -> Held:
    """The record of a workspace.

    Raises:
        LedgerError: if there is none, or its chain does not hold.
    """
    runs, papers, by_number = [], [], {}
    with open_ledger(ledger_address(folder)) as ledger:
        ledger.refuse_unsound()
        for entry in ledger.entries():
            by_number[entry.number] = Receipt(entry.number, entry.hash, entry.entered_at)
            if entry.kind == "run":
                runs.append(entry)
            elif entry.kind == "paper":
                papers.append(entry)
    return Held(tuple(runs), tuple(papers), {each.head: each for each in by_number.values()}, by_number)
