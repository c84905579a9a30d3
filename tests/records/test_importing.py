"""Ballots go into the ledger as whole files or not at all, each once, and replaced only with a reason."""

import sqlite3
from contextlib import closing

import pytest

from appraisal.errors import BallotFileError, LedgerError, WorkspaceError
from appraisal.records.cast_ballots import ballots_by_place
from appraisal.records.importing import check_inbox, import_ballots
from appraisal.records.ledger import open_ledger
from appraisal.records.ledger_address import LEDGER
from appraisal.records.workspace_files import open_workspace

PLACE = "hammersmith-and-fulham"
NOW = "2025-09-01T09:30:00.000000Z"
LATER = "2025-09-02T09:30:00.000000Z"
WEIGHTS = "person,cast_on,access,clinical-fit,cost,cultural-fit,equity,travel-time,replaces,replaces_reason\n"
SCORES = "person,cast_on,site,criterion,score,reason,replaces,replaces_reason\n"
INTERESTS = "person,cast_on,provider,site,interest,managed\n"
NO_INTERESTS = INTERESTS + "p01,2025-08-11,,,none,none needed\np02,2025-08-11,,,none,none needed\n"
RECORD = "kind,person,cast_on,text,basis,confidence,dissent\n"
P01 = "p01,2025-08-18,90,80,20,50,60,100,,\n"
P02 = "p02,2025-08-18,80,70,30,40,100,90,,\n"
SCORE = "p01,2025-08-21,amber,clinical-fit,75,Family can stay,,\n"


def entries(folder):
    with open_ledger(folder / LEDGER) as ledger:
        return list(ledger.entries())


def told(refusal):
    return [(problem.line, problem.text) for problem in refusal.value.problems]


def test_a_whole_file_is_refused_for_one_bad_row_and_no_ledger_is_made(take, starter):
    with pytest.raises(BallotFileError) as refusal:
        take(WEIGHTS + P01 + P02.replace("80,70", "80,many"))
    assert [line for line, _ in told(refusal)] == [3]
    assert not (starter / LEDGER).exists()


def test_every_problem_of_every_file_is_told_and_nothing_is_taken(take, starter):
    take(WEIGHTS + P01)
    before = (starter / LEDGER).read_bytes()
    with pytest.raises(BallotFileError) as refusal:
        take(
            WEIGHTS
            + P02.replace("p02", "p77")
            + P02.replace(",80,", ",180,")
            + P02.replace("2025-08-18", "2026-01-01"),
            SCORES + SCORE + SCORE.replace("75", "74") + SCORE.replace("amber", "ambre"),
        )
    assert [(p.file.rpartition("/")[2], p.line) for p in sorted(refusal.value.problems)] == [
        ("ballots-0.csv", 2),
        ("ballots-0.csv", 3),
        ("ballots-0.csv", 4),
        ("ballots-1.csv", 3),
        ("ballots-1.csv", 4),
    ]
    assert str(refusal.value).startswith("Nothing was taken: 5 problems in 2 files\n")
    assert (starter / LEDGER).read_bytes() == before


