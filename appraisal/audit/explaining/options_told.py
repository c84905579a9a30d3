"""The whole derivation of an option: every criterion, the total, and the rank; or why it is not ranked."""

from __future__ import annotations

from dataclasses import replace
from math import fsum

from appraisal.audit.explaining.arithmetic import added, number
from appraisal.audit.explaining.criterion_told import criterion_step
from appraisal.audit.explaining.dossier import Dossier, cited, numbers_of
from appraisal.audit.explaining.hurdles_told import results_of
from appraisal.audit.explaining.ranks_told import rank_step
from appraisal.audit.explaining.steps import Step


def option_steps(dossier: Dossier, id_: str, criterion: str | None = None) -> tuple[Step, ...]:
    """Where an option's scores, total and rank come from.

    Args:
        dossier: of the run.
        id_: of the option.
        criterion: the one criterion asked about, which is then told area by area; None for every criterion.
    """
    option = dossier.index("options", id_)
    row = dossier.findings["options"][option]
    first = _what(dossier, id_)
    if row["status"] != "ranked":
        return (first, _not_ranked(dossier, id_))
    chosen = [one for one in dossier.place.criteria if criterion in (None, one.id)]
    steps = [criterion_step(dossier, option, one, with_areas=criterion is not None) for one in chosen]
    if criterion is not None:
        return (first, *steps)
    lows = [step.figure or 0.0 for step in steps]
    highs = [_high(step) for step in steps]
    low, high = fsum(lows), fsum(highs)
    is_known = all(step.details[0].figure is not None for step in steps)
    total = _total(dossier, option, lows, highs, is_known=is_known)
    return (first, *steps, total, rank_step(dossier, option, low, high))


def _what(dossier: Dossier, id_: str) -> Step:
    """What the option is, how it was found, and the entries about it."""
    option = next(one for one in dossier.place.options if one.id == id_)
    sites = ", ".join(f"{beds} at {dossier.name('sites', site)}" for site, beds in sorted(option.sites.items()))
    about = [
        entry
        for entry in dossier.of("option-added", "option-withdrawn", "option-split", "recommendation", "decision")
        if id_ in (entry.content.get("option"), *entry.content.get("into", ()))
    ]
    details = [
        Step(f"{entry.kind}, {cited(entry)}: {_said(entry)}{dossier.since_run(entry)}", entries=(entry.number,))
        for entry in about
    ]
    text = f"{option.name}: {option.beds} beds ({sites}); on the {option.list} list. How it was found: {option.origin}"
    return Step(text, tuple(details), numbers_of(about))


def _said(entry: object) -> str:
    content = getattr(entry, "content", {})
    return str(content.get("reason") or content.get("text") or "no words")


def _not_ranked(dossier: Dossier, id_: str) -> Step:
    row = dossier.findings["options"][dossier.index("options", id_)]
    if row["status"] == "withdrawn":
        option = next(one for one in dossier.place.options if one.id == id_)
        on = f" on {option.withdrawn.on.isoformat()}" if option.withdrawn else ""
        return Step(f"It is not ranked: it was withdrawn{on}. {' '.join(row['why'])}")
    missed = [step for site in sorted(row["sites"]) for step in results_of(dossier, site, only_missed=True)]
    return Step("It is not ranked: a site of it does not clear every hurdle", tuple(missed))


def _high(step: Step) -> float:
    """The better end of a criterion's weighted score."""
    weighted = step.details[-1]
    ends = [each.figure for each in weighted.details if each.figure is not None]
    return max(ends)


def _total(dossier: Dossier, option: int, lows: list[float], highs: list[float], *, is_known: bool) -> Step:
    """The sum of the weighted scores, at both ends."""
    path = ("options", option, "total")
    low, high = fsum(lows), fsum(highs)
    if is_known:
        text = f"Total: {added(map(number, lows))}"
        value = dossier.checked((*path, "value"), text, low, number(low))
        ends = [dossier.checked((*path, end), f"Its {end} is the same", low, number(low)) for end in ("low", "high")]
        wrong = tuple(step for step in ends if step.problem)
        return replace(value, details=wrong)
    ends = [
        dossier.checked((*path, "low"), f"At worst {added(map(number, lows))}", low, number(low)),
        dossier.checked((*path, "high"), f"At best {added(map(number, highs))}", high, number(high)),
    ]
    text = "Total: not known, so the whole that it may be"
    return dossier.checked((*path, "value"), text, None, f"{number(low)} to {number(high)}", details=tuple(ends))
