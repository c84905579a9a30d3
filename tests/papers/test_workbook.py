"""The workbook: what it works out is what the run found, and its public form gives nothing away."""

import re
from dataclasses import replace

import pytest
from bookmaking import HIDDEN, PRICE, REASONS, RECEIPT, asked_in_every_way, bases_of, differing, hard, texts, written
from building import ROOT, option, place, places, scored
from hypothesis import given, settings
from recalculating import formulas, shown

from appraisal.errors import WorkspaceError
from appraisal.papers.wording import Wording
from appraisal.papers.workbook import performance
from appraisal.papers.workbook.book import book_of
from appraisal.papers.workbook.tables import NOT_KNOWN, Column, Table

FORMS = pytest.mark.parametrize("full", [False, True], ids=["public", "full"])


@pytest.fixture(scope="module")
def bases():
    """What the hard place's workbooks are made from, by whether they are the full form."""
    return bases_of(hard())


@pytest.fixture(scope="module")
def books(bases):
    """The hard place's workbooks."""
    return {full: written(basis) for full, basis in bases.items()}


@pytest.fixture(scope="module")
def sheets(books):
    """What their sheets show."""
    return {full: shown(book) for full, book in books.items()}


def row_of(rows, **said):
    """The one row that says these things under these headings."""
    [found] = [row for row in rows if all(row[heading] == text for heading, text in said.items())]
    return found


@settings(derandomize=True, database=None, deadline=None, max_examples=20)
@given(places(known=False))
def test_what_a_workbook_works_out_of_any_place_is_what_the_run_found(found):
    for basis in bases_of(found).values():
        assert differing(book_of(basis)) == []


@FORMS
def test_so_it_is_of_a_place_with_everything_that_is_hard(bases, full):
    book = book_of(bases[full])
    assert differing(book) == []
    cover = {table.name: table for table in book.tables}["Cover"]
    assert cover.shown("text", cover.places["check",]) == "Everything agrees"


def test_so_it_is_of_branches_and_every_way_of_asking():
    found, held = asked_in_every_way()
    basis = bases_of(held, found)[True]
    book = book_of(basis)
    assert differing(book) == []
    by_name = {table.name: table for table in book.tables}
    assert {"Comparisons", "Rank shares"} <= by_name.keys()
    people = by_name["Weights by person"]
    stretched = people.places["p02", "cost"]
    assert people.number("stretch", stretched) == pytest.approx(4.5 / 3.5)
    assert people.number("stretch", people.places["p01", "cost"]) == 1


@FORMS
def test_each_sheet_is_one_table_with_its_header_in_the_first_row_and_no_merged_cell(books, full):
    parts = texts(books[full])
    pages = {name: text for name, text in parts.items() if name.startswith("xl/worksheets/sheet")}
    tables = [text for name, text in parts.items() if name.startswith("xl/tables/")]
    assert len(pages) == len(tables) > 20
    for text, table in zip(pages.values(), tables, strict=True):
        assert "<mergeCell" not in text
        assert text.count("<tablePart ") == 1
        assert 'orientation="landscape"' in text and 'paperSize="9"' in text
        assert '<pane ySplit="1"' in text
        whole = re.search(r'<dimension ref="([A-Z0-9:]+)"', text)
        assert whole and f' ref="{whole[1]}"' in table
    for sheet, rows in formulas(books[full]).items():
        assert rows, sheet
        assert all(heading and len(heading) < 120 for heading in rows[0]), sheet


@FORMS
def test_a_machine_can_tell_which_workbook_of_which_run_it_is(books, sheets, bases, full):
    parts = texts(books[full])
    form = "full" if full else "public"
    assert f"workbook-{form} run {bases[full].run}" in parts["docProps/custom.xml"]
    assert RECEIPT in parts["docProps/custom.xml"]
    pages = [text for name, text in parts.items() if name.startswith("xl/worksheets/sheet")]
    assert all(RECEIPT in text for text in pages)
    assert all(("full form: confidential" in text) == full for text in pages)
    cover = "".join(str(row) for row in sheets[full]["Cover"])
    assert ("It is confidential" in cover) == full
    assert bases[full].fingerprint in cover and "Nothing is decided" in cover


