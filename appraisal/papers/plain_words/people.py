"""Plain words: what people and groups do to the ranking, and how far they agree."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from appraisal.papers import words
from appraisal.papers.presenters.leading import is_open, sole_leader
from appraisal.papers.presenters.material import Material

_TIE = 1e-9


def equal_weights(material: Material) -> str:
    """What the ranking would be if every group counted the same, and if every person did."""
    rows = {row["by"]: row for row in material.findings["robustness"]["equal_group_weights"] or ()}
    leader = sole_leader(material)
    if len(rows) < 2 or leader is None:
        return ""
    if not any(row["moved"] for row in rows.values()):
        return material.say("plain.equal_weights_same")
    first = {by: first_of(material, row["ranking"]) for by, row in rows.items()}
    if not all(first.values()):
        return ""
    if any(leader["id"] not in ids for ids in first.values()):
        named = {by: words.listed(material.quoted_options(ids)) for by, ids in first.items()}
        return material.say("plain.equal_weights_leader", **named)
    moved = {id_ for row in rows.values() for id_ in row["moved"]}
    return material.say(
        "plain.equal_weights_moved",
        option=words.quoted(leader["name"]),
        moved=words.listed([words.quoted(row["name"]) for row in material.ranked_options() if row["id"] in moved]),
    )


def agreement(material: Material) -> str:
    """How far people agree on what matters and on the order of the options (Kendall's W)."""
    found = material.findings["robustness"]["agreement"]
    weights, ranking = found["weights"]["w"], found["ranking"]["w"]
    if weights is None or ranking is None:
        return ""
    return material.say(
        "plain.agreement",
        people=words.counted(len(found["weights"]["people"]), "person", "people"),
        weights=words.number(weights, 2),
        ranking=words.number(ranking, 2),
    )


def without_person(material: Material) -> str:
    """Whether another option would score highest without one person, and who moves a total the most."""
    found = material.findings["robustness"]["without_person"]
    leader = sole_leader(material)
    if not found or leader is None:
        return ""
    possible = {person: row for person, row in found.items() if row["not_possible"] is None}
    first = {person: first_of(material, row["ranking"]) for person, row in possible.items()}
    other: dict[tuple[str, ...], list[str]] = {}
    for person, ids in first.items():
        if ids and leader["id"] not in ids:
            other.setdefault(tuple(ids), []).append(person)
    kept = [person for person, ids in first.items() if leader["id"] in ids]
    said = []
    if other:
        each = [
            material.say(
                "plain.without_person_each",
                people=words.listed(people, "or"),
                option=words.listed(material.quoted_options(ids)),
            )
            for ids, people in other.items()
        ]
        said.append(material.say("plain.without_person_other", people=words.listed(each, "or")))
    elif kept:
        said.append(material.say("plain.without_person_same", option=words.quoted(leader["name"])))
    unknown = [person for person, ids in first.items() if not ids]
    if unknown:
        said.append(material.say("plain.without_person_unknown", people=words.listed(unknown, "or")))
    not_possible = [person for person, row in found.items() if row["not_possible"] is not None]
    if not_possible and possible:
        said.append(material.say("plain.without_person_not_possible", people=words.listed(not_possible, "or")))
    known = {person: possible[person]["influence"] for person in first if first[person]}
    most = max(known, key=lambda person: (known[person] or 0.0, person), default=None)
    if most is not None and known[most] and words.rounded(known[most]):
        points = words.counted_points(known[most])
        said.append(material.say("plain.without_person_most", person=most, points=points))
    return " ".join(said)


def before_moderation(material: Material) -> str:
    """What the ranking would be with people's first scores."""
    found = material.findings["robustness"]["before_moderation"]
    leader = sole_leader(material)
    if found is None or leader is None:
        return ""
    if not found["moved"]:
        return material.say("plain.before_moderation_same")
    first = first_of(material, found["ranking"])
    if first and leader["id"] not in first:
        named = words.listed(material.quoted_options(first))
        return material.say("plain.before_moderation_leader", option=named)
    named = words.listed(
        [words.quoted(row["name"]) for row in material.ranked_options() if row["id"] in found["moved"]]
    )
    return material.say("plain.before_moderation_moved", options=named)


def ways(material: Material) -> str:
    """Which option scores highest by each way of asking, where people used more than one."""
    found = ways_that_give_weights(material)
    if len(found) < 2:
        return ""
    first = {way: first_of(material, row["ranking"]) for way, row in found.items()}
    each = [
        material.say(
            "plain.ways_each",
            way=material.say(f"plain.way_{way}"),
            people=words.counted(len(row["people"]), "person", "people"),
            option=words.listed(material.quoted_options(first[way])),
        )
        for way, row in found.items()
        if first[way]
    ]
    return material.say("plain.ways", each="; ".join(each)) if each else ""


def ways_that_give_weights(material: Material) -> dict[str, Mapping[str, Any]]:
    """What each way of asking gives, where it gives weights: not where all who used it are asked again."""
    by_way: Mapping[str, Any] = material.findings["ballots"]["by_way"]
    return {way: row for way, row in by_way.items() if row["weights"] is not None}


def first_of(material: Material, ranking: Sequence[Mapping[str, Any]]) -> list[str]:
    """The options that score highest in a ranking, those with an unknown apart.

    None where what may be shown does not say: where all have an unknown, or one that is a band, because something of it
    is confidential, could have more.
    """
    by_id = {row["option"]: row["total"] for row in ranking}
    known = {id_: total["value"] for id_, total in by_id.items() if total["value"] is not None}
    top = max(known.values(), default=None)
    ranked = material.ranked_options()
    bands = [by_id[row["id"]] for row in ranked if row["id"] in by_id and row["id"] not in known and not is_open(row)]
    if top is None or any(band["high"] > top + _TIE for band in bands):
        return []
    return [row["id"] for row in ranked if known.get(row["id"], top - 1) > top - _TIE]
