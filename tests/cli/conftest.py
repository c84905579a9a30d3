"""Commands run inside this process, on copies of the starter and of one appraised workspace."""

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from appraisal.cli import main
from appraisal.records.starter import copy_starter

PLACE = "hammersmith-and-fulham"


@dataclass(frozen=True)
class Answer:
    """What a command answered."""

    code: int
    out: str
    err: str


@pytest.fixture
def command(capsys):
    """Run a command inside this process."""

    def run(*arguments):
        capsys.readouterr()
        code = 0
        try:
            main([str(argument) for argument in arguments])
        except SystemExit as leaving:
            code = leaving.code or 0
        told = capsys.readouterr()
        return Answer(code, told.out, told.err)

    return run


@pytest.fixture
def starter(tmp_path):
    """A copy of the starter, without a ledger."""
    folder = tmp_path / "workspace"
    copy_starter(folder)
    return folder


@pytest.fixture(scope="session")
def appraised_once(tmp_path_factory):
    """The starter with its ballots in the ledger and one run; never changed."""
    folder = tmp_path_factory.mktemp("appraised") / "workspace"
    copy_starter(folder)
    inbox = sorted((folder / "options" / PLACE / "ballots").glob("*.csv"))
    main(["import", *map(str, inbox), "-w", str(folder)])
    main(["run", str(folder), "--samples", "200", "-q"])
    return folder


@pytest.fixture
def appraised(appraised_once, tmp_path):
    """A copy of the starter with its ballots in the ledger and one run."""
    return Path(shutil.copytree(appraised_once, tmp_path / "appraised"))
