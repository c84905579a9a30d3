"""Questions about people: who weighed, who scored, what they declared, how they differed, and what each changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from appraisal.analysis.auditing.asked import (
    Answer,
    Asked,
    Reason,
    Rows,
    against,
    agreed_reasons,
    answer,
    highest_in,
    highest_of,
    marked,
    numbers,
    open_,
    shown,
    waiting,
)
from appraisal.analysis.auditing.moments import taken_in_on_one_day
from appraisal.analysis.order import order_of
from appraisal.model.entries import Draft
from appraisal.model.record import number_of


def who_weighed(asked: Asked) -> Answer:
    """Whether whoever weighed is known by role, and the groups' shares were agreed."""
    counted = asked.shown["ballots"]["by_person"]
    if not counted:
        return answer([waiting("nobody")])
    reasons = [*agreed_reasons(asked, ("group-weights",)), *_without_role(asked, counted)]
    reasons.append(shown("known", count=len(counted), all=len({row["group"] for row in counted.values()})))
    silent = sorted(set(_asked_for(asked, "weights")) - set(counted))
    if silent:
        reasons.append(shown("silent", people=silent))
    return answer(reasons, people=_people(asked, asked.read.of("weights"), counted))


def who_scored(asked: Asked) -> Answer:
    """Whether each score that counts is the entry of a member whose role is known."""
    scores, told = asked.read.current("score"), asked.shown["ballots"]["scores"]
    if not told:
        asks = any(row["panel"] for row in asked.shown["criteria"])
        return answer([waiting("nobody") if asks else shown("not_needed")])
    people = sorted({entry.person for entry in scores})
    reasons = _without_role(asked, people)
    if len(scores) != len(told):
        reasons.append(against("not_in_record", count=len(told), all=len(scores)))
    else:
        reasons.append(shown("known", count=len(scores), all=len(people)))
    silent = sorted(set(_asked_for(asked, "scores")) - set(people))
    if silent:
        reasons.append(shown("silent", people=silent))
    return answer(reasons, people=_scorers(asked, scores))


def interests(asked: Asked) -> Answer:
    """Whether everybody who weighed, scored or decided declared, and no score counts beside a declared interest."""
    ordered = next((one for one in order_of(asked.record) if one.id == "interests-first"), None)
    reasons = [Reason(ordered.verdict, "statement", {"text": ordered.text})] if ordered else []
    reasons += _silent(asked)
    conflicted = asked.shown["panel"]["conflicted_scores"]
    if conflicted:
        people = sorted({row["person"] for row in conflicted})
        scores = {(row["person"], row["site"], row["criterion"]) for row in conflicted}
        reasons.append(against("conflicted", count=len(scores), people=people))
    apart = asked.shown["panel"]["with_recused"]["people"]
    if apart:
        reasons.append(shown("recused", people=sorted(apart)))
    if not asked.record.of("interest"):
        reasons.append(open_("none"))
    elif not reasons:
        reasons.append(shown("declared", count=len({entry.person for entry in asked.record.of("interest")})))
    rows = [
        marked(entry, managed=entry.content["managed"], provider=entry.content["provider"], site=entry.content["site"])
        for entry in asked.record.of("interest")
    ]
    return answer([*reasons, *taken_in_on_one_day(asked, "interest", "score")], declared=rows)


def scores_and_moderation(asked: Asked) -> Answer:
    """Whether the first scores behind each moderated one are kept, and whoever disagreed is heard."""
    record, rows, reasons = asked.record, [], []
    for entry in record.current("moderation"):
        said = entry.content
        alike = [e for e in record.of("score") if all(e.content[key] == said[key] for key in ("site", "criterion"))]
        changed = [score for score in alike if number_of(score) > number_of(entry)]
        where = {"site": said["site"], "criteria": [said["criterion"]], "entry": number_of(entry)}
        if not alike:
            reasons.append(open_("no_first", **where))
        if changed:
            reasons.append(against("changed_after", entries=numbers(changed), **where))
        people = [one["person"] for one in said["dissent"]]
        dissent = "; ".join(f"{one['person']}: {one['text']}" for one in said["dissent"])
        told = {"site": said["site"], "criterion": said["criterion"], "answer": said["answer"], "dissent": dissent}
        rows.append(marked(entry, **told, reason=said["reason"], count=len(alike), people=people))
    split = sum(row["split"] for row in asked.shown["panel"]["scores"])
    if rows:
        reasons.append(shown("moderated", count=len(rows)))
    else:
        reasons.append(shown("none"))
    reasons.append(shown("split", count=split) if split else shown("no_split"))
    return answer(reasons, moderated=rows)


