"""`comity reactions STATE --to PARTNER`, and `comity reactions --region REGION`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Annotated

import typer

from comity.cli import options
from comity.cli.bench import command_line_bench, spare_pandas
from comity.cli.output import parse_format, print_notes, writable, write_result
from comity.cli.reactions_options import Partner, Toward, split_to
from comity.errors import BadValue
from comity.vocabulary.period import parse_granularity

# What a screen has of the answers, under shorter headings.
ANSWERS: Mapping[str, str] = MappingProxyType(
    {
        "responder": "who",
        "initiator": "answers",
        "stimulus": "act",
        "response": "with",
        "toward": "toward",
        "extra_acts_30d": "extra_30d",
        "lower": "low",
        "upper": "high",
        "total_30d": "total_30d",
        "half_life_days": "half_days",
        "significant": "told",
        "own_evidence": "own",
        "stimulus_acts": "acts",
        "response_acts": "of",
        "forgiveness_days": "over_days",
        "total_lower": "total_low",
        "total_upper": "total_high",
        "q_value": "q",
        "dataset": "source",
    }
)

State = Annotated[
    str, typer.Argument(metavar="STATE", help="One of two states: a code (KAZ) or a name.")
]
Region = Annotated[
    str,
    typer.Option("--region", metavar="REGION", help="The matrix of who answers whom in a region."),
]
Period = Annotated[str, typer.Option("--period", metavar="PERIOD", help="day or week.")]
Changed = Annotated[
    str | None,
    typer.Option(
        "--changed-on", metavar="DATE", help="Of a pair: test whether its answers changed that day."
    ),
]
Third = Annotated[
    str,
    typer.Option(
        "--third",
        metavar="NAMES",
        help="Of a pair: third parties, with commas, whose acts toward one may be answered by the "
        "other. Default: the poles of the region.",
    ),
]
Chart = Annotated[
    Path | None,
    typer.Option("--chart", metavar="FILE", help="Write the chart too, as .svg or .png."),
]


def command(
    state: State = "",
    to: Partner = None,
    toward: Toward = None,
    region: Region = "",
    period: Period = "day",
    first_day: options.From = None,
    dataset: options.Dataset = None,
    changed_on: Changed = None,
    third: Third = "",
    chart: Chart = None,
    fmt: options.FormatOption = "table",
    out: options.Out = None,
    as_of: options.AsOf = None,
) -> None:
    """Show how two states answer each other's acts: how much, how soon, how surely.

    How many more acts follow one act within 30 days, with 90% intervals; or for a region the
    matrix of who answers whom. The first run on a lake estimates all pairs and takes a while.
    """
    output = parse_format(fmt)
    named = split_to(to, toward)
    spare_pandas()
    # Imported here, so that the help and a wrong option are told at once.
    from comity.workbench.reactions import ReactionsRequest, reactions

    request = ReactionsRequest(
        state=state,
        toward=named.partner,
        region=region,
        period=parse_granularity(period),
        first_day=options.first(first_day),
        last_day=named.last_day,
        dataset=dataset,
        changed_on=options.first(changed_on),
        thirds=tuple(name.strip() for name in third.split(",") if name.strip()),
        chart=_kind(chart),
    )
    with command_line_bench(as_of) as bench:
        result = reactions(bench, request)
    notes = [*result.sentences, *result.notes, f"Lake version {result.lake_version}."]
    columns = list(ANSWERS)
    write_result(result.table, output, out=out, columns=columns, headings=ANSWERS, notes=notes)
    if chart is not None and result.chart is not None:
        with writable(chart):
            chart.write_bytes(result.chart)
        print_notes([f"Chart: {chart}."])


def _kind(chart: Path | None) -> str:
    """The kind of chart that a file's name asks for. Raises BadValue for another."""
    kind = "" if chart is None else chart.suffix.lstrip(".").lower()
    if chart is not None and kind not in ("svg", "png"):
        raise BadValue(
            f"{chart} is neither .svg nor .png.", next_step="Name it so: --chart answers.svg."
        )
    return kind
