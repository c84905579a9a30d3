"""The feedback paper: every comment whole with its answer, who said it only in groups, nobody named too soon."""

import copy
import csv
import io
import itertools
import re

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st
from reading import FORBIDDEN, drawn, said_in, tree, words_of

from appraisal.papers.feedback_table import feedback_table
from appraisal.papers.named_too_soon import named_too_soon
from appraisal.papers.presenters.material import Material
from appraisal.papers.public_record import public_record
from appraisal.papers.render import render_paper
from appraisal.papers.respondents import LEAST, printed_groups
from appraisal.papers.unnamed import Instead
from appraisal.papers.wording import Wording

WITHHELD = "These words are left out, because they name a site that has not been approached yet."


def comment(ident, text="More beds in the north, please.", *, respondent="residents", answer=None, **more):
    return {
        "id": ident,
        "number": 7,
        "received": "2025-09-01",
        "entered_at": "2025-09-02T09:00:00.000000Z",
        "respondent": respondent,
        "text": text,
        "options": [],
        "criteria": [],
        "sites": [],
        "proposes": "",
        "late": False,
        "answer": answer,
    } | more


def answered(outcome, text="An answer.", **more):
    said = {"number": 8, "outcome": outcome, "text": text, "changed": "", "to": "", "cast_on": "2025-09-03"}
    return said | {"entered_at": "2025-09-04T09:00:00.000000Z", "replaced": 0} | more


def change(about, feedback, *, kind="evidence", reason="A bill came.", into=()):
    said = {"number": 9, "kind": kind, "about": about, "into": list(into), "reason": reason}
    return said | {"feedback": list(feedback), "cast_on": "2025-09-03", "entered_at": "2025-09-04T09:00:00.000000Z"}


@pytest.fixture
def told(record):
    """The sample's record with comments, changes and questions, whose respondents are counted."""

    def make(*comments, changes=(), questions=()):
        people = {}
        for row in comments:
            if row["respondent"]:
                people[row["respondent"]] = people.get(row["respondent"], 0) + 1
        answers = [{"feedback": row["id"], "late": row["late"], **row["answer"]} for row in comments if row["answer"]]
        parts = {"answers": answers, "from_comments": list(changes), "questions": list(questions)}
        return record | {"comments": list(comments), "respondents": people} | parts

    return make


@pytest.fixture
def feedback(findings, templates, wording):
    """Render the feedback paper of a record."""

    def render(of_record, changed=None):
        found = changed or findings
        return render_paper("feedback", found, of_record, templates=templates, wording=wording)

    return render


@pytest.fixture
def table(findings, wording):
    """The rows of the feedback paper's table."""

    def make(of_record, changed=None):
        text = feedback_table(Material.of(changed or findings, of_record, Wording(wording)))
        return list(csv.DictReader(io.StringIO(text, newline="")))

    return make


def article(text, ident):
    """One comment of a paper."""
    return next(each for each in tree(text).iter("article") if each.get("id") == f"comment-{ident}")


def quoted(part):
    """What somebody said, to the letter."""
    return "".join(part.find("blockquote").itertext())


def section(text, ident):
    return next(each for each in tree(text).iter("section") if each.get("id") == ident)


# what people said, whole


WORDS = (
    "  leading blanks and\n\na second paragraph,\twith a tab  ",
    "=cmd|' /C calc'!A1",
    "{{ paper.heading }} {% raw %} {# hidden? #}",
    "<script>alert(1)</script> <b>bold</b> &amp; \"quoted\" 'single'",
    "\u05d4\u05e7\u05d5 \u05d4\u05d6\u05d4 \u202eright to left\u202c",
    "Thank you \U0001f33b\U0001f9d1\U0001f3fd\u200d\U0001f91d\u200d\U0001f9d1 \u2014 caf\u00e9 cafe\u0301",
    "x" * 9_000,
    "\nbegins with a line break",
)


