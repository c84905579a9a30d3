"""Where a score, a weight, an answer, an override, an entry or a sentence comes from, out of the record alone."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from appraisal.audit.explaining.dossier import Dossier
from appraisal.audit.explaining.entries_told import entry_steps, unreadable_steps
from appraisal.audit.explaining.hurdles_told import hurdle_steps
from appraisal.audit.explaining.opening import Held, open_dossier, open_held
from appraisal.audit.explaining.options_told import option_steps
from appraisal.audit.explaining.overrides_told import override_steps
from appraisal.audit.explaining.rests_on import rests_on
from appraisal.audit.explaining.sentences_told import sentence_steps
from appraisal.audit.explaining.sites_told import site_steps
from appraisal.audit.explaining.steps import Explanation, Step
from appraisal.audit.explaining.subjects import (
    Subject,
    criterion_asked,
    entry_number,
    override_number,
    site_asked,
    subject_of,
)
from appraisal.audit.explaining.weight_subject import weight_steps
from appraisal.changes.paper_record import record_of_paper
from appraisal.errors import FindingsError
from appraisal.papers.render import PRESENTERS
from appraisal.records.report_files import read_templates
from appraisal.records.runs import record_at

__all__ = ["Explanation", "Step", "explain"]


def explain(
    root: Path, subject: str, beside: str | None = None, *, place: str | None = None, run: str | None = None
) -> Explanation:
    """Where something comes from, worked out again from the record.

    Args:
        root: the workspace's folder.
        subject: an option, a site, `weight:` a criterion, `hurdle:` a hurdle, `override`, an entry's number, or words
            of a paper.
        beside: a criterion, for an option or a site; a site, for a hurdle.
        place: id of the place; None where one alone has runs.
        run: id of a run, or the beginning of it; None for the last.

    Raises:
        LedgerError: if the chain does not hold, but for an entry, of which that is told.
        FindingsError: if there is nothing of that name, or what the run read is gone.
    """
    held = open_held(root)
    number = entry_number(subject)
    if number is not None:
        _refuse_beside(beside, "An entry")
        return _entry(held, number)
    is_override, of_number = override_number(subject)
    if is_override:
        _refuse_beside(beside, "An override")
        held.refuse_unsound()
        entries = [entry for entry in held.entries if place in (None, entry.place)]
        return Explanation("Departures from what the method gave", override_steps(entries, of_number), place or "")
    dossier = open_dossier(root, held, place, run)
    found = subject_of(dossier, subject)
    steps = _steps(root, dossier, found, beside)
    return _told(dossier, _title(dossier, found), (*steps, rests_on(dossier)))


def _entry(held: Held, number: int) -> Explanation:
    title = f"Entry {number} of the ledger"
    if number in held.unreadable:
        return Explanation(title, unreadable_steps(number, held.unreadable[number], held.chain))
    entry = next((entry for entry in held.entries if entry.number == number), None)
    if entry is None:
        msg = f"There is no entry {number}: the ledger holds {held.chain.entries}, numbered from 1."
        raise FindingsError(msg)
    return Explanation(title, entry_steps(entry, held.entries, held.chain), entry.place)


def _steps(root: Path, dossier: Dossier, found: Subject, beside: str | None) -> Sequence[Step]:
    match found.kind:
        case "option":
            return option_steps(dossier, found.id, criterion_asked(dossier, beside))
        case "site":
            return site_steps(dossier, found.id, criterion_asked(dossier, beside))
        case "hurdle":
            return hurdle_steps(dossier, found.id, site_asked(dossier, beside))
        case "criterion":
            _refuse_beside(beside, "A weight")
            return weight_steps(dossier, found.id)
    _refuse_beside(beside, "A sentence")
    record = record_at(root, dossier.run)
    told = {kind: record_of_paper(root, kind, dossier.findings, record) for kind in PRESENTERS}
    return sentence_steps(dossier, found.id, told, read_templates(root))


def _refuse_beside(beside: str | None, what: str) -> None:
    if beside is not None:
        msg = f"{what} is explained by itself; '{beside}' was given too. Leave it out, or quote a whole sentence."
        raise FindingsError(msg)


def _title(dossier: Dossier, found: Subject) -> str:
    match found.kind:
        case "option" | "site":
            return f"{dossier.name(f'{found.kind}s', found.id)} ({found.id})"
        case "hurdle":
            return f"Hurdle: {dossier.hurdle_name(found.id)} ({found.id})"
        case "criterion":
            return f"Weight of {dossier.name('criteria', found.id)} ({found.id})"
    return f"“{found.id}”"


def _told(dossier: Dossier, title: str, steps: Sequence[Step]) -> Explanation:
    """The explanation, with whether it names a site too soon."""
    run, hidden = dossier.run, [site for site in dossier.place.sites if site.standing == "not approached"]
    told = Explanation(title, tuple(steps), run.place, str(run.content["run"]), str(run.content["as_at"]))
    words = " ".join(step.text for step in told.walk()).casefold()
    is_named = any(site.name.casefold() in words or site.id in words.split() for site in hidden)
    return Explanation(told.subject, told.steps, told.place, told.run, told.as_at, is_named)
