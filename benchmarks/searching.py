"""Times the search: a borough's place by enumeration and by the model, and random places by all, held together.

    python benchmarks/searching.py borough    115 areas, 20 sites, 5 beds: 42,504 sets
    python benchmarks/searching.py agree      the ten highest of 300 random places, by enumeration, HiGHS and CBC

Machines are noisy, so read the ratios of one run, not a single time.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from pathlib import Path

import numpy as np

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from random_places import large_place, question_of, random_place  # noqa: E402

from appraisal.analysis.measuring import Ruler  # noqa: E402
from appraisal.analysis.panel import panel_weights  # noqa: E402
from appraisal.analysis.portfolio import by_enumeration, by_model  # noqa: E402
from appraisal.analysis.portfolio.search import HIGHEST, search  # noqa: E402
from appraisal.analysis.portfolio.solvers import SOLVERS, Solver  # noqa: E402
from appraisal.analysis.screening import screen  # noqa: E402
from appraisal.model.workspace import Place  # noqa: E402


def borough() -> None:
    held = large_place()
    seconds, found = timed(lambda: whole_search(held))
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)
    print(f"{found.combinations:,} sets: the whole search by {found.solver} took {seconds:.2f} s (limit 5)")
    print(f"peak memory with the interpreter and its libraries: {megabytes:.0f} MB (limit 500)")
    question = question_of(held)
    for name in SOLVERS:
        seconds, proven = timed(lambda name=name: by_model.highest(question, 1, nobody(question), Solver(name)))
        same = proven.is_proven and abs(proven.totals[0] - found.totals[0]) < 1e-9
        print(f"the model by {name} proves {'the same' if same else 'ANOTHER'} optimum in {seconds:.2f} s")


def agree(places: int) -> None:
    differing = []
    seconds = dict.fromkeys(("enumeration", *SOLVERS), 0.0)
    for seed in range(places):
        question = question_of(random_place(seed))
        groups = nobody(question)
        took, expected = timed(lambda: by_enumeration.highest(question, HIGHEST, groups))  # noqa: B023
        seconds["enumeration"] += took
        for name in SOLVERS:
            took, found = timed(lambda: by_model.highest(question, HIGHEST, groups, Solver(name)))  # noqa: B023
            seconds[name] += took
            same = found.beds.tolist() == expected.beds.tolist() and np.allclose(
                found.totals, expected.totals, rtol=0, atol=1e-9
            )
            if not (same and found.is_proven):
                differing.append((seed, name))
    for name, took in seconds.items():
        print(f"{name}: {took:.1f} s for the ten highest of {places} places")
    print(f"differing: {differing or 'none'}")
    sys.exit(bool(differing))


def whole_search(held: Place):
    ruler = Ruler.of(held)
    return search(held, ruler, screen(held, (), held.ballots.weights[0].cast_on), panel_weights(held).overall, {})


def nobody(question):
    return np.zeros((0, len(question.offers)), dtype=bool)


def timed(work):
    started = time.perf_counter()
    found = work()
    return time.perf_counter() - started, found


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("what", choices=("borough", "agree"))
    asked.add_argument("--places", type=int, default=300)
    options = asked.parse_args()
    borough() if options.what == "borough" else agree(options.places)


if __name__ == "__main__":
    main()
