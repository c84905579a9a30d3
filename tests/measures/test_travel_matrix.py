"""The place's own travel times: they win over straight line, and a pair that is missing is not known."""

from __future__ import annotations

import numpy as np
import pytest
from building import AREAS, SITES, area, measured, place, plan
from building import matrix as matrix_of

from appraisal.analysis.measuring import Ruler
from appraisal.measures.journeys import journeys

ALL = {(f"a{number}", site): 10 + number + len(site) for number in range(1, 5) for site in SITES}
ONE_MISSING = ALL | {("a2", "elm"): None}


def test_a_matrix_wins_over_straight_line_for_its_own_mode_and_period_alone():
    [straight, mixed] = (journeys(place(travel=rows)) for rows in ((), matrix_of(ALL, modes=["car"])))
    assert mixed["car", "day"].value.tolist() == [[10 + n + 3] * 4 for n in range(1, 5)]
    assert mixed["car", "day"].sources == ("travel-matrix",)
    assert (mixed["public-transport", "day"].value == straight["public-transport", "day"].value).all()


def test_a_pair_that_is_blank_or_absent_is_not_known():
    absent = {pair: found for pair, found in ALL.items() if pair != ("a2", "elm")}
    for given in (ONE_MISSING, absent):
        found = journeys(place(travel=matrix_of(given)))["car", "day"].value
        assert np.isnan(found[1, 1])
        assert np.isnan(found).sum() == 1


@pytest.mark.parametrize("criterion", ["access", "travel-time", "equity"])
def test_a_missing_pair_leaves_only_the_sets_with_that_site_not_known(criterion):
    sets = ({"ash": 5}, {"elm": 5}, {"ash": 3, "elm": 2}, {"oak": 2, "yew": 3})
    whole, holed = (measured(place(travel=matrix_of(given)), *sets)[criterion] for given in (ALL, ONE_MISSING))
    assert holed.is_known.tolist() == [True, False, False, True]
    assert (holed.value[[0, 3]] == whole.value[[0, 3]]).all()


@pytest.mark.parametrize(("criterion", "ends"), [("access", (0, 1)), ("travel-time", (0, 60)), ("equity", (0, 15))])
def test_what_a_missing_pair_leaves_not_known_is_the_whole_interval_between_the_anchors(criterion, ends):
    found = measured(place(travel=matrix_of(ONE_MISSING)), {"elm": 5})[criterion]
    assert (found.low[0], found.high[0]) == ends


def test_a_missing_pair_changes_no_figure_beside_an_option_without_that_site():
    whole, holed = (Ruler.of(place(travel=matrix_of(given))) for given in (ALL, ONE_MISSING))
    for id_ in ("access", "equity", "travel-time"):
        one, other = (r.measures[id_].beside(r.openings([{"ash": 3, "oak": 2}])) for r in (whole, holed))
        for name in one:
            if name != "kolm_pollak_minutes":  # its alpha is taken over the sites that are reached
                assert one[name] == pytest.approx(other[name], abs=1e-12), name
            assert np.isfinite(other[name]).all(), name


def test_a_missing_pair_of_an_area_without_need_leaves_everything_known():
    areas = tuple(area(a.code, people=0 if a.code == "a2" else a.population, rank=a.deprivation_rank) for a in AREAS)
    ruler = Ruler.of(place(areas=areas, travel=matrix_of(ONE_MISSING)))
    openings = ruler.openings([{"elm": 5}])
    for id_ in ("access", "travel-time", "equity"):
        assert ruler.measure(openings)[id_].is_known.all()
        for name, figure in ruler.measures[id_].beside(openings).items():
            assert np.isfinite(figure).all(), (id_, name)


def test_straight_line_is_used_where_the_place_has_no_matrix():
    assert journeys(place(travel=()))["car", "day"].sources == ("example",)
    assert plan().travel.car.source == "example"
