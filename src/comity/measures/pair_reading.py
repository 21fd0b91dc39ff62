"""The default reading of acts between two parties alone: the same as of all, and sooner made."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from dataclasses import replace

import pyarrow as pa

from comity.measures.act_reading import ReadingTables
from comity.registry.gestures import code_book
from comity.registry.obligations import obligations
from comity.vocabulary.code_book import CodeBook, PairWindow
from comity.vocabulary.dyad import Dyad


@functools.cache
def pair_reading(dyad: Dyad) -> ReadingTables:
    """What acts between the two parties, either direction, are read by; see `default_reading`."""
    book = _between(code_book(), dyad)
    titles = pa.array([reading.title for reading in book.readings.values()], pa.string())
    owed = obligations().by_full_code(book.readings, pairs=_directions(dyad))
    return ReadingTables(
        book.table.append_column("title", titles), book.recognitions, book.hosted_forces, owed
    )


def _between(book: CodeBook, dyad: Dyad) -> CodeBook:
    """The book with the windows of the two parties alone."""
    pairs = set(_directions(dyad))

    def of_them(windows: Iterable[PairWindow]) -> tuple[PairWindow, ...]:
        return tuple(w for w in windows if (w.source, w.target) in pairs)

    return replace(
        book,
        recognition_windows=of_them(book.recognition_windows),
        hosting_windows=of_them(book.hosting_windows),
    )


def _directions(dyad: Dyad) -> list[tuple[str, str]]:
    return [(dyad.source, dyad.target), (dyad.target, dyad.source)]
