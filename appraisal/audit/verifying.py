"""Verifying a record against what others hold: receipts, signatures and a published list of hashes; in one pass."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from appraisal.analysis.order import bearing_on_order, order_told
from appraisal.audit.checker import FIRST_KEY, RECORD, receipt_in, receipt_of_file
from appraisal.errors import LedgerError
from appraisal.model.entries import FIRST_PREVIOUS, NO_ENTRIES, Entry, Receipt
from appraisal.model.record import Record
from appraisal.records.ledger import open_ledger
from appraisal.records.ledger_address import ledger_address
from appraisal.records.record_lines import lines_of, read_line
from appraisal.records.signatures import signature_agrees
from appraisal.records.verification import Verification, verify_rows

Verdict = Literal["agrees", "too short", "another hash", "another time", "not reached", "wrongly signed", "not signed"]
Signed = Literal["not signed", "not checked", "agrees", "does not agree"]


@dataclass(frozen=True, slots=True)
class Held:
    """A receipt that somebody held, and what became of it.

    Attributes:
        receipt: what it says.
        verdict: "agrees" only where the entry of its number has its hash and time, and no signature is wrong; nor
            missing, where a key was given to check it with.
        signed: what is known of its signature.
        text: what that means, in one or two sentences.
    """

    receipt: Receipt
    verdict: Verdict
    signed: Signed
    text: str


@dataclass(frozen=True, slots=True)
class Verified:
    """What a record shows, and what it cannot.

    Attributes:
        found: of the chain.
        receipts: in the order in which they were given.
        differs: the first entry that is not as in the published list of hashes, or that the list has none, in words;
            "" where all are as in it, or no list was given.
        order: place -> what its entries show of the order in which things were said; empty where the chain breaks.
        cannot_see: what none of this shows, a sentence each.
    """

    found: Verification
    receipts: tuple[Held, ...]
    differs: str
    order: Mapping[str, Sequence[Mapping[str, Any]]]
    cannot_see: tuple[str, ...]

    @property
    def problems(self) -> tuple[str, ...]:
        """Everything that does not agree, in words; empty where all does."""
        wrong = [held.text for held in self.receipts if held.verdict != "agrees"]
        return tuple(text for text in (self.found.problem, *wrong, self.differs) if text)


def verify_record(
    where: Path,
    receipts: Sequence[Receipt] = (),
    *,
    public_key: Path | None = None,
    published: Mapping[int, str] | None = None,
) -> Verified:
    """Walk along a record once, and hold it against what others hold.

    Args:
        where: a workspace's folder, its ledger's file, a record as JSON lines, or a folder into which a pack was
            unpacked.
        receipts: held by others.
        public_key: the file of the key with which receipts were signed.
        published: a list of hashes that was published, number -> hash; None where none was given.

    Raises:
        LedgerError: if there is no record there, or it cannot be opened; not for an entry that does not hold.
        OutputError: if the key cannot be read.
    """
    if public_key is not None:
        signature_agrees(NO_ENTRIES, public_key)  # a key that cannot be read is told first, whatever there is to check
    listed = published or {}
    wanted = {receipt.entries for receipt in receipts}
    heads: dict[int, tuple[str, str | None]] = {0: (FIRST_PREVIOUS, None)}
    kept: dict[str, list[Entry]] = {}
    differing: list[int] = []

    def see(known: Mapping[str, Any]) -> None:
        number, hash_ = known["number"], known["hash"]
        if number in wanted:
            heads[number] = (hash_, known["entered_at"])
        if listed.get(number, hash_) != hash_ and not differing:
            differing.append(number)
        of_place = kept.setdefault(known["place"], [])
        read = bearing_on_order(known)
        if read is not None:
            of_place.append(read)

    lines = _lines_at(where)
    if lines is not None:
        found = verify_rows(lines_of(lines), read=read_line, seen=see)
    else:
        with open_ledger(where if where.is_file() else ledger_address(where)) as ledger:
            found = ledger.verify(seen=see)
    held = tuple(_held(receipt, found, heads.get(receipt.entries), public_key) for receipt in receipts)
    differs = _differs(differing, published, found)
    covered = max(
        [one.receipt.entries for one in held if one.verdict == "agrees"] + [0 if differs else len(listed)], default=0
    )
    cannot_see = _cannot_see(found, held, covered) + _of_keys(held, public_key, where) + (_OF_TRUTH,)
    order = {place: _order(kept[place]) for place in sorted(kept)} if found.is_sound else {}
    return Verified(found, held, differs, order, cannot_see)


def receipt_given(text: str) -> Receipt:
    """A receipt from its line, from a longer text such as a paper's footer, or from a file: a paper, a workbook, text.

    Raises:
        LedgerError: if no receipt stands there, or it ends in what begins as a signature and is none.
    """
    stands = receipt_in(text)
    if stands is None:
        path = Path(text.strip())
        try:
            stands = receipt_of_file(path.name, path.read_bytes())
        except (OSError, ValueError):  # no path either
            raise LedgerError(_no_receipt(text)) from None
        if stands is None:
            msg = (
                f"No receipt stands in {path}: at the foot of a paper, on the first sheet of a workbook, or in a text. "
                "Give its line as text."
            )
            raise LedgerError(msg)
    if stands.is_cut:
        msg = (
            f"The receipt of {stands.entries} entries ends in ', signed', and what follows is no signature: that has "
            "128 hex digits, in lower case. Copy the whole line; without a signature it ends before ', signed'."
        )
        raise LedgerError(msg)
    signature = stands.signature.hex() if stands.signature else None
    return Receipt(stands.entries, stands.head, stands.time, signature)


def _no_receipt(text: str) -> str:
    shown = text if len(text) <= 80 else f"{text[:80]}..."
    return (
        f"'{shown}' is neither a receipt nor a file that holds one. A receipt reads '212 entries, head (64 hex "
        "digits), last entered 2025-09-01T09:30:00.000000Z'. Copy the whole line, or name the paper's file."
    )


def _lines_at(where: Path) -> Path | None:
    """The file of a record as JSON lines; None where a ledger is to be opened."""
    inside = where / RECORD
    if where.is_dir():
        return inside if inside.is_file() and not (where / "workspace.yaml").exists() else None
    try:
        with where.open("rb") as file:
            first = file.read(_BEGINNING)
    except FileNotFoundError:
        msg = f"There is nothing at {where}. Check the path."
        raise LedgerError(msg) from None
    except OSError as error:
        msg = f"{where} cannot be read: {error.strerror or error}. Check your rights to it."
        raise LedgerError(msg) from error
    if first.startswith(b"PK"):
        msg = f"{where} is a pack, or another zip. Check it by its checker: python -I checker.py {where.name}"
        raise LedgerError(msg)
    if first.startswith(b"SQLite"):
        return None
    if first and FIRST_KEY not in first:
        msg = (
            f"{where} is no record: it is neither a ledger nor an export with an entry on each line. Name a "
            "workspace's folder, its ledger's file, or record.jsonl of a pack."
        )
        raise LedgerError(msg)
    return where


def _held(receipt: Receipt, found: Verification, at: tuple[str, str | None] | None, public_key: Path | None) -> Held:
    said = f"The receipt of {receipt.entries} {'entry' if receipt.entries == 1 else 'entries'}"
    signed: Signed = "not signed"
    if receipt.signature is not None:
        agrees = signature_agrees(receipt, public_key) if public_key is not None else None
        signed = "not checked" if agrees is None else "agrees" if agrees else "does not agree"
    if signed == "does not agree":
        text = f"{said} is not signed with this key: the receipt was changed, or another key signed it."
        return Held(receipt, "wrongly signed", signed, text)
    verdict, text = _verdict(receipt, found, at)
    if public_key is not None and receipt.signature is None and verdict == "agrees":
        text = "has the right hash and time, but no signature stands in it, so the key shows nothing."
        return Held(receipt, "not signed", signed, f"{said} {text}")
    return Held(receipt, verdict, signed, f"{said} {text}")


def _verdict(receipt: Receipt, found: Verification, at: tuple[str, str | None] | None) -> tuple[Verdict, str]:
    if at is None and found.is_sound:
        there = f"the record holds {found.entries}"
        return "too short", f"does not agree: {there}. Entries at its end were cut off, or it is another record."
    if at is None:
        return "not reached", f"cannot be compared, because the chain breaks at entry {found.first_bad}."
    if at[0] != receipt.head:
        what = "another entry stands there" if receipt.entries > 1 else "another stands there"
        return "another hash", (
            f"does not agree: {what}. An entry up to number {receipt.entries} was changed after the receipt was given, "
            "and later hashes were made anew; or it is of another record."
        )
    if at[1] != receipt.time:
        return "another time", "has the right hash and another time, so the receipt was changed or copied wrongly."
    if receipt.entries == 0:
        return "agrees", "agrees, as it would with any record."
    which = "Entry 1 is as it was" if receipt.entries == 1 else f"Entries 1 to {receipt.entries} are as they were"
    return "agrees", f"agrees. {which} when it was given."


def _differs(differing: Sequence[int], published: Mapping[int, str] | None, found: Verification) -> str:
    """The first entry that is not as in the published list, in words."""
    if published is None:
        return ""
    if not published and found.entries:
        return "The published list of hashes holds no entry, so it shows nothing of this record. Take the whole list."
    if differing:
        return f"Entry {differing[0]} is not the one in the published list of hashes, though its own hash is right."
    if found.is_sound and len(published) > found.entries:
        return f"The published list of hashes holds {len(published)} entries, and the record {found.entries}."
    return ""


def _order(entries: Iterable[Entry]) -> list[dict[str, Any]]:
    try:
        return order_told(Record(tuple(entries)))
    except (AttributeError, KeyError, TypeError, ValueError):  # somebody went round the ledger
        says = "The order in which things were said can be told."
        text = "An entry does not hold what its kind holds, so the ledger never took it in this form."
        return [{"id": "not-told", "says": says, "verdict": "cannot be shown", "text": text, "details": []}]


def _cannot_see(found: Verification, held: Sequence[Held], covered: int) -> tuple[str, ...]:
    """What could have been done without leaving a trace here, by whoever has every right over the record."""
    if not covered:
        given = "No receipt that you gave agrees" if held else "You gave no receipt"
        return (
            f"{given}, so whoever keeps the record could have written all of it anew, or cut off its end. Give one "
            "that somebody else has held, such as the foot of a printed paper: --receipt.",
        )
    if covered < found.entries:
        later = (
            f"Entries {covered + 1} to {found.entries} came after what you gave: whoever keeps the record could have "
            "written them anew, or cut off others after them."
        )
    else:
        later = f"Entries after number {covered} could have been cut off; only a newer receipt would show it."
    return later, "What you gave counts only if it was held where whoever keeps the record could not change it."


def _of_keys(held: Sequence[Held], public_key: Path | None, where: Path) -> tuple[str, ...]:
    if public_key is None:
        is_signed = any(one.receipt.signature for one in held)
        return ("A receipt is signed, and its signature was not checked: give --public-key.",) if is_signed else ()
    beside = " This one lies beside what it is to check." if _is_within(public_key, where) else ""
    return (f"A public key that came with the record proves nothing: have it from its owner.{beside}",)


_BEGINNING = 65536  # bytes in which an export shows itself, even if its first line was changed
_OF_TRUTH = "Whether what was entered was true, and whether all that was said was entered, no record shows."


def _is_within(path: Path, where: Path) -> bool:
    return path.resolve().is_relative_to((where if where.is_dir() else where.parent).resolve())
