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

    A form with invented names has "illustrative" in its file name, and one of two rounds says which it is; so does one
    that asks for weights otherwise than by swing points, so that a person's forms lie side by side.

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
    mark = "" if asked == "both" else f"-{asked}"
    mark += "" if asked == "scores" or way == WAYS[0] else f"-{way}"
    mark += "-illustrative" if settings.illustrative else ""
    made = {}
    for person in _members(place, people, asked, way):
        stream = BytesIO()
        illustrative = wording.say("form.illustrative") if settings.illustrative else ""
        title = wording.say("form.page", place=place.plan.name, person=person, illustrative=illustrative)
        sheets = ballot_form(workspace, place, person, asked=asked, way=way, wording=wording)
        write_workbook(stream, sheets, title=title, as_at=settings.as_at, wording=wording)
        made[folder / "forms" / place.id / f"{person}{mark}.xlsx"] = stream.getvalue()
    filled_in = [str(path) for path in made if path.exists() and not is_blank_form(path)]
    if filled_in:
        msg = f"Somebody has filled in {', '.join(filled_in)}. Take it in, or move it away; nothing was written."
        raise OutputError(msg)
    for path, data in made.items():
        write_whole(path, data)
    return list(made)


def _members(place: Place, people: Sequence[str], asked: Asked, way: Way) -> list[str]:
    """The people to whom forms go."""
    from appraisal.errors import FindingsError, did_you_mean
    from appraisal.model.ballot_form import scores_told
    from appraisal.model.ballots import WAYS
    from appraisal.model.weights_form import weights_told

    panel = [member.person for member in place.plan.panel]
    if not panel:
        msg = f"{place.plan.name} has no panel yet. Name its members under 'panel' in place.yaml."
        raise FindingsError(msg)
    if asked != "weights" and not scores_told(place):
        what = "site yet" if not place.sites else "criterion that a panel scores"
        msg = f"{place.plan.name} has no {what}, so there is nothing to score. Ask for points alone: --ask weights."
        raise FindingsError(msg)
    if asked != "scores" and not weights_told(place, way):
        msg = f"{place.plan.name} has nothing to compare: one criterion stands alone. Ask for points: --way {WAYS[0]}."
        raise FindingsError(msg)
    for person in people:
        if person not in panel:
            msg = f"'{person}' is not on the panel.{did_you_mean(person, panel)} Members: {', '.join(panel)}."
            raise FindingsError(msg)
    return [person for person in panel if not people or person in people]
