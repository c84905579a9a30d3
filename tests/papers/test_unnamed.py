"""A site that has not been approached is named in no text of ours or of the panel, wherever a paper prints it."""

from __future__ import annotations

import copy
import json
import re
from datetime import date

import pytest
from reading import words_of

from appraisal.analysis.order import order_told
from appraisal.model.entries import NO_ENTRIES, Draft, Receipt, chained
from appraisal.model.record import Record
from appraisal.papers.named_too_soon import named_in_changes, named_too_soon
from appraisal.papers.presenters.material import Material
from appraisal.papers.public_record import public_changes, public_findings, public_record
from appraisal.papers.tables import tables
from appraisal.papers.unnamed import Instead, naming, unnamed, without_names
from appraisal.papers.wording import Wording

WITHHELD = "These words are left out, because they name a site that has not been approached yet."
INSTEAD = Instead("left out", "somebody")
NAMED = re.compile("elder|grove", re.IGNORECASE)


def called(findings, name):
    """The same findings with another name of the site that is hidden."""
    found = copy.deepcopy(findings)
    next(site for site in found["sites"] if site["id"] == "elder")["name"] = name
    return unnamed(found)


def change(reasons=(), after="341 pounds"):
    cause = {"entries": [], "reasons": list(reasons), "feedback": [], "stated": bool(reasons)}
    row = {"key": "evidence:birch/cost", "about": "evidence", "subject": "birch/cost", "title": "Birch: price"}
    return row | {"before": "300 pounds", "after": after, "file": "", "effect": [], "together": 1, "cause": cause}


@pytest.fixture
def changes(hiding):
    """A function that gives what changed since the last paper, in which the hidden site was hidden too."""

    def make(*rows, last=hiding, last_record=None):
        parts = {"before": "a" * 12, "after": "b" * 12, "locked": True, "issued_on": "2025-08-05"}
        return parts | {
            "unread": [],
            "place": "sampleton",
            "place_name": "Sampleton",
            "options": [],
            "differences": list(rows),
            "last_findings": last,
            "last_record": last_record or {},
        }

    return make


# the rule


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Example home Elder", "after visiting Example home Elder"),
        ("Example home Elder", "EXAMPLE HOME ELDER floods"),
        ("Example home Elder", "cheaper than Elder's"),
        ("Example home Elder", "NOT ELDER"),
        ("Example home Elder", "example  home\nelder"),
        ("Park House", "We saw Park  House."),
        ("St Mary's (North)", "St Mary’s (North), they said"),
        ("St Mary’s (North)", "as St Mary's does"),
    ],
)
def test_a_text_names_a_site_by_its_whole_name_or_by_a_word_of_its_own(hiding, name, text):
    assert called(hiding, name).is_in(text)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Example home Elder", "an elder tree in the garden"),
        ("Example home Elder", "elder-alone"),
        ("Elder", "evidence:elder/cost.bed-day"),
        ("Park House", "They house people near the park."),
        ("Sampleton Court", "People in Sampleton said so."),
        ("Travel Lodge", "Travel time for visitors"),
        ("Amber View", "Example home Amber is near."),
    ],
)
def test_a_tree_an_id_and_a_word_that_the_paper_says_anyway_name_nothing(hiding, name, text):
    assert not called(hiding, name).is_in(text)


def test_every_text_at_any_depth_goes_through_the_rule_and_all_else_stays(hiding):
    hidden = unnamed(hiding)
    told = {"a": [{"b": ("Elder is full", "Birch", 3, None, True)}], "Elder": "elder", "to": "Example provider Grove"}
    kept = {"a": [{"b": ("left out", "Birch", 3, None, True)}], "Elder": "elder", "to": "somebody"}
    assert without_names(told, hidden, INSTEAD, whole=lambda path: False) == kept
    assert without_names(told, hidden, INSTEAD, whole=lambda path: path[0] == "a")["a"] == told["a"]
    assert naming(told, hidden) == [("a", 0, "b", 0), ("to",)]
    assert without_names(kept, hidden, INSTEAD, whole=lambda path: False) == kept


