"""The checker's own sums against the engine's: every way of asking, branches, anchors, unknowns, random places."""

import ast
import json
import struct
import sys
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
import rfc8785
from branching import branched
from building import interest, moderated, place, places, scored, starter, with_place, workspace
from hypothesis import given, settings
from weighing import BY_ID, IDS, PAIRS

from appraisal.analysis.weighting import rank_order_centroid
from appraisal.audit import checker
from appraisal.model.ballots import Ballots, WeightsBallot
from appraisal.model.weights_said import ASSUMED, PART_OF, exact_text
from appraisal.pipeline import appraise

heavy = settings(deadline=None, max_examples=30, derandomize=True, database=None)


def entries_of(ballots):
    """The entries from which the ledger would give these ballots, as far as a checker reads them."""
    found = []
    for one in ballots.weights:
        content = {
            "way": one.way,
            PART_OF[one.way]: {of: exact_text(answer) for of, answer in one.answers},
            "anchors": {of: [[exact_text(x) for x in pair] for pair in ends] for of, ends in one.anchors},
            "under": dict(one.under),
        }
        found.append(("weights", one.person, content | (ASSUMED if one.is_assumed else {})))
    for cast in ballots.scores:
        content = {"site": cast.site, "criterion": cast.criterion, "answer": cast.answer, "reason": cast.reason}
        found.append(("score", cast.person, content))
    for one in ballots.interests:
        content = {"provider": one.provider, "site": one.site, "interest": one.interest, "managed": one.managed}
        found.append(("interest", one.person, content))
    for said in ballots.moderated:
        found.append(("moderation", "o02", {"site": said.site, "criterion": said.criterion, "answer": said.answer}))
    return [{"kind": kind, "person": person, "content": content} for kind, person, content in found]


def recomputed(found):
    """What the checker says of the findings of a workspace with one place."""
    [held] = found.places.values()
    findings = json.loads(appraise(found, samples=1).to_json())
    checking = checker.Recomputed(findings, entries_of(held.ballots), {})
    checking.check()
    return checking


def asked_in(way):
    """The answers of one person in one way."""
    if way in BY_ID:
        return dict(zip(IDS, map(float, BY_ID[way]), strict=True))
    turned = {}
    for pair, times in PAIRS[way].items():
        one, other = pair.split("/")
        key, text = (f"{other}/{one}", times[2:]) if times.startswith("1/") else (pair, times)
        turned[key] = float(text)
    return turned


def with_ballots(found, *cast):
    [held] = found.places.values()
    return with_place(found, replace(held, ballots=replace(held.ballots, weights=tuple(sorted(cast)))))


def ballot(person, way, **changes):
    on = starter().places["hammersmith-and-fulham"].ballots.weights[0].cast_on
    return replace(WeightsBallot(person, on, tuple(sorted(asked_in(way).items())), way), **changes)


@heavy
@given(places(known=False))
def test_random_places_agree_with_the_engine_unknowns_and_ties_among_them(held):
    from appraisal.errors import FindingsError

    try:
        found = recomputed(workspace(held))
    except FindingsError:
        return  # such a place cannot be appraised
    assert found.problems == []


@pytest.fixture(scope="module")
def of_starter():
    return recomputed(starter())


def test_the_starter_agrees_and_so_does_its_public_part(of_starter):
    assert of_starter.problems == []
    assert of_starter.findings["public"] is not None
    assert of_starter.counts["ballots of weights"] == 11


def test_every_way_of_asking_agrees():
    cast = [ballot(f"p0{number}", way) for number, way in enumerate((*BY_ID, *PAIRS), 1)]
    found = recomputed(with_ballots(starter(), *cast, ballot("p01", "ranking")))
    assert found.problems == []
    assert found.taken[:1] == ["the shares of p05's best-worst ballot, to 9 decimals"]


def test_anchors_that_were_others_are_rescaled_and_a_ranking_on_others_is_asked_again():
    [held] = starter().places.values()
    seen = {c.id: tuple((a.performance, a.value) for a in c.anchors) for c in held.criteria}
    seen["cost"] = ((6_000_000.0, 0.0), (500_000.0, 100.0))
    other = {"anchors": tuple(sorted(seen.items()))}
    cast = [ballot("p01", "swing-points", **other), ballot("p02", "ranking", **other), ballot("p03", "swing-points")]
    found = recomputed(with_ballots(starter(), *cast))
    assert found.problems == []
    assert [one["person"] for one in found.findings["ballots"]["asked_again"]] == ["p02"]
    stretched = found.findings["ballots"]["by_person"]["p01"]["weights"]
    assert stretched != found.findings["ballots"]["by_person"]["p03"]["weights"]