def test_one_problem_is_counted_as_one(take):
    with pytest.raises(BallotFileError, match=r"^Nothing was taken: 1 problem in 1 file\n"):
        take(WEIGHTS + P01.replace("p01", "p77"))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (WEIGHTS + P01.replace("p01", "p77"), "Person 'p77' is not on the panel of Hammersmith and Fulham."),
        (WEIGHTS + P01.replace("p01", ""), "Column 'person' is blank. Fill it in."),
        (WEIGHTS + P01.replace("2025-08-18", "18/08/2025"), "Column 'cast_on' is '18/08/2025'; a date such as"),
        (
            WEIGHTS + P01.replace("2025-08-18", "2025-09-02"),
            "Cast on 2025-09-02, which is after the workspace's as_at,",
        ),
        (
            WEIGHTS + P01.replace(",90,", ",,"),
            "No points for 'access'. Give between 0 and 100 to each of access, clinical-fit,",
        ),
        (WEIGHTS + P01.replace(",90,", ",101,"), "Column 'access' is 101; at least 0 and at most 100 was expected."),
        (WEIGHTS + P01.replace(",90,", ",-1,"), "Column 'access' is -1; at least 0 and at most 100 was expected."),
        (WEIGHTS + P01.replace(",90,", ",nan,"), "Column 'access' is 'nan'; a number was expected, such as 12.5."),
        (WEIGHTS + "p01,2025-08-18,0,0,0,0,0,0,,\n", "All points are 0: access, clinical-fit,"),
        (WEIGHTS + P01.replace(",,\n", ",yes,\n"), "A ballot that replaces an earlier one needs its reason,"),
        (
            WEIGHTS + P01.replace(",,\n", ",perhaps,\n"),
            "Column 'replaces' is 'perhaps'; yes, no or blank was expected.",
        ),
        (
            WEIGHTS + P01.replace(",,\n", ",yes,Because\n"),
            "It says that it replaces a ballot of 'p01', and there is none.",
        ),
        (SCORES + SCORE.replace("p01", "p77"), "Person 'p77' is not on the panel of Hammersmith and Fulham."),
        (SCORES + SCORE.replace("amber", "ambre"), "Site 'ambre' is not known. Did you mean 'amber'?"),
        (SCORES + SCORE.replace("clinical-fit", "cost"), "Panel criterion 'cost' is not known."),
        (
            SCORES + SCORE.replace(",75,", ",74,"),
            "Score '74' is not one of the described levels: 0, 25, 50, 75, 100, not",
        ),
        (SCORES + SCORE.replace(",75,", ",,"), "Column 'score' is blank. Fill it in."),
        (SCORES + SCORE.replace("Family can stay", ""), "Column 'reason' is blank. Fill it in."),
        (
            INTERESTS + "p01,2025-08-11,,amber,A relative,hidden\n",
            "Managed 'hidden' is not known. Known: declared, none",
        ),
        (INTERESTS + "p01,2025-08-11,,ambre,A relative,declared\n", "Site 'ambre' is not known. Did you mean 'amber'?"),
        (
            INTERESTS + "p01,2025-08-11,harbr,,A relative,declared\n",
            "Provider 'harbr' is not known. Did you mean 'harbour'",
        ),
        (INTERESTS + "p01,2025-08-11,,,Works there,recused\n", "Recused from what? Fill in the provider or the site."),
        (INTERESTS + "p01,2025-08-11,,amber,,declared\n", "Column 'interest' is blank. Fill it in."),
        (
            RECORD + "decisions,p01,2025-08-11,It,A basis,sure,\n",
            "Kind 'decisions' is not known. Did you mean",
        ),
        (RECORD + "recommendation,p01,2025-08-11,It,,sure,\n", "Column 'basis' is blank. Fill it in."),
    ],
)
def test_a_bad_ballot_is_told_with_its_line_and_nothing_is_written(take, starter, text, said):
    with pytest.raises(BallotFileError) as refusal:
        take(text)
    assert [(line, words[: len(said)]) for line, words in told(refusal)] == [(2, said)]
    assert not (starter / LEDGER).exists()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "The file is empty. Its first line must be: person,cast_on,access,clinical-fit,cost"),
        (WEIGHTS, "There is no ballot in this file. Add rows below its header."),
        (WEIGHTS.replace("cost,", "") + P01, "Missing: column cost. Add to the header."),
        (WEIGHTS.replace("cost,", "csot,") + P01, "Column 'csot' is not known here. Did you mean 'cost'?"),
        (WEIGHTS.replace(",", ";") + P01.replace(",", ";"), "The columns are not separated by commas. Save it as CSV"),
    ],
)
def test_a_file_without_ballots_or_with_another_header_is_told(take, starter, text, said):
    with pytest.raises(BallotFileError) as refusal:
        take(text)
    assert said in [words[: len(said)] for _, words in told(refusal)]
    assert not (starter / LEDGER).exists()


def test_a_file_that_is_not_there_is_told(starter, workspace, place):
    with pytest.raises(BallotFileError, match="This file is missing"):
        import_ballots(starter, workspace, place, [starter / "none.csv"], entered_by="p12", entered_at=NOW)


