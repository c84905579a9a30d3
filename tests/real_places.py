"""Workspaces made of open data: real areas and homes, and assumptions that say that a test made them.

Nothing here is read from the starter but its criteria, hurdles and reports, by `appraisal new`. Real homes bring
published facts alone; whatever a test adds is called a test assumption in the workspace itself.
"""

from __future__ import annotations

import csv
import html
import json
import re
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[1]
REAL = ROOT.parent / "shared" / "data" / "nwl"
needs_real_data = pytest.mark.skipif(
    not REAL.is_dir(), reason="the open data of North West London is not here: ../shared/data/nwl beside the checkout"
)

BOROUGH = "Hammersmith and Fulham"
PLACE = "hammersmith-and-fulham"
AS_AT = "2026-11-22"  # the day on which the data were gathered
PEOPLE = ("t01", "t02", "t03", "t04")
GROUPS = ("residents", "residents", "clinicians", "place-team")
CRITERIA = ("access", "clinical-fit", "cost", "equity", "travel-time")
POINTS = ((90, 70, 20, 60, 100), (80, 90, 40, 100, 70), (70, 100, 50, 40, 60), (100, 60, 80, 50, 40))
FIGURES = {
    "access.admission-hours": "hours a week",
    "cost.bed-day": "pounds a bed-day",
    "cost.fixed-a-year": "pounds a year",
    "cost.set-up-building": "pounds",
    "cost.set-up-equipment": "pounds",
}
HURDLES = ("nursing", "ward-round", "contract-date", "data-reporting", "no-hospice-bed")
OURS = "test-assumption"
NOT_HERE = "Not part of this test."


@dataclass(frozen=True)
class Home:
    """A real home as its published page has it; None where the page does not say."""

    id: str
    name: str
    provider: str | None
    postcode: str
    borough: str
    lat: float
    lon: float
    registered_beds: int | None
    rating: tuple[str, str] | None