def test_a_chart_says_in_words_what_it_shows(books):
    [drawing] = [text for name, text in texts(books[False]).items() if name.startswith("xl/drawings/drawing")]
    assert 'descr="A bar for each option' in drawing


@FORMS
def test_the_same_run_gives_the_same_bytes(books, bases, full):
    assert written(bases[full]) == books[full]


def test_the_public_form_names_no_site_before_it_is_approached_and_gives_no_reason_and_no_price(books):
    public, full = ("\n".join(texts(books[form]).values()) for form in (False, True))
    for word in (*HIDDEN, *REASONS, f"{PRICE:g}"):
        alone = re.compile(rf"(?<![\w.-]){re.escape(word)}(?![\w.-])")
        assert not alone.search(public), word
    assert all(word in full for word in ("Rosewood Lodge", "277.31", "A reason.", "A quiet word about prices"))


def test_no_row_of_a_site_not_approached_shows_where_it_stands_or_what_it_costs(sheets):
    shut = ("Evidence", "Who goes where", "Beds and loads", "Site costs", "Minutes by day", "Minutes by car by day")
    for name in shut:
        assert not any("site-1" in (*row.keys(), *row.values()) for row in sheets[False][name]), name
        assert not any("option-1" in row.values() for row in sheets[False][name]), name
    of_it = [row for row in sheets[False]["Performance"] if row["Option"] == "option-1"]
    hows = {row["Criterion"]: row["How"] for row in of_it}
    assert set(hows.values()) == {"A rough range, rounded outward: a site has not been approached yet"}
    for name in ("Panel scores", "Site scores"):
        assert not any("site-1" in row.values() for row in sheets[False][name]), name


def test_what_its_options_do_is_a_rough_range_that_holds_the_run_s_figure_and_the_check_says_so(sheets):
    public, full = sheets[False], sheets[True]
    steps = {"travel-time": 10, "equity": 5, "access": 0.1, "clinical-fit": 25, "comfort": 25, "culture": 25}
    for row in (row for row in public["Performance"] if row["Option"] == "option-1"):
        exact = row_of(full["Performance"], Option="first-two", Criterion=row["Criterion"])
        assert row["Performance"] == "not shown"
        low, high = row["Lowest"], row["Highest"]
        assert low <= exact["Lowest"] <= exact["Highest"] <= high
        step = steps.get(row["Criterion"])
        if step:
            assert high - low >= step - 1e-9
            assert all(end / step == pytest.approx(round(end / step)) for end in (low, high))
    rows = [row for row in public["Check"] if row["Option"] == "option-1" or row["Figure"] == "rank"]
    assert len(rows) == 3 * 7 + 1 + 4
    for row in rows:
        assert row["Agrees"] == "range holds what the run found"
        assert row["In the run, lowest"] is row["In the run, highest"] is None
    others = [row for row in public["Other weightings"] if row["Agrees"] != "not in the run"]
    assert {row["Agrees"] for row in others} == {"range holds what the run found"}
    assert {row["The run's rank, better end"] for row in others} == {None}
    assert {row["The run's total, lowest"] for row in others if row["Option"] == "option-1"} == {None}


def test_a_range_that_does_not_hold_what_the_run_found_is_said_to_differ(bases):
    basis = bases[False]
    options = [
        {**option, "total": {**option["total"], "high": 101.0}} if option["id"] == "option-1" else option
        for option in basis.findings["options"]
    ]
    book = book_of(replace(basis, findings={**basis.findings, "options": options}))
    assert [row[:3] for row in differing(book)] == [("Check", "total", "option-1")]


@pytest.mark.parametrize("other", [251.0, 314.9])
def test_a_confidential_price_changes_nothing_of_the_public_form_within_its_band(books, bases, other):
    basis, before_it = bases_of(hard(other))[False], bases[False]
    assert basis.run != before_it.run
    before, after = texts(books[False]), texts(written(basis))
    for was, now in ((before_it.fingerprint, basis.fingerprint), (before_it.run, basis.run)):
        after = {name: text.replace(now, was) for name, text in after.items()}
    assert after == before


def test_a_confidential_price_of_another_band_changes_the_public_form():
    basis = bases_of(hard(320.0))[False]
    evidence = {row["Figure"]: row for row in shown(written(basis))["Evidence"] if row["Site"] == "oak"}
    assert (evidence["cost.bed-day"]["Lowest in use"], evidence["cost.bed-day"]["Highest in use"]) == (315, 400)


