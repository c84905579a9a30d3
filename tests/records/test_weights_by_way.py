"""Weights are taken in each way of asking, by table, record, command and form alike, with the anchors seen."""

import shutil
from dataclasses import replace

import pytest
from branching import UNDER, branch_out, branched
from filling import DAY, fill_in, written
from weighing import BY_ID, IDS, PAIRS, on_form

from appraisal.analysis.checking_ballots import check_ballots
from appraisal.errors import BallotFileError
from appraisal.model.ballots import WAYS, Ballots
from appraisal.model.weights_form import SHEET_OF
from appraisal.model.weights_said import PART_OF
from appraisal.records.cast_ballots import ballots_by_place
from appraisal.records.entering import enter_one
from appraisal.records.importing import import_ballots
from appraisal.records.ledger import open_ledger
from appraisal.records.ledger_address import LEDGER
from appraisal.records.workspace_files import open_workspace

PLACE = "hammersmith-and-fulham"
NOW = "2025-09-01T09:30:00.000000Z"
HEADER = "person,cast_on,way,access,clinical-fit,cost,cultural-fit,equity,travel-time,anchors\n"
COMPARED = "person,cast_on,way,first,second,times,anchors\n"
ANCHORS = {
    "access": (("0", "0"), ("1", "100")),
    "clinical-fit": (("0", "0"), ("100", "100")),
    "cost": (("5000000", "0"), ("500000", "100")),
    "cultural-fit": (("0", "0"), ("100", "100")),
    "equity": (("15", "0"), ("0", "100")),
    "travel-time": (("50", "0"), ("15", "100")),
}


def said(way):
    """What the parts of an entry say."""
    given = dict(zip(IDS, BY_ID[way], strict=True)) if way in BY_ID else PAIRS[way]
    answers = "; ".join(f"{of}={answer}" for of, answer in given.items())
    return {"way": way, PART_OF[way]: answers, "anchors": "as now"}


def table(way, person="p03", on="2025-08-18", seen=""):
    if way in BY_ID:
        return HEADER + f"{person},{on},{way},{','.join(map(str, BY_ID[way]))},{seen}\n"
    rows = (f"{person},{on},{way},{pair.replace('/', ',')},{times},{seen}\n" for pair, times in PAIRS[way].items())
    return COMPARED + "".join(rows)


def entries(folder):
    with open_ledger(folder / LEDGER) as ledger:
        return list(ledger.entries())


def by_table(folder, workspace, way):
    _take(folder, workspace, table(way, seen="as now"))


def by_record(folder, workspace, way):
    parts = said(way)
    cells = ",".join(f'"{text}"' for text in parts.values())
    _take(folder, workspace, f"kind,person,cast_on,{','.join(parts)}\nweights,p03,2025-08-18,{cells}\n")


def by_command(folder, workspace, way):
    parts = {"person": "p03", "cast_on": "2025-08-18", **said(way)}
    place = workspace.places[PLACE]
    enter_one(folder, workspace, place, "weights", parts, replaces="", entered_by="p03", entered_at=NOW)


def by_form(folder, workspace, way):
    path = folder / "form.xlsx"
    path.write_bytes(written(workspace, "p03", "weights", way=way))
    fill_in(path, points={}, others={SHEET_OF[way]: on_form(way)}, day=DAY)
    place = workspace.places[PLACE]
    import_ballots(folder, workspace, place, [path], entered_by="p03", entered_at=NOW)


def _take(folder, workspace, *texts):
    files = []
    for number, text in enumerate(texts):
        files.append(folder / f"ballots-{number}.csv")
        files[-1].write_text(text, encoding="utf-8")
    return import_ballots(folder, workspace, workspace.places[PLACE], files, entered_by="p03", entered_at=NOW)


