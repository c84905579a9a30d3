"""The commands, and how an error that a user can meet is told in plain words."""

from __future__ import annotations

import sys
from importlib import import_module

import click

from appraisal import __version__
from appraisal.cli.lazy_group import LazyGroup

COMMANDS = {
    "demo": "Go the whole way on the starter, from ballots to the paper after a workshop.",
    "new": "Make a workspace with one empty place.",
    "check": "Name every problem of a workspace, by file and line.",
    "ballot": "Write a form (XLSX) for each member of the panel, to fill in and send back.",
    "import": "Take ballots and comments (CSV, XLSX) into the ledger, whole files or nothing.",
    "record": "Enter any one thing: a lock, a reveal, an answer, a decision, ...",
    "gates": "Say what blocks the next stage, and the command that clears it.",
    "run": "Appraise the options of a place and keep the findings.",
    "papers": "Write the papers of a place's last run.",
    "compare": "Say what changed between two runs, what it did to the ranking, and why.",
    "audit": "Check the record.",
    "steps": "List the steps of a run.",
}

EPILOG = """Exit codes: 0 sound; 1 a fault of ours; 2 wrong use of a command; 3 a workspace with problems;
4 ballots that cannot be taken; 5 a ledger that does not hold; 6 a question that the findings cannot answer;
7 a file that cannot be written."""


@click.group(
    cls=LazyGroup,
    told=COMMANDS,
    load=lambda name: import_module(f"appraisal.cli.{name}_command"),
    epilog=EPILOG,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(__version__, prog_name="appraisal")
@click.option("--debug", is_flag=True, expose_value=False, help="Show the traceback of an error.")  # see main
def cli() -> None:
    """Weigh where North West London's enhanced end-of-life-care beds could be.

    Nothing is decided by a score: it shows what the panel's weights and the evidence come to.
    """


def main(args: list[str] | None = None) -> None:
    """Run a command; an error that a user can meet is told in words, with its own exit code."""
    from appraisal.errors import AppraisalError

    given = sys.argv[1:] if args is None else args
    is_debugging = "--debug" in given
    given = [argument for argument in given if argument != "--debug"]  # it may stand anywhere
    try:
        code = cli(args=given, prog_name="appraisal", standalone_mode=False)
        if code:  # click gives back the code of an Exit here
            sys.exit(code)
    except click.Abort:
        click.echo("Stopped.", err=True)
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except AppraisalError as error:
        if is_debugging:
            raise
        click.echo(str(error), err=True)
        sys.exit(error.exit_code)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
    except OSError as error:
        if is_debugging:
            raise
        click.echo(f"{error.filename or 'A file'}: {error.strerror or error}.", err=True)
        sys.exit(7)
    except Exception as error:
        if is_debugging:
            raise
        click.echo(f"This should not have happened ({type(error).__name__}: {error}). Nothing more was done.", err=True)
        click.echo("Please report it, with what the same command says with --debug.", err=True)
        sys.exit(1)
