"""What every presenter works from: the findings that may be shown, the record, the wording, and names for ids."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from appraisal.papers import words
from appraisal.papers.presenters.shapes import Citation
from appraisal.papers.public_record import public_findings, public_record
from appraisal.papers.unnamed import Instead
from appraisal.papers.wording import Wording


@dataclass(frozen=True, slots=True)
class Material:
    """Findings (the public ones where there are any), record and wording.

    Attributes:
        is_public_copy: something is held back: confidential figures, names of sites not approached, or words.
        run, fingerprint: of the run that made the paper, which a public copy does not repeat.
    """

    findings: Mapping[str, Any]
    record: Mapping[str, Any]
    wording: Wording
    is_public_copy: bool
    run: str
    fingerprint: str

    @classmethod
    def of(cls, findings: Mapping[str, Any], record: Mapping[str, Any], wording: Wording) -> Material:
        """What a paper may show of findings and record: where they have a public copy, that and what goes with it."""
        marks = {name: findings[name] for name in ("run", "fingerprint")}
        instead = instead_of_names(wording)
        return cls(
            findings={**public_findings(record, findings, instead), **marks},
            record=public_record(record, findings, instead),
            wording=wording,
            is_public_copy=findings["public"] is not None,
            **marks,
        )

    @property
    def changes(self) -> Mapping[str, Any] | None:
        """What changed since the last paper that was issued; None where none was."""
        found: Mapping[str, Any] | None = self.record.get("changes")
        return found

    @property
    def context(self) -> Mapping[str, Any]:
        """The workspace's own words, as the run froze them."""
        found: Mapping[str, Any] = self.findings["context"]
        return found

    def say(self, key: str, **values: object) -> str:
        """A sentence of the wording."""
        return self.wording.say(key, **values)

    def say_first(self, *keys: str, **values: object) -> str:
        """The first of several sentences that the wording has."""
        return self.wording.say_first(*keys, **values)

    def plain(self, about: str) -> str:
        """What the findings say of something in plain words; "" where nothing, or where they had no such words yet."""
        told: Iterable[Mapping[str, str]] = self.findings.get("plain_words", ())
        return next((row["text"] for row in told if row["about"] == about), "")

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

    def cite(self, idents: Iterable[str | None], *, as_at: str | None = None) -> tuple[Citation, ...]:
        """Sources with the date of the evidence: `as_at`, or else when each was published; opinions say that they are.

        Those of one date stand together. What the table of sources does not have is said to be not known.
        """
        together: dict[tuple[str, str], list[str]] = {}
        for ident in dict.fromkeys(idents):
            found = self.context["sources"].get(ident)
            date = as_at or (found and found["published"])
            said = self.say("label.opinion") if found and found["kind"] == "opinion" else ""
            if not found:
                said = self.say("label.source_not_known")
            named = together.setdefault((words.date(date) if date else "", said), [])
            if found and ident:
                named.append(ident)
        return tuple(Citation(tuple(named), date, said) for (date, said), named in together.items())

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

    def cost_criterion(self) -> str:
        """The criterion in pounds, or "" where cost is switched off."""
        return next((str(row["id"]) for row in self.findings["criteria"] if row["unit"] == "pounds"), "")

    def criteria_by_weight(self) -> list[Mapping[str, Any]]:
        """The criteria, from the one with the most weight."""
        weights = self.findings["weights"]
        return sorted(self.findings["criteria"], key=lambda row: (-weights.get(row["id"], 0.0), row["id"]))


def instead_of_names(wording: Wording) -> Instead:
    """What stands for words that name a site before it has been approached."""
    return Instead(words=wording.say("feedback.withheld"), somebody=wording.say("feedback.answer.someone"))


def has_unknown(subject: Mapping[str, Any]) -> bool:
    """Whether something is not known of an option or site, rather than known and confidential."""
    return any(not row["confidential"] for row in subject["not_known"])


def has_confidential(subject: Mapping[str, Any]) -> bool:
    """Whether something of an option or site is known and confidential, so that it is a band or left out."""
    return any(row["confidential"] for row in subject["not_known"])


def _place_in_order(option: Mapping[str, Any], ranking: list[str]) -> tuple[Any, ...]:
    total, rank = option["total"], option["rank"]
    if option["status"] != "ranked" or total is None or rank is None:
        return (2, 0, option["status"], 0.0, option["name"])
    place = ranking.index(option["id"]) if option["id"] in ranking else 0
    is_last = words.missing(total["value"]) and has_unknown(option)
    return (int(is_last), place, rank["low"], -total["high"], option["name"])
