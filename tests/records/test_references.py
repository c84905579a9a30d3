"""What files say of one another holds: ids exist, are used once, beds add up, dates do not lie ahead."""

import re

import pytest

from appraisal.records.workspace_files import read_workspace

PLACE = "hammersmith-and-fulham"
PLAN = f"options/{PLACE}/place.yaml"
SITES = f"options/{PLACE}/sites.yaml"
OPTIONS = f"options/{PLACE}/options.yaml"
OWN = f"criteria/{PLACE}.yaml"
CORE = "criteria/criteria.yaml"


def edit(folder, file, old, new):
    """Change one text of a file; give the line on which the change stands."""
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, (file, old, text.count(old))
    path.write_text(text.replace(old, new), encoding="utf-8")
    shared = len(old) - len(old.lstrip("\n"))
    return text.count("\n", 0, text.index(old)) + 1 + shared


CASES = [
    (PLAN, "  - {person: o02, role", "  - {person: o01, role", "Officer 'o01' is there twice. Keep one, with all"),
    (
        PLAN,
        "  - {person: o02, role",
        "  - {person: p01, role",
        "Officer 'p01' is on the panel too. Whoever scores does not",
    ),
    (PLAN, "  - number: 3\n", "  - number: 2\n", "Stage 2 is there twice. Number each once."),
    (
        PLAN,
        "near_tie_points: 2\n",
        "two_way_map: [cost, acces]\nnear_tie_points: 2\n",
        "Criterion 'acces' of the two-way map is none that this place uses. Did you mean 'access'?",
    ),
    (
        PLAN,
        "near_tie_points: 2\n",
        "two_way_map: [cost, cost]\nnear_tie_points: 2\n",
        "The two-way map names 'cost' twice. Name two different criteria, or leave it out.",
    ),
    (CORE, "  - id: cost\n", "  - id: access\n", "Criterion 'access' is here twice. Give one another id."),
    (CORE, "  - id: staffing\n", "  - id: quality-of-care\n", "Theme 'quality-of-care' is here twice."),
    (
        CORE,
        "    measure: cost\n",
        "    measure: csot\n",
        "Criterion 'cost': there is no measure 'csot'. Did you mean 'cost'?",
    ),
    (
        CORE,
        "    themes: [what-it-costs]",
        "    themes: [what-it-cost]",
        "Criterion 'cost': theme 'what-it-cost' is not in",
    ),
    (
        "criteria/hurdles.yaml",
        "    source: cqc-ratings",
        "    source: cqc-rating",
        "Source 'cqc-rating' is not in criteria/sources",
    ),
    (
        OWN,
        "  - id: cultural-fit",
        "  - id: access",
        "Criterion 'access' is in the core; a place can add, never change.",
    ),
    (
        OWN,
        "    themes: [culture-and-faith]",
        "    themes: [faith]",
        "Criterion 'cultural-fit': theme 'faith' is not in 'themes'.",
    ),
    (PLAN, "  - {id: clinicians,", "  - {id: residents,", "Group 'residents' is here twice. Give one another id."),
    (
        PLAN,
        "  - {person: p02, group: residents,",
        "  - {person: p01, group: residents,",
        "Person 'p01' is on the panel twice.",
    ),
    (
        PLAN,
        "  - {person: p04, group: clinicians,",
        "  - {person: p04, group: clinician,",
        "Group 'clinician' is not in 'groups'.",
    ),
    (
        PLAN,
        "  - {role: pharmacist, group: clinicians,",
        "  - {role: pharmacist, group: clinican,",
        "Group 'clinican' is not in 'groups'. Did you mean 'clinicians'?",
    ),
    (
        PLAN,
        "  - {role: pharmacist, group: clinicians,",
        "  - {role: General  practitioner, group: clinicians,",
        "Seat 'General  practitioner' of group 'clinicians' is here twice. Keep one, and give it a count.",
    ),
    (PLAN, "criteria_off: []", "criteria_off: [price]", "Criterion 'price' is not in the core."),
    (
        PLAN,
        "  - {id: residents, name: Residents and carers, weight: 0.4}",
        "  - {id: residents, name: Residents and carers, weight: 0.4, at_least: 0.5}",
        "'groups', item 1: weight 0.4 is below its at_least, 0.5; raise it, and lower another.",
    ),
    (
        PLAN,
        "criteria_off: []",
        "dependence: [{criteria: [cost, acess], answer: not asked}]",
        "Criterion 'acess' is not one that this place weighs. Did you mean 'access'?",
    ),
    (
        PLAN,
        "criteria_off: []",
        "dependence: [{criteria: [cost, access], answer: not asked}, {criteria: [access, cost], answer: not asked}]",
        "'access' and 'cost' are here twice. Keep what people answered last.",
    ),
    (
        PLAN,
        "Issues paper, source: programme-material",
        "Issues paper, source: programme",
        "Source 'programme' is not in",
    ),
    (
        PLAN,
        "high: 42, source: example-assumptions",
        "high: 42, source: example-assumption",
        "Source 'example-assumption' is not",
    ),
    (SITES, "  - {id: orchard,", "  - {id: harbour,", "Provider 'harbour' is here twice. Give one another id."),
    (SITES, "  - id: birch\n", "  - id: amber\n", "Site 'amber' is here twice. Give one another id."),
    (
        SITES,
        "    provider: saffron",
        "    provider: safron",
        "Site 'willow': provider 'safron' is not in 'providers'. Did you",
    ),
    (
        SITES,
        "    lat: 51.4860",
        "    lat: 41.4860",
        "Site 'willow' is 1,110 km from the nearest area. Check its lat and lon.",
    ),
    (
        SITES,
        "Good, date: 2025-01-22",
        "Good, date: 2025-11-22",
        "Site 'maple' has a rating of 2025-11-22, after the workspace's",
    ),
    (
        SITES,
        "Outstanding, date: 2024-02-14, source: example-ratings",
        "Outstanding, date: 2024-02-14, source: cqc",
        "Source 'cqc'",
    ),
    (OPTIONS, "  - id: elder-alone", "  - id: amber-alone", "Option 'amber-alone' is here twice. Give one another id."),
    (OPTIONS, "name: One home, Elder", "name: One home, Amber", "Two options are named 'One home, Amber'. Rename one."),
    (
        OPTIONS,
        "{maple: 3, birch: 2}",
        "{maple: 3, brich: 2}",
        "Site 'brich' is not in sites.yaml. Did you mean 'birch'?",
    ),
    (
        OPTIONS,
        "{maple: 3, birch: 2}",
        "{maple: 1, birch: 4}",
        "Option 'maple-and-birch' opens 4 beds at 'birch', which offers",
    ),
    (
        OPTIONS,
        "{maple: 3, birch: 2}",
        "{maple: 2, birch: 2}",
        "Option 'maple-and-birch' gives 4 beds; the place needs 5.",
    ),
    (
        OPTIONS,
        "{juniper: 1, hazel: 2, foxglove: 2}",
        "{juniper: 1, hazel: 2, foxglove: 1, birch: 1}",
        "Option 'juniper-hazel-and-foxglove' uses 4 sites; at most 3 are allowed",
    ),
]


