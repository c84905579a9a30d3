"""What files and ballots say, as the words of a difference."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

from appraisal.analysis.weighing import WAYS_IN_WORDS
from appraisal.model.ballots import WAYS, Interest, Moderated, ScoreCast, WeightsBallot
from appraisal.model.base import Assumption, FileModel
from appraisal.model.criteria import Anchor
from appraisal.model.dates import spoken, spoken_partly
from appraisal.model.evidence import Evidence, band
from appraisal.model.options import Withdrawn
from appraisal.model.places import Beds

NOT_SAID = "not said before the site has been approached"


def value(found: Any, unit: str = "", other: Any = None) -> str:
    """Any value of a file; of a figure, a source or note that the other has too is not said.

    >>> value(None), value(True), value(1234.5, "pounds"), value(("a", "b")), value({"amber": 3})
    ('not given', 'yes', '1,234.5 pounds', 'a; b', 'amber 3')
    """
    if found is None or found == "":
        return "not given"
    if isinstance(found, bool):
        return "yes" if found else "no"
    if isinstance(found, int | float):
        return f"{found:,.12g} {unit}".strip()
    if isinstance(found, date):
        return spoken(found)
    if isinstance(found, Assumption):
        return _assumption(found, unit, other)
    if isinstance(found, Beds):
        return str(found)
    if isinstance(found, Withdrawn):
        return f"on {spoken(found.on)}: {found.reason}"
    if isinstance(found, Anchor):
        return f"{value(found.performance)} earns {value(found.value)}"
    if isinstance(found, Mapping):
        return ", ".join(f"{key} {value(one)}" for key, one in sorted(found.items(), key=str)) or "none"
    if isinstance(found, FileModel) or is_dataclass(found):
        return ", ".join(f"{label(name)} {value(one)}" for name, one in parts(found).items() if _is_said(one))
    if isinstance(found, list | tuple):
        return "; ".join(value(one) for one in found) or "none"
    return str(found)


def changed_parts(found: Any, other: Any, unsaid: Iterable[str] = ()) -> str:
    """The parts of a thing that differ from another of its kind; every part that says something where there is none.

    Args:
        found: a part of a file, or a row; its name is not among what is told of something new.
        other: the same at the other run, or None.
        unsaid: parts that must not be told; it is said only that they are otherwise.
    """
    if found == other:
        return value(found)
    others = {} if other is None else parts(other)
    said = []
    for name, one in parts(found).items():
        if other is None and (name in ("id", "name") or not _is_said(one)):
            continue
        if other is not None and others.get(name) == one:
            continue
        said.append(f"{label(name)}: {NOT_SAID if name in unsaid else value(one)}")
    return "; ".join(said)


def parts(found: Any) -> dict[str, Any]:
    """The fields of a model or a row by name; lines of files are none of them."""
    if isinstance(found, FileModel):
        return {name: getattr(found, name) for name in type(found).model_fields}
    return {field.name: getattr(found, field.name) for field in fields(found) if field.name != "line"}


def label(name: str) -> str:
    """A key of a file, as a word.

    >>> label("beds_offered")
    'beds offered'
    """
    return name.replace("_", " ").replace("-", " ")


def evidence(row: Evidence, other: Evidence | None = None) -> str:
    """A row of evidence; of a confidential figure the band alone, since what is entered can never be taken back.

    Args:
        row: what is told.
        other: what it is held against; a source or note that both have is not said.
    """
    if row.answer in ("pro", "con"):
        return f"{row.answer}: {row.note if row.public else 'confidential'} ({_dated(row, None)})"
    if row.answer:
        note = f" ({row.note})" if row.note and row.public else ""
        return f"{row.answer}{note}, {_dated(row, other)}"
    is_noted = row.public and row.note != (other.note if other else "")
    return f"{_figure(row)}, {_dated(row, other)}" + (f", note: {row.note or 'none'}" if is_noted else "")


def weights(found: Sequence[WeightsBallot], other: Sequence[WeightsBallot] | None, names: Mapping[str, str]) -> str:
    """What a person answered in each way of asking, and when; anchors where they saw others.

    Args:
        found: the ballots of one person, at most one in each way.
        other: what they are held against, or None.
        names: id of a criterion or branch -> its name.
    """
    others = {ballot.way: ballot for ballot in other or ()}
    return "; ".join(_weights_in_one_way(ballot, others.get(ballot.way), names) for ballot in found)


def _weights_in_one_way(ballot: WeightsBallot, other: WeightsBallot | None, names: Mapping[str, str]) -> str:
    answers = ", ".join(
        f"{' to '.join(names.get(id_, id_) for id_ in of.split('/'))} {value(number)}" for of, number in ballot.answers
    )
    asked = "" if ballot.way == WAYS[0] else f"{WAYS_IN_WORDS[ballot.way]}: "
    before = None if other is None else dict(other.anchors)
    seen = [
        f"{names.get(of, of)} {' to '.join(value(at) for at, _ in anchors)}"
        for of, anchors in ballot.anchors
        if before is not None and before.get(of) != anchors
    ]
    stood = "" if other is None or other.under == ballot.under else _stood(ballot, names)
    return f"{asked}{answers}, {_said_on(ballot)}" + (f", on anchors {', '.join(seen)}" if seen else "") + stood


def _stood(ballot: WeightsBallot, names: Mapping[str, str]) -> str:
    found = [f"{names.get(id_, id_)} under {names.get(branch, branch)}" for id_, branch in ballot.under]
    return f", with {', '.join(found)}" if found else ", with nothing under a branch"


def score(cast: ScoreCast, other: ScoreCast | None) -> str:
    """A score; its reason stays in the record."""
    reason = ", with another reason" if other is not None and cast.reason != other.reason else ""
    return f"{cast.answer}{reason}, {_said_on(cast)}"


def moderated(found: Moderated, other: Moderated | None, where: str) -> str:
    """A score that the panel came to; a reason or dissent that the other has too is not said.

    Args:
        found: what is told.
        other: what it is held against, or None.
        where: the site and the criterion, in words.
    """
    said = [f"{found.answer} for {where}, agreed by the panel, {_said_on(found)}"]
    if other is None or found.reason != other.reason:
        said.append(f"reason: {found.reason.removesuffix('.')}")
    if other is None or found.dissent != other.dissent:
        said += [f"{person} does not agree: {text.removesuffix('.')}" for person, text in found.dissent]
        said += ["nobody disagrees"] if other and not found.dissent else []
    return "; ".join(said)


def interests(found: tuple[Interest, ...]) -> str:
    """What a person declared of one provider or site."""
    return "; ".join(
        f"{one.interest} ({', '.join(filter(None, (one.provider, one.site))) or 'no provider or site'}), "
        f"managed: {one.managed}, {_said_on(one)}"
        for one in found
    )


def list_of(found: tuple[Any, ...], other: tuple[Any, ...]) -> str:
    """The rows of a list that another does not have."""
    own = [row for row in found if row not in other]
    if own:
        return "; ".join(value(row) for row in own)
    return "in this order: " + value(found) if sorted(map(str, found)) == sorted(map(str, other)) else "without these"


def _said_on(found: WeightsBallot | ScoreCast | Interest | Moderated) -> str:
    """The date of what was said: the one that was claimed, or that of its entry where none was."""
    return f"dated {spoken(found.cast_on)}"


def _is_said(found: Any) -> bool:
    return found not in (None, "", (), {}, False)


def _assumption(found: Assumption, unit: str, other: Any) -> str:
    source, note = (other.source, other.note) if isinstance(other, Assumption) else ("", "")
    spread = "" if found.low is None and found.high is None else f" ({value(found.least)} to {value(found.most)})"
    said = f"{value(found.value, unit)}{spread}, as at {spoken_partly(found.as_at)}"
    said += "" if found.source == source else f", source {found.source}"
    return said if found.note == note else f"{said}, note: {found.note or 'none'}"


def _figure(row: Evidence) -> str:
    if not row.public:
        low, high = (row.low, row.high) if row.value is None else band(row.value)
        kept = (
            "confidential" if low is None or high is None else f"confidential, between {value(low)} and {value(high)}"
        )
        return f"{kept} {row.unit}".strip()
    if row.value is None:
        lies = "" if row.low is None or row.high is None else f", between {value(row.low)} and {value(row.high)}"
        return f"not known{lies} {row.unit if lies else ''}".strip()
    low, high = (row.value if end is None else end for end in (row.low, row.high))
    spread = "" if low == row.value == high else f" ({value(low)} to {value(high)})"
    return f"{value(row.value, row.unit)}{spread}"


def _dated(row: Evidence, other: Evidence | None) -> str:
    source = "" if other is not None and other.source == row.source else f", source {row.source}"
    return f"as at {spoken(row.as_at)}{source}{'' if row.public else ', not public'}"
