"""The options paper: sound HTML that says only what findings say, and says it of nothing that is not public."""

import copy
import re
from itertools import pairwise

import pytest
from reading import drawn, forbidden_words_of, known_numbers, numbers_of, tree, visible, words_of

from appraisal.errors import WorkspaceError
from appraisal.papers.render import render_paper


@pytest.fixture
def known(findings, record, wording, templates):
    settled = {name: text for name, text in templates.items() if not name.endswith(".css.j2")}
    sections = set(map(float, range(1, len(wording["section"]))))
    return sections.union(*map(known_numbers, (findings, record, wording, settled)))


def with_public(findings):
    """Findings in which the price of Birch is confidential: the public copy holds a band."""
    public = copy.deepcopy(findings)
    for key in ("public", "run", "fingerprint"):
        del public[key]
    option = next(row for row in public["options"] if row["id"] == "birch-alone")
    option["performance"]["cost"] |= {"low": 2_500_000.0, "value": None, "high": 3_150_000.0}
    option["weighted_scores"]["cost"] = {"low": 12.15, "high": 18.0}
    option["value_scores"]["cost"] = {"low": 67.5, "high": 100.0}
    low = option["total"]["low"]
    option["total"] = {"low": low - 0.6, "value": None, "high": low + 5.3}
    option["not_known"] = [
        {"item": "cost.bed-day", "site": "birch", "name": "price of a bed-day", "confidential": True}
    ]
    next(row for row in public["sites"] if row["id"] == "birch")["not_known"] = option["not_known"]
    return {**findings, "public": public}


def test_the_page_is_sound_html_in_british_english(paper):
    page = tree(paper())
    assert page.get("lang") == "en-GB"
    assert len(page.findall(".//h1")) == 1


def test_headings_never_skip_a_level(paper):
    tags = [node.tag for node in tree(paper()).iter() if isinstance(node.tag, str)]
    levels = [int(tag[1]) for tag in tags if re.fullmatch("h[1-6]", tag)]
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_every_table_has_a_caption_and_every_heading_a_scope(paper):
    page = tree(paper())
    assert all(table.find("caption") is not None for table in page.iter("table"))
    assert all(cell.get("scope") in ("col", "row") for cell in page.iter("th"))


def test_every_row_of_a_table_is_as_long_as_its_heading(paper):
    for table in tree(paper()).iter("table"):
        assert len({len(row) for row in table.iter("tr")}) == 1, "".join(table.find("caption").itertext())


def test_it_runs_no_script_and_asks_for_nothing_from_elsewhere(paper):
    page = tree(paper())
    assert not [node.tag for node in page.iter() if node.tag in ("script", "link", "img", "iframe")]
    assert all(node.get("href").startswith("#") for node in page.iter("a"))
    assert "url(http" not in paper() and "@import" not in paper()


def test_every_link_inside_the_page_leads_somewhere_and_no_id_is_there_twice(paper):
    page = tree(paper())
    ids = [node.get("id") for node in page.iter() if node.get("id")]
    assert len(ids) == len(set(ids))
    assert {node.get("href")[1:] for node in page.iter("a")} <= set(ids)


def test_before_stage_3_it_says_first_that_nothing_is_decided_and_that_it_is_illustrative(paper):
    text = paper()
    start = "\n".join(text.splitlines()[:8])
    banner = "Nothing is decided. Illustrative: invented providers, homes, areas and people"
    assert start.count(banner) == 2
    assert f'content: "{banner}"' in text


def test_from_stage_3_it_no_longer_says_that_nothing_is_decided(paper, findings):
    findings["context"]["stage"] = 3
    assert "Nothing is decided" not in paper(findings)


def test_no_forbidden_word_is_said_of_an_option(paper):
    assert forbidden_words_of(paper()) == []


def test_every_number_in_the_text_is_in_findings_record_or_the_workspaces_own_words(paper, known):
    assert numbers_of(words_of(paper())) - known == set()


def test_a_number_that_nobody_found_would_be_noticed(findings, record, templates, wording, known):
    invented = {**wording, "robustness": {**wording["robustness"], "not_a_chance": "Sure in 73.21 of 100."}}
    text = render_paper("options", findings, record, templates=templates, wording=invented)
    assert numbers_of(words_of(text)) - known == {73.21}


