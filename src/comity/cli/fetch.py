"""`comity fetch`."""

from __future__ import annotations

from typing import Annotated

import typer

from comity.cli import options
from comity.cli.bench import command_line_bench
from comity.cli.ingest import ingest_lines, read_settings
from comity.cli.output import Format, parse_format, print_lines, write_result
from comity.workbench.fetch import FetchRequest, fetch

SCREEN = (
    *("file", "bytes", "state", "path"),
    *("source", "kind", "title", "options", "how"),
)

Name = Annotated[
    str,
    typer.Argument(
        metavar="[NAME]", help="A source (gdelt, ucdp_ged, ...); without one, all are listed."
    ),
]
Options = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="KEY=VALUE", help="kind=translation, or an option of the kind."),
]
Limit = Annotated[
    int | None, typer.Option("--limit", min=1, metavar="N", help="Fetch no more than N files.")
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Only tell which files they would be.")]
Ingest = Annotated[bool, typer.Option("--ingest", help="Read them into the lake afterwards.")]


def command(
    name: Name = "",
    first_day: options.From = None,
    last_day: options.To = None,
    settings: Options = None,
    limit: Limit = None,
    dry_run: DryRun = False,
    into_lake: Ingest = False,
    fmt: options.FormatOption = "table",
    out: options.Out = None,
) -> None:
    """Fetch publishers' files from where they are published, into the cache.

    COMITY_MIRROR (a folder or a web address) is asked first. What was begun goes on where it
    stopped. A publisher that asks for a login or for consent is left to you: it says what to do.
    """
    output = parse_format(fmt)
    request = FetchRequest(
        name=name,
        first_day=options.first(first_day),
        last_day=options.last(last_day),
        options=read_settings(settings or []),
        most_files=limit,
        dry_run=dry_run,
        ingest=into_lake,
    )
    with command_line_bench() as bench:
        result = fetch(bench, request)
    notes = [*result.notes, result.text]
    write_result(result.table, output, out=out, columns=SCREEN, fold=("title",), notes=notes)
    if result.ingested is not None and output is Format.TABLE and out is None:
        for row in result.ingested.table.to_pylist():
            print_lines(ingest_lines(row))


def add_to(app: typer.Typer) -> None:
    app.command("fetch")(command)
