"""The command `comity`: parse, call one function of the workbench, print."""

from __future__ import annotations

import gc
import importlib
import os
import sys
from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup

from comity import __version__
from comity.errors import BadValue, ComityError, Interrupted, LakeError

EPILOG = "Start with `comity brief Kazakhstan --region eurasia`, or `comity ledger RUS UKR`."

# Each command, in the order of the help, and the first line of its own. The module `cli/<name>.py`
# is imported only when its command is asked for. One of two words is a sub-command: the command of
# its first word is a verb of its own.
COMMANDS: Mapping[str, str] = MappingProxyType(
    {
        "brief": "Write the country brief of a state: HTML, PDF and JSON.",
        "ledger": "Print the directed series of acts of one state toward another.",
        "panel": "Print the series of all pairs of states, or write it: `--out panel.parquet`.",
        "gestures": "Print the acts behind a series, newest first, each with its record.",
        "facts": "Print structural facts of a state, or toward another: trade, population, visas.",
        "ideal-points": "Estimate where states stand in the UN General Assembly, with intervals.",
        "ties": "Print structural ties: alliances, agreements, trade, visas, migrants, borders.",
        "similarity": "Measure how alike two states are in votes, alliances, organisations or "
        "trade.",
        "blocs": "Find the blocs of states by year, how sure each membership is, and who stands "
        "between.",
        "drift": "Show which states move toward which pole or away, how fast, and how surely.",
        "sovereignty": "Print how far a state depends on others, along six dimensions.",
        "poles": "Print how many poles the world has by year: by capabilities, trade or alliances.",
        "reactions": "Show how two states answer each other's acts: how much, how soon, how "
        "surely.",
        "reactions fit": "Estimate the reaction functions of your own series, and write them: "
        "`--out FILE.json`.",
        "reactions backtest": "Forecast each step of your own series from its past alone, and "
        "score it.",
        "reactions strategies": "Estimate the shares of strategies in repeated games: tit for tat, "
        "grim trigger and others.",
        "repertoire": "Print which kinds of acts a state has used toward a partner, and which "
        "never.",
        "data": "Show what is in the lake: source, licence, coverage, rows, last ingest.",
        "fetch": "Fetch publishers' files from where they are published, into the cache.",
        "ingest": "Read publishers' files into the lake, each whole or not at all.",
        "tidy": "Drop old lake versions, and the files that only they needed.",
        "states": "List or search the states that sources record, with their codes and dates.",
        "regions": "List or search the regions: their states, and the poles they are seen between.",
        "organisations": "List or search organisations of states, or the dated memberships of one.",
    }
)

# Typer raises its own wrong-usage errors, and offers their base under no public name.
USAGE: type[typer.BadParameter] = typer.BadParameter.__mro__[2]
LOOK: dict[str, Any] = {
    "add_completion": False,
    "rich_markup_mode": "markdown",
    "pretty_exceptions_enable": False,
}


def load_command(name: str) -> Any:
    """The command of that name, made from its module."""
    alone = typer.Typer(**LOOK)
    importlib.import_module(f"comity.cli.{verb_of(name)}").add_to(alone)
    made = typer.main.get_command(alone)
    under = [f"`comity {sub}`: {COMMANDS[sub]}" for sub in COMMANDS if sub.startswith(f"{name} ")]
    made.epilog = "\n\n".join(under) or made.epilog
    return made


def verb_of(name: str) -> str:
    """The verb of the workbench, and the module, that a command is the face of."""
    return name.replace("-", "_").replace(" ", "_")


class CommandsByName(TyperGroup):
    """The commands, known by name and first line until one of them is run."""

    def __init__(self, **settings: Any) -> None:
        named = {name: TyperCommand(name, help=line) for name, line in COMMANDS.items()}
        super().__init__(**{**settings, "commands": named})

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[Any, Any, list[str]]:
        name, known, rest = super().resolve_command(ctx, args)
        if rest and f"{name} {rest[0]}" in COMMANDS:
            name, rest = f"{name} {rest[0]}", rest[1:]
        return name, known and load_command(str(name)), rest


app = typer.Typer(
    name="comity",
    cls=CommandsByName,
    help="Relations and integration between states: real acts in, a traced country brief out.",
    epilog=EPILOG,
    no_args_is_help=True,
    **LOOK,
)


def _print_version(asked: bool) -> None:
    if asked:
        from comity.cli.output import print_lines

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


def command() -> None:
    """The installed command. It leaves at once when the work is done and told.

    Threads of the engines may still be winding down; now and then waiting for them aborts.
    """
    # Start-up makes many lasting objects; looking through them for rubbish takes time.
    gc.set_threshold(50_000)
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
    except ValueError as error:
        return _told(_not_valid(error))
    except OSError as error:
        # Files that a command writes are the edge's own; all others are read behind it.
        refused = LakeError(f"The machine refused: {error}.", next_step="Check rights and space.")
        return _told(refused)


def _not_valid(error: ValueError) -> ComityError:
    """A request that is not valid, as an error of comity; any other error is raised again."""
    from pydantic import ValidationError

    from comity.workbench.result import not_valid

    if isinstance(error, ValidationError):
        return not_valid(error)
    raise error


def _start_logging(level: str) -> None:
    import logging

    levels = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
    if level not in levels:
        raise BadValue(
            f"COMITY_LOG is {level!r}, which is no level.",
            next_step=f"Valid: {', '.join(levels)}.",
        )
    logging.basicConfig(level=level)


def _told(error: ComityError) -> int:
    from comity.cli.output import print_error

    print_error(error)
    return error.exit_code


if __name__ == "__main__":
    command()