def test_what_is_not_known_is_never_blank_and_never_a_number(paper):
    page = tree(paper())
    cells = [" ".join(visible(cell).split()) for cell in page.iter() if cell.tag in ("td", "th", "dd", "li")]
    assert all(cells)
    assert not re.search(r"\b(nan|None|null|inf)\b", words_of(paper()))


def test_an_option_with_an_unknown_comes_last_with_its_range_of_ranks(paper):
    table = next(tree(paper()).iter("table"))
    rows = [[" ".join(visible(cell).split()) for cell in row] for row in table.find("tbody")]
    assert rows[-1][0] == "A home and the hospice unit"
    assert " to " in rows[-1][1] and " to " in rows[-1][2]


def test_options_that_are_set_aside_or_withdrawn_are_named_with_the_reason(paper):
    text = words_of(paper())
    assert "Set aside. Example home Cedar fails the test" in text
    assert "Withdrawn. The provider withdrew" in text


def test_ranks_without_a_clear_difference_are_bands(paper, findings):
    lead = min((row for row in findings["options"] if row["rank"]), key=lambda row: row["rank"]["low"])
    assert lead["no_clear_difference_from"]
    first = next(tree(paper()).iter("table")).find("tbody")[0]
    assert "to" in visible(first[2])
    assert "There is no clear difference between it and" in words_of(paper())


def test_every_pro_and_con_has_a_source(paper):
    for entry in (node for node in tree(paper()).iter("article")):
        assert all(visible(item.find("span")).strip() for item in entry.iter("li"))


def test_every_label_of_a_source_leads_to_its_row_and_every_row_is_cited(paper):
    page = tree(paper())
    cited = {node.get("href"): visible(node) for node in page.iter("a") if node.get("href").startswith("#source-")}
    known = [row for row in page.iter("tr") if row.get("id", "").startswith("source-")]
    rows = {f"#{row.get('id')}": visible(row[0]).strip() for row in known}
    assert cited == rows
    assert list(rows.values()) == [f"S{place}" for place in range(1, len(rows) + 1)]
    assert list(rows) == sorted(rows)
    assert "#source-cards" not in rows


def test_a_source_has_the_date_of_the_evidence_and_no_day_that_nobody_recorded(paper):
    text = words_of(paper())
    assert re.search(r"family to stay overnight\. \[ S\d+ , 4 August 2025\]", text)
    assert "[ S1 , 21 March 2021]" in text
    assert re.search(r"Example statistics office\. Official\. 2021 ", text)
    assert re.search(r"How full the beds are planned to be\..*\[ S\d+ , July 2025\]", text)


def test_an_opinion_is_called_one(paper, findings):
    findings["sites"][0]["pros"][0] |= {"kind": "evidence", "text": "It is calm", "source": ["cards"]}
    assert re.search(r"It is calm\. \[opinion S\d+ , August 2025\]", words_of(paper(findings)))


def test_a_gap_is_plain_in_the_table_and_never_0_minutes_longer_in_words(paper, findings):
    option = next(row for row in findings["options"] if row["id"] == "birch-alone")
    option["performance"]["equity"] |= {"low": 0.0, "value": 0.0, "high": 0.0}
    option["performance"]["equity"]["beside"]["gap_minutes"] = -3.84
    gap = {"criterion": "equity", "kind": "figure", "difference": 9.0, "performance": 0.0, "middle": 4.2,
           "unit": "minutes", "text": None, "site": None, "source": ["visit"], "as_at": None}  # fmt: skip
    option["pros"].append(gap)
    option["cons"].append(gap | {"performance": 5.1, "middle": 0.0})
    option["cons"].append(gap | {"performance": 0.3, "middle": 0.0})
    text = words_of(paper(findings))
    said = "Visitors from the most deprived fifth would travel"
    assert f"{said} no longer than everyone else; middle: 4 minutes longer." in text
    assert f"{said} 5 minutes longer than everyone else; middle: no longer." in text
    assert f"{said} less than a minute longer than everyone else; middle: no longer." in text
    assert "-3.8" in text
    assert " 0 minutes longer" not in text


