"""Measuring some options again with one figure of their place otherwise, by the same measures."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date

import numpy as np
import numpy.typing as npt

from appraisal.analysis.measuring import Ruler
from appraisal.analysis.tipping.place_figures import PlaceFigure, plan_with
from appraisal.measures import PANEL, figures_of, measure_module
from appraisal.measures.clinical_fit import site_scores
from appraisal.measures.need import need_a_year
from appraisal.measures.openings import VISITORS_MODE, Geography, Openings
from appraisal.measures.performances import Measure, Performances
from appraisal.measures.straight_line import minutes
from appraisal.model.ballots import Ballots, Moderated
from appraisal.model.criteria import Criterion
from appraisal.model.evidence import Evidence
from appraisal.model.places import Period
from appraisal.model.workspace import Place

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Lean(Place):
    """A place that is quick to change: evidence by site and item, and of the panel's scores what they came to.

    Its journeys are left out: whoever measures it brings the geography along.
    """

    newest: Mapping[tuple[str, str], Evidence] = field(default_factory=dict)

    def evidence_of(self, site_id: str, item: str) -> Evidence | None:
        return self.newest.get((site_id, item))

    @classmethod
    def of(cls, place: Place) -> _Lean:
        items = figures_of(place.criteria)
        rows = {(site.id, item): place.evidence_of(site.id, item) for site in place.sites for item in items}
        scores = {one.id: site_scores(place, one) for one in place.criteria if one.panel}
        came_to = [
            _moderated(site, criterion, figure.value)
            for criterion, of_site in scores.items()
            for site, figure in of_site.items()
            if figure.value is not None
        ]
        kept = {each.name: getattr(place, each.name) for each in fields(Place)}
        return cls(
            **kept | {"travel": (), "evidence": (), "ballots": Ballots(moderated=tuple(came_to))},
            newest={key: row for key, row in rows.items() if row is not None},
        )

    def having(self, figure: PlaceFigure, value: float) -> _Lean:
        """The same with one figure otherwise."""
        if figure.site is None:
            return replace(self, plan=plan_with(self.plan, figure, value))
        key = (figure.site, figure.id)
        if figure.kind == "evidence":
            row = replace(self.newest[key], value=value, low=None, high=None)
            return replace(self, newest={**self.newest, key: row})
        others = tuple(said for said in self.ballots.moderated if (said.site, said.criterion) != key)
        return replace(self, ballots=Ballots(moderated=(*others, _moderated(*key, value))))


@dataclass(frozen=True)
class MeasuredAgain:
    """Some options of a place, ready to be measured again.

    Attributes:
        openings: of the options, as they are now.
        now: index of a criterion -> (options,) performances as they are now.
        builds: what makes the measure of each criterion, in order.
    """

    criteria: Sequence[Criterion]
    place: _Lean
    openings: Openings
    now: Mapping[int, Floats]
    builds: Sequence[Callable[[Place, Criterion, Geography], Measure]]

    @classmethod
    def of(
        cls, place: Place, ruler: Ruler, openings: Openings, performances: Mapping[str, Performances]
    ) -> MeasuredAgain:
        """Options of a place, by what they open, with their performances as they are."""
        builds = [measure_module(criterion.measure or PANEL).build for criterion in ruler.criteria]
        now = {index: performances[criterion.id].value for index, criterion in enumerate(ruler.criteria)}
        return cls(ruler.criteria, _Lean.of(place), openings, now, builds)

    def could_move(self, figure: PlaceFigure) -> list[int]:
        """Indices of the criteria that a figure can have a part in: a site's figure is read by one of them alone."""
        if figure.kind == "assumption":
            return [index for index, criterion in enumerate(self.criteria) if not criterion.panel]
        of = figure.id if figure.kind == "panel-score" else figure.id.partition(".")[0]
        return [index for index, criterion in enumerate(self.criteria) if criterion.id == of]

    def performances(self, figure: PlaceFigure, value: float, among: Collection[int]) -> dict[int, Floats]:
        """Performance of every option on some criteria with one figure otherwise.

        Returns:
            index of a criterion -> (options,) NaN where it could not be measured, for want of any need.
        """
        place = self.place.having(figure, value)
        geography = self._geography(figure, place)
        if not geography.need.sum() > 0:
            return {index: np.full(len(self.openings), np.nan) for index in among}
        # Who goes where rests on the main mode alone, so most figures leave it as it is.
        is_same = geography.main is self.openings.geography.main
        openings = self.openings if is_same else Openings(geography, self.openings.beds)
        measures = {index: self.builds[index](place, self.criteria[index], geography) for index in among}
        return {index: measure.performance(openings).value for index, measure in measures.items()}

    def _geography(self, figure: PlaceFigure, place: Place) -> Geography:
        """The geography that the place has with the figure otherwise."""
        now = self.openings.geography
        if figure.id.startswith("need."):
            return replace(now, need=need_a_year(place.areas, place.plan.need))
        if not figure.id.startswith("travel."):
            return now
        period: Period = "day" if figure.id.split(".")[1] == "day" else "evening"
        journeys = {**now.journeys, (VISITORS_MODE, period): minutes(place, VISITORS_MODE, period)}
        moves_main = (place.plan.travel.main_mode, "day") == (VISITORS_MODE, period)
        main = journeys[VISITORS_MODE, period].value if moves_main else now.main
        return replace(now, journeys=journeys, main=main)


def _moderated(site: str, criterion: str, points: float) -> Moderated:
    return Moderated(site, criterion, repr(float(points)), "", (), date.min)
