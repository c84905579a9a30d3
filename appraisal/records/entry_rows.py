"""One row of a `record` file, or the options of `appraisal record`, as the entry that it would become."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

from appraisal.errors import did_you_mean
from appraisal.model.ballots import Way
from appraisal.model.entries import NOT_STATED, Draft
from appraisal.model.kinds import KINDS, Part
from appraisal.model.record import Record, stated_in
from appraisal.model.refusals import is_id
from appraisal.model.spoken_of import hash_spoken_of
from appraisal.model.tree import CriteriaTree
from appraisal.model.weights_said import ASSUMED, PART_OF, anchors_seen, under_seen, weights_content
from appraisal.records.entry_parts import READERS, SEVERAL, Held
from appraisal.records.issued import read_issued
from appraisal.records.table_rows import Row, short

PARTS = tuple(dict.fromkeys(part.name for kind in KINDS.values() for part in kind.parts))
"""Every part of every kind, each once, in the order of the kinds."""


@dataclass(frozen=True)
class Desk(Held):
    """What rows are held against.

    Attributes:
        root: the workspace's folder, where an issued paper is looked for.
        route: the way into the ledger, one of ROUTES.
        record: of the place, as it stands; what a file states that is in it already is not looked at anew.
    """

    root: Path
    route: str = "file"
    record: Record = field(default_factory=Record)

    def draft(self, row: Row, kind: str, content: Mapping[str, Any]) -> Draft | None:
        """The entry of whoever the row names, or None, and problems, where the person or a date is wrong."""
        before = len(row.problems)
        person, cast_on = self._person(row, kind, content), self._cast_on(row, kind)
        if (behalf := row.text("on_behalf_of")) and not is_id(behalf):
            text = f"{row.naming('on_behalf_of')} is '{short(behalf)}'; an id was expected, never a name."
            row.problem(text, "on_behalf_of")
        if person is None or len(row.problems) > before:
            return None
        role = content["respondent"] if kind == "feedback" else self.place.plan.roles.get(person)
        return Draft(
            kind=kind,
            place=self.place.id,
            person=person,
            role=role or NOT_STATED,
            entered_by=person,
            route=self.route,
            on_behalf_of=behalf or None,
            cast_on=cast_on.isoformat() if cast_on else None,
            content=content,
        )

    def entry(self, row: Row, kind: str) -> Draft | None:
        """The entry of a kind that a row gives, or None, and problems, where it cannot be one."""
        before = len(row.problems)
        known = KINDS[kind]
        own = {part.name for part in known.parts}
        for name in PARTS:
            if name not in own and row.text(name):
                row.problem(f"{row.naming(name)} is filled in, and '{kind}' has no such part. Clear it.", name)
        content = {part.name: self._part(row, part) for part in known.parts}
        draft = self.draft(row, kind, content)
        if draft is None or len(row.problems) > before:
            return None
        if (taken := self._taken(draft)) is not None:
            return replace(draft, content=taken.content)
        said = _FINISHES.get(kind, _as_it_is)(self, row, content)
        if len(row.problems) > before:
            return None
        added = {"hash": hash_spoken_of(self.place, kind, said)} if known.has_hash else {}
        return replace(draft, content={**said, **added})

    def _taken(self, draft: Draft) -> Draft | None:
        """The entry that states already what a row of a file does; with other anchors than the row's it does not."""
        entry = self.record.by_what_they_state.get(stated_in(draft)) if self.route == "file" else None
        stated, held = (one.content.get("anchors") or {} if one else {} for one in (draft, entry))
        return entry if all(held.get(of) == seen for of, seen in stated.items()) else None

    def _person(self, row: Row, kind: str, content: Mapping[str, Any]) -> str | None:
        """Whose words an entry holds; a comment is its own respondent's where nobody is named."""
        by = KINDS[kind].by
        person = row.text("person") or (str(content["id"]) if by == "anyone" else "") or row.required("person")
        members = [member.person for member in self.place.plan.panel]
        if person is None:
            return None
        has_spoken = any(entry.person == person for entry in self.record.of(kind))  # a member who has left
        if by == "panel" and person not in members and not has_spoken:
            hint = did_you_mean(person, members)
            row.problem(f"Person '{short(person)}' is not on the panel of {self.place.plan.name}.{hint}", "person")
            return None
        if not is_id(person):
            row.problem(f"Person '{short(person)}': an id such as 'p07' was expected, never a name.", "person")
            return None
        return person

    def _cast_on(self, row: Row, kind: str) -> date | None:
        """When they say that they said it: the date of receipt, for a comment; it may be left out in a command."""
        column = "received" if kind == "feedback" else "cast_on"
        if self.route != "file" and not row.text(column):
            return None
        cast_on, as_at = row.date(column), self.workspace.settings.as_at
        if cast_on and cast_on > as_at:
            text = f"Cast on {cast_on}, which is after the workspace's as_at, {as_at}. Mend one of them."
            row.problem(text, column)
        return cast_on

    def _part(self, row: Row, part: Part) -> Any:
        if not any(mark.isprintable() and mark != " " for mark in row.text(part.name)):  # nothing that a person sees
            if part.is_required:
                row.problem(f"{row.naming(part.name)} is blank. Fill it in.", part.name)
            return () if part.takes in SEVERAL else part.left_out
        return READERS[part.takes](self, row, part)


