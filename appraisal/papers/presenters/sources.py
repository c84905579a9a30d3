"""The sources that a paper cites: their labels, and the table that says what each is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass

from appraisal.papers import words
from appraisal.papers.presenters.material import Material
from appraisal.papers.presenters.shapes import Citation, Row, Table, columns


def labels(paper: object) -> dict[str, str]:
    """S1, S2, ... for every source that a paper's parts cite, in the order of their ids."""
    return {ident: f"S{place}" for place, ident in enumerate(sorted(set(_cited(paper))), start=1)}


def table(material: Material, labelled: Mapping[str, str]) -> Table:
    """Each source with its title, publisher and kind, and when it was published and read, as far as it is recorded."""
    rows = []
    each = {ident: material.context["sources"][ident] for ident in labelled}
    dates = [found["read"] for found in each.values() if found["read"]]
    commonest = max(dates, key=dates.count, default="")
    for ident, found in each.items():
        what = [found["title"], found["publisher"], material.say(f"kind.{found['kind']}")]
        if found["read"] != commonest:
            what.append(material.say("label.read", date=_date(material, found["read"])))
        said = " ".join(words.sentence(text) for text in what if text)
        rows.append(Row(labelled[ident], (said, _date(material, found["published"])), anchor=f"source-{ident}"))
    heads = columns(*(material.say(f"column.{key}") for key in ("label", "source_and_kind", "published")))
    note = material.say("note.read", date=words.date(commonest)) if commonest else ""
    return Table(material.say("caption.sources"), heads, tuple(rows), note)


def _date(material: Material, date: str | None) -> str:
    return words.date(date) if date else material.say("label.no_date")


def _cited(part: object) -> Iterable[str]:
    if isinstance(part, Citation):
        yield from part.sources
    elif isinstance(part, tuple):
        for each in part:
            yield from _cited(each)
    elif is_dataclass(part) and not isinstance(part, type):
        for field in fields(part):
            yield from _cited(getattr(part, field.name))
