"""Plain words: what testing shows, each in one or two sentences that a councillor would understand.

They stand in the findings, so that every paper, page and command says the same; the sentences are those of
`reports/wording.yaml`, and each names the weightings that it speaks of.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from appraisal.papers.plain_words import counted, figures, left_out, people, tipping, weightings, whatever_weights
from appraisal.papers.presenters.material import Material
from appraisal.papers.wording import Wording

SAYS: Mapping[str, Callable[[Material], str]] = MappingProxyType(
    {
        "weightings": weightings.weightings,
        "own-weights": weightings.own_weights,
        "weightings-and-figures": weightings.with_figures,
        "at-every-weighting": whatever_weights.always_above,
        "at-no-weighting": whatever_weights.never_at_all,
        "tipping-weight": tipping.weight,
        "joint-change": tipping.joint_change,
        "two-way-map": tipping.two_way,
        "tipping-own-figure": figures.own_figure,
        "tipping-shared-figures": figures.shared_figures,
        "without-criterion": left_out.without_criterion,
        "without-option": left_out.without_option,
        "other-methods": left_out.other_methods,
        "equal-weights": people.equal_weights,
        "agreement": people.agreement,
        "without-person": people.without_person,
        "before-moderation": people.before_moderation,
        "ways": people.ways,
        "overlap": counted.overlap,
        "dependence": counted.dependence,
        "changes-nothing": counted.changes_nothing,
        "near-misses": counted.near_misses,
    }
)
"""What is told of, in this order, and how; "" where there is nothing to tell."""


def plain_words(content: Mapping[str, Any], wording: Mapping[str, Any]) -> list[dict[str, str]]:
    """The sentences of some findings.

    Args:
        content: the findings so far, as they will be frozen.
        wording: what reports/wording.yaml says.

    Returns:
        {about, text} for each of `SAYS` that has something to tell, in order.

    Raises:
        WorkspaceError: if a sentence is missing.
    """
    material = Material(
        findings=content, record={}, wording=Wording(wording), is_public_copy=False, run="", fingerprint=""
    )
    told = ((about, say(material)) for about, say in SAYS.items())
    return [{"about": about, "text": text} for about, text in told if text]
