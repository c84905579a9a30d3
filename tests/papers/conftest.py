"""A small, hand-made sample of findings, in the shape that the pipeline gives, for a place that does not exist."""

import copy
import json
from pathlib import Path

import jsonschema
import pytest
import yaml

from appraisal.papers.plain_words import plain_words
from appraisal.papers.render import render_paper

ROOT = Path(__file__).parents[2]
WEIGHTS = {"access": 0.31, "clinical-fit": 0.27, "cost": 0.18, "equity": 0.13, "travel-time": 0.11}
UNITS = {"access": "share", "clinical-fit": "points", "cost": "pounds", "equity": "minutes", "travel-time": "minutes"}
NAMES = {
    "access": "Access",
    "clinical-fit": "Clinical fit",
    "cost": "Cost",
    "equity": "Fairness between areas",
    "travel-time": "Travel time for visitors",
}
ANCHORS = {
    "access": [[0.5, 0], [1.0, 100]],
    "clinical-fit": [[0, 0], [100, 100]],
    "cost": [[4_500_000, 0], [2_500_000, 100]],
    "equity": [[15, 0], [0, 100]],
    "travel-time": [[55, 0], [15, 100]],
}
SITES = {  # name, provider, beds offered, alone total
    "amber": ("Example home Amber", "harbour", (1, 3), 66.2),
    "birch": ("Example home Birch", "harbour", (2, 5), 64.9),
    "cedar": ("Example home Cedar", "lantern", (1, 2), None),
    "damson": ("Example hospice Damson", "meadow", (1, 5), 61.4),
    "elder": ("Example home Elder", "meadow", None, None),
}
OPTIONS = {  # name, sites, status, performance in the order of WEIGHTS
    "amber-and-birch": (
        "Two homes, Amber and Birch",
        {"amber": 3, "birch": 2},
        "ranked",
        [0.871, 70, 3_412_345.0, 2.4, 28.6],
    ),
    "birch-alone": ("One home, Birch", {"birch": 5}, "ranked", [0.912, 60, 3_101_222.0, 5.1, 33.2]),
    "damson-alone": ("The hospice unit, Damson", {"damson": 5}, "ranked", [0.905, 85, 4_203_910.0, 7.7, 38.9]),
    "birch-and-damson": (
        "A home and the hospice unit",
        {"birch": 2, "damson": 3},
        "ranked",
        [0.842, None, 3_702_000.0, 4.2, 30.3],
    ),
    "cedar-and-birch": ("Two homes, Cedar and Birch", {"birch": 3, "cedar": 2}, "set aside", None),
    "elder-alone": ("One home, Elder", {"elder": 5}, "withdrawn", None),
}

CONDITION = {"what": "a room for the ward round", "who": "Example provider Harbour", "by": "2025-09-26"}


WORDING = yaml.safe_load((ROOT / "reports" / "wording.yaml").read_text("utf-8"))
SCHEMA = json.loads((ROOT / "docs" / "reference" / "findings.schema.json").read_text("utf-8"))


def sound(findings):
    """A copy of findings that have the shape of real ones, so that no test speaks of a key that they never have.

    What they say in plain words follows from the rest, as in a run.
    """
    given = json.loads(json.dumps(findings))
    for body in filter(None, (given, given["public"])):
        body["plain_words"] = plain_words(body, WORDING)
    jsonschema.validate(given, SCHEMA, cls=jsonschema.Draft202012Validator)
    return given


@pytest.fixture(scope="session")
def as_real():
    """A function that gives findings on only where they have the shape of real ones."""
    return sound


def value_score(criterion, performance):
    (least, _), (most, _) = ANCHORS[criterion]
    return round(min(100.0, max(0.0, 100 * (performance - least) / (most - least))), 9)


def statement(criterion, performance=None, middle=None, difference=None, *, text=None, site=None, source=("visit",)):
    kind = "evidence" if text else "figure"
    return {
        "criterion": criterion,
        "kind": kind,
        "difference": difference,
        "performance": performance,
        "middle": middle,
        "unit": UNITS[criterion],
        "text": text,
        "site": site,
        "source": list(source),
        "as_at": "2025-08-04" if text else None,
    }


