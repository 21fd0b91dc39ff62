"""`comity similarity`."""

from __future__ import annotations

from typing import Annotated

import typer

from comity.cli import options
from comity.cli.bench import command_line_bench, spare_pandas
from comity.cli.output import Format, parse_format, write_result

SCREEN = ("period", "value", "lower", "upper", "items", "measure", "distance", "dataset")

State = Annotated[
    str,
    typer.Argument(metavar="STATE", help="A code or name; for votes also a bloc such as EU."),
]
Other = Annotated[str, typer.Argument(metavar="OTHER", help="The other state or bloc.")]
Of = Annotated[
    str, typer.Option("--of", metavar="ITEMS", help="votes, alliances, organisations or trade.")
]
By = Annotated[
    str, typer.Option("--by", metavar="PERIOD", help="year; for votes also session or all.")
]
Measure = Annotated[
    str,
    typer.Option(
        "--measure",
        metavar="NAME",
        help="pi (Scott, chance-corrected), kappa (Cohen), agreement, or s (Signorino and Ritter).",
    ),
]
Distance = Annotated[
    str | None,
    typer.Option(
        "--distance",
        metavar="NAME",
        help="absolute, squared or nominal; by default squared for pi and kappa, else "
        "absolute; of trade absolute.",
    ),
]
Issue = Annotated[
    str | None,
    typer.Option(
        "--issue",
        metavar="CODE",
        help="Only roll calls on me (Middle East), nu (nuclear), di (disarmament), hr (human "
        "rights), co (colonialism) or ec (economic development).",
    ),
]
Binary = Annotated[
    bool, typer.Option("--binary", help="Alliances and memberships as there or not, not graded.")
]
Weights = Annotated[
    str,
    typer.Option("--weights", metavar="NAME", help="cinc weighs allies by their capabilities."),
]
MinItems = Annotated[
    int,
    typer.Option("--min-items", metavar="N", min=1, help="Leave out periods with fewer items."),
]
Level = Annotated[float, typer.Option("--level", metavar="SHARE", help="Level of the intervals.")]


def command(
    state: State,
    other: Other,
    of: Of = "votes",
    by: By = "year",
    measure: Measure = "pi",
    distance: Distance = None,
    issue: Issue = None,
    binary: Binary = False,
    weights: Weights = "none",
    first_day: options.From = None,
    last_day: options.To = None,
    min_items: MinItems = 5,
    level: Level = 0.90,
    fmt: options.FormatOption = "table",
    out: options.Out = None,
    as_of: options.AsOf = None,
) -> None:
    """Measure how alike two states are in votes, alliances, organisations or trade.

    By period, with an interval and the number of shared items. Pi and kappa are corrected for
    chance: 0 is what chance would give. A period without shared items has no row.
    """
    output = parse_format(fmt)
    spare_pandas()
    # Imported here, so that the help and a wrong option are told at once.
    from comity.workbench.similarity import SimilarityRequest, similarity

    request = SimilarityRequest(
        state=state,
        other=other,
        of=of,
        by=by,
        measure=measure,
        distance=distance,
        issue=issue,
        binary=binary,
        weights=weights,
        first_day=options.first(first_day),
        last_day=options.last(last_day),
        min_items=min_items,
        level=level,
    )
    with command_line_bench(as_of) as bench:
        result = similarity(bench, request)
    notes = [result.text, result.terms, f"Lake version {result.lake_version}."]
    columns = SCREEN if output is Format.TABLE else ()
    write_result(result.table, output, out=out, columns=columns, notes=notes)


def add_to(app: typer.Typer) -> None:
    app.command("similarity")(command)
