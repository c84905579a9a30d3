"""What changed since the last paper: each change, its cause and effect, and which sentences no longer hold."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from appraisal.papers import words
from appraisal.papers.effects import by_name
from appraisal.papers.presenters import figures
from appraisal.papers.presenters.material import Material
from appraisal.papers.presenters.no_longer_true import NoLongerTrue, of_first_page, of_the_rest
from appraisal.papers.presenters.shapes import Column, Row, Table, columns


@dataclass(frozen=True, slots=True)
class Link:
    """A comment, and where the feedback paper answers it."""

    text: str
    href: str


@dataclass(frozen=True, slots=True)
class Change:
    """One change.

    Attributes:
        before, after: in words; "" where it is told by its title alone.
        effect: "" where it can no longer be worked out.
        why: the reason that is on record, or that there is none.
        comments: that led to it.
    """

    title: str
    before: str
    after: str
    why: str
    effect: str
    comments: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Answered:
    """What came of comments that changed nothing, and why."""

    outcome: str
    comments: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """The section "What changed since the last paper", and its annex.

    Attributes:
        since: which paper that was.
        groups: a heading, and the changes under it.
        files: sentences on the files in which none of these names anything.
        is_nothing: whether nothing changed on which the ranking rests.
        words: sentences of the first pages that no longer hold; `rest`, for the annex, of each option.
        not_compared: why sentences are not compared, or "".
        answered: comments that changed nothing, by what came of them; `answers`, for the annex, by the answer given.
    """

    since: str
    groups: tuple[tuple[str, tuple[Change, ...]], ...]
    files: tuple[str, ...]
    is_nothing: bool
    ranks: Table
    words: Table
    rest: Table
    not_compared: str
    answered: tuple[Answered, ...]
    answers: tuple[Answered, ...]


def changes(material: Material) -> Changes | None:
    """What changed since the last paper that was issued; None where none was."""
    told = material.changes
    if told is None:
        return None
    last = _last_paper(material, told)
    rows = _by_person(material, told["differences"])
    return Changes(
        since=_since(material, told),
        groups=tuple(
            (material.say(f"changes.group.{group}"), found)
            for group, abouts in _GROUPS.items()
            if (found := tuple(_change(material, told, row) for row in rows if _group(row) == group))
        ),
        files=_files(material, told),
        is_nothing=all(row["file"] == "words" for row in told["differences"]),
        ranks=_ranks(material, told["options"]),
        words=_sentences(material, "words", of_first_page(last, material) if last else ()),
        rest=_sentences(material, "rest", of_the_rest(last, material) if last else ()),
        not_compared="" if last else material.say("changes.not_compared"),
        answered=_answered(material, lambda row: _outcome(material, row).removesuffix(".")),
        answers=_answered(material, lambda row: _answer(material, row)),
    )


_GROUPS: Mapping[str, tuple[str, ...]] = {
    "options": ("option",),
    "evidence": ("evidence", "site", "provider"),
    "weights": ("weights",),
    "scores": ("score", "moderation", "interest", "ballots"),
    "rules": ("criterion", "branch", "theme", "hurdle", "source", "parameter", "area", "travel", "outline"),
    "run": ("run",),
}
_OF_WEIGHTS = ("parameter:groups", "parameter:why_group_weights")


def _group(row: Mapping[str, Any]) -> str:
    if row["key"] in _OF_WEIGHTS:
        return "weights"
    return next((group for group, abouts in _GROUPS.items() if row["about"] in abouts), "")


def _since(material: Material, told: Mapping[str, Any]) -> str:
    """Which paper this one is held against, and how its changes are told."""
    since = material.say("changes.since", issued=words.date(told["issued_on"]), run=told["before"])
    if told["unread"]:
        return f"{since} {material.say('changes.unread', runs=words.listed(told['unread']))}"
    return f"{since} {material.say('changes.each_effect')}"


def _last_paper(material: Material, told: Mapping[str, Any]) -> Material | None:
    """The last paper's material, in this paper's words and sections; None where its findings have other parts."""
    findings, record = told["last_findings"], told["last_record"]
    if not findings or not record:
        return None
    last = Material.of(findings, {**record, "changes": told}, material.wording)
    parts = [set(each.findings) - {"public", "run", "fingerprint"} for each in (last, material)]
    return last if parts[0] == parts[1] else None


def _by_person(material: Material, rows: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The differences, with many scores of one person as one."""
    found: dict[str, dict[str, Any]] = {}
    for row in rows:
        if row["together"] < 2:
            found[row["key"]] = dict(row)
            continue
        person = str(row["subject"]).partition("/")[0]
        title = material.say("changes.many_scores", count=words.number(row["together"]), person=person)
        known = found.setdefault(f"score:{person}", {**row, "title": title, "before": None, "after": None})
        causes = (known["cause"], row["cause"])
        joined = {
            name: [*dict.fromkeys(text for cause in causes for text in cause[name])]
            for name in ("entries", "reasons", "feedback")
        }
        known["cause"] = {**joined, "stated": all(cause["stated"] for cause in causes)}
    return list(found.values())


