"""The starter workspace, and making new workspaces from it."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from importlib.resources import files
from pathlib import Path

import appraisal
from appraisal.errors import OutputError
from appraisal.records.output_files import write_whole

_LEFT_BEHIND = shutil.ignore_patterns("__pycache__", "*.pyc", ".*")
_PARTS = ("criteria", "options", "reports")


def starter_folder() -> Path:
    """Where the starter is: inside an installed wheel, or at the top of the repository."""
    package = Path(appraisal.__file__).parent
    inside = package / "starter"
    return inside if inside.is_dir() else package.parent


def copy_starter(folder: Path) -> None:
    """Copy the whole starter to a folder that is new or empty.

    Raises:
        OutputError: if the folder has something in it, or cannot be written.
    """
    _make_empty(folder)
    starter = starter_folder()
    try:
        shutil.copyfile(starter / "workspace.yaml", folder / "workspace.yaml")
        for part in _PARTS:
            shutil.copytree(starter / part, folder / part, ignore=_LEFT_BEHIND)
    except OSError as error:
        msg = f"The starter cannot be copied to {folder}: {error.strerror or error}."
        raise OutputError(msg) from error


def example_cycle(folder: Path, place: str) -> Path:
    """The folder of a place's invented example of what happened next."""
    return folder / "options" / place / "example-cycle"


def move_on(folder: Path, place: str) -> list[Path]:
    """Edit a copy of the starter as its place team would after the workshop: new evidence, new options, a new date.

    Returns:
        The files of comments, ballots and other entries to be taken in then.

    Raises:
        OutputError: if the copy cannot be written.
    """
    after = max(path for path in example_cycle(folder, place).iterdir() if path.is_dir())
    home = folder / "options" / place
    for lines, target in (("evidence-lines.csv", "evidence.csv"), ("options-lines.yaml", "options.yaml")):
        added = (after / lines).read_text(encoding="utf-8")
        write_whole(home / target, (home / target).read_text(encoding="utf-8") + added)
    settings = (folder / "workspace.yaml").read_text(encoding="utf-8")
    write_whole(folder / "workspace.yaml", re.sub(r"(?m)^as_at: .*$", f"as_at: {after.name}", settings))
    return [after / name for name in ("feedback.csv", "weights.csv", "record.csv")]


def new_workspace(folder: Path, *, place: str, place_id: str, beds: int, as_at: str) -> None:
    """Make an empty place beside the starter's core criteria and reports.

    Args:
        folder: new or empty.
        place: its name.
        place_id: its id.
        beds: new beds that it needs.
        as_at: the date that its appraisal speaks of.

    Raises:
        OutputError: if the folder has something in it, or cannot be written.
    """
    _make_empty(folder)
    starter = starter_folder()
    blank = files("appraisal.records") / "blank"
    for name in ("criteria.yaml", "hurdles.yaml", "README.md"):
        write_whole(folder / "criteria" / name, (starter / "criteria" / name).read_text(encoding="utf-8"))
    sources = (starter / "criteria" / "sources.csv").read_text(encoding="utf-8")
    write_whole(folder / "criteria" / "sources.csv", _real_sources(sources))
    write_whole(folder / "options" / "README.md", (starter / "options" / "README.md").read_text(encoding="utf-8"))
    for path in sorted((starter / "reports").rglob("*")):
        if path.is_file() and not path.name.startswith("."):
            name = path.relative_to(starter / "reports").as_posix()
            write_whole(folder / "reports" / name, path.read_text(encoding="utf-8"))
    words = {"PLACE": json.dumps(place, ensure_ascii=False)[1:-1], "BEDS": str(beds), "AS_AT": as_at}
    for resource, target in (
        ("workspace.yaml", folder / "workspace.yaml"),
        *((name, folder / "options" / place_id / name) for name in ("place.yaml", "sites.yaml", "options.yaml")),
        *((name, folder / "options" / place_id / name) for name in ("evidence.csv", "areas.csv")),
    ):
        text = (blank / resource).read_text(encoding="utf-8")
        for word, value in words.items():
            text = text.replace(f"<{word}>", value)
        write_whole(target, text)
    (folder / "options" / place_id / "ballots").mkdir(exist_ok=True)


def _make_empty(folder: Path) -> None:
    try:
        if folder.exists() and any(folder.iterdir()):
            msg = f"{folder} has something in it already. Name a new folder, or delete that one first."
            raise OutputError(msg)
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        msg = f"{folder} cannot be made: {error.strerror or error}. Name another folder."
        raise OutputError(msg) from error


def _real_sources(text: str) -> str:
    """Sources without those that the starter invented."""
    rows = list(csv.DictReader(io.StringIO(text)))
    out = io.StringIO()
    writer = csv.DictWriter(out, rows[0].keys(), lineterminator="\n")
    writer.writeheader()
    writer.writerows(row for row in rows if "illustrative" not in row["title"].lower())
    return out.getvalue()
