"""Every set of sites with every split of the beds, each once, and any block of them on its own (method 4.4)."""

from __future__ import annotations

from itertools import product
from math import comb

from hypothesis import given, settings
from hypothesis import strategies as st

from appraisal.analysis.portfolio.every_set import EverySet
from appraisal.model.places import Beds


def every_set(sites, beds, sites_at_most, required=()):
    every = EverySet(sites, beds, sites_at_most, required)
    return every.block(0, every.count)


quick = settings(deadline=None, max_examples=150, derandomize=True, database=None)


def offer(least, most):
    return Beds(at_least=least, at_most=most)


def exactly(beds):
    return offer(beds, beds)


ranges = st.tuples(st.integers(0, 4), st.integers(1, 4)).map(sorted).map(lambda ends: offer(ends[0], max(1, ends[1])))
offers = st.lists(st.one_of(st.none(), ranges), min_size=0, max_size=6)


def test_twenty_sites_and_five_beds_have_the_published_number_of_sets():
    found = every_set([offer(1, 5)] * 20, exactly(5), 5)
    assert len(found) == 42_504
    assert (found.sum(axis=1) == 5).all()
    assert len({row.tobytes() for row in found}) == 42_504


def test_eight_sites_six_beds_two_or_more_each_at_most_three_sites_have_the_published_number():
    assert len(every_set([offer(2, 6)] * 8, exactly(6), 3)) == 148


@quick
@given(offers, ranges, st.integers(1, 4))
def test_it_finds_what_going_through_everything_finds_each_once(sites, beds, sites_at_most):
    expected = set()
    for chosen in product(*(range(0, 5) for _ in sites)):
        opened = [index for index, count in enumerate(chosen) if count]
        allowed = all(sites[index] is not None and chosen[index] in sites[index] for index in opened)
        if opened and allowed and len(opened) <= sites_at_most and sum(chosen) in beds:
            expected.add(chosen)
    found = [tuple(row) for row in every_set(sites, beds, sites_at_most).tolist()]
    assert len(found) == len(set(found))
    assert set(found) == expected


@quick
@given(offers, ranges, st.integers(1, 4))
def test_sets_come_in_the_order_of_their_rows(sites, beds, sites_at_most):
    found = every_set(sites, beds, sites_at_most).tolist()
    assert found == sorted(found)


@quick
@given(offers, ranges, st.integers(1, 4), st.integers(1, 7))
def test_blocks_of_any_size_hold_the_same_sets(sites, beds, sites_at_most, size):
    every = EverySet(sites, beds, sites_at_most)
    blocks = [row for start in range(0, every.count, size) for row in every.block(start, start + size).tolist()]
    assert blocks == every.block(0, every.count).tolist()


@quick
@given(offers.filter(bool), ranges, st.integers(1, 4), st.data())
def test_with_a_site_required_it_finds_those_that_open_it(sites, beds, sites_at_most, data):
    required = data.draw(st.sets(st.integers(0, len(sites) - 1), max_size=2))
    every = every_set(sites, beds, sites_at_most)
    expected = every[(every[:, sorted(required)] > 0).all(axis=1)]
    assert every_set(sites, beds, sites_at_most, required).tolist() == expected.tolist()


def test_sets_are_counted_without_being_made():
    """More than fit into sixty-four bits, as the binomial coefficient of stars and bars."""
    assert EverySet([offer(1, 40)] * 80, exactly(40), 80).count == comb(119, 40) > 2**64


def test_no_usable_site_gives_no_set_and_still_a_column_for_each_site():
    assert every_set([None, None], exactly(5), 3).shape == (0, 2)
    assert every_set([], exactly(5), 3).shape == (0, 0)
