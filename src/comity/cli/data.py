"""`comity data`."""

from __future__ import annotations

from typing import Annotated

import typer

from comity.cli import options
from comity.cli.bench import command_line_bench
from comity.cli.output import parse_format, write_result
from comity.workbench.data import DataRequest, data

SCREEN = (
    "dataset", "table", "rows", "first_day", "last_day", "publisher", "licence", "last_ingest",
    "lake_version", "committed_at", "message",
)  # fmt: skip

Versions = Annotated[bool, typer.Option("--versions", help="List the lake versions.")]


def command(
    versions: Versions = False,
    fmt: options.FormatOption = "table",
    out: options.Out = None,
    as_of: options.AsOf = None,
) -> None:
    """Show what is in the lake: source, licence, coverage, rows, last ingest."""
    output = parse_format(fmt)
    with command_line_bench(as_of) as bench:
        result = data(bench, DataRequest(versions=versions))
    write_result(result.table, output, out=out, columns=SCREEN, notes=[result.text])


def add_to(app: typer.Typer) -> None:
    app.command("data")(command)
