"""The workspace's own words, frozen into the findings so that papers need nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from appraisal.measures.clinical_fit import PANEL_SOURCE
from appraisal.measures.journeys import PERIODS
from appraisal.measures.need import need_a_year
from appraisal.model.base import Assumption, FileModel
from appraisal.model.criteria import Criterion, Theme
from appraisal.model.evidence import Source
from appraisal.model.hurdles import Hurdle
from appraisal.model.places import Period
from appraisal.model.public_view import NOT_PUBLIC, hides_sites
from appraisal.model.workspace import Place, Settings


def context(
    settings: Settings,
    place: Place,
    themes: Sequence[Theme],
    hurdles: Sequence[Hurdle],
    sources: Mapping[str, Source],
) -> dict[str, Any]:
    """Everything that a paper says in the workspace's own words."""
    plan = place.plan
    told = _plain(plan)
    kept = (
        "beds", "sites_at_most", "stage", "decision_body", "contact", "about_the_beds", "services",
        "timeline", "working_group", "conflicts", "workshop", "groups", "why_group_weights", "near_tie_points",
        "criteria_off", "old_after_months", "comments",
    )  # fmt: skip
    return {
        **{key: told[key] for key in kept},
        "stages": [{key: stage[key] for key in ("number", "name", "when", "text")} for stage in told["stages"]],
        "title": settings.title,
        "organisation": _plain(settings.organisation),
        "illustrative": settings.illustrative,
        "decided": [_plain(statement) for statement in settings.decided],
        "not_decided": [_plain(statement) for statement in settings.not_decided],
        "place_name": plan.name,
        "within_minutes": plan.travel.within_minutes,
        "main_mode": plan.travel.main_mode,
        "themes": [_theme(theme, place.criteria) for theme in themes],
        "sources": _sources(shown_sources(settings, place, themes, hurdles, sources)),
        "hurdles": [{"id": h.id, "name": h.name, "question": h.question, "source": h.source} for h in hurdles],
        "providers": [{"id": provider.id, "name": provider.name} for provider in place.providers],
        "assumptions": _assumptions(place),
        "need": _need(place),
        "areas": _areas(place),
        "outline": [[list(point) for point in ring] for ring in place.outline],
        "outline_source": place.outline_source,
        "panel": [_plain(member) for member in plan.panel],
        "branches": [_plain(branch) for branch in place.branches],
    }


def shown_sources(
    settings: Settings,
    place: Place,
    themes: Sequence[Theme],
    hurdles: Sequence[Hurdle],
    sources: Mapping[str, Source],
) -> dict[str, Source]:
    """The sources that may be shown: in the public view of a place with hidden sites, those that it cites itself."""
    if not hides_sites(place):
        return dict(sources)
    shown = _cited(settings, place.plan, *themes, *hurdles) | _cited_of_sites(place)
    return {id_: sources[id_] for id_ in sources if id_ in shown}


def criteria_told(place: Place) -> list[dict[str, Any]]:
    """The criteria as findings give them, in order of id."""
    return [
        {
            "id": c.id,
            "name": c.name,
            "question": c.question,
            "under": c.under,
            "measure": c.measure,
            "panel": c.panel,
            "unit": c.unit,
            "better": c.better,
            "anchors": [[anchor.performance, anchor.value] for anchor in c.anchors],
            "why_anchors": c.why_anchors,
            "outside": c.outside,
            "levels": {str(points): text for points, text in sorted(c.levels.items())},
            "combine": c.combine if c.panel else None,
            "themes": sorted(c.themes),
            "regime": c.regime,
            "added_by_place": c.id in place.own_criteria,
        }
        for c in place.criteria
    ]


def _theme(theme: Theme, criteria: Sequence[Criterion]) -> dict[str, Any]:
    answering = sorted(criterion.id for criterion in criteria if theme.id in criterion.themes)
    return {**_plain(theme), "criteria": answering}


def _cited(*models: FileModel) -> set[str]:
    """Ids of the sources that these cite, at any depth."""
    found: set[str] = set()
    for model in models:
        for name in type(model).model_fields:
            value = getattr(model, name)
            if name == "source":
                found.add(value)
            parts = value if isinstance(value, tuple) else (value,)
            found |= _cited(*(part for part in parts if isinstance(part, FileModel)))
    return found


def _cited_of_sites(place: Place) -> set[str]:
    """Ids of the sources of the evidence, and of the ratings of sites that have been approached.

    The title of a source may name the building that it speaks of.
    """
    shown = (site for site in place.sites if site.standing != "not approached")
    return {row.source for row in place.evidence} | _cited(*shown)


