"""Replay: a run made again from what it read, and held against what it found then."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from platform import python_version
from typing import Any

from appraisal import __version__
from appraisal.analysis.findings import FORMAT, Findings
from appraisal.audit.compared import Different, differences
from appraisal.errors import AppraisalError, FindingsError, LedgerError
from appraisal.model.canonical import canonical, plain
from appraisal.model.entries import FIRST_PREVIOUS, Entry
from appraisal.model.workspace import Workspace
from appraisal.pipeline import appraise
from appraisal.records.inputs import open_inputs
from appraisal.records.ledger import open_ledger
from appraisal.records.ledger_address import ledger_address
from appraisal.records.runs import find_run, findings_of, findings_path, runs_of

TOLERANCE = 1e-6
"""How far a figure may be from the same figure by another solver: the solvers' own tolerance (method 4.3)."""

_COUNTED_BY_ENUMERATION = ("beyond_limits", "outside_anchors", "scored", "no_other_above")
_NOT_VERSIONS = ("samples", "workers", "solver", "seconds", "seconds_searching")


@dataclass(frozen=True, slots=True)
class OtherVersion:
    """Something that was of another version then."""

    name: str
    then: str
    now: str


@dataclass(frozen=True, slots=True)
class Replayed:
    """What came of running again.

    Attributes:
        run, place, number: the run, its place, and the number of its entry.
        fingerprint: of the findings that the entry names.
        fingerprint_now: of the findings made again.
        solver_then, solver_now: how sets were searched.
        is_other_solver: whether another solver was asked for, so that figures agree within `TOLERANCE` at best.
        is_reproduced: whether the findings are the same: byte for byte, or within the tolerance.
        differences: every value that is not the same, in order of path.
        versions: what was of another version then.
        ran_out_of_time: whether a time limit ended the search then or now, so that it need not reproduce.
    """

    run: str
    place: str
    number: int
    fingerprint: str
    fingerprint_now: str
    solver_then: str
    solver_now: str
    is_other_solver: bool
    is_reproduced: bool
    differences: tuple[Different, ...]
    versions: tuple[OtherVersion, ...]
    ran_out_of_time: bool

    @property
    def farthest(self) -> Different | None:
        """The number that is farthest from what it was; None where no number differs."""
        return max((one for one in self.differences if one.by), key=lambda one: one.by or 0.0, default=None)


def replay(root: Path, asked: str, *, solver: str | None = None) -> Replayed:
    """Run again from the files and the entries that a run read, at its own date, seed and samples.

    Args:
        root: the workspace's folder.
        asked: the run's id, or as much of its beginning as no other run has.
        solver: another way to search than the run's own: "enumeration", "highs" or "cbc".

    Raises:
        FindingsError: if there is no such run, or what it read or found is gone or can no longer be used.
        LedgerError: if the chain does not hold, or a file or the record is not what the run's entry names.
    """
    entry = find_run(runs_of(root), asked)
    _refuse_other_record(root, entry)
    findings = findings_of(root, entry)
    run, place = findings.run, str(findings["place"])
    workspace = open_inputs(root, place, run)
    now = _again(workspace, findings, entry, solver)
    is_other = solver is not None and _solvers(findings) != {solver}
    then_read, now_read = (json.loads(each.to_json()) for each in (findings, now))
    if is_other:
        then_read, now_read = _but_for_the_solver(then_read), _but_for_the_solver(now_read)
    found = tuple(differences(then_read, now_read, within=TOLERANCE if is_other else 0.0))
    if not is_other and not found and findings_path(root, place, run).read_bytes() != now.to_json().encode():
        found = (Different("the file", "laid out otherwise than it was written", "as a run writes it"),)
    return Replayed(
        run=run,
        place=place,
        number=entry.number,
        fingerprint=str(entry.content["fingerprint"]),
        fingerprint_now=now.fingerprint,
        solver_then=str(findings["inputs"]["solver"]),
        solver_now=str(now["inputs"]["solver"]),
        is_other_solver=is_other,
        is_reproduced=not found,
        differences=found,
        versions=_other_versions(entry.content["made_with"], findings["inputs"]),
        ran_out_of_time=_ran_out(findings) or _ran_out(now),
    )