def test_weights_are_multiplied_down_the_branches():
    [held] = branched().places.values()
    under = (("access", "reach"), ("equity", "journeys"), ("journeys", "reach"), ("travel-time", "journeys"))
    points = {"access": 100, "clinical-fit": 100, "cost": 40, "cultural-fit": 30, "equity": 100}
    points |= {"journeys": 50, "reach": 80, "travel-time": 25}
    on = held.ballots.weights[0].cast_on
    cast = WeightsBallot("p01", on, tuple(sorted((of, float(to)) for of, to in points.items())), under=under)
    flat = ballot("p02", "swing-points")
    found = recomputed(with_ballots(branched(), cast, flat))
    assert found.problems == []
    assert found.findings["weights_by_branch"].keys() == {"journeys", "reach"}
    assert [one["person"] for one in found.findings["ballots"]["asked_again"]] == ["p02"]


def test_recusals_and_moderation_agree_and_a_whole_group_of_providers_is_recused():
    cast = (
        scored("p01", "ash", 50),
        scored("p02", "ash", 100),
        scored("p03", "elm", "recused"),
        scored("p02", "oak", 75),
    )
    held = place()
    ballots = Ballots(
        held.ballots.weights, cast, (interest("p01", site_id="ash"),), moderated=(moderated("oak", "not known"),)
    )
    found = recomputed(workspace(replace(held, ballots=ballots)))
    assert found.problems == []
    assert [row["counted"] for row in found.findings["ballots"]["scores"]] == [False, True, True, False]


@pytest.mark.parametrize("way", ["wrong person", "wrong answer"])
def test_a_score_that_the_record_does_not_hold_is_found(of_starter, way):
    [held] = starter().places.values()
    findings = of_starter.findings
    entries = entries_of(held.ballots)
    score = next(one for one in entries if one["kind"] == "score" and one["content"]["answer"] == "75")
    score.update({"person": "p13"} if way == "wrong person" else {"content": {**score["content"], "answer": "100"}})
    checking = checker.Recomputed(findings, entries, {})
    checking.check()
    assert any(problem.startswith("ballots.scores") for problem in checking.problems)


def test_numbers_are_written_as_the_published_rule_says():
    chance = Random(8785)
    tried = [struct.unpack("<d", chance.randbytes(8))[0] for _ in range(20_000)]
    tried += [round(chance.uniform(-1e7, 1e7), chance.randrange(10)) for _ in range(20_000)]
    tried += [0.0, -0.0, 1.0, 1e21, 1e20, 123e18, 1e-6, 1e-7, 5e-324, 1.7976931348623157e308, 0.1 + 0.2, 100.0, 1e22]
    finite = [one for one in tried if one - one == 0]
    assert len(finite) > 39_000
    for number in finite:
        assert checker.number_text(number) == rfc8785.dumps(number).decode()
    value = {"b": [1, 2.50, -0.0, None, True], "a": {"\u20ac": "\n", "\U0001f600": 1e30, "\ufb33": "é"}}
    assert checker.canonical_findings(value) == rfc8785.dumps(value).decode()


def test_the_engine_and_the_checker_have_their_own_rank_order_centroid_and_agree():
    for ranks in ({"a": 1, "b": 2, "c": 3}, {"a": 1, "b": 1, "c": 2}, {"a": 1, "b": 1, "c": 3, "d": 4}):
        assert checker.rank_order_centroid(ranks) == pytest.approx(rank_order_centroid(ranks), abs=1e-15)


def test_lists_of_a_file_are_read_where_they_are_plain_and_left_where_they_are_not():
    flow = "beds: 5\ngroups:\n  - {id: residents, name: 'A, b', weight: 0.4}  # id: x\n  - {id: staff, weight: 0.6}\n"
    block = "groups:\n- id: residents\n  name: R\n  weight: 0.4\n\n- weight: 0.6\n  id: staff\nother: 1\n"
    for text in (flow, block):
        assert checker.listed(text, "groups", "id", "weight") == {"residents": "0.4", "staff": "0.6"}
    assert checker.listed("groups: *anchor\n", "groups", "id", "weight") is None
    assert checker.listed("groups:\n  - {id: a}\n", "groups", "id", "weight") is None
    assert checker.listed("groups:\n  - {id: a}\n", "groups", "id", "group", optional=True) == {"a": ""}


def test_the_checker_needs_python_3_9_and_its_own_library_alone():
    source = Path(checker.__file__).read_text(encoding="utf-8")
    tree = ast.parse(source, feature_version=(3, 9))
    imported = {
        name.partition(".")[0]
        for node in ast.walk(tree)
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    assert imported <= set(sys.stdlib_module_names)
    assert "strict=" not in source
