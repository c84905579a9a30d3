"""Workbooks of places made in memory, among them a place with everything that is hard about one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from branching import branched
from building import (
    AREAS,
    AS_AT,
    ROOT,
    SITES,
    anchors_of,
    area,
    core,
    evidence,
    interest,
    moderated,
    option,
    panel_criterion,
    place,
    plan,
    row,
    scored,
    seeing,
    site,
    with_place,
    workspace,
)
from weighing import BY_ID, IDS

from appraisal import appraise
from appraisal.model.ballots import WAYS, Ballots, Way, WeightsBallot
from appraisal.model.entries import Receipt
from appraisal.model.sites import Provider
from appraisal.model.weights_said import under_seen
from appraisal.model.workspace import Place, Workspace
from appraisal.papers.workbook.basis import Basis
from appraisal.papers.workbook.book import Book
from appraisal.papers.workbook.layout import write_book
from appraisal.records.report_files import read_wording

RECEIPT = str(Receipt(212, "ef" * 32, "2025-09-01T09:00:00.000000Z"))
RECORD: Mapping[str, Any] = {"receipt": RECEIPT, "comments": [], "answers": [], "from_comments": [], "order": []}
"""As much of an extract of the record as a workbook tells."""

HIDDEN = ("elm", "Rosewood Lodge", "Rosewood", "elm-care", "Rosewood Group", "first-two", "277.31", "51.5212", "0.2043")
"""What only the full form of the hard place may show: ids, names, a price and where the site stands."""
REASONS = ("A reason.", "We heard more.", "I never agreed", "Works there.", "A quiet word about prices")
PRICE = 304.37  # a bed-day at Oak, confidential; its band is 250 to 315


def bases_of(held: Place, found: Workspace | None = None) -> dict[bool, Basis]:
    """What both forms of the workbook of a place are made from, appraised as it is, by whether it is the full one."""
    findings = appraise(with_place(found, held) if found else workspace(held), held.id, samples=20)
    wording = read_wording(ROOT)
    return {full: Basis.of(findings.content, RECORD, held, wording, full=full) for full in (False, True)}


def written(basis: Basis) -> bytes:
    """The bytes of a workbook."""
    stream = BytesIO()
    write_book(stream, basis)
    return stream.getvalue()


def differing(book: Book) -> list[tuple[Any, ...]]:
    """Rows of the check, and of other weightings, whose figures are not the run's."""
    return [
        (table.name, *(cell.value for cell in cells))
        for table in book.tables
        if table.name in ("Check", "Other weightings")
        for at, cells in enumerate(table.rows)
        if table.shown("verdict", at) == "differs"
    ]


def texts(book: bytes) -> dict[str, str]:
    """Every part of a workbook's file, unzipped, as text."""
    with ZipFile(BytesIO(book)) as parts:
        return {name: parts.read(name).decode("utf-8") for name in parts.namelist()}


