"""The acts of all pairs, read from one dataset of the lake, and the days it covers for each."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from typing import Any

import narwhals as nw
import pyarrow as pa

from comity.errors import OutsideCoverage
from comity.measures.dyad_series import CoveredDay
from comity.measures.panel import PairsCovered
from comity.registry.gestures import code_book
from comity.store.coverage import check_dataset
from comity.store.engines import Engine, Scan
from comity.store.query import Reading
from comity.vocabulary.period import Span

Frame = nw.LazyFrame[Any]
Pair = tuple[str, str]
ACT = ("day", "source", "target", "target_organ", "scheme", "code", "n", "goldstein_tenths")

SCOPES = """
SELECT DISTINCT scope, actors FROM coverage
WHERE dataset = $dataset AND "table" IN ('events', 'counts') ORDER BY ALL
"""
RECORDED = """
SELECT DISTINCT CAST(unnest(generate_series(first_day, last_day, INTERVAL 1 DAY)) AS DATE) AS day
FROM coverage WHERE dataset = $dataset AND "table" = 'events'
"""
SPANS = """
SELECT dataset, min(first_day) AS first_day, max(last_day) AS last_day
FROM coverage WHERE "table" IN ('events', 'counts') GROUP BY dataset
ORDER BY max(coverage.last_day) - min(coverage.first_day) DESC, dataset
"""


@dataclass(frozen=True, slots=True)
class AllActs:
    """The acts of one dataset in a span, as a frame of an engine, and the days it covers.

    `acts` has the columns of ACT: what the statement `acts` of the lake gives, without records.
    """

    acts: Frame
    covered: PairsCovered
    dataset: str
    span: Span


def all_acts(
    reading: Reading,
    engine: Engine,
    *,
    first_day: dt.date | None = None,
    last_day: dt.date | None = None,
    dataset: str | None = None,
) -> AllActs:
    """Scan the acts of a dataset (default: the one that covers the longest time).

    Raises UnknownName for a dataset that is not in the lake, OutsideCoverage where the span has no
    day that it covers.
    """
    if dataset is not None:
        check_dataset(reading, dataset)
    name, span = _span(reading, dataset, first_day, last_day)
    kept = (
        nw.col("dataset") == name,
        nw.col("day") >= span.first_day,
        nw.col("day") < span.end_day,
    )
    scans = _scans(reading, engine, span)
    frames = [frame.filter(*kept) for frame in scans.values()]
    acts = dict(zip(scans, frames, strict=True))
    found = []
    if "events" in acts:
        events = acts["events"].with_columns(n=nw.lit(1).cast(nw.Int32)).select(*ACT)
        found += [events, *_other_way(engine, events)]
    if "counts" in acts:
        recorded = engine.frames({"days": reading.query(RECORDED, {"dataset": name})})["days"]
        found.append(acts["counts"].join(recorded, on="day", how="anti").select(*ACT))
    every = nw.concat(found, how="vertical") if len(found) > 1 else found[0]
    covered = _covered(reading, engine, every, name, span)
    if not any(covered.days):
        raise _uncovered(f"{name} covers no day of {span}.")
    return AllActs(every, covered, name, span)


def _span(
    reading: Reading, dataset: str | None, first_day: dt.date | None, last_day: dt.date | None
) -> tuple[str, Span]:
    """The dataset, and the span asked for within what it covers from its first to its last day."""
    for row in reading.query(SPANS).to_pylist():
        first = max(first_day or row["first_day"], row["first_day"])
        last = min(last_day or row["last_day"], row["last_day"])
        if row["dataset"] == (dataset or row["dataset"]) and first <= last:
            return row["dataset"], Span.inclusive(first_day or first, last_day or last)
    if first_day is not None and last_day is not None:
        Span.inclusive(first_day, last_day)
    raise _uncovered(f"{dataset or 'No source of the lake'} covers no day of the span.")


def _uncovered(what: str) -> OutsideCoverage:
    return OutsideCoverage(
        what, next_step="`comity data` lists what is covered; `comity ingest` adds more."
    )


def _scans(reading: Reading, engine: Engine, span: Span) -> dict[str, Frame]:
    """The tables of acts that have files with days of the span."""
    own = ("dataset", *(name for name in ACT if name != "n"))
    within = {"day": (span.first_day, span.last_day)}
    files = {
        name: reading.lake.files(name, reading.version, within) for name in ("events", "counts")
    }
    scans = {
        name: Scan(tuple(listed), own if name == "events" else (*own, "n"))
        for name, listed in files.items()
        if listed
    }
    if not scans:
        raise _uncovered(f"The lake has no act in {span}.")
    return engine.frames(scans)


def _other_way(engine: Engine, events: Frame) -> list[Frame]:
    """Acts that both sides did, in the direction in which the record does not tell them."""
    codes = [key for key, reading in code_book().readings.items() if reading.both_ways]
    asked = nw.col("scheme").is_in(sorted({str(scheme) for scheme, _ in codes}))
    mutual = events.filter(asked, nw.col("code").is_in(sorted({code for _, code in codes})))
    if not engine.collect(mutual.select(n=nw.len()))["n"][0].as_py():
        return []
    turned = mutual.with_columns(source=nw.col("target"), target=nw.col("source"))
    return [turned.select(*ACT)]


def _covered(
    reading: Reading, engine: Engine, acts: Frame, dataset: str, span: Span
) -> PairsCovered:
    """The covered days of each group of pairs that the dataset sees on the same days."""
    scopes = [
        (row["scope"], frozenset(json.loads(row["actors"] or "[]")))
        for row in reading.query(SCOPES, {"dataset": dataset}).to_pylist()
    ]
    if all(scope == "world" for scope, _ in scopes):
        return PairsCovered((_days(reading, ("", ""), dataset, span),))
    rows = engine.collect(acts.group_by("source", "target").agg(n=nw.len())).to_pylist()
    pairs = sorted((row["source"], row["target"]) for row in rows)
    seen = {pair: tuple(_sees(scope, actors, pair) for scope, actors in scopes) for pair in pairs}
    kinds = sorted(set(seen.values()))
    first_of = {kind: next(pair for pair in pairs if seen[pair] == kind) for kind in kinds}
    groups = pa.table(
        {
            "source": pa.array([source for source, _ in pairs], pa.string()),
            "target": pa.array([target for _, target in pairs], pa.string()),
            "group": pa.array([kinds.index(seen[pair]) for pair in pairs], pa.int32()),
        }
    )
    return PairsCovered(
        tuple(_days(reading, first_of[kind], dataset, span) for kind in kinds), groups
    )


def _sees(scope: str, actors: frozenset[str], pair: Pair) -> bool:
    inside = [party in actors for party in pair]
    return {"world": True, "either": any(inside), "both": all(inside)}[scope]


def _days(reading: Reading, pair: Pair, dataset: str, span: Span) -> tuple[CoveredDay, ...]:
    rows = reading.run("covered_days", {"source": pair[0], "target": pair[1]}).to_pylist()
    parts = {
        row["day"]: row["part"]
        for row in sorted(rows, key=lambda row: row["part"], reverse=True)
        if row["dataset"] == dataset and row["day"] in span
    }
    return tuple(CoveredDay(day, part) for day, part in sorted(parts.items()))
