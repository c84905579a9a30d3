"""The section on what changed since the last paper: each change with its cause, and what no longer holds."""

from __future__ import annotations

import copy

import pytest
from reading import forbidden_words_of, known_numbers, numbers_of, tree, words_of

from appraisal.papers.presenters.material import Material
from appraisal.papers.presenters.no_longer_true import of_first_page, of_the_rest
from appraisal.papers.wording import Wording

TOTALS = {"low": 64.0, "value": 64.0, "high": 64.0}


def side(total, rank, status="ranked"):
    totals, ranks = {"low": total, "value": total, "high": total}, {"low": rank, "high": rank}
    return {"total": totals, "rank": ranks, "status": status}


def difference(key, before, after, effect=(), **cause):
    about, _, subject = key.partition(":")
    return {
        "key": key,
        "about": about,
        "subject": subject,
        "title": f"title of {subject}",
        "before": before,
        "after": after,
        "file": cause.pop("file", "words") if about == "file" else "",
        "effect": None if effect is None else list(effect),
        "together": cause.pop("together", 1),
        "cause": {"entries": [], "reasons": [], "feedback": [], "stated": bool(cause.get("reasons")), **cause},
    }


MOVED = {
    "option": "birch-alone",
    "name": "One home, Birch",
    "rank_with": {"low": 2, "high": 2},
    "rank_without": {"low": 1, "high": 1},
    "total_with": TOTALS,
    "total_without": {"low": 71.0, "value": 71.0, "high": 71.0},
}
GONE = {**MOVED, "option": "elder-alone", "name": "One home, Elder", "rank_with": None, "total_with": None}


@pytest.fixture
def last(findings):
    """The findings of the last paper, in which Damson was dearer and scored less."""
    found = copy.deepcopy(findings)
    rows = {row["id"]: row for row in found["options"]}
    first, second = found["ranking"][:2]
    rows[first]["total"], rows[second]["total"] = rows[second]["total"], rows[first]["total"]
    rows[first]["rank"], rows[second]["rank"] = rows[second]["rank"], rows[first]["rank"]
    found["ranking"][:2] = [second, first]
    return {**found, "run": "a" * 12, "fingerprint": "a" * 64}


@pytest.fixture
def told(last, record):
    """What changed, as `appraisal.changes.between_runs.changes_since_paper` gives it."""
    return {
        "place": "sampleton",
        "place_name": "Sampleton",
        "locked": True,
        "before": "a" * 12,
        "after": "b" * 12,
        "unread": [],
        "issued_on": "2025-08-05",
        "options": [
            {"id": "birch-alone", "name": "One home, Birch", "before": side(71.0, 1), "after": side(64.0, 2)},
            {"id": "elder-alone", "name": "One home, Elder", "before": side(50.0, 3), "after": None},
        ],
        "differences": [
            difference(
                "evidence:birch/cost.bed-day",
                "300 pounds",
                "341 pounds",
                [MOVED],
                reasons=["A new return"],
                feedback=["f012"],
            ),
            difference("option:elder-alone", "beds: Elder 5", "", [GONE]),
            difference("file:criteria/hurdles.yaml", "a file", "another file"),
            difference("weights:p03", "Access 90", "Access 10", [], reasons=["Misread"]),
            difference("site:elder", "", "standing: interested", None),
            *(difference(f"score:p04/{site}/fit", "50", "75", [], together=2) for site in ("amber", "birch")),
        ],
        "last_findings": last,
        "last_record": record,
    }


@pytest.fixture
def changed(paper, record, told):
    """A function that renders the paper with these changes, or others."""

    def render(answers=(), **changes):
        return paper(of_record={**record, "answers": list(answers), "changes": {**told, **changes}})

    return render


def section(text, ident):
    body = tree(text).find("body")
    [found] = [each for each in body.iter("section") if each.get("id") == ident]
    return found


def said_in(text, ident):
    from reading import visible

    return " ".join(visible(section(text, ident)).split())


def test_a_paper_without_an_earlier_one_has_no_such_section(paper, record):
    for of_record in (None, {**record, "changes": None}):
        text = paper(of_record=of_record)
        assert 'id="changed"' not in text
        assert "What changed since the last paper" not in text