def test_a_masked_score_is_a_range_in_every_figure_that_rests_on_it(sheets):
    public = sheets[False]
    exact = row_of(sheets[True]["Your totals"], Option="oak-and-ash")["Total at your weights, lowest"]
    secret = {
        exact,
        PRICE,
        row_of(sheets[True]["Site costs"], Option="oak-and-ash", Site="oak")["Present cost, lowest"],
    }
    for sheet, heading in (
        ("Performance", "Performance"),
        ("Value scores", "Value score, lowest"),
        ("Weighted scores", "Weighted score, lowest"),
    ):
        secret.add(row_of(sheets[True][sheet], Option="oak-and-ash", Criterion="cost")[heading])
    seen = [v for rows in public.values() for row in rows for v in row.values() if isinstance(v, int | float)]
    assert len(secret) == 6
    assert [value for value in secret if any(abs(value - other) < 1e-6 for other in seen)] == []
    row = next(row for row in public["Your totals"] if row["Option"] == "oak-and-ash")
    assert row["Total at your weights, lowest"] < exact < row["Total at your weights, highest"]
    for other in public["Other weightings"]:
        if other["Option"] == "oak-and-ash" and "cost" not in other["Weighting"]:
            weight = next(
                w["Weight"]
                for w in public["Weightings"]
                if (w["Weighting"], w["Criterion"]) == (other["Weighting"], "cost")
            )
            assert (other["Total, lowest"] < other["Total, highest"]) == (weight > 0)


def test_what_is_not_known_is_said_in_words_and_is_no_figure_between_its_ends(sheets):
    row = row_of(sheets[True]["Performance"], Option="three", Criterion="access")
    assert (row["Performance"], row["Lowest"], row["Highest"]) == (NOT_KNOWN, 0, 1)
    total = row_of(sheets[True]["Totals and ranks"], Option="three")
    assert (total["Rank, better end"], total["Rank, worse end"]) == (1, 4)
    assert row_of(sheets[True]["Site scores"], Criterion="culture", Site="yew")["Score in use"] == NOT_KNOWN


def test_an_answer_that_does_not_count_is_text_and_no_zero(sheets):
    rows = {(r["Person"], r["Site"], r["Criterion"]): r for r in sheets[True]["Panel scores"]}
    assert rows["p01", "oak", "clinical-fit"]["Score that counts"] == "not known"
    assert rows["p03", "ash", "culture"]["Score that counts"] == "recused"
    assert rows["p03", "ash", "culture"]["Answer"] == 50
    site = row_of(sheets[True]["Site scores"], Criterion="clinical-fit", Site="oak")
    assert (site["Scores that count"], site["Median"], site["What the panel came to"], site["Score in use"]) == (
        2,
        77.5,
        60,
        60,
    )


def test_an_area_with_few_people_is_shown_to_auditors_alone(sheets):
    few = {full: row_of(sheets[full]["Areas"], Area="a5") for full in sheets}
    assert few[False]["People"] == "fewer than 5 in an age band: not shown"
    assert few[True]["People"] == 3
    need = "People a year who would use a bed"
    assert few[False][need] == pytest.approx(few[True][need])


def test_where_nothing_is_confidential_the_public_form_is_exact():
    basis = bases_of(place())[False]
    assert not basis.is_masked
    rows = shown(written(basis))["Totals and ranks"]
    assert all(row["Total, lowest"] == row["Total, highest"] for row in rows)
    assert not any("confidential" in str(row) for row in rows)


def test_a_figure_of_the_run_that_was_changed_is_found(sheets, bases):
    basis = bases[False]
    options = [
        {**option, "total": {**option["total"], "low": option["total"]["low"] + 1e-6}}
        if option["id"] == "first-alone"
        else option
        for option in basis.findings["options"]
    ]
    book = book_of(replace(basis, findings={**basis.findings, "options": options}))
    assert [row[:3] for row in differing(book)] == [("Check", "total", "first-alone")]
    cover = book.tables[0]
    assert cover.shown("text", cover.places["check",]) == "1 figures differ: see the sheets Check and Other weightings"


