"""What somebody with every right over a record can do to it, and how they make every later hash anew."""

from __future__ import annotations

import json
import random
import shutil
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from appraisal.model.canonical import canonical
from appraisal.model.entries import FIELDS, FIRST_PREVIOUS, Draft, entry_hash
from appraisal.records.ledger import open_ledger
from appraisal.records.record_lines import record_lines

Known = dict[str, Any]
TOLD = ("kind", "place", "person", "role", "entered_by", "route")
SCORES = ("0", "25", "50", "75", "100", "not known")


def small_record(folder: Path, entries: int) -> Path:
    """A ledger of interests, weights, scores and comments, entered a few at a time, with salts that do not vary."""
    path = folder / "ledger.sqlite3"
    drafts = [_draft(number) for number in range(entries)]
    with open_ledger(path, create=True) as ledger:
        for start in range(0, entries, 5):
            some = drafts[start : start + 5]
            salts = [f"{start + index:032x}" for index in range(len(some))]
            ledger.append(some, entered_at=f"2025-09-01T09:{start:02}:00.000000Z", salts=salts)
    return path


def known_of(path: Path) -> list[Known]:
    """Every field of every entry of a ledger."""
    with open_ledger(path) as ledger:
        return [entry.as_json() for entry in ledger.entries()]


def hashed_anew(entries: Sequence[Known]) -> list[Known]:
    """The same entries numbered, chained and hashed as if they had always been so."""
    previous, found = FIRST_PREVIOUS, []
    for number, entry in enumerate(entries, 1):
        known = {**entry, "number": number, "previous": previous}
        previous = entry_hash(known)
        found.append({**known, "hash": previous})
    return found


def write_lines(to: Path, entries: Sequence[Known]) -> Path:
    """Entries as a record of JSON lines."""
    to.write_bytes(b"".join(canonical(entry) + b"\n" for entry in entries))
    return to


def write_ledger(to: Path, like: Path, entries: Sequence[Known]) -> Path:
    """Entries as a ledger: a copy of one, whose guards are dropped and whose rows are replaced."""
    rows = [{**entry, "content": canonical(entry["content"]).decode()} for entry in entries]
    with closing(unguarded(Path(shutil.copy(like, to)))) as connection, connection:
        connection.execute("DELETE FROM entries")
        marks = ", ".join(f":{name}" for name in FIELDS)
        connection.executemany(f"INSERT INTO entries ({', '.join(FIELDS)}) VALUES ({marks})", rows)
    return to


