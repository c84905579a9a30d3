"""Plain words: in how many weightings an option scores highest, with the figures as they are and as they may be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from appraisal.papers import words
from appraisal.papers.presenters.leading import leading
from appraisal.papers.presenters.material import Material


def weightings(material: Material) -> str:
    """How often each option that scores highest does so, within the panel's range of weights and under any."""
    leaders = leading(material)
    found = material.findings["robustness"]["rank_acceptability"]
    shares = [tuple(found[key].get(one["id"]) for key in ("panel-range", "any-weights")) for one in leaders]
    if not leaders or not all(panel and anyone for panel, anyone in shares):
        return ""
    names = [words.quoted(one["name"]) for one in leaders]
    said = {}
    for key, each in zip(("panel", "anyone"), zip(*shares, strict=True), strict=True):
        first = [words.of_100(share[0]) for share in each]
        if len(leaders) > 1:
            first = [
                material.say("plain.share_of", option=name, share=share)
                for name, share in zip(names, first, strict=True)
            ]
        said[key] = words.listed(first)
    key = "weightings_one_person" if givers(material) == 1 else "weightings"
    key = key if len(leaders) == 1 else f"{key}_several"
    told = material.say(f"plain.{key}", option=names[0], **said)
    return " ".join([told, *_more_often(material, leaders[0]["id"]), material.say("plain.not_a_chance")])


def _more_often(material: Material, leader: str) -> list[str]:
    """The option that scores highest most often among all possible weightings, where it is another than the leader."""
    found = material.findings["robustness"]["rank_acceptability"]["any-weights"]
    most = min(found, key=lambda option: (-found[option][0], option != leader, option))
    if most == leader or found[most][0] <= found[leader][0]:
        return []
    named = words.quoted(material.name("options", most))
    return [material.say("plain.weightings_other", option=named, share=words.of_100(found[most][0]))]


def own_weights(material: Material) -> str:
    """For how many people each option scores highest by their own weights; options that tie both count."""
    people = givers(material)
    shares = material.findings["robustness"]["rank_acceptability"]["own-weights"]
    counts = {option: round(share[0] * people) for option, share in shares.items()}
    first = sorted((option for option in counts if counts[option]), key=lambda option: (-counts[option], option))
    if people < 2 or not first:
        return ""
    each = [
        material.say(
            "plain.own_weights_each",
            option=words.quoted(material.name("options", option)),
            people=words.how_many(counts[option]),
            all=words.counted(people, "person", "people"),
        )
        for option in first
    ]
    return material.say("plain.own_weights", each=words.listed(each))


def with_figures(material: Material) -> str:
    """How often the leader, and the one that comes next, score highest once the figures move too."""
    leaders = leading(material)
    found = material.findings["robustness"]["rank_acceptability_with_figures"]
    within, anyone = found["panel-range"], found["any-weights"]
    if len(leaders) != 1 or leaders[0]["id"] not in within:
        return ""
    leader = leaders[0]["id"]
    is_range = givers(material) > 1
    said = material.say(
        "plain.with_figures" if is_range else "plain.with_figures_one_person",
        option=words.quoted(leaders[0]["name"]),
        panel=words.of_100(within[leader][0]),
        anyone=words.of_100(anyone[leader][0]),
    )
    others = [option for option in within if option != leader and within[option][0] > 0]
    following = min(others, key=lambda option: (-within[option][0], option), default=None)
    if following is None or not is_range:
        return said
    named = words.quoted(material.name("options", following))
    then = material.say("plain.with_figures_next", option=named, panel=words.of_100(within[following][0]))
    return f"{said} {then}"


def givers(material: Material) -> int:
    """How many people's weights count; the weights of one alone have no range."""
    people: Mapping[str, Any] = material.findings["ballots"]["by_person"]
    return sum(bool(person["weights"]) for person in people.values())
