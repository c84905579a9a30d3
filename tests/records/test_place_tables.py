"""Every kind of bad row in the tables of a workspace is told with its line; none is guessed or dropped in silence."""

from datetime import date

import pytest

from appraisal.measures import figures_of
from appraisal.records.place_tables import (
    EVIDENCE_COLUMNS,
    condition_of,
    read_areas,
    read_evidence,
    read_sources,
    read_travel,
)

AREAS = (
    "code,name,lat,lon,population,population_65_plus,population_75_plus,population_85_plus,deprivation_rank\n"
    "X1,One,51.5,-0.2,1500,200,90,30,4000\n"
)
SOURCES = "id,title,publisher,published,read,kind\ncensus,Census,ONS,2021-03-21,2025-08-20,official\n"


@pytest.fixture
def table(tmp_path):
    """Write a table; give its path, and the list into which problems go."""

    def written(text):
        path = tmp_path / "table.csv"
        path.write_text(text, encoding="utf-8")
        return path, []

    return written


def told(problems):
    return [(problem.line, problem.text) for problem in problems]


@pytest.fixture
def evidence(table, workspace, place):
    """What is read of rows of evidence on the starter's sites."""

    def read(*rows, **more):
        path, problems = table("\n".join([",".join(EVIDENCE_COLUMNS), *rows]) + "\n")
        known = {
            "criteria": place.criteria,
            "hurdles": workspace.hurdles,
            "sites": [site.id for site in place.sites],
            "options": [option.id for option in place.options],
            "sources": workspace.sources,
        }
        return read_evidence(path, "evidence.csv", problems, **known | more), problems

    return read


FIGURE = "amber,,cost.bed-day,298,290,312,pounds a bed-day,example-visits,2025-08-01,yes,A price"
HURDLE = "amber,,nursing,meets,,,,example-visits,2025-08-01,yes,Two nurses"
PRO = "amber,,clinical-fit,pro,,,,example-visits,2025-08-01,yes,Family can stay."
OF_OPTION = ",amber-alone,clinical-fit,con,,,,example-visits,2025-08-01,yes,One team."


def test_a_sound_row_of_each_kind_is_read(evidence):
    rows, problems = evidence(FIGURE, HURDLE, PRO, OF_OPTION)
    assert problems == []
    assert [(r.site, r.option, r.item, r.answer, r.value, r.low, r.high) for r in rows] == [
        ("amber", None, "cost.bed-day", "", 298.0, 290.0, 312.0),
        ("amber", None, "nursing", "meets", None, None, None),
        ("amber", None, "clinical-fit", "pro", None, None, None),
        (None, "amber-alone", "clinical-fit", "con", None, None, None),
    ]
    assert [row.line for row in rows] == [2, 3, 4, 5]
    assert rows[0].as_at == date(2025, 8, 1)


@pytest.mark.parametrize(
    ("row", "old", "new", "said"),
    [
        (FIGURE, "amber,,", "ambre,,", "Site 'ambre' is not known. Did you mean 'amber'?"),
        (FIGURE, "amber,,", ",,", "A row is about a site or about an option: fill in one of the two columns."),
        (FIGURE, "amber,,", "amber,amber-alone,", "A row is about a site or about an option: fill in one"),
        (OF_OPTION, "amber-alone", "amber-alnoe", "Option 'amber-alnoe' is not known. Did you mean 'amber-alone'?"),
        (FIGURE, "cost.bed-day", "cost.bed-dya", "Item 'cost.bed-dya' is not known. Did you mean 'cost.bed-day'?"),
        (FIGURE, "cost.bed-day", "", "Column 'item' is blank. Fill it in."),
        (FIGURE, ",298,", ",,", "Column 'value' is blank. Give a figure, or write 'not known'."),
        (FIGURE, ",298,", ",about 300,", "Column 'value' is 'about 300'; a number was expected, such as 12.5."),
        (FIGURE, ",298,", ",NaN,", "Column 'value' is 'NaN'; a number was expected, such as 12.5."),
        (FIGURE, ",298,", ",inf,", "Column 'value' is 'inf'; a number was expected, such as 12.5."),
        (FIGURE, ",298,", ",-298,", "Column 'value' is -298; at least 0 was expected."),
        (FIGURE, ",290,312,", ",low,312,", "Column 'low' is 'low'; a number was expected, such as 12.5."),
        (FIGURE, ",290,312,", ",312,290,", "low, value and high are not in order."),
        (FIGURE, ",290,312,", ",299,312,", "low, value and high are not in order."),
        (FIGURE, ",290,312,", ",,297,", "low, value and high are not in order."),
        (FIGURE, "pounds a bed-day", "pounds", "'cost.bed-day' is in pounds a bed-day; the unit given is 'pounds'."),
        (FIGURE, "pounds a bed-day", "", "'cost.bed-day' is in pounds a bed-day; the unit given is ''."),
        (FIGURE, "example-visits", "example-vists", "Source 'example-vists' is not known. Did you mean 'example-vis"),
        (FIGURE, "example-visits", "", "Column 'source' is blank. Fill it in."),
        (FIGURE, "2025-08-01", "1 August", "Column 'as_at' is '1 August'; a date such as 2025-09-01 was expected."),
        (FIGURE, "2025-08-01", "", "Column 'as_at' is blank. Fill it in."),
        (FIGURE, ",yes,", ",maybe,", "Public 'maybe' is not known. Known: no, yes."),
        (FIGURE, ",yes,", ",,", "Column 'public' is blank. Fill it in."),
        (
            HURDLE,
            "meets",
            "passes",
            "Value 'passes' is not known. Known: fails, meets, meets with a condition, not known.",
        ),
        (HURDLE, "meets,,", "meets,1,", "Only a figure has a low and a high. Leave them blank."),
        (
            HURDLE,
            ",yes,",
            ",no,",
            "A hurdle's answer must be public, since whoever is set aside is told why. Write yes.",
        ),
        (HURDLE, "meets", "meets with a condition", "A condition is written in the note as 'what: ...; who: ...; by:"),
        (PRO, "pro", "yes", "Value 'yes' is not known. Known: con, pro."),
        (PRO, "Family can stay.", "", "A pro or con needs its sentence in the note."),
        (
            OF_OPTION,
            "clinical-fit,con",
            "nursing,meets",
            "A row about an option is a pro or con of a criterion; 'nursing'",
        ),
    ],
)
def test_a_bad_row_of_evidence_is_told_with_its_line(evidence, row, old, new, said):
    assert row.count(old) == 1
    _, problems = evidence("birch,,nursing,meets,,,,example-visits,2025-08-01,yes,", row.replace(old, new))
    assert [line for line, _ in told(problems)] == [3]
    assert problems[0].text.startswith(said)