def test_a_file_is_known_by_its_columns_in_any_order_and_in_quotes(take):
    quoted = '"score","reason","person","cast_on","criterion","site"\n"75","Family can stay","p01","2025-08-21",'
    done = take(NO_INTERESTS, quoted + '"clinical-fit","amber"\n')
    assert dict(done.entries) == {"interest": 2, "score": 1}


def test_an_equal_row_adds_nothing(take, starter):
    first = take(WEIGHTS + P01 + P02)
    before = entries(starter)
    again = take(WEIGHTS + P02 + P01 + P01)
    assert (dict(first.entries), first.unchanged) == ({"weights": 2}, 0)
    assert (dict(again.entries), again.unchanged, again.replaced) == ({}, 2, 0)
    assert entries(starter) == before
    assert again.receipt == first.receipt


def test_points_written_otherwise_are_the_same_points(take):
    take(WEIGHTS + P01)
    assert take(WEIGHTS + P01.replace(",90,", ",90.0,")).unchanged == 1


def test_a_second_different_ballot_is_refused_unless_it_says_that_it_replaces_the_first(take, starter):
    take(WEIGHTS + P01)
    before = (starter / LEDGER).read_bytes()
    with pytest.raises(BallotFileError) as refusal:
        take(WEIGHTS + P02 + P01.replace(",90,", ",10,"))
    assert told(refusal)[0][0] == 3
    assert told(refusal)[0][1].startswith("'p01' has already answered this (entry 1), and differently.")
    assert (starter / LEDGER).read_bytes() == before


def test_a_replaced_ballot_is_kept_and_counted_and_the_new_one_stands(take, starter):
    take(WEIGHTS + P01)
    new = P01.replace(",90,", ",10,").replace(",,\n", ",yes,Read the evidence again\n")
    done = take(WEIGHTS + new)
    assert (dict(done.entries), done.replaced) == ({"weights": 1}, 1)
    first, second = entries(starter)
    assert first.content["points"]["access"] == "90"
    assert (second.content["replaces"], second.content["replaces_reason"]) == ("1", "Read the evidence again")
    ballots = ballots_by_place(starter / LEDGER)[PLACE]
    assert ballots.replaced == 1
    assert [dict(ballot.answers)["access"] for ballot in ballots.weights] == [10.0]
    assert take(WEIGHTS + new).unchanged == 1
    assert len(entries(starter)) == 2


def test_a_file_that_was_taken_and_replaced_since_adds_nothing(take):
    take(WEIGHTS + P01)
    take(WEIGHTS + P01.replace(",90,", ",10,").replace(",,\n", ",yes,On second thoughts\n"))
    again = take(WEIGHTS + P01)
    assert (dict(again.entries), again.unchanged) == ({}, 1)


def test_a_score_replaces_only_the_same_persons_score_of_the_same_site_and_criterion(take, starter):
    others = (
        SCORE.replace("amber", "birch") + SCORE.replace("clinical-fit", "cultural-fit") + SCORE.replace("p01", "p02")
    )
    take(NO_INTERESTS, SCORES + SCORE)
    assert dict(take(SCORES + others).entries) == {"score": 3}
    take(SCORES + SCORE.replace("75", "50").replace(",,\n", ",yes,A second visit\n"))
    scores = ballots_by_place(starter / LEDGER)[PLACE].scores
    assert sorted((s.person, s.site, s.criterion, s.answer) for s in scores) == [
        ("p01", "amber", "clinical-fit", "50"),
        ("p01", "amber", "cultural-fit", "75"),
        ("p01", "birch", "clinical-fit", "75"),
        ("p02", "amber", "clinical-fit", "75"),
    ]


def test_two_ballots_of_one_person_are_found_across_files(take, starter):
    with pytest.raises(BallotFileError) as refusal:
        take(WEIGHTS + P01, WEIGHTS + P01.replace(",90,", ",10,"))
    [problem] = refusal.value.problems
    assert (problem.file.rpartition("/")[2], problem.line) == ("ballots-1.csv", 2)
    assert "the first is on" in problem.text
    assert "ballots-0.csv, line 2" in problem.text
    assert not (starter / LEDGER).exists()


