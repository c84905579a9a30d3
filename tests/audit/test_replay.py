"""Replay: the same bytes from the same inputs; a change of the machine, the files or the record has its name."""

import json
from importlib.metadata import version

import pytest
from building import place, workspace

from appraisal.audit import replay as replaying
from appraisal.audit.compared import Different, differences
from appraisal.audit.replay import TOLERANCE, replay
from appraisal.errors import FindingsError, LedgerError
from appraisal.measures import clinical_fit
from appraisal.pipeline import appraise
from appraisal.records.runs import findings_of, findings_path, runs_of

PLACE = "hammersmith-and-fulham"


@pytest.fixture(scope="module")
def moved(appraised_once):
    """A run made again with a measure that has changed since."""
    middle = clinical_fit._median
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clinical_fit, "_median", lambda scores: middle([*scores, 100.0]))
        return replay(appraised_once, ids(appraised_once)[-1])


def ids(folder):
    return [entry.content["run"] for entry in runs_of(folder)]


def test_both_runs_of_the_demo_reproduce_byte_for_byte(demo_once):
    assert len(ids(demo_once)) == 2
    for run in ids(demo_once):
        found = replay(demo_once, run)
        assert (found.is_reproduced, found.differences, found.versions) == (True, (), ())
        assert found.fingerprint == found.fingerprint_now


def test_another_solver_agrees_to_within_the_tolerance_but_for_what_only_enumeration_counts():
    held = workspace(place())
    by_set, by_model = (
        json.loads(appraise(held, samples=50, solver=solver).to_json()) for solver in ("enumeration", "cbc")
    )
    assert list(differences(by_set, by_model)) != []
    told = replaying._but_for_the_solver(by_set), replaying._but_for_the_solver(by_model)
    assert list(differences(*told, within=TOLERANCE)) == []
    by_model["options"][0]["total"]["value"] += 1e-5
    moved = replaying._but_for_the_solver(by_model)
    assert [one.path for one in differences(told[0], moved, within=TOLERANCE)] == ["options[0].total.value"]


def test_a_measure_that_has_changed_since_is_named_by_what_it_moves(moved):
    assert not moved.is_reproduced
    assert any(one.path.endswith(".performance.clinical-fit.value") for one in moved.differences)
    assert moved.farthest.by > 0
    assert moved.versions == ()


def test_another_version_is_named_though_the_bytes_are_the_same(appraised_once, monkeypatch):
    monkeypatch.setattr(replaying, "version", lambda name: "9.9" if name == "numpy" else version(name))
    monkeypatch.setattr(replaying, "__version__", "9.9.9")
    run = runs_of(appraised_once)[-1]
    found = replaying._other_versions(run.content["made_with"], findings_of(appraised_once, run)["inputs"])
    assert [(one.name, one.now) for one in found] == [("appraisal", "9.9.9"), ("numpy", "9.9")]


def test_the_files_of_now_change_nothing_and_the_lay_out_of_findings_is_held_to_its_bytes(appraised):
    for name in ("criteria/criteria.yaml", f"options/{PLACE}/place.yaml", "workspace.yaml", "reports/wording.yaml"):
        (appraised / name).write_text("nonsense", encoding="utf-8")
    path = findings_path(appraised, PLACE, ids(appraised)[-1])
    path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8"))), encoding="utf-8")
    found = replay(appraised, ids(appraised)[-1], solver="enumeration")
    assert found.fingerprint == found.fingerprint_now
    assert (found.is_reproduced, found.differences) == (
        False,
        (Different("the file", "laid out otherwise than it was written", "as a run writes it"),),
    )


def test_a_run_that_a_time_limit_ended_need_not_reproduce():
    said = {"inputs": {"time_limit_seconds": 1.0}, "search": {"proven": True, "rest_proven": False}, "public": None}
    assert replaying._ran_out(Findings(said))
    assert not replaying._ran_out(Findings({**said, "search": {"proven": True, "rest_proven": True}}))
    assert not replaying._ran_out(Findings({**said, "inputs": {"time_limit_seconds": None}}))


class Findings(dict):
    @property
    def content(self):
        return self


def test_what_was_asked_of_a_run_is_asked_again(appraised_once, monkeypatch):
    asked = {}
    monkeypatch.setattr(replaying, "appraise", lambda _, place, **how: asked.update(how, place=place))
    run = runs_of(appraised_once)[-1]
    findings = findings_of(appraised_once, run)
    replaying._again(None, findings, run, None)
    how = {"samples": 500, "solver": "enumeration", "time_limit": None, "other_methods": False}
    assert asked == {**how, "place": PLACE}
    replaying._again(None, findings, run, "cbc")
    assert asked["solver"] == "cbc"


def test_a_run_that_nobody_made_is_refused(appraised_once):
    with pytest.raises(FindingsError, match="There is no run 'ffff'"):
        replay(appraised_once, "ffff")


def test_findings_that_were_changed_are_refused(appraised):
    path = findings_path(appraised, PLACE, ids(appraised)[-1])
    path.write_text(path.read_text(encoding="utf-8").replace('"seed": 20250901', '"seed": 20250902'), encoding="utf-8")
    with pytest.raises(FindingsError, match="changed after they were written"):
        replay(appraised, ids(appraised)[-1])


def test_an_input_that_was_changed_or_is_gone_is_refused(appraised):
    kept = sorted((findings_path(appraised, PLACE, ids(appraised)[-1]).parent / "inputs").iterdir())
    kept[0].write_bytes(kept[0].read_bytes() + b"\n")
    with pytest.raises(LedgerError, match="was changed since run"):
        replay(appraised, ids(appraised)[-1])
    kept[0].unlink()
    with pytest.raises(FindingsError, match="is not kept at"):
        replay(appraised, ids(appraised)[-1])


def test_a_run_that_read_another_record_is_refused(appraised_once):
    run = runs_of(appraised_once)[-1]
    other = type("Other", (), {"content": {**run.content, "read_head": "ab" * 32}, "number": run.number})
    with pytest.raises(LedgerError, match="not the record that it read"):
        replaying._refuse_other_record(appraised_once, other)


def test_the_command_answers_in_words_and_as_json(appraised_once, command):
    run = ids(appraised_once)[-1]
    answer = command("audit", "replay", run[:5], "-w", appraised_once)
    assert (answer.code, answer.err) == (0, "")
    assert "Reproduced, byte for byte." in answer.out
    told = json.loads(command("audit", "replay", run, "-w", appraised_once, "--json").out)
    assert (told["is_reproduced"], told["solver_now"], told["difference_count"]) == (True, "enumeration", 0)


def test_the_command_names_what_differs_and_ends_with_six(appraised_once, command, moved, monkeypatch):
    monkeypatch.setattr(replaying, "replay", lambda *_, **__: moved)
    answer = command("audit", "replay", ids(appraised_once)[-1], "-w", appraised_once)
    assert answer.code == 6
    assert "Not reproduced:" in answer.out
    assert "The number farthest from what it was:" in answer.out
    assert "The kind of machine is not recorded." in answer.out


def test_values_are_held_against_each_other_by_their_paths():
    then = {"a": [1, 2.0, "x"], "b": True, "c": None}
    assert list(differences(then, then)) == []
    now = {"a": [1, 2.0000005, "y"], "b": 1, "d": None}
    assert list(differences(then, now, within=1e-6)) == [
        Different("a[2]", "x", "y"),
        Different("b", True, 1),
        Different("c", None, "(absent)"),
        Different("d", "(absent)", None),
    ]
    assert [one.path for one in differences({"a": [1]}, {"a": [1, 2]})] == ["a[]"]
