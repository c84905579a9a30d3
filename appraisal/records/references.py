"""What files say of one another: ids that must exist, beds that must add up, dates that must not lie ahead."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from appraisal.errors import Problem, did_you_mean
from appraisal.measures import known_measures
from appraisal.model.base import FileModel
from appraisal.model.criteria import CriteriaFile, Criterion
from appraisal.model.evidence import Source
from appraisal.model.hurdles import HurdlesFile
from appraisal.model.options import Option
from appraisal.model.places import Point
from appraisal.model.workspace import Place, Settings
from appraisal.records.figure_references import check_figure_hurdles, check_figures_of
from appraisal.records.people_references import check_dependence, check_people
from appraisal.records.tree_references import check_tree
from appraisal.records.yaml_files import Tree, Where

FARTHEST_KM = 50.0  # a site farther than this from every area is taken to be a slip in its point
_INVENTED_BESIDE_REAL = {
    True: "Site '{site}' is '{standing}', so it is real, and workspace.yaml says 'illustrative: true': all here is "
    "invented. A real site never stands beside invented evidence. Change one.",
    False: "Site '{site}' is 'illustrative', so it is invented, and workspace.yaml does not say so. Write "
    "'illustrative: true' there, or give the site's real standing.",
}  # by whether the workspace is illustrative


def check_core(
    settings: tuple[Settings, Tree],
    core: tuple[CriteriaFile, Tree],
    hurdles: tuple[HurdlesFile, Tree],
    sources: Mapping[str, Source] | None,
    problems: list[Problem],
) -> None:
    """Check workspace.yaml, criteria.yaml and hurdles.yaml against each other and against the sources."""
    criteria, tree = core
    _unique(tree, "criteria", criteria.criteria, "Criterion", problems)
    _unique(tree, "themes", criteria.themes, "Theme", problems)
    _unique(hurdles[1], "hurdles", hurdles[0].hurdles, "Hurdle", problems)
    check_figure_hurdles(*hurdles, criteria.criteria, problems)
    _check_criteria(tree, criteria.criteria, [theme.id for theme in criteria.themes], problems)
    check_tree(tree, None, problems)
    answered = {theme for criterion in criteria.criteria for theme in criterion.themes}
    for index, theme in enumerate(criteria.themes):
        if theme.id in answered and theme.unanswered:
            text = f"Theme '{theme.id}' is answered by a criterion, and 'unanswered' says why none does. Keep one."
            problems.append(Problem(tree.name, tree.line(("themes", index, "unanswered")), text))
    for model, of in (settings, core, hurdles):
        _check_sources(of, model, sources, problems)


def check_place(
    place: Place,
    trees: Mapping[str, Tree],
    known: tuple[Mapping[str, Source], Settings, HurdlesFile, CriteriaFile],
    problems: list[Problem],
) -> None:
    """Check one place's files against each other and against the core."""
    sources, settings, hurdles, core = known
    as_at = settings.as_at
    folder = f"options/{place.id}"
    plan, sites, options = (trees[f"{folder}/{name}.yaml"] for name in ("place", "sites", "options"))
    own = trees.get(f"criteria/{place.id}.yaml")
    _check_plan(place, plan, core, problems)
    check_dependence(place, plan, problems)
    _check_limits(place, plan, problems)
    check_figures_of(place, plan, hurdles.hurdles, problems)
    if own:
        added = [criterion for criterion in place.criteria if criterion.id in place.own_criteria]
        _unique(own, "criteria", added, "Criterion", problems)
        if own.value.get("themes"):
            text = "Themes are read from criteria/criteria.yaml alone. Move these there."
            problems.append(Problem(own.name, own.line(("themes",)), text))
        core_ids = {criterion.id for criterion in core.criteria}
        for index, item in enumerate(own.value["criteria"]):
            if item["id"] in core_ids:
                text = f"Criterion '{item['id']}' is in the core; a place can add, never change. Rename it."
                problems.append(Problem(own.name, own.line(("criteria", index, "id")), text))
        _check_criteria(own, _in_file_order(own, "criteria", added), [theme.id for theme in core.themes], problems)
        check_tree(own, core, problems)
    _check_sites(place, sites, settings, problems)
    _check_options(place, options, as_at, problems)
    _check_sources(plan, place.plan, sources, problems)
    for tree, key, items in ((sites, "sites", place.sites), (options, "options", place.options)):
        _check_list_sources(tree, key, items, sources, problems)
    for row in place.evidence:
        if row.as_at > as_at:
            text = f"The figure's date, {row.as_at}, is after the workspace's as_at, {as_at}. Mend one of them."
            problems.append(Problem(f"{folder}/evidence.csv", row.line, text))
    if not any(area.population > 0 for area in place.areas):
        problems.append(Problem(f"{folder}/areas.csv", 1, "No area has any people. Fill in the populations."))