def _refuse_other_record(root: Path, run: Entry) -> None:
    """Stop where the record is not the one that the run read."""
    read, head = int(run.content["read_entries"]), str(run.content["read_head"])
    with open_ledger(ledger_address(root)) as ledger:
        ledger.refuse_unsound()
        last = next((one.hash for one in ledger.entries() if one.number == read), FIRST_PREVIOUS)
    if read >= run.number or last != head:
        msg = (
            f"Run {run.content['run']} says that it read {read} entries and that the last has the hash {head[:12]}.... "
            f"That entry has {last[:12]}..., so this is not the record that it read."
        )
        raise LedgerError(msg)


def _again(workspace: Workspace, findings: Findings, entry: Entry, solver: str | None) -> Findings:
    inputs, used = findings["inputs"], _solvers(findings)
    # Where the public view was searched otherwise, no solver was asked for, and the number of sets chose.
    own = str(inputs["solver"]) if len(used) == 1 else None
    try:
        return appraise(
            workspace,
            str(findings["place"]),
            samples=inputs["samples"],
            solver=solver or own,
            time_limit=inputs["time_limit_seconds"],
            other_methods=inputs["other_methods"] is not None,
        )
    except AppraisalError as error:
        others = _other_versions(entry.content["made_with"], inputs)
        told = "; ".join(f"{one.name} {one.then} then, {one.now} now" for one in others)
        because = f" It was made with other versions: {told}." if told else ""
        msg = f"Run {findings.run} cannot be run again here. {error}{because}"
        raise FindingsError(msg) from error


def _solvers(findings: Findings) -> set[str]:
    """How sets were searched, in the findings and in their public part."""
    both = [findings.content, *([findings["public"]] if findings["public"] else [])]
    return {str(each["inputs"]["solver"]) for each in both}


def _other_versions(made_with: Mapping[str, Any], inputs: Mapping[str, Any]) -> tuple[OtherVersion, ...]:
    then = {name: str(said) for name, said in made_with.items() if name not in _NOT_VERSIONS}
    now = {name: python_version() if name == "python" else _installed(name) for name in then}
    then |= {"appraisal": str(inputs["appraisal"]), "format of findings": str(inputs["formats"]["findings"])}
    now |= {"appraisal": __version__, "format of findings": str(FORMAT)}
    if inputs["other_methods"] is not None:
        then["pymcdm"], now["pymcdm"] = str(inputs["other_methods"]), _installed("pymcdm")
    return tuple(OtherVersion(name, then[name], now[name]) for name in sorted(then) if then[name] != now[name])


def _installed(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return "not installed"


def _but_for_the_solver(content: Any) -> dict[str, Any]:
    """Findings without what only one way of searching tells, sets of sites in order of their sites."""
    told: dict[str, Any] = {key: part for key, part in content.items() if key not in ("run", "fingerprint", "public")}
    told["inputs"] = {key: part for key, part in told["inputs"].items() if key != "solver"}
    told["search"] = {key: part for key, part in told["search"].items() if key not in _COUNTED_BY_ENUMERATION}
    told["portfolios"] = sorted(told["portfolios"], key=lambda chosen: canonical(plain(chosen["sites"])))
    told["warnings"] = [warned for warned in told["warnings"] if warned["about"] != "search"]
    if content.get("public"):
        told["public"] = _but_for_the_solver(content["public"])
    return told


def _ran_out(findings: Findings) -> bool:
    if findings["inputs"]["time_limit_seconds"] is None:
        return False
    both = [findings.content, *([findings["public"]] if findings["public"] else [])]
    return not all(each["search"]["proven"] and each["search"]["rest_proven"] for each in both)
