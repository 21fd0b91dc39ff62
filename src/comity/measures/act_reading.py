"""How each act is read: its gesture class, whether it is a meeting, whether it is a breach.

All of it depends on the *cell* alone: one day, one directed pair, one code, and for a show of force
whether it addresses an organ. So the heavy step groups acts into cells first; the same expression
runs on DuckDB and on Spark.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import narwhals as nw
import pyarrow as pa
import pyarrow.compute as pc
from narwhals.typing import LazyFrameT

from comity.store.engines import Engine, open_engine

KEY = ("day", "source", "target", "scheme", "code")
CELL = (*KEY, "addressed")
ACT = (*KEY, "target_organ", "n", "goldstein_tenths")
PAIR_CODE = ("source", "target", "scheme", "code")


@dataclass(frozen=True, slots=True)
class ReadingTables:
    """What an act is read by, as flat tables.

    `book`: scheme, code, title, gesture_class, meeting, recognition, aim, goldstein_tenths, quad,
    intensity.
    `recognitions`: source, target, first_day, end_day (half-open; null: still): stretches in which
    an act of recognition by `source` means `target` itself.
    `hosted_forces`: the same columns: stretches in which `target` had agreed to forces of `source`,
    so that a show of force is not aimed at it.
    `obligations`: source, target, scheme, code, first_day, end_day, instrument: the codes that
    breach a listed obligation of source to target while it is in force; end_day null: still.
    """

    book: pa.Table
    recognitions: pa.Table
    hosted_forces: pa.Table
    obligations: pa.Table

    @property
    def by_name(self) -> dict[str, pa.Table]:
        """The tables by the names of `read_cells`' arguments."""
        return {
            "book": self.book,
            "recognitions": self.recognitions,
            "hosted_forces": self.hosted_forces,
            "obligations": self.obligations,
        }

    def between(self, sources: pa.Array, targets: pa.Array) -> ReadingTables:
        """The same for acts of these sources toward these targets alone: far fewer windows."""
        windows = {
            name: table.filter(
                pc.and_(
                    pc.is_in(table["source"], value_set=sources),
                    pc.is_in(table["target"], value_set=targets),
                )
            )
            for name, table in self.by_name.items()
            if name != "book"
        }
        return ReadingTables(self.book, **windows)


def read_cells(
    acts: LazyFrameT,
    *,
    book: LazyFrameT,
    recognitions: LazyFrameT,
    hosted_forces: LazyFrameT,
    obligations: LazyFrameT,
) -> LazyFrameT:
    """Cells with their reading.

    `acts` has day, source, target, target_organ, scheme, code, n, goldstein_tenths (null: the
    code-book's score is taken). Gives, for each cell: `acts` (n), `reading` (a gesture class, or
    "meeting"), quad, `goldstein_sum` in tenths over the acts that have a score, `goldstein_acts`
    how many have one, and `breach`, how many breach a listed obligation (0 or all of the cell).
    A show of force is an attack only where the record says whom it addresses: an organ of the other
    state. Toward the bare country it may be the place as well as the addressee, and is read as the
    threat that it is at least, an offence. Force in a state that had agreed to forces of the source
    is read neutral, unless the record names an organ of that state. An act that is read neutral
    because it was not meant for the target (recognition of another party, forces hosted by consent)
    has no score: the score is that of an act toward the target.
    Codes that are not in the code-book are left out: sources reject them before they are stored.
    """
    cells = read_grouped(
        group_cells(acts, book),
        recognitions=recognitions,
        hosted_forces=hosted_forces,
        obligations=obligations,
    )
    return cells.select(
        *CELL, "acts", "reading", "quad", "goldstein_sum", "goldstein_acts", "breach"
    )


def read_grouped(
    cells: LazyFrameT,
    *,
    recognitions: LazyFrameT,
    hosted_forces: LazyFrameT,
    obligations: LazyFrameT,
) -> LazyFrameT:
    """What `group_cells` made, with `reading`, `breach` and the scores of `read_cells`.

    Of many acts the cells should be settled first: each of the joins reads them anew.
    """
    # Of the cells as they are, not as flagged so far: else the plan doubles with each flag.
    marks = {
        "mirrored": _mirrored(cells),
        "recognised": _in_window(cells, "recognition", recognitions),
        "hosted": _in_window(cells, "force", hosted_forces),
        "breaching": _breaching(cells, obligations),
    }
    for name, marked in marks.items():
        cells = _with_flag(cells, marked, name)
    meeting = (nw.col("meeting") == "always") | (
        (nw.col("meeting") == "if_mirrored") & (nw.col("mirrored") == 1)
    )
    other_party = nw.col("recognition") & (nw.col("recognised") == 0)
    place = (nw.col("addressed") == 0) & (nw.col("gesture_class") == "attack")
    hosted = (nw.col("hosted") == 1) & (nw.col("aim") | place)
    aim_unsaid = nw.col("aim") & (nw.col("addressed") == 0)
    recast = other_party | hosted
    return cells.with_columns(
        reading=nw.when(meeting)
        .then(nw.lit("meeting"))
        .otherwise(
            nw.when(recast)
            .then(nw.lit("neutral"))
            .otherwise(
                nw.when(aim_unsaid).then(nw.lit("offence")).otherwise(nw.col("gesture_class"))
            )
        ),
        breach=nw.when(recast | aim_unsaid).then(0).otherwise(nw.col("breaching") * nw.col("acts")),
        goldstein_sum=nw.when(recast).then(0).otherwise(nw.col("goldstein_sum")),
        goldstein_acts=nw.when(recast).then(0).otherwise(nw.col("goldstein_acts")),
    )


