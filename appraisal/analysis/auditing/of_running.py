"""Questions about the run: whether it can be run again, and what it was made with."""

from __future__ import annotations

from typing import Any

from appraisal.analysis.auditing.asked import Answer, Asked, Rows, against, answer, marked, open_, shown
from appraisal.model.record import number_of

_TIMES = ("seconds", "seconds_searching")


def reproduces(asked: Asked) -> Answer:
    """Whether what the run read is kept, so that it can be run again to the byte."""
    inputs, run = asked.findings["inputs"], str(asked.run.content["run"])
    told = [{"name": name, "value": str(inputs[name])} for name in ("seed", "samples", "solver")]
    rows: Rows = [{"name": "run", "value": run}, {"name": "fingerprint", "value": asked.findings["fingerprint"]}, *told]
    if asked.place is None:
        return answer([against("unread", run=run, why=asked.unread)], marks=rows)
    reasons = [shown("kept", count=len(inputs["files"]), run=run, entry=number_of(asked.run))]
    if inputs["time_limit_seconds"] is not None:
        reasons.append(open_("time_limit", seconds=inputs["time_limit_seconds"]))
    return answer(reasons, marks=rows)


def software(asked: Asked) -> Answer:
    """Whether the record names each version that the run was made with."""
    made = {name: text for name, text in asked.run.content["made_with"].items() if name not in _TIMES}
    version = asked.findings["inputs"]["appraisal"]
    reasons = [shown("named", version=version, count=len(made))] if made else [open_("unnamed", version=version)]
    libraries: Rows = [{"name": "appraisal", "value": version}]
    libraries += [{"name": name, "value": str(text)} for name, text in sorted(made.items())]
    runs: list[dict[str, Any]] = [
        marked(e, run=e.content["run"], date=e.content["as_at"]) for e in asked.record.of("run")
    ]
    return answer([*reasons, shown("not_proof")], made_with=libraries, runs=runs)
