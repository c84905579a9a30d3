"""Conditions on what people have said: agreed, declared, locked, revealed, answered."""

from __future__ import annotations

from collections.abc import Sequence

from appraisal.analysis.situation import Holds, Situation
from appraisal.model.kinds import AGREED
from appraisal.model.record import named, number_of
from appraisal.model.spoken_of import hash_spoken_of

SHOWN = 5  # ids named in a sentence; the rest are counted


def place_opened(situation: Situation) -> Holds:
    """The appraisal of the place was opened."""
    opening = situation.record.first("opening")
    if opening is None:
        return Holds(False, "The appraisal is not opened.", situation.enter("opening", "--why", "WHY"))
    return Holds(True, f"The appraisal was opened ({named(opening)}).")


def agreed_and_locked(situation: Situation) -> Holds:
    """Criteria, anchors, group weights and parameters are agreed, and the files still say what was agreed."""
    missing, changed = [], []
    for what in AGREED:
        last = situation.record.last("agreement", what=what)
        if last is None:
            missing.append(what)
        elif hash_spoken_of(situation.place, "agreement", last.content) != last.content["hash"]:
            changed.append(what)
    if not missing and not changed:
        return Holds(True, f"{_words(AGREED)} are agreed, and the files say what was agreed.")
    said = [f"Not agreed: {_words(missing).lower()}."] if missing else []
    said += [f"Changed in the files since they were agreed: {_words(changed).lower()}."] if changed else []
    first = (missing + changed)[0]
    return Holds(False, " ".join(said), situation.enter("agreement", "--what", first, "--why", "WHY"))


def interests_declared(situation: Situation) -> Holds:
    """Every member of the panel who is asked for scores has declared an interest, or that there is none."""
    said = {entry.person for entry in situation.record.of("interest")}
    scorers = [member.person for member in situation.place.plan.panel if member.is_asked_for("scores")]
    silent = [person for person in scorers if person not in said]
    if not situation.place.plan.panel:
        return Holds(False, "There is no panel.", f"Name its members under 'panel' in {situation.file('place.yaml')}.")
    if not silent:
        who = "of the panel" if len(scorers) == len(situation.place.plan.panel) else "of the panel who scores"
        return Holds(True, f"Every member {who} has declared an interest, or that there is none.")
    late = ("--replaces", "WHY") if situation.record.first_shown else ()
    say = ("--interest", "none", "--managed", "none needed", *late)
    clear = situation.enter("interest", *say, person=silent[0])
    return Holds(False, f"Nothing declared yet by {listed(silent)}, not even that there is no interest.", clear)


def weights_locked(situation: Situation) -> Holds:
    """The weights are locked."""
    lock = situation.record.first("lock")
    if lock is not None:
        return Holds(True, f"The weights are locked ({named(lock)}).")
    if not situation.record.of("weights"):
        return Holds(False, "Nobody has given weights.", situation.take_in())
    return Holds(False, "The weights are not locked.", situation.enter("lock", "--why", "WHY"))


def scores_revealed(situation: Situation) -> Holds:
    """The scores are revealed, and not only by a run before the weights were locked."""
    lock, reveal = situation.record.first("lock"), situation.record.last("reveal")
    if reveal is not None and lock is not None and number_of(reveal) > number_of(lock):
        how = f" by run {reveal.content['run']}" if reveal.content.get("run") else ""
        return Holds(True, f"The scores are revealed{how}, after the lock ({named(reveal)}).")
    seen = f" A run showed them before the lock ({named(reveal)}), as verify and the paper say." if reveal else ""
    if lock is None:
        return Holds(False, f"The scores are not revealed, and the weights are not locked.{seen}",
                     weights_locked(situation).clear_with)  # fmt: skip
    if not situation.record.of("score"):
        return Holds(False, "Nobody has scored.", situation.take_in())
    return Holds(False, f"The scores are not revealed.{seen}", situation.enter("reveal", "--why", "WHY"))


def feedback_answered(situation: Situation) -> Holds:
    """Every comment has an answer; those that propose a criterion are named apart."""
    record = situation.record
    comments = {str(entry.content["id"]): entry for entry in record.current("feedback")}
    open_ones = record.unanswered
    if not open_ones:
        count = len(comments)
        told = "The one comment is answered." if count == 1 else f"All {count:,} comments are answered."
        return Holds(True, told if count else "No comment has come in.")
    proposals = [id_ for id_ in open_ones if comments[id_].content.get("proposes")]
    why = f"{len(open_ones):,} of {counted(len(comments), 'comment')} not answered: {listed(open_ones)}."
    if proposals:
        why += f" Of these, a missing criterion is proposed by {listed(proposals)}."
    say = ("--feedback", open_ones[0], "--outcome", "OUTCOME", "--text", "TEXT")
    return Holds(False, why, situation.enter("answer", *say))


def questions_answered(situation: Situation) -> Holds:
    """Every question of a scrutiny body has a reply."""
    ids = [str(entry.content["id"]) for entry in situation.record.current("question")]
    open_ones = [id_ for id_ in ids if id_ not in situation.record.replies]
    if not open_ones:
        return Holds(True, "Every scrutiny question is answered." if ids else "No scrutiny question has been asked.")
    why = f"{len(open_ones):,} of {counted(len(ids), 'scrutiny question')} not answered: {listed(open_ones)}."
    return Holds(False, why, situation.enter("reply", "--question", open_ones[0], "--text", "TEXT"))


def listed(items: Sequence[str]) -> str:
    """The first few of some items, and how many more there are.

    >>> listed(["a", "b"]), listed(list("abcdefg"))
    ('a and b', 'a, b, c, d, e and 2 more')
    """
    shown = [*items[:SHOWN], *([f"{len(items) - SHOWN} more"] if len(items) > SHOWN else [])]
    return " and ".join([", ".join(shown[:-1]), shown[-1]]) if len(shown) > 1 else "".join(shown)


def counted(count: int, thing: str) -> str:
    """A count with its thing."""
    return f"{count:,} {thing}{'' if count == 1 else 's'}"


def _words(what: Sequence[str]) -> str:
    words = [one.replace("-", " ") for one in what]
    return listed(words).capitalize()