@pytest.mark.parametrize("way", WAYS)
def test_each_way_of_asking_gives_the_same_entry_by_every_route(starter, workspace, tmp_path, way):
    found = {}
    for route in (by_table, by_record, by_command, by_form):
        folder = shutil.copytree(starter, tmp_path / route.__name__)
        route(folder, workspace, way)
        [entry] = [one for one in entries(folder) if one.kind == "weights"]
        found[route.__name__] = (entry.person, entry.role, entry.cast_on, entry.content)
    assert len(set(map(str, found.values()))) == 1, found
    content = dict(next(iter(found.values()))[-1])
    assert (sorted(content), content["way"]) == (sorted(["way", PART_OF[way], "anchors"]), way)
    assert {of: tuple(map(tuple, seen)) for of, seen in content["anchors"].items()} == ANCHORS


def test_anchors_that_nobody_stated_are_those_of_the_files_and_the_record_and_the_run_say_so(starter, workspace):
    _take(starter, workspace, table("swing-points"))
    [entry] = [one for one in entries(starter) if one.kind == "weights"]
    assert entry.content["anchors_from"] == "files"
    assert {of: tuple(map(tuple, seen)) for of, seen in entry.content["anchors"].items()} == ANCHORS
    [ballot] = ballots_by_place(starter / LEDGER)[PLACE].weights
    assert ballot.is_assumed
    place = replace(workspace.places[PLACE], ballots=Ballots((ballot,)))
    [warned] = [one.text for one in check_ballots(place) if "Nobody stated" in one.text]
    assert warned.startswith("Weights by swing points of p03: Nobody stated which anchors were seen")
    # Stated later, it is the same ballot, and stands as it was entered.
    assert _take(starter, workspace, table("swing-points", seen="as now")).unchanged == 1


def test_comparisons_are_kept_with_what_matters_more_first(starter, workspace):
    by_table(starter, workspace, "best-worst")
    [ballot] = ballots_by_place(starter / LEDGER)[PLACE].weights
    assert (ballot.way, dict(ballot.answers)["cultural-fit/travel-time"]) == ("best-worst", 3.0)
    assert ballot.anchors[-1] == ("travel-time", ((50.0, 0.0), (15.0, 100.0)))
    assert len(ballot.answers) == 2 * len(IDS) - 3


def test_a_ballot_in_another_way_replaces_nothing_and_one_in_the_same_way_needs_its_reason(starter, workspace):
    done = _take(starter, workspace, *map(table, WAYS))
    assert (dict(done.entries), done.replaced) == ({"weights": 5}, 0)
    ballots = ballots_by_place(starter / LEDGER)[PLACE]
    assert sorted(ballot.way for ballot in ballots.weights) == sorted(WAYS)
    with pytest.raises(BallotFileError, match="'p03' has already answered this"):
        _take(starter, workspace, table("ranking").replace("2,1,5,3,3,6", "2,1,6,3,3,5"))
    header = HEADER.replace("\n", ",replaces,replaces_reason\n")
    row = "p03,2025-08-19,ranking,1,2,3,4,5,6,,yes,Heard the others\n"
    done = _take(starter, workspace, header + row)
    assert (dict(done.entries), done.replaced) == ({"weights": 1}, 1)
    ballots = ballots_by_place(starter / LEDGER)[PLACE].weights
    assert len(ballots) == 5
    assert next(dict(b.answers)["access"] for b in ballots if b.way == "ranking") == 1.0


@pytest.mark.parametrize("way", WAYS)
def test_the_same_file_a_second_time_adds_nothing(starter, workspace, way):
    by_table(starter, workspace, way)
    assert _take(starter, workspace, table(way)).unchanged == 1
    assert len(entries(starter)) == 1


def wider(workspace):
    """The starter after the anchors of travel time were moved."""
    place = workspace.places[PLACE]
    criteria = tuple(
        c.model_copy(update={"anchors": (c.anchors[0].model_copy(update={"performance": 60.0}), c.anchors[1])})
        if c.id == "travel-time"
        else c
        for c in place.criteria
    )
    return replace(workspace, places={PLACE: replace(place, criteria=criteria)})


