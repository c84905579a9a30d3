"""Every family of constraints of a place's model, in the order in which the reference prints them.

The reference (docs/reference/model.md) is printed from their descriptions, and the rows that each adds to a tiny place
are kept as a file (tests/golden/lp).
"""

from __future__ import annotations

from appraisal.analysis.portfolio.families_of_journeys import free_bed, nearest_open_site, one_site_for_each_area
from appraisal.analysis.portfolio.families_of_sites import (
    beds_required,
    budget,
    not_again,
    provider_limits,
    sites_at_most,
    sites_required_or_forbidden,
    ward_round_hours,
    whole_beds,
)
from appraisal.analysis.portfolio.families_of_values import equity_gap, inside_anchors, lowest_site, value_functions
from appraisal.analysis.portfolio.family import Family

FAMILIES: tuple[Family, ...] = (
    whole_beds,
    beds_required,
    sites_at_most,
    provider_limits,
    sites_required_or_forbidden,
    budget,
    ward_round_hours,
    one_site_for_each_area,
    nearest_open_site,
    free_bed,
    lowest_site,
    equity_gap,
    inside_anchors,
    value_functions,
    not_again,
)
