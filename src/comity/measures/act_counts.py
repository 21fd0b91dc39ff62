"""Counts of acts by directed dyad and period, of all pairs at once.

What `read_cells` and `period_counts` give, for many acts. Nearly every act is read by its code
alone, whatever the day and the pair. So all acts are first counted by their codes; then those that
are read otherwise are taken out again and put where they belong:

- acts of codes that are meetings where both sides are coded on one day;
- acts that a window of the pair may read otherwise: recognitions, forces, listed obligations.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import narwhals as nw
import pyarrow as pa
import pyarrow.compute as pc

from comity.measures.act_reading import KEY, ReadingTables, group_cells, in_force, read_grouped
from comity.measures.dyad_series import COUNTED, QUADS, READINGS, added_up
from comity.store.engines import Engine

Frame = nw.LazyFrame[Any]
DYAD = ("source", "target", "period_start")
CODE = ("scheme", "code")
# What `read_cells` takes of an act, and the period that the calendar has given it.
ACT = ("day", "source", "target", "target_organ", *CODE, "n", "goldstein_tenths", "period_start")


@dataclass(frozen=True, slots=True)
class CountingTables:
    """The reading as tables of an engine.

    `book`: a row for each code: `number`, a column of 0 and 1 for each reading and quad class (as
    if neither day nor pair mattered), `book_score`, and how it is counted: `joint`, `windowed`,
    `windowed_everywhere`. `pairs`: directed pairs with a window in which windowed acts may be read
    otherwise. `sides`: the two directions of a pair. `reading`: the arguments of `read_cells`.
    """

    book: Frame
    pairs: Frame
    sides: Frame
    reading: dict[str, Frame]


def counting_tables(engine: Engine, tables: ReadingTables) -> CountingTables:
    """The tables that acts are counted by, on an engine."""
    own = {
        "flags": flags_by_code(tables),
        "pairs": windowed_pairs(tables),
        "sides": pa.table({"forward": [True, False]}),
    }
    frames = engine.frames({**own, **tables.by_name})
    flags, pairs, sides = (frames.pop(name) for name in own)
    return CountingTables(flags, pairs, sides, frames)


def exceptions(engine: Engine, acts: Frame, by: CountingTables) -> Frame:
    """What windows change in the counts by code, added up by directed dyad and period.

    `acts` has the columns of ACT. Few of them are concerned, and joins with windows cost as much
    for a few acts as for many: it is worked out once for all.
    """
    everywhere = nw.col("windowed_everywhere")
    windows = dict(by.reading)
    book = windows.pop("book")
    with engine.step():
        windowed = engine.settled(_windowed(acts, by))
        one_by_one = windowed.filter(everywhere)
        cells = engine.settled(group_cells(one_by_one, book, "period_start"))
        forceful = engine.settled(group_cells(windowed.filter(~everywhere), book, "period_start"))
        parts = [
            added_up(read_grouped(cells, **windows)).select(*DYAD, *COUNTED),
            _counted_by_code(one_by_one.with_columns(n=-nw.col("n")), by),
            *_by_window(engine, forceful, windows["hosted_forces"], windows["obligations"]),
        ]
        # Each part by itself: together they would ask for a gigabyte at once.
        rows = engine.collect(_sums([engine.settled(part) for part in parts]))
    return engine.frames({"changes": rows})["changes"]


def counts(acts: Frame, changes: Frame, by: CountingTables) -> Frame:
    """Counts by directed dyad and period: a row where there is an act.

    `acts` has the columns of ACT, `changes` are the `exceptions` of the same acts. An act of a
    party toward itself is read as if alone.
    """
    parts = [_counted_by_code(acts, by), _made_meetings(acts, by), changes]
    return _sums(parts).filter(nw.col("acts") != 0)


def _sums(parts: list[Frame]) -> Frame:
    sums = nw.concat(parts, how="vertical").group_by(*DYAD).agg(nw.col(*COUNTED).sum())
    # DuckDB widens the sum of integers to a type of 128 bits.
    return sums.with_columns(nw.col(*COUNTED).cast(nw.Int64))


def _counted_by_code(acts: Frame, by: CountingTables) -> Frame:
    """Every act as its code reads it."""
    scored = acts.join(by.book, on=list(CODE), how="inner").with_columns(
        score=nw.coalesce(nw.col("goldstein_tenths").cast(nw.Int32), nw.col("book_score"))
    )
    flags = {name: (nw.col(name) * nw.col("n")).sum() for name in (*READINGS, *QUADS)}
    sums = scored.group_by(*DYAD).agg(
        **flags,
        acts=nw.col("n").sum(),
        goldstein_sum=(nw.col("score") * nw.col("n")).sum(),
        goldstein_acts=nw.when(~nw.col("score").is_null()).then(nw.col("n")).otherwise(0).sum(),
    )
    return sums.with_columns(breach=nw.lit(0)).select(*DYAD, *_as_int64())


def _windowed(acts: Frame, by: CountingTables) -> Frame:
    """Acts that may be read otherwise on some days toward some targets."""
    codes = by.book.filter(nw.col("windowed")).select(*CODE, "windowed_everywhere")
    pairs = by.pairs.with_columns(listed=nw.lit(1))
    asked = acts.join(codes, on=list(CODE), how="inner").join(
        pairs, on=["source", "target"], how="left"
    )
    kept = asked.filter(nw.col("windowed_everywhere") | ~nw.col("listed").is_null())
    return kept.select(*ACT, "windowed_everywhere")


def _by_window(
    engine: Engine, cells: Frame, hosted_forces: Frame, obligations: Frame
) -> list[Frame]:
    """The same for codes that are no meeting, no recognition and no mere show of force.

    In a place whose state hosts the forces they are neutral and without a score; contrary to an
    obligation they are a breach, but for those.
    """
    n = nw.col("acts")
    place = cells.filter(nw.col("addressed") == 0, nw.col("gesture_class") == "attack")
    hosted = engine.settled(_marked(place, place, ["source", "target"], hosted_forces))
    owed = ["source", "target", *CODE]
    return [
        _changed(
            hosted,
            attack=-n,
            neutral=n,
            goldstein_sum=-nw.col("goldstein_sum"),
            goldstein_acts=-nw.col("goldstein_acts"),
        ),
        _changed(_marked(cells, cells, owed, obligations), breach=n),
        _changed(_marked(hosted, hosted, owed, obligations), breach=-n),
    ]


def _marked(cells: Frame, asked: Frame, on: list[str], windows: Frame) -> Frame:
    """The cells of which the asked ones lie in a window."""
    marks = in_force(asked.join(windows, on=on, how="inner")).group_by(*KEY).agg(times=nw.len())
    return cells.join(marks, on=list(KEY), how="inner").drop("times")


def _changed(cells: Frame, **amounts: nw.Expr) -> Frame:
    """The amounts of some cells, added up; all other counts stay as they are."""
    rest = {name: nw.lit(0) for name in COUNTED if name not in amounts}
    sums = cells.group_by(*DYAD).agg(**{name: of.sum() for name, of in amounts.items()})
    return sums.with_columns(**rest).select(*DYAD, *_as_int64())


def _made_meetings(acts: Frame, by: CountingTables) -> Frame:
    """What changes where acts of both sides are one meeting: the reading, and nothing else."""
    both = _coded_by_both(acts, by).join(by.sides, how="cross")
    forward = nw.col("forward")
    directed = both.select(
        "period_start",
        "number",
        source=nw.when(forward).then(nw.col("low")).otherwise(nw.col("high")),
        target=nw.when(forward).then(nw.col("high")).otherwise(nw.col("low")),
        n=nw.when(forward).then(nw.col("there")).otherwise(nw.col("back")),
    )
    flagged = directed.join(by.book.select("number", *READINGS), on="number", how="inner")
    changed = {name: (-nw.col(name) * nw.col("n")).sum() for name in READINGS}
    changed["meeting"] = nw.col("n").sum()
    rest = {name: nw.lit(0) for name in COUNTED if name not in READINGS}
    return flagged.group_by(*DYAD).agg(**changed).with_columns(**rest).select(*DYAD, *_as_int64())


def _coded_by_both(acts: Frame, by: CountingTables) -> Frame:
    """Acts of joint codes that were coded in both directions of a pair on one day, by period.

    `there` of them from `low` to `high`, the parties by name, and `back`.
    """
    codes = by.book.filter(nw.col("joint")).select(*CODE, "number")
    forward = nw.col("source") < nw.col("target")
    n = nw.col("n").cast(nw.Int64)
    turned = acts.join(codes, on=list(CODE), how="inner").select(
        "day",
        "period_start",
        "number",
        low=nw.when(forward).then(nw.col("source")).otherwise(nw.col("target")),
        high=nw.when(forward).then(nw.col("target")).otherwise(nw.col("source")),
        there=nw.when(forward).then(n).otherwise(0),
        back=nw.when(forward).then(0).otherwise(n),
    )
    sums = (nw.col("there").sum(), nw.col("back").sum())
    days = turned.group_by("day", "period_start", "low", "high", "number").agg(*sums)
    both = days.filter((nw.col("there") > 0) & (nw.col("back") > 0))
    return both.group_by("period_start", "low", "high", "number").agg(*sums)


def _as_int64() -> list[nw.Expr]:
    return [nw.col(name).cast(nw.Int64) for name in COUNTED]


def flags_by_code(tables: ReadingTables) -> pa.Table:
    """The code-book as numbers; see `CountingTables`. A joint code is counted in one way only."""
    book = tables.book
    always = pc.equal(book["meeting"], "always")
    reading = pc.if_else(always, "meeting", book["gesture_class"])
    owed = pc.is_in(_both(book), value_set=pc.unique(_both(tables.obligations)))
    unsure = pc.or_(book["recognition"], book["aim"])
    windowed = pc.or_(pc.or_(unsure, owed), pc.equal(book["gesture_class"], "attack"))
    mirrored = pc.equal(book["meeting"], "if_mirrored")
    score = pc.cast(book["goldstein_tenths"], pa.int32())
    return pa.table(
        {
            "scheme": book["scheme"],
            "code": book["code"],
            "number": pa.array(range(book.num_rows), pa.int16()),
            **{name: pc.cast(pc.equal(reading, name), pa.int32()) for name in READINGS},
            **{name: pc.cast(pc.equal(book["quad"], name), pa.int32()) for name in QUADS},
            "book_score": score,
            "joint": pc.and_(mirrored, pc.invert(windowed)),
            "windowed": windowed,
            "windowed_everywhere": pc.or_(unsure, pc.and_(mirrored, windowed)),
        }
    )


def _both(table: pa.Table) -> pa.ChunkedArray:
    return pc.binary_join_element_wise(table["scheme"], table["code"], " ")


def windowed_pairs(tables: ReadingTables) -> pa.Table:
    """Directed pairs with forces hosted or an obligation owed on any day."""
    columns = ["source", "target"]
    both = [tables.hosted_forces.select(columns), tables.obligations.select(columns)]
    return pa.concat_tables(both).group_by(columns).aggregate([])
