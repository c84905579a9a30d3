"""Pros and cons, made from evidence by one rule for all.

A criterion speaks for an option where it scores clearly more than the middle of the options, and against it where it
scores clearly less. Statements stand in order of weight, then of difference. A missing figure supports none, and
opinion alone supports none: what the panel scored counts only beside evidence that is not opinion.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from appraisal.analysis.measuring import Measured
from appraisal.model.criteria import Criterion
from appraisal.model.evidence import Evidence, Source
from appraisal.model.value_functions import ValueFunction
from appraisal.model.workspace import Place

CLEAR_DIFFERENCE = 5.0  # points of the value score from the middle; less is neither for nor against


@dataclass(frozen=True, slots=True)
class Statement:
    """One pro or con.

    Attributes:
        difference: of the value score from that of the middle performance; None for a row of evidence.
        performance, middle: of this set, and the middle of all compared, in the criterion's unit.
        text: the sentence of a row of evidence, else None.
        site: the site that a row of evidence is about, if it is.
    """

    is_pro: bool
    criterion: str
    difference: float | None
    performance: float | None
    middle: float | None
    unit: str
    text: str | None
    site: str | None
    sources: tuple[str, ...]
    as_at: date | None


@dataclass(frozen=True)
class Comparison:
    """What statements of some sets are made from.

    Attributes:
        place: its criteria and evidence.
        sources: by id.
        weights: criterion -> share.
        measured: the sets.
        compared: indices of the sets that the middle is taken over.
        all_beds: criteria that rest on how many beds there are -> indices of the sets that give them all; others are
            neither compared nor spoken of on these.
    """

    place: Place
    sources: Mapping[str, Source]
    weights: Mapping[str, float]
    measured: Measured
    compared: Sequence[int]
    all_beds: Mapping[str, Sequence[int]] = field(default_factory=dict)

    def statements(self, index: int, option: str | None, sites: Sequence[str]) -> tuple[Statement, ...]:
        """The pros and cons of one set, in order of weight, then of difference.

        Args:
            index: of the set in `measured`.
            option: id of the option, for rows of evidence about it.
            sites: its sites.
        """
        rows = [row for row in self.place.evidence if self._is_about(row, option, sites)]
        found: list[tuple[tuple[float, float, int, str], Statement]] = []
        for criterion in self.place.criteria:
            by_figure = self._from_figure(criterion, index, rows)
            size = 0.0 if by_figure is None else abs(by_figure.difference or 0.0)
            weight = self.weights[criterion.id]
            if by_figure is not None and size >= CLEAR_DIFFERENCE:
                found.append(((-weight, -size, 0, criterion.id), by_figure))
            for row in rows:
                if row.item == criterion.id:
                    said = Statement(
                        row.answer == "pro", criterion.id, None, None, None, criterion.unit,
                        row.note, row.site, (row.source,), row.as_at,
                    )  # fmt: skip
                    found.append(((-weight, -size, 1, f"{criterion.id} {row.note}"), said))
        return tuple(statement for _, statement in sorted(found, key=lambda pair: pair[0]))

    def _is_about(self, row: Evidence, option: str | None, sites: Sequence[str]) -> bool:
        """Whether a row is a pro or con of this set that is not opinion alone."""
        about = row.site in sites if row.site else (option is not None and row.option == option)
        return about and row.answer in ("pro", "con") and self.sources[row.source].kind != "opinion"

    def _from_figure(self, criterion: Criterion, index: int, rows: Sequence[Evidence]) -> Statement | None:
        performances = self.measured.performances[criterion.id]
        value = float(performances.value[index])
        compared = self.all_beds.get(criterion.id, self.compared)
        if criterion.id in self.all_beds and index not in compared:
            return None
        others = performances.value[list(compared)]
        others = others[~np.isnan(others)]
        if np.isnan(value) or not len(others):
            return None
        support = tuple(sorted({row.source for row in rows if row.item == criterion.id and row.answer}))
        if criterion.panel and not support:
            return None
        middle = float(np.median(others))
        value_of = ValueFunction.of(criterion)
        difference = float(value_of(value) - value_of(middle))
        sources = self.measured.sources[criterion.id][index]
        return Statement(
            difference > 0, criterion.id, difference, value, middle, criterion.unit,
            None, None, tuple(sorted({*sources, *(support if criterion.panel else ())})), None,
        )  # fmt: skip
