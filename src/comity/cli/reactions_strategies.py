"""`comity reactions strategies`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from comity.cli import options
from comity.cli.bench import command_line_bench, spare_pandas
from comity.cli.output import parse_format, write_result
from comity.cli.reactions_options import content_of

Games = Annotated[
    Path,
    typer.Option(
        "--games",
        metavar="FILE",
        help="CSV or Parquet: treatment, id, game, period, choice, other.choice (c or d).",
    ),
]
Resamples = Annotated[
    int, typer.Option("--resamples", help="How often sequences are drawn for standard errors.")
]
Seed = Annotated[int, typer.Option("--seed", help="The same seed gives the same numbers.")]

SCREEN = ("treatment", "strategy", "share", "standard_error", "probability", "log_likelihood")


def command(
    games: Games,
    resamples: Resamples = 500,
    seed: Seed = 1,
    fmt: options.FormatOption = "table",
    out: options.Out = None,
) -> None:
    """Estimate the shares of strategies in repeated games: tit for tat, grim trigger and others.

    Finite mixtures of six strategies with one tremble (Dal Bó and Fréchette 2011), by treatment,
    with standard errors. One sequence alone gets posterior probabilities.
    """
    output = parse_format(fmt)
    spare_pandas()
    # Imported here, so that the help and a wrong option are told at once.
    from comity.workbench.reactions_strategies import (
        ReactionsStrategiesRequest,
        games_of,
        reactions_strategies,
    )

    request = ReactionsStrategiesRequest(
        games=games_of(content_of(games)), resamples=resamples, seed=seed
    )
    with command_line_bench() as bench:
        result = reactions_strategies(bench, request)
    columns = [name for name in SCREEN if result.table[name].null_count < result.table.num_rows]
    notes = [result.text, *result.notes]
    write_result(result.table, output, out=out, columns=columns, notes=notes)


def add_to(app: typer.Typer) -> None:
    app.command("strategies")(command)
