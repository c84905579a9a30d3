"""Branches of the criteria tree are read, and what does not hold together in them is told by file and line."""

import pytest
from branching import BRANCHES, CORE, OWN, UNDER, branch_out, branched

from appraisal.model.tree import TOP, CriteriaTree
from appraisal.records.workspace_files import read_workspace

PLACE = "hammersmith-and-fulham"
MONEY = 'branches:\n  - id: money\n    name: Money\n    question: "What does it cost?"\n\n'


def line_of(path, text):
    return path.read_text(encoding="utf-8").split(text)[0].count("\n") + 1


def test_the_starter_is_flat(starter):
    found, _ = read_workspace(starter)
    place = found.places[PLACE]
    tree = CriteriaTree.of(place.criteria, place.branches)
    assert (place.branches, dict(tree.children)) == ((), {TOP: tree.criteria})


def test_branches_are_read_with_what_stands_under_them(starter):
    branch_out(starter)
    found, problems = read_workspace(starter)
    assert problems == []
    place = found.places[PLACE]
    assert place.branches == branched().places[PLACE].branches
    assert dict(CriteriaTree.of(place.criteria, place.branches).children) == {
        TOP: ("clinical-fit", "cost", "cultural-fit", "reach"),
        "reach": ("access", "journeys"),
        "journeys": ("equity", "travel-time"),
    }


def test_a_place_may_add_branches_and_put_its_criteria_under_one_of_the_core(starter):
    branch_out(starter)
    own = MONEY.replace("money", "people").replace("Money", "People") + "\n"
    branch_out(starter, {"cultural-fit": "people"}, own.replace("\n\n", "\n    under: reach\n\n"), OWN)
    found, problems = read_workspace(starter)
    assert problems == []
    place = found.places[PLACE]
    assert [(branch.id, branch.under) for branch in place.branches] == [
        ("journeys", "reach"),
        ("people", "reach"),
        ("reach", None),
    ]


def test_a_branch_whose_criteria_are_all_switched_off_is_not_there(starter):
    branch_out(starter, {"cost": "money"}, MONEY)
    assert [branch.id for branch in read_workspace(starter)[0].places[PLACE].branches] == ["money"]
    plan = starter / f"options/{PLACE}/place.yaml"
    plan.write_text(plan.read_text(encoding="utf-8").replace("criteria_off: []", "criteria_off: [cost]"), "utf-8")
    found, problems = read_workspace(starter)
    assert (problems, found.places[PLACE].branches) == ([], ())


BROKEN = [
    ({**UNDER, "cost": "reech"}, BRANCHES, "under: reech", "'cost': branch 'reech' is not in 'branches'. Did you mean"),
    (
        UNDER,
        BRANCHES.replace("under: reach", "under: elsewhere"),
        "under: elsewhere",
        "'journeys': branch 'elsewhere' is not in 'branches'. Add it there, or take this out.",
    ),
    (
        UNDER,
        BRANCHES.replace('in, and get there?"\n', 'in, and get there?"\n    under: journeys\n'),
        "under: journeys",
        "Branch 'reach' stands under itself: reach, journeys, reach. Take one 'under' out.",
    ),
    (
        UNDER,
        BRANCHES + "  - id: journeys\n    name: Again\n    question: Again?\n",
        "id: journeys\n    name: Again",
        "Branch 'journeys' is here twice. Give one another id.",
    ),
    (
        UNDER,
        BRANCHES.replace("reach", "cost"),
        "id: cost\n    name: Reach",
        "'cost' is a criterion too, and weights are given by id. Give one another id.",
    ),
    (
        {"access": "reach"},
        BRANCHES,
        "id: journeys",
        "Branch 'journeys' has no criterion of this file under it. Put one there, or take it out.",
    ),
    (
        UNDER | {"equity": "way", "travel-time": "way"},
        BRANCHES.replace("id: journeys", "id: way"),
        "id: way",
        "'way' is a column of files of weights already. Give it another id.",
    ),
    (UNDER, BRANCHES.replace("    name: Reach\n", ""), "id: reach", "'reach': Key 'name' is missing. Add it."),
    (
        UNDER,
        BRANCHES.replace("name: Reach", "nmae: Reach"),
        "nmae",
        "Key 'nmae' is not known here. Did you mean 'name'?",
    ),
]


@pytest.mark.parametrize(("under", "branches", "where", "said"), BROKEN)
def test_a_tree_that_does_not_hold_is_told_with_its_line(starter, under, branches, where, said):
    under = {criterion: branch for criterion, branch in under.items() if branch != "reach" or "id: reach" in branches}
    branch_out(starter, under, branches.rstrip("\n") + "\n\n")
    found, problems = read_workspace(starter)
    assert found is None
    assert [(p.file, p.line, p.text[: len(said)]) for p in problems if p.text.startswith(said)] == [
        (CORE, line_of(starter / CORE, where), said)
    ]


@pytest.mark.parametrize(
    ("under", "branches", "where", "said"),
    [
        (
            {"cultural-fit": "reach"},
            BRANCHES.replace("journeys", "paths"),
            "id: reach",
            "Branch 'reach' is in the core; a place can add, never change. Rename it.",
        ),
        (
            {"cultural-fit": "access"},
            MONEY.replace("money", "access"),
            "id: access",
            "'access' is a criterion too, and weights are given by id.",
        ),
        ({"cultural-fit": "reech"}, "", "under: reech", "'cultural-fit': branch 'reech' is not in 'branches'. Did you"),
        ({}, MONEY, "id: money", "Branch 'money' has no criterion of this file under it."),
    ],
)
def test_what_a_place_adds_is_held_against_the_core(starter, under, branches, where, said):
    branch_out(starter)
    branch_out(starter, under, branches, OWN)
    found, problems = read_workspace(starter)
    assert found is None
    assert [(p.file, p.line, p.text[: len(said)]) for p in problems if p.text.startswith(said)] == [
        (OWN, line_of(starter / OWN, where), said)
    ]


def test_a_criterion_of_a_place_is_not_called_as_a_branch_of_the_core(starter):
    branch_out(starter)
    path = starter / OWN
    path.write_text(path.read_text(encoding="utf-8").replace("id: cultural-fit", "id: reach"), encoding="utf-8")
    texts = [p.text for p in read_workspace(starter)[1]]
    assert "'reach' is a branch of the core, and weights are given by id. Give it another id." in texts
