"""`comity blocs`."""

from __future__ import annotations

from typing import Annotated

import typer

from comity.cli import options
from comity.cli.bench import command_line_bench, spare_pandas
from comity.cli.output import parse_format, write_result

SCREEN = (
    *("year", "state", "bloc", "bloc_name", "stability", "bridge", "second_bloc", "second_share"),
    "layers",
)
ONE_YEAR = SCREEN[1:]

Year = Annotated[
    int | None,
    typer.Option("--year", metavar="YEAR", help="One year; by default the newest with roll calls."),
]
First = Annotated[int | None, typer.Option("--from", metavar="YEAR", help="First year of a span.")]
Last = Annotated[int | None, typer.Option("--to", metavar="YEAR", help="Last year, included.")]
State = Annotated[
    str, typer.Option("--state", metavar="STATE", help="Only this state: a code or a name.")
]
Layers = Annotated[
    str,
    typer.Option(
        "--layers",
        metavar="NAMES",
        help="Kinds of ties, with commas: votes, alliances, agreements, trade, cooperation; also "
        "organisations, migration, visas.",
    ),
]
Resolution = Annotated[
    float, typer.Option("--resolution", help="Above 1: more and smaller blocs; below: fewer.")
]
Runs = Annotated[int, typer.Option("--runs", help="Runs that blocs must hold over.")]
Seed = Annotated[int, typer.Option("--seed", help="The same seed gives the same blocs.")]


def command(
    year: Year = None,
    first_year: First = None,
    last_year: Last = None,
    state: State = "",
    layers: Layers = "votes,alliances,agreements,trade,cooperation",
    resolution: Resolution = 1.0,
    runs: Runs = 50,
    seed: Seed = 1,
    fmt: options.FormatOption = "table",
    out: options.Out = None,
    as_of: options.AsOf = None,
) -> None:
    """Find the blocs of states by year, how sure each membership is, and who stands between.

    Communities in the network of votes, alliances, agreements, trade and net cooperation. A layer
    that is not on record for a year is missing, and is told; it is never taken as no ties.
    """
    output = parse_format(fmt)
    spare_pandas()
    # Imported here, so that the help and a wrong option are told at once.
    from comity.workbench.blocs import BlocsRequest, blocs

    request = BlocsRequest(
        year=year,
        first_year=first_year,
        last_year=last_year,
        state=state,
        layers=layers.lower(),
        resolution=resolution,
        runs=runs,
        seed=seed,
    )
    with command_line_bench(as_of) as bench:
        result = blocs(bench, request)
    one = result.blocs.years[0] == result.blocs.years[-1]
    notes = [result.text, result.missing, result.terms, f"Lake version {result.lake_version}."]
    columns = ONE_YEAR if one else SCREEN
    write_result(result.table, output, out=out, columns=columns, notes=notes)


def add_to(app: typer.Typer) -> None:
    app.command("blocs")(command)