def test_nothing_is_said_twice_in_one_list(paper, findings):
    option = next(row for row in findings["options"] if row["id"] == "birch-alone")
    option["pros"] = option["pros"] * 2
    page = tree(paper(findings))
    (entry,) = (node for node in page.iter("article") if node.get("id") == "option-birch-alone")
    said = [visible(item) for item in entry.iter("li")]
    assert len(said) == len(set(said))


def test_where_several_score_highest_each_is_named_with_how_often(paper, findings):
    first, second = (next(o for o in findings["options"] if o["id"] == id_) for id_ in findings["ranking"][:2])
    for row, other in ((first, second), (second, first)):
        row |= {"total": first["total"], "rank": {"low": 1, "high": 2}, "tied_with": [other["id"]]}
    text = words_of(paper(findings))
    often = text[text.index("each scores highest in") :].split("What we do not know")[0]
    assert f"“{first['name']}” " in often and f"“{second['name']}” " in often
    assert often.count("It is not the chance of being right.") == 1


def test_where_one_person_gave_weights_nothing_is_said_of_a_range_among_people(paper, findings):
    for person in list(findings["ballots"]["by_person"])[1:]:
        findings["ballots"]["by_person"][person]["weights"] = {}
    text = words_of(paper(findings))
    assert "Only one person has given weights" in text
    assert "the range of what panel members said" not in text


def test_a_site_that_is_not_approached_shows_no_figure_that_names_it_and_no_blank(paper, findings):
    hidden = {"standing": "not approached", "lat": None, "lon": None, "rating": None, "registered_beds": None}
    public = with_public(findings)["public"]
    site = next(row for row in public["sites"] if row["id"] == "birch")
    site |= hidden | {"name": "Site 1 (not yet approached)"}
    site["hurdles"] = [row | {"source": None, "as_at": None} for row in site["hurdles"]]
    text = words_of(paper({**findings, "public": public}))
    assert (
        "Not approached yet. Beds offered: between 2 and 5. Its registered beds and its CQC rating are not shown"
        in text
    )
    assert "Site 1 (not yet approached), Hosts the weekly ward round: a room for the ward round" in text
    assert "source not known" not in text
    assert not re.search(r"\bNone\b", text)


NOT_NAMED = "Some sites have not been approached yet."
BANDS = "Some figures are confidential."
LEFT_OUT = "Some of what is on record is confidential and is left out."


def held_back_in(text):
    return [sentence for sentence in (NOT_NAMED, BANDS, LEFT_OUT) if sentence in text]


def test_it_says_whether_names_or_figures_or_both_are_held_back(paper, findings):
    assert held_back_in(words_of(paper())) == []
    with_figures = with_public(findings)
    assert held_back_in(words_of(paper(with_figures))) == [BANDS]
    sites = with_figures["public"]["sites"]
    hidden = {"standing": "not approached", "lat": None, "lon": None, "rating": None, "registered_beds": None}
    next(site for site in sites if site["id"] == "elder").update(hidden)
    assert held_back_in(words_of(paper(with_figures))) == [NOT_NAMED, BANDS]
    names_alone = {**findings, "public": {key: findings[key] for key in with_figures["public"]} | {"sites": sites}}
    for site in sites:
        site["not_known"] = [row for row in site["not_known"] if not row["confidential"]]
    assert held_back_in(words_of(paper(names_alone))) == [NOT_NAMED]
    for site in sites:
        site["standing"] = "interested"
    assert held_back_in(words_of(paper(names_alone))) == [LEFT_OUT]


def test_minutes_that_nobody_knows_are_not_called_confidential_where_names_are_held_back(paper, findings):
    option = next(row for row in findings["options"] if row["id"] == "birch-alone")
    option["performance"]["travel-time"] |= {"low": None, "value": None, "high": None}
    option["not_known"] = [
        {"item": "minutes", "site": "birch", "name": "minutes from some areas", "confidential": False}
    ]
    public = {key: found for key, found in findings.items() if key not in ("public", "run", "fingerprint")}
    cells = [visible(cell).strip() for cell in tree(paper({**findings, "public": public})).iter("td")]
    assert "not known" in cells
    assert "confidential" not in cells


def test_the_table_of_tests_names_no_sources_where_none_may_be_named(paper, findings):
    assert "Sources: [" in words_of(paper())
    for site in findings["sites"]:
        site["hurdles"] = [row | {"source": None, "as_at": None} for row in site["hurdles"]]
    assert "Sources:" not in words_of(paper(findings))


