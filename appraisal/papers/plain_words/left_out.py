"""Plain words: the ranking without a criterion or an option, and by other methods."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from appraisal.papers.plain_words.people import first_of
from appraisal.papers.presenters.leading import sole_leader
from appraisal.papers.presenters.material import Material
from appraisal.papers.words import listed, quoted


def without_criterion(material: Material) -> str:
    """Whether another option scores highest without one of the criteria."""
    leader = sole_leader(material)
    found = material.findings["robustness"]["without_criterion"]
    if leader is None or not found:
        return ""
    first = {criterion: first_of(material, rows) for criterion, rows in found.items()}
    other = {criterion: ids for criterion, ids in first.items() if ids and leader["id"] not in ids}
    if not other and not all(first.values()):
        return ""
    if not other:
        key = "plain.without_criterion_same" if material.cost_criterion() else "plain.without_criterion_same_no_cost"
        return material.say(key, option=quoted(leader["name"]))
    each = [
        material.say(
            "plain.without_criterion_each",
            criterion=material.criterion_in_text(row["id"]),
            option=listed(material.quoted_options(other[row["id"]])),
        )
        for row in material.criteria_by_weight()
        if row["id"] in other
    ]
    return material.say("plain.without_criterion_other", criteria=listed(each, "or"))


def without_option(material: Material) -> str:
    """That taking one option away changes nothing else, and what comes next if it is the leader."""
    leader = sole_leader(material)
    found = material.findings["robustness"]["without_option"]
    if leader is None or not all(row["changes_nothing_else"] for row in found.values()):
        return ""
    rest = [{"option": row["id"], "total": row["total"]} for row in material.ranked_options() if row is not leader]
    following = first_of(material, rest)
    if not following:
        return ""
    named = listed(material.quoted_options(following))
    return material.say("plain.without_option", option=quoted(leader["name"]), next=named)


def other_methods(material: Material) -> str:
    """What comes first by methods of another kind, where they were asked for."""
    found = material.findings["robustness"]["other_methods"]
    leader = sole_leader(material)
    if not found or not found["methods"] or leader is None:
        return ""
    ordered = {method: row for method, row in found["methods"].items() if row["ranks"] is not None}
    said = [_first_by(material, ordered, leader["id"])] if ordered else []
    none = [_name(method) for method in found["methods"] if method not in ordered]
    if none:
        said.append(material.say("plain.other_methods_no_order", methods=listed(none)))
    return " ".join(said)


def _first_by(material: Material, methods: Mapping[str, Any], leader: str) -> str:
    """What comes first by each method, and what becomes of our first three."""
    first = {method: [id_ for id_, rank in row["ranks"].items() if rank == 1] for method, row in methods.items()}
    if all(ids == [leader] for ids in first.values()):
        names = listed([_name(method) for method in methods])
        option = quoted(material.name("options", leader))
        told = material.say("plain.other_methods_same", option=option, methods=names)
    else:
        told = material.say("plain.other_methods", each=_by_method(material, first))
    dropped = {m: row["survives"]["drop_out"] for m, row in methods.items() if row["survives"]["drop_out"]}
    if not dropped:
        return f"{told} {material.say('plain.other_methods_stay')}"
    return f"{told} {material.say('plain.other_methods_drop', each=_by_method(material, dropped))}"


def _by_method(material: Material, options: Mapping[str, list[str]]) -> str:
    return listed(
        [
            material.say("plain.other_methods_each", options=listed(material.quoted_options(ids)), method=_name(method))
            for method, ids in options.items()
        ]
    )


def _name(method: str) -> str:
    return {"promethee-ii": "PROMETHEE II"}.get(method, method.upper())
