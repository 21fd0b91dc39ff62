"""One act, many reports: which staged records are new acts, and which repeat one.

Two rules. The same record (its id) again is a *repeat*, or a *correction* where it now says
something else; in one file the last one counts. Two records with the same act (`act_key`: day,
both sides as written, code) are one act: the first makes the event, the others are its *reports*.
Opposite directions are never the same act. One expression for every engine.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import narwhals as nw

from comity.sources.tables import EVENTS
from comity.store.engines import Engine

Frame = nw.LazyFrame[Any]

ACT = ("day", "act_key")
# What says where a record stands in its file, not what it tells.
POSITION = ("record_id", "line", "reported_month")
CONTENT = tuple(name for name in EVENTS.names if name not in POSITION)
_HELD = "_held"


@dataclass(frozen=True, slots=True)
class Judged:
    """`events` and `reports` to add; `corrected`, the lake's rows that make room for new ones."""

    events: Frame
    reports: Frame
    corrected: Frame | None


def judge(
    engine: Engine,
    acts: Frame,
    held: Frame | None,
    held_acts: Frame | None,
    *,
    corrects: bool = True,
) -> Judged:
    """Compare the staged acts of one dataset with each other and with the lake.

    `acts` has the columns of EVENTS, `place` and `told`. `held`: rows of the lake (events and
    reports) whose record ids may be among them, with `told` and `from_table`; `held_acts`: events
    of the lake that may be the same acts (record_id, day, act_key). None: there can be none.
    Without `corrects` a record that the lake has is a repeat, whatever it says now.
    """
    earlier = engine.settled(_earlier_in_file(acts))
    latest = acts.join(earlier, on="place", how="anti")
    corrected = None
    if held is not None:
        found = _known(latest, held)
        known = engine.settled(found if corrects else found.with_columns(same=nw.lit(True)))
        latest = latest.join(known.filter(nw.col("same")), on="place", how="anti")
        corrected = known.filter(~nw.col("same"))
        if held_acts is not None:
            held_acts = held_acts.join(corrected.select("record_id"), on="record_id", how="anti")
    again = engine.settled(_again(latest, held_acts))
    return Judged(
        events=latest.join(again, on="place", how="anti"),
        reports=latest.join(again, on="place", how="semi"),
        corrected=corrected,
    )


def _earlier_in_file(acts: Frame) -> Frame:
    """Places of records that the same file gives again further down."""
    last = acts.group_by("record_id").agg(n=nw.len(), last=nw.col("place").max())
    many = last.filter(nw.col("n") > 1).drop("n")
    both = acts.select("place", "record_id").join(many, on="record_id", how="inner")
    return both.filter(nw.col("place") != nw.col("last")).select("place")


def _known(latest: Frame, held: Frame) -> Frame:
    """Records that the lake has, the lake's place of each, and whether they say the same."""
    both = latest.select("place", "record_id", *CONTENT).join(
        held.select("record_id", "told", "from_table", "reported_month", *CONTENT),
        on="record_id",
        how="inner",
        suffix=_HELD,
    )
    same = nw.all_horizontal(
        *(_alike(nw.col(name), nw.col(name + _HELD)) for name in CONTENT), ignore_nulls=False
    )
    return both.select(
        "place",
        "record_id",
        "from_table",
        "reported_month",
        "told",
        nw.col("day" + _HELD).alias("day"),
        nw.col("act_key" + _HELD).alias("act_key"),
        same=same,
    )


def _alike(one: nw.Expr, other: nw.Expr) -> nw.Expr:
    both_null = one.is_null() & other.is_null()
    return nw.when(one.is_null() | other.is_null()).then(both_null).otherwise(one == other)


def _again(latest: Frame, held_acts: Frame | None) -> Frame:
    """Places of records whose act another record before them, or the lake, has already."""
    keys = latest.select("place", *ACT)
    first = keys.group_by(*ACT).agg(n=nw.len(), first=nw.col("place").min())
    many = first.filter(nw.col("n") > 1).drop("n")
    in_file = keys.join(many, on=list(ACT), how="inner")
    in_file = in_file.filter(nw.col("place") != nw.col("first")).select("place")
    if held_acts is None:
        return in_file
    in_lake = keys.join(held_acts.select(*ACT), on=list(ACT), how="semi").select("place")
    return nw.concat([in_file, in_lake], how="vertical").unique()


def stacked(frames: Iterable[Frame]) -> Frame | None:
    """Frames of the same columns as one; None where there is none."""
    given = list(frames)
    return nw.concat(given, how="vertical") if given else None