def test_the_section_stands_straight_after_the_answer_and_is_in_the_contents(changed):
    text = changed()
    sections = [each.get("id") for each in tree(text).find("body").iter("section")]
    assert sections[:3] == ["answer", "changed", "settled"]
    assert sections[-2:] == ["changed-words", "sources"]
    assert '<a href="#changed">2. What changed since the last paper</a>' in text


def test_each_change_has_before_now_why_its_comment_and_its_effect(changed):
    text = said_in(changed(), "changed")
    assert "Compared with the paper issued on 5 August 2025" in text
    assert (
        "Title of birch/cost.bed-day Before 300 pounds. Now 341 pounds. Why A new return. Comments: f012 "
        "Effect “One home, Birch”: from rank 1 with a total of 71 to rank 2 with a total of 64."
    ) in text
    assert "Title of elder-alone Before Beds: Elder 5. Now No longer there." in text
    assert "“One home, Elder”: from rank 1 with a total of 71 to no rank." in text


def test_a_change_without_a_reason_says_so_in_other_words_once_weights_were_locked(changed):
    assert "Why Changed without a stated reason." in said_in(changed(), "changed")
    assert "Why No reason was entered." in said_in(changed(locked=False), "changed")
    assert "without a stated reason" not in changed(locked=False)


def test_reasons_that_do_not_account_for_all_of_a_change_are_told_as_those_of_a_part(changed):
    row = difference("parameter:stay_days", "16", "18", [], reasons=["a typing mistake"], stated=False)
    assert (
        "Why Changed without a stated reason. Of an earlier step of it, or of a part of it alone, this was said: "
        "A typing mistake."
    ) in said_in(changed(differences=[row]), "changed")


def test_what_moves_nothing_and_what_cannot_be_told_apart_say_so(changed):
    text = said_in(changed(), "changed")
    assert "Now Access 10. Why Misread. Effect Alone, it moves no rank and no rounded total." in text
    assert "Before Not there. Now Standing: interested." in text
    assert "what it did alone cannot be told" in text


def test_many_scores_of_one_person_are_one_change_and_files_one_sentence(changed):
    text = said_in(changed(), "changed")
    assert text.count("2 scores by p04") == 1
    assert "Changed in words that no figure rests on: criteria/hurdles.yaml." in text


def test_a_file_that_changed_in_what_is_confidential_is_not_said_to_have_changed_in_words(changed):
    row = difference("file:options/vale/evidence.csv", "a file", "another file", file="kept back")
    text = said_in(changed(differences=[row]), "changed")
    assert "Changed in what may not be printed, because it is confidential: options/vale/evidence.csv." in text
    assert "no figure rests on" not in text


def test_a_file_in_which_nobody_can_look_any_more_is_told_with_its_reason_and_never_as_words_alone(changed):
    row = difference("file:criteria/criteria.yaml", "a file", "another file", None, file="lost")
    text = said_in(changed(differences=[row], unread=["a" * 12]), "changed")
    assert (
        "Changed, and what changed in them can no longer be shown: criteria/criteria.yaml. "
        "Why: Changed without a stated reason."
    ) in text
    assert "no figure rests on" not in text
    assert "Nothing that the ranking rests on has changed" not in text
    assert f"What run {'a' * 12} read can no longer be read." in text


def test_where_a_run_can_no_longer_be_read_no_effect_is_told_and_a_title_may_stand_alone(changed):
    row = difference("evidence:?0", None, None, None, reasons=["On record."])
    text = said_in(changed(differences=[row], unread=["a" * 12]), "changed")
    assert "Title of ?0 Why On record. What the last paper said" in text


def test_nothing_changed_is_said_where_words_alone_did(changed):
    words = difference("file:criteria/criteria.yaml", "a file", "another file")
    for rows in ([], [words]):
        assert "Nothing that the ranking rests on has changed." in said_in(changed(differences=rows), "changed")


def test_a_comment_leads_to_its_answer_in_the_feedback_paper(changed, findings):
    assert findings["context"]["illustrative"]
    assert '<a href="feedback-illustrative.html#comment-f012">f012</a>' in changed()


