"""Times rank acceptability over 100,000 weights x 60 options x 12 criteria: ours, plain numpy and two libraries.

    python -m venv bench && bench/bin/pip install -c constraints.txt -e . scipy pymcdm scikit-criteria
    bench/bin/python benchmarks/rank_acceptability.py [--runs 15]

Both libraries rank one weighting at a time: pymcdm's WSM with the value scores as they are (a normalisation that
changes nothing) and rrankdata; scikit-criteria's WeightedSumModel on mkdm. Their time is that of 200 weightings, scaled
up. pymcdm checks its input anew at each call, which is its default and takes most of its time; the limit is on that. A
row of its own has it with validation=False, for a caller who has checked once: 160 to 190 times our time where this
was written, and not above 1,000, so no limit is on that row.

The run fails where the rank acceptabilities are not numpy's to the last count, or the 200 rankings not the libraries',
or a limit is missed: at least 200 times faster than either library as it is called by default, no slower than plain
numpy, and at most 100 MB beyond the interpreter with its imports and the weights, for ten million weightings in blocks
as well. One thread throughout. Machines are noisy, so seconds are medians, and the ratio to numpy is that of runs in
turn.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from importlib.metadata import version
from importlib.util import find_spec

for variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"

import numpy as np  # noqa: E402
from numpy.typing import NDArray  # noqa: E402

from appraisal.analysis.acceptability import rank_acceptability, weight_blocks  # noqa: E402

Numbers = NDArray[np.float64]

SAMPLES, OPTIONS, CRITERIA = 100_000, 60, 12
FEW = 200  # weightings that the libraries rank
MANY = 10_000_000
BIG_BLOCK = 1_000_000
LEAST_TIMES_FASTER, MOST_OF_PLAIN, MOST_MEGABYTES = 200, 1.0, 100


def value_scores() -> Numbers:
    return np.random.default_rng(3).uniform(0, 100, (OPTIONS, CRITERIA))


def sampled_weights(samples: int = SAMPLES, seed: int = 1) -> Numbers:
    weights = np.random.default_rng(seed).standard_exponential((samples, CRITERIA))
    weights /= weights.sum(axis=1, keepdims=True)
    return weights


def plain(scores: Numbers, weights: Numbers) -> Numbers:
    """Two argsorts of all totals at once, and a count."""
    totals = weights @ scores.T
    order = np.argsort(-totals, axis=1)
    ranks = np.argsort(order, axis=1)
    options = len(scores)
    counts = np.bincount((np.arange(options) * options + ranks).ravel(), minlength=options * options)
    return counts.reshape(options, options) / len(weights)


def by_pymcdm(scores: Numbers, weights: Numbers, *, validation: bool = True) -> Numbers:
    from pymcdm.helpers import rrankdata
    from pymcdm.methods import WSM

    method, types = WSM(normalization_function=lambda column, cost: column), np.ones(CRITERIA)  # noqa: ARG005
    return np.array([rrankdata(method(scores, shares, types, validation=validation)) for shares in weights])


def by_scikit_criteria(scores: Numbers, weights: Numbers) -> Numbers:
    import skcriteria
    from skcriteria.agg.simple import WeightedSumModel

    method, objectives = WeightedSumModel(), [max] * CRITERIA
    made = (skcriteria.mkdm(scores, objectives, weights=shares) for shares in weights)
    return np.array([method.evaluate(problem).rank_ for problem in made])


LIBRARIES: dict[str, Callable[[Numbers, Numbers], Numbers]] = {
    "pymcdm": by_pymcdm,
    "scikit-criteria": by_scikit_criteria,
}
WITHOUT_LIMIT: dict[str, Callable[[Numbers, Numbers], Numbers]] = {
    "pymcdm, unchecked": partial(by_pymcdm, validation=False),
}


def in_big_blocks() -> Iterator[Numbers]:
    return (sampled_weights(BIG_BLOCK, seed) for seed in range(MANY // BIG_BLOCK))


# Each in a process of its own, so that its peak is its own: what is done, beside the one that it is held against.
WORK: dict[str, tuple[Callable[[], object], str]] = {
    "imports": (lambda: None, ""),
    "weights": (sampled_weights, ""),
    "big blocks": (lambda: [len(block) for block in in_big_blocks()], ""),
    "ours": (lambda: rank_acceptability(value_scores(), sampled_weights()), "weights"),
    "plain numpy": (lambda: plain(value_scores(), sampled_weights()), "weights"),
    "ours, ten million in blocks of 4,096": (
        lambda: rank_acceptability(value_scores(), weight_blocks(CRITERIA, MANY, 1)),
        "imports",
    ),
    "ours, ten million in blocks of 1,000,000": (
        lambda: rank_acceptability(value_scores(), in_big_blocks()),
        "big blocks",
    ),
}


def seconds_of(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def peak_and_seconds(name: str) -> tuple[float, float]:
    """Peak megabytes and seconds of one kind of work, in a process of its own."""
    done = subprocess.run([sys.executable, __file__, "--only", name], capture_output=True, text=True, check=True)
    megabytes, seconds = done.stdout.split()
    return float(megabytes), float(seconds)


def do_only(name: str) -> None:
    seconds = seconds_of(WORK[name][0])
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)
    print(peak, seconds)


def held(claim: str, is_so: bool) -> bool:
    print(f"  {'holds' if is_so else 'MISSED'}: {claim}")
    return is_so


def times(runs: int, scores: Numbers, weights: Numbers) -> bool:
    found: dict[str, list[float]] = {"ours": [], "plain numpy": []}
    for _ in range(runs):
        found["ours"].append(seconds_of(lambda: rank_acceptability(scores, weights)))
        found["plain numpy"].append(seconds_of(lambda: plain(scores, weights)))
    for name, by_library in (LIBRARIES | WITHOUT_LIMIT).items():
        by_library(scores, weights[:2])
        few = [seconds_of(lambda: by_library(scores, weights[:FEW])) for _ in range(3)]  # noqa: B023
        found[name] = [seconds * SAMPLES / FEW for seconds in few]
    middle = {name: statistics.median(seconds) for name, seconds in found.items()}
    print(f"{'':<18} {'median s':>9} {'times ours':>11}")
    for name, seconds in middle.items():
        print(f"{name:<18} {seconds:>9.3f} {seconds / middle['ours']:>11.1f}")
    pairs = zip(found["ours"], found["plain numpy"], strict=True)
    ratio = statistics.median(ours / other for ours, other in pairs)
    claim = f"no slower than plain numpy: {ratio:.2f} of its time (limit {MOST_OF_PLAIN})"
    holds = [held(claim, ratio <= MOST_OF_PLAIN)]
    for name in LIBRARIES:
        faster = middle[name] / middle["ours"]
        claim = f"{faster:,.0f} times faster than {name} by default (limit {LEAST_TIMES_FASTER})"
        holds.append(held(claim, faster >= LEAST_TIMES_FASTER))
    for name in WITHOUT_LIMIT:
        print(f"  no limit: {middle[name] / middle['ours']:,.0f} times faster than {name}")
    return all(holds)


def answers(scores: Numbers, weights: Numbers) -> bool:
    same = np.array_equal(rank_acceptability(scores, weights), plain(scores, weights))
    holds = [held(f"all {OPTIONS} x {OPTIONS} rank acceptabilities are plain numpy's", same)]
    ours = np.array([rank_acceptability(scores, shares[np.newaxis]).argmax(axis=1) + 1 for shares in weights[:FEW]])
    for name, by_library in (LIBRARIES | WITHOUT_LIMIT).items():
        same = np.array_equal(by_library(scores, weights[:FEW]), ours)
        holds.append(held(f"the rankings of {FEW} weightings are those of {name}", same))
    return all(holds)


def memory() -> bool:
    peaks = {name: peak_and_seconds(name) for name in WORK}
    print(f"{'':<42} {'peak MB':>8} {'beyond':>7} {'s':>7}")
    holds = True
    for name, (_, beside) in WORK.items():
        peak, seconds = peaks[name]
        beyond = peak - peaks[beside][0] if beside else None
        told = "" if beyond is None else f"{beyond:.1f}"
        print(f"{name:<42} {peak:>8.1f} {told:>7} {seconds:>7.2f}")
        if beyond is not None and name.startswith("ours"):
            holds = held(f"at most {MOST_MEGABYTES} MB beyond the {beside}", beyond <= MOST_MEGABYTES) and holds
    return holds


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--runs", type=int, default=15)
    asked.add_argument("--only", choices=WORK, help=argparse.SUPPRESS)
    given = asked.parse_args()
    if given.only:
        do_only(given.only)
        return
    modules = {"pymcdm": "pymcdm", "scikit-criteria": "skcriteria"}
    if missing := [name for name in LIBRARIES if find_spec(modules[name]) is None]:
        sys.exit(
            f"Not installed: {', '.join(missing)}. Make the environment that the first lines of this file describe."
        )
    versions = ", ".join(f"{name} {version(name)}" for name in ("numpy", *LIBRARIES))
    print(f"{SAMPLES:,} weights x {OPTIONS} options x {CRITERIA} criteria; {versions}")
    # Memory first, while this process is small: a process begins with the peak of the one that started it.
    holds = memory()
    scores, weights = value_scores(), sampled_weights()
    holds = answers(scores, weights) and holds
    holds = times(given.runs, scores, weights) and holds
    sys.exit(0 if holds else 1)


if __name__ == "__main__":
    main()