def _as_it_is(_desk: Desk, _row: Row, content: dict[str, Any]) -> dict[str, Any]:
    return content


def _weights(desk: Desk, row: Row, content: dict[str, Any]) -> dict[str, Any]:
    from appraisal.analysis.weighting import problems_of

    way: Way = content["way"]
    part = PART_OF[way]
    for other in dict.fromkeys(PART_OF.values()):
        if other != part and content[other]:
            row.problem(f"{row.naming(other)} is filled in, and the way '{way}' asks for '{part}'. Clear it.", other)
    if not content[part]:
        row.problem(f"{row.naming(part)} is blank, and the way '{way}' asks for it. Fill it in.", part)
        return content
    answers = {of: float(text) for of, text in content[part].items()}
    for text in problems_of(way, answers, CriteriaTree.of(desk.place.criteria, desk.place.branches)):
        row.problem(text, part)
    criteria, branches = desk.place.criteria, desk.place.branches
    anchors = anchors_seen(criteria, content["anchors"] or {})
    said = weights_content(way, content[part], anchors, under_seen(criteria, branches))
    return said if row.text("anchors") else {**said, **ASSUMED}


def _interest(_desk: Desk, row: Row, content: dict[str, Any]) -> dict[str, Any]:
    if content["managed"] == "recused" and not (content["provider"] or content["site"]):
        row.problem("Recused from what? Fill in the provider or the site.", "managed")
    if (content["managed"] == "none needed") != (content["interest"].lower() == "none"):
        text = "'none needed' goes with the interest 'none', and with no other: an interest is declared, or recused."
        row.problem(text, "managed")
    return content


def _moderation(_desk: Desk, row: Row, content: dict[str, Any]) -> dict[str, Any]:
    if content["answer"] == "recused":
        row.problem("A panel stands aside from nothing; one person does. Agree a level, or 'not known'.", "answer")
    return content


def _decision(desk: Desk, row: Row, content: dict[str, Any]) -> dict[str, Any]:
    option = next(option for option in desk.place.options if option.id == content["option"])
    if option.withdrawn:
        text = f"Option '{option.id}' is withdrawn in options.yaml, so it cannot have been decided. Mend one of them."
        row.problem(text, "option")
    return content


def _hurdle(desk: Desk, row: Row, content: dict[str, Any]) -> dict[str, Any]:
    hurdle = next(hurdle for hurdle in desk.workspace.hurdles if hurdle.id == content["hurdle"])
    if hurdle.test == "figure":
        text = f"'{hurdle.id}' is held against the figure '{hurdle.item}', which answers it. Leave this out."
        row.problem(text, "hurdle")
        return content
    found = desk.place.evidence_of(content["site"], content["hurdle"])
    says = found.answer if found else None
    if says != content["answer"].lower():
        text = f"evidence.csv says '{says}' of this" if says else "evidence.csv has no answer to this"
        row.problem(f"{text}, and the run reads that file. Mend one of them first.", "answer")
    return {**content, "answer": content["answer"].lower()}


def _withdrawn(desk: Desk, row: Row, content: dict[str, Any]) -> dict[str, Any]:
    option = next(option for option in desk.place.options if option.id == content["option"])
    if option.withdrawn is None:
        row.problem(f"Option '{option.id}' is not withdrawn in options.yaml, which the run reads. Mark it there first.")
    if option.id in content.get("into", ()):
        row.problem(f"Option '{option.id}' cannot be split into itself.", "into")
    return content


def _evidence(_desk: Desk, row: Row, content: dict[str, Any]) -> dict[str, Any]:
    if bool(content["site"]) == bool(content["option"]):
        row.problem("Give the site or the option that the evidence is about: one of them.", "site")
    return content


def _answered(_desk: Desk, row: Row, content: dict[str, Any]) -> dict[str, Any]:
    for outcome, part in (("changed", "changed"), ("passed-on", "to")):
        if (content["outcome"] == outcome) != bool(content[part]):
            text = f"'{part}' goes with the outcome '{outcome}', and with no other. Fill in both, or neither."
            row.problem(text, part)
    return content


def _assessment(desk: Desk, row: Row, content: dict[str, Any]) -> dict[str, Any]:
    as_at = desk.workspace.settings.as_at
    if content["done_on"] > as_at.isoformat():
        row.problem(f"Done on {content['done_on']}, which is after the workspace's as_at, {as_at}.", "done_on")
    return content


def _paper(desk: Desk, row: Row, content: dict[str, Any]) -> dict[str, Any]:
    issued, problem = read_issued(desk.root, desk.place.id, content["file"])
    if problem:
        row.problem(problem, "file")
    return {**content, **issued}


_FINISHES: Mapping[str, Callable[[Desk, Row, dict[str, Any]], dict[str, Any]]] = MappingProxyType(
    {
        "weights": _weights,
        "interest": _interest,
        "hurdle": _hurdle,
        "option-withdrawn": _withdrawn,
        "option-split": _withdrawn,
        "evidence": _evidence,
        "answer": _answered,
        "assessment": _assessment,
        "moderation": _moderation,
        "decision": _decision,
        "paper": _paper,
    }
)
"""What a kind needs beyond its parts one by one."""
