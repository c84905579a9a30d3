"""Plain words: how far a weight must move before another option scores highest."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from appraisal.papers import words
from appraisal.papers.plain_words.moves import Side, moved
from appraisal.papers.presenters.leading import leading, sole_leader
from appraisal.papers.presenters.material import Material

SIDES: tuple[Side, Side] = ("below", "above")


def weight(material: Material) -> str:
    """The smallest change of one weight, the others keeping their ratios, that puts another option ahead."""
    tested = material.findings["robustness"]["rank_acceptability"]["any-weights"]
    if len(tested) < 2 or not any(row["id"] in tested for row in leading(material)):
        return ""
    nearest = min(
        (
            (abs(row[side] - row["weight"]), side, row)
            for row in material.findings["robustness"]["tipping_points"]
            for side in SIDES
            if tips(row, side)
        ),
        key=lambda found: (found[0], found[1], found[2]["criterion"]),
        default=None,
    )
    if nearest is None:
        return material.say("plain.no_tipping_weight")
    return material.say("plain.tipping_weight", sentence=tipping_sentence(material, nearest[2], nearest[1]))


def tips(row: Mapping[str, Any], side: str) -> bool:
    """Whether a weight that somebody could set, above nothing and below the whole, puts another option ahead."""
    return row[side] is not None and bool(row[f"{side}_option"]) and 0 < row[side] < 1


def tipping_sentence(material: Material, row: Mapping[str, Any], side: Side, *, short: bool = False) -> str:
    """The weight of one criterion at which another option takes the lead; `side` is "below" or "above"."""
    now, at = moved(row["weight"], row[side], side, in_100, 100)
    other = words.quoted(material.name("options", row[f"{side}_option"]))
    name = material.criterion_in_text(row["criterion"])
    key = f"tipping.short_{side}" if short else f"tipping.{side}"
    return material.say(key, criterion=name, weight=now, at=at, option=other)


def in_100(value: float, places: int = 0) -> str:
    """A weight as a sentence gives it, with as many decimals as it takes to tell it from another."""
    return f"{words.number(value * 100, places)} in 100"


def joint_change(material: Material) -> str:
    """The least weight that has to move, from some criteria to others, before another option draws level."""
    found = material.findings["robustness"]["joint_change"]
    if sole_leader(material) is None or len(material.findings["robustness"]["tipping_points"]) < 2:
        return ""
    if found is None:
        others = len(material.findings["robustness"]["rank_acceptability"]["any-weights"]) > 1
        return material.say("plain.no_joint_change") if others else ""
    return material.say(
        "plain.joint_change",
        moved=words.in_100(found["moved"]),
        given=words.listed([material.criterion_in_text(row["criterion"]) for row in found["from"]]),
        taken=words.listed([material.criterion_in_text(row["criterion"]) for row in found["to"]]),
        option=words.quoted(material.name("options", found["option"])),
    )


def two_way(material: Material) -> str:
    """At how many pairs of the two weights that the map shows the leader scores highest."""
    leader = sole_leader(material)
    found = material.findings["robustness"]["two_way_map"]
    if found is None or leader is None or len(found["shares"]) < 2:
        return ""
    one, other = (material.criterion_in_text(criterion) for criterion in found["criteria"])
    share = words.of_100(found["shares"][leader["id"]])
    return material.say("plain.two_way", one=one, other=other, option=words.quoted(leader["name"]), share=share)
