"""What an entry of weights says reads back as it was said, to the last digit, in whichever order it was given."""

from hypothesis import given, settings
from hypothesis import strategies as st

from appraisal.model.tree import TOP, CriteriaTree
from appraisal.model.weights_said import anchors_in, answers_in, asked, exact_text, weights_content

LAW = settings(derandomize=True, database=None, deadline=None)
NUMBERS = st.floats(allow_nan=False, allow_infinity=False)


@LAW
@given(NUMBERS)
def test_an_anchor_reads_back_as_the_same_number_and_is_plain_decimal_text(number):
    text = exact_text(number)
    assert float(text) == number
    assert set(text) <= set("-.0123456789")


@LAW
@given(st.permutations([("access", "3"), ("cost", "1"), ("equity", "2")]), NUMBERS, NUMBERS)
def test_the_order_in_which_answers_are_given_changes_nothing(answers, least, most):
    seen = {"cost": ((exact_text(least), "0"), (exact_text(most), "100"))}
    content = weights_content("ranking", dict(answers), seen)
    assert str(content) == str(weights_content("ranking", {"access": "3", "cost": "1", "equity": "2"}, seen))
    assert answers_in(content) == ("ranking", {"access": 3.0, "cost": 1.0, "equity": 2.0})
    assert anchors_in(content) == (("cost", ((least, 0.0), (most, 100.0))),)


def test_only_what_stands_beside_something_is_asked_about_unless_nothing_does():
    tree = CriteriaTree({TOP: ("cost", "reach"), "reach": ("access",)}, ("access", "cost"))
    assert asked(tree) == {TOP: ("cost", "reach")}
    assert asked(CriteriaTree({TOP: ("cost",)}, ("cost",))) == {TOP: ("cost",)}