def test_a_site_that_is_gone_since_is_not_named_either_where_it_was_not_approached(findings, hiding):
    now = copy.deepcopy(findings)
    now["sites"] = [site for site in now["sites"] if site["id"] != "elder"]
    now["options"] = [option for option in now["options"] if "elder" not in option["sites"]]
    assert unnamed(now).names is None
    hidden = unnamed(now, hiding)
    assert hidden.is_in("Elder was dearer.") and hidden.hides("option:elder-alone")
    assert not unnamed(findings, hiding).is_in("Elder was dearer.")  # it has been approached since


# the options paper


def late(reason):
    """What is said of order where weights came after the lock for a reason."""

    def draft(kind, person, **content):
        said = {"place": "sampleton", "person": person, "role": "residents", "entered_by": person, "route": "file"}
        return Draft(kind=kind, cast_on=date(2025, 9, 1).isoformat(), content=content, **said)

    points = {"way": "swing-points", "points": {"cost": "100"}}
    drafts = [
        draft("weights", "p01", **points),
        draft("lock", "o01", why="All have weighed."),
        draft("weights", "p01", **points, late_reason=reason),
    ]
    entries, after = (), NO_ENTRIES
    for number, one in enumerate(drafts):
        moment = f"2025-09-10T10:00:{number:02}.000000Z"
        entries += chained([one], after=after, entered_at=moment, salts=[f"{number:032x}"])
        after = Receipt(entries[-1].number, entries[-1].hash, moment)
    return order_told(Record(entries))


def test_a_late_ballot_stays_in_the_paper_also_where_its_reason_names_a_site(paper, record, hiding):
    of_record = record | {"order": late("after visiting Elder")}
    text = words_of(paper(hiding, of_record=of_record))
    assert f"Person p01, weights after the lock (entry 3): {WITHHELD}" in text
    assert not NAMED.search(text)
    assert "A reason for what came late seems to name" in named_too_soon(of_record, hiding, "options")[0]
    told = words_of(paper(hiding, of_record=record | {"order": late("after a visit")}))
    assert "(entry 3): “after a visit”." in told


def test_what_a_group_recommends_is_left_out_part_by_part(paper, record, hiding):
    said = {
        "text": "Take Elder.",
        "basis": "A visit.",
        "confidence": "High.",
        "dissent": "p06: not Elder",
        "option": "",
    }
    of_record = record | {"recommendations": [said | {"group": "clinicians", "cast_on": "2025-09-01", "departure": ""}]}
    text = words_of(paper(hiding, of_record=of_record))
    assert f"{WITHHELD} Basis: A visit. Confidence: High. Dissent: {WITHHELD}" in text
    assert not NAMED.search(text)
    warned = " ".join(named_too_soon(of_record, hiding, "options"))
    assert "The recommendation of clinicians, in its text," in warned and "in its dissent," in warned
    assert not NAMED.search(warned)


def test_words_of_the_panel_and_of_the_files_are_left_out_wherever_the_public_copy_has_them(paper, hiding):
    found = copy.deepcopy(hiding)
    public = found["public"]
    said = {"answer": "75", "reason": "As at Elder.", "cast_on": "2025-09-01"}
    row = next(row for row in public["panel"]["scores"] if row["site"] == "amber")
    row["moderated"] = said | {"dissent": [{"person": "p03", "text": "Not like Elder."}]}
    public["ballots"]["interests"] = [
        {"person": "p02", "provider": "", "site": "amber", "interest": "My aunt is at Elder.", "managed": "declared"}
    ]
    birch = next(option for option in public["options"] if option["id"] == "birch-alone")
    birch |= {"name": "Birch, not Elder", "origin": "It is nearer than Grove."}
    public["context"]["sources"]["visit"]["title"] = "Notes of a visit to Elder"
    public["context"]["timeline"][0]["text"] = "Elder is visited"
    public["context"]["contact"]["post"] = "1 Elder Street"
    text = words_of(paper(found)).replace("1 Elder Street", "")
    assert not NAMED.search(text)
    assert text.count(WITHHELD.removesuffix(".")) > 8
    warned = " ".join(named_too_soon({"comments": []}, found, "options"))
    for told in ("moderated 'amber' on", "that p02 declared", "'name' of option 'birch-alone'", "Source 'visit'"):
        assert told in warned
    assert "'timeline' in the workspace's files" in warned and "'contact'" not in warned
    assert not NAMED.search(warned)


