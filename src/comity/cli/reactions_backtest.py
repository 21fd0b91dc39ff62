"""`comity reactions backtest`."""

from __future__ import annotations

from typing import Annotated

import typer

from comity.cli import options
from comity.cli.bench import command_line_bench, spare_pandas
from comity.cli.output import parse_format, write_result
from comity.cli.progress_bar import progress_bar
from comity.cli.reactions_options import Classes, Duplicates, Gaps, SeriesFile, content_of
from comity.vocabulary.period import parse_day, parse_granularity

Start = Annotated[
    str,
    typer.Option("--start", metavar="DATE", help="Forecast the steps from this day on."),
]
Step = Annotated[str, typer.Option("--step", metavar="PERIOD", help="day or week.")]
RefitEvery = Annotated[
    int | None,
    typer.Option(
        "--refit-every",
        metavar="STEPS",
        help="Fit anew each so many steps, always on the past alone; by default each step, and "
        "more seldom where there are many dyads.",
    ),
]


def command(
    series: SeriesFile,
    start: Start,
    step: Step = "week",
    refit_every: RefitEvery = None,
    out: options.Out = None,
    classes: Classes = "",
    gaps: Gaps = None,
    duplicates: Duplicates = "refuse",
    first_day: options.From = None,
    last_day: options.To = None,
    fmt: options.FormatOption = "table",
) -> None:
    """Forecast each step of your own series from its past alone, and score it.

    For each directed dyad, class and step the mean and the 50% and 90% intervals that were to be
    expected, beside what was observed. A signed series (date, source, target, value) has no class.
    """
    output = parse_format(fmt)
    spare_pandas()
    content, from_day = content_of(series), parse_day(start)
    # Imported here, so that the help and a wrong option are told at once.
    from comity.workbench.reactions_backtest import ReactionsBacktestRequest, reactions_backtest

    request = ReactionsBacktestRequest(
        series=content,
        start=from_day,
        step=parse_granularity(step),
        refit_every=refit_every,
        classes=classes,
        gaps=tuple(gaps or ()),
        duplicates=duplicates.strip().lower(),
        first_day=options.first(first_day),
        last_day=options.last(last_day),
    )
    with command_line_bench() as bench, progress_bar() as told:
        result = reactions_backtest(bench, request, progress=told)
    write_result(result.table, output, out=out, notes=[result.text, *result.notes])


def add_to(app: typer.Typer) -> None:
    app.command("backtest")(command)
