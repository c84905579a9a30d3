"""Unnaming: what is public never names a site that has not been approached, nor an option that uses one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from appraisal.model.workspace import Place


@dataclass(frozen=True)
class Aliases:
    """What stands for an id, and what for a name."""

    ids: Mapping[str, str]
    names: Mapping[str, str]

    @classmethod
    def of(cls, place: Place) -> Aliases:
        """Numbers for the sites not approached and for the options that use one."""
        ids: dict[str, str] = {}
        names: dict[str, str] = {}
        for number, site in enumerate(place.sites, start=1):
            if site.standing == "not-approached":
                ids[site.id] = f"site-{number}"
                names[site.name] = f"Site {number}, not yet approached"
        for number, option in enumerate(place.options, start=1):
            if option.sites.keys() & ids.keys():
                ids[option.id] = f"option-{number}"
                names[option.name] = f"Option {number}"
        return cls(ids, dict(sorted(names.items(), key=lambda pair: -len(pair[0]))))

    def applied(self, content: Any) -> Any:
        """The same content with every id and name replaced, in keys, values and sentences alike.

        >>> Aliases({"amber": "site-1"}, {"Home Amber": "Site 1"}).applied({"amber": ["Home Amber: 2", "'amber'"]})
        {'site-1': ['Site 1: 2', "'site-1'"]}
        """
        if isinstance(content, str):
            return self._said(content)
        if isinstance(content, Mapping):
            return {self._said(key): self.applied(part) for key, part in content.items()}
        if isinstance(content, list | tuple):
            return [self.applied(part) for part in content]
        return content

    def _said(self, text: str) -> str:
        if text in self.ids:
            return self.ids[text]
        for name, alias in self.names.items():
            text = text.replace(name, alias)
        for id_, alias in self.ids.items():
            text = text.replace(f"'{id_}'", f"'{alias}'")
        return text
