"""A sentence of a paper is traced to the findings, the wording, the record or a template."""

import re

import pytest
from explained import text_of, walk

from appraisal.audit.explaining import explain
from appraisal.audit.explaining.arithmetic import value_at
from appraisal.audit.explaining.matching import contains, templates_for, templates_of, words_in
from appraisal.audit.explaining.opening import open_dossier, open_held
from appraisal.errors import FindingsError


@pytest.fixture(scope="module")
def dossier(demo_once):
    return open_dossier(demo_once, open_held(demo_once), None, None)


def told(folder, sentence):
    return text_of(explain(folder, sentence).steps)


def test_every_sentence_in_plain_words_is_traced_with_the_figures_behind_it(demo_once, dossier):
    for at, row in enumerate(dossier.findings["plain_words"]):
        steps = explain(demo_once, row["text"]).steps
        assert f"plain_words[{at}].text" in text_of(steps), row["about"]
        paths = [step.path for step in walk(steps) if step.path and not step.is_compared]
        assert paths, row["about"]
        for path in paths:
            keys = [int(part) if part.isdigit() else part for part in re.findall(r"[^.\[\]]+", path)]
            assert value_at(dossier.findings, tuple(keys)) is not None, path


def test_case_spaces_quotation_marks_and_full_stops_do_not_matter(demo_once):
    asked = 'SCORES highest   in 85 of 100 "weightings" within the range.'
    assert "robustness.rank_acceptability.panel-range.willow-and-hazel[0] 0.8516" in told(demo_once, asked)


def test_a_pro_in_figures_is_traced_to_its_row_of_the_findings_and_its_wording(demo_once, dossier):
    text = told(demo_once, "people would get a bed when they need it")
    assert "a pro of One home, Amber as a paper prints it, from public.options[0].pros[0]" in text
    assert "public.options[0].pros[0].performance 0.624617" in text
    assert "figures.access: “{performance} people would get a bed when they need it{range}; middle: {middle}”" in text
    assert "In the options paper, " in text


def test_a_pro_in_words_is_traced_to_its_line_of_evidence(demo_once):
    text = told(demo_once, "two bus routes stop within three minutes of the door")
    assert re.search(r"evidence.csv, line 13, as at 1 August 2025", text)
    assert "Source: example-visits" in text


def test_what_people_said_and_what_was_answered_is_traced_to_its_entry(demo_once):
    assert "In entry 343 (feedback), text" in told(demo_once, "look at the buses in the evening and not just by day")
    steps = explain(demo_once, "Travel time counts the evening as much as the day").steps
    assert steps[0].entries == (386,)
    assert "In entry 386 (answer), text" in text_of(steps)


def test_a_warning_is_traced_with_what_it_is_about(demo_once):
    text = told(demo_once, "set-up cost of building work is as at 18 April 2023")
    assert "warnings[1].text" in text
    assert "It is a warning about 'birch'" in text


def test_words_that_a_template_itself_holds_are_traced_to_its_line(demo_once):
    text = told(demo_once, "Each site is tested against the minimum.")
    assert re.search(r"the template reports/options.html.j2, line \d+, as it stands in the folder now", text)


def test_a_sentence_with_the_figures_of_another_run_is_traced_to_its_wording(demo_once):
    text = told(demo_once, "The hospice would score highest at 99 of 100 pairs of these two weights")
    assert "No text of this run reads so. Its figures or names may be those of another run" in text
    assert "plain.two_way: " in text


def test_several_texts_with_the_same_words_are_all_told(demo_once):
    steps = explain(demo_once, "would get a bed when they need it").steps
    assert len([step for step in steps if "would get a bed when they need it" in step.text]) > 2


def test_words_that_nothing_holds_are_refused_with_the_nearest(demo_once, command):
    answer = command("audit", "explain", "Hospice beds stay as they always were and will be", "-w", demo_once)
    assert (answer.code, answer.out) == (6, "")
    assert "The nearest:\n" in answer.err
    assert "Hospice beds stay as they are, so you can still ask for one." in answer.err
    with pytest.raises(FindingsError, match="Quote at least four words as they stand"):
        explain(demo_once, "zebras xylophones quinces vouchsafed")


def test_what_stands_in_the_full_findings_alone_is_announced_as_confidential(demo_once, dossier):
    public = {row["text"] for row in dossier.findings["public"]["plain_words"]}
    alone = next(row["text"] for row in dossier.findings["plain_words"] if row["text"] not in public)
    shared = next(row["text"] for row in dossier.findings["plain_words"] if row["text"] in public)
    assert explain(demo_once, alone).is_confidential
    assert not explain(demo_once, shared).is_confidential


WORDING = {"answer": {"one": "{option} scores highest so far: {total}.", "next": "The next is {option}."}, "version": 1}


@pytest.mark.parametrize(
    ("said", "keys"),
    [
        ("Amber scores highest so far: 71 of 100", ["answer.one"]),
        ("scores highest so far", ["answer.one"]),
        ("The next is Two homes, Birch and Cedar", ["answer.next"]),
        ("Amber scores lowest so far: 71", []),
        ("the next are Two homes", []),
    ],
)
def test_a_sentence_of_the_wording_is_known_again_whatever_fills_its_gaps(said, keys):
    assert [one.key for one in templates_for(templates_of(WORDING), words_in(said))] == keys


def test_words_must_follow_one_another():
    assert contains(words_in("It was not decided."), words_in("NOT  decided"))
    assert not contains(words_in("It was not yet decided."), words_in("not decided"))
