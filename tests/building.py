"""Small places made in memory: a few areas and sites, round figures, everything known unless a test says otherwise."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from hypothesis import strategies as st

from appraisal.analysis.measuring import Ruler
from appraisal.measures.performances import Performances
from appraisal.model.ballots import Anchors, Ballots, Interest, Moderated, ScoreCast, WeightsBallot
from appraisal.model.criteria import Criterion
from appraisal.model.evidence import Evidence, Source
from appraisal.model.hurdles import Hurdle
from appraisal.model.options import Option
from appraisal.model.places import Area, PlacePlan
from appraisal.model.sites import Provider, Site
from appraisal.model.workspace import Place, Settings, TravelTime, Workspace
from appraisal.records.report_files import read_wording
from appraisal.records.workspace_files import read_workspace

ROOT = Path(__file__).parents[1]
AS_AT = date(2025, 9, 1)
SITES = ("ash", "elm", "oak", "yew")
CORE = ("access", "clinical-fit", "cost", "equity", "travel-time")
FIGURES = {
    "access.admission-hours": (168.0, "hours a week"),
    "cost.bed-day": (300.0, "pounds a bed-day"),
    "cost.fixed-a-year": (10_000.0, "pounds a year"),
    "cost.set-up-building": (20_000.0, "pounds"),
    "cost.set-up-equipment": (10_000.0, "pounds"),
}


def criterion(id_: str, **changes: Any) -> Criterion:
    """A criterion of the core, its anchors wide enough for every small place; or one that a test describes."""
    core: dict[str, dict[str, Any]] = {
        "access": {"measure": "access", "unit": "share", "better": "higher", "anchors": ((0, 0), (1, 100))},
        "clinical-fit": {"panel": True, "unit": "points", "better": "higher", "anchors": ((0, 0), (100, 100))},
        "cost": {"measure": "cost", "unit": "pounds", "better": "lower", "anchors": ((20_000_000, 0), (0, 100))},
        "equity": {
            "measure": "equity",
            "unit": "minutes",
            "better": "lower",
            "anchors": ((15, 0), (0, 100)),
            "outside": "clip",
        },
        "travel-time": {"measure": "travel-time", "unit": "minutes", "better": "lower", "anchors": ((60, 0), (0, 100))},
    }
    written = {"name": id_.capitalize(), "question": "How well?", "why_anchors": "For a test."}
    written |= core.get(id_, {}) | changes
    if written.get("panel"):
        written.setdefault("levels", {0: "Nothing.", 100: "Everything."})
    written["anchors"] = [{"performance": float(at), "value": float(value)} for at, value in written["anchors"]]
    return Criterion.model_validate({"id": id_, **written})


def panel_criterion(id_: str, **changes: Any) -> Criterion:
    """A panel criterion on 0 to 100 points."""
    return criterion(
        id_, **{"panel": True, "unit": "points", "better": "higher", "anchors": ((0, 0), (100, 100))} | changes
    )


def core(**changes: Mapping[str, Any]) -> tuple[Criterion, ...]:
    """The core, with some of it otherwise; `travel_time` is 'travel-time'."""
    return tuple(criterion(id_, **changes.get(id_.replace("-", "_"), {})) for id_ in CORE)


def assumed(value: float, low: float | None = None, high: float | None = None) -> dict[str, Any]:
    """An assumption as a file would give it."""
    return {"value": float(value), "low": low, "high": high, "source": "example", "as_at": "2025-09"}


def plan(**changes: Any) -> PlacePlan:
    """What a small place needs: five beds at up to three sites; a tenth of all people ask for one each year."""
    transport = {
        "walk_and_wait_minutes": 10.0,
        "km_an_hour": 12.0,
        "circuity": {"low": 1.2, "value": 1.35, "high": 1.6},
        "source": "example",
        "as_at": "2025",
    }
    written: dict[str, Any] = {
        "version": 1,
        "name": "Testing Vale",
        "beds": 5,
        "sites_at_most": 3,
        "stage": 2,
        "stages": [],
        "decision_body": "The board",
        "contact": {"email": "beds@example.org", "formats": "large print"},
        "about_the_beds": ["Beds."],
        "near_tie_points": 1.0,
        "old_after_months": 24,
        "groups": [
            {"id": "clinicians", "name": "Clinicians", "weight": 0.5},
            {"id": "residents", "name": "Residents", "weight": 0.5},
        ],
        "why_group_weights": "For a test.",
        "panel": [
            {"person": "p01", "group": "residents", "role": "resident"},
            {"person": "p02", "group": "residents", "role": "carer"},
            {"person": "p03", "group": "clinicians", "role": "nurse"},
        ],
        "areas": {"source": "return", "as_at": "2025"},
        "travel": {
            "main_mode": "public-transport",
            "within_minutes": 30.0,
            "car": {"fixed_minutes": 8.6, "minutes_a_km": 1.45, "source": "example", "as_at": "2024-08-01"},
            "public-transport": {"day": transport, "evening": transport | {"walk_and_wait_minutes": 14.0}},
        },
        "need": {
            "deaths_a_year": {band: assumed(0.1) for band in ("under_65", "from_65_to_74", "from_75_to_84", "from_85")},
            "palliative_share": assumed(1.0),
            "use_share": assumed(1.0),
            "growth_a_year": assumed(0.0),
            "years_ahead": 0,
        },
        "stay_days": assumed(16.4, 12.0, 24.0),
        "equity": {"epsilon": -1.0},
        "cost": {
            "price_year": "2025/26",
            "years": 6,
            "discount_rate": assumed(0.035),
            "planned_occupancy": assumed(0.8, 0.7, 0.9),
            "optimism_bias": {"building": assumed(0.2, 0.1, 0.3), "equipment": assumed(0.1)},
            "ward_round_pounds_a_year": assumed(20_000, 15_000.0, 25_000.0),
        },
    }
    return PlacePlan.model_validate(written | changes)


def area(code: str, *, people: float = 100, rank: int = 1, at: tuple[float, float] = (51.5, -0.2)) -> Area:
    """A small area; a tenth of its people ask for a bed each year."""
    return Area(code, f"Area {code}", *at, people, 0, 0, 0, rank)


def site(id_: str, **changes: Any) -> Site:
    """A site that offers one to five beds on a block contract; its provider is named after it."""
    written = {
        "id": id_,
        "name": f"Home {id_.capitalize()}",
        "provider": f"{id_}-care",
        "setting": "care home",
        "lat": 51.5 + 0.01 * (sum(map(ord, id_)) % 7),
        "lon": -0.2,
        "standing": "interested",
        "beds_offered": {"at_least": 1, "at_most": 5},
    }
    return Site.model_validate(written | changes)


def option(id_: str, sites: Mapping[str, int], **changes: Any) -> Option:
    """A named option."""
    written = {"id": id_, "name": f"Choice {id_}", "sites": dict(sites), "list": "short", "origin": "A test."}
    return Option.model_validate(written | changes)


def row(site_id: str | None, item: str, value: float | str | None, **changes: Any) -> Evidence:
    """A row of evidence: a figure, None for one that is not known, or the words of an answer."""
    answer, number = (value, None) if isinstance(value, str) else ("", value)
    unit = FIGURES[item][1] if item in FIGURES else ""
    written = Evidence(
        site_id, None, item, answer, number, None, None, unit, "return", date(2025, 7, 1), public=True, note="", line=1
    )
    return replace(written, **changes)


def evidence(
    sites: Iterable[str], given: Mapping[tuple[str, str], float | str | None] | None = None
) -> tuple[Evidence, ...]:
    """Every figure of every site and its one hurdle, with some given otherwise by (site, item)."""
    given = given or {}
    rows = []
    for site_id in sites:
        for item, (value, _) in FIGURES.items():
            rows.append(row(site_id, item, given.get((site_id, item), value)))
        rows.append(row(site_id, "nursing", given.get((site_id, "nursing"), "meets")))
    return tuple(rows)


def matrix(
    minutes: Mapping[tuple[str, str], float | None], modes: Sequence[str] = ("car", "public-transport")
) -> tuple[TravelTime, ...]:
    """The same minutes by these modes, by day and in the evening; None where not known."""
    return tuple(
        TravelTime(area_code, site_id, mode, period, None if found is None else float(found))  # type: ignore[arg-type]
        for (area_code, site_id), found in minutes.items()
        for mode in modes
        for period in ("day", "evening")
    )


def weights(person: str, **points: float) -> WeightsBallot:
    """A ballot of weights; `travel_time=50` speaks of 'travel-time', and what is not named of the core gets 0."""
    said = {criterion_id.replace("_", "-"): float(number) for criterion_id, number in points.items()}
    unsaid = dict.fromkeys(CORE, 0.0) if said.keys() <= set(CORE) else {}
    return WeightsBallot(person, AS_AT, tuple(sorted((unsaid | said).items())))


def scored(person: str, site_id: str, answer: float | str, on: str = "clinical-fit") -> ScoreCast:
    """A person's score of a site, "not known" or "recused"."""
    return ScoreCast(person, site_id, on, answer if isinstance(answer, str) else f"{answer:g}", "A reason.", AS_AT)