@pytest.mark.parametrize("standing", ["not approached", "interested", "confirmed"])
def test_a_real_site_never_stands_in_a_workspace_that_is_invented(starter, standing):
    path = starter / SITES
    path.write_text(path.read_text(encoding="utf-8").replace("illustrative", standing, 1), encoding="utf-8")
    _, problems = read_workspace(starter)
    assert [(p.file, p.line) for p in problems] == [(SITES, line_of(path, f"standing: {standing}"))]
    assert problems[0].text.startswith(f"Site 'amber' is '{standing}', so it is real, and workspace.yaml says ")


def test_an_invented_site_never_stands_in_a_workspace_that_does_not_say_so(starter):
    edit(starter, "workspace.yaml", "illustrative: true\n", "illustrative: false\n")
    path = starter / SITES
    text = path.read_text(encoding="utf-8").replace("standing: illustrative", "standing: interested")
    path.write_text(text.replace("standing: interested", "standing: illustrative", 1), encoding="utf-8")
    _, problems = read_workspace(starter)
    assert [(p.file, p.line) for p in problems] == [(SITES, line_of(path, "standing: illustrative"))]
    assert "Write 'illustrative: true' there, or give the site's real standing." in problems[0].text


def line_of(path, text):
    [line] = [at for at, row in enumerate(path.read_text(encoding="utf-8").split("\n"), start=1) if text in row]
    return line


