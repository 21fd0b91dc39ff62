"""`comity tidy`."""

from __future__ import annotations

from typing import Annotated

import typer

from comity.cli import options
from comity.cli.bench import command_line_bench
from comity.cli.output import parse_format, write_result
from comity.workbench.tidy import TidyRequest, tidy

KeepDays = Annotated[
    int, typer.Option("--keep-days", min=0, help="Keep the lake versions of so many last days.")
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Only say what would be dropped.")]


def command(
    keep_days: KeepDays = 30,
    dry_run: DryRun = False,
    fmt: options.FormatOption = "table",
    out: options.Out = None,
) -> None:
    """Drop old lake versions, and the files that only they needed.

    The newest lake version always stays, and so does all that it holds.
    """
    output = parse_format(fmt)
    with command_line_bench() as bench:
        result = tidy(bench, TidyRequest(keep_days=keep_days, dry_run=dry_run))
    write_result(result.table, output, out=out, notes=[result.text])


def add_to(app: typer.Typer) -> None:
    app.command("tidy")(command)
