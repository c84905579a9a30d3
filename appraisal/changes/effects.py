"""What each difference between two runs did to the ranking: it as it is, and with this one thing as it was before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from appraisal.analysis.comparing.difference import Difference
from appraisal.analysis.comparing.files import NOT_COMPARED
from appraisal.analysis.comparing.putting_back import put_back
from appraisal.analysis.telling import total_told
from appraisal.errors import AppraisalError
from appraisal.model.workspace import Workspace
from appraisal.pipeline import scored

TOGETHER_FROM = 40
"""From so many differences in all, what one person's scores did is told of all of them together."""

Standing = dict[str, Any]


def effects(
    before: Workspace, after: Workspace, place_id: str, found: Sequence[Difference]
) -> dict[str, tuple[list[dict[str, Any]] | None, int]]:
    """What each difference alone did: the ranking as it is, beside that with this one thing as it was before.

    Args:
        before, after: workspaces, or their public views.
        place_id: the place.
        found: the differences between them.

    Returns:
        By key: the options whose rank or whole-number total it moves, or None where that cannot be told apart; and how
        many differences were put back together for it.
    """
    now = standings(after, place_id)
    names = option_names(before, after, place_id)
    told: dict[str, tuple[list[dict[str, Any]] | None, int]] = {}
    for group in _groups(found):
        moved = None
        if not any(one.about == "run" and one.subject in (NOT_COMPARED, "engine") for one in group):
            workspace = put_back(before, after, place_id, group)
            without = None if workspace is None else standings(workspace, place_id)
            moved = None if now is None or without is None else _moved(now, without, names)
        told |= {one.key: (moved, len(group)) for one in group}
    return told


def standings(workspace: Workspace, place_id: str) -> dict[str, Standing] | None:
    """Total, rank and status of every option; None where the place cannot be ranked."""
    place = workspace.places[place_id]
    try:
        appraisal = scored(workspace, place)
    except AppraisalError:
        return None
    ranking, scores, weights = appraisal["ranking"], appraisal["scores"], appraisal["panel"].overall
    at = {option.id: index for index, option in enumerate(appraisal["ranked"])}
    told: dict[str, Standing] = {}
    for option in place.options:
        index = at.get(option.id)
        status = "withdrawn" if option.withdrawn else "set aside" if index is None else "ranked"
        total = None if index is None else total_told(scores, index, weights)
        rank = None if index is None else {"low": int(ranking.low[index]), "high": int(ranking.high[index])}
        told[option.id] = {"total": total, "rank": rank, "status": status}
    return told


def option_names(before: Workspace, after: Workspace, place_id: str) -> dict[str, str]:
    """Every option of either by its id, with its name; that of the later where both have it."""
    return {o.id: o.name for workspace in (before, after) for o in workspace.places[place_id].options}


def _groups(found: Sequence[Difference]) -> list[list[Difference]]:
    """Differences as they are put back: alone, and many of one person's together."""
    counts = Counter((one.about, _person(one)) for one in found)
    groups: dict[tuple[str, ...], list[Difference]] = {}
    for one in found:
        kind = (one.about, _person(one))
        key = kind if one.about == "score" and counts[kind] > 1 and counts.total() >= TOGETHER_FROM else (one.key,)
        groups.setdefault(key, []).append(one)
    return list(groups.values())


def _person(one: Difference) -> str:
    return one.subject.partition("/")[0]


def _moved(
    now: Mapping[str, Standing], without: Mapping[str, Standing], names: Mapping[str, str]
) -> list[dict[str, Any]]:
    gone: Standing = {"total": None, "rank": None}
    rows = []
    for option in sorted(now.keys() | without.keys()):
        here, there = now.get(option, gone), without.get(option, gone)
        if here["rank"] != there["rank"] or _whole(here["total"]) != _whole(there["total"]):
            rows.append(
                {
                    "option": option,
                    "name": names[option],
                    "rank_with": here["rank"],
                    "rank_without": there["rank"],
                    "total_with": here["total"],
                    "total_without": there["total"],
                }
            )
    return rows


def _whole(total: Mapping[str, float | None] | None) -> list[str] | None:
    return None if total is None else [f"{end:.0f}" for end in (total["low"], total["high"]) if end is not None]
