"""A small record that holds, its entries, and a folder with nothing but it."""

import shutil

import pytest
from forging import known_of, small_record

ENTRIES = 12


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    return small_record(tmp_path_factory.mktemp("sound"), ENTRIES)


@pytest.fixture
def entries(sound):
    return known_of(sound)


@pytest.fixture
def folder(sound, tmp_path):
    """A folder with nothing but a ledger."""
    home = tmp_path / "workspace"
    home.mkdir()
    shutil.copy(sound, home / "ledger.sqlite3")
    return home