def test_a_place_without_a_working_group_or_a_workshop_has_a_paper_that_says_so(paper, findings):
    before = [" ".join(visible(heading).split()) for heading in tree(paper()).iter("h2")]
    blank = {"working_group": None, "workshop": None, "decided": [], "not_decided": [], "stages": [], "timeline": []}
    findings["context"] |= blank
    page = tree(paper(findings))
    assert [" ".join(visible(heading).split()) for heading in page.iter("h2")] == before
    assert "working group" not in visible(page)
    hear = " ".join(visible(section(page, "hear")).split())
    assert "No workshop is on record yet." in hear
    assert "Questions" not in hear
    assert visible(section(page, "settled")).count("Nothing is on record yet.") == 2
    assert not [items for items in page.iter("ul") if len(items) == 0]
    assert ". ." not in words_of(paper(findings))


def test_every_drawing_scrolls_sideways_where_a_screen_is_narrow(paper):
    drawings = [figure.get("class") for figure in tree(paper()).iter("figure")]
    assert drawings == ["scrolls"] * 3


def section(page, name):
    return next(node for node in page.iter("section") if node.get("id") == name)


def map_of(page):
    return section(page, "sites").find("figure")


def rows_of_map(page):
    body = next(table for table in section(page, "sites").iter("table")).find("tbody")
    return [[" ".join(visible(cell).split()) for cell in row] for row in body]


def test_the_map_stands_first_among_the_sites_with_a_table_of_every_site(paper, findings):
    page = tree(paper())
    numbers = [visible(mark).split() for mark in drawn(map_of(page), "g", "site")]
    rows = rows_of_map(page)
    assert [[row[0]] for row in rows] == numbers == [[str(n)] for n in range(1, len(findings["sites"]) + 1)]
    assert [row[1] for row in rows] == sorted(site["name"] for site in findings["sites"])
    assert rows[0][2:] == ["Example provider Harbour", "Care home", "1 to 3", "yes"]
    by_name = {row[1]: row[2:] for row in rows}
    assert by_name["Example home Birch"][-1] == "with a condition"
    assert by_name["Example home Cedar"][-1] == "no"
    assert by_name["Example hospice Damson"][1] == "Hospice"
    assert by_name["Example home Elder"][-2:] == ["not known", "not known"]


def test_the_maps_message_and_its_text_alternative_say_where_the_sites_are(paper, findings):
    next(row for row in findings["sites"] if row["id"] == "damson")["lon"] = -0.1
    figure = map_of(tree(paper(findings)))
    message = "Sites that clear every test: one in the north, one in the middle, none in the south and one outside"
    assert visible(figure.find("figcaption")) == visible(drawn(figure, "title")[0]) == message
    said = " ".join(visible(drawn(figure, "desc")[0]).split())
    assert said.startswith("A map of three small areas as grey dots inside the outline of the place, and of ")
    assert "1, Example home Amber, care home, clears every test: in the north west." in said
    assert "3, Example home Cedar, care home, does not clear every test: in the middle." in said
    assert "5, Example hospice Damson, hospice, clears every test: outside the place, to the south east." in said
    for site in findings["sites"]:
        assert said.count(f", {site['name']}, ") == 1


def test_without_an_outline_a_site_near_the_areas_is_not_said_to_be_outside(paper, findings):
    findings["context"] |= {"outline": [], "outline_source": ""}
    figure = map_of(tree(paper(findings)))
    assert "outside" not in visible(figure.find("figcaption"))
    assert "outline" not in visible(figure)
    assert "Outline" not in words_of(paper(findings))
    findings["sites"][0] |= {"lat": 51.6, "lon": -0.21}
    text = " ".join(visible(map_of(tree(paper(findings)))).split())
    assert "outside the place, to the north." in text


def test_the_note_says_where_the_outline_is_from_and_that_it_is_not_known_where_it_is_not(paper, findings):
    assert "Outline: Drawn by hand (invented). Areas: [ S1 , 21 March 2021]" in words_of(paper()).replace("  ", " ")
    findings["context"]["outline_source"] = ""
    assert "Outline: Source not known." in words_of(paper(findings))