@pytest.mark.parametrize("text", WORDS)
def test_what_somebody_said_stands_in_the_paper_to_the_letter(feedback, table, told, text):
    of_record = told(comment("c001", text))
    paper = feedback(of_record)
    assert quoted(article(paper, "c001")) == text
    assert list(drawn(tree(paper), "script")) == []
    (row,) = table(of_record)
    assert row["text"].removeprefix("'" if text[0] in "=\n" else "") == text


def test_line_ends_of_any_kind_are_lines_and_marks_that_no_page_can_hold_have_a_sign(feedback, table, told):
    text = "one\r\ntwo\rthree\x0bfour\x00\x85\ufdd0"
    of_record = told(comment("c001", text))
    assert quoted(article(feedback(of_record), "c001")) == "one\ntwo\nthree\u240bfour\u2400\ufffd\ufffd"
    assert table(of_record)[0]["text"] == text


@given(text=st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=80))
def test_any_text_at_all_is_told_apart_and_read_back_from_the_table(text):
    from appraisal.papers.tables import safe

    cell = safe(text)
    back = cell[1:] if re.match("'+[=+@\t\r\n＝＋－＠-]", cell) else cell
    assert back == text
    assert cell[0] not in "=+-@\t\r\n＝＋－＠"


def test_blanks_and_lines_are_shown_as_they_are(feedback, told):
    paper = feedback(told(comment("c001", "a  b")))
    assert ".words { white-space: pre-wrap;" in paper
    assert article(paper, "c001").find("blockquote").get("class") == "words"
    assert article(paper, "c001").find("blockquote").get("dir") == "auto"


def test_two_comments_of_equal_words_are_two(feedback, table, told):
    of_record = told(comment("c001", "The same."), comment("c002", "The same."))
    paper = feedback(of_record)
    assert [quoted(article(paper, ident)) for ident in ("c001", "c002")] == ["The same."] * 2
    assert [row["id"] for row in table(of_record)] == ["c001", "c002"]
    assert "We received two comments. None is answered yet." in words_of(paper)


def test_comments_stand_in_the_order_of_their_numbers_whatever_the_order_of_entry_or_the_kind(feedback, table, told):
    ids = ["c10", "c2", "c1", "c33", "c3"]
    kinds = ["staff", "residents", "staff", "carers", "residents"]
    of_record = told(*(comment(ident, respondent=kind) for ident, kind in zip(ids, kinds, strict=True)))
    ordered = ["c1", "c2", "c3", "c10", "c33"]
    found = [each.get("id") for each in tree(feedback(of_record)).iter("article")]
    assert found == [f"comment-{ident}" for ident in ordered]
    assert [row["id"] for row in table(of_record)] == ordered


def test_every_comment_can_be_found_by_its_number_and_every_link_inside_the_paper_leads_somewhere(feedback, told):
    rows = [comment("c1", options=["birch-alone"]), comment("c2", answer=answered("cannot"), proposes="Gardens")]
    paper = feedback(told(*rows, changes=[change("evidence:amber/cost.bed-day", ["c2", "c1"])]))
    anchors = {each.get("id") for each in tree(paper).iter() if each.get("id")}
    links = [each.get("href") for each in tree(paper).iter("a")]
    assert {"#comment-c1", "#comment-c2"} <= set(links)
    assert {link[1:] for link in links if link.startswith("#")} <= anchors
    by_number = next(each for each in drawn(section(paper, "find"), "ol", "ids"))
    assert [said_in(item) for item in by_number] == ["c1 not yet", "c2 cannot"]


# what came of them


