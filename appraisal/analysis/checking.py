"""Checking: what a reader should be warned of in the evidence and themes of a place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from appraisal.measures import figures_of
from appraisal.model.criteria import Theme
from appraisal.model.dates import spoken
from appraisal.model.evidence import Source, has_salt
from appraisal.model.hurdles import Hurdle
from appraisal.model.public_view import has_confidences
from appraisal.model.workspace import Place


@dataclass(frozen=True, slots=True, order=True)
class Warned:
    """A warning: what it is about and what it says, in one or two sentences."""

    about: str
    text: str


def check_evidence(
    place: Place, hurdles: Sequence[Hurdle], sources: Mapping[str, Source], as_at: date
) -> tuple[Warned, ...]:
    """Warnings about old figures, old ratings, opinions and what is switched off, in order."""
    found = [*old_evidence(place, hurdles, as_at)]
    for row in place.evidence:
        if row.answer in ("pro", "con") and sources[row.source].kind == "opinion":
            about = row.site or row.option or ""
            text = f"'{row.note}' rests on opinion alone, so it supports no pro or con."
            found.append(Warned(about, text))
    for criterion in place.plan.criteria_off:
        found.append(Warned(criterion, f"The core criterion '{criterion}' is switched off for this place."))
    return tuple(sorted(set(found)))


def old_evidence(place: Place, hurdles: Sequence[Hurdle], as_at: date) -> tuple[Warned, ...]:
    """Warnings about figures, answers and ratings that are in use and past their date, in order."""
    return tuple(sorted({*_old_figures(place, hurdles, as_at), *_old_ratings(place, hurdles, as_at)}))


def check_themes(place: Place, themes: Sequence[Theme]) -> tuple[Warned, ...]:
    """Warnings about what people raised and neither a criterion answers nor a reason explains, in order."""
    answered = {theme for criterion in place.criteria for theme in criterion.themes}
    return tuple(
        Warned("themes", f"No criterion answers '{theme.text}', and no reason is given.")
        for theme in themes
        if theme.id not in answered and not theme.unanswered
    )


def check_salt(place: Place) -> tuple[Warned, ...]:
    """A warning where somebody could find out what is confidential by trying figures against a fingerprint.

    It goes into no findings and no paper, which would tell everybody.
    """
    if not has_confidences(place) or any(has_salt(row.note) for row in place.evidence if not row.public):
        return ()
    text = (
        "Something is confidential, and nothing random is among it. So whoever knows all the rest could try prices "
        "until the fingerprint on a paper comes out. Write 'salt: ' and 32 random hex digits in the note of a line "
        "whose 'public' is no."
    )
    return (Warned("evidence.csv", text),)


def _old_figures(place: Place, hurdles: Sequence[Hurdle], as_at: date) -> list[Warned]:
    oldest = _months_before(as_at, place.plan.old_after_months)
    names = {item: kind.name for item, kind in figures_of(place.measured_criteria).items()}
    names |= {hurdle.id: f"{hurdle.name!r}" for hurdle in hurdles}
    names = {h.item: f"{h.name!r}" for h in hurdles if h.item and not _is_criterion(place, h.item)} | names
    newest: dict[tuple[str, str], date] = {}
    for row in place.evidence:
        about = (row.site or row.option or "", row.item)
        newest[about] = max(row.as_at, newest.get(about, row.as_at))
    return [
        Warned(about, f"The figure for {names[item]} is as at {spoken(day)}, which is old.")
        for (about, item), day in newest.items()
        if day < oldest and item in names
    ]


def _is_criterion(place: Place, item: str) -> bool:
    """Whether a row of an item is a pro or con of a criterion, and no figure."""
    return any(criterion.id == item for criterion in place.criteria)


def _old_ratings(place: Place, hurdles: Sequence[Hurdle], as_at: date) -> list[Warned]:
    limits = [hurdle.old_after_years for hurdle in hurdles if hurdle.test == "rating" and hurdle.old_after_years]
    found = []
    for site in place.sites:
        rating = site.newest_rating
        if rating and limits and rating.date < _months_before(as_at, round(12 * min(limits))):
            years = (as_at - rating.date).days / 365.25
            found.append(Warned(site.id, f"Its CQC rating is {years:.1f} years old ({spoken(rating.date)})."))
    return found


def _months_before(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, 28))
