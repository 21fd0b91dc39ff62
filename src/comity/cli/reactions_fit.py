"""`comity reactions fit`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from comity.cli import options
from comity.cli.bench import command_line_bench, spare_pandas
from comity.cli.output import Format, parse_format, print_notes, writable, write_result
from comity.cli.progress_bar import progress_bar
from comity.cli.reactions_options import Classes, Duplicates, Gaps, SeriesFile, content_of
from comity.vocabulary.period import Granularity, parse_granularity

if TYPE_CHECKING:
    from comity.workbench.reactions_fit import ReactionsFitResult

SCREEN = (
    *("responder", "initiator", "stimulus", "response", "stimulus_acts", "extra_acts_30d"),
    *("lower", "upper", "total_30d", "half_life_days", "significant", "q_value", "own_evidence"),
    "baseline_per_day",
)

Period = Annotated[
    str | None,
    typer.Option(
        "--period",
        metavar="PERIOD",
        help="day or week; by default day, or week where all dates are of one weekday.",
    ),
]


def command(
    series: SeriesFile,
    out: options.Out = None,
    period: Period = None,
    classes: Classes = "",
    gaps: Gaps = None,
    duplicates: Duplicates = "refuse",
    first_day: options.From = None,
    last_day: options.To = None,
    fmt: options.FormatOption = "table",
) -> None:
    """Estimate the reaction functions of your own series, and write them: `--out FILE.json`.

    A row for each directed dyad and pair of classes: how many more acts of the responder follow,
    within 30 days, one more act of the initiator. A missing day inside the span is 0.
    """
    output = _format(fmt, out)
    spare_pandas()
    content = content_of(series)
    # Imported here, so that the help and a wrong option are told at once.
    from comity.workbench.reactions_fit import ReactionsFitRequest, reactions_fit

    request = ReactionsFitRequest(
        series=content,
        period=step(period),
        classes=classes,
        gaps=tuple(gaps or ()),
        duplicates=duplicates.strip().lower(),
        first_day=options.first(first_day),
        last_day=options.last(last_day),
    )
    with command_line_bench() as bench, progress_bar() as told:
        result = reactions_fit(bench, request, progress=told)
    notes = [result.text, result.checked, *result.notes]
    if output is Format.JSON:
        _write_json(result, out)
        print_notes(notes)
        return
    write_result(result.table, output, out=out, columns=SCREEN, notes=notes)


def step(period: str | None) -> Granularity | None:
    """The step of time by name; None where it is not said."""
    return None if period is None else parse_granularity(period)


def _format(fmt: str, out: Path | None) -> Format:
    """The format that is asked for, or that the file's name says."""
    output = parse_format(fmt)
    ending = out.suffix.lstrip(".").lower() if out is not None else ""
    return Format(ending) if output is Format.TABLE and ending in list(Format) else output


def _write_json(result: ReactionsFitResult, out: Path | None) -> None:
    from comity.cli.reactions_json import fit_json

    content = fit_json(result)
    if out is None:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return
    with writable(out):
        out.write_bytes(content)


def add_to(app: typer.Typer) -> None:
    app.command("fit")(command)