def test_each_outcome_is_told_in_words_with_its_date(feedback, told):
    rows = [
        comment("c1", answer=answered("changed", "It is split.", changed="option:birch-alone")),
        comment("c2", answer=answered("already-covered", "See section 3.")),
        comment("c3", answer=answered("cannot", "The number is settled.")),
        comment("c4", answer=answered("passed-on", "Thank you.", to="the bus company", replaced=1)),
        comment("c5"),
    ]
    paper = feedback(told(*rows))
    replies = [said_in(next(drawn_reply(article(paper, row["id"])))) for row in rows]
    assert replies == [
        "Changed: “One home, Birch” . It is split. (3 September 2025)",
        "Already covered. See section 3. (3 September 2025)",
        "We cannot do this. The number is settled. (3 September 2025)",
        "Passed on to the bus company. Thank you. "
        "(3 September 2025; it takes the place of an earlier answer, which the record keeps)",
        "Not answered yet. It needs an answer before anything is final.",
    ]
    first = said_in(section(paper, "answer"))
    assert "We received five comments: four are answered here, and one is not answered yet." in first
    assert "Passed on to: the bus company (1)." in first
    outcomes = [said_in(row) for row in section(paper, "answer").find(".//tbody")]
    assert outcomes == [
        "Something changed 1",
        "Already covered 1",
        "We cannot do it, and say why 1",
        "Passed on to somebody else 1",
        "Not answered yet 1",
    ]


def drawn_reply(node):
    return iter(drawn(node, "p", "reply"))


def test_what_changed_stands_once_with_all_its_comments_and_its_reason(feedback, told):
    rows = [
        comment("c1", answer=answered("changed", "A new price.", changed="evidence:amber/cost.bed-day")),
        comment("c2", answer=answered("changed", "Split.", changed="option:amber-and-birch")),
        comment("c12", answer=answered("changed", "We count nights.", changed="parameter:stay_days")),
        comment("c3", answer=answered("changed", "We count nights.", changed="parameter:stay_days")),
    ]
    split = change("option:amber-and-birch", ["c4"], kind="option-split", reason="Too far.", into=["birch-alone"])
    paper = feedback(told(*rows, comment("c4"), changes=[change("evidence:amber/cost.bed-day", ["c1"]), split]))
    items = [said_in(item) for item in next(iter(drawn(section(paper, "changes"), "ul", "changes")))]
    assert items == [
        "What is known of Example home Amber on cost changed. A bill came. Because of c1 .",
        "“Two homes, Amber and Birch” was split into “One home, Birch” . Too far. Because of c2 , c4 .",
        "The assumption “how long people stay” changed. We count nights. Because of c3 , c12 .",
    ]


SUBJECTS = {
    "option:birch-alone": "“One home, Birch”",
    "option:cedar-and-birch": "“Two homes, Cedar and Birch”",
    "option:long-gone": "An option that is no longer there",
    "evidence:amber/nursing": "What is known of Example home Amber on “A nurse day and night”",
    "evidence:birch-alone/cost": "What is known of “One home, Birch” on cost",
    "weights:p03": "The weights that p03 gave",
    "score:p03/amber/clinical-fit": "The score of Example home Amber on clinical fit",
    "moderation:amber/clinical-fit": "The score of Example home Amber on clinical fit",
    "interest:p01/amber": "An interest that p01 declared",
    "criterion:travel-time": "The criterion “Travel time for visitors”",
    "criterion:long-gone": "A criterion that is no longer used",
    "parameter:stay_days": "The assumption “how long people stay”",
    "site:amber": "What is known of Example home Amber",
    "area:X1": "What is known of an area",
    "file:travel.csv": "Something in the record",
    "something": "Something in the record",
}


def test_every_subject_of_change_has_words(feedback, told):
    subjects = dict(enumerate(SUBJECTS))
    rows = [comment(f"c{n:02}", answer=answered("changed", changed=subject)) for n, subject in subjects.items()]
    items = section(feedback(told(*rows)), "changes").findall(".//li")
    assert [said_in(item.find("strong")) for item in items] == list(SUBJECTS.values())
    assert [item.find(".//a[last()]").get("href") for item in items[-2:]] == ["#comment-c14", "#comment-c15"]