def _sources(sources: Mapping[str, Source]) -> dict[str, Any]:
    told: dict[str, Any] = {
        id_: {
            "title": source.title,
            "publisher": source.publisher,
            "published": source.published,
            "read": source.read.isoformat(),
            "kind": source.kind,
        }
        for id_, source in sources.items()
    }
    blank = {"publisher": "", "published": None, "read": None}
    told[NOT_PUBLIC] = {"title": "Not named before every site has been approached", **blank, "kind": "provider"}
    told[PANEL_SOURCE] = {"title": "The panel's own scores, in the record", **blank, "kind": "panel"}
    told["travel-matrix"] = {"title": "The place's own travel times, travel.csv", **blank, "kind": "published"}
    return told


def _assumptions(place: Place) -> list[dict[str, Any]]:
    """Every figure that the place states, in words, with range, unit, source and date; in order of id."""
    plan = place.plan
    figures = dict([("stay_days", plan.stay_days), *_named(plan.need, "need"), *_named(plan.cost, "cost")])
    told = [
        {
            "id": id_,
            "text": FIGURES[id_][0],
            "low": figure.least,
            "value": figure.value,
            "high": figure.most,
            "unit": FIGURES[id_][1],
            "source": figure.source,
            "as_at": figure.as_at,
            "note": figure.note,
        }
        for id_, figure in figures.items()
    ]
    measured = {row.period for row in place.travel if row.mode == "public-transport"}
    for period in PERIODS:
        told += [] if period in measured else _straight_lines(place, period)
    return sorted(told, key=lambda assumption: assumption["id"])


def _straight_lines(place: Place, period: Period) -> list[dict[str, Any]]:
    """What travel by public transport in one period is assumed to be (method 3.2)."""
    plan = getattr(place.plan.travel.public_transport, period)
    circuity, wait, speed = plan.circuity, plan.walk_and_wait_minutes, plan.km_an_hour
    figures = (
        (
            "circuity",
            circuity.low,
            circuity.value,
            circuity.high,
            "kilometres travelled for each in a straight line",
            "",
        ),
        ("walk_and_wait", wait, wait, wait, "walking and waiting", "minutes"),
        ("speed", speed, speed, speed, "speed on the way", "km an hour"),
    )
    return [
        {
            "id": f"travel.{period}.{name}",
            "text": f"public transport, {period}: {text}",
            "low": low,
            "value": value,
            "high": high,
            "unit": unit,
            "source": plan.source,
            "as_at": plan.as_at,
            "note": plan.note if name == "circuity" else "",
        }
        for name, low, value, high, text, unit in figures
    ]


_DEATHS = "deaths a person a year"
FIGURES = {
    "stay_days": ("how long people stay", "days"),
    "need.deaths_a_year.under_65": ("deaths under 65", _DEATHS),
    "need.deaths_a_year.from_65_to_74": ("deaths from 65 to 74", _DEATHS),
    "need.deaths_a_year.from_75_to_84": ("deaths from 75 to 84", _DEATHS),
    "need.deaths_a_year.from_85": ("deaths from 85", _DEATHS),
    "need.palliative_share": ("of those who die, who need palliative care", "share"),
    "need.use_share": ("of those, who would use one of these beds", "share"),
    "need.growth_a_year": ("growth of need", "share a year"),
    "cost.discount_rate": ("discount rate", "share a year"),
    "cost.planned_occupancy": ("occupancy that contracts by the day are planned at", "share"),
    "cost.optimism_bias.building": ("optimism bias added to building work", "share"),
    "cost.optimism_bias.equipment": ("optimism bias added to equipment", "share"),
    "cost.ward_round_pounds_a_year": ("the ward round of each site", "pounds a year"),
}


def _named(model: FileModel, prefix: str) -> list[tuple[str, Assumption]]:
    """Every assumption in a model by the path of its keys."""
    found: list[tuple[str, Assumption]] = []
    for name in type(model).model_fields:
        value = getattr(model, name)
        if isinstance(value, Assumption):
            found.append((f"{prefix}.{name}", value))
        elif isinstance(value, FileModel):
            found.extend(_named(value, f"{prefix}.{name}"))
    return found


def _need(place: Place) -> dict[str, Any]:
    low, value, high = (float(need_a_year(place.areas, place.plan.need, end).sum()) for end in ("low", "value", "high"))
    return {
        "admissions_a_year": {"low": low, "value": value, "high": high},
        "people": float(np.sum([area.population for area in place.areas])),
        "people_65_plus": float(np.sum([area.population_65_plus for area in place.areas])),
        "areas": len(place.areas),
        "source": place.plan.areas.source,
        "as_at": place.plan.areas.as_at,
        "note": place.plan.areas.note,
        "load_erlangs": value * place.plan.stay_days.value / 365,
    }


def _areas(place: Place) -> list[dict[str, Any]]:
    """Where each area is, and how many of its people would need a bed in a year; in order of code."""
    needs = need_a_year(place.areas, place.plan.need)
    return [
        {"code": area.code, "lat": area.lat, "lon": area.lon, "need": need}
        for area, need in zip(place.areas, needs, strict=True)
    ]


def _plain(model: FileModel) -> Any:
    return model.model_dump(mode="json", by_alias=True)
