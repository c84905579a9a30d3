"""What is entered is held against the record: who may, in which order, once, and never with a name in the chain."""

from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from forging import unguarded

from appraisal.errors import BallotFileError, LedgerError
from appraisal.model.entries import NO_ENTRIES
from appraisal.records.entering import enter_one, read_record
from appraisal.records.ledger import open_ledger
from appraisal.records.ledger_address import LEDGER
from appraisal.records.workspace_files import open_workspace

PLACE = "hammersmith-and-fulham"
NOW = "2025-09-01T09:30:00.000000Z"
LATER = "2025-09-02T09:30:00.000000Z"
INTERESTS = "person,cast_on,provider,site,interest,managed\np01,2025-08-11,,,none,none needed\n"
WEIGHTS = "person,cast_on,access,clinical-fit,cost,cultural-fit,equity,travel-time\np01,2025-08-18,90,80,20,50,60,100\n"
SCORES = "person,cast_on,site,criterion,score,reason\np01,2025-08-21,amber,clinical-fit,75,Family can stay\n"
AGREED = "kind,person,cast_on,what,why\nagreement,o01,2025-08-01,group-weights,The board agreed them.\n"


def entries(folder):
    with open_ledger(folder / LEDGER) as ledger:
        return list(ledger.entries())


@pytest.fixture
def say(starter):
    """Enter one thing as a command does."""

    def said(kind, person, replaces="", entered_by=None, **parts):
        workspace = open_workspace(starter, ballots=False)
        given = {"person": person, "cast_on": "", "on_behalf_of": ""} | parts
        return enter_one(
            starter, workspace, workspace.places[PLACE], kind, given,
            replaces=replaces, entered_by=entered_by or person, entered_at=NOW,
        )  # fmt: skip

    return said


def refusal(say, *given, **parts):
    with pytest.raises(BallotFileError) as refused:
        say(*given, **parts)
    return " ".join(problem.text for problem in refused.value.problems)


@pytest.mark.parametrize("again", [WEIGHTS, SCORES])
def test_after_a_chain_that_does_not_hold_nothing_is_entered_and_no_receipt_is_given(take, say, starter, again):
    take(INTERESTS)
    take(WEIGHTS)
    with closing(unguarded(starter / LEDGER)) as connection, connection:
        connection.execute("UPDATE entries SET role = 'officers' WHERE number = 1")
    before = (starter / LEDGER).read_bytes()
    with pytest.raises(LedgerError, match="Ledger entry 1 was changed after it was written"):
        take(again)  # what is there already and what is new
    with pytest.raises(LedgerError, match="Ledger entry 1 was changed after it was written"):
        say("lock", "o02", why="All gave weights.")
    assert (starter / LEDGER).read_bytes() == before, "no name was kept either"


def test_what_was_weighed_against_an_older_record_is_not_entered(take, starter):
    take(INTERESTS)
    record, head = read_record(starter, PLACE)
    take(WEIGHTS)
    draft = replace(record.entries[0], content={**record.entries[0].content, "interest": "Another"})
    with open_ledger(starter / LEDGER) as ledger, pytest.raises(LedgerError, match="somebody else entered something"):
        ledger.append([draft], entered_at=LATER, after=head)
    assert len(entries(starter)) == 2
    assert read_record(starter, PLACE)[1] != head != NO_ENTRIES


def test_the_same_file_again_agrees_nothing_anew_though_the_files_have_changed(take, starter):
    take(AGREED)
    plan = starter / "options" / PLACE / "place.yaml"
    text = plan.read_text(encoding="utf-8")
    changed = text.replace("Residents and carers, weight: 0.4", "Residents and carers, weight: 0.2")
    changed = changed.replace("Programme team, weight: 0.15", "Programme team, weight: 0.35")
    assert changed != text
    plan.write_text(changed, encoding="utf-8")
    before = entries(starter)
    assert take(AGREED).unchanged == 1
    assert entries(starter) == before


def test_the_same_words_may_be_entered_again_once_something_else_was(say, starter):
    first = {"what": "anchors", "why": "Agreed.", "cast_on": "2025-08-08"}
    say("agreement", "o01", **first)
    assert say("agreement", "o01", **first).unchanged == 1
    evidence = {"site": "maple", "item": "cost.fixed-a-year", "reason": "A new return."}
    say("evidence", "o01", **evidence)
    say("opening", "o01", why="Stage 1 is over.")
    say("evidence", "o01", **evidence)
    assert [entry.kind for entry in entries(starter)] == ["agreement", "evidence", "opening", "evidence"]


def test_weights_after_a_run_has_shown_scores_need_their_reason_though_nothing_is_locked(take, say, starter):
    take(INTERESTS, WEIGHTS, SCORES)
    shown = {"why": "A run shows the scores.", "run": "0123456789ab"}
    with open_ledger(starter / LEDGER) as ledger:
        last = entries(starter)[-1]
        draft = replace(last, kind="reveal", person="o02", role="panel-chair", content=shown)
        ledger.append([draft], entered_at=LATER)
    points = {"points": "access=1; clinical-fit=1; cost=100; cultural-fit=1; equity=1; travel-time=1"}
    assert "The scores were shown by entry 4. What comes later needs its reason" in refusal(
        say, "weights", "p02", **points
    )
    say("weights", "p02", replaces="On leave until then", **points)
    assert entries(starter)[-1].content["late_reason"] == "On leave until then"


