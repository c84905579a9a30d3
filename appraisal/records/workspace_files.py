"""Reading a workspace folder: every file, every problem with its file and line, all together."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType

from appraisal.errors import Problem, WorkspaceError
from appraisal.model.ballots import Ballots
from appraisal.model.criteria import Branch, CriteriaFile, Criterion
from appraisal.model.evidence import Source
from appraisal.model.hurdles import HurdlesFile
from appraisal.model.options import OptionsFile
from appraisal.model.places import PlacePlan
from appraisal.model.sites import SitesFile
from appraisal.model.workspace import Place, Settings, Workspace
from appraisal.records.ledger_address import ledger_address, ledger_is_there
from appraisal.records.links import links_astray
from appraisal.records.outline import Outline, read_outline
from appraisal.records.place_tables import read_areas, read_evidence, read_sources, read_travel
from appraisal.records.references import check_core, check_place
from appraisal.records.report_files import WORDING, wording_of
from appraisal.records.text_files import LARGEST_BYTES, sha256_of
from appraisal.records.tree_references import branches_over
from appraisal.records.yaml_files import Model, Tree, read_model

_PLACE_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def open_workspace(folder: str | Path, *, ballots: bool = True) -> Workspace:
    """Read a workspace, and what people said of its places from its ledger.

    Args:
        folder: where workspace.yaml is.
        ballots: False leaves the ledger alone.

    Returns:
        The workspace; a place without a ledger has no ballots.

    Raises:
        WorkspaceError: with every problem of every file, by file and line.
        LedgerError: if the ledger is there and cannot be read.
    """
    root = Path(folder)
    workspace, problems = read_workspace(root)
    if problems:
        raise WorkspaceError(tuple(problems), "this workspace")
    assert workspace is not None
    if not ballots or not ledger_is_there(ledger_address(root)):
        return workspace
    from appraisal.records.cast_ballots import ballots_by_place

    cast = ballots_by_place(ledger_address(root))
    places = {id_: replace(place, ballots=cast.get(id_, Ballots())) for id_, place in workspace.places.items()}
    lost = [problem for place in places.values() for problem in _lost_sites(place)]
    if lost:
        raise WorkspaceError(tuple(lost), "this workspace")
    return replace(workspace, places=MappingProxyType(places))


def _lost_sites(place: Place) -> list[Problem]:
    """Sites that people scored or declared an interest in, and that sites.yaml no longer has."""
    known = {site.id for site in place.sites}
    named = {score.site for score in place.ballots.scores} | {i.site for i in place.ballots.interests if i.site}
    text = "Site '{}' is not here any more, and the record holds ballots about it. Put it back; a site keeps its id."
    return [Problem(f"options/{place.id}/sites.yaml", 0, text.format(site)) for site in sorted(named - known)]


def read_workspace(root: Path) -> tuple[Workspace | None, list[Problem]]:
    """Read the files of a workspace; None with its problems where it does not hold together."""
    if not (root / "workspace.yaml").is_file():
        text = f"There is no workspace.yaml in {root}. Name the folder that has one, or make one: appraisal new."
        return None, [Problem("workspace.yaml", 0, text)]
    astray = links_astray(root)
    if astray:
        return None, astray
    reader = _Reader(root)
    settings = reader.model("workspace.yaml", Settings)
    core = reader.model("criteria/criteria.yaml", CriteriaFile)
    hurdles = reader.model("criteria/hurdles.yaml", HurdlesFile)
    sources = read_sources(reader.path("criteria/sources.csv"), "criteria/sources.csv", reader.problems)
    if core and hurdles and settings:
        check_core(settings, core, hurdles, sources, reader.problems)
    places = {}
    for place_id in reader.places():
        place = _read_place(reader, place_id, core, hurdles, sources)
        if place:
            places[place_id] = place
            if settings and sources is not None and hurdles and core:
                known = (sources, settings[0], hurdles[0], core[0])
                check_place(place, reader.trees, known, reader.problems)
    if (root / "reports" / WORDING).is_file():
        reader.path(f"reports/{WORDING}")  # a run tells its findings in these words, so it rests on them
    wording = wording_of(root, reader.problems)
    if not places and not reader.problems:
        reader.problems.append(Problem("options", 0, "There is no place here. Add a folder with a place.yaml."))
    if reader.problems or not (settings and core and hurdles):
        return None, reader.problems
    workspace = Workspace(
        settings[0],
        tuple(sorted(core[0].themes, key=lambda theme: theme.id)),
        tuple(sorted(hurdles[0].hurdles, key=lambda hurdle: hurdle.id)),
        MappingProxyType(sources or {}),
        MappingProxyType(places),
        MappingProxyType(dict(sorted(reader.files.items()))),
        MappingProxyType(wording),
    )
    return workspace, []


@dataclass
class _Reader:
    """Reads files of one workspace, collecting problems, hashes and the lines of YAML keys."""

    root: Path
    problems: list[Problem] = field(default_factory=list)
    files: dict[str, str] = field(default_factory=dict)
    trees: dict[str, Tree] = field(default_factory=dict)

    def path(self, name: str) -> Path:
        """The path of a file of the workspace, noting its hash."""
        path = self.root / name
        if path.is_file() and path.stat().st_size <= LARGEST_BYTES:
            with suppress(OSError):  # whoever reads the file next says why it cannot be read
                self.files[name] = sha256_of(path)
        return path

    def model(self, name: str, model: type[Model]) -> tuple[Model, Tree] | None:
        """A YAML file as a model, with its lines."""
        found = read_model(self.path(name), name, model, self.problems)
        if found:
            self.trees[name] = found[1]
        return found

    def places(self) -> list[str]:
        """Ids of the places: the folders of options/ that have a place.yaml."""
        folder = self.root / "options"
        if not folder.is_dir():
            self.problems.append(Problem("options", 0, "This folder is missing. It holds a folder for each place."))
            return []
        found = sorted(path.name for path in folder.iterdir() if path.is_dir() and not path.name.startswith((".", "_")))
        for name in found:
            if not _PLACE_ID.fullmatch(name):
                text = "A place's folder is named in lower-case words with hyphens, such as 'hammersmith-and-fulham'."
                self.problems.append(Problem(f"options/{name}", 0, text))
        return [name for name in found if _PLACE_ID.fullmatch(name)]


def _read_place(
    reader: _Reader,
    place_id: str,
    core: tuple[CriteriaFile, Tree] | None,
    hurdles: tuple[HurdlesFile, Tree] | None,
    sources: dict[str, Source] | None,
) -> Place | None:
    folder = f"options/{place_id}"
    plan = reader.model(f"{folder}/place.yaml", PlacePlan)
    sites = reader.model(f"{folder}/sites.yaml", SitesFile)
    options = reader.model(f"{folder}/options.yaml", OptionsFile)
    own_name = f"criteria/{place_id}.yaml"
    has_own = (reader.root / own_name).is_file()
    own = reader.model(own_name, CriteriaFile) if has_own else None
    areas = read_areas(reader.path(f"{folder}/areas.csv"), f"{folder}/areas.csv", reader.problems)
    if not (core and hurdles) or (has_own and not own):
        return None
    off = plan[0].criteria_off if plan else ()
    criteria, own_ids = _criteria(off, core[0], own[0] if own else None)
    evidence = read_evidence(
        reader.path(f"{folder}/evidence.csv"),
        f"{folder}/evidence.csv",
        reader.problems,
        criteria=_criteria((), core[0], own[0] if own else None)[0],
        hurdles=hurdles[0].hurdles,
        sites=[site.id for site in sites[0].sites] if sites else None,
        options=[option.id for option in options[0].options] if options else None,
        sources=sources,
    )
    if not (plan and sites and options and areas):
        return None
    travel_path = reader.path(f"{folder}/travel.csv")
    travel = (
        read_travel(travel_path, f"{folder}/travel.csv", reader.problems, areas, [site.id for site in sites[0].sites])
        if travel_path.exists()
        else []
    )
    outline_path = reader.path(f"{folder}/outline.geojson")
    outline = (
        read_outline(outline_path, f"{folder}/outline.geojson", reader.problems, areas)
        if outline_path.exists()
        else Outline()
    )
    if evidence is None or travel is None or outline is None:
        return None
    costing = _costing(plan[0], core[0])
    kept = f"{costing.id}." if costing else None
    tested = {hurdle.item for hurdle in hurdles[0].hurdles if hurdle.item and "." in hurdle.item}
    evidence = [
        row
        for row in evidence
        if row.item.split(".")[0] not in off or row.item in tested or (kept and row.item.startswith(kept))
    ]
    return Place(
        id=place_id,
        plan=_in_order(plan[0]),
        criteria=criteria,
        own_criteria=own_ids,
        providers=tuple(sorted(sites[0].providers, key=lambda provider: provider.id)),
        sites=tuple(sorted(sites[0].sites, key=lambda site: site.id)),
        options=tuple(sorted(options[0].options, key=lambda option: option.id)),
        evidence=tuple(sorted(evidence, key=lambda row: (row.site or "", row.option or "", row.item, row.as_at))),
        areas=tuple(sorted(areas, key=lambda area: area.code)),
        travel=tuple(sorted(travel, key=lambda row: (row.area, row.site, row.mode, row.period))),
        costing=costing,
        outline=outline.rings,
        outline_source=outline.source,
        branches=_branches(criteria, core[0], own[0] if own else None),
    )


def _costing(plan: PlacePlan, core: CriteriaFile) -> Criterion | None:
    """The criterion that a budget is held against, where there is a budget."""
    if plan.limits.budget_pounds is None:
        return None
    return next((criterion for criterion in core.criteria if criterion.measure == "cost"), None)


def _in_order(plan: PlacePlan) -> PlacePlan:
    """The plan with its panel and groups in order of id, so that the order of lines changes nothing."""
    panel = tuple(sorted(plan.panel, key=lambda member: member.person))
    return plan.model_copy(update={"panel": panel, "groups": tuple(sorted(plan.groups, key=lambda group: group.id))})


def _criteria(
    off: Collection[str], core: CriteriaFile, own: CriteriaFile | None
) -> tuple[tuple[Criterion, ...], tuple[str, ...]]:
    used = [criterion for criterion in core.criteria if criterion.id not in off]
    added = list(own.criteria) if own else []
    return tuple(sorted([*used, *added], key=lambda criterion: criterion.id)), _ids(added)


def _branches(criteria: Iterable[Criterion], core: CriteriaFile, own: CriteriaFile | None) -> tuple[Branch, ...]:
    """The branches with one of these criteria somewhere under them."""
    known = [*core.branches, *(own.branches if own else ())]
    used = branches_over([one.under or "" for one in criteria], {branch.id: branch.under or "" for branch in known})
    return tuple(branch for branch in known if branch.id in used)


def _ids(items: Iterable[Criterion]) -> tuple[str, ...]:
    return tuple(sorted(item.id for item in items))
