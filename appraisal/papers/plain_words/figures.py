"""Plain words: how far a figure must move before another option scores highest."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any

from appraisal.papers import words
from appraisal.papers.plain_words.moves import Side, moved
from appraisal.papers.plain_words.tipping import SIDES
from appraisal.papers.presenters.leading import sole_leader
from appraisal.papers.presenters.material import Material

_NAMED = 3  # more would be a table, which stands in the paper


def own_figure(material: Material) -> str:
    """The leader's figure that has to move least, as a share of its scale, before another option scores highest."""
    leader = sole_leader(material)
    if leader is None:
        return ""
    rows = [r for r in material.findings["robustness"]["tipping_figures"]["options"] if r["option"] == leader["id"]]
    tipping = [row for row in rows if row["at"] is not None]
    option = words.quoted(leader["name"])
    if not tipping:
        return material.say("plain.no_own_figure", option=option) if rows else ""
    nearest = min(tipping, key=lambda row: (_of_its_scale(material, row), row["criterion"]))
    criterion = material.criterion(nearest["criterion"])
    say, scale = _SAID.get(criterion["unit"], (_in_100_of_share, 100.0))
    now, at = moved(nearest["now"], nearest["at"], nearest["side"], say, scale)
    return material.say(
        f"plain.own_figure_{nearest['side']}",
        criterion=material.criterion_in_text(criterion["id"]),
        option=option,
        now=now,
        at=at,
        other=words.quoted(material.name("options", nearest["rival"])),
    )


def shared_figures(material: Material) -> str:
    """The figures that many options share which, within their own range, put another option ahead."""
    rows = [row for row in material.findings["robustness"]["tipping_figures"]["shared"] if row["criteria"]]
    if not rows or sole_leader(material) is None:
        return ""
    found = [(side, row) for row in rows for side in SIDES if row[side] is not None and row[f"{side}_in_range"]]
    nearest = sorted(
        found, key=lambda each: (_of_its_range(each[1], each[0]), each[1]["figure"], each[1]["site"] or "")
    )
    said = [_shared(material, row, side) for side, row in nearest[:_NAMED]]
    if len(nearest) > _NAMED:
        said.append(material.say("plain.and_more", count=len(nearest) - _NAMED))
    none = material.say("plain.no_shared_figure")
    first = material.say("plain.shared_figures", figures="; ".join(said)) if said else none
    cut_short = [figure_name(material, row) for row in rows if not was_looked_at_whole(row)]
    if not cut_short:
        return first
    named = words.some_of(cut_short, _NAMED, lambda count: material.say("plain.and_more", count=count))
    return f"{first} {material.say('plain.not_looked', figures=named)}"


def was_looked_at_whole(row: Mapping[str, Any]) -> bool:
    """Whether a shared figure was looked at over the whole range that it may lie in."""
    looked = row["looked"]
    if words.missing(looked["from"]) or words.missing(looked["to"]):
        return False
    slack = 1e-9 * max(1.0, abs(row["low"]), abs(row["high"]))
    return bool(looked["from"] <= row["low"] + slack and looked["to"] >= row["high"] - slack)


def _pounds(value: float, places: int = 0) -> str:
    return f"£{words.number(value / 1e6, places)} million"


_SAID: Mapping[str, tuple[Callable[..., str], float]] = MappingProxyType(
    {"minutes": (words.minutes, 1.0), "points": (words.points, 1.0), "pounds": (_pounds, 1e-6)}
)
"""How a performance is said, and the scale of what is said; a share in hundredths."""


def _in_100_of_share(value: float, places: int = 0) -> str:
    return f"{words.number(100 * value, places)} in 100"


def _shared(material: Material, row: Mapping[str, Any], side: Side) -> str:
    say, scale = _in_its_unit(row["unit"])
    now, at = moved(row["now"], row[side], side, say, scale)
    option = words.quoted(material.name("options", row[f"{side}_option"]))
    return material.say(f"plain.shared_figure_{side}", name=figure_name(material, row), now=now, at=at, option=option)


def figure_name(material: Material, row: Mapping[str, Any]) -> str:
    """What a shared figure is, in words: an assumption, or what it is and the site's name."""
    if row["kind"] == "assumption":
        key = row["figure"].replace(".", "-").replace("_", "-")
        text = material.say_first(f"assumption.{key}", "assumption.other", name=row["name"])
        return words.within_a_sentence(text.removesuffix("."))
    what = words.within_a_sentence(row["name"])
    return material.say("label.of_site", what=what, site=material.name("sites", row["site"]))


def _in_its_unit(unit: str) -> tuple[Callable[..., str], float]:
    """How a sentence says a shared figure, and the scale of what it says."""
    if unit.startswith("pounds"):
        rest = unit.removeprefix("pounds")
        return (lambda value, places=0: f"£{words.number(value, places)}{rest}"), 1.0
    if unit.startswith("share"):
        rest = unit.removeprefix("share")
        return (lambda value, places=0: f"{_in_100_of_share(value, places)}{rest}"), 100.0
    return (lambda value, places=0: f"{words.number(value, places)} {unit}".strip()), 1.0


def in_a_cell(now: float, at: float, side: Side, unit: str, *, in_millions: bool = False) -> tuple[str, str]:
    """Where a figure is and what it must pass, without its unit: shares in hundredths, pounds with their sign.

    With `in_millions`, pounds are millions, as a table's heading says.
    """
    if unit.startswith("pounds") and not in_millions:
        return moved(now, at, side, lambda value, places=0: f"£{words.number(value, places)}")
    scale = 1e-6 if unit.startswith("pounds") else 100.0 if unit.startswith("share") else 1.0
    return moved(now, at, side, lambda value, places=0: words.number(value * scale, places), scale)


def bare(values: Iterable[float], unit: str) -> list[str]:
    """Figures without their unit, for a table whose rows name it: pounds with their sign, shares in hundredths."""
    given = list(values)
    if unit.startswith("pounds"):
        return [words.pounds_in_full(value) for value in given]
    if unit.startswith("share"):
        given = [100 * value for value in given]
    largest = max(map(abs, given))
    return words.told_apart(given, words.number, 0 if largest >= 20 else 1 if largest >= 2 else 3)


def _of_its_scale(material: Material, row: Mapping[str, Any]) -> float:
    ends = [anchor[0] for anchor in material.criterion(row["criterion"])["anchors"]]
    return float(abs(row["at"] - row["now"]) / (max(ends) - min(ends)))


def _of_its_range(row: Mapping[str, Any], side: str) -> float:
    width = row["high"] - row["low"]
    return float(abs(row[side] - row["now"]) / width) if width else 0.0