def test_two_figures_of_one_site_item_and_date_are_refused(evidence):
    _, problems = evidence(FIGURE, HURDLE, FIGURE.replace("298", "299"))
    assert told(problems) == [(4, "'cost.bed-day' of this site and date is already on line 2. Keep one of them.")]


def test_a_changed_figure_is_a_new_dated_row(evidence):
    rows, problems = evidence(FIGURE, FIGURE.replace("298", "299").replace("2025-08-01", "2025-08-02"))
    assert (len(rows), problems) == (2, [])


def test_two_pros_of_one_criterion_and_date_are_both_kept(evidence):
    rows, problems = evidence(PRO, PRO.replace("Family can stay.", "Quiet rooms."))
    assert ([row.note for row in rows], problems) == (["Family can stay.", "Quiet rooms."], [])


def test_a_figure_that_is_not_known_stays_missing_with_what_bounds_it(evidence):
    rows, problems = evidence(FIGURE.replace(",298,", ",not known,"))
    assert problems == []
    assert (rows[0].value, rows[0].low, rows[0].high) == (None, 290.0, 312.0)


def test_every_bad_row_is_told_not_only_the_first(evidence):
    _, problems = evidence(FIGURE.replace("298", "x"), HURDLE.replace("meets", "y"), PRO.replace("pro", "z"))
    assert [problem.line for problem in problems] == [2, 3, 4]


def test_rows_are_read_as_far_as_they_can_be_where_sites_options_and_sources_are_not_known(evidence):
    rows, problems = evidence(
        FIGURE.replace("298", "x"),
        HURDLE.replace("amber", "anybody"),
        OF_OPTION,
        sites=None,
        options=None,
        sources=None,
    )
    assert [problem.line for problem in problems] == [2]
    assert [row.site for row in rows] == ["anybody", None]


def test_figures_are_named_by_criterion(place):
    figures = figures_of(place.criteria)
    assert figures["cost.bed-day"].unit == "pounds a bed-day"
    assert not any(name.startswith("clinical-fit") for name in figures)


@pytest.mark.parametrize(
    "note",
    [
        "",
        "what: x",
        "what: x; who: y",
        "who: y; what: x; by: 2025-09-26",
        "what: x; who: y; by: 26 September",
        "what: x; who: y; by: 2025-02-30",
        "what: ; who: y; by: 2025-09-26",
    ],
)
def test_a_condition_in_another_form_is_none(note):
    assert condition_of(note) is None


def test_a_condition_says_what_who_and_by_when():
    found = condition_of("what: a second nurse; who: the provider; by: 2025-09-26 ")
    assert (found.what, found.who, found.by) == ("a second nurse", "the provider", date(2025, 9, 26))


