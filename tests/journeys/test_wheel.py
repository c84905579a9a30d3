"""The wheel stands on its own: installed plainly into an empty environment, it appraises to the same byte."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest
from reading import last_findings

ROOT = Path(__file__).parents[2]
CONSTRAINTS = ROOT / "constraints.txt"
SOURCE = (
    "appraisal",
    "criteria",
    "options",
    "reports",
    "docs/reference",
    "workspace.yaml",
    "pyproject.toml",
    "constraints.txt",
    "README.md",
)
FOLDERS = SOURCE[:5]
PINNED_BUILDER = dict.fromkeys(("PIP_CONSTRAINT", "PIP_BUILD_CONSTRAINT"), CONSTRAINTS.name)  # as in the Makefile
OF_A_DEMO = {"workspace.yaml", "ledger.sqlite3", "criteria", "options", "reports", "runs", "papers"}


def outside(*command, cwd, **environment):
    """Run a command with a clean environment: nothing of this checkout, of Python's settings or of a shell's."""
    kept = ("PATH", "HOME", "TMPDIR", "SYSTEMROOT", "LANG")
    known = {name: value for name, value in os.environ.items() if name in kept or name.startswith("PIP_")}
    known = {name: value for name, value in known.items() if name not in PINNED_BUILDER}
    done = subprocess.run(
        list(map(str, command)),
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=known | environment,
        cwd=cwd,
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, f"{command[:4]}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def pip(python, *arguments, cwd, **environment):
    return outside(python, "-m", "pip", "--disable-pip-version-check", *arguments, cwd=cwd, **environment)


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    """Skips where no package index can be reached: then nothing here could be installed."""
    folder = tmp_path_factory.mktemp("index")
    asked = ["-q", "--no-deps", "--timeout", "10", "--retries", "0", "-d", folder, "-c", CONSTRAINTS, "hatchling"]
    try:
        pip(sys.executable, "download", *asked, cwd=folder)
    except (AssertionError, subprocess.TimeoutExpired) as failed:
        pytest.skip(f"no package index can be reached, so nothing can be installed: {str(failed)[-200:]}")


@pytest.fixture(scope="module")
def wheel(index, tmp_path_factory):
    """A wheel built from a checkout in use: somebody's record, runs and papers lie about in it."""
    checkout = tmp_path_factory.mktemp("in-use") / "checkout"
    checkout.mkdir()
    for name in SOURCE:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copyfile
        copy(ROOT / name, checkout / name)
    for left in ("ledger.sqlite3", "runs/a/b/findings.json", "papers/a/options.html", "demo/workspace.yaml"):
        (checkout / left).parent.mkdir(parents=True, exist_ok=True)
        (checkout / left).write_text("mine", encoding="utf-8")
    compiled = checkout / "options" / "hammersmith-and-fulham" / "__pycache__" / "make_areas.cpython-311.pyc"
    compiled.parent.mkdir(exist_ok=True)
    compiled.write_bytes(b"mine")
    folder = tmp_path_factory.mktemp("wheel")
    pip(sys.executable, "wheel", "-q", "--no-deps", "-w", folder, ".", cwd=checkout, **PINNED_BUILDER)
    [path] = folder.glob("*.whl")
    return path


def test_the_wheel_holds_the_machine_and_the_starter_and_nothing_else(wheel):
    with zipfile.ZipFile(wheel) as opened:
        held = {name for name in opened.namelist() if ".dist-info/" not in name}
    starter = {f"appraisal/starter/{name}" for name in ("workspace.yaml", *(n for f in FOLDERS[1:] for n in files(f)))}
    assert held == {*files("appraisal"), *starter}
    assert {"appraisal/starter/criteria/criteria.yaml", "appraisal/starter/reports/wording.yaml"} <= held
    for word in ("__pycache__", "ledger.sqlite3", "/runs/", "/papers/a/", "demo/", "tests/"):
        assert [name for name in held if word in name] == []


def test_the_wheel_is_built_by_the_builder_that_is_pinned(wheel):
    with zipfile.ZipFile(wheel) as opened:
        [name] = [name for name in opened.namelist() if name.endswith(".dist-info/WHEEL")]
        generator = re.search(r"^Generator: (\S+) (\S+)$", opened.read(name).decode(), re.MULTILINE)
    assert f"{generator[1]}=={generator[2]}" in CONSTRAINTS.read_text(encoding="utf-8").splitlines()


def files(folder):
    """Files below a folder of the checkout, as git would keep them."""
    paths = (path for path in (ROOT / folder).rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return {path.relative_to(ROOT).as_posix() for path in paths}


def written_in(demo):
    """The files of a demo, without the names of papers that are kept by their hash: each has its own record in it."""
    files = (path.relative_to(demo) for path in demo.rglob("*") if path.is_file())
    return sorted(
        path.parent / "HASH.html" if path.parent.name == "papers" and path.parts[0] == "runs" else path
        for path in files
    )


def test_an_installed_wheel_gives_the_demo_of_the_checkout_to_the_byte(wheel, tmp_path, demo_once):
    started = time.perf_counter()
    outside(sys.executable, "-m", "venv", tmp_path / "empty", cwd=tmp_path)
    binaries = tmp_path / "empty" / ("Scripts" if os.name == "nt" else "bin")
    pip(binaries / "python", "install", "-q", "-c", CONSTRAINTS, wheel, cwd=tmp_path)
    installed = time.perf_counter()
    said = outside(binaries / "appraisal", "demo", cwd=tmp_path)
    print(f"install {installed - started:.0f} s, demo {time.perf_counter() - installed:.0f} s")  # noqa: T201
    demo = tmp_path / "demo"
    assert "Nothing is decided. Read: demo/papers/hammersmith-and-fulham/options-illustrative.html" in said
    assert {path.name for path in demo.iterdir()} == OF_A_DEMO
    assert written_in(demo) == written_in(demo_once)
    findings, of_the_checkout = (last_findings(folder) for folder in (demo, demo_once))
    assert findings.read_bytes() == of_the_checkout.read_bytes()
    assert "The workspace is sound." in outside(binaries / "appraisal", "check", "demo", cwd=tmp_path)
    where = "import appraisal; print(appraisal.__file__)"
    assert str(tmp_path) in outside(binaries / "python", "-c", where, cwd=tmp_path)
