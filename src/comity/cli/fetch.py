"""`comity fetch`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from comity.cli import options
from comity.cli.bench import command_line_bench
from comity.cli.ingest import ingest_lines, read_settings
from comity.cli.output import Format, parse_format, print_lines, print_notes, write_result
from comity.workbench.fetch import FetchRequest, fetch

if TYPE_CHECKING:
    import pyarrow as pa

# Files on a screen; and, where more than that were read in, those whose account is printed.
MOST_LINES, MOST_TOLD = 10, 3
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
    on_screen = output is Format.TABLE and out is None
    table, notes = result.table, [*result.notes, result.text]
    if on_screen and name and table.num_rows > MOST_LINES:
        table = some_of_each(table)
        left = result.table.num_rows - table.num_rows
        notes.insert(0, f"… {left:,} files more; --format csv or --out FILE lists them all.")
    write_result(table, output, out=out, columns=SCREEN, fold=("title",), notes=notes)
    if result.ingested is not None:
        if on_screen:
            tell_ingested(result.ingested.table)
        print_notes([result.ingested.text])


def some_of_each(table: pa.Table) -> pa.Table:
    """A screen's worth of files, in their order: as many of each state as there is room for."""
    states: list[str] = table["state"].to_pylist()
    share = max(1, MOST_LINES // len(set(states)))
    seen = [states[:place].count(state) for place, state in enumerate(states)]
    return table.take([place for place, before in enumerate(seen) if before < share])


def tell_ingested(table: pa.Table) -> None:
    """What became of the files in the lake; of many, of the first ones."""
    first = table.slice(0, MOST_TOLD).to_pylist() if table.num_rows > MOST_LINES else None
    for row in table.to_pylist() if first is None else first:
        print_lines(ingest_lines(row))
    if first is not None:
        print_lines([f"… {table.num_rows - len(first):,} files more."])


def add_to(app: typer.Typer) -> None:
    app.command("fetch")(command)
