"""All the tables of a workbook, in the order of its sheets."""

from __future__ import annotations

from dataclasses import dataclass

from appraisal.papers.workbook.ballots import ballot_tables
from appraisal.papers.workbook.basis import Basis
from appraisal.papers.workbook.checking import check_table, summary
from appraisal.papers.workbook.cover import cover_table, source_table
from appraisal.papers.workbook.figures import assumption_table, evidence_table
from appraisal.papers.workbook.journeys import area_table, going_table, minute_tables
from appraisal.papers.workbook.measures import cost_table, load_table
from appraisal.papers.workbook.options import anchor_table, option_table
from appraisal.papers.workbook.other_weightings import effect_table, weighting_table, weightings
from appraisal.papers.workbook.panel import panel_table, site_score_table
from appraisal.papers.workbook.performance import Ground, performance_table
from appraisal.papers.workbook.scores import total_table, value_table, weighted_table
from appraisal.papers.workbook.tables import Table
from appraisal.papers.workbook.trying import try_table, your_total_table
from appraisal.papers.workbook.weights import group_table, weight_table


@dataclass(frozen=True)
class Book:
    """The tables of a workbook.

    Attributes:
        tables: in the order of its sheets, the cover first; none without rows.
        trying, yours: the two that the chart is about.
    """

    tables: tuple[Table, ...]
    trying: Table
    yours: Table


def book_of(basis: Basis) -> Book:
    """Every table, each made from those before it: from ballots and figures to totals, and the check at the end."""
    ballots = ballot_tables(basis)
    groups = group_table(basis, ballots.people)
    weights = weight_table(basis, ballots.people, groups)
    anchors, options = anchor_table(basis), option_table(basis)
    panel = panel_table(basis)
    site_scores = site_score_table(basis, panel, anchors)
    evidence, assumptions = evidence_table(basis), assumption_table(basis)
    areas, minutes = area_table(basis), minute_tables(basis)
    going = going_table(basis, areas, minutes)
    loads, costs = load_table(basis, going, evidence, options), cost_table(basis, evidence, options)
    performances = performance_table(basis, Ground(options, anchors, site_scores, going, loads, costs))
    values = value_table(basis, performances, anchors)
    weighted = weighted_table(values, weights)
    totals = total_table(basis, weighted)
    trying = try_table(basis, weights)
    yours = your_total_table(basis, trying, values, totals)
    others = weightings(basis, weights, ballots.people)
    of_others = weighting_table(basis, others)
    effect = effect_table(basis, others, of_others, values)
    check = check_table(
        basis, weights=weights, performances=performances, values=values, weighted=weighted, totals=totals
    )
    inside = [
        *(trying, yours, totals, effect, check),
        *(weighted, values, performances, anchors, options),
        *(weights, groups, ballots.people, ballots.ballots, ballots.comparisons, ballots.rank_shares, of_others),
        *(site_scores, panel, costs, loads, going, areas, *minutes.values(), evidence, assumptions),
        source_table(basis),
    ]
    shown = [table for table in inside if len(table)]
    return Book((cover_table(basis, shown, summary(basis, check, effect)), *shown), trying, yours)
