"""Figures that reach beyond the anchors: who is warned of, in which words, and that nothing else is."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from building import SITES, core, evidence, panel_criterion, place, scored, starter, workspace

from appraisal import appraise
from appraisal.analysis.measuring import Measured, Ruler
from appraisal.analysis.ranges import check_ranges
from appraisal.analysis.sampled_figures import SampledFigures
from appraisal.measures.performances import Performances
from appraisal.model.ballots import Ballots
from appraisal.model.canonical import plain

AT = {"first-alone": (30, 40, 50), "first-two": (10, 40, 50), "last-two": (30, 40, 75)}


def warned(at, **of_criterion):
    """Warnings where the options take (low, value, high) minutes, on anchors from 60 to 20."""
    held = place(criteria=core(travel_time={"anchors": ((60, 0), (20, 100)), **of_criterion}))
    ruler = Ruler.of(held)
    measured = Measured.of(ruler, {one.id: one.sites for one in held.options})
    ends = (np.array(each, dtype=float) for each in zip(*at.values(), strict=True))
    measured = replace(measured, performances={**measured.performances, "travel-time": Performances(*ends)})
    known = np.flatnonzero(measured.performances["travel-time"].is_known).tolist()
    return check_ranges(ruler, measured, known)


def test_each_option_that_reaches_beyond_either_end_is_warned_of_in_words() -> None:
    first, last = warned(AT)
    assert (first.about, last.about) == ("first-two", "last-two")
    assert first.text == (
        "On travel-time its figures reach from 10 to 50 minutes, beyond the anchors, 20 to 60. Samples beyond them "
        "count as the nearest end there. Widen the anchors before anybody scores, or say 'outside: clip'."
    )
    assert "from 30 to 75 minutes" in last.text


def test_nobody_is_warned_of_where_the_criterion_clips_or_the_range_ends_on_the_anchors() -> None:
    assert warned(AT, outside="clip") == ()
    assert warned(dict.fromkeys(AT, (20, 40, 60))) == ()


def test_an_option_with_an_unknown_is_not_sampled_and_so_not_warned_of() -> None:
    unknown = float("nan")
    found = warned({"first-alone": (0, unknown, 90), "first-two": (30, 40, 50), "last-two": (30, 40, 75)})
    assert [one.about for one in found] == ["last-two"]
    assert warned(dict.fromkeys(AT, (0, unknown, 90))) == ()


def test_a_warning_is_given_exactly_where_a_sample_is_pushed_back_to_an_anchor() -> None:
    """Panel scores summed over sites: medians fit the anchors, and what some gave does not."""
    fit = panel_criterion("clinical-fit", combine="sum", anchors=((0, 0), (130, 100)))
    scores = {"ash": (50, 60, 80), "elm": (50, 60, 70)}
    cast = tuple(scored(f"p0{i + 1}", site, each[i]) for site, each in scores.items() for i in range(3))
    held = place(criteria=(fit,), options=place().options[:2], ballots=Ballots(place().ballots.weights, cast))
    assert {site for one in held.options for site in one.sites} == {"ash", "elm"}
    ruler = Ruler.of(held)
    measured = Measured.of(ruler, {one.id: one.sites for one in held.options})
    [found] = check_ranges(ruler, measured, [0, 1])
    assert found.about == "first-two"
    assert "from 100 to 150 points, beyond the anchors, 0 to 130" in found.text
    figures = SampledFigures.of(ruler, measured, [0, 1])
    pushed_back = (figures.block(1, 0, 2_000)[..., 0] == 100).any(axis=0)
    assert pushed_back.tolist() == [False, True]
    assert [warning.about for warning in check_ranges(ruler, measured, [1])] == ["first-two"]


def test_findings_hold_the_warning_beside_an_option_and_the_run_goes_on() -> None:
    rows = tuple(
        replace(row, low=row.value * 0.5, high=row.value * 90) if row.item == "cost.bed-day" else row
        for row in evidence(SITES)
    )
    found = plain(appraise(workspace(place(evidence=rows)), samples=50))
    about = {one["about"] for one in found["warnings"] if "beyond the anchors, 0 to 20,000,000" in one["text"]}
    assert about == {"first-alone", "first-two", "last-two"}
    assert found["ranking"]


@pytest.mark.parametrize("find", [starter, workspace])
def test_ranges_inside_the_anchors_give_no_warning(find) -> None:
    found = plain(appraise(find(), samples=50))
    assert not [one for one in found["warnings"] if "its figures reach from" in one["text"]]
