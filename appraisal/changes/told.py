"""What changed between two runs, as papers and commands tell it: each difference with its effect and its cause."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from appraisal.analysis.causes import Cause, causes
from appraisal.analysis.comparing.difference import Difference
from appraisal.analysis.comparing.files import NOT_COMPARED, NOT_SHOWN, unnamed_files
from appraisal.analysis.comparing.in_public import MayBeNamed, is_confidential, unnamed_title
from appraisal.changes.effects import effects, option_names, standings
from appraisal.changes.kept import Kept, all_differences
from appraisal.model.canonical import rounded
from appraisal.model.entries import Entry
from appraisal.model.public_view import Aliases, public_views
from appraisal.model.workspace import Place, Workspace

WITHHELD = "A reason is on record. It is not printed, because it may give away what is confidential."


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
        `before`, `after`: run ids.
        `unread`: those of which nobody can read again what they read, so that no more is told than the record holds,
        and no effect.
        `options`: [{id, name, before, after}], each side {total, rank, status} as findings have them, or None.
        `differences`: [{key, about, subject, title, before, after, file, effect, together, cause}], of which
        - `before` and `after` are None where the title alone may be told;
        - `file` is "" but for a file in which no difference names anything: "words" where no figure rests on what
          changed in it, "kept back" where that may not be printed, "lost" where it can no longer be shown;
        - `effect` is [{option, name, rank_with, rank_without, total_with, total_without}], or None where it cannot be
          told apart;
        - `together` is how many differences were put back at once for it;
        - `cause` is {entries, reasons, feedback, stated}; `stated` is whether the reasons account for all of it.
    """
    unread = [each.run for each in (before, after) if each.workspace is None]
    told: dict[str, Any] = {"before": before.run, "after": after.run, "unread": unread}
    if before.workspace is None or after.workspace is None:
        return told | _told_by_record(before, after, place_id, public=public, entries=entries)
    old, new = _alone(before.workspace, place_id), _alone(after.workspace, place_id)
    names: Mapping[str, str] = {}
    found = all_differences(replace(before, workspace=old), replace(after, workspace=new), place_id)
    named = {one.key for one in found}
    if public:
        (then, aliases_then), (now, aliases) = public_views(old.places[place_id], new.places[place_id])
        old, new = _with(old, then), _with(new, now)
        names = _names_for(aliases_then, aliases)
        seen = all_differences(replace(before, workspace=old), replace(after, workspace=new), place_id)
        # What is otherwise in the views alone did not change: a source, say, that only a hidden site had before.
        real = [one for one in seen if one.about in _WITH_OTHER_KEYS or _under(one, names).key in named]
        found = tuple(sorted([*real, *unnamed_files(old, new, place_id, real)]))
    # Entries speak of real ids: causes are looked up under these, and told under what stands for them.
    places = {"before": before.workspace.places[place_id], "after": after.workspace.places[place_id]}
    known = causes([_under(one, names) for one in found], entries, since=before.run, **places)
    effect = effects(old, new, place_id, found)
    rows = []
    for one in found:
        cause = known[_under(one, names).key]
        is_kept_back = public and (_under(one, names) != one or is_confidential(one))
        if is_kept_back and cause.reasons:
            cause = replace(cause, reasons=(WITHHELD,))
        rows.append(_difference_told(one, *effect[one.key], cause, "words" if one.key in named else "kept back"))
    plain: dict[str, Any] = rounded({"options": _options(old, new, place_id), "differences": rows})
    return told | plain


def _told_by_record(
    before: Kept, after: Kept, place_id: str, *, public: bool, entries: Sequence[Entry]
) -> dict[str, Any]:
    """What `changes_told` tells where what a run read is gone."""
    found = all_differences(before, after, place_id, entries)
    then, now = (each.workspace.places[place_id] if each.workspace else None for each in (before, after))
    known = causes(found, entries, since=before.run, before=then, after=now)
    may = MayBeNamed.of(before.findings, after.findings)
    rows = []
    for number, one in enumerate(found):
        if (one.about, one.subject) == ("run", NOT_COMPARED):
            continue
        cause = known[one.key]
        row = _difference_told(one, None, 0, cause, "lost" if one.after.endswith(NOT_SHOWN) else "words")
        if public and not (may.has(one) and not is_confidential(one)):
            cause = replace(cause, reasons=(WITHHELD,) if cause.reasons else ())
            row |= {"before": None, "after": None, "cause": _cause_told(cause)}
        if public and not may.has(one):
            row |= {"key": f"{one.about}:?{number}", "subject": f"?{number}", "title": unnamed_title(one)}
        rows.append(row)
    options = _options_found(before.findings, after.findings, may if public else None)
    return {"options": rounded(options), "differences": rows}


def _options_found(before: Mapping[str, Any], after: Mapping[str, Any], may: MayBeNamed | None) -> list[dict[str, Any]]:
    """The options as findings have them: those that may be named, from the public copy where there is one."""
    if not before or not after:
        return []
    both = [each if may is None or each["public"] is None else each["public"] for each in (before, after)]
    then, now = ({row["id"]: row for row in each["options"]} for each in both)
    names = {id_: row["name"] for id_, row in [*then.items(), *now.items()]}
    rows = [
        {"id": id_, "name": name, "before": _standing(then.get(id_)), "after": _standing(now.get(id_))}
        for id_, name in names.items()
        if may is None or may.is_all or id_ in may.ids
    ]
    return sorted(rows, key=_by_rank)


def _standing(row: Mapping[str, Any] | None) -> dict[str, Any] | None:
    return None if row is None else {name: row[name] for name in ("total", "rank", "status")}


def _options(before: Workspace, after: Workspace, place_id: str) -> list[dict[str, Any]]:
    then, now = (standings(workspace, place_id) or {} for workspace in (before, after))
    names = option_names(before, after, place_id)
    rows = [{"id": id_, "name": name, "before": then.get(id_), "after": now.get(id_)} for id_, name in names.items()]
    return sorted(rows, key=_by_rank)


def _by_rank(row: Mapping[str, Any]) -> tuple[Any, ...]:
    """By rank now, then by rank before; what has neither last."""
    sides = (row["after"], row["before"])
    ranks = [side["rank"] if side else None for side in sides]
    return (*((rank is None, *((rank["low"], rank["high"]) if rank else (0, 0))) for rank in ranks), row["id"])


def _difference_told(
    one: Difference, effect: list[dict[str, Any]] | None, together: int, cause: Cause, file: str
) -> dict[str, Any]:
    return {
        "key": one.key,
        "about": one.about,
        "subject": one.subject,
        "title": one.title or one.subject,
        "before": one.before,
        "after": one.after,
        "file": file if one.about == "file" else "",
        "effect": effect,
        "together": together,
        "cause": _cause_told(cause),
    }


def _cause_told(cause: Cause) -> dict[str, Any]:
    return {
        "entries": list(cause.entries),
        "reasons": list(cause.reasons),
        "feedback": list(cause.feedback),
        "stated": cause.is_stated,
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


_WITH_OTHER_KEYS = {"area", "travel", "ballots"}
"""What can have another key in public views than it has in what was read."""

_WITH_ALIASES = {"option", "site", "provider", "evidence", "score", "moderation", "interest"}
