"""What every presenter works from: the findings that may be shown, the record, the wording, and names for ids."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from appraisal.papers import words
from appraisal.papers.wording import Wording


@dataclass(frozen=True, slots=True)
class Material:
    """Findings (the public ones where there are any), record and wording.

    Attributes:
        is_public_copy: confidential figures stand in the findings as bands.
        run, fingerprint: of the run that made the paper, which a public copy does not repeat.
    """

    findings: Mapping[str, Any]
    record: Mapping[str, Any]
    wording: Wording
    is_public_copy: bool
    run: str
    fingerprint: str

    @property
    def context(self) -> Mapping[str, Any]:
        """The workspace's own words, as the run froze them."""
        found: Mapping[str, Any] = self.findings["context"]
        return found

    def say(self, key: str, **values: object) -> str:
        """A sentence of the wording."""
        return self.wording.say(key, **values)

    def name(self, kind: str, ident: str) -> str:
        """The name of an option, site, provider, criterion or hurdle; the id itself where it has no name."""
        inside = self.findings if kind in ("options", "sites", "criteria") else self.context
        return next((str(row["name"]) for row in inside[kind] if row["id"] == ident), ident)

    def names(self, kind: str, idents: Iterable[str]) -> list[str]:
        """Names in the order given."""
        return [self.name(kind, ident) for ident in idents]

    def criterion(self, ident: str) -> Mapping[str, Any]:
        """One criterion."""
        found: Mapping[str, Any] = next(row for row in self.findings["criteria"] if row["id"] == ident)
        return found

    def quoted_options(self, idents: Iterable[str]) -> list[str]:
        """Options' names, each held together by quotation marks, for a sentence."""
        return [words.quoted(self.name("options", ident)) for ident in idents]

    def criterion_in_text(self, ident: str) -> str:
        """A criterion's name inside a sentence."""
        return words.within_a_sentence(self.name("criteria", ident))

    def source(self, ident: str, *, as_at: str | None = None) -> str:
        """A source by its label in the table of sources, that it is an opinion where it is one, and the date."""
        found = self.context["sources"].get(ident)
        if not found:
            said = self.wording.say_first(f"source.{ident}", "label.source_not_known")
            return f"{said}, {words.date(as_at)}" if as_at else said
        short = self.source_label(ident)
        name = self.say("label.opinion", name=short) if found["kind"] == "opinion" else short
        date = as_at or found["published"]
        return f"{name}, {words.date(date)}" if date else name

    def source_label(self, ident: str) -> str:
        """What stands for a source in brackets: S1, S2, ... in the order of the table of sources."""
        return f"S{sorted(self.context['sources']).index(ident) + 1}"

    def sources(self, idents: Iterable[str], *, as_at: str | None = None) -> str:
        """Several sources, each with its date; one date for all where `as_at` says when all of them were so."""
        known = list(dict.fromkeys(idents))
        if not known:
            return self.say("label.source_not_known")
        if as_at is None:
            return "; ".join(self.source(ident) for ident in known)
        date = f", {words.date(as_at)}"
        names = [self.source(ident, as_at=as_at).removesuffix(date) for ident in known]
        return ", ".join(dict.fromkeys(names)) + date

    def commonest_source(self, rows: Iterable[Mapping[str, Any]]) -> str:
        """The source that most rows of a table have, so that a note can say it once; the first of equals."""
        idents = [row["source"] for row in rows]
        return max(idents, key=idents.count, default="")

    def shared_sources(self, criterion: str) -> list[str]:
        """The sources that every ranked option's figure on a criterion rests on: said once, with the criterion."""
        each = [
            row["performance"][criterion]["source"] for row in self.ranked_options() if criterion in row["performance"]
        ]
        return [ident for ident in each[0] if all(ident in found for found in each)] if each else []

    def ordered_options(self) -> list[Mapping[str, Any]]:
        """Ranked options from the highest total; then those with an unknown; then the rest by name."""
        order = list(self.findings.get("ranking", ()))
        return sorted(self.findings["options"], key=lambda row: _place_in_order(row, order))

    def ranked_options(self) -> list[Mapping[str, Any]]:
        """The options in the ranking, those with an unknown last."""
        return [row for row in self.ordered_options() if row["status"] == "ranked"]

    def criteria_by_weight(self) -> list[Mapping[str, Any]]:
        """The criteria, from the one with the most weight."""
        weights = self.findings["weights"]
        return sorted(self.findings["criteria"], key=lambda row: (-weights.get(row["id"], 0.0), row["id"]))


def has_unknown(subject: Mapping[str, Any]) -> bool:
    """Whether something is not known of an option or site, rather than known and confidential."""
    return any(not row.get("confidential") for row in subject["not_known"])


def _place_in_order(option: Mapping[str, Any], ranking: list[str]) -> tuple[Any, ...]:
    total, rank = option["total"], option["rank"]
    if option["status"] != "ranked" or total is None or rank is None:
        return (2, 0, option["status"], 0.0, option["name"])
    place = ranking.index(option["id"]) if option["id"] in ranking else 0
    is_last = words.missing(total["value"]) and has_unknown(option)
    return (int(is_last), place, rank["low"], -total["high"], option["name"])
