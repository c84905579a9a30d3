"""One criterion of one option: evidence, performance, anchors, value score, weight and weighted score."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import Any

from appraisal.audit.explaining.access_told import access
from appraisal.audit.explaining.arithmetic import Path, amount, number, value_at
from appraisal.audit.explaining.cost_told import cost
from appraisal.audit.explaining.dossier import Dossier, day_of
from appraisal.audit.explaining.panel_told import panel
from appraisal.audit.explaining.performed import Performed
from appraisal.audit.explaining.steps import Step
from appraisal.audit.explaining.travel_told import equity, travel_time
from appraisal.audit.explaining.weights_told import weight_step
from appraisal.model.criteria import Criterion
from appraisal.model.entries import Entry
from appraisal.model.spoken_of import hash_spoken_of

Measure = Callable[..., Performed]

MEASURES: Mapping[str, Measure] = {"access": access, "travel-time": travel_time, "equity": equity, "cost": cost}
"""How the performance of each computed criterion is told, by its measure; a panel criterion is told by `panel`.

Without one, a measure's figure is taken from the findings, and said to be.
"""


def criterion_step(dossier: Dossier, option: int, criterion: Criterion, *, with_areas: bool) -> Step:
    """The derivation of an option's weighted score on a criterion, down to its evidence.

    Args:
        dossier: of the run.
        option: place of the option among those of the findings; it is ranked.
        criterion: one of the place's.
        with_areas: whether each area is shown.

    Returns:
        A step whose figure is the weighted score: at the worse end where something is not known.
    """
    row = dossier.findings["options"][option]
    found = _performed(dossier, row, criterion, with_areas=with_areas)
    path: Path = ("options", option)
    low, high = value_scores(criterion, found)
    weight = weight_step(dossier, criterion.id)
    share = weight.figure or 0.0
    weighted = {end: share * score for end, score in (("low", low), ("high", high))}
    how = _how_weighted(share, low, high)
    shown = _ends(weighted["low"], weighted["high"], 6)
    of_weighted = (
        dossier.checked((*path, "weighted_scores", criterion.id, "low"), how, weighted["low"], shown),
        *_other_end(dossier, (*path, "weighted_scores", criterion.id, "high"), weighted["low"], weighted["high"]),
    )
    return Step(
        f"{criterion.name} ({criterion.id}): {criterion.question}",
        (
            _performance(dossier, (*path, "performance", criterion.id), criterion, found),
            _anchors(dossier, criterion),
            *_value_score(dossier, (*path, "value_scores", criterion.id), criterion, found, (low, high)),
            weight,
            Step("Weighted score: weight x value score", of_weighted, figure=weighted["low"]),
        ),
        figure=weighted["low"],
        shown=shown,
    )


def value_scores(criterion: Criterion, found: Performed) -> tuple[float, float]:
    """The value score of a performance: equal ends where it is known, else those of all that it may be."""
    if found.value is not None:
        score, _ = value_of(criterion, found.value)
        return score, score
    ends = [value_of(criterion, end)[0] for end in (found.low, found.high)]
    return min(ends), max(ends)


def value_of(criterion: Criterion, performance: float) -> tuple[float, str]:
    """The value score of a performance and the sum that gives it: a straight line between two anchors (method 1.1)."""
    anchors = [(anchor.performance, anchor.value) for anchor in criterion.anchors]  # least preferred first
    sign = 1 if anchors[-1][0] > anchors[0][0] else -1
    if sign * (performance - anchors[0][0]) <= 0:
        is_beyond = performance != anchors[0][0]
        return anchors[0][1], _at_an_end(performance, anchors[0], "least", is_beyond=is_beyond)
    if sign * (performance - anchors[-1][0]) >= 0:
        is_beyond = performance != anchors[-1][0]
        return anchors[-1][1], _at_an_end(performance, anchors[-1], "most", is_beyond=is_beyond)
    (at, value), (to, then) = next(pair for pair in pairwise(anchors) if sign * (performance - pair[1][0]) <= 0)
    share = (performance - at) / (to - at)
    said = f"({number(performance)} - {number(at)}) / ({number(to)} - {number(at)}) x {number(then - value)}"
    return value + share * (then - value), f"{number(value)} + {said}" if value else said


def _at_an_end(performance: float, anchor: tuple[float, float], which: str, *, is_beyond: bool) -> str:
    at, value = anchor
    beyond = f"{number(performance)} lies beyond the {which} preferred anchor, {number(at)}, and earns no "
    beyond += "more" if which == "most" else "less"
    return (
        f"{beyond}: {number(value)}" if is_beyond else f"at the {which} preferred anchor, {number(at)}: {number(value)}"
    )


def _performed(dossier: Dossier, row: Mapping[str, Any], criterion: Criterion, *, with_areas: bool) -> Performed:
    measure = panel if criterion.panel else MEASURES.get(criterion.measure or "")
    if measure is None:
        return _as_found(row["performance"][criterion.id], criterion)
    return measure(dossier, criterion, row["sites"], with_areas=with_areas)


def _as_found(told: Mapping[str, Any], criterion: Criterion) -> Performed:
    """A performance as the findings have it, where the steps of its measure are not told here."""
    text = (
        f"The steps of the measure '{criterion.measure}' are not told here, so this figure is that of the findings. "
        "`appraisal audit replay` makes it again."
    )
    ends_say = ("as the findings have it", "as the findings have it")
    return Performed(told["low"], told["value"], told["high"], (Step(text),), ends_say=ends_say)


def _performance(dossier: Dossier, path: Path, criterion: Criterion, found: Performed) -> Step:
    unit = criterion.unit
    ends = [
        dossier.checked((*path, end), f"{end.capitalize()}: {says}", figure, amount(figure, unit))
        for end, figure, says in zip(("low", "high"), (found.low, found.high), found.ends_say, strict=True)
    ]
    beside = [
        dossier.checked((*path, "beside", name), name.replace("_", " ").capitalize(), figure, number(figure))
        for name, figure in found.beside.items()
    ]
    others = [
        Step(f"{name.replace('_', ' ').capitalize()}, as the findings have it", shown=number(figure))
        for name, figure in _told(dossier, path).items()
        if name not in found.beside
    ]
    aside = Step("Beside it, and never weighed", (*beside, *others)) if beside or others else None
    details = (*found.details, *ends, *((aside,) if aside else ()))
    text = f"Performance ({unit}){'' if found.value is not None else ': not known'}"
    return dossier.checked((*path, "value"), text, found.value, amount(found.value, unit), details=details)


def _told(dossier: Dossier, path: Path) -> Mapping[str, Any]:
    beside: Mapping[str, Any] = value_at(dossier.findings, (*path, "beside")) or {}
    return beside


def _anchors(dossier: Dossier, criterion: Criterion) -> Step:
    ends = ", ".join(
        f"{amount(anchor.performance, criterion.unit)} = {number(anchor.value)}" for anchor in criterion.anchors
    )
    outside = "earns no more and no less" if criterion.outside == "clip" else "is refused"
    agreed, entries = _agreed(dossier)
    text = f"Anchors, {agreed}: {ends}. What lies beyond {outside}. {criterion.why_anchors}"
    return Step(text, entries=entries)


def _agreed(dossier: Dossier) -> tuple[str, tuple[int, ...]]:
    """Which entry agreed the anchors that the run used, and whether that was before anybody scored."""
    entry, score = dossier.read.last("agreement", what="anchors"), dossier.read.first("score")
    if not isinstance(entry, Entry):
        return "which no entry agrees", ()
    if hash_spoken_of(dossier.place, "agreement", entry.content) != entry.content["hash"]:
        return f"not as agreed in entry {entry.number}", (entry.number,)
    said = f"agreed: entry {entry.number}, {day_of(entry)}"
    if not isinstance(score, Entry):
        return f"{said}, before any score", (entry.number,)
    order = "before" if entry.number < score.number else "after"
    return f"{said}, {order} the first score (entry {score.number})", (entry.number, score.number)


def _value_score(
    dossier: Dossier, path: Path, criterion: Criterion, found: Performed, scores: tuple[float, float]
) -> tuple[Step, ...]:
    low, high = scores
    if found.value is not None:
        _, how = value_of(criterion, found.value)
        text = f"Value score: {how}"
        return (
            dossier.checked((*path, "low"), text, low, number(low)),
            *_other_end(dossier, (*path, "high"), low, high),
        )
    ends = sorted(((value_of(criterion, end), end) for end in (found.low, found.high)), key=lambda each: each[0][0])
    said = "Value score: not known, so the whole that it may be, and never a value in its middle"
    steps = tuple(
        dossier.checked((*path, which), f"{which.capitalize()}: {how}", score, number(score))
        for which, ((score, how), _) in zip(("low", "high"), ends, strict=True)
    )
    return (Step(said, steps, shown=_ends(low, high, 6)),)


def _other_end(dossier: Dossier, path: Path, low: float, high: float) -> tuple[Step, ...]:
    """The better end, as a step of its own where it differs; else only if the findings say otherwise."""
    step = dossier.checked(path, "At best" if high != low else "Its other end is the same", high, number(high))
    return (step,) if high != low or step.problem else ()


def _how_weighted(share: float, low: float, high: float) -> str:
    if low == high:
        return f"{number(share)} x {number(low)}"
    return f"At worst {number(share)} x {number(low)}, at best {number(share)} x {number(high)}"


def _ends(low: float, high: float, digits: int) -> str:
    return number(low, digits) if low == high else f"{number(low, digits)} to {number(high, digits)}"
