"""`comity ingest`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

import typer

from comity.cli import options
from comity.cli.bench import command_line_bench
from comity.cli.output import Format, parse_format, print_lines, print_notes, write_result
from comity.errors import BadValue
from comity.workbench.ingest import THERE, IngestRequest, ingest

Source = Annotated[
    str,
    typer.Argument(
        metavar="SOURCE",
        help="A source (icews, keds, gdelt, un_votes, ...), `mirror`, `default`, or `auto` to "
        "recognise each file.",
    ),
]
Files = Annotated[
    list[str] | None, typer.Argument(metavar="PATH...", help="Files, or tables of the mirror.")
]
All = Annotated[bool, typer.Option("--all", help="With `mirror`: all its tables.")]
Options = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="KEY=VALUE", help="An option of the parser: scheme=weis."),
]
Engine = Annotated[
    str,
    typer.Option("--engine", metavar="ENGINE", help="Where the heavy steps run: duckdb, or spark."),
]

OF_ACTS = ("events", "counts")
REPEATED_ACT = (
    "the same record again, or one more report of an act that is there; each report is kept"
)
REPEATED_ROW = "the same row is in the lake already, or comes later in the file"


def command(
    source: Source,
    files: Files = None,
    everything: All = False,
    settings: Options = None,
    engine: Engine = "duckdb",
    fmt: options.FormatOption = "table",
    out: options.Out = None,
) -> None:
    """Read publishers' files into the lake, each whole or not at all.

    For each file, records = events (or rows) + repeats + dropped + rejected, and + summed where
    records are added up. The same file twice changes nothing.
    """
    output = parse_format(fmt)
    request = IngestRequest(
        source=source,
        files=tuple(files or ()),
        all=everything,
        options=read_settings(settings or []),
        engine=engine,
    )
    with command_line_bench() as bench:
        result = ingest(bench, request)
    notes = [result.text, *(f"Not loaded: {n}: {why}" for n, why in result.not_loaded.items())]
    if output is Format.TABLE and out is None:
        for row in result.table.to_pylist():
            print_lines(ingest_lines(row))
        print_notes(notes)
        return
    write_result(result.table, output, out=out, notes=notes)


def ingest_lines(row: Mapping[str, Any]) -> list[str]:
    """What became of a file: the equation, and why rows were dropped or rejected."""
    head, account = f"{row['file']} ({row['dataset']})", ingest_account(row)
    if row["state"] == THERE:
        return [f"{head}: {THERE}", *([f"  (read at first as: {account})"] if account else [])]
    of_acts = row["kind"] in OF_ACTS
    lines = [f"{head}, {row['state']}:", *([f"  {account}"] if account else [])]
    if row["superseded"]:
        what = "events" if of_acts else "rows"
        lines.append(f"  {row['superseded']:,} of the {what} correct earlier records")
    if row["repeats"]:
        lines.append(f"  repeats: {REPEATED_ACT if of_acts else REPEATED_ROW}")
    if row["summed"]:
        lines.append("  summed: records that were added up into these rows, beyond one for each")
    if row["withdrawn"]:
        lines.append(f"  {row['withdrawn']:,} earlier records were withdrawn by their publisher")
    if row["dropped_by_reason"]:
        lines.append(f"  dropped: {_grouped(row['dropped_by_reason'])}")
    if row["first_rejects"]:
        lines.append(f"  rejected, first: {row['first_rejects']}")
    return lines


def ingest_account(row: Mapping[str, Any]) -> str:
    """The equation of a file's records; what else it brought, for one that has none."""
    if not row["records"] and (row["beside"] or row["withdrawn"]):
        return row["beside"] or ""
    records, repeats = _counted(row["records"], "record"), _counted(row["repeats"], "repeat")
    rows = _counted(row["events"], "event" if row["kind"] in OF_ACTS else "row")
    summed = f" + {row['summed']:,} summed" if row["summed"] else ""
    return (
        f"{records} = {rows} + {repeats}"
        f" + {row['dropped']:,} dropped + {row['rejected']:,} rejected{summed}"
    )


def _counted(n: int, what: str) -> str:
    return f"{n:,} {what}" if n == 1 else f"{n:,} {what}s"


def _grouped(reasons: str) -> str:
    """The number before each reason with its thousands apart."""
    return "; ".join(
        f"{int(number):,} {why}"
        for number, _, why in (reason.partition(" ") for reason in reasons.split("; "))
    )


def read_settings(settings: list[str]) -> dict[str, str]:
    """The options of `--set KEY=VALUE`. Raises BadValue for one of another form."""
    pairs = [setting.partition("=") for setting in settings]
    wrong = [key for key, equals, _ in pairs if not equals]
    if wrong:
        raise BadValue(
            f"{wrong[0]!r} is not KEY=VALUE.", next_step="For example --set scheme=weis."
        )
    return {key: value for key, _, value in pairs}


def add_to(app: typer.Typer) -> None:
    app.command("ingest")(command)
