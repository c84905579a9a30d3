"""Other methods: published examples, each with its normalisation, and what becomes of our own first few.

Every published figure is recomputed here by plain numpy too, by `by_hand`.
"""

from __future__ import annotations

import importlib.metadata
import json
from dataclasses import replace
from pathlib import Path

import jsonschema
import numpy as np
import pytest
from building import measured, place, starter, workspace

from appraisal.analysis import other_methods as module
from appraisal.analysis.comparing.files import ran_otherwise
from appraisal.analysis.other_methods import METHODS, other_methods, pymcdm_version
from appraisal.changes.kept import Kept
from appraisal.changes.told import changes_told
from appraisal.errors import FindingsError
from appraisal.pipeline import appraise

SCHEMA = json.loads(
    (Path(__file__).parents[2] / "docs" / "reference" / "findings.schema.json").read_text(encoding="utf-8")
)

# Hwang and Yoon 1981, Multiple Attribute Decision Making: the choice of a fighter aircraft. Speed, range, payload,
# price, reliability, manoeuvrability; words as numbers 1 to 9.
AIRCRAFT = (
    [
        [2.0, 1500, 20_000, 5.5, 5, 9],
        [2.5, 2700, 18_000, 6.5, 3, 5],
        [1.8, 2000, 21_000, 4.5, 7, 7],
        [2.2, 1800, 20_000, 5.0, 5, 5],
    ],
    [0.2, 0.1, 0.1, 0.1, 0.2, 0.3],
    "+++-++",
)
# Tzeng and Huang 2011, Multiple Attribute Decision Making: Methods and Applications. Durability, capability,
# reliability.
DURABILITY = ([[5, 8, 4], [7, 6, 8], [8, 8, 6], [7, 4, 6]], [0.3, 0.4, 0.3], "+++")
# Opricovic and Tzeng 2004, Compromise solution by MCDM methods (European Journal of Operational Research 156, 445-455):
# a mountain climber, risk and altitude.
MOUNTAINS = ([[1, 3000], [2, 3750], [5, 4500]], [0.5, 0.5], "-+")
# Opricovic and Tzeng 2007, Extended VIKOR method in comparison with outranking methods (European Journal of Operational
# Research 178, 514-529): reservoirs for hydropower. Profit, costs, energy, peak energy, homes, area, villages,
# environment.
RESERVOIRS = [
    [4184.3, 2914.0, 407.2, 251.0, 195, 244, 15, 2.41],
    [5211.9, 3630.0, 501.7, 308.3, 282, 346, 21, 1.41],
    [5021.3, 3920.5, 504.0, 278.6, 12, 56, 3, 4.42],
    [5566.1, 3957.9, 559.5, 335.3, 167, 268, 16, 3.36],
    [5060.5, 3293.5, 514.1, 284.2, 69, 90, 7, 4.04],
    [4317.9, 2925.9, 432.8, 239.3, 12, 55, 3, 4.36],
]
RESERVOIRS_BETTER = "+-++---+"
# Zhao, Peng and Li 2013, Revised PROMETHEE II for improving efficiency in emergency response (Procedia Computer Science
# 17, 181-188), as the tests of pymcdm quote it: usual preference on every criterion.
EMERGENCY = ([[4, 3, 2], [3, 2, 4], [5, 1, 3]], [0.5, 0.3, 0.2], "+++")
# Brans, Vincke and Mareschal 1986, How to select and how to rank projects: the PROMETHEE method (European Journal of
# Operational Research 24, 228-238): power plants. The paper gives each criterion a preference function of its own, so
# its flows are others; the figures alone are taken from it. Manpower, power, building, upkeep, villages, security.
PLANTS = (
    [
        [80, 90, 6, 5.4, 8, 5],
        [65, 58, 2, 9.7, 1, 1],
        [83, 60, 4, 7.2, 4, 7],
        [40, 80, 10, 7.5, 7, 10],
        [52, 72, 6, 2.0, 3, 8],
        [94, 96, 7, 3.6, 5, 6],
    ],
    [1 / 6] * 6,
    "-+---+",
)


