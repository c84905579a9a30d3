"""What `make test` does about LibreOffice: installs it where it may, asks nothing, and never fails for want of it."""

import shutil
import subprocess
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[1] / "install_office.sh"
SHELL = shutil.which("sh")
TOOLS = ("timeout", "env", "true")


@pytest.fixture
def install(tmp_path):
    """Run the script where only these programs are, each a text that sh runs."""

    def ran(programs, **environment):
        for name in TOOLS:
            (tmp_path / name).symlink_to(shutil.which(name))
        for name, text in programs.items():
            path = tmp_path / name
            path.write_text(f"#!{SHELL}\n{text}\n", encoding="utf-8")
            path.chmod(0o755)
        done = subprocess.run(
            [SHELL, SCRIPT],
            env={"PATH": str(tmp_path), "LOG": str(tmp_path / "log")} | environment,
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


@pytest.mark.parametrize("name", ["soffice", "libreoffice"])
def test_nothing_is_done_where_it_is_there(install, name):
    done, log = install({name: "exit 9", "apt-get": APT, "id": ROOT})
    assert (done.returncode, done.stdout, done.stderr, log) == (0, "", "", "")


def test_root_installs_it_without_being_asked_anything(install):
    done, log = install({"apt-get": APT, "id": ROOT})
    assert (done.returncode, done.stderr) == (0, "")
    assert [line.split()[-1] for line in log.splitlines()] == ["update", "libreoffice-calc-nogui"]
    assert "install -y --no-install-recommends" in log
    assert done.stdout == "Installing LibreOffice (once), for the tests of forms that it saves.\n"


def test_whoever_may_become_root_without_a_password_does(install):
    done, log = install({"apt-get": APT, "id": SOMEBODY, "sudo": 'echo sudo "$1" >> "$LOG"; shift; "$@"'})
    assert done.returncode == 0
    assert log.splitlines().count("sudo -n") == 3
    assert "libreoffice-calc-nogui" in log


@pytest.mark.parametrize(
    ("programs", "environment", "said"),
    [
        ({"id": ROOT}, {}, "There is no apt-get here to install it with."),
        ({"apt-get": APT, "id": SOMEBODY}, {}, "To have it: sudo apt-get install"),
        ({"apt-get": APT, "id": SOMEBODY, "sudo": "exit 1"}, {}, "To have it: sudo apt-get install"),
        ({"apt-get": "exit 100", "id": ROOT}, {}, "It could not be installed"),
        ({"apt-get": APT, "id": ROOT}, {"NO_OFFICE": "1"}, "NO_OFFICE is set."),
    ],
)
def test_where_it_may_not_be_installed_the_tests_that_need_it_are_named_and_nothing_fails(
    install, programs, environment, said
):
    done, log = install(programs, **environment)
    assert (done.returncode, log) == (0, "")
    assert "LibreOffice is not on this machine, so the tests of forms that it saves" in done.stdout
    assert "tests/journeys/test_forms.py" in done.stdout
    assert said in done.stdout
    assert (SCRIPT.parent / "journeys" / "test_forms.py").exists()
