"""What is known of a site, fact by fact with its date and source, for people who score it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from appraisal.analysis.screening import screen
from appraisal.measures import figures_of
from appraisal.measures.performances import FigureKind
from appraisal.model.evidence import Evidence, band
from appraisal.model.hurdles import Hurdle, HurdleResult
from appraisal.model.sites import Site
from appraisal.model.workspace import Place, Workspace
from appraisal.papers import words
from appraisal.papers.wording import Wording


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that is known of a site, or known to be missing.

    Attributes:
        about: what it speaks of, in words.
        text: what is known.
        as_at: the date that it speaks of, in words; "" where there is none.
        source: the title of its source; "" where there is none.
        bears_on: id of the criterion that it is a pro or con of; "" where it is about the site as a whole.
        is_figure: whether it is a figure of a computed criterion, which the panel does not score.
    """

    about: str
    text: str
    as_at: str = ""
    source: str = ""
    bears_on: str = ""
    is_figure: bool = False


def facts_of_sites(workspace: Workspace, place: Place, wording: Wording) -> dict[str, tuple[Fact, ...]]:
    """Every fact of every site; a confidential figure only as its public band, a confidential statement not at all.

    Returns:
        site id -> the site itself, its ratings (newest first), tests, pros and cons, then figures.
    """
    teller = _Teller(workspace, place, wording, figures_of(place.measured_criteria))
    results = screen(place, workspace.hurdles, workspace.settings.as_at).results
    return {site.id: tuple(teller.facts(site, results[site.id])) for site in place.sites}


@dataclass(frozen=True)
class _Teller:
    workspace: Workspace
    place: Place
    wording: Wording
    kinds: Mapping[str, FigureKind]

    def facts(self, site: Site, results: tuple[HurdleResult, ...]) -> Iterator[Fact]:
        rows = [row for row in self.place.evidence if row.site == site.id]
        yield self._itself(site)
        yield from self._ratings(site)
        for hurdle, result in zip(self.workspace.hurdles, results, strict=True):
            row = self.place.evidence_of(site.id, hurdle.id)
            if hurdle.test == "figure":
                yield from self._tested(hurdle, result)
            elif hurdle.test != "rating" and (row is None or row.public):  # ratings are told above
                yield self._test(hurdle, result, row)
        yield from (self._statement(row) for row in rows if row.answer in ("pro", "con") and row.public)
        yield from (self._figure(site, item, kind) for item, kind in self.kinds.items())
        if any(row.answer and not row.public for row in rows):
            yield Fact(self._say("about_site"), self._say("left_out"))

    def _itself(self, site: Site) -> Fact:
        provider = next(one.name for one in self.place.providers if one.id == site.provider)
        offered = words.NOT_KNOWN if site.beds_offered is None else str(site.beds_offered)
        setting = self.wording.say(f"setting.{site.setting}")
        return Fact(self._say("about_site"), self._say("site", provider=provider, setting=setting, offered=offered))

    def _ratings(self, site: Site) -> Iterator[Fact]:
        known = [rating for rating in site.ratings if rating.date <= self.workspace.settings.as_at]
        for rating in sorted(known, key=lambda rating: rating.date, reverse=True):
            yield self._dated(Fact(self._say("rating"), rating.rating), rating.date.isoformat(), rating.source)
        if not known:
            yield Fact(self._say("rating"), self._say("no_rating"))

    def _test(self, hurdle: Hurdle, result: HurdleResult, row: Evidence | None) -> Fact:
        if row is None:
            return Fact(hurdle.name, words.NOT_KNOWN)
        text, condition = str(result.outcome), result.condition
        if condition is not None:
            by = words.date(condition.by.isoformat())
            text = self._say("condition", what=condition.what, who=condition.who, by=by)
        elif row.note:
            text = self._say("with_note", text=words.sentence(text).rstrip("."), note=words.sentence(row.note))
        return self._dated(Fact(hurdle.name, text), row.as_at.isoformat(), row.source)

    def _tested(self, hurdle: Hurdle, result: HurdleResult) -> Iterator[Fact]:
        """What a figure says of a hurdle; what the panel's scores say of one is not told to those who are to score."""
        if not any(criterion.id == hurdle.item for criterion in self.place.criteria):
            fact = Fact(hurdle.name, str(result.outcome))
            if result.source is not None and result.as_at is not None:
                fact = self._dated(fact, result.as_at.isoformat(), result.source)
            yield fact

    def _statement(self, row: Evidence) -> Fact:
        is_opinion = self.workspace.sources[row.source].kind == "opinion"
        names = {criterion.id: criterion.name for criterion in self.place.criteria}
        criterion = words.within_a_sentence(names.get(row.item, row.item))
        about = self._say("opinion" if is_opinion else row.answer, criterion=criterion)
        return self._dated(Fact(about, words.sentence(row.note), bears_on=row.item), row.as_at.isoformat(), row.source)

    def _figure(self, site: Site, item: str, kind: FigureKind) -> Fact:
        row = self.place.evidence_of(site.id, item)
        if row is None:
            return Fact(kind.name, words.NOT_KNOWN, is_figure=True)
        text = self._told(row, kind.unit)
        return self._dated(Fact(kind.name, text, is_figure=True), row.as_at.isoformat(), row.source)

    def _told(self, row: Evidence, unit: str) -> str:
        """A figure in words; one that is confidential as the band that every paper shows (design: the public view)."""
        if not row.public:
            if row.value is None:
                return self._say("confidential_unknown")
            return self._say("confidential", range=words.between(*band(row.value), words.exact), unit=unit)
        known = words.between(row.low, row.high, words.exact)
        if row.value is None:
            return words.NOT_KNOWN if known == words.NOT_KNOWN else self._say("figure", figure=known, unit=unit)
        if known == words.NOT_KNOWN:
            return self._say("figure", figure=words.exact(row.value), unit=unit)
        return self._say("figure_range", figure=words.exact(row.value), unit=unit, range=known)

    def _dated(self, fact: Fact, as_at: str, source: str) -> Fact:
        return Fact(
            fact.about,
            fact.text,
            words.date(as_at),
            self.workspace.sources[source].title,
            fact.bears_on,
            fact.is_figure,
        )

    def _say(self, key: str, **values: object) -> str:
        return self.wording.say(f"fact.{key}", **values)


def in_a_line(fact: Fact, wording: Wording) -> str:
    """A fact as one line of a cell."""
    key = "fact.in_a_line" if fact.as_at else "fact.in_a_line_undated"
    return wording.say(key, about=fact.about, text=fact.text.rstrip("."), date=fact.as_at, source=fact.source)
