"""Every kind of entry is made by command and by a row of a record file, alike; what may not be is refused in words."""

import csv
import re

import pytest

from appraisal.model.kinds import KINDS
from appraisal.records.ledger import open_ledger

PLACE = "hammersmith-and-fulham"
POINTS = "access=90; clinical-fit=80; cost=20; cultural-fit=50; equity=60; travel-time=100"
ON = "2025-09-01"

# In an order in which a place team could make them. A name in capitals is filled in as it comes to be known.
ENTRIES = (
    ("opening", "o01", {"why": "Stage 1 is over."}),
    ("agreement", "o01", {"what": "anchors", "why": "Agreed before anybody scored."}),
    ("interest", "p01", {"site": "amber", "interest": "A relative lived there", "managed": "declared"}),
    ("weights", "p01", {"points": POINTS}),
    ("lock", "o02", {"why": "Everybody has weighed."}),
    (
        "score",
        "p01",
        {"site": "birch", "criterion": "clinical-fit", "answer": "75", "reason": "Staff knew them."},
    ),
    ("reveal", "o02", {"why": "Everybody has scored."}),
    (
        "moderation",
        "o02",
        {
            "site": "birch",
            "criterion": "clinical-fit",
            "answer": "50",
            "reason": "Two visits agree.",
            "dissent": "p03: too low; p05: as p03",
        },
    ),
    ("feedback", "c01", {"id": "c01", "received": ON, "respondent": "RESPONDENT", "text": "Please ask Maple."}),
    ("question", "o01", {"id": "q01", "asked_by": "The scrutiny committee", "text": "Who was asked?"}),
    ("hurdle", "o01", {"site": "amber", "hurdle": "nursing", "answer": "meets", "reason": "Seen on a visit."}),
    ("option-added", "o01", {"option": "amber-alone", "reason": "People asked for one home.", "feedback": "c01"}),
    ("option-withdrawn", "o01", {"option": "linden-and-elder", "reason": "They share no staff."}),
    (
        "option-split",
        "o01",
        {
            "option": "linden-and-elder",
            "into": "elder-alone amber-alone",
            "reason": "One each.",
            "feedback": "c01",
        },
    ),
    ("evidence", "o01", {"site": "maple", "item": "cost.fixed-a-year", "reason": "A new return.", "feedback": "c01"}),
    (
        "answer",
        "o01",
        {
            "feedback": "c01",
            "outcome": "changed",
            "text": "We asked, and it answered.",
            "changed": "evidence:maple/cost.fixed-a-year",
        },
    ),
    ("reply", "o01", {"question": "q01", "text": "Every provider."}),
    ("assessment", "o01", {"what": "equality", "done_on": ON, "text": "In the board's papers."}),
    ("paper", "o01", {"file": "PAPER", "to": "deciders"}),
    (
        "recommendation",
        "p04",
        {
            "text": "Two homes",
            "basis": "Visits",
            "confidence": "Fairly sure",
            "dissent": "p06 disagrees",
            "option": "amber-and-birch",
            "departure": "Families asked for two homes.",
        },
    ),
    (
        "decision",
        "o03",
        {
            "option": "amber-and-birch",
            "authority": "Scheme of delegation, section 4",
            "minute": "Minutes of 29 August, item 3",
            "text": "Agreed.",
        },
    ),
    ("override", "o02", {"of": "option:amber-and-birch", "reason": "Families asked for two homes."}),
)


def entries(folder):
    with open_ledger(folder / "ledger.sqlite3") as ledger:
        return list(ledger.entries())


def filled(folder, parts, command):
    """The parts with what can only be known now: a kind of respondent, and a paper that is there."""
    known = dict(parts)
    if "respondent" in known:
        text = (folder / "options" / PLACE / "place.yaml").read_text(encoding="utf-8")
        known["respondent"] = re.search(r"respondents:\s*\n?\s*[-[]*\s*\{id: ([a-z-]+)", text)[1]
    if "file" in known:
        assert command("run", folder, "--samples", "100", "-q").code == 0
        written = command("papers", folder, "-q").out.split()
        known["file"] = written[0]
    return known


def by_command(folder, kind, person, parts, command):
    options = [word for name, text in parts.items() for word in (f"--{name.replace('_', '-')}", text)]
    return command("record", kind, "--as", person, "--on", ON, "-w", folder, *options)


def by_file(folder, kind, person, parts, command):
    path = folder / "record-of-one.csv"
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerows([["kind", "person", "cast_on", *parts], [kind, person, ON, *parts.values()]])
    return command("import", path, "-w", folder)


def test_the_entries_here_are_every_kind_that_a_person_can_make():
    assert {kind for kind, _, _ in ENTRIES} == {name for name, kind in KINDS.items() if kind.by != "tool"}


