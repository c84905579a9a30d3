"""Weighing: each ballot of weights against the criteria, branches and anchors of now (method 1.3)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from appraisal.analysis.weighting.anchors import RATIOS, are_as_now, rescaled, stretch, without_others
from appraisal.analysis.weighting.asked import Asked, Consistency, weights_asked
from appraisal.analysis.weighting.problems import BY_COMPARISON, pairs_of
from appraisal.errors import BallotError
from appraisal.model.ballots import WAYS, Anchors, Way, WeightsBallot
from appraisal.model.tree import TOP, CriteriaTree
from appraisal.model.weights_said import under_seen
from appraisal.model.workspace import Place

_Ids = frozenset[str]

Standing = Literal["as now", "rescaled", "not recorded", "asked again"]

WAYS_IN_WORDS: Mapping[Way, str] = {
    "swing-points": "swing points",
    "direct-points": "100 points shared out",
    "ranking": "a ranking",
    "analytic-hierarchy": "comparisons of pairs",
    "best-worst": "comparisons with the best and the worst",
}


@dataclass(frozen=True, slots=True)
class Weighed:
    """What one ballot of weights comes to now.

    Attributes:
        shares: criterion -> weight share, in order of id; None where the person has to be asked again.
        anchors: how the anchors that the person saw stand to those of now: the same; other ones, to which the weights
            were rescaled; not in the record; or such that only the person can say (the ballot does not count).
        notes: what was done with the ballot and why, a sentence each.
        consistency: how far comparisons agree with one another, by branch.
    """

    ballot: WeightsBallot
    shares: Mapping[str, float] | None
    anchors: Standing
    notes: tuple[str, ...] = ()
    consistency: tuple[Consistency, ...] = ()


def weighed(place: Place) -> tuple[Weighed, ...]:
    """Every ballot of weights of a place as it counts now, in the order of the ballots; none is used silently."""
    ground = _Ground.of(place)
    return tuple(_weigh(ballot, ground) for ballot in place.ballots.weights)


def counting(found: Iterable[Weighed], first: Way) -> dict[str, Weighed]:
    """Which ballot of each person counts: the one in the stated way, else in the first of `WAYS` that they used.

    Args:
        found: of all people.
        first: the way that the place states.

    Returns:
        person -> ballot, in order, for those of whom one can be used.
    """
    return {person: ballots[0] for person, ballots in by_person(found, first).items() if ballots[0].shares is not None}


def by_person(found: Iterable[Weighed], first: Way) -> dict[str, list[Weighed]]:
    """The ballots of each person, in order of person: what can be used first, then in the order in which ways count."""
    order = {way: place for place, way in enumerate(dict.fromkeys((first, *WAYS)))}
    ranked = sorted(found, key=lambda one: (one.ballot.person, one.shares is None, order[one.ballot.way]))
    people: dict[str, list[Weighed]] = {}
    for one in ranked:
        people.setdefault(one.ballot.person, []).append(one)
    return people


@dataclass(frozen=True, slots=True)
class _Ground:
    """What ballots are held against: the tree and the anchors of now, and the names to speak of them."""

    tree: CriteriaTree
    under: Mapping[str, str]
    anchors: Mapping[str, Anchors]
    names: Mapping[str, str]

    @classmethod
    def of(cls, place: Place) -> _Ground:
        return cls(
            CriteriaTree.of(place.criteria, place.branches),
            under_seen(place.criteria, place.branches),
            {c.id: tuple((anchor.performance, anchor.value) for anchor in c.anchors) for c in place.criteria},
            {c.id: c.name.lower() for c in place.criteria} | {b.id: b.name.lower() for b in place.branches},
        )

    @property
    def is_flat(self) -> bool:
        return len(self.tree.children) == 1

    @property
    def ids(self) -> set[str]:
        return {id_ for ids in self.tree.children.values() for id_ in ids}

    def named(self, ids: Iterable[str]) -> str:
        return ", ".join(self.names.get(id_, f"'{id_}'") for id_ in sorted(ids))


def _weigh(ballot: WeightsBallot, ground: _Ground) -> Weighed:
    answers, seen = dict(ballot.answers), dict(ballot.anchors)
    gone = _spoken_of(ballot.way, answers) - ground.ids
    refusal = _other_criteria(ballot.way, answers, seen, gone, ground) or _other_branches(ballot, gone, ground)
    if refusal:
        return Weighed(ballot, None, "asked again", (refusal,))
    tree = ground.tree if not gone else _flat(_spoken_of(ballot.way, answers))
    try:
        asked = weights_asked(ballot.way, answers, tree)
    except BallotError as wrong:
        return Weighed(ballot, None, "asked again", (f"The answers do not fit the criteria of now. {wrong}",))
    shares: Mapping[str, float] | None = asked.shares
    notes: tuple[str, ...] = ()
    if gone:
        shares = without_others(asked.shares, ground.tree.criteria)
        notes = (f"No criterion any more: {ground.named(gone)}. The others keep their ratios.",)
    if shares is None:
        text = f"All of the weight was on what is no criterion any more: {ground.named(gone)}."
        return Weighed(ballot, None, "asked again", (text,))
    return _on_anchors_of_now(Weighed(ballot, shares, "as now", notes, _current(asked, gone)), seen, ground)


def _spoken_of(way: Way, answers: Mapping[str, float]) -> set[str]:
    return {id_ for pair in pairs_of(answers) for id_ in pair} if way in BY_COMPARISON else set(answers)


def _flat(ids: Iterable[str]) -> CriteriaTree:
    return CriteriaTree({TOP: tuple(sorted(ids))}, tuple(sorted(ids)))


def _current(asked: Asked, gone: set[str]) -> tuple[Consistency, ...]:
    """Consistency, without asking again about what is gone."""
    return tuple(
        replace(one, revisit=None) if one.revisit and {one.revisit.one, one.revisit.other} & gone else one
        for one in asked.consistency
    )


def _other_criteria(
    way: Way, answers: Mapping[str, float], seen: Mapping[str, Anchors], gone: set[str], ground: _Ground
) -> str:
    """Why the criteria of now are not those that the person was asked about; "" where they can stand for them."""
    known = set(seen) or _spoken_of(way, answers)
    added = set(ground.tree.criteria) - known if seen or (ground.is_flat and len(ground.tree.criteria) > 1) else set()
    if added:
        return f"Not asked about: {ground.named(added)}."
    if gone and not (ground.is_flat and gone <= known):
        return f"The criteria stood under other branches then: {ground.named(gone)}."
    return ""


def _other_branches(ballot: WeightsBallot, gone: set[str], ground: _Ground) -> str:
    """Why answers among what stood together then cannot be read among what stands together now; "" where they can.

    One that stands among others means another share of the whole than the same one by itself, and an answer about a
    branch is about the criteria in it.
    """
    then, spoken = dict(ballot.under), _spoken_of(ballot.way, dict(ballot.answers))
    if not then and ground.is_flat:
        return ""
    if not then and spoken & set(ground.tree.children):
        return "The record does not say under which branches the criteria stood then."
    known = set(dict(ballot.anchors)) or spoken - set(then.values())
    if _together(then, known, gone) == _together(ground.under, ground.tree.criteria, set()):
        return ""
    moved = {id_ for id_ in {*then, *ground.under} if then.get(id_, TOP) != ground.under.get(id_, TOP)}
    return f"The criteria stood under other branches then: {ground.named(moved)}."


def _together(under: Mapping[str, str], criteria: Iterable[str], gone: set[str]) -> set[frozenset[tuple[str, _Ids]]]:
    """What is weighed together, each with the criteria that it is or holds; what stands alone is not weighed."""
    holds: dict[str, set[str]] = {}
    for criterion in set(criteria) - gone:
        at = criterion
        while at != TOP:
            holds.setdefault(at, set()).add(criterion)
            at = under.get(at, TOP)
    beside: dict[str, set[tuple[str, _Ids]]] = {}
    for id_, held in holds.items():
        beside.setdefault(under.get(id_, TOP), set()).add((id_, frozenset(held)))
    return {frozenset(ids) for ids in beside.values() if len(ids) > 1}


def _on_anchors_of_now(found: Weighed, seen: Mapping[str, Anchors], ground: _Ground) -> Weighed:
    if found.ballot.is_assumed:
        note = "Nobody stated which anchors were seen: taken to be those of the files when the ballot was entered."
        found = replace(found, notes=(*found.notes, note))
    if not seen:
        note = "The record does not say which anchors were seen; the weights are used as they are."
        return replace(found, anchors="not recorded", notes=(*found.notes, note))
    changed = {id_: (seen[id_], now) for id_, now in ground.anchors.items() if not are_as_now(seen[id_], now)}
    if not changed:
        return found
    ranges = {id_: f"{ground.names[id_]}, {_range(was)}, now {_range(now)}" for id_, (was, now) in changed.items()}
    if found.ballot.way not in RATIOS:
        text = f"Other anchors were seen ({'; '.join(ranges.values())}), and a ranking cannot be rescaled."
        return replace(found, shares=None, anchors="asked again", notes=(*found.notes, text))
    stretches = {id_: stretch(was, now) for id_, (was, now) in changed.items()}
    refused = [f"{ranges[id_]}: {why}" for id_, why in stretches.items() if isinstance(why, str)]
    if refused:
        text = f"Other anchors were seen, to which weights cannot be rescaled ({'; '.join(refused)})."
        return replace(found, shares=None, anchors="asked again", notes=(*found.notes, text))
    factors = {id_: factor for id_, factor in stretches.items() if not isinstance(factor, str)}
    note = f"Other anchors were seen ({'; '.join(ranges.values())}); the weights were rescaled to those of now."
    shares = rescaled(found.shares or {}, factors)
    return replace(found, shares=shares, anchors="rescaled", notes=(*found.notes, note))


def _range(anchors: Sequence[tuple[float, float]]) -> str:
    if len(anchors) == 2:
        return " to ".join(f"{performance:,.12g}" for performance, _ in anchors)
    return " to ".join(f"{performance:,.12g} (value {value:g})" for performance, value in anchors)
