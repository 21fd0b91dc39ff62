"""`comity drift`."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated

import typer

from comity.cli import options
from comity.cli.bench import command_line_bench, spare_pandas
from comity.cli.output import parse_format, write_result

# What a screen has of the moves, under shorter headings.
MOVES: Mapping[str, str] = MappingProxyType(
    {
        "state": "state",
        "pole": "pole",
        "first_period": "from",
        "last_period": "to",
        "distance_first": "then",
        "distance_first_lower": "then_low",
        "distance_first_upper": "then_high",
        "distance_last": "now",
        "distance_last_lower": "now_low",
        "distance_last_upper": "now_high",
        "speed_per_decade": "a_decade",
        "lower": "low",
        "upper": "high",
        "probability_nearer": "p_trend_nearer",
        "probability_net_nearer": "p_now_nearer",
        "verdict": "verdict",
        "change_points": "breaks",
        "hedging_first": "hedging_then",
        "hedging_last": "hedging_now",
    }
)

State = Annotated[
    str, typer.Argument(metavar="STATE", help="Whose drift; without it, that of a whole region.")
]
Region = Annotated[
    str, typer.Option("--region", metavar="REGION", help="All states of a region, and its poles.")
]
Toward = Annotated[
    str,
    typer.Option(
        "--toward",
        metavar="POLES",
        help="States or organisations, with commas; by default the region's poles.",
    ),
]
First = Annotated[
    int | None,
    typer.Option("--from", metavar="YEAR", help="First year; by default 30 before the last."),
]
Last = Annotated[int | None, typer.Option("--to", metavar="YEAR", help="Last year, included.")]
By = Annotated[str, typer.Option("--by", metavar="PERIOD", help="session or year.")]
Level = Annotated[float, typer.Option("--level", help="Level of the intervals.")]
Show = Annotated[
    str,
    typer.Option(
        "--show",
        metavar="TABLE",
        help="moves; series (the distance in each period); changes (breaks); hedging (how evenly "
        "ties are spread, by year); shares (of each pole, by kind of tie).",
    ),
]


def command(
    state: State = "",
    region: Region = "",
    toward: Toward = "",
    first_year: First = None,
    last_year: Last = None,
    by: By = "session",
    level: Level = 0.9,
    show: Show = "moves",
    fmt: options.FormatOption = "table",
    out: options.Out = None,
    as_of: options.AsOf = None,
) -> None:
    """Show which states move toward which pole or away, how fast, and how surely.

    From votes in the UN General Assembly: the distance between ideal points then and now, its
    change a decade with interval, the probabilities that its trend is down and that it is smaller
    now than then, breaks; and how evenly each
    state spreads its ties over the poles.
    """
    output = parse_format(fmt)
    spare_pandas()
    # Imported here, so that the help and a wrong option are told at once.
    from comity.workbench.drift import DriftRequest, drift

    request = DriftRequest(
        state=state,
        region=region,
        toward=toward,
        first_year=first_year,
        last_year=last_year,
        by=by.strip().lower(),
        level=level,
        show=show.strip().lower(),
    )
    with command_line_bench(as_of) as bench:
        result = drift(bench, request)
    notes = [result.text, *result.missing, result.terms, f"Lake version {result.lake_version}."]
    columns, headings = (list(MOVES), MOVES) if request.show == "moves" else ([], {})
    write_result(result.table, output, out=out, columns=columns, headings=headings, notes=notes)


def add_to(app: typer.Typer) -> None:
    app.command("drift")(command)
