"""`similarity`: how alike two states are in votes, alliances, organisations or trade."""

from __future__ import annotations

import datetime as dt

from pydantic import Field

from comity.errors import BadValue, OutsideCoverage, not_one_of
from comity.measures.bloc_position import bloc_of
from comity.measures.similarity import How, Similarity, vote_similarity
from comity.measures.similarity.matrix import MIN_ITEMS
from comity.measures.similarity.measure import check_distance, check_level, check_measure
from comity.measures.similarity.of_portfolios import portfolio_similarity
from comity.measures.similarity.record import By, Of
from comity.measures.similarity.votes import DATASET, states_of
from comity.registry.actors import actors
from comity.store.facts import terms_of
from comity.store.query import Reading
from comity.vocabulary.bloc import Bloc
from comity.vocabulary.organisation import Organisation
from comity.vocabulary.period import Span
from comity.workbench.bench import Workbench
from comity.workbench.result import Request, Result

OF: tuple[Of, ...] = ("votes", "alliances", "organisations", "trade")
BY: tuple[By, ...] = ("year", "session", "all")
WEIGHTS = ("none", "cinc")

VOTES = """
SELECT rcid, state, vote FROM votes
WHERE dataset = 'un_votes' AND list_contains($states, state) ORDER BY ALL
"""
ROLL_CALLS = """
SELECT rcid, day, session, me, nu, di, hr, co, ec FROM roll_calls
WHERE dataset = 'un_votes' AND day >= coalesce(CAST($first_day AS DATE), '-infinity')
    AND day <= coalesce(CAST($last_day AS DATE), 'infinity')
ORDER BY day, rcid
"""
MEMBERS = """
SELECT organisation, state, status, first_day, end_day FROM memberships
WHERE dataset = 'memberships' AND organisation = $organisation
"""


class SimilarityRequest(Request):
    """Which two, in what, by which measure."""

    state: str = Field(description="a state by code or name; for votes also a bloc such as EU")
    other: str = Field(description="the other state or bloc")
    of: str = Field("votes", description="votes, alliances, organisations or trade")
    by: str = Field("year", description="year; for votes also session or all")
    measure: str = Field("pi", description="pi, kappa, agreement or s")
    distance: str | None = Field(
        None,
        description="absolute, squared or nominal; default: squared for pi and kappa, else "
        "absolute; of trade absolute",
    )
    issue: str | None = Field(None, description="for votes: only one of me, nu, di, hr, co, ec")
    binary: bool = Field(False, description="ties as there or not, instead of graded")
    weights: str = Field("none", description="for alliances: cinc weighs states by capabilities")
    first_day: dt.date | None = Field(None, description="first day of the span")
    last_day: dt.date | None = Field(None, description="last day of the span, included")
    min_items: int = Field(MIN_ITEMS, ge=1, description="fewest shared items of a period")
    level: float = Field(0.90, description="level of the intervals, between 0 and 1")


class SimilarityResult(Result):
    """`.table` has a row a period: value, interval, number of shared items, and the dataset.

    `terms` says on what terms the datasets came.
    """

    terms: str


def similarity(bench: Workbench, request: SimilarityRequest) -> SimilarityResult:
    """The similarity of two states by period, each with its items, interval and dataset.

    Raises UnknownName for a state or bloc that is not known, BadValue for options that do not fit,
    OutsideCoverage where nothing tells of both.
    """
    how = _how(request)
    pair = _pair(request)
    reading = bench.reading()
    if how.of == "votes":
        found = _of_votes(reading, pair, how, request)
    else:
        found = portfolio_similarity(
            reading,
            pair,
            how,
            first_day=request.first_day,
            last_day=request.last_day,
            min_items=request.min_items,
        )
    datasets = {item.dataset for item in found.periods}
    return SimilarityResult(
        table=found.table,
        text=found.text,
        lake_version=reading.version.number,
        terms=terms_of(reading, datasets),
    )


def _how(request: SimilarityRequest) -> How:
    """What is asked, checked. Raises BadValue."""
    if request.first_day and request.last_day:
        Span.inclusive(request.first_day, request.last_day)
    measure = check_measure(request.measure)
    of = next((known for known in OF if known == request.of), None)
    by = next((known for known in BY if known == request.by), None)
    if of is None:
        raise not_one_of("kind of items", request.of, OF)
    if by is None:
        raise not_one_of("kind of period", request.by, BY)
    if request.weights not in WEIGHTS:
        raise not_one_of("kind of weights", request.weights, WEIGHTS)
    if request.issue is not None and of != "votes":
        raise BadValue("Only roll calls have issues.", next_step="Take --of votes.")
    # Squared, one or two great partners would decide all.
    distance = "absolute" if of == "trade" else None
    return How(
        of=of,
        by=by,
        measure=measure,
        distance=check_distance(request.distance or distance, measure),
        scale="shares" if of == "trade" else "binary" if request.binary else "graded",
        weights=request.weights,
        level=check_level(request.level),
    )


def _pair(request: SimilarityRequest) -> tuple[str, str]:
    one, other = (actors().find(name) for name in (request.state, request.other))
    if one.code == other.code:
        raise BadValue(f"{one.code} is on both sides.", next_step="Name two different states.")
    blocs = [side.code for side in (one, other) if isinstance(side, Organisation)]
    if blocs and request.of != "votes":
        raise BadValue(
            f"{blocs[0]} is no state: it has votes through its members, but no {request.of}.",
            next_step="Name two states, or take --of votes.",
        )
    return one.code, other.code


def _of_votes(
    reading: Reading, pair: tuple[str, str], how: How, request: SimilarityRequest
) -> Similarity:
    if request.weights != "none" or request.binary:
        raise BadValue(
            "Roll calls have no weights, and votes three grades.",
            next_step="Leave out --weights and --binary.",
        )
    span = {"first_day": request.first_day, "last_day": request.last_day}
    roll_calls = reading.query(ROLL_CALLS, span)
    if not roll_calls.num_rows:
        raise OutsideCoverage(
            "This lake has no roll calls of these days.",
            next_step=f"Ingest {DATASET}, or choose other days.",
        )
    one, other = (_side(reading, code) for code in pair)
    states = {code for side in (one, other) for code in states_of(side)}
    votes = reading.query(VOTES, {"states": sorted(states)})
    sides = (one, other)
    return vote_similarity(
        votes, roll_calls, sides, how, issue=request.issue, min_items=request.min_items
    )


def _side(reading: Reading, code: str) -> str | Bloc:
    if not isinstance(actors().get(code), Organisation):
        return code
    return bloc_of(reading.query(MEMBERS, {"organisation": code}), code)