def test_no_name_reaches_the_chain_by_whomever_a_comment_is(say, starter):
    comment = {"id": "c1", "received": "2025-08-20", "respondent": "residents", "text": "Please ask Maple."}
    say("feedback", "anna-smith", on_behalf_of="bob-jones", **comment)
    [entry] = entries(starter)
    assert entry.person.startswith("x")
    assert entry.on_behalf_of.startswith("x")
    assert entry.entered_by == entry.person
    with open_ledger(starter / LEDGER) as ledger:
        assert ledger.name_of(entry.person) == "anna-smith"
    say("feedback", "c2", **comment | {"id": "c2"}, entered_by="o01")
    assert (entries(starter)[-1].person, entries(starter)[-1].entered_by) == ("c2", "o01")


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ({"kind": "score", "cast_on": "tomorrow"}, "'--on' is 'tomorrow'; a date such as 2025-09-01 was expected."),
        ({"kind": "assessment", "what": "quality", "text": "So."}, "'--done-on' is blank. Fill it in."),
        ({"kind": "opening", "why": "x", "on_behalf_of": "Jane Doe"}, "'--on-behalf-of' is 'Jane Doe'; an id was"),
        ({"kind": "paper", "file": "x" * 300, "to": "panel"}, "cannot be read as a file."),
        ({"kind": "paper", "file": "workspace.yaml", "to": "panel"}, "so it is no paper of ours."),
        (
            {"kind": "moderation", "site": "amber", "criterion": "clinical-fit", "answer": "recused", "reason": "All."},
            "A panel stands aside from nothing; one person does.",
        ),
        (
            {"kind": "interest", "site": "amber", "interest": "Owns shares", "managed": "none needed"},
            "'none needed' goes with the interest 'none', and with no other",
        ),
        ({"kind": "override", "of": "option:nonesuch", "reason": "So."}, "There is no option 'nonesuch' here."),
        (
            {"kind": "decision", "option": "linden-and-elder", "authority": "Section 4", "minute": "3"},
            "Option 'linden-and-elder' is withdrawn in options.yaml",
        ),
    ],
)
def test_what_cannot_be_so_is_refused_in_the_words_of_the_command(say, starter, entry, said):
    who = {"score": "p01", "interest": "p01", "moderation": "o02", "override": "o02", "decision": "o03"}
    parts = {name: text for name, text in entry.items() if name != "kind"}
    assert said in refusal(say, entry["kind"], who.get(entry["kind"], "o01"), **parts)
    assert not (starter / LEDGER).exists()


def test_a_reason_to_replace_what_is_not_there_is_not_dropped_in_silence(say, starter):
    parts = {"what": "quality", "done_on": "2025-08-20", "text": "In the board's papers."}
    assert "There is nothing that this replaces" in refusal(say, "assessment", "o01", replaces="Redone", **parts)


def test_a_paper_that_was_changed_or_made_up_is_not_issued(appraised, command):
    written = command("papers", appraised, "-q").out.split()[0]
    issue = ("record", "paper", "--as", "o01", "--to", "deciders", "-w", appraised, "--file")
    changed = Path(written).read_text(encoding="utf-8").replace(" of 100", " of 1000")
    (appraised / "changed.html").write_text(changed, encoding="utf-8")
    (appraised / "made-up.html").write_text(
        '<meta name="appraisal" content="options run 0123456789ab"><section id="scores">', encoding="utf-8"
    )
    for name in ("changed.html", "made-up.html"):
        refused = command(*issue, name)
        assert (refused.code, "is not as `appraisal papers` wrote it here" in refused.err) == (4, True)
    assert command(*issue, written).code == 0


def test_a_row_that_was_taken_stays_sound_in_the_inbox_though_what_it_speaks_of_has_changed(starter, command):
    row = "kind,person,cast_on,site,hurdle,answer,reason\nhurdle,o01,2025-08-20,amber,nursing,meets,Seen on a visit.\n"
    path = starter / "options" / PLACE / "ballots" / "record.csv"
    path.write_text(row, encoding="utf-8")
    assert command("import", path, "-w", starter).code == 0
    evidence = starter / "options" / PLACE / "evidence.csv"
    line = "amber,,nursing,fails,,,,example-visits,2025-08-30,yes,No nurse was there\n"
    evidence.write_text(evidence.read_text(encoding="utf-8") + line, encoding="utf-8")
    checked = command("check", starter)
    assert (checked.code, checked.err) == (0, "")
    assert "(hurdle) speaks of" in checked.out


def test_check_says_what_an_import_would_be_refused_for(starter, command):
    (starter / "options" / PLACE / "ballots" / "interests.csv").unlink()
    checked = command("check", starter)
    assert checked.code == 3
    assert "'p01' has declared no interest yet, nor that there is none." in checked.err
