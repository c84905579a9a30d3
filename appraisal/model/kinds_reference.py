"""The kinds of entry as a page of the reference, printed from their own list."""

from __future__ import annotations

from appraisal.model.kinds import IN_ORDER, KINDS, VERBS, Kind, Part

_HEAD = """\
# Kinds of entry

Printed from the code (`appraisal/model/kinds.py`); a test holds this page and the code together. The list is closed.

Each is made by `appraisal record KIND --as PERSON`, or by a row of a `record` file in the inbox, with the columns
`kind`, `person` and `cast_on`, the parts below, and, where they are needed, `on_behalf_of`, `replaces` and
`replaces_reason`. A part of several ids holds them with spaces or commas between. Ballots and comments also have tables
of their own.

Every entry carries its number, when it was entered (the clock of the machine), when it was cast (a claim), the person
whose words it holds, who entered it, on whose behalf, their role, the place, the route (file, command or page), a salt,
the hash of the entry before and its own. Options, evidence, hurdles and anchors live in files, which a run reads: an
entry about one holds its hash, and `appraisal check` says where the files have changed since.

"""

_BY = {
    "panel": "A member of the panel enters it for themselves.",
    "officer": "An officer enters it whom `place.yaml` lets.",
    "either": "A member of the panel, or an officer whom `place.yaml` lets, enters it.",
    "anyone": "It may be anybody's words.",
    "tool": "`appraisal run` enters it; nobody else can.",
}


def kinds_reference() -> str:
    """The page, in Markdown."""
    order = ", ".join(f"`{name}`" for name in IN_ORDER if KINDS[name].by != "tool")
    verbs = ", ".join(f"`{verb}` for `{name}`" for verb, name in VERBS.items())
    tail = f"In one import entries are made in this order: {order}.\n\nThe command also takes {verbs}.\n"
    return _HEAD + tail + "".join(_section(name, kind) for name, kind in KINDS.items())


def _section(name: str, kind: Kind) -> str:
    said = [f"\n## {name}\n\n{kind.says} {_BY[kind.by]}"]
    if kind.answers is not None and kind.by != "anyone":
        said.append(" A later one on the same question replaces it and says why; both are kept.")
    if kind.has_hash:
        said.append(" It holds the hash of what it speaks of.")
    if kind.parts:
        said.append("\n\n| part | what it holds | |\n| --- | --- | --- |\n")
        said += [f"| `{part.name}` | {part.says}{_choices(part.choices)} | {_need(part)} |\n" for part in kind.parts]
        return "".join(said)
    return "".join(said) + "\n"


def _need(part: Part) -> str:
    return "" if part.is_required else "may be left out"


def _choices(choices: tuple[str, ...]) -> str:
    return f": {', '.join(choices)}" if choices else ""
