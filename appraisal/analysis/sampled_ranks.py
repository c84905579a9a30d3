"""What sampled weights and figures do to ranks: every share of a weight set, from one pass over its samples.

Lahdelma and Salminen 2001 (SMAA-2; method 2.1); shares of samples in which one option has more than another follow
Leskinen, Viitanen, Kangas and Kangas 2006. Blocks are drawn and counted by themselves, so memory does not grow with
the samples, and added up in their order, so the number of workers changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from appraisal.analysis.acceptability import BLOCK, TIE, rank_counts, ranked_first, standard_error
from appraisal.analysis.sampled_figures import SampledFigures
from appraisal.analysis.scoring import weighted_total
from appraisal.analysis.weight_sets import WeightSet

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
Found = TypeVar("Found")


@dataclass(frozen=True)
class SampledRanks:
    """What one weight set does to the ranks of n options.

    Attributes:
        samples: how many there were.
        shares: (n, n) options x ranks, share of samples, figures at their values.
        with_figures: the same where figures vary as well.
        standard_errors: (n, n) of `shares`; 0 where no weights are drawn, because those that people gave are all there.
        standard_errors_with_figures: (n, n) of `with_figures`, whose samples are draws in every weight set; at most
            this where people are counted in turn, since each is counted equally often.
        central_weights: (n, criteria) the mean of the weights with which each is first; NaN where it never is.
        confidence: (n,) share of samples of figures in which it is first at its central weights, ties included; NaN
            where it never is.
        winning: (n, n) share of samples in which the first has more than the second, figures at their values.
    """

    samples: int
    shares: Floats
    with_figures: Floats
    standard_errors: Floats
    standard_errors_with_figures: Floats
    central_weights: Floats
    confidence: Floats
    winning: Floats


def sampled_ranks(
    figures: SampledFigures, sets: Mapping[str, WeightSet], *, samples: int, seed: int, workers: int = 1
) -> dict[str, SampledRanks]:
    """Sample weights and figures together.

    Args:
        figures: of at least one option.
        sets: by name.
        samples: how many, at least 1.
        seed: of the run.
        workers: blocks worked on at once; it changes no figure.

    Returns:
        By name of the weight set.
    """
    wanted = {name: found.samples(samples) for name, found in sets.items()}
    at_value = figures.value_scores

    def counted(block: int) -> dict[str, _Counts]:
        sizes = {name: size for name in sets if (size := _size(block, wanted[name])) > 0}
        varied = figures.block(seed, block, max(sizes.values()))
        return {
            name: _Counts.of(at_value, varied[:size], sets[name].block(seed, block, size))
            for name, size in sizes.items()
        }

    counts: dict[str, _Counts] = {}
    for of_block in _each(counted, max(wanted.values()), workers):
        for name, part in of_block.items():
            counts[name] = counts[name] + part if name in counts else part
    central = {name: found.central_weights() for name, found in counts.items()}

    def confident(block: int) -> dict[str, Integers]:
        varied = figures.block(seed, block, _size(block, samples))
        return {name: _times_first(varied, weights) for name, weights in central.items()}

    times_first = {name: np.zeros(len(found), dtype=np.int64) for name, found in central.items()}
    for of_figures in _each(confident, samples, workers):
        for name, times in of_figures.items():
            times_first[name] += times
    return {
        name: SampledRanks(
            samples=wanted[name],
            shares=found.ranks / wanted[name],
            with_figures=found.ranks_with_figures / wanted[name],
            standard_errors=standard_error(found.ranks / wanted[name], wanted[name])
            if sets[name].people is None
            else np.zeros(found.ranks.shape),
            standard_errors_with_figures=standard_error(found.ranks_with_figures / wanted[name], wanted[name]),
            central_weights=central[name],
            confidence=np.where(np.isnan(central[name][:, 0]), np.nan, times_first[name] / samples),
            winning=found.wins / wanted[name],
        )
        for name, found in counts.items()
    }


@dataclass(frozen=True)
class _Counts:
    """How often things happened in some samples of one weight set.

    Attributes:
        ranks, ranks_with_figures: (n, n) options x ranks.
        first: (n,) first, ties included.
        weights_when_first: (n, criteria) the sum of the weights of these samples.
        wins: (n, n) the first has more than the second.
    """

    ranks: Integers
    ranks_with_figures: Integers
    first: Integers
    weights_when_first: Floats
    wins: Integers

    @classmethod
    def of(cls, at_value: Floats, varied: Floats, weights: Floats) -> _Counts:
        """The counts of one block of weights, with figures at their values and with figures that vary."""
        of_criterion = weights.T[:, :, np.newaxis]
        totals = weighted_total(at_value[np.newaxis], of_criterion)
        first = ranked_first(totals)
        return cls(
            rank_counts(totals),
            rank_counts(weighted_total(varied, of_criterion)),
            first.sum(axis=0),
            np.array([weights[of_option].sum(axis=0) for of_option in first.T]),
            np.array([(own[:, np.newaxis] > totals + TIE).sum(axis=0) for own in totals.T]),
        )

    def __add__(self, other: _Counts) -> _Counts:
        return _Counts(
            self.ranks + other.ranks,
            self.ranks_with_figures + other.ranks_with_figures,
            self.first + other.first,
            self.weights_when_first + other.weights_when_first,
            self.wins + other.wins,
        )

    def central_weights(self) -> Floats:
        """(n, criteria) NaN where an option is never first."""
        times = self.first[:, np.newaxis].astype(np.float64)
        nowhere = np.full(self.weights_when_first.shape, np.nan)
        return np.asarray(np.divide(self.weights_when_first, times, out=nowhere, where=times > 0))


def _times_first(varied: Floats, central_weights: Floats) -> Integers:
    """(n,) samples of figures in which each option is first at its own central weights; 0 where it has none."""
    times = np.zeros(len(central_weights), dtype=np.int64)
    for option, weights in enumerate(central_weights):
        if not np.isnan(weights[0]):
            times[option] = ranked_first(weighted_total(varied, weights))[:, option].sum()
    return times


def _size(block: int, samples: int) -> int:
    return min(BLOCK, samples - block * BLOCK)


def _each(work: Callable[[int], dict[str, Found]], samples: int, workers: int) -> Iterator[dict[str, Found]]:
    """What is found in each block of so many samples, in order, so many blocks at once."""
    blocks = range(-(-samples // BLOCK))
    if workers == 1:
        yield from map(work, blocks)
    else:
        with ThreadPoolExecutor(workers) as pool:
            yield from pool.map(work, blocks)
