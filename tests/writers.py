"""Writers of a ledger, each a process of its own: killed at random moments, or all at once. Run as a program.

    python tests/writers.py killed ADDRESS KILLS SEED    one writer after the other, each killed in the middle
    python tests/writers.py together ADDRESS WRITERS ENTRIES
    python tests/writers.py undaunted ADDRESS            one that goes on where the server is killed

It forks, which a test process with threads must not.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
import traceback
from itertools import count
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).parents[1]))

from appraisal.errors import LedgerError
from appraisal.model.entries import Draft
from appraisal.records.ledger import open_ledger

NOW = "2025-09-01T09:30:00.000000Z"
LONGEST = 5  # entries of a batch
LONGEST_TOGETHER = 20  # where many wait for each other
DELAY_SECONDS = 0.03
CHECKED_EVERY = 10  # kills


def batch(name, size):
    """The drafts of a batch, each saying which of how many it is."""
    said = {"kind": "score", "place": "fulham", "person": "p07", "role": "residents", "entered_by": "p07"}
    contents = [{"batch": name, "at": str(at), "of": str(size), "reason": "x" * 300} for at in range(1, size + 1)]
    return [Draft(**said, route="command", content=content) for content in contents]


def problems_of(address, acknowledged, refused=()):
    """What a ledger does not keep of its promises, in words; and how many entries of each batch stand.

    Args:
        address: the ledger.
        acknowledged: batch -> (number of its first entry, its size, hash of its last), of those that were entered.
        refused: batches of which a writer was told that nothing was entered.
    """
    with open_ledger(address) as ledger:
        found = ledger.verify()
        entries = list(ledger.entries())
    said = [] if found.is_sound else [found.problem]
    if [entry.number for entry in entries] != list(range(1, found.entries + 1)):
        said.append("the numbers have gaps")
    stand = {}
    for entry in entries:
        stand.setdefault(entry.content["batch"], []).append(entry)
    for name, held in stand.items():
        parts = [(entry.content["at"], entry.number - held[0].number) for entry in held]
        if parts != [(str(at + 1), at) for at in range(int(held[0].content["of"]))]:
            said.append(f"of batch {name} stand {parts}")
    for name, (first, size, hash_) in acknowledged.items():
        held = stand.get(name, [])
        if len(held) != size or held[0].number != first or held[-1].hash != hash_:
            said.append(f"batch {name} was acknowledged, and of its {size} entries {len(held)} stand")
    said += [f"batch {name} was refused, and stands" for name in refused if name in stand]
    return said, stand


def killed(address, kills, seed):
    """Kill one writer after the other; each goes on from what the one before left."""
    chance = Random(seed)
    acknowledged, inside, problems = {}, [], []
    for kill in range(1, kills + 1):
        reading, pid = forked(lambda tell, kill=kill: write(address, f"w{kill}", Random(seed + kill), tell))
        told = reading.readline() + reading.readline()  # the first batch is entered, so the writer is at work
        time.sleep(chance.uniform(0, DELAY_SECONDS))
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        lines = [line.split() for line in (told + reading.read()).splitlines()]
        reading.close()
        acknowledged |= {name: (int(first), int(size), hash_) for _, name, first, size, hash_ in filter(is_ack, lines)}
        if not is_ack(lines[-1]):
            inside.append(lines[-1][1])
        if kill % CHECKED_EVERY == 0 or kill == kills:
            said, stand = problems_of(address, acknowledged)
            problems += [f"after {kill} kills: {one}" for one in said]
    told = {"kills": kills, "inside": len(inside), "inside_and_entered": len(stand.keys() & set(inside))}
    return told | {"acknowledged": len(acknowledged), "problems": problems}


def together(address, writers, entries):
    """Let several writers share out a number of entries, all at the same time."""
    share = entries // writers
    started = time.perf_counter()
    running = [forked(lambda tell, n=n: write(address, f"w{n}", Random(n), tell, share)) for n in range(1, writers + 1)]
    lines = [line.split() for reading, _ in running for line in reading.read().splitlines()]
    for reading, pid in running:
        reading.close()
        os.waitpid(pid, 0)
    seconds = time.perf_counter() - started
    acknowledged = {name: (int(first), int(size), hash_) for _, name, first, size, hash_ in filter(is_ack, lines)}
    problems, stand = problems_of(address, acknowledged)
    told = {"entries": sum(map(len, stand.values())), "acknowledged": sum(size for _, size, _ in acknowledged.values())}
    return told | {"problems": problems, "seconds": round(seconds, 1)}


def undaunted(address):
    """Write for ever; where a batch fails, say whether it is known that nothing was entered, and write the next."""
    chance = Random(1)
    with open_ledger(address, create=True) as ledger:
        for number in count(1):
            name = f"w{number}"
            try:
                entries = ledger.append(batch(name, chance.randint(1, LONGEST)), entered_at=NOW)
            except LedgerError as error:
                tell("unknown" if "It is not known" in str(error) else "refused", name)
                time.sleep(0.01)
            else:
                tell("entered", name, entries[0].number, len(entries), entries[-1].hash)


def write(address, writer, chance, tell, limit=None):
    """Append batches, and acknowledge each after it was entered; for ever, or up to a number of entries."""
    written = 0
    with open_ledger(address, create=True, wait_seconds=120) as ledger:
        for number in count(1):
            longest = LONGEST if limit is None else LONGEST_TOGETHER
            size = chance.randint(1, longest) if limit is None else min(chance.randint(1, longest), limit - written)
            if size == 0:
                return
            name = f"{writer}-{number}"
            drafts = batch(name, size)
            tell(f"begins {name}\n")
            entries = ledger.append(drafts, entered_at=NOW)
            tell(f"entered {name} {entries[0].number} {size} {entries[-1].hash}\n")
            written += size


def forked(work):
    """Start work in a process of its own; what it tells can be read here."""
    read_end, write_end = os.pipe()
    pid = os.fork()
    if pid:
        os.close(write_end)
        return os.fdopen(read_end, encoding="ascii"), pid
    os.close(read_end)
    try:
        work(lambda text: os.write(write_end, text.encode("ascii")))
    except BaseException:
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


def tell(*words):
    sys.stdout.write(" ".join(map(str, words)) + "\n")
    sys.stdout.flush()


def is_ack(words):
    return words[0] == "entered"


def main():
    what, address, *numbers = sys.argv[1:]
    address = address if address.startswith("postgresql:") else Path(address)
    told = {"killed": killed, "together": together, "undaunted": undaunted}[what](address, *map(int, numbers))
    tell(json.dumps(told))


if __name__ == "__main__":
    main()
