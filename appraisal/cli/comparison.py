"""What changed between two runs, as text that a chair could read over a shoulder."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from textwrap import wrap as wrapped
from typing import Any

from appraisal.papers.effects import by_name
from appraisal.papers.words import counted, listed, sentence

NO_REASON = {True: "changed without a stated reason", False: "no reason was entered"}
"""What is said of a difference without a reason, by whether weights were locked before the later run."""

_PARTLY = "Of an earlier step of it, or of a part of it alone, this was said:"
_WIDTH = 100
_ABOUT = 12


def told_since(folder: Path, place: str) -> str:
    """What the last run of a place found otherwise than the one before it; "" where it found nothing so."""
    from appraisal.records.runs import entries_between, runs_of

    runs = runs_of(folder, place)
    if len(runs) < 2:
        return ""
    before, after = runs[-2], runs[-1]
    found = entries_between(folder, place, before.number, after.number)
    rows = [
        entry.content for entry in found if entry.kind == "difference" and entry.content["run"] == after.content["run"]
    ]
    if not rows:
        return ""
    kinds = listed([f"{sum(row['about'] == kind for row in rows)} of {kind}" for kind in _kinds(rows)])
    return (
        f"Since run {before.content['run']}: {counted(len(rows), 'difference')} ({kinds}).\n"
        f"See: appraisal compare {before.content['run']} {after.content['run']} -w {folder}"
    )


def unread(runs: Sequence[str]) -> str:
    """That what runs read is gone, and what follows, for whoever makes a run or a paper; "" where nothing is gone."""
    if not runs:
        return ""
    return (
        f"What run {listed(runs)} read can no longer be read: it was moved, removed or changed. So what changed since "
        "is told from the record and the ballots alone, and of some files no more than that they changed. Put back the "
        "folder 'inputs' beside the run's findings."
    )


def comparison(told: Mapping[str, Any]) -> str:
    """The whole comparison.

    Args:
        told: as `appraisal.changes.between_runs.compared` gives it.
    """
    rows = told["differences"]
    lines = [f"{told['place_name']}: run {told['before']}, and run {told['after']} after it", ""]
    if told["swapped"]:
        lines += ["  They were asked for the other way round; the earlier run stands first.", ""]
    if not rows:
        return "\n".join([*lines, "  Nothing differs between them."])
    if told["unread"]:
        lines += _wrap(unread(told["unread"]), "  ", 2)
        lines.append("")
    lines.append(f"  {counted(len(rows), 'difference').capitalize()}")
    for row in rows:
        lines += ["", *_difference(row, is_locked=told["locked"])]
    return "\n".join([*lines, *_options(told["options"])])


def in_short(told: Mapping[str, Any]) -> str:
    """Each difference with the comments that led to it and what it did, in a line or two.

    Args:
        told: as `appraisal.changes.between_runs.compared` gives it.
    """
    lines = []
    for row in told["differences"]:
        lines += _wrap(f"{row['about']:<{_ABOUT - 2}}{row['title']}{_after(row['cause'])}", "  ", _ABOUT)
        lines += _wrap(_effect(row), " " * _ABOUT, _ABOUT)
    return "\n".join(lines)


def rank_words(rank: Mapping[str, int] | None) -> str:
    """A rank, or the range that it lies in."""
    if rank is None:
        return "not ranked"
    return f"rank {rank['low']}" if rank["low"] == rank["high"] else f"rank {rank['low']} to {rank['high']}"


def total_words(total: Mapping[str, float | None] | None) -> str:
    """A total to the whole number, or the range that it lies in."""
    if total is None or total["low"] is None or total["high"] is None:
        return ""
    low, high = f"{total['low']:.0f}", f"{total['high']:.0f}"
    return low if low == high else f"{low} to {high}"


def _kinds(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    return list(dict.fromkeys(str(row["about"]) for row in rows))


def _difference(row: Mapping[str, Any], *, is_locked: bool) -> list[str]:
    cause = row["cause"]
    reasons = " ".join(map(sentence, cause["reasons"]))
    if not cause["stated"]:
        reasons = NO_REASON[is_locked] + (f". {_PARTLY} {reasons}" if reasons else "")
    why = reasons + _after(cause)
    parts = {"why": why, "effect": _effect(row)}
    if row["before"] is not None:
        before = row["before"] or ("not known" if row["about"] == "evidence" else "was not there")
        parts = {"before": before, "after": row["after"] or "is not there any more", **parts}
    lines = _wrap(f"{row['about']:<{_ABOUT - 2}}{row['title']}", "  ", _ABOUT)
    for name, text in parts.items():
        lines += _wrap(text, f"{'':<{_ABOUT}}{name:<8}", _ABOUT + 8)
    return lines


def _after(cause: Mapping[str, Any]) -> str:
    comments = cause["feedback"]
    return f" (after {'comment' if len(comments) == 1 else 'comments'} {listed(comments)})" if comments else ""


def _wrap(text: str, begin: str, indent: int) -> list[str]:
    return wrapped(text, _WIDTH, initial_indent=begin, subsequent_indent=" " * indent, break_on_hyphens=False)


def _effect(row: Mapping[str, Any]) -> str:
    if row["effect"] is None:
        return "cannot be told apart from the rest" if row["together"] else "can no longer be worked out"
    together = f"together with {row['together'] - 1} more by the same person, " if row["together"] > 1 else ""
    named, more = by_name(row["effect"])
    moved = [f"'{one['name']}': {_moved(one, 'without')} without it, {_moved(one, 'with')} with it" for one in named]
    if more:
        moved.append(f"{counted(more, 'more option')} {'moves' if more == 1 else 'move'} to make room")
    return together + ("; ".join(moved) if moved else "on its own it moves no rank and no rounded total")


def _moved(one: Mapping[str, Any], side: str) -> str:
    return " at ".join(filter(None, (rank_words(one[f"rank_{side}"]), total_words(one[f"total_{side}"]))))


def _options(options: Sequence[Mapping[str, Any]]) -> list[str]:
    if not options:
        return []
    rows = [(row["name"], *(_standing(row[side]) for side in ("before", "after"))) for row in options]
    names = max(len(row[0]) for row in rows)
    before = max(len("before"), *(len(row[1]) for row in rows))
    head = f"  {'':<{names}}  {'before':<{before}}  after"
    return ["", "  The ranking, on the weights of each run", head] + [
        f"  {name:<{names}}  {old:<{before}}  {new}" for name, old, new in rows
    ]


def _standing(side: Mapping[str, Any] | None) -> str:
    if side is None:
        return "-"
    if side["status"] != "ranked":
        return str(side["status"])
    return f"{rank_words(side['rank'])}, {total_words(side['total'])} of 100"