def scored(method, matrix, weights, signs):
    """What a method of ours gives."""
    shares = np.array(weights, dtype=float) / np.sum(weights)
    better = ["higher" if sign == "+" else "lower" for sign in signs]
    return METHODS[method].scores(np.array(matrix, dtype=float), shares, better)


def by_hand(method, matrix, weights, signs):
    """The same by its textbook formula, in plain numpy."""
    sign = np.array([1 if each == "+" else -1 for each in signs])
    matrix, shares = np.array(matrix, dtype=float), np.array(weights, dtype=float) / np.sum(weights)
    if method == "topsis":
        weighted = shares * matrix / np.sqrt((matrix**2).sum(axis=0))
        best, worst = (weighted * sign).max(axis=0) * sign, (weighted * sign).min(axis=0) * sign
        to_best, to_worst = (np.sqrt(((weighted - end) ** 2).sum(axis=1)) for end in (best, worst))
        return to_worst / (to_best + to_worst)
    if method == "vikor":
        height = matrix * sign
        regret = shares * (height.max(axis=0) - height) / (height.max(axis=0) - height.min(axis=0))
        both = regret.sum(axis=1), regret.max(axis=1)
        return sum(0.5 * (each - each.min()) / (each.max() - each.min()) for each in both)
    height = matrix * sign
    above = (height[:, None, :] > height[None, :, :]) @ shares
    return (above.sum(axis=1) - above.sum(axis=0)) / (len(matrix) - 1)


PUBLISHED = [
    pytest.param("topsis", AIRCRAFT, [0.643, 0.268, 0.613, 0.312], id="Hwang and Yoon 1981: vector"),
    pytest.param("topsis", DURABILITY, [0.5037, 0.6581, 0.7482, 0.3340], id="Tzeng and Huang 2011: vector"),
    pytest.param("vikor", DURABILITY, [0.75, 0.25, 0, 1], id="Tzeng and Huang 2011: linear, v 0.5"),
    pytest.param("vikor", MOUNTAINS, [1, 0, 1], id="Opricovic and Tzeng 2004: linear, v 0.5"),
    pytest.param("promethee-ii", EMERGENCY, [0.1, -0.3, 0.2], id="Zhao and others 2013: usual"),
    *(
        pytest.param("vikor", (RESERVOIRS, weights, RESERVOIRS_BETTER), found, id=f"Opricovic and Tzeng 2007: {name}")
        for name, weights, found in (
            ("equal", [1] * 8, [0.991, 1.0, 0.473, 0.670, 0.0, 0.578]),
            ("economy", [2] * 4 + [1] * 4, [1.0, 0.533, 0.552, 0.563, 0.0, 0.686]),
            ("society", [1] * 4 + [2] * 4, [0.684, 1.0, 0.147, 0.554, 0.041, 0.191]),
            ("society more", [1] * 4 + [3.2] * 4, [0.668, 1.0, 0.051, 0.588, 0.058, 0.078]),
        )
    ),
]


@pytest.mark.parametrize(("method", "problem", "published"), PUBLISHED)
def test_published_scores_are_found_again(method, problem, published):
    found = scored(method, *problem)
    assert found == pytest.approx(published, abs=1e-3)
    assert found == pytest.approx(by_hand(method, *problem), abs=1e-12)


@pytest.mark.parametrize("method", sorted(METHODS))
@pytest.mark.parametrize("problem", [AIRCRAFT, DURABILITY, (RESERVOIRS, [1] * 8, RESERVOIRS_BETTER), PLANTS])
def test_every_method_agrees_with_its_textbook_formula(method, problem):
    assert scored(method, *problem) == pytest.approx(by_hand(method, *problem), abs=1e-12)


def test_the_normalisation_is_what_turns_the_climber_round():
    # The example is that of Opricovic and Tzeng 2004, who compare the two; the figures by vector are recomputed here.
    # By vector the safest mountain is first, by linear the middle one.
    found = scored("topsis", *MOUNTAINS)
    assert found == pytest.approx([0.762, 0.722, 0.238], abs=5e-4)
    assert METHODS["topsis"].ranks(found).tolist() == [1, 2, 3]
    assert METHODS["vikor"].ranks(scored("vikor", *MOUNTAINS)).tolist() == [2, 1, 2]


