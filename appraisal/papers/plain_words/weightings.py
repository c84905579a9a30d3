"""Plain words: in how many weightings an option scores highest."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from appraisal.papers import words
from appraisal.papers.presenters.leading import leading
from appraisal.papers.presenters.material import Material


def weightings(material: Material) -> str:
    """How often each option that scores highest does so, under the panel's range of weights and under any."""
    leaders = leading(material)
    found = material.findings["robustness"]["rank_acceptability"]
    shares = [tuple(found[key].get(one["id"]) for key in ("panel-range", "any-weights")) for one in leaders]
    if not leaders or not all(panel and anyone for panel, anyone in shares):
        return ""
    names = [words.quoted(one["name"]) for one in leaders]
    said = {}
    for key, each in zip(("panel", "anyone"), zip(*shares, strict=True), strict=True):
        first = [words.in_100(share[0]) for share in each]
        if len(leaders) > 1:
            first = [
                material.say("plain.share_of", option=name, share=share)
                for name, share in zip(names, first, strict=True)
            ]
        said[key] = words.listed(first)
    key = "weightings_one_person" if _givers(material) == 1 else "weightings"
    key = key if len(leaders) == 1 else f"{key}_several"
    return f"{material.say(f'plain.{key}', option=names[0], **said)} {material.say('plain.not_a_chance')}"


def _givers(material: Material) -> int:
    people: Mapping[str, Any] = material.findings["ballots"]["by_person"]
    return sum(bool(person["weights"]) for person in people.values())
