"""Plain words: what is counted twice, what changes nothing, and what only just meets or misses a limit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from appraisal.papers import words
from appraisal.papers.presenters.material import Material


def overlap(material: Material) -> str:
    """The pairs of criteria that overlap, with the weight that each carries together."""
    found = material.findings["robustness"]["overlap"]
    pairs = [
        material.say("plain.overlap_pair", criteria=_pair(material, row), weight=words.in_100(row["weight"]))
        for row in sorted(found, key=lambda row: (-row["weight"], row["criteria"]))
    ]
    return material.say("plain.overlap", pairs="; ".join(pairs)) if pairs else ""


def dependence(material: Material) -> str:
    """Pairs of criteria of which people said that one's worth depends on the other, and those not asked about."""
    rows = material.findings["robustness"]["dependence"]
    said = []
    for key, answer in (("depends", "dependent"), ("not_asked", "not asked")):
        pairs = [_pair(material, row) for row in rows if row["answer"] == answer]
        if pairs:
            said.append(material.say(f"plain.{key}", pairs="; ".join(pairs)))
    return " ".join(said)


def changes_nothing(material: Material) -> str:
    """Criteria on which the options do not differ, and those without weight."""
    robustness = material.findings["robustness"]
    constant, zero = robustness["constant_criteria"], robustness["zero_weights"]["agreed"]
    said = []
    if constant:
        said.append(
            material.say(
                "plain.constant",
                criteria=_criteria(material, [row["criterion"] for row in constant]),
                weight=words.in_100(sum(row["weight"] for row in constant)),
            )
        )
    if zero:
        said.append(material.say("plain.zero", criteria=_criteria(material, zero)))
    return " ".join(said)


def near_misses(material: Material) -> str:
    """Sites and options that meet or miss a limit or a hurdle by no more than a twentieth."""
    rows = material.findings["robustness"]["near_misses"]
    each = [
        material.say(
            "plain.near_miss_meets" if row["passes"] else "plain.near_miss_misses",
            subject=_subject(material, row),
            limit=row["name"],
        )
        for row in rows
    ]
    return material.say("plain.near_misses", each="; ".join(each)) if each else ""


def _subject(material: Material, row: Mapping[str, Any]) -> str:
    return material.name("sites", row["site"]) if row["site"] else words.quoted(material.name("options", row["option"]))


def _pair(material: Material, row: Mapping[str, Any]) -> str:
    one, other = (material.criterion_in_text(criterion) for criterion in row["criteria"])
    return material.say("plain.pair", one=one, other=other)


def _criteria(material: Material, ids: list[str]) -> str:
    return words.listed([material.criterion_in_text(id_) for id_ in ids])
