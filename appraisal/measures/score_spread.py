"""The spread of a panel's scores of sites, to draw from: one person's score, or about what the panel came to.

A median hides a split panel, and so would a range about it. So a draw is a score that somebody gave: where half say 10
and half say 90, it is 10 or 90 and never 50. Where the panel talked and came to a score, that is the likeliest, between
the ends that its members' scores leave (method 1.8).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from appraisal.measures.triangular import triangular
from appraisal.model.evidence import Figure

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class ScoreSpread:
    """What may be drawn as the score of each site.

    Attributes:
        said: (sites, most) the scores of people that are drawn from, in rising order, NaN after a site's last.
        people: (sites,) how many these are; where there are none, the site's figure is drawn about instead.
        low, value, high: (sites,) of the figure; NaN where it is not known.
    """

    said: Floats
    people: npt.NDArray[np.int64]
    low: Floats
    value: Floats
    high: Floats

    @classmethod
    def of(
        cls, sites: Sequence[str], figures: Mapping[str, Figure], said: Mapping[str, Sequence[float]]
    ) -> ScoreSpread:
        """The spread at sites.

        Args:
            sites: ids, in order.
            figures: site -> what its scores come to.
            said: site -> the scores that count, of the sites where no moderated score takes their place.
        """
        ordered = [sorted(said.get(site, ())) for site in sites]
        table = np.full((len(sites), max((len(scores) for scores in ordered), default=0)), np.nan)
        for row, scores in zip(table, ordered, strict=True):
            row[: len(scores)] = scores
        found = [figures[site] for site in sites]
        low, value, high = (
            np.array([np.nan if figure.value is None else end for figure, end in zip(found, ends, strict=True)], float)
            for ends in ([f.low for f in found], [f.value for f in found], [f.high for f in found])
        )
        people = np.array([len(scores) for scores in ordered], dtype=np.int64)
        return cls(table, people, low, value, high)

    def draw(self, quantiles: Floats, sites: npt.NDArray[np.intp]) -> Floats:
        """Scores of some sites.

        Args:
            quantiles: samples x these sites, uniform from 0 up to and not including 1.
            sites: indices of the sites.

        Returns:
            samples x these sites; NaN where nothing is known of a site.

        >>> unmoderated, moderated = Figure(10, 50, 90, ()), Figure(40, 40, 40, ())
        >>> spread = ScoreSpread.of(["ash", "elm"], {"ash": unmoderated, "elm": moderated}, {"ash": [90, 10]})
        >>> spread.draw(np.array([[0.49, 0.1], [0.51, 0.9]]), np.array([0, 1])).tolist()
        [[10.0, 40.0], [90.0, 40.0]]
        """
        drawn = triangular(self.low[sites], self.value[sites], self.high[sites], quantiles)
        people = self.people[sites]
        of_people = np.flatnonzero(people > 0)
        if of_people.size:
            which = (quantiles[:, of_people] * people[of_people]).astype(np.int64)
            drawn[:, of_people] = self.said[sites[of_people], np.minimum(which, people[of_people] - 1)]
        return drawn
