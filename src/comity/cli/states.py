"""`comity states`."""

from __future__ import annotations

from typing import Annotated

import typer

from comity.cli import options
from comity.cli.bench import command_line_bench
from comity.cli.output import parse_format, write_result
from comity.workbench.states import StatesRequest, states

SCREEN = ("code", "alpha2", "cow", "gw", "name", "capital", "status", "first_day", "end_day")

Search = Annotated[
    str, typer.Argument(metavar="[TEXT]", help="A code, or part of a name in any language.")
]
Former = Annotated[bool, typer.Option("--former", help="List former states too.")]


def command(
    search: Search = "",
    former: Former = False,
    fmt: options.FormatOption = "table",
    out: options.Out = None,
) -> None:
    """List or search the states that sources record, with their codes and dates."""
    output = parse_format(fmt)
    with command_line_bench() as bench:
        result = states(bench, StatesRequest(search=search, former=former))
    write_result(result.table, output, out=out, columns=SCREEN, notes=[result.text])


def add_to(app: typer.Typer) -> None:
    app.command("states")(command)
