"""Exchange rates: what the weights and anchors together say that ten minutes are worth in pounds."""

from __future__ import annotations

import numpy as np
import pytest
from building import criterion

from appraisal.analysis.exchange import exchange_rates


def test_ten_minutes_are_worth_what_the_weights_and_ranges_say():
    """Travel .2 over 40 minutes is .5 points a minute; cost .1 over 4 million pounds is 2.5 points a million.

    So 10 minutes are 5 points, and 5 points are 2 million pounds; a tenth of access, .3 over 1, is 3 points.
    """
    criteria = [
        criterion("access"),
        criterion("cost", anchors=((5_000_000, 0), (1_000_000, 100))),
        criterion("travel-time", anchors=((55, 0), (15, 100))),
    ]
    found = exchange_rates(criteria, np.array([0.3, 0.1, 0.2]))
    assert [(r.criterion, r.amount, r.unit) for r in found] == [
        ("access", 0.1, "share"),
        ("travel-time", 10, "minutes"),
    ]
    assert [r.pounds for r in found] == pytest.approx([1_200_000, 2_000_000])


@pytest.mark.parametrize("ids", [("access", "travel-time"), ("access", "cost")])
def test_without_any_weight_on_cost_nothing_has_a_price(ids):
    weights = np.array([1.0, 0.0])
    assert exchange_rates([criterion(id_) for id_ in ids], weights) == []
