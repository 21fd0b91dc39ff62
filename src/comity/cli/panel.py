"""`comity panel`."""

from __future__ import annotations

from typing import Annotated

import typer

from comity.cli import options
from comity.cli.bench import command_line_bench
from comity.cli.output import parse_format, write_result
from comity.vocabulary.period import parse_granularity
from comity.workbench.panel import PanelRequest, panel

SCREEN = (
    "source", "target", "period", "friendly", "neutral", "insult", "offence", "attack",
    "meeting", "breach", "net_goldstein", "acts", "days_covered", "days",
)  # fmt: skip

Period = Annotated[
    str, typer.Option("--period", metavar="PERIOD", help="day, week, month, quarter or year.")
]
Dataset = Annotated[
    str | None,
    typer.Option(
        "--source",
        "--dataset",
        metavar="NAME",
        help="The source to read; by default the one that covers the longest time.",
    ),
]
EngineName = Annotated[
    str, typer.Option("--engine", metavar="NAME", help="Where to count: duckdb or spark.")
]


def command(
    period: Period = "month",
    first_day: options.From = None,
    last_day: options.To = None,
    dataset: Dataset = None,
    engine: EngineName = "duckdb",
    fmt: options.FormatOption = "table",
    out: options.Out = None,
    as_of: options.AsOf = None,
) -> None:
    """Print the series of all pairs of states, or write it: `--out panel.parquet`.

    One row for each directed pair and period with an act. A covered period without a row is 0.
    """
    output = parse_format(fmt)
    request = PanelRequest(
        period=parse_granularity(period),
        first_day=options.first(first_day),
        last_day=options.last(last_day),
        dataset=dataset,
        engine=engine,
    )
    with command_line_bench(as_of) as bench:
        result = panel(bench, request)
    notes = [result.text, result.coverage, f"Lake version {result.lake_version}."]
    write_result(result.table, output, out=out, columns=SCREEN, notes=notes)


def add_to(app: typer.Typer) -> None:
    app.command("panel")(command)
