"""What an explanation rests on: the run's entry, its fingerprint, the files and the ballots that it read."""

from __future__ import annotations

from appraisal.analysis.run_inputs import inputs_of
from appraisal.audit.explaining.dossier import Dossier
from appraisal.audit.explaining.steps import Step


def rests_on(dossier: Dossier) -> Step:
    """The run, and whether what people had said by then is still what the record holds."""
    content, run = dossier.run.content, dossier.run
    inputs = dossier.findings["inputs"]
    ballots = inputs_of(dossier.workspace, dossier.place)["ballots"]
    is_same = ballots == inputs["ballots"]
    problem = (
        "" if is_same else f"inputs.ballots: the ballots in the record have hash {ballots}, not {inputs['ballots']}."
    )
    head = next((entry for entry in dossier.entries if entry.number == dossier.read_to), None)
    wrong = head is not None and head.hash != content["read_head"]
    read = f"It read the record up to entry {content['read_entries']}, head {content['read_head']}"
    return Step(
        "What this rests on",
        (
            Step(f"Run {content['run']}, entry {run.number}, as at {content['as_at']}", entries=(run.number,)),
            Step(f"Fingerprint of its findings: {content['fingerprint']}"),
            Step(read, problem=f"Entry {content['read_entries']} is not the head that the run read." if wrong else ""),
            Step(
                f"What people had said, by hash: {inputs['ballots']}",
                path="inputs.ballots",
                problem=problem,
                is_compared=True,
            ),
            Step(f"Files that it read, which are kept with it by their hash: {', '.join(sorted(inputs['files']))}"),
        ),
    )
