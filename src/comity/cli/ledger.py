"""`comity ledger`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from comity.cli import options
from comity.cli.bench import command_line_bench, spare_pandas
from comity.cli.output import parse_format, write_result
from comity.errors import not_one_of
from comity.vocabulary.period import parse_granularity

if TYPE_CHECKING:
    from comity.measures.counting import Counting

CLASSES = ("friendly", "neutral", "insult", "offence", "attack", "meeting")
COVERED = ("days_covered", "days")
SCREEN = (
    "source", "target", "period", *CLASSES, "acts", "reports", "breach", "net_goldstein",
    *COVERED, "volume",
)  # fmt: skip
RATES = {f"{name}_per_thousand": f"{name}/1000" for name in (*CLASSES, "acts")}
PER_THOUSAND = ("source", "target", "period", *RATES, "acts", "volume", "reports", *COVERED)
ACTS = (
    "day", "source", "target", "code", "title", "reading", "reports", "mirrored", "outlets",
    "goldstein", "count", "source_organ", "target_organ", "records", "files",
)  # fmt: skip

Period = Annotated[
    str, typer.Option("--period", metavar="PERIOD", help="day, week, month, quarter or year.")
]
Both = Annotated[bool, typer.Option("--both", help="Add the other direction.")]
Count = Annotated[
    str,
    typer.Option(
        "--count",
        metavar="WHAT",
        help="What the classes count: acts (one act, many reports) or records (each report).",
    ),
]
PerThousand = Annotated[
    bool,
    typer.Option(
        "--per-thousand",
        help="Give the counts per thousand records that the source reported, whoever acts, too.",
    ),
]
Acts = Annotated[
    bool,
    typer.Option(
        "--acts", help="List the single acts instead, each with its reports, outlets and records."
    ),
]
Engine = Annotated[
    str, typer.Option("--engine", metavar="ENGINE", help="Compute on duckdb or spark.")
]


def command(
    source: options.Source,
    target: options.Target,
    period: Period = "month",
    first_day: options.From = None,
    last_day: options.To = None,
    both: Both = False,
    count: Count = "acts",
    per_thousand: PerThousand = False,
    acts: Acts = False,
    dataset: options.Dataset = None,
    voice: options.Voice = "institutions",
    engine: Engine = "duckdb",
    fmt: options.FormatOption = "table",
    out: options.Out = None,
    as_of: options.AsOf = None,
) -> None:
    """Print the directed series of acts of one state toward another.

    0 inside coverage, absent outside it. Meetings are undirected: counted apart, as recorded
    in either direction.
    """
    output = parse_format(fmt)
    if engine != "spark":
        spare_pandas()
    # Imported here, so that the help and a wrong option are told at once.
    from comity.workbench.ledger import LedgerRequest, ledger

    request = LedgerRequest(
        source=source,
        target=target,
        period=parse_granularity(period),
        first_day=options.first(first_day),
        last_day=options.last(last_day),
        both=both,
        count=_counting(count),
        per_thousand=per_thousand,
        acts=acts,
        dataset=dataset,
        voice=options.voice(voice),
        engine=engine.strip().lower(),
    )
    with command_line_bench(as_of) as bench:
        result = ledger(bench, request)
    notes = [*([result.text] if acts else []), result.coverage]
    notes.append(f"Lake version {result.lake_version}.")
    columns = ACTS if acts else PER_THOUSAND if per_thousand else SCREEN
    write_result(result.table, output, out=out, columns=columns, headings=RATES, notes=notes)


def _counting(text: str) -> Counting:
    from comity.measures.counting import Counting

    try:
        return Counting(text.strip().lower())
    except ValueError:
        raise not_one_of("thing to count", text, list(Counting)) from None


def add_to(app: typer.Typer) -> None:
    app.command("ledger")(command)
