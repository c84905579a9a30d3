"""What changed where nobody can read any more what a run read: told from the record, ballots and hashes of files."""

from __future__ import annotations

from dataclasses import replace

import pytest
from building import interest, moderated, place, scored, weights, workspace

from appraisal.analysis.comparing.difference import Difference
from appraisal.analysis.comparing.files import NOT_SHOWN
from appraisal.changes.kept import Kept, all_differences
from appraisal.changes.told import WITHHELD, changes_told
from appraisal.model.entries import NO_ENTRIES, Draft, chained

VALE = "testing-vale"
CRITERIA, EVIDENCE, PLACE = "criteria/criteria.yaml", f"options/{VALE}/evidence.csv", f"options/{VALE}/place.yaml"
FILES = (CRITERIA, EVIDENCE, PLACE)
SITES = {"ash": "interested", "elm": "interested", "oak": "interested"}
PRICE = Difference("evidence", "ash/cost.bed-day", "300 pounds", "330 pounds", "Home Ash: price of a bed-day")
LOST = Difference("run", "inputs", "what run a1 read can no longer be read", "not compared")
SHARE = Difference("parameter", "need.use_share", "0.8", "0.75", "who would use a bed")


def findings(changed=(), ballots="ab", hidden=()):
    """Of findings, what a comparison reads; `changed` are the files that have another hash than at first."""
    sites = [
        {"id": id_, "name": f"Home {id_}", "provider": f"{id_}-care", "standing": standing}
        for id_, standing in {**SITES, **dict.fromkeys(hidden, "not approached")}.items()
    ]
    options = [
        {
            "id": f"{id_}-alone",
            "name": f"Only {id_}",
            "sites": {id_: 5},
            "total": None,
            "rank": None,
            "status": "ranked",
        }
        for id_ in SITES
    ]
    files = {path: f"{'bb' if path in changed else 'aa'}{path}" for path in FILES}
    return {
        "inputs": {"files": files, "ballots": ballots, "samples": 100},
        "sites": sites,
        "options": options,
        "criteria": [{"id": "clinical-fit", "name": "Clinical fit"}],
        "public": None,
    }


def ran(run, *found, because=""):
    """The entries of one run: each difference that it found, then its own."""
    said = [
        {"about": o.about, "subject": o.subject, "title": o.title, "before": o.before, "after": o.after} for o in found
    ]
    drafts = [("difference", {**each, "because": because, "run": run, "last_run": ""}) for each in said]
    return [*drafts, ("run", {"run": run})]


def entered(*several):
    drafts = [
        Draft(kind=kind, place=VALE, person="o01", role="r", entered_by="o01", route="command", content=content)
        for each in several
        for kind, content in each
    ]
    when = "2025-09-01T09:30:00.000000Z"
    return chained(drafts, after=NO_ENTRIES, entered_at=when, salts=["0" * 32 for _ in drafts])


def told(before, after, *several, public=False, workspaces=(None, None)):
    kept = (Kept(run, found, held) for run, found, held in zip(("a1", "z9"), (before, after), workspaces, strict=True))
    return changes_told(*kept, VALE, public=public, entries=entered(*several))


def by_key(found):
    return {row["key"]: row for row in found["differences"]}


def test_what_runs_entered_is_told_with_its_words_title_and_reason_and_without_an_effect():
    found = told(findings(), findings([EVIDENCE]), ran("z9", PRICE, because="A new return."))
    assert found["unread"] == ["a1", "z9"]
    [row] = found["differences"]
    assert (row["key"], row["title"], row["before"], row["after"], row["effect"]) == (
        PRICE.key,
        PRICE.title,
        PRICE.before,
        PRICE.after,
        None,
    )
    assert (row["cause"]["reasons"], row["cause"]["stated"]) == (["A new return."], True)


