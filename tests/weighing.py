"""What one person answers about the starter's criteria in each way of asking, and how it stands on a form."""

from __future__ import annotations

from typing import Any

from appraisal.model.ballots import Way

IDS = ("access", "clinical-fit", "cost", "cultural-fit", "equity", "travel-time")
BY_ID = {
    "swing-points": (90, 100, 40, 35.5, 50, 0),
    "direct-points": (25, 30, 10, 12.5, 12.5, 10),
    "ranking": (2, 1, 5, 3, 3, 6),
}
PAIRS = {
    "analytic-hierarchy": {
        "access/clinical-fit": "1/2",
        "access/cost": "3",
        "access/cultural-fit": "1",
        "access/equity": "2",
        "access/travel-time": "5",
        "clinical-fit/cost": "6",
        "clinical-fit/cultural-fit": "3",
        "clinical-fit/equity": "4",
        "clinical-fit/travel-time": "9",
        "cost/cultural-fit": "1/3",
        "cost/equity": "1/2",
        "cost/travel-time": "1",
        "cultural-fit/equity": "2.5",
        "cultural-fit/travel-time": "4",
        "equity/travel-time": "2",
    },
    "best-worst": {
        "clinical-fit/access": "2",
        "clinical-fit/cost": "6",
        "clinical-fit/cultural-fit": "3",
        "clinical-fit/equity": "4",
        "clinical-fit/travel-time": "8",
        "access/travel-time": "5",
        "cost/travel-time": "1",
        "travel-time/cultural-fit": "1/3",
        "equity/travel-time": "2",
    },
}


def on_form(way: Way) -> dict[str, tuple[Any, ...]]:
    """What is filled in on the sheet of a way: the same answers."""
    if way in BY_ID:
        return {id_: (answer,) for id_, answer in zip(IDS, BY_ID[way], strict=True)}
    if way == "best-worst":
        most = {"access": 2, "clinical-fit": 1, "cost": 6, "cultural-fit": 3, "equity": 4, "travel-time": 8}
        least = {"access": 5, "clinical-fit": 8, "cost": 1, "cultural-fit": 3, "equity": 2, "travel-time": 1}
        return {id_: (most[id_], least[id_]) for id_ in IDS}
    which = {"1": ("the same", None)}
    return {
        pair: which.get(times) or (("second", int(times[2:])) if "/" in times else ("first", float(times)))
        for pair, times in PAIRS[way].items()
    }
