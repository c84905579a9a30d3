"""What an entry of weights says: how somebody was asked, their answers, and the anchors and branches that they saw."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from appraisal.model.ballots import Anchors, Way
from appraisal.model.criteria import Branch, Criterion
from appraisal.model.tree import CriteriaTree

PART_OF: Mapping[Way, str] = MappingProxyType(
    {
        "swing-points": "points",
        "direct-points": "points",
        "ranking": "ranks",
        "analytic-hierarchy": "comparisons",
        "best-worst": "comparisons",
    }
)
"""The part of an entry that holds the answers, by way of asking."""

ASSUMED: Mapping[str, str] = MappingProxyType({"anchors_from": "files"})
"""What an entry says too where nobody stated which anchors the person saw: those of the files when it was entered."""

AnchorsSaid = Mapping[str, tuple[tuple[str, str], ...]]
"""Criterion -> its anchors, (performance, value score) as decimal text, least preferred first."""


def weights_content(
    way: Way, answers: Mapping[str, str], anchors: AnchorsSaid, under: Mapping[str, str] = MappingProxyType({})
) -> dict[str, Any]:
    """The content of an entry, the same in whichever order its answers were given.

    Args:
        way: how the person was asked.
        answers: as decimal text: points or ranks by id, or comparisons 1..9 by "one/other".
        anchors: those that the person saw.
        under: criterion or branch -> the branch that it stood under, as `under_seen` gives it; of a flat tree nothing
            is kept.

    >>> weights_content("analytic-hierarchy", {"cost/access": "1"}, {})
    {'way': 'analytic-hierarchy', 'comparisons': {'access/cost': '1'}, 'anchors': {}}
    >>> weights_content("ranking", {"access": "1", "cost": "2"}, {}, {"cost": "money", "access": "money"})["under"]
    {'access': 'money', 'cost': 'money'}
    """
    if way == "analytic-hierarchy":
        answers = {_turned(pair) if times == "1" else pair: times for pair, times in answers.items()}
    told = {"way": way, PART_OF[way]: dict(sorted(answers.items())), "anchors": dict(sorted(anchors.items()))}
    return told | {"under": dict(sorted(under.items()))} if under else told


def answers_in(content: Mapping[str, Any]) -> tuple[Way, dict[str, float]]:
    """The way and the answers that an entry holds, in order.

    >>> answers_in({"way": "ranking", "ranks": {"cost": "2", "access": "1"}})
    ('ranking', {'access': 1.0, 'cost': 2.0})
    """
    way: Way = content["way"]
    return way, {of: float(text) for of, text in sorted(content[PART_OF[way]].items())}


def anchors_in(content: Mapping[str, Any]) -> tuple[tuple[str, Anchors], ...]:
    """The anchors that an entry holds, in order; none where the entry is older than their being kept."""
    held = content.get("anchors") or {}
    return tuple((of, tuple((float(at), float(value)) for at, value in held[of])) for of in sorted(held))


def under_in(content: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """What stood under which branch, in order; none for a flat tree, or an entry older than its being kept."""
    return tuple(sorted((content.get("under") or {}).items()))


def under_seen(criteria: Iterable[Criterion], branches: Iterable[Branch]) -> dict[str, str]:
    """The branch that each criterion and branch stands under as the files have it, but for those at the top."""
    above = {criterion.id: criterion.under for criterion in criteria} | {branch.id: branch.under for branch in branches}
    return {id_: branch for id_, branch in sorted(above.items()) if branch}


def anchors_seen(criteria: Iterable[Criterion], stated: AnchorsSaid) -> AnchorsSaid:
    """The anchors of criteria as the files have them, but for those that somebody states.

    Args:
        criteria: of the place.
        stated: what the person saw otherwise; where the two ends are today's, so are the anchors between them.
    """
    now = {
        criterion.id: tuple((exact_text(a.performance), exact_text(a.value)) for a in criterion.anchors)
        for criterion in criteria
    }
    return now | {of: seen for of, seen in stated.items() if seen != (now[of][0], now[of][-1])}


def asked(tree: CriteriaTree) -> dict[str, tuple[str, ...]]:
    """What is weighed together, by branch; what stands alone under a branch is not asked about.

    Where nothing stands beside anything, all of it is asked about, so that there is something to answer.
    """
    together = {branch: ids for branch, ids in tree.children.items() if len(ids) > 1}
    return together or dict(tree.children)


def exact_text(number: float) -> str:
    """A number as the decimal text that reads back as the same number.

    >>> exact_text(50.0), exact_text(5e6), exact_text(0.1), exact_text(1e-7)
    ('50', '5000000', '0.1', '0.0000001')
    """
    whole = int(number)
    return str(whole) if whole == number else f"{Decimal(repr(number)):f}"


def _turned(pair: str) -> str:
    """What is compared, in order: of two that matter the same, either can come first."""
    return "/".join(sorted(pair.split("/")))
