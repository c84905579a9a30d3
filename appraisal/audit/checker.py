"""A checker of the record that trusts none of our code: one file, the Python standard library alone.

    python -I checker.py PACK.zip | FOLDER | record.jsonl | ledger.sqlite3  [--receipt TEXT-OR-FILE]...
    python -I checker.py --mine LINES --hashes LIST

It was written from formats/record.md of the pack (docs/reference/record.md), runs on Python 3.9 or later, and changes
nothing. Take it from where you trust it, rather than from the pack that you check. It ends with 0 where everything
agrees, 1 where something does not, and 2 where it cannot read what it was given.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sqlite3
import sys
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

# ---- The format of an entry ------------------------------------------------------------------------------------------

FIELDS = (
    *("number", "kind", "place", "person", "entered_at", "cast_on", "entered_by", "on_behalf_of", "role", "route"),
    *("content", "salt", "previous", "hash"),
)
KINDS = frozenset(
    (
        *("opening", "agreement", "interest", "weights", "lock", "score", "reveal", "moderation", "feedback"),
        *("question", "hurdle", "option-added", "option-withdrawn", "option-split", "evidence", "answer", "reply"),
        *("assessment", "paper", "recommendation", "decision", "override", "difference", "run"),
    )
)
ROUTES = frozenset(("file", "command", "page"))
FIRST_PREVIOUS = "0" * 64
DEEPEST = 100
QUOTED = json.JSONEncoder(ensure_ascii=False).encode  # a text as RFC 8785 writes it, in quotes
HEX_32, HEX_64 = re.compile(r"[0-9a-f]{32}"), re.compile(r"[0-9a-f]{64}")
ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
TIME = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]\.[0-9]{6}Z")

Known = dict[str, Any]
"""Every field of an entry by its name."""


class CannotReadError(Exception):
    """What was given cannot be read at all, so nothing can be said of it."""


class NotSoundError(Exception):
    """Something that was read is not as it was written; the message says what, to follow 'entry (number):'."""


def canonical(value: object) -> str:
    """The one JSON text of a value (RFC 8785), of what an entry can hold: no number but whole ones.

    Keys stand in the order of their UTF-16 code units; of text, only what has to be is escaped.
    """
    if value is None or value is True or value is False:
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, str):
        return QUOTED(value)
    if isinstance(value, int):
        return str(value)
    if isinstance(value, list):
        return f"[{','.join(map(canonical, value))}]"
    if isinstance(value, dict):
        keys = sorted(value, key=lambda key: key.encode("utf-16-be", "surrogatepass"))
        return f"{{{','.join(f'{canonical(key)}:{canonical(value[key])}' for key in keys)}}}"
    raise NotSoundError(f"a {type(value).__name__} has no place in an entry")


def hash_of(known: Known) -> str:
    """The hash that an entry has: SHA-256 of the canonical JSON of all its fields but the hash."""
    text = canonical({name: known[name] for name in FIELDS if name != "hash"})
    return hashlib.sha256(text.encode()).hexdigest()


def entry_of_line(line: bytes) -> Known:
    """The entry of a line of record.jsonl, which has to be its canonical JSON and a line feed, to the byte."""
    try:
        known = json.loads(line.decode())
    except (ValueError, RecursionError):
        raise NotSoundError("the line is not JSON") from None
    if not isinstance(known, dict) or known.keys() != set(FIELDS):
        raise NotSoundError("the line does not hold the fields of an entry")
    _check_types(known)
    _check_text(canonical(known) + "\n", line, "the line")
    return known


def entry_of_row(row: tuple[Any, ...]) -> Known:
    """The entry of a row of the table `entries`, in which the content stands as its canonical JSON text."""
    known = {name: row[column] for column, name in enumerate(FIELDS)}
    text = known["content"]
    if not isinstance(text, str):
        raise NotSoundError("the content is not text")
    try:
        known["content"] = json.loads(text)
    except (ValueError, RecursionError):
        raise NotSoundError("the content is not JSON") from None
    _check_types(known)
    _check_text(canonical(known["content"]), text.encode("utf-8", "surrogatepass"), "the content")
    return known


def _check_text(expected: str, found: bytes, what: str) -> None:
    if expected.encode() != found:
        raise NotSoundError(f"{what} is not in the one form that it can have")


def _check_types(known: Known) -> None:
    for name in FIELDS:
        value = known[name]
        expected = {"number": int, "content": dict}.get(name, str)
        if type(value) is not expected and not (value is None and name in ("cast_on", "on_behalf_of")):
            raise NotSoundError(f"its {name} is of the wrong type")
    _check_content(known["content"], 1)


def _check_content(value: object, depth: int) -> None:
    if isinstance(value, (list, dict)):
        if depth > DEEPEST:
            raise NotSoundError(f"its content is nested more than {DEEPEST} deep")
        for part in value.values() if isinstance(value, dict) else value:
            _check_content(part, depth + 1)
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        raise NotSoundError(f"its content holds the number {value}, where only decimal text can stand")


def _check_form(known: Known) -> None:
    ids = [known[name] for name in ("place", "person", "entered_by", "on_behalf_of", "role")]
    forms = {
        f"its kind is none that there is: {known['kind']}": known["kind"] in KINDS,
        "place, person, entered_by, on_behalf_of or role is no id": all(
            id_ is None or ID.fullmatch(id_) for id_ in ids
        ),
        f"its route is none that there is: {known['route']}": known["route"] in ROUTES,
        f"entered_at is no time in UTC: {known['entered_at']}": _is_time(known["entered_at"]),
        f"cast_on is no date: {known['cast_on']}": known["cast_on"] is None or _is_date(known["cast_on"]),
        "its salt is not 32 hex digits": HEX_32.fullmatch(known["salt"]),
    }
    for problem, holds in forms.items():
        if not holds:
            raise NotSoundError(problem)


def _is_date(text: str) -> bool:
    try:
        return DATE.fullmatch(text) is not None and bool(date.fromisoformat(text))
    except ValueError:
        return False


def _is_time(text: str) -> bool:
    found = TIME.fullmatch(text)
    return found is not None and _is_date(found[1])


# ---- The chain -------------------------------------------------------------------------------------------------------


@dataclass
class Chain:
    """What one walk along the entries found.

    `sound_up_to` is the last entry that can be relied on; where an entry does not follow from the one before, that one
    is in doubt too. `heads` holds hash and time of the entries that receipts name, and `hashes` those of a list.
    """

    entries: int = 0
    sound_up_to: int = 0
    first_bad: int | None = None
    problem: str = ""
    head: str = FIRST_PREVIOUS
    time: str | None = None
    times_back: int = 0
    heads: dict[int, tuple[str, str | None]] = field(default_factory=dict)


def walk(
    rows: Iterable[Any],
    read: Callable[[Any], Known],
    wanted: Iterable[int] = (),
    seen: Callable[[Known], None] | None = None,
) -> Chain:
    """Walk along entries once, and stop at the first that does not hold.

    Args:
        rows: what holds an entry each, in their order.
        read: `entry_of_line` or `entry_of_row`.
        wanted: numbers of the entries whose hash and time are to be kept.
        seen: told of each entry that holds.
    """
    chain, kept = Chain(heads={0: (FIRST_PREVIOUS, None)}), set(wanted)
    rows = iter(rows)
    while True:
        number = chain.entries + 1
        try:
            row = next(rows, None)
        except (sqlite3.Error, UnicodeError) as error:  # a damaged file may give an error that is not even text
            chain.first_bad, chain.problem = number, f"it cannot be read: {error}"
            return chain
        if row is None:
            return chain
        try:
            known = read(row)
            if known["number"] != number:
                raise NotSoundError(f"missing; where it should stand is one numbered {known['number']}")
            if hash_of(known) != known["hash"]:
                raise NotSoundError("what it says does not give its hash")
            if known["previous"] != chain.head:
                chain.sound_up_to = max(number - 2, 0)
                raise NotSoundError(f"it does not follow from entry {number - 1}, so one of the two was changed")
            _check_form(known)
        except (NotSoundError, UnicodeError) as error:
            chain.first_bad, chain.problem = number, str(error)
            chain.entries = number + _count(rows)
            return chain
        chain.times_back += chain.time is not None and known["entered_at"] < chain.time
        chain.entries = chain.sound_up_to = number
        chain.head, chain.time = known["hash"], known["entered_at"]
        if number in kept:
            chain.heads[number] = (chain.head, chain.time)
        if seen is not None:
            seen(known)


def _count(rows: Iterator[Any]) -> int:
    count = 0
    try:
        for _ in rows:
            count += 1
    except (sqlite3.Error, UnicodeError):
        pass
    return count


# ---- Receipts --------------------------------------------------------------------------------------------------------

RECEIPT = re.compile(
    r"(?<![0-9])(?P<entries>[0-9]{1,15}) entr(?:y|ies), head (?P<head>[0-9a-f](?: ?[0-9a-f]){63}) ?, "
    r"last entered (?P<time>never|[0-9]{4} ?-[0-9T:. -]+Z)"
    r"(?: ?, signed (?P<signature>[0-9a-f](?: ?[0-9a-f]){127}))?"
)
FOOTER = re.compile(r"<footer[ >].*?</footer>", re.DOTALL)


@dataclass(frozen=True)
class Receipt:
    """What somebody holds: a number of entries, the hash and time of the last of them, and perhaps a signature."""

    entries: int
    head: str
    time: str | None
    signature: bytes | None = None

    @property
    def text(self) -> str:
        """The text that a signature is of."""
        counted = f"{self.entries} {'entry' if self.entries == 1 else 'entries'}"
        return f"{counted}, head {self.head}, last entered {self.time or 'never'}"


def receipt_in(text: str) -> Receipt | None:
    """The first receipt that stands in a text, however its lines are broken; None where there is none."""
    found = RECEIPT.search(" ".join(text.split()))
    if found is None:
        return None
    signature = bytes.fromhex(found["signature"].replace(" ", "")) if found["signature"] else None
    time = None if found["time"] == "never" else found["time"].replace(" ", "")
    return Receipt(int(found["entries"]), found["head"].replace(" ", ""), time, signature)


def receipt_of_paper(name: str, data: bytes) -> Receipt | None:
    """The receipt in the footer of an HTML paper, or on the first sheet of a workbook; None where there is none.

    Text elsewhere in it may be anybody's, such as a comment that quotes a receipt.
    """
    if name.endswith(".xlsx"):
        return receipt_in(_first_sheet(data))
    footers = FOOTER.findall(data.decode("utf-8", "replace"))
    return receipt_in(footers[-1]) if footers else None


def receipt_problem(receipt: Receipt, chain: Chain) -> str:
    """Why a receipt does not agree with the entries that it covers; "" where it does."""
    found = chain.heads.get(receipt.entries)
    if found is None and chain.first_bad is not None:
        return f"it cannot be held against entry {receipt.entries}, because the chain breaks before it"
    if found is None:
        return f"the record holds {chain.entries} entries and it {receipt.entries}: entries at the end were cut off"
    if found[0] != receipt.head:
        return f"entry {receipt.entries} has another hash: it or one before it was changed, or the record is another"
    if found[1] != receipt.time:
        return f"entry {receipt.entries} was entered at another time, so the receipt itself was changed or miscopied"
    return ""


def _first_sheet(data: bytes) -> str:
    """The texts of the first sheet of a workbook."""
    import io
    from xml.etree import ElementTree

    space = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            sheet = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))
            has_shared = "xl/sharedStrings.xml" in book.namelist()
            shared = list(ElementTree.fromstring(book.read("xl/sharedStrings.xml"))) if has_shared else []
    except (zipfile.BadZipFile, KeyError, ElementTree.ParseError):
        return ""
    texts = []
    for cell in sheet.iter(f"{space}c"):
        at = cell.findtext(f"{space}v") or ""
        is_shared = cell.get("t") == "s" and at.isdigit() and int(at) < len(shared)
        texts.append("".join((shared[int(at)] if is_shared else cell).itertext()))
    return "\n".join(texts)


# ---- Signatures: Ed25519, from RFC 8032 section 5.1 ------------------------------------------------------------------

PRIME = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
CURVE = -121665 * pow(121666, PRIME - 2, PRIME) % PRIME
KEY_START = bytes.fromhex("302a300506032b6570032100")  # how the DER of every Ed25519 public key begins (RFC 8410)

Point = tuple[int, int, int, int]
"""A point of the curve in extended coordinates: X, Y, Z and T with x = X/Z, y = Y/Z and x y = T/Z."""


def signature_agrees(public_key: bytes, signature: bytes, message: bytes) -> bool:
    """Whether a signature of 64 bytes is that of a message by the owner of a public key of 32 bytes."""
    key, scalar = _point(public_key), int.from_bytes(signature[32:], "little")
    if len(signature) != 64 or key is None or scalar >= ORDER:
        return False
    digest = hashlib.sha512(signature[:32] + public_key + message).digest()
    minus_key = (PRIME - key[0], key[1], key[2], PRIME - key[3])
    found = _plus(_times(scalar, BASE), _times(int.from_bytes(digest, "little") % ORDER, minus_key))
    return _encoded(found) == signature[:32]


def public_key_of(text: bytes) -> bytes:
    """The 32 bytes of a public key, from its PEM file or from 64 hex digits."""
    import base64

    body = b"".join(line.strip() for line in text.splitlines() if not line.startswith(b"-----"))
    try:
        der = KEY_START + bytes.fromhex(body.decode()) if len(body) == 64 else base64.b64decode(body, validate=True)
    except ValueError:
        der = b""
    if len(der) != 44 or not der.startswith(KEY_START):
        raise CannotReadError("The public key is not an Ed25519 key, in PEM or as 64 hex digits.")
    return der[12:]


def _point(data: bytes) -> Point | None:
    """The point that 32 bytes stand for; None where they stand for none."""
    number = int.from_bytes(data, "little")
    sign, y = number >> 255, number & (2**255 - 1)
    if len(data) != 32 or y >= PRIME:
        return None
    square = (y * y - 1) * pow(CURVE * y * y + 1, PRIME - 2, PRIME) % PRIME
    x = pow(square, (PRIME + 3) // 8, PRIME)
    if (x * x - square) % PRIME:
        x = x * pow(2, (PRIME - 1) // 4, PRIME) % PRIME
    if (x * x - square) % PRIME or (x == 0 and sign):
        return None
    x = PRIME - x if x & 1 != sign else x
    return x, y, 1, x * y % PRIME


def _plus(one: Point, other: Point) -> Point:
    a = (one[1] - one[0]) * (other[1] - other[0]) % PRIME
    b = (one[1] + one[0]) * (other[1] + other[0]) % PRIME
    c = 2 * one[3] * other[3] * CURVE % PRIME
    d = 2 * one[2] * other[2] % PRIME
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % PRIME, g * h % PRIME, f * g % PRIME, e * h % PRIME


def _times(scalar: int, point: Point) -> Point:
    found: Point = (0, 1, 1, 0)
    while scalar:
        found = _plus(found, point) if scalar & 1 else found
        point, scalar = _plus(point, point), scalar >> 1
    return found


def _encoded(point: Point) -> bytes:
    inverse = pow(point[2], PRIME - 2, PRIME)
    x, y = point[0] * inverse % PRIME, point[1] * inverse % PRIME
    return (y | (x & 1) << 255).to_bytes(32, "little")


BASE: Point = _point((4 * pow(5, PRIME - 2, PRIME) % PRIME).to_bytes(32, "little")) or (0, 1, 1, 0)


# ---- What there is to read -------------------------------------------------------------------------------------------

RECORD, HASHES = "record/record.jsonl", "record/hashes.csv"


class Pack:
    """The files of a pack, zipped or not, by their names in it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._zip: zipfile.ZipFile | None = None
        if path.is_dir():
            files = (found for found in path.rglob("*") if found.is_file())
            self.names = sorted(found.relative_to(path).as_posix() for found in files)
        else:
            self._zip = zipfile.ZipFile(path)
            self.names = sorted(name for name in self._zip.namelist() if not name.endswith("/"))
        if len(set(self.names)) < len(self.names):
            raise CannotReadError(f"{path} holds two files of one name, so that two readers may see different things.")

    def read(self, name: str) -> bytes:
        """The bytes of a file."""
        try:
            return self._zip.read(name) if self._zip else (self._path / name).read_bytes()
        except (KeyError, OSError, zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
            raise CannotReadError(f"{name} cannot be read: {error}") from error

    def lines(self, name: str) -> Iterator[bytes]:
        """The lines of a file, each with the line feed that ends it."""
        if name not in self.names:
            raise CannotReadError(f"There is no {name} in {self._path}, so it is no pack.")
        with self._zip.open(name) if self._zip else (self._path / name).open("rb") as file:
            yield from file

    def papers(self) -> list[str]:
        """The papers and workbooks in it, which each hold a receipt."""
        return [name for name in self.names if "papers/" in name and name.endswith((".html", ".xlsx"))]


def pack_at(path: Path) -> Pack | None:
    """The pack at a path; None where something else is there: a ledger, or a record as JSON lines."""
    return Pack(path) if path.is_dir() or (not _is_ledger(path) and zipfile.is_zipfile(path)) else None


def walk_of(path: Path, wanted: Iterable[int] = (), seen: Callable[[Known], None] | None = None) -> Chain:
    """Walk along the entries of a pack, of a record as JSON lines, or of a ledger in SQLite."""
    pack = pack_at(path)
    if pack:
        return walk(pack.lines(RECORD), entry_of_line, wanted, seen)
    if not _is_ledger(path):
        with path.open("rb") as file:
            return walk(file, entry_of_line, wanted, seen)
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as ledger:
        ledger.text_factory = lambda text: text.decode("utf-8", "surrogateescape")
        tables = {name for (name,) in ledger.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        if not tables >= {"entries", "names"}:
            raise CannotReadError(f"{path} has no tables of entries and names, so it is no ledger.")
        return walk(_rows(ledger), entry_of_row, wanted, seen)


def _rows(ledger: sqlite3.Connection) -> Iterator[tuple[Any, ...]]:
    yield from ledger.execute(f"SELECT {', '.join(FIELDS)} FROM entries ORDER BY number")


def _is_ledger(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(6) == b"SQLite"


def read_hashes(data: bytes) -> dict[int, str]:
    """A published list of hashes: number of the entry -> its hash."""
    lines = data.decode("utf-8", "replace").splitlines()
    rows = [line.split(",") for line in lines[1:]]
    is_list = lines[:1] == ["number,hash"] and all(
        len(row) == 2 and row[0] == str(number) and HEX_64.fullmatch(row[1]) for number, row in enumerate(rows, 1)
    )
    if not is_list:
        raise CannotReadError("The list of hashes is not a table of number and hash, a row for each entry in order.")
    return {int(number): hash_ for number, hash_ in rows}


# ---- The questions, and the answers in words -------------------------------------------------------------------------


def check_chain(path: Path, given: list[str], public_key: bytes | None, say: Callable[[str], None]) -> bool:
    """Check the chain of what there is at a path, and every receipt given or found in its papers."""
    receipts = [(f"the receipt {number} that you gave", _given_receipt(text)) for number, text in enumerate(given, 1)]
    pack = pack_at(path)
    found = [(name, receipt_of_paper(name, pack.read(name))) for name in pack.papers()] if pack else []
    receipts += [(name, receipt) for name, receipt in found if receipt is not None]
    published = read_hashes(pack.read(HASHES)) if pack and HASHES in pack.names else {}
    hashes: dict[int, str] = {}
    chain = walk_of(
        path,
        [receipt.entries for _, receipt in receipts],
        lambda known: hashes.update({known["number"]: known["hash"]}) if published else None,
    )
    problems = [f"Entry {chain.first_bad}: {chain.problem}."] if chain.first_bad is not None else []
    for name, receipt in receipts:
        problem = receipt_problem(receipt, chain) or _signature_problem(receipt, public_key)
        problems += [f"{name[:1].upper()}{name[1:]}: {problem}."] if problem else []
    if published and chain.first_bad is None and published != hashes:
        problems.append(f"{HASHES} is not the list of the record's hashes.")
    _say_chain(chain, problems, say)
    _say_receipts(chain, receipts, len(given), public_key, say)
    without = [name for name, receipt in found if receipt is None]
    if without:
        say(f"No receipt stands in: {', '.join(without)}.")
    return not problems


def check_mine(lines: bytes, hashes: bytes, say: Callable[[str], None]) -> bool:
    """Whether entries that somebody was handed stand in a published list of hashes as they were handed."""
    published = read_hashes(hashes)
    mine = lines.splitlines(keepends=True)
    if not mine:
        raise CannotReadError("There is no entry among your lines.")
    is_all_there = True
    for position, line in enumerate(mine, 1):
        try:
            known = entry_of_line(line)
            _check_form(known)
            if hash_of(known) != known["hash"]:
                raise NotSoundError("what it says does not give its hash")
            if published.get(known["number"]) is None:
                raise NotSoundError(f"the list ends before entry {known['number']}")
            if published[known["number"]] != known["hash"]:
                raise NotSoundError(f"the list has another hash for entry {known['number']}")
        except (NotSoundError, UnicodeError) as error:
            is_all_there = False
            say(f"Line {position}: {error}.")
            continue
        say(f"Line {position}: found, entry {known['number']}, a {known['kind']} by {known['person']}.")
    return is_all_there


def _given_receipt(text: str) -> Receipt:
    found = receipt_in(text)
    if found is None:
        try:
            found = receipt_of_paper(text, Path(text).read_bytes())
        except (OSError, ValueError):
            found = None
    if found is None:
        raise CannotReadError(f"'{text[:80]}' is neither a receipt nor a paper that holds one.")
    return found


def _signature_problem(receipt: Receipt, public_key: bytes | None) -> str:
    if public_key is None or receipt.signature is None:
        return ""
    agrees = signature_agrees(public_key, receipt.signature, receipt.text.encode())
    return "" if agrees else "its signature is not that of this key over this text"


def _say_chain(chain: Chain, problems: list[str], say: Callable[[str], None]) -> None:
    if chain.first_bad is None:
        say(f"{chain.entries} entries: each agrees with its hash and follows from the one before.")
    else:
        sound = {0: "No entry is sound.", 1: "Entry 1 is sound."}
        say(f"{chain.entries} entries. {sound.get(chain.sound_up_to, f'Entries 1 to {chain.sound_up_to} are sound.')}")
    for problem in problems:
        say(f"  {problem}")
    if chain.times_back:
        say(f"Times go back at {chain.times_back} of the entries: the clocks of two machines may differ.")


def _say_receipts(
    chain: Chain,
    receipts: list[tuple[str, Receipt]],
    given: int,
    public_key: bytes | None,
    say: Callable[[str], None],
) -> None:
    agreeing = [not receipt_problem(receipt, chain) for _, receipt in receipts]
    if len(agreeing) > given:
        say(f"{sum(agreeing[given:])} of {len(agreeing) - given} receipts in its own papers agree.")
    newest = max((one.entries for at, (_, one) in enumerate(receipts[:given]) if agreeing[at]), default=0)
    if given:
        say(f"{sum(agreeing[:given])} of {given} receipts that you gave agree.")
    if newest:
        say(f"Entries 1 to {newest} are those that it was given for, if you had it from outside.")
    if not newest:
        say("No receipt from outside: whoever keeps the record could have written all of it anew.")
    elif newest < chain.entries:
        say(f"Entries {newest + 1} to {chain.entries} could have been written anew by whoever keeps the record.")
    signed = sum(receipt.signature is not None for _, receipt in receipts)
    if signed:
        how = "checked with the key given" if public_key else "not checked, for want of --public-key"
        say(f"{signed} receipts are signed; {how}. A key that came with the files proves nothing.")
    say("Whether what was entered was true, nothing here can show.")


def main(arguments: list[str] | None = None) -> int:
    """Answer on standard output; 0 where all agrees, 1 where something does not, 2 where it cannot be read."""
    parser = argparse.ArgumentParser(description="Check a record of an appraisal: its chain, receipts and signatures.")
    parser.add_argument("what", nargs="?", type=Path, help="a pack (folder or zip), record.jsonl or ledger.sqlite3")
    parser.add_argument("--receipt", action="append", default=[], help="a receipt, or a paper that holds one")
    parser.add_argument("--public-key", type=Path, help="the key that receipts are signed with (Ed25519, PEM)")
    parser.add_argument("--mine", type=Path, help="your own entries, as record lines; with --hashes")
    parser.add_argument("--hashes", type=Path, help="the published list of hashes")
    given = parser.parse_args(arguments)
    if (given.mine is None) != (given.hashes is None) or (given.what is None) == (given.mine is None):
        parser.error("Give a pack or a record; or --mine and --hashes, without one.")
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="backslashreplace")

    def say(text: str) -> None:
        sys.stdout.write(f"{text}\n")

    try:
        if given.mine is not None:
            agrees = check_mine(given.mine.read_bytes(), given.hashes.read_bytes(), say)
        else:
            key = public_key_of(given.public_key.read_bytes()) if given.public_key else None
            agrees = check_chain(given.what, given.receipt, key, say)
    except (CannotReadError, OSError, sqlite3.Error, UnicodeError, zipfile.BadZipFile) as error:
        say(f"This cannot be read. {error}")
        return 2
    say("It agrees." if agrees else "It does not agree.")
    return 0 if agrees else 1


if __name__ == "__main__":
    sys.exit(main())
