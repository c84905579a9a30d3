"""Plain words: the ranking without a criterion or an option, and by other methods."""

from __future__ import annotations

from appraisal.papers.plain_words.people import first_of
from appraisal.papers.presenters.leading import leading
from appraisal.papers.presenters.material import Material
from appraisal.papers.words import listed, quoted


def without_criterion(material: Material) -> str:
    """Whether another option scores highest without one of the criteria."""
    leaders = [row["id"] for row in leading(material)]
    found = material.findings["robustness"]["without_criterion"]
    if len(leaders) != 1 or not found:
        return ""
    first = {criterion: first_of(material, rows) for criterion, rows in found.items()}
    other = {criterion: ids for criterion, ids in first.items() if ids != leaders}
    if not other:
        key = "plain.without_criterion_same" if material.cost_criterion() else "plain.without_criterion_same_no_cost"
        return material.say(key, option=quoted(material.name("options", leaders[0])))
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
    leaders = [row["id"] for row in leading(material)]
    found = material.findings["robustness"]["without_option"]
    if len(leaders) != 1 or leaders[0] not in found or not all(row["changes_nothing_else"] for row in found.values()):
        return ""
    following = found[leaders[0]]["leader"]
    if following is None:
        return ""
    option, after = (quoted(material.name("options", id_)) for id_ in (leaders[0], following))
    return material.say("plain.without_option", option=option, next=after)


def other_methods(material: Material) -> str:
    """What comes first by methods of another kind, where they were asked for."""
    found = material.findings["robustness"]["other_methods"]
    leaders = [row["id"] for row in leading(material)]
    if not found or not found["methods"] or len(leaders) != 1:
        return ""
    first = {
        method: [id_ for id_, rank in row["ranks"].items() if rank == 1] for method, row in found["methods"].items()
    }
    if all(ids == leaders for ids in first.values()):
        return material.say("plain.other_methods_same", option=quoted(material.name("options", leaders[0])))
    each = [
        material.say("plain.other_methods_each", options=listed(material.quoted_options(ids)), method=_name(method))
        for method, ids in first.items()
    ]
    return material.say("plain.other_methods", each=listed(each))


def _name(method: str) -> str:
    return {"promethee-ii": "PROMETHEE II"}.get(method, method.upper())
