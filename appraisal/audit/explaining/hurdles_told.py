"""What each site's evidence says of a hurdle, where that comes from, and what followed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from appraisal.analysis.figure_hurdles import figures_tested
from appraisal.audit.explaining.arithmetic import number
from appraisal.audit.explaining.dossier import Dossier, cited_first, numbers_of
from appraisal.audit.explaining.evidence_told import source_of, statement_of
from appraisal.audit.explaining.panel_told import site_score
from appraisal.audit.explaining.steps import Step
from appraisal.model.dates import spoken
from appraisal.model.hurdles import FAILS, MEETS, MEETS_WITH_CONDITION, NOT_KNOWN, Hurdle
from appraisal.model.sites import Site


def hurdle_steps(dossier: Dossier, id_: str, site: str | None = None) -> tuple[Step, ...]:
    """Each site's answer to a hurdle, and what followed.

    Args:
        dossier: of the run.
        id_: of the hurdle.
        site: the one site asked about; None for every one.
    """
    hurdle = next(one for one in dossier.workspace.hurdles if one.id == id_)
    sites = [one for one in dossier.place.sites if site in (None, one.id)]
    how = {
        "evidence": "a row of evidence.csv answers it",
        "rating": f"the newest rating answers it; these fail: {', '.join(hurdle.fails)}",
        "figure": f"the figure '{hurdle.item}' answers it{_limits(hurdle)}",
    }[hurdle.test]
    asked = Step(f"{hurdle.name}: {hurdle.question}", (Step(f"How it is tested: {how}"),
                 Step(f"Source of the hurdle: {source_of(dossier, hurdle.source)}")))  # fmt: skip
    return (asked, *(result_step(dossier, hurdle, one) for one in sites))


def results_of(dossier: Dossier, site: str, *, only_missed: bool = False) -> tuple[Step, ...]:
    """What every hurdle says of a site, or those alone that it does not clear."""
    steps = [(h, result_step(dossier, h, dossier.place.site(site))) for h in dossier.workspace.hurdles]
    return tuple(
        step
        for hurdle, step in steps
        if not only_missed or _told(dossier, hurdle.id, site)[1]["result"] not in (MEETS, MEETS_WITH_CONDITION)
    )


def result_step(dossier: Dossier, hurdle: Hurdle, site: Site) -> Step:
    """What the record says of a hurdle at a site, held against the findings."""
    answer, details = _answer(dossier, hurdle, site)
    path, told = _told(dossier, hurdle.id, site.id)
    problem = ""
    if told["result"] != answer:
        problem = f"{path}: the findings say '{told['result']}', and what stands in the record comes to '{answer}'."
    decided = [
        entry
        for entry in dossier.of("hurdle")
        if (entry.content["site"], entry.content["hurdle"]) == (site.id, hurdle.id)
    ]
    steps = [
        *details,
        *(
            Step(
                f"{cited_first(entry)} decided '{entry.content['answer']}': {entry.content['reason']}"
                f"{dossier.since_run(entry)}",
                entries=(entry.number,),
            )
            for entry in decided
        ),
        Step(_what_followed(dossier, site, answer)),
    ]
    text = f"{site.name} ({site.id}), {hurdle.name}"
    return Step(text, tuple(steps), numbers_of(decided), path=path, shown=answer, problem=problem, is_compared=True)


def _told(dossier: Dossier, hurdle: str, site: str) -> tuple[str, Mapping[str, Any]]:
    row = dossier.index("sites", site)
    results = dossier.findings["sites"][row]["hurdles"]
    at = next(index for index, one in enumerate(results) if one["hurdle"] == hurdle)
    return f"sites[{row}].hurdles[{at}].result", results[at]


def _answer(dossier: Dossier, hurdle: Hurdle, site: Site) -> tuple[str, list[Step]]:
    if hurdle.test == "rating":
        return _rating(dossier, hurdle, site)
    if hurdle.test == "figure":
        return _figure(dossier, hurdle, site)
    row = dossier.place.evidence_of(site.id, hurdle.id)
    if row is None:
        return NOT_KNOWN, [Step("No row of evidence.csv answers it, and what is not known never passes")]
    return row.answer, [statement_of(dossier, row)]


def _rating(dossier: Dossier, hurdle: Hurdle, site: Site) -> tuple[str, list[Step]]:
    as_at = dossier.workspace.settings.as_at
    known = [rating for rating in site.ratings if rating.date <= as_at]
    if not known:
        return NOT_KNOWN, [Step("No rating in sites.yaml by then, and what is not known never passes")]
    newest = max(known, key=lambda rating: rating.date)
    text = f"sites.yaml: rated {newest.rating} on {spoken(newest.date)}, source {source_of(dossier, newest.source)}"
    return (FAILS if newest.rating in hurdle.fails else MEETS), [Step(text)]


def _figure(dossier: Dossier, hurdle: Hurdle, site: Site) -> tuple[str, list[Step]]:
    """What a figure, or the panel's score, says of a limit."""
    tested = figures_tested(dossier.place, hurdle)[site.id]
    figure = tested.figure
    criterion = next((one for one in dossier.place.criteria if one.panel and one.id == hurdle.item), None)
    row = dossier.place.evidence_of(site.id, hurdle.item or "")
    if criterion is not None:
        details = [site_score(dossier, criterion, site.id)]
    else:
        details = [statement_of(dossier, row)] if row else [Step("No row of evidence.csv gives it")]
    at_least = -float("inf") if hurdle.at_least is None else hurdle.at_least
    at_most = float("inf") if hurdle.at_most is None else hurdle.at_most
    if figure.value is None and tested.is_score:
        return NOT_KNOWN, details
    low, high = (figure.low, figure.high) if figure.value is None else (figure.value, figure.value)
    if at_least <= low and high <= at_most:
        answer = MEETS
    elif high < at_least or low > at_most or figure.value is not None:
        answer = FAILS
    else:
        answer = NOT_KNOWN
    said = number(figure.value) if figure.value is not None else "not known"
    return answer, [*details, Step(f"{said} held against {_limits(hurdle).removeprefix(', ')}")]


def _limits(hurdle: Hurdle) -> str:
    said = [f"at least {number(hurdle.at_least)}"] if hurdle.at_least is not None else []
    said += [f"at most {number(hurdle.at_most)}"] if hurdle.at_most is not None else []
    return f", {' and '.join(said)}" if said else ""


def _what_followed(dossier: Dossier, site: Site, answer: str) -> str:
    row = dossier.findings["sites"][dossier.index("sites", site.id)]
    if answer == MEETS_WITH_CONDITION:
        return "It passes, and the condition is named beside every set that uses it"
    if answer == MEETS:
        return f"It passes this hurdle; the site is {'in' if row['status'] == 'in' else 'set aside for another one'}"
    options = [
        option["name"]
        for option in dossier.findings["options"]
        if site.id in option["sites"] and option["status"] == "set aside"
    ]
    lost = f", and with it these options: {'; '.join(options)}" if options else "; no option was set aside with it"
    return f"What followed: the site is set aside{lost}"
