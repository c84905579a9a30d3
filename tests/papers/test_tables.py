"""Tables for Excel: the public findings, marked with their run."""

import csv
import io

import pytest

from appraisal.papers.tables import tables


def rows(text):
    return list(csv.DictReader(io.StringIO(text)))


def test_every_row_carries_the_run_and_its_date(findings):
    for text in tables(findings).values():
        assert rows(text)
        assert {(row["run"], row["as_at"]) for row in rows(text)} == {(findings["run"], findings["inputs"]["as_at"])}


def test_totals_and_ranks_are_those_of_the_findings(findings):
    told = {row["option"]: row for row in rows(tables(findings)["options"])}
    for option in findings["options"]:
        row = told[option["id"]]
        if option["total"] is None:
            assert row["total_low"] == row["rank_low"] == ""
        else:
            assert float(row["total_low"]) == pytest.approx(option["total"]["low"], abs=0.0005001)
            assert row["rank_low"] == str(option["rank"]["low"])


def test_what_is_not_known_is_an_empty_cell(findings):
    option = next(option for option in findings["options"] if option["status"] == "ranked")
    criterion = sorted(option["performance"])[0]
    option["performance"][criterion]["value"] = None
    row = next(
        row
        for row in rows(tables(findings)["options-scores"])
        if (row["option"], row["criterion"]) == (option["id"], criterion)
    )
    assert row["performance"] == ""


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t"])
def test_text_that_a_spreadsheet_would_run_is_kept_as_text(findings, start):
    findings["options"][0]["name"] = findings["sites"][0]["name"] = f"{start}HYPERLINK(1)"
    for name in ("options", "sites"):
        assert rows(tables(findings)[name])[0]["name"] == f"'{start}HYPERLINK(1)"


def test_a_number_below_nothing_is_no_text(findings):
    option = next(option for option in findings["options"] if option["status"] == "ranked")
    option["performance"]["travel-time"]["value"] = -1.5
    told = rows(tables(findings)["options-scores"])
    assert "-1.5" in {row["performance"] for row in told}


def test_tables_without_rows_keep_their_headers(findings):
    findings["options"] = findings["sites"] = []
    for name, first in (("options", "option"), ("options-scores", "option"), ("sites", "site")):
        head, *rest = tables(findings)[name].splitlines()
        assert head.startswith(f"{first},") and head.endswith(",run,as_at")
        assert rest == []


def test_pounds_are_whole_and_other_figures_have_three_decimals(findings):
    option = next(option for option in findings["options"] if option["id"] == "birch-alone")
    option["performance"]["cost"] |= {"low": 3_000_000.4, "value": 3_101_222.5, "high": 3_200_000.0}
    option["performance"]["access"]["value"] = 0.91249
    told = {row["criterion"]: row for row in rows(tables(findings)["options-scores"]) if row["option"] == "birch-alone"}
    cost = told["cost"]
    assert [cost[f"performance{end}"] for end in ("_low", "", "_high")] == ["3000000", "3101223", "3200000"]
    assert told["access"]["performance"] == "0.912"


def test_options_without_a_clear_difference_are_named_by_id(findings):
    told = {row["option"]: row for row in rows(tables(findings)["options"])}
    first, second = findings["ranking"][:2]
    assert told[first]["no_clear_difference_from"] == second
    findings["options"][0] |= {"tied_with": ["a"], "no_clear_difference_from": ["a", "b"]}
    assert rows(tables(findings)["options"])[0]["no_clear_difference_from"] == "a; b"


def test_only_the_public_findings_are_told(findings):
    public = {**findings, "options": [option | {"name": "As anybody may see it"} for option in findings["options"]]}
    told = rows(tables(findings | {"public": public})["options"])
    assert {row["name"] for row in told} == {"As anybody may see it"}


def test_what_a_site_adds_is_its_highest_total_with_and_without_and_empty_where_there_is_no_such_set(findings):
    adds = {"amber": (71.4, 70.2), "birch": (71.4, None), "cedar": (None, 71.4)}
    for row in findings["sites"]:
        with_it, without = adds.get(row["id"], (None, None))
        row["adds"] = {"with": with_it, "without": without, "points": None, "rank": None}
    told = {row["site"]: row for row in rows(tables(findings)["sites"])}
    found = {id_: (told[id_]["highest_total_with"], told[id_]["highest_total_without"]) for id_ in adds}
    assert found == {"amber": ("71.4", "70.2"), "birch": ("71.4", ""), "cedar": ("", "71.4")}
