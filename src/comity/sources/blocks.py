"""Strict reading of large delimited text, block by block, without a step of Python for each line.

As in `lines.py` every line is a record, a reject or the end of the file, and quote characters have
no meaning; but here the bytes stay bytes: a block tells where its good lines and their fields lie,
and gathers a field of all of them at once (`byte_columns.py`). A block is a view into one buffer,
which the next block overwrites. Memory is bounded by the block, however long a line may be.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from comity.errors import BadInput
from comity.sources.byte_columns import Column, Positions, gather
from comity.sources.contract import Reject, SourceFile
from comity.sources.lines import PATIENCE, cut_off, nothing_good, open_bytes, refuse_binary

BLOCK_BYTES = 16 << 20
BLOCK_LINES = 100_000
LONGEST_LINE = 1 << 20
WIDEST_CELL = 64
_PIECE = 1 << 20
_TAB, _LINE_FEED, _RETURN = 9, 10, 13
_BOM = b"\xef\xbb\xbf"
_SHOWN = 200
_MOST_FIELDS = 1 << 20

Bytes = npt.NDArray[np.uint8]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Form:
    """What the lines of a file should look like: their numbers of `fields`, with tabs between.

    `last_line_needs_end`: the publisher ends each line, so that a file without is cut off. The
    sizes bound the memory: bytes read at once, lines of one block, bytes of a line.
    """

    fields: frozenset[int]
    last_line_needs_end: bool = False
    block_bytes: int = BLOCK_BYTES
    block_lines: int = BLOCK_LINES
    longest_line: int = LONGEST_LINE

    @property
    def wanted(self) -> str:
        return " or ".join(str(n) for n in sorted(self.fields))


@dataclass(frozen=True, slots=True)
class Block:
    """The good lines of a block (their numbers, from 1, and of how many fields each is), rejects.

    Valid until the next block is asked for: columns are copies, the block itself is not.
    """

    numbers: Positions
    fields: npt.NDArray[np.int64]
    rejects: list[Reject]
    _data: Bytes
    _tabs: Positions
    _first_tab: Positions
    _starts: Positions
    _ends: Positions

    def column(self, index: int, widest: int = WIDEST_CELL) -> Column:
        """The fields at `index`, which every good line must have; cells over `widest` are cut."""
        starts, ends = self._starts, self._ends
        if index:
            starts = self._tabs.take(self._first_tab + (index - 1)) + 1
        if index < self.fields.min(initial=_MOST_FIELDS) - 1:
            ends = self._tabs.take(self._first_tab + index)
        elif self._tabs.size:
            # Behind the last field of a line there is no tab of its own.
            tabs = self._tabs.take(self._first_tab + index, mode="clip")
            ends = np.where(index < self.fields - 1, tabs, ends)
        return gather(self._data, starts, ends, widest)

    def reject(self, row: int, reason: str) -> Reject:
        """The good line of that row (from 0) as a reject."""
        start, end = int(self._starts[row]), int(self._ends[row])
        shown = self._data[start : min(end, start + 4 * _SHOWN)].tobytes()
        return Reject(int(self.numbers[row]), reason, shown.decode("utf-8", "replace")[:_SHOWN])


def read_blocks(file: SourceFile, form: Form) -> Iterator[Block]:
    """The lines of a plain file or of the single member of a zip, in blocks that end at a line end.

    A line with another number of fields, an empty one, one with NUL bytes, one that is not UTF-8
    and one over the longest allowed are rejects. Raises BadInput, naming the line, for a file that
    is empty or cut off, has no good line, or begins with NUL bytes.
    """
    reader = _Reader(file.name, form)
    with open_bytes(file, longest_line=None) as stream:
        yield from reader.blocks(stream)
    if not reader.number:
        raise BadInput(f"{file.name} holds no records.", next_step="Download it again.")
    if not reader.good:
        raise nothing_good(file.name, form.wanted, reader.number, reader.first_reject)


@dataclass(slots=True)
class _Reader:
    """Where the reading of one file stands."""

    file: str
    form: Form
    number: int = 0
    good: int = 0
    data: Bytes = field(init=False)
    tabs: Positions = field(init=False)
    filled: int = 0
    first_reject: Reject | None = None
    # The beginning of a line too long to be held, while its end is sought.
    overlong: bytes | None = None

    def __post_init__(self) -> None:
        size = self.form.longest_line + self.form.block_bytes + 2 * WIDEST_CELL
        self.data = np.zeros(size, np.uint8)
        # Room for a buffer of tabs alone; memory that is never written to is never taken.
        self.tabs = np.empty(size, np.int64)

    def blocks(self, stream: IO[bytes]) -> Iterator[Block]:
        """All blocks; the last line is checked before its block is given."""
        over = False
        while not over:
            over = self._fill(stream)
            begin, rejects = self._leave_overlong()
            stops = np.flatnonzero(self.data[begin : self.filled] == _LINE_FEED) + begin
            whole = int(stops[-1]) + 1 if stops.size else begin
            open_line = over and whole < self.filled
            if open_line:
                stops = np.append(stops, self.filled)
                whole = self.filled
            lines = _Lines.find(self.data, begin, stops, self._find_tabs(begin, whole))
            for first in range(0, max(stops.size, 1), self.form.block_lines):
                block = self._block(lines, first, rejects)
                rejects = []
                if not self.good and self.number >= PATIENCE:
                    raise nothing_good(self.file, self.form.wanted, self.number, self.first_reject)
                self._check_end(block, open_line and lines.is_last(first, self.form), whole)
                if block.numbers.size or block.rejects:
                    yield block
            if over and self.overlong is not None:
                raise cut_off(self.file, self.number + 1, self.overlong)
            self._keep(whole)

    def _fill(self, stream: IO[bytes]) -> bool:
        """Reads on behind what is kept; whether the file is over."""
        end = self.filled + self.form.block_bytes
        while self.filled < end:
            piece = stream.read(min(_PIECE, end - self.filled))
            if not piece:
                return True
            self.data[self.filled : self.filled + len(piece)] = np.frombuffer(piece, np.uint8)
            self.filled += len(piece)
        return False

    def _find_tabs(self, begin: int, end: int) -> Positions:
        """Where the tabs are, sought piece by piece: quicker than in the whole, as caches go."""
        found = 0
        for start in range(begin, end, _PIECE):
            here = np.flatnonzero(self.data[start : min(start + _PIECE, end)] == _TAB)
            np.add(here, start, out=self.tabs[found : found + here.size])
            found += here.size
        return self.tabs[:found]

    def _leave_overlong(self) -> tuple[int, list[Reject]]:
        """Where lines begin again after one too long to be held, and its reject once it ends."""
        if self.overlong is None:
            return 0, []
        found = np.flatnonzero(self.data[: self.filled] == _LINE_FEED)
        if not found.size:
            self.filled = 0
            return 0, []
        self.number += 1
        reject = Reject(self.number, self._too_long, self.overlong.decode("latin-1"))
        self.overlong = None
        self.first_reject = self.first_reject or reject
        return int(found[0]) + 1, [reject]

    def _keep(self, whole: int) -> None:
        """Moves the begun line to the front; one too long already is not held."""
        rest = self.filled - whole
        if rest > self.form.longest_line:
            head = self.data[whole : whole + self.form.longest_line].tobytes()
            if self.number < 2:
                refuse_binary(self.file, self.number + 1, head)
            self.overlong, rest = head[:_SHOWN], 0
        self.data[:rest] = self.data[whole : whole + rest].copy()
        self.filled = rest

    def _block(self, lines: _Lines, first: int, before: list[Reject]) -> Block:
        part = slice(first, first + self.form.block_lines)
        starts, ends = lines.starts[part].copy(), lines.ends[part].copy()
        counts = lines.tab_counts[part] + 1
        if self.number == 0 and starts.size:
            starts[0] += 3 * self.data[starts[0] : ends[0]][:3].tobytes().startswith(_BOM)
        good = np.isin(counts, list(self.form.fields)) & (ends > starts)
        good &= lines.stops[part] - lines.starts[part] <= self.form.longest_line
        good &= ~lines.spoilt[part]
        rejects = list(before)
        for row in np.flatnonzero(~good).tolist():
            number = self.number + row + 1
            raw = int(lines.stops[part][row] - lines.starts[part][row])
            content = self.data[starts[row] : min(ends[row], starts[row] + self.form.longest_line)]
            rejects.append(self._reject(number, raw, content.tobytes(), int(counts[row])))
        for row in range(max(0, min(2 - self.number, starts.size))):
            if self.number + row < 2:
                refuse_binary(
                    self.file, self.number + row + 1, self.data[starts[row] : ends[row]].tobytes()
                )
        numbers = self.number + 1 + np.flatnonzero(good)
        self.number += starts.size
        self.good += numbers.size
        self.first_reject = self.first_reject or (rejects[0] if rejects else None)
        first_tab = lines.first_tab[part][good]
        where = (lines.tabs, first_tab, starts[good], ends[good])
        return Block(numbers, counts[good], rejects, self.data, *where)

    def _reject(self, number: int, raw: int, line: bytes, fields: int) -> Reject:
        text = line[:_SHOWN].decode("latin-1")
        if raw > self.form.longest_line:
            return Reject(number, self._too_long, text)
        if not line:
            return Reject(number, "empty line", "")
        if b"\x00" in line:
            return Reject(number, "holds NUL bytes", text)
        try:
            text = line.decode("utf-8")[:_SHOWN]
        except UnicodeDecodeError as error:
            return Reject(number, f"not utf-8: byte {error.start} of the line", text)
        return Reject(number, f"{fields} fields; {self.form.wanted} expected", text)

    @property
    def _too_long(self) -> str:
        return f"longer than {self.form.longest_line:,} bytes"

    def _check_end(self, block: Block, open_line: bool, end: int) -> None:
        if not open_line or not self.good:
            return
        bad = bool(block.rejects) and block.rejects[-1].line == self.number
        if bad or self.form.last_line_needs_end:
            raise cut_off(self.file, self.number, self.data[max(0, end - 40) : end].tobytes())


@dataclass(frozen=True, slots=True)
class _Lines:
    """All lines of what is in the buffer: where they start, end (without the line end) and stop.

    `spoilt`: lines with NUL bytes, or that are not UTF-8.
    """

    starts: Positions
    ends: Positions
    stops: Positions
    tabs: Positions
    first_tab: Positions
    tab_counts: Positions
    spoilt: Mask

    @staticmethod
    def find(data: Bytes, begin: int, stops: Positions, tabs: Positions) -> _Lines:
        """The lines from `begin` on, each up to one of `stops`."""
        starts = np.concatenate(([begin], stops[:-1] + 1)) if stops.size else stops
        last = int(stops[-1]) if stops.size else begin
        next_tab = _next_tabs(tabs, starts, stops)
        first_tab = np.concatenate(([0], next_tab[:-1])) if stops.size else next_tab
        return _Lines(
            starts,
            _without_returns(data, starts, stops),
            stops,
            tabs,
            first_tab,
            next_tab - first_tab,
            _spoilt(data[begin:last], starts - begin, stops - begin),
        )

    def is_last(self, first: int, form: Form) -> bool:
        """Whether the block from line `first` on is the last of these lines."""
        return first + form.block_lines >= self.stops.size


def _next_tabs(tabs: Positions, starts: Positions, stops: Positions) -> Positions:
    """Where among the tabs those behind each line begin; quick where all lines are alike."""
    if stops.size and tabs.size and tabs.size % stops.size == 0:
        each = tabs.size // stops.size
        if (tabs[::each] >= starts).all() and (tabs[each - 1 :: each] < stops).all():
            return np.arange(each, tabs.size + 1, each)
    return np.searchsorted(tabs, stops)


def _without_returns(data: Bytes, starts: Positions, stops: Positions) -> Positions:
    """Where the lines end, less the carriage returns before their line ends."""
    ends = stops.copy()
    returned = np.flatnonzero((stops > starts) & (data[stops - 1] == _RETURN))
    ends[returned] -= 1
    again = returned[(ends[returned] > starts[returned]) & (data[ends[returned] - 1] == _RETURN)]
    for row in again:
        line = data[starts[row] : ends[row]].tobytes()
        ends[row] = starts[row] + len(line.rstrip(b"\r"))
    return ends


def _spoilt(text: Bytes, starts: Positions, stops: Positions) -> Mask:
    spoilt = np.zeros(stops.size, np.bool_)
    if not stops.size or not text.size:
        return spoilt
    if not text.all():
        spoilt[np.searchsorted(stops, np.flatnonzero(text == 0))] = True
    if text.max() < 128 or _is_utf8(text):
        return spoilt
    foreign = np.searchsorted(stops, np.flatnonzero(text >= 128))
    for row in np.unique(foreign):
        spoilt[row] |= not _is_utf8(text[starts[row] : stops[row]])
    return spoilt


def _is_utf8(text: Bytes) -> bool:
    offsets = pa.py_buffer(np.array([0, text.size], np.int64))
    whole = pa.LargeStringArray.from_buffers(1, offsets, pa.py_buffer(np.ascontiguousarray(text)))
    try:
        whole.validate(full=True)
    except pa.ArrowInvalid:
        return False
    return True
