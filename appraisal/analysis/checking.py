"""Checking: what a reader should be warned of in the evidence and the ballots of a place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from appraisal.analysis.weighing import WAYS_IN_WORDS, Weighed, by_person, counting, weighed
from appraisal.analysis.weighting.hierarchy import LIMIT
from appraisal.measures import figures_of
from appraisal.measures.clinical_fit import recusals
from appraisal.model.criteria import Theme
from appraisal.model.dates import spoken
from appraisal.model.evidence import Source
from appraisal.model.hurdles import Hurdle
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


def check_ballots(place: Place) -> tuple[Warned, ...]:
    """Warnings about who has not answered and which answers do not count, in order."""
    found = [*_weights_that_were_asked(place)]
    answered = {ballot.person for ballot in place.ballots.weights}
    counted = counting(weighed(place), place.plan.weights_way)
    scored = {cast.person for cast in place.ballots.scores}
    for member in place.plan.panel:
        if member.person not in answered:
            found.append(Warned("weights", f"Person {member.person} has given no weights."))
        if member.person not in scored:
            found.append(Warned("scores", f"Person {member.person} has scored no site."))
    members = {member.person: member.group for member in place.plan.panel}
    silent = {group.id for group in place.plan.groups} - {members[person] for person in counted if person in members}
    for group in sorted(silent):
        text = f"Nobody of group '{group}' has given weights, so the other groups carry its share."
        found.append(Warned("weights", text))
    apart = recusals(place.ballots, place)
    for cast in place.ballots.scores:
        if cast.points is not None and (cast.person, cast.site) in apart:
            text = f"Person {cast.person} is recused from this site or its provider, so their score does not count."
            found.append(Warned(cast.site, text))
    return tuple(sorted(set(found)))


def _weights_that_were_asked(place: Place) -> list[Warned]:
    """What was done with ballots that saw other criteria or anchors, and comparisons that contradict one another."""
    found = []
    said: dict[str, list[str]] = {}  # what is said of several people alike is said once
    for person, ballots in by_person(weighed(place), place.plan.weights_way).items():
        for one in ballots:
            if one.notes:
                said.setdefault(_done(one, ballots[0]), []).append(person)
            found += _contradictions(place, person, one)
    for text, people in said.items():
        found.append(Warned("weights", text.format(people=", ".join(people))))
    return found


def _done(one: Weighed, first: Weighed) -> str:
    """What was done with a ballot, with {people} for whose it is."""
    way, notes = WAYS_IN_WORDS[one.ballot.way], " ".join(one.notes).replace("{", "{{").replace("}", "}}")
    if one.shares is not None:
        return f"Weights by {way} of {{people}}: {notes}"
    instead = "" if first.shares is None else f" Until then {WAYS_IN_WORDS[first.ballot.way]} of theirs counts."
    return f"Ask again for weights by {way}: {{people}}. {notes}{instead}"


def _contradictions(place: Place, person: str, one: Weighed) -> list[Warned]:
    names = {criterion.id: criterion.name.lower() for criterion in place.criteria}
    names |= {branch.id: branch.name.lower() for branch in place.branches}
    found = []
    for asked in one.consistency:
        if one.shares is None or asked.kind != "CR" or asked.ratio <= LIMIT or asked.revisit is None:
            continue
        again = asked.revisit
        pair = f"{names.get(again.one, again.one)} and {names.get(again.other, again.other)}"
        said = "as much" if again.given == 1 else f"{again.given:g} times as much"
        text = (
            f"Person {person}'s comparisons contradict one another: consistency ratio {asked.ratio:.2f}, above "
            f"{LIMIT:.2f}. Ask again about {pair}: the first was said to matter {said}, and {_times(again.fits)} times "
            "as much would agree with the rest."
        )
        found.append(Warned("weights", text))
    return found


def _times(number: float) -> str:
    return f"{number:.1f}" if number >= 1 else f"1/{1 / number:.1f}"


def _old_figures(place: Place, hurdles: Sequence[Hurdle], as_at: date) -> list[Warned]:
    oldest = _months_before(as_at, place.plan.old_after_months)
    names = {item: kind.name for item, kind in figures_of(place.measured_criteria).items()}
    names |= {hurdle.id: f"{hurdle.name!r}" for hurdle in hurdles}
    newest: dict[tuple[str, str], date] = {}
    for row in place.evidence:
        about = (row.site or row.option or "", row.item)
        newest[about] = max(row.as_at, newest.get(about, row.as_at))
    return [
        Warned(about, f"The figure for {names[item]} is as at {spoken(day)}, which is old.")
        for (about, item), day in newest.items()
        if day < oldest and item in names
    ]


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