def unguarded(path: Path) -> sqlite3.Connection:
    """A connection to a ledger whose guards were dropped."""
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA synchronous = OFF")
    for (name,) in list(connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")):
        connection.execute(f"DROP TRIGGER {name}")
    return connection


# Each takes entries and chance, and gives entries as they stand after it and the number of the first that it touched.


def rewrite(entries: list[Known], chance: random.Random) -> tuple[list[Known], int]:
    """Say something else in an entry: another answer, another person, another day."""
    at = chance.randrange(len(entries))
    changed = dict(entries[at])
    what = chance.choice(("content", "person", "role", "cast_on", "entered_at"))
    others = {
        "person": "p99",
        "role": "officers",
        "cast_on": "2024-01-01",
        "entered_at": "2024-01-01T00:00:00.000000Z",
        "content": {**changed["content"], "reason": f"Nobody said this ({chance.random()})."},
    }
    changed[what] = others[what]
    return [*entries[:at], changed, *entries[at + 1 :]], at + 1


def change_a_letter(entries: list[Known], chance: random.Random) -> tuple[list[Known], int]:
    """Change one letter of what somebody said."""
    at = chance.randrange(len(entries))
    reason = entries[at]["content"]["reason"]
    letter = chance.randrange(len(reason))
    other = chance.choice([one for one in "abcdefghijklmnop" if one != reason[letter]])
    content = {**entries[at]["content"], "reason": reason[:letter] + other + reason[letter + 1 :]}
    return [*entries[:at], {**entries[at], "content": content}, *entries[at + 1 :]], at + 1


def delete(entries: list[Known], chance: random.Random) -> tuple[list[Known], int]:
    """Take one entry out, but not the last, which would be a cut tail."""
    at = chance.randrange(len(entries) - 1)
    return [*entries[:at], *entries[at + 1 :]], at + 1


def swap(entries: list[Known], chance: random.Random) -> tuple[list[Known], int]:
    """Let two entries change places; each takes the other's number."""
    one, other = sorted(chance.sample(range(len(entries)), 2))
    found = list(entries)
    found[one] = {**entries[other], "number": one + 1}
    found[other] = {**entries[one], "number": other + 1}
    return found, one + 1


def cut(entries: list[Known], chance: random.Random) -> tuple[list[Known], int]:
    """Cut off the tail."""
    keep = chance.randrange(len(entries))
    return entries[:keep], keep + 1


def insert(entries: list[Known], chance: random.Random) -> tuple[list[Known], int]:
    """Put an entry between two others, and number those after it again."""
    at = chance.randrange(len(entries) - 1)
    forged = {**chance.choice(entries), "person": "p98", "salt": f"{chance.getrandbits(128):032x}"}
    forged["hash"] = entry_hash(forged)
    found = [*entries[:at], {**forged, "previous": "f" * 64}, *entries[at:]]
    return [{**entry, "number": number} for number, entry in enumerate(found, 1)], at + 1


Forgery = Callable[[list[Known], random.Random], tuple[list[Known], int]]
FORGERIES: dict[str, Forgery] = {
    "a byte of an entry": change_a_letter,
    "an entry rewritten": rewrite,
    "an entry deleted": delete,
    "two entries swapped": swap,
    "an entry inserted": insert,
    "the tail cut off": cut,
}


def change_a_byte_of_lines(path: Path, chance: random.Random) -> int:
    """Change any one byte of a record of JSON lines; the number of the line that held it."""
    data = bytearray(path.read_bytes())
    at = chance.randrange(len(data))
    data[at] = chance.choice([byte for byte in range(256) if byte != data[at]])
    number = path.read_bytes().count(b"\n", 0, at) + 1
    path.write_bytes(data)
    return number


def change_a_byte_of_a_row(path: Path, chance: random.Random) -> int:
    """Change any one byte of any field of any row of a ledger; the number of its entry."""
    with closing(unguarded(path)) as connection, connection:
        (count,) = connection.execute("SELECT count(*) FROM entries").fetchone()
        number, name = chance.randint(1, count), chance.choice([name for name in FIELDS if name != "number"])
        (text,) = connection.execute(f"SELECT {name} FROM entries WHERE number = ?", [number]).fetchone()
        data = bytearray((text or "x").encode())
        at = chance.randrange(len(data))
        data[at] = chance.choice([byte for byte in range(256) if byte != data[at]])
        change = f"UPDATE entries SET {name} = CAST(? AS TEXT) WHERE number = ?"
        connection.execute(change, [bytes(data), number])
    return number


def lines_of_ledger(path: Path, to: Path) -> Path:
    """The export of a ledger, as the product writes it."""
    with open_ledger(path) as ledger:
        to.write_bytes(b"".join(record_lines(ledger.entries())))
    return to


def _draft(number: int) -> Draft:
    person = f"p{number % 7 + 1:02}"
    kind = ("interest", "weights", "score", "score", "feedback")[number % 5]
    said: dict[str, Any] = {"reason": f"What they said, number {number} — “by bus”, \\ or not."}
    said |= {"answer": SCORES[number % 6], "site": "amber", "criterion": "clinical-fit"} if kind == "score" else {}
    said |= {"provider": "", "site": "", "managed": "none needed", "interest": "none"} if kind == "interest" else {}
    told = dict(zip(TOLD, (kind, "amber-vale", person, "residents", "p01", "file"), strict=True))
    return Draft(**told, content=json.loads(json.dumps(said)), cast_on="2025-08-30" if number % 2 else None)
