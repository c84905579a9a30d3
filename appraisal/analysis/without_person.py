"""Influence: what the ranking would be without what one person said, person by person (method 1.7)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from appraisal.analysis.measuring import Measured, Ruler
from appraisal.analysis.panel import PanelWeights
from appraisal.analysis.recounting import leader, moved, rescored
from appraisal.analysis.robustness import Reranked
from appraisal.analysis.scoring import Scores
from appraisal.analysis.weighting import combine
from appraisal.model.workspace import Place

NotPossible = Literal["nobody else gave weights", "no other group counts"]


@dataclass(frozen=True)
class WithoutPerson:
    """The ranking without one person's weights and scores.

    Attributes:
        ranked: the options, at the weights of the others.
        moved: indices of the options whose rank would differ.
        leader: index of the option that would be listed first; None where there is none.
        change_of_total: points by which the total of today's leader would change; None where it is not known now or
            would not be.
        influence: the largest change of any total, in points, 0 or more; of either end where it is not known. None
            where no option is ranked.
    """

    ranked: Reranked
    moved: tuple[int, ...]
    leader: int | None
    change_of_total: float | None
    influence: float | None


def without_each_person(
    place: Place, panel: PanelWeights, ruler: Ruler, measured: Measured, scores: Scores
) -> dict[str, WithoutPerson | NotPossible]:
    """The ranking without each person who gave weights or scores, by person in order of id.

    Their weights and their scores are left out, and the groups are combined again; a group in which nobody else gave
    weights drops out. What the panel moderated stands: it is the panel's, not one person's.

    Args:
        place: with its ballots.
        panel: its weights.
        ruler, measured, scores: of the ranked options.

    Returns:
        What it would be, or why that cannot be said: without the one person who gave weights there are none.
    """
    now = Reranked.of(scores, panel.overall)
    scorers = {cast.person for cast in place.ballots.scores}
    return {
        person: _without(person, (place, panel), (ruler, measured, scores), now)
        for person in sorted(panel.by_person.keys() | scorers)
    }


def _without(
    person: str, of: tuple[Place, PanelWeights], options: tuple[Ruler, Measured, Scores], now: Reranked
) -> WithoutPerson | NotPossible:
    (place, panel), (ruler, measured, scores) = of, options
    weights = panel.overall
    if person in panel.by_person:
        group_of = {member.person: member.group for member in place.plan.panel}
        stated = {group.id: group.weight for group in place.plan.groups}
        others = {one: shares for one, shares in panel.by_person.items() if one != person}
        if not others:
            return "nobody else gave weights"
        if not any(stated[group_of[one]] > 0 for one in others):
            return "no other group counts"
        weights = panel.array(combine(others, group_of, stated).overall)
    kept = tuple(cast for cast in place.ballots.scores if cast.person != person)
    if len(kept) < len(place.ballots.scores):
        scores = rescored(replace(place, ballots=replace(place.ballots, scores=kept)), ruler, measured)
    found = Reranked.of(scores, weights)
    return WithoutPerson(
        found, moved(found.ranking, now.ranking), leader(found.ranking), _of_leader(found, now), _largest(found, now)
    )


def _of_leader(found: Reranked, now: Reranked) -> float | None:
    first = leader(now.ranking)
    if first is None or any(each.low[first] != each.high[first] for each in (found, now)):
        return None
    return float(found.low[first] - now.low[first])


def _largest(found: Reranked, now: Reranked) -> float | None:
    if not len(now.low):
        return None
    return float(np.max(np.abs([found.low - now.low, found.high - now.high])))
