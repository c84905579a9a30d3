"""Questions of order: what was agreed before what was seen, what was fixed when, and what came late."""

from __future__ import annotations

from appraisal.analysis.auditing.asked import (
    Answer,
    Asked,
    Reason,
    Rows,
    against,
    agreed_reasons,
    answer,
    marked,
    numbers,
    open_,
    shown,
    waiting,
)
from appraisal.analysis.auditing.moments import taken_in_on_one_day
from appraisal.analysis.order import Statement, order_of
from appraisal.model.entries import Draft
from appraisal.model.record import entered_at, number_of

_EACH = ("agreement", "reveal")
_SEEN = ("score", "option-added", "option-split", "run")


def objectives_first(asked: Asked) -> Answer:
    """Whether criteria and scales were agreed before any option or score was in the record."""
    record = asked.record
    agreed = [entry for what in ("criteria", "anchors") if (entry := record.first("agreement", what=what)) is not None]
    reasons = agreed_reasons(asked, ("criteria", "anchors"))
    seen = min(record.of(*_SEEN), key=number_of, default=None)
    if len(agreed) == 2 and seen is not None:
        late = [entry for entry in agreed if number_of(entry) > number_of(seen)]
        together = [entry for entry in agreed if entered_at(entry) == entered_at(seen)]
        if late:
            reasons.append(against("after", entries=numbers(late), seen=number_of(seen), kind=seen.kind))
        elif together:
            reasons.append(open_("together", entries=numbers(together), seen=number_of(seen)))
        reasons += _claims(agreed, record.of("score", "option-added"))
    undated = _undated(asked)
    if undated:
        reasons.append(open_("undated", count=len(undated), options=undated))
    if len(agreed) == 2 and all(one.verdict != "not so" for one in reasons):
        reasons.append(shown("agreed", entries=numbers(agreed), seen=seen and number_of(seen)))
    reasons += taken_in_on_one_day(asked, "agreement", *_SEEN)
    return answer(reasons, steps=_steps(asked, "opening", "agreement", "score", "option-added", "run"))


def weights_first(asked: Asked) -> Answer:
    """Whether the weights that count were fixed before anybody could see scores."""
    said = next((one for one in order_of(asked.record) if one.id == "weights-first"), None)
    if said is None:
        return answer([waiting("none")])
    seen = asked.record.first_shown
    is_open = seen is None and asked.record.first("lock") is None
    reasons = [waiting("statement", text=said.text) if is_open else _as_reason(said)]
    late = [e for e in asked.read.of("weights") if seen is not None and number_of(e) > number_of(seen)]
    if seen is not None and late and said.verdict != "not so":
        people = sorted({entry.person for entry in late})
        reasons.append(against("after", entries=numbers(late), people=people, seen=number_of(seen)))
    kinds = ("weights", "lock", "score", "reveal", "run")
    reasons += taken_in_on_one_day(asked, *kinds)
    return answer(reasons, steps=_steps(asked, *kinds), late=_late_rows(asked, "weights"))


def order(asked: Asked) -> Answer:
    """Everything that can be said of the order in which things were said."""
    found = order_of(asked.record)
    if not found:
        return answer([waiting("none")])
    return answer(
        [*map(_as_reason, found), *taken_in_on_one_day(asked, "interest", "weights", "lock", "score", "reveal")],
        statements=[{"verdict": one.verdict, "says": one.says, "text": one.text} for one in found],
    )


def late(asked: Asked) -> Answer:
    """What came late, what was replaced, and why."""
    said = next((one for one in order_of(asked.record) if one.id == "nothing-late"), None)
    replaced = [entry for entry in asked.record.entries if "replaces" in entry.content]
    silent = [entry for entry in replaced if not entry.content.get("replaces_reason")]
    reasons = [_as_reason(said)] if said else [waiting("none")]
    if silent:
        reasons.append(against("no_reason", entries=numbers(silent)))
    if replaced:
        reasons.append(shown("replaced", count=len(replaced)))
    return answer(
        reasons, late=_late_rows(asked, "weights", "score", "interest"), replaced=[_replaced(one) for one in replaced]
    )


def _as_reason(said: Statement) -> Reason:
    return Reason(said.verdict, "statement", {"text": said.text})


def _claims(agreed: list[Draft], seen: tuple[Draft, ...]) -> list[Reason]:
    """Where, by the dates that people gave, something was seen before what should have come first."""
    last = max((entry.cast_on or "" for entry in agreed), default="")
    early = [entry for entry in seen if entry.cast_on and entry.cast_on < last]
    if not early:
        return []
    first = min(early, key=lambda entry: str(entry.cast_on))
    return [open_("claims", on=last, first=first.cast_on, entry=number_of(first))]


def _undated(asked: Asked) -> list[str]:
    """The options of which no entry says when they were put forward."""
    record = asked.record
    dated = {str(entry.content["option"]) for entry in record.of("option-added")}
    dated |= {str(one) for entry in record.of("option-split") for one in entry.content["into"]}
    return sorted(str(row["id"]) for row in asked.findings["options"] if row["id"] not in dated)


def _steps(asked: Asked, *kinds: str) -> Rows:
    """The entries that order the rest: every agreement and reveal, and the first of each other kind, in their order."""
    found = [entry for kind in kinds for entry in asked.record.of(kind)[: None if kind in _EACH else 1]]
    rows = []
    for entry in sorted(found, key=number_of):
        what = f"-{entry.content['what']}" if entry.kind == "agreement" else ""
        rows.append(marked(entry, step=f"{entry.kind}{what}"))
    return rows


def _late_rows(asked: Asked, *kinds: str) -> Rows:
    """Each ballot that came after weights were locked, or after scores were seen, with its reason."""
    from appraisal.model.objections import late_since

    rows = []
    for entry in asked.record.of(*kinds):
        since = late_since(entry, asked.record)
        if since is not None and number_of(entry) > number_of(since):
            why = entry.content.get("late_reason") or entry.content.get("replaces_reason") or ""
            rows.append(marked(entry, kind=entry.kind, since=number_of(since), reason=why))
    return rows


def _replaced(entry: Draft) -> dict[str, object]:
    earlier = int(entry.content["replaces"])
    return marked(entry, kind=entry.kind, replaces=earlier, reason=entry.content.get("replaces_reason") or "")
