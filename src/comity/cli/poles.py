"""`comity poles`."""

from __future__ import annotations

from typing import Annotated

import typer

from comity.cli import options
from comity.cli.bench import command_line_bench, spare_pandas
from comity.cli.output import parse_format, write_result

SCREEN = (
    *("year", "effective_poles", "largest", "largest_share", "second", "second_share"),
    *("herfindahl", "con", "states", "groups", "largest_members", "dataset"),
)
OF_GROUPS = ("groups", "largest_members")

Of = Annotated[
    str,
    typer.Option(
        "--of",
        metavar="QUANTITY",
        help="capabilities (CINC), gdp, spending, trade or alliances; by default the first of "
        "capabilities, gdp and trade that the lake has.",
    ),
]
Among = Annotated[
    str,
    typer.Option("--among", metavar="STATES", help="Only among these states: USA,CHN,RUS,FRA,GBR."),
]


def command(
    of: Of = "",
    first_year: options.From = None,
    last_year: options.To = None,
    among: Among = "",
    fmt: options.FormatOption = "table",
    out: options.Out = None,
    as_of: options.AsOf = None,
) -> None:
    """Print how many poles the world has by year: by capabilities, trade or alliances.

    The number of poles is 1 / the sum of squared shares. Of alliances, the shares are those of
    groups of states that look to the same strongest power through pacts of defence.
    """
    output = parse_format(fmt)
    spare_pandas()
    # Imported here, so that the help and a wrong option are told at once.
    from comity.workbench.poles import PolesRequest, poles

    first, last = options.first(first_year), options.last(last_year)
    request = PolesRequest(
        of=of,
        first_year=first.year if first else None,
        last_year=last.year if last else None,
        among=among,
    )
    with command_line_bench(as_of) as bench:
        result = poles(bench, request)
    shown = [name for name in SCREEN if result.of == "alliances" or name not in OF_GROUPS]
    notes = [result.text, result.terms, f"Lake version {result.lake_version}."]
    write_result(result.table, output, out=out, columns=shown, notes=notes)


def add_to(app: typer.Typer) -> None:
    app.command("poles")(command)
