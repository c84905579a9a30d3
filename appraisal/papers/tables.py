"""Findings as tables for Excel: what anybody may see, one row for each option or site and criterion."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from appraisal.papers import words
from appraisal.papers.rough import rough, rough_options, rough_performance, rough_value

if TYPE_CHECKING:
    import pandas as pd


def tables(findings: Mapping[str, Any]) -> dict[str, str]:
    """The public findings as CSV texts by name: options, options-scores and sites.

    A figure that is not known is an empty cell; others have 3 decimals, pounds none. Every row carries the run and its
    as-at date. Of an option that uses a site not approached there are only ranges, rounded outward. Text that a
    spreadsheet would take for a formula gets an apostrophe before it.

    Args:
        findings: the content of findings.
    """
    shown = findings.get("public") or findings
    marks = {"run": findings["run"], "as_at": findings["inputs"]["as_at"]}
    frames = {"options": option_frame(shown), "options-scores": score_frame(shown), "sites": site_frame(shown)}
    return {name: frame.assign(**marks).to_csv(index=False, lineterminator="\n") for name, frame in frames.items()}


def option_frame(findings: Mapping[str, Any]) -> pd.DataFrame:
    """One row for each option, with its sites, status, total (0..100, low and high) and rank (low and high).

    `no_clear_difference_from` has the ids of the options that it is not clearly above or below.
    """
    hidden = rough_options(findings)
    rows = [
        (
            option["id"],
            option["name"],
            "; ".join(f"{site}: {beds}" for site, beds in option["sites"].items()),
            option["status"],
            *(_whole(option["total"]) if option["id"] in hidden else _ends(option["total"])),
            *_ends(option["rank"]),
            "; ".join(dict.fromkeys([*option["tied_with"], *option["no_clear_difference_from"]])),
        )
        for option in findings["options"]
    ]
    ranks = ("rank_low", "rank_high")
    columns = ("option", "name", "sites", "status", "total_low", "total_high", *ranks, "no_clear_difference_from")
    return _frame(rows, columns, whole=ranks)


def score_frame(findings: Mapping[str, Any]) -> pd.DataFrame:
    """One row for each ranked option and criterion.

    Performance and its low and high are in the unit; weight is a share; value and weighted scores are 0..100.
    """
    hidden = rough_options(findings)
    rows = [
        (
            option["id"],
            criterion,
            found["unit"],
            *(_roughly if option["id"] in hidden else _exactly)(findings, option, criterion),
            "; ".join(found["source"]),
        )
        for option in findings["options"]
        for criterion, found in sorted(option["performance"].items())
    ]
    columns = (
        *("option", "criterion", "unit", "performance", "performance_low", "performance_high", "weight"),
        *("value_score_low", "value_score_high", "weighted_score_low", "weighted_score_high", "sources"),
    )
    return _frame(rows, columns)


def site_frame(findings: Mapping[str, Any]) -> pd.DataFrame:
    """One row for each site: its provider, status, beds and total alone, and what it adds to the highest sets."""
    providers = {provider["id"]: provider["name"] for provider in findings["providers"]}
    # The highest total with one site may be that of a set with another, which has not been approached.
    places = 0 if any(site["standing"] == _HIDDEN for site in findings["sites"]) else 3
    rows = [
        (
            site["id"],
            site["name"],
            providers[site["provider"]],
            site["status"],
            site["alone"]["beds"],
            *(_whole if site["standing"] == _HIDDEN else _ends)(site["alone"]["total"]),
            *_ends(site["alone"]["rank"]),
            site["in_highest"],
            *(_rounded(site["adds"][key], places) for key in ("with", "without")),
        )
        for site in findings["sites"]
    ]
    whole = ("beds_alone", "rank_alone_low", "rank_alone_high")
    columns = ("site", "name", "provider", "status", whole[0], "total_alone_low", "total_alone_high", *whole[1:])
    return _frame(rows, (*columns, "in_highest_sets", "highest_total_with", "highest_total_without"), whole=whole)


def _frame(rows: Sequence[Sequence[Any]], columns: Sequence[str], *, whole: Sequence[str] = ()) -> pd.DataFrame:
    """A table with its columns, even where it has no rows; whole numbers stay whole beside empty cells."""
    import pandas as pd

    cells = [[safe(cell) for cell in row] for row in rows]
    return pd.DataFrame(cells, columns=list(columns), dtype=object).astype(dict.fromkeys(whole, "Int64"))


def _exactly(findings: Mapping[str, Any], option: Mapping[str, Any], criterion: str) -> tuple[Any, ...]:
    """Performance and its ends, weight, and ends of value and weighted score."""
    found = option["performance"][criterion]
    places = 0 if found["unit"] == "pounds" else 3
    return (
        *(_rounded(found[key], places) for key in ("value", "low", "high")),
        _rounded(findings["weights"][criterion]),
        *_ends(option["value_scores"][criterion]),
        *_ends(option["weighted_scores"][criterion]),
    )


def _roughly(findings: Mapping[str, Any], option: Mapping[str, Any], criterion: str) -> tuple[Any, ...]:
    """The same of an option that uses a site not approached: ranges, rounded outward, and no performance."""
    told = next(row for row in findings["criteria"] if row["id"] == criterion)
    weight = findings["weights"][criterion]
    low, high = rough_performance(told, option["performance"][criterion])
    values = rough_value(told["anchors"], low, high)
    places = 0 if told["unit"] == "pounds" else 3
    return (
        *(None, _rounded(low, places), _rounded(high, places)),
        _rounded(weight),
        *map(_rounded, values),
        *(_rounded(weight * value) for value in values),
    )


def _whole(found: Mapping[str, Any] | None) -> tuple[Any, Any]:
    """The ends of a total as whole numbers, rounded outward."""
    return rough(found["low"], found["high"], most=100.0) if found else (None, None)


def _ends(found: Mapping[str, Any] | None) -> tuple[Any, Any]:
    return (_rounded(found["low"]), _rounded(found["high"])) if found else (None, None)


def _rounded(figure: float | None, places: int = 3) -> float | int | None:
    """A figure as its cell shows it, rounded as papers round; without decimals it is a whole number."""
    if figure is None:
        return None
    return float(words.rounded(figure, places)) if places else int(words.rounded(figure))


def safe(cell: Any) -> Any:
    """A cell that no spreadsheet takes for a formula: where it might, it gets one apostrophe more.

    >>> safe("=1+1"), safe("'=1+1"), safe("'t is so"), safe(-1.5)
    ("'=1+1", "''=1+1", "'t is so", -1.5)
    """
    return f"'{cell}" if isinstance(cell, str) and _LIKE_A_FORMULA.match(cell) else cell


_HIDDEN = "not approached"
_LIKE_A_FORMULA = re.compile("'*[=+@\t\r\n＝＋－＠-]")
