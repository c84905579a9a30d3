"""A checker of the record that trusts none of our code: one file, the Python standard library alone.

    python -I checker.py PACK.zip | FOLDER | record.jsonl | ledger.sqlite3  [--receipt TEXT-OR-FILE]...
    python -I checker.py --mine LINES --hashes LIST

It was written from formats/record.md of the pack (docs/reference/record.md), runs on Python 3.9 or later, and changes
nothing. Take it from where you trust it, rather than from the pack that you check. It ends with 0 where everything
agrees, 1 where something does not, 2 where it cannot read what it was given, and 3 where all that is there agrees, and
not all that the record names is there.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import io
import json
import math
import re
import sqlite3
import sys
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import unquote

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
    r"(?: ?, signed (?P<signature>[0-9a-f](?: ?[0-9a-f]){127})(?![0-9a-f]))?"
)
SIGNED = re.compile(r" ?, ?signed", re.IGNORECASE)
FOOTER = re.compile(r"<footer[ >].*?</footer>", re.DOTALL)


@dataclass(frozen=True)
class Receipt:
    """What somebody holds: a number of entries, the hash and time of the last of them, and perhaps a signature.

    `is_cut` where it ends in what begins as a signature and is none.
    """

    entries: int
    head: str
    time: str | None
    signature: bytes | None = None
    is_cut: bool = False

    @property
    def text(self) -> str:
        """The text that a signature is of."""
        counted = f"{self.entries} {'entry' if self.entries == 1 else 'entries'}"
        return f"{counted}, head {self.head}, last entered {self.time or 'never'}"


def receipt_in(text: str) -> Receipt | None:
    """The first receipt that stands in a text, however its lines are broken; None where there is none."""
    text = " ".join(text.split())
    found = RECEIPT.search(text)
    if found is None:
        return None
    is_cut = found["signature"] is None and SIGNED.match(text, found.end()) is not None
    signature = bytes.fromhex(found["signature"].replace(" ", "")) if found["signature"] else None
    time = None if found["time"] == "never" else found["time"].replace(" ", "")
    return Receipt(int(found["entries"]), found["head"].replace(" ", ""), time, signature, is_cut)


def receipt_of_file(name: str, data: bytes) -> Receipt | None:
    """The receipt in a file that somebody names: a paper, a workbook, or any other text, such as a saved answer."""
    wide = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8"  # as some shells write what is saved
    if name.lower().endswith((".html", ".htm", ".xlsx")):
        return receipt_of_paper(name.lower(), data)
    try:
        text = data.decode(wide)
    except UnicodeDecodeError:
        return None
    is_paper = "</footer>" in text or "<html" in text.lower()
    return receipt_of_paper(name, data) if is_paper else receipt_in(text)


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
    from xml.etree import ElementTree

    space = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            sheet = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))
            has_shared = "xl/sharedStrings.xml" in book.namelist()
            shared = list(ElementTree.fromstring(book.read("xl/sharedStrings.xml"))) if has_shared else []
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, KeyError, ElementTree.ParseError):
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
FIRST_KEY = b'{"cast_on":'  # how a line of record.jsonl begins: the first of the keys in their order
SCHEMA = (  # of a ledger in SQLite, by its words; only the tables have to be there, and nothing else may but tables
    "CREATE TABLE entries ( number INTEGER NOT NULL, kind TEXT NOT NULL, place TEXT NOT NULL, person TEXT NOT NULL, "
    "entered_at TEXT NOT NULL, cast_on TEXT, entered_by TEXT NOT NULL, on_behalf_of TEXT, role TEXT NOT NULL, "
    "route TEXT NOT NULL, content TEXT NOT NULL, salt TEXT NOT NULL, previous TEXT NOT NULL, hash TEXT NOT NULL, "
    "PRIMARY KEY (number), UNIQUE (previous) )",
    "CREATE TABLE names ( person TEXT NOT NULL, name TEXT NOT NULL, PRIMARY KEY (person), UNIQUE (name) )",
    "CREATE TRIGGER entries_never_change BEFORE UPDATE ON entries BEGIN SELECT RAISE(ABORT, 'an entry is never "
    "changed'); END",
    "CREATE TRIGGER entries_never_go BEFORE DELETE ON entries BEGIN SELECT RAISE(ABORT, 'an entry is never deleted'); "
    "END",
    "CREATE TRIGGER entries_only_follow BEFORE INSERT ON entries BEGIN SELECT RAISE(ABORT, 'there is an entry with "
    "this number already') WHERE EXISTS (SELECT 1 FROM entries WHERE number = NEW.number); SELECT RAISE(ABORT, 'an "
    "entry takes the next number') WHERE NEW.number IS NOT (SELECT coalesce(max(number), 0) + 1 FROM entries); SELECT "
    "RAISE(ABORT, 'an entry follows from the last one') WHERE NEW.previous IS NOT coalesce((SELECT hash FROM entries "
    f"ORDER BY number DESC LIMIT 1), '{FIRST_PREVIOUS}'); END",
)
OF_A_DESKTOP = (".DS_Store", "Thumbs.db", "desktop.ini")  # what looking at a folder leaves in it


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
        self.names = [name for name in self.names if name.rpartition("/")[2] not in OF_A_DESKTOP]
        if len(set(self.names)) < len(self.names):
            raise CannotReadError(f"{path} holds two files of one name, so that two readers may see different things.")

    def read(self, name: str) -> bytes:
        """The bytes of a file."""
        try:
            return self._zip.read(name) if self._zip else (self._path / name).read_bytes()
        except (KeyError, EOFError, OSError, RuntimeError, zipfile.BadZipFile, zlib.error) as error:
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
        _refuse_if_no_record(path)
        with path.open("rb") as file:
            return walk(file, entry_of_line, wanted, seen)
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as ledger:
        ledger.text_factory = lambda text: text.decode("utf-8", "surrogateescape")
        _check_schema(path, ledger.execute("SELECT type, name, sql FROM sqlite_master").fetchall())
        return walk(_rows(ledger), entry_of_row, wanted, seen)


def _check_schema(path: Path, schema: list[tuple[Any, Any, Any]]) -> None:
    """Stop at whatever in a ledger's file could show other entries than stand in the table, such as an index."""
    ours = {tuple(text.split()[1:3]): text for text in SCHEMA}
    found = {name for kind, name, _ in schema if kind == "table"}
    if not found >= {"entries", "names"}:
        raise CannotReadError(f"{path} has no tables of entries and names, so it is no ledger.")
    for kind, name, sql in schema:
        expected = ours.get((str(kind).upper(), name))
        said = " ".join(sql.split()) if isinstance(sql, str) else sql
        is_of_a_constraint = kind == "index" and said is None and str(name).startswith("sqlite_autoindex_")
        is_another_table = expected is None and kind == "table" and str(said).startswith("CREATE TABLE ")
        if not (is_of_a_constraint or is_another_table or (expected is not None and said == expected)):
            raise CannotReadError(f"{path} holds a {kind} '{name}' that is not a ledger's, so nothing in it is read.")


def _refuse_if_no_record(path: Path) -> None:
    with path.open("rb") as file:
        beginning = file.read(65536)
    if beginning and FIRST_KEY not in beginning:
        raise CannotReadError(f"{path} is no record: neither a ledger nor record.jsonl, with an entry on each line.")


def _rows(ledger: sqlite3.Connection) -> Iterator[tuple[Any, ...]]:
    yield from ledger.execute(f"SELECT {', '.join(FIELDS)} FROM entries NOT INDEXED ORDER BY number")


