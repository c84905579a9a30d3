"""The way from ballots to a paper with the record on PostgreSQL: what is concluded is the same, byte for byte."""

import shutil

import pytest

from appraisal.records.entering import read_record
from appraisal.records.ledger_address import LEDGER, VARIABLE

PLACE = "hammersmith-and-fulham"


@pytest.fixture
def database(postgres):
    address = postgres.new_database()
    yield address
    postgres.give_back(address)


def went(process, folder, **environment):
    """Import, run, write the papers and verify in a workspace; what each answered."""
    inbox = sorted((folder / "options" / PLACE / "ballots").glob("*.csv"))
    ways = (
        ["import", *inbox, "-w", folder, "-q"],
        ["record", "lock", "--as", "o02", "--why", "Everybody has weighed.", "-w", folder],
        ["run", folder, "--samples", "500", "-q"],
        ["papers", folder, "-q"],
        ["gates", folder],
        ["audit", "verify", folder],
    )
    told = []
    for words in ways:
        done = process(*words, **environment)
        assert (done.returncode, done.stderr) == (0, ""), words
        told.append(done.stdout)
    return told


def runs(folder):
    """Every file of every run but its papers, in which the receipt differs with the salts of the entries."""
    files = [path for path in (folder / "runs").rglob("*") if path.is_file() and path.parent.name != "papers"]
    return {path.relative_to(folder): path.read_bytes() for path in files}


def test_findings_are_byte_for_byte_those_of_a_ledger_in_a_file(starter, tmp_path, process, database):
    other = shutil.copytree(starter, tmp_path / "other")
    in_a_file = went(process, starter)
    on_a_server = went(process, other, **{VARIABLE: database})
    assert not (other / LEDGER).exists()
    assert runs(other) == runs(starter) != {}
    assert "The chain holds: every one of" in on_a_server[-1]
    assert in_a_file[-1].partition("Receipt")[0] == on_a_server[-1].partition("Receipt")[0]


def test_two_workspaces_share_a_ledger_and_each_sees_its_own_place(starter, tmp_path, process, database, monkeypatch):
    went(process, starter, **{VARIABLE: database})
    other = tmp_path / "ealing"
    assert process("new", other, "--place", "Ealing", "--beds", "5", **{VARIABLE: database}).returncode == 0
    there = process("audit", "verify", other, **{VARIABLE: database})
    assert "The chain holds" in there.stdout
    monkeypatch.setenv(VARIABLE, database)
    counted = [len(read_record(folder, place)[0].entries) for folder, place in ((starter, PLACE), (other, "ealing"))]
    assert counted[0] > 0
    assert counted[1] == 0