def test_areas_are_read_with_their_groups(table):
    path, problems = table(AREAS.replace("rank\n", "rank,group_faith\n").replace("4000\n", "4000,0.25\n"))
    [area] = read_areas(path, "areas.csv", problems)
    assert (area.code, area.population, area.deprivation_rank, area.groups) == ("X1", 1500, 4000, {"group_faith": 0.25})
    assert problems == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("51.5", "95", "Column 'lat' is 95; at least -90 and at most 90 was expected."),
        ("51.5", "", "Blank: lat. An area needs every one of them."),
        ("1500", "many", "Column 'population' is 'many'; a number was expected, such as 12.5."),
        ("1500", "-5", "Column 'population' is -5; at least 0 was expected."),
        ("200", "2000", "'population_65_plus' is 2000, more than 'population', 1500, of which it is a part."),
        (",30,", ",91,", "'population_85_plus' is 91, more than 'population_75_plus', 90, of which it is a part."),
        ("4000", "0", "Column 'deprivation_rank' is 0; at least 1 was expected."),
        ("4000", "4000.5", "Column 'deprivation_rank' is 4000.5; a whole number was expected."),
        ("4000", "", "Blank: deprivation_rank. An area needs every one of them."),
        ("X1,One", ",One", "Column 'code' is blank. Fill it in."),
        ("X1,One", "X1,", "Column 'name' is blank. Fill it in."),
    ],
)
def test_a_bad_area_is_told_with_its_line(table, old, new, said):
    assert AREAS.count(old) == 1
    path, problems = table(AREAS.replace(old, new))
    read_areas(path, "areas.csv", problems)
    assert told(problems) == [(2, said)]


def test_an_area_that_is_here_twice_is_told(table):
    path, problems = table(AREAS + AREAS.split("\n")[1] + "\n")
    assert len(read_areas(path, "areas.csv", problems)) == 1
    assert told(problems) == [(3, "Area 'X1' is here twice. Keep one of them.")]


def test_a_table_without_areas_is_told(table):
    path, problems = table(AREAS.partition("\n")[0] + "\n")
    assert read_areas(path, "areas.csv", problems) == []
    assert told(problems) == [(1, "There are no areas. Add a row for each small area of the place.")]


def test_sources_are_read_in_order_of_id(table):
    path, problems = table(SOURCES + "board,Paper,ICB,2025-07-22,2025-08-20,published\n")
    sources = read_sources(path, "sources.csv", problems)
    assert (list(sources), problems) == (["board", "census"], [])
    assert sources["census"].published == "2021-03-21"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("2025-08-20", "2025-08", "Column 'read' is '2025-08'; a date such as 2025-09-01 was expected."),
        ("2021-03-21", "March 2021", "Column 'published' is 'March 2021'; a date was expected, such as 2025-09-01, or"),
        ("2021-03-21", "2021-13", "Column 'published' is '2021-13'; a date was expected, such as 2025-09-01, or"),
        ("2021-03-21", "2021-W11-1", "Column 'published' is '2021-W11-1'; a date was expected, such as 2025-09-01, or"),
        ("official\n", "rumour\n", "Kind 'rumour' is not known. Known: official, opinion, provider, published."),
        ("Census", "", "Column 'title' is blank. Fill it in."),
        ("ONS", "", "Column 'publisher' is blank. Fill it in."),
    ],
)
def test_a_bad_source_is_told_with_its_line(table, old, new, said):
    path, problems = table(SOURCES.replace(old, new, 1))
    read_sources(path, "sources.csv", problems)
    assert [(line, text[: len(said)]) for line, text in told(problems)] == [(2, said)]


@pytest.mark.parametrize("written", ["2021-03-21", "2021-03", "2021"])
def test_a_source_says_as_much_of_its_date_as_is_recorded(table, written):
    path, problems = table(SOURCES.replace("2021-03-21", written))
    assert read_sources(path, "sources.csv", problems)["census"].published == written
    assert problems == []


def test_a_source_without_a_date_has_none(table):
    path, problems = table(SOURCES.replace("2021-03-21", ""))
    assert read_sources(path, "sources.csv", problems)["census"].published is None
    assert problems == []


def test_a_source_that_is_here_twice_is_told(table):
    path, problems = table(SOURCES + SOURCES.split("\n")[1] + "\n")
    read_sources(path, "sources.csv", problems)
    assert told(problems) == [(3, "Source 'census' is here twice. Keep one of them.")]


def travel(table, *rows):
    areas_path, problems = table(AREAS)
    areas = read_areas(areas_path, "areas.csv", problems)
    path, problems = table("\n".join(["area,site,mode,period,minutes", *rows]) + "\n")
    return read_travel(path, "travel.csv", problems, areas, ["amber"]), problems


def test_minutes_are_read_and_a_blank_number_of_them_is_not_known(table):
    rows, problems = travel(table, "X1,amber,car,day,12.5", "X1,amber,public-transport,evening,")
    assert ([row.minutes for row in rows], problems) == ([12.5, None], [])


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("X9,amber,car,day,1", "Area 'X9' is not known. Known: X1."),
        ("X1,ambre,car,day,1", "Site 'ambre' is not known. Did you mean 'amber'?"),
        ("X1,amber,bike,day,1", "Mode 'bike' is not known. Known: car, public-transport."),
        ("X1,amber,car,night,1", "Period 'night' is not known. Known: day, evening."),
        ("X1,amber,car,day,-1", "Column 'minutes' is -1; at least 0 and at most 1440 was expected."),
        ("X1,amber,car,day,soon", "Column 'minutes' is 'soon'; a number was expected, such as 12.5."),
        ("X1,amber,car,evening,4", "These minutes are here twice. Keep one row for each area, site, mode and period."),
    ],
)
def test_a_bad_row_of_travel_times_is_told_with_its_line(table, row, said):
    _, problems = travel(table, "X1,amber,car,evening,3", row)
    assert told(problems) == [(3, said)]
