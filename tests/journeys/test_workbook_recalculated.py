"""The workbook, worked out again by LibreOffice: it comes to what the run found, also after a weight is changed."""

import json
import re
from functools import cache
from types import SimpleNamespace

import numpy as np
import pytest
from bookmaking import asked_in_every_way, bases_of, hard, written
from conftest import PLACE
from filling import OFFICE, WITHOUT_OFFICE
from recalculating import PLANTED, changed, formulas, recalculated, shown

from appraisal.analysis.robustness import Reranked
from appraisal.audit.workbooks import write_workbook_of
from appraisal.records.runs import findings_of, runs_of

pytestmark = pytest.mark.skipif(not OFFICE, reason=WITHOUT_OFFICE)

YOURS = "Your weight: change the yellow cells"
POINTS = {"cost": 50, "access": 3, "equity": 0, "clinical-fit": 12.5}
"""What a reader types over the agreed weights; the others stay as they are, and only ratios count."""


@pytest.fixture(scope="module")
def made(demo_once, appraised_once, tmp_path_factory):
    """Workbooks as they are written, and as LibreOffice has worked them out: both forms, first runs, changed ones."""
    demo = {full: _of_last_run(demo_once, full=full) for full in (False, True)}
    held = bases_of(hard())
    every_way, place = asked_in_every_way()
    asked = bases_of(place, every_way)[True]
    books = {
        "demo-public": demo[False],
        "demo-full": demo[True],
        "first-run": _of_last_run(appraised_once, full=False),
        "hard-public": written(held[False]),
        "hard-full": written(held[True]),
        "every-way": written(asked),
    }
    books["tried-public"] = changed(books["hard-public"], _weights(books["hard-public"]))
    books["tried-full"] = changed(books["hard-full"], _weights(books["hard-full"]))
    books["planted"] = changed(books["hard-full"], {_price(books["hard-full"]): 999.0})
    worked_out = recalculated(tmp_path_factory.mktemp("books"), books)
    bases = {"hard-public": held[False], "hard-full": held[True], "every-way": asked}
    return SimpleNamespace(books=books, worked_out=worked_out, bases=bases)


def _of_last_run(folder, *, full):
    return write_workbook_of(folder, PLACE, runs_of(folder, PLACE)[-1], full)


def _weights(book):
    """The yellow cells that a reader changes."""
    rows = shown(book)["Try weights"]
    return {
        ("Try weights", f"D{2 + n}"): POINTS[r["Criterion"]] for n, r in enumerate(rows) if r["Criterion"] in POINTS
    }


def _price(book):
    """The cell with what a bed-day at Oak costs."""
    rows = shown(book)["Evidence"]
    line = next(n for n, row in enumerate(rows) if (row["Site"], row["Figure"]) == ("oak", "cost.bed-day"))
    return "Evidence", f"D{2 + line}"


ROUGH = ("hard-public", "option-1")  # the form and the option that uses a site not approached
WHOLE = ("demo-public", "demo-full", "first-run", "hard-public", "hard-full", "every-way")


@pytest.mark.parametrize("name", WHOLE)
def test_every_formula_was_worked_out_and_comes_to_what_the_workbook_already_said(made, name):
    was, now = shown(made.books[name]), made.worked_out[name]
    written_as = formulas(made.books[name])
    worked_out = 0
    for sheet, rows in was.items():
        for line, (before, after) in enumerate(zip(rows, now[sheet], strict=True)):
            for heading, value in before.items():
                assert after[heading] != PLANTED
                if isinstance(value, int | float):
                    close = pytest.approx(value, abs=1e-9, rel=1e-12)
                    assert after[heading] == close, (sheet, line + 2, heading)
                else:
                    assert (after[heading] or None) == (value or None), (sheet, line + 2, heading)
                worked_out += str(written_as[sheet][line][heading]).startswith("=")
    assert worked_out > 500


@pytest.mark.parametrize("name", WHOLE)
def test_every_weighted_score_total_and_rank_worked_out_is_that_of_the_findings(made, name, demo_once, appraised_once):
    options = {
        o["id"]: o for o in _findings(made, name, demo_once, appraised_once)["options"] if o["status"] == "ranked"
    }
    sheets = made.worked_out[name]
    rows = {(row["Option"], row["Criterion"]): row for row in sheets["Weighted scores"]}
    assert {option for option, _ in rows} == set(options)
    for (option, criterion), row in rows.items():
        told = options[option]["weighted_scores"][criterion]
        found = [row["Weighted score, lowest"], row["Weighted score, highest"]]
        if (name, option) == ROUGH:
            assert found[0] <= told["low"] and told["high"] <= found[1]
            continue
        assert found == pytest.approx([told["low"], told["high"]], abs=1e-9)
    for row in sheets["Totals and ranks"]:
        told = options[row["Option"]]
        found = [row["Total, lowest"], row["Total, highest"]]
        ranks = (row["Rank, better end"], row["Rank, worse end"])
        if name == ROUGH[0]:
            assert ranks[0] <= told["rank"]["low"] <= told["rank"]["high"] <= ranks[1]
        else:
            assert ranks == (told["rank"]["low"], told["rank"]["high"])
        if (name, row["Option"]) == ROUGH:
            assert found[0] < told["total"]["low"] <= told["total"]["high"] < found[1]
        else:
            assert found == pytest.approx([told["total"]["low"], told["total"]["high"]], abs=1e-9)
    assert _check(sheets) == "Everything agrees"
    holds = "range holds what the run found"
    of_check, of_others = ({"agrees", holds}, {holds}) if name == ROUGH[0] else ({"agrees"}, {"agrees"})
    assert {row["Agrees"] for row in sheets["Check"]} == of_check
    assert {row["Agrees"] for row in sheets["Other weightings"]} == of_others | {"not in the run"}


