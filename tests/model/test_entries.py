"""An entry's hash covers all it says, its content cannot be changed, and a receipt survives being printed."""

import json
from dataclasses import FrozenInstanceError, fields, replace
from datetime import UTC, datetime, timedelta, timezone
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appraisal.errors import LedgerError
from appraisal.model.entries import (
    FIELDS,
    FIRST_PREVIOUS,
    KINDS,
    NO_ENTRIES,
    Draft,
    Entry,
    Receipt,
    chained,
    entry_hash,
    is_utc_text,
    utc_text,
)

NOW = "2025-09-01T09:30:00.000000Z"
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


def entries(*drafts):
    salts = [f"{index:032x}" for index in range(len(drafts))]
    return chained(drafts, after=NO_ENTRIES, entered_at=NOW, salts=salts)


def test_the_documented_fields_are_the_fields_of_an_entry():
    assert sorted(FIELDS) == sorted(one.name for one in fields(Entry))


def test_the_hash_is_that_of_the_canonical_json_of_all_other_fields():
    (entry,) = entries(DRAFT)
    others = {name: value for name, value in entry.as_json().items() if name != "hash"}
    text = json.dumps(others, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert entry.hash == sha256(text.encode()).hexdigest()


def test_a_golden_entry_keeps_its_hash_for_ever():
    (entry,) = entries(DRAFT)
    assert entry.hash == "680e64684cde789958289bf305fd8baff0b9910e89cfcf4849e079c9f4326aa5"


@pytest.mark.parametrize("name", [name for name in FIELDS if name != "hash"])
def test_a_change_of_any_field_changes_the_hash(name):
    (entry,) = entries(DRAFT)
    known = entry.as_json()
    changed = {"number": 2, "content": {}}.get(name, "changed")
    assert entry_hash(known | {name: changed}) != entry.hash == entry_hash(known)


def test_each_entry_follows_from_the_one_before():
    first, second, third = entries(DRAFT, DRAFT, DRAFT)
    assert [first.number, second.number, third.number] == [1, 2, 3]
    assert [first.previous, second.previous, third.previous] == [FIRST_PREVIOUS, first.hash, second.hash]


def test_entries_can_follow_from_a_receipt():
    first, second = entries(DRAFT, DRAFT)
    later = chained([DRAFT], after=Receipt(1, first.hash, NOW), entered_at=NOW, salts=[second.salt])
    assert later == (second,)


def test_the_order_in_which_content_was_written_does_not_matter():
    turned = replace(DRAFT, content=dict(reversed(DRAFT.content.items())))
    assert entries(turned)[0].hash == entries(DRAFT)[0].hash


def test_content_cannot_be_changed_at_any_depth():
    given = {"scores": [{"value": "62.5"}]}
    draft = replace(DRAFT, content=given)
    given["scores"][0]["value"] = "100"
    (entry,) = entries(draft)
    assert entry.content["scores"][0]["value"] == "62.5"
    with pytest.raises(TypeError):
        entry.content["scores"] = ()
    with pytest.raises(TypeError):
        entry.content["scores"][0]["value"] = "100"
    with pytest.raises(FrozenInstanceError):
        entry.person = "p08"


def test_an_entry_as_json_can_be_written_and_made_an_entry_again():
    (entry,) = entries(DRAFT)
    assert Entry(**json.loads(json.dumps(entry.as_json()))) == entry
    assert list(entry.as_json()) == list(FIELDS)


def test_every_kind_is_explained_in_one_sentence():
    assert set(KINDS) == {"interest", "weights", "score", "recommendation", "difference", "run"}
    assert all(text.endswith(".") and text.count(". ") == 0 for text in KINDS.values())


@given(st.integers(0, 10**6), st.binary(min_size=32, max_size=32), st.none() | st.datetimes(timezones=st.just(UTC)))
def test_a_receipt_is_read_back_from_its_line(count, head, moment):
    receipt = Receipt(count, head.hex(), None if moment is None else f"{moment:%Y-%m-%dT%H:%M:%S.%f}Z".zfill(27))
    assert Receipt.from_text(str(receipt)) == receipt
    assert Receipt.from_text(f"Page 3. The record: {receipt}. Illustrative.") == receipt
    assert Receipt.from_text(str(receipt).replace(", ", ",\n  ")) == receipt
    assert "\n" not in str(receipt)


@pytest.mark.parametrize("text", ["", "212 entries", "212 entries, head 0123, last entered never"])
def test_what_is_no_receipt_is_refused_in_words(text):
    with pytest.raises(LedgerError, match="is not a receipt"):
        Receipt.from_text(text)


def test_a_moment_is_written_as_utc_to_the_microsecond():
    summer = timezone(timedelta(hours=1))
    assert utc_text(datetime(2025, 9, 1, 10, 30, 0, 5, tzinfo=summer)) == "2025-09-01T09:30:00.000005Z"
    with pytest.raises(ValueError, match="time zone"):
        utc_text(datetime(2025, 9, 1))


@pytest.mark.parametrize(
    "text", ["2025-09-01T09:30:00Z", "2025-09-01T09:30:00.000000+00:00", "2025-9-1T09:30:00.000000Z", "now"]
)
def test_another_form_of_a_moment_is_not_taken(text):
    assert is_utc_text(NOW)
    assert not is_utc_text(text)
