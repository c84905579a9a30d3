"""The form that asks one member of a panel for interests, weights and scores, sheet by sheet.

It shows nothing that anybody has answered, that member included.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Literal

from appraisal.model import ballot_form as form
from appraisal.model.ballot_form import Asked, FormMark
from appraisal.model.ballots import Way
from appraisal.model.criteria import Criterion
from appraisal.model.dates import spoken
from appraisal.model.weights_form import FIRST, SAME, SECOND, SHEET_OF, weights_told
from appraisal.model.workspace import Place, Workspace
from appraisal.papers import words
from appraisal.papers.site_facts import Fact, facts_of_sites, in_a_line
from appraisal.papers.wording import Wording

_LINES, _LETTERS = 24, 60  # of facts in one cell, and in a line of it: a spreadsheet shows no row that is higher
_MINUTES = {"weights": 15, "scores": 45, "both": 60}  # how long it takes, as the form says

Cells = Sequence["str | ToFillIn"]


@dataclass(frozen=True, slots=True)
class ToFillIn:
    """A cell that a person fills in.

    Attributes:
        kind: what goes into it.
        choices: heading on the sheet of choices under which what can be chosen stands.
        says: the part of the wording with this cell's title and message; "" where it needs none.
    """

    kind: Literal["date", "text", "points", "rank", "times", "choice"]
    choices: str = ""
    says: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its header stands in the model of the form, by its name.

    Attributes:
        rows: what each row tells, and what it asks.
    """

    name: str
    rows: tuple[Cells, ...]


def ballot_form(
    workspace: Workspace, place: Place, person: str, *, asked: Asked, way: Way, wording: Wording
) -> tuple[Sheet, ...]:
    """The sheets of one person's form, in the order in which they are filled in.

    Args:
        workspace, place: what is asked about.
        person: id of a member of the place's panel.
        asked: what is asked besides interests.
        way: how weights are asked for, where they are.
        wording: the sentences of papers.

    Raises:
        WorkspaceError: if a sentence of the form is missing.
    """
    writer = _Writer(workspace, place, person, asked, way, wording)
    sheets = [Sheet(form.START, tuple(writer.start())), Sheet(form.INTERESTS, tuple(writer.interests()))]
    if asked != "scores":
        sheets.append(Sheet(SHEET_OF[way], tuple(writer.weights())))
    if asked != "weights":
        facts = facts_of_sites(workspace, place, wording)
        sheets.append(Sheet(form.SCORES, tuple(writer.scores(facts))))
        sheets.append(Sheet(form.EVIDENCE, tuple(_evidence(place, facts))))
    sheets.append(Sheet(form.CHOICES, tuple(writer.choices())))
    mark = FormMark.of(place, person, asked, way, [form.hash_told(sheet.name, _texts(sheet)) for sheet in sheets])
    return (_marked(sheets[0], mark), *sheets[1:])


