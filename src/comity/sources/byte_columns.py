"""A field of many lines at once: bytes of one width, to be checked, encoded or made text of."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

Positions = npt.NDArray[np.int64]
Indices = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

_WORD = 8
_WORDS = 16
# What to keep of the n-th word of a cell of so many bytes.
_KEEP = np.array(
    [
        [
            (1 << (8 * min(max(length - n * _WORD, 0), _WORD))) - 1
            for length in range(_WORDS * 8 + 1)
        ]
        for n in range(_WORDS)
    ],
    "<u8",
)


@dataclass(frozen=True, slots=True)
class Encoded:
    """A column as its distinct texts and, for each row, the index of its text."""

    values: tuple[str, ...]
    indices: Indices

    def each(self, reads: Callable[[str], Any], kind: npt.DTypeLike) -> npt.NDArray[Any]:
        """What `reads` makes of the text of each row; every distinct text is read once."""
        return np.array([reads(value) for value in self.values], kind)[self.indices]

    def array(self) -> pa.DictionaryArray:
        """The column as Arrow keeps it."""
        return dictionary(self.values, self.indices)


@dataclass(frozen=True, slots=True)
class Column:
    """The cells of one field: (rows, width) bytes with zeros behind each, and their true lengths.

    A cell longer than the width is cut there.
    """

    cells: npt.NDArray[np.uint8]
    lengths: Positions

    def longer_than(self, most: int) -> Mask:
        return self.lengths > most

    def rows(self, chosen: Mask) -> Column:
        """The chosen rows alone."""
        return Column(self.cells[chosen], self.lengths[chosen])

    def text(self, row: int) -> str:
        """The cell of one row."""
        held: bytes = self.cells[row].tobytes()
        return held.rstrip(b"\x00").decode("utf-8", "replace")

    def digits(self) -> Mask:
        """Which cells are digits alone, one or more; never one that was cut."""
        found: Positions = ((self.cells - np.uint8(48)) < 10).sum(axis=1)
        return np.asarray((found == self.lengths) & (self.lengths > 0))

    def strings(self) -> pa.StringArray:
        """The cells as Arrow text. They must not have been cut."""
        rows, width = self.cells.shape
        ends = np.zeros(rows + 1, np.int32)
        np.cumsum(self.lengths, out=ends[1:])
        held = self.cells
        if ends[-1] != rows * width:
            held = self.cells[np.arange(width) < self.lengths[:, None]]
        return pa.StringArray.from_buffers(rows, pa.py_buffer(ends), pa.py_buffer(held))

    def encoded(self) -> Encoded:
        """The distinct texts, in the order in which they first occur."""
        rows, width = self.cells.shape
        if not width or not rows:
            return Encoded(("",) if rows else (), np.zeros(rows, np.int64))
        if width == _WORD:
            words = pa.array(self.cells.view("<u8").reshape(rows))
        else:
            buffers = [None, pa.py_buffer(self.cells)]
            words = pa.Array.from_buffers(pa.binary(width), rows, buffers)
        found = words.dictionary_encode()
        held = found.dictionary.buffers()[1].to_pybytes()
        offset = found.dictionary.offset * width
        begins = range(offset, offset + len(found.dictionary) * width, width)
        texts = (held[begin : begin + width] for begin in begins)
        values = tuple(text.rstrip(b"\x00").decode("utf-8", "replace") for text in texts)
        return Encoded(values, found.indices.to_numpy().astype(np.int64))


def gather(data: npt.NDArray[np.uint8], starts: Positions, ends: Positions, widest: int) -> Column:
    """The bytes from each start to its end, cut at `widest`.

    `widest` is at most 128; `data` goes on for as many bytes behind the start of its last cell.
    """
    lengths = ends - starts
    longest = min(int(lengths.max(initial=0)), widest)
    width = -(-longest // _WORD) * _WORD
    if not width:
        return Column(np.zeros((starts.size, 0), np.uint8), lengths)
    # A window of `width` bytes at every position: one copy for each cell, wherever it starts.
    windows: npt.NDArray[Any] = np.ndarray(data.size - width, f"V{width}", data, 0, (1,))
    words = windows[starts].view("<u8").reshape(starts.size, width // _WORD)
    if int(lengths.min()) < width:
        held = np.minimum(lengths, widest)
        for word in range(width // _WORD):
            words[:, word] &= _KEEP[word].take(held)
    return Column(words.view(np.uint8), lengths)


def together(*columns: Encoded) -> tuple[list[tuple[str, ...]], Indices]:
    """The distinct combinations of columns, and for each row the index of its own."""
    key = columns[0].indices
    for column in columns[1:]:
        key = key * max(len(column.values), 1) + column.indices
    found = pa.array(key).dictionary_encode()
    combinations = []
    for one in found.dictionary.to_pylist():
        texts = []
        for column in reversed(columns):
            one, index = divmod(one, max(len(column.values), 1))
            texts.append(column.values[index])
        combinations.append(tuple(reversed(texts)))
    return combinations, found.indices.to_numpy().astype(np.int64)


def dictionary(values: Sequence[str], indices: Indices) -> pa.DictionaryArray:
    """Arrow text of which every distinct value is kept once."""
    return pa.DictionaryArray.from_arrays(
        pa.array(indices.astype(np.int32)), pa.array(values, pa.string())
    )
