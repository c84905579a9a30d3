"""On the demo's record: every option and criterion, each kind of subject, and every entry that is cited."""

import re
import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from building import place, workspace
from explained import WHEN, dossier_of, problems, text_of, walk, with_figure

from appraisal.analysis.findings import Findings
from appraisal.audit.explaining import explain
from appraisal.audit.explaining.arithmetic import agree, value_at
from appraisal.audit.explaining.opening import open_dossier, open_held
from appraisal.audit.explaining.options_told import option_steps
from appraisal.audit.explaining.printed import WIDTH, printed
from appraisal.cli import main
from appraisal.errors import FindingsError, LedgerError
from appraisal.model.entries import NO_ENTRIES, Draft, chained
from appraisal.model.spoken_of import hash_spoken_of
from appraisal.records.ledger import open_ledger
from appraisal.records.ledger_address import ledger_address

FIRST_RUN = 340  # entry of the run before the workshop
OF_OPTION = r"options\[(\d+)\]\.(performance|value_scores|weighted_scores)\.([a-z-]+)\.(low|value|high)"


@pytest.fixture(scope="module")
def held(demo_once):
    return open_held(demo_once)


@pytest.fixture(scope="module")
def last(demo_once, held):
    return open_dossier(demo_once, held, None, None)


@pytest.fixture(scope="module")
def first(demo_once, held):
    run = next(entry for entry in held.entries if entry.number == FIRST_RUN).content["run"]
    return open_dossier(demo_once, held, None, run[:6])


def keys(path):
    return tuple(int(part) if part.isdigit() else part for part in re.findall(r"[^.\[\]]+", path))


@pytest.mark.parametrize("run", ["first", "last"])
def test_for_every_option_and_criterion_the_figures_are_those_of_the_findings(run, request):
    dossier, ranked = request.getfixturevalue(run), 0
    for index, row in enumerate(dossier.findings["options"]):
        steps = option_steps(dossier, row["id"])
        assert problems(steps) == []
        if row["status"] != "ranked":
            continue
        ranked += 1
        compared = {step.path: step.figure for step in walk(steps) if step.is_compared}
        for criterion in dossier.findings["weights"]:
            for end in ("low", "value", "high"):
                assert f"options[{index}].performance.{criterion}.{end}" in compared
            assert f"options[{index}].value_scores.{criterion}.low" in compared
            assert f"options[{index}].weighted_scores.{criterion}.low" in compared
        assert {f"options[{index}].{key}" for key in ("total.value", "rank.low")} <= compared.keys()
        for path, figure in compared.items():
            assert agree(value_at(dossier.findings, keys(path)), figure, 3e-9), path
        assert [step.figure for step in steps[1:-2]] == pytest.approx(
            [
                dossier.findings["options"][index]["weighted_scores"][one]["low"]
                for one in sorted(dossier.findings["weights"])
            ],
            abs=1e-9,
        )
    assert ranked >= 8


def test_every_entry_that_is_cited_exists_and_says_so(last, held):
    entries = {entry.number: entry for entry in held.entries}
    cited = 0
    for row in last.findings["options"]:
        for step in walk(option_steps(last, row["id"])):
            if len(step.entries) != 1 or not re.match(r"p\d\d[ ,]", step.text):
                continue
            entry = entries[step.entries[0]]
            assert step.text.startswith(entry.person)
            assert f"entry {entry.number}, " in step.text
            if entry.kind == "score":
                assert f"“{entry.content['reason']}”" in step.text
                assert step.shown == entry.content["answer"]
            else:
                points = {name: float(text) for name, text in entry.content["points"].items()}
                criterion = step.path.rpartition(".")[2]
                assert step.figure == pytest.approx(points[criterion] / sum(points.values()), abs=1e-12)
            cited += 1
    assert cited > 500


def test_every_line_of_evidence_that_is_cited_says_so(last, demo_once):
    place = last.place.id
    lines = (demo_once / "options" / place / "evidence.csv").read_text(encoding="utf-8").splitlines()
    told = text_of(option_steps(last, "elder-alone", "cost"))
    cited = re.findall(r"Example home Elder, ([a-z' -]+): ([\d,]+)[^\n]*\n[^\n]*evidence.csv, line (\d+)", told)
    assert len(cited) == 4
    for _, figure, line in cited:
        assert lines[int(line) - 1].startswith("elder,,cost.")
        assert f",{figure.replace(',', '')}," in lines[int(line) - 1]


