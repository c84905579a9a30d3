"""A group of commands that says what was meant where a name is nearly right."""

from __future__ import annotations

import click


class HintingGroup(click.Group):
    """A group that names the nearest of its commands beside one that is not there."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find a command, with a hint where its name is nearly right."""
        from appraisal.errors import did_you_mean

        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            hint = did_you_mean(args[0], self.list_commands(ctx)) if "Did you mean" not in error.message else ""
            raise click.UsageError(error.message + hint, ctx) from error
