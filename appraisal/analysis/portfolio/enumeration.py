"""Every set of up to so many sites with every split of the beds (method 4.4)."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np
import numpy.typing as npt

from appraisal.model.places import Beds

Integers = npt.NDArray[np.int64]


def every_set(offers: Sequence[Beds | None], beds: Beds, sites_at_most: int) -> Integers:
    """All sets of {site: beds} that give the beds required.

    Args:
        offers: for each site, the beds that it offers if it is opened; None where it cannot be used.
        beds: beds required in all.
        sites_at_most: how many sites may be opened.

    Returns:
        (sets, sites) beds, in order of number of sites, then of the sites, then of the beds.

    >>> every_set([Beds(at_least=1, at_most=2), Beds(at_least=1, at_most=3)], Beds(at_least=3, at_most=3), 2).tolist()
    [[0, 3], [1, 2], [2, 1]]
    """
    usable = [index for index, offer in enumerate(offers) if offer is not None and offer.at_most > 0]
    rows: list[Integers] = []
    for count in range(1, min(sites_at_most, len(usable)) + 1):
        for chosen in combinations(usable, count):
            splits = _splits([_of(offers, index) for index in chosen], beds)
            block = np.zeros((len(splits), len(offers)), dtype=np.int64)
            block[:, chosen] = splits
            rows.append(block)
    return np.concatenate(rows) if rows else np.zeros((0, len(offers)), dtype=np.int64)


def most_beds(offers: Sequence[Beds | None], sites_at_most: int) -> int:
    """The most beds that any allowed number of sites can give together."""
    return sum(sorted((offer.at_most for offer in offers if offer is not None), reverse=True)[:sites_at_most])


def _of(offers: Sequence[Beds | None], index: int) -> Beds:
    offer = offers[index]
    assert offer is not None
    return offer


def _splits(offers: Sequence[Beds], beds: Beds) -> Integers:
    """Every way of sharing the beds out, (ways, sites)."""
    ranges = [np.arange(max(1, offer.at_least), offer.at_most + 1) for offer in offers]
    grid = np.stack(np.meshgrid(*ranges, indexing="ij"), axis=-1).reshape(-1, len(offers))
    total = grid.sum(axis=1)
    return np.asarray(grid[(total >= beds.at_least) & (total <= beds.at_most)], dtype=np.int64)
