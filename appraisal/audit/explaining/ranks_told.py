"""How a rank follows: who is above, who below, what is equal, and where there is no clear difference."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from appraisal.analysis.acceptability import TIE
from appraisal.analysis.near_ties import MOST_FLIPS
from appraisal.audit.explaining.arithmetic import number
from appraisal.audit.explaining.dossier import Dossier
from appraisal.audit.explaining.steps import Step

_OF_TWO = 3e-9


def rank_step(dossier: Dossier, option: int, low: float, high: float) -> Step:
    """The rank of an option among those that are ranked.

    Args:
        dossier: of the run.
        option: its place among the options of the findings.
        low, high: its total, as worked out here.
    """
    rows = dossier.findings["options"]
    others = [row for row in rows if row["status"] == "ranked" and row["id"] != rows[option]["id"]]
    above = [row for row in others if row["total"]["low"] > high + TIE]
    may_be_above = [row for row in others if row["total"]["high"] > low + TIE]
    best, worst = 1 + len(above), 1 + len(may_be_above)
    text = f"Rank: 1 + {len(above)} that score higher"
    if best != worst:
        text += f"; at worst 1 + {len(may_be_above)}, with those that may, because something is not known"
    path = ("options", option, "rank")
    shown = str(best) if best == worst else f"{best} to {worst}"
    at_worst = dossier.checked((*path, "high"), "At worst", float(worst), str(worst))
    equal = _equal_to(others, low, high)
    apart = [row for row in others if row not in above and row["id"] not in equal]
    details = [
        *_sorted_rows("Above", above),
        *_told_equal(dossier, option, equal),
        *_sorted_rows("Maybe above", [row for row in apart if row in may_be_above]),
        *_sorted_rows("Below", [row for row in apart if row not in may_be_above]),
        *([at_worst] if worst != best or at_worst.problem else []),
        *_not_clear(dossier, rows[option]["id"]),
    ]
    return dossier.checked((*path, "low"), text, float(best), shown, details=tuple(details))


def _sorted_rows(word: str, rows: list[Mapping[str, Any]]) -> list[Step]:
    ordered = sorted(rows, key=lambda row: (-row["total"]["high"], row["id"]))
    return [Step(f"{word}: {row['name']}", shown=_total(row)) for row in ordered]


def _total(row: Mapping[str, Any]) -> str:
    low, high = row["total"]["low"], row["total"]["high"]
    return number(low) if low == high else f"{number(low)} to {number(high)}"


def _equal_to(others: list[Mapping[str, Any]], low: float, high: float) -> list[str]:
    """Ids of the options with the same total, all figures known."""
    if high - low > TIE:
        return []
    known = [row for row in others if row["total"]["high"] - row["total"]["low"] <= TIE]
    return [row["id"] for row in known if abs(row["total"]["low"] - low) <= TIE]


def _told_equal(dossier: Dossier, option: int, equal: list[str]) -> list[Step]:
    """Options with the same total, held against those that the findings name."""
    said = sorted(dossier.findings["options"][option]["tied_with"])
    path = f"options[{option}].tied_with"
    problem = "" if sorted(equal) == said else f"{path}: the findings say {said}, and {equal} have the same total."
    names = ", ".join(dossier.name("options", id_) for id_ in equal)
    return [Step(f"Equal: {names or 'none'}", problem=problem)] if equal or problem else []


def _not_clear(dossier: Dossier, id_: str) -> list[Step]:
    """Options from which there is no clear difference, and why (method 2.4)."""
    threshold = dossier.place.plan.near_tie_points
    steps = []
    for index, row in enumerate(dossier.findings["robustness"]["near_ties"]):
        if id_ not in row["options"]:
            continue
        other = next(one for one in row["options"] if one != id_)
        why = [f"totals differ by {number(row['difference'])}"]
        why[0] += f", below the stated {number(threshold)}" if row["difference"] < threshold else ""
        if row["flips"] > MOST_FLIPS:
            why.append(f"their order is the other way round in {number(row['flips'], 4)} of samples of the figures")
        text = f"No clear difference from {dossier.name('options', other)}: {'; '.join(why)}"
        mine, theirs = (
            dossier.findings["options"][dossier.index("options", each)]["total"]["low"] for each in (id_, other)
        )
        path = ("robustness", "near_ties", index, "difference")
        apart = abs(mine - theirs)  # of two totals that are each rounded
        steps.append(dossier.checked(path, text, apart, number(row["difference"]), slack=_OF_TWO))
    return steps