def test_the_tables_for_excel_have_no_name_that_the_paper_leaves_out(hiding, record, wording):
    found = copy.deepcopy(hiding)
    next(option for option in found["public"]["options"] if option["id"] == "birch-alone")["name"] = "Birch, not Elder"
    texts = tables(Material.of(found, record, Wording(wording)).findings)
    assert not NAMED.search("".join(texts.values()))
    assert WITHHELD in texts["options"]
    assert [text[:35] for text in named_too_soon(record, found, "tables")] == ["'name' of option 'birch-alone' seem"]


# what changed


def test_a_reason_that_names_a_site_stops_no_later_paper_and_is_left_out(paper, record, hiding, changes):
    rows = (change(["Dearer than Elder.", "Grove said so.", "A bill."], after="341 pounds, note: as Elder asks"),)
    of_record = record | {"changes": changes(*rows, last_record=record)}
    text = words_of(paper(hiding, of_record=of_record))
    assert "What changed since the last paper" in text
    assert f"Before 300 pounds. Now {WITHHELD} Why {WITHHELD} A bill." in text
    assert "Every sentence of the answer still holds" in text
    assert not NAMED.search(text)
    warned = named_too_soon(of_record, hiding, "options")
    assert "What is said of a change (Birch: price) seems to name a site" in " ".join(warned)


def test_a_record_that_went_through_once_goes_through_again_unchanged(record, hiding, changes):
    of_record = record | {"changes": changes(change(["Dearer than Elder."]), last_record=record)}
    once = public_record(of_record, hiding, INSTEAD)
    assert once["changes"]["differences"][0]["cause"]["reasons"] == ["left out"]
    assert public_record(once, hiding, INSTEAD) == once


def test_what_the_last_paper_said_is_told_without_a_site_that_may_not_be_named_now(hiding, findings, record, changes):
    """The last paper's workspace did not have the site yet, and named it in words all the same."""
    last = copy.deepcopy(findings)
    last["sites"] = [site for site in last["sites"] if site["id"] != "elder"]
    last["warnings"] = [{"about": "birch", "text": "It costs more than Elder."}]
    told = public_record(record | {"changes": changes(last=last, last_record=record)}, hiding, INSTEAD)
    assert told["changes"]["last_findings"]["warnings"][0]["text"] == "left out"


def test_a_comparison_is_told_without_the_names_and_whoever_asks_is_told_of_it(hiding, changes):
    told = changes(change(["As Elder asks.", "Like Elder."]), change(["A bill."]))
    hidden = unnamed(hiding)
    public = public_changes(told, hidden, INSTEAD)
    assert [row["cause"]["reasons"] for row in public["differences"]] == [["left out"], ["A bill."]]
    assert told["differences"][0]["cause"]["reasons"] == ["As Elder asks.", "Like Elder."]
    assert len(named_in_changes({**told, "last_findings": {}}, hidden)) == 1


def test_nothing_is_left_out_of_the_sample_that_names_no_hidden_site(findings, record):
    plain = json.loads(json.dumps(findings))
    assert public_findings(record, plain, INSTEAD) == plain
    assert named_too_soon(record, plain, "options") == []
