"""What must hold of a comparison of two runs, whatever the places."""

from __future__ import annotations

from dataclasses import replace

from building import places, workspace
from hypothesis import given, settings
from hypothesis import strategies as st

from appraisal.analysis.comparing.places import differences
from appraisal.analysis.comparing.putting_back import put_back
from appraisal.changes.effects import standings
from appraisal.changes.kept import Kept
from appraisal.changes.told import changes_told
from appraisal.model.public_view import public_view, public_views

VALE = "testing-vale"
heavy = settings(deadline=None, max_examples=40, derandomize=True, database=None)
FOUND = {"inputs": {"files": {}, "ballots": "ab"}}


def compared(one, other):
    return differences(workspace(one), workspace(other), VALE)


@heavy
@given(places(known=False), st.randoms(use_true_random=False))
def test_a_place_written_in_another_order_differs_in_nothing(held, random):
    names = ("criteria", "providers", "sites", "options", "evidence", "areas", "travel")
    turned = {name: tuple(random.sample(getattr(held, name), len(getattr(held, name)))) for name in names}
    assert compared(held, replace(held, **turned)) == ()


@heavy
@given(places(known=False), places(known=False))
def test_two_places_differ_the_other_way_round_in_the_same_things(one, other):
    there, back = compared(one, other), compared(other, one)
    assert [found.key for found in there] == [found.key for found in back]
    assert len({found.key for found in there}) == len(there)
    assert all(found.before != found.after for found in there)
    assert bool(there) == (one != other)


@heavy
@given(places(known=False), places(known=False))
def test_differences_put_back_one_after_the_other_lead_from_after_to_before(one, other):
    """Where sites are the same: each difference put back is gone from the comparison, and no other came."""
    other = replace(other, sites=one.sites, providers=one.providers, options=one.options, travel=(), areas=one.areas)
    one = replace(one, travel=())
    ids = {site.id for site in one.sites}
    for held in (one, other):
        object.__setattr__(held, "evidence", tuple(row for row in held.evidence if row.site in ids))
    kept = tuple(cast for cast in other.ballots.scores if cast.site in ids)
    other = replace(other, ballots=replace(other.ballots, scores=kept))
    before, now = workspace(one), workspace(other)
    found = differences(before, now, VALE)
    for number, difference in enumerate(found, 1):
        changed = put_back(before, now, VALE, [difference])
        assert changed is not None
        now = changed
        assert [left.key for left in differences(before, now, VALE)] == [left.key for left in found[number:]]
    assert standings(now, VALE) == standings(before, VALE)


@heavy
@given(places(known=False), places(known=False), st.data())
def test_nothing_public_names_a_site_that_may_not_be_named_now(one, other, data):
    hidden = data.draw(st.sets(st.sampled_from([site.id for site in other.sites]), min_size=1))

    def hide(held):
        return replace(
            held,
            sites=tuple(
                site.model_copy(update={"standing": "not approached"}) if site.id in hidden else site
                for site in held.sites
            ),
        )

    for before in (one, hide(one)):
        kept = (Kept(run, FOUND, workspace(held)) for run, held in (("a1", before), ("b2", hide(other))))
        text = str(changes_told(*kept, VALE, public=True)).lower()
        assert not any(f"home {name}" in text or f"{name}-care" in text for name in hidden)


@heavy
@given(places(known=False), st.data())
def test_the_view_of_the_later_run_beside_the_earlier_is_the_one_that_its_findings_show(held, data):
    hidden = data.draw(st.sets(st.sampled_from([site.id for site in held.sites])))
    sites = tuple(
        site.model_copy(update={"standing": "not approached"}) if site.id in hidden else site for site in held.sites
    )
    (then, _), (now, _) = public_views(held, replace(held, sites=sites))
    assert now == public_view(replace(held, sites=sites))
    assert then == now