def test_interests_are_entered_first_whatever_the_order_of_files_and_rows(take, starter):
    take(
        SCORES + SCORE,
        WEIGHTS + P02 + P01,
        RECORD + "recommendation,p04,2025-08-22,Look at Amber,The visits,fairly sure,\n",
        INTERESTS + "p02,2025-08-11,,,none,none needed\np01,2025-08-11,,amber,A relative lived there,declared\n",
    )
    assert [(entry.kind, entry.person) for entry in entries(starter)] == [
        ("interest", "p01"),
        ("interest", "p02"),
        ("weights", "p01"),
        ("weights", "p02"),
        ("score", "p01"),
        ("recommendation", "p04"),
    ]


def test_the_same_entries_are_made_from_shuffled_rows(take, starter, tmp_path, workspace, place):
    take(WEIGHTS + P01 + P02, SCORES + SCORE + SCORE.replace("amber", "birch"), NO_INTERESTS)
    other = tmp_path / "other"
    other.mkdir()
    scores = SCORES + SCORE.replace("amber", "birch") + SCORE
    for name, text in (("a.csv", scores), ("b.csv", WEIGHTS + P02 + P01), ("c.csv", NO_INTERESTS)):
        (other / name).write_text(text, encoding="utf-8")
    import_ballots(other, workspace, place, sorted(other.glob("*.csv")), entered_by="p12", entered_at=NOW)
    said = [[(e.number, e.kind, e.person, e.content) for e in entries(folder)] for folder in (starter, other)]
    assert said[0] == said[1]


@pytest.mark.parametrize("answer", ["not known", "recused", "Not known", "RECUSED"])
def test_not_known_and_recused_are_answers_and_no_zeros(take, starter, answer):
    take(NO_INTERESTS, SCORES + SCORE.replace("75", answer))
    [score] = ballots_by_place(starter / LEDGER)[PLACE].scores
    assert (score.answer, score.points) == (answer.lower(), None)


def test_an_entry_speaks_of_the_person_their_group_and_the_one_who_entered_it(take, starter):
    take(WEIGHTS + P01)
    [entry] = entries(starter)
    assert (entry.person, entry.role, entry.entered_by, entry.route) == ("p01", "residents", "p12", "file")
    assert (entry.place, entry.cast_on, entry.entered_at) == (PLACE, "2025-08-18", NOW)


def test_a_name_is_kept_apart_from_the_entries(take, starter):
    take(WEIGHTS + P01, entered_by="Jo  Smith")
    [entry] = entries(starter)
    assert entry.entered_by.startswith("x")
    with open_ledger(starter / LEDGER) as ledger:
        assert ledger.name_of(entry.entered_by) == "Jo Smith"
    with closing(sqlite3.connect(starter / LEDGER)) as connection:
        rows = [str(row) for row in connection.execute("SELECT * FROM entries")]
    assert not any("Jo" in row or "Smith" in row for row in rows)
    take(WEIGHTS + P02, entered_by="Jo Smith")
    assert {one.entered_by for one in entries(starter)} == {entry.entered_by}


def test_a_name_given_with_a_refused_file_is_not_kept(take, starter):
    with pytest.raises(BallotFileError):
        take(WEIGHTS + P01.replace("p01", "p77"), entered_by="Jo Smith")
    assert not (starter / LEDGER).exists()
    take(WEIGHTS + P01)
    take(WEIGHTS + P01, entered_by="Jo Smith")
    assert b"Smith" not in (starter / LEDGER).read_bytes()


def test_erasing_a_name_leaves_the_chain_sound_and_no_bytes_of_it(take, starter):
    take(WEIGHTS + P01, entered_by="Jo Smith")
    before = entries(starter)
    with open_ledger(starter / LEDGER) as ledger:
        assert ledger.erase_name(before[0].entered_by)
        assert ledger.name_of(before[0].entered_by) is None
        assert ledger.verify().is_sound
        assert ledger.verify().entries == 1
    assert entries(starter) == before
    assert b"Smith" not in (starter / LEDGER).read_bytes()


