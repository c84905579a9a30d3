"""Enumeration: every set of sites with every split of the beds, each once (method 4.4)."""

from __future__ import annotations

from itertools import combinations, product

from hypothesis import given, settings
from hypothesis import strategies as st

from appraisal.analysis.portfolio.enumeration import every_set, most_beds
from appraisal.model.places import Beds

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
def test_sets_come_by_number_of_sites_then_by_sites_then_by_beds(sites, beds, sites_at_most):
    found = every_set(sites, beds, sites_at_most).tolist()
    keys = [([n > 0 for n in row].count(True), [i for i, n in enumerate(row) if n], row) for row in found]
    assert keys == sorted(keys)


@quick
@given(offers, st.integers(1, 4))
def test_the_most_beds_are_those_of_the_largest_offers(sites, sites_at_most):
    offered = [found.at_most for found in sites if found is not None]
    counts = range(min(sites_at_most, len(offered)) + 1)
    assert most_beds(sites, sites_at_most) == max(
        sum(some) for count in counts for some in combinations(offered, count)
    )


def test_no_usable_site_gives_no_set_and_still_a_column_for_each_site():
    assert every_set([None, None], exactly(5), 3).shape == (0, 2)
    assert every_set([], exactly(5), 3).shape == (0, 0)