def test_a_place_wider_than_high_is_spoken_of_from_west_to_east(paper, findings):
    findings["context"] |= {"outline": [], "outline_source": ""}
    findings["context"]["areas"][0]["lon"] = -1.0
    for site, lon in zip(findings["sites"], (-0.98, -0.6, -0.5, -0.2, -0.2), strict=True):
        site["lon"] = lon
    caption = visible(map_of(tree(paper(findings))).find("figcaption"))
    assert caption == "Sites that clear every test: one in the west, one in the middle and one in the east"


def test_where_no_site_clears_every_test_or_there_is_none_the_map_says_so(paper, findings):
    for site in findings["sites"]:
        site["status"] = "set aside"
    assert "No site on the map clears every test so far" in words_of(paper(findings))


def test_a_site_whose_point_may_not_be_shown_is_counted_and_not_drawn(paper, findings):
    public = with_public(findings)["public"]
    before = rows_of_map(tree(paper()))
    site = next(row for row in public["sites"] if row["id"] == "birch")
    site |= {"standing": "not approached", "lat": None, "lon": None, "rating": None, "registered_beds": None}
    site["name"] = "Site 1 (not yet approached)"
    page = tree(paper({**findings, "public": public}))
    rows = rows_of_map(page)
    assert len(rows) == len(before)
    assert rows[-1][:2] == ["not shown", "Site 1 (not yet approached)"]
    assert [row[0] for row in rows[:-1]] == ["1", "2", "3", "4"]
    figure = map_of(page)
    assert len(drawn(figure, "g", "site")) == 4
    assert "not yet approached" not in visible(figure)
    assert "Sites that clear every test and may be shown: " in visible(figure)
    assert "Not on the map, because not approached yet: one site." in words_of(paper({**findings, "public": public}))


def test_a_hidden_site_leaves_no_trace_in_the_drawing(paper, findings):
    """Were the frame that of all sites, its scale would tell how far away the hidden one is."""

    def drawing(found):
        return [(node.tag, node.attrib) for node in drawn(map_of(tree(paper(found))), "svg")[0].iter()]

    site = next(row for row in findings["sites"] if row["id"] == "elder")
    site |= {"name": "Site 1 (not yet approached)", "standing": "not approached", "lat": 51.9, "registered_beds": None}
    far = drawing(findings)
    site |= {"lat": None, "lon": None, "rating": None}
    hidden = drawing(findings)
    findings["sites"].remove(site)
    for option in findings["options"]:
        option["sites"].pop("elder", None)
    assert hidden == drawing(findings) != far


def test_illustrative_stands_inside_the_map_itself_where_it_is_so(paper, findings):
    mark = "Illustrative: invented providers, homes, areas and people"
    assert mark in visible(drawn(map_of(tree(paper())), "svg")[0])
    findings["context"]["illustrative"] = False
    assert "llustrative" not in visible(map_of(tree(paper(findings))))


def test_a_confidential_figure_is_a_band_and_nothing_is_read_from_the_full_findings(paper, findings):
    findings = with_public(findings)
    findings["sites"][0]["name"] = "A name that only the full findings hold"
    text = words_of(paper(findings))
    assert "2.50\u00a0to\u00a03.15 (confidential".replace("\u00a0", " ") in text
    assert "only the full findings" not in text
    assert "3,101,222" not in text and "3.10" not in text


def test_the_public_paper_names_the_run_whose_findings_made_it(paper, findings):
    text = words_of(paper(with_public(findings)))
    assert findings["run"] in text and findings["fingerprint"] in text


def test_the_marks_that_show_a_stale_paper_are_there(paper, findings, record):
    text = words_of(paper())
    assert findings["fingerprint"] in text and record["receipt"] in text and record["run_entry"]["hash"] in text


def test_it_says_that_shares_are_not_the_chance_of_being_right(paper):
    assert "not the chance that" in words_of(paper())


def test_a_weight_that_nobody_could_set_is_no_tipping_point(paper, findings):
    point = findings["robustness"]["tipping_points"][0]
    point["above"] = 1.0
    text = words_of(paper(findings))
    assert "No change of one weight alone would put another option ahead." in text
    assert "more than 100 in 100" not in text