def test_every_kind_is_made_alike_by_command_and_by_file(starter, tmp_path, command):
    import shutil

    other = shutil.copytree(starter, tmp_path / "other")
    for folder, way in ((starter, by_command), (other, by_file)):
        for kind, person, parts in ENTRIES:
            done = way(folder, kind, person, filled(folder, parts, command), command)
            assert (done.code, done.err) == (0, ""), f"{kind}: {done.err}{done.out}"
    made, read = ([e for e in entries(folder) if e.kind not in ("run", "difference")] for folder in (starter, other))
    assert [entry.kind for entry in made] == [kind for kind, _, _ in ENTRIES]
    assert {entry.route for entry in made} == {"command"}
    assert {entry.route for entry in read} == {"file"}
    for by_hand, from_file in zip(made, read, strict=True):
        for name in ("kind", "place", "person", "role", "cast_on", "on_behalf_of"):
            assert getattr(by_hand, name) == getattr(from_file, name), by_hand.kind
        said, also = ({k: v for k, v in e.content.items() if k != "file_hash"} for e in (by_hand, from_file))
        assert said == also


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        (("score", "p01", ENTRIES[5][2]), "'p01' has declared no interest yet, nor that there is none."),
        (("score", "p77", ENTRIES[5][2]), "Person 'p77' is not on the panel of Hammersmith and Fulham."),
        (("weights", "o01", ENTRIES[3][2]), "Person 'o01' is not on the panel of Hammersmith and Fulham."),
        (("decision", "o01", ENTRIES[20][2]), "has no authority to enter a decision"),
        (("decision", "p01", ENTRIES[20][2]), "'p01' is not an officer of Hammersmith and Fulham"),
        (("decision", "o03", {**ENTRIES[20][2], "authority": ""}), "'authority' is blank. Fill it in."),
        (("reveal", "o02", ENTRIES[6][2]), "The weights are not locked."),
        (("lock", "o02", ENTRIES[4][2]), "Nobody has given weights yet"),
        (("moderation", "o02", ENTRIES[7][2]), "The scores are not revealed"),
        (("answer", "o01", ENTRIES[15][2]), "There is no comment 'c01' in the record."),
        (("override", "o02", {**ENTRIES[21][2], "reason": ""}), "'reason' is blank. Fill it in."),
        (("option-withdrawn", "o01", {"option": "amber-alone", "reason": "x"}), "is not withdrawn in options.yaml"),
        (("hurdle", "o01", {**ENTRIES[10][2], "answer": "fails"}), "evidence.csv says 'meets' of this"),
        (
            ("evidence", "o01", {**ENTRIES[14][2], "item": "cost.bedday"}),
            "evidence.csv has no 'cost.bedday' of 'maple'.",
        ),
    ],
)
def test_what_may_not_be_entered_is_refused_in_words(starter, command, entry, said):
    for way in (by_command, by_file):
        refused = way(starter, *entry, command)
        assert refused.code == 4
        assert said in refused.err.replace("Column ", "").replace("'--", "'")
        assert "Traceback" not in refused.err
    assert not (starter / "ledger.sqlite3").exists()


def test_weights_after_the_lock_need_their_reason_and_keep_it(starter, command):
    for kind, person, parts in ENTRIES[2:5]:
        assert by_command(starter, kind, person, parts, command).code == 0
    late = {"points": POINTS.replace("cost=20", "cost=70")}
    refused = by_command(starter, "weights", "p02", late, command)
    assert refused.code == 4
    assert "The weights were locked by entry 3. What comes later needs its reason" in refused.err
    done = command(
        "record", "weights", "--as", "p02", "-w", starter, "--points", POINTS, "--replaces", "On leave until today"
    )
    assert (done.code, done.err) == (0, "")
    [*_, entry] = entries(starter)
    assert (entry.person, entry.content["late_reason"]) == ("p02", "On leave until today")
    assert "replaces" not in entry.content


def test_weights_asked_in_another_way_stand_beside_those_of_the_first(starter, command):
    others = (
        {"way": "ranking", "ranks": "access=2; clinical-fit=1; cost=5; cultural-fit=3; equity=3; travel-time=6"},
        {"way": "best-worst", "comparisons": "clinical-fit/access=2; clinical-fit/cost=6; clinical-fit/cultural-fit=3; "
         "clinical-fit/equity=4; clinical-fit/travel-time=8; access/travel-time=5; cost/travel-time=1; "
         "travel-time/cultural-fit=1/3; equity/travel-time=2"},
    )  # fmt: skip
    for parts in (ENTRIES[3][2], *others):
        done = by_command(starter, "weights", "p01", parts, command)
        assert (done.code, done.err) == (0, "")
    assert [entry.content["way"] for entry in entries(starter)] == ["swing-points", "ranking", "best-worst"]
    assert entries(starter)[2].content["comparisons"]["cultural-fit/travel-time"] == "3"
    assert not any("replaces" in entry.content for entry in entries(starter))
    changed = {**others[0], "ranks": others[0]["ranks"].replace("cost=5", "cost=6").replace("time=6", "time=5")}
    refused = by_command(starter, "weights", "p01", changed, command)
    assert (refused.code, "'p01' has already answered this (entry 2), and differently." in refused.err) == (4, True)


def test_what_is_in_the_record_already_is_not_entered_twice(starter, command):
    first = by_command(starter, *ENTRIES[0], command)
    again = by_command(starter, *ENTRIES[0], command)
    assert (first.code, again.code) == (0, 0)
    assert "nothing was entered" in again.out
    assert len(entries(starter)) == 1


def test_a_name_is_never_taken_for_an_officer(starter, command):
    refused = by_command(starter, "lock", "Jo Smith", {"why": "All weighed"}, command)
    assert refused.code == 4
    assert "an id such as 'p07' was expected, never a name" in refused.err