def test_a_comment_leads_to_what_it_is_about_in_the_options_paper(feedback, paper, told):
    about = {"options": ["birch-alone", "cedar-and-birch"], "sites": ["amber"], "criteria": ["cost"]}
    links = [each.get("href") for each in article(feedback(told(comment("c1", **about))), "c1").iter("a")]
    assert [link.partition("#")[0] for link in links] == ["options-illustrative.html"] * 4
    anchors = {each.get("id") for each in tree(paper()).iter() if each.get("id")}
    named = [link.partition("#")[2] for link in links]
    assert named == ["option-birch-alone", "found", "site-amber", "criterion-cost"]
    assert set(named) <= anchors


def test_the_options_paper_of_what_is_real_has_another_name(feedback, findings, told):
    findings["context"]["illustrative"] = False
    links = [each.get("href") for each in tree(feedback(told(comment("c1", sites=["amber"])), findings)).iter("a")]
    assert "options.html#site-amber" in links


def test_a_missing_criterion_is_a_proposal_that_needs_an_answer(feedback, told):
    rows = [
        comment("c1", proposes="Somewhere to sit outside"),
        comment("c2", proposes="Pets", answer=answered("cannot", "No home may keep them.")),
        comment("c3"),
    ]
    items = [said_in(item) for item in section(feedback(told(*rows)), "proposals").iter("li")]
    assert items == [
        "Somewhere to sit outside (comment c1 ) Not answered yet. It needs an answer before anything is final.",
        "Pets (comment c2 ) We cannot do this. No home may keep them. (3 September 2025)",
    ]


def test_late_comments_are_counted_and_each_says_that_it_is_late(feedback, table, told):
    late = [comment(f"c{n}", late=True, received="2025-09-07", respondent="") for n in range(5)]
    of_record = told(*late, comment("c9"))
    paper = feedback(of_record)
    first = said_in(section(paper, "answer"))
    assert "The closing date for comments: 5 September 2025. Five came after it; they are read and answered" in first
    assert said_in(article(paper, "c0")).startswith("Comment c0 Received 7 September 2025. After the closing date.")
    assert "closing" not in said_in(article(paper, "c9"))
    assert [row["late"] for row in table(of_record)] == ["yes"] * 5 + ["no"]
    assert "One came after it; it is read" in words_of(feedback(told(late[0])))
    assert "None came after it." in words_of(feedback(told(comment("c9"))))


def test_questions_stand_with_their_replies(feedback, told):
    asked = {"asked_by": "The joint committee", "cast_on": "2025-08-30", "entered_at": "2025-08-31T09:00:00.000000Z"}
    reply = {"text": "Five, in two homes.", "cast_on": "2025-09-02", "entered_at": "2025-09-02T09:00:00.000000Z"}
    rows = [
        {"id": "q10", "text": "By when?", "reply": None, **asked},
        {"id": "q2", "text": "How many?", "reply": reply, **asked},
    ]
    found = [said_in(each) for each in section(feedback(told(questions=rows)), "questions").iter("article")]
    assert found == [
        "The joint committee asked on 30 August 2025 How many? Five, in two homes. (2 September 2025)",
        "The joint committee asked on 30 August 2025 By when? There is no reply yet.",
    ]


def test_a_place_without_comments_has_a_paper_that_says_so(feedback, findings, told):
    paper = feedback(told())
    assert "No comment is on record yet." in words_of(paper)
    assert "Thank you" not in words_of(paper)
    findings["context"]["comments"] = None
    assert "closing date" not in words_of(feedback(told(comment("c1")), findings))


# who said it


def who(paper):
    """The printed groups with their counts, and the group beside each comment."""
    rows = [[said_in(cell) for cell in row] for row in section(paper, "answer").iter("tr")]
    start = rows.index(["Who", "Comments"]) if ["Who", "Comments"] in rows else len(rows)
    beside = [
        re.search("from: (.*?)[.]", said_in(each)) and re.search("from: (.*?)[.]", said_in(each))[1]
        for each in tree(paper).iter("article")
    ]
    return {name: int(count) for name, count in rows[start + 1 :]}, beside


