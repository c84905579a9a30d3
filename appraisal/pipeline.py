"""The run as one readable list of steps: a pure function of a workspace, what people said, and a seed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

from appraisal import __version__
from appraisal.analysis.checking import check_evidence, check_themes
from appraisal.analysis.checking_ballots import check_ballots
from appraisal.analysis.concluding import Concluded
from appraisal.analysis.context import context, criteria_told
from appraisal.analysis.findings import FORMAT, Findings
from appraisal.analysis.measuring import Measured, Ruler
from appraisal.analysis.milestones import check_milestones
from appraisal.analysis.off_scale import refuse_outside
from appraisal.analysis.other_methods import pymcdm_version
from appraisal.analysis.panel import panel_weights
from appraisal.analysis.panel_warnings import check_panel
from appraisal.analysis.portfolio.limits import limits_of
from appraisal.analysis.portfolio.search import WAYS_TO_SEARCH, search
from appraisal.analysis.ranking import rank
from appraisal.analysis.robustness import robustness
from appraisal.analysis.run_inputs import inputs_of
from appraisal.analysis.screening import screen
from appraisal.analysis.scrutiny import Scrutiny
from appraisal.analysis.tipping.told import tipping_told
from appraisal.analysis.unknowns import unknowns
from appraisal.errors import FindingsError, did_you_mean
from appraisal.model.public_view import has_confidences, public_view
from appraisal.model.workspace import Place, Workspace
from appraisal.papers.plain_words import plain_words

SAMPLES = 10_000
_TO_SCORE = ("check", "screen", "measure", "score")
Progress = Callable[[str], None]


def _say_nothing(step: str) -> None:
    pass


@dataclass(frozen=True)
class Appraisal:
    """What the steps hand on: what was asked, and what each has found so far.

    Attributes:
        workspace, place: what is appraised; the place may be its public view.
        samples, workers, solver, time_limit, other_methods: see `appraise`.
        is_public: whether the place is its public view.
        found: name of what a step found -> what it is; `appraisal["scores"]` reads one.
    """

    workspace: Workspace
    place: Place
    samples: int
    workers: int
    solver: str | None = None
    time_limit: float | None = None
    other_methods: bool = False
    is_public: bool = False
    found: Mapping[str, Any] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Any:
        return self.found[name]

    def having(self, **found: Any) -> Appraisal:
        """The same with what one more step found."""
        return replace(self, found=MappingProxyType({**self.found, **found}))


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a run: its name, what it does in one sentence, and the function that does it."""

    name: str
    does: str
    run: Callable[[Appraisal], Appraisal]


def appraise(
    workspace: Workspace,
    place: str | None = None,
    *,
    samples: int = SAMPLES,
    workers: int = 1,
    solver: str | None = None,
    time_limit: float | None = None,
    other_methods: bool = False,
    progress: Progress = _say_nothing,
) -> Findings:
    """Appraise the options of one place.

    Reads no clock, no disk and no database: the same workspace gives the same findings, to the byte, on any machine
    and at any number of workers. Only a time limit can break that: where time runs out, the findings say that they may
    not reproduce.

    Args:
        workspace: from `open_workspace`.
        place: id of the place; may be left out where the workspace has one.
        samples: weightings drawn for each rank acceptability, at least 1.
        workers: blocks of samples worked on at once, at least 1.
        solver: "enumeration", "highs" or "cbc" for the search; None for enumeration up to a stated number of sets, and
            HiGHS beyond it.
        time_limit: seconds that a solver may take for each question of the search; None for no limit.
        other_methods: whether TOPSIS, VIKOR and PROMETHEE II rank the options too; needs pymcdm.
        progress: called with each step's name before it runs; every step runs once more for the public view where
            the place has something to keep confidential.

    Raises:
        FindingsError: if there is no such place, nobody has given weights, a named option lies beyond the anchors of
            a criterion, there is no such solver, the time limit is not above 0, or other methods are asked for and
            pymcdm is not installed.
    """
    chosen = chosen_place(workspace, place)
    if solver not in (None, *WAYS_TO_SEARCH):
        msg = f"There is no solver '{solver}'.{did_you_mean(str(solver), WAYS_TO_SEARCH)}"
        raise FindingsError(f"{msg} Known: {', '.join(WAYS_TO_SEARCH)}.")
    if samples < 1 or workers < 1:
        msg = f"samples {samples} and workers {workers} were given; each must be at least 1."
        raise FindingsError(msg)
    if time_limit is not None and not time_limit > 0:
        msg = f"A time limit of {time_limit:g} seconds was given; it must be above 0."
        raise FindingsError(msg)
    if other_methods:
        pymcdm_version()
    asked = Appraisal(workspace, chosen, samples, workers, solver, time_limit, other_methods)
    content = _walk(asked, progress)
    public = None
    if has_confidences(chosen):
        public = _walk(replace(asked, place=public_view(chosen), is_public=True), progress)
    return Findings.of({**content, "public": public})


def _walk(appraisal: Appraisal, progress: Progress) -> dict[str, Any]:
    for step in STEPS:
        progress(step.name)
        appraisal = step.run(appraisal)
    return dict(appraisal["content"])


def scored(workspace: Workspace, place: Place) -> Appraisal:
    """A place walked as far as its ranking, without the tests and the search, so that many variants can be ranked.

    Raises:
        AppraisalError: as `appraise` does.
    """
    appraisal = Appraisal(workspace, place, samples=1, workers=1)
    for step in (step for step in STEPS if step.name in _TO_SCORE):
        appraisal = step.run(appraisal)
    return appraisal


