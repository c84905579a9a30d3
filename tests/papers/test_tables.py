"""Tables for Excel: the public findings, marked with their run."""

import csv
import io

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
            assert float(row["total_low"]) == round(option["total"]["low"], 3)
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


def test_text_that_a_spreadsheet_would_run_is_kept_as_text(findings):
    findings["options"][0]["name"] = "=HYPERLINK(1)"
    assert rows(tables(findings)["options"])[0]["name"] == "'=HYPERLINK(1)"


def test_a_table_without_rows_keeps_its_header(findings):
    findings["options"] = []
    assert tables(findings)["options"].startswith("option,name,sites,status,total_low,")


def test_only_the_public_findings_are_told(findings):
    public = {**findings, "options": [option | {"name": "As anybody may see it"} for option in findings["options"]]}
    told = rows(tables(findings | {"public": public})["options"])
    assert {row["name"] for row in told} == {"As anybody may see it"}
