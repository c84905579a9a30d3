"""Options off the scale: a named one beyond the anchors of a criterion that does not clip is refused (method 1.1)."""

from __future__ import annotations

from collections.abc import Sequence

from appraisal.analysis.measuring import Measured
from appraisal.analysis.scoring import Scores
from appraisal.errors import FindingsError
from appraisal.model.criteria import Criterion


def refuse_outside(criteria: Sequence[Criterion], measured: Measured, scores: Scores) -> None:
    """Refuse options that lie beyond the anchors of a criterion.

    Args:
        criteria: of the place.
        measured, scores: of the options, in one order; their names are ids.

    Raises:
        FindingsError: naming each such option and criterion, with its performance and the anchors' ends.
    """
    by_id = {criterion.id: criterion for criterion in criteria}
    found = []
    for row, option in enumerate(measured.names):
        for column, id_ in enumerate(scores.criteria):
            if scores.outside[row, column]:
                performance = measured.performances[id_].value[row]
                ends = [anchor.performance for anchor in by_id[id_].anchors]
                found.append(
                    f"Option '{option}' does {performance:g} {by_id[id_].unit} on '{id_}', outside its anchors, "
                    f"{ends[0]:g} to {ends[-1]:g}. Widen the anchors before anybody scores, or say 'outside: clip'."
                )
    if found:
        raise FindingsError("\n".join(found))
