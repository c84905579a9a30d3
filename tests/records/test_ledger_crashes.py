"""Nothing acknowledged is ever lost: writers and servers killed at random moments, and many writers at once."""

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest
from keeping import InAFile, OnAServer
from writers import problems_of

from appraisal.records.ledger import open_ledger

WRITERS = Path(__file__).parents[1] / "writers.py"
KILLS = 200
SERVER_KILLS = 5


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request, tmp_path):
    keeper = InAFile(tmp_path) if request.param == "sqlite" else OnAServer(request.getfixturevalue("postgres"))
    yield keeper.new()
    keeper.close()


def writers(*arguments):
    command = [sys.executable, WRITERS, *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    return json.loads(done.stdout)


def test_two_hundred_killed_writers_lose_no_acknowledged_entry_and_leave_no_part_of_a_batch(address):
    found = writers("killed", address, KILLS, 20250901)
    assert found["problems"] == []
    assert found["kills"] == KILLS
    assert found["inside"] > KILLS / 2, "too few of the kills fell inside an append to show anything"
    assert found["acknowledged"] >= KILLS


def test_eight_processes_that_append_five_thousand_entries_make_one_chain(address):
    found = writers("together", address, 8, 5000)
    assert found["problems"] == []
    assert (found["entries"], found["acknowledged"]) == (5000, 5000)


def test_a_killed_server_loses_no_acknowledged_entry_and_says_honestly_what_was_entered(postgres, tmp_path):
    address = postgres.new_database()
    log = tmp_path / "told"
    with log.open("w", encoding="ascii") as told:
        running = subprocess.Popen([sys.executable, WRITERS, "undaunted", address], stdout=told)
    try:
        for kill in range(SERVER_KILLS):
            acknowledged_by(log, "entered", 8 * (kill + 1))
            time.sleep(0.003 * kill)
            postgres.kill()
            acknowledged_by(log, "", len(lines_of(log)) + 1)  # it has met the loss
            postgres.start()
        acknowledged_by(log, "entered", len(lines_of(log, "entered")) + 8)
    finally:
        running.kill()
        running.wait()
    entered = {name: (int(first), int(size), hash_) for _, name, first, size, hash_ in lines_of(log, "entered")}
    refused = [name for _, name in lines_of(log, "refused")]
    assert len(refused) + len(lines_of(log, "unknown")) >= SERVER_KILLS
    assert problems_of(address, entered, refused)[0] == []
    with open_ledger(address) as ledger:
        assert ledger.verify().is_sound
    postgres.give_back(address)


def lines_of(log, kind=""):
    """The whole lines that a writer has told so far, of one kind or of any, as words."""
    text = log.read_text(encoding="ascii")
    return [line.split() for line in text[: text.rfind("\n") + 1].splitlines() if line.startswith(kind)]


def acknowledged_by(log, kind, number):
    patience = time.monotonic() + 60
    while len(lines_of(log, kind)) < number:
        assert time.monotonic() < patience, log.read_text(encoding="ascii")[-500:]
        time.sleep(0.005)