def hurdle_rows(site, results):
    return [
        {
            "site": site,
            "hurdle": hurdle,
            "result": result,
            "condition": condition,
            "source": "visit",
            "as_at": "2025-07-30",
        }
        for hurdle, (result, condition) in results.items()
    ]


def performances(values):
    out = {}
    for criterion, value in zip(WEIGHTS, values, strict=True):
        low, high = (None, None) if value is None else (value, value)
        beside = {}
        if criterion == "access":
            low, high = round(value - 0.13, 3), round(value + 0.06, 3)
            beside = {"share_within_minutes": 0.83, "share_refused_for_want_of_a_bed": 0.16}
        if criterion == "equity":
            beside = {
                "deprived_fifth_minutes": 32.1,
                "everyone_else_minutes": 29.7,
                "gap_minutes": value,
                "kolm_pollak_minutes": 1.605,
            }
        out[criterion] = {
            "low": low,
            "value": value,
            "high": high,
            "unit": UNITS[criterion],
            "source": ["offer", "visit"],
            "beside": beside,
        }
    return out


def option(option_id, sites_by_id):
    name, sites, status, values = OPTIONS[option_id]
    row = {
        "id": option_id,
        "name": name,
        "sites": sites,
        "list": "short",
        "origin": "Asked for by the place team.",
        "status": status,
        "why": [],
        "hurdles": [h for s in sites for h in sites_by_id[s]["hurdles"]],
        "performance": {},
        "value_scores": {},
        "weighted_scores": {},
        "total": None,
        "rank": None,
        "tied_with": [],
        "no_clear_difference_from": [],
        "pros": [],
        "cons": [],
        "not_known": [],
    }
    if values is None:
        reasons = {
            "set aside": "Example home Cedar fails the test 'A nurse day and night'.",
            "withdrawn": "The provider withdrew on 2025-08-11.",
        }
        row["why"] = [reasons[status]]
        return row
    row["performance"] = performances(values)
    for criterion, value in zip(WEIGHTS, values, strict=True):
        low, high = (0.0, 100.0) if value is None else (value_score(criterion, value),) * 2
        row["value_scores"][criterion] = {"low": low, "high": high}
        row["weighted_scores"][criterion] = {
            side: round(WEIGHTS[criterion] * score, 9) for side, score in (("low", low), ("high", high))
        }
    low, high = (round(sum(w[side] for w in row["weighted_scores"].values()), 9) for side in ("low", "high"))
    row["total"] = {"low": low, "value": low if low == high else None, "high": high}
    row["pros"] = [
        statement("access", values[0], 0.888, 4.1, source=("offer", "visit")),
        statement("clinical-fit", text="It has single rooms, and room for family to stay overnight"),
    ]
    row["cons"] = [statement("cost", values[2], 3_412_345.0, -6.2, source=("offer",))]
    if None in values:
        row["not_known"] = [
            {
                "item": "clinical-fit",
                "site": "damson",
                "name": "The panel's scores of Example hospice Damson for clinical fit",
                "confidential": False,
            }
        ]
    return row


def rank_all(options):
    ranked = [o for o in options if o["status"] == "ranked"]
    for o in ranked:
        above = sum(k["total"]["low"] > o["total"]["high"] for k in ranked)
        maybe = sum(k["total"]["high"] > o["total"]["low"] for k in ranked if k is not o)
        o["rank"] = {"low": 1 + above, "high": 1 + maybe}
    return ranked