def rough_km(one: Point, other: Point) -> float:
    """Kilometres between two points on a flat map: enough to see a slip."""
    north = (one[0] - other[0]) * 111.2
    east = (one[1] - other[1]) * 111.2 * math.cos(math.radians(other[0]))
    return math.hypot(north, east)


def _check_plan(place: Place, tree: Tree, core: CriteriaFile, problems: list[Problem]) -> None:
    plan = place.plan
    _unique(tree, "groups", plan.groups, "Group", problems)
    check_people(place.plan, tree, problems)
    core_ids = {criterion.id for criterion in core.criteria}
    for index, criterion in enumerate(plan.criteria_off):
        if criterion not in core_ids:
            hint = did_you_mean(criterion, core_ids)
            line = tree.line(("criteria_off", index))
            problems.append(Problem(tree.name, line, f"Criterion '{criterion}' is not in the core.{hint}"))
    _check_map(place, tree, problems)
    if not place.criteria:
        problems.append(Problem(tree.name, tree.line(("criteria_off",)), "Every criterion is switched off. Keep one."))


def _check_map(place: Place, tree: Tree, problems: list[Problem]) -> None:
    """The two-way map is of two criteria that the place uses."""
    pair: tuple[str, ...] = place.plan.two_way_map or ()
    known = [criterion.id for criterion in place.criteria]
    for index, criterion in enumerate(pair):
        line = tree.line(("two_way_map", index))
        if criterion not in known:
            text = f"Criterion '{criterion}' of the two-way map is none that this place uses."
            text += did_you_mean(criterion, known) or f" Known: {', '.join(known)}."
            problems.append(Problem(tree.name, line, text))
        elif index and criterion == pair[0]:
            text = f"The two-way map names '{criterion}' twice. Name two different criteria, or leave it out."
            problems.append(Problem(tree.name, line, text))


def _check_limits(place: Place, tree: Tree, problems: list[Problem]) -> None:
    """What `limits` in place.yaml speaks of is there, and no two limits shut each other out."""
    limits = place.plan.limits
    sites, providers = [site.id for site in place.sites], [provider.id for provider in place.providers]
    required = [rule.site for rule in limits.required_sites]
    for key, rules in (("required_sites", limits.required_sites), ("forbidden_sites", limits.forbidden_sites)):
        for index, rule in enumerate(rules):
            line = tree.line(("limits", key, index, "site"))
            if rule.site not in sites:
                text = f"Site '{rule.site}' is not in sites.yaml.{did_you_mean(rule.site, sites)}"
                problems.append(Problem(tree.name, line, text))
            if key == "forbidden_sites" and rule.site in required:
                text = f"Site '{rule.site}' is both required and forbidden. Take out one."
                problems.append(Problem(tree.name, line, text))
    for index, cap in enumerate(limits.providers):
        if cap.provider not in providers:
            text = f"Provider '{cap.provider}' is not in sites.yaml.{did_you_mean(cap.provider, providers)}"
            problems.append(Problem(tree.name, tree.line(("limits", "providers", index, "provider")), text))
    if limits.budget_pounds is not None and place.costing is None:
        text = "A budget needs a criterion of the core whose measure is 'cost', weighed or switched off. There is none."
        problems.append(Problem(tree.name, tree.line(("limits", "budget_pounds")), text))


def _check_sites(place: Place, tree: Tree, settings: Settings, problems: list[Problem]) -> None:
    as_at = settings.as_at
    providers = {provider.id for provider in place.providers}
    _unique(tree, "providers", place.providers, "Provider", problems)
    _unique(tree, "sites", place.sites, "Site", problems)
    for index, site in enumerate(_in_file_order(tree, "sites", place.sites)):
        line = tree.line(("sites", index, "provider"))
        if site.provider not in providers:
            text = f"Site '{site.id}': provider '{site.provider}' is not in 'providers'."
            problems.append(Problem(tree.name, line, text + did_you_mean(site.provider, providers)))
        if (site.standing == "illustrative") != settings.illustrative:
            text = _INVENTED_BESIDE_REAL[settings.illustrative].format(site=site.id, standing=site.standing)
            problems.append(Problem(tree.name, tree.line(("sites", index, "standing")), text))
        for number, rating in enumerate(site.ratings):
            if rating.date > as_at:
                text = f"Site '{site.id}' has a rating of {rating.date}, after the workspace's as_at, {as_at}."
                problems.append(Problem(tree.name, tree.line(("sites", index, "ratings", number)), text))
        nearest = min((rough_km((site.lat, site.lon), (area.lat, area.lon)) for area in place.areas), default=0.0)
        if nearest > FARTHEST_KM:
            if min(rough_km((site.lon, site.lat), (area.lat, area.lon)) for area in place.areas) <= FARTHEST_KM:
                what = "Its lat and lon look swapped."
            else:
                what = "Check its lat and lon."
            text = f"Site '{site.id}' is {nearest:,.0f} km from the nearest area. {what}"
            problems.append(Problem(tree.name, tree.line(("sites", index, "lat")), text))


