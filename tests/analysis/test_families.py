"""Each family of constraints, as the rows that it adds to a tiny place, and as the reference prints it.

`python -m pytest tests/analysis/test_families.py --regenerate` writes the files anew; review them in the diff.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from building import (
    area,
    assumed,
    core,
    criterion,
    evidence,
    option,
    panel_criterion,
    place,
    plan,
    scored,
    site,
    weights,
)
from random_places import question_of

from appraisal.analysis.portfolio import families
from appraisal.analysis.portfolio.families import FAMILIES
from appraisal.analysis.portfolio.limits import limits_of
from appraisal.analysis.portfolio.model import Model
from appraisal.analysis.portfolio.reference import model_reference
from appraisal.model.ballots import Ballots

ROOT = Path(__file__).parents[2]
GOLDEN = ROOT / "tests" / "golden" / "lp"
REFERENCE = ROOT / "docs" / "reference" / "model.md"


def tiny():
    """Two sites, two areas, two beds, and something for every family to say."""
    why = {"why": "For a test."}
    sites = (
        site("ash", lat=51.50, beds_offered={"at_least": 1, "at_most": 2}, ward_round_hours=2.0),
        site("elm", lat=51.52, beds_offered={"at_least": 1, "at_most": 1}, ward_round_hours=3.0),
    )
    criteria = (
        criterion("access"),
        criterion("equity"),
        panel_criterion("quiet", combine="worst"),
        # Bent upwards and not clipped, so that it needs a step between its pieces and stays inside its anchors.
        criterion("travel-time", anchors=((40, 0), (30, 10), (10, 100))),
    )
    limits = {
        "providers": [{"provider": "ash-care", "sites_at_most": 1, "beds_at_most": 2, **why}],
        "required_sites": [{"site": "ash", **why}],
        "forbidden_sites": [{"site": "elm", **why}],
        "budget_pounds": assumed(1_000_000),
        "ward_round_hours_a_week": assumed(4),
    }
    return place(
        sites=sites,
        areas=(area("a1", people=100, rank=1, at=(51.50, -0.2)), area("a2", people=200, rank=9, at=(51.53, -0.2))),
        options=(option("one", {"ash": 2}),),
        evidence=evidence(["ash", "elm"]),
        criteria=criteria,
        costing=core()[2],
        plan=plan(beds=2, sites_at_most=2, limits=limits),
        ballots=Ballots(
            (weights("p01", access=100, equity=50, quiet=50, travel_time=100),),
            (scored("p01", "ash", 25, "quiet"), scored("p01", "elm", 75, "quiet")),
        ),
    )


def rows_of(family):
    """The rows of one family alone, as PuLP writes them."""
    model = Model(question_of(tiny()), 2, family.name)
    model.found.append(np.array([1, 1]))
    family.add(model)
    return model


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)
def test_a_family_adds_the_rows_that_were_reviewed(family, tmp_path, regenerate):
    model = rows_of(family)
    assert model.problem.numConstraints() > 0
    written = tmp_path / "rows.lp"
    model.problem.writeLP(written)
    text = written.read_text(encoding="utf-8")
    golden = GOLDEN / f"{family.name}.lp"
    if regenerate:
        golden.parent.mkdir(parents=True, exist_ok=True)
        golden.write_text(text, encoding="utf-8")
    assert golden.read_text(encoding="utf-8") == text


def test_no_family_is_without_its_file_and_no_file_without_its_family():
    assert {path.stem for path in GOLDEN.glob("*.lp")} == {family.name for family in FAMILIES}


def test_every_family_of_the_package_is_in_the_list():
    from appraisal.analysis.portfolio import families_of_journeys, families_of_sites, families_of_values
    from appraisal.analysis.portfolio.family import Family

    modules = (families_of_journeys, families_of_sites, families_of_values)
    made = {value.name for module in modules for value in vars(module).values() if isinstance(value, Family)}
    assert made == {family.name for family in families.FAMILIES}
    assert len({family.name for family in FAMILIES}) == len(FAMILIES)


def test_every_limit_belongs_to_a_family():
    question = question_of(tiny())
    names = {family.name for family in FAMILIES}
    assert {limit.family for limit in limits_of(tiny(), question.ruler)} <= names


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)
def test_a_family_says_what_it_is_in_words_and_letters(family):
    assert family.title
    assert family.sentence.endswith(".")
    assert family.unit
    assert family.algebra


def test_the_reference_is_printed_from_the_families(regenerate):
    if regenerate:
        REFERENCE.write_text(model_reference(), encoding="utf-8")
    assert REFERENCE.read_text(encoding="utf-8") == model_reference()
