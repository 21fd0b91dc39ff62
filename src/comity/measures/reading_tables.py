"""The default reading: code-book, recognitions, hosted forces and obligations as flat tables."""

from __future__ import annotations

import functools

import pyarrow as pa

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
    owed = obligations().by_full_code(codes)
    return ReadingTables(titled, book.recognitions, book.hosted_forces, owed)


def is_judged(dyad: Dyad, span: Span) -> bool:
    """Whether a listed obligation of `source` to `target` was in force on a day of the span.

    Without one, no breach is judged.
    """
    register = obligations()
    return register.judged(dyad.source, dyad.target, span.first_day, span.last_day)
