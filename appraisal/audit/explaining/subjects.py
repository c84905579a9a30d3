"""What somebody asks about: an option, a site, a weight, a hurdle, an override, an entry, or words of a paper."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from appraisal.audit.explaining.dossier import Dossier
from appraisal.errors import FindingsError, did_you_mean

FEWEST_WORDS = 4
"""Fewer words than these are taken for a name, not for a sentence."""

_ENTRY = re.compile(r"(?:entry[ :]+)?(\d+)", re.IGNORECASE)
_OVERRIDE = re.compile(r"overrides?(?:[ :]+(\d+))?", re.IGNORECASE)
_SEVERAL = {"option": "options", "site": "sites", "criterion": "criteria", "hurdle": "hurdles"}
_PREFIX = re.compile(r"(option|site|weight|criterion|hurdle):\s*(.+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Subject:
    """What is asked about, by its id.

    Attributes:
        kind: "option", "site", "criterion", "hurdle" or "sentence".
        id: its id; the sentence itself.
    """

    kind: str
    id: str


def entry_number(text: str) -> int | None:
    """The number of an entry that is asked about; None where something else is.

    >>> entry_number("212"), entry_number("entry:212"), entry_number("amber-alone")
    (212, 212, None)
    """
    found = _ENTRY.fullmatch(text.strip())
    return int(found[1]) if found else None


def override_number(text: str) -> tuple[bool, int | None]:
    """Whether overrides are asked about, and the number of the one that is.

    >>> override_number("override"), override_number("override:40"), override_number("cost")
    ((True, None), (True, 40), (False, None))
    """
    found = _OVERRIDE.fullmatch(text.strip())
    return found is not None, int(found[1]) if found and found[1] else None


def subject_of(dossier: Dossier, text: str) -> Subject:
    """What a text asks about: an id or a name of what the run knew, with or without its kind before it, or a sentence.

    Raises:
        FindingsError: if nothing is called so, or several things are.
    """
    known = _known(dossier)
    prefix = _PREFIX.fullmatch(text.strip())
    if prefix is not None:
        kind = "criterion" if prefix[1].lower() == "weight" else prefix[1].lower()
        return Subject(kind, _one(prefix[2], kind, known[kind]))
    found = [(kind, id_) for kind, names in known.items() if (id_ := _id_of(text, names)) is not None]
    if len(found) > 1:
        said = " and ".join(f"'{kind}:{id_}'" for kind, id_ in found)
        raise FindingsError(f"'{text}' is the name of several things. Say which: {said}.")
    if found:
        return Subject(*found[0])
    if len(text.split()) >= FEWEST_WORDS:
        return Subject("sentence", text)
    every = [id_ for names in known.values() for id_ in names]
    kinds = "; ".join(f"{_SEVERAL[kind]} {', '.join(names)}" for kind, names in known.items())
    msg = (
        f"There is nothing called '{text}' in this run.{did_you_mean(text.lower(), every)} Known are {kinds}. "
        f"A sentence of a paper needs at least {FEWEST_WORDS} of its words."
    )
    raise FindingsError(msg)


def criterion_asked(dossier: Dossier, text: str | None) -> str | None:
    """The id of a criterion named beside a subject.

    Raises:
        FindingsError: if the place weighs none of this name.
    """
    if text is None:
        return None
    return _one(text, "criterion", _known(dossier)["criterion"])


def site_asked(dossier: Dossier, text: str | None) -> str | None:
    """The id of a site named beside a hurdle.

    Raises:
        FindingsError: if the place has none of this name.
    """
    return None if text is None else _one(text, "site", _known(dossier)["site"])


def _known(dossier: Dossier) -> Mapping[str, Mapping[str, str]]:
    """Kind -> id -> name, of everything that can be asked about by name."""
    place = dossier.place
    return {
        "option": {one.id: one.name for one in place.options},
        "site": {one.id: one.name for one in place.sites},
        "criterion": {one.id: one.name for one in place.criteria},
        "hurdle": {one.id: one.name for one in dossier.workspace.hurdles},
    }


def _one(text: str, kind: str, names: Mapping[str, str]) -> str:
    found = _id_of(text, names)
    if found is None:
        msg = f"There is no {kind} '{text}' in this run.{did_you_mean(text.lower(), names)} Known: {', '.join(names)}."
        raise FindingsError(msg)
    return found


def _id_of(text: str, names: Mapping[str, str]) -> str | None:
    said = " ".join(text.split()).casefold()
    return next((id_ for id_, name in names.items() if said in (id_, name.casefold())), None)
