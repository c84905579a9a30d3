"""Differences of what people said: weights, scores, moderated scores and interests."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from appraisal.analysis.comparing import in_words
from appraisal.analysis.comparing.difference import Difference, keyed
from appraisal.model.ballots import Ballots, Interest, WeightsBallot


def cast(before: Ballots, after: Ballots, sites: Mapping[str, str], criteria: Mapping[str, str]) -> list[Difference]:
    """What people said otherwise; that ballots were replaced is told alone where nothing else of them differs.

    Args:
        before, after: what had been said at each run.
        sites, criteria: id -> name; of criteria, branches too.
    """
    pair = (before, after)

    def where(key: str) -> str:
        site, _, criterion = key.partition("/")
        return f"{sites.get(site, site)}, {criteria.get(criterion, criterion)}"

    def score_of(key: str) -> str:
        person, _, scored = key.partition("/")
        return f"score of {person}: {where(scored)}"

    def interest_of(key: str) -> str:
        person, _, of = key.partition("/")
        return f"interest of {person} in {'nothing' if of == 'none' else sites.get(of, of)}"

    found = [
        *keyed(
            "weights",
            (_weights(ballots) for ballots in pair),
            lambda found, other: in_words.weights(found, other, criteria),
            "weights of {}".format,
        ),
        *keyed(
            "score",
            ({f"{one.person}/{one.site}/{one.criterion}": one for one in ballots.scores} for ballots in pair),
            in_words.score,
            score_of,
        ),
        *keyed(
            "moderation",
            ({f"{one.site}/{one.criterion}": one for one in ballots.moderated} for ballots in pair),
            lambda one, other: in_words.moderated(one, other, where(f"{one.site}/{one.criterion}")),
            lambda key: f"moderated score: {where(key)}",
        ),
        *keyed(
            "interest",
            (_interests(ballots) for ballots in pair),
            lambda declared, _: in_words.interests(declared),
            interest_of,
        ),
    ]
    counts = ({"replaced": ballots.replaced} for ballots in pair)
    return found or keyed("ballots", counts, lambda count, _: f"{count} replaced", lambda _: "ballots replaced")


def about_interest(interest: Interest) -> str:
    """What an interest is in, as the subject of a difference ends: a site, else a provider, else "none"."""
    return interest.site or interest.provider or "none"


def _weights(ballots: Ballots) -> dict[str, tuple[WeightsBallot, ...]]:
    """Each person's ballots, in order of the way in which they were asked."""
    found: dict[str, list[WeightsBallot]] = defaultdict(list)
    for ballot in sorted(ballots.weights, key=lambda one: one.way):
        found[ballot.person].append(ballot)
    return {person: tuple(given) for person, given in found.items()}


def _interests(ballots: Ballots) -> dict[str, tuple[Interest, ...]]:
    found: dict[str, list[Interest]] = defaultdict(list)
    for one in ballots.interests:
        found[f"{one.person}/{about_interest(one)}"].append(one)
    return {key: tuple(declared) for key, declared in found.items()}
