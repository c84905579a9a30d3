"""Differences that hashes show: files in which nothing else differs, and runs whose inputs cannot be read again."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from appraisal.analysis.comparing import in_words
from appraisal.analysis.comparing.difference import Difference, keyed
from appraisal.model.places import PlacePlan
from appraisal.model.workspace import Workspace

NOT_COMPARED = "inputs"
"""Subject of the difference, about "run", which says that what a run read could not be read again."""


NOT_SHOWN = "what changed in it can no longer be shown"
"""What is said of a file that changed, where a run that read it can no longer be looked at."""


def unnamed_files(before: Workspace, after: Workspace, place_id: str, found: Iterable[Difference]) -> list[Difference]:
    """The files that changed and in which no difference names anything: a comment, say, or the order of lines."""
    own = {id_ for workspace in (before, after) for id_ in workspace.places[place_id].own_criteria}
    named = {home_of(one, place_id, own) for one in found}
    changed = keyed("file", (each.files_of(place_id) for each in (before, after)), _hashed, str)
    return [one for one in changed if one.subject not in named]


def ran_otherwise(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Difference]:
    """What differs in how two runs were made; none of it can move a total.

    Args:
        before, after: `inputs` of the findings of each.
    """
    told = ({name: inputs[name] for name in _HOW if inputs.get(name) is not None} for inputs in (before, after))
    return keyed("run", told, lambda found, _: in_words.value(found), _HOW.__getitem__)


def by_hash(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Difference]:
    """The files that differ by their hashes.

    Args:
        before, after: `inputs` of the findings of each.
    """
    files = (inputs["files"] for inputs in (before, after))
    return keyed("file", files, _hashed, str)


def other_ballots(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Difference]:
    """The difference that is told where the hashes of all ballots differ, and nothing in them is named.

    Args:
        before, after: `inputs` of the findings of each.
    """
    ballots = ({"all": inputs["ballots"]} for inputs in (before, after))
    return keyed("ballots", ballots, lambda _, __: "what people said", lambda _: "what people said")


def not_read(runs: Iterable[str]) -> Difference:
    """The difference that says that runs could not be compared by what they read, since it is gone or was changed."""
    which = " and ".join(runs)
    return Difference("run", NOT_COMPARED, f"what run {which} read can no longer be read", "not compared", "inputs")


def other_engine(run: str, after: str) -> Difference:
    """The one difference that is told where equal inputs gave other findings."""
    return Difference("run", "engine", f"findings {run}", f"findings {after}", "the engine itself, on the same inputs")


def _hashed(hash_: str, _: object) -> str:
    return f"a file with SHA-256 {hash_[:12]}..."


def home_of(one: Difference, place_id: str, own_criteria: Collection[str]) -> str:
    """The file in which a difference names something; "" where it is in none."""
    if one.about == "criterion":
        return f"criteria/{place_id}.yaml" if one.subject in own_criteria else "criteria/criteria.yaml"
    if one.about == "parameter":
        is_of_place = one.subject.partition(".")[0] in PlacePlan.model_fields
        return f"options/{place_id}/place.yaml" if is_of_place else "workspace.yaml"
    return _HOMES[one.about].format(place_id) if one.about in _HOMES else ""


_HOMES = {
    "branch": "criteria/criteria.yaml",
    "theme": "criteria/criteria.yaml",
    "hurdle": "criteria/hurdles.yaml",
    "source": "criteria/sources.csv",
    "option": "options/{}/options.yaml",
    "site": "options/{}/sites.yaml",
    "provider": "options/{}/sites.yaml",
    "evidence": "options/{}/evidence.csv",
    "area": "options/{}/areas.csv",
    "travel": "options/{}/travel.csv",
    "outline": "options/{}/outline.geojson",
}

_HOW = {
    "samples": "weightings drawn for the tests",
    "solver": "the way in which sets of sites were searched",
    "time_limit_seconds": "the time that a solver had",
    "other_methods": "other methods beside our own (the version of pymcdm)",
    "appraisal": "the version of this engine",
    "formats": "the formats of files and findings",
}