def test_what_is_told_is_what_the_run_read_and_not_what_the_files_say_now(demo_once, tmp_path):
    folder = shutil.copytree(demo_once, tmp_path / "changed")
    before = printed(explain(folder, "amber-alone"))
    for path in (*folder.glob("options/*/evidence.csv"), folder / "criteria" / "criteria.yaml"):
        path.write_text("nothing that can be read\n", encoding="utf-8")
    assert printed(explain(folder, "amber-alone")) == before


def test_a_kept_input_that_was_changed_is_refused(demo_once, tmp_path):
    folder = shutil.copytree(demo_once, tmp_path / "changed")
    for path in folder.glob("runs/*/*/inputs/*"):
        path.write_bytes(path.read_bytes() + b" ")
    with pytest.raises(LedgerError, match="was changed since run"):
        explain(folder, "amber-alone")


def test_an_earlier_run_is_told_with_the_ballots_that_it_read(first, last):
    assert "p04, entry 16," in text_of(option_steps(first, "amber-alone"))
    assert "p04, entry 342," in text_of(option_steps(last, "amber-alone"))


def test_a_figure_that_was_not_known_is_an_interval_in_the_run_that_did_not_know_it(first, last):
    then, now = (text_of(option_steps(run, "maple-and-birch", "cost")) for run in (first, last))
    assert "price of a bed-day: no row of evidence.csv gives it, so it is not known" in then
    assert "never a value in its middle 0 to 100" in then
    assert "not known" not in now
    assert "Entry 385, o01, 10 September 2025: The provider gave its price" in now


def test_a_weight_tells_of_its_lock_of_what_came_late_and_of_what_does_not_count(demo_once):
    told = explain(demo_once, "weight:cost")
    text = text_of(told.steps)
    assert not told.problems
    assert "Lock: entry 29, o02, 20 August 2025" in text
    assert "scores could first be seen, by entry 338; 1 ballot came later" in text
    late = "after the lock (entry 29) and after scores could be seen (entry 338)"
    assert f"Entry 342, p04, 11 September 2025, {late}: At the workshop families told me" in text
    assert f"p04, entry 342, 11 September 2025, {late}, " in text
    assert text.count(late) == 2
    [apart] = [step for step in told.steps if step.text.startswith("Ballots that do not count")]
    assert (apart.text, apart.entries) == ("Ballots that do not count: 1", (16,))
    assert "Entry 16, p04, 20 August 2025, replaced by entry 342" in text
    assert "p09 (place-team) gave none" in text
    assert "The group-weights, entry 25, o01, 8 August 2025, as the run read them" in text
    assert text_of(explain(demo_once, "Cost").steps) == text == text_of(explain(demo_once, "criterion:cost").steps)


def test_the_weight_of_an_option_tells_of_a_late_ballot_as_the_weight_alone_does(demo_once):
    text = text_of(explain(demo_once, "amber-alone", "cost").steps)
    assert "p04, entry 342, 11 September 2025, after the lock (entry 29) and after scores" in text
    assert "1 ballot came later" in text


def agreeing(hash_, *kinds):
    """Entries of these kinds in order: an agreement of the anchors by this hash, scores."""
    content = {
        "agreement": {"what": "anchors", "hash": hash_, "why": "Agreed."},
        "score": {"site": "ash", "criterion": "clinical-fit", "answer": "50", "reason": "R."},
    }
    said_by = {"place": "testing-vale", "person": "o01", "role": "", "entered_by": "o01", "route": "command"}
    drafts = [Draft(kind=kind, content=content[kind], **said_by) for kind in kinds]
    return tuple(chained(drafts, after=NO_ENTRIES, entered_at=WHEN, salts=["0" * 32] * len(drafts)))


@pytest.mark.parametrize(
    ("kinds", "said"),
    [
        ((), "Anchors, which no entry agrees: "),
        (("agreement",), "Anchors, agreed: entry 1, 1 September 2025, before any score: "),
        (("agreement", "score"), "before the first score (entry 2): "),
        (("score", "agreement"), "Anchors, agreed: entry 2, 1 September 2025, after the first score (entry 1): "),
    ],
)
def test_anchors_are_said_to_be_agreed_first_only_where_an_entry_shows_it(kinds, said):
    vale = place()
    hash_ = hash_spoken_of(vale, "agreement", {"what": "anchors"})
    text = text_of(option_steps(dossier_of(workspace(vale), agreeing(hash_, *kinds)), "first-alone", "cost"))
    assert said in text
    if kinds:
        otherwise = dossier_of(workspace(vale), agreeing("0" * 64, *kinds))
        at = kinds.index("agreement") + 1
        assert f"Anchors, not as agreed in entry {at}: " in text_of(option_steps(otherwise, "first-alone", "cost"))


