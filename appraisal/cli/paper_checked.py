"""What was found of a paper, as text that a chair could read over a shoulder and as plain values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from appraisal.model.dates import spoken
from appraisal.papers.words import listed

if TYPE_CHECKING:
    from appraisal.audit.papers.check import Checked
    from appraisal.audit.papers.comparing import Compared
    from appraisal.audit.papers.differences import Difference
    from appraisal.model.entries import Receipt

MOST_TOLD = 20
MOST_WORDS_TOLD = 5
MOST_IN_JSON = 1_000
_LONGEST = 160
_INDENT = 12
_NOT_OF_A_WORKBOOK = " Not compared: colours and fonts, hidden rows and columns, and where links lead."
_NAMES = {"workbook-public": "the public workbook", "workbook-full": "the full, confidential workbook"}


def in_words(found: Checked) -> str:
    """What was found, and below it each number that differs."""
    what = _NAMES.get(found.kind, f"the {found.kind} paper" if found.kind else "a paper")
    lines = [f"{found.file}: by what it says, {what} of run {found.run}", ""]
    if found.run_entry is None:
        told = f"Run {found.run} is not in this record, so nothing that the paper says was checked."
        return "\n".join([*lines, *_line("record", f"{told} It may be a paper of another workspace.")])
    lines += _line("record", f"The run is entry {found.run_entry}, and the chain of the record holds.")
    lines += _line("current", _current(found))
    lines += _line("written", _written(found))
    for receipt, problem in found.receipts:
        agrees = f"does NOT agree: {problem}" if problem else "agrees with this record"
        of = f"That of {_counted(receipt.entries, 'entry', 'entries')} {agrees}."
        lines += _line("receipt", f"{of} {_signature(found, receipt, problem)}".strip())
    if not found.receipts:
        lines += _line("receipt", "There is none in its foot.")
    compared = found.compared
    if compared is None:
        return "\n".join([*lines, *_line("numbers", f"They could not be checked. {found.not_compared}")])
    lines += _line("numbers", _agreement(found, compared))
    if found.own_templates:
        told = f"This workspace has its own {listed(list(found.own_templates))}: no record vouches for their words."
        lines += _line("templates", told)
    if compared.looks:
        told = f"It has {listed(list(dict.fromkeys(compared.looks)))} that it should not have: what is seen may differ."
        lines += _line("look", told)
    words = [one for one in compared.differences if not one.is_number]
    if compared.changed_on_purpose:
        many = _counted(compared.not_compared, "calculated cell")
        told = (
            f"{_counted(len(compared.changed_on_purpose), 'cell')} that a reader may change. {many} follow from them."
        )
        lines += _line("changed", f"{told} Their values were not held against anything.")
        lines += [f"{'':{_INDENT}}{_on_purpose(one)}" for one in compared.changed_on_purpose[:MOST_TOLD]]
    lines += _listed("number", compared.numbers, MOST_TOLD)
    lines += _listed("other place", words, MOST_WORDS_TOLD if compared.numbers else MOST_TOLD)
    return "\n".join(lines)


def as_plain(found: Checked) -> dict[str, Any]:
    """What was found, as JSON holds it."""
    compared = found.compared
    told: dict[str, Any] = {
        "file": found.file,
        "sha256": found.file_hash,
        "form": found.form,
        "paper": found.kind,
        "run": found.run,
        "place": found.place,
        "in_record": found.run_entry is not None,
        "run_entry": found.run_entry,
        "current": found.is_current,
        "why_not_current": found.why_stale,
        "as_written": found.is_as_written,
        "issued": [{"entry": number, "on": day, "to": to} for number, day, to in found.issued],
        "receipts": [
            {
                "receipt": str(each),
                "agrees": not problem,
                "problem": problem,
                "signature_checked": found.is_key_known if each.signature else None,
            }
            for each, problem in found.receipts
        ],
        "own_templates": list(found.own_templates),
        "agrees": found.is_true,
        "not_compared": found.not_compared,
        "compared_with": compared.with_what if compared else "",
        "vouched_for": compared.is_vouched if compared else None,
    }
    numbers = compared.numbers if compared else ()
    words = [one for one in compared.differences if not one.is_number] if compared else []
    return told | {
        "numbers_that_differ": len(numbers),
        "words_that_differ": len(words),
        "differences": [asdict(one) for one in (*numbers, *words)[:MOST_IN_JSON]],
        "changed_on_purpose": [asdict(one) for one in compared.changed_on_purpose] if compared else [],
        "looks": list(compared.looks) if compared else [],
    }


def _counted(number: int, one: str, more: str = "") -> str:
    return f"{number:,} {one if number == 1 else more or one + 's'}"


def _current(found: Checked) -> str:
    if found.is_current:
        return "It is of the last run, and nothing that it tells has changed since."
    if found.is_current is None:
        return found.why_stale
    return f"NO LONGER: this paper is stale. {found.why_stale}"


def _written(found: Checked) -> str:
    said = "Byte for byte as it was written here." if found.is_as_written else "Not byte for byte as written here."
    for number, day, to in found.issued:
        said += f" Entry {number} says that it was issued on {spoken(date.fromisoformat(day))}, to: {to}."
    return said


def _signature(found: Checked, receipt: Receipt, problem: str) -> str:
    if receipt.signature is None or problem:
        return ""
    if not found.is_key_known:
        return "Its signature was not checked: no key was given."
    return "Its signature is that of the key."


def _agreement(found: Checked, compared: Compared) -> str:
    against = f"It was held against {compared.with_what}."
    if compared.numbers:
        return f"{_counted(len(compared.numbers), 'number')} DIFFER. {against}".replace(
            "1 number DIFFER", "1 number DIFFERS"
        )
    others = len(compared.differences)
    what = "cells" if found.form == "workbook" else "words and numbers"
    said = f"Every number agrees ({compared.words:,} {what} compared)."
    if others:
        said = f"Every number agrees, but {_counted(others, 'place')} in words differ{'s' if others == 1 else ''}."
    if not compared.is_vouched:
        against += f" {_not_vouched(compared)}"
    return f"{said} {against}{_NOT_OF_A_WORKBOOK if found.form == 'workbook' else ''}"


def _not_vouched(compared: Compared) -> str:
    if compared.numbers_made_anew is None:
        return "No entry of the record names that copy, so nothing here vouches for it."
    if not compared.numbers_made_anew:
        return "The numbers also agree with the paper made anew; its templates or words have changed since."
    places = _counted(compared.numbers_made_anew, "place")
    return (
        f"No entry of the record names that copy, and the paper made anew has other numbers in {places}: its templates "
        "or the software have changed since, or the copy was put there later. So nothing here vouches for it."
    )


def _line(title: str, text: str) -> list[str]:
    first = f"  {title:<{_INDENT - 2}}"
    return wrap(text, 100, initial_indent=first, subsequent_indent=" " * _INDENT, break_on_hyphens=False)


def _listed(what: str, found: Sequence[Difference], most: int) -> list[str]:
    if not found:
        return []
    lines = ["", f"{_counted(len(found), what)} {'differs' if len(found) == 1 else 'differ'}"]
    for one in found[:most]:
        lines += _told(one)
    if len(found) > most:
        lines.append(f"  and {len(found) - most} more")
    return lines


def _told(one: Difference) -> list[str]:
    where = " / ".join(one.section) + ("" if one.part in ("text", "cell") else f" ({one.part})")
    said = f"found {_quoted(one.found)}, expected {_quoted(one.expected)}"
    lines = [f"  {_short(where)}", *wrap(said, 100, initial_indent="    ", subsequent_indent="    ")]
    if one.part == "cell":
        return [*lines, f"    in the row of '{_short(one.before)}'"] if one.before else lines
    return [*lines, f"    ... {_short(one.before)} [{_short(one.expected)}] {_short(one.after)} ..."]


def _on_purpose(one: Difference) -> str:
    about = f" ({_short(one.before)})" if one.before else ""
    return f"changed on purpose: {', '.join(one.section)}{about}: {_quoted(one.expected)} to {_quoted(one.found)}"


def _quoted(text: str) -> str:
    return f"'{_short(text)}'" if text else "nothing"


def _short(text: str) -> str:
    shown = "".join(sign if sign.isprintable() else "\ufffd" for sign in text)
    return shown if len(shown) <= _LONGEST else f"{shown[:_LONGEST]}..."