def test_a_file_taken_before_the_anchors_changed_is_there_already_and_keeps_those_that_were_seen(starter, workspace):
    by_table(starter, workspace, "swing-points")
    assert _take(starter, wider(workspace), table("swing-points")).unchanged == 1
    [entry] = entries(starter)
    assert entry.content["anchors"]["travel-time"] == (("50", "0"), ("15", "100"))
    later = HEADER.replace("\n", ",replaces,replaces_reason\n") + table("swing-points", on="2025-08-30").split("\n")[1]
    _take(starter, wider(workspace), later + ",yes,Asked again on the new range\n")
    assert entries(starter)[-1].content["anchors"]["travel-time"] == (("60", "0"), ("15", "100"))


def test_an_entry_of_before_there_were_anchors_is_read_and_is_there_already(starter, workspace):
    from appraisal.model.entries import Draft

    points = {id_: f"{answer:g}" for id_, answer in zip(IDS, BY_ID["swing-points"], strict=True)}
    draft = Draft(
        kind="weights", place=PLACE, person="p03", role="residents", entered_by="p03", route="file",
        cast_on="2025-08-18", content={"way": "swing-points", "points": points},
    )  # fmt: skip
    with open_ledger(starter / LEDGER, create=True) as ledger:
        ledger.append([draft], entered_at=NOW)
    [ballot] = ballots_by_place(starter / LEDGER)[PLACE].weights
    assert (ballot.way, ballot.anchors, dict(ballot.answers)["access"]) == ("swing-points", (), 90.0)
    assert _take(starter, workspace, table("swing-points")).unchanged == 1


SEEN = "travel-time=60 to 15; cost=6000000 to 2000000 (40) to 500000"


@pytest.mark.parametrize("way", ["swing-points", "best-worst"])
def test_a_table_may_state_the_anchors_that_were_seen(starter, workspace, way):
    text = table(way).split("\n")
    text[1] += SEEN
    _take(starter, workspace, "\n".join(text))
    [ballot] = ballots_by_place(starter / LEDGER)[PLACE].weights
    assert dict(ballot.anchors)["travel-time"] == ((60.0, 0.0), (15.0, 100.0))
    assert dict(ballot.anchors)["cost"] == ((6_000_000.0, 0.0), (2_000_000.0, 40.0), (500_000.0, 100.0))
    assert dict(ballot.anchors)["equity"] == ((15.0, 0.0), (0.0, 100.0))
    with pytest.raises(BallotFileError, match="has already answered this"):
        _take(starter, workspace, "\n".join(text).replace("60 to 15", "70 to 15"))


POINTS = table("swing-points").split("\n")[1]
FIRST_PAIR = "p03,2025-08-18,best-worst,clinical-fit,access,2,\n"


