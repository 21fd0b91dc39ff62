"""`comity ties`."""

from __future__ import annotations

from typing import Annotated

import typer

from comity.cli import options
from comity.cli.bench import command_line_bench, spare_pandas
from comity.cli.output import parse_format, write_result
from comity.errors import BadValue

SHOWN = ("target", "tie", "value", "unit", "last_day", "dataset", "text", "title")
HEADINGS = {"last_day": "as of"}

State = Annotated[
    str, typer.Argument(metavar="STATE", help="Whose ties: a code (KAZ) or a name (Kazakhstan).")
]
Toward = Annotated[
    str,
    typer.Option(
        "--toward", metavar="LIST", help="With whom: states or organisations, as RUS,CHN,EU."
    ),
]
Year = Annotated[int | None, typer.Option("--year", metavar="YEAR", help="Only this year.")]
Tie = Annotated[
    list[str] | None,
    typer.Option("--tie", metavar="NAME", help="Only this tie; can be given several times."),
]


def command(
    state: State,
    toward: Toward = "",
    year: Year = None,
    first_day: options.From = None,
    last_day: options.To = None,
    tie: Tie = None,
    fmt: options.FormatOption = "table",
    out: options.Out = None,
    as_of: options.AsOf = None,
) -> None:
    """Print structural ties: alliances, agreements, trade, visas, migrants, borders.

    Each as of the newest year on record, or with --from and --to a row a year, from one named
    source. With an organisation: its members of that day together. What no source covers is named
    below the table, and never a zero.
    """
    output = parse_format(fmt)
    if year is not None and (first_day or last_day):
        raise BadValue("--year is one year, --from and --to are a span.", next_step="Choose one.")
    first, last = options.first(first_day), options.last(last_day)
    spare_pandas()
    # Imported here, so that the help and a wrong option are told at once.
    from comity.workbench.ties import TiesRequest, ties

    request = TiesRequest(
        state=state,
        toward=toward,
        first_year=year if first is None else first.year,
        last_year=year if last is None else last.year,
        tie=tuple(tie or ()),
    )
    with command_line_bench(as_of) as bench:
        result = ties(bench, request)
    notes = [result.text, *result.missing, result.terms, f"Lake version {result.lake_version}."]
    write_result(
        result.table,
        output,
        out=out,
        columns=SHOWN,
        exact=("value", "tie"),
        headings=HEADINGS,
        notes=notes,
    )


def add_to(app: typer.Typer) -> None:
    app.command("ties")(command)
