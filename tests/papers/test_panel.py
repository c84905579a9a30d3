"""What the paper says of its panel: seats, lay members, split and moderated scores, interests and their effect."""

import pytest
from reading import forbidden_words_of, tree, visible


def said(text):
    page = tree(text)
    found = next(node for node in page.iter("section") if node.get("id") == "panel")
    return " ".join(visible(found).split())


def changed(findings, **parts):
    findings["panel"] |= parts
    return findings


def of_site(findings, site, **parts):
    next(row for row in findings["panel"]["scores"] if row["site"] == site).update(parts)
    return findings


def test_seats_vacancies_members_without_a_seat_and_the_lay_share_are_told(paper):
    text = said(paper())
    assert "The place expects four seats to be filled. Vacant: pharmacist (Clinicians)." in text
    assert "In a role that no seat is for: p04 (doctor)." in text
    assert "two of four. They carry 50 in 100 of the weight. The place wants at least 25 in 100" in text


def test_several_vacancies_of_one_seat_are_counted(paper, findings):
    findings["panel"]["seats"][1] |= {"count": 3, "vacant": 2}
    assert "Vacant: two of three for pharmacist (Clinicians)." in said(paper(findings))


def test_a_full_panel_is_said_to_be_full(paper, findings):
    seats = [seat | {"vacant": 0, "filled": ["p01"]} for seat in findings["panel"]["seats"]]
    text = said(paper(changed(findings, seats=seats, without_seat=[])))
    assert "four seats to be filled, and none is vacant." in text
    assert "In a role that no seat is for" not in text


def test_a_place_without_seats_says_that_nobody_can_tell_who_is_missing(paper, findings):
    share = dict.fromkeys(("of_members", "of_weight", "at_least"))
    text = said(paper(changed(findings, seats=[], without_seat=["p01", "p02"], lay_share=share)))
    assert "The place has not said which roles it expects" in text
    assert "Lay members" not in text
    assert "no seat is for" not in text


def test_where_no_vote_is_split_it_says_so(paper):
    assert "No vote is split" in said(paper())


def test_each_split_vote_is_a_sentence_with_where_the_quarters_stand(paper, findings):
    of_site(findings, "birch", split=True, people=6, low_quarter=0.0, high_quarter=100.0, median=50.0)
    weight = next(row for row in findings["panel"]["weights"] if row["criterion"] == "cost")
    weight |= {"split": True, "low_quarter": 0.05, "high_quarter": 0.25, "median": 0.1}
    text = said(paper(findings))
    assert (
        "Example home Birch, clinical fit: of six people at least a quarter gave 0 or less, and at least a quarter 100 "
        "or more. The middle score is 50." in text
    )
    assert "The weight of cost: of four people at least a quarter gave 5% or less, and at least a quarter 25%" in text
    assert "No vote is split" not in text
    assert "50, split vote" in " ".join(visible(tree(paper(findings))).split())


MODERATED = {"answer": "25", "reason": "A second visit found no quiet room", "dissent": [], "cast_on": "2025-09-01"}


def test_a_moderated_score_is_told_with_the_first_middle_the_reason_and_who_does_not_agree(paper, findings):
    dissent = [{"person": "p03", "text": "There is one upstairs"}, {"person": "p99", "text": "No"}]
    text = paper(of_site(findings, "birch", moderated=MODERATED | {"dissent": dissent}))
    assert (
        "Example home Birch, clinical fit: 25, in place of a middle score of 62.5. A second visit found no quiet room. "
        "Not agreed by p03 (nurse): There is one upstairs. Not agreed by p99: No." in said(text)
    )
    assert "62.5; moderated: 25" in " ".join(visible(tree(text)).split())
    assert forbidden_words_of(text) == []


def test_a_moderated_score_without_dissent_says_that_nobody_disagreed_on_record(paper, findings):
    text = said(paper(of_site(findings, "birch", moderated=MODERATED)))
    assert "no quiet room. Nobody disagreed on record." in text
    assert "Scores that the panel moderated" not in said(paper(of_site(findings, "birch", moderated=None)))


def test_a_moderated_score_of_a_site_that_nobody_scored_has_no_first_middle(paper, findings):
    names = ("lowest", "low_quarter", "lower_quartile", "median", "upper_quartile", "high_quarter", "highest")
    blank = dict.fromkeys(names) | {"people": 0}
    text = said(paper(of_site(findings, "birch", moderated=MODERATED, **blank)))
    assert "25, in place of a middle score of not known." not in text
    assert "Example home Birch, clinical fit: 25, where no single score counted." in text


@pytest.mark.parametrize(
    ("kind", "parts", "expected"),
    [
        ("with_recused", {"people": [], "scores": 0}, "Nobody stood aside from scoring a site."),
        ("with_recused", {"people": ["p04"], "scores": 0}, "One person stood aside from some sites and gave no score"),
        (
            "with_recused",
            {"people": ["p03", "p04"], "scores": 5},
            "Two people stood aside from some sites. Left out there: five scores. With them, no rank would change.",
        ),
        ("without_declared", {"people": [], "scores": 0}, "Nobody scored a site after they declared an interest"),
        (
            "without_declared",
            {"people": ["p01"], "scores": 1},
            "Counted: one score. Without them, no rank would change.",
        ),
    ],
)
def test_what_interests_do_is_one_sentence(paper, findings, kind, parts, expected):
    findings["panel"][kind] |= parts
    assert expected in said(paper(findings))


def test_options_that_would_have_another_rank_are_named_with_both_ranks(paper, findings):
    first, second = (next(o for o in findings["options"] if o["id"] == id_) for id_ in findings["ranking"][:2])
    other = {first["id"]: second["rank"], second["id"]: first["rank"]}
    ranking = [
        row | {"rank": other.get(row["option"], row["rank"])} for row in findings["panel"]["with_recused"]["ranking"]
    ]
    for kind in ("with_recused", "without_declared"):
        findings["panel"][kind] |= {"people": ["p04"], "scores": 2, "moved": sorted(other), "ranking": ranking}
    text = said(paper(findings)).replace("\u00a0", " ")
    ranks = [f"{row['rank']['low']} to {row['rank']['high']}" for row in (first, second)]
    expected = f"“{first['name']}” to {ranks[1]} (now {ranks[0]}); “{second['name']}” to"
    assert f"With them, these ranks would change: {expected}" in text
    assert f"Without them, these ranks would change: {expected}" in text