def hard(price: float = PRICE) -> Place:
    """A place with a site not approached, a confidential price, things not known, and every way to combine scores.

    Args:
        price: of a bed-day at Oak.
    """
    sites = (
        site("ash", lat=51.50, lon=-0.20),
        site("elm", name="Rosewood Lodge", lat=51.5212, lon=-0.2043, standing="not approached"),
        site("oak", lat=51.54, lon=-0.208, contract="spot"),
        site("yew", lat=51.56, lon=-0.212),
    )
    providers = tuple(
        Provider(id=f"{id_}-care", name="Rosewood Group" if id_ == "elm" else f"Provider {id_}") for id_ in SITES
    )
    given = {("yew", "access.admission-hours"): None, ("ash", "access.admission-hours"): 112.0}
    rows = evidence(SITES, given | {("elm", "cost.bed-day"): 277.31})
    rows = tuple(
        replace(one, value=price, public=False, note="A quiet word about prices")
        if (one.site, one.item) == ("oak", "cost.bed-day")
        else one
        for one in rows
    )
    narrowed = row("yew", "cost.fixed-a-year", None, low=5_000.0, high=12_000.0)
    rows = tuple(narrowed if (one.site, one.item) == ("yew", "cost.fixed-a-year") else one for one in rows)
    criteria = (
        *core(clinical_fit={"combine": "worst"}, cost={"anchors": ((20_000_000, 0), (3_000_000, 40), (0, 100))}),
        panel_criterion("comfort", combine="sum", anchors=((0, 0), (300, 100))),
        panel_criterion("culture"),
    )
    points = {"ash": 40, "elm": 55, "oak": 70, "yew": 85}
    scores = tuple(
        scored(person, id_, points[id_] + 5 * number, on)
        for number, person in enumerate(("p01", "p02", "p03"))
        for id_ in SITES
        for on in ("clinical-fit", "comfort", "culture")
        if (person, id_, on) not in _OTHERWISE and (id_, on) != ("yew", "culture")
    )
    ballots = Ballots(
        tuple(
            WeightsBallot(person, AS_AT, tuple(zip(sorted(c.id for c in criteria), given_points, strict=True)))
            for person, given_points in (
                ("p01", (100.0, 80.0, 10.0, 40.0, 20.0, 60.0, 90.0)),
                ("p02", (80.0, 100.0, 30.0, 50.0, 0.0, 70.0, 60.0)),
                ("p03", (90.0, 100.0, 20.0, 70.0, 50.0, 30.0, 40.0)),
            )
        ),
        (*scores, *(scored(*key[:2], answer, key[2]) for key, answer in _OTHERWISE.items())),
        (interest("p03", site_id="ash"),),
        moderated=(moderated("oak", 60, ("p02", "I never agreed")), moderated("elm", 50)),
    )
    travel = plan().travel.model_copy(update={"main_mode": "car"})
    few = area("a5", people=3, rank=20, at=(51.52, -0.21))
    return place(
        plan=plan(travel=travel.model_dump(mode="json", by_alias=True)),
        sites=sites,
        providers=providers,
        criteria=criteria,
        evidence=rows,
        areas=(*AREAS, few),
        ballots=ballots,
        options=(
            option("first-alone", {"ash": 5}),
            option("first-two", {"ash": 3, "elm": 2}),
            option("oak-and-ash", {"ash": 2, "oak": 3}),
            option("three", {"ash": 1, "oak": 1, "yew": 3}),
            option("gone", {"yew": 5}, withdrawn={"on": AS_AT, "reason": "A quiet word about prices"}),
        ),
    )


_OTHERWISE = {
    ("p01", "oak", "clinical-fit"): "not known",
    ("p02", "ash", "clinical-fit"): "recused",
    ("p01", "elm", "comfort"): "not known",
}
"""(person, site, criterion) -> what somebody answered instead of a score."""


def asked_in_every_way() -> tuple[Workspace, Place]:
    """Part of the starter with branches: each of five asked in another way, and one who saw another range for cost."""
    found = branched()
    [held] = found.places.values()
    held = replace(held, areas=held.areas[::12])
    now = anchors_of(held.criteria)
    under = tuple(sorted(under_seen(held.criteria, held.branches).items()))
    seen = tuple((id_, ((4_000_000.0, 0.0), (500_000.0, 100.0)) if id_ == "cost" else at) for id_, at in now)
    top = ("clinical-fit", "cost", "cultural-fit", "reach")
    pairs = {f"{one}/{other}": 1.0 + at for at, one in enumerate(top) for other in top[at + 1 :]}
    answers: dict[Way, dict[str, float]] = {
        "swing-points": {**dict(zip(IDS, BY_ID["swing-points"], strict=True)), "reach": 100, "journeys": 60},
        "direct-points": {
            **{"clinical-fit": 40, "cost": 10, "cultural-fit": 20, "reach": 30},
            **{"access": 55, "journeys": 45, "equity": 20, "travel-time": 80},
        },
        "ranking": {
            **{"clinical-fit": 1, "cost": 3, "cultural-fit": 2, "reach": 2},
            **{"access": 1, "journeys": 1, "equity": 2, "travel-time": 1},
        },
        "analytic-hierarchy": {**pairs, "access/journeys": 2.0, "equity/travel-time": 3.0},
        "best-worst": {
            **{"clinical-fit/cost": 6.0, "clinical-fit/cultural-fit": 3.0, "clinical-fit/reach": 2.0},
            **{"cultural-fit/cost": 2.0, "reach/cost": 4.0, "access/journeys": 2.0, "equity/travel-time": 3.0},
        },
    }
    said = [tuple(sorted((of, float(answer)) for of, answer in given.items())) for given in answers.values()]
    people = ("p01", "p03", "p04", "p05", "p07")
    ballots = [
        WeightsBallot(person, AS_AT, given, way, now, under)
        for person, way, given in zip(people, WAYS, said, strict=True)
    ]
    ballots.append(WeightsBallot("p02", AS_AT, said[0], WAYS[0], seen, under))
    return found, replace(held, ballots=seeing(held.criteria, replace(held.ballots, weights=tuple(ballots))))