def moderated(site_id: str, answer: float | str, *dissent: tuple[str, str], on: str = "clinical-fit") -> Moderated:
    """What the panel came to for a site after it talked, with who does not agree."""
    said = answer if isinstance(answer, str) else f"{answer:g}"
    return Moderated(site_id, on, said, "We heard more.", dissent, AS_AT)


def interest(person: str, *, provider: str = "", site_id: str = "", managed: str = "recused") -> Interest:
    """An interest that a person declared."""
    return Interest(person, AS_AT, provider, site_id, "Works there.", managed)  # type: ignore[arg-type]


EVERYBODY = (
    weights("p01", access=100, clinical_fit=80, cost=40, equity=60, travel_time=90),
    weights("p02", access=80, clinical_fit=100, cost=50, equity=70, travel_time=60),
    weights("p03", access=90, clinical_fit=100, cost=70, equity=30, travel_time=40),
)
AREAS = (
    area("a1", people=100, rank=1, at=(51.50, -0.20)),
    area("a2", people=150, rank=40, at=(51.51, -0.21)),
    area("a3", people=50, rank=20, at=(51.53, -0.19)),
    area("a4", people=200, rank=90, at=(51.56, -0.22)),
)


def place(**changes: Any) -> Place:
    """Four sites, four areas, three options, three people: everything known, or as a test would have it."""
    sites = changes.get("sites") or tuple(
        site(id_, lat=51.5 + 0.02 * number, lon=-0.2 - 0.004 * number) for number, id_ in enumerate(SITES)
    )
    ids = [found.id for found in sites]
    scores = {id_: 40 + 10 * number for number, id_ in enumerate(ids)}
    written: dict[str, Any] = {
        "id": "testing-vale",
        "plan": plan(),
        "criteria": core(),
        "own_criteria": (),
        "providers": tuple(
            Provider.model_validate({"id": id_, "name": f"Provider {id_}"})
            for id_ in sorted({found.provider for found in sites})
        ),
        "sites": sites,
        "options": (
            option("first-alone", {ids[0]: 5}),
            *([option("first-two", {ids[0]: 3, ids[1]: 2})] if len(ids) > 1 else []),
            *([option("last-two", {ids[-2]: 2, ids[-1]: 3})] if len(ids) > 2 else []),
        ),
        "evidence": evidence(ids),
        "areas": AREAS,
        "ballots": Ballots(
            EVERYBODY, tuple(scored(p, s, points) for p in ("p01", "p02", "p03") for s, points in scores.items())
        ),
    }
    written |= changes
    return Place(**written | {"ballots": seeing((*core(), *written["criteria"]), written["ballots"])})


