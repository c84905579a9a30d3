"""Checking ballots: who has not answered, which answers do not count, and what was done with others."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from appraisal.analysis.checking import Warned
from appraisal.analysis.weighing import WAYS_IN_WORDS, Weighed, by_person, counting, weighed
from appraisal.analysis.weighting.hierarchy import LIMIT
from appraisal.measures.clinical_fit import recusals
from appraisal.model.panel import ASKED_FOR
from appraisal.model.workspace import Place


def check_ballots(place: Place) -> tuple[Warned, ...]:
    """Warnings about who has not answered and which answers do not count, in order."""
    by_ballot = weighed(place)
    found = [*_weights_that_were_asked(place, by_ballot)]
    answered = {ballot.person for ballot in place.ballots.weights}
    counted = counting(by_ballot, place.plan.weights_way)
    scored = {cast.person for cast in place.ballots.scores}
    for member in place.plan.panel:
        for what in ASKED_FOR:
            has_given = member.person in (answered if what == "weights" else scored)
            if member.is_asked_for(what) and not has_given:
                none = "given no weights" if what == "weights" else "scored no site"
                found.append(Warned(what, f"Person {member.person} has {none}."))
            elif has_given and not member.is_asked_for(what):
                text = f"Person {member.person} is not asked for {what} any more. What they gave before counts."
                found.append(Warned(what, text))
    found += _silent_groups(place, counted)
    apart = recusals(place.ballots, place)
    for cast in place.ballots.scores:
        if cast.points is not None and (cast.person, cast.site) in apart:
            text = f"Person {cast.person} is recused from this site or its provider, so their score does not count."
            found.append(Warned(cast.site, text))
    return tuple(sorted(set(found)))


def _silent_groups(place: Place, weighed: Collection[str]) -> list[Warned]:
    """Groups whose share the others carry, and what that does to the least that a group is to have."""
    found = []
    for group in place.plan.groups:
        members = [member for member in place.plan.panel if member.group == group.id]
        if any(member.person in weighed for member in members):
            continue
        if any(member.is_asked_for("weights") for member in members):
            text = f"Nobody of group '{group.id}' has given weights, so the other groups carry its share."
        else:
            text = f"Nobody of group '{group.id}' is asked for weights, so the other groups carry its share."
        if group.at_least:
            text += f" The place wants it to have at least {100 * group.at_least:g} in 100."
        found.append(Warned("weights", text))
    return sorted(found)


def _weights_that_were_asked(place: Place, by_ballot: Sequence[Weighed]) -> list[Warned]:
    """What was done with ballots that saw other criteria or anchors, and comparisons that contradict one another."""
    found = []
    said: dict[str, list[str]] = {}  # what is said of several people alike is said once
    for person, ballots in by_person(by_ballot, place.plan.weights_way).items():
        for one in ballots:
            if one.notes:
                said.setdefault(_done(one, ballots[0]), []).append(person)
            found += _contradictions(place, person, one)
    for text, people in said.items():
        found.append(Warned("weights", text.format(people=", ".join(people))))
    return found


def _done(one: Weighed, first: Weighed) -> str:
    """What was done with a ballot, with {people} for whose it is."""
    way, notes = WAYS_IN_WORDS[one.ballot.way], " ".join(one.notes).replace("{", "{{").replace("}", "}}")
    if one.shares is not None:
        return f"Weights by {way} of {{people}}: {notes}"
    instead = "" if first.shares is None else f" Until then {WAYS_IN_WORDS[first.ballot.way]} of theirs counts."
    return f"Ask again for weights by {way}: {{people}}. {notes}{instead}"


def _contradictions(place: Place, person: str, one: Weighed) -> list[Warned]:
    names = {criterion.id: criterion.name.lower() for criterion in place.criteria}
    names |= {branch.id: branch.name.lower() for branch in place.branches}
    found = []
    for asked in one.consistency:
        if one.shares is None or asked.kind != "CR" or asked.ratio <= LIMIT or asked.revisit is None:
            continue
        again = asked.revisit
        pair = f"{names.get(again.one, again.one)} and {names.get(again.other, again.other)}"
        said = "as much" if again.given == 1 else f"{again.given:g} times as much"
        text = (
            f"Person {person}'s comparisons contradict one another: consistency ratio {asked.ratio:.2f}, above "
            f"{LIMIT:.2f}. Ask again about {pair}: the first was said to matter {said}, and {_fitting(again.fits)} "
            "would agree with the rest."
        )
        found.append(Warned("weights", text))
    return found


def _fitting(times: float) -> str:
    """How many times as much the first would matter as the second, turned round where it would matter less."""
    if round(max(times, 1 / times), 1) == 1:
        return "the same for both"
    return f"{times:.1f} times as much" if times > 1 else f"the second {1 / times:.1f} times as much as the first"
