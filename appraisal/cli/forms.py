"""Writing forms: each in its own file, never over one that somebody has filled in."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from appraisal.model.ballot_form import Asked
    from appraisal.model.ballots import Way
    from appraisal.model.workspace import Place, Workspace


def write_forms(
    folder: Path, workspace: Workspace, place: Place, people: Sequence[str], *, asked: Asked, way: Way
) -> list[Path]:
    """Write the forms of members of a panel.

    Nobody is asked for what place.yaml does not ask of them: whoever gives scores alone gets a form of scores. A form
    with invented names has "illustrative" in its file name, and one that asks for weights or scores alone says which;
    so does one that asks for weights otherwise than by swing points, so that a person's forms lie side by side.

    Args:
        folder: of the workspace.
        workspace, place: what is asked about.
        people: ids of members; everybody where empty.
        asked: what is asked besides interests.
        way: how weights are asked for, where they are.

    Returns:
        Where they are, in the order of the panel.

    Raises:
        FindingsError: if somebody is not on the panel, or there is nothing to ask.
        OutputError: if a form that has been filled in is in the way; nothing is written then.
    """
    from io import BytesIO

    from appraisal.errors import OutputError
    from appraisal.model.ballots import WAYS
    from appraisal.papers.ballot_form import ballot_form
    from appraisal.papers.form_workbook import write_workbook
    from appraisal.papers.wording import Wording
    from appraisal.records.ballot_forms import is_blank_form
    from appraisal.records.output_files import write_whole
    from appraisal.records.report_files import read_wording

    settings, wording = workspace.settings, Wording(read_wording(folder))
    made = {}
    for person, of_them in _members(place, people, asked, way).items():
        mark = "" if of_them == "both" else f"-{of_them}"
        mark += "" if of_them == "scores" or way == WAYS[0] else f"-{way}"
        mark += "-illustrative" if settings.illustrative else ""
        stream = BytesIO()
        illustrative = wording.say("form.illustrative") if settings.illustrative else ""
        title = wording.say("form.page", place=place.plan.name, person=person, illustrative=illustrative)
        sheets = ballot_form(workspace, place, person, asked=of_them, way=way, wording=wording)
        write_workbook(stream, sheets, title=title, as_at=settings.as_at, wording=wording)
        made[folder / "forms" / place.id / f"{person}{mark}.xlsx"] = stream.getvalue()
    filled_in = [str(path) for path in made if path.exists() and not is_blank_form(path)]
    if filled_in:
        msg = f"Somebody has filled in {', '.join(filled_in)}. Take it in, or move it away; nothing was written."
        raise OutputError(msg)
    for path, data in made.items():
        write_whole(path, data)
    return list(made)


def passed_over(place: Place, people: Sequence[str], asked: Asked) -> list[str]:
    """Why some members get no form, one sentence each: they are not asked for this.

    Args: those of `write_forms`.
    """
    return [
        f"No form for {member.person}: they are asked for {member.gives} alone (place.yaml)."
        for member in place.plan.panel
        if (not people or member.person in people) and asked not in ("both", member.gives) and member.gives != "both"
    ]


def _members(place: Place, people: Sequence[str], asked: Asked, way: Way) -> dict[str, Asked]:
    """The people to whom forms go, each with what is asked of them."""
    from appraisal.errors import FindingsError, did_you_mean
    from appraisal.model.ballot_form import scores_told
    from appraisal.model.ballots import WAYS
    from appraisal.model.weights_form import weights_told

    panel = [member.person for member in place.plan.panel]
    if not panel:
        msg = f"{place.plan.name} has no panel yet. Name its members under 'panel' in place.yaml."
        raise FindingsError(msg)
    for person in people:
        if person not in panel:
            msg = f"'{person}' is not on the panel.{did_you_mean(person, panel)} Members: {', '.join(panel)}."
            raise FindingsError(msg)
    chosen = [member for member in place.plan.panel if not people or member.person in people]
    found: dict[str, Asked] = {
        member.person: asked if member.gives == "both" else member.gives
        for member in chosen
        if "both" in (asked, member.gives) or asked == member.gives
    }
    if not found:
        raise FindingsError("\n".join(passed_over(place, people, asked)))
    if set(found.values()) != {"weights"} and not scores_told(place):
        what = "site yet" if not place.sites else "criterion that a panel scores"
        msg = f"{place.plan.name} has no {what}, so there is nothing to score. Ask for points alone: --ask weights."
        raise FindingsError(msg)
    if set(found.values()) != {"scores"} and not weights_told(place, way):
        msg = f"{place.plan.name} has nothing to compare: one criterion stands alone. Ask for points: --way {WAYS[0]}."
        raise FindingsError(msg)
    return found
