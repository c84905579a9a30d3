"""Dependence: which pairs of criteria people should be asked about, and what they answered (method 1.2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from appraisal.analysis.checking import Warned
from appraisal.analysis.overlap import Overlap
from appraisal.model.dependence import AskedPair


@dataclass(frozen=True, slots=True)
class Doubted:
    """A pair of criteria that people were asked about, or should be.

    Attributes:
        criteria: the two, in order of id.
        overlaps: whether they overlap (method 2.5), which is why they should be asked about.
        asked: what people answered; None where nobody has been asked.
    """

    criteria: tuple[str, str]
    overlaps: bool
    asked: AskedPair | None


def doubted_pairs(asked: Sequence[AskedPair], overlaps: Sequence[Overlap]) -> list[Doubted]:
    """Every pair that overlaps and every pair that the place names, in order, each once."""
    answers = {one.pair: one for one in asked}
    overlapping = {(min(found.criteria), max(found.criteria)) for found in overlaps}
    pairs = sorted(answers.keys() | overlapping)
    return [Doubted(pair, pair in overlapping, answers.get(pair)) for pair in pairs]


def dependence_warnings(doubted: Sequence[Doubted], names: Mapping[str, str]) -> list[Warned]:
    """Pairs that people called dependent: what is added up cannot be trusted for them."""
    return [
        Warned(
            pair.criteria[0],
            f"People said that how much they value {names[pair.criteria[0]].lower()} depends on "
            f"{names[pair.criteria[1]].lower()}. Adding up weighted scores assumes that it does not, so totals cannot "
            "be trusted where options differ on both.",
        )
        for pair in doubted
        if pair.asked is not None and pair.asked.answer == "dependent"
    ]