@pytest.mark.parametrize(("file", "old", "new", "said"), CASES)
def test_what_does_not_hold_together_is_told_with_its_line(starter, file, old, new, said):
    line = edit(starter, file, old, new)
    found, problems = read_workspace(starter)
    assert found is None
    told = [problem.text for problem in problems if (problem.file, problem.line) == (file, line)]
    assert any(text.startswith(said) for text in told), (line, problems)


def test_an_option_withdrawn_after_as_at_is_told_where_it_is_withdrawn(starter):
    line = edit(starter, OPTIONS, "      on: 2025-08-14", "      on: 2025-09-14")
    _, problems = read_workspace(starter)
    assert [(p.file, p.line) for p in problems] == [(OPTIONS, line - 1)]
    assert problems[0].text.startswith(
        "Option 'linden-and-elder' is withdrawn on 2025-09-14, after the workspace's as_at"
    )


def test_a_measure_that_there_is_not_is_told_once_and_hides_no_other_problem(starter):
    measure = edit(starter, CORE, "    measure: cost\n", "    measure: csot\n")
    evidence = edit(starter, f"options/{PLACE}/evidence.csv", "amber,,nursing,meets", "amber,,nursing,does")
    _, problems = read_workspace(starter)
    assert [(p.file, p.line) for p in problems] == [(CORE, measure), (f"options/{PLACE}/evidence.csv", evidence)]


def test_a_hurdle_that_is_here_twice_is_told(starter):
    path = starter / "criteria/hurdles.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text + text[text.index("  - id: data-reporting") : text.index("  - id: no-hospice-bed")], encoding="utf-8"
    )
    _, problems = read_workspace(starter)
    assert [(p.file, p.text) for p in problems] == [
        ("criteria/hurdles.yaml", "Hurdle 'data-reporting' is here twice. Give one another id.")
    ]
    assert problems[0].line == text.count("\n") + 1


def test_a_place_that_has_its_own_criterion_twice_is_told(starter):
    path = starter / OWN
    text = path.read_text(encoding="utf-8")
    path.write_text(text + text[text.index("  - id: cultural-fit") :], encoding="utf-8")
    _, problems = read_workspace(starter)
    assert [(p.line, p.text) for p in problems] == [
        (text.count("\n") + 1, "Criterion 'cultural-fit' is here twice. Give one another id.")
    ]


def test_an_id_with_a_space_around_it_is_still_the_same_id(starter):
    line = edit(starter, SITES, "  - id: birch\n", '  - id: "amber "\n')
    _, problems = read_workspace(starter)
    assert (SITES, line, "Site 'amber' is here twice. Give one another id.") in [
        (p.file, p.line, p.text) for p in problems
    ]


def test_a_person_with_a_space_around_the_id_is_still_the_same_person(starter):
    line = edit(starter, PLAN, "{person: p02,", '{person: " p01",')
    _, problems = read_workspace(starter)
    assert [(p.line, p.text) for p in problems] == [(line, "Person 'p01' is on the panel twice. Keep one.")]


def test_themes_that_a_place_writes_in_its_own_file_are_not_lost_in_silence(starter):
    edit(starter, OWN, "criteria:\n", "themes:\n  - {id: gardens, text: A garden, source: census-2021}\ncriteria:\n")
    _, problems = read_workspace(starter)
    assert [(p.file, p.text) for p in problems] == [
        (OWN, "Themes are read from criteria/criteria.yaml alone. Move these there.")
    ]


def test_a_theme_that_a_criterion_answers_may_not_say_why_none_does(starter):
    edit(starter, CORE, "    themes: [what-it-costs]", "    themes: [what-it-costs, how-soon]")
    _, problems = read_workspace(starter)
    line = (starter / CORE).read_text(encoding="utf-8").split("\n").index("  - id: how-soon") + 4
    assert [(p.line, p.text[:22]) for p in problems] == [(line, "Theme 'how-soon' is an")]


