"""Questions about options and providers: how wide the list was, why each was dropped, who was asked what."""

from __future__ import annotations

from typing import Any

from appraisal.analysis.auditing.asked import Answer, Asked, Rows, against, answer, numbers, open_, shown
from appraisal.model.evidence import Evidence
from appraisal.model.record import number_of
from appraisal.model.workspace import Place

_OF_OPTIONS = ("option-added", "option-withdrawn", "option-split")


def long_list(asked: Asked) -> Answer:
    """Whether every option and site that was dropped has a reason, and an entry that says when."""
    options, sites = asked.findings["options"], asked.findings["sites"]
    entries = _entries_of_options(asked)
    dropped = [row for row in options if row["status"] != "ranked"]
    no_reason = sorted(row["id"] for row in dropped if not row["why"])
    no_entry = sorted(row["id"] for row in dropped if row["status"] == "withdrawn" and row["id"] not in entries)
    on_long = sorted(row["id"] for row in options if row["status"] == "ranked" and row["list"] == "long")
    no_option = sorted(row["id"] for row in sites if row["status"] == "in" and not row["in_options"])
    gone = [
        entry
        for entry in asked.record.of("difference")
        if (entry.content["about"], entry.content["after"]) == ("option", "")
        if entry.content["subject"] not in {row["id"] for row in options}
    ]
    reasons = [against("no_reason", options=no_reason)] if no_reason else []
    reasons += [against("gone", entries=numbers(gone), count=len(gone))] if gone else []
    reasons += [open_("no_entry", options=no_entry)] if no_entry else []
    reasons += [open_("long", options=on_long)] if on_long else []
    reasons += [open_("no_option", sites=no_option)] if no_option else []
    searched = asked.shown["search"]["combinations"]
    reasons.append(shown("width", count=len(options), all=len(sites), combinations=searched))
    return answer(reasons, options=_options(asked, entries), sites=_sites(asked))


def alike(asked: Asked) -> Answer:
    """Whether the same was asked of every site, and the same hurdles were applied to all."""
    sites = asked.shown["sites"]
    hurdles = {row["id"]: {one["hurdle"] for one in row["hurdles"]} for row in sites}
    every = set().union(*hurdles.values())
    unlike = sorted(id_ for id_, found in hurdles.items() if found != every)
    reasons = [against("hurdles", sites=unlike)] if unlike else []
    if asked.place is None:
        return answer([*reasons, open_("unread", why=asked.unread)])
    rows = _evidence_rows(asked.place)
    most = max((row["asked"] for row in rows), default=0)
    fewer = sorted(row["site"] for row in rows if row["asked"] < most)
    if fewer:
        reasons.append(open_("fewer", sites=fewer))
    gaps = sorted(row["site"] for row in rows if row["unknown"])
    if gaps:
        reasons.append(shown("gaps", sites=gaps))
    unapproached = sum(site.standing == "not approached" for site in asked.place.sites)
    if unapproached:
        reasons.append(open_("unapproached", count=unapproached))
    reasons.append(shown("alike", count=most, hurdles=len(every), all=len(rows)))
    return answer(reasons, asked=rows)


def _entries_of_options(asked: Asked) -> dict[str, list[int]]:
    """The entries that speak of each option being added, withdrawn or split."""
    found: dict[str, list[int]] = {}
    for entry in asked.record.of(*_OF_OPTIONS):
        for option in {str(entry.content["option"]), *entry.content.get("into", ())}:
            found.setdefault(option, []).append(number_of(entry))
    return found


def _options(asked: Asked, entries: dict[str, list[int]]) -> Rows:
    return [
        {
            "option": row["id"],
            "list": row["list"],
            "status": row["status"],
            "why": list(row["why"]),
            "entries": entries.get(row["id"], []),
        }
        for row in asked.shown["options"]
    ]


def _sites(asked: Asked) -> Rows:
    return [
        {
            "site": row["id"],
            "standing": row["standing"],
            "status": row["status"],
            "count": len(row["in_options"]),
            "why": row["why_in_no_option"] or "",
            "failed": [one["hurdle"] for one in row["hurdles"] if one["result"] == "fails"],
            "undetermined": [one["hurdle"] for one in row["hurdles"] if one["result"] == "not known"],
        }
        for row in asked.shown["sites"]
    ]


def _evidence_rows(place: Place) -> Rows:
    """For each site that has been approached: items on file, those not known, and between which dates.

    Rows about an option, and what only speaks for or against, are no answers that everybody was asked for.
    """
    approached = [site for site in place.sites if site.standing != "not approached"]
    items = {row.item for row in place.evidence if row.site and _is_asked(row)}
    rows = []
    for site in approached:
        newest: dict[str, Evidence] = {}
        for row in sorted((r for r in place.evidence if r.site == site.id and _is_asked(r)), key=lambda r: r.as_at):
            newest[row.item] = row
        dates = sorted(row.as_at.isoformat() for row in newest.values())
        unknown = sum(_is_unknown(row) for row in newest.values())
        told: dict[str, Any] = {"site": site.id, "asked": len(newest), "unknown": unknown, "of": len(items)}
        rows.append(told | {"first": dates[0] if dates else None, "last": dates[-1] if dates else None})
    return rows


def _is_asked(row: Evidence) -> bool:
    return row.answer not in ("pro", "con")


def _is_unknown(row: Evidence) -> bool:
    return row.answer == "not known" or (not row.answer and row.value is None and row.low is None)
