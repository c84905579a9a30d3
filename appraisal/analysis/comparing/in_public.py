"""What of a difference that only the record holds may be printed: whatever is in doubt is told by its title alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Self

from appraisal.analysis.comparing.difference import Difference


@dataclass(frozen=True, slots=True)
class MayBeNamed:
    """What may be named, as the findings of the two runs have it.

    Attributes:
        ids: of the sites that have been approached, their providers, and the options that use no other.
        is_all: whether nothing has to stay unnamed.
    """

    ids: frozenset[str]
    is_all: bool

    @classmethod
    def of(cls, before: Mapping[str, Any], after: Mapping[str, Any]) -> Self:
        """What the later of two runs lets be named; nothing where the findings of one are gone."""
        if not before or not after:
            return cls(frozenset(), False)
        sites = {site["id"]: site for findings in (before, after) for site in findings["sites"]}
        hidden = {id_ for id_, site in sites.items() if site["standing"] == "not approached"}
        named = {id_: site for id_, site in sites.items() if id_ not in hidden}
        options = [option for findings in (before, after) for option in findings["options"]]
        unnamed = {option["id"] for option in options if hidden & option["sites"].keys()}
        shown = {option["id"] for option in options} - unnamed
        return cls(frozenset({*named, *shown, *(site["provider"] for site in named.values())}), not hidden)

    def has(self, one: Difference) -> bool:
        """Whether a difference may be named."""
        if self.is_all:
            return True
        if one.about in _AT:
            parts = one.subject.split("/")
            return parts[min(_AT[one.about], len(parts) - 1)] in {*self.ids, "none"}
        return one.about not in _ABOUT_ANY_SITE and not one.subject.startswith("limits")


def is_confidential(one: Difference) -> bool:
    """Whether a difference is of evidence that is not public."""
    return one.about == "evidence" and any("not public" in text for text in (one.before, one.after))


def unnamed_title(one: Difference) -> str:
    """What stands for the title of a difference that may not be named.

    >>> unnamed_title(Difference("evidence", "garnet/cost.bed-day", "", "300 pounds"))
    'evidence: not named before every site has been approached'
    """
    return f"{one.about}: not named before every site has been approached"


_AT: Mapping[str, int] = {
    **dict.fromkeys(("option", "site", "provider", "evidence", "moderation"), 0),
    **dict.fromkeys(("score", "interest"), 1),
}
"""Where in the subject the id of a site, option or provider stands."""

_ABOUT_ANY_SITE: Iterable[str] = ("source", "travel")
