"""What the workspace itself says: what is decided, what the beds are, the timeline, what people raised, who to ask."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from appraisal.papers import words
from appraisal.papers.presenters.material import Material
from appraisal.papers.presenters.shapes import Citation, Row, Statement, Table, columns


@dataclass(frozen=True, slots=True)
class Heading:
    """The banner, the title and what runs at the head of each printed page.

    Attributes:
        nothing_decided: the banner before stage 3, as long as the record told holds no decision; otherwise "".
        illustrative: that providers, homes, areas and people are invented, otherwise "".
    """

    title: str
    place: str
    beds: str
    as_at: str
    organisation: str
    nothing_decided: str
    illustrative: str
    stage: str


@dataclass(frozen=True, slots=True)
class Background:
    """The parts of a paper that are the workspace's own words."""

    decided: tuple[Statement, ...]
    not_decided: tuple[Statement, ...]
    working_group: tuple[str, ...]
    about_the_beds: tuple[str, ...]
    need: Statement
    services: Table
    stages: Table
    timeline: Table
    conflicts: tuple[tuple[str, tuple[Statement, ...]], ...]
    workshop: str
    objectives: tuple[str, ...]
    questions: tuple[str, ...]
    themes: Table
    unanswered: tuple[tuple[str, str], ...]
    contact: tuple[tuple[str, str], ...]
    decision_body: str


def heading(material: Material) -> Heading:
    """What the paper is, and that nothing is decided: before stage 3, and where the record told holds no decision."""
    context = material.context
    stage = next((row for row in context["stages"] if row["number"] == context["stage"]), None)
    organisation = context["organisation"]
    is_open = context["stage"] < 3 and material.record["decision"] is None
    return Heading(
        title=context["title"],
        place=context["place_name"],
        beds=beds(material),
        as_at=words.date(material.findings["inputs"]["as_at"]),
        organisation=material.say(
            "label.organisation", name=organisation["name"], as_at=words.date(organisation["as_at"])
        ),
        nothing_decided=material.say("banner.nothing_decided") if is_open else "",
        illustrative=material.say("banner.illustrative") if context["illustrative"] else "",
        stage=material.say("label.stage", number=stage["number"], name=stage["name"], when=stage["when"])
        if stage
        else "",
    )


def beds(material: Material) -> str:
    """How many beds are wanted, in words.

    One number, or "between four and six beds".
    """
    wanted = material.context["beds"]
    if wanted["at_least"] == wanted["at_most"]:
        return words.counted(wanted["at_most"], "bed")
    return f"between {words.counted(wanted['at_least'], '', ' ').strip()} and {words.counted(wanted['at_most'], 'bed')}"


def background(material: Material) -> Background:
    """Everything that the workspace says in its own words."""
    context = material.context
    workshop = context["workshop"] or {"text": material.say("empty.workshop"), "objectives": (), "questions": ()}
    return Background(
        decided=_sourced(material, context["decided"]),
        not_decided=_sourced(material, context["not_decided"]),
        working_group=_working_group(material),
        about_the_beds=tuple(context["about_the_beds"]),
        need=_need(material),
        services=_services(material),
        stages=_stages(material),
        timeline=_timeline(material),
        conflicts=tuple((row["about"], _sourced(material, row["accounts"])) for row in context["conflicts"]),
        workshop=workshop["text"],
        objectives=tuple(words.sentence(text) for text in workshop["objectives"]),
        questions=tuple(workshop["questions"]),
        themes=_themes(material),
        unanswered=tuple(
            (words.sentence(row["text"]), words.sentence(row["unanswered"] or material.say("label.no_reason")))
            for row in context["themes"]
            if not row["criteria"]
        ),
        contact=contact(material),
        decision_body=context["decision_body"],
    )


def contact(material: Material) -> tuple[tuple[str, str], ...]:
    """Ways to reach the people who run the appraisal, and other formats of the paper."""
    found = material.context["contact"]
    keys = ("email", "phone", "post", "formats")
    return tuple((material.say(f"contact.{key}"), found[key]) for key in keys if found.get(key))


def _sourced(material: Material, rows: list[dict[str, Any]]) -> tuple[Statement, ...]:
    return tuple(Statement(words.sentence(row["text"]), material.cite([row["source"]])) for row in rows)


def _working_group(material: Material) -> tuple[str, ...]:
    group = material.context["working_group"]
    if group is None:
        return ()
    said = [
        material.say(f"working_group.{key}", items="; ".join(words.within_a_sentence(item) for item in group[key]))
        for key in ("considered", "partly", "not_considered")
        if group[key]
    ]
    return (*said, words.sentence(group["text"]))


def _need(material: Material) -> Statement:
    need = material.context["need"]
    admissions = need["admissions_a_year"]
    said = material.say(
        "background.need",
        admissions=words.number(admissions["value"]),
        range=words.between(admissions["low"], admissions["high"]),
        people=words.number(need["people"]),
        older=words.number(need["people_65_plus"]),
        areas=words.counted(need["areas"], "small area"),
    )
    note = f" {words.sentence(need['note'])}" if need["note"] else ""
    return Statement(said + note, material.cite([need["source"]], as_at=need["as_at"]))


def _services(material: Material) -> Table:
    heads = [material.say(f"column.{key}") for key in ("service", "current", "new", "change")]
    rows = (Row(row["service"], (row["current"], row["new"], row["change"])) for row in material.context["services"])
    return Table(material.say("caption.services", place=material.context["place_name"]), columns(*heads), tuple(rows))


def _stages(material: Material) -> Table:
    heads = [material.say(f"column.{key}") for key in ("stage", "when", "what")]
    now = material.context["stage"]
    rows = (
        Row(
            material.say("label.stage_now" if row["number"] == now else "label.stage_other", **row),
            (row["when"], words.sentence(row["text"])),
        )
        for row in material.context["stages"]
    )
    return Table(material.say("caption.stages"), columns(*heads), tuple(rows))


def _timeline(material: Material) -> Table:
    found = material.context["timeline"]
    heads = columns(*(material.say(f"column.{key}") for key in ("when", "what")))
    shared = material.commonest_source(found)
    rows = (
        Row(row["when"], (words.sentence(row["text"]),), cited=_unless_shared(material, row["source"], shared))
        for row in found
    )
    note = material.say("note.other_sources") if shared else ""
    cited = material.cite([shared]) if shared else ()
    return Table(material.say("caption.timeline"), heads, tuple(rows), note, "", cited)


def _themes(material: Material) -> Table:
    found = [row for row in material.context["themes"] if row["criteria"]]
    heads = columns(*(material.say(f"column.{key}") for key in ("theme", "answered_by")))
    shared = material.commonest_source(found)
    rows = (
        Row(
            row["text"],
            (words.listed(material.names("criteria", row["criteria"])),),
            cited=_unless_shared(material, row["source"], shared),
        )
        for row in found
    )
    note = material.say("note.other_sources") if shared else ""
    cited = material.cite([shared]) if shared else ()
    return Table(material.say("caption.themes"), heads, tuple(rows), note, material.say("empty.themes"), cited)


def _unless_shared(material: Material, source: str, shared: str) -> tuple[Citation, ...]:
    return () if source == shared else material.cite([source])
