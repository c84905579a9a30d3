"""Plain words: how far a figure must move before another option scores highest."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any

from appraisal.papers import words
from appraisal.papers.presenters.leading import leading
from appraisal.papers.presenters.material import Material

_NAMED = 3  # more would be a table, which stands in the paper


def own_figure(material: Material) -> str:
    """The leader's figure that has to move least, as a share of its scale, before another option scores highest."""
    leaders = leading(material)
    if len(leaders) != 1:
        return ""
    rows = [r for r in material.findings["robustness"]["tipping_figures"]["options"] if r["option"] == leaders[0]["id"]]
    tipping = [row for row in rows if row["at"] is not None]
    option = words.quoted(leaders[0]["name"])
    if not tipping:
        return material.say("plain.no_own_figure", option=option) if rows else ""
    nearest = min(tipping, key=lambda row: (_of_its_scale(material, row), row["criterion"]))
    criterion = material.criterion(nearest["criterion"])
    now, at = words.told_apart([nearest["now"], nearest["at"]], _SAID.get(criterion["unit"], _in_100_of_share))
    return material.say(
        "plain.own_figure",
        criterion=material.criterion_in_text(criterion["id"]),
        option=option,
        now=now,
        at=at,
        other=words.quoted(material.name("options", nearest["rival"])),
    )


def shared_figures(material: Material) -> str:
    """The figures that many options share which, within their own range, put another option ahead."""
    rows = material.findings["robustness"]["tipping_figures"]["shared"]
    if not rows or not leading(material):
        return ""
    found = [
        (side, row) for row in rows for side in ("below", "above") if row[side] is not None and row[f"{side}_in_range"]
    ]
    if not found:
        return material.say("plain.no_shared_figure")
    nearest = sorted(
        found, key=lambda each: (_of_its_range(each[1], each[0]), each[1]["figure"], each[1]["site"] or "")
    )
    said = [_shared(material, row, side) for side, row in nearest[:_NAMED]]
    if len(nearest) > _NAMED:
        said.append(material.say("plain.and_more", count=len(nearest) - _NAMED))
    return material.say("plain.shared_figures", figures="; ".join(said))


_SAID: Mapping[str, Callable[..., str]] = MappingProxyType(
    {"minutes": words.minutes, "points": words.points, "pounds": words.pounds}
)


def _in_100_of_share(value: float, places: int = 0) -> str:
    return _in_100(100 * value, places)


def _shared(material: Material, row: Mapping[str, Any], side: str) -> str:
    now, at = in_unit([row["now"], row[side]], row["unit"])
    option = words.quoted(material.name("options", row[f"{side}_option"]))
    return material.say("plain.shared_figure", name=figure_name(material, row), now=now, at=at, option=option)


def figure_name(material: Material, row: Mapping[str, Any]) -> str:
    """What a shared figure is, in words: an assumption, or what it is and the site's name."""
    if row["kind"] == "assumption":
        key = row["figure"].replace(".", "-").replace("_", "-")
        text = material.say_first(f"assumption.{key}", "assumption.other", name=row["name"])
        return words.within_a_sentence(text.removesuffix("."))
    what = words.within_a_sentence(row["name"])
    return material.say("label.of_site", what=what, site=material.name("sites", row["site"]))


def in_unit(values: Iterable[float], unit: str) -> list[str]:
    """Figures with their unit, with as many decimals as it takes to tell them apart."""
    rest = unit.removeprefix("pounds").removeprefix("share")
    said = bare(values, unit)
    return (
        [f"{text} in 100{rest}" for text in said] if unit.startswith("share") else [_with(text, rest) for text in said]
    )


def bare(values: Iterable[float], unit: str) -> list[str]:
    """The same without the unit, for a table whose rows name it: pounds with their sign, shares in hundredths."""
    given = list(values)
    if unit.startswith("pounds"):
        return [words.pounds_in_full(value) for value in given]
    if unit.startswith("share"):
        given = [100 * value for value in given]
    largest = max(map(abs, given))
    return words.told_apart(given, words.number, 0 if largest >= 20 else 1 if largest >= 2 else 3)


def _with(text: str, unit: str) -> str:
    return f"{text}{unit}" if text.startswith("£") else f"{text} {unit}".strip()


def _in_100(value: float, places: int = 0) -> str:
    return f"{words.number(value, places)} in 100"


def _of_its_scale(material: Material, row: Mapping[str, Any]) -> float:
    ends = [anchor[0] for anchor in material.criterion(row["criterion"])["anchors"]]
    return float(abs(row["at"] - row["now"]) / (max(ends) - min(ends)))


def _of_its_range(row: Mapping[str, Any], side: str) -> float:
    width = row["high"] - row["low"]
    return float(abs(row[side] - row["now"]) / width) if width else 0.0
