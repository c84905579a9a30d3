"""What changed between two runs of a place, what each difference did to the ranking, and what caused it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from appraisal.analysis.causes import Cause, causes
from appraisal.analysis.comparing.difference import Difference
from appraisal.analysis.comparing.files import NOT_COMPARED, by_hash, not_compared, other_engine, ran_otherwise
from appraisal.analysis.comparing.places import differences
from appraisal.analysis.comparing.putting_back import put_back
from appraisal.analysis.telling import total_told
from appraisal.errors import AppraisalError
from appraisal.model.canonical import rounded
from appraisal.model.entries import Entry
from appraisal.model.public_view import Aliases, public_views
from appraisal.model.workspace import Place, Workspace
from appraisal.pipeline import scored

TOGETHER_FROM = 40
"""From so many differences in all, what one person's scores did is told of all of them together."""

WITHHELD = "A reason is on record. It is not printed, because it may give away what is confidential."

Standing = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Kept:
    """A run to compare: its findings' inputs, its id, and what it read, None where that cannot be read again."""

    run: str
    inputs: Mapping[str, Any]
    workspace: Workspace | None


def all_differences(before: Kept, after: Kept, place_id: str) -> tuple[Difference, ...]:
    """Every difference between two runs of a place, by hashes alone where what one of them read is gone."""
    if before.run == after.run:
        return ()
    if not before.inputs or not after.inputs:
        return (not_compared(before.run),)
    if before.workspace is None or after.workspace is None:
        return by_hash(before.inputs, after.inputs)
    read = differences(before.workspace, after.workspace, place_id)
    found = tuple(sorted((*read, *ran_otherwise(before.inputs, after.inputs))))
    return found or (other_engine(before.run, after.run),)


def changes_told(
    before: Kept, after: Kept, place_id: str, *, public: bool = False, entries: Sequence[Entry] = ()
) -> dict[str, Any]:
    """What changed between two runs, in plain values that JSON can hold, in a fixed order.

    Args:
        before, after: the runs.
        place_id: the place of both.
        public: whether everything is computed on the public views, so that nothing confidential is told.
        entries: of the ledger, of this place, after the one run's own up to and with the other's: what caused it.

    Returns:
        `before`, `after`: run ids. `compared`: whether both could be read again, so that more than hashes was compared.
        `options`: [{id, name, before, after}], each side {total, rank, status} as findings have them, or None.
        `differences`: [{key, about, subject, title, before, after, effect, together, cause}]; `effect` is
        [{option, name, rank_with, rank_without, total_with, total_without}] or None where it cannot be told apart,
        `together` how many differences were put back at once for it, `cause` {entries, reasons, feedback, stated}:
        whether the reasons account for all of it.
    """
    told: dict[str, Any] = {"before": before.run, "after": after.run}
    if before.workspace is None or after.workspace is None:
        found = all_differences(before, after, place_id)
        known = causes(found, entries, since=before.run)
        rows = [_difference_told(one, None, 0, known[one.key]) for one in found]
        return told | {"compared": False, "options": [], "differences": rows}
    old, new = _alone(before.workspace, place_id), _alone(after.workspace, place_id)
    names: Mapping[str, str] = {}
    if public:
        (then, aliases_then), (now, aliases) = public_views(old.places[place_id], new.places[place_id])
        old, new = _with(old, then), _with(new, now)
        names = _names_for(aliases_then, aliases)
    found = all_differences(replace(before, workspace=old), replace(after, workspace=new), place_id)
    # Entries speak of real ids: causes are looked up under these, and told under what stands for them.
    places = {"before": before.workspace.places[place_id], "after": after.workspace.places[place_id]}
    known = causes([_under(one, names) for one in found], entries, since=before.run, **places)
    effect = effects(old, new, place_id, found)
    rows = []
    for one in found:
        cause = known[_under(one, names).key]
        is_kept_back = public and (_under(one, names) != one or _is_confidential(one))
        if is_kept_back and cause.reasons:
            cause = replace(cause, reasons=(WITHHELD,))
        rows.append(_difference_told(one, *effect[one.key], cause))
    plain: dict[str, Any] = rounded({"options": _options(old, new, place_id), "differences": rows})
    return told | {"compared": True} | plain


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
    names = _option_names(before, after, place_id)
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


def _options(before: Workspace, after: Workspace, place_id: str) -> list[dict[str, Any]]:
    then, now = (standings(workspace, place_id) or {} for workspace in (before, after))
    names = _option_names(before, after, place_id)
    rows = [{"id": id_, "name": name, "before": then.get(id_), "after": now.get(id_)} for id_, name in names.items()]
    return sorted(rows, key=_by_rank)


def _by_rank(row: Mapping[str, Any]) -> tuple[Any, ...]:
    """By rank now, then by rank before; what has neither last."""
    sides = (row["after"], row["before"])
    ranks = [side["rank"] if side else None for side in sides]
    return (*((rank is None, *((rank["low"], rank["high"]) if rank else (0, 0))) for rank in ranks), row["id"])


def _option_names(before: Workspace, after: Workspace, place_id: str) -> dict[str, str]:
    return {o.id: o.name for workspace in (before, after) for o in workspace.places[place_id].options}


def _difference_told(
    one: Difference, effect: list[dict[str, Any]] | None, together: int, cause: Cause
) -> dict[str, Any]:
    return {
        "key": one.key,
        "about": one.about,
        "subject": one.subject,
        "title": one.title or one.subject,
        "before": one.before,
        "after": one.after,
        "effect": effect,
        "together": together,
        "cause": {
            "entries": list(cause.entries),
            "reasons": list(cause.reasons),
            "feedback": list(cause.feedback),
            "stated": cause.is_stated,
        },
    }


def _alone(workspace: Workspace, place_id: str) -> Workspace:
    """The workspace with one place and its files, as the inputs of a run are kept."""
    files = MappingProxyType(workspace.files_of(place_id))
    return replace(_with(workspace, workspace.places[place_id]), files=files)


def _with(workspace: Workspace, place: Place) -> Workspace:
    return replace(workspace, places=MappingProxyType({place.id: place}))


def _names_for(*views: Aliases) -> dict[str, str]:
    """What each alias stands for."""
    return {
        alias: id_ for each in views for ids in (each.sites, each.options, each.providers) for id_, alias in ids.items()
    }


def _under(one: Difference, names: Mapping[str, str]) -> Difference:
    """A difference under the ids that the record knows."""
    parts = one.subject.split("/")
    at = {"score": 1, "interest": 1}.get(one.about, 0)
    if one.about not in _WITH_ALIASES or len(parts) <= at or parts[at] not in names:
        return one
    parts[at] = names[parts[at]]
    return replace(one, subject="/".join(parts))


_WITH_ALIASES = {"option", "site", "provider", "evidence", "score", "moderation", "interest"}


def _is_confidential(one: Difference) -> bool:
    return one.about == "evidence" and any("not public" in text for text in (one.before, one.after))
