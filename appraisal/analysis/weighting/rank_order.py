"""Ranking: the centre of all weights that respect an order of what matters (method 1.4)."""

from __future__ import annotations

from collections.abc import Mapping
from math import fsum

from appraisal.analysis.weighting.points import numbers_given
from appraisal.errors import BallotError


def rank_order_centroid(ranking: Mapping[str, float]) -> dict[str, float]:
    """Turn a ranking of criteria into weights: the centre of all weights that respect it (Barron and Barrett 1996).

    w_(r) = (1/n) sum_{k=r..n} 1/k; tied ranks get the mean of the shares they cover (method 1.4).

    Args:
        ranking: criterion id -> rank, 1 matters most. Equal ranks are ties; the rank after a tie may be the next
            number (1, 1, 2) or leave room for the tie (1, 1, 3).

    Returns:
        criterion id -> weight share, in the order given.

    Raises:
        BallotError: if nothing is ranked, a rank is no number, or the ranks are numbered in neither way.

    >>> {criterion: round(share, 4) for criterion, share in rank_order_centroid({"cost": 2, "access": 1}).items()}
    {'cost': 0.25, 'access': 0.75}
    >>> rank_order_centroid({"cost": 1, "access": 1})
    {'cost': 0.5, 'access': 0.5}
    """
    if not ranking:
        raise BallotError("No criterion is ranked. Give 1 to the criterion that matters most.")
    count = len(ranking)
    by_place = [fsum(1 / place for place in range(first, count + 1)) / count for first in range(1, count + 1)]
    shares: dict[float, float] = {}
    taken = 0
    ranks = numbers_given(ranking, "its rank")
    given = list(ranks.values())
    for group, rank in enumerate(sorted(set(given)), start=1):
        tied = given.count(rank)
        if _numbered_wrongly(given, rank, group, taken):
            listed = ", ".join(f"{number:g}" for number in sorted(given))
            raise BallotError(
                f"The ranks are {listed}, and {rank:g} does not follow. Start at 1, with no gap but after a tie."
            )
        shares[rank] = fsum(by_place[taken : taken + tied]) / tied
        taken += tied
    return {criterion: shares[rank] for criterion, rank in ranks.items()}


def _numbered_wrongly(given: list[float], rank: float, group: int, taken: int) -> bool:
    """Whether a rank fits neither dense numbering throughout nor competition numbering throughout."""
    dense = max(given) == len(set(given))
    return rank != (group if dense else taken + 1)
