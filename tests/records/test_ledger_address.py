"""A workspace's ledger is the file in its folder, or the PostgreSQL database that the environment names."""

import os
from pathlib import Path

import pytest

from appraisal.errors import LedgerError
from appraisal.records.ledger import open_ledger
from appraisal.records.ledger_address import LEDGER, VARIABLE, ledger_address, ledger_is_there


def test_a_workspace_keeps_its_ledger_in_its_folder(tmp_path):
    assert ledger_address(tmp_path) == tmp_path / LEDGER
    assert ledger_is_there(ledger_address(tmp_path)) is False
    with open_ledger(ledger_address(tmp_path), create=True):
        assert ledger_is_there(ledger_address(tmp_path)) is True


def test_tests_never_write_to_a_ledger_that_the_environment_names():
    assert VARIABLE not in os.environ


@pytest.mark.parametrize("named", ["postgresql://p01@db.example/ledger", "postgres:///ledger?host=/run"])
def test_the_environment_can_name_a_database(monkeypatch, named):
    monkeypatch.setenv(VARIABLE, named)
    assert ledger_address(Path("demo")) == named


@pytest.mark.parametrize("named", ["/srv/ledger.sqlite3", "sqlite:///sesame", "mysql://p01:sesame@db/ledger", " "])
def test_anything_else_in_the_environment_is_refused_without_repeating_it(monkeypatch, command, starter, named):
    monkeypatch.setenv(VARIABLE, named)
    for words in (["audit", "verify", starter], ["run", starter], ["demo", starter.parent / "demo"]):
        answer = command(*words)
        assert answer.code == LedgerError.exit_code
        assert answer.err.startswith(f"{VARIABLE} does not name a PostgreSQL database, as in 'postgresql://role@host/")
        assert "sesame" not in answer.err
    assert not (starter.parent / "demo").exists()


def test_a_demo_never_goes_into_a_record_that_cannot_forget_it(monkeypatch, command, tmp_path):
    monkeypatch.setenv(VARIABLE, "postgresql://p01:sesame@127.0.0.1:1/ledger")
    answer = command("demo", tmp_path / "demo")
    assert (answer.code, answer.out) == (LedgerError.exit_code, "")
    assert "a demo's invented ballots do not belong in a record that cannot forget them" in answer.err
    assert list(tmp_path.iterdir()) == []


def test_a_server_that_cannot_be_reached_is_told_without_a_traceback_or_a_password(monkeypatch, command, starter):
    monkeypatch.setenv(VARIABLE, "postgresql://p01:sesame@127.0.0.1:1/ledger")
    for words in (["audit", "verify", starter], ["run", starter], ["gates", starter]):
        answer = command(*words)
        assert answer.code == LedgerError.exit_code
        assert answer.err.startswith("The ledger at postgresql://127.0.0.1:1/ledger cannot be reached or used: ")
        assert "sesame" not in answer.err
    assert not (starter / LEDGER).exists()


@pytest.mark.parametrize("is_there", [True, False])
def test_a_link_that_leads_out_of_the_workspace_is_neither_read_nor_written(command, starter, tmp_path, is_there):
    elsewhere = tmp_path / "elsewhere.sqlite3"
    if is_there:
        with open_ledger(elsewhere, create=True):
            pass
    before = elsewhere.read_bytes() if is_there else None
    (starter / LEDGER).symlink_to(elsewhere)
    inbox = sorted((starter / "options" / "hammersmith-and-fulham" / "ballots").glob("*.csv"))
    for words in (["import", *inbox, "-w", starter], ["audit", "verify", starter], ["run", starter]):
        answer = command(*words)
        assert answer.code == LedgerError.exit_code
        assert "is a link that leads out of the workspace, and is not followed" in answer.err
    assert (elsewhere.read_bytes() if elsewhere.exists() else None) == before


def test_a_workspace_that_is_itself_reached_by_a_link_keeps_its_ledger(tmp_path):
    (tmp_path / "real").mkdir()
    (tmp_path / "named").symlink_to(tmp_path / "real")
    with open_ledger(ledger_address(tmp_path / "named"), create=True):
        assert (tmp_path / "real" / LEDGER).is_file()


def test_a_link_to_another_name_within_the_workspace_is_followed(tmp_path):
    (tmp_path / "record").mkdir()
    (tmp_path / LEDGER).symlink_to("record/2025.sqlite3")
    with open_ledger(ledger_address(tmp_path), create=True):
        assert (tmp_path / "record" / "2025.sqlite3").is_file()
