"""Scrutiny: what a sceptical reader asks of a ranking, put to it and told as findings hold it.

Who agrees, who moves it, what it was before people talked, what group weights do, which criteria are idle, what was
missed by little, and which criteria may depend on each other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from appraisal.analysis.agreement import Agreement, by_group, on_ranking, on_scores, on_weights
from appraisal.analysis.before_moderation import BeforeModeration, before_moderation
from appraisal.analysis.checking import Warned
from appraisal.analysis.dependence import Doubted, dependence_warnings, doubted_pairs
from appraisal.analysis.equal_weights import equal_weights
from appraisal.analysis.idle_criteria import Constant, constant_criteria, idle_warnings, zero_weights
from appraisal.analysis.measuring import Measured, Ruler
from appraisal.analysis.near_misses import NearMiss, near_hurdles, near_limits
from appraisal.analysis.panel import PanelWeights
from appraisal.analysis.portfolio.limits import Limit
from appraisal.analysis.ranking import Ranking
from appraisal.analysis.recounting import moved
from appraisal.analysis.robustness import Reranked, Robustness
from appraisal.analysis.scoring import Scores
from appraisal.analysis.telling import ranks_told
from appraisal.analysis.without_option import WithoutOption, without_each_option
from appraisal.analysis.without_person import NotPossible, WithoutPerson, without_each_person
from appraisal.measures import figures_of
from appraisal.model.hurdles import Hurdle
from appraisal.model.options import Option
from appraisal.model.workspace import Place


@dataclass(frozen=True)
class Scrutiny:
    """What the questions came to; indices are those of the ranked options, in order.

    Attributes:
        names: ids of the ranked options.
        on_weights, on_ranking, on_scores, in_groups: see `agreement`.
        without_person, without_option, before_moderation: see their modules.
        equal: "groups" and "people" -> the ranking if they counted the same.
        constant, zero, zero_by_person: see `idle_criteria`.
        near: sites, then options.
        doubted: see `dependence`.
        now: the ranking as it is.
    """

    names: tuple[str, ...]
    on_weights: Agreement
    on_ranking: Agreement
    on_scores: Mapping[str, Agreement]
    in_groups: Mapping[str, tuple[Agreement, Agreement]]
    without_person: Mapping[str, WithoutPerson | NotPossible]
    without_option: Sequence[WithoutOption]
    before_moderation: BeforeModeration | None
    equal: Mapping[str, Reranked]
    constant: Sequence[Constant]
    zero: Sequence[str]
    zero_by_person: Mapping[str, Sequence[str]]
    near: Sequence[NearMiss]
    doubted: Sequence[Doubted]
    now: Ranking

    @classmethod
    def of(
        cls,
        place: Place,
        panel: PanelWeights,
        options: tuple[Sequence[Option], Ruler, Measured, Scores],
        tests: Robustness,
        held_against: tuple[Sequence[Hurdle], Sequence[Limit]],
    ) -> Scrutiny:
        """Put every question to a ranking.

        Args:
            place, panel: with its ballots; its weights.
            options: those that are ranked, and what they were measured and scored by.
            tests: of the same options.
            held_against: the hurdles, and the limits of the place.
        """
        ranked, ruler, measured, scores = options
        names, weights = measured.names, panel.overall
        now = Reranked.of(scores, weights).ranking
        hurdles, limits = held_against
        units = {item: kind.unit for item, kind in figures_of(place.measured_criteria).items()}
        equal = {by: panel.array(shares) for by, shares in equal_weights(place, panel).items()}
        return cls(
            names,
            on_weights(panel),
            on_ranking(tests.by_person, names, tests.known),
            on_scores(place),
            by_group(place, panel, tests.by_person, names, tests.known),
            without_each_person(place, panel, ruler, measured, scores),
            without_each_option(ruler, measured, scores, weights),
            before_moderation(place, ruler, measured, weights, now),
            {by: Reranked.of(scores, shares) for by, shares in equal.items()},
            constant_criteria(place.criteria, measured, scores, weights),
            *zero_weights(panel),
            (*near_hurdles(place, hurdles, units), *near_limits(ranked, measured, limits)),
            doubted_pairs(place.plan.dependence, tests.overlaps),
            now,
        )

    def warnings(self, place: Place) -> list[Warned]:
        """What a reader should be warned of."""
        names = {criterion.id: criterion.name for criterion in place.criteria}
        idle = idle_warnings(place.criteria, self.constant, self.zero)
        return [*idle, *dependence_warnings(self.doubted, names)]

    def told(self, criteria: Sequence[str], hidden: set[str]) -> dict[str, Any]:
        """All of it as findings hold it.

        Args:
            criteria: ids, in the order of weights.
            hidden: sites of which no figure is told.
        """
        return {
            "agreement": {
                "weights": _agreement(self.on_weights),
                "ranking": _agreement(self.on_ranking),
                "scores": {criterion: _agreement(found) for criterion, found in self.on_scores.items()},
                "by_group": {
                    group: {"weights": _agreement(of_weights), "ranking": _agreement(of_ranking)}
                    for group, (of_weights, of_ranking) in self.in_groups.items()
                },
            },
            "without_person": {person: self._without_person(found) for person, found in self.without_person.items()},
            "without_option": {
                name: {
                    "changes_nothing_else": found.changes_nothing_else,
                    "leader": self._name(found.leader),
                    "ranking": [self.names[index] for index in found.order],
                }
                for name, found in zip(self.names, self.without_option, strict=True)
            },
            "before_moderation": self.before_moderation
            and {
                "scores": self.before_moderation.scores,
                "ranking": ranks_told(self.names, self.before_moderation.ranked),
                "moved": self._all(self.before_moderation.moved),
            },
            "equal_group_weights": [
                {
                    "by": by,
                    "weights": dict(zip(criteria, found.weights.tolist(), strict=True)),
                    "ranking": ranks_told(self.names, found),
                    "moved": self._all(moved(found.ranking, self.now)),
                }
                for by, found in self.equal.items()
            ],
            "constant_criteria": [_constant(one) for one in self.constant],
            "zero_weights": {
                "agreed": list(self.zero),
                "by_person": {person: list(nothing) for person, nothing in self.zero_by_person.items()},
            },
            "near_misses": [_near(one) for one in self.near if one.site not in hidden],
            "dependence": [_doubted(pair) for pair in self.doubted],
        }

    def _without_person(self, found: WithoutPerson | NotPossible) -> dict[str, Any]:
        if isinstance(found, str):
            blank = dict.fromkeys(("ranking", "leader", "change_of_total", "influence"))
            return {"not_possible": found, "moved": [], **blank}
        return {
            "not_possible": None,
            "ranking": ranks_told(self.names, found.ranked),
            "moved": self._all(found.moved),
            "leader": self._name(found.leader),
            "change_of_total": found.change_of_total,
            "influence": found.influence,
        }

    def _all(self, indices: Sequence[int]) -> list[str]:
        return [self.names[index] for index in indices]

    def _name(self, index: int | None) -> str | None:
        return None if index is None else self.names[index]


def _agreement(found: Agreement) -> dict[str, Any]:
    return {
        "people": list(found.people),
        "items": list(found.items),
        "w": found.w,
        "left_out": list(found.left_out),
    }


def _constant(one: Constant) -> dict[str, Any]:
    return {
        "criterion": one.criterion,
        "weight": one.weight,
        "alike": one.alike,
        "performance": one.performance,
        "value_score": one.value_score,
    }


def _near(one: NearMiss) -> dict[str, Any]:
    return {
        "site": one.site,
        "option": one.option,
        "hurdle": one.hurdle,
        "limit": one.limit,
        "name": one.name,
        "figure": one.figure,
        "threshold": one.threshold,
        "unit": one.unit,
        "by_share": one.by_share,
        "passes": one.passes,
    }


def _doubted(pair: Doubted) -> dict[str, Any]:
    asked = pair.asked
    return {
        "criteria": list(pair.criteria),
        "overlaps": pair.overlaps,
        "answer": asked.answer if asked else "not asked",
        "question": (asked and asked.question) or None,
        "reason": (asked and asked.reason) or None,
        "as_at": (asked and asked.as_at) or None,
        "asked": (asked and asked.asked) or None,
    }
