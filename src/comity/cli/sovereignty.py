"""`comity sovereignty`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from comity.cli import options
from comity.cli.bench import command_line_bench, spare_pandas
from comity.cli.output import Format, parse_format, write_result

if TYPE_CHECKING:
    import pyarrow as pa

SCREEN = (
    *("dimension", "score", "lower", "upper", "picture"),
    *("peers_low", "peers_median", "peers_high", "indicators", "of_indicators", "note"),
)
HEADINGS = {"picture": "0 to 100", "of_indicators": "of"}
OF_INDICATORS = (
    *("dimension", "indicator", "value", "year", "score", "direction", "dataset", "unit", "note"),
)
CELLS = 41
LEGEND = "● the state, ━ its interval, ─ the range of its peers, ┼ their median."

State = Annotated[
    str, typer.Argument(metavar="STATE", help="A state: a code (KAZ) or a name (Kazakhstan).")
]
Year = Annotated[
    int | None,
    typer.Option("--year", metavar="YEAR", help="By default the newest with figures of the state."),
]
Peers = Annotated[
    str,
    typer.Option(
        "--peers",
        metavar="PEERS",
        help="Beside whom: a region (eurasia), world, or states (KAZ,UZB). By default its region.",
    ),
]
Listed = Annotated[
    bool, typer.Option("--indicators", help="Print the indicators behind the scores.")
]
MaxAge = Annotated[
    int | None,
    typer.Option(
        "--max-age", metavar="YEARS", help="Leave out figures that are older; by default 15."
    ),
]


def command(
    state: State,
    year: Year = None,
    peers: Peers = "",
    listed: Listed = False,
    max_age: MaxAge = None,
    fmt: options.FormatOption = "table",
    out: options.Out = None,
    as_of: options.AsOf = None,
) -> None:
    """Print how far a state depends on others, along six dimensions.

    Economic, political, military, strategic, resource, territorial: 0 to 100, higher is more in its
    own hands, beside its peers' range. A dimension without data says so, and has no number.
    """
    output = parse_format(fmt)
    spare_pandas()
    # Imported here, so that the help and a wrong option are told at once.
    from comity.workbench.sovereignty import SovereigntyRequest, sovereignty

    asked = {} if max_age is None else {"max_age": max_age}
    request = SovereigntyRequest.model_validate(
        {"state": state, "year": year, "peers": peers, **asked}
    )
    with command_line_bench(as_of) as bench:
        result = sovereignty(bench, request)
    notes = [result.text, result.peers_text, result.terms, f"Lake version {result.lake_version}."]
    if listed:
        write_result(
            result.indicators,
            output,
            out=out,
            columns=OF_INDICATORS,
            exact=("value",),
            notes=notes,
        )
        return
    on_screen = output is Format.TABLE and out is None
    table = _with_picture(result.table) if on_screen else result.table
    notes.insert(1, LEGEND if on_screen else "")
    write_result(table, output, out=out, columns=SCREEN, headings=HEADINGS, notes=notes)


def _with_picture(table: pa.Table) -> pa.Table:
    """The table with a line of characters from 0 to 100 for each dimension."""
    import pyarrow as pa

    return table.append_column("picture", pa.array([_picture(r) for r in table.to_pylist()]))


def _picture(row: dict[str, Any]) -> str:
    cells = ["·"] * CELLS
    if row["score"] is None:
        return ""
    _draw(cells, row["peers_low"], row["peers_high"], "─")
    _draw(cells, row["lower"], row["upper"], "━")
    for name, mark in (("peers_median", "┼"), ("score", "●")):
        _draw(cells, row[name], row[name], mark)
    return "".join(cells)


def _draw(cells: list[str], low: float | None, high: float | None, mark: str) -> None:
    if low is None or high is None:
        return
    first, last = (round(value / 100 * (CELLS - 1)) for value in (low, high))
    cells[first : last + 1] = [mark] * (last - first + 1)


def add_to(app: typer.Typer) -> None:
    app.command("sovereignty")(command)
