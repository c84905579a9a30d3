"""Where nothing is possible: the fewest limits and hurdles to relax, held against every set of sites there is."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from random import Random

import numpy as np
import pytest
from building import AS_AT, SITES, assumed, core, evidence, place, plan, site, workspace
from random_places import random_place

from appraisal import appraise
from appraisal.analysis.measuring import Ruler
from appraisal.analysis.portfolio.limits import limits_of
from appraisal.analysis.portfolio.relaxing import WAITING, nothing_possible
from appraisal.analysis.portfolio.solvers import SOLVERS, Solver
from appraisal.analysis.screening import screen
from appraisal.analysis.unknowns import unknowns
from appraisal.cli.summary import summary
from appraisal.measures.openings import Openings
from appraisal.model.hurdles import Hurdle

HURDLES = tuple(Hurdle(id=id_, name=name, question="Is it?", source="example") for id_, name in (
    ("nursing", "A nurse day and night"), ("ward-round", "A weekly ward round"),
))  # fmt: skip


def tight(seed):
    """A random place of up to five sites in which much stands in the way, now and then everything."""
    chance = Random(1_000 + seed)
    held = random_place(seed, most_sites=5, most_beds=5, most_areas=2)
    ids = [one.id for one in held.sites]
    answers = (*["meets"] * 6, "fails", "not known")
    rows = [replace(row, answer=chance.choice(answers)) if row.item == "nursing" else row for row in held.evidence]
    rows += [replace(row, item="ward-round", answer=chance.choice(answers)) for row in rows if row.item == "nursing"]
    rows = [replace(row, value=None) if row.item == "cost.bed-day" and chance.random() < 0.15 else row for row in rows]
    sites = tuple(
        one.model_copy(update={"ward_round_hours": None}) if chance.random() < 0.2 else one for one in held.sites
    )
    wanted = chance.randint(2, 9)
    limits = held.plan.limits.model_dump(mode="json")
    if chance.random() < 0.4:
        limits["ward_round_hours_a_week"] = assumed(chance.choice((1.0, 3.0)))
    if chance.random() < 0.4:
        limits["required_sites"] = [{"site": chance.choice(ids), "why": "For a test."}]
    changes = {"beds": {"at_least": wanted, "at_most": wanted + chance.choice((0, 0, 1))}, "limits": limits}
    return replace(held, evidence=tuple(rows), sites=sites, plan=plan(**{**_plan_of(held), **changes}))


def _plan_of(held):
    return {"sites_at_most": held.plan.sites_at_most, "stay_days": held.plan.stay_days.model_dump(mode="json")}


class Stuck:
    """A place with what stands in the way of its sets."""

    def __init__(self, held, hurdles=HURDLES):
        self.place = held
        self.ruler = Ruler.of(held)
        self.screening = screen(held, hurdles, AS_AT)
        self.limits = limits_of(held, self.ruler, at_best=True)
        missing = unknowns(held, self.ruler, self.screening)
        self.unknown = {id_ for id_, of_site in missing.items() if any(one.scored for one in of_site)}

    def told(self, solver):
        return nothing_possible(self.place, self.screening, self.limits, self.unknown, Solver(solver))

    def by_hand(self):
        """The same, from every set of beds at every site that offers any."""
        offers = [one.beds_offered for one in self.place.sites]
        choices = [[0] if o is None else [0, *range(max(1, o.at_least), o.at_most + 1)] for o in offers]
        beds = np.array(list(product(*choices)))
        capped: list[set[str]] = [set() for _ in beds]
        for number, chosen in enumerate(beds):
            for one in np.flatnonzero(chosen).tolist():
                id_ = self.place.sites[one].id
                missed = [result.hurdle for result in self.screening.results[id_] if not result.passes]
                capped[number] |= {f"hurdle '{self.screening.hurdles[hurdle]}'" for hurdle in missed}
                capped[number] |= {WAITING} if id_ in self.unknown else set()
        broken = [set(names) for names in capped]
        for limit in self.limits:
            for number in np.flatnonzero(~limit.kept(beds)).tolist():
                broken[number].add(limit.name)
                if limit.at_least <= 0:
                    capped[number].add(limit.name)
        totals = beds.sum(axis=1).tolist()

        def most(relaxed):
            return max(total for total, names in zip(totals, capped, strict=True) if names <= set(relaxed))

        fitting = [names for names, total in zip(broken, totals, strict=True) if total in self.place.plan.beds]
        fewest = min(map(len, fitting), default=0)
        choices_of = {frozenset(names) for names in fitting if len(names) == fewest}
        names = [f"hurdle '{name}'" for name in self.screening.hurdles.values()]
        names += [WAITING, *(limit.name for limit in self.limits)]
        return {
            "beds_offered": most([]),
            "without": {name: most([name]) for name in names},
            "smallest": {chosen: most(chosen) for chosen in choices_of},
        }


@pytest.mark.parametrize("seed", range(24))
def test_what_stands_in_the_way_is_what_every_set_gone_through_one_by_one_says(seed):
    asked = Stuck(tight(seed))
    by_hand = asked.by_hand()
    told = [asked.told(solver) for solver in SOLVERS]
    assert told[0] == told[1]
    assert told[0].beds_offered == by_hand["beds_offered"]
    assert dict(told[0].without) == by_hand["without"]
    assert {frozenset(names): beds for names, beds in told[0].smallest} == by_hand["smallest"]
    assert len(told[0].smallest) == len(by_hand["smallest"])


def test_the_random_places_hold_every_kind_of_case():
    found = [Stuck(tight(seed)).by_hand()["smallest"] for seed in range(24)]
    sizes = [len(next(iter(smallest))) if smallest else None for smallest in found]
    assert {None, 0, 1, 2} <= set(sizes)
    assert any(len(smallest) > 1 for smallest in found)


def homes(**offered):
    """Homes that offer just so many beds."""
    return tuple(site(id_, beds_offered={"at_least": beds, "at_most": beds}) for id_, beds in offered.items())


@pytest.mark.parametrize("solver", SOLVERS)
def test_one_site_that_offers_what_nobody_wants_is_told_and_breaks_no_solver(solver):
    held = place(sites=homes(ash=7), options=())
    told = Stuck(held, HURDLES[:1]).told(solver)
    assert (told.beds_offered, told.smallest) == (7, ())


def example(**changes):
    """The worked example: two homes of two beds clear every hurdle, a third of three does not."""
    failing = evidence(("ash", "elm", "oak"), {("oak", "nursing"): "fails"})
    return place(
        **{"sites": homes(ash=2, elm=2, oak=3), "options": (), "evidence": failing, "plan": plan(sites_at_most=2)}
        | changes
    )


def said_of(held, **how):
    """The lines of a run that tell of its search."""
    lines = summary(appraise(workspace(held), samples=10, **how)).split("\n")
    at = next(number for number, line in enumerate(lines) if line.startswith("  search"))
    return [line.removeprefix("  search").strip() for line in lines[at:]]


@pytest.mark.parametrize("solver", ["enumeration", *SOLVERS])
def test_the_terminal_says_what_stands_in_the_way_and_what_does_not(solver):
    assert said_of(example(), solver=solver) == [
        "no combination of sites can supply 5 beds: the sites that clear every hurdle offer 4",
        "without hurdle 'A nurse day and night' it would be 5",
        "without 'at most 2 sites' it would still be 4",
    ]


def test_the_terminal_names_what_must_go_together():
    """Three of the homes make seven, for which a third site must be allowed and the hurdle must go."""
    assert said_of(example(plan=plan(sites_at_most=2, beds=7))) == [
        "no combination of sites can supply 7 beds: the sites that clear every hurdle offer 4",
        "without hurdle 'A nurse day and night' it would be 5",
        "without 'at most 2 sites' it would still be 4",
        "as far as these go, it would be possible without hurdle 'A nurse day and night' and "
        "without 'at most 2 sites': 7",
    ]


def test_the_terminal_says_where_nothing_would_help():
    held = example(sites=homes(ash=2, elm=4, oak=6), evidence=evidence(("ash", "elm", "oak")))
    assert said_of(held) == [
        "no combination of sites comes to 5 beds in all, though the sites that clear every hurdle offer 10",
        "even without every limit and hurdle there would be none",
    ]


def test_the_terminal_says_what_would_be_if_what_is_not_known_turned_out_well():
    held = example(evidence=evidence(("ash", "elm", "oak"), {("oak", "cost.bed-day"): None}))
    assert said_of(held)[:2] == [
        "no combination of sites can supply 5 beds: the sites that clear every hurdle, and of which every figure is "
        "known, offer 4",
        "with what is not known at its most favourable it would be 5",
    ]


def test_where_every_set_is_beyond_the_anchors_the_fewest_criteria_are_named():
    """Every set is off the scale of access; all but that of Elm are off that of travel time as well."""
    strict = core(access={"anchors": ((0.99999, 0), (1, 100))}, travel_time={"anchors": ((31, 0), (0, 100))})
    held = place(criteria=strict, options=(), plan=plan(sites_at_most=1))
    ruler = Ruler.of(held)
    beds = 5 * np.eye(len(SITES), dtype=np.int64)
    outside = ruler.score(ruler.measure(Openings(ruler.geography, beds))).outside
    off = [tuple(np.array([c.id for c in strict])[row]) for row in outside]
    assert min(off, key=len) == ("access",) and max(map(len, off)) == 2, off
    told = appraise(workspace(held), samples=10)["search"]["nothing_possible"]
    assert (told["outside_anchors"], told["off_scale"], told["smallest"]) == (True, ("access",), ())
    assert said_of(held) == [
        "no set of sites lies within the anchors of every criterion",
        "the nearest are off the scale of access alone",
    ]


def told_of(held):
    return appraise(workspace(held), samples=10)["search"]["nothing_possible"]


def test_a_range_of_beds_from_none_still_asks_for_a_bed():
    held = example(plan=plan(beds={"at_least": 0, "at_most": 5}), sites=homes(ash=2, elm=2, oak=2))
    failing = tuple(replace(row, answer="fails") if row.item == "nursing" else row for row in held.evidence)
    told = told_of(replace(held, evidence=failing))
    assert told["beds_wanted"] == 1
    assert not told["outside_anchors"]
    assert [row["limits"] for row in told["smallest"]] == [("hurdle 'A nurse day and night'",)]


def test_a_home_whose_beds_are_not_known_may_have_them():
    held = example(sites=tuple(one.model_copy(update={"beds_offered": None}) for one in homes(ash=2, elm=2, oak=2)))
    told = told_of(held)
    assert told["fewest"] is not None
    assert any("waiting for what is not known" in row["limits"] for row in told["smallest"])


def test_where_many_choices_would_do_only_how_many_must_go_is_said():
    ids = [f"home-{number:02d}" for number in range(8)]
    caps = [{"provider": f"{id_}-care", "beds_at_most": 0, "why": "For a test."} for id_ in ids]
    held = place(
        sites=tuple(site(id_, beds_offered={"at_least": 1, "at_most": 1}) for id_ in ids),
        options=(),
        evidence=evidence(ids),
        plan=plan(beds=3, limits={"providers": caps}),
    )
    told = told_of(held)
    assert (told["fewest"], told["smallest"]) == (3, ())
    assert "at least 3 limits and hurdles would have to go together" in said_of(held)
