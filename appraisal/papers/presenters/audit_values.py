"""What fills a sentence or a cell of the audit paper: entries, people, options, sites, dates and shares in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from appraisal.papers import words
from appraisal.papers.as_shown import as_shown
from appraisal.papers.presenters.material import Material
from appraisal.papers.presenters.subjects import about, named

_SHOWN = 6  # of many names in a sentence; the rest are counted
_ENTRIES = ("entry", "seen", "since", "replaces", "decision", "entries", "span")
_DATES = ("on", "entered", "done_on", "date", "first", "last")
_WORDED = ("what", "kind", "step", "list", "outcome", "paper", "to", "name")


def filled(material: Material, values: Mapping[str, Any]) -> dict[str, str]:
    """Every value of a sentence in words, by its name."""
    return {name: in_words(material, name, found) for name, found in values.items()}


def in_words(material: Material, name: str, found: Any) -> str:
    """One value of a sentence in words; its name says what it is."""
    if name in _ENTRIES and found is not None:
        return _entries(material, found if isinstance(found, list) else [found])
    return in_cell(material, name, found, in_text=True)


def in_cell(material: Material, name: str, found: Any, *, in_text: bool = False) -> str:
    """One value in a cell of a table, whose heading says what it is.

    Args:
        material: what the paper is made from.
        name: of the value, which says what it is.
        found: the value: a number, a text, an id or several; None or "" where there is none.
        in_text: whether it stands in a sentence, where many names are cut short and options stand in quotation marks.
    """
    if name == "rank":
        return material.say("audit.ranks" if found else "audit.ranks_not", rank=words.to(*found) if found else "")
    if found is None or found in ("", []):
        return material.say("audit.nothing") if not in_text else words.NOT_KNOWN
    if isinstance(found, bool):
        return material.say("label.is_so" if found else "label.is_not_so")
    if name in _ENTRIES:
        return _span(found) if name == "span" else ", ".join(map(words.number, _listed(found)))
    if name in _DATES:
        return words.date(found)
    if name in _WORDED:
        return material.say_first(f"audit.word.{name}.{_key(found)}", "audit.word.other", word=found)
    if name in ("weight", "share"):
        return words.in_100(found)
    if name in _NAMES:
        each = _NAMES[name](material, _listed(found))
        if in_text:
            return words.some_of(each, _SHOWN, lambda count: material.say("audit.more", count=count))
        return _all([text.strip("“”") for text in each])
    if isinstance(found, int | float):
        return words.exact(found)
    return as_shown(" ".join(found)) if isinstance(found, list) else as_shown(str(found))


def _listed(found: Any) -> Sequence[Any]:
    return found if isinstance(found, list) else [found]


def _all(each: Sequence[str]) -> str:
    return "; ".join(each) if any("," in one for one in each) else ", ".join(each)


def _span(found: Sequence[int]) -> str:
    return words.to(found[0], found[-1])


def _entries(material: Material, found: Sequence[int]) -> str:
    """Entries in a sentence: two or three by number, many by the first and the last."""
    key = "entry" if len(found) == 1 else "entries" if len(found) < 4 else "entries_between"
    each = [words.number(number) for number in found]
    return material.say(f"audit.{key}", each=words.listed(each), first=each[0], last=each[-1], count=len(each))


def _key(found: object) -> str:
    return str(found).replace(" ", "-")


def _options(material: Material, ids: Sequence[str]) -> list[str]:
    return [link.text for link in named(material, "option", ids)]


def _sites(material: Material, ids: Sequence[str]) -> list[str]:
    return [link.text for link in named(material, "site", ids)]


def _criteria(material: Material, ids: Sequence[str]) -> list[str]:
    return [material.criterion_in_text(id_) for id_ in ids]


def _hurdles(material: Material, ids: Sequence[str]) -> list[str]:
    return material.names("hurdles", ids)


def _groups(material: Material, ids: Sequence[str]) -> list[str]:
    return material.names("groups", ids)


def _regimes(material: Material, ids: Sequence[str]) -> list[str]:
    return [material.say(f"audit.regime.{id_}") for id_ in ids]


def _subjects(material: Material, ids: Sequence[str]) -> list[str]:
    return [about(material, id_).text for id_ in ids]


def _as_they_are(_material: Material, ids: Sequence[str]) -> list[str]:
    return [as_shown(str(id_)) for id_ in ids]


_NAMES: Mapping[str, Callable[[Material, Sequence[str]], list[str]]] = {
    "option": _options,
    "options": _options,
    "site": _sites,
    "sites": _sites,
    "criterion": _criteria,
    "criteria": _criteria,
    "failed": _hurdles,
    "undetermined": _hurdles,
    "group": _groups,
    "groups": _groups,
    "regime": _regimes,
    "regimes": _regimes,
    "about": _subjects,
    "people": _as_they_are,
    "comments": _as_they_are,
    "names": _as_they_are,
    "kept_back": _as_they_are,
}
"""What turns ids into names, by the name of the value."""