def test_a_ballot_entered_after_a_run_is_said_to_be(demo_once, first):
    text = text_of(explain(demo_once, "weight:cost", run=first.findings["run"]).steps)
    assert "Entry 342, p04, 11 September 2025, entered after this run had read" in text
    assert "after this run had read the record" in text


def test_a_hurdle_tells_each_sites_answer_and_what_followed(demo_once, last):
    text = text_of(explain(demo_once, "hurdle:nursing").steps)
    assert all(site.name in text for site in last.place.sites)
    assert "Example home Cedar (cedar), A nurse day and night fails" in text
    one = explain(demo_once, "data-reporting", "juniper")
    said = text_of(one.steps)
    assert "not known" in said
    assert "with it these options: Three homes, Juniper, Hazel and Foxglove" in said
    assert "Example home Amber" not in said


def test_a_forged_answer_to_a_hurdle_is_missed(last):
    from appraisal.audit.explaining.hurdles_told import hurdle_steps

    at = next(i for i, one in enumerate(last.findings["sites"][0]["hurdles"]) if one["hurdle"] == "nursing")
    forged = with_figure(last, ("sites", 0, "hurdles", at, "result"), "fails")
    assert problems(hurdle_steps(forged, "nursing")) == [
        f"sites[0].hurdles[{at}].result: the findings say 'fails', and what stands in the record comes to 'meets'."
    ]


def test_a_site_tells_its_scores_by_pseudonym_its_moderation_and_its_uses(demo_once):
    told = explain(demo_once, "Example hospice Willow unit")
    text = text_of(told.steps)
    assert not told.problems
    assert "The panel then agreed, entry 339, o02, 28 August 2025: “Half the panel had read" in text
    assert "p03 dissents: “I would stay at 0. My father could not pray there.”" in text
    assert (
        "p05 (clinicians), entry 141, 22 August 2025: “I work for this provider one day a week.”; does not count"
        in text
    )
    assert "The hospice unit Willow with one home, Hazel (willow-and-hazel)" in text
    one = text_of(explain(demo_once, "willow", "cultural-fit").steps)
    assert "clinical-fit" not in one
    assert "Scores that count, in order: 0, 0, 25, 25, 25, 75, 100, 100, 100, 100" in one


def test_overrides_are_told_or_that_there_is_none(demo_once, tmp_path):
    assert "No override stands in the record" in text_of(explain(demo_once, "override").steps)
    folder = shutil.copytree(demo_once, tmp_path / "overridden")
    plan = next(folder.glob("options/*/place.yaml"))
    plan.write_text(re.sub(r"may: \[", "may: [override, ", plan.read_text(encoding="utf-8"), count=1), encoding="utf-8")
    reason = "The board preferred one home."
    main(["record", "override", "--as", "o01", "--of", "option:amber-alone", "--reason", reason, "-w", str(folder)])
    [number] = [entry.number for entry in open_held(folder).entries if entry.kind == "override"]
    for asked in ("override", f"override:{number}"):
        text = text_of(explain(folder, asked).steps)
        assert "option:amber-alone" in text
        assert f"Reason: {reason}" in text
        assert "no run came after it" in text
    with pytest.raises(
        FindingsError, match=f"Entry 29 is of kind 'lock', so it is no override. Overrides here: {number}"
    ):
        explain(folder, "override:29")


def test_an_entry_is_told_with_what_replaced_it_and_which_run_first_read_it(demo_once, first):
    text = text_of(explain(demo_once, "16").steps)
    assert "It was replaced by entry 342: At the workshop families told me" in text
    assert f"First read by run {first.findings['run']}, which is entry {FIRST_RUN}" in text
    late = text_of(explain(demo_once, "entry:342").steps)
    assert "It replaced entry 16" in late
    assert "It came late, after entry 29 (lock)" in late
    assert "No later entry has replaced it" in late