def anchors_of(criteria: Iterable[Criterion]) -> tuple[tuple[str, Anchors], ...]:
    """The anchors of criteria, as a ballot holds those that a person saw; of two with one id, the last counts."""
    return tuple(sorted({c.id: tuple((one.performance, one.value) for one in c.anchors) for c in criteria}.items()))


def seeing(criteria: Iterable[Criterion], ballots: Ballots) -> Ballots:
    """Ballots of people who saw the anchors of these criteria, where a ballot says nothing else."""
    seen = anchors_of(criteria)
    return replace(
        ballots, weights=tuple(one if one.anchors else replace(one, anchors=seen) for one in ballots.weights)
    )


def workspace(*places: Place, **settings: Any) -> Workspace:
    """A workspace of these places, or of the small one."""
    held = places or (place(),)
    written = {
        "version": 1,
        "title": "A test",
        "organisation": {"name": "A board", "as_at": AS_AT},
        "seed": 1,
        "as_at": AS_AT,
    }
    return Workspace(
        Settings.model_validate(written | settings),
        (),
        (Hurdle(id="nursing", name="A nurse day and night", question="Is there?", source="example"),),
        MappingProxyType(
            {
                id_: source(id_, kind)
                for id_, kind in (("example", "published"), ("return", "provider"), ("talk", "opinion"))
            }
        ),
        MappingProxyType({held_place.id: held_place for held_place in held}),
        MappingProxyType({}),
        MappingProxyType(_wording()),
    )


@cache
def _wording() -> dict[str, Any]:
    """The starter's wording, read once."""
    return read_wording(ROOT)


def source(id_: str, kind: str = "published") -> Source:
    """A source."""
    return Source(id_, f"Title of {id_}", "A publisher", "2025-07", AS_AT, kind)  # type: ignore[arg-type]


def figures(**values: Sequence[float]) -> dict[str, Performances]:
    """Known performances without a range, by criterion; `travel_time` is 'travel-time'."""
    import numpy as np

    arrays = {id_.replace("_", "-"): np.array(found, dtype=float) for id_, found in values.items()}
    return {id_: Performances(found, found, found) for id_, found in arrays.items()}


def measured(held: Place, *sets: Mapping[str, int]) -> dict[str, Performances]:
    """Performances of sets of a place."""
    ruler = Ruler.of(held)
    return ruler.measure(ruler.openings(sets))


