"""What the ledger cannot take is refused in words, before anything is written."""

from dataclasses import replace
from decimal import Decimal

import pytest

from appraisal.model.entries import Draft
from appraisal.model.refusals import refusals

DRAFT = Draft(
    kind="score",
    place="hammersmith-and-fulham",
    person="p07",
    role="residents-and-carers",
    entered_by="p01",
    route="file",
    content={"site": "amber", "scores": [{"criterion": "clinical-fit", "value": "62.5"}], "reason": "Quiet; a garden."},
    on_behalf_of="p09",
    cast_on="2025-08-30",
)


def nested(depth):
    content = {"a": "x"}
    for _ in range(depth - 1):
        content = {"a": content}
    return content


def test_a_sound_draft_is_not_refused():
    assert refusals(DRAFT) == []
    assert refusals(replace(DRAFT, content=nested(100))) == []
    assert refusals(replace(DRAFT, cast_on=None, on_behalf_of=None)) == []


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"kind": "scores"}, "'scores' is not a kind of entry. Did you mean 'score'?"),
        ({"kind": "wish"}, "'wish' is not a kind of entry."),
        ({"route": "post"}, "'post' is not a way into the ledger; it is one of file, command, page."),
        ({"person": "Ada Okafor"}, "'Ada Okafor' cannot stand as person: an id such as 'p07' is needed, never a name."),
        ({"entered_by": ""}, "'' cannot stand as entered_by: an id such as 'p07' is needed, never a name."),
        ({"place": None}, "'None' cannot stand as place: an id such as 'p07' is needed, never a name."),
        ({"cast_on": "30/08/2025"}, "'30/08/2025' cannot stand as cast_on: a date such as 2025-09-01 is needed."),
        (
            {"content": {"a": [{"b": 62.5}]}},
            "content.a[0].b is the number 62.5; give it as decimal text, such as '62.5'.",
        ),
        ({"content": {"beds": 5}}, "content.beds is the number 5; give it as decimal text, such as '5'."),
        ({"content": {"a": Decimal(1)}}, "content.a is a Decimal, which an entry cannot hold."),
        ({"content": {7: "a"}}, "content has the key 7; a key is text."),
        ({"content": {"a": "\ud800"}}, "content.a is not Unicode text."),
        ({"content": {"\ud800": "a"}}, "content has a key that is not Unicode text."),
        ({"content": nested(101)}, "content is nested more than 100 deep, which an entry cannot be."),
        ({"content": "all said"}, "content is not a mapping of names to what is said."),
    ],
)
def test_a_draft_that_the_ledger_cannot_take_is_refused_in_words(change, words):
    assert refusals(replace(DRAFT, **change)) == [words]
