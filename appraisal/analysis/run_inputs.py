"""What a run rests on: the files that it read, and what people said, by hash."""

from __future__ import annotations

from typing import Any

from appraisal.model.ballots import WAYS, WeightsBallot
from appraisal.model.canonical import canonical, sha256_hex
from appraisal.model.workspace import Place, Workspace


def inputs_of(workspace: Workspace, place: Place) -> dict[str, Any]:
    """What a run of a place would read now: `files` (path -> SHA-256) and the hash of the `ballots` by content."""
    return {"files": workspace.files_of(place.id), "ballots": sha256_hex(canonical(_ballots_told(place)))}


def _ballots_told(place: Place) -> dict[str, Any]:
    """What people said, by content alone: neither salt nor time of entry is in it."""
    ballots = place.ballots
    return {
        "weights": [_weights_told(ballot) for ballot in ballots.weights],
        "scores": [[s.person, s.site, s.criterion, s.answer, s.reason, s.cast_on.isoformat()] for s in ballots.scores],
        "interests": [
            [i.person, i.provider, i.site, i.interest, i.managed, i.cast_on.isoformat()] for i in ballots.interests
        ],
        "moderated": [
            [m.site, m.criterion, m.answer, m.reason, [list(said) for said in m.dissent], m.cast_on.isoformat()]
            for m in ballots.moderated
        ],
        "replaced": ballots.replaced,
    }


def _weights_told(ballot: WeightsBallot) -> list[Any]:
    told: list[Any] = [ballot.person, ballot.cast_on.isoformat(), [[of, str(answer)] for of, answer in ballot.answers]]
    if ballot.way == WAYS[0] and not ballot.anchors and not ballot.under:
        return told  # as it was told before there were other ways
    anchors = [[criterion, [[str(x) for x in pair] for pair in ends]] for criterion, ends in ballot.anchors]
    told += [ballot.way, anchors]
    told += [[list(pair) for pair in ballot.under]] if ballot.under else []
    return [*told, "anchors assumed"] if ballot.is_assumed else told
