"""`appraisal compare`, and what each run enters of what changed since the last one."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace

import pytest

from appraisal.changes.between_runs import changes_since_paper
from appraisal.cli.comparison import comparison
from appraisal.papers.render import render_paper
from appraisal.records.ledger import open_ledger
from appraisal.records.ledger_address import LEDGER
from appraisal.records.report_files import read_templates, read_wording
from appraisal.records.runs import latest_run, runs_of

PLACE = "hammersmith-and-fulham"
EVIDENCE = f"options/{PLACE}/evidence.csv"
DEARER = "amber,,cost.bed-day,398,390,420,pounds a bed-day,example-return-harbour,2025-08-28,yes,A new price\n"
WEIGHTS = "person,cast_on,access,clinical-fit,cost,cultural-fit,equity,travel-time,replaces,replaces_reason\n"


def append(path, text):
    path.write_bytes(path.read_bytes() + text.encode("utf-8"))


def entered(folder):
    with open_ledger(folder / LEDGER) as ledger:
        return [entry for entry in ledger.entries(PLACE) if entry.kind == "difference"]


def ids(folder):
    return [entry.content["run"] for entry in runs_of(folder, PLACE)]


@pytest.fixture
def changed(appraised, command):
    """A workspace with two runs, a dearer price between them."""
    append(appraised / EVIDENCE, DEARER)
    answer = command("run", appraised, "--samples", "500", "--because", "A comment asked for the new price.")
    assert answer.code == 0, answer.err
    return appraised


def test_a_first_run_and_the_same_run_again_enter_no_difference(appraised, command):
    assert entered(appraised) == []
    answer = command("run", appraised, "--samples", "500")
    assert answer.code == 0
    assert "Since run" not in answer.out
    assert entered(appraised) == []
    assert len(set(ids(appraised))) == 1


def test_a_run_enters_each_difference_before_its_own_entry_with_the_reason(changed, command):
    [found] = entered(changed)
    before, after = ids(changed)
    assert dict(found.content) == {
        "about": "evidence",
        "subject": "amber/cost.bed-day",
        "title": "Example home Amber: price of a bed-day",
        "before": "298 pounds a bed-day (290 to 312), as at 24 July 2025, "
        "note: Illustrative price for 2025/26, nursing and food included",
        "after": "398 pounds a bed-day (390 to 420), as at 28 August 2025, note: A new price",
        "because": "A comment asked for the new price.",
        "run": after,
        "last_run": before,
    }
    assert (found.route, found.number) == ("command", runs_of(changed, PLACE)[-1].number - 1)
    assert command("audit", "verify", changed).code == 0


def test_a_run_says_what_changed_and_how_to_see_it(appraised, command):
    append(appraised / EVIDENCE, DEARER)
    answer = command("run", appraised, "--samples", "500")
    before, after = ids(appraised)
    assert f"Since run {before}: one difference (1 of evidence)." in answer.out
    assert f"appraisal compare {before} {after} -w {appraised}" in answer.out
    assert entered(appraised)[0].content["because"] == ""


def test_compare_says_what_changed_its_reason_its_effect_and_both_rankings(changed, command):
    before, after = ids(changed)
    answer = command("compare", before[:6], after[:6], "-w", changed)
    assert (answer.code, answer.err) == (0, "")
    assert f"Hammersmith and Fulham: run {before}, and run {after} after it" in answer.out
    assert "evidence  Example home Amber: price of a bed-day" in answer.out
    assert "why     A comment asked for the new price." in answer.out
    assert "'One home, Amber': rank" in answer.out
    [row] = [line for line in answer.out.splitlines() if line.startswith("  One home, Amber ")]
    assert row.count("of 100") == 2
    assert all(len(line) <= 120 for line in answer.out.splitlines())


def test_compare_answers_in_json_with_the_same_keys_as_the_entries(changed, command):
    before, after = ids(changed)
    told = json.loads(command("compare", before, after, "-w", changed, "--json").out)
    assert (told["before"], told["after"], told["unread"], told["locked"]) == (before, after, [], False)
    [row] = told["differences"]
    assert row["key"] == "evidence:amber/cost.bed-day"
    assert row["cause"] == {
        "entries": [],
        "reasons": ["A comment asked for the new price."],
        "feedback": [],
        "stated": True,
    }
    assert {one["option"] for one in row["effect"]} >= {"amber-alone", "amber-and-birch"}


def test_two_runs_asked_for_the_other_way_round_are_told_in_their_order_and_said_so(changed, command):
    before, after = ids(changed)
    answer = command("compare", after, before, "-w", changed)
    assert f"run {before}, and run {after} after it" in answer.out
    assert "asked for the other way round; the earlier run stands first" in answer.out
    assert "the other way round" not in command("compare", before, after, "-w", changed).out
    told, swapped = (
        json.loads(command("compare", *runs, "-w", changed, "--json").out)
        for runs in ((before, after), (after, before))
    )
    assert {**told, "swapped": True} == swapped
    assert told["differences"][0]["before"].startswith("298 pounds")


def test_each_of_several_reasons_ends_with_a_full_stop():
    row = {
        "key": "weights:p01",
        "about": "weights",
        "subject": "p01",
        "title": "weights of p01",
        "before": "a",
        "after": "b",
        "effect": [],
        "together": 1,
        "cause": {"entries": [], "reasons": ["the board", "A typing mistake."], "feedback": [], "stated": True},
    }
    told = {"place_name": "Vale", "before": "a1", "after": "b2", "unread": [], "locked": True, "swapped": False}
    assert "why     The board. A typing mistake." in comparison({**told, "options": [], "differences": [row]})


def test_a_run_compared_with_itself_differs_in_nothing(changed, command):
    answer = command("compare", ids(changed)[0], ids(changed)[0], "-w", changed)
    assert "Nothing differs between them." in answer.out


def test_an_unknown_run_is_told_with_those_that_are_known(changed, command):
    before, after = ids(changed)
    answer = command("compare", "000000000000", after, "-w", changed)
    assert answer.code == 6
    assert f"There is no run '000000000000'. Runs here, the last first: {after}, {before}." in answer.err
    near = before[:-1] + ("0" if before[-1] != "0" else "1")
    assert f"Did you mean '{before}'?" in command("compare", near, after, "-w", changed).err


def test_a_folder_without_a_ledger_has_no_run(starter, command):
    answer = command("compare", "a", "b", "-w", starter)
    assert (answer.code, answer.err) == (6, "There is no run 'b'. There is no run here yet.\n")


def test_a_last_run_whose_inputs_were_not_kept_is_compared_by_hash_and_said_so(appraised, command):
    before = ids(appraised)[0]
    shutil.rmtree(appraised / "runs" / PLACE / before / "inputs")
    append(appraised / EVIDENCE, DEARER)
    answer = command("run", appraised, "--samples", "500")
    assert answer.code == 0
    found = [f"{one.content['about']}:{one.content['subject']}" for one in entered(appraised)]
    assert found == [f"file:{EVIDENCE}", "run:inputs"]
    assert f"What run {before} read can no longer be read" in answer.err
    told = command("compare", *ids(appraised), "-w", appraised)
    assert "can no longer be read" in told.out
    assert "what changed in it can no longer be shown" in told.out
    assert told.code == 0


@pytest.fixture
def lost(demo_once, tmp_path):
    """The demo, of which nobody can read any more what its first run read."""
    folder = tmp_path / "demo"
    shutil.copytree(demo_once, folder)
    shutil.rmtree(folder / "runs" / PLACE / ids(folder)[0] / "inputs")
    return folder


def page_of(folder, command):
    """The paper, and what is told beside it on standard error."""
    answer = command("papers", folder)
    assert answer.code == 0
    page = (folder / "papers" / PLACE / "options-illustrative.html").read_text(encoding="utf-8")
    return page.partition('id="changed"')[2].partition("</section>")[0], answer.err


def test_a_paper_tells_from_the_record_what_a_lost_run_would_have_shown(lost, command):
    page, told = page_of(lost, command)
    assert f"What run {ids(lost)[0]} read can no longer be read" in told
    for said in (
        "Example home Maple: price of a bed-day",
        "The provider gave its price after a family asked for it at the workshop.",
        "#comment-c07",
        "Three homes, Damson, Amber and Birch",
        "One bed alone at Birch would leave one person on their own",
        "Weights of p04",
        "I had given that too few points.",
    ):
        assert said in page
    assert "Changed without a stated reason" not in page
    assert "Changed in words" not in page


def test_a_late_change_cannot_be_hidden_by_removing_what_was_read(lost, command):
    shutil.rmtree(lost / "runs" / PLACE / ids(lost)[1] / "inputs")
    criteria = lost / "criteria" / "criteria.yaml"
    text = criteria.read_text(encoding="utf-8")
    assert "{performance: 1.0, value: 100}" in text
    criteria.write_text(text.replace("{performance: 1.0, value: 100}", "{performance: 2.0, value: 100}", 1), "utf-8")
    answer = command("run", lost, "--samples", "500", "-q")
    assert (answer.code, answer.out) == (0, f"{ids(lost)[2]}\n")
    assert f"What run {ids(lost)[1]} read can no longer be read" in answer.err
    page, _ = page_of(lost, command)
    assert (
        "Changed, and what changed in them can no longer be shown: criteria/criteria.yaml. "
        "Why: Changed without a stated reason."
    ) in " ".join(page.split())
    assert "no figure rests on" not in page
    assert "Weights of p04" in page


def test_a_reason_is_not_given_to_what_changed_again_without_one(changed, command):
    append(changed / EVIDENCE, DEARER.replace("398,390,420", "448,440,460").replace("08-28", "08-30"))
    assert command("run", changed, "--samples", "500").code == 0
    first, second, third = ids(changed)
    told = " ".join(command("compare", first, third, "-w", changed).out.split())
    assert "why no reason was entered. Of an earlier step of it, or of a part of it" in told
    assert "this was said: A comment asked for the new price." in told
    assert "448 pounds" in told
    alone = " ".join(command("compare", first, second, "-w", changed).out.split())
    assert "why A comment asked for the new price. effect" in alone


def test_a_last_run_whose_findings_are_gone_is_not_compared_and_stops_nothing(appraised, command):
    shutil.rmtree(appraised / "runs")
    answer = command("run", appraised, "--samples", "600")
    assert answer.code == 0
    assert [one.content["subject"] for one in entered(appraised)] == ["inputs"]
    assert "can no longer be read" in answer.err


def test_a_weight_that_was_replaced_shows_its_reason_and_another_number_of_samples_is_told(appraised, command):
    late = appraised / "late.csv"
    late.write_text(WEIGHTS + "p01,2025-08-29,0,0,100,0,0,0,yes,I had read the question wrongly\n", encoding="utf-8")
    assert command("import", late, "-w", appraised).code == 0
    assert command("run", appraised, "--samples", "600").code == 0
    told = json.loads(command("compare", *ids(appraised), "-w", appraised, "--json").out)
    rows = {row["key"]: row for row in told["differences"]}
    assert list(rows) == ["run:samples", "weights:p01"]
    assert rows["weights:p01"]["cause"]["reasons"] == ["I had read the question wrongly"]
    assert rows["weights:p01"]["effect"]
    assert rows["run:samples"]["effect"] == []
    assert "no reason was entered" in command("compare", *ids(appraised), "-w", appraised).out


def test_a_file_that_changes_while_the_run_is_under_way_stops_it_before_anything_is_entered(
    appraised, command, monkeypatch
):
    import appraisal.pipeline

    real = appraisal.pipeline.appraise

    def slow(*given, **named):
        found = real(*given, **named)
        append(appraised / EVIDENCE, DEARER)
        return found

    monkeypatch.setattr("appraisal.pipeline.appraise", slow)
    before = ids(appraised)
    answer = command("run", appraised, "--samples", "700")
    assert (answer.code, ids(appraised)) == (6, before)
    assert f"{EVIDENCE} changed while the run was under way" in answer.err
    assert [path.name for path in (appraised / "runs" / PLACE).iterdir()] == before


def issued(run, after=1, paper="options"):
    """The entry of a paper of a run, as if issued right after it."""
    return replace(run, kind="paper", number=run.number + after, content={"paper": paper, "run": run.content["run"]})


def test_a_paper_is_held_against_the_last_options_paper_of_another_run_that_was_issued_before_it(changed):
    first, last = runs_of(changed, PLACE)
    entries = [first, issued(first), last]
    told = changes_since_paper(changed, last, entries)
    assert (told["before"], told["after"], told["issued_on"]) == (*ids(changed), first.entered_at[:10])
    assert told["last_findings"]["run"] == first.content["run"]
    assert told["last_record"]["entries"] == first.number
    for none in ([first, last], [first, last, issued(last)], [first, issued(first, 9), last]):
        assert changes_since_paper(changed, last, none) is None
    assert changes_since_paper(changed, last, [first, issued(first, paper="feedback"), last]) is None


def test_the_paper_of_the_second_run_names_the_change_and_its_effect(changed):
    first, last = runs_of(changed, PLACE)
    told = changes_since_paper(changed, last, [first, issued(first), last])
    findings, record = latest_run(changed, PLACE)
    page = [
        render_paper(
            "options",
            findings.content,
            {**record, "changes": told},
            templates=read_templates(changed),
            wording=read_wording(changed),
        )
        for _ in range(2)
    ]
    assert page[0] == page[1]
    assert "Example home Amber: price of a bed-day" in page[0]
    assert "A comment asked for the new price." in page[0]
    assert "What the last paper said that no longer holds" in page[0]


def test_a_last_paper_whose_findings_are_gone_leaves_a_paper_that_says_so(changed):
    first, last = runs_of(changed, PLACE)
    shutil.rmtree(changed / "runs" / PLACE / first.content["run"])
    told = changes_since_paper(changed, last, [first, issued(first), last])
    findings, record = latest_run(changed, PLACE)
    page = render_paper(
        "options",
        findings.content,
        {**record, "changes": told},
        templates=read_templates(changed),
        wording=read_wording(changed),
    )
    assert "its sentences are not held against this paper" in page
