"""What whoever writes a public paper should know: which texts seem to name a site before it has been approached."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from appraisal.papers.public_record import may_not_be_named, stays_whole
from appraisal.papers.unnamed import Path, Unnamed, naming

_OF_RECORD: Mapping[str, tuple[str, ...]] = {
    "options": ("order", "recommendations", "changes", "answers"),
    "feedback": ("comments", "from_comments", "questions"),
    "audit": ("audit",),
    "answers": ("audit",),
    "tables": (),
}
"""The parts of the record that each paper prints."""

_LEFT_OUT = (
    "seems to name a site that has not been approached, so what may be printed leaves its words out and says so."
)
_AS_SAID = "seems to name a site that has not been approached. The paper prints it as it was {}."


def named_too_soon(record: Mapping[str, Any], findings: Mapping[str, Any], kind: str) -> list[str]:
    """One sentence or two for each text of a paper that seems to name such a site, without the name.

    Args:
        record, findings: as `appraisal.papers.public_record` takes them, before anything is left out.
        kind: "options", "feedback", "audit", or, for Excel, "tables", which are those of the options, and "answers",
            which are those of the audit paper.
    """
    hidden = may_not_be_named(record, findings)
    parts = {part: record[part] for part in _OF_RECORD[kind] if record.get(part)}
    if parts.get("changes"):
        parts["changes"] = {name: parts["changes"][name] for name in ("options", "differences")}
    if kind == "answers":
        parts["audit"] = {question: found["because"] for question, found in parts["audit"].items()}
    told = [_sentence(parts, path, hidden) for path in naming(parts, hidden)]
    if kind not in ("feedback", "answers"):
        shown = findings["public"] or findings
        paths = naming(shown, hidden)
        if kind == "tables":
            paths = [path for path in paths if path[0] in ("options", "sites", "providers") and path[-1] == "name"]
        told += [_of_findings(shown, path) for path in paths if not stays_whole(path)]
    return list(dict.fromkeys(told))


def named_in_changes(told: Mapping[str, Any], hidden: Unnamed) -> list[str]:
    """The same for what changed between two runs.

    Args:
        told: as `appraisal.changes.changes_told` gives it.
        hidden: what may not be named.
    """
    parts = {"changes": told}
    return list(dict.fromkeys(_sentence(parts, path, hidden) for path in naming(parts, hidden)))


def _sentence(parts: Mapping[str, Any], path: Path, hidden: Unnamed) -> str:
    """What a text of the record is, what is done with it, and what to do."""
    row = parts[str(path[0])][path[1]] if isinstance(path[1], int) else {}
    match path:
        case ("comments", _, "text" | "proposes"):
            todo = "Approach the site before you publish the paper, or ask whoever wrote the comment."
            return f"Comment '{row['id']}' {_AS_SAID.format('said')} {todo}"
        case ("questions", _, "text" | "asked_by"):
            return f"Question '{row['id']}' {_AS_SAID.format('asked')}"
        case ("comments", *_) | ("answers", *_):
            todo = "Answer again without the name: appraisal record answer."
            return f"The answer to comment '{row.get('id') or row['feedback']}' {_LEFT_OUT} {todo}"
        case ("questions", *_):
            return (
                f"The reply to question '{row['id']}' {_LEFT_OUT} Reply again without the name: appraisal record reply."
            )
        case ("from_comments", *_):
            return f"The reason of entry {row['number']} {_LEFT_OUT}"
        case ("recommendations", _, part):
            return f"The recommendation of {row['group']}, in its {part}, {_LEFT_OUT}"
        case ("audit", str(question), *_):
            return f"What the audit paper says on '{question}' {_LEFT_OUT}"
        case ("order", *_):
            return f"A reason for what came late {_LEFT_OUT}"
        case ("changes", "differences", int(number), *_):
            title = str(parts["changes"]["differences"][number]["title"])
            return f"What is said of a change{'' if hidden.is_in(title) else f' ({title})'} {_LEFT_OUT}"
    return f"What is said of changes {_LEFT_OUT}"


def _of_findings(shown: Mapping[str, Any], path: Path) -> str:
    """The same for a text of the findings, with the file in which it can be mended where there is one."""
    row = shown[str(path[0])]
    match path:
        case ("panel", "scores", int(number), *_):
            score = row["scores"][number]
            return f"What the panel said when it moderated '{score['site']}' on '{score['criterion']}' {_LEFT_OUT}"
        case ("ballots", "interests", int(number), *_):
            return f"The interest that {row['interests'][number]['person']} declared {_LEFT_OUT}"
        case ("options" | "sites" | "providers" as what, int(number), part, *_):
            return (
                f"'{part}' of {what.removesuffix('s')} '{row[number]['id']}' {_LEFT_OUT} Mend it in the place's files."
            )
        case ("context", "sources", str(ident), *_):
            return f"Source '{ident}' {_LEFT_OUT} Mend it in criteria/sources.csv."
        case ("context", part, *_):
            return f"'{part}' in the workspace's files {_LEFT_OUT} Mend it there."
    return f"A text of the findings ('{path[0]}') {_LEFT_OUT}"
