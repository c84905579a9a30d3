"""The first page of the feedback paper: how many comments, from whom, what came of them and what changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from appraisal.papers import words
from appraisal.papers.as_shown import as_shown
from appraisal.papers.presenters.comments import OPEN, OUTCOMES, Comment, by_number, groups_of, in_words
from appraisal.papers.presenters.material import Material
from appraisal.papers.presenters.shapes import Column, Row, Table
from appraisal.papers.presenters.subjects import Link, about, named


@dataclass(frozen=True, slots=True)
class SummedUp:
    """What a resident reads in two minutes.

    Attributes:
        lead: how many comments there are, and how many of them are answered.
        said: what follows from that: thanks, to whom some were passed on, the closing date and late comments.
        outcomes: how many comments came to what.
        respondents: how many came from each printed group; none before comments are closed.
    """

    lead: str
    said: tuple[str, ...]
    outcomes: Table
    respondents: Table


@dataclass(frozen=True, slots=True)
class Change:
    """Something that changed because of comments.

    Attributes:
        happened: what happened to it, to follow its name.
        into: what took its place.
        why: reasons, or else the answers' own words, each once.
        comments: ids of the comments that led to it.
    """

    what: Link
    happened: str
    into: tuple[Link, ...]
    why: tuple[str, ...]
    comments: tuple[str, ...]


def summed_up(material: Material, told: Sequence[Comment]) -> SummedUp:
    """The first page, of the comments that the paper prints."""
    unanswered = sum(comment.answer.outcome == OPEN for comment in told)
    return SummedUp(
        lead=_lead(material, len(told), unanswered),
        said=(*_thanks(material, told), *_passed_on(material), *_closing(material, told)),
        outcomes=_outcomes(material, told),
        respondents=_respondents(material),
    )


def changes(material: Material) -> tuple[Change, ...]:
    """What changed because of comments: as entries of the record say, and as answers say, each thing once."""
    found: dict[str, Change] = {}
    for row in material.record["from_comments"]:
        subject = row["about"]
        now = Change(
            what=_begins(about(material, subject)),
            happened=material.say(f"feedback.happened.{row['kind']}"),
            into=named(material, "option", row["into"]),
            why=(as_shown(row["reason"]),),
            comments=tuple(sorted(row["feedback"], key=by_number)),
        )
        found[subject] = _and(found.get(subject), now)
    entered = dict(found)
    for row in material.record["comments"]:
        answer = row["answer"]
        if answer and answer["changed"]:
            subject = answer["changed"]
            alone = Change(
                _begins(about(material, subject)),
                material.say("feedback.happened.any"),
                (),
                (as_shown(answer["text"]),),
                (row["id"],),
            )
            told = entered.get(subject)
            now = alone if told is None else replace(told, why=(), comments=alone.comments)
            found[subject] = _and(found.get(subject), now)
    return tuple(found.values())


def _begins(link: Link) -> Link:
    return replace(link, text=_capital(link.text))


def _and(earlier: Change | None, now: Change) -> Change:
    """One thing that changed, as two entries or answers tell it; the later says what became of it."""
    if earlier is None:
        return now
    why = tuple(dict.fromkeys([*earlier.why, *now.why]))
    return replace(now, why=why, comments=tuple(sorted({*earlier.comments, *now.comments}, key=by_number)))


def _lead(material: Material, count: int, unanswered: int) -> str:
    if not count:
        return material.say("feedback.lead.none")
    key = "all" if not unanswered else "nothing" if unanswered == count else "some"
    answered = count - unanswered
    return material.say(
        f"feedback.lead.{key}{'_one' if count == 1 else ''}",
        comments=words.counted(count, "comment"),
        answered=words.counted(answered, "is answered", "are answered"),
        unanswered=words.counted(unanswered, "is not answered yet", "are not answered yet"),
    )


def _thanks(material: Material, told: Sequence[Comment]) -> tuple[str, ...]:
    return (material.say("feedback.thanks"),) if told else ()


def _passed_on(material: Material) -> tuple[str, ...]:
    answers = [row["answer"] for row in material.record["comments"] if row["answer"]]
    counts: dict[str, int] = {}
    for row in answers:
        if row["outcome"] == "passed-on":
            to = as_shown(row["to"])
            counts[to] = counts.get(to, 0) + 1
    each = "; ".join(f"{to} ({words.number(counts[to])})" for to in sorted(counts))
    return (material.say("feedback.passed_on", each=each),) if each else ()


def _closing(material: Material, told: Sequence[Comment]) -> tuple[str, ...]:
    found = material.context.get("comments")
    if not found:
        return ()
    late = sum(comment.is_late for comment in told)
    key = "none_late" if not late else "one_late" if late == 1 else "some_late"
    counted = words.counted(late, "", " ").strip()
    return (
        material.say(f"feedback.closing.{key}", date=words.date(found["close"]), late=words.sentence(counted)[:-1]),
    )


def _outcomes(material: Material, told: Sequence[Comment]) -> Table:
    counts = [comment.answer.outcome for comment in told]
    rows = tuple(
        Row(material.say(f"feedback.outcome.{key}"), (words.number(counts.count(key)),)) for key in OUTCOMES if told
    )
    heads = (Column(material.say("feedback.column.outcome")), Column(material.say("feedback.column.comments"), True))
    return Table(material.say("feedback.caption.outcomes"), heads, rows)


def _respondents(material: Material) -> Table:
    groups = groups_of(material)
    kinds = [row["respondent"] for row in material.record["comments"]]
    rows = tuple(
        Row(_capital(in_words(material, group)), (words.number(sum(kinds.count(kind) for kind in group)),))
        for group in groups
    )
    heads = (Column(material.say("feedback.column.who")), Column(material.say("feedback.column.comments"), True))
    note, empty = _who_note(material, groups, kinds), _nobody_told(material) if kinds else ""
    return Table(material.say("feedback.caption.respondents"), heads, rows, note, empty)


def _who_note(material: Material, groups: Sequence[Sequence[str]], kinds: Sequence[str]) -> str:
    """That small kinds stand together, and that comments of which no kind is said are not counted by kind."""
    if not groups:
        return ""
    said = []
    if any(len(group) > 1 for group in groups):
        is_known = material.record["people_known"]
        said.append(material.say(f"feedback.note.masked_{'people' if is_known else 'comments'}"))
    if "" in kinds:
        uncounted = words.counted(kinds.count(""), "comment is", "comments are")
        said.append(material.say("feedback.note.uncounted", comments=uncounted))
    return " ".join(words.sentence(text) for text in said)


def _nobody_told(material: Material) -> str:
    """Why no kind of respondent is said at all."""
    found = material.context.get("comments")
    if material.record["respondents"] is None and found:
        return material.say("feedback.empty.not_closed", date=words.date(found["close"]))
    return material.say("feedback.empty.respondents")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
