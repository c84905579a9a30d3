"""The hash of what an entry speaks of: options, evidence, hurdles and anchors live in files, which change."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from appraisal.model.ballots import WAYS
from appraisal.model.base import FileModel
from appraisal.model.canonical import canonical, rounded, sha256_hex
from appraisal.model.evidence import Evidence
from appraisal.model.kinds import KINDS
from appraisal.model.record import Record, named
from appraisal.model.workspace import Place


def hash_spoken_of(place: Place, kind: str, content: Mapping[str, Any]) -> str:
    """SHA-256 of what an entry of a kind speaks of as the files hold it now, in canonical JSON; "" for other kinds.

    Args:
        place: the place as its files have it.
        kind: one of KINDS.
        content: what the entry says; whatever it names is there.
    """
    if not KINDS[kind].has_hash:
        return ""
    return sha256_hex(canonical(rounded(_spoken_of(place, kind, content))))


def mismatches(place: Place, record: Record) -> tuple[tuple[str, str], ...]:
    """What the files say otherwise than the last entry that speaks of it.

    Returns:
        (what it is about, what is wrong and what to do), in the order of the entries.
    """
    last: dict[tuple[str, str], Any] = {}
    for entry in record.entries:
        if KINDS[entry.kind].has_hash:
            last[_subject(entry.kind, entry.content)] = entry
    found = []
    for (word, subject), entry in last.items():
        if hash_spoken_of(place, entry.kind, entry.content) != entry.content["hash"]:
            text = (
                f"{named(entry).capitalize()} ({entry.kind}) speaks of {word} as it stood then; the files say "
                f"otherwise now. Put them back, or enter it anew: appraisal record {entry.kind}."
            )
            found.append((subject, text))
    return tuple(found)


def _subject(kind: str, content: Mapping[str, Any]) -> tuple[str, str]:
    if kind == "agreement":
        return f"the {content['what']}".replace("-", " "), str(content["what"])
    if kind == "hurdle":
        return f"hurdle '{content['hurdle']}' of '{content['site']}'", f"{content['site']}/{content['hurdle']}"
    if kind == "evidence":
        about = content["site"] or content["option"]
        return f"'{content['item']}' of '{about}'", f"{about}/{content['item']}"
    return f"option '{content['option']}'", str(content["option"])


def _spoken_of(place: Place, kind: str, content: Mapping[str, Any]) -> Any:
    if kind == "agreement":
        return _agreed(place, str(content["what"]))
    if kind == "hurdle":
        return _rows(place, content["site"], "", content["hurdle"])
    if kind == "evidence":
        return _rows(place, content["site"], content["option"], content["item"])
    ids = {content["option"], *content.get("into", ())}
    return [_plain(option) for option in place.options if option.id in ids]


def _agreed(place: Place, what: str) -> Any:
    plan = place.plan
    if what == "group-weights":
        # What a place does not use (a floor, people who give weights or scores alone) says nothing, as before it could.
        groups = [{k: v for k, v in _plain(group).items() if (k, v) != ("at_least", None)} for group in plan.groups]
        members = sorted([m.person, m.group, m.gives][: 2 if m.gives == "both" else 3] for m in plan.panel)
        return [groups, members, *([] if plan.weights_way == WAYS[0] else [plan.weights_way])]
    if what == "parameters":
        return {
            "stay": _plain(plan.stay_days),
            "threshold": plan.near_tie_points,
            "T": plan.travel.within_minutes,
            "epsilon": plan.equity.epsilon,
        }
    anchors = ("anchors", "why_anchors", "outside", "levels")
    told = [_plain(criterion) for criterion in place.criteria]
    if what == "anchors":
        return [{key: criterion[key] for key in ("id", "unit", "better", *anchors)} for criterion in told]
    told.extend(_plain(branch) for branch in place.branches)
    # What stands at the top of the tree says nothing of it, as before there were branches.
    return [{k: part for k, part in one.items() if k not in anchors and (k, part) != ("under", None)} for one in told]


def _rows(place: Place, site: str, option: str, item: str) -> list[dict[str, Any]]:
    """The newest rows about an item: one figure or answer, or every pro and con of one date."""
    rows = [r for r in place.evidence if (r.site or "", r.option or "", r.item) == (site, option, item)]
    newest = max((row.as_at for row in rows), default=None)
    return [_told(row) for row in rows if row.as_at == newest]


def _told(row: Evidence) -> dict[str, Any]:
    kept = ("site", "option", "item", "answer", "value", "low", "high", "unit", "source", "public", "note")
    return {name: getattr(row, name) for name in kept} | {"as_at": row.as_at.isoformat()}


def _plain(model: FileModel) -> Any:
    return model.model_dump(mode="json", by_alias=True)
