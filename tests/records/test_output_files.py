"""Files are written whole or not at all."""

import os
from pathlib import Path

import pytest

from appraisal.errors import OutputError
from appraisal.records.output_files import write_whole


def test_a_file_is_written_as_it_is_given_with_the_folders_that_it_needs(tmp_path):
    path = tmp_path / "a" / "b" / "paper.html"
    write_whole(path, "one\nä — £\n")
    assert path.read_bytes() == "one\nä — £\n".encode()
    assert os.listdir(path.parent) == ["paper.html"]  # noqa: PTH208  hidden files too
    assert path.stat().st_mode & 0o777 == 0o644


def test_a_file_that_breaks_off_leaves_the_old_one_and_nothing_beside_it(tmp_path):
    path = tmp_path / "paper.html"
    write_whole(path, "old")
    with pytest.raises(UnicodeEncodeError):
        write_whole(path, "new \ud800 which UTF-8 cannot hold")
    assert path.read_text(encoding="utf-8") == "old"
    assert [one.name for one in tmp_path.iterdir()] == ["paper.html"]


def test_a_disk_that_fails_at_the_last_step_leaves_the_old_file(tmp_path, monkeypatch):
    path = tmp_path / "paper.html"
    write_whole(path, "old")

    def fail(self, target):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(OutputError, match="cannot be written: No space left on device"):
        write_whole(path, "new")
    assert path.read_text(encoding="utf-8") == "old"
    assert [one.name for one in tmp_path.iterdir()] == ["paper.html"]


def test_a_file_in_the_way_of_a_folder_is_told(tmp_path):
    (tmp_path / "papers").write_text("in the way", encoding="utf-8")
    with pytest.raises(OutputError, match="Check the folder and your rights to it"):
        write_whole(tmp_path / "papers" / "paper.html", "new")
    assert (tmp_path / "papers").read_text(encoding="utf-8") == "in the way"


def test_a_folder_in_the_way_of_a_file_is_told(tmp_path):
    (tmp_path / "paper.html" / "inner").mkdir(parents=True)
    with pytest.raises(OutputError, match="cannot be written"):
        write_whole(tmp_path / "paper.html", "new")
    assert [one.name for one in tmp_path.iterdir()] == ["paper.html"]
