"""Copies of the starter, and the problems that reading one file gives."""

import shutil
from pathlib import Path

import pytest

from appraisal.records.importing import import_ballots
from appraisal.records.starter import copy_starter
from appraisal.records.workspace_files import open_workspace

PLACE = "hammersmith-and-fulham"
NOW = "2025-09-01T09:30:00.000000Z"


@pytest.fixture(scope="session")
def starter_once(tmp_path_factory):
    """The starter, never changed."""
    folder = tmp_path_factory.mktemp("starter") / "workspace"
    copy_starter(folder)
    return folder


@pytest.fixture
def starter(starter_once, tmp_path):
    """A copy of the starter, without a ledger."""
    return Path(shutil.copytree(starter_once, tmp_path / "workspace"))


@pytest.fixture(scope="session")
def workspace(starter_once):
    """The starter as it is read."""
    return open_workspace(starter_once)


@pytest.fixture
def place(workspace):
    return workspace.places[PLACE]


@pytest.fixture
def take(starter, workspace, place):
    """Take texts of ballots into the ledger of the starter's copy."""

    def taken(*texts, entered_by="p12"):
        files = []
        for number, text in enumerate(texts):
            files.append(starter / f"ballots-{number}.csv")
            files[-1].write_text(text, encoding="utf-8")
        return import_ballots(starter, workspace, place, files, entered_by=entered_by, entered_at=NOW)

    return taken