@pytest.fixture
def findings():
    """Findings with every kind of option: ranked, with an unknown, set aside, withdrawn."""
    hurdles = ["nursing", "ward-round", "rating"]
    sites = {}
    for site_id, (name, provider, beds, total) in SITES.items():
        results = dict.fromkeys(hurdles, ("meets", None))
        if site_id == "birch":
            results["ward-round"] = (
                "meets with a condition",
                CONDITION,
            )
        if site_id == "cedar":
            results["nursing"] = ("fails", None)
        if site_id == "elder":
            results["rating"] = ("not known", None)
        alone = {
            "beds": 3,
            "beds_wanted": 5,
            "performance": {},
            "value_scores": {},
            "rank": None,
            "outside": [],
            "total": None if total is None else {"low": total, "value": total, "high": total},
        }
        if total is None:
            alone["outside"] = ["access"]
        else:
            alone["rank"] = {"low": 1, "high": 2} if site_id != "damson" else {"low": 3, "high": 3}
        out = site_id in ("cedar", "elder")
        sites[site_id] = {
            "id": site_id,
            "name": name,
            "provider": provider,
            "setting": "hospice" if "hospice" in name else "care home",
            "standing": "illustrative",
            "existing": False,
            "registered_beds": 48,
            "beds_offered": None if beds is None else {"at_least": beds[0], "at_most": beds[1]},
            "lat": 51.51 - 0.01 * len(sites),
            "lon": -0.23 + 0.01 * len(sites),
            "rating": None
            if site_id == "elder"
            else {"rating": "Good", "date": "2022-06-28", "source": "ratings", "years_old": 3.2},
            "status": "set aside" if out else "in",
            "hurdles": hurdle_rows(site_id, results),
            "alone": alone,
            "in_highest": 0 if out else 4,
            "adds": {"with": None, "without": 71.4, "points": None, "rank": None}
            if out
            else {"with": 71.4, "without": 70.2, "points": 1.2, "rank": 1},
            "in_options": [o for o, row in OPTIONS.items() if site_id in row[1]],
            "why_in_no_option": None,
            "pros": [statement("travel-time", 26.3, 31.0, 8.8)],
            "cons": [
                statement("clinical-fit", text="Rooms are shared on one of two floors", source=("visit", "panel"))
            ],
            "not_known": [
                {"item": "cost.bed-day", "site": site_id, "name": "The price of a day in a bed", "confidential": False}
            ]
            if out
            else [],
        }
    options = [option(option_id, sites) for option_id in sorted(OPTIONS)]
    ranked = rank_all(options)
    known = sorted((o for o in ranked if o["total"]["value"] is not None), key=lambda o: -o["total"]["value"])
    known[0]["no_clear_difference_from"] = [known[1]["id"]]
    known[1]["no_clear_difference_from"] = [known[0]["id"]]
    people = {"p01": "residents", "p02": "residents", "p03": "clinicians", "p04": "clinicians"}
    own = {
        p: {
            c: round(w + (0.03 if c == "access" else -0.03 if c == "cost" else 0) * (-1) ** i, 9)
            for c, w in WEIGHTS.items()
        }
        for i, p in enumerate(people)
    }
    order = [{"option": o["id"], "total": o["total"], "rank": o["rank"]} for o in ranked]
    return sound(
        {
            "version": 1,
            "place": "sampleton",
            "run": "0f3a5b7c9d1e",
            "fingerprint": "0f3a5b7c9d1e" + "ab" * 26,
            "inputs": {
                "files": {},
                "ballots": "cd" * 32,
                "seed": 20250901,
                "samples": 10_000,
                "as_at": "2025-09-01",
                "solver": "enumeration",
                "time_limit_seconds": None,
                "other_methods": None,
                "appraisal": "0.1.0",
                "formats": {"findings": 1},
            },
            "context": context(),
            "criteria": [
                {
                    "id": c,
                    "name": NAMES[c],
                    "question": f"A question about {NAMES[c].lower()}?",
                    "under": None,
                    "panel": c == "clinical-fit",
                    "unit": UNITS[c],
                    "better": "higher" if c in ("access", "clinical-fit") else "lower",
                    "anchors": ANCHORS[c],
                    "why_anchors": "The ends that the programme could meet.",
                    "themes": ["public-transport"] if c == "travel-time" else [],
                    "levels": {"0": "Not able", "50": "Able with help", "100": "Able today"}
                    if c == "clinical-fit"
                    else {},
                    "measure": None if c == "clinical-fit" else c,
                    "outside": "error",
                    "combine": "bed-weighted-mean",
                    "regime": "value",
                    "added_by_place": False,
                }
                for c in WEIGHTS
            ],
            "criteria_order": sorted(WEIGHTS, key=lambda c: (-WEIGHTS[c], c)),
            "weights": WEIGHTS,
            "weights_by_branch": {},
            "ballots": {
                "way": "swing-points",
                "by_way": {},
                "asked_again": [],
                "by_person": {p: given_weights(g, own[p]) for p, g in people.items()},
                "by_group": {
                    g: {
                        "name": n,
                        "people": 2,
                        "weight": 0.5,
                        "stated_weight": 0.5,
                        "at_least": None,
                        "weights": WEIGHTS,
                    }
                    for g, n in (("clinicians", "Clinicians"), ("residents", "Residents and carers"))
                },
                "scores": [
                    {"person": p, "site": s, "criterion": "clinical-fit", "answer": answer, "counted": answer.isdigit()}
                    for s in sites
                    for p, answer in zip(people, ("50", "75", "not known", "recused"), strict=True)
                ],
                "interests": [
                    {
                        "person": "p04",
                        "provider": "harbour",
                        "site": "",
                        "interest": "A relative works there",
                        "managed": "recused",
                    },
                    {"person": "p01", "provider": "", "site": "", "interest": "none", "managed": "none needed"},
                ],
                "counts": {
                    "people": 4,
                    "asked_for_weights": 4,
                    "asked_for_scores": 4,
                    "weights": 4,
                    "scorers": 4,
                    "scores": 20,
                    "not_known": 5,
                    "recused": 5,
                    "not_counted": 0,
                    "replaced": 1,
                },
            },
            "panel": panel_of(own, sites, order),
            "options": options,
            "ranking": [o["id"] for o in [*known, *(o for o in ranked if o not in known)]],
            "business_as_usual": {
                "sites": [],
                "performance": {
                    c: {"low": None, "value": None, "high": None, "unit": UNITS[c], "source": [], "beside": {}}
                    for c in WEIGHTS
                },
                "text": "There is no such bed in the place today.",
            },
            "robustness": {
                "samples": 10_000,
                "left_out": [o["id"] for o in ranked if o["total"]["value"] is None],
                "standard_error": 0.005,
                "near_ties": [{"options": [known[0]["id"], known[1]["id"]], "difference": 1.2, "flips": 0.34}],
                "tipping_points": [
                    {
                        "criterion": "cost",
                        "weight": 0.18,
                        "below": None,
                        "below_option": None,
                        "above": 0.23,
                        "above_option": known[1]["id"],
                    },
                    {
                        "criterion": "access",
                        "weight": 0.31,
                        "below": None,
                        "below_option": None,
                        "above": None,
                        "above_option": None,
                    },
                ],
                **sampled_of([o["id"] for o in known]),
                **tipping_of([o["id"] for o in known]),
                "dominance": {name: dominance_of([o["id"] for o in known]) for name in WEIGHT_SETS},
                "other_methods": None,
                "overlap": [
                    {
                        "criteria": ["equity", "travel-time"],
                        "correlation": 0.86,
                        "shares_evidence": True,
                        "text_reason": "both come from who goes where",
                        "weight": 0.24,
                    }
                ],
                "without_criterion": dict.fromkeys(WEIGHTS, order),
                "by_person": dict.fromkeys(people, order),
                "by_group": {"clinicians": order, "residents": order},
                "exchange_rates": [{"criterion": "travel-time", "amount": 10, "unit": "minutes", "pounds": 305_555.5}],
                **scrutiny_of(people, list(sites), [o["id"] for o in known], order),
            },
            "portfolios": [
                {
                    "sites": o["sites"],
                    "option": o["id"] if i else None,
                    "total": o["total"],
                    "performance": o["performance"],
                    "value_scores": o["value_scores"],
                    "weighted_scores": o["weighted_scores"],
                    "conditions": [*hurdle_rows("birch", {"ward-round": ("meets with a condition", CONDITION)})],
                }
                for i, o in enumerate(known)
            ],
            "search": {
                "combinations": 45,
                "scored": 33,
                "outside_anchors": 8,
                "beyond_limits": 4,
                "limits": [
                    {"name": "at most 3 sites", "why": "", "source": None, "as_at": None},
                    {"name": "at most 9 hours", "why": "the team has no more", "source": "visit", "as_at": "2025-08"},
                ],
                "proven": True,
                "rest_proven": True,
                "no_other_above": 61.2,
                "sites_used": ["amber", "birch", "damson"],
                "sites_left_out": [
                    {"site": "cedar", "why": "fails 'A nurse day and night'"},
                    {"site": "elder", "why": "the rating is not known"},
                ],
                "nothing_possible": None,
            },
            "sites": list(sites.values()),
            "providers": [
                {
                    "id": p,
                    "name": f"Example provider {p.title()}",
                    "sites": [s for s, r in sites.items() if r["provider"] == p],
                    "in_highest": 4,
                    "adds": {"with": 71.4, "without": 71.4 - 2 + i, "points": 2.0 - i, "rank": i + 1},
                    "highest_alone": None if p == "lantern" else {"site": "birch", "total": 64.9},
                }
                for i, p in enumerate(("harbour", "meadow", "lantern"))
            ],
            "find_out_first": [
                {
                    "site": "elder",
                    "items": ["The CQC rating"],
                    "would": "With it known, a set with it could score more than any named option.",
                    "highest_total": 77.3,
                }
            ],
            "warnings": [{"about": "elder", "text": "Example home Elder has no rating on record."}],
            "public": None,
        }
    )


