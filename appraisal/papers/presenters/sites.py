"""Each site with its provider: what speaks for it and against it, its tests, and why it is in no option."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from appraisal.model.public_view import NOT_PUBLIC
from appraisal.papers import words
from appraisal.papers.presenters import figures, statements
from appraisal.papers.presenters.material import Material
from appraisal.papers.presenters.shapes import Column, Entry, Row, Statement, Table, columns


@dataclass(frozen=True, slots=True)
class Sites:
    """The sites, their tests, and how they and their providers score alone."""

    entries: tuple[Entry, ...]
    tests: tuple[Statement, ...]
    hurdles: Table
    conditions: tuple[Statement, ...]
    alone: Table
    providers: Table


def sites(material: Material) -> Sites:
    """Every site that was looked at, in the order of their names."""
    rows = sorted(material.findings["sites"], key=lambda row: row["name"])
    tests = [test for row in rows for test in row["hurdles"]]
    return Sites(
        entries=tuple(_entry(material, row) for row in rows),
        tests=tuple(
            Statement(material.say("hurdle.asked", **test), material.cite([test["source"]]))
            for test in material.context["hurdles"]
        ),
        hurdles=_hurdles(material, rows),
        conditions=tuple(_condition(material, test) for test in tests if test.get("condition")),
        alone=_alone(material, rows),
        providers=_providers(material),
    )


def sites_and_beds(material: Material, held: Mapping[str, int], *, short: bool = True) -> str:
    """A set of sites with the beds at each.

    In a table "Amber 3, Birch 2"; in a sentence "three beds at Amber and two beds at Birch".
    """
    names = {ident: material.name("sites", ident) for ident in held}
    if short:
        return ", ".join(f"{names[ident]} {beds}" for ident, beds in held.items())
    return words.listed([f"{words.counted(beds, 'bed')} at {names[ident]}" for ident, beds in held.items()])


def _condition_text(material: Material, site: str, hurdle: str, condition: Mapping[str, Any]) -> str:
    """What a site still has to do, who does it and by when."""
    return material.say(
        "hurdle.condition",
        site=material.name("sites", site),
        hurdle=material.name("hurdles", hurdle),
        what=condition["what"],
        who=condition["who"],
        by=words.date(condition["by"]),
    )


def _entry(material: Material, site: Mapping[str, Any]) -> Entry:
    notes = [words.sentence(row["text"]) for row in material.findings["warnings"] if row["about"] == site["id"]]
    if site["why_in_no_option"]:
        notes.insert(0, material.say("site.in_no_option", why=words.sentence(site["why_in_no_option"])))
    elif site["in_options"]:
        notes.insert(
            0, material.say("site.in_options", options=words.listed(material.quoted_options(site["in_options"])))
        )
    subject = {**site, "performance": (site["alone"] or {}).get("performance", {})}
    return Entry(
        anchor=f"site-{site['id']}",
        name=site["name"],
        fact=_fact(material, site),
        pros=statements.statements(material, subject, "pros", about="site"),
        cons=statements.statements(material, subject, "cons", about="site"),
        not_known=statements.not_known(material, site, about="site"),
        notes=tuple(dict.fromkeys(notes)),
    )


def _fact(material: Material, site: Mapping[str, Any]) -> Statement:
    offered, rating = site["beds_offered"], site["rating"]
    is_hidden = material.is_public_copy and site["standing"] == "not approached"
    facts = [
        material.say(
            "site.provider",
            provider=material.name("providers", site["provider"]),
            setting=material.say(f"setting.{site['setting']}"),
            standing=material.say(f"standing.{site['standing']}"),
        ),
        material.say(
            "site.offered",
            offered=words.between(offered["at_least"], offered["at_most"]) if offered else words.NOT_KNOWN,
        ),
    ]
    if site["existing"]:
        facts.append(material.say("site.existing"))
    if is_hidden:
        return Statement(" ".join([*facts, material.say("site.not_shown")]))
    facts.append(material.say("site.registered", registered=words.number(site["registered_beds"])))
    if not rating:
        return Statement(" ".join([*facts, material.say("site.no_rating")]))
    years = words.number(rating["years_old"], 1)
    said = material.say("site.rating", rating=rating["rating"], date=words.date(rating["date"]), years=years)
    return Statement(
        " ".join([*facts, said]), tuple(replace(one, date="") for one in material.cite([rating["source"]]))
    )


def _hurdles(material: Material, rows: list[Mapping[str, Any]]) -> Table:
    tests = material.context["hurdles"]
    table_rows = []
    for site in rows:
        results = {test["hurdle"]: test["result"] for test in site["hurdles"]}
        cells = (_result(material, results.get(test["id"], words.NOT_KNOWN)) for test in tests)
        table_rows.append(Row(site["name"], tuple(cells)))
    heads = columns(material.say("column.site"), *(test["name"] for test in tests))
    cited = material.cite(test["source"] for site in rows for test in site["hurdles"] if test["source"])
    note = material.say("note.hurdles") if cited else ""
    return Table(material.say("caption.hurdles"), heads, tuple(table_rows), note, "", cited)


def _result(material: Material, result: str) -> str:
    return material.say(f"hurdle.{result.replace(' ', '_')}")


def _condition(material: Material, test: Mapping[str, Any]) -> Statement:
    text = _condition_text(material, test["site"], test["hurdle"], test["condition"])
    return Statement(text, material.cite([test["source"] or NOT_PUBLIC], as_at=test["as_at"]))


def _alone(material: Material, rows: list[Mapping[str, Any]]) -> Table:
    heads = (
        Column(material.say("column.site")),
        *(
            Column(material.say(f"column.{key}"), True)
            for key in ("alone_beds", "alone_total", "alone_rank", "in_highest", "with", "without_it")
        ),
    )
    ordered = sorted(rows, key=lambda row: (_adds(row), ((row["alone"] or {}).get("rank") or {"low": 999})["low"]))
    return Table(
        material.say("caption.alone"),
        heads,
        tuple(Row(row["name"], _alone_cells(material, row)) for row in ordered),
        _note(material, "note.alone"),
    )


def _alone_cells(material: Material, site: Mapping[str, Any]) -> tuple[str, ...]:
    alone = site["alone"] or {}
    beds = alone.get("beds")
    held = words.NOT_KNOWN
    if beds is not None:
        key = "label.beds_all" if beds == alone["beds_wanted"] else "label.beds_of"
        held = material.say(key, beds=words.number(beds), wanted=words.number(alone["beds_wanted"]))
    total = figures.total(alone.get("total"), short=True)
    if alone.get("total") is None and alone.get("outside"):
        total = material.say(
            "label.outside", criteria=words.listed([material.criterion_in_text(ident) for ident in alone["outside"]])
        )
    rank = figures.rank(alone["rank"]) if alone.get("rank") else material.say("label.no_rank")
    return (held, total, rank, words.number(site["in_highest"]), *_additions(material, site))


def _adds(row: Mapping[str, Any]) -> int:
    """Where a site or provider stands by what it adds to the highest set; those in no possible set come last."""
    return row["adds"]["rank"] or 999


def _additions(material: Material, row: Mapping[str, Any]) -> tuple[str, str]:
    """The highest total of a set with it, and of one without it."""
    search = material.findings["search"]
    none = material.say("label.no_set" if search["rest_proven"] else "label.no_set_found")
    is_searched = bool({row["id"], *row.get("sites", ())}.intersection(search["sites_used"]))

    def said(end: float | None) -> str:
        return none if end is None else words.number(end, 1)

    with_it = said(row["adds"]["with"]) if is_searched else material.say("label.not_searched")
    return with_it, said(row["adds"]["without"])


def _note(material: Material, key: str) -> str:
    """What the columns mean, and that what a search did not finish is not proven."""
    is_proven = material.findings["search"]["rest_proven"]
    return " ".join(material.say(one) for one in (key, *(() if is_proven else ("note.not_proven",))))


def _providers(material: Material) -> Table:
    heads = (
        Column(material.say("column.provider")),
        Column(material.say("column.sites")),
        Column(material.say("column.highest_alone")),
        *(Column(material.say(f"column.{key}"), True) for key in ("in_highest", "with", "without_it")),
    )
    rows = []
    for row in sorted(material.findings["providers"], key=lambda row: (_adds(row), row["name"])):
        alone = row["highest_alone"]
        highest = words.NOT_KNOWN
        if alone:
            total = figures.total(alone["total"], short=True)
            highest = material.say("label.highest_alone", site=material.name("sites", alone["site"]), total=total)
        held = ", ".join(material.names("sites", row["sites"]))
        cells = (held, highest, words.number(row["in_highest"]), *_additions(material, row))
        rows.append(Row(row["name"], cells))
    return Table(material.say("caption.providers"), heads, tuple(rows), _note(material, "note.providers"))