def test_small_kinds_are_printed_together_and_counting_by_hand_gives_no_more(feedback, table, told):
    kinds = ["residents"] * 6 + ["carers"] * 5 + ["staff"] * 3 + ["voluntary"] * 2
    of_record = told(*(comment(f"c{n:02}", respondent=kind) for n, kind in enumerate(kinds)))
    groups, beside = who(feedback(of_record))
    assert groups == {"Residents": 6, "Carers and families": 5, "Staff or voluntary organisations": 5}
    assert {name: [group.lower() for group in beside].count(name.lower()) for name in groups} == groups
    assert [row["from"] for row in table(of_record)] == beside
    assert "staff" not in {row["from"] for row in table(of_record)}


def test_one_small_kind_is_not_got_back_by_taking_the_others_from_the_whole(feedback, told):
    kinds = ["residents"] * 9 + ["carers"] * 6 + ["staff"]
    groups, beside = who(feedback(told(*(comment(f"c{n:02}", respondent=kind) for n, kind in enumerate(kinds)))))
    assert groups == {"Residents": 9, "Carers and families or staff": 7}
    assert "staff" not in beside


def test_where_too_few_commented_no_kind_is_shown_anywhere(feedback, table, told):
    of_record = told(*(comment(f"c{n}", respondent=kind) for n, kind in enumerate(["residents"] * 2 + ["staff"] * 2)))
    paper = feedback(of_record)
    assert who(paper) == ({}, [None] * 4)
    assert "Too few commented to say who they are" in words_of(paper)
    assert not re.search("residents|staff", said_in(section(paper, "comments")), re.IGNORECASE)
    assert {row["from"] for row in table(of_record)} == {""}


def test_five_comments_of_one_person_are_not_five_people(feedback, told):
    kinds = ["residents"] * 9 + ["staff"] * 5
    of_record = told(*(comment(f"c{n:02}", respondent=kind) for n, kind in enumerate(kinds)))
    of_record["respondents"] = {"residents": 9, "staff": 1}
    groups, beside = who(feedback(of_record))
    assert groups == {"Residents or staff": 14}
    assert set(beside) == {"residents or staff"}


def test_the_paper_speaks_of_people_only_where_the_record_knows_whose_each_comment_is(feedback, told):
    of_record = told(*(comment(f"c{n:02}", respondent=kind) for n, kind in enumerate(["residents"] * 9 + ["staff"])))
    said = words_of(feedback(of_record))
    assert "Where fewer than five comments came from a kind" in said and "some may be by one person" in said
    known = words_of(feedback(of_record | {"people_known": True}))
    assert "Where fewer than five people of a kind commented" in known and "by one person" not in known


def test_before_comments_are_closed_no_kind_is_said_and_the_paper_says_when_it_will_be(feedback, table, told):
    of_record = told(*(comment(f"c{n:02}", respondent="") for n in range(30))) | {"respondents": None}
    paper = feedback(of_record)
    assert who(paper) == ({}, [None] * 30)
    assert "Who commented is said once comments are closed, after 5 September 2025" in words_of(paper)
    assert {row["from"] for row in table(of_record)} == {""}


def test_a_comment_of_which_no_kind_is_said_is_not_counted_by_kind_and_the_paper_says_so(feedback, table, told):
    rows = [comment(f"c{n:02}") for n in range(9)]
    late = comment("c90", respondent="", late=True)
    of_record = told(*rows, late)
    paper = feedback(of_record)
    assert who(paper) == ({"Residents": 9}, ["residents"] * 9 + [None])
    assert "One comment is not in this table, late or entered after it was first published" in words_of(paper)
    assert "not in this table" not in words_of(feedback(told(*rows)))
    assert table(of_record)[-1]["from"] == ""