def group_cells(acts: LazyFrameT, book: LazyFrameT, *also: str) -> LazyFrameT:
    """Acts grouped into cells, with what the code-book says of their code.

    `also`: further columns of the acts that hang on the day and the pair alone, to be kept.
    """
    own = book.select(
        "scheme",
        "code",
        "gesture_class",
        "meeting",
        "recognition",
        "aim",
        "quad",
        force=nw.col("aim") | (nw.col("gesture_class") == "attack"),
        book_score=nw.col("goldstein_tenths").cast(nw.Int64),
    )
    to_organ = ~nw.col("target_organ").is_in(["state", "population"])
    scored = acts.join(own, on=["scheme", "code"], how="inner").with_columns(
        addressed=nw.when(nw.col("force") & to_organ).then(1).otherwise(0).cast(nw.Int64),
        score=nw.coalesce(nw.col("goldstein_tenths").cast(nw.Int64), nw.col("book_score")),
        n=nw.col("n").cast(nw.Int64),
    )
    kinds = ("gesture_class", "meeting", "recognition", "aim", "force", "quad")
    cells = scored.group_by(*CELL, *kinds, *also).agg(
        acts=nw.col("n").sum(),
        goldstein_sum=(nw.col("score") * nw.col("n")).sum(),
        goldstein_acts=nw.when(~nw.col("score").is_null()).then(nw.col("n")).otherwise(0).sum(),
    )
    # DuckDB widens the sum of integers to a type of 128 bits.
    return cells.with_columns(nw.col("acts", "goldstein_sum", "goldstein_acts").cast(nw.Int64))


def _mirrored(cells: LazyFrameT) -> LazyFrameT:
    """Cells that are a meeting if their code was coded in the other direction too, and it was."""
    asked = cells.filter(nw.col("meeting") == "if_mirrored")
    reverse = asked.select(
        "day", "scheme", "code", source=nw.col("target"), target=nw.col("source")
    )
    return asked.select(*KEY).join(reverse, on=list(KEY), how="inner")


def _in_window(cells: LazyFrameT, asks: str, windows: LazyFrameT) -> LazyFrameT:
    """Cells of codes that ask for a window of their pair, and have one open that day."""
    dated = cells.filter(nw.col(asks)).select(*KEY)
    return in_force(dated.join(windows, on=["source", "target"], how="inner"))


def _breaching(cells: LazyFrameT, obligations: LazyFrameT) -> LazyFrameT:
    return in_force(cells.select(*KEY).join(obligations, on=list(PAIR_CODE), how="inner"))


def in_force(joined: LazyFrameT) -> LazyFrameT:
    """The keys of cells joined with windows, where the window is open on the day."""
    begun = nw.col("first_day") <= nw.col("day")
    not_over = nw.col("end_day").is_null() | (nw.col("day") < nw.col("end_day"))
    return joined.filter(begun & not_over).select(*KEY)


def _with_flag(cells: LazyFrameT, marked: LazyFrameT, name: str) -> LazyFrameT:
    """A column of 1 for the marked cells and 0 for the others."""
    flags = marked.group_by(*KEY).agg(times=nw.len())
    flagged = cells.join(flags, on=list(KEY), how="left")
    flag = nw.when(nw.col("times").is_null()).then(0).otherwise(1).cast(nw.Int64)
    return flagged.with_columns(flag.alias(name)).drop("times")


def cells_of(acts: pa.Table, tables: ReadingTables, *, engine: Engine | None = None) -> pa.Table:
    """The cells of some acts, read on an engine (default: a DuckDB of its own).

    See `read_cells` for both tables' columns.
    """
    between = tables.between(pc.unique(acts["source"]), pc.unique(acts["target"]))
    asked = acts.select([name for name in ACT if name in acts.column_names])
    with engine_or_duckdb(engine) as own, own.step():
        frames = own.frames({"acts": asked, **between.by_name})
        return own.collect(read_cells(frames.pop("acts"), **frames))


@contextmanager
def engine_or_duckdb(engine: Engine | None) -> Iterator[Engine]:
    """The engine that is given, or a DuckDB for the while."""
    if engine is not None:
        yield engine
        return
    with tempfile.TemporaryDirectory() as folder, open_engine(folder=Path(folder)) as own:
        yield own
