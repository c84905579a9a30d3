"""Agreement: how far the people of a panel put things in the same order, by Kendall's W (method 1.7)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from appraisal.analysis.panel import PanelWeights
from appraisal.analysis.robustness import Reranked
from appraisal.analysis.weighting import concordance
from appraisal.measures.clinical_fit import recusals
from appraisal.model.workspace import Place

_DIGITS = 9  # shares that are the same but for their last digits tie


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far some people agree on the order of some things.

    Attributes:
        people, items: who, and on what, in order of id.
        w: Kendall's W, 0 (not at all) to 1 (wholly); None where it says nothing: for fewer than two people or things,
            or where everybody ties everything.
        left_out: people who said too little to be held beside the others.
    """

    people: tuple[str, ...]
    items: tuple[str, ...]
    w: float | None
    left_out: tuple[str, ...] = ()

    @classmethod
    def of(
        cls, people: Sequence[str], items: Sequence[str], said: npt.ArrayLike, left_out: Sequence[str] = ()
    ) -> Agreement:
        """The agreement of some people.

        Args:
            people, items: ids.
            said: people x items, what each gave to each; more or less alike, only the order counts.
            left_out: people who said too little.

        >>> Agreement.of(["ann", "ben"], ["access", "cost"], [[0.7, 0.3], [0.6, 0.4]]).w
        1.0
        """
        of = (tuple(people), tuple(items))
        if len(people) < 2 or len(items) < 2:
            return cls(*of, None, tuple(left_out))
        found = concordance(np.round(np.asarray(said, dtype=np.float64), _DIGITS))
        return cls(*of, None if np.isnan(found) else found, tuple(left_out))


def on_weights(panel: PanelWeights, people: Sequence[str] | None = None) -> Agreement:
    """Agreement of everybody who gave weights, or of some, on which criteria matter more."""
    who = sorted(panel.by_person if people is None else people)
    return Agreement.of(who, panel.criteria, [panel.array(panel.by_person[person]) for person in who])


def on_ranking(
    by_person: Mapping[str, Reranked], names: Sequence[str], known: Sequence[int], people: Sequence[str] | None = None
) -> Agreement:
    """Agreement of everybody who gave weights, or of some, on the order of options at their own weights.

    Args:
        by_person: the options ranked at each person's weights.
        names: ids of the options.
        known: indices of those whose totals are known; the others have no one place in an order.
        people: some of the people; all where None.
    """
    who, at = sorted(by_person if people is None else people), list(known)
    return Agreement.of(who, [names[index] for index in at], [by_person[person].low[at] for person in who])


def on_scores(place: Place) -> dict[str, Agreement]:
    """Agreement of the people who scored sites on the order of the sites, by panel criterion.

    Only scores that count are held beside each other, and only where there is one of every person for every site. A few
    blanks here and there would leave no such site, so people are left out, who scored the fewest sites first (of
    several, in order of id), until all who are left scored at least half of the sites that anybody scored, or two are
    left. The people's own scores are compared, not what the panel moderated.
    """
    apart = recusals(place.ballots, place)
    given: dict[str, dict[tuple[str, str], float]] = {one.id: {} for one in place.criteria if one.panel}
    for cast in place.ballots.scores:
        if cast.criterion in given and cast.points is not None and (cast.person, cast.site) not in apart:
            given[cast.criterion][cast.person, cast.site] = cast.points
    return {criterion: _complete(points) for criterion, points in given.items()}


def by_group(
    place: Place, panel: PanelWeights, by_person: Mapping[str, Reranked], names: Sequence[str], known: Sequence[int]
) -> dict[str, tuple[Agreement, Agreement]]:
    """Agreement on weights and on the ranking inside each group of which at least two people gave weights.

    Args: those of `on_weights` and `on_ranking`.
    """
    found = {}
    for group in sorted({member.group for member in place.plan.panel}):
        people = [m.person for m in place.plan.panel if m.group == group and m.person in panel.by_person]
        if len(people) > 1:
            found[group] = (on_weights(panel, people), on_ranking(by_person, names, known, people))
    return found


def _complete(points: Mapping[tuple[str, str], float]) -> Agreement:
    sites = {site for _, site in points}
    everybody = sorted({person for person, _ in points})
    scored = {person: {site for who, site in points if who == person} for person in everybody}
    people = list(everybody)

    def block_of_all() -> list[str]:
        return sorted(site for site in sites if all(site in scored[person] for person in people))

    while len(people) > 2 and 2 * len(block_of_all()) < len(sites):
        people.remove(min(people, key=lambda person: len(scored[person])))
    block = block_of_all()
    said = [[points[person, site] for site in block] for person in people]
    return Agreement.of(people, block, said, [person for person in everybody if person not in people])
