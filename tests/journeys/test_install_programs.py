"""What `make test` does about LibreOffice and PostgreSQL: it installs them where it may, and never fails for want."""

import re
import shutil
import subprocess
from pathlib import Path

import not_run
import pytest

SCRIPT = Path(__file__).parents[1] / "install_programs.sh"
SHELL = shutil.which("sh")
TOOLS = ("timeout", "env", "true")
OF_OFFICE = re.compile(r"skipif\([^)]*WITHOUT_OFFICE")
OF_SERVER = re.compile(r"getfixturevalue\(.postgres.\)|def \w+\([^)]*\bpostgres\b")


def files_that(need):
    """The files of tests that need a program, by how they ask for it."""
    files = sorted(SCRIPT.parent.rglob("test_*.py"))
    return [
        f"tests/{path.relative_to(SCRIPT.parent).as_posix()}" for path in files if need.search(path.read_text("utf-8"))
    ]


@pytest.fixture
def install(tmp_path):
    """Run the script where only these programs are, each a text that sh runs."""

    def ran(programs, **environment):
        for name in TOOLS:
            (tmp_path / name).symlink_to(shutil.which(name))
        for name, text in programs.items():
            path = tmp_path / name
            path.parent.mkdir(exist_ok=True)
            path.write_text(f"#!{SHELL}\n{text}\n", encoding="utf-8")
            path.chmod(0o755)
        known = {"PATH": str(tmp_path), "LOG": str(tmp_path / "log"), "POSTGRESQL_FOLDERS": str(tmp_path / "15")}
        done = subprocess.run(
            [SHELL, SCRIPT],
            env=known | environment,
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
            timeout=30,
            check=False,
        )
        log = tmp_path / "log"
        return done, log.read_text(encoding="utf-8") if log.exists() else ""

    return ran


APT = 'echo "apt-get $*" >> "$LOG"'
ROOT, SOMEBODY = "echo 0", "echo 1000"
OFFICE = {"soffice": "exit 9"}
SERVER = {"postgres": "exit 9", "initdb": "exit 9"}


@pytest.mark.parametrize("office", [OFFICE, {"libreoffice": "exit 9"}])
@pytest.mark.parametrize("server", [SERVER, {"15/postgres": "exit 9", "15/initdb": "exit 9"}])
def test_nothing_is_done_where_both_are_there(install, office, server):
    done, log = install({**office, **server, "apt-get": APT, "id": ROOT})
    assert (done.returncode, done.stdout, done.stderr, log) == (0, "", "", "")


@pytest.mark.parametrize(
    ("there", "installed"),
    [
        ({}, ["libreoffice-calc-nogui", "postgresql"]),
        (OFFICE, ["postgresql"]),
        (SERVER, ["libreoffice-calc-nogui"]),
        ({**OFFICE, "postgres": "exit 9"}, ["postgresql"]),
    ],
)
def test_root_installs_what_is_missing_without_being_asked_anything(install, there, installed):
    done, log = install({**there, "apt-get": APT, "id": ROOT})
    assert (done.returncode, done.stderr) == (0, "")
    assert [line.split()[-1] for line in log.splitlines()] == ["update", *installed]
    assert log.count("install -y --no-install-recommends") == len(installed)
    said = [f"Installing {package} (once), for the tests that start it.\n" for package in installed]
    assert done.stdout == "".join(said)


def test_whoever_may_become_root_without_a_password_does(install):
    done, log = install({"apt-get": APT, "id": SOMEBODY, "sudo": 'echo sudo "$1" >> "$LOG"; shift; "$@"'})
    assert done.returncode == 0
    assert log.splitlines().count("sudo -n") == 4
    assert "libreoffice-calc-nogui" in log
    assert "postgresql" in log


def test_one_that_cannot_be_installed_does_not_stop_the_other(install):
    apt = f'{APT}; case "$*" in *libreoffice*) exit 100;; esac'
    done, log = install({"apt-get": apt, "id": ROOT})
    assert log.splitlines()[-1].split()[-1] == "postgresql"
    assert "LibreOffice is not on this machine" in done.stdout
    assert "PostgreSQL is not on this machine" not in done.stdout


@pytest.mark.parametrize(
    ("programs", "environment", "said"),
    [
        ({"id": ROOT}, {}, "There is no apt-get here to install it with."),
        ({"apt-get": APT, "id": SOMEBODY}, {}, "To have it: sudo apt-get install"),
        ({"apt-get": APT, "id": SOMEBODY, "sudo": "exit 1"}, {}, "To have it: sudo apt-get install"),
        ({"apt-get": "exit 100", "id": ROOT}, {}, "It could not be installed"),
        ({"apt-get": APT, "id": ROOT}, {"NO_INSTALL": "1"}, "NO_INSTALL is set."),
    ],
)
def test_where_they_may_not_be_installed_the_tests_that_need_them_are_named_and_nothing_fails(
    install, programs, environment, said
):
    done, log = install(programs, **environment)
    assert (done.returncode, log) == (0, "")
    lines = [line for line in done.stdout.splitlines() if "is not on this machine" in line]
    assert [line.split()[0] for line in lines] == ["LibreOffice", "PostgreSQL"]
    assert all(said in line for line in lines)
    for line, needs in zip(lines, (OF_OFFICE, OF_SERVER), strict=True):
        assert re.findall(r"tests/\w+/\w+\.py", line) == files_that(needs)


def test_the_end_of_a_test_run_says_which_tests_did_not_run_and_why():
    none, other = "PostgreSQL is not on this machine", "LibreOffice is not on this machine"
    told = not_run.in_words([("tests/b.py", f"Skipped: {none}"), ("tests/a.py", f"Skipped: {none}"), ("c.py", other)])
    assert told == [f"1 test did not run: {other} (c.py)", f"2 tests did not run: {none} (tests/a.py, tests/b.py)"]
    assert not_run.in_words([]) == []