def _change(material: Material, told: Mapping[str, Any], row: Mapping[str, Any]) -> Change:
    before, after = (
        "" if text is None else words.sentence(text or _nothing(material, row, nothing))
        for text, nothing in ((row["before"], "was_not_there"), (row["after"], "is_not_there"))
    )
    return Change(
        title=words.sentence(row["title"]).removesuffix("."),
        before=before,
        after=after,
        why=_why(material, told, row["cause"]),
        effect="" if told["unread"] else _effect(material, row),
        comments=tuple(_link(material, ident) for ident in row["cause"]["feedback"]),
    )


def _files(material: Material, told: Mapping[str, Any]) -> tuple[str, ...]:
    """What is told of files: with its reason, but for a change in words."""
    together: dict[tuple[str, str], list[str]] = {}
    for row in told["differences"]:
        if row["file"]:
            why = "" if row["file"] == "words" else _why(material, told, row["cause"])
            together.setdefault((row["file"].replace(" ", "_"), why), []).append(row["subject"])
    return tuple(
        " ".join(filter(None, (material.say(f"changes.files.{changed}", files=words.listed(files)), why)))
        for (changed, why), files in together.items()
    )


def _why(material: Material, told: Mapping[str, Any], cause: Mapping[str, Any]) -> str:
    """The reasons where they account for the whole change; else that it has none, and of what the reasons are."""
    reasons = " ".join(words.sentence(text) for text in cause["reasons"])
    if cause["stated"]:
        return reasons
    none = material.say("changes.no_reason_locked" if told["locked"] else "changes.no_reason")
    return material.say("changes.reason_of_a_part", none=none, reasons=reasons) if reasons else none


def _nothing(material: Material, row: Mapping[str, Any], nothing: str) -> str:
    """What stands for what was not there: a figure that nobody gave was not known."""
    return words.NOT_KNOWN if row["about"] == "evidence" else material.say(f"changes.{nothing}")


def _effect(material: Material, row: Mapping[str, Any]) -> str:
    if row["effect"] is None:
        return material.say("changes.not_told_apart")
    if not row["effect"]:
        return material.say("changes.moves_nothing")
    named, more = by_name(row["effect"])
    said = [
        material.say(
            "changes.moved",
            option=words.quoted(one["name"]),
            before=_standing(material, one["rank_without"], one["total_without"]),
            after=_standing(material, one["rank_with"], one["total_with"]),
        )
        for one in named
    ]
    if more:
        said.append(material.say("changes.more_move", options=words.counted(more, "more option")))
    return " ".join(words.sentence(text) for text in said)


def _standing(material: Material, rank: Mapping[str, Any] | None, total: Mapping[str, Any] | None) -> str:
    if rank is None or total is None:
        return material.say("changes.not_ranked")
    return material.say("changes.standing", rank=figures.rank(rank), total=figures.total(total, short=True))


def _ranks(material: Material, options: Sequence[Mapping[str, Any]]) -> Table:
    keys = ("total_then", "rank_then", "total_now", "rank_now")
    heads = (Column(material.say("column.option")), *(Column(material.say(f"column.{key}"), True) for key in keys))
    rows = [
        Row(row["name"], tuple(cell for side in ("before", "after") for cell in _side(material, row[side])))
        for row in options
    ]
    return Table(material.say("caption.changed_ranks"), heads, tuple(rows), material.say("note.changed_ranks"))


def _side(material: Material, side: Mapping[str, Any] | None) -> tuple[str, str]:
    if side is None:
        return (material.say("label.not_there"), material.say("label.not_there"))
    if side["rank"] is None:
        status = material.say(f"status.short_{side['status'].replace(' ', '_')}", list="")
        return (status, material.say("label.no_rank"))
    return (figures.total(side["total"], short=True), figures.rank(side["rank"]))


def _sentences(material: Material, key: str, found: Iterable[NoLongerTrue]) -> Table:
    heads = columns(*(material.say(f"column.{name}") for name in ("where", "last_paper_said", "says_now")))
    rows = [Row(one.where, (one.said, one.now or material.say("changes.no_longer_said"))) for one in found]
    return Table(material.say(f"caption.changed_{key}"), heads, tuple(rows), "", material.say(f"empty.changed_{key}"))


def _answered(material: Material, said: Callable[[Mapping[str, Any]], str]) -> tuple[Answered, ...]:
    """The comments that changed nothing; those of which the same is said stand together, none is left out."""
    together: dict[str, list[Link]] = {}
    for row in material.record.get("answers", ()):
        if row["outcome"] != "changed":
            together.setdefault(said(row), []).append(_link(material, row["feedback"]))
    return tuple(Answered(outcome, tuple(links)) for outcome, links in together.items())


def _outcome(material: Material, row: Mapping[str, Any]) -> str:
    return material.say(f"changes.outcome.{row['outcome']}")


def _answer(material: Material, row: Mapping[str, Any]) -> str:
    is_passed_on = row["outcome"] == "passed-on"
    outcome = material.say("changes.passed_on_to", to=row["to"]) if is_passed_on else _outcome(material, row)
    late = material.say("changes.late") if row["late"] else ""
    return " ".join(part for part in (outcome, words.sentence(row["text"]), late) if part)


def _link(material: Material, ident: str) -> Link:
    mark = "-illustrative" if material.context["illustrative"] else ""
    return Link(ident, f"feedback{mark}.html#comment-{ident}")
