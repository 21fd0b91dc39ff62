"""`comity ideal-points`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from comity.cli import options
from comity.cli.bench import command_line_bench, spare_pandas
from comity.cli.output import parse_format, write_result
from comity.errors import BadInput

Votes = Annotated[
    Path | None,
    typer.Option(
        "--votes",
        metavar="FILE",
        help="Own votes, CSV or Parquet: rcid, iso3, vote (1 yes, 2 abstain, 3 no, 8 absent).",
    ),
]
RollCalls = Annotated[
    Path | None,
    typer.Option(
        "--rollcalls",
        metavar="FILE",
        help="Their roll calls: rcid, date, session; if given me nu di hr co ec, para, amend, "
        "short, descr.",
    ),
]
By = Annotated[str, typer.Option("--by", metavar="PERIOD", help="session or year.")]
Issue = Annotated[
    str | None,
    typer.Option(
        "--issue",
        metavar="CODE",
        help="Only roll calls on: me (Middle East), nu (nuclear), di (disarmament), hr (human "
        "rights), co (colonialism), ec (economic development).",
    ),
]
State = Annotated[
    list[str] | None,
    typer.Option(
        "--state", metavar="STATE", help="Only rows of this state; can be given several times."
    ),
]
Level = Annotated[float, typer.Option("--level", help="Level of the intervals.")]
MinVotes = Annotated[
    int, typer.Option("--min-votes", help="A state with fewer votes in a period has no estimate.")
]
Seed = Annotated[int, typer.Option("--seed", help="The same seed gives the same numbers.")]


def command(
    votes: Votes = None,
    rollcalls: RollCalls = None,
    by: By = "session",
    issue: Issue = None,
    state: State = None,
    level: Level = 0.9,
    min_votes: MinVotes = 5,
    seed: Seed = 1,
    fmt: options.FormatOption = "table",
    out: options.Out = None,
    as_of: options.AsOf = None,
) -> None:
    """Estimate where states stand in the UN General Assembly, with intervals.

    Dynamic ideal points (Bailey, Strezhnev and Voeten 2017), the United States positive, from the
    lake's votes or from your own files. The first estimate of a lake takes half a minute.
    """
    output = parse_format(fmt)
    spare_pandas()
    # Imported here, so that the help and a wrong option are told at once.
    from comity.workbench.ideal_points import IdealPointsRequest, ideal_points

    request = IdealPointsRequest(
        by=by,
        issue=issue,
        state=tuple(state or ()),
        level=level,
        min_votes=min_votes,
        seed=seed,
        votes=_content(votes),
        roll_calls=_content(rollcalls),
    )
    with command_line_bench(as_of) as bench:
        result = ideal_points(bench, request)
    version = [f"Lake version {result.lake_version}."] if result.lake_version else []
    terms = [result.terms] if result.terms else []
    notes = [result.text, *result.notes, *terms, *version]
    write_result(result.table, output, out=out, notes=notes)


def _content(path: Path | None) -> bytes | None:
    try:
        return None if path is None else path.read_bytes()
    except OSError as error:
        raise BadInput(
            f"{path} can't be read: {error.strerror}.", next_step="Check the path."
        ) from error


def add_to(app: typer.Typer) -> None:
    app.command("ideal-points")(command)
