"""Findings as tables for Excel: what anybody may see, one row for each option or site and criterion."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd


def tables(findings: Mapping[str, Any]) -> dict[str, str]:
    """The public findings as CSV texts by name: options, options-scores and sites.

    A figure that is not known is an empty cell.

    Args:
        findings: the content of findings.
    """
    shown = findings["public"] or findings
    frames = {"options": option_frame(shown), "options-scores": score_frame(shown), "sites": site_frame(shown)}
    return {name: frame.to_csv(index=False, lineterminator="\n") for name, frame in frames.items()}


def option_frame(findings: Mapping[str, Any]) -> pd.DataFrame:
    """One row for each option: option, name, sites, status, total_low and total_high (0..100), rank_low, rank_high."""
    import pandas as pd

    rows = [
        {
            "option": option["id"],
            "name": option["name"],
            "sites": "; ".join(f"{site}: {beds}" for site, beds in option["sites"].items()),
            "status": option["status"],
            "total_low": option["total"] and option["total"]["low"],
            "total_high": option["total"] and option["total"]["high"],
            "rank_low": option["rank"] and option["rank"]["low"],
            "rank_high": option["rank"] and option["rank"]["high"],
        }
        for option in findings["options"]
    ]
    ranks = {"rank_low": "Int64", "rank_high": "Int64"}
    return pd.DataFrame(rows).astype(ranks) if rows else pd.DataFrame()


def score_frame(findings: Mapping[str, Any]) -> pd.DataFrame:
    """One row for each ranked option and criterion.

    Columns: option, criterion, unit, performance and its low and high (in the unit), weight (share), value score and
    weighted score (0..100, low and high), sources.
    """
    import pandas as pd

    rows = []
    for option in findings["options"]:
        for criterion, found in sorted(option["performance"].items()):
            values, weighted = option["value_scores"][criterion], option["weighted_scores"][criterion]
            rows.append(
                {
                    "option": option["id"],
                    "criterion": criterion,
                    "unit": found["unit"],
                    "performance": found["value"],
                    "performance_low": found["low"],
                    "performance_high": found["high"],
                    "weight": findings["weights"][criterion],
                    "value_score_low": values["low"],
                    "value_score_high": values["high"],
                    "weighted_score_low": weighted["low"],
                    "weighted_score_high": weighted["high"],
                    "sources": "; ".join(found["source"]),
                }
            )
    return pd.DataFrame(rows)


def site_frame(findings: Mapping[str, Any]) -> pd.DataFrame:
    """One row for each site: its provider, status, beds and total alone, and how many of the highest sets hold it."""
    import pandas as pd

    providers = {provider["id"]: provider["name"] for provider in findings["providers"]}
    rows = [
        {
            "site": site["id"],
            "name": site["name"],
            "provider": providers[site["provider"]],
            "status": site["status"],
            "beds_alone": site["alone"]["beds"],
            "total_alone_low": site["alone"]["total"] and site["alone"]["total"]["low"],
            "total_alone_high": site["alone"]["total"] and site["alone"]["total"]["high"],
            "rank_alone_low": site["alone"]["rank"] and site["alone"]["rank"]["low"],
            "rank_alone_high": site["alone"]["rank"] and site["alone"]["rank"]["high"],
            "in_highest_sets": site["in_highest"],
        }
        for site in findings["sites"]
    ]
    whole = dict.fromkeys(("beds_alone", "rank_alone_low", "rank_alone_high"), "Int64")
    return pd.DataFrame(rows).astype(whole) if rows else pd.DataFrame()