def _check(appraisal: Appraisal) -> Appraisal:
    workspace, place = appraisal.workspace, appraisal.place
    warned = check_evidence(place, workspace.hurdles, workspace.sources, workspace.settings.as_at)
    themes = check_themes(place, workspace.themes)
    panel = panel_weights(place)
    of_people = (*check_ballots(place), *check_panel(place, panel))
    warned = (*warned, *themes, *check_milestones(place.plan), *of_people)
    return appraisal.having(warned=warned, panel=panel)


def _screen(appraisal: Appraisal) -> Appraisal:
    workspace, place = appraisal.workspace, appraisal.place
    screening = screen(place, workspace.hurdles, workspace.settings.as_at)
    ranked = [option for option in place.options if not option.withdrawn and screening.option_passes(option)]
    return appraisal.having(screening=screening, ranked=tuple(ranked))


def _measure(appraisal: Appraisal) -> Appraisal:
    ruler = Ruler.of(appraisal.place)
    measured = Measured.of(ruler, {option.id: option.sites for option in appraisal["ranked"]})
    missing = unknowns(appraisal.place, ruler, appraisal["screening"])
    return appraisal.having(ruler=ruler, measured=measured, unknown=missing)


def _score(appraisal: Appraisal) -> Appraisal:
    scores = appraisal["ruler"].score(appraisal["measured"].performances)
    refuse_outside(appraisal.place.criteria, appraisal["measured"], scores)
    ranking = rank(*scores.totals(appraisal["panel"].overall))
    return appraisal.having(scores=scores, ranking=ranking)


def _test(appraisal: Appraisal) -> Appraisal:
    place, panel = appraisal.place, appraisal["panel"]
    ruler, measured, scores = (appraisal[name] for name in ("ruler", "measured", "scores"))
    tests = robustness(
        ruler,
        measured,
        scores,
        panel,
        threshold=place.plan.near_tie_points,
        samples=appraisal.samples,
        seed=appraisal.workspace.settings.seed,
        workers=appraisal.workers,
        with_other_methods=appraisal.other_methods,
    )
    options = (appraisal["ranked"], ruler, measured, scores)
    held_against = (appraisal.workspace.hurdles, limits_of(place, ruler))
    return appraisal.having(
        tests=tests,
        tipping=tipping_told(place, ruler, measured, scores, weights=panel.overall, known=tests.known),
        scrutiny=Scrutiny.of(place, panel, options, tests, held_against),
    )


def _search(appraisal: Appraisal) -> Appraisal:
    unknown = {
        site: "; ".join(missing.text for missing in of_site)
        for site, of_site in appraisal["unknown"].items()
        if any(missing.scored for missing in of_site)
    }
    weights = appraisal["panel"].overall
    found = search(
        appraisal.place,
        appraisal["ruler"],
        appraisal["screening"],
        weights,
        unknown,
        solver=appraisal.solver,
        time_limit=appraisal.time_limit,
    )
    return appraisal.having(search=found)


def _conclude(appraisal: Appraisal) -> Appraisal:
    workspace, place = appraisal.workspace, appraisal.place
    names = (
        *("screening", "ruler", "panel", "ranked", "measured", "scores", "ranking", "tests", "tipping", "scrutiny"),
        *("unknown", "warned"),
    )
    concluded = Concluded(
        place=place,
        sources=workspace.sources,
        as_at=workspace.settings.as_at,
        found=appraisal["search"],
        is_public=appraisal.is_public,
        **{name: appraisal[name] for name in names},
    )
    told = context(workspace.settings, place, workspace.themes, workspace.hurdles, workspace.sources)
    content = {
        "version": FORMAT,
        "place": place.id,
        "inputs": _inputs(appraisal),
        "context": told,
        "criteria": criteria_told(place),
        **concluded.content(),
    }
    return appraisal.having(content={**content, "plain_words": plain_words(content, workspace.wording)})


STEPS: tuple[Step, ...] = (
    Step("check", "hold criteria, options, evidence and ballots against each other", _check),
    Step("screen", "set aside sites and options that miss a hurdle; 'not known' never passes silently", _screen),
    Step("measure", "need and travel times; what every option does on every criterion, with low and high", _measure),
    Step(
        "score",
        "performance to value scores on fixed anchors, to weighted scores, to a ranking with ties named",
        _score,
    ),
    Step(
        "test",
        "rank acceptability, tipping points, dominance, overlap, and the ranking with each thing left out",
        _test,
    ),
    Step("search", "every combination of sites and beds, scored by the ranking's own code", _search),
    Step("conclude", "freeze the findings and fingerprint them", _conclude),
)


def chosen_place(workspace: Workspace, place: str | None) -> Place:
    """The place of an id, or the only one there is.

    Raises:
        FindingsError: if it is not named, or not there.
    """
    if place is None and len(workspace.places) == 1:
        return next(iter(workspace.places.values()))
    if place is None or place not in workspace.places:
        known = ", ".join(workspace.places)
        asked = "No place was named." if place is None else f"There is no place '{place}'."
        msg = f"{asked}{did_you_mean(place or '', workspace.places)} Places here: {known}."
        raise FindingsError(msg)
    return workspace.places[place]


def _inputs(appraisal: Appraisal) -> dict[str, Any]:
    workspace = appraisal.workspace
    return {
        **inputs_of(workspace, appraisal.place),
        "seed": workspace.settings.seed,
        "samples": appraisal.samples,
        "as_at": workspace.settings.as_at.isoformat(),
        "solver": appraisal["search"].solver,
        "time_limit_seconds": appraisal.time_limit,
        "other_methods": pymcdm_version() if appraisal.other_methods else None,
        "appraisal": __version__,
        "formats": {"findings": FORMAT, "workspace": workspace.settings.version},
    }
