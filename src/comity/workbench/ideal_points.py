"""`ideal-points`: where states stand in the UN General Assembly, by session or year."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc
from pydantic import Field, SkipValidation

from comity.errors import BadValue, OutsideCoverage, not_one_of
from comity.measures.ideal_points import LEVEL, IdealPoints
from comity.measures.ideal_points import ideal_points as estimated
from comity.measures.ideal_points.ballots import LEAST_VOTES, check_issue
from comity.registry.actors import actors
from comity.store.facts import terms_of
from comity.workbench.bench import Workbench
from comity.workbench.estimates import lake_ideal_points
from comity.workbench.result import Names, Request, Result
from comity.workbench.vote_files import roll_calls_of, votes_of

PERIODS = ("session", "year")


class IdealPointsRequest(Request):
    """Which votes, by which periods; with `votes` and `roll_calls` the user's own, not the lake's.

    `votes` is the content of a CSV or Parquet file (rcid, iso3, vote), `roll_calls` likewise
    (rcid, date, session and what else `roll_calls_of` reads).
    """

    by: str = Field("session", description="session or year")
    issue: str | None = Field(None, description="only roll calls on: me nu di hr co ec")
    state: Names = Field((), description="only the rows of these states")
    level: float = Field(LEVEL, description="level of the intervals, 0.5 to 1")
    min_votes: int = Field(LEAST_VOTES, ge=1, description="votes a state needs in a period")
    seed: int = Field(1, ge=0, description="the same seed gives the same numbers")
    votes: bytes | None = Field(None, repr=False, description="content of a file of votes")
    roll_calls: bytes | None = Field(None, repr=False, description="content of their roll calls")


class IdealPointsResult(Result):
    """`.table` has a row for each state and period: ideal point, interval, number of votes.

    `estimate` is the whole, with joint draws; `notes` say what was left out; `terms` on what
    terms the votes came.
    """

    estimate: SkipValidation[IdealPoints] = Field(exclude=True, repr=False)
    notes: tuple[str, ...]
    terms: str


def ideal_points(bench: Workbench, request: IdealPointsRequest) -> IdealPointsResult:
    """Dynamic ideal points (Bailey, Strezhnev and Voeten 2017) from the lake or from own files.

    Raises BadValue for an option that is not valid, BadInput for a file that is none of votes,
    OutsideCoverage where nothing can be estimated, NotConverged where the chains disagree.
    """
    _check(request)
    own = request.votes is not None
    found, version, terms = _own(bench, request) if own else _of_lake(bench, request)
    table = found.table
    if request.state:
        codes = [_state(name, found) for name in request.state]
        table = table.filter(pc.is_in(table["state"], value_set=pa.array(codes, pa.string())))
        if not table.num_rows:
            raise OutsideCoverage(
                f"No votes of {', '.join(codes)} are on record.",
                next_step="`comity ideal-points` without --state tells of every state with votes.",
            )
    return IdealPointsResult(
        table=table,
        text=found.text,
        lake_version=version,
        estimate=found,
        notes=(*_said_of_codes(table), *found.notes),
        terms=terms,
    )


def _said_of_codes(table: pa.Table) -> tuple[str, ...]:
    """What a code stands for where that is not plain."""
    if "TWN" not in table["state"].to_pylist():
        return ()
    return ("TWN: until 1971 sources record the seat of China in the United Nations under it.",)


def _check(request: IdealPointsRequest) -> None:
    if request.by not in PERIODS:
        raise not_one_of("kind of period", request.by, PERIODS)
    if request.issue is not None:
        check_issue(request.issue)
    if (request.votes is None) != (request.roll_calls is None):
        raise BadValue(
            "Votes and their roll calls go together: one of the two files is missing.",
            next_step="Give --votes and --rollcalls, or neither.",
        )


def _own(bench: Workbench, request: IdealPointsRequest) -> tuple[IdealPoints, None, str]:
    assert request.votes is not None
    assert request.roll_calls is not None
    found = estimated(
        votes_of(request.votes, "The file of votes"),
        roll_calls_of(request.roll_calls, "The file of roll calls"),
        by="year" if request.by == "year" else "session",
        issue=request.issue,
        level=request.level,
        least_votes=request.min_votes,
        seed=request.seed,
        progress=bench.progress,
    )
    return found, None, ""


def _of_lake(bench: Workbench, request: IdealPointsRequest) -> tuple[IdealPoints, int, str]:
    reading = bench.reading()
    found = lake_ideal_points(
        reading,
        by="year" if request.by == "year" else "session",
        issue=request.issue,
        level=request.level,
        least_votes=request.min_votes,
        seed=request.seed,
        progress=bench.progress,
    )
    return found, reading.version.number, terms_of(reading, [found.dataset or ""])


def _state(name: str, found: IdealPoints) -> str:
    """The code of a state; a user's own file may have codes of its own."""
    return name if name in found.states else actors().find(name).code
