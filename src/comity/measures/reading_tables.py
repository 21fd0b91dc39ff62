"""The default reading: the code-book, the listed recognitions and the obligations as flat tables."""

from __future__ import annotations

import functools

import pyarrow as pa

from comity.measures.act_reading import ReadingTables
from comity.registry.gestures import code_book
from comity.registry.obligations import obligations
from comity.vocabulary.dyad import Dyad


@functools.cache
def default_reading() -> ReadingTables:
    """What acts are read by unless a desk defines its own reading."""
    book = code_book()
    titles = [
        reading.title if (reading := book.reading(row["scheme"], row["code"])) else ""
        for row in book.table.select(["scheme", "code"]).to_pylist()
    ]
    titled = book.table.append_column("title", pa.array(titles, pa.string()))
    return ReadingTables(
        titled, book.recognitions, book.hosted_forces, _by_full_code(book.table)
    )


def _by_full_code(book: pa.Table) -> pa.Table:
    """The obligations' breaching code prefixes, spelled out to the code-book's full codes."""
    codes = [(row["scheme"], row["code"]) for row in book.select(["scheme", "code"]).to_pylist()]
    rows = [
        {
            "source": row["source"],
            "target": row["target"],
            "scheme": scheme,
            "code": code,
            "first_day": row["first_day"],
            "end_day": row["end_day"],
            "instrument": row["instrument"],
        }
        for row in obligations().table.to_pylist()
        for scheme, code in codes
        if scheme == row["scheme"] and code.startswith(row["code_prefix"])
    ]
    schema = pa.schema(
        [
            ("source", pa.string()),
            ("target", pa.string()),
            ("scheme", pa.string()),
            ("code", pa.string()),
            ("first_day", pa.date32()),
            ("end_day", pa.date32()),
            ("instrument", pa.string()),
        ]
    )
    return pa.Table.from_pylist(rows, schema=schema)


def is_judged(dyad: Dyad) -> bool:
    """Whether any obligation of `source` to `target` is listed; without one, no breach is judged."""
    return bool(obligations().between(dyad.source, dyad.target))
