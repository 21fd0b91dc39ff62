"""The default reading: code-book, recognitions, hosted forces and obligations as flat tables."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Iterable

import pyarrow as pa
import pyarrow.compute as pc

from comity.measures.act_reading import ReadingTables
from comity.registry.gestures import code_book
from comity.registry.obligations import obligations
from comity.vocabulary.dyad import Dyad
from comity.vocabulary.period import Span


@functools.cache
def default_reading() -> ReadingTables:
    """What acts are read by unless a desk defines its own reading."""
    book = code_book()
    titles = [
        reading.title if (reading := book.reading(row["scheme"], row["code"])) else ""
        for row in book.table.select(["scheme", "code"]).to_pylist()
    ]
    titled = book.table.append_column("title", pa.array(titles, pa.string()))
    codes = zip(book.table["scheme"].to_pylist(), book.table["code"].to_pylist(), strict=True)
    owed = spelled_out(obligations().table, codes)
    return ReadingTables(titled, book.recognitions, book.hosted_forces, owed)


def spelled_out(owed: pa.Table, codes: Iterable[tuple[str, str]]) -> pa.Table:
    """Obligations by prefix of code as obligations by full code (scheme, code), in no order.

    Put together by row numbers: there are many, and each command needs them.
    """
    known = list(codes)
    rows, full = [], []
    for scheme, prefix in _pairs_of(owed, "scheme", "code_prefix"):
        begun = [code for of, code in known if of == scheme and code.startswith(prefix)]
        asked = pc.and_(pc.equal(owed["scheme"], scheme), pc.equal(owed["code_prefix"], prefix))
        where = pc.indices_nonzero(asked)
        for code in begun:
            rows.append(where)
            full.append(pa.repeat(pa.scalar(code), len(where)))
    taken = pa.concat_arrays(rows) if rows else pa.array([], pa.uint64())
    code = pa.concat_arrays(full) if full else pa.array([], pa.string())
    columns = ["source", "target", "scheme", "first_day", "end_day", "instrument"]
    return owed.select(columns).take(taken).add_column(3, "code", code)


def _pairs_of(table: pa.Table, one: str, other: str) -> list[tuple[str, str]]:
    distinct = table.group_by([one, other]).aggregate([]).to_pylist()
    return sorted((row[one], row[other]) for row in distinct)


def is_judged(dyad: Dyad, span: Span) -> bool:
    """Whether a listed obligation of `source` to `target` was in force on a day of the span.

    Without one, no breach is judged.
    """
    register = obligations()
    return register.judged(dyad.source, dyad.target, span.first_day, span.last_day)


def judged_dyads(span: Span) -> frozenset[Dyad]:
    """Every dyad for which breaches are judged in the span; see `is_judged`."""
    return frozenset(
        Dyad(source, target)
        for (source, target), listed in obligations().by_pair.items()
        if any(_share_a_day(window, span) for one in listed for window in one.spans(source, target))
    )


def _share_a_day(window: tuple[dt.date, dt.date | None], span: Span) -> bool:
    first, end = window
    return first < span.end_day and (end is None or span.first_day < end)
