"""From what people say matters to weights that sum to one: one module for each way of asking, and one for groups."""

from appraisal.analysis.weighting.agreement import concordance
from appraisal.analysis.weighting.best_and_worst import best_worst, input_consistency
from appraisal.analysis.weighting.groups import GroupedWeights, combine
from appraisal.analysis.weighting.hierarchy import analytic_hierarchy, judgement_to_revisit
from appraisal.analysis.weighting.judgements import Judgement
from appraisal.analysis.weighting.points import direct_weights, swing_weights
from appraisal.analysis.weighting.problems import problems_of
from appraisal.analysis.weighting.rank_order import rank_order_centroid

__all__ = [
    "GroupedWeights",
    "Judgement",
    "analytic_hierarchy",
    "best_worst",
    "combine",
    "concordance",
    "direct_weights",
    "input_consistency",
    "judgement_to_revisit",
    "problems_of",
    "rank_order_centroid",
    "swing_weights",
]
