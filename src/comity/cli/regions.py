"""`comity regions`."""

from __future__ import annotations

from typing import Annotated

import typer

from comity.cli import options
from comity.cli.bench import command_line_bench
from comity.cli.output import parse_format, write_result
from comity.workbench.regions import RegionsRequest, regions

Search = Annotated[
    str, typer.Argument(metavar="[TEXT]", help="Part of a region's name, or a state's code.")
]


def command(
    search: Search = "", fmt: options.FormatOption = "table", out: options.Out = None
) -> None:
    """List or search the regions: their states, and the poles they are seen between."""
    output = parse_format(fmt)
    with command_line_bench() as bench:
        result = regions(bench, RegionsRequest(search=search))
    fold = ("states", "poles", "description")
    write_result(result.table, output, out=out, fold=fold, notes=[result.text])


def add_to(app: typer.Typer) -> None:
    app.command("regions")(command)