def people_left_out(asked: Asked) -> Answer:
    """Whether it is told of each person, and of each group alone, if they would put another option ahead."""
    found, first = asked.shown["robustness"], highest_of(asked.shown)
    if first is None or not found["without_person"]:
        return answer([open_("no_leader")])
    possible = {who: row for who, row in found["without_person"].items() if row["not_possible"] is None}
    people = sorted(who for who, row in possible.items() if highest_in(row["ranking"]) != [first])
    groups = sorted(group for group, ranking in found["by_group"].items() if highest_in(ranking) != [first])
    untried = sorted(found["without_person"].keys() - possible.keys())
    reasons = [open_("not_possible", people=untried)] if untried else []
    reasons += [shown("person", people=people, option=first)] if people else []
    reasons += [shown("group", groups=groups, option=first)] if groups else []
    reasons += [] if people else [shown("no_person", option=first)]
    reasons += [] if groups else [shown("no_group", option=first)]
    return answer(reasons)


def _silent(asked: Asked) -> list[Reason]:
    """Whoever weighed or decided and declared nothing; what `order_of` says names those who scored."""
    record = asked.record
    declared, scored = ({entry.person for entry in record.of(kind)} for kind in ("interest", "score"))
    weighed = sorted({entry.person for entry in record.of("weights")} - scored - declared)
    decided = sorted({entry.person for entry in record.of("decision")} - declared)
    reasons = [against("weighed_silent", people=weighed)] if weighed else []
    return [*reasons, open_("decided_silent", people=decided)] if decided else reasons


def _asked_for(asked: Asked, what: str) -> list[str]:
    return [row["person"] for row in asked.shown["context"]["panel"] if row["gives"] in ("both", what)]


def _role_of(asked: Asked) -> Mapping[str, Mapping[str, Any]]:
    return {row["person"]: row for row in asked.shown["context"]["panel"]}


def _without_role(asked: Asked, people: Iterable[str]) -> list[Reason]:
    """Those whose role the place does not give."""
    known = _role_of(asked)
    found = sorted(person for person in people if not known.get(person, {}).get("role"))
    return [open_("no_role", people=found)] if found else []


def _people(asked: Asked, given: Iterable[Draft], counted: Mapping[str, Any]) -> Rows:
    """One row for each member: role, group, their entries, and the date claimed for what counts."""
    entries: dict[str, list[int]] = {}
    for entry in given:
        entries.setdefault(entry.person, []).append(number_of(entry))
    return [
        {
            "person": row["person"],
            "role": row["role"],
            "group": row["group"],
            "entries": entries.get(row["person"], []),
            "on": counted[row["person"]]["cast_on"] if row["person"] in counted else None,
        }
        for row in asked.shown["context"]["panel"]
    ]


def _scorers(asked: Asked, scores: Iterable[Draft]) -> Rows:
    """One row for each member: how many scores, how many not known or recused, and between which entries."""
    given: dict[str, list[Draft]] = {}
    for entry in scores:
        given.setdefault(entry.person, []).append(entry)
    rows = []
    for row in asked.shown["context"]["panel"]:
        mine = given.get(row["person"], [])
        answers = [str(entry.content["answer"]) for entry in mine]
        span = [min(numbers(mine)), max(numbers(mine))] if mine else []
        counts = {"count": len(mine), "not_known": answers.count("not known"), "recused": answers.count("recused")}
        rows.append({"person": row["person"], "role": row["role"], "group": row["group"], **counts, "span": span})
    return rows
