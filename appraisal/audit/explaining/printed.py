"""An explanation as text that a person can follow with a hand calculator: indented, with figures at the right."""

from __future__ import annotations

import textwrap

from appraisal.audit.explaining.steps import Explanation, Step

WIDTH = 98
_INDENT = 2
_MOST = 40  # columns kept free at the right for a figure


def printed(told: Explanation) -> str:
    """The text of an explanation.

    What does not agree with the findings is said first and again where it stands.
    """
    lines = [told.subject]
    if told.run:
        lines += [f"From run {told.run} of {told.place}, as at {told.as_at}, and what it read."]
    lines += ["In full, for auditors: it holds people's own words, and is not for publication."]
    if told.is_confidential:
        lines += ["It holds confidential figures."]
    if told.names_too_soon:
        lines += ["It names a site that has not been approached."]
    lines += _disagreements(told)
    for step in told.steps:
        lines += ["", *_step(step, 0)]
    lines += ["", *_wrapped(_conclusion(told), 0)]
    return readable("\n".join(lines))


def readable(text: str) -> str:
    """Text that any terminal can be given: bytes that are no text, such as a changed entry may hold, are spelt out."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def _disagreements(told: Explanation) -> list[str]:
    if not told.problems:
        return []
    count = len(told.problems)
    head = (
        f"{count} {'FIGURE OR ANSWER DOES' if count == 1 else 'FIGURES OR ANSWERS DO'} NOT AGREE:"
        if told.run
        else "THIS DOES NOT HOLD:"
    )
    return ["", head, *(line for text in told.problems for line in _wrapped(text, 1))]


def _conclusion(told: Explanation) -> str:
    if not told.run:
        return "What stands here does not hold." if told.problems else "What stands here is as the ledger holds it."
    if told.problems:
        return f"Of {told.compared} figures and answers worked out again here, some are not those found: see above."
    if not told.compared:
        return "No figure had to be worked out again here."
    what = "1 figure or answer was" if told.compared == 1 else f"{told.compared} figures and answers were"
    return f"{what} worked out again here, and agree with the findings to nine decimals."


def _step(step: Step, depth: int) -> list[str]:
    entries = f" [{_numbers(step.entries)}]" if step.entries and "entry" not in step.text.lower() else ""
    lines = _with_figure(f"{step.text}{entries}", step.shown, depth)
    if step.problem:
        lines += _wrapped(f"DOES NOT AGREE. {step.problem}", depth + 1)
    for each in step.details:
        lines += _step(each, depth + 1)
    return lines


def _numbers(entries: tuple[int, ...]) -> str:
    if len(entries) > 6:
        return f"entries {entries[0]} to {entries[-1]}, {len(entries)} of them"
    return f"{'entry' if len(entries) == 1 else 'entries'} {', '.join(map(str, entries))}"


def _with_figure(text: str, shown: str, depth: int) -> list[str]:
    """Text, and its figure at the right end of its last line, or of a line of its own where there is no room."""
    if not shown:
        return _wrapped(text, depth)
    lines = _wrapped(text, depth, narrower=min(len(shown) + 2, _MOST))
    room = WIDTH - len(lines[-1]) - len(shown)
    if room < 2:
        return [*lines, shown.rjust(WIDTH)]
    return [*lines[:-1], f"{lines[-1]}{' ' * room}{shown}"]


def _wrapped(text: str, depth: int, narrower: int = 0) -> list[str]:
    indent = " " * (_INDENT * depth)
    width = max(WIDTH - narrower, len(indent) + 30)
    return textwrap.wrap(
        text, width, initial_indent=indent, subsequent_indent=f"{indent}    ", break_on_hyphens=False
    ) or [indent]