def panel_of(weights, sites, order):
    """Two of four are lay, a pharmacist is missing, and everybody who scored a site gave it 50 or 75."""
    seats = [
        {"role": "nurse", "group": "clinicians", "lay": False, "count": 1, "filled": ["p03"], "vacant": 0},
        {"role": "pharmacist", "group": "clinicians", "lay": False, "count": 1, "filled": [], "vacant": 1},
        {"role": "carer", "group": "residents", "lay": True, "count": 1, "filled": ["p01"], "vacant": 0},
        {"role": "resident", "group": "residents", "lay": True, "count": 1, "filled": ["p02"], "vacant": 0},
    ]
    groups = [("clinicians", 0), ("residents", 2)]
    none = {"people": [], "scores": 0, "ranking": order, "moved": []}
    return {
        "seats": seats,
        "without_seat": ["p04"],
        "lay_share": {"of_members": 0.5, "of_weight": 0.5, "at_least": 0.25},
        "groups": [
            {
                "group": g,
                "members": 2,
                "lay": lay,
                "weighed": 2,
                "scored": 2,
                "asked_for_weights": 2,
                "asked_for_scores": 2,
            }
            for g, lay in groups
        ],
        "scores": [
            {"site": s, "criterion": "clinical-fit", "split": False, "moderated": None, **spread_of([50.0, 75.0])}
            for s in sites
        ],
        "weights": [
            {"criterion": c, "split": False, **spread_of([shares[c] for shares in weights.values()])} for c in WEIGHTS
        ],
        "with_recused": none | {"people": ["p04"]},
        "without_declared": none,
        "conflicted_scores": [],
    }