def test_evidence_dated_after_as_at_is_told(starter):
    edit(starter, "workspace.yaml", "as_at: 2025-09-01", "as_at: 2025-08-19")
    assert read_workspace(starter)[1] == []
    edit(starter, "workspace.yaml", "as_at: 2025-08-19", "as_at: 2025-07-31")
    file = f"options/{PLACE}/evidence.csv"
    rows = enumerate((starter / file).read_text(encoding="utf-8").split("\n"), start=1)
    late = [line for line, row in rows if re.search(r",2025-08-\d\d,(yes|no),", row)]
    assert len(late) > 5
    assert sorted(p.line for p in read_workspace(starter)[1] if p.file == file) == late


def test_areas_without_people_are_told(starter):
    path = starter / f"options/{PLACE}/areas.csv"
    rows = path.read_text(encoding="utf-8").split("\n")
    empty = [",".join([*row.split(",")[:4], "0,0,0,0", row.split(",")[8]]) if row[:1] == "X" else row for row in rows]
    path.write_text("\n".join(empty), encoding="utf-8")
    _, problems = read_workspace(starter)
    assert [(p.file, p.text) for p in problems] == [
        (f"options/{PLACE}/areas.csv", "No area has any people. Fill in the populations.")
    ]


def test_every_criterion_cannot_be_switched_off(starter):
    (starter / OWN).unlink()
    evidence = starter / f"options/{PLACE}/evidence.csv"
    rows = evidence.read_text(encoding="utf-8").split("\n")
    evidence.write_text("\n".join(row for row in rows if ",cultural-fit," not in row), encoding="utf-8")
    edit(starter, PLAN, "criteria_off: []", "criteria_off: [access, travel-time, clinical-fit, cost, equity]")
    _, problems = read_workspace(starter)
    assert [p.text for p in problems] == ["Every criterion is switched off. Keep one."]


def test_a_criterion_switched_off_takes_its_evidence_with_it(starter):
    edit(starter, PLAN, "criteria_off: []", "criteria_off: [cost]")
    workspace, problems = read_workspace(starter)
    assert problems == []
    place = workspace.places[PLACE]
    assert "cost" not in [criterion.id for criterion in place.criteria]
    assert [row for row in place.evidence if row.item.startswith("cost")] == []
    edit(starter, f"options/{PLACE}/evidence.csv", "amber,,cost.fixed-a-year,18000,", "amber,,cost.fixed-a-year,some,")
    assert len(read_workspace(starter)[1]) == 1


LIMITS = [
    (
        "  required_sites:\n    - {site: ambr, why: It is there.}\n",
        "{site: ambr,",
        "Site 'ambr' is not in sites.yaml. Did you mean 'amber'?",
    ),
    (
        "  forbidden_sites:\n    - {site: amber, why: It closes.}\n    - {site: nowhere, why: It closes.}\n",
        "{site: nowhere,",
        "Site 'nowhere' is not in sites.yaml.",
    ),
    (
        "  required_sites:\n    - {site: birch, why: It is there.}\n"
        "  forbidden_sites:\n    - {site: amber, why: It closes.}\n    - {site: birch, why: It closes.}\n",
        "{site: birch, why: It closes.}",
        "Site 'birch' is both required and forbidden. Take out one.",
    ),
    (
        "  providers:\n    - {provider: harbour, sites_at_most: 1, why: Few.}\n"
        "    - {provider: safron, beds_at_most: 3, why: Few.}\n",
        "{provider: safron,",
        "Provider 'safron' is not in sites.yaml. Did you mean 'saffron'?",
    ),
    (
        "  budget_pounds: {value: 2000000, source: a-guess, as_at: 2025-07}\n",
        "source: a-guess",
        "Source 'a-guess' is not in criteria/sources.csv.",
    ),
    (
        "  providers:\n    - {provider: harbour, why: Few.}\n",
        "{provider: harbour,",
        "'limits', 'providers', item 1: a limit of a provider needs 'sites_at_most' or 'beds_at_most'",
    ),
    (
        "  providers:\n    - {provider: harbour, sites_at_most: -1, why: Few.}\n",
        "sites_at_most: -1",
        "'providers', item 1, 'sites_at_most' is '-1'; it should be greater than or equal to 0.",
    ),
    (
        "  providers:\n    - {provider: harbour, beds_at_most: -1, why: Few.}\n",
        "beds_at_most: -1",
        "'providers', item 1, 'beds_at_most' is '-1'; it should be greater than or equal to 0.",
    ),
    ("  providers:\n    - {provider: harbour, beds_at_most: 2}\n", "{provider: harbour", "Key 'why' is missing."),
    (
        "  budget_pounds: {value: -1, source: example-assumptions, as_at: 2025-07}\n",
        "value: -1",
        "'limits', 'budget_pounds': a limit of 0 or more was expected, and -1 was found.",
    ),
    (
        "  budget: {value: 1, source: example-assumptions, as_at: 2025-07}\n",
        "  budget: ",
        "Key 'budget' is not known here. Did you mean 'budget_pounds'?",
    ),
]


