"""Everything that the record holds of a site: evidence, scores, hurdles, and where it is used."""

from __future__ import annotations

from appraisal.audit.explaining.dossier import Dossier, cited_first, numbers_of
from appraisal.audit.explaining.evidence_told import figure_of, source_of, statement_of
from appraisal.audit.explaining.hurdles_told import results_of
from appraisal.audit.explaining.panel_told import site_score
from appraisal.audit.explaining.steps import Step
from appraisal.measures import figures_of
from appraisal.model.criteria import Criterion
from appraisal.model.dates import spoken


def site_steps(dossier: Dossier, id_: str, criterion: str | None = None) -> tuple[Step, ...]:
    """What is known of a site and where it comes from.

    Args:
        dossier: of the run.
        id_: of the site.
        criterion: the one criterion asked about; None for all.
    """
    chosen = [one for one in dossier.place.criteria if criterion in (None, one.id)]
    steps = [_what(dossier, id_)]
    for one in chosen:
        steps.append(site_score(dossier, one, id_) if one.panel else _figures(dossier, one, id_))
    if criterion is not None:
        return tuple(steps)
    ids = {one.id for one in dossier.place.criteria}
    said = [row for row in dossier.place.evidence if row.site == id_ and row.item in ids]
    steps.append(Step("Statements, for its pros and cons", tuple(statement_of(dossier, row) for row in said)))
    steps.append(Step("Hurdles", results_of(dossier, id_)))
    return (*steps, _interests(dossier, id_), _uses(dossier, id_))


def _what(dossier: Dossier, id_: str) -> Step:
    site = dossier.place.site(id_)
    provider = next((one.name for one in dossier.place.providers if one.id == site.provider), site.provider)
    offered = f"{site.beds_offered} beds offered" if site.beds_offered else "beds offered: not known"
    ratings = tuple(
        Step(f"Rated {one.rating} on {spoken(one.date)}, source {source_of(dossier, one.source)}")
        for one in site.ratings
    )
    text = f"{site.name}: {provider}, {site.setting}, standing {site.standing}, {offered}, {site.contract} contract"
    return Step(f"{text} (options/{dossier.place.id}/sites.yaml)", ratings)


def _figures(dossier: Dossier, criterion: Criterion, site: str) -> Step:
    items = figures_of([criterion])
    rows = tuple(figure_of(dossier, site, item, kind.name.capitalize()) for item, kind in items.items())
    if not rows:
        return Step(f"{criterion.name}: no evidence of the site itself; its minutes from each area are worked out")
    return Step(criterion.name, rows)


def _interests(dossier: Dossier, id_: str) -> Step:
    """Who declared an interest in the site or its provider, and how it is managed."""
    provider = dossier.place.site(id_).provider
    found = [
        entry
        for entry in dossier.of("interest")
        if entry.content["site"] == id_ or (entry.content["provider"] and entry.content["provider"] == provider)
    ]
    rows = tuple(
        Step(
            f"{cited_first(entry)}: {entry.content['interest']} ({entry.content['managed']}){dossier.since_run(entry)}",
            entries=(entry.number,),
        )
        for entry in found
    )
    return Step(f"Interests declared: {len(rows) or 'none'}", rows, numbers_of(found))


def _uses(dossier: Dossier, id_: str) -> Step:
    row = dossier.findings["sites"][dossier.index("sites", id_)]
    used = tuple(
        Step(f"{option['name']} ({option['id']}), {option['sites'][id_]} beds, {option['status']}")
        for option in dossier.findings["options"]
        if id_ in option["sites"]
    )
    more = [Step(f"In {row['in_highest']} of the sets that score highest")]
    if row["why_in_no_option"]:
        more.append(Step(row["why_in_no_option"]))
    return Step("Where it is used", (*used, *more))
