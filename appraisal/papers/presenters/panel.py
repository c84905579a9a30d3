"""Who is on the panel, where it is split, what it moderated, and what its interests do to the ranking."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from appraisal.papers import words
from appraisal.papers.presenters import figures
from appraisal.papers.presenters.material import Material


@dataclass(frozen=True, slots=True)
class Moderated:
    """One moderated score: what it became and why, and who does not agree."""

    text: str
    dissent: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Panel:
    """The people who weigh and score.

    Attributes:
        composition: members against the seats that the place expects, and how many are lay.
        split: each split vote in a sentence.
        effects: the ranking with the scores of those who stood aside, and without those of a declared interest.
    """

    composition: tuple[str, ...]
    split: tuple[str, ...]
    moderated: tuple[Moderated, ...]
    effects: tuple[str, ...]


def panel(material: Material) -> Panel:
    """The panel, as the findings hold it."""
    found = material.findings["panel"]
    return Panel(
        composition=(_seats(material), *_no_seat(material), *_lay(material)),
        split=(
            *(_split_score(material, row) for row in found["scores"] if row["split"]),
            *(_split_weight(material, row) for row in found["weights"] if row["split"]),
        ),
        moderated=tuple(_moderated(material, row) for row in found["scores"] if row["moderated"]),
        effects=tuple(_effect(material, kind) for kind in ("with_recused", "without_declared")),
    )


def _seats(material: Material) -> str:
    seats = material.findings["panel"]["seats"]
    if not seats:
        return material.say("panel.no_seats")
    expected = words.counted(sum(seat["count"] for seat in seats), "seat")
    vacant = [_seat(material, seat) for seat in seats if seat["vacant"]]
    key = "panel.vacant" if vacant else "panel.no_vacancy"
    return material.say(key, seats=expected, vacant=words.listed(vacant))


def _seat(material: Material, seat: Mapping[str, Any]) -> str:
    groups = {row["id"]: row["name"] for row in material.context["groups"]}
    named = material.say("panel.seat", role=seat["role"], group=groups.get(seat["group"], seat["group"]))
    if seat["count"] == 1:
        return named
    vacant, count = words.how_many(seat["vacant"]), words.how_many(seat["count"])
    return material.say("panel.seats", vacant=vacant, count=count, role=named)


def _no_seat(material: Material) -> list[str]:
    found = material.findings["panel"]
    if not found["seats"] or not found["without_seat"]:
        return []
    return [
        material.say("panel.without_seat", people=words.listed([_person(material, p) for p in found["without_seat"]]))
    ]


def _lay(material: Material) -> list[str]:
    found = material.findings["panel"]
    share = found["lay_share"]
    if words.missing(share["of_members"]):
        return []
    lay = sum(row["lay"] for row in found["groups"])
    said = [material.say("panel.lay", lay=words.how_many(lay), members=words.how_many(len(material.context["panel"])),
                         weight=words.in_100(share["of_weight"]))]  # fmt: skip
    if not words.missing(share["at_least"]):
        said.append(material.say("panel.lay_wanted", wanted=words.in_100(share["at_least"])))
    return [" ".join(words.sentence(text) for text in said)]


def _person(material: Material, ident: str) -> str:
    """A pseudonym, with the role where the panel knows it."""
    role = next((row["role"] for row in material.context["panel"] if row["person"] == ident), "")
    return material.say("panel.person", person=ident, role=role) if role else ident


def _split_score(material: Material, row: Mapping[str, Any]) -> str:
    return material.say(
        "panel.split_score",
        site=material.name("sites", row["site"]),
        criterion=material.criterion_in_text(row["criterion"]),
        people=words.counted(row["people"], "person", "people"),
        low=words.exact(row["low_quarter"]),
        high=words.exact(row["high_quarter"]),
        median=words.exact(row["median"]),
    )


def _split_weight(material: Material, row: Mapping[str, Any]) -> str:
    return material.say(
        "panel.split_weight",
        criterion=material.criterion_in_text(row["criterion"]),
        people=words.counted(row["people"], "person", "people"),
        low=words.percent(row["low_quarter"]),
        high=words.percent(row["high_quarter"]),
        median=words.percent(row["median"]),
    )


def _moderated(material: Material, row: Mapping[str, Any]) -> Moderated:
    said = row["moderated"]
    text = material.say(
        "panel.moderated_alone" if words.missing(row["median"]) else "panel.moderated",
        site=material.name("sites", row["site"]),
        criterion=material.criterion_in_text(row["criterion"]),
        answer=said["answer"],
        median=words.exact(row["median"]),
        reason=words.sentence(said["reason"]),
    )
    dissent = tuple(
        material.say("panel.dissent", person=_person(material, one["person"]), text=words.sentence(one["text"]))
        for one in said["dissent"]
    )
    return Moderated(text, dissent or (material.say("panel.no_dissent"),))


def _effect(material: Material, kind: str) -> str:
    found = material.findings["panel"][kind]
    people = words.counted(len(found["people"]), "person", "people")
    scores = words.counted(found["scores"], "score")
    if not found["people"]:
        return material.say(f"panel.{kind}_nobody")
    if not found["scores"]:
        return words.sentence(material.say(f"panel.{kind}_no_scores", people=people))
    after = "moved" if found["moved"] else "same"
    options = _moved(material, found)
    return words.sentence(material.say(f"panel.{kind}_{after}", people=people, scores=scores, options=options))


def _moved(material: Material, found: Mapping[str, Any]) -> str:
    would = {row["option"]: row["rank"] for row in found["ranking"]}
    said = [
        material.say(
            "panel.moved",
            option=words.quoted(row["name"]),
            rank=figures.rank(would[row["id"]]),
            now=figures.rank(row["rank"]),
        )
        for row in material.ranked_options()
        if row["id"] in found["moved"]
    ]
    return "; ".join(said)
