"""Who departed from what the method gave: what, when and why; or that nobody did."""

from __future__ import annotations

from collections.abc import Sequence

from appraisal.audit.explaining.dossier import cited
from appraisal.audit.explaining.steps import Step
from appraisal.errors import FindingsError
from appraisal.model.entries import Entry


def override_steps(entries: Sequence[Entry], number: int | None = None) -> tuple[Step, ...]:
    """Every override among entries, or the one of a number.

    Args:
        entries: of the ledger, or of one place.
        number: of the entry asked about; None for all.

    Raises:
        FindingsError: if the entry of that number is no override, or not there.
    """
    found = [entry for entry in entries if entry.kind == "override"]
    if number is not None:
        said = next((entry for entry in entries if entry.number == number), None)
        if said is None or said.kind != "override":
            what = f"is of kind '{said.kind}'" if said else "is not there"
            known = ", ".join(str(entry.number) for entry in found) or "none"
            msg = f"Entry {number} {what}, so it is no override. Overrides here: {known}."
            raise FindingsError(msg)
        found = [said]
    if not found:
        return (Step("No override stands in the record: nobody has departed from what the method gave"),)
    return tuple(_override(entry, entries) for entry in found)


def _override(entry: Entry, entries: Sequence[Entry]) -> Step:
    runs = [one for one in entries if one.kind == "run" and one.place == entry.place]
    before = [one for one in runs if one.number < entry.number]
    after = [one for one in runs if one.number > entry.number]
    of_run = (
        f"It came after run {before[-1].content['run']} (entry {before[-1].number})"
        if before
        else "No run came before it"
    )
    then = (
        f"; the next is run {after[0].content['run']} (entry {after[0].number})" if after else "; no run came after it"
    )
    return Step(
        f"{entry.content['of']} ({entry.place})",
        (
            Step(f"By whom: {entry.person}, {entry.role}, {cited(entry, with_person=False)}"),
            Step(f"Entered at {entry.entered_at} by {entry.entered_by}"),
            Step(f"Reason: {entry.content['reason']}"),
            Step(f"{of_run}{then}"),
        ),
        (entry.number,),
    )