@pytest.mark.parametrize("form", ["public", "full"])
def test_after_a_weight_is_changed_totals_and_ranks_are_those_of_the_ranking_code(made, form):
    basis, sheets = made.bases[f"hard-{form}"], made.worked_out[f"tried-{form}"]
    agreed = {row["Criterion"]: row["Agreed weight"] for row in sheets["Try weights"]}
    weights = np.array([POINTS.get(criterion.id, agreed[criterion.id]) for criterion in basis.criteria])
    weights = weights / weights.sum()
    found = Reranked.of(basis.ruler.score(basis.measured.performances), weights)
    before = {row["Option"]: row for row in sheets["Totals and ranks"]}
    yours = {row["Option"]: row for row in sheets["Your totals"]}
    for at, option in enumerate(basis.options):
        row = yours[option]
        totals = [row["Total at your weights, lowest"], row["Total at your weights, highest"]]
        ranks = (row["Your rank, better end"], row["Your rank, worse end"])
        if form == "public":  # its ranks are ranges, for one option is shown roughly
            assert ranks[0] <= found.ranking.low[at] <= found.ranking.high[at] <= ranks[1]
        else:
            assert ranks == (found.ranking.low[at], found.ranking.high[at])
        if (f"hard-{form}", option) == ROUGH:
            assert totals[0] < found.low[at] <= found.high[at] < totals[1]
        else:
            assert totals == pytest.approx([found.low[at], found.high[at]], abs=1e-9)
        assert row["Difference, lowest"] == pytest.approx(totals[0] - before[option]["Total, lowest"], abs=1e-9)
        assert row["In words"].startswith(f"Rank {ranks[0]}")
    assert max(abs(row["Difference, lowest"]) for row in yours.values()) > 1
    assert any("the run:" in row["In words"] for row in yours.values()) == (form == "full")
    assert _check(sheets) == "Everything agrees"  # the run's own chain does not move with the reader's weights


def test_in_a_public_form_a_masked_total_is_a_range_under_other_weights_too(made):
    row = next(row for row in made.worked_out["tried-public"]["Your totals"] if row["Option"] == "oak-and-ash")
    exact = next(row for row in made.worked_out["tried-full"]["Your totals"] if row["Option"] == "oak-and-ash")
    low, high = row["Total at your weights, lowest"], row["Total at your weights, highest"]
    assert low + 1 < high
    assert low < exact["Total at your weights, lowest"] == exact["Total at your weights, highest"] < high


def test_a_planted_price_goes_through_to_the_total_and_the_check_says_that_it_differs(made):
    sheets = made.worked_out["planted"]
    differ = {(row["Figure"], row["Option"]) for row in sheets["Check"] if row["Agrees"] == "differs"}
    assert {("performance", "oak-and-ash"), ("weighted score", "oak-and-ash"), ("total", "oak-and-ash")} <= differ
    assert not any(option == "first-alone" and figure != "rank" for figure, option in differ)
    others = [row for row in sheets["Other weightings"] if row["Agrees"] == "differs"]
    count = sum(row["Agrees"] == "differs" for row in sheets["Check"]) + len(others)
    assert _check(sheets) == f"{count} figures differ: see the sheets Check and Other weightings"


def _check(sheets):
    return next(text for what, text in (row.values() for row in sheets["Cover"]) if what == "Is it what the run found?")


def _findings(made, name, demo, appraised):
    if name in made.bases:
        return made.bases[name].findings
    folder = appraised if name == "first-run" else demo
    content = _last_findings(folder)
    return content["public"] if name != "demo-full" else content


@cache
def _last_findings(folder):
    return findings_of(folder, runs_of(folder, PLACE)[-1]).content


def test_the_command_writes_both_forms_and_keeps_each_by_its_hash(appraised, command):
    public = command("papers", appraised, "--format", "xlsx", "--json")
    full = command("papers", appraised, "--format", "xlsx", "--full", "--json")
    assert (public.code, full.code) == (0, 0)
    names = [json.loads(each.out)[0].rpartition("/")[2] for each in (public, full)]
    assert names == ["workbook-illustrative.xlsx", "workbook-full-confidential-illustrative.xlsx"]
    run = runs_of(appraised, PLACE)[-1]
    kept = {path.read_bytes() for path in (appraised / "runs" / PLACE / run.content["run"] / "papers").glob("*.xlsx")}
    home = appraised / "papers" / PLACE
    assert kept == {(home / name).read_bytes() for name in names}
    assert (home / names[0]).read_bytes() == write_workbook_of(appraised, PLACE, run, full=False)
    assert re.search(rb"<dc:language>en-GB</dc:language>", (home / names[0]).read_bytes())


def test_the_command_refuses_what_no_workbook_has(appraised, command):
    alone = command("papers", appraised, "--full")
    assert alone.code == 2 and "Only a workbook has a full form" in alone.err
    for kind in ("feedback", "audit", "all"):
        other = command("papers", appraised, "--format", "xlsx", "--kind", kind)
        assert other.code == 2
        assert f"A workbook is of the options paper, not of '{kind}'" in other.err