def told(performance, weights, totals, better=None):
    performance = np.array(performance, dtype=float)
    count, criteria = performance.shape
    return other_methods(
        [f"option-{number}" for number in range(count)],
        [f"criterion-{number}" for number in range(criteria)],
        better=better or ["higher"] * criteria,
        performance=performance,
        weights=np.array(weights, dtype=float),
        totals=np.array(totals, dtype=float),
    )


def test_what_becomes_of_our_first_three_is_told_for_each_method():
    matrix = [[90, 10], [80, 30], [60, 60], [30, 80], [10, 90]]
    found = told(matrix, [0.5, 0.5], [50, 45, 55, 60, 65])
    assert found["our_ranks"] == {"option-0": 4, "option-1": 5, "option-2": 3, "option-3": 2, "option-4": 1}
    assert found["first"] == ["option-2", "option-3", "option-4"]
    vikor = found["methods"]["vikor"]
    assert vikor["higher_is_better"] is False
    assert vikor["ranks"]["option-2"] == 1
    assert vikor["survives"] == {
        "leader_stays": False,
        "stay": ["option-2", "option-3"],
        "drop_out": ["option-4"],
        "come_in": ["option-1"],
    }


def test_of_three_or_fewer_options_the_first_are_all_but_the_last():
    assert told([[90, 10], [60, 60], [10, 80]], [0.4, 0.6], [50, 60, 40])["first"] == ["option-0", "option-1"]
    assert told([[90, 10], [60, 60]], [0.4, 0.6], [50, 60])["first"] == ["option-1"]


def test_a_criterion_on_which_all_do_the_same_is_left_out_and_the_others_keep_their_ratios():
    found = told([[90, 7, 10], [60, 7, 60]], [0.3, 0.5, 0.2], [50, 60])
    assert found["constant"] == ["criterion-1"]
    assert found["criteria"] == pytest.approx({"criterion-0": 0.6, "criterion-2": 0.4})
    without = told([[90, 10], [60, 60]], [0.6, 0.4], [50, 60])
    assert [one["scores"] for one in found["methods"].values()] == [
        pytest.approx(one["scores"]) for one in without["methods"].values()
    ]


def test_options_that_do_the_same_share_their_rank():
    found = told([[90, 10, 20], [90, 10, 20], [60, 60, 10]], [0.3, 0.4, 0.3], [50, 50, 60])
    for method in found["methods"].values():
        assert method["ranks"]["option-0"] == method["ranks"]["option-1"]
        assert method["scores"]["option-0"] == pytest.approx(method["scores"]["option-1"], abs=1e-12)


def test_figures_that_differ_by_rounding_alone_are_the_same():
    tenths = [0.1 + 0.2, 0.3]
    assert tenths[0] != tenths[1]
    found = told([[tenths[0], 5e6 + 1e-8, 10], [tenths[1], 5e6, 20]], [0.3, 0.3, 0.4], [50, 60])
    assert found["constant"] == ["criterion-0", "criterion-1"]


@pytest.mark.parametrize(
    ("performance", "weights"),
    [
        ([[5, 6], [5, 6], [5, 6]], [0.5, 0.5]),
        ([[5, 6]], [0.5, 0.5]),
        (np.zeros((0, 2)), [0.5, 0.5]),
        ([[5, 6], [5, 7]], [1.0, 0.0]),
    ],
    ids=["identical options", "one option", "no options", "no weight on what differs"],
)
def test_where_there_is_nothing_to_compare_no_method_is_told(performance, weights):
    found = told(performance, weights, [50] * len(performance))
    assert found["methods"] == {}
    assert set(found["our_ranks"].values()) <= {1}


