"""`comity gestures`."""

from __future__ import annotations

from typing import Annotated

import typer

from comity.cli import options
from comity.cli.bench import command_line_bench
from comity.cli.output import Format, parse_format, write_result
from comity.workbench.gestures import GesturesRequest, gestures

SCREEN = (
    "day", "source", "target", "gesture_class", "type", "code", "intensity",
    "source_organ", "target_organ", "count", "evidence", "record", "breaches",
)  # fmt: skip

Both = Annotated[bool, typer.Option("--both", help="Add the acts of the other direction.")]
Class = Annotated[
    str | None,
    typer.Option(
        "--class",
        metavar="CLASS",
        help="Only friendly, neutral, insult, offence, attack or meeting.",
    ),
]
Limit = Annotated[
    int | None,
    typer.Option("--limit", metavar="N", min=1, help="Only the N newest. On a screen: 60."),
]


def command(
    source: options.Source,
    target: options.Target,
    first_day: options.From = None,
    last_day: options.To = None,
    both: Both = False,
    gesture_class: Class = None,
    limit: Limit = None,
    dataset: options.Dataset = None,
    voice: options.Voice = "institutions",
    fmt: options.FormatOption = "table",
    out: options.Out = None,
    as_of: options.AsOf = None,
) -> None:
    """Print the acts behind a series, newest first, each with its record.

    Where a source publishes counts only: day, code, count and source file, marked "counts only".
    """
    output = parse_format(fmt)
    request = GesturesRequest(
        source=source,
        target=target,
        first_day=options.first(first_day),
        last_day=options.last(last_day),
        both=both,
        gesture_class=gesture_class,
        limit=limit,
        dataset=dataset,
        voice=options.voice(voice),
    )
    with command_line_bench(as_of) as bench:
        result = gestures(bench, request)
    notes = [result.text, result.coverage, f"Lake version {result.lake_version}."]
    columns = SCREEN if output is Format.TABLE else ()
    write_result(result.table, output, out=out, columns=columns, notes=notes)


def add_to(app: typer.Typer) -> None:
    app.command("gestures")(command)
