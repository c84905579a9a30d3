"""What a paper says of itself: which run made it, at which point of the record, and the receipts in its foot."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from appraisal.audit.papers.pages import FOOT, Page
from appraisal.errors import LedgerError
from appraisal.model.entries import Receipt

_MARK = re.compile(r"(?P<kind>[a-z]+(?:-[a-z]+)*) run (?P<run>[0-9a-f]{12})")
_RUN = re.compile(r"\b[Rr]un:? (?P<run>[0-9a-f]{12})(?![0-9a-f])")
_HEAD = re.compile(r"\bhead (?P<head>[0-9a-f]{64})(?![0-9a-f])")
_HASH = re.compile(r"(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])")
_RECEIPT = re.compile(r"\d+ entr(?:y|ies), head [0-9a-f]{64}, last entered [^\s,]+(?:, signed [0-9a-f]{128})?")


@dataclass(frozen=True, slots=True)
class Marks:
    """What a paper says of itself.

    Attributes:
        kind: such as "options" or "workbook-public"; "" where it does not say.
        runs: ids of runs that it may be of, the likeliest first; none where it is no paper of ours.
        heads: hashes that it names as the head of the record.
        hashes: every hash in its foot.
        receipts: those that stand in its foot.
    """

    kind: str
    runs: tuple[str, ...]
    heads: tuple[str, ...]
    hashes: frozenset[str]
    receipts: tuple[Receipt, ...]


def marks_of_page(page: Page) -> Marks:
    """What a page says of itself, to a machine and in its foot."""
    foot = _joined(block.words for block in page.blocks if block.section == (FOOT,))
    everything = _joined(block.words for block in page.blocks if block.part != "drawing")
    return marks_of(page.mark, foot, everything, signed=" ".join(page.signed))


def marks_of(mark: str, foot: str, everything: str = "", *, signed: str = "") -> Marks:
    """What a paper says of itself.

    Args:
        mark: what it says to a machine.
        foot: the text of its foot, or of a workbook's cover; spaces stand alone in it.
        everything: all of its text: a run that it speaks of there counts where its foot names none.
        signed: texts in which receipts are signed, where the foot is told without signatures.

    >>> marks_of("options run 5990e438c9a4", "Run 5990e438c9a4").runs
    ('5990e438c9a4',)
    """
    said = _MARK.fullmatch(mark)
    found = [*_receipts(signed), *_receipts(foot)]
    are_signed = [each for each in found if each.signature]
    once = {str(each): each for each in found if each.signature or each not in are_signed}
    runs = [said["run"]] if said else []
    runs += [each["run"] for each in _RUN.finditer(foot)] or [each["run"] for each in _RUN.finditer(everything)]
    return Marks(
        kind=said["kind"] if said else "",
        runs=tuple(dict.fromkeys(runs)),
        heads=tuple(dict.fromkeys(each["head"] for each in _HEAD.finditer(foot))),
        hashes=frozenset(_HASH.findall(foot)),
        receipts=tuple(once.values()),
    )


def _receipts(text: str) -> Iterable[Receipt]:
    for found in _RECEIPT.finditer(text):
        try:
            yield Receipt.from_text(found[0])
        except LedgerError:
            continue


def _joined(words: Iterable[tuple[str, ...]]) -> str:
    return " ".join(word for each in words for word in each)
