"""What the stated weights of groups do: the agreed weights if groups, or people, counted the same (method 1.7)."""

from __future__ import annotations

from appraisal.analysis.panel import PanelWeights
from appraisal.analysis.weighting import combine
from appraisal.model.workspace import Place


def equal_weights(place: Place, panel: PanelWeights) -> dict[str, dict[str, float]]:
    """The panel's weights combined otherwise.

    Args:
        place: whose members belong to groups.
        panel: its weights.

    Returns:
        "groups" -> criterion -> share, if every group in which somebody gave weights counted the same;
        "people" -> criterion -> share, if every person who gave weights did.
    """
    group_of = {member.person: member.group for member in place.plan.panel}
    alike = dict.fromkeys(group_of.values(), 1.0)
    together = dict.fromkeys(panel.by_person, "everybody")
    return {
        "groups": combine(panel.by_person, group_of, alike).overall,
        "people": combine(panel.by_person, together, {"everybody": 1.0}).overall,
    }
