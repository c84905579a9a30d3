"""What may not be named yet: sites that have not been approached, and the one rule for texts that name one.

Every text of ours and of the panel that a public paper prints goes through `without_names`. What somebody commented
or asked goes past it: a comment that somebody edited would no longer be theirs.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

NOT_NAMED = "?"
"""What stands for the id of a site not approached, or of an option that uses one; no id reads like this."""

Path = tuple[str | int, ...]
"""Where a text stands: keys of mappings and places in lists."""

_COMMON = frozenset(
    {
        *("example", "home", "homes", "house", "court", "lodge", "hospice", "hospital", "care", "nursing", "centre"),
        *("residential", "site", "provider", "group", "trust", "limited", "north", "south", "east", "west", "street"),
        *("road", "green", "park", "hill", "saint", "view", "this", "that", "there", "with", "from"),
    }
)
"""Words that many homes have in their names, so that one alone names none of them."""

_ID = re.compile(r"[a-z0-9]+([-_.:/][a-z0-9]+)*")
"""An id or a key, which is no text."""


@dataclass(frozen=True, slots=True)
class Unnamed:
    """What may not be named yet.

    Attributes:
        sites, options: ids of the sites not approached, and of the options that use one.
        names: a pattern of their names, and of providers that have no other site; None where all may be named.
    """

    sites: frozenset[str] = frozenset()
    options: frozenset[str] = frozenset()
    names: re.Pattern[str] | None = None

    def is_in(self, text: str) -> bool:
        """Whether a text seems to name one: its whole name in any capitals, or a word of it that no other name has."""
        return self.names is not None and not _ID.fullmatch(text) and self.names.search(text) is not None

    def hides(self, subject: str) -> bool:
        """Whether a subject of change, such as 'evidence:amber/cost.bed-day', has one of the ids in it."""
        return any(part in self.sites | self.options for part in re.split("[:/]", subject))


@dataclass(frozen=True, slots=True)
class Instead:
    """What stands for a text that names what may not be named: for words, and for whom something was passed to."""

    words: str
    somebody: str


def unnamed(findings: Mapping[str, Any], earlier: Mapping[str, Any] | None = None) -> Unnamed:
    """What may not be named.

    Args:
        findings: all of them, not their public copy.
        earlier: findings of an earlier run that are told beside them; a site of theirs that is gone since may not be
            named either where it was not approached.
    """
    rows, options = findings["sites"], findings["options"]
    providers = {row["id"]: row["name"] for row in findings["context"]["providers"]}
    if earlier:
        rows, options = _and_gone(rows, earlier["sites"]), _and_gone(options, earlier["options"])
        providers = {row["id"]: row["name"] for row in earlier["context"]["providers"]} | providers
    hidden = [site for site in rows if site["standing"] == "not approached"]
    if not hidden:
        return Unnamed()
    sites = frozenset(site["id"] for site in hidden)
    shown = [site for site in findings["sites"] if site["id"] not in sites]
    alone = {site["provider"] for site in hidden} - {site["provider"] for site in shown}
    names = [site["name"] for site in hidden] + [name for id_, name in providers.items() if id_ in alone]
    said_anyway = [site["name"] for site in shown] + [name for id_, name in providers.items() if id_ not in alone]
    said_anyway += _names_of_the_place(findings)
    return Unnamed(
        sites=sites,
        options=frozenset(option["id"] for option in options if sites & option["sites"].keys()),
        names=_pattern(names, {_plain(word) for name in said_anyway for word in _words(name)}),
    )


def without_names(told: Any, hidden: Unnamed, instead: Instead, *, whole: Callable[[Path], bool]) -> Any:
    """Plain content in which each text that names what may not be named is left out, and said to be.

    Args:
        told: mappings, lists and texts at any depth.
        hidden: what may not be named.
        instead: what stands for what is left out.
        whole: whether the text at a place stays whole whatever it names.
    """

    def kept(path: Path, text: str) -> str:
        if whole(path) or not hidden.is_in(text):
            return text
        return instead.somebody if path[-1] == "to" else instead.words

    return _walked(told, kept)


def naming(told: Any, hidden: Unnamed) -> list[Path]:
    """Where the texts stand that name what may not be named, in their order."""
    found: list[Path] = []

    def noted(path: Path, text: str) -> str:
        if hidden.is_in(text):
            found.append(path)
        return text

    _walked(told, noted)
    return found


def _walked(told: Any, say: Callable[[Path, str], str], path: Path = ()) -> Any:
    if isinstance(told, str):
        return say(path, told)
    if isinstance(told, Mapping):
        return {key: _walked(part, say, (*path, key)) for key, part in told.items()}
    if isinstance(told, list | tuple):
        return type(told)(_walked(part, say, (*path, place)) for place, part in enumerate(told))
    return told


def _and_gone(now: Sequence[Mapping[str, Any]], earlier: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """What there is now, and what there was earlier and is no more."""
    known = {row["id"] for row in now}
    return [*now, *(row for row in earlier if row["id"] not in known)]


def _names_of_the_place(findings: Mapping[str, Any]) -> list[str]:
    """Names that stand all over a paper, so that their words give nothing away."""
    context = findings["context"]
    rows = [*findings["criteria"], *context["hurdles"], *context["groups"]]
    own = (context["place_name"], context["decision_body"], context["organisation"]["name"])
    return [*own, *(row["name"] for row in rows)]


def _words(name: str) -> list[str]:
    return re.findall(r"\w[\w'’]*", name)


def _plain(word: str) -> str:
    return word.lower().replace("’", "'")


def _pattern(names: Iterable[str], said_anyway: set[str]) -> re.Pattern[str]:
    """A whole name in any capitals; one word of it only with its capital, so that 'rowan' may still be a tree."""
    found = []
    for name in names:
        found.append(f"(?i:{_alone(' '.join(name.split()))})")
        own = [word for word in _words(name) if word[:1].isupper() and len(word) > 3]
        own = [word for word in own if _plain(word) not in _COMMON | said_anyway]
        found += [_alone(each) for word in own for each in (word, word.upper())]
    return re.compile("|".join(dict.fromkeys(found)))


def _alone(words: str) -> str:
    """Words with no letter before or after, whatever blanks are between them and however an apostrophe is written."""
    loosely = re.sub("['’]", "['’]", re.escape(words)).replace(re.escape(" "), r"\s+")
    return rf"(?<!\w){loosely}(?!\w)"