def test_ranks_then_and_now_stand_side_by_side(changed):
    text = said_in(changed(), "changed")
    assert "One home, Birch 71 1 64 2" in text
    assert "One home, Elder 50 3 not there not there" in text


def test_comments_that_changed_nothing_are_all_named_with_the_reason(changed):
    answers = [
        {
            "feedback": f"f{number:03}",
            "outcome": "already-covered",
            "text": "See access",
            "to": "",
            "changed": (),
            "late": late,
        }
        for number, late in ((1, False), (2, False), (3, True))
    ]
    answers.append(
        {"feedback": "f004", "outcome": "passed-on", "text": "Buses", "to": "the council", "changed": "", "late": False}
    )
    answers.append({"feedback": "f005", "outcome": "changed", "text": "Done", "to": "", "changed": "", "late": False})
    paper = changed(answers)
    text = said_in(paper, "changed")
    assert "Already covered: f001 , f002 , f003" in text
    assert "Passed on: f004" in text
    reasons = said_in(paper, "changed-words")
    assert "Already covered. See access. f001 , f002" in reasons
    assert "Already covered. See access. It came late. f003" in reasons
    assert "Passed on to the council. Buses. f004" in reasons
    assert "f005" not in text + reasons


def test_the_sentence_that_named_another_leader_is_told_with_what_this_paper_says(changed, last, findings):
    text = said_in(changed(), "changed")
    names = {row["id"]: row["name"] for row in findings["options"]}
    assert f"“{names[last['ranking'][0]]}” scores highest on the weights so far" in text
    assert f"“{names[findings['ranking'][0]]}” scores highest on the weights so far" in text


def test_equal_papers_have_no_sentence_that_no_longer_holds(changed, findings):
    text = changed(last_findings=findings)
    assert "Every sentence of the answer still holds." in text
    assert "Everything else that the last paper said of the options still holds." in text


def test_findings_of_another_form_are_not_held_against_these(changed, last):
    other = {name: part for name, part in last.items() if name != "providers"}
    for findings_ in (other, {}):
        assert "The last paper was made in another form" in said_in(changed(last_findings=findings_), "changed")


@pytest.fixture
def settled(wording, templates):
    """What stands in the words and the templates themselves."""
    return [wording, {name: part for name, part in templates.items() if not name.endswith(".css.j2")}]


def test_no_forbidden_word_is_said_and_every_number_is_known(changed, findings, told, settled):
    text = changed()
    assert forbidden_words_of(text) == []
    sections = set(map(float, range(1, len(settled[0]["section"]) + 1)))
    known = sections.union(*map(known_numbers, (findings, told, *settled)))
    assert numbers_of(words_of(text)) - known == set()


def material(findings, record, wording):
    return Material.of(findings, {**record, "changes": {}}, Wording(wording))


def test_a_pro_that_is_gone_is_told_and_one_that_stays_is_not(findings, record, wording):
    before = copy.deepcopy(findings)
    option = next(row for row in before["options"] if row["id"] == findings["ranking"][0])
    row = copy.deepcopy(next(one for one in [*option["pros"], *option["cons"]] if one["kind"] == "figure"))
    option["pros"].append(
        {
            **row,
            "kind": "evidence",
            "text": "A garden with a pond",
            "source": ["visit"],
            "as_at": "2025-08-04",
            "site": None,
        }
    )
    found = of_the_rest(material(before, record, wording), material(findings, record, wording))
    assert [(one.where, one.said, one.now) for one in found] == [(option["name"], "A garden with a pond.", "")]


def test_an_option_that_is_no_longer_ranked_is_told_once(findings, record, wording):
    after = copy.deepcopy(findings)
    gone = next(row for row in after["options"] if row["id"] == findings["ranking"][0])
    gone["status"] = "withdrawn"
    after["ranking"] = after["ranking"][1:]
    found = [
        one
        for one in of_the_rest(material(findings, record, wording), material(after, record, wording))
        if one.where == gone["name"]
    ]
    assert [one.now for one in found] == ["It is no longer among the options that are ranked."]


def test_the_same_findings_have_no_sentence_that_no_longer_holds(findings, record, wording):
    one = material(findings, record, wording)
    assert (of_first_page(one, one), of_the_rest(one, one)) == ((), ())