@dataclass(frozen=True)
class _Writer:
    workspace: Workspace
    place: Place
    person: str
    asked: Asked
    way: Way
    wording: Wording

    def start(self) -> Iterator[Cells]:
        """What is asked and what happens to it; which form this is; the day on which it was filled in."""
        plan, settings = self.place.plan, self.workspace.settings
        if settings.illustrative:
            yield self._told("illustrative_is", "illustrative_means")
        yield self._told(
            "what_this_is",
            "about",
            place=plan.name,
            beds=plan.beds,
            asked=self._say(f"asked_{self.asked}"),
            minutes=_MINUTES[self.asked],
        )
        yield self._told("nothing_decided_is", "nothing_decided", body=_within(plan.decision_body))
        yield self._told("how", "how_to", contact=plan.contact.email)
        yield form.DATE, self._say("date"), ToFillIn("date", says="date")
        yield self._told("who_sees", "seen_by", person=self.person)
        if any(site.standing == "not approached" for site in self.place.sites):
            yield self._told("not_public_is", "not_public")
        if self.asked != "both":
            yield self._told("two_rounds_is", f"two_rounds_{self.asked}")
        yield self._told("interests_are", "interests")
        yield self._told("wrong_interest_is", "wrong_interest")
        if self.asked != "scores":
            yield self._first("weights_are"), self._first("weights"), ""
            if self.place.branches:
                yield self._told("groups_are", "groups")
        if self.asked != "weights":
            yield self._told("scores_are", "scores")
        yield from self._criteria()
        yield form.YOUR_ID, self._say("your_id"), self.person
        yield form.PLACE, self._say("place", place=plan.name, as_at=spoken(settings.as_at)), self.place.id
        yield form.MARK, self._say("mark"), ""
        yield form.AGAIN, self._say("again"), ToFillIn("text")

    def interests(self) -> Iterator[Cells]:
        """One answer for whoever has none; a row for each interest of whoever has any."""
        yield form.ANY, self._say("any_interest"), ToFillIn("choice", form.ANY, "interest"), "", ""
        about, managed = ToFillIn("choice", "about", "interest"), ToFillIn("choice", "managed", "interest")
        for number in range(1, form.INTEREST_ROWS + 1):
            yield str(number), self._say("each_interest"), about, ToFillIn("text"), managed

    def weights(self) -> Iterator[Cells]:
        """Each swing, or each two of them, and what is asked of it."""
        asks = _ASKS[self.way]
        for told in weights_told(self.place, self.way).values():
            yield (*told.values(), *asks)

    def scores(self, facts: Mapping[str, Sequence[Fact]]) -> Iterator[Cells]:
        """Each site and panel criterion with what bears on it, a score and a reason."""
        reason, before = ToFillIn("text", says="reason"), ""
        for (site, criterion), told in form.scores_told(self.place).items():
            cells = [told[column] for column in ("site", "name", "criterion", "question")]
            evidence = self._bearing(facts[site], criterion, is_first=site != before)
            yield (*cells, evidence, ToFillIn("choice", criterion, "score"), reason)
            before = site

    def choices(self) -> Iterator[Cells]:
        """Every answer that can be chosen from a list, with what it means."""
        yield form.ANY, form.NONE, self._say("choice_none")
        yield form.ANY, form.SOME, self._say("choice_some")
        names = {one.id: one.name for one in self.place.providers}
        for choice, (provider, site) in form.about_choices(self.place).items():
            sites = [one.name for one in self.place.sites if one.provider == provider]
            means = (
                self._say("choice_site", provider=names[self.place.site(site).provider])
                if site
                else self._say("choice_provider", sites=words.listed(sites))
            )
            yield "about", choice, means
        for managed in form.MANAGED_BY:
            yield "managed", managed, self._say(f"choice_{managed}")
        if self.asked != "scores" and self.way == "analytic-hierarchy":
            for which, means in ((FIRST, "first"), (SECOND, "second"), (SAME, "same")):
                yield "which", which, self._say(f"choice_{means}")
        if self.asked == "weights":
            return
        means_of = {"not known": "choice_not_known", "recused": "choice_score_recused"}
        for criterion in self.place.criteria:
            if criterion.panel:
                for choice, answer in form.score_choices(criterion).items():
                    yield criterion.id, choice, self._say(means_of.get(answer, "choice_level"))

    def _criteria(self) -> Iterator[Cells]:
        """Which criteria the panel scores, and what each of the others is worked out from."""
        panel = [criterion for criterion in self.place.criteria if criterion.panel]
        for criterion in panel:
            text = self._say("panel_criterion", criterion=criterion.name, question=criterion.question)
            yield self._say("you_score"), text, ""
        for criterion in self.place.criteria:
            if criterion not in panel:
                text = self._say("computed", criterion=criterion.name, how=self._worked_out_from(criterion))
                yield self._say("worked_out"), text, ""

    def _worked_out_from(self, criterion: Criterion) -> str:
        own = f"form.computed_{(criterion.measure or '').replace('-', '_')}"
        return self.wording.say_first(own, "form.computed_any")

    def _bearing(self, facts: Sequence[Fact], criterion: str, *, is_first: bool) -> str:
        """The facts that bear on a criterion, one a line; a site's first row has those of the site as a whole too."""
        own = [fact for fact in facts if fact.bears_on == criterion]
        whole = [fact for fact in facts if not fact.bears_on and not fact.is_figure] if is_first else []
        lines = [in_a_line(fact, self.wording) for fact in (*own, *whole)]
        if not own:
            lines.insert(0, self._say("no_facts"))
        return "\n".join([*_that_fit(lines), self._say("more_facts" if is_first else "more_facts_above")])

    def _first(self, key: str) -> str:
        """A sentence of the way of asking, or the one for all ways that have none of their own."""
        return self.wording.say_first(f"form.{key}_{self.way.replace('-', '_')}", f"form.{key}")

    def _told(self, about: str, text: str, **values: object) -> Cells:
        return self._say(about), self._say(text, **values), ""

    def _say(self, key: str, **values: object) -> str:
        return self.wording.say(f"form.{key}", **values)


_ASKS: Mapping[Way, tuple[ToFillIn, ...]] = {
    "swing-points": (ToFillIn("points", says="points"),),
    "direct-points": (ToFillIn("points", says="share"),),
    "ranking": (ToFillIn("rank", says="rank"),),
    "analytic-hierarchy": (ToFillIn("choice", "which", "which"), ToFillIn("times", says="times")),
    "best-worst": (ToFillIn("times", says="most"), ToFillIn("times", says="least")),
}
"""The cells to fill in of each row that asks for weights."""


def _texts(sheet: Sheet) -> list[list[str]]:
    """What the cells of a sheet hold; nothing yet, where they are filled in."""
    return [["" if isinstance(cell, ToFillIn) else cell for cell in cells] for cells in sheet.rows]


def _marked(start: Sheet, mark: FormMark) -> Sheet:
    """The first sheet with the mark in its row."""
    rows = [(*cells[:-1], str(mark)) if cells[0] == form.MARK else cells for cells in start.rows]
    return Sheet(start.name, tuple(rows))


def _evidence(place: Place, facts: Mapping[str, Sequence[Fact]]) -> Iterator[Cells]:
    for site in place.sites:
        for fact in facts[site.id]:
            yield site.id, site.name, fact.about, fact.text, fact.as_at, fact.source


def _that_fit(lines: Sequence[str]) -> list[str]:
    """The first facts that a cell can show, cut where one alone is too long; all of them are on their own sheet."""
    fitting: list[str] = []
    room = _LINES
    for line in lines:
        room -= ceil(len(line) / _LETTERS)
        if room < 0:
            return fitting or [f"{line[: _LINES * _LETTERS - 3]}..."]
        fitting.append(line)
    return fitting


def _within(name: str) -> str:
    """A name inside a sentence: an article at its beginning is not written large there."""
    return f"t{name[1:]}" if name.startswith("The ") else name