def _is_ledger(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(6) == b"SQLite"


def read_hashes(data: bytes) -> dict[int, str]:
    """A published list of hashes: number of the entry -> its hash.

    What other programs do to such a table is let pass: a byte order mark, carriage returns, spaces around a line.
    """
    lines = [line.strip() for line in data.decode("utf-8-sig", "replace").splitlines()]
    rows = [line.split(",") for line in lines[1:]]
    is_list = lines[:1] == ["number,hash"] and all(
        len(row) == 2 and row[0] == str(number) and HEX_64.fullmatch(row[1]) for number, row in enumerate(rows, 1)
    )
    if not is_list:
        raise CannotReadError("The list of hashes is not a table of number and hash, a row for each entry in order.")
    return {int(number): hash_ for number, hash_ in rows}


# ---- Findings: their bytes and their fingerprint ---------------------------------------------------------------------

NEAR = 1e-9  # how far a figure may be from the same figure here; findings are rounded to 9 decimals
NEAR_AS_STATED = 5e-7  # the same, where weights rest on shares that could only be taken as findings round them
TIE = 1e-9  # totals this near to each other are equal
LARGEST = 2**53
MEETS = ("meets", "meets with a condition")
WAYS = ("swing-points", "direct-points", "ranking", "analytic-hierarchy", "best-worst")
ANSWERS = {"swing-points": "points", "direct-points": "points", "ranking": "ranks"}
NOT_HERE = (
    "Not made again here: what options do on the criteria that no panel scores (travel, access, equity, cost), whether "
    "hurdles are met, the range of figures, sampled shares, tipping points, which sets the search found, sentences, "
    "and the numbers in papers. `appraisal audit replay` makes all of the findings again; `appraisal audit paper` "
    "reads a paper."
)

Content = dict[str, Any]
Shares = dict[str, float]


def number_text(number: float) -> str:
    """A number as canonical JSON has it: as ECMAScript writes it, which RFC 8785 prescribes.

    >>> [number_text(each) for each in (5.0, 0.1, -2.5e-7, 1e21, 123456789012345680000.0)]
    ['5', '0.1', '-2.5e-7', '1e+21', '123456789012345680000']
    """
    if isinstance(number, int):
        return str(number)
    if number == 0:
        return "0"
    sign, places, exponent = Decimal(repr(number)).as_tuple()
    digits = "".join(map(str, places)).lstrip("0")
    count, point = len(digits), len(digits) + int(exponent)
    digits = digits.rstrip("0")
    count = len(digits)
    if count <= point <= 21:
        text = digits + "0" * (point - count)
    elif 0 < point <= 21:
        text = f"{digits[:point]}.{digits[point:]}"
    elif -6 < point <= 0:
        text = f"0.{'0' * -point}{digits}"
    else:
        rest = f".{digits[1:]}" if count > 1 else ""
        text = f"{digits[0]}{rest}e{point - 1:+d}"
    return f"{'-' if sign else ''}{text}"


def canonical_findings(value: object) -> str:
    """The one JSON text of findings (RFC 8785), numbers among them."""
    if isinstance(value, float) or (isinstance(value, int) and not isinstance(value, bool)):
        if not abs(value) < LARGEST and isinstance(value, int):
            raise NotSoundError(f"a whole number as large as {value} has no place in findings")
        return number_text(value)
    if isinstance(value, list):
        return f"[{','.join(map(canonical_findings, value))}]"
    if isinstance(value, dict):
        keys = sorted(value, key=lambda key: key.encode("utf-16-be", "surrogatepass"))
        return f"{{{','.join(f'{canonical(key)}:{canonical_findings(value[key])}' for key in keys)}}}"
    return canonical(value)


def read_findings(data: bytes) -> Content:
    """The findings that a file holds, which has to be in the form in which a run writes it, to the byte.

    Raises:
        NotSoundError: if it is not, or the fingerprint that it names is not its own.
    """
    try:
        found = json.loads(data.decode(), parse_constant=_no_number)
        laid_out = json.dumps(found, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
        body = {key: part for key, part in found.items() if key not in ("run", "fingerprint")}
        fingerprint = hashlib.sha256(canonical_findings(body).encode()).hexdigest()
        named = found["fingerprint"], found["run"]
    except (ValueError, RecursionError, AttributeError, KeyError, TypeError):
        raise NotSoundError("it is not findings: a JSON object with a fingerprint and a run") from None
    if laid_out.encode() != data:
        raise NotSoundError("it is not in the form in which a run writes findings")
    if named != (fingerprint, fingerprint[:12]):
        raise NotSoundError(f"what it says has the fingerprint {fingerprint[:12]}..., and it names {named[0][:12]}...")
    return dict(found)


def _no_number(text: str) -> float:
    raise ValueError(text)


# ---- What follows from ballots: weights (method 1.3 to 1.7) ----------------------------------------------------------


@dataclass
class Tree:
    """What stands together: branch ("" for the top) -> what is right under it; and which criteria there are."""

    children: dict[str, list[str]]
    criteria: list[str]

    def down(self, shares: Shares) -> Shares:
        """Shares among what stands together, multiplied down to the criteria."""
        whole = {"": 1.0}
        for branch, ids in self.children.items():
            whole.update({id_: whole[branch] * shares[id_] for id_ in ids})
        return {criterion: whole[criterion] for criterion in self.criteria}


def tree_of(above: dict[str, str], criteria: list[str]) -> Tree:
    """The tree in which each criterion and branch stands under the branch that is given for it, "" for the top."""
    children: dict[str, list[str]] = {}
    waiting = [""]
    while waiting:
        branch = waiting.pop(0)
        children[branch] = sorted(id_ for id_, over in above.items() if over == branch)
        waiting += [id_ for id_ in children[branch] if id_ not in criteria]
    return Tree(children, sorted(criteria))


def shares_asked(way: str, answers: dict[str, float], tree: Tree, stated: Shares) -> Shares | None:
    """Weight shares from one person's answers; None where the answers do not fit the tree.

    Those of a best-worst ballot solve a linear programme: they are taken as the findings state them.
    """
    if way == "best-worst":
        return stated or None
    shares: Shares = {}
    try:
        for ids in tree.children.values():
            if len(ids) == 1:
                shares[ids[0]] = 1.0
            elif way == "analytic-hierarchy":
                shares.update(zip(ids, principal([[_times_as_much(answers, a, b) for b in ids] for a in ids])))
            elif way == "ranking":
                shares.update(rank_order_centroid({id_: answers[id_] for id_ in ids}))
            else:
                total = math.fsum(answers[id_] for id_ in ids)
                shares.update({id_: answers[id_] / total for id_ in ids})
    except (KeyError, ZeroDivisionError):
        return None
    return tree.down(shares)


def rank_order_centroid(ranks: Shares) -> Shares:
    """w_(r) = (1/n) sum_{k=r..n} 1/k; tied ranks share the mean of what they cover (method 1.4)."""
    count, taken, shares = len(ranks), 0, {}
    by_place = [math.fsum(1 / k for k in range(first, count + 1)) / count for first in range(1, count + 1)]
    for rank in sorted(set(ranks.values())):
        tied = [id_ for id_, given in ranks.items() if given == rank]
        shares.update(dict.fromkeys(tied, math.fsum(by_place[taken : taken + len(tied)]) / len(tied)))
        taken += len(tied)
    return shares


def principal(matrix: list[list[float]]) -> list[float]:
    """The principal eigenvector of comparisons of every pair, summing to one, by power iteration (method 1.5)."""
    shares = [1 / len(matrix)] * len(matrix)
    for _ in range(10_000):
        product = [math.fsum(times * share for times, share in zip(row, shares)) for row in matrix]
        total = math.fsum(product)
        found = [part / total for part in product]
        moved = max(abs(one - other) for one, other in zip(found, shares))
        shares = found
        if moved < 1e-15:
            break
    return shares


def _times_as_much(answers: dict[str, float], one: str, other: str) -> float:
    if one == other:
        return 1.0
    return answers[f"{one}/{other}"] if f"{one}/{other}" in answers else 1 / answers[f"{other}/{one}"]


def weighed(content: Content, findings: Content, stated: Shares) -> Shares | None:
    """What one entry of weights comes to on the criteria, branches and anchors of the findings; None: ask again."""
    way = content["way"]
    answers = {of: float(text) for of, text in content[ANSWERS.get(way, "comparisons")].items()}
    spoken = set(answers) if way in ANSWERS else {id_ for pair in answers for id_ in pair.split("/")}
    now = {row["id"]: row["under"] or "" for row in (*findings["criteria"], *findings["context"]["branches"])}
    criteria = [row["id"] for row in findings["criteria"]]
    seen, then = content.get("anchors") or {}, content.get("under") or {}
    gone, is_flat = spoken - set(now), not findings["context"]["branches"]
    known = set(seen) or spoken - set(then.values())
    if _asks_others(criteria, seen, spoken, gone, is_flat) or _stood_otherwise(
        then, now, criteria, spoken, known - gone
    ):
        return None
    tree = tree_of(dict.fromkeys(spoken, ""), sorted(spoken)) if gone else tree_of(now, criteria)
    shares = shares_asked(way, answers, tree, stated)
    if shares is not None and gone and way != "best-worst":
        kept = math.fsum(shares[criterion] for criterion in criteria)
        shares = {criterion: shares[criterion] / kept for criterion in criteria} if kept > 0 else None
    return None if shares is None else _on_anchors_of_now(shares, way, seen, findings["criteria"])


def _asks_others(criteria: list[str], seen: Content, spoken: set[str], gone: set[str], is_flat: bool) -> bool:
    known = set(seen) or spoken
    added = set(criteria) - known if seen or (is_flat and len(criteria) > 1) else set()
    return bool(added or (gone and not (is_flat and gone <= known)))


def _stood_otherwise(
    then: dict[str, str], now: dict[str, str], criteria: list[str], spoken: set[str], known: set[str]
) -> bool:
    branches = set(now) - set(criteria)
    if not then and not branches:
        return False
    if not then and spoken & branches:
        return True
    return _together(then, known) != _together(now, set(criteria))


def _together(under: dict[str, str], criteria: set[str]) -> set[frozenset[tuple[str, frozenset[str]]]]:
    """What is weighed together, each with the criteria that it is or holds."""
    holds: dict[str, set[str]] = {}
    for criterion in criteria:
        at = criterion
        while at:
            holds.setdefault(at, set()).add(criterion)
            at = under.get(at, "")
    beside: dict[str, set[tuple[str, frozenset[str]]]] = {}
    for id_, held in holds.items():
        beside.setdefault(under.get(id_, ""), set()).add((id_, frozenset(held)))
    return {frozenset(ids) for ids in beside.values() if len(ids) > 1}


def _on_anchors_of_now(shares: Shares, way: str, seen: Content, criteria: list[Content]) -> Shares | None:
    """Shares times R'/R where the range was another, made to sum to one; None where that would not do (method 1.3)."""
    points, is_changed = dict(shares), False
    for row in criteria:
        then = [(float(at), float(value)) for at, value in seen.get(row["id"]) or row["anchors"]]
        now = [(float(at), float(value)) for at, value in row["anchors"]]
        are_lines = _is_line(then) and _is_line(now)
        if then == now or (are_lines and (then[0], then[-1]) == (now[0], now[-1])):
            continue
        before, after = then[-1][0] - then[0][0], now[-1][0] - now[0][0]
        if way == "ranking" or not are_lines or before * after <= 0:
            return None
        points[row["id"]] *= after / before
        is_changed = True
    if way == "best-worst" or not is_changed:
        return shares
    total = math.fsum(points.values())
    return {criterion: number / total for criterion, number in points.items()}


def _is_line(anchors: list[tuple[float, float]]) -> bool:
    (least, low), (most, high) = anchors[0], anchors[-1]
    if most == least:
        return False
    slope = (high - low) / (most - least)
    return all(abs(value - low - slope * (at - least)) <= 1e-9 * max(1.0, abs(high - low)) for at, value in anchors)


# ---- What follows from scores: panel criteria, value scores, totals, ranks (method 1.1, 1.2, 1.8, 1.9) ---------------

Ends = tuple[float, float]


@dataclass
class SiteScore:
    """What a panel's scores of a site come to: low, value (None where not known) and high."""

    low: float
    value: float | None
    high: float


def quantile(numbers: list[float], share: float) -> float:
    """The quantile of some numbers, by straight lines between them in order.

    >>> quantile([0.0, 25.0, 50.0, 100.0], 0.5)
    37.5
    """
    ordered = sorted(numbers)
    at = share * (len(ordered) - 1)
    below = math.floor(at)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (at - below) * (ordered[above] - ordered[below])


def site_score(scores: list[float], moderated: str | None, ends: Ends) -> SiteScore:
    """The median of the scores that count, or the moderated one; the whole range where neither is known."""
    unknown = SiteScore(ends[0], None, ends[1])
    first = SiteScore(*(quantile(scores, share) for share in (0.25, 0.5, 0.75))) if scores else unknown
    if moderated is None:
        return first
    if moderated in ("not known", "recused"):
        return unknown
    value = float(moderated)
    low, high = (first.low, first.high) if scores else (value, value)
    return SiteScore(min(low, value), value, max(high, value))


def combined(beds: dict[str, int], of_site: dict[str, float], how: str) -> float:
    """Sites' scores as one score of an option."""
    scores = [of_site[site] for site in beds]
    if how == "worst":
        return min(scores)
    if how == "sum":
        return math.fsum(scores)
    return math.fsum(of_site[site] * number for site, number in beds.items()) / sum(beds.values())


def panel_performance(beds: dict[str, int], sites: dict[str, SiteScore], how: str, ends: Ends) -> SiteScore:
    """What an option does on a panel criterion, with the range that scores, or what is not known, leave."""
    known = [sites[site].value is not None for site in beds]
    low = combined(beds, {site: sites[site].low for site in beds}, how)
    high = combined(beds, {site: sites[site].high for site in beds}, how)
    if all(known):
        return SiteScore(low, combined(beds, {site: sites[site].value or 0.0 for site in beds}, how), high)
    least = {site: found.low if found.value is None else found.value for site, found in sites.items()}
    most = {site: found.high if found.value is None else found.value for site, found in sites.items()}
    lowest = max(combined(beds, least, how), ends[0])
    return SiteScore(lowest, None, max(lowest, min(combined(beds, most, how), ends[1])))


def value_score(performance: float, anchors: list[list[float]]) -> float:
    """The value score of a performance: straight lines between anchors, beyond them the nearest anchor's.

    >>> value_score(50, [[60, 0], [20, 100]])
    25.0
    """
    points = sorted((float(at), float(value)) for at, value in anchors)
    if performance <= points[0][0]:
        return points[0][1]
    for (at, value), (to, then) in zip(points[:-1], points[1:]):
        if performance <= to:
            return value + (performance - at) * (then - value) / (to - at)
    return points[-1][1]


def _slope(anchors: list[list[float]]) -> float:
    """The steepest piece of a value function: how far a performance's rounding moves its value score."""
    points = sorted((float(at), float(value)) for at, value in anchors)
    return max(abs((then - value) / (to - at)) for (at, value), (to, then) in zip(points[:-1], points[1:]))


def ranks(totals: list[Ends]) -> list[tuple[int, int]]:
    """The best and the worst rank of each; equal totals share the better.

    >>> ranks([(70, 70), (40, 90), (60, 60)])
    [(1, 2), (1, 3), (2, 3)]
    """
    return [
        (
            1 + sum(other[0] > one[1] + TIE for other in totals),
            1 + sum(other[1] > one[0] + TIE for at, other in enumerate(totals) if at != index),
        )
        for index, one in enumerate(totals)
    ]


# ---- One run, made again as far as it can be -------------------------------------------------------------------------


class Recomputed:
    """The findings of one run held against what its entries come to; `problems` says where they do not agree."""

    def __init__(self, findings: Content, entries: list[Known], files: dict[str, bytes]) -> None:
        self.findings = findings
        self.problems: list[str] = []
        self.taken: list[str] = []
        self._place, self._files = str(findings["place"]), files
        self._entries, self._current = entries, _current(entries)
        self._weights: Shares = {}
        self._people: dict[str, Shares] = {}
        self._groups: dict[str, Shares] = {}
        self._scores: dict[tuple[str, str], dict[str, float]] = {}
        self.counts: dict[str, int] = {}
        self._room = NEAR

    def check(self) -> None:
        """Hold everything against everything."""
        self._check_weights()
        self._check_scores()
        self._check_options(self.findings, "", self._site_scores())
        self._check_inputs()
        self._check_conflicted()
        self._check_otherwise(self.findings, "")
        public = self.findings["public"]
        if public is not None:
            self._same("public.weights", public["weights"], self.findings["weights"])
            self._same(
                "public.ballots.by_person", public["ballots"]["by_person"], self.findings["ballots"]["by_person"]
            )
            self._same("public.ballots.by_group", public["ballots"]["by_group"], self.findings["ballots"]["by_group"])
            self._same(
                "public.inputs", public["inputs"], {**self.findings["inputs"], "solver": public["inputs"]["solver"]}
            )
            self._check_options(public, "public.", {})
            self._check_public(public)
            self._check_otherwise(public, "public.")

    # -- weights

    def _check_weights(self) -> None:
        told = self.findings["ballots"]
        found: dict[str, dict[str, Shares | None]] = {}
        for entry in self._of("weights"):
            person, way = entry["person"], entry["content"]["way"]
            stated = ((told["by_person"].get(person) or {}).get("ways") or {}).get(way) or {}
            found.setdefault(person, {})[way] = weighed(entry["content"], self.findings, stated.get("weights") or {})
            if way == "best-worst":
                self.taken.append(f"the shares of {person}'s best-worst ballot, to 9 decimals")
                self._room = NEAR_AS_STATED
        order = sorted(WAYS, key=lambda way: (way != told["way"], WAYS.index(way)))
        counted = {
            person: way
            for person, ways in sorted(found.items())
            for way in [next((each for each in order if ways.get(each) is not None), None)]
            if way is not None
        }
        self._same(
            "ballots.by_person", sorted(told["by_person"]), sorted(counted), "the people of whom a ballot counts"
        )
        again = sorted(
            (person, way) for person, ways in found.items() for way, shares in ways.items() if shares is None
        )
        self._same("ballots.asked_again", sorted((one["person"], one["way"]) for one in told["asked_again"]), again)
        if set(told["by_person"]) != set(counted):
            return
        shares: dict[str, Shares] = {}
        for person, way in counted.items():
            stated = told["by_person"][person]
            self._same(f"ballots.by_person.{person}.way", stated["way"], way)
            shares[person] = found[person][way] or {}
            self._near(f"ballots.by_person.{person}.weights", stated["weights"], shares[person])
            for each, of_way in found[person].items():
                path = f"ballots.by_person.{person}.ways.{each}.weights"
                self._near(path, stated["ways"][each]["weights"], of_way)
        self._check_groups(shares)
        self.counts["ballots of weights"] = len(counted)

    def _check_groups(self, shares: dict[str, Shares]) -> None:
        context, told = self.findings["context"], self.findings["ballots"]["by_group"]
        group_of = {member["person"]: member["group"] for member in context["panel"]}
        stated = {group["id"]: group["weight"] for group in context["groups"]}
        self._check_place_file(group_of, stated)
        criteria = sorted(row["id"] for row in self.findings["criteria"])
        present = sorted({group_of[person] for person in shares})
        total = math.fsum(stated[group] for group in present)
        used = {group: stated[group] / total for group in present}
        means = {}
        for group in present:
            members = [shares[person] for person in sorted(shares) if group_of[person] == group]
            means[group] = {id_: math.fsum(each[id_] for each in members) / len(members) for id_ in criteria}
        for group, row in told.items():
            self._near(f"ballots.by_group.{group}.weights", row["weights"], means.get(group))
            self._near(f"ballots.by_group.{group}.weight", row["weight"], used.get(group, 0.0))
            self._same(f"ballots.by_group.{group}.stated_weight", row["stated_weight"], stated.get(group))
            people = sum(group_of[person] == group for person in shares)
            self._same(f"ballots.by_group.{group}.people", row["people"], people)
            least = row["at_least"]
            if least is not None and row["stated_weight"] < least:
                self._say(f"ballots.by_group.{group}", f"its weight is below the {least} that it must at least have")
        self._same("ballots.by_group", sorted(told), sorted(stated), "the groups")
        self._weights = {id_: math.fsum(used[group] * means[group][id_] for group in present) for id_ in criteria}
        self._near("weights", self.findings["weights"], self._weights)
        self._people, self._groups = shares, means
        by_weight = sorted(self.findings["criteria"], key=lambda row: (-self.findings["weights"][row["id"]], row["id"]))
        self._same("criteria_order", self.findings["criteria_order"], [row["id"] for row in by_weight])
        above = {row["id"]: row["under"] for row in (*self.findings["criteria"], *context["branches"])}
        under = {
            branch["id"]: math.fsum(self._weights[id_] for id_ in criteria if branch["id"] in _over(id_, above))
            for branch in context["branches"]
        }
        self._near("weights_by_branch", self.findings["weights_by_branch"], under)

    def _check_place_file(self, group_of: dict[str, str], stated: Shares) -> None:
        """Hold groups and members against place.yaml, as far as its lists can be read without a reader of YAML."""
        text = self._text(f"options/{self._place}/place.yaml")
        groups = listed(text, "groups", "id", "weight")
        panel = listed(text, "panel", "person", "group")
        if groups is None or panel is None:
            self.taken.append("the groups, their weights and their members")
            return
        self._same("context.groups", stated, {id_: float(weight) for id_, weight in groups.items()}, "place.yaml's")
        self._same("context.panel", group_of, panel, "place.yaml's")
        roles = listed(text, "panel", "person", "role", optional=True)
        if roles is None:
            self.taken.append("the roles of members")
        else:
            said = {member["person"]: member["role"] or "" for member in self.findings["context"]["panel"]}
            self._same("context.panel, roles", said, roles, "place.yaml's")
        way = re.findall(r"^weights_way:[ \t]*(.*)$", text, re.MULTILINE)
        asked = word(_uncommented(way[0])) if way else WAYS[0]
        if asked is None:
            self.taken.append("the way of asking for weights that counts")
        else:
            self._same("ballots.way", self.findings["ballots"]["way"], asked, "place.yaml's")

    # -- scores

    def _check_scores(self) -> None:
        told = self.findings["ballots"]
        cast = {(e["person"], e["content"]["site"], e["content"]["criterion"]): e for e in self._of("score")}
        apart = self._recused()
        expected = [
            {
                "person": person,
                "site": site,
                "criterion": criterion,
                "answer": cast[person, site, criterion]["content"]["answer"],
                "counted": cast[person, site, criterion]["content"]["answer"] not in ("not known", "recused")
                and (person, site) not in apart,
            }
            for person, site, criterion in sorted(cast)
        ]
        stated = sorted(told["scores"], key=lambda row: (row["person"], row["site"], row["criterion"]))
        self._same("ballots.scores", stated, expected, "the scores that the record holds, and which of them count")
        self.counts["scores"] = len(expected)
        for row in expected:
            if row["counted"]:
                self._scores.setdefault((row["criterion"], row["site"]), {})[row["person"]] = float(row["answer"])
        names = ("person", "provider", "site", "interest", "managed")
        declared = [{"person": e["person"], **e["content"]} for e in self._of("interest")]
        said = sorted(tuple(each[name] for name in names) for each in declared)
        self._same("ballots.interests", sorted(tuple(row[name] for name in names) for row in told["interests"]), said)

    def _recused(self) -> set[tuple[str, str]]:
        """Who may not score which site: by the site's provider, and by its provider's group."""
        provider_of = {site["id"]: site["provider"] for site in self.findings["sites"]}
        family = self._families()
        said = [(e["person"], e["content"]) for e in self._of("interest") if e["content"]["managed"] == "recused"]
        scored = [(e["person"], e["content"]) for e in self._of("score") if e["content"]["answer"] == "recused"]
        apart = {
            (person, family.get(provider, provider))
            for person, content in (*said, *scored)
            for provider in [provider_of[content["site"]] if content["site"] else content.get("provider")]
            if provider
        }
        return {(person, site) for person, kin in apart for site, of in provider_of.items() if family[of] == kin}

    def _families(self) -> dict[str, str]:
        """Provider -> the group of providers that it belongs to; each its own where that cannot be told."""
        ids = {provider["id"] for provider in self.findings["providers"]}
        found = listed(self._text(f"options/{self._place}/sites.yaml"), "providers", "id", "group", optional=True)
        if found is None or set(found) != ids:
            self.taken.append("which providers belong to one group")
            found = {}
        return {id_: found.get(id_) or id_ for id_ in ids}

    def _check_conflicted(self) -> None:
        """Scores that count although somebody declared an interest in the site, its provider or its group."""
        provider_of, family = self._provider_of(), self._families()
        apart, asked = self._recused(), {row["id"] for row in self.findings["criteria"] if row["panel"]}
        declared = [(e["person"], e["content"]) for e in self._of("interest") if e["content"]["managed"] == "declared"]
        expected = []
        for entry in self._of("score"):
            person, said = entry["person"], entry["content"]
            counts = said["answer"] not in ("not known", "recused") and (person, said["site"]) not in apart
            for who, of in declared if counts and said["criterion"] in asked else []:
                provider = provider_of.get(of["site"]) if of["site"] else of["provider"]
                kin = family.get(provider or "", provider)
                if who == person and kin and kin == family[provider_of[said["site"]]]:
                    expected.append((person, said["site"], said["criterion"], of["provider"], of["site"]))
        hidden = self._hidden()
        unnamed = hidden | (
            {provider_of[id_] for id_ in hidden} - {of for id_, of in provider_of.items() if id_ not in hidden}
        )
        for where, findings in (("", self.findings), ("public.", self.findings["public"])):
            if findings is None:
                continue
            known = {row["id"] for row in (*self.findings["sites"], *self.findings["providers"])} | {""}
            known -= unnamed if where else set()
            told = [
                (row["person"], row["site"], row["criterion"], row["interest"]["provider"], row["interest"]["site"])
                for row in findings["panel"]["conflicted_scores"]
            ]
            self._same(
                f"{where}panel.conflicted_scores",
                sorted(row for row in told if not where or known.issuperset((row[1], *row[3:]))),
                sorted(row for row in expected if not where or known.issuperset((row[1], *row[3:]))),
            )

    def _provider_of(self) -> dict[str, str]:
        return {site["id"]: site["provider"] for site in self.findings["sites"]}

    def _hidden(self) -> set[str]:
        """The sites not approached, which have no id of their own in the public part."""
        return {site["id"] for site in self.findings["sites"] if site["standing"] == "not approached"}

    def _site_scores(self, without: str = "") -> dict[str, dict[str, SiteScore]]:
        """Panel criterion -> site -> what its scores come to, without those of one person."""
        moderated = {(e["content"]["criterion"], e["content"]["site"]): e for e in self._of("moderation")}
        found: dict[str, dict[str, SiteScore]] = {}
        for row in self.findings["criteria"]:
            if row["panel"]:
                found[row["id"]] = {
                    site["id"]: site_score(
                        [to for who, to in self._scores.get((row["id"], site["id"]), {}).items() if who != without],
                        moderated[row["id"], site["id"]]["content"]["answer"]
                        if (row["id"], site["id"]) in moderated
                        else None,
                        _ends(row),
                    )
                    for site in self.findings["sites"]
                }
        return found

    # -- what the files say that a run read

    def _check_inputs(self) -> None:
        """Hold options, sites, criteria and hurdles against the kept files, as far as their lines are plain."""
        self._check_options_file()
        self._check_sites_file()
        self._check_criteria_files()
        self._check_hurdles(self.findings, "")
        public = self.findings["public"]
        if public is not None:
            self._check_hurdles(public, "public.")
            self._check_shown(public)

    def _rows(self, path: str, section: str) -> dict[str, dict[str, str]] | None:
        """The items of a list in a kept file by their ids; None where its lines are not plain enough to tell."""
        items = items_of(self._text(path), section)
        ids = [word(item.get("id", "")) for item in items or ()]
        if items is None or None in ids or len(set(ids)) < len(ids):
            return None
        return {id_: item for id_, item in zip(ids, items) if id_ is not None}

    def _check_options_file(self) -> None:
        rows = self._rows(f"options/{self._place}/options.yaml", "options")
        own = {option["id"]: option for option in self.findings["options"]}
        if rows is None:
            self.taken.append("which options there are, their beds, and which of them are withdrawn")
        else:
            ids = sorted(option["id"] for option in self.findings["options"])
            self._same("options", ids, sorted(rows), "options.yaml's")
        for id_, row in (rows or {}).items():
            if id_ not in own:
                continue
            beds = {site: word(text) for site, text in (fields_of(row.get("sites", "")) or {}).items()}
            if not beds or not all(text and text.isdigit() for text in beds.values()):
                self.taken.append(f"the beds of {id_}")
            else:
                expected = {site: int(text or 0) for site, text in beds.items()}
                self._same(f"options.{id_}.sites", own[id_]["sites"], expected, "options.yaml's")
            for name in ("list", "name"):
                said = word(row.get(name, ""))
                self._same(f"options.{id_}.{name}", own[id_][name], own[id_][name] if said is None else said)
            is_out = row.get("withdrawn", "").strip() not in ("", "null", "~")
            if (own[id_]["status"] == "withdrawn") != is_out:
                said = "is withdrawn" if is_out else "is not withdrawn"
                self._say(f"options.{id_}.status", f"it is {own[id_]['status']}, and in options.yaml it {said}")
        self._check_option_entries(own)

    def _check_option_entries(self, own: dict[str, Content]) -> None:
        """What the record says of options that were added, withdrawn or split."""
        last: dict[str, tuple[str, Known]] = {}
        for entry in self._entries:
            said = entry["content"]
            if entry["kind"] in ("option-withdrawn", "option-split"):
                last[said["option"]] = ("withdrawn", entry)
            elif entry["kind"] == "option-added":
                last[said["option"]] = ("added", entry)
            if entry["kind"] == "option-split":
                last.update(dict.fromkeys(said["into"], ("added", entry)))
        for id_, (what, entry) in last.items():
            if id_ not in own:
                self._say(f"options.{id_}", f"it is not there, and entry {entry['number']} says that it was {what}")
            elif what == "withdrawn" and own[id_]["status"] != "withdrawn":
                self._say(
                    f"options.{id_}.status", f"it is {own[id_]['status']}, and entry {entry['number']} withdrew it"
                )

    def _check_sites_file(self) -> None:
        path = f"options/{self._place}/sites.yaml"
        rows, own = self._rows(path, "sites"), {site["id"]: site for site in self.findings["sites"]}
        if rows is None:
            self.taken.append("which sites there are, their providers and standing")
            return
        ids = sorted(site["id"] for site in self.findings["sites"])
        self._same("sites", ids, sorted(rows), "sites.yaml's")
        for id_ in own.keys() & rows.keys():
            for name in ("provider", "standing"):
                said = word(rows[id_].get(name, ""))
                if said is None:
                    self.taken.append(f"the {name} of {id_}")
                else:
                    self._same(f"sites.{id_}.{name}", own[id_][name], said, "sites.yaml's")

    def _check_criteria_files(self) -> None:
        """Hold how sites' scores are combined, anchors and regimes against criteria.yaml and the place's own."""
        paths = ("criteria/criteria.yaml", f"criteria/{self._place}.yaml")
        read = self.findings["inputs"]["files"]  # one that is not here any more tells nothing of what stood in it
        found = [self._rows(path, "criteria") for path in paths if path in read]
        of: dict[str, dict[str, str]] = {}
        for rows in found:
            of.update(rows or {})
        if not found or None in found:
            self.taken.append("which criteria there are")
        for row in self.findings["criteria"]:
            said, at = of.get(row["id"]), f"criteria.{row['id']}"
            if said is None:
                if found and None not in found:
                    self._say(at, "no such criterion stands in criteria.yaml, nor in the place's own")
                self.taken.append(f"how {row['id']} is defined")
                continue
            how = word(said.get("combine", "bed-weighted-mean"))
            if row["panel"]:
                self._same(f"{at}.combine", row["combine"], row["combine"] if how is None else how, "criteria.yaml's")
            if word(said.get("panel", "false")) in ("true", "false"):
                self._same(f"{at}.panel", row["panel"], word(said.get("panel", "false")) == "true", "criteria.yaml's")
            regime = word(said["regime"]) if "regime" in said else ""
            self._same(f"{at}.regime", row["regime"] or "", (row["regime"] or "") if regime is None else regime)
            pairs = [
                [word(pair.get(name, "")) for name in ("performance", "value")]
                for pair in plain_list(said.get("anchors", "")) or ()
            ]
            if not pairs or not all(text is not None and NUMBER.fullmatch(text) for pair in pairs for text in pair):
                self.taken.append(f"the anchors of {row['id']}")
                continue
            anchors = [[float(text or 0) for text in pair] for pair in pairs]
            self._same(f"{at}.anchors", sorted(row["anchors"]), sorted(anchors), "criteria.yaml's")

    def _check_hurdles(self, findings: Content, where: str) -> None:
        """Hold what hurdles say of sites and options against the kept evidence and ratings."""
        hidden = self._hidden() if where else set()
        known = {site["id"] for site in self.findings["sites"]} - hidden
        ids = sorted(row["id"] for row in self.findings["context"]["hurdles"])
        rows = self._rows("criteria/hurdles.yaml", "hurdles")
        if rows is not None:
            self._same("context.hurdles", ids, sorted(rows), "hurdles.yaml's")
        answers = {(site, id_): self._answer(site, id_, rows, public=bool(where)) for site in known for id_ in ids}
        if None in answers.values():
            not_held = {id_ for (_, id_), answer in answers.items() if answer is None}
            self.taken.append(f"what {', '.join(sorted(not_held))} (hurdles) say of sites")
        results: dict[tuple[str, str], str] = {}
        for site in findings["sites"]:
            at = f"{where}sites.{site['id']}.hurdles"
            self._same(at, sorted(row["hurdle"] for row in site["hurdles"]), ids, "the hurdles that there are")
            for row in site["hurdles"]:
                results[site["id"], row["hurdle"]] = row["result"]
                expected = answers.get((site["id"], row["hurdle"]))
                self._same(f"{at}.{row['hurdle']}", row["result"], row["result"] if expected is None else expected)
            meets = all(row["result"] in MEETS for row in site["hurdles"])
            self._same(f"{where}sites.{site['id']}.status", site["status"], "in" if meets else "set aside")
        for option in findings["options"]:
            told = sorted((row["site"], row["hurdle"], row["result"]) for row in option["hurdles"])
            wanted = [(site, id_, results.get((site, id_), "")) for site in option["sites"] for id_ in ids]
            self._same(f"{where}options.{option['id']}.hurdles", told, sorted(wanted), "those of its sites")

    def _answer(self, site: str, hurdle: str, rows: dict[str, dict[str, str]] | None, *, public: bool) -> str | None:
        """What the kept files say of a hurdle at a site; None where that cannot be told from them plainly."""
        test = word((rows or {}).get(hurdle, {}).get("test", "evidence")) if rows is not None else None
        if test == "rating":
            return self._rated(site, (rows or {})[hurdle])
        text = self._text(f"options/{self._place}/evidence.csv")
        if test != "evidence" or not text:
            return None
        held = [
            row for row in csv.DictReader(io.StringIO(text.lstrip("\ufeff"), newline="")) if row.get("site") == site
        ]
        held = [row for row in held if row.get("item") == hurdle and not (public and row.get("public") != "yes")]
        newest = max(held, key=lambda row: (row.get("as_at") or "", row.get("source") or ""), default=None)
        return "not known" if newest is None else str(newest.get("value"))

    def _rated(self, site: str, hurdle: dict[str, str]) -> str | None:
        rows = self._rows(f"options/{self._place}/sites.yaml", "sites") or {}
        if site not in rows:
            return None
        told = rows[site].get("ratings", "[]").strip()
        ratings = [] if told in ("", "[]") else plain_list(rows[site]["ratings"])
        fails = re.fullmatch(r"\[([^\[\]]*)\]", hurdle.get("fails", "[]").strip())
        dated = [(word(one.get("date", "")), word(one.get("rating", ""))) for one in ratings or ()]
        if ratings is None or fails is None or any(date_ is None or not rating for date_, rating in dated):
            return None
        as_at = self.findings["inputs"]["as_at"]
        newest = max(((date_ or "", rating or "") for date_, rating in dated if (date_ or "") <= as_at), default=None)
        if newest is None:
            return "not known"
        return "fails" if newest[1] in [word(each) for each in fails[1].split(",")] else "meets"

    def _check_shown(self, public: Content) -> None:
        """Hold options and sites of the public part against the findings: only what is not approached is another."""
        hidden = self._hidden()
        for many, names in (("options", ("sites", "list", "name")), ("sites", ("provider", "standing", "name"))):
            own = {row["id"]: row for row in self.findings[many]}
            unnamed = {id_ for id_, row in own.items() if ({id_} | set(row.get("sites", ()))) & hidden}
            told = {row["id"]: row for row in public[many]}
            if len(told) < len(public[many]) or len(told.keys() - (own.keys() - unnamed)) > len(unnamed):
                self._say(f"public.{many}", "there are more than the findings hold")
            for id_ in sorted(own.keys() - unnamed):
                if id_ not in told:
                    self._say(f"public.{many}.{id_}", "it is left out, though every site of it was approached")
                    continue
                for name in names:
                    self._same(
                        f"public.{many}.{id_}.{name}", told[id_][name], own[id_][name], "the findings themselves"
                    )
                if many == "options" and "withdrawn" in (told[id_]["status"], own[id_]["status"]):
                    self._same(f"public.options.{id_}.status", told[id_]["status"], own[id_]["status"])

    # -- options, sets and sites

    def _check_options(self, findings: Content, where: str, panel: dict[str, dict[str, SiteScore]]) -> None:
        rows = {row["id"]: row for row in findings["criteria"]}
        ranked = [option for option in findings["options"] if option["status"] == "ranked"]
        for option in findings["options"]:
            at = f"{where}options.{option['id']}"
            meets = all(result["result"] in MEETS for result in option["hurdles"])
            if option["status"] == "ranked":
                if not meets:
                    self._say(at, "it is ranked and does not meet every hurdle")
                self._check_set(at, option, option["sites"], rows, panel)
            elif (
                option["total"] is not None or option["rank"] is not None or (option["status"] != "withdrawn" and meets)
            ):
                self._say(
                    at, f"it is {option['status']}, which does not follow from its hurdles, or has a total all the same"
                )
        for number, chosen in enumerate(findings["portfolios"]):
            self._check_set(f"{where}portfolios[{number}]", chosen, chosen["sites"], rows, panel)
        for site in findings["sites"]:
            if site["alone"] is not None and site["alone"].get("total"):
                beds = {site["id"]: site["alone"]["beds"]}
                self._check_set(f"{where}sites.{site['id']}.alone", site["alone"], beds, rows, panel)
        self._check_ranks(findings, where, ranked)
        if not where:
            self.counts.update(options=len(ranked), sets=len(findings["portfolios"]), sites=len(findings["sites"]))

    def _check_set(
        self,
        at: str,
        told: Content,
        beds: dict[str, int],
        rows: dict[str, Content],
        panel: dict[str, dict[str, SiteScore]],
    ) -> None:
        """One option, set or site: performance on panel criteria, value scores, weighted scores, total."""
        lows, highs = [], []
        for id_, row in rows.items():
            performance = told["performance"][id_]
            if id_ in panel:
                expected = panel_performance(beds, panel[id_], row["combine"], _ends(row))
                for name in ("low", "value", "high"):
                    self._near(f"{at}.performance.{id_}.{name}", performance[name], getattr(expected, name))
            is_known = performance["value"] is not None
            ends = [performance["value"]] * 2 if is_known else [performance["low"], performance["high"]]
            scores = sorted(value_score(end, row["anchors"]) for end in ends)
            stated, room = told["value_scores"][id_], NEAR + _slope(row["anchors"]) * NEAR
            self._near(f"{at}.value_scores.{id_}", stated, {"low": scores[0], "high": scores[1]}, room)
            weight = self._weights.get(id_, self.findings["weights"][id_])
            lows.append(weight * stated["low"])
            highs.append(weight * stated["high"])
            if "weighted_scores" in told:
                here = {"low": lows[-1], "high": highs[-1]}
                self._near(f"{at}.weighted_scores.{id_}", told["weighted_scores"][id_], here, self._room)
        low, high = math.fsum(lows), math.fsum(highs)
        known = all(told["performance"][id_]["value"] is not None for id_ in rows)
        self._near(
            f"{at}.total", told["total"], {"low": low, "value": low if known else None, "high": high}, 2 * self._room
        )

    def _check_ranks(self, findings: Content, where: str, ranked: list[Content]) -> None:
        totals = [(option["total"]["low"], option["total"]["high"]) for option in ranked]
        for option, (low, high) in zip(ranked, ranks(totals)):
            self._same(f"{where}options.{option['id']}.rank", option["rank"], {"low": low, "high": high})
            mine, tied = option["total"]["value"], []
            if mine is not None:
                values = [(other["id"], other["total"]["value"]) for other in ranked if other is not option]
                tied = [id_ for id_, value in values if value is not None and abs(value - mine) <= TIE]
            self._same(f"{where}options.{option['id']}.tied_with", option["tied_with"], tied)
        self._same(f"{where}ranking", findings["ranking"], [ranked[at]["id"] for at in _order(totals)])
        weights = self._weights
        left = {id_: {**weights, id_: 0.0} for id_ in weights if math.fsum(weights.values()) > weights[id_]}
        others = {"by_person": self._people, "by_group": self._groups, "without_criterion": left}
        for name, by in others.items():
            told = findings["robustness"][name]
            self._same(f"{where}robustness.{name}", sorted(told), sorted(by))
            for who in told.keys() & by.keys():
                self._check_ranking(f"{where}robustness.{name}.{who}", told[who], by[who], ranked)

    def _check_ranking(
        self, at: str, told: list[Content], weights: Shares, ranked: list[Content], values: list[Content] | None = None
    ) -> list[Ends]:
        """A ranking at other weights, which here are made to sum to one, or at other value scores; its totals."""
        total = math.fsum(weights.values())
        totals: list[Ends] = []
        for scores in values or [option["value_scores"] for option in ranked]:
            low, high = (
                math.fsum(weight / total * scores[id_][end] for id_, weight in weights.items())
                for end in ("low", "high")
            )
            totals.append((low, high))
        self._same(at, [row["option"] for row in told], [option["id"] for option in ranked])
        for row, option, (low, high), (best, worst) in zip(told, ranked, totals, ranks(totals)):
            stated = row["total"]["value"]
            is_one = stated is not None or (values is None and option["total"]["value"] is not None)
            expected = {"low": low, "value": (low + high) / 2 if is_one else None, "high": high}
            self._near(f"{at}.{row['option']}.total", row["total"], expected, 2 * self._room)
            if stated is not None and high - low > TIE:
                self._say(f"{at}.{row['option']}.total.value", "it has a value, though not all of it is known")
            self._same(f"{at}.{row['option']}.rank", row["rank"], {"low": best, "high": worst})
        return totals

    # -- what it would be otherwise

    def _check_otherwise(self, findings: Content, where: str) -> None:
        """The rankings if groups or people counted alike, and without each person's weights and scores."""
        ranked = [option for option in findings["options"] if option["status"] == "ranked"]
        told = findings["robustness"]
        alike = {"groups": _mean(list(self._groups.values())), "people": _mean(list(self._people.values()))}
        self._same(f"{where}robustness.equal_group_weights", [row["by"] for row in told["equal_group_weights"]],
                   list(alike))  # fmt: skip
        for row in told["equal_group_weights"]:
            at = f"{where}robustness.equal_group_weights.{row['by']}"
            if row["by"] in alike:
                self._near(f"{at}.weights", row["weights"], alike[row["by"]], self._room)
                totals = self._check_ranking(at, row["ranking"], alike[row["by"]], ranked)
                self._same(f"{at}.moved", row["moved"], _moved(ranked, totals))
        if not where:
            scorers = {entry["person"] for entry in self._of("score")}
            self._same("robustness.without_person", sorted(told["without_person"]), sorted(scorers | set(self._people)))
        own = {site["id"] for site in self.findings["sites"]} - (self._hidden() if where else set())
        if any(not own.issuperset(option["sites"]) for option in ranked):
            self.taken.append(f"{where}robustness.without_person, because sites in it have no id of their own")
            return
        if where:
            self._same(f"{where}robustness.without_person", sorted(told["without_person"]),
                       sorted(self.findings["robustness"]["without_person"]))  # fmt: skip
        for person, row in told["without_person"].items():
            self._check_without(f"{where}robustness.without_person.{person}", row, person, ranked)

    def _check_without(self, at: str, told: Content, person: str, ranked: list[Content]) -> None:
        others = {who: shares for who, shares in self._people.items() if who != person}
        group_of = {member["person"]: member["group"] for member in self.findings["context"]["panel"]}
        stated = {group["id"]: group["weight"] for group in self.findings["context"]["groups"]}
        weights, why = self._weights, None
        if person in self._people:
            present = sorted({group_of[who] for who in others})
            if not others:
                why = "nobody else gave weights"
            elif not any(stated[group] > 0 for group in present):
                why = "no other group counts"
            else:
                means = {g: _mean([shares for who, shares in others.items() if group_of[who] == g]) for g in present}
                whole = math.fsum(stated[group] for group in present)
                weights = {id_: math.fsum(stated[g] * means[g][id_] for g in present) / whole for id_ in self._weights}
        self._same(f"{at}.not_possible", told["not_possible"], why)
        if why is not None or told["not_possible"] is not None:
            return
        panel, rows = self._site_scores(without=person), {row["id"]: row for row in self.findings["criteria"]}
        values: list[Content] = []
        for option in ranked:
            values.append(dict(option["value_scores"]))
            for id_, sites in panel.items():
                row = rows[id_]
                found = panel_performance(option["sites"], sites, row["combine"], _ends(row))
                ends = [found.low, found.high] if found.value is None else [found.value] * 2
                low, high = sorted(value_score(end, row["anchors"]) for end in ends)
                values[-1][id_] = {"low": low, "high": high}
        totals = self._check_ranking(at, told["ranking"], weights, ranked, values)
        self._same(f"{at}.moved", told["moved"], _moved(ranked, totals))
        order = _order(totals)
        self._same(f"{at}.leader", told["leader"], ranked[order[0]]["id"] if order else None)
        now = [(option["total"]["low"], option["total"]["high"]) for option in ranked]
        change: float | None = None
        if order:
            first = _order(now)[0]
            if all(high - low <= TIE for low, high in (now[first], totals[first])):
                change = totals[first][0] - now[first][0]
        room = 4 * self._room
        if (told["change_of_total"] is None) != (change is None) or change is not None:
            self._near(f"{at}.change_of_total", told["change_of_total"], change, room)
        largest = max((abs(a - b) for one, other in zip(totals, now) for a, b in zip(one, other)), default=None)
        self._near(f"{at}.influence", told["influence"], largest, room)

    def _check_public(self, public: Content) -> None:
        """What the public part says of an option that it names has to hold what the findings say of it."""
        own = {option["id"]: option for option in self.findings["options"]}
        for option in public["options"]:
            mine = own.get(option["id"])
            if mine is None or not option["value_scores"] or not mine["value_scores"]:
                continue
            for id_, told in option["value_scores"].items():
                within = mine["value_scores"][id_]
                if told["low"] > within["low"] + NEAR or told["high"] < within["high"] - NEAR:
                    self._say(
                        f"public.options.{option['id']}.value_scores.{id_}", "it does not hold the value score itself"
                    )

    # -- holding one against the other

    def _of(self, kind: str) -> list[Known]:
        return [entry for entry in self._current if entry["kind"] == kind]

    def _text(self, path: str) -> str:
        return self._files.get(path, b"").decode("utf-8", "replace")

    def _say(self, path: str, what: str) -> None:
        self.problems.append(f"{path}: {what}")

    def _same(self, path: str, stated: Any, expected: Any, what: str = "") -> None:
        if stated != expected:
            against = f", against {what}" if what else ""
            self._say(path, f"the findings say {_short(stated)}, here it is {_short(expected)}{against}")

    def _near(self, path: str, stated: Any, expected: Any, room: float = NEAR) -> None:
        """Note a figure that is not the same here, or one of several by their names."""
        if isinstance(stated, dict) and isinstance(expected, dict) and stated.keys() == expected.keys():
            for key, part in expected.items():
                self._near(f"{path}.{key}", stated[key], part, room)
            return
        both = (stated, expected)
        are_numbers = all(isinstance(one, (int, float)) and not isinstance(one, bool) for one in both)
        is_near = are_numbers and abs(stated - expected) <= room * max(1.0, abs(expected) / 100)
        if not is_near and not (not are_numbers and stated == expected):
            self._say(path, f"the findings say {_short(stated)}, here it is {_short(expected)}")


def _order(totals: list[Ends]) -> list[int]:
    """The order in which options are listed: those whose total is known first."""
    return sorted(
        range(len(totals)), key=lambda at: (totals[at][1] - totals[at][0] > TIE, -round(totals[at][1], 9), at)
    )


def _moved(ranked: list[Content], totals: list[Ends]) -> list[str]:
    """The options whose rank at other totals is not the one that they have."""
    found = zip(ranked, ranks(totals))
    return [option["id"] for option, (low, high) in found if option["rank"] != {"low": low, "high": high}]


def _mean(many: list[Shares]) -> Shares:
    return {id_: math.fsum(shares[id_] for shares in many) / len(many) for id_ in many[0]} if many else {}


def _current(entries: list[Known]) -> list[Known]:
    """The entries that no later one replaced: by kind, person, and the question that they answer."""
    parts = {"weights": ("way",), "score": ("site", "criterion"), "interest": ("provider", "site")}
    kept: dict[tuple[str, ...], Known] = {}
    for entry in entries:
        said = entry["content"]
        if entry["kind"] == "moderation":
            kept["moderation", said["site"], said["criterion"]] = entry
        elif entry["kind"] in parts:
            kept[(entry["kind"], entry["person"], *(str(said[part]) for part in parts[entry["kind"]]))] = entry
    return list(kept.values())


NUMBER = re.compile(r"[-+]?[0-9][0-9_]*(\.[0-9]*)?([eE][-+]?[0-9]+)?")


def listed(text: str, section: str, key: str, of: str, *, optional: bool = False) -> dict[str, str] | None:
    r"""Two keys of each item of a list at the top of a YAML file; None where its lines are not plain enough to tell.

    >>> listed("panel:\n  - {person: p01, group: residents}\nbeds: 5\n", "panel", "person", "group")
    {'p01': 'residents'}
    """
    told: dict[str, str] = {}
    items = items_of(text, section)
    for item in items or ():
        name, said = word(item.get(key, "")), word(item[of]) if of in item else "" if optional else None
        if name is None or said is None:
            return None
        told[name] = said
    return None if items is None else told


def items_of(text: str, section: str) -> list[dict[str, str]] | None:
    """The items of a list at the top of a YAML file, each as its keys and the text after them."""
    found = re.findall(
        rf"^{section}:[ \t]*(?:#.*)?\n((?:[ \t-].*(?:\n|\Z)|#.*\n|\n)*)", text.replace("\r\n", "\n"), re.MULTILINE
    )
    return plain_list(found[0]) if len(found) == 1 else None


def plain_list(body: str) -> list[dict[str, str]] | None:
    """The items of a YAML list of mappings; None where its lines are not plain enough to tell."""
    items: list[list[str]] = []
    deep = -1
    for line in filter(str.strip, map(_uncommented, body.split("\n"))):
        indented = len(line) - len(line.lstrip(" "))
        deep = indented if deep < 0 else deep
        is_first = indented == deep
        if indented < deep or line[indented] == "\t" or (is_first and not line[indented:].startswith("- ")):
            return None
        if is_first:
            items.append([])
        items[-1].append(f"{' ' * indented} {line[indented + 1 :]}" if is_first else line)
    found = [fields_of("\n".join(item)) for item in items]
    told = [item for item in found if item is not None]
    return told if told and len(told) == len(found) else None


def fields_of(block: str) -> dict[str, str] | None:
    """The keys of a YAML mapping, in braces or by its lines, with the text after each; None where it is not plain."""
    if block.lstrip().startswith("{"):
        parts = _parts(block.strip())
    else:
        lines = list(filter(str.strip, map(_uncommented, block.split("\n"))))
        deep = min((len(line) - len(line.lstrip(" ")) for line in lines[:1]), default=0)
        parts = []
        for line in lines:
            if line[:deep].strip():
                return None
            if line[deep : deep + 1] == " " or (parts and line[deep : deep + 2] == "- "):
                parts[-1] += f"\n{line}"
            else:
                parts.append(line[deep:])
    told: dict[str, str] = {}
    for part in parts or ():
        found = re.match(r"\s*[\"']?([\w./-]+)[\"']?\s*:(?:\s|$)", part)
        if found is None or found[1] in told:
            return None
        told[found[1]] = part[found.end() :].rstrip() if part[found.end() - 1] != "\n" else part[found.end() - 1 :]
    return told if parts else None


def _parts(text: str) -> list[str] | None:
    """What stands between the commas of a mapping in braces; None where its braces or quotes do not close."""
    parts, depth, quote = [""], 0, ""
    for at, letter in enumerate(text):
        before = text[at - 1] if at else " "
        if depth == 0 and at:
            return None
        if quote:
            quote = "" if letter == quote and before != "\\" else quote
        elif letter in "\"'" and before in " \t\n[{,:":
            quote = letter
        elif letter in "{[":
            depth += 1
            if depth == 1:
                continue
        elif letter in "}]":
            depth -= 1
            if depth == 0:
                continue
        if letter == "," and depth == 1 and not quote:
            parts.append("")
        else:
            parts[-1] += letter
    return [part for part in parts if part.strip()] if not depth and not quote else None


def _uncommented(line: str) -> str:
    quote = ""
    for at, letter in enumerate(line):
        before = line[at - 1] if at else " "
        if quote:
            quote = "" if letter == quote and before != "\\" else quote
        elif letter in "\"'" and before in " \t[{,:":
            quote = letter
        elif letter == "#" and before in " \t":
            return line[:at].rstrip()
    return line.rstrip()


def word(text: str) -> str | None:
    """A plain YAML scalar, in quotes or without; None where it is none, or not plain.

    >>> word(" 'not approached' "), word("harbour"), word("*anchor"), word("")
    ('not approached', 'harbour', None, None)
    """
    text = text.strip()
    quoted = re.fullmatch(r"\"([^\"\\\n]*)\"|'([^'\n]*)'", text)
    if quoted:
        return quoted[1] if quoted[1] is not None else quoted[2]
    return text if re.fullmatch(r"[^\s&*!|>%@`{}\[\]\"'#,:?][^\n{}\[\]#]*", text) and ": " not in text else None


def _ends(row: Content) -> Ends:
    performances = [float(at) for at, _ in row["anchors"]]
    return min(performances), max(performances)


def _over(id_: str, above: dict[str, Any]) -> set[str]:
    """The branches that a criterion stands under, near and far."""
    found: set[str] = set()
    at = above.get(id_)
    while at:
        found.add(at)
        at = above.get(at)
    return found


def _short(value: object) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 90 else f"{text[:87]}..."


# ---- The files of a pack: runs, inputs, papers, and their description ------------------------------------------------

DESCRIPTION, README = "ro-crate-metadata.json", "README.txt"
MARK = re.compile(r'<meta name="appraisal" content="([a-z-]+) run ([0-9a-f]{12})"')
KEPT = re.compile(r"runs/([^/]+)/([0-9a-f]{12})/papers/([0-9a-f]{64})\.[a-z]+")
MOST_SHOWN = 12


@dataclass
class Found:
    """What was found of what rests on the record: whether it agrees, and how much of it was there to be checked."""

    agrees: bool = True
    runs: int = 0
    made_again: int = 0
    not_here: int = 0

    @property
    def answer(self) -> str:
        """The last sentence of an answer."""
        if not self.agrees:
            return "It does not agree."
        if self.made_again == self.runs and not self.not_here:
            return "It agrees."
        told = f"{self.made_again} of {self.runs} runs were made again"
        files = "file that the record names is" if self.not_here == 1 else "files that the record names are"
        return f"It agrees as far as it could be checked: {told}, and {self.not_here} {files} not here."

    @property
    def code(self) -> int:
        """The exit code: 0 where all agrees, 1 where something does not, 3 where not all was there."""
        return 1 if not self.agrees else 0 if self.answer == "It agrees." else 3


def check_runs(path: Path, say: Callable[[str], None]) -> Found:
    """Check everything in a pack that rests on the record: each run, its inputs, papers, and the list of files."""
    pack = pack_at(path)
    if pack is None:
        return Found()
    entries: list[Known] = []
    walk_of(path, seen=entries.append)
    runs = {(e["place"], e["content"]["run"]): e for e in entries if e["kind"] == "run"}
    if DESCRIPTION not in pack.names and not any(name.startswith("runs/") for name in pack.names):
        say(f"ONLY THE RECORD WAS CHECKED: there is no {DESCRIPTION} and no run, so this is no whole pack.")
        return Found(runs=len(runs), not_here=len(runs))
    missing = missing_in(pack.read(README)) if README in pack.names else set()
    found, taken, not_held = Found(runs=len(runs)), [], Names()
    for (place, run), entry in runs.items():
        try:
            told = _check_run(pack, entry, entries, missing, not_held)
        except (ArithmeticError, AttributeError, LookupError, RuntimeError, TypeError, ValueError) as error:
            told = OfRun("its entry cannot be read.", [f"{type(error).__name__}: {error}"])
        say(f"Run {run} of {place}, entry {entry['number']}: {told.said}")
        found.agrees = _say_problems(told.problems, say) and found.agrees
        found.made_again += told.is_made_again
        found.not_here += len(told.not_here)
        taken += told.taken
    of_issued, gone = _check_issued(pack, entries, missing)
    problems = [*_strays(pack, runs), *of_issued, *_check_papers(pack, runs), *_check_books(pack, runs)]
    found.agrees = _say_problems([*problems, *_check_list(pack)], say) and found.agrees
    found.not_here += len(gone)
    for name in gone:
        say(f"Not checked, because it is not here and {README} says so: {name}, which was issued.")
    if taken:
        say(f"Taken as the findings state them: {'; '.join(sorted(set(taken)))}.")
    say(NOT_HERE)
    if not_held.told:
        say(f"So nothing here was held against these parts of findings.json: {not_held}.")
    if any(name.endswith(".xlsx") for name in pack.papers()):
        say(f"Of workbooks only the receipt and the sheets {', '.join(SHEETS)} were read.")
    return found


def missing_in(readme: bytes) -> set[str]:
    """What a README names as missing: a line of its own for each, two spaces and the name, under its heading."""
    lines = iter(readme.decode("utf-8", "replace").splitlines())
    for line in lines:
        if line == "WHAT IS NOT IN IT":
            break
    named = set()
    for line in lines:
        if line and not line.startswith("  "):
            break
        if line[2:3].strip():
            named.add(line[2:])
    return named


HELD = {
    "": ("fingerprint", "run", "place", "public", "ranking", "criteria_order", "weights", "weights_by_branch"),
    "ballots": ("asked_again", "by_group", "by_person", "interests", "scores", "way"),
    "context": ("groups", "hurdles", "panel"),
    "criteria": ("anchors", "combine", "id", "panel", "regime"),
    "inputs": ("as_at", "files"),
    "options": (
        *("hurdles", "id", "list", "name", "performance", "rank", "sites", "status", "tied_with", "total"),
        *("value_scores", "weighted_scores"),
    ),
    "panel": ("conflicted_scores",),
    "portfolios": ("performance", "total", "value_scores", "weighted_scores"),
    "robustness": ("by_group", "by_person", "equal_group_weights", "without_criterion", "without_person"),
    "sites": ("alone", "hurdles", "id", "provider", "standing", "status"),
}
"""The keys of findings that are held against something, at least in part; every other is named in the answer."""


class Names:
    """The keys of findings that nothing was held against: key -> keys under it, or none for the whole of it."""

    def __init__(self) -> None:
        self.told: dict[str, set[str]] = {}

    def add(self, findings: Content) -> None:
        """Note the keys of some findings that are not among those held."""
        for key, part in findings.items():
            if key in HELD[""]:
                continue
            rows = part if isinstance(part, list) else [part]
            inside = {name for row in rows if isinstance(row, dict) for name in row} if key in HELD else set()
            if key not in HELD or inside - set(HELD[key]):
                self.told.setdefault(key, set()).update(inside - set(HELD.get(key, ())))

    def __str__(self) -> str:
        parts = [f"{key} ({', '.join(sorted(under))})" if under else key for key, under in sorted(self.told.items())]
        return ", ".join(parts)


@dataclass
class OfRun:
    """What was found of a run: in words, what does not agree, what was taken as stated, and what is not here."""

    said: str
    problems: list[str]
    taken: list[str] = field(default_factory=list)
    not_here: list[str] = field(default_factory=list)
    is_made_again: bool = False


def _say_problems(problems: list[str], say: Callable[[str], None]) -> bool:
    for problem in problems[:MOST_SHOWN]:
        say(f"  {problem}.")
    if len(problems) > MOST_SHOWN:
        say(f"  And {len(problems) - MOST_SHOWN} more.")
    return not problems


def _check_run(pack: Pack, entry: Known, entries: list[Known], missing: set[str], not_held: Names) -> OfRun:
    said, place, problems = entry["content"], entry["place"], []
    home = f"runs/{place}/{said['run']}"
    read = int(said["read_entries"])
    if read >= entry["number"] or (entries[read - 1]["hash"] if read else FIRST_PREVIOUS) != said["read_head"]:
        problems.append(f"Entry {entry['number']}: it says that it read {read} entries, whose last has another hash")
    if f"{home}/findings.json" not in pack.names:
        if f"{home}/findings.json" not in missing:
            problems.append(f"{home}/findings.json: it is not here, and {README} does not say that it is missing")
        gone = [f"{home}/findings.json"]
        return OfRun("its findings are not here, so nothing of it could be made again.", problems, not_here=gone)
    try:
        findings = read_findings(pack.read(f"{home}/findings.json"))
    except NotSoundError as error:
        return OfRun("its findings cannot be relied on.", [*problems, f"{home}/findings.json: {error}"])
    not_held.add(findings)
    stated = {"fingerprint": findings["fingerprint"], "run": findings["run"], "as_at": findings["inputs"]["as_at"]}
    problems += [
        f"{home}/findings.json: its {name} is {_short(value)}, and entry {entry['number']} names {_short(said[name])}"
        for name, value in stated.items()
        if value != said[name]
    ]
    if findings["place"] != place:
        problems.append(f"{home}/findings.json: it is of {_short(findings['place'])}, and its entry of {place}")
    files, of_files = _inputs(pack, home, findings["inputs"]["files"], missing)
    recomputed = Recomputed(findings, [e for e in entries[:read] if e["place"] == place], files)
    try:
        recomputed.check()
    except (ArithmeticError, AttributeError, LookupError, RuntimeError, TypeError, ValueError, csv.Error) as error:
        recomputed.problems.append(f"they could not be made again to the end ({type(error).__name__}: {error})")
    counted = ", ".join(f"{count} {what}" for what, count in recomputed.counts.items())
    named = len(findings["inputs"]["files"])
    inputs = f"{named} inputs" if len(files) == named else f"{len(files)} of {named} inputs, the others are not here"
    told = f"its fingerprint is that of its findings; {inputs}. Made again from the record: {counted}."
    problems += [*of_files, *(f"{home}/findings.json, {problem}" for problem in recomputed.problems)]
    gone = [f"{home}/inputs/{path}" for path in findings["inputs"]["files"] if path not in files]
    return OfRun(told if not problems else "it does not agree.", problems, recomputed.taken, gone, not gone)


def _inputs(pack: Pack, home: str, files: dict[str, str], missing: set[str]) -> tuple[dict[str, bytes], list[str]]:
    """The files that a run read, by their paths, and those of them that are not what its findings name."""
    found, problems = {}, []
    for path, hash_ in sorted(files.items()):
        name = f"{home}/inputs/{path}"
        if name not in pack.names:
            problems += (
                [] if name in missing else [f"{name}: it is not here, and {README} does not say that it is missing"]
            )
            continue
        found[path] = pack.read(name)
        if hashlib.sha256(found[path]).hexdigest() != hash_:
            problems.append(f"{name}: it is not the file that the run read: its hash is another")
    extra = [name for name in pack.names if name.startswith(f"{home}/inputs/")]
    problems += [f"{name}: the run read no such file" for name in extra if name[len(home) + 8 :] not in files]
    return found, problems


def _strays(pack: Pack, runs: dict[tuple[str, str], Known]) -> list[str]:
    homes = {"/".join(name.split("/")[:3]) for name in pack.names if name.startswith("runs/")}
    known = {f"runs/{place}/{run}" for place, run in runs}
    return [f"{home}: no entry of the record is of such a run" for home in sorted(homes - known)]


def _check_issued(pack: Pack, entries: list[Known], missing: set[str]) -> tuple[list[str], list[str]]:
    """Whether every paper that an entry says was issued is here as it was; and those that are named as missing."""
    problems, gone = [], []
    for entry in entries:
        if entry["kind"] != "paper":
            continue
        said = entry["content"]
        suffix = ".xlsx" if str(said.get("file", "")).endswith(".xlsx") else ".html"
        name = f"runs/{entry['place']}/{said.get('run')}/papers/{said.get('file_hash')}{suffix}"
        if name in pack.names:
            continue
        if name in missing:
            gone.append(name)
        else:
            problems.append(f"Entry {entry['number']}: the paper that it says was issued is not here: {name}")
    return problems, sorted(set(gone))


def _check_papers(pack: Pack, runs: dict[tuple[str, str], Known]) -> list[str]:
    """Papers by the hash in their names, the run that made them, and the entry that their receipt is of."""
    problems = []
    numbers = {run: entry["number"] for (_, run), entry in runs.items()}
    hashes = {kept[3] for kept in map(KEPT.fullmatch, pack.papers()) if kept}
    for name in pack.papers():
        data, kept = pack.read(name), KEPT.fullmatch(name)
        if kept and hashlib.sha256(data).hexdigest() != kept[3]:
            problems.append(f"{name}: its hash is not the one in its name, so it was changed after it was kept")
        if name.endswith(".html") and hashlib.sha256(data).hexdigest() not in hashes:
            problems.append(f"{name}: no kept paper of a run is the same, so it was changed after it was written")
        mark = MARK.search(data.decode("utf-8", "replace")) if name.endswith(".html") else None
        if name.endswith(".html") and mark is None:
            problems.append(f"{name}: it does not say which run made it")
        if mark is None:
            continue
        if mark[2] not in numbers or (kept and kept[2] != mark[2]):
            problems.append(f"{name}: it says that run {mark[2]} made it, which the record does not bear out")
            continue
        receipt, number = receipt_of_paper(name, data), numbers[mark[2]]
        if receipt is None:  # papers did not always hold one; what is without is told beside the other receipts
            continue
        if mark[1] == "options" and receipt.entries != number:
            problems.append(f"{name}: its receipt is of entry {receipt.entries}, and its run's entry is {number}")
        elif receipt.entries < number:
            problems.append(f"{name}: its receipt is of entry {receipt.entries}, before its run's entry {number}")
    return problems


SHEETS = ("Check", "Totals and ranks", "Your totals")
BOOK_MARK = re.compile(r"\bworkbook-(public|full) run ([0-9a-f]{12})\b")
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
OFFICE = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


def _check_books(pack: Pack, runs: dict[tuple[str, str], Known]) -> list[str]:
    """Workbooks by the run that made them, and their figures of the run by its findings."""
    from xml.etree import ElementTree

    problems = []
    places = {run: place for place, run in runs}
    for name in (name for name in pack.papers() if name.endswith(".xlsx")):
        try:
            with zipfile.ZipFile(io.BytesIO(pack.read(name))) as book:
                has_mark = "docProps/custom.xml" in book.namelist()
                mark = BOOK_MARK.search(book.read("docProps/custom.xml").decode("utf-8", "replace") if has_mark else "")
                sheets = [_sheet(book, sheet) for sheet in SHEETS]
        except (EOFError, LookupError, RuntimeError, ValueError, zipfile.BadZipFile, zlib.error,
                ElementTree.ParseError):  # fmt: skip
            problems.append(
                f"{name}: it cannot be read as a workbook of ours, which has the sheets {', '.join(SHEETS)}"
            )
            continue
        if mark is None or mark[2] not in places:
            problems.append(f"{name}: it does not say which run of the record made it")
            continue
        home = f"runs/{places[mark[2]]}/{mark[2]}"
        if f"{home}/findings.json" not in pack.names:
            continue
        try:
            findings = read_findings(pack.read(f"{home}/findings.json"))
            told = (findings["public"] or findings) if mark[1] == "public" else findings
            problems += [f"{name}, sheet {problem}" for problem in _of_sheets(told, *sheets)]
        except NotSoundError:
            continue  # told beside its run
        except (LookupError, TypeError, ValueError) as error:
            problems.append(f"{name}: its figures cannot be read ({type(error).__name__}: {error})")
    return problems


def _of_sheets(findings: Content, check: list[list[str]], totals: list[list[str]], yours: list[list[str]]) -> list[str]:
    """Where the figures on these sheets are not those of the findings; weights to try start as the agreed ones."""
    ranked = {row["id"]: row for row in findings["options"] if row["status"] == "ranked"}
    expected = {("weight", "", id_): (weight, weight) for id_, weight in findings["weights"].items()}
    keys = {"performance": "performance", "value score": "value_scores", "weighted score": "weighted_scores"}
    for id_, option in ranked.items():
        for what, key in keys.items():
            for criterion, told in option[key].items():
                value = told.get("value") if what == "performance" else None
                ends = (told["low"], told["high"]) if value is None else (value, value)
                expected[what, id_, criterion] = ends
        for what in ("total", "rank"):
            expected[what, id_, ""] = (option[what]["low"], option[what]["high"])
    problems, seen = [], set()
    for row in check[1:]:
        of, found = (row[0], row[1], row[2]), row[3:7]
        seen.add(of)
        wanted = expected.get(of, (math.nan, math.nan))
        if not all(_agree(text, figure) for text, figure in zip(found, wanted * 2)) or row[7:8] != ["agrees"]:
            problems.append(f"Check: {' '.join(of).strip()} is {_short(found)}, and the findings say {_short(wanted)}")
    problems += [f"Check: {' '.join(of).strip()} is left out" for of in expected.keys() - seen]
    if [row[0] for row in totals[1:]] != list(findings["ranking"]):
        problems.append("Totals and ranks: its options are not those of the findings, in their order")
    for row in totals[1:]:
        ends = (*expected.get(("total", row[0], ""), ()), *expected.get(("rank", row[0], ""), ()))
        same_name = row[0] in ranked and row[1] == ranked[row[0]]["name"]
        if len(ends) < 4 or not same_name or not all(_agree(text, to) for text, to in zip(row[2:6], ends)):
            problems.append(f"Totals and ranks: {row[0]} has {_short(row[1:6])}, and the findings say {_short(ends)}")
    for row in yours[1:]:
        ends = (*expected.get(("total", row[0], ""), ()), *expected.get(("rank", row[0], ""), ()))
        if len(ends) < 4 or not all(_agree(text, to) for text, to in zip(row[2:10], ends * 2)):
            problems.append(f"Your totals: {row[0]} has {_short(row[2:10])}, and the findings say {_short(ends)}")
    return sorted(problems)


def _agree(text: str, figure: float) -> bool:
    return abs(float(text or "nan") - figure) <= 1e-8 * max(1.0, abs(figure))


def _sheet(book: zipfile.ZipFile, name: str) -> list[list[str]]:
    """The rows of a sheet of a workbook, each as the texts of its cells from the first column on."""
    from xml.etree import ElementTree

    listed_ = ElementTree.fromstring(book.read("xl/workbook.xml")).iter(f"{MAIN}sheet")
    found = {sheet.get("name"): sheet.get(f"{OFFICE}id") for sheet in listed_}
    targets = {
        one.get("Id"): one.get("Target", "") for one in ElementTree.fromstring(book.read("xl/_rels/workbook.xml.rels"))
    }
    target = targets[found[name]].lstrip("/")
    sheet = ElementTree.fromstring(book.read(target if target.startswith("xl/") else f"xl/{target}"))
    has_shared = "xl/sharedStrings.xml" in book.namelist()
    shared = list(ElementTree.fromstring(book.read("xl/sharedStrings.xml"))) if has_shared else []
    rows: list[list[str]] = []
    for row in sheet.iter(f"{MAIN}row"):
        texts: list[str] = []
        for cell in row.iter(f"{MAIN}c"):
            column = 0
            for letter in re.sub(r"[^A-Z]", "", cell.get("r", "A")):
                column = column * 26 + ord(letter) - 64
            held = cell.findtext(f"{MAIN}v") or ""
            inline = cell.find(f"{MAIN}is")
            from_shared = "".join(shared[int(held)].itertext()) if cell.get("t") == "s" else held
            texts += [""] * min(column - len(texts), 100)
            texts[-1] = "".join(inline.itertext()) if inline is not None else from_shared
        rows.append(texts)
    return rows


def _check_list(pack: Pack) -> list[str]:
    """Whether the pack holds the files that its description lists, each as it is described, and no other."""
    if DESCRIPTION not in pack.names:
        return [f"{DESCRIPTION}: there is none, so nothing lists what has to be here"]
    try:
        graph = json.loads(pack.read(DESCRIPTION))["@graph"]
        told = {
            unquote(one["@id"]): (one["sha256"], int(one["contentSize"])) for one in graph if one["@type"] == "File"
        }
    except (AttributeError, LookupError, RecursionError, TypeError, ValueError):
        return [f"{DESCRIPTION}: it cannot be read as a description of files"]
    here = {name: pack.read(name) for name in pack.names if name != DESCRIPTION}
    problems = [
        f"{name}: it is described in {DESCRIPTION} and is not here" for name in sorted(told.keys() - here.keys())
    ]
    problems += [f"{name}: {DESCRIPTION} does not describe it" for name in sorted(here.keys() - told.keys())]
    return problems + [
        f"{name}: it is not the file that {DESCRIPTION} describes"
        for name in sorted(told.keys() & here.keys())
        if told[name] != (hashlib.sha256(here[name]).hexdigest(), len(here[name]))
    ]


# ---- The questions, and the answers in words -------------------------------------------------------------------------


def check_chain(path: Path, given: list[str], public_key: bytes | None, say: Callable[[str], None]) -> bool:
    """Check the chain of what there is at a path, and every receipt given or found in its papers."""
    receipts = [(f"the receipt {number} that you gave", _given_receipt(text)) for number, text in enumerate(given, 1)]
    pack = pack_at(path)
    found = [(name, receipt_of_paper(name, pack.read(name))) for name in pack.papers()] if pack else []
    receipts += [(name, receipt) for name, receipt in found if receipt is not None]
    published = read_hashes(pack.read(HASHES)) if pack and HASHES in pack.names else None
    hashes: dict[int, str] = {}
    chain = walk_of(
        path,
        [receipt.entries for _, receipt in receipts],
        lambda known: hashes.update({known["number"]: known["hash"]}) if published is not None else None,
    )
    if not chain.entries and chain.first_bad is None and not receipts:
        raise CannotReadError("It holds no entry, so there is nothing to check.")
    problems = [f"Entry {chain.first_bad}: {chain.problem}."] if chain.first_bad is not None else []
    told = [
        receipt_problem(receipt, chain) or _signature_problem(receipt, public_key, at < len(given))
        for at, (_, receipt) in enumerate(receipts)
    ]
    for (name, _), problem in zip(receipts, told):
        problems += [f"{name[:1].upper()}{name[1:]}: {problem}."] if problem else []
    if pack and published is None:
        problems.append(f"{HASHES}: there is none, and a pack has one.")
    elif published is not None and chain.first_bad is None and published != hashes:
        problems.append(f"{HASHES} is not the list of the record's hashes.")
    _say_chain(chain, problems, say)
    _say_receipts(chain, [(receipt, not problem) for (_, receipt), problem in zip(receipts, told)], len(given), say)
    _say_signatures(receipts, public_key, say)
    say("Whether what was entered was true, nothing here can show.")
    without = [name for name, receipt in found if receipt is None]
    if without:
        say(f"No receipt stands in: {', '.join(without)}.")
    return not problems


def check_mine(lines: bytes, hashes: bytes, say: Callable[[str], None]) -> bool:
    """Whether entries that somebody was handed stand in a published list of hashes as they were handed."""
    published = read_hashes(hashes)
    mine = io.BytesIO(lines).readlines()
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
            found = receipt_of_file(text.strip(), Path(text.strip()).read_bytes())
        except (OSError, ValueError):
            found = None
    if found is None:
        raise CannotReadError(f"'{text[:80]}' is neither a receipt nor a file that holds one.")
    return found


def _signature_problem(receipt: Receipt, public_key: bytes | None, is_given: bool) -> str:
    """Why a signature does not hold; that there is none is a problem of what was handed in to be checked with a key."""
    if receipt.is_cut:
        return "it ends in ', signed', and what follows is no signature, which has 128 hex digits"
    if public_key is None:
        return ""
    if receipt.signature is None:
        return "no signature stands in it, so the key shows nothing" if is_given else ""
    agrees = signature_agrees(public_key, receipt.signature, receipt.text.encode())
    return "" if agrees else "its signature is not that of this key over this text"


def _say_chain(chain: Chain, problems: list[str], say: Callable[[str], None]) -> None:
    if chain.first_bad is None:
        holds = f"{chain.entries} entries: each agrees with its hash and follows from the one before."
        say(holds if chain.entries else "0 entries: nothing stands in this record.")
    else:
        sound = {0: "No entry is sound.", 1: "Entry 1 is sound."}
        say(f"{chain.entries} entries. {sound.get(chain.sound_up_to, f'Entries 1 to {chain.sound_up_to} are sound.')}")
    for problem in problems:
        say(f"  {problem}")
    if chain.times_back:
        say(f"Times go back at {chain.times_back} of the entries: the clocks of two machines may differ.")


def _say_receipts(chain: Chain, receipts: list[tuple[Receipt, bool]], given: int, say: Callable[[str], None]) -> None:
    """How many receipts agree, and what the given ones, which stand first, cover."""
    agreeing = [agrees for _, agrees in receipts]
    if len(agreeing) > given:
        say(f"{sum(agreeing[given:])} of {len(agreeing) - given} receipts in its own papers agree.")
    newest = max((one.entries for one, agrees in receipts[:given] if agrees), default=0)
    if given:
        say(f"{sum(agreeing[:given])} of {given} receipts that you gave agree.")
    if newest:
        say(f"Entries 1 to {newest} are those that it was given for, if you had it from outside.")
    if not newest:
        none = "No receipt that you gave agrees" if given and not any(agreeing[:given]) else "No receipt from outside"
        say(f"{none}: whoever keeps the record could have written all of it anew.")
    elif newest < chain.entries:
        say(f"Entries {newest + 1} to {chain.entries} could have been written anew by whoever keeps the record.")


def _say_signatures(receipts: list[tuple[str, Receipt]], public_key: bytes | None, say: Callable[[str], None]) -> None:
    signed = sum(receipt.signature is not None for _, receipt in receipts)
    if signed:
        how = "checked with the key given" if public_key else "not checked, for want of --public-key"
        say(f"{signed} receipts are signed; {how}. A key that came with the files proves nothing.")
    unsigned = [name for name, receipt in receipts if receipt.signature is None]
    if public_key is not None and unsigned:
        say(f"No signature stands in: {', '.join(unsigned)}.")


def main(arguments: list[str] | None = None) -> int:
    """Answer on standard output; 0 where all agrees, 1 where something does not, 2 or 3 where not all can be read."""
    parser = argparse.ArgumentParser(description="Check a record of an appraisal: its chain, receipts and signatures.")
    parser.add_argument("what", nargs="?", type=Path, help="a pack (folder or zip), record.jsonl or ledger.sqlite3")
    parser.add_argument("--receipt", action="append", default=[], help="a receipt, or a paper that holds one")
    parser.add_argument("--public-key", type=Path, help="the key that receipts are signed with (Ed25519, PEM)")
    parser.add_argument("--mine", type=Path, help="your own entries, as record lines; with --hashes")
    parser.add_argument("--hashes", type=Path, help="the published list of hashes")
    given = parser.parse_args(arguments)
    is_of_mine = given.mine is not None
    others = (given.what, given.public_key, *given.receipt)
    if is_of_mine != (given.hashes is not None) or (any(others) if is_of_mine else given.what is None):
        parser.error("Give a pack or a record, with receipts and a key; or --mine and --hashes, and nothing else.")
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="backslashreplace")

    def say(text: str) -> None:
        sys.stdout.write(f"{text}\n")

    try:
        if given.mine is not None:
            found = Found(agrees=check_mine(given.mine.read_bytes(), given.hashes.read_bytes(), say))
        else:
            key = public_key_of(given.public_key.read_bytes()) if given.public_key else None
            agrees = check_chain(given.what, given.receipt, key, say)
            found = check_runs(given.what, say)
            found.agrees = found.agrees and agrees
    except (
        *(CannotReadError, EOFError, OSError, RuntimeError, UnicodeError),
        *(sqlite3.Error, zipfile.BadZipFile, zlib.error),
    ) as error:
        say(f"This cannot be read. {error}")
        return 2
    say(found.answer)
    return found.code


if __name__ == "__main__":
    sys.exit(main())
