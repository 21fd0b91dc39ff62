"""The command `comity`: parse, call one function of the workbench, print."""

from __future__ import annotations

import logging
import os
import sys
from typing import Annotated

import typer

from comity import __version__
from comity.cli import brief, data, gestures, ingest, ledger, organisations, regions, states
from comity.cli.output import print_error, print_lines
from comity.errors import BadValue, ComityError, Interrupted, LakeError

EPILOG = "Start with `comity brief Kazakhstan --region eurasia`, or `comity ledger RUS UKR`."

# Typer raises its own wrong-usage errors, and offers their base under no public name.
USAGE: type[typer.BadParameter] = typer.BadParameter.__mro__[2]

app = typer.Typer(
    name="comity",
    help="Relations and integration between states: real acts in, a traced country brief out.",
    epilog=EPILOG,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
)


def _print_version(asked: bool) -> None:
    if asked:
        print_lines([f"comity {__version__}"])
        raise typer.Exit


Version = Annotated[
    bool,
    typer.Option(
        "--version", callback=_print_version, is_eager=True, help="Print the version, and stop."
    ),
]


@app.callback()
def _options(version: Version = False) -> None:
    """Options of the command itself."""


for module in (brief, ledger, gestures, data, ingest, states, regions, organisations):
    module.add_to(app)


def command() -> None:
    """The installed command. It leaves at once when the work is done and told.

    Threads of the engines may still be winding down; now and then waiting for them aborts.
    """
    try:
        code = run()
        sys.stdout.flush()
        sys.stderr.flush()
    except BrokenPipeError:
        # The reader of a pipe (`| head`) has gone; there is nobody left to tell.
        code = 0
    os._exit(code)


def main() -> None:
    """The same for a caller in this process: ends in SystemExit."""
    sys.exit(run())


def run() -> int:
    """Run the command; every error of comity ends in a message and its exit code."""
    try:
        _start_logging(os.environ.get("COMITY_LOG", "WARNING").upper())
        return int(app(standalone_mode=False) or 0)
    except ComityError as error:
        return _told(error)
    except (KeyboardInterrupt, typer.Abort):
        stopped = Interrupted("Stopped. Nothing was lost.", next_step="Run it again to finish it.")
        return _told(stopped)
    except USAGE as error:
        error.show()
        return int(error.exit_code)
    except BrokenPipeError:
        raise
    except OSError as error:
        # Files that a command writes are the edge's own; all others are read behind it.
        refused = LakeError(f"The machine refused: {error}.", next_step="Check rights and space.")
        return _told(refused)


def _start_logging(level: str) -> None:
    levels = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
    if level not in levels:
        raise BadValue(
            f"COMITY_LOG is {level!r}, which is no level.",
            next_step=f"Valid: {', '.join(levels)}.",
        )
    logging.basicConfig(level=level)


def _told(error: ComityError) -> int:
    print_error(error)
    return error.exit_code


if __name__ == "__main__":
    command()
