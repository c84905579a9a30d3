"""A small linear programme, from arrays straight to HiGHS."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

# The tightest that HiGHS takes, so that a margin holds to 9 decimals; then its own, since it may give up on the first
# where bounds nearly touch.
_TOLERANCES = (1e-10, 1e-7)


def maximise(objective: Floats, rows: Floats, sums: tuple[Floats, Floats], bounds: tuple[Floats, Floats]) -> Floats:
    """Where a sum is highest: max objective x, with rows x between its least and greatest sums, and x in its bounds.

    Without PuLP, which takes longer to write so small a problem than HiGHS to solve it, and without scipy.optimize,
    which takes half a second to import.

    Args:
        objective: shape (n,).
        rows: m x n coefficients.
        sums: the least and the greatest sum of each row, each of shape (m,); infinite where there is none.
        bounds: lowest and highest x, each of shape (n,); infinite where there is none.

    Returns:
        x, shape (n,), a corner of what is allowed.

    Raises:
        RuntimeError: if nothing is allowed or the sum has no end, which no caller may ask.

    >>> one, low, high = np.array([1.0]), np.zeros(2), np.array([0.25, 1.0])
    >>> maximise(np.array([3.0, 1.0]), np.array([[1.0, 1.0]]), (one, one), (low, high)).tolist()
    [0.25, 0.75]
    """
    import highspy

    height, width = rows.shape
    problem = highspy.HighsLp()
    problem.sense_ = highspy.ObjSense.kMaximize
    problem.num_col_, problem.num_row_ = width, height
    problem.col_cost_ = objective
    problem.col_lower_, problem.col_upper_ = bounds
    problem.row_lower_, problem.row_upper_ = sums
    at_row, at_column = np.nonzero(rows)
    problem.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    problem.a_matrix_.start_ = np.searchsorted(at_row, np.arange(height + 1)).astype(np.int32)
    problem.a_matrix_.index_ = at_column.astype(np.int32)
    problem.a_matrix_.value_ = rows[at_row, at_column]
    answer = ""
    for tolerance in _TOLERANCES:
        solver = highspy.Highs()  # type: ignore[no-untyped-call]
        for option, setting in _SETTINGS.items():
            solver.setOptionValue(option, setting)
        solver.setOptionValue("primal_feasibility_tolerance", tolerance)
        solver.setOptionValue("dual_feasibility_tolerance", tolerance)
        solver.passModel(problem)
        solver.run()
        status = solver.getModelStatus()
        if status == highspy.HighsModelStatus.kOptimal:
            return np.asarray(solver.getSolution().col_value, dtype=np.float64)
        answer = solver.modelStatusToString(status)
    msg = f"HiGHS answered {answer!r}"
    raise RuntimeError(msg)


_SETTINGS: dict[str, bool | int | float | str] = {
    "output_flag": False,
    "threads": 1,
    "random_seed": 0,
    "presolve": "off",
}