def test_there_is_no_early_view_until_somebody_recommends(paper, record):
    assert "No recommendation has been made." in words_of(paper())
    record["recommendations"] = [
        {
            "group": "clinicians",
            "text": "Amber and Birch",
            "basis": "visits",
            "confidence": "fair",
            "dissent": "one",
            "cast_on": "2025-08-28",
        }
    ]
    text = words_of(paper(of_record=record))
    assert "No recommendation has been made." not in text
    assert "Amber and Birch. Basis: Visits. Confidence: Fair. Dissent: One. [Clinicians, 28 August 2025]" in text


def test_business_as_usual_stands_beside_the_ranking_and_not_in_it(paper):
    tables = list(tree(paper()).iter("table"))
    with_usual = [table for table in tables if "Business as usual" in visible(table)]
    assert len(with_usual) == 1
    assert "In brackets" in words_of(paper())


def test_names_from_findings_cannot_become_markup(paper, findings):
    findings["sites"][0]["name"] = '<b>Amber</b> & "Co"'
    text = paper(findings)
    assert "<b>Amber" not in text
    assert "&lt;b&gt;Amber" in text


def without_cost(findings):
    """Findings of a place that has switched cost off."""
    findings["context"]["criteria_off"] = ["cost"]
    findings["criteria"] = [row for row in findings["criteria"] if row["id"] != "cost"]
    findings["criteria_order"].remove("cost")
    findings["robustness"]["tipping_points"] = []
    findings["robustness"]["exchange_rates"] = []
    for option in findings["options"]:
        option["cons"] = []
    for found in (*findings["options"], *findings["portfolios"], findings["business_as_usual"]):
        for key in ("performance", "value_scores", "weighted_scores"):
            found.get(key, {}).pop("cost", None)
    people = findings["ballots"]["by_person"].values()
    for weights in (findings["weights"], findings["robustness"]["without_criterion"], *(p["weights"] for p in people)):
        weights.pop("cost")
    return findings


def test_a_place_where_cost_is_switched_off_says_so_once_and_leaves_out_what_would_be_empty(paper, findings):
    assert "planned" in words_of(paper())
    text = words_of(paper(without_cost(findings)))
    assert text.count("Cost is not among the weighted criteria here.") == 1
    assert (
        "With cost and without it" not in text
        and "Rank without cost" not in text
        and "What the weights imply" not in text
    )
    assert "planned" not in text and "£" not in text
    assert "Without each criterion in turn" in text


def test_where_nothing_is_possible_it_says_what_stands_in_the_way(paper, findings):
    findings["portfolios"] = []
    findings["search"]["nothing_possible"] = {
        "beds_wanted": 5, "beds_offered": 4, "outside_anchors": False, "off_scale": [],
        "without": [
            {"limit": "at most 3 sites", "beds_offered": 4, "waiting": False},
            {"limit": "hurdle 'Nurse'", "beds_offered": 7, "waiting": False},
        ],
        "smallest": [{"limits": ["hurdle 'Nurse'", "at most 3 sites"], "beds_offered": 8}],
        "fewest": 2,
    }  # fmt: skip
    text = words_of(paper(findings))
    assert "No combination of sites can supply five beds: the sites that clear every hurdle offer four beds." in text
    assert (
        "Without hurdle 'Nurse' it would be seven beds. Without 'at most 3 sites' it would still be four beds." in text
    )
    assert (
        "As far as limits and hurdles go, it would be possible without hurdle 'Nurse' and without "
        "'at most 3 sites': eight beds." in text
    )


def test_where_every_set_is_off_the_scale_or_none_adds_up_it_says_so(paper, findings):
    found = {"beds_wanted": 5, "beds_offered": 6, "without": [], "outside_anchors": True}
    found |= {"smallest": [], "fewest": None, "off_scale": ["access"]}
    findings["search"]["nothing_possible"] = found
    text = words_of(paper(findings))
    assert "No combination of sites lies within the scale of every criterion." in text
    assert "The nearest are off the scale of access alone." in text
    findings["search"]["nothing_possible"] = found | {"outside_anchors": False}
    text = words_of(paper(findings))
    assert (
        "No combination of sites comes to five beds in all, though the sites that clear every hurdle offer six" in text
    )
    assert "Even without every limit and hurdle there would be none." in text


