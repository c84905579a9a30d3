"""A group whose commands are imported only when they are called, so that `--help` stays fast."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import ModuleType
from typing import Any

import click

from appraisal.cli.hinting import HintingGroup


class LazyGroup(HintingGroup):
    """A group that knows what to say of its commands before it has imported any.

    Args:
        told: name of each command -> what it does, in the order of the work.
        load: imports the module of a command, which names it `command`.
    """

    def __init__(self, *args: Any, told: Mapping[str, str], load: Callable[[str], ModuleType], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._told, self._load = told, load

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  click's signature
        """Names of the commands in the order of the work."""
        return list(self._told)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The command of a name."""
        if cmd_name not in self._told:
            return None
        command: click.Command = self._load(cmd_name).command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(self._told.items()))
