"""Numbers as words: rounded as a reader would, in the same words everywhere, never blank."""

import pytest

from appraisal.papers import words

SAID = ("number", "exact", "minutes", "pounds", "pounds_in_full", "share", "in_100", "percent", "points")


@pytest.mark.parametrize("say", SAID)
@pytest.mark.parametrize("missing", [None, float("nan")])
def test_what_is_missing_is_said_to_be_not_known(say, missing):
    assert getattr(words, say)(missing) == "not known"


def test_a_range_with_a_missing_end_is_not_known():
    assert words.between(None, 3) == words.to(2, None) == "not known"


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (0.7143, "about 7 in 10"),
        (0.05, "about 5 in 100"),
        (0.996, "more than 99 in 100"),
        (0.0, "none"),
        (1.0, "all"),
        (0.95, "about 95 in 100"),
    ],
)
def test_a_share_is_said_in_tenths_or_near_the_ends_in_hundredths(value, said):
    assert words.share(value) == said


def test_two_figures_that_differ_are_never_said_to_be_equal():
    assert words.told_apart([28.6, 28.9], words.minutes) == ["28.6 minutes", "28.9 minutes"]


def test_halves_round_up_whatever_the_machine_would_do():
    assert [words.number(value) for value in (0.5, 1.5, 2.5, -0.4)] == ["1", "2", "3", "0"]


def test_money_is_in_millions_in_a_sentence_and_in_full_in_a_table():
    assert (words.pounds(2_412_345), words.pounds_in_full(2_412_345)) == ("£2.4 million", "£2,412,345")


def test_a_date_is_the_same_in_every_locale():
    assert words.date("2025-09-01T09:00:00Z") == "1 September 2025"


def test_a_date_says_no_more_than_is_recorded():
    assert [words.date(when) for when in ("2025-07", "2025")] == ["July 2025", "2025"]