def _check_options(place: Place, tree: Tree, as_at: date, problems: list[Problem]) -> None:
    sites = {site.id: site for site in place.sites}
    _unique(tree, "options", place.options, "Option", problems)
    names: set[str] = set()
    for index, option in enumerate(_in_file_order(tree, "options", place.options)):
        line = tree.line(("options", index, "sites"))
        for site_id, beds in option.sites.items():
            at = tree.line(("options", index, "sites", site_id))
            if site_id not in sites:
                hint = did_you_mean(site_id, sites)
                problems.append(Problem(tree.name, at, f"Site '{site_id}' is not in sites.yaml.{hint}"))
            elif (offered := sites[site_id].beds_offered) is not None and beds not in offered:
                text = f"Option '{option.id}' opens {beds} beds at '{site_id}', which offers {offered}. Change one."
                problems.append(Problem(tree.name, at, text))
        found = _beds_problem(option, place)
        if found:
            problems.append(Problem(tree.name, line, found))
        if option.name in names:
            text = f"Two options are named '{option.name}'. Rename one."
            problems.append(Problem(tree.name, tree.line(("options", index, "name")), text))
        names.add(option.name)
        if option.withdrawn and option.withdrawn.on > as_at:
            text = f"Option '{option.id}' is withdrawn on {option.withdrawn.on}, after the workspace's as_at, {as_at}."
            problems.append(Problem(tree.name, tree.line(("options", index, "withdrawn")), text))


def _beds_problem(option: Option, place: Place) -> str | None:
    beds, most = place.plan.beds, place.plan.sites_at_most
    if option.beds not in beds:
        return (
            f"Option '{option.id}' gives {option.beds} beds; the place needs {beds}. "
            "Change the beds, or the number in place.yaml."
        )
    if len(option.sites) > most:
        return f"Option '{option.id}' uses {len(option.sites)} sites; at most {most} are allowed (place.yaml)."
    return None


def _check_criteria(tree: Tree, criteria: Sequence[Criterion], themes: Sequence[str], problems: list[Problem]) -> None:
    measures = known_measures()
    for index, criterion in enumerate(criteria):
        if criterion.measure and criterion.measure not in measures:
            hint = did_you_mean(criterion.measure, measures) or f" Known: {', '.join(measures)}."
            text = f"Criterion '{criterion.id}': there is no measure '{criterion.measure}'.{hint}"
            problems.append(Problem(tree.name, tree.line(("criteria", index, "measure")), text))
        for number, theme in enumerate(criterion.themes):
            if theme not in themes:
                text = f"Criterion '{criterion.id}': theme '{theme}' is not in 'themes'.{did_you_mean(theme, themes)}"
                problems.append(Problem(tree.name, tree.line(("criteria", index, "themes", number)), text))


def _unique(tree: Tree, key: str, items: Iterable[Any], what: str, problems: list[Problem]) -> None:
    """Ids are used once each; the line is that of the second use."""
    seen: set[str] = set()
    for index, item in enumerate(_in_file_order(tree, key, list(items))):
        if item.id in seen:
            line = tree.line((key, index, "id"))
            problems.append(Problem(tree.name, line, f"{what} '{item.id}' is here twice. Give one another id."))
        seen.add(item.id)


def _in_file_order(tree: Tree, key: str, items: Sequence[Any]) -> list[Any]:
    """Items, which are kept in order of id, as they stand in the file, so that their index finds their line."""
    left = list(items)
    ordered = []
    for written in tree.value.get(key) or []:
        match = next((item for item in left if item.id == written["id"].strip()), None)
        if match is not None:
            left.remove(match)
            ordered.append(match)
    return ordered


def _check_list_sources(
    tree: Tree, key: str, items: Sequence[FileModel], sources: Mapping[str, Source], problems: list[Problem]
) -> None:
    for index, item in enumerate(_in_file_order(tree, key, items)):
        _check_sources(tree, item, sources, problems, (key, index))


def _check_sources(
    tree: Tree, model: FileModel, sources: Mapping[str, Source] | None, problems: list[Problem], where: Where = ()
) -> None:
    """Every `source` key, at any depth, names a source of sources.csv."""
    if sources is None:
        return
    for name, field in type(model).model_fields.items():
        key = field.alias or name
        found = getattr(model, name)
        if name == "source" and isinstance(found, str) and found not in sources:
            text = f"Source '{found}' is not in criteria/sources.csv.{did_you_mean(found, sources)}"
            problems.append(Problem(tree.name, tree.line((*where, key)), text))
        parts = enumerate(found) if isinstance(found, tuple) else [(None, found)]
        for index, part in parts:
            if isinstance(part, FileModel):
                inner = (*where, key) if index is None else (*where, key, index)
                _check_sources(tree, part, sources, problems, inner)
