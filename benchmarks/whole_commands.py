"""Times whole commands, each in a process of its own: seconds and peak memory, with the ratios that matter.

    python benchmarks/whole_commands.py [--runs 7] [--samples 100000]

Machines are noisy, so read the medians and the ratios of one run, not a single time.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

APPRAISAL = [sys.executable, "-m", "appraisal"]


def measured(command: list[str]) -> tuple[float, float]:
    """Wall seconds and peak megabytes of one run of a command."""
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    assert process.stderr is not None
    said = process.stderr.read()
    process.stderr.close()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{' '.join(command)} failed:\n{said.decode()}")
    megabytes = usage.ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)
    return time.perf_counter() - started, megabytes


def paired(commands: dict[str, list[str]], runs: int) -> dict[str, list[tuple[float, float]]]:
    """Several runs of each command in turn, after one that is not counted, so that all meet the same noise."""
    for command in commands.values():
        measured(command)
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in commands}
    for _ in range(runs):
        for name, command in commands.items():
            found[name].append(measured(command))
    return found


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--runs", type=int, default=7)
    asked.add_argument("--samples", type=int, default=100_000)
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        demo = str(Path(scratch) / "demo")
        commands = {
            "import click": [sys.executable, "-c", "import click"],
            "appraisal --help": [*APPRAISAL, "--help"],
            "appraisal demo": [*APPRAISAL, "demo", demo],
            "appraisal check": [*APPRAISAL, "check", demo],
            "appraisal run": [*APPRAISAL, "run", demo],
            f"appraisal run, {given.samples:,} samples": [*APPRAISAL, "run", demo, "--samples", str(given.samples)],
            "appraisal papers": [*APPRAISAL, "papers", demo],
        }
        demo_time = measured(commands.pop("appraisal demo"))
        found = paired(commands, given.runs)
    found["appraisal demo (once)"] = [demo_time]
    print(f"{'command':<36} {'least s':>8} {'median s':>9} {'most s':>8} {'peak MB':>8}")
    for name, figures in found.items():
        seconds = sorted(second for second, _ in figures)
        peak = max(megabytes for _, megabytes in figures)
        print(f"{name:<36} {seconds[0]:>8.3f} {statistics.median(seconds):>9.3f} {seconds[-1]:>8.3f} {peak:>8.0f}")
    ratios = [own / bare for (own, _), (bare, _) in zip(found["appraisal --help"], found["import click"], strict=True)]
    print(f"appraisal --help / import click: {statistics.median(ratios):.2f} (limit 2.5)")


if __name__ == "__main__":
    main()