def test_steps_that_follow_each_other_are_told_from_the_first_to_the_last():
    again = replace(SHARE, before="0.75", after="0.9")
    [row] = told(findings(), findings([PLACE]), ran("b2", SHARE, because="Typing."), ran("z9", again))["differences"]
    assert (row["before"], row["after"]) == ("0.8", "0.9")
    assert (row["cause"]["reasons"], row["cause"]["stated"]) == (["Typing."], False)


def test_what_was_put_back_in_between_is_no_difference():
    back = replace(SHARE, before="0.75", after="0.8")
    assert told(findings(), findings(), ran("b2", SHARE), ran("z9", back))["differences"] == []


def test_steps_that_speak_of_other_parts_of_a_thing_are_both_told():
    beds = Difference("option", "ash-alone", "beds: Ash 4", "beds: Ash 5")
    name = Difference("option", "ash-alone", "name: Ash", "name: Only ash")
    [row] = told(findings(), findings(), ran("b2", beds), ran("z9", name))["differences"]
    assert (row["before"], row["after"]) == ("beds: Ash 4; then name: Ash", "beds: Ash 5; then name: Only ash")


def test_a_file_that_no_entry_explains_is_never_said_to_have_changed_in_words():
    found = by_key(told(findings(), findings([CRITERIA, EVIDENCE]), ran("z9", PRICE)))
    assert list(found) == [PRICE.key, f"file:{CRITERIA}"]
    assert found[f"file:{CRITERIA}"]["file"] == "lost"
    assert found[f"file:{CRITERIA}"]["after"].endswith(NOT_SHOWN)


def test_a_file_in_which_a_run_that_could_compare_found_words_alone_is_told_so():
    words = Difference("file", CRITERIA, "a file", "another file")
    found = by_key(told(findings(), findings([CRITERIA]), ran("z9", words)))
    assert found[f"file:{CRITERIA}"]["file"] == "words"


def test_a_change_that_a_run_could_not_compare_is_not_hidden_behind_an_earlier_one_of_the_same_file():
    by_hash = Difference("file", EVIDENCE, "a file", "another file")
    found = by_key(told(findings(), findings([EVIDENCE]), ran("b2", PRICE), ran("z9", by_hash, LOST)))
    assert found[PRICE.key]["cause"]["stated"] is False
    assert found[f"file:{EVIDENCE}"]["file"] == "lost"


@pytest.mark.parametrize("entered_with_it", [[], [LOST]], ids=["nothing", "that-findings-were-gone"])
def test_a_run_that_entered_nothing_of_files_explains_none(entered_with_it):
    found = by_key(told(findings(), findings([EVIDENCE]), ran("b2", PRICE), ran("z9", *entered_with_it)))
    assert found[f"file:{EVIDENCE}"]["file"] == "lost"


def test_the_same_run_again_hides_nothing():
    found = by_key(told(findings(), findings([EVIDENCE]), ran("z9", PRICE), ran("z9")))
    assert list(found) == [PRICE.key]


def test_ballots_are_compared_whatever_else_is_gone():
    then, now = place().ballots, replace(
        place().ballots,
        weights=(weights("p01", access=10), *place().ballots.weights[1:]),
        interests=(interest("p02", site_id="elm"),),
        moderated=(moderated("ash", 75),),
    )  # fmt: skip
    for before, after in ((findings(), findings(ballots="cd")), ({}, {})):
        kept = (Kept(run, found, None, said) for run, found, said in (("a1", before, then), ("z9", after, now)))
        found = by_key(changes_told(*kept, VALE))
        assert list(found) == ["interest:p02/elm", "moderation:ash/clinical-fit", "weights:p01"]
    assert (
        found["weights:p01"]["after"]
        == "access 10, clinical-fit 0, cost 0, equity 0, travel-time 0, dated 1 September 2025"
    )


def test_ballots_whose_hash_alone_differs_are_told():
    assert list(by_key(told(findings(), findings(ballots="cd")))) == ["ballots:all"]


