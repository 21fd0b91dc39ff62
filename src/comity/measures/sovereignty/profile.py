"""The profile of a state: six scores with intervals, its peers' range, and what is missing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Any

import pyarrow as pa

from comity.errors import OutsideCoverage
from comity.measures.sovereignty.dimensions import DIMENSIONS, FACTS, INDICATORS
from comity.measures.sovereignty.indicator import Absent, Found, Indicator
from comity.measures.sovereignty.record import MAX_AGE, Record, record
from comity.measures.sovereignty.score import mean_and_interval
from comity.registry.states import states
from comity.store.query import Reading

S, F, I32 = pa.string(), pa.float64(), pa.int32()
TABLE = pa.schema(
    [
        *(("state", S), ("dimension", S), ("score", F), ("lower", F), ("upper", F)),
        *(("peers_low", F), ("peers_median", F), ("peers_high", F)),
        *(("indicators", I32), ("of_indicators", I32), ("note", S)),
    ]
)
OF_INDICATORS = pa.schema(
    [
        *(("state", S), ("dimension", S), ("indicator", S), ("title", S), ("value", F)),
        *(("unit", S), ("year", I32), ("score", F), ("direction", S), ("dataset", S)),
        *(("formula", S), ("note", S)),
    ]
)
LEVEL, SEED = 0.90, 20_081


@dataclass(frozen=True, slots=True)
class SovereigntyProfile:
    """Scores from 0 to 100 along six dimensions; higher: more in the state's own hands.

    `.table` has a row for each dimension. `score` is the mean of the indicators on record; `lower`
    and `upper` bound it over other choices of indicators and weights (null where there is one
    indicator). `peers_low`, `peers_median`, `peers_high`: the range of the peers' scores.
    `indicators` of `of_indicators` count. Where nothing is on record the score is null, and `note`
    says why. `.indicators` has a row for each indicator, with the year and dataset of its value.
    """

    state: str
    year: int
    peers: tuple[str, ...]
    table: pa.Table = field(compare=False)
    indicators: pa.Table = field(compare=False)
    level: float = LEVEL

    @property
    def text(self) -> str:
        """The scores in a sentence or two, with their limits."""
        rows = self.table.to_pylist()
        told = [_told(row) for row in rows if row["score"] is not None]
        missing = [row["dimension"] for row in rows if row["score"] is None]
        lacking = f" No data: {', '.join(missing)}." if missing else ""
        return (
            f"{self.state} {self.year}, 0 to 100, higher is more in its own hands: "
            f"{'; '.join(told) or 'nothing on record'}.{lacking} It describes dependence on "
            "others, not merit, and nothing in law."
        )


Read = Mapping[str, Sequence[tuple[Indicator, Found | Absent]]]


def sovereignty(
    reading: Reading,
    state: str,
    *,
    year: int | None = None,
    peers: Sequence[str] = (),
    level: float = LEVEL,
    max_age: int = MAX_AGE,
    seed: int = SEED,
) -> SovereigntyProfile:
    """The sovereignty profile of a state at the end of a year, beside its peers.

    `state` and `peers` are codes; `year` None: the newest with figures of the state. An indicator
    takes the newest figure up to that year, and none older than `max_age` years.

    Raises OutsideCoverage where the state did not exist at the end of the year, where the year is
    later than anything in the lake, or is not given and the lake has no figures of the state.
    """
    asked = newest_year(reading, state) if year is None else year
    _check_exists(state, asked)
    _check_covered(reading, asked)
    known = record(reading, asked, FACTS, max_age=max_age)
    return profile(known, state, _beside(known, state, peers), level=level, seed=seed)


def profiles(
    reading: Reading, of: Sequence[str], *, year: int | None = None, max_age: int = MAX_AGE
) -> dict[str, SovereigntyProfile]:
    """The profiles of several states, each beside the others; the record is read once a year.

    A state that did not exist in the year, or of which the lake has no figures, is left out.
    """
    found: dict[str, SovereigntyProfile] = {}
    records: dict[int, Record] = {}
    for state in of:
        try:
            asked = newest_year(reading, state) if year is None else year
            _check_exists(state, asked)
        except OutsideCoverage:
            continue
        if asked not in records:
            records[asked] = record(reading, asked, FACTS, max_age=max_age)
        known = records[asked]
        found[state] = profile(known, state, _beside(known, state, of))
    return found


def profile(
    known: Record,
    state: str,
    peers: Sequence[str] = (),
    *,
    level: float = LEVEL,
    seed: int = SEED,
) -> SovereigntyProfile:
    """The profile from what is on record; the order of the peers does not matter."""
    own = _read(known, state)
    others = [_scores(_read(known, peer)) for peer in sorted(peers)]
    rows = [
        _row(state, dimension, own[dimension], others, level=level, seed=seed)
        for dimension in DIMENSIONS
    ]
    listed = [
        _indicator_row(state, dimension, indicator, found)
        for dimension in DIMENSIONS
        for indicator, found in own[dimension]
    ]
    table = pa.Table.from_pylist(rows, TABLE)
    indicators = pa.Table.from_pylist(listed, OF_INDICATORS)
    return SovereigntyProfile(state, known.year, tuple(sorted(peers)), table, indicators, level)


def newest_year(reading: Reading, state: str) -> int:
    """The newest year with a figure of a state that indicators read, or with votes of it."""
    found = reading.query(
        "SELECT max(year) AS year FROM ("
        "SELECT year(day) AS year FROM state_facts "
        "WHERE state = $state AND list_contains($facts, fact) UNION ALL "
        "SELECT year(roll_calls.day) AS year FROM votes JOIN roll_calls "
        "ON votes.dataset = roll_calls.dataset AND votes.rcid = roll_calls.rcid "
        "WHERE votes.state = $state)",
        {"state": state, "facts": list(FACTS)},
    ).to_pylist()[0]["year"]
    if found is None:
        raise OutsideCoverage(
            f"The lake has no figures of {state} for a profile.",
            next_step="`comity data` lists what is covered; `comity ingest` adds more.",
        )
    return int(found)


def _beside(known: Record, state: str, peers: Sequence[str]) -> list[str]:
    """The peers that existed on the day, each once, without the state itself."""
    return sorted({peer for peer in peers if peer != state and _existed(peer, known.day)})


def _existed(code: str, day: dt.date) -> bool:
    found = states().get(code)
    return found is not None and found.existed_on(day)


def _check_exists(code: str, year: int) -> None:
    found = states().find(code)
    if not found.existed_on(dt.date(year, 12, 31)):
        until = f" to {found.end_day}" if found.end_day else ""
        raise OutsideCoverage(
            f"{found.name} did not exist at the end of {year}.",
            hint=f"It is on record from {found.first_day}{until}.",
            next_step="Choose another --year.",
        )


def _check_covered(reading: Reading, year: int) -> None:
    last = reading.query("SELECT max(year(last_day)) AS year FROM coverage").to_pylist()[0]["year"]
    if last is not None and year > last:
        raise OutsideCoverage(
            f"Nothing in the lake reaches to {year}: its newest year is {last}.",
            next_step=f"Choose --year {last} or an earlier one.",
        )


def _read(known: Record, state: str) -> Read:
    return {
        dimension: [(one, one.measure(known, state)) for one in INDICATORS[dimension]]
        for dimension in DIMENSIONS
    }


def _scored(read: Sequence[tuple[Indicator, Found | Absent]]) -> list[float]:
    scores = [one.score(found.value) for one, found in read if isinstance(found, Found)]
    return [score for score in scores if score is not None]


def _scores(read: Read) -> dict[str, float]:
    """The score of each dimension that has one."""
    scored = {dimension: _scored(read[dimension]) for dimension in DIMENSIONS}
    return {dimension: sum(of) / len(of) for dimension, of in scored.items() if of}


def _row(
    state: str,
    dimension: str,
    read: Sequence[tuple[Indicator, Found | Absent]],
    others: Sequence[Mapping[str, float]],
    *,
    level: float,
    seed: int,
) -> dict[str, Any]:
    scores = _scored(read)
    score, lower, upper = mean_and_interval(scores, level=level, seed=seed)
    beside = [of[dimension] for of in others if dimension in of]
    return {
        "state": state,
        "dimension": dimension,
        "score": score,
        "lower": lower,
        "upper": upper,
        "peers_low": min(beside, default=None),
        "peers_median": median(beside) if beside else None,
        "peers_high": max(beside, default=None),
        "indicators": len(scores),
        "of_indicators": sum(one.scale is not None for one, _ in read),
        "note": _note(read, len(scores)),
    }


def _note(read: Sequence[tuple[Indicator, Found | Absent]], scored: int) -> str:
    """What is missing, and why."""
    missing = [
        (one, found.reason)
        for one, found in read
        if isinstance(found, Absent) and one.scale is not None
    ]
    if not scored:
        return f"no data: {'; '.join(reason for _, reason in missing)}"
    said = ["one indicator, no interval"] if scored == 1 else []
    if missing:
        said.append(f"without {', '.join(one.code.replace('_', ' ') for one, _ in missing)}")
    return "; ".join(said)


def _indicator_row(
    state: str, dimension: str, one: Indicator, found: Found | Absent
) -> dict[str, Any]:
    row: dict[str, Any] = {
        "state": state,
        "dimension": dimension,
        "indicator": one.code,
        "title": one.title,
        "unit": one.unit,
        "direction": one.direction,
        "formula": one.formula,
    }
    if isinstance(found, Absent):
        return row | {"note": found.reason}
    return row | {
        "value": found.value,
        "year": found.year,
        "score": one.score(found.value),
        "dataset": found.dataset,
        "note": found.note,
    }


def _told(row: Mapping[str, Any]) -> str:
    between = "" if row["lower"] is None else f" ({row['lower']:.0f} to {row['upper']:.0f})"
    return f"{row['dimension']} {row['score']:.0f}{between}"
