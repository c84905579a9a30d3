"""What a run read is kept by its hash and read back as it was; bytes that changed are refused."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from appraisal import appraise
from appraisal.errors import FindingsError, LedgerError, OutputError
from appraisal.model.canonical import sha256_hex
from appraisal.records.inputs import keep_inputs, kept_path, open_inputs
from appraisal.records.ledger import open_ledger
from appraisal.records.ledger_address import LEDGER
from appraisal.records.runs import find_run, findings_path, keep_run, ledger_head, runs_of
from appraisal.records.workspace_files import open_workspace

PLACE = "hammersmith-and-fulham"
LATER = "2025-09-02T10:00:00.000000Z"
WEIGHTS = "person,cast_on,access,clinical-fit,cost,cultural-fit,equity,travel-time,replaces,replaces_reason\n"
P01 = "p01,2025-08-18,90,80,20,50,60,100,,\n"
HURDLES = "criteria/hurdles.yaml"


@pytest.fixture
def ran(starter, take):
    """Run the starter's copy as the command does."""
    take(WEIGHTS + P01)

    def run(differences=()):
        workspace = open_workspace(starter)
        head = ledger_head(starter)
        findings = appraise(workspace, samples=10)
        keep_inputs(starter, PLACE, findings.run, findings["inputs"]["files"])
        entry = keep_run(
            starter,
            findings,
            entered_by="p10",
            entered_at=LATER,
            read_to=head,
            made_with={},
            differences=differences,
        )
        return workspace, findings, entry

    return run


def test_a_runs_inputs_are_kept_by_their_hash_and_read_back_as_they_were(starter, ran, take):
    workspace, findings, _ = ran()
    folder = kept_path(starter, PLACE, findings.run, "x").parent
    assert sorted(path.name for path in folder.iterdir()) == sorted(set(findings["inputs"]["files"].values()))
    assert all(sha256_hex(path.read_bytes()) == path.name for path in folder.iterdir())
    (starter / HURDLES).write_text("version: 1\nhurdles: []\n", encoding="utf-8")
    take(WEIGHTS + P01.replace("p01", "p02"))
    again = open_inputs(starter, PLACE, findings.run)
    assert again == workspace
    assert appraise(again, samples=10).fingerprint == findings.fingerprint


def test_inputs_that_are_kept_already_are_left_as_they_are(starter, ran):
    _, findings, _ = ran()
    kept = kept_path(starter, PLACE, findings.run, findings["inputs"]["files"][HURDLES])
    before = kept.stat().st_mtime_ns
    keep_inputs(starter, PLACE, findings.run, findings["inputs"]["files"])
    assert kept.stat().st_mtime_ns == before
    kept.write_bytes(b"spoilt")
    keep_inputs(starter, PLACE, findings.run, findings["inputs"]["files"])
    assert kept.read_bytes() == (starter / HURDLES).read_bytes()


@pytest.mark.parametrize("change", ["another", "gone"])
def test_a_file_that_changed_while_the_run_was_under_way_stops_it_before_anything_is_kept(starter, workspace, change):
    files = workspace.files_of(PLACE)
    if change == "another":
        (starter / HURDLES).write_bytes((starter / HURDLES).read_bytes() + b"\n# later\n")
    else:
        (starter / HURDLES).unlink()
    with pytest.raises(FindingsError, match=r"criteria/hurdles.yaml changed while the run was under way.* Run again"):
        keep_inputs(starter, PLACE, "0123456789ab", files)
    assert not (starter / "runs").exists()


def test_a_folder_in_which_nothing_can_be_kept_is_named(starter, workspace):
    (starter / "runs").write_text("in the way", encoding="utf-8")
    with pytest.raises(OutputError, match="cannot be written"):
        keep_inputs(starter, PLACE, "0123456789ab", workspace.files_of(PLACE))


def test_a_kept_file_whose_bytes_changed_is_refused_by_its_path(starter, ran):
    _, findings, _ = ran()
    kept = kept_path(starter, PLACE, findings.run, findings["inputs"]["files"][HURDLES])
    kept.write_bytes(kept.read_bytes() + b" ")
    with pytest.raises(LedgerError, match=rf"was changed since run {findings.run} read it as criteria/hurdles.yaml"):
        open_inputs(starter, PLACE, findings.run)


def test_a_kept_file_that_is_gone_is_named(starter, ran):
    _, findings, _ = ran()
    kept_path(starter, PLACE, findings.run, findings["inputs"]["files"][HURDLES]).unlink()
    with pytest.raises(FindingsError, match=r"read as criteria/hurdles.yaml is not kept at .* earlier version"):
        open_inputs(starter, PLACE, findings.run)


def test_inputs_that_no_longer_make_a_workspace_are_told_with_the_first_problem(starter, ran, monkeypatch):
    _, findings, _ = ran()
    monkeypatch.setattr("appraisal.records.inputs.read_workspace", lambda root: (None, []))
    with pytest.raises(FindingsError, match="can no longer be read as a workspace"):
        open_inputs(starter, PLACE, findings.run)


def test_differences_are_entered_before_the_run_that_found_them_and_with_it(starter, ran):
    said = {
        "about": "option",
        "subject": "two",
        "before": "",
        "after": "x",
        "because": "y",
        "run": "a",
        "last_run": "b",
    }
    _, _, entry = ran([said])
    with open_ledger(starter / LEDGER) as ledger:
        *_, difference, last = ledger.entries(PLACE)
        assert ledger.verify().is_sound
    assert (last, difference.number) == (entry, entry.number - 1)
    assert (difference.kind, difference.route, dict(difference.content)) == ("difference", "command", said)


def test_a_difference_that_cannot_be_entered_leaves_the_run_out_too(starter, ran):
    before = ledger_head(starter)
    with pytest.raises(LedgerError, match="Nothing was entered"):
        ran([{"about": 3}])
    assert ledger_head(starter) == before


def test_a_run_is_found_by_as_much_of_its_id_as_no_other_has(starter, ran):
    _, findings, entry = ran()
    runs = runs_of(starter)
    assert find_run(runs, findings.run[:5]) == entry
    other = replace(entry, content={**entry.content, "run": findings.run[:5] + "0000000"}, number=99)
    with pytest.raises(FindingsError, match=rf"2 runs begin with '{findings.run[:5]}': {findings.run}, "):
        find_run([*runs, other], findings.run[:5])
    assert find_run([*runs, other], findings.run) == entry
    with pytest.raises(FindingsError, match=rf"There is no run 'zz'. Runs here, the last first: {findings.run}\."):
        find_run(runs, "zz")
    with pytest.raises(FindingsError, match="There is no run ''"):
        find_run(runs, "")


def test_findings_that_name_a_file_outside_the_workspace_are_not_followed(starter, ran, monkeypatch):
    _, findings, _ = ran()
    path = findings_path(starter, PLACE, findings.run)
    content = json.loads(path.read_text(encoding="utf-8"))
    content["inputs"]["files"] = {"../../evil": "ab"}
    monkeypatch.setattr("appraisal.records.inputs.findings_of", lambda root, entry: content)
    with pytest.raises(LedgerError, match="outside the workspace"):
        open_inputs(starter, PLACE, findings.run)