def scrutiny_of(people, sites, known, order):
    """Nobody moves anything, everything was said once, and nothing was missed by little."""

    def agreed(items, who=tuple(people)):
        return {"people": sorted(who), "items": items, "w": 0.75, "left_out": []}

    groups = {g: [p for p in people if people[p] == g] for g in ("clinicians", "residents")}
    nothing = {"not_possible": None, "ranking": order, "moved": [], "leader": known[0]}
    return {
        "agreement": {
            "weights": agreed(list(WEIGHTS)),
            "ranking": agreed(known),
            "scores": {"clinical-fit": agreed(sites)},
            "by_group": {
                g: {"weights": agreed(list(WEIGHTS), who), "ranking": agreed(known, who)} for g, who in groups.items()
            },
        },
        "without_person": {p: nothing | {"change_of_total": 0.4, "influence": 1.1} for p in people},
        "without_option": {
            one: {
                "changes_nothing_else": True,
                "leader": next(other for other in known if other != one),
                "ranking": [other for other in known if other != one],
            }
            for one in known
        },
        "before_moderation": None,
        "equal_group_weights": [
            {"by": by, "weights": WEIGHTS, "ranking": order, "moved": []} for by in ("groups", "people")
        ],
        "constant_criteria": [],
        "zero_weights": {"agreed": [], "by_person": {}},
        "near_misses": [],
        "dependence": [
            {
                "criteria": ["equity", "travel-time"],
                "overlaps": True,
                "answer": "not asked",
                **dict.fromkeys(("question", "reason", "as_at", "asked")),
            }
        ],
    }