@pytest.mark.parametrize(
    ("text", "line", "expected"),
    [
        (table("ranking").replace("ranking", "rank"), 2, "Way 'rank' is not known. Did you mean 'ranking'?"),
        (
            table("ranking").replace("ranking", "best-worst"),
            2,
            "'best-worst' compares pairs, in a table of its own with the columns person, cast_on, way, first, second,",
        ),
        (table("ranking").replace(",6,", ",9,"), 2, "The ranks are 1, 2, 3, 3, 5, 9, and 9 does not follow."),
        (table("ranking").replace(",6,", ",0,"), 2, "Column 'travel-time' is 0; at least 1 was expected."),
        (table("ranking").replace(",6,", ",,"), 2, "No rank for 'travel-time'. Rank each of access, clinical-fit,"),
        (table("direct-points").replace(",25,", ",26,"), 2, "The points of access, clinical-fit, cost, cultural-fit, "),
        (HEADER + "p03,2025-08-18,ranking,,,,,,,\n", 2, "There are no ranks in this row. Fill it in, or delete it."),
        (HEADER + POINTS + "travel-time=50\n", 2, "'travel-time=50' does not say what was the least and the most"),
        (HEADER + POINTS + "travel-time=50 to 60 to 15\n", 2, "'travel-time=50 to 60 to 15' does not say what"),
        (HEADER + POINTS + "travel-time=50 to 60 (30) to 15\n", 2, "'travel-time=50 to 60 (30) to 15' does not say"),
        (HEADER + POINTS + "travel=50 to 15\n", 2, "'travel=50 to 15' does not say what was the least and the most"),
        (HEADER + POINTS + "cost=9 to 1; cost=8 to 1\n", 2, "'cost=8 to 1' does not say what was the least and the"),
        (table("best-worst").replace(",2,\n", ",12,\n", 1), 2, "Column 'times' is '12'; 1 to 9 was expected, or 1/2"),
        (table("best-worst").replace(",2,\n", ",0.5,\n", 1), 2, "Column 'times' is '0.5'; 1 to 9 was expected, or 1/2"),
        (
            table("best-worst").replace(",2,\n", ",2025-02-01,\n", 1),
            2,
            "Column 'times' is '2025-02-01'; 1 to 9 was expected, or 1/2 to 1/9 where the second matters more. "
            "A spreadsheet made a date of it: give the cell the format of text.",
        ),
        (table("best-worst").replace(",2,\n", ",,\n", 1), 2, "Column 'times' is blank. Fill it in."),
        (table("best-worst").replace(",access,2", ",acess,2"), 2, "Criterion 'acess' is not known. Did you mean "),
        (table("best-worst") + FIRST_PAIR, 11, "'clinical-fit' and 'access' are compared on line 2 already."),
        (
            table("best-worst") + FIRST_PAIR.replace("clinical-fit,access", "access,clinical-fit"),
            11,
            "'access' and 'clinical-fit' are compared on line 2 already. Compare each pair once.",
        ),
        (
            table("analytic-hierarchy").replace("p03,2025-08-18,analytic-hierarchy,access,cost,3,\n", ""),
            2,
            "Not compared: 'access' with 'cost'. Compare each pair once.",
        ),
        (
            table("best-worst").replace("p03,2025-08-18,best-worst,clinical-fit,cost,6,\n", ""),
            2,
            "None of access, clinical-fit, cost, cultural-fit, equity, travel-time is compared with all the others",
        ),
        (table("best-worst").replace("best-worst", "ranking"), 2, "Way of comparing 'ranking' is not known."),
        (
            COMPARED
            + FIRST_PAIR.replace(",\n", ",cost=9 to 1\n")
            + FIRST_PAIR.replace("access,2,", "cost,6,cost=8 to 1"),
            3,
            "'cost=9 to 1' and 'cost=8 to 1' stand in 'anchors' of one ballot. Keep one of them.",
        ),
    ],
)  # fmt: skip
def test_bad_input_of_each_way_is_told_with_its_line_and_nothing_is_written(starter, workspace, text, line, expected):
    with pytest.raises(BallotFileError) as refusal:
        _take(starter, workspace, text)
    assert [(p.line, p.text[: len(expected)]) for p in refusal.value.problems] == [(line, expected)]
    assert not (starter / LEDGER).exists()