def stuck(findings, without, smallest=()):
    """Findings in which no set of sites is possible, for what goes -> the beds that there would then be."""
    findings["portfolios"] = []
    findings["search"]["nothing_possible"] = {
        "beds_wanted": 5, "beds_offered": 4, "outside_anchors": False, "off_scale": [],
        "without": [
            {"limit": limit, "beds_offered": beds, "waiting": limit.startswith("waiting")}
            for limit, beds in without.items()
        ],
        "smallest": [{"limits": list(limits), "beds_offered": beds} for limits, beds in smallest],
        "fewest": len(smallest[0][0]) if smallest else None,
    }  # fmt: skip
    return findings


def test_what_one_thing_alone_would_make_possible_is_said_once(paper, findings):
    without = {"hurdle 'Nurse'": 7, "at most 3 sites": 4}
    text = words_of(paper(stuck(findings, without, [(("hurdle 'Nurse'",), 7)])))
    assert "Without hurdle 'Nurse' it would be seven beds. Without 'at most 3 sites' it would still be four" in text
    assert "It would be possible" not in text
    assert "Even without" not in text


def test_more_beds_that_make_no_set_are_not_taken_for_a_way_out(paper, findings):
    """Six beds, but the five that are needed cannot be made of them."""
    without = {"hurdle 'Nurse'": 7, "hurdle 'Rating'": 6}
    text = words_of(paper(stuck(findings, without, [(("hurdle 'Nurse'",), 7)])))
    assert "Without hurdle 'Rating' it would be six beds." in text
    assert "As far as limits and hurdles go, it would be possible without hurdle 'Nurse': seven beds." in text


def test_what_is_not_known_is_no_hurdle_to_do_without(paper, findings):
    waiting = "waiting for what is not known"
    without = {waiting: 6, "hurdle 'Nurse'": 4, "hurdle 'Rating'": 4, "at most 3 sites": 4}
    text = words_of(paper(stuck(findings, without, [((waiting,), 6)])))
    assert "the sites that clear every hurdle, and of which every figure is known, offer four beds." in text
    assert "With what is not known at its most favourable it would be six beds." in text
    assert "Without any other one limit or hurdle it would still be four beds." in text
    assert "without waiting" not in text.lower()


def test_where_no_single_thing_helps_it_says_so(paper, findings):
    without = {"hurdle 'Nurse'": 4, "hurdle 'Rating'": 4, "at most 3 sites": 4}
    text = words_of(paper(stuck(findings, without)))
    assert "Without any one limit or hurdle it would still be four beds. Even without every limit and hurdle" in text


def out_of_time(findings):
    """Findings of a search that a solver did not finish."""
    findings["search"] |= dict.fromkeys(("scored", "beyond_limits", "outside_anchors")) | {"proven": False}
    findings["search"] |= {"no_other_above": 88.8, "rest_proven": False}
    findings["inputs"] |= {"solver": "highs", "time_limit_seconds": 2.0}
    return findings


def test_where_time_ran_out_it_says_that_another_day_may_find_others_and_that_nothing_is_proven(paper, findings):
    findings["sites"][0]["adds"] = {"with": None, "without": 71.4, "points": None, "rank": None}
    text = words_of(paper(out_of_time(findings)))
    assert "A solver searched them, and its time ran out." in text
    assert "the same run may find others on another day. No other set is above 88.8." in text
    assert text.count("so these two are the highest that it found, not proven to be the highest that there are") == 2
    assert "none found" in text and "no such set" not in text
    findings["find_out_first"] = []
    assert "Nothing that is missing was found to bring another set" in words_of(paper(findings))


def test_where_time_ran_out_before_any_set_was_found_it_does_not_say_that_there_is_none(paper, findings):
    findings = out_of_time(findings)
    findings["portfolios"] = []
    findings["search"]["no_other_above"] = None
    text = words_of(paper(findings))
    assert "its time ran out before it found one that is possible. There may be some" in text
    assert "No set of sites was found before the solver's time ran out." in text
    assert "No combination of sites" not in text


def test_a_search_by_a_solver_says_that_it_is_proven(paper, findings):
    findings["search"] |= dict.fromkeys(("scored", "beyond_limits", "outside_anchors"))
    text = words_of(paper(findings))
    assert "There are 45 possible sets of sites. A solver searched them" in text
    assert "its proof leaves no other set above those listed" in text
    assert "time ran out" not in text
    findings = stuck(findings, {})
    assert "A solver proved that none of them is possible." in words_of(paper(findings))


