"""The kinds of entry: one closed list, which commands, files, refusals and the reference page are made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from appraisal.model.ballots import WAYS

Takes = Literal[
    "text", "id", "date", "choice", "points", "ranks", "comparisons", "anchors", "level", "dissent", "item", "file",
    "site", "sites", "provider", "option", "options", "hurdle", "criteria", "panel-criterion", "respondent", "comment",
    "comments", "question", "subject",
]  # fmt: skip
"""What a part of an entry holds: words, a date, or ids of what the place or the record has."""

By = Literal["panel", "officer", "either", "anyone", "tool"]
"""Whose words an entry of a kind can be: a member of the panel, an officer whom place.yaml lets, or anybody."""

MANAGED = ("none needed", "declared", "recused")
AGREED = ("criteria", "anchors", "group-weights", "parameters")
OUTCOMES = ("changed", "already-covered", "cannot", "passed-on")
ASSESSMENTS = ("equality", "quality")
AUDIENCES = ("deciders", "panel", "public")


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that an entry of a kind says.

    Attributes:
        name: its name in the entry's content, and the column or option that gives it.
        says: what it is, in a few words.
        takes: what it holds.
        is_required: whether an entry without it is refused.
        choices: the words it may be, where it takes a choice.
        left_out: what it is where it is left out.
    """

    name: str
    says: str
    takes: Takes = "text"
    is_required: bool = True
    choices: tuple[str, ...] = ()
    left_out: str = ""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of entry.

    Attributes:
        says: what an entry of this kind says, in one sentence.
        parts: what it holds, in the order in which it is asked for.
        by: whose words it can be.
        answers: names of the parts that make two entries answers to one question, so that a later one replaces the
            earlier and says why; None where each entry stands for itself.
        has_hash: whether it holds the hash of what it speaks of, which lives in a file.
    """

    says: str
    parts: tuple[Part, ...] = ()
    by: By = "officer"
    answers: tuple[str, ...] | None = None
    has_hash: bool = False


_WHY = Part("why", "why, in words that can be published")
_REASON = Part("reason", "the reason, in words that can be published")
_BECAUSE = Part("feedback", "ids of the comments that led to it", "comments", False)
_OPTION = Part("option", "id of the option in options.yaml", "option")
_ANSWER = Part("answer", "one of the described levels, 'not known' or 'recused'", "level")

KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "opening": Kind("The appraisal of a place is opened.", (_WHY,)),
        "agreement": Kind(
            "The criteria, their anchors, the group weights or the parameters are agreed and locked.",
            (
                Part("what", "what is agreed (the parameters: stay, threshold, T and epsilon)", "choice", True, AGREED),
                _WHY,
            ),
            has_hash=True,
        ),
        "interest": Kind(
            "A person declares an interest, or that there is none, before scoring.",
            (
                Part("provider", "id of the provider it is about, if it is", "provider", False),
                Part("site", "id of the site it is about, if it is", "site", False),
                Part("interest", "what it is; 'none' where there is none"),
                Part("managed", "how it is managed", "choice", True, MANAGED),
            ),
            by="panel",
            answers=("provider", "site"),
        ),
        "weights": Kind(
            "A person says, asked in one way, how much the swing of each criterion matters, which becomes weights.",
            (
                Part("way", f"how they were asked, {WAYS[0]} where it is left out", "choice", False, WAYS, WAYS[0]),
                Part("points", "for swing-points and direct-points, as in 'access=90; cost=20'", "points", False),
                Part("ranks", "for ranking, 1 for what matters most, as in 'access=1; cost=2'", "ranks", False),
                Part(
                    "comparisons",
                    "for analytic-hierarchy and best-worst, as in 'access/cost=3; cost/equity=1/2': how many times as "
                    "much the first matters",
                    "comparisons",
                    False,
                ),
                Part(
                    "anchors",
                    "the least and most preferred that they saw, as in 'travel-time=50 to 15', or 'as now' for those "
                    "of the criteria; left out, these are assumed, and the paper says so",
                    "anchors",
                    False,
                ),
            ),
            by="panel",
            answers=("way",),
        ),
        "lock": Kind("The weights are locked, before any score is revealed.", (_WHY,)),
        "score": Kind(
            "A person scores a site on a criterion against its described levels, with a reason.",
            (
                Part("site", "id of the site", "site"),
                Part("criterion", "id of the criterion", "panel-criterion"),
                _ANSWER,
                _REASON,
            ),
            by="panel",
            answers=("site", "criterion"),
        ),
        "reveal": Kind("The scores are revealed: from here on people can see each other's.", (_WHY,)),
        "moderation": Kind(
            "The panel agrees one score for a site on a criterion, with its reason and those who dissent.",
            (
                Part("site", "id of the site", "site"),
                Part("criterion", "id of the criterion", "panel-criterion"),
                _ANSWER,
                _REASON,
                Part("dissent", "who dissents and why, as in 'p03: too high; p05: as p03'", "dissent", False),
            ),
            answers=("site", "criterion"),
        ),
        "feedback": Kind(
            "Somebody says something about the options.",
            (
                Part("id", "the comment's own id, such as c001", "id"),
                Part("received", "when it was received", "date"),
                Part("respondent", "id of the kind of respondent in place.yaml", "respondent"),
                Part("text", "what they said, whole"),
                Part("options", "ids of options that it is about", "options", False),
                Part("criteria", "ids of criteria that it is about", "criteria", False),
                Part("sites", "ids of sites that it is about", "sites", False),
                Part("proposes", "a criterion that they miss, in words", "text", False),
            ),
            by="anyone",
            answers=("id",),
        ),
        "question": Kind(
            "A scrutiny body asks a question.",
            (
                Part("id", "the question's own id, such as q01", "id"),
                Part("asked_by", "who asks"),
                Part("text", "the question, whole"),
            ),
            by="anyone",
            answers=("id",),
        ),
        "hurdle": Kind(
            "It is decided whether a site meets a hurdle, as evidence.csv says.",
            (
                Part("site", "id of the site", "site"),
                Part("hurdle", "id of the hurdle", "hurdle"),
                Part("answer", "the answer in evidence.csv"),
                _REASON,
            ),
            has_hash=True,
        ),
        "option-added": Kind("An option is added in options.yaml.", (_OPTION, _REASON, _BECAUSE), has_hash=True),
        "option-withdrawn": Kind(
            "An option is withdrawn in options.yaml.", (_OPTION, _REASON, _BECAUSE), has_hash=True
        ),
        "option-split": Kind(
            "An option is withdrawn and others take its place.",
            (_OPTION, Part("into", "ids of the options that take its place", "options"), _REASON, _BECAUSE),
            has_hash=True,
        ),
        "evidence": Kind(
            "A figure or statement in evidence.csv has changed.",
            (
                Part("site", "id of the site it is about, if it is", "site", False),
                Part("option", "id of the option it is about, if it is", "option", False),
                Part("item", "the item in evidence.csv", "item"),
                _REASON,
                _BECAUSE,
            ),
            has_hash=True,
        ),
        "answer": Kind(
            "A comment is answered: what changed, where it is covered, why not, or to whom it was passed.",
            (
                Part("feedback", "id of the comment", "comment"),
                Part("outcome", "what came of it", "choice", True, OUTCOMES),
                Part("text", "the answer, in words that can be published"),
                Part("changed", "what changed, as in 'option:two-homes', for the outcome 'changed'", "subject", False),
                Part("to", "to whom it was passed, for the outcome 'passed-on'", "text", False),
            ),
            answers=("feedback",),
        ),
        "reply": Kind(
            "A scrutiny question is answered.",
            (Part("question", "id of the question", "question"), Part("text", "the answer")),
            answers=("question",),
        ),
        "assessment": Kind(
            "An impact assessment is done.",
            (
                Part("what", "which assessment", "choice", True, ASSESSMENTS),
                Part("done_on", "the date on which it was done", "date"),
                Part("text", "what it found and where it can be read"),
            ),
        ),
        "paper": Kind(
            "A paper is issued.",
            (
                Part("file", "the file that is issued; the entry holds its path in the workspace and its hash", "file"),
                Part("to", "to whom", "choice", True, AUDIENCES),
            ),
        ),
        "recommendation": Kind(
            "A group or a person says what they would recommend, on what basis and how surely.",
            (
                Part("text", "what they recommend"),
                Part("basis", "on what basis"),
                Part("confidence", "how surely"),
                Part("dissent", "who disagreed and why", "text", False),
                Part("option", "id of the option that they would recommend, if it is one", "option", False),
                Part("departure", "why it is not the option that scores highest, where it is not", "text", False),
            ),
            by="either",
            answers=(),
        ),
        "decision": Kind(
            "The place's decision is taken.",
            (
                _OPTION,
                Part("authority", "under what authority, such as a section of the scheme of delegation"),
                Part("minute", "where it is minuted"),
                Part("text", "what was decided, in words", "text", False),
            ),
        ),
        "override": Kind(
            "Somebody departs from what the method gave.",
            (Part("of", "what is overridden, as in 'option:two-homes' for its rank", "subject"), _REASON),
        ),
        "difference": Kind("Something differs from the last run of the place.", by="tool"),
        "run": Kind(
            "An appraisal was run: by whom, on which inputs, with which versions, and what fingerprint it gave.",
            by="tool",
        ),
    }
)
"""Every kind of entry that there is. The list is closed, and stands in the order in which one import is entered."""

VERBS: Mapping[str, str] = MappingProxyType(
    {"moderate": "moderation", "recommend": "recommendation", "decide": "decision"}
)
"""What `appraisal record` also takes for the name of a kind."""

MAY: tuple[str, ...] = tuple(name for name, kind in KINDS.items() if kind.by in ("officer", "either"))
"""The kinds that an officer enters only where place.yaml says that they may."""

IN_ORDER: tuple[str, ...] = ("interest", *(name for name in KINDS if name != "interest"))
"""The kinds in the order in which what one import takes is entered: interests first."""

CURRENT: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {name: kind.answers for name, kind in KINDS.items() if kind.answers is not None}
)
"""The kinds of which a later entry replaces an earlier one, with the parts of the question that both answer."""
