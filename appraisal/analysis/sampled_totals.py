"""Totals of options over many sampled weights and figures, a block at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest
from typing import Any

import numpy as np
from numpy.typing import NDArray

from appraisal.analysis.given_numbers import as_numbers
from appraisal.analysis.rank_counting import refuse_unknown
from appraisal.analysis.weight_region import BLOCK
from appraisal.errors import FindingsError

Numbers = NDArray[np.float64]
Blocks = Sequence[Any] | NDArray[Any] | Iterable[NDArray[Any]]
Pair = tuple[Numbers, Numbers]

_MOST_TOTALS = 4_000_000


def sampled_totals(value_scores: Blocks, weights: Blocks) -> Iterator[tuple[Numbers, Numbers]]:
    """Totals with the weights that gave them, in blocks small enough to work on.

    Args:
        value_scores: options x criteria, 0..100; or samples x options x criteria; or blocks of the latter.
        weights: samples x criteria; or blocks of them. Where both come in blocks, these are of equal lengths.

    Yields:
        Totals, samples x options, with weights, samples x criteria; at most 4,096 samples at a time.

    Raises:
        FindingsError: if there are no samples, a value score is not known, the numbers of samples differ, or what was
            given are not numbers of these shapes.

    >>> [(totals.tolist(), some.tolist()) for totals, some in sampled_totals([[100, 0], [0, 60]], [[0.75, 0.25]])]
    [([[75.0, 15.0]], [[0.75, 0.25]])]
    """
    found = False
    for scores, shares in _in_even_blocks(_paired(value_scores, weights)):
        totals = shares @ scores.T if scores.ndim == 2 else _row_by_row(scores, shares)
        refuse_unknown(totals)
        found = True
        yield totals, shares
    if not found:
        raise FindingsError("There are no sampled weights, so nothing can be ranked. Ask for at least one sample.")


def _in_even_blocks(pairs: Iterable[Pair]) -> Iterator[Pair]:
    """The same pairs in blocks of one length, however they came, so that products and sums of them round alike."""
    waiting: list[Pair] = []
    room = 0
    options_before = None
    for scores, shares in pairs:
        options, criteria = scores.shape[-2:]
        if shares.shape[1] != criteria or not options:
            raise FindingsError(
                f"Value scores of shape {scores.shape} do not fit weights of shape {shares.shape}."
                " Give options x criteria and samples x criteria."
            )
        if options_before not in {None, options}:
            raise FindingsError(f"A block of {options} options follows one of {options_before}. Give the same options.")
        options_before = options
        start = 0
        while start < len(shares):
            room = room or max(1, min(BLOCK, _MOST_TOTALS // options))
            end = min(start + room, len(shares))
            waiting.append((scores if scores.ndim == 2 else scores[start:end], shares[start:end]))
            room -= end - start
            start = end
            if not room:
                yield _joined(waiting)
                waiting = []
    if waiting:
        yield _joined(waiting)


def _joined(pairs: Sequence[Pair]) -> Pair:
    """Pairs that follow each other as one; where the value scores do not vary, they are the same in each."""
    if len(pairs) == 1:
        return pairs[0]
    scores, shares = zip(*pairs, strict=True)
    return scores[0] if scores[0].ndim == 2 else np.concatenate(scores), np.concatenate(shares)


def _paired(value_scores: Blocks, weights: Blocks) -> Iterator[Pair]:
    """Value scores with the weights that go with them, block by block."""
    scores, shares = _array_or_blocks(value_scores, {2, 3}), _array_or_blocks(weights, {2})
    if isinstance(scores, np.ndarray):
        if isinstance(shares, np.ndarray):
            shares = iter([shares])
        taken = 0
        for block in shares:
            yield (scores if scores.ndim == 2 else _same_length(scores[taken : taken + len(block)], block)), block
            taken += len(block)
        if scores.ndim == 3:
            _refuse_left_over(taken, len(scores))
    elif isinstance(shares, np.ndarray):
        taken = 0
        for block in scores:
            yield block, _same_length(shares[taken : taken + len(block)], block)
            taken += len(block)
        _refuse_left_over(len(shares), taken)
    else:
        nothing = np.empty((0, 0, 0))
        for some_scores, some_shares in zip_longest(scores, shares, fillvalue=nothing):
            yield _same_length(some_scores, some_shares), some_shares


def _array_or_blocks(given: Blocks, dimensions: set[int]) -> Numbers | Iterator[Numbers]:
    """One array of so many dimensions, or the arrays of the most of these dimensions that an iterable gives in turn."""
    most = max(dimensions)
    if isinstance(given, Sequence):
        whole = len(given) == 0 or as_numbers(given[0], "Figures").ndim < most
    elif not isinstance(given, Iterable):
        raise FindingsError(f"{given!r} are no figures. Give rows of numbers, an array, or blocks of them.")
    else:
        whole = isinstance(given, np.ndarray) and given.ndim <= most
    return _array(given, dimensions) if whole else (_array(block, {most}) for block in given)


def _array(given: Blocks, dimensions: set[int]) -> Numbers:
    array = as_numbers(given, "Figures")
    if array.ndim not in dimensions:
        expected = " or ".join(str(number) for number in sorted(dimensions))
        raise FindingsError(f"Figures of shape {array.shape} have {array.ndim} dimensions. Give {expected}.")
    return array


def _same_length(some: Numbers, others: Numbers) -> Numbers:
    if len(some) != len(others):
        raise FindingsError(f"A block of {len(some)} samples meets one of {len(others)}. Give blocks of equal lengths.")
    return some


def _refuse_left_over(weightings: int, scored: int) -> None:
    if weightings != scored:
        raise FindingsError(f"There are {weightings} weightings for {scored} samples of value scores. Give as many.")


def _row_by_row(scores: Numbers, shares: Numbers) -> Numbers:
    totals: Numbers = np.matmul(scores, shares[:, :, np.newaxis])[:, :, 0]
    return totals