def test_vikor_gives_no_score_where_it_would_divide_by_nothing():
    # Each is best on one of two criteria of the same weight: S and R are 0.5 for both.
    found = told([[1, 0], [0, 1]], [0.5, 0.5], [50, 50])["methods"]
    assert [found["vikor"][key] for key in ("scores", "ranks", "survives")] == [None, None, None]
    assert set(found["topsis"]["ranks"].values()) == set(found["promethee-ii"]["ranks"].values()) == {1}


def test_one_criterion_ranks_by_every_method_as_it_stands():
    for better, ranks in (("higher", [3, 1, 2]), ("lower", [1, 3, 2])):
        found = told([[10], [30], [20]], [1.0], [1, 3, 2], [better])
        for method in found["methods"].values():
            assert list(method["ranks"].values()) == ranks


def test_the_order_of_options_and_criteria_changes_no_score():
    matrix, weights, signs = np.array(RESERVOIRS), np.arange(1.0, 9), np.array(list(RESERVOIRS_BETTER))
    options, criteria = [3, 0, 5, 1, 4, 2], [7, 2, 0, 1, 6, 3, 5, 4]
    for method in METHODS:
        found = scored(method, matrix, weights, signs)
        other = scored(method, matrix[np.ix_(options, criteria)], weights[criteria], signs[criteria])
        assert other == pytest.approx(found[options], abs=1e-12)


def test_a_missing_library_is_said_before_any_work(monkeypatch):
    def missing(name):
        raise importlib.metadata.PackageNotFoundError(name)

    monkeypatch.setattr(module, "version", missing)
    steps = []
    with pytest.raises(FindingsError, match=r"pip install 'appraisal\[methods\]'"):
        appraise(workspace(), samples=1, other_methods=True, progress=steps.append)
    assert steps == []
    assert appraise(workspace(), samples=1)["inputs"]["other_methods"] is None


def test_a_run_tells_them_when_asked_and_only_then():
    plain, asked = (json.loads(appraise(workspace(), samples=1, other_methods=on).to_json()) for on in (False, True))
    assert (plain["inputs"]["other_methods"], plain["robustness"]["other_methods"]) == (None, None)
    assert asked["inputs"]["other_methods"] == pymcdm_version()
    found = asked["robustness"]["other_methods"]
    held = place()
    natural = measured(held, *(option.sites for option in held.options))
    varying = list(found["criteria"])
    matrix = np.stack([natural[id_].value for id_ in varying], axis=1)
    signs = ["+" if criterion.better == "higher" else "-" for criterion in held.criteria if criterion.id in varying]
    expected = by_hand("topsis", matrix, list(found["criteria"].values()), signs)
    assert list(found["methods"]["topsis"]["scores"].values()) == pytest.approx(expected, abs=1e-8)
    assert [row["about"] for row in asked["plain_words"] if row not in plain["plain_words"]] == ["other-methods"]
    for run in (plain, asked):
        run["plain_words"] = [row for row in run["plain_words"] if row["about"] != "other-methods"]
        del run["inputs"]["other_methods"], run["robustness"]["other_methods"], run["fingerprint"], run["run"]
    assert plain == asked


def test_on_the_starter_the_leader_survives_every_method_in_public_too():
    findings = json.loads(appraise(starter(), samples=1, other_methods=True).to_json())
    assert list(jsonschema.Draft202012Validator(SCHEMA).iter_errors(findings)) == []
    found = findings["robustness"]["other_methods"]
    assert sorted(found["methods"]) == ["promethee-ii", "topsis", "vikor"]
    assert all(method["survives"]["leader_stays"] for method in found["methods"].values())
    assert "maple-and-birch" not in found["options"]
    assert findings["public"]["robustness"]["other_methods"] is not None


def test_a_run_with_other_methods_is_told_as_run_otherwise_and_moves_nothing():
    held = workspace()
    runs = [appraise(held, samples=1, other_methods=on) for on in (False, True)]
    [found] = ran_otherwise(*(run["inputs"] for run in runs))
    assert (found.key, found.before, found.after) == ("run:other_methods", "", pymcdm_version())
    kept = [Kept(run.run, run.content, replace(held)) for run in runs]
    [row] = changes_told(*kept, place().id)["differences"]
    assert (row["key"], row["effect"]) == ("run:other_methods", [])