def spread_of(said):
    low, high = min(said), max(said)
    return {
        "people": len(said),
        "lowest": low,
        "low_quarter": low,
        "lower_quartile": low,
        "median": (low + high) / 2,
        "upper_quartile": high,
        "high_quarter": high,
        "highest": high,
    }


def given_weights(group, weights):
    """What a person said of weights, in the one way that everybody was asked."""
    said = {"cast_on": "2025-08-20", "weights": weights, "anchors": "as now", "notes": [], "consistency": []}
    return {"group": group, **said, "way": "swing-points", "ways": {"swing-points": {**said, "counted": True}}}


WEIGHT_SETS = ("any-weights", "own-weights", "panel-range")
FIRST = {"any-weights": (0.412, 0.35, 0.238), "own-weights": (0.75, 0.25, 0.0), "panel-range": (0.641, 0.329, 0.03)}


def sampled_of(known):
    """What sampled weights and figures do to the ranks of three options."""
    shares = {
        name: {option: [share, (1 - share) / 2, (1 - share) / 2] for option, share in zip(known, first, strict=True)}
        for name, first in FIRST.items()
    }
    flat = dict.fromkeys(known, 0.005)
    return {
        "rank_acceptability": shares,
        "rank_acceptability_with_figures": shares,
        "standard_errors": {name: dict.fromkeys(known, [0.005] * 3) for name in WEIGHT_SETS},
        "standard_errors_with_figures": {name: dict.fromkeys(known, [0.005] * 3) for name in WEIGHT_SETS},
        "central_weights": {name: {option: dict(WEIGHTS) for option in known} for name in WEIGHT_SETS},
        "confidence_factors": {name: {**flat, known[0]: 0.58} for name in WEIGHT_SETS},
        "pairwise_winning": {
            name: {one: {other: 0.5 for other in known if other != one} for one in known} for name in WEIGHT_SETS
        },
    }


def tipping_of(known):
    """How far figures, and weights together, must move before the second option leads."""
    return {
        "tipping_figures": {
            "options": [
                {
                    "option": known[0],
                    "criterion": "travel-time",
                    "now": 28.6,
                    "at": 34.1,
                    "change": 5.5,
                    "rival": known[1],
                    "side": "above",
                }
            ],
            "shared": [
                {
                    "kind": "assumption",
                    "figure": "stay_days",
                    "name": "stay_days",
                    "site": None,
                    "unit": "days",
                    "low": 14.0,
                    "now": 21.0,
                    "high": 42.0,
                    "criteria": ["access"],
                    "looked": {"from": 7.0, "to": 84.0},
                    "below": None,
                    "below_option": None,
                    "below_in_range": None,
                    "above": 37.5,
                    "above_option": known[1],
                    "above_in_range": True,
                }
            ],
        },
        "joint_change": {
            "option": known[1],
            "moved": 0.04,
            "weights": {**WEIGHTS, "cost": 0.22, "access": 0.27},
            "from": [{"criterion": "access", "now": 0.31, "at": 0.27}],
            "to": [{"criterion": "cost", "now": 0.18, "at": 0.22}],
        },
        "two_way_map": {
            "criteria": ["access", "clinical-fit"],
            "step": 0.5,
            "now": [0.31, 0.27],
            "cells": [
                {"weights": [x, y], "leaders": [known[int(y > x)]]}
                for x, y in ((0.0, 0.0), (0.0, 0.5), (0.0, 1.0), (0.5, 0.0), (0.5, 0.5), (1.0, 0.0))
            ],
            "shares": {known[0]: 4 / 6, known[1]: 2 / 6, known[2]: 0.0},
        },
    }