def test_the_record_of_a_comment_is_told_without_pseudonyms_or_entry_numbers(feedback, told):
    row = comment("c001", number=48151, entered_at="2025-09-02T16:23:42.108000Z")
    assert not re.search("48151|16:23|108000", feedback(told(row)))


COUNTS = st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 12), max_size=8)


@given(COUNTS)
def test_no_printed_group_is_small_and_no_small_kind_stands_alone(people):
    groups = printed_groups(people)
    printed = [kind for group in groups for kind in group]
    assert len(printed) == len(set(printed))
    if sum(people.values()) < LEAST:
        assert groups == ()
        return
    assert set(printed) == {kind for kind, count in people.items() if count}
    for group in groups:
        assert sum(people[kind] for kind in group) >= LEAST
        assert len(group) > 1 or people[group[0]] >= LEAST
    assert sum(len(group) > 1 for group in groups) <= 1


@given(COUNTS, st.randoms())
def test_the_order_of_groups_says_nothing_of_their_sizes(people, random):
    others = dict(zip(people, random.sample(list(people.values()), len(people)), strict=True))
    for counts in (people, others):
        printed = [group[0] for group in printed_groups(counts)]
        assert printed == [kind for kind in people if kind in printed]
        for group in printed_groups(counts):
            assert list(group) == [kind for kind in people if kind in group]


@pytest.mark.parametrize(
    ("people", "groups"),
    [
        ({}, ()),
        ({"a": 4}, ()),
        ({"a": 5}, (("a",),)),
        ({"a": 4, "b": 1}, (("a", "b"),)),
        ({"a": 1, "b": 6, "c": 9}, (("a", "b"), ("c",))),
        ({"a": 9, "b": 1, "c": 1, "d": 6}, (("a",), ("b", "c", "d"))),
        ({"a": 9, "b": 0, "c": 7}, (("a",), ("c",))),
        ({"a": 5, "b": 5}, (("a",), ("b",))),
    ],
)
def test_kinds_are_put_together_by_hand(people, groups):
    assert printed_groups(people) == groups


# sites that have not been approached


def test_a_site_not_approached_is_never_named_by_its_id_or_by_us(feedback, table, told, hiding):
    rows = [
        comment("c1", "My aunt lives near.", sites=["elder", "amber"], options=["elder-alone", "birch-alone"]),
        comment("c2", answer=answered("changed", "Elder sent a new price.", changed="evidence:elder/cost.bed-day")),
        comment("c3", answer=answered("passed-on", "We sent it on.", to="Example provider Grove")),
        comment("c4", answer=answered("changed", "It is smaller.", changed="option:elder-alone")),
    ]
    changes = [change("evidence:elder/cost.bed-day", ["c2"]), change("site:amber", ["c1"], reason="Unlike Elder.")]
    of_record = told(*rows, changes=changes)
    paper = feedback(of_record, hiding)
    assert not re.search("elder|grove", paper, re.IGNORECASE)
    assert "site-1" not in paper
    first = said_in(article(paper, "c1"))
    assert "a site that is not named before it has been approached" in first
    assert "an option that uses a site that is not named before it has been approached" in first
    assert "Example home Amber" in first
    assert said_in(article(paper, "c2")).count(WITHHELD) == 1
    assert "Passed on to somebody who cannot be named yet. We sent it on." in said_in(article(paper, "c3"))
    assert said_in(section(paper, "changes")).count(WITHHELD) == 2
    assert not re.search("elder|grove", str(table(of_record, hiding)), re.IGNORECASE)


def test_what_somebody_said_is_printed_whatever_it_names_and_whoever_writes_the_paper_is_told(feedback, told, hiding):
    text = "Please, not Elder: it floods."
    of_record = told(
        comment("c1", text),
        comment("c2", "An elder tree."),
        comment("c3", "EXAMPLE HOME ELDER!"),
        comment("c4", answer=answered("cannot", "Elder is full.")),
    )
    paper = feedback(of_record, hiding)
    assert quoted(article(paper, "c1")) == text
    assert quoted(article(paper, "c3")) == "EXAMPLE HOME ELDER!"
    warned = named_too_soon(of_record, hiding, "feedback")
    assert [re.search("c[0-9]", text)[0] for text in warned] == ["c1", "c3", "c4"]
    assert "prints it as it was said" in warned[0]
    assert "leaves its words out and says so" in warned[2]
    assert "Elder" not in "".join(warned)


