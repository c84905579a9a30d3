"""The parts of an entry as a row gives them: words, dates, and ids of what the place has."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from appraisal.errors import did_you_mean
from appraisal.model.ballots import NO_ANSWERS
from appraisal.model.kinds import Part, Takes
from appraisal.model.refusals import is_id
from appraisal.model.workspace import Place, Workspace
from appraisal.records.table_rows import Row, short
from appraisal.records.weights_parts import anchors, comparisons, points_or_ranks

_LIST = re.compile(r"[\s,;]+")
_DISSENT = re.compile(r"\s*([a-z0-9-]+)\s*:\s*(\S.*?)\s*", re.DOTALL)
_SUBJECT = re.compile(r"[a-z-]+:\S+")


@dataclass(frozen=True)
class Held:
    """What the parts of an entry are held against."""

    workspace: Workspace
    place: Place

    def ids(self, takes: str) -> tuple[str, ...]:
        """The ids that a part of an entry may hold."""
        place = self.place
        comments = place.plan.comments
        return tuple(
            {
                "site": [site.id for site in place.sites],
                "provider": [provider.id for provider in place.providers],
                "option": [option.id for option in place.options],
                "hurdle": [hurdle.id for hurdle in self.workspace.hurdles],
                "criteria": [criterion.id for criterion in place.criteria],
                "panel-criterion": [criterion.id for criterion in place.criteria if criterion.panel],
                "respondent": [kind.id for kind in comments.respondents] if comments else [],
            }[takes]
        )


def _text(_held: Held, row: Row, part: Part) -> str:
    return row.given.get(part.name, row.text(part.name)) if part.name == "text" else row.text(part.name)


def _id(_held: Held, row: Row, part: Part) -> str:
    found = row.text(part.name)
    if not is_id(found):
        row.problem(f"{row.naming(part.name)} is '{short(found)}'; an id such as 'c001' was expected.", part.name)
    return found


def _date(_held: Held, row: Row, part: Part) -> str:
    found = row.date(part.name)
    return found.isoformat() if found else ""


def _choice(_held: Held, row: Row, part: Part) -> str:
    return row.one_of(part.name, part.choices, part.name.capitalize()) or ""


def _one(held: Held, row: Row, part: Part) -> str:
    ids = held.ids(part.takes)
    if not ids and part.takes == "respondent":
        row.problem("place.yaml has no 'comments', so no kind of respondent is known. Add them there.", part.name)
        return ""
    return row.one_of(part.name, ids, part.takes.replace("-", " ").capitalize()) or ""


def _several(held: Held, row: Row, part: Part) -> tuple[str, ...]:
    one = {"sites": "site", "options": "option"}.get(part.takes, part.takes)
    found = tuple(dict.fromkeys(id_ for id_ in _LIST.split(row.text(part.name)) if id_))
    known = held.ids(one) if one != "comments" else found
    for id_ in found:
        if id_ not in known:
            word = {"criteria": "Criterion"}.get(one, one.capitalize())
            row.problem(f"{word} '{short(id_)}' is not known.{did_you_mean(id_, known)}", part.name)
    return found


def _level(held: Held, row: Row, part: Part) -> str:
    criterion = next((c for c in held.place.criteria if c.id == row.text("criterion") and c.panel), None)
    answer = row.text(part.name).lower()
    if criterion is not None and answer not in NO_ANSWERS:
        levels = [str(points) for points in sorted(criterion.levels)]
        if answer not in levels:
            known = ", ".join([*levels, *NO_ANSWERS])
            row.problem(f"Score '{short(answer)}' is not one of the described levels: {known}.", part.name)
    return answer


def _dissent(held: Held, row: Row, part: Part) -> tuple[dict[str, str], ...]:
    members = {member.person for member in held.place.plan.panel}
    told = []
    for said in row.text(part.name).split(";"):
        found = _DISSENT.fullmatch(said)
        if found is None or found[1] not in members:
            text = f"'{short(said.strip())}' does not say who of the panel dissents and why, as in 'p03: too high'."
            row.problem(text, part.name)
            return ()
        told.append({"person": found[1], "text": found[2]})
    return tuple(told)


def _item(held: Held, row: Row, part: Part) -> str:
    about, item = (row.text("site"), row.text("option")), row.text(part.name)
    items = sorted({r.item for r in held.place.evidence if (r.site or "", r.option or "") == about})
    if item not in items:
        text = f"evidence.csv has no '{short(item)}' of '{about[0] or about[1]}'.{did_you_mean(item, items)}"
        row.problem(f"{text} Put the new line there first.", part.name)
    return item


def _subject(held: Held, row: Row, part: Part) -> str:
    found = row.text(part.name)
    if not _SUBJECT.fullmatch(found):
        text = (
            f"'{short(found)}' does not name what changed, as in 'option:two-homes' or 'evidence:amber/cost.bed-day'."
        )
        row.problem(text, part.name)
    else:
        about, _, subject = found.partition(":")
        first = subject.partition("/")[0]
        known = _subjects(held).get(about)
        if known is not None and (subject if about == "evidence" else first) not in known:
            text = f"There is no {about} '{short(subject)}' here.{did_you_mean(subject, known)}"
            row.problem(f"{text} Say what changed as the comparison of two runs does.", part.name)
    return found


def _subjects(held: Held) -> dict[str, set[str]]:
    """What subjects of change can speak of, by what they are about; others are not held against anything."""
    place = held.place
    people = {member.person for member in place.plan.panel}
    return {
        "option": set(held.ids("option")),
        "site": set(held.ids("site")),
        "provider": set(held.ids("provider")),
        "criterion": set(held.ids("criteria")),
        "hurdle": set(held.ids("hurdle")),
        "moderation": set(held.ids("site")),
        "evidence": {f"{row.site or row.option}/{row.item}" for row in place.evidence},
        **dict.fromkeys(("weights", "score", "interest"), people),
    }


SEVERAL = ("sites", "options", "criteria", "comments", "dissent")
READERS: Mapping[Takes, Callable[[Held, Row, Part], Any]] = MappingProxyType(
    {
        "text": _text,
        "file": _text,
        "comment": _id,
        "question": _id,
        "id": _id,
        "date": _date,
        "choice": _choice,
        "points": points_or_ranks,
        "ranks": points_or_ranks,
        "comparisons": comparisons,
        "anchors": anchors,
        "level": _level,
        "dissent": _dissent,
        "item": _item,
        "subject": _subject,
        "site": _one,
        "provider": _one,
        "option": _one,
        "hurdle": _one,
        "panel-criterion": _one,
        "respondent": _one,
        "sites": _several,
        "options": _several,
        "criteria": _several,
        "comments": _several,
    }
)
