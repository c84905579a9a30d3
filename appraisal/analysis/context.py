"""The workspace's own words, frozen into the findings so that papers need nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from appraisal.measures.clinical_fit import PANEL_SOURCE
from appraisal.measures.need import need_a_year
from appraisal.model.base import Assumption, FileModel
from appraisal.model.criteria import Criterion, Theme
from appraisal.model.evidence import Source
from appraisal.model.hurdles import Hurdle
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
        "beds", "sites_at_most", "stage", "stages", "decision_body", "contact", "about_the_beds", "services",
        "timeline", "working_group", "conflicts", "workshop", "groups", "why_group_weights", "near_tie_points",
        "criteria_off", "old_after_months",
    )  # fmt: skip
    return {
        **{key: told[key] for key in kept},
        "title": settings.title,
        "organisation": _plain(settings.organisation),
        "illustrative": settings.illustrative,
        "decided": [_plain(statement) for statement in settings.decided],
        "not_decided": [_plain(statement) for statement in settings.not_decided],
        "place_name": plan.name,
        "within_minutes": plan.travel.within_minutes,
        "main_mode": plan.travel.main_mode,
        "themes": [_theme(theme, place.criteria) for theme in themes],
        "sources": _sources(sources),
        "hurdles": [{"id": h.id, "name": h.name, "question": h.question, "source": h.source} for h in hurdles],
        "providers": [{"id": provider.id, "name": provider.name} for provider in place.providers],
        "assumptions": _assumptions(place),
        "need": _need(place),
        "panel": [_plain(member) for member in plan.panel],
    }


def criteria_told(place: Place) -> list[dict[str, Any]]:
    """The criteria as findings give them, in order of id."""
    return [
        {
            "id": c.id,
            "name": c.name,
            "question": c.question,
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


def _sources(sources: Mapping[str, Source]) -> dict[str, Any]:
    told = {
        id_: {
            "title": source.title,
            "publisher": source.publisher,
            "published": source.published.isoformat(),
            "read": source.read.isoformat(),
            "kind": source.kind,
        }
        for id_, source in sources.items()
    }
    blank = {"publisher": "", "published": None, "read": None}
    told[PANEL_SOURCE] = {"title": "The panel's own scores, in the record", **blank, "kind": "panel"}
    told["travel-matrix"] = {"title": "The place's own travel times, travel.csv", **blank, "kind": "published"}
    return told


def _assumptions(place: Place) -> list[dict[str, Any]]:
    """Every figure that the place states, named by its key, with range, source and date."""
    plan = place.plan
    figures = [
        *_named(plan.need, "need"),
        ("stay_days", plan.stay_days, "days"),
        *_named(plan.cost, "cost"),
    ]
    told = [
        {
            "id": id_,
            "low": figure.least,
            "value": figure.value,
            "high": figure.most,
            "unit": unit,
            "source": figure.source,
            "as_at": figure.as_at.isoformat(),
            "note": figure.note,
        }
        for id_, figure, unit in figures
    ]
    if not place.travel:
        for period in ("day", "evening"):
            travel = getattr(plan.travel.public_transport, period)
            shared = {"source": travel.source, "as_at": travel.as_at.isoformat(), "note": travel.note}
            c, wait, speed = travel.circuity, travel.walk_and_wait_minutes, travel.km_an_hour
            told += [
                {"id": f"travel.{period}.circuity", "low": c.low, "value": c.value, "high": c.high, "unit": "", **shared},
                {"id": f"travel.{period}.walk_and_wait", "low": wait, "value": wait, "high": wait, "unit": "minutes", **shared},
                {"id": f"travel.{period}.speed", "low": speed, "value": speed, "high": speed, "unit": "km an hour", **shared},
            ]  # fmt: skip
    return sorted(told, key=lambda assumption: assumption["id"])


_UNITS = {
    "deaths_a_year": "deaths a person a year",
    "palliative_share": "share",
    "use_share": "share",
    "growth_a_year": "share a year",
    "discount_rate": "share a year",
    "planned_occupancy": "share",
    "optimism_bias": "share",
    "ward_round_pounds_a_year": "pounds a year",
}


def _named(model: FileModel, prefix: str) -> list[tuple[str, Assumption, str]]:
    found: list[tuple[str, Assumption, str]] = []
    for name in type(model).model_fields:
        value = getattr(model, name)
        if isinstance(value, Assumption):
            key = f"{prefix}.{name}"
            unit = next((unit for part, unit in _UNITS.items() if part in key), "")
            found.append((key, value, unit))
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
        "load_erlangs": value * place.plan.stay_days.value / 365,
    }


def _plain(model: FileModel) -> Any:
    return model.model_dump(mode="json", by_alias=True)
