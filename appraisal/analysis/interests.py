"""Interests: which scores count although somebody declared one, and what the ranking would be if others counted."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from appraisal.analysis.measuring import Measured, Ruler
from appraisal.analysis.ranking import Ranking
from appraisal.analysis.recounting import moved, rescored
from appraisal.analysis.robustness import Reranked
from appraisal.measures.clinical_fit import recusals
from appraisal.model.ballots import Ballots, Interest, ScoreCast
from appraisal.model.public_view import hides_sites
from appraisal.model.workspace import Place

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Conflicted:
    """A score that counts although the person declared an interest in the site or its provider's family."""

    cast: ScoreCast
    interest: Interest


@dataclass(frozen=True)
class Otherwise:
    """The ranking if other scores counted.

    Attributes:
        people: whose scores, in order.
        scores: how many scores with points would count that do not, or the other way round.
        ranked: the options at the same weights.
        moved: indices of the options whose rank would differ.
    """

    people: tuple[str, ...]
    scores: int
    ranked: Reranked
    moved: tuple[int, ...]


def conflicted_scores(place: Place) -> tuple[Conflicted, ...]:
    """Every score that counts although an interest is declared, in order of person, site and criterion.

    In a public view a score of a site not approached, and an interest in one, count only where the interest is in the
    site scored or in its provider: any other pair would say to which family a provider belongs.
    """
    apart = recusals(place.ballots, place)
    declared = [interest for interest in place.ballots.interests if interest.managed == "declared"]
    return tuple(
        Conflicted(cast, interest)
        for cast in _with_points(place)
        if (cast.person, cast.site) not in apart
        for interest in declared
        if _speaks_of(interest, cast, place)
    )


def _with_points(place: Place) -> list[ScoreCast]:
    """Scores on the criteria that the place has; those on others are kept and count for nothing."""
    asked = {criterion.id for criterion in place.criteria if criterion.panel}
    return [cast for cast in place.ballots.scores if cast.points is not None and cast.criterion in asked]


def _speaks_of(interest: Interest, cast: ScoreCast, place: Place) -> bool:
    as_recused = Ballots(interests=(replace(interest, managed="recused"),))
    if (cast.person, cast.site) not in recusals(as_recused, place):
        return False
    if interest.site == cast.site or interest.provider == place.site(cast.site).provider or not hides_sites(place):
        return True
    hidden = [site for site in place.sites if site.standing == "not approached"]
    unnamed = {site.id for site in hidden} | {site.provider for site in hidden}
    return unnamed.isdisjoint((cast.site, interest.site, interest.provider))


def with_recused(place: Place, ruler: Ruler, measured: Measured, weights: Floats, now: Ranking) -> Otherwise:
    """The ranking if the scores of people who stood aside counted.

    Args:
        place: with the ballots as they are.
        ruler, measured: of the ranked options.
        weights: (criteria,) shares.
        now: the ranking as it is.
    """
    ballots = place.ballots
    apart = recusals(ballots, place)
    given = [cast for cast in _with_points(place) if (cast.person, cast.site) in apart]
    everybody = replace(
        ballots,
        scores=tuple(cast for cast in ballots.scores if cast.answer != "recused"),
        interests=tuple(interest for interest in ballots.interests if interest.managed != "recused"),
    )
    people = tuple(sorted({person for person, _ in apart}))
    return _otherwise(replace(place, ballots=everybody), (ruler, measured), weights, now, (people, len(given)))


def without_declared(place: Place, ruler: Ruler, measured: Measured, weights: Floats, now: Ranking) -> Otherwise:
    """The ranking if no score counted of somebody who declared an interest in the site or its provider's family.

    Args: those of `with_recused`.
    """
    conflicted = {conflict.cast for conflict in conflicted_scores(place)}
    fewer = replace(place.ballots, scores=tuple(cast for cast in place.ballots.scores if cast not in conflicted))
    people = tuple(sorted({cast.person for cast in conflicted}))
    return _otherwise(replace(place, ballots=fewer), (ruler, measured), weights, now, (people, len(conflicted)))


def _otherwise(
    place: Place, of: tuple[Ruler, Measured], weights: Floats, now: Ranking, whose: tuple[tuple[str, ...], int]
) -> Otherwise:
    ruler, measured = of
    found = Reranked.of(rescored(place, ruler, measured), weights)
    return Otherwise(*whose, found, moved(found.ranking, now))
