"""`comity ledger`."""

from __future__ import annotations

from typing import Annotated

import typer

from comity.cli import options
from comity.cli.bench import command_line_bench
from comity.cli.output import parse_format, write_result
from comity.vocabulary.period import parse_granularity
from comity.workbench.ledger import LedgerRequest, ledger

SCREEN = (
    "source", "target", "period", "friendly", "neutral", "insult", "offence", "attack",
    "meeting", "breach", "net_goldstein", "acts", "days_covered", "days",
)  # fmt: skip

Period = Annotated[
    str, typer.Option("--period", metavar="PERIOD", help="day, week, month, quarter or year.")
]
Both = Annotated[bool, typer.Option("--both", help="Add the other direction.")]


def command(
    source: options.Source,
    target: options.Target,
    period: Period = "month",
    first_day: options.From = None,
    last_day: options.To = None,
    both: Both = False,
    dataset: options.Dataset = None,
    voice: options.Voice = "institutions",
    fmt: options.FormatOption = "table",
    out: options.Out = None,
    as_of: options.AsOf = None,
) -> None:
    """Print the directed series of acts of one state toward another.

    0 inside coverage, absent outside it. Meetings are undirected: counted apart, as recorded
    in either direction.
    """
    output = parse_format(fmt)
    request = LedgerRequest(
        source=source,
        target=target,
        period=parse_granularity(period),
        first_day=options.first(first_day),
        last_day=options.last(last_day),
        both=both,
        dataset=dataset,
        voice=options.voice(voice),
    )
    with command_line_bench(as_of) as bench:
        result = ledger(bench, request)
    notes = [result.coverage, f"Lake version {result.lake_version}."]
    write_result(result.table, output, out=out, columns=SCREEN, notes=notes)


def add_to(app: typer.Typer) -> None:
    app.command("ledger")(command)