@pytest.mark.parametrize("name", ["anna-smith", "jo", "p99", "Anna Smith"])
def test_what_is_no_pseudonym_of_the_panel_is_taken_for_a_name(take, starter, name):
    take(WEIGHTS + P01, entered_by=name)
    [entry] = entries(starter)
    assert entry.entered_by != name
    with open_ledger(starter / LEDGER) as ledger:
        assert ledger.name_of(entry.entered_by) == name


def test_an_id_that_the_ledger_drew_may_be_given_again(take, starter):
    take(WEIGHTS + P01, entered_by="Jo Smith")
    [first] = entries(starter)
    take(WEIGHTS + P02, entered_by=first.entered_by)
    assert entries(starter)[1].entered_by == first.entered_by


def test_an_empty_name_is_refused(take):
    with pytest.raises(LedgerError, match="A name was expected"):
        take(WEIGHTS + P01, entered_by="  ")


def test_a_check_of_the_inbox_makes_no_ledger_and_names_files_as_the_workspace_does(starter, workspace, place):
    assert check_inbox(starter, workspace, place) == []
    inbox = starter / "options" / PLACE / "ballots"
    (inbox / "more.csv").write_text(WEIGHTS + P01.replace(",90,", ",10,"), encoding="utf-8")
    [problem] = check_inbox(starter, workspace, place)
    assert (problem.file, problem.line) == (f"options/{PLACE}/ballots/weights.csv", 2)
    assert f"options/{PLACE}/ballots/more.csv, line 2" in problem.text
    assert not (starter / LEDGER).exists()


def test_the_workspace_reads_ballots_from_the_ledger_and_never_from_the_inbox(take, starter):
    assert open_workspace(starter).places[PLACE].ballots.weights == ()
    take(WEIGHTS + P01)
    read = open_workspace(starter)
    assert [ballot.person for ballot in read.places[PLACE].ballots.weights] == ["p01"]
    assert open_workspace(starter, ballots=False).places[PLACE].ballots.weights == ()


def test_a_site_that_people_scored_cannot_go_in_silence(take, starter):
    interests = NO_INTERESTS.replace("p02,2025-08-11,,,none,none needed", "p02,2025-08-11,,cedar,A relative,declared")
    take(SCORES + SCORE.replace("amber", "nettle"), interests)
    folder = starter / "options" / PLACE
    rows = (folder / "evidence.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    (folder / "evidence.csv").write_text(
        "".join(row for row in rows if row[:6] not in ("nettle", "cedar,")), encoding="utf-8"
    )
    blocks = (folder / "sites.yaml").read_text(encoding="utf-8").split("  - id: ")
    kept = [block for block in blocks if not block.startswith(("nettle", "cedar"))]
    (folder / "sites.yaml").write_text("  - id: ".join(kept), encoding="utf-8")
    assert open_workspace(starter, ballots=False).places[PLACE].sites
    with pytest.raises(WorkspaceError) as refusal:
        open_workspace(starter)
    assert [(p.file, p.text[:37]) for p in refusal.value.problems] == [
        (f"options/{PLACE}/sites.yaml", "Site 'cedar' is not here any more, an"),
        (f"options/{PLACE}/sites.yaml", "Site 'nettle' is not here any more, a"),
    ]


def test_the_starters_own_ballots_are_all_taken(starter, workspace, place):
    inbox = sorted((starter / "options" / PLACE / "ballots").glob("*.csv"))
    done = import_ballots(starter, workspace, place, inbox, entered_by="p12", entered_at=NOW)
    assert (dict(done.entries), done.unchanged, done.replaced) == (
        {"interest": 12, "weights": 11, "score": 308},
        0,
        0,
    )
    ballots = open_workspace(starter).places[PLACE].ballots
    assert {score.answer for score in ballots.scores} >= {"not known", "recused"}
    assert {interest.managed for interest in ballots.interests} == {"none needed", "declared", "recused"}


