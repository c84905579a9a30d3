"""`appraisal gates`: what blocks the next stage, and what clears it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from appraisal.cli.shared_options import place_in

if TYPE_CHECKING:
    from appraisal.analysis.gates import Gate
    from appraisal.model.places import PlacePlan


@click.command("gates")
@click.argument("folder", type=click.Path(path_type=Path), default=".")
@click.option("--place", "place_id", default=None, help="Id of the place; may be left out where there is one.")
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
def command(folder: Path, *, place_id: str | None, as_json: bool) -> None:
    """Say what blocks the next stage of a place of FOLDER, and anything being final, each with what clears it.

    The stages and their conditions are those of place.yaml.
    """
    import json
    from dataclasses import asdict

    from appraisal.analysis.gates import gates
    from appraisal.analysis.milestones import dates_told
    from appraisal.analysis.run_inputs import inputs_of
    from appraisal.analysis.situation import Situation
    from appraisal.records.entering import read_record
    from appraisal.records.workspace_files import open_workspace

    workspace = open_workspace(folder)
    place = place_in(workspace, place_id)
    record, _ = read_record(folder, place.id)
    findings = _last_findings(folder, place.id) if record.last("run") else None
    situation = Situation(workspace, place, record, findings, inputs_of(workspace, place), str(folder))
    found = gates(situation)
    dates = dates_told(place.plan.milestones, situation.decided_on)
    if as_json:
        told = {"place": place.id, "stage": place.plan.stage, "gates": [asdict(gate) for gate in found]}
        click.echo(json.dumps({**told, "dates": list(dates)}, indent=1))
        return
    click.echo("\n".join(_told(place.plan, found, dates)))


def _last_findings(folder: Path, place: str) -> Mapping[str, Any] | None:
    from appraisal.errors import FindingsError
    from appraisal.records.runs import latest_run

    try:
        return latest_run(folder, place)[0].content
    except FindingsError:
        return None


def _told(plan: PlacePlan, found: Sequence[Gate], dates: Sequence[str]) -> list[str]:
    names = {stage.number: stage.name for stage in plan.stages}
    lines = [f"{plan.name}, stage {plan.stage}" + (f": {names[plan.stage]}" if plan.stage in names else "")]
    if not found:
        return [*lines, "", "No gates are set. Write them in place.yaml: 'entry' and 'exit' of a stage, and 'final'."]
    passed = [g for g in found if g.stage and (g.stage < plan.stage or (g.stage == plan.stage and g.when == "entry"))]
    ahead = [
        gate
        for gate in found
        if (gate.stage == plan.stage and gate.when == "exit") or (gate.stage == plan.stage + 1 and gate.when == "entry")
    ]
    final = [gate for gate in found if gate.when == "final"]
    following = f"Before stage {plan.stage + 1}" if plan.stage + 1 in names else f"Before the end of stage {plan.stage}"
    shown: set[str] = set()
    lines += _section(f"Stage {plan.stage} has begun", [gate for gate in passed if not gate.is_open], shown)
    lines += _section(following, ahead, shown)
    lines += _section("Before anything is final", final, shown)
    return [*lines, *(["", *dates] if dates else [])]


def _section(heading: str, found: Sequence[Gate], shown: set[str]) -> list[str]:
    """Each condition in a line, those not met first, with what clears them; one told above is named alone."""
    once = {gate.condition: gate for gate in sorted(found, key=lambda gate: gate.is_open)}
    if not once:
        return []
    shut = sum(not gate.is_open for gate in once.values())
    said = "all is met" if not shut else "1 condition is not met" if shut == 1 else f"{shut} conditions are not met"
    lines = ["", f"{heading}: {said}"]
    for gate in once.values():
        word = "met" if gate.is_open else "not met"
        lines.append(f"  {word:<7}  {gate.condition}: {'see above' if gate.condition in shown else gate.why}")
        if gate.clear_with and gate.condition not in shown:
            lines.append(f"{'':11}{gate.clear_with}")
    shown.update(once)
    return lines
