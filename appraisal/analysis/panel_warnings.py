"""What a reader should be warned of in a panel: vacant seats, too few lay members, votes that a median would hide."""

from __future__ import annotations

from appraisal.analysis.checking import Warned
from appraisal.analysis.composition import Composition
from appraisal.analysis.panel import PanelWeights
from appraisal.analysis.spread import is_split_vote, is_split_weight, score_spreads, weight_spreads
from appraisal.model.places import PlacePlan
from appraisal.model.workspace import Place


def check_panel(place: Place, panel: PanelWeights) -> tuple[Warned, ...]:
    """Warnings about who is on the panel and where it is split, in order."""
    found = Composition.of(place.plan)
    seats = (*_vacancies(place.plan, found), *_too_few_lay(place.plan, found))
    return tuple(sorted({*seats, *_split_scores(place), *_split_weights(place, panel)}))


def _vacancies(plan: PlacePlan, found: Composition) -> list[Warned]:
    names = {group.id: group.name for group in plan.groups}
    warned = []
    for taken in found.seats:
        seat = taken.seat
        if taken.vacant:
            how_many = f", {taken.vacant} of {seat.count}" if seat.count > 1 else ""
            warned.append(Warned("panel", f"Vacant on the panel: {seat.role} ({names[seat.group]}){how_many}."))
    return warned


def _too_few_lay(plan: PlacePlan, found: Composition) -> list[Warned]:
    wanted = plan.lay_share_at_least
    if wanted is None or found.lay_share is None or found.lay_share >= wanted:
        return []
    text = f"Lay members of the panel: {len(found.lay)} of {len(plan.panel)}. "
    return [Warned("panel", f"{text}The place wants at least {100 * wanted:g} in 100.")]


def _split_scores(place: Place) -> list[Warned]:
    names = {criterion.id: criterion.name.lower() for criterion in place.criteria}
    return [
        Warned(
            site,
            f"Split vote on {names[criterion]}: at least a quarter of those who scored it gave {found.low_quarter:g} "
            f"or less, and at least a quarter {found.high_quarter:g} or more.",
        )
        for (criterion, site), found in score_spreads(place).items()
        if is_split_vote(found)
    ]


def _split_weights(place: Place, panel: PanelWeights) -> list[Warned]:
    names = {criterion.id: criterion.name.lower() for criterion in place.criteria}
    return [
        Warned(
            criterion,
            f"Split vote on the weight of {names[criterion]}: at least a quarter of the people gave it "
            f"{100 * found.low_quarter:.0f}% or less, and at least a quarter {100 * found.high_quarter:.0f}% or more.",
        )
        for criterion, found in weight_spreads(panel).items()
        if is_split_weight(found)
    ]