def test_options_stand_side_by_side_as_the_findings_have_them():
    found = told(findings(), findings())["options"]
    assert [row["id"] for row in found] == ["ash-alone", "elm-alone", "oak-alone"]
    assert found[0]["before"] == {"total": None, "rank": None, "status": "ranked"}
    assert told({}, findings())["options"] == []


def test_what_is_to_be_entered_where_the_last_run_is_gone_is_what_hashes_and_ballots_show():
    before = Kept("a1", findings(), None, place().ballots)
    now = replace(place().ballots, scores=(scored("p01", "ash", 90), *place().ballots.scores[1:]))
    after = Kept("z9", findings([CRITERIA], "cd"), workspace(), now)
    found = all_differences(before, after, VALE)
    assert [one.key for one in found] == [f"file:{CRITERIA}", "run:inputs", "score:p01/ash/clinical-fit"]
    assert [one.key for one in all_differences(Kept("a1", {}, None, now), after, VALE)] == ["run:inputs"]


# What may be printed


def in_public(*found, hidden=("oak",)):
    rows = told(findings(hidden=hidden), findings(hidden=hidden), ran("z9", *found, because="They wrote."), public=True)
    return rows["differences"]


@pytest.mark.parametrize(
    "one",
    [
        Difference("evidence", "oak/cost.bed-day", "", "300 pounds", "Home Oak: price"),
        Difference("option", "oak-alone", "", "beds: Home Oak 5", "Only oak"),
        Difference("option", "came-and-went", "beds: Home Oak 5", "beds: Home Oak 4", "Only oak"),
        Difference("site", "oak", "", "beds offered: Home Oak", "Home Oak"),
        Difference("provider", "oak-care", "name: Oak", "name: Oaks", "Oak"),
        Difference("source", "return-of-oak", "", "title: Return of Oak", "Return of Oak"),
        Difference("travel", "a1/oak/car/peak", "20 minutes", "30 minutes", "a1/oak/car/peak"),
    ],
    ids=lambda one: one.key,
)
def test_nothing_of_a_site_that_has_not_been_approached_is_printed(one):
    [row] = in_public(one)
    assert "oak" not in str(row).lower()
    assert "came-and-went" not in str(row)
    assert (row["before"], row["after"], row["cause"]["reasons"]) == (None, None, [WITHHELD])
    assert row["title"] == f"{one.about}: not named before every site has been approached"


def test_what_may_be_named_is_told_whole_beside_it():
    rows = in_public(PRICE, SHARE)
    assert [(row["key"], row["before"], row["after"]) for row in rows] == [
        (PRICE.key, PRICE.before, PRICE.after),
        (SHARE.key, SHARE.before, SHARE.after),
    ]
    assert {tuple(row["cause"]["reasons"]) for row in rows} == {("They wrote.",)}


def test_limits_are_not_told_while_a_site_is_hidden_since_their_reasons_may_name_it():
    limits = Difference("parameter", "limits.forbidden_sites", "", "site oak, why Home Oak is sold", "forbidden sites")
    [row] = in_public(limits)
    assert (row["before"], row["title"]) == (None, "parameter: not named before every site has been approached")
    assert in_public(limits, hidden=())[0]["after"] == limits.after


def test_of_evidence_that_is_not_public_the_title_alone_is_told():
    secret = replace(PRICE, before="confidential, between 250 and 315 pounds, not public")
    [row] = in_public(secret, hidden=())
    assert (row["title"], row["before"], row["after"]) == (PRICE.title, None, None)
    assert row["cause"]["reasons"] == [WITHHELD]


def test_options_of_a_hidden_site_are_not_in_the_table_and_nothing_is_named_where_findings_are_gone():
    hidden = findings(hidden=["oak"])
    assert [row["id"] for row in told(hidden, hidden, public=True)["options"]] == ["ash-alone", "elm-alone"]
    [row] = told({}, hidden, ran("z9", PRICE), public=True)["differences"]
    assert "ash" not in str({**row, "cause": None}).lower()