def test_questions_are_printed_and_replies_that_name_a_site_are_not(feedback, told, hiding):
    base = {"cast_on": "2025-08-30", "entered_at": "2025-08-31T09:00:00.000000Z"}
    row = {"id": "q1", "asked_by": "A board", "text": "Is it Elder?", "reply": {"text": "Yes, Elder.", **base}, **base}
    of_record = told(questions=[row])
    found = said_in(section(feedback(of_record, hiding), "questions"))
    assert "Is it Elder?" in found
    assert "Yes" not in found and WITHHELD in found
    assert len(named_too_soon(of_record, hiding, "feedback")) == 2


def test_nothing_is_held_back_where_every_site_may_be_named(told, findings):
    of_record = told(comment("c1", "Elder", sites=["elder"], answer=answered("cannot", "Elder is full.")))
    assert public_record(of_record, findings, Instead("left out", "somebody")) is of_record
    assert named_too_soon(of_record, findings, "feedback") == []


def test_an_id_that_is_swapped_for_an_alias_of_another_site_is_still_hidden(told, hiding, feedback):
    """Two hidden sites may have each other's number for an id: it is their standing that counts, not the number."""
    hiding = copy.deepcopy(hiding)
    for site in hiding["sites"]:
        if site["id"] == "elder":
            site["id"] = "site-1"
    assert "#site-site-1" not in feedback(told(comment("c1", sites=["site-1"])), hiding)


# the paper as a paper


def test_it_says_which_run_made_it_and_what_the_record_was(feedback, told, record):
    paper = feedback(told(comment("c1")))
    assert '<meta name="appraisal" content="feedback run 0f3a5b7c9d1e">' in paper.partition("</head>")[0]
    assert record["head"] in words_of(paper)
    assert "Nothing is decided" in words_of(paper)[:400]
    assert "llustrative" in said_in(tree(paper).find("head").find("title"))
    assert '<section id="scores">' not in paper


def test_the_options_paper_says_which_run_made_it(paper):
    assert '<meta name="appraisal" content="options run 0f3a5b7c9d1e">' in paper().partition("</head>")[0]


def test_no_word_of_ours_says_more_of_an_option_than_its_score(feedback, told):
    rows = [comment("c1", "The best, preferred and optimal!", answer=answered("cannot"))]
    body = tree(feedback(told(*rows))).find("body")
    for part in body.iter("article"):
        part.remove(part.find("blockquote"))
    said = said_in(body).replace("Nothing is decided", "")
    assert FORBIDDEN.findall(said) == []


def test_the_same_record_gives_the_same_bytes(feedback, told):
    of_record = told(*(comment(f"c{n}", respondent="staff" if n % 3 else "carers") for n in range(30)))
    assert feedback(of_record) == feedback(copy.deepcopy(of_record))


def test_headings_follow_each_other_without_a_gap(feedback, told):
    paper = feedback(told(comment("c1")))
    levels = [int(each.tag[1]) for each in tree(paper).iter() if str(each.tag) in ("h1", "h2", "h3")]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


def test_five_hundred_comments_are_five_hundred_in_the_paper(feedback, table, told):
    rows = [comment(f"c{n:03}", f"Comment {n}: {WORDS[n % len(WORDS)]}") for n in range(500)]
    of_record = told(*rows)
    page = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(feedback(of_record))
    found = {each.get("id").removeprefix("comment-"): quoted(each) for each in page.iter("article")}
    assert found == {row["id"]: row["text"] for row in rows}
    assert {row["id"]: row["text"] for row in table(of_record)} == found
