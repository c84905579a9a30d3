"""Telling tipping figures, the smallest joint change of weights and the two-way map, as the data that findings hold."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from appraisal.analysis.measuring import Measured, Ruler
from appraisal.analysis.scoring import Scores
from appraisal.analysis.tipping.joint_change import joint_change
from appraisal.analysis.tipping.own_figures import OwnTipping, own_tipping
from appraisal.analysis.tipping.place_figures import PlaceFigure
from appraisal.analysis.tipping.shared_figures import SharedTipping, shared_tipping
from appraisal.analysis.tipping.two_way import STEPS, most_weight, two_way_map
from appraisal.measures import figures_of
from appraisal.model.public_view import hides_sites
from appraisal.model.workspace import Place

Floats = npt.NDArray[np.float64]


def tipping_told(
    place: Place, ruler: Ruler, measured: Measured, scores: Scores, *, weights: Floats, known: Sequence[int]
) -> dict[str, Any]:
    """What would change the leader: figures, weights together, and two weights at once.

    Args:
        place, ruler: the place and its measures.
        measured, scores: of the ranked options.
        weights: (criteria,) the agreed weights.
        known: indices of the options whose figures are all known; all is told of these alone.
    """
    ids, criteria = [measured.names[index] for index in known], list(scores.criteria)
    values = scores.low[list(known)]
    own = own_tipping(ruler.criteria, measured.rows(known), weights) if known else []
    shared = shared_tipping(place, ruler, measured, scores, weights=weights, known=known)
    return {
        "tipping_figures": {
            "options": [_own_told(found, ids, criteria) for found in own],
            "shared": [_shared_told(found, place, ids, criteria) for found in shared if _may_be_told(found, place)],
        },
        "joint_change": _joint_told(values, weights, ids, criteria) if known else None,
        "two_way_map": _map_told(place, values, weights, ids, criteria) if known else None,
    }


def _own_told(found: OwnTipping, ids: Sequence[str], criteria: Sequence[str]) -> dict[str, Any]:
    return {
        "option": ids[found.option],
        "criterion": criteria[found.criterion],
        "now": found.now,
        "at": found.at,
        "change": None if found.at is None else found.at - found.now,
        "rival": None if found.rival is None else ids[found.rival],
        "side": found.side,
    }


def _shared_told(found: SharedTipping, place: Place, ids: Sequence[str], criteria: Sequence[str]) -> dict[str, Any]:
    figure = found.figure
    return {
        "kind": figure.kind,
        "figure": figure.id,
        "name": _name(figure, place),
        "site": figure.site,
        "unit": figure.unit,
        "low": figure.low,
        "now": figure.now,
        "high": figure.high,
        "criteria": [criteria[index] for index in found.moves],
        "looked": {"from": found.looked[0], "to": found.looked[1]},
        **_side_told("below", found, ids),
        **_side_told("above", found, ids),
    }


def _name(figure: PlaceFigure, place: Place) -> str:
    """What a figure is, in words, as far as the place or a measure names it; of what is assumed, papers have words."""
    if figure.kind == "panel-score":
        return place.criterion(figure.id).name
    return figures_of(place.criteria)[figure.id].name if figure.kind == "evidence" else figure.id


def _side_told(side: str, found: SharedTipping, ids: Sequence[str]) -> dict[str, Any]:
    """A tipping value on one side of now, with whether the figure's own range holds it."""
    reached = found.below if side == "below" else found.above
    if reached is None:
        return {side: None, f"{side}_option": None, f"{side}_in_range": None}
    value, rival = reached
    is_inside = found.figure.low <= value <= found.figure.high
    return {side: value, f"{side}_option": ids[rival], f"{side}_in_range": is_inside}


def _may_be_told(found: SharedTipping, place: Place) -> bool:
    """Whether a figure may be shown: in a public view, a site that was not approached keeps its own to itself."""
    site = found.figure.site
    return site is None or not hides_sites(place) or place.site(site).standing != "not approached"


def _joint_told(values: Floats, weights: Floats, ids: Sequence[str], criteria: Sequence[str]) -> dict[str, Any] | None:
    found = joint_change(values, weights)
    if found is None:
        return None
    at = dict(zip(criteria, found.weights.tolist(), strict=True))
    moved = [(criterion, now, at[criterion]) for criterion, now in zip(criteria, weights.tolist(), strict=True)]
    return {
        "option": ids[found.rival],
        "moved": found.moved,
        "weights": at,
        "from": [{"criterion": one, "now": now, "at": then} for one, now, then in moved if then < now],
        "to": [{"criterion": one, "now": now, "at": then} for one, now, then in moved if then > now],
    }


def _map_told(
    place: Place, values: Floats, weights: Floats, ids: Sequence[str], criteria: Sequence[str]
) -> dict[str, Any] | None:
    chosen = place.plan.two_way_map
    pair = most_weight(weights)
    if chosen is not None and set(chosen) <= set(criteria):  # not so while a place is looked at with other criteria
        pair = (criteria.index(chosen[0]), criteria.index(chosen[1]))
    if pair is None:
        return None
    found = two_way_map(values, weights, pair)
    leaders = [[id_ for id_, leads in zip(ids, row, strict=True) if leads] for row in found.leads.tolist()]
    return {
        "criteria": [criteria[index] for index in pair],
        "step": 1 / STEPS,
        "now": [float(weights[index]) for index in pair],
        "cells": [
            {"weights": cell, "leaders": named} for cell, named in zip(found.weights.tolist(), leaders, strict=True)
        ],
        "shares": dict(zip(ids, found.shares.tolist(), strict=True)),
    }
