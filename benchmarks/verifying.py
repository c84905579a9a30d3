"""Times the ledger: entries appended by the thousand, the whole chain verified, every entry read, on both databases.

    python benchmarks/verifying.py            100,000 entries; verifying has a limit of 10 s
    python benchmarks/verifying.py --entries 20000

Machines are noisy, so read the ratios of one run, not a single time.
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from postgres import Server, why_none  # noqa: E402

from appraisal.model.entries import Draft  # noqa: E402
from appraisal.records.ledger import open_ledger  # noqa: E402

BATCH = 1000
SAID = {
    "site": "amber",
    "criterion": "clinical-fit",
    "answer": "75",
    "reason": "A nurse is there at night — we saw the rota, and the ward round comes twice a week.",
    "late": None,
}


def score(number: int) -> Draft:
    """A score with its reason, as most entries of a real record are."""
    person = f"p{number % 12 + 1:02}"
    said = {"kind": "score", "place": "fulham", "person": person, "role": "residents", "entered_by": person}
    return Draft(**said, route="file", content=SAID, cast_on="2025-08-30")


def measure(address: Path | str, entries: int) -> None:
    with open_ledger(address, create=True) as ledger:
        started = time.perf_counter()
        for first in range(0, entries, BATCH):
            drafts = [score(number) for number in range(first, min(first + BATCH, entries))]
            ledger.append(drafts, entered_at="2025-09-01T09:30:00.000000Z")
        appended = time.perf_counter()
        found = ledger.verify()
        verified = time.perf_counter()
        read = sum(1 for _ in ledger.entries())
        done = time.perf_counter()
    assert (found.is_sound, found.entries, read) == (True, entries, entries)
    print(f"  appended in {appended - started:.1f} s, by {BATCH:,}")
    print(f"  verified in {verified - appended:.1f} s (limit 10 for 100,000)")
    print(f"  read in {done - verified:.1f} s")


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--entries", type=int, default=100_000)
    entries = asked.parse_args().entries
    print(f"{entries:,} entries")
    with tempfile.TemporaryDirectory() as folder:
        print("SQLite")
        measure(Path(folder) / "ledger.sqlite3", entries)
    if why := why_none():
        print(f"PostgreSQL: not measured. {why}.")
    else:
        server = Server()
        try:
            print("PostgreSQL")
            measure(server.new_database(), entries)
        finally:
            server.stop()
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)
    print(f"peak memory with the interpreter and its libraries: {megabytes:.0f} MB")


if __name__ == "__main__":
    main()