@cache
def starter() -> Workspace:
    """The repository's own workspace with its ballots, read once."""
    found, problems = read_workspace(ROOT)
    assert found is not None, problems
    [held] = found.places.values()
    inbox = ROOT / "options" / held.id / "ballots"
    cast = Ballots(
        tuple(sorted(_weights(line, held) for line in _lines(inbox / "weights.csv"))),
        tuple(
            sorted(
                ScoreCast(
                    p["person"], p["site"], p["criterion"], p["score"], p["reason"], date.fromisoformat(p["cast_on"])
                )
                for p in _lines(inbox / "scores.csv")
            )
        ),
        tuple(
            sorted(
                Interest(
                    p["person"], date.fromisoformat(p["cast_on"]), p["provider"], p["site"], p["interest"], p["managed"]
                )  # type: ignore[arg-type]
                for p in _lines(inbox / "interests.csv")
            )
        ),
    )
    return with_place(found, replace(held, ballots=seeing(held.criteria, cast)))


def with_place(found: Workspace, held: Place) -> Workspace:
    """The workspace with one place alone."""
    return replace(found, places=MappingProxyType({held.id: held}))


@st.composite
def places(draw: st.DrawFn, *, known: bool = True, clips: bool = True) -> Place:
    """Random small places with whole minutes, so that many tie; with `known=False`, some of it is missing.

    With `clips`, anchors are narrow, and every criterion takes what lies beyond them as the nearest end.
    """
    count = draw(st.integers(1, 4))
    ids = SITES[:count]
    missing = st.just(False) if known else st.sampled_from([False, False, False, False, True])
    areas = tuple(
        area(f"a{number}", people=10 * draw(st.integers(1, 30)), rank=draw(st.integers(1, 4)))
        for number in range(draw(st.integers(1, 5)))
    )
    wanted, at_most = draw(st.integers(1, 5)), draw(st.integers(1, 3))
    sites = tuple(_site(draw, id_) for id_ in ids)
    given: dict[tuple[str, str], float | str | None] = {}
    for id_ in ids:
        for item, choices in _CHOICES.items():
            given[id_, item] = None if draw(missing) else draw(st.sampled_from(choices))
        if not known:
            given[id_, "nursing"] = draw(st.sampled_from([*(["meets"] * 5), "fails", "not known"]))
    minutes = {(one.code, id_): None if draw(missing) else draw(st.integers(0, 40)) for one in areas for id_ in ids}
    cast = [
        scored(person, id_, "not known" if draw(missing) else draw(st.sampled_from([0, 25, 50, 75, 100])))
        for person in ("p01", "p02", "p03")
        for id_ in ids
    ]
    return place(
        plan=plan(beds=wanted, sites_at_most=at_most),
        criteria=tuple(_narrow(criterion(id_)) if clips else criterion(id_) for id_ in CORE),
        areas=areas,
        sites=sites,
        options=tuple(
            option(f"option-{number}", sets)
            for number, sets in enumerate(draw(st.lists(_sets(ids), min_size=1, max_size=4)))
        ),
        evidence=evidence(ids, given),
        travel=matrix(minutes),
        ballots=Ballots(tuple(_ballot(draw, person) for person in ("p01", "p02", "p03")), tuple(cast)),
    )


_CHOICES = {
    "access.admission-hours": (84.0, 112.0, 168.0),
    "cost.bed-day": (250.0, 300.0, 350.0),
    "cost.fixed-a-year": (0.0, 10_000.0),
}


def _site(draw: st.DrawFn, id_: str) -> Site:
    least = draw(st.integers(1, 3))
    offered = {"at_least": least, "at_most": draw(st.integers(least, 5))}
    return site(id_, beds_offered=offered, contract=draw(st.sampled_from(["block", "spot"])))


def _sets(ids: Sequence[str]) -> st.SearchStrategy[dict[str, int]]:
    return st.dictionaries(st.sampled_from(ids), st.integers(1, 5), min_size=1, max_size=3)


def _ballot(draw: st.DrawFn, person: str) -> WeightsBallot:
    points = {id_: draw(st.integers(0, 10)) * 10 for id_ in CORE}
    return weights(person, **(points if any(points.values()) else {"access": 100}))


def _narrow(found: Criterion) -> Criterion:
    anchors = {"cost": ((5_000_000, 0), (500_000, 100)), "travel-time": ((30, 0), (5, 100))}
    changes = {"anchors": anchors[found.id]} if found.id in anchors else {}
    return criterion(found.id, outside="clip", **changes)


def _weights(line: Mapping[str, str], held: Place) -> WeightsBallot:
    points = {one.id: float(line[one.id]) for one in held.criteria if line.get(one.id)}
    return WeightsBallot(line["person"], date.fromisoformat(line["cast_on"]), tuple(sorted(points.items())))


def _lines(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))
