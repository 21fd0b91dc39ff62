"""`comity facts`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from comity.cli import options
from comity.cli.bench import command_line_bench, spare_pandas
from comity.cli.output import parse_format, write_result

if TYPE_CHECKING:
    import pyarrow as pa

LISTED = ("fact", "title", "of", "first_day", "last_day", "rows", "unit", "dataset")
FOUND = ("fact", "first_day", "last_day", "value", "text", "unit", "dataset", "title")

LONG_CODE = 24

State = Annotated[
    str,
    typer.Argument(
        metavar="STATE", help="Whose facts: a code or a name. Without it, what facts there are."
    ),
]
Other = Annotated[
    str, typer.Argument(metavar="OTHER", help="Only its facts toward this state, directed.")
]
Fact = Annotated[
    list[str] | None,
    typer.Option("--fact", metavar="CODE", help="Only this fact; can be given several times."),
]
Search = Annotated[
    str,
    typer.Option(
        "--search", metavar="TEXT", help="Only facts with these words in code, title or dataset."
    ),
]
Dataset = Annotated[
    str | None, typer.Option("--source", metavar="DATASET", help="Only facts of this dataset.")
]
Both = Annotated[bool, typer.Option("--both", help="Add the other direction.")]


def command(
    state: State = "",
    other: Other = "",
    fact: Fact = None,
    search: Search = "",
    dataset: Dataset = None,
    first_day: options.From = None,
    last_day: options.To = None,
    both: Both = False,
    fmt: options.FormatOption = "table",
    out: options.Out = None,
    as_of: options.AsOf = None,
) -> None:
    """Print structural facts of a state, or toward another: trade, population, visas.

    Newest first, each with the days (both included) that it is on record for. Without a state:
    the facts that the lake has. What is not on record has no row, and is never a zero.
    """
    output = parse_format(fmt)
    spare_pandas()
    # Imported here, so that the help and a wrong option are told at once.
    from comity.workbench.facts import FactsRequest, facts

    request = FactsRequest(
        state=state,
        other=other,
        fact=tuple(fact or ()),
        search=search,
        dataset=dataset,
        first_day=options.first(first_day),
        last_day=options.last(last_day),
        both=both,
    )
    with command_line_bench(as_of) as bench:
        result = facts(bench, request)
    notes = [result.text, result.terms, f"Lake version {result.lake_version}."]
    columns = _shown(result.table, both=both) if state else LISTED
    exact = _uncut(result.table) if state else ("fact",)
    write_result(result.table, output, out=out, columns=columns, exact=exact, notes=notes)


def _shown(table: pa.Table, *, both: bool) -> list[str]:
    """The columns for a screen: without those that say nothing, or the same in each row."""
    parties = [name for name in ("state", "source", "target") if name in table.column_names]
    said = [name for name in FOUND if not table.num_rows or table[name].null_count < table.num_rows]
    return [*parties, *said] if both else [*said, *parties]


def _uncut(table: pa.Table) -> list[str]:
    """The columns to show whole: values; and codes, as long as they leave room for values."""
    longest = max(map(len, table["fact"].to_pylist()), default=0)
    return ["value", "fact"] if longest <= LONG_CODE else ["value"]


def add_to(app: typer.Typer) -> None:
    app.command("facts")(command)
