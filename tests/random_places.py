"""Places at random, for holding the model against enumeration: families of constraints come and go, figures tie."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import Any

from building import area, assumed, core, evidence, option, panel_criterion, place, plan, scored, site, weights

from appraisal.analysis.measuring import Ruler
from appraisal.analysis.panel import panel_weights
from appraisal.analysis.portfolio.limits import limits_of
from appraisal.analysis.portfolio.question import Question
from appraisal.model.ballots import Ballots
from appraisal.model.criteria import Criterion
from appraisal.model.sites import Provider
from appraisal.model.workspace import Place

HOURS = (168.0, 120.0, 84.0)


def random_place(seed: int, *, most_sites: int = 12, most_beds: int = 6, most_areas: int = 10) -> Place:
    """A place of up to so many sites, beds and areas; the same seed gives the same place."""
    chance = Random(seed)
    ids = [f"site-{number:02d}" for number in range(chance.randint(2, most_sites))]
    beds = chance.randint(1, most_beds)
    wanted = {"at_least": chance.randint(1, beds), "at_most": beds} if chance.random() < 0.25 else beds
    criteria = _criteria(chance)
    limits = _limits(chance, ids)
    panels = [criterion.id for criterion in criteria if criterion.panel]
    people = ("p01", "p02", "p03")
    cast = tuple(
        scored(p, id_, chance.choice((0, 25, 50, 75, 100)), on) for p in people for id_ in ids for on in panels
    )
    points = {c.id: float(chance.choice((0, 0, 20, 50, 80, 100))) for c in criteria} | {criteria[0].id: 100.0}
    held = place(
        sites=tuple(_site(chance, id_, beds) for id_ in ids),
        areas=tuple(_area(chance, number) for number in range(chance.randint(1, most_areas))),
        options=(option("one", {ids[0]: beds}),),
        evidence=evidence(ids, _figures(chance, ids)),
        criteria=criteria,
        costing=next((c for c in core() if c.id == "cost"), None) if "budget_pounds" in limits else None,
        plan=plan(
            beds=wanted,
            sites_at_most=chance.randint(1, 4),
            limits=limits,
            stay_days=assumed(chance.choice((10.0, 21.0, 60.0))),
        ),
        ballots=Ballots((weights("p01", **{id_.replace("-", "_"): n for id_, n in points.items()}),), cast),
    )
    return replace(held, providers=tuple(Provider(id=f"firm-{n}", name=f"Firm {n}") for n in range(4)))


def large_place(*, sites: int = 20, areas: int = 115, beds: int = 5, sites_at_most: int = 5) -> Place:
    """A place as large as a borough; every site offers any number of beds, so 20 sites and 5 beds give 42,504 sets."""
    chance = Random(20250901)
    ids = [f"site-{number:02d}" for number in range(sites)]
    figures = _figures(chance, ids) | {(id_, "cost.bed-day"): float(chance.randint(250, 450)) for id_ in ids}
    return place(
        sites=tuple(
            site(
                id_,
                lat=chance.uniform(51.46, 51.55),
                lon=chance.uniform(-0.26, -0.16),
                beds_offered={"at_least": 1, "at_most": beds},
                ward_round_hours=chance.choice((1.5, 2.0, 3.0)),
            )
            for id_ in ids
        ),
        areas=tuple(
            area(
                f"a{number:03d}",
                people=chance.randint(60, 110) / 10,
                rank=chance.randint(1, 33_000),
                at=(chance.uniform(51.46, 51.55), chance.uniform(-0.26, -0.16)),
            )
            for number in range(areas)
        ),
        options=(option("one", {ids[0]: beds}),),
        evidence=evidence(ids, figures),
        criteria=core(cost={"anchors": ((5_000_000, 0), (500_000, 100))}),
        plan=plan(beds=beds, sites_at_most=sites_at_most, stay_days=assumed(21.0)),
        ballots=replace(
            place().ballots,
            scores=tuple(
                scored(person, id_, points)
                for id_, points in ((id_, chance.choice((25, 50, 75, 100))) for id_ in ids)
                for person in ("p01", "p02", "p03")
            ),
        ),
    )


def question_of(held: Place, *, at_best: bool = False) -> Question:
    """What a search of a place is asked, every hurdle passed."""
    ruler = Ruler.of(held)
    offers = tuple(one.beds_offered for one in held.sites)
    limits = limits_of(held, ruler, at_best=at_best)
    return Question(ruler, panel_weights(held).overall, offers, held.plan.beds, limits, at_best)


def _site(chance: Random, id_: str, beds: int) -> Any:
    least = chance.randint(1, 2)
    return site(
        id_,
        provider=f"firm-{chance.randint(0, 3)}",
        # On a grid, so that areas are often as near to one site as to another.
        lat=51.46 + 0.01 * chance.randint(0, 7),
        lon=-0.26 + 0.015 * chance.randint(0, 7),
        beds_offered={"at_least": least, "at_most": max(least, beds - chance.randint(0, beds // 2))},
        ward_round_hours=chance.choice((1.5, 2.0, 3.0)),
        contract=chance.choice(("block", "spot")),
    )


def _area(chance: Random, number: int) -> Any:
    people = 0 if number and chance.random() < 0.15 else chance.randint(20, 400)
    at = (51.46 + 0.01 * chance.randint(0, 7), -0.26 + 0.015 * chance.randint(0, 7))
    return area(f"a{number}", people=people, rank=chance.randint(1, 30), at=at)


def _figures(chance: Random, ids: list[str]) -> dict[tuple[str, str], Any]:
    found: dict[tuple[str, str], Any] = {}
    for id_ in ids:
        found[id_, "access.admission-hours"] = chance.choice(HOURS)
        found[id_, "cost.bed-day"] = float(chance.choice((250, 300, 333, 400)))
        found[id_, "cost.fixed-a-year"] = float(chance.randint(0, 3) * 7_000)
        found[id_, "cost.set-up-building"] = float(chance.randint(0, 5) * 11_111)
    return found


def _criteria(chance: Random) -> tuple[Criterion, ...]:
    """The core with other anchors, some of them bent either way, and now and then one less or one more."""
    bent = {
        "access": (((0, 0), (1, 100)), ((0, 0), (0.3, 60), (1, 100)), ((0, 0), (0.5, 20), (1, 100))),
        "cost": (((5e6, 0), (0, 100)), ((4e6, 0), (1e6, 30), (0, 100)), ((2.5e6, 0), (1.2e6, 80), (2e5, 100))),
        "equity": (((15, 0), (0, 100)), ((4, 0), (1, 90), (0, 100)), ((6, 0), (2, 20), (0, 100))),
        "travel_time": (((60, 0), (0, 100)), ((40, 0), (25, 20), (10, 100)), ((45, 0), (20, 85), (12, 100))),
    }
    changes: dict[str, dict[str, Any]] = {
        id_: {"anchors": chance.choice(ways), "outside": chance.choice(("clip", "clip", "clip", "error"))}
        for id_, ways in bent.items()
    }
    changes["clinical_fit"] = {"combine": chance.choice(("bed-weighted-mean", "worst", "bed-weighted-mean"))}
    chosen = [c for c in core(**changes) if c.id == "travel-time" or chance.random() < 0.85]
    if chance.random() < 0.4:
        anchors = ((0, 0), (50, chance.choice((10, 50, 90))), (400, 100))
        chosen.append(panel_criterion("welcome", combine=chance.choice(("sum", "worst")), anchors=anchors))
    return tuple(sorted(chosen, key=lambda criterion: criterion.id))


def _limits(chance: Random, ids: list[str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if chance.random() < 0.25:
        caps = [{"provider": "firm-0", "sites_at_most": 1, "why": "For a test."}]
        caps.append({"provider": "firm-1", "beds_at_most": chance.randint(0, 3), "why": "For a test."})
        found["providers"] = caps[: chance.randint(1, 2)]
    if chance.random() < 0.15:
        found["required_sites"] = [{"site": chance.choice(ids), "why": "For a test."}]
    if chance.random() < 0.15:
        found["forbidden_sites"] = [{"site": chance.choice(ids), "why": "For a test."}]
    if chance.random() < 0.25:
        found["budget_pounds"] = assumed(chance.choice((8e5, 2e6, 4e6)))
    if chance.random() < 0.25:
        found["ward_round_hours_a_week"] = assumed(chance.choice((3.0, 4.5, 6.0)))
    return found