def changed_entry(folder, number, change):
    """Change a row by the file's own means, as somebody with full rights over it would."""
    with closing(sqlite3.connect(ledger_address(folder))) as connection, connection:
        for (name,) in connection.execute("select name from sqlite_master where type = 'trigger'").fetchall():
            connection.execute(f"drop trigger {name}")
        connection.execute(f"update entries set {change} where number = ?", (number,))


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ("content = replace(content, 'points', 'point5')", "does not give its hash"),
        ("content = 'no json'", "cannot be read"),
        ("person = 'p01'", "does not give its hash"),
        ("content = '{}'", "It cannot be told, because some entry of this place lacks what its kind holds"),
    ],
)
def test_an_entry_of_a_ledger_that_does_not_hold_can_still_be_asked_about(demo_once, tmp_path, command, change, says):
    folder = shutil.copytree(demo_once, tmp_path / "tampered")
    changed_entry(folder, 15, change)
    answer = command("audit", "explain", "15", "-w", folder)
    assert answer.code == 5
    assert says in " ".join(answer.out.split())
    assert "THIS DOES NOT HOLD" in answer.out
    assert "Traceback" not in answer.err
    before = command("audit", "explain", "14", "-w", folder)
    assert before.code == 0
    assert "The chain holds up to here, and to entry 14" in " ".join(before.out.split())
    after = command("audit", "explain", "16", "-w", folder)
    assert after.code == 5
    assert "The chain does not hold up to here" in " ".join(after.out.split())
    refused = command("audit", "explain", "amber-alone", "-w", folder)
    assert (refused.code, refused.out) == (5, "")
    assert "Ledger entry 15" in refused.err


def test_an_entry_that_was_deleted_is_said_to_be_missing(demo_once, tmp_path, command):
    folder = shutil.copytree(demo_once, tmp_path / "tampered")
    changed_entry(folder, 15, "number = 100000")
    answer = command("audit", "explain", "15", "-w", folder)
    assert answer.code == 5
    assert "Ledger entry 15 is missing" in answer.out


def test_a_run_that_was_tampered_with_is_told_loudly(demo_once, monkeypatch, command, last):
    opening = "appraisal.audit.explaining.opening.findings_of"
    index = last.index("options", "amber-alone")
    forged = with_figure(last, ("options", index, "value_scores", "access", "low"), 99.0)
    monkeypatch.setattr(opening, lambda root, entry: Findings(forged.findings))
    answer = command("audit", "explain", "amber-alone", "-w", demo_once)
    assert answer.code == 5
    assert "1 FIGURE OR ANSWER DOES NOT AGREE:" in answer.out
    assert f"options[{index}].value_scores.access.low: the findings say 99," in " ".join(answer.out.split())
    assert "DOES NOT AGREE." in answer.out
    assert "Rely on nothing that rests on it." in answer.err
    as_json = command("audit", "explain", "amber-alone", "-w", demo_once, "--json")
    assert (as_json.code, as_json.err) == (5, "")
    assert "value_scores.access.low" in as_json.out


def test_ballots_in_the_record_that_are_not_those_of_the_findings_are_told(last):
    from appraisal.audit.explaining.rests_on import rests_on

    assert problems((rests_on(last),)) == []
    other = replace(last.place, ballots=replace(last.place.ballots, scores=last.place.ballots.scores[1:]))
    moved = replace(last, workspace=replace(last.workspace, places={other.id: other}))
    assert "inputs.ballots: the ballots in the record have hash" in problems((rests_on(moved),))[0]


def test_confidential_figures_are_announced_where_they_are_and_only_there(demo_once):
    assert "It holds confidential figures." in printed(explain(demo_once, "elder-alone"))
    assert "It holds confidential figures." in printed(explain(demo_once, "elder"))
    assert "It holds confidential figures." not in printed(explain(demo_once, "amber-alone"))


def test_text_keeps_to_its_columns_with_figures_at_the_right(demo_once):
    for subject in ("willow-and-hazel", "weight:equity", "hurdle:rating", "elder", "29"):
        lines = printed(explain(demo_once, subject)).splitlines()
        assert max(map(len, lines)) <= WIDTH
    at_the_right = [
        line for line in printed(explain(demo_once, "amber-alone")).splitlines() if re.search(r"  [\d.,]+$", line)
    ]
    assert len(at_the_right) > 100
    assert {len(line) for line in at_the_right} == {WIDTH}


def test_every_entry_can_be_read_by_itself_whatever_stands_beside_it(demo_once, tmp_path):
    folder = shutil.copytree(demo_once, tmp_path / "tampered")
    changed_entry(folder, 15, "content = 'no json'")
    with open_ledger(ledger_address(folder)) as ledger:
        found = dict(ledger.whatever_can_be_read())
    assert isinstance(found[15], LedgerError)
    assert [number for number, one in found.items() if isinstance(one, LedgerError)] == [15]
    assert found[29].kind == "lock"


def test_the_example_of_the_how_to_is_what_the_demo_says(demo_once):
    page = Path(__file__).parents[2] / "docs" / "how-to" / "how-a-score-came-about.md"
    shown = page.read_text(encoding="utf-8").split("```")[1].strip("\n").splitlines()
    said = printed(explain(demo_once, "amber-alone")).splitlines()
    assert [line for line in shown if line not in said] == []
