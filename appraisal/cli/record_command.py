"""`appraisal record KIND`: any one entry, made from the list of kinds."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import click

from appraisal.cli.hinting import HintingGroup
from appraisal.cli.keeping import tell_to_keep
from appraisal.cli.shared_options import place_in, utc_now
from appraisal.model.kinds import KINDS, VERBS, Kind


class KindsGroup(HintingGroup):
    """A group with one command for each kind of entry that a person can make."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  click's signature
        """The kinds in the order of the list."""
        return [name for name, kind in KINDS.items() if kind.by != "tool"]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a kind, by its name or its verb."""
        name = VERBS.get(cmd_name, cmd_name)
        return _command(name, KINDS[name]) if name in self.list_commands(ctx) else None


@click.command("record", cls=KindsGroup)
def command() -> None:
    """Enter one thing in the record: KIND says what, --as says whose words they are."""


_SHARED = (
    click.Option(["--as", "person"], required=True, help="Whose words these are: a person id."),
    click.Option(["-w", "--workspace", "folder"], type=click.Path(path_type=Path), default=".", help="Its folder."),
    click.Option(["--place", "place_id"], default=None, help="Id of the place; may be left out where there is one."),
    click.Option(["--on", "cast_on"], default="", help="The date on which they say that they said it."),
    click.Option(["--on-behalf-of"], default="", help="For whom, if not for themselves."),
    click.Option(["--entered-by"], default=None, help="Who enters it, if not they: a person id, or a name."),
    click.Option(["--replaces"], default="", help="Why it replaces an earlier one, or comes late."),
    click.Option(["-q", "--quiet"], is_flag=True, help="Answer with the receipt alone."),
)


def _command(name: str, kind: Kind) -> click.Command:
    parts = [
        click.Option([f"--{part.name.replace('_', '-')}", part.name], default="", help=_help(part.says, part.choices))
        for part in kind.parts
    ]

    def enter(**given: object) -> None:
        _enter(name, given)

    return click.Command(name, params=[*parts, *_SHARED], callback=enter, help=kind.says, short_help=kind.says)


def _help(says: str, choices: tuple[str, ...]) -> str:
    return f"{says[:1].upper()}{says[1:]}" + (f": {', '.join(choices)}." if choices else ".")


def _enter(name: str, given: Mapping[str, object]) -> None:
    from appraisal.errors import BallotError, BallotFileError
    from appraisal.records.entering import enter_one
    from appraisal.records.workspace_files import open_workspace

    shared = {str(option.name) for option in _SHARED}
    said = {part: str(text) for part, text in given.items() if part not in shared or part == "cast_on"}
    folder = Path(str(given["folder"]))
    workspace = open_workspace(folder, ballots=False)
    place = place_in(workspace, str(given["place_id"]) if given["place_id"] else None)
    try:
        done = enter_one(
            folder,
            workspace,
            place,
            name,
            {**said, "person": str(given["person"]), "on_behalf_of": str(given["on_behalf_of"])},
            replaces=str(given["replaces"]),
            entered_by=str(given["entered_by"] or given["person"]),
            entered_at=utc_now(),
        )
    except BallotFileError as error:
        told = "\n".join(f"  {problem.text}" for problem in error.problems)
        raise BallotError(f"Nothing was entered.\n{told}") from error
    if given["quiet"]:
        click.echo(done.receipt)
        return
    if done.unchanged:
        click.echo("The record says this already; nothing was entered.")
    else:
        click.echo(f"Entered for {place.plan.name}: {KINDS[name].says}")
    tell_to_keep(done)
