"""From what people say matters to weights that sum to one: one module for each way of asking, and one for groups."""

from appraisal.analysis.weighting.agreement import concordance
from appraisal.analysis.weighting.groups import GroupedWeights, combine
from appraisal.analysis.weighting.points import direct_weights, swing_weights
from appraisal.analysis.weighting.problems import problems_of
from appraisal.analysis.weighting.rank_order import rank_order_centroid

__all__ = [
    "GroupedWeights",
    "combine",
    "concordance",
    "direct_weights",
    "problems_of",
    "rank_order_centroid",
    "swing_weights",
]