@pytest.mark.parametrize(("written", "where", "said"), LIMITS)
def test_a_limit_that_cannot_be_is_told_with_its_line(starter, written, where, said):
    edit(starter, PLAN, "\nlimits:\n", f"\nlimits:\n{written}")
    found, problems = read_workspace(starter)
    assert found is None
    assert [(p.file, p.line) for p in problems] == [(PLAN, line_of(starter / PLAN, where))]
    assert problems[0].text.startswith(said)


def test_hours_below_none_are_no_limit(starter):
    edit(starter, PLAN, "week: {value: 8, source: example-team-rota", "week: {value: -8, source: example-team-rota")
    _, problems = read_workspace(starter)
    assert [(p.file, p.line) for p in problems] == [(PLAN, line_of(starter / PLAN, "value: -8"))]
    assert "'ward_round_hours_a_week': a limit of 0 or more was expected, and -8 was found." in problems[0].text


def test_limits_of_nothing_at_all_may_be_set(starter):
    none = "  providers:\n    - {provider: harbour, sites_at_most: 0, beds_at_most: 0, why: None there.}\n"
    edit(starter, PLAN, "\nlimits:\n", f"\nlimits:\n{none}")
    workspace, problems = read_workspace(starter)
    assert problems == []
    [cap] = workspace.places[PLACE].plan.limits.providers
    assert (cap.sites_at_most, cap.beds_at_most) == (0, 0)


BUDGET = "  budget_pounds: {value: 2500000, source: example-assumptions, as_at: 2025-07, note: What there is.}\n"


def test_a_budget_needs_a_criterion_of_cost_in_the_core(starter):
    """One of the place's own is not enough: figures of another place would not go by it."""
    text = (starter / CORE).read_text(encoding="utf-8")
    at, end = text.index("  - id: cost\n"), text.index("  - id: equity\n")
    (starter / CORE).write_text(text[:at] + text[end:], encoding="utf-8")
    path = starter / OWN
    path.write_text(
        path.read_text(encoding="utf-8") + text[at:end].replace("id: cost\n", "id: money\n"), encoding="utf-8"
    )
    path = starter / f"options/{PLACE}/evidence.csv"
    path.write_text(re.sub(",cost([.,])", r",money\1", path.read_text(encoding="utf-8")), encoding="utf-8")
    edit(starter, PLAN, "\nlimits:\n", f"\nlimits:\n{BUDGET}")
    _, problems = read_workspace(starter)
    line = line_of(starter / PLAN, "budget_pounds")
    assert [(p.file, p.line, p.text) for p in problems if p.file == PLAN] == [
        (
            PLAN,
            line,
            "A budget needs a criterion of the core whose measure is 'cost', weighed or switched off. There is none.",
        )
    ]


def test_a_budget_keeps_the_figures_of_a_cost_that_is_switched_off_and_not_what_is_said_of_it(starter):
    before = read_workspace(starter)[0].places[PLACE].evidence
    edit(starter, PLAN, "\nlimits:\n", f"\nlimits:\n{BUDGET}")
    edit(starter, PLAN, "criteria_off: []", "criteria_off: [cost]")
    workspace, problems = read_workspace(starter)
    assert problems == []
    place = workspace.places[PLACE]
    assert "cost" not in [criterion.id for criterion in place.criteria]
    assert place.costing.id == "cost"
    assert any(row.item == "cost" for row in before)
    key = [(row.site, row.item, row.value) for row in before if row.item != "cost"]
    assert [(row.site, row.item, row.value) for row in place.evidence] == key