def test_every_limit_that_a_set_keeps_to_is_listed_with_its_reason_and_its_source(paper, findings):
    page = tree(paper())
    items = [" ".join(visible(item).split()) for item in section(page, "sets").iter("li")]
    assert items[0] == "Each set keeps to a limit: at most 3 sites."
    assert items[1].startswith("Each set keeps to a limit: at most 9 hours. The team has no more. [ S")
    assert items[1].endswith(", August 2025]")
    findings["search"]["limits"] = []
    assert "Each set keeps to a limit" not in words_of(paper(findings))


def test_sites_and_providers_stand_in_the_order_of_what_they_add(paper, findings):
    ranks = {"amber": (2, 71.4, 70.2), "birch": (1, 71.4, None), "damson": (2, 71.4, 70.2), "cedar": (None, None, 71.4)}
    for row in findings["sites"]:
        rank, with_it, without = ranks.get(row["id"], (None, None, 71.4))
        row["adds"] = {"with": with_it, "without": without, "points": None, "rank": rank}
    for rank, row in zip((3, 1, None), findings["providers"], strict=True):
        row["adds"] = {"with": rank and 70.0 + rank, "without": 65.04, "points": None, "rank": rank}
    page = tree(paper(findings))
    sites, providers = (
        [[" ".join(visible(cell).split()) for cell in row] for row in table.iter("tr")]
        for table in section(page, "sets").iter("table")
        if "by what" in visible(table.find("caption"))
    )
    assert sites[0] == ["Site", "Beds", "Total", "Rank", "Highest sets that hold it", "With it", "Without it"]
    assert [row[0] for row in sites[1:4]] == ["Example home Birch", "Example home Amber", "Example hospice Damson"]
    assert [row[-2:] for row in sites[1:3]] == [["71.4", "no such set"], ["71.4", "70.2"]]
    assert [row[-2:] for row in sites[4:]] == [["not searched", "71.4"]] * 2
    assert providers[0][-3:] == ["Highest sets that hold it", "With it", "Without it"]
    assert [row[0] for row in providers[1:]] == [
        f"Example provider {name}" for name in ("Meadow", "Harbour", "Lantern")
    ]
    assert [row[-2:] for row in providers[1:]] == [["71.0", "65.0"], ["73.0", "65.0"], ["not searched", "65.0"]]


def test_it_tells_apart_no_options_none_left_and_none_that_can_be_placed(paper, findings):
    for option in findings["options"]:
        option |= {"status": "withdrawn", "total": None, "rank": None}
    findings["ranking"] = []
    assert "No option is left to rank" in words_of(paper(findings))
    findings["options"] = []
    assert "No option has been put forward yet." in words_of(paper(findings))


def test_a_template_that_asks_for_what_is_not_there_is_refused_by_name(findings, record, templates, wording):
    broken = {**templates, "options.html.j2": "<p>{{ paper.answer.nothing_of_the_kind }}</p>"}
    with pytest.raises(WorkspaceError, match=r"reports/options\.html\.j2"):
        render_paper("options", findings, record, templates=broken, wording=wording)


def test_a_sentence_that_is_missing_is_named(findings, record, templates, wording):
    shorter = {**wording, "answer": {key: text for key, text in wording["answer"].items() if key != "close"}}
    with pytest.raises(WorkspaceError, match=r"There is no sentence 'answer\.close'"):
        render_paper("options", findings, record, templates=templates, wording=shorter)


def test_a_sentence_that_asks_for_an_unknown_word_says_which_there_are(findings, record, templates, wording):
    wrong = {**wording, "answer": {**wording["answer"], "close": "{opton}"}}
    with pytest.raises(WorkspaceError, match=r"asks for 'opton'.*Use \{options\}"):
        render_paper("options", findings, record, templates=templates, wording=wrong)


def test_a_paper_that_does_not_exist_is_refused_with_those_that_do(findings, record, templates, wording):
    with pytest.raises(WorkspaceError, match="Did you mean 'options'"):
        render_paper("option", findings, record, templates=templates, wording=wording)


def test_the_same_findings_give_the_same_bytes(paper):
    assert paper() == paper()
