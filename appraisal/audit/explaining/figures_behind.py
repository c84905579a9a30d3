"""The figures of the findings that stand behind a sentence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from appraisal.audit.explaining.arithmetic import Path, dotted, number, value_at
from appraisal.audit.explaining.dossier import Dossier
from appraisal.audit.explaining.evidence_told import source_of, statement_of
from appraisal.audit.explaining.matching import contains, words_in
from appraisal.audit.explaining.steps import Step

_TESTS: Mapping[str, tuple[str, ...]] = {
    "weightings": ("rank_acceptability",),
    "own-weights": ("by_person",),
    "weightings-and-figures": ("rank_acceptability_with_figures",),
    "at-every-weighting": ("dominance",),
    "at-no-weighting": ("dominance",),
    "tipping-weight": ("tipping_points",),
    "joint-change": ("joint_change",),
    "two-way-map": ("two_way_map",),
    "tipping-own-figure": ("tipping_figures",),
    "tipping-shared-figures": ("tipping_figures",),
    "without-criterion": ("without_criterion",),
    "without-option": ("without_option",),
    "other-methods": ("other_methods",),
    "equal-weights": ("equal_group_weights",),
    "agreement": ("agreement",),
    "without-person": ("without_person",),
    "before-moderation": ("before_moderation",),
    "overlap": ("overlap",),
    "dependence": ("dependence",),
    "changes-nothing": ("constant_criteria", "zero_weights"),
    "near-misses": ("near_misses",),
}
"""What a sentence of `plain_words` is about -> where among the tests of the findings that stands."""

_MOST = 12


def figures_behind(dossier: Dossier, text: str, path: Path) -> tuple[Step, ...]:
    """What the findings hold behind a sentence.

    Args:
        dossier: of the run.
        text: the sentence.
        path: where the findings hold the sentence itself, or what it was made from; () where they do not.
    """
    inside = path[1:] if path[:1] == ("public",) else path
    root: Path = path[:1] if path[:1] == ("public",) else ()
    findings = value_at(dossier.findings, root)
    if inside[:1] == ("plain_words",):
        about = findings["plain_words"][inside[1]]["about"]
        if about == "ways":
            return _at(dossier, text, (*root, "ballots", "by_way"))
        bases = _TESTS.get(about, ())
        return tuple(step for base in bases for step in _at(dossier, text, (*root, "robustness", base)))
    if len(inside) >= 4 and inside[2] in ("pros", "cons"):
        return _statement(dossier, (*root, *inside[:4]))
    return _named(dossier, text, root)


def _at(dossier: Dossier, text: str, base: Path) -> tuple[Step, ...]:
    """The figures under a path: all where they are few, else those of what the sentence names."""
    leaves = list(_leaves(value_at(dossier.findings, base), base, frozenset()))
    named = _ids_in(dossier, text)
    chosen = leaves if len(leaves) <= _MOST else [leaf for leaf in leaves if leaf[2] & named]
    told = [Step(dotted(path), path=dotted(path), shown=number(value)) for path, value, _ in chosen[:_MOST]]
    more = len(chosen) - _MOST
    if more > 0:
        told.append(Step(f"and {more} more figures there"))
    return (Step(f"What it tells of stands in the findings, {dotted(base)}", tuple(told), path=dotted(base)),)


def _leaves(found: Any, path: Path, trail: frozenset[str]) -> Iterator[tuple[Path, float, frozenset[str]]]:
    """Every figure, with its path and the ids that it is about; of a row of shares the first alone."""
    if isinstance(found, bool) or found is None:
        return
    if isinstance(found, int | float):
        yield path, float(found), trail
    elif isinstance(found, Mapping):
        about = {text for text in found.values() if isinstance(text, str)}
        about |= {text for each in found.values() if isinstance(each, tuple) for text in each if isinstance(text, str)}
        for name, each in found.items():
            yield from _leaves(each, (*path, name), trail | about | {str(name)})
    elif isinstance(found, list | tuple):
        are_shares = bool(found) and all(isinstance(each, float) for each in found)
        for at, each in enumerate(found[:1] if are_shares else found):
            yield from _leaves(each, (*path, at), trail)


def _statement(dossier: Dossier, path: Path) -> tuple[Step, ...]:
    """A pro or con: its figures and sources, or the row of evidence that it quotes."""
    row = value_at(dossier.findings, path)
    steps = [
        Step(f"{dotted(path)}.{name}", path=f"{dotted(path)}.{name}", shown=number(row[name]))
        for name in ("performance", "middle", "difference")
        if row[name] is not None
    ]
    rows = [one for one in dossier.place.evidence if one.note == row["text"] and one.item == row["criterion"]]
    steps += [statement_of(dossier, one) for one in rows]
    steps += [Step(f"Source: {source_of(dossier, source)}") for source in row["source"] if not rows]
    about = f"On the criterion {dossier.name('criteria', row['criterion'])}"
    return (Step(f"{about}; it follows from the {'words of ' if row['text'] else ''}evidence", tuple(steps)),)


def _named(dossier: Dossier, text: str, root: Path) -> tuple[Step, ...]:
    """Totals, ranks and weights of the options and criteria that a sentence names."""
    named, steps = _ids_in(dossier, text), []
    for at, row in enumerate(value_at(dossier.findings, (*root, "options"))):
        if row["id"] in named and row["total"] is not None:
            path = dotted((*root, "options", at))
            low, high = row["total"]["low"], row["total"]["high"]
            shown = number(low) if low == high else f"{number(low)} to {number(high)}"
            steps.append(Step(f"Total of {row['name']}", path=f"{path}.total", shown=shown))
            ranks = row["rank"]["low"], row["rank"]["high"]
            shown = str(ranks[0]) if ranks[0] == ranks[1] else f"{ranks[0]} to {ranks[1]}"
            steps.append(Step(f"Rank of {row['name']}", path=f"{path}.rank", shown=shown))
    for criterion, weight in dossier.findings["weights"].items():
        if criterion in named:
            path = dotted(("weights", criterion))
            steps.append(Step(f"Weight of {dossier.name('criteria', criterion)}", path=path, shown=number(weight)))
    if not steps:
        return ()
    return (Step("Figures of what it names", tuple(steps)),)


def _ids_in(dossier: Dossier, text: str) -> frozenset[str]:
    """Ids of the options, sites, criteria and people that a sentence names; the longest names first."""
    words = words_in(text)
    found = {row["person"] for row in dossier.findings["context"]["panel"] if row["person"] in words}
    for rows in ("options", "sites", "criteria"):
        found |= {row["id"] for row in dossier.findings[rows] if contains(words, words_in(row["name"]))}
    return frozenset(found)