def test_every_problem_of_a_table_of_comparisons_is_told_at_once(starter, workspace):
    text = table("best-worst").replace(",2,\n", ",12,\n", 1).replace(",cost,6", ",csot,6").replace("1/3", "one third")
    with pytest.raises(BallotFileError) as refusal:
        _take(starter, workspace, text + "p99,2025-08-18,best-worst,access,cost,3,\n")
    assert [problem.line for problem in refusal.value.problems] == [2, 3, 9, 11]


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ({"way": "dice", "points": "access=90"}, "Way 'dice' is not known."),
        ({"way": "ranking"}, "'--ranks' is blank, and the way 'ranking' asks for it. Fill it in."),
        ({"ranks": "access=1"}, "'--ranks' is filled in, and the way 'swing-points' asks for 'points'. Clear it."),
        ({"way": "ranking", "ranks": "access=first"}, "'access=first' is not a rank for a criterion, each once;"),
        ({"way": "ranking", "ranks": "access=1; access=2"}, "'access=2' is not a rank for a criterion, each once;"),
        ({"way": "best-worst", "comparisons": "access=3"}, "'access=3' does not compare two, as in 'access/cost=3;"),
        ({"way": "best-worst", "comparisons": "access/cost=0"}, "'access/cost=0' does not compare two, as in"),
        (
            {"way": "best-worst", "comparisons": "access/cost=2; cost/access=1/2"},
            "'access' and 'cost' are compared twice. Compare each pair once.",
        ),
        ({"way": "best-worst", "comparisons": "access/weather=2"}, "'access/weather': 'weather' is no criterion here."),
    ],
)
def test_bad_parts_of_a_command_are_told(starter, workspace, parts, expected):
    place, given = workspace.places[PLACE], {"person": "p03", "cast_on": "", **parts}
    with pytest.raises(BallotFileError) as refusal:
        enter_one(starter, workspace, place, "weights", given, replaces="", entered_by="p03", entered_at=NOW)
    assert any(problem.text.startswith(expected) for problem in refusal.value.problems), refusal.value.problems


TREE_RANKS = {"clinical-fit": 1, "cost": 3, "cultural-fit": 3, "reach": 2, "access": 1, "journeys": 2, "equity": 2,
              "travel-time": 1}  # fmt: skip


def test_branches_have_a_column_and_a_row_each_and_are_compared_with_what_stands_beside_them(starter, tmp_path):
    branch_out(starter)
    workspace = open_workspace(starter)
    other = shutil.copytree(starter, tmp_path / "other")
    _take(starter, workspace, f"person,cast_on,way,anchors,{','.join(TREE_RANKS)}\np03,2025-08-18,ranking,as now,"
          f"{','.join(map(str, TREE_RANKS.values()))}\n")  # fmt: skip
    path = tmp_path / "form.xlsx"
    path.write_bytes(written(branched(), "p03", "weights", way="ranking"))
    fill_in(path, points={}, others={"ranks": {of: (rank,) for of, rank in TREE_RANKS.items()}})
    import_ballots(other, workspace, workspace.places[PLACE], [path], entered_by="p03", entered_at=NOW)
    one, two = (next(e for e in entries(folder) if e.kind == "weights") for folder in (starter, other))
    assert one.content == two.content
    assert one.content["ranks"]["journeys"] == "2"
    stood = {**UNDER, "journeys": "reach"}
    assert one.content["under"] == stood
    [ballot] = ballots_by_place(starter / LEDGER)[PLACE].weights
    assert ballot.under == tuple(sorted(stood.items()))
    [refused] = _refusals(starter, workspace, "person,cast_on,way,access,cost\np03,2025-08-18,ranking,1,2\n")
    assert (
        refused
        == "Missing: columns clinical-fit, cultural-fit, equity, travel-time, journeys, reach. Add to the header."
    )
    pair = "person,cast_on,way,first,second,times\np03,2025-08-19,best-worst,access,cost,3\n"
    assert _refusals(starter, workspace, pair)[0].startswith(
        "'access/cost' compares two that do not stand under the same branch."
    )


def _refusals(folder, workspace, text):
    with pytest.raises(BallotFileError) as refusal:
        _take(folder, workspace, text)
    return [problem.text for problem in refusal.value.problems]


def test_what_stands_alone_under_a_branch_needs_no_answer(starter):
    money = "branches:\n  - {id: money, name: Money, question: What does it cost?}\n\n"
    branch_out(starter, {"cost": "money"}, money)
    workspace = open_workspace(starter)
    text = table("swing-points").replace("clinical-fit,cost,", "clinical-fit,money,")
    _take(starter, workspace, text)
    [entry] = entries(starter)
    assert entry.content["points"]["money"] == "40"
    assert "cost" not in entry.content["points"]
