"""The command `comity`: parse, call one function of the workbench, print."""

from __future__ import annotations

import logging
import os
import sys

import click
import typer

from comity.cli import brief, data, gestures, ingest, ledger, organisations, regions, states
from comity.cli.output import print_error
from comity.errors import ComityError, Interrupted

EPILOG = "Start with `comity brief Kazakhstan --region eurasia`, or `comity ledger RUS UKR`."

app = typer.Typer(
    name="comity",
    help="Relations and integration between states: real acts in, a traced country brief out.",
    epilog=EPILOG,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
)
for module in (brief, ledger, gestures, data, ingest, states, regions, organisations):
    module.add_to(app)


def main() -> None:
    """Run the command; every error of comity ends in a message and its exit code."""
    logging.basicConfig(level=os.environ.get("COMITY_LOG", "WARNING").upper())
    try:
        app(standalone_mode=False)
    except ComityError as error:
        print_error(error)
        sys.exit(error.exit_code)
    except click.exceptions.Exit as stop:
        sys.exit(stop.exit_code)
    except (KeyboardInterrupt, click.exceptions.Abort):
        stopped = Interrupted(
            "Stopped. Nothing was lost.", next_step="Run it again to complete it."
        )
        print_error(stopped)
        sys.exit(stopped.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except BrokenPipeError:
        # The reader of a pipe (`| head`) has gone; there is nobody left to tell.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)


if __name__ == "__main__":
    main()
