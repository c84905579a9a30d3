"""Telling what was concluded: options, sites, sets and tests as the plain data that findings hold."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from appraisal.analysis.acceptability import standard_error
from appraisal.analysis.dominance import dominance_told
from appraisal.analysis.measuring import Measured
from appraisal.analysis.robustness import Reranked, Robustness
from appraisal.analysis.sampled_told import sampled_told
from appraisal.analysis.scoring import Scores
from appraisal.analysis.statements import Statement
from appraisal.analysis.unknowns import Unknown
from appraisal.analysis.weight_sets import PANEL_RANGE
from appraisal.model.criteria import Criterion
from appraisal.model.hurdles import HurdleResult

Floats = npt.NDArray[np.float64]


def performance_told(criteria: Sequence[Criterion], measured: Measured, index: int) -> dict[str, Any]:
    """What one set does on every criterion, with range, unit, sources and the figures beside it."""
    told = {}
    for criterion in criteria:
        found = measured.performances[criterion.id]
        told[criterion.id] = {
            "low": known(found.low[index]),
            "value": known(found.value[index]),
            "high": known(found.high[index]),
            "unit": criterion.unit,
            "source": list(measured.sources[criterion.id][index]),
            "beside": {name: known(figure[index]) for name, figure in measured.beside[criterion.id].items()},
        }
    return told


def value_scores_told(scores: Scores, index: int, weights: Floats | None = None) -> dict[str, Any]:
    """Value scores of one set, or its weighted scores where weights are given."""
    factor = np.ones(len(scores.criteria)) if weights is None else weights
    return {
        criterion: {"low": float(factor[j] * scores.low[index, j]), "high": float(factor[j] * scores.high[index, j])}
        for j, criterion in enumerate(scores.criteria)
    }


def total_told(scores: Scores, index: int, weights: Floats) -> dict[str, Any]:
    """The total of one set: low, high, and the value where everything is known."""
    low, high = scores.totals(weights)
    return ends_told(float(low[index]), float(high[index])) | ({} if scores.is_known[index] else {"value": None})


def ends_told(low: float, high: float) -> dict[str, Any]:
    """A total by its ends: low, high, and the value where they are the same."""
    return {"low": low, "value": low if low == high else None, "high": high}


def ranks_told(ids: Sequence[str], found: Reranked) -> list[dict[str, Any]]:
    """A ranking at some weights, in order of id."""
    return [
        {
            "option": id_,
            "total": ends_told(float(found.low[i]), float(found.high[i])),
            "rank": {"low": int(found.ranking.low[i]), "high": int(found.ranking.high[i])},
        }
        for i, id_ in enumerate(ids)
    ]


def hurdle_told(result: HurdleResult) -> dict[str, Any]:
    """What the evidence says of one hurdle at one site."""
    condition = result.condition
    return {
        "site": result.site,
        "hurdle": result.hurdle,
        "result": result.outcome,
        "condition": {"what": condition.what, "who": condition.who, "by": condition.by.isoformat()}
        if condition
        else None,
        "source": result.source,
        "as_at": result.as_at.isoformat() if result.as_at else None,
    }


def statement_told(statement: Statement) -> dict[str, Any]:
    """A pro or con."""
    return {
        "criterion": statement.criterion,
        "kind": "evidence" if statement.text else "figure",
        "difference": statement.difference,
        "performance": statement.performance,
        "middle": statement.middle,
        "unit": statement.unit,
        "text": statement.text,
        "site": statement.site,
        "source": list(statement.sources),
        "as_at": statement.as_at.isoformat() if statement.as_at else None,
    }


def pros_and_cons(statements: Sequence[Statement]) -> dict[str, Any]:
    """Statements as pros and cons, each in their order."""
    return {
        "pros": [statement_told(statement) for statement in statements if statement.is_pro],
        "cons": [statement_told(statement) for statement in statements if not statement.is_pro],
    }


def unknown_told(unknown: Unknown) -> dict[str, Any]:
    """Something not known of a site."""
    return {
        "site": unknown.site,
        "item": unknown.item,
        "name": unknown.name,
        "confidential": unknown.confidential,
    }


def robustness_told(
    ids: Sequence[str], criteria: Sequence[Criterion], weights: Floats, found: Robustness
) -> dict[str, Any]:
    """What testing showed, of the ranked options with these ids."""
    of_known = [ids[index] for index in found.known]
    named = _namer(of_known)
    first = float(found.sampled[PANEL_RANGE].shares[:, 0].max()) if found.sampled else 0.0
    return {
        "samples": found.samples,
        "left_out": [id_ for index, id_ in enumerate(ids) if index not in found.known],
        **sampled_told(of_known, [criterion.id for criterion in criteria], found.sampled),
        "standard_error": float(standard_error(first, found.samples)),
        "near_ties": [
            {"options": [of_known[tie.first], of_known[tie.second]], "difference": tie.difference, "flips": tie.flips}
            for tie in found.near_ties
        ],
        "tipping_points": [
            {
                "criterion": criteria[point["criterion"]].id,
                "weight": float(weights[point["criterion"]]),
                "below": point["below"],
                "below_option": named(point["below_rival"]),
                "above": point["above"],
                "above_option": named(point["above_rival"]),
            }
            for point in found.tipping_points
        ],
        "dominance": {
            name: dominance_told(of_known, [criterion.id for criterion in criteria], of_set)
            for name, of_set in found.dominance.items()
        },
        "overlap": [
            {
                "criteria": list(overlap.criteria),
                "correlation": overlap.correlation,
                "shares_evidence": overlap.shares_evidence,
                "text_reason": "Both rest on which site each area's people would go to."
                if overlap.shares_evidence
                else "Over the options they rise and fall together.",
                "weight": overlap.weight,
            }
            for overlap in found.overlaps
        ],
        "exchange_rates": [
            {"criterion": rate.criterion, "amount": rate.amount, "unit": rate.unit, "pounds": rate.pounds}
            for rate in found.exchange_rates
        ],
        "without_criterion": _by_name(ids, found.without_criterion),
        "by_person": _by_name(ids, found.by_person),
        "by_group": _by_name(ids, found.by_group),
        "other_methods": None if found.other_methods is None else dict(found.other_methods),
    }


def known(figure: float) -> float | None:
    """A figure as findings give it: None where it is not known."""
    return None if np.isnan(figure) else float(figure)


def _by_name(ids: Sequence[str], rankings: Mapping[str, Reranked]) -> dict[str, Any]:
    return {name: ranks_told(ids, found) for name, found in rankings.items()}


def _namer(ids: Sequence[str]) -> Callable[[int | None], str | None]:
    return lambda index: None if index is None else ids[index]
