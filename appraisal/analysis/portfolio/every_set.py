"""Every set of up to so many sites with every split of the beds, by number (method 4.4).

Sets are counted first, without making them. Set number n is then read off the counts, so that any block of sets can be
made on its own, in memory bounded by the block.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cached_property

import numpy as np
import numpy.typing as npt

from appraisal.model.places import Beds

Integers = npt.NDArray[np.int64]


class EverySet:
    """All sets of {site: beds} that give the beds required, in the order of their rows.

    >>> every = EverySet([Beds(at_least=1, at_most=2), Beds(at_least=1, at_most=3)], Beds(at_least=3, at_most=3), 2)
    >>> every.count, every.block(0, 3).tolist()
    (3, [[0, 3], [1, 2], [2, 1]])
    """

    def __init__(
        self, offers: Sequence[Beds | None], beds: Beds, sites_at_most: int, required: Collection[int] = ()
    ) -> None:
        """Say what is asked for.

        Args:
            offers: for each site, the beds that it offers if it is opened; None where it cannot be used.
            beds: beds required in all.
            sites_at_most: how many sites may be opened.
            required: indices of sites that every set opens.
        """
        self._choices = [
            [
                *([] if site in required else [0]),
                *(range(max(1, offer.at_least), offer.at_most + 1) if offer is not None else ()),
            ]
            for site, offer in enumerate(offers)
        ]
        self._beds = beds
        self._sites_at_most = min(sites_at_most, len(offers), beds.at_most)

    @cached_property
    def count(self) -> int:
        """How many sets there are; it may be more than any machine could go through."""
        return self._ways[0][self._sites_at_most][0] - self._empty

    @property
    def _empty(self) -> int:
        """1 where no beds at all would do, since no set is empty."""
        return int(self._beds.at_least == 0 and all(0 in choices for choices in self._choices))

    @cached_property
    def _ways(self) -> list[list[list[int]]]:
        """[site][sites left to open][beds given so far]: ways to go on from there; whole numbers of any size."""
        enough = [int(given in self._beds) for given in range(self._beds.at_most + 1)]
        ways = [[enough] * (self._sites_at_most + 1)]
        for choices in reversed(self._choices):
            after = ways[-1]
            ways.append(
                [
                    [
                        sum(
                            after[left - (more > 0)][given + more]
                            for more in choices
                            if given + more <= self._beds.at_most and (left or not more)
                        )
                        for given in range(self._beds.at_most + 1)
                    ]
                    for left in range(self._sites_at_most + 1)
                ]
            )
        return ways[::-1]

    def block(self, start: int, stop: int) -> Integers:
        """(sets, sites) beds of the sets from one number up to, and without, another; a block past the end is short."""
        number = np.arange(start, min(stop, self.count), dtype=np.int64) + self._empty
        left = np.full(len(number), self._sites_at_most)
        given = np.zeros(len(number), dtype=np.int64)
        beds = np.zeros((len(number), len(self._choices)), dtype=np.int64)
        for site, choices in enumerate(self._choices):
            ways = np.array(self._ways[site + 1], dtype=np.int64)
            chosen = np.zeros(len(number), dtype=np.int64)
            is_open = np.ones(len(number), dtype=bool)  # whether a choice is still to be made
            for more in choices:
                can = is_open & (given + more <= self._beds.at_most) & (left >= (more > 0))
                following = np.zeros(len(number), dtype=np.int64)
                following[can] = ways[left[can] - (more > 0), given[can] + more]
                here = can & (number < following)
                chosen[here] = more
                is_open &= ~here
                number = np.where(is_open, number - following, number)
            beds[:, site] = chosen
            given += chosen
            left -= chosen > 0
        return beds
