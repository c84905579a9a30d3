"""Questions about the method: what scales mean, what is counted twice or missing, and how far the ranking holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from appraisal.analysis.auditing.asked import (
    Answer,
    Asked,
    Reason,
    against,
    agreed_reasons,
    answer,
    highest_in,
    highest_of,
    open_,
    shown,
)
from appraisal.model.entries import Draft
from appraisal.model.record import entered_at, number_of


def scales(asked: Asked) -> Answer:
    """Whether the scales were agreed before anybody weighed, were used as agreed, and were seen by whoever weighed."""
    reasons = agreed_reasons(asked, ("anchors",))
    agreed = asked.record.first("agreement", what="anchors")
    if not reasons and agreed is not None:
        reasons.append(shown("agreed", entry=number_of(agreed)))
    reasons += _agreed_after_weights(asked, agreed)
    seen: dict[str, list[str]] = {}
    for person, row in asked.shown["ballots"]["by_person"].items():
        seen.setdefault(str(row["anchors"]), []).append(person)
    for anchors, people in sorted(seen.items()):
        if anchors == "assumed":
            reasons.append(open_("assumed", people=sorted(people)))
        elif anchors != "as now":
            reasons.append(open_("other", people=sorted(people)))
    if "as now" in seen:
        reasons.append(shown("seen", count=len(seen["as now"])))
    return answer(reasons)


def counted_twice(asked: Asked) -> Answer:
    """Whether each pair that rests on the same evidence, or rises and falls together, is told and was asked about."""
    found = asked.shown["robustness"]
    if not found["overlap"]:
        return answer([shown("none")])
    reasons = [shown("overlap", count=len(found["overlap"]))]
    unasked = sum(row["answer"] == "not asked" for row in found["dependence"])
    if unasked:
        reasons.append(open_("not_asked", count=unasked, all=len(found["overlap"])))
    return answer(reasons)


def missing(asked: Asked) -> Answer:
    """Whether what is not known of any option is told of its site, and what it does is told."""
    sites = {row["id"]: row for row in asked.shown["sites"]}
    unknown = {id_ for id_, row in sites.items() if any(not one["confidential"] for one in row["not_known"])}
    kept_back = {id_ for id_, row in sites.items() if any(one["confidential"] for one in row["not_known"])}
    ranked = [
        row["id"]
        for row in asked.shown["options"]
        if row["status"] == "ranked" and any(not one["confidential"] for one in row["not_known"])
    ]
    aside = [
        row["id"]
        for row in asked.shown["options"]
        if row["status"] == "set aside" and any(one["result"] == "not known" for one in row["hurdles"])
    ]
    told = {(one["site"], one["item"]) for row in sites.values() for one in row["not_known"]}
    unlisted = [
        row["id"]
        for row in asked.shown["options"]
        if any((one["site"], one["item"]) not in told for one in row["not_known"])
    ]
    reasons = [against("unlisted", options=unlisted)] if unlisted else []
    reasons += [shown("ranked", options=ranked)] if ranked else []
    reasons += [shown("set_aside", options=aside)] if aside else []
    reasons.append(shown("sites", count=len(unknown), all=len(sites)) if unknown else shown("none"))
    if kept_back:
        reasons.append(shown("confidential", count=len(kept_back)))
    items = {
        id_: {
            "names": [one["name"] for one in row["not_known"] if not one["confidential"]],
            "kept_back": [one["name"] for one in row["not_known"] if one["confidential"]],
        }
        for id_, row in sites.items()
        if row["not_known"]
    }
    return answer(reasons, missing=[{"site": id_, **found} for id_, found in items.items()])


def robust(asked: Asked) -> Answer:
    """Whether the ranking was tried at other weightings, with other figures and without each criterion."""
    found, first = asked.shown["robustness"], highest_of(asked.shown)
    if first is None:
        return answer([open_("no_leader")])
    row = next(row for row in asked.shown["options"] if row["id"] == first)
    reasons, near = [], row["no_clear_difference_from"]
    if near:
        reasons.append(shown("near", option=first, options=near, count=len(near)))
    for sampled, key in (("rank_acceptability", "often"), ("rank_acceptability_with_figures", "figures")):
        share = _share_first(found[sampled], first)
        if share is not None:
            reasons.append(shown(key, option=first, share=share))
        else:
            reasons.append(open_(f"{key}_not_tried"))
    without = _others(found["without_criterion"], first)
    if without:
        reasons.append(shown("without", option=first, criteria=without))
    elif found["without_criterion"]:
        reasons.append(shown("without_none", option=first))
    else:
        reasons.append(open_("without_not_tried"))
    return answer(reasons)


def cost_inside_and_beside(asked: Asked) -> Answer:
    """Whether the ranking is there with cost among the criteria, and without it."""
    cost = next((row["id"] for row in asked.shown["criteria"] if row["unit"] == "pounds"), None)
    if cost is None:
        return answer([open_("off", criteria=list(asked.shown["context"]["criteria_off"]))])
    without = asked.shown["robustness"]["without_criterion"].get(cost, [])
    if not without:
        return answer([open_("not_ranked")])
    inside, beside = highest_of(asked.shown), highest_in(without)
    weight = asked.shown["weights"].get(cost, 0.0)
    key = "same" if [inside] == beside else "other"
    return answer([shown(key, weight=weight, options=beside), shown("told")])


def _agreed_after_weights(asked: Asked, agreed: Draft | None) -> list[Reason]:
    """That scales were agreed only after weights were given: so by the ledger, or by the dates claimed as well."""
    given = asked.record.first("weights")
    if agreed is None or given is None:
        return []
    about = {"entry": number_of(agreed), "since": number_of(given)}
    if entered_at(agreed) == entered_at(given):
        return [open_("with_weights", **about)]
    if number_of(agreed) < number_of(given):
        return []
    dates = [entry.cast_on for entry in asked.record.of("weights")]
    if agreed.cast_on and all(day and agreed.cast_on <= day for day in dates):
        return [open_("after_weights_taken_in", on=agreed.cast_on, **about)]
    return [against("after_weights", **about)]


def _share_first(sets: Mapping[str, Mapping[str, Sequence[float]]], option: str) -> float | None:
    """In what share of the weightings that people's own span gives it scores highest; None where none were drawn."""
    shares = sets.get("panel-range", sets.get("any-weights", {})).get(option)
    return None if not shares else float(shares[0])


def _others(rankings: Mapping[str, Sequence[Mapping[str, Any]]], first: str) -> list[str]:
    return sorted(name for name, ranking in rankings.items() if highest_in(ranking) != [first])
