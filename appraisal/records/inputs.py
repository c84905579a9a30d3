"""The files that a run read, kept beside its findings by their hash, and the workspace read back from them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from types import MappingProxyType

from appraisal.errors import FindingsError, LedgerError
from appraisal.model.ballots import Ballots
from appraisal.model.canonical import sha256_hex
from appraisal.model.entries import Entry
from appraisal.model.workspace import Workspace
from appraisal.records.cast_ballots import ballots_of
from appraisal.records.ledger import open_ledger
from appraisal.records.ledger_address import ledger_address
from appraisal.records.output_files import write_whole
from appraisal.records.runs import find_run, findings_of, findings_path
from appraisal.records.workspace_files import read_workspace


def kept_path(root: Path, place: str, run: str, hash_: str) -> Path:
    """Where a file that a run read is kept."""
    return findings_path(root, place, run).parent / "inputs" / hash_


def keep_inputs(root: Path, place: str, run: str, files: Mapping[str, str]) -> None:
    """Keep the files that a run read; a file that is there already with the right bytes is left.

    Args:
        root: the workspace's folder.
        place, run: whose inputs they are.
        files: path in the workspace -> SHA-256 of what was read.

    Raises:
        FindingsError: if a file is no longer what was read.
        OutputError: if one cannot be written.
    """
    changed = [path for path, hash_ in files.items() if _bytes_of(root / path, hash_) is None]
    if changed:
        raise _changed(changed)
    for path, hash_ in files.items():
        to = kept_path(root, place, run, hash_)
        if _bytes_of(to, hash_) is None:
            data = _bytes_of(root / path, hash_)
            if data is None:
                raise _changed([path])
            write_whole(to, data)


def open_inputs(root: Path, place: str, run: str) -> Workspace:
    """The workspace as a run read it: its files by their hash, and its ballots as the ledger held them.

    Args:
        root: the workspace's folder, with its ledger and runs.
        place: id of the place.
        run: the run's whole id.

    Returns:
        The workspace with this place alone.

    Raises:
        FindingsError: if the run's findings or one of its files are not there, or can no longer be read.
        LedgerError: if there is no such run, or a file does not have the hash that the findings name.
    """
    with open_ledger(ledger_address(root)) as ledger:
        entry = find_run(list(ledger.entries(place, kinds=["run"])), run)
    files = findings_of(root, entry)["inputs"]["files"]
    return _with_ballots(_read(root, place, run, files), place, ballots_at(root, entry))


def ballots_at(root: Path, run: Entry) -> Ballots:
    """What people had said when a run read the ledger.

    Args:
        root: the workspace's folder.
        run: the run's own entry.
    """
    read_to = int(run.content["read_entries"])
    with open_ledger(ledger_address(root)) as ledger:
        return ballots_of(one for one in ledger.entries(run.place) if one.number <= read_to)


def _changed(paths: Sequence[str]) -> FindingsError:
    what = f"{', '.join(paths)} changed while the run was under way, so the run is not entered."
    return FindingsError(f"{what} Run again: appraisal run.")


def _read(root: Path, place: str, run: str, files: Mapping[str, str]) -> Workspace:
    with TemporaryDirectory(prefix="appraisal-inputs-") as folder:
        for path, hash_ in files.items():
            to = Path(folder) / _inside(path)
            to.parent.mkdir(parents=True, exist_ok=True)
            to.write_bytes(_kept(root, place, run, path, hash_))
        workspace, problems = read_workspace(Path(folder))
    if workspace is None or place not in workspace.places:
        first = f" {problems[0].file}, {problems[0]}" if problems else ""
        msg = f"What run {run} read can no longer be read as a workspace.{first} Its findings stand as they are."
        raise FindingsError(msg)
    return workspace


def _kept(root: Path, place: str, run: str, path: str, hash_: str) -> bytes:
    kept = kept_path(root, place, run, hash_)
    if not kept.is_file():
        msg = (
            f"What run {run} read as {path} is not kept at {kept}. An earlier version kept no inputs, or it was moved."
        )
        raise FindingsError(msg)
    data = _bytes_of(kept, hash_)
    if data is None:
        msg = f"{kept} was changed since run {run} read it as {path}. Put back the file that was kept."
        raise LedgerError(msg)
    return data


def _bytes_of(path: Path, hash_: str) -> bytes | None:
    """The bytes of a file that has this hash; None where it has another, or cannot be read."""
    try:
        data = path.read_bytes()
    except OSError:
        return None
    return data if sha256_hex(data) == hash_ else None


def _inside(path: str) -> PurePosixPath:
    """A path of findings, as long as it stays inside its folder."""
    found = PurePosixPath(path)
    if found.is_absolute() or ".." in found.parts:
        msg = f"The findings name a file '{path}' outside the workspace, so its inputs are not opened."
        raise LedgerError(msg)
    return found


def _with_ballots(workspace: Workspace, place: str, ballots: Ballots) -> Workspace:
    held = replace(workspace.places[place], ballots=ballots)
    return replace(workspace, places=MappingProxyType({**workspace.places, place: held}))
