"""One appraised workspace and one whole demo, made once; tests that change something take a copy."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import not_run
import pytest

from appraisal.cli import main
from appraisal.records.starter import copy_starter

ROOT = Path(__file__).parents[1]
os.environ.pop("APPRAISAL_LEDGER", None)  # no test may write to anybody's real ledger
PLACE = "hammersmith-and-fulham"


@dataclass(frozen=True)
class Answer:
    """What a command answered."""

    code: int
    out: str
    err: str


def pytest_addoption(parser):
    parser.addoption("--regenerate", action="store_true", help="Write golden files and generated pages anew.")


def pytest_terminal_summary(terminalreporter):
    skipped = terminalreporter.stats.get("skipped", [])
    reasons = [(report.nodeid.partition("::")[0], str(report.longrepr[2])) for report in skipped]
    for line in not_run.in_words(reasons):
        terminalreporter.write_line(line, yellow=True)


@pytest.fixture
def regenerate(request):
    """Whether golden files are to be written anew, for review in the diff."""
    return request.config.getoption("--regenerate")


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


def in_a_process(*arguments, cwd=None, **environment):
    """Run a command as a user does, in a process of its own."""
    known = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG", "TZ", "PYTHON"))}
    known |= {"PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "error"} | environment
    return subprocess.run(
        [sys.executable, "-m", "appraisal", *map(str, arguments)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=known,
        cwd=cwd,
        timeout=120,
        check=False,
    )


@pytest.fixture(scope="session")
def process():
    return in_a_process


@pytest.fixture(scope="session")
def postgres():
    """A PostgreSQL server of this test run; one for each worker that needs it."""
    from postgres import Server, why_none

    if why := why_none():
        pytest.skip(why)
    server = Server()
    try:
        yield server
    finally:
        server.stop()


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
    taken = in_a_process("import", *inbox, "-w", folder)
    assert (taken.returncode, taken.stderr) == (0, "")
    ran = in_a_process("run", folder, "--samples", "500", "-q")
    assert (ran.returncode, ran.stderr) == (0, "")
    return folder


@pytest.fixture
def appraised(appraised_once, tmp_path):
    """A copy of the starter with its ballots in the ledger and one run."""
    return Path(shutil.copytree(appraised_once, tmp_path / "appraised"))


@pytest.fixture(scope="session")
def demo_once(tmp_path_factory):
    """A whole demo; never changed."""
    folder = tmp_path_factory.mktemp("demo") / "demo"
    done = in_a_process("demo", folder)
    assert (done.returncode, done.stderr) == (0, "")
    return folder