def lines(name: str) -> list[dict[str, str]]:
    """The rows of one of the open tables."""
    with (REAL / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def areas_of(borough: str = BOROUGH) -> list[dict[str, str]]:
    """The areas of a borough, in the product's columns; people of 75 and over and of 85 and over are estimates."""
    renamed = {
        "population_75_plus": "population_75_plus_est",
        "population_85_plus": "population_85_plus_est",
        "deprivation_rank": "imd2025_rank",
    }
    kept = ("code", "name", "lat", "lon", "population", "population_65_plus", *renamed)
    return [{c: row[renamed.get(c, c)] for c in kept} for row in lines("areas") if row["borough"] == borough]


def homes() -> list[Home]:
    """The homes that have a point; a cell that its own row calls weak is taken as missing."""
    found = []
    for row in lines("care_homes"):
        if not (row["lat"] and row["lon"]):
            continue
        is_same_home = row["registration"] == "active on page"  # else the rating is that of an earlier registration
        has_beds = row["beds"] and "older than the rating" not in row["beds_source"]
        found.append(
            Home(
                row["id"],
                row["name"],
                None if row["provider"].startswith("not shown") else row["provider"],
                row["postcode"],
                row["borough"],
                float(row["lat"]),
                float(row["lon"]),
                int(row["beds"]) if has_beds else None,
                (row["rating"], row["rating_date"]) if is_same_home and row["rating"] and row["rating_date"] else None,
            )
        )
    return found


@dataclass(frozen=True)
class Appraised:
    """A workspace after check, import, run and papers.

    Attributes:
        said: what `appraisal run` answered.
        public: by name, everything that anybody may read: the public findings and each paper, as text.
    """

    folder: Path
    findings: dict
    said: str
    public: dict[str, str]

    @property
    def options(self):
        """Options by id."""
        return {option["id"]: option for option in self.findings["options"]}

    @property
    def sites(self):
        """Sites by id."""
        return {site["id"]: site for site in self.findings["sites"]}


def appraised(folder, process):
    """The whole way, by the commands."""
    inbox = sorted((folder / "options" / PLACE / "ballots").glob("*.csv"))
    answers = {}
    for command in (
        ("check", folder),
        ("import", *inbox, "-w", folder),
        ("run", folder, "--samples", "200"),
        ("papers", folder),
        ("papers", folder, "--format", "csv"),
    ):
        answers[command[0]] = done = process(*command)
        assert (done.returncode, done.stderr) == (0, ""), command[0]
    assert "The workspace is sound." in answers["check"].stdout
    [path] = folder.glob("runs/*/*/findings.json")
    findings = json.loads(path.read_text(encoding="utf-8"))
    papers = {path.name: html.unescape(path.read_text(encoding="utf-8")) for path in folder.glob("papers/*/*")}
    assert len(papers) == 4
    public = papers | {"findings": json.dumps(findings["public"], ensure_ascii=False)}
    return Appraised(folder, findings, answers["run"].stdout, public)


def id_of(name: str) -> str:
    """A name as an id."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


def new_place(folder: Path, process, areas: list[dict[str, str]], **changes: object) -> Path:
    """A workspace for the borough, made by `appraisal new` and filled in; it has no sites yet."""
    made = process("new", folder, "--place", BOROUGH, "--beds", "5", "--as-at", AS_AT)
    assert (made.returncode, made.stderr) == (0, "")
    home = folder / "options" / PLACE
    plan = yaml.safe_load((home / "place.yaml").read_text(encoding="utf-8").replace("fill in", NOT_HERE))
    plan["areas"] = {
        "source": "census-2021",
        "as_at": "2021-03-21",
        "note": "People of 75 and over, and of 85 and over, are estimates. Deprivation ranks are those of 2025.",
    }
    plan["panel"] = [
        {"person": person, "group": group, "role": "invented for a test"}
        for person, group in zip(PEOPLE, GROUPS, strict=True)
    ]
    for key, more in _assumptions().items():
        plan[key] = plan[key] | more if key in plan and key != "stay_days" else more
    plan["travel"] |= changes
    write_yaml(home / "place.yaml", plan)
    write_rows(home / "areas.csv", areas)
    settings = yaml.safe_load((folder / "workspace.yaml").read_text(encoding="utf-8"))
    settings["title"] = "A test with real areas: beds offered, prices, need and ballots are test assumptions"
    write_yaml(folder / "workspace.yaml", settings)
    add_sources(folder, [(OURS, "Test assumption: written by a test, asked of nobody", "A test", "opinion")])
    ballots = [
        {"person": person, "cast_on": AS_AT, **dict(zip(CRITERIA, points, strict=True))}
        for person, points in zip(PEOPLE, POINTS, strict=True)
    ]
    write_rows(home / "ballots" / "weights.csv", ballots)
    about = {"provider": "", "site": "", "interest": "none", "managed": "none needed"}
    none = [{name: row[name] for name in ("person", "cast_on")} | about for row in ballots]
    write_rows(home / "ballots" / "interests.csv", none)
    return folder


def _assumptions() -> dict[str, dict[str, object]]:
    def stated(value: float, low: float, high: float) -> dict[str, object]:
        return {"value": value, "low": low, "high": high, "source": OURS, "as_at": AS_AT}

    def period(wait: int, speed: int) -> dict[str, object]:
        ways = {"low": 1.2, "value": 1.35, "high": 1.6}
        return {
            "walk_and_wait_minutes": wait,
            "km_an_hour": speed,
            "circuity": ways,
            "source": OURS,
            "as_at": AS_AT,
        }

    rates = {
        "under_65": stated(0.0011, 0.001, 0.0012),
        "from_65_to_74": stated(0.016, 0.0145, 0.0175),
        "from_75_to_84": stated(0.046, 0.042, 0.05),
        "from_85": stated(0.155, 0.14, 0.17),
    }
    return {
        "travel": {"public-transport": {"day": period(12, 14), "evening": period(16, 13)}},
        "need": {"deaths_a_year": rates, "use_share": stated(0.085, 0.06, 0.12)},
        "stay_days": stated(21, 14, 42),
        "cost": {
            "planned_occupancy": stated(0.8, 0.7, 0.9),
            "ward_round_pounds_a_year": stated(20_000, 15_000, 26_000),
        },
    }


def anonymous_sites(folder: Path, points: list[tuple[float, float]]) -> None:
    """'Site 1' and so on at these points, each with everything known: invented, and called so."""
    home = folder / "options" / PLACE
    sites, evidence, scores = [], [], []
    for number, (lat, lon) in enumerate(points, start=1):
        id_ = f"site-{number}"
        sites.append(
            {
                "id": id_,
                "name": f"Site {number}",
                "provider": f"provider-{1 + number // 2}",
                "setting": "other",
                "lat": lat,
                "lon": lon,
                "standing": "illustrative",
                "beds_offered": {"at_least": 1 + number % 2, "at_most": 5},
                "contract": "spot" if number % 3 else "block",
                "ratings": [{"rating": "Good", "date": "2025-06-30", "source": OURS}],
            }
        )
        given = (84 + 8 * number, 280 + 9 * number, 12_000 + 1_000 * number, 70_000 - 6_000 * number, 30_000)
        answers = [*zip(FIGURES, given, FIGURES.values(), strict=True), *((hurdle, "meets", "") for hurdle in HURDLES)]
        for item, value, unit in answers:
            evidence.append(evidence_row(id_, item, value, unit))
        for seat, person in enumerate(PEOPLE):
            score = 25 * ((number * 3 + seat) % 4 + 1)
            scores.append((person, AS_AT, id_, "clinical-fit", score, "A test assumption."))
    providers = sorted({str(site["provider"]) for site in sites})
    write_sites(folder, [{"id": id_, "name": f"Provider {id_.split('-')[1]}"} for id_ in providers], sites)
    write_rows(home / "evidence.csv", evidence)
    settings = yaml.safe_load((folder / "workspace.yaml").read_text(encoding="utf-8"))
    write_yaml(folder / "workspace.yaml", settings | {"illustrative": True})
    columns = ("person", "cast_on", "site", "criterion", "score", "reason")
    write_rows(home / "ballots" / "scores.csv", [dict(zip(columns, row, strict=True)) for row in scores])


def evidence_row(site: str, item: str, value: object, unit: str) -> dict[str, object]:
    """A row of evidence that is the test's own."""
    return {
        **{"site": site, "option": "", "item": item, "value": value, "low": "", "high": "", "unit": unit},
        **{"source": OURS, "as_at": AS_AT, "public": "yes", "note": "Test assumption"},
    }


def write_sites(folder: Path, providers: list[dict[str, str]], sites: list[dict[str, object]]) -> None:
    """sites.yaml; beds offered are the test's own."""
    content = {"version": 1, "providers": providers, "sites": sites}
    path = folder / "options" / PLACE / "sites.yaml"
    write_yaml(
        path, content, "# Beds offered are a test assumption: nobody was asked, and no published page says it.\n"
    )


def write_options(folder: Path, options: dict[str, dict[str, int]]) -> None:
    """options.yaml: each {id: {site: beds}}, named neutrally."""
    written = [
        {
            "id": id_,
            "name": f"Choice {number} of the test",
            "sites": sites,
            "list": "short",
            "origin": "Test assumption: a choice made by a test, which nobody put forward.",
        }
        for number, (id_, sites) in enumerate(options.items(), start=1)
    ]
    write_yaml(folder / "options" / PLACE / "options.yaml", {"version": 1, "options": written})


def add_sources(folder: Path, sources: list[tuple[str, str, str, str]]) -> None:
    """More rows for criteria/sources.csv: id, title, publisher, kind."""
    path = folder / "criteria" / "sources.csv"
    with path.open(encoding="utf-8", newline="") as file:
        kept = list(csv.DictReader(file))
    added = [
        {"id": id_, "title": title, "publisher": publisher, "read": AS_AT, "kind": kind}
        for id_, title, publisher, kind in sources
    ]
    write_rows(path, [*kept, *added], columns=list(kept[0]))


def write_yaml(path: Path, content: object, before: str = "") -> None:
    path.write_text(before + yaml.safe_dump(content, sort_keys=False, allow_unicode=True), encoding="utf-8")


def write_rows(path: Path, rows: list[dict[str, object]], columns: list[str] | None = None) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns or list(rows[0]), restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