NONE_AND_WHY = "person,cast_on,provider,site,interest,managed,replaces,replaces_reason\n"
NAMED = NONE_AND_WHY + "p01,2025-08-11,,amber,An aunt,recused,,\n" + "p01,2025-08-11,orchard,,Works there,declared,,\n"


def declared(folder):
    """What stands declared, as the run reads it."""
    held = ballots_by_place(folder / LEDGER)[PLACE]
    return [(i.person, i.provider, i.site, i.interest, i.managed) for i in held.interests]


def test_whoever_says_that_they_have_no_interest_takes_back_each_that_they_named(take, starter):
    take(NAMED)
    done = take(NONE_AND_WHY + "p01,2025-08-12,,,none,none needed,yes,I mixed up two homes\n")
    assert (done.unchanged, done.replaced) == (0, 2)
    assert declared(starter) == [
        ("p01", "", "", "none", "none needed"),
        ("p01", "", "amber", "none", "none needed"),
        ("p01", "orchard", "", "none", "none needed"),
    ]
    assert [(e.content.get("replaces"), e.content.get("replaces_reason")) for e in entries(starter)[2:]] == [
        (None, None),
        ("1", "I mixed up two homes"),
        ("2", "I mixed up two homes"),
    ]
    assert {entry.cast_on for entry in entries(starter)[2:]} == {"2025-08-12"}


def test_whoever_names_an_interest_takes_back_that_they_had_none(take, starter):
    take(NO_INTERESTS)
    now = (
        "p01,2025-08-12,,amber,An aunt,recused,yes,She moved in\np01,2025-08-12,orchard,,Work,declared,yes,A new job\n"
    )
    assert take(NONE_AND_WHY + now).replaced == 1
    assert declared(starter) == [
        ("p01", "", "", "none but those named", "none needed"),
        ("p01", "", "amber", "An aunt", "recused"),
        ("p01", "orchard", "", "Work", "declared"),
        ("p02", "", "", "none", "none needed"),
    ]
    assert take(NONE_AND_WHY + now).unchanged == 2
    assert take(NO_INTERESTS).unchanged == 2
    take(NONE_AND_WHY + "p01,2025-08-13,,,none,none needed,yes,Neither holds\n")
    assert {managed for *_, managed in declared(starter)} == {"none needed"}


def test_an_interest_is_not_taken_back_without_a_reason(take, starter):
    take(NAMED, NO_INTERESTS.replace("p01,2025-08-11,,,none,none needed\n", ""))
    before = declared(starter)
    with pytest.raises(BallotFileError) as refusal:
        take(INTERESTS + "p01,2025-08-12,,,none,none needed\np02,2025-08-12,,birch,An aunt,declared\n")
    how = "To take back what was said before, say why in 'replaces_reason', with yes in 'replaces'; both are kept."
    assert told(refusal) == [
        (2, f"'p01' declared an interest in amber (entry 1), and now says none. {how}"),
        (2, f"'p01' declared an interest in orchard (entry 2), and now says none. {how}"),
        (3, f"'p02' said none (entry 3), and now names one. {how}"),
    ]
    assert declared(starter) == before


def test_nobody_says_at_once_that_they_have_no_interest_and_names_one(take, starter):
    with pytest.raises(BallotFileError) as refusal:
        take(NO_INTERESTS + "p01,2025-08-11,,amber,An aunt,declared\n")
    (problem,) = told(refusal)
    assert problem == (
        4,
        "'p01' names an interest here, and says on line 2 that there is none. "
        "Keep what they meant; if this came later, take that in first.",
    )
    assert not (starter / LEDGER).exists()


def test_an_interest_that_is_taken_back_by_name_is_not_taken_back_a_second_time(take, starter):
    take(NAMED)
    by_name = "p01,2025-08-12,,amber,none,none needed,yes,It was another home\n"
    take(NONE_AND_WHY + by_name + "p01,2025-08-12,,,none,none needed,yes,And I have left the job\n")
    last = [dict(entry.content) for entry in entries(starter)[2:]]
    assert [(said["provider"], said["site"], said.get("replaces_reason")) for said in last] == [
        ("", "", None),
        ("orchard", "", "And I have left the job"),
        ("", "amber", "It was another home"),
    ]
