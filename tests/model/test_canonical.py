"""Canonical JSON says the same whatever the order, and rounding leaves nothing that two machines could tell apart."""

import json
import subprocess
import sys
from types import MappingProxyType

import numpy as np
import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from appraisal.errors import FindingsError
from appraisal.model.canonical import canonical, plain, rounded, sha256_hex

LARGEST = 2**53 - 1
VALUES = st.recursive(
    st.none() | st.booleans() | st.text() | st.integers(-LARGEST, LARGEST) | st.floats(-LARGEST, LARGEST),
    lambda parts: st.lists(parts, max_size=4) | st.dictionaries(st.text(), parts, max_size=4),
    max_leaves=12,
)


def test_the_example_of_rfc_8785_is_written_as_the_rfc_writes_it():
    value = {
        "numbers": [333333333.33333329, 1e30, 4.50, 2e-3, 0.000000000000000000000000001],
        "string": "\u20ac$\u000f\u000aA'\u0042\u0022\u005c\\\"\u002f",
        "literals": [None, True, False],
    }
    expected = (
        '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],'
        '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}'
    )
    assert canonical(value) == expected.encode()


@given(VALUES)
def test_canonical_json_is_json_that_says_the_same(value):
    assert json.loads(canonical(value)) == value


@given(VALUES)
def test_canonical_json_read_and_written_again_is_the_same_bytes(value):
    assert canonical(json.loads(canonical(value))) == canonical(value)


@given(st.recursive(VALUES, lambda parts: st.lists(parts, max_size=3) | st.dictionaries(st.text("ab\ue000🙂"), parts)))
def test_the_quick_way_to_write_gives_the_bytes_of_the_reference(value):
    assert canonical(value) == rfc8785.dumps(value)


@given(st.dictionaries(st.text(), st.integers(0, 9), min_size=2))
def test_the_order_in_which_keys_were_written_does_not_matter(value):
    assert canonical(dict(reversed(value.items()))) == canonical(value)


def test_read_only_mappings_and_tuples_are_written_as_objects_and_lists():
    value = MappingProxyType({"swings": ("100", MappingProxyType({"cost": "60"}))})
    assert canonical(value) == b'{"swings":["100",{"cost":"60"}]}'
    assert plain(value) == {"swings": ["100", {"cost": "60"}]}


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 2**53, {1, 2}, "\ud800", {"\ud800": 1}, {1: "a"}, b"a"])
def test_what_json_has_no_form_for_is_refused(value):
    with pytest.raises(FindingsError, match="canonical JSON"):
        canonical([value])


def test_the_hash_is_sha_256():
    assert sha256_hex(b"abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_every_number_is_rounded_at_every_depth_and_tuples_become_lists():
    value = {"total": 0.1 + 0.2, "by": [(1 / 3, {"x": 2 / 3})], "beds": 5, "tied": True, "none": None, "name": "Amber"}
    expected = {
        "total": 0.3,
        "by": [[0.333333333, {"x": 0.666666667}]],
        "beds": 5,
        "tied": True,
        "none": None,
        "name": "Amber",
    }
    assert rounded(value) == expected
    assert rounded(2 / 3, decimals=2) == 0.67


@pytest.mark.parametrize("value", [-0.0, -1e-12, np.float64(-0.0)])
def test_minus_zero_becomes_zero(value):
    assert str(rounded([value])) == "[0.0]"


def test_numpy_numbers_become_plain_ones():
    found = rounded([np.float64(0.25), np.float32(0.5), np.int64(3)])
    assert [(type(number), number) for number in found] == [(float, 0.25), (float, 0.5), (int, 3)]


@pytest.mark.parametrize("number", [float("nan"), float("inf"), -float("inf")])
def test_a_number_that_is_not_finite_is_refused_with_the_path_to_it(number):
    with pytest.raises(FindingsError, match=r"The figure at options\[1\]\.total\.value is -?(nan|inf)"):
        rounded({"options": [{"total": {}}, {"total": {"value": number}}]})
    with pytest.raises(FindingsError, match=r"The figure is -?(nan|inf)"):
        rounded(number)


def test_what_findings_have_no_form_for_is_refused_with_the_path_to_it():
    with pytest.raises(TypeError, match=r"at sites\[0\] is a set"):
        rounded({"sites": [{1}]})
    with pytest.raises(TypeError, match="at ranks has the key 1"):
        rounded({"ranks": {1: 0.5}})


@given(VALUES)
def test_rounding_twice_is_rounding_once(value):
    once = rounded(value)
    assert canonical(rounded(once)) == canonical(once)


def test_importing_the_model_imports_no_library_for_it():
    script = "import sys, appraisal.model.entries; sys.exit('rfc8785' in sys.modules or 'sqlalchemy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