def dominance_of(known):
    """A set of weights at which the last option is never above the first and never highest."""
    return {
        "pairs": [
            {"option": one, "other": other, "least": -2.0, "greatest": 5.0}
            for place, one in enumerate(known)
            for other in known[place + 1 :]
        ],
        "necessarily": {option: [known[-1]] if option == known[0] else [] for option in known},
        "dominated_by": {option: [known[0]] if option == known[-1] else [] for option in known},
        "potentially_highest": {
            option: {"is": option != known[-1], "margin": 3.0, "weights": dict(WEIGHTS)} for option in known
        },
        "rank_bounds": {
            option: {"low": 1 + (option == known[-1]), "high": 3 - (option == known[0])} for option in known
        },
    }


def context():
    """The workspace's own words of the sample."""
    return yaml.safe_load((Path(__file__).parent / "sample_context.yaml").read_text("utf-8"))


@pytest.fixture
def record():
    """An extract of a ledger in which nobody has recommended anything yet."""
    return {
        "entries": 212,
        "head": "ef" * 32,
        "as_of": "2025-09-01T09:00:00Z",
        "receipt": f"212 entries, head {'ef' * 32}, last entered 2025-09-01T09:00:00.000000Z",
        "run_entry": {"number": 213, "hash": "12" * 32, "entered_at": "2025-09-01T09:01:00Z", "entered_by": "p90"},
        "ballots": {"weights": 4, "scores": 20, "interests": 2},
        "replaced": 1,
        "decision": None,
        "recommendations": [],
        "comments": [],
        "respondents": {},
        "people_known": False,
        "answers": [],
        "from_comments": [],
        "questions": [],
    }


ALIASES = {
    '"elder"': '"site-1"',
    '"elder-alone"': '"option-1"',
    '"grove"': '"provider-of-site-1"',
    "Example home Elder": "Site 1 (not yet approached)",
    "One home, Elder": "Option 1",
    "Example provider Grove": "Provider of site 1 (not yet approached)",
}


@pytest.fixture
def hiding(findings, as_real):
    """Findings of which site Elder, its provider's only one, has not been approached."""
    full = copy.deepcopy(findings)
    next(site for site in full["sites"] if site["id"] == "elder").update(standing="not approached", provider="grove")
    grove = {"id": "grove", "name": "Example provider Grove"}
    full["context"]["providers"].append(grove)
    full["providers"].append(copy.deepcopy(full["providers"][-1]) | grove | {"sites": ["elder"]})
    text = json.dumps({name: part for name, part in full.items() if name not in ("run", "fingerprint", "public")})
    for name, alias in ALIASES.items():
        text = text.replace(name, alias)
    return as_real(full | {"public": json.loads(text)})


@pytest.fixture(scope="session")
def templates():
    """Every template of the starter's reports, by name."""
    folder = ROOT / "reports"
    return {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in sorted(folder.rglob("*.j2"))}


@pytest.fixture(scope="session")
def wording():
    """The starter's sentences."""
    return WORDING


@pytest.fixture
def paper(findings, record, templates, wording):
    """A function that renders the options paper, from the sample unless other findings are given."""

    def render(changed=None, *, of_record=None):
        return render_paper(
            "options", sound(changed or findings), of_record or record, templates=templates, wording=wording
        )

    return render