def test_yellow_cells_are_those_that_can_be_changed_and_start_at_the_agreed_weights(books, sheets):
    rows = sheets[False]["Try weights"]
    yours = "Your weight: change the yellow cells"
    assert [row[yours] for row in rows] == pytest.approx([row["Agreed weight"] for row in rows], abs=1e-15)
    asked = [row[yours] for row in formulas(books[False])["Try weights"]]
    assert all(isinstance(value, float) for value in asked)
    parts = texts(books[False])
    page = next(t for n, t in parts.items() if n.startswith("xl/worksheets") and "Any number of 0 or more" in t)
    assert page.count("<dataValidation ") == len(rows)


def test_text_that_looks_like_a_formula_stays_text():
    held = place()
    cast = tuple(replace(one, reason="=1+1\x01") for one in held.ballots.scores)
    basis = bases_of(replace(held, ballots=replace(held.ballots, scores=cast)))[True]
    assert shown(written(basis))["Panel scores"][0]["Reason"] == "=1+1\u2401"


def test_a_missing_sentence_is_told_by_its_name(bases):
    sentences = {**bases[False].wording.sentences, "workbook": {}}
    with pytest.raises(WorkspaceError, match=r"workbook\."):
        book_of(replace(bases[False], wording=Wording(sentences)))


def test_a_table_refuses_a_cell_for_a_column_that_it_does_not_have():
    with pytest.raises(KeyError, match="'Here' has no column there"):
        Table("Here", [Column("here", "Here")]).add("one", there=1.0)


def test_a_score_more_changes_the_site_it_is_about():
    held = place()
    more = replace(held.ballots, scores=(*held.ballots.scores, scored("p09", "ash", 100)))
    table = {t.name: t for t in book_of(bases_of(replace(held, ballots=more))[True]).tables}["Site scores"]
    assert table.number("people", table.places["clinical-fit", "ash"]) == 4


def test_a_place_in_which_no_option_is_ranked_has_a_workbook_of_its_weights():
    held = place(options=(option("gone", {"ash": 5}, withdrawn={"on": "2025-08-01", "reason": "It closed."}),))
    book = written(bases_of(held)[False])
    rows = shown(book)
    assert "Totals and ranks" not in rows and "Other weightings" not in rows
    assert rows["Options"][0]["Status"] == "withdrawn"
    cover = {row["About this workbook"]: row["Testing Vale"] for row in rows["Cover"]}
    assert cover["Is it what the run found?"] == "Everything agrees"


def test_a_measure_without_a_formula_stands_as_the_run_found_it(bases, monkeypatch):
    monkeypatch.delitem(performance._WAYS, "equity")
    book = book_of(bases[True])
    assert differing(book) == []
    table = {table.name: table for table in book.tables}["Performance"]
    at = table.places["oak-and-ash", "equity"]
    assert table.shown("how", at) == "As the run found it: no formula here for this criterion"
    assert table.rows[at][table.place_of("value")].formula == ""


def test_a_signed_receipt_stands_whole_on_the_cover_and_without_its_signature_below_each_page(bases):
    signed = f"{RECEIPT}, signed {'ab' * 64}"
    parts = texts(written(replace(bases[False], record={**bases[False].record, "receipt": signed})))
    assert signed in parts["xl/sharedStrings.xml"]
    others = "".join(text for name, text in parts.items() if name != "xl/sharedStrings.xml")
    assert RECEIPT in others and ", signed" not in others


def test_long_names_and_quotation_marks_leave_the_workbook_sound():
    name = 'The "old" home, ' + "and another" * 30
    held = place(options=(option("first-alone", {"ash": 5}, name=name), option("other", {"elm": 5})))
    rows = shown(written(bases_of(held)[False]))
    assert name in {row["Name"] for row in rows["Totals and ranks"]}
    assert any(row["In words"].endswith(name) for row in rows["Your totals"])


def test_the_page_about_the_workbook_names_every_sheet_as_its_cover_does(bases):
    page = (ROOT / "docs" / "reference" / "workbook.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| ([A-Z][\w ]+) \| (.+) \|$", page.split("## The sheets")[1], re.MULTILINE))
    said = bases[True].wording.sentences["workbook"]["sheets"]
    assert {name.lower().replace(" ", "_"): text for name, text in rows.items()} == said
    names = {re.sub("^Minutes .*", "Minutes", table.name) for table in book_of(bases[True]).tables[1:]}
    assert names <= rows.keys()
