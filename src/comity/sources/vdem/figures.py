"""From columns of text to facts: one record a figure (a state, a year, an index)."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from comity.sources.contract import Coverage, Parsed, Reject
from comity.sources.facts import facts_table
from comity.sources.state_years import Fact, read_number, read_year, year_span
from comity.sources.tables import STATE_FACTS
from comity.sources.vdem.countries import country
from comity.vocabulary.actor import DropReason

DATASET = "vdem"
PART = "country_years"
ID, YEAR = "country_text_id", "year"


class Place(NamedTuple):
    """Whose figure it is, and of which year."""

    state: str
    year: int


@dataclass(slots=True)
class Figures:
    """What a file gives, batch by batch."""

    facts: Sequence[Fact]
    given: set[tuple[str, int]] = field(default_factory=set)
    years: set[int] = field(default_factory=set)

    def parsed(self, batch: pa.RecordBatch | pa.Table, lines: Sequence[int]) -> Parsed:
        """The facts of a batch of whole rows; `lines` numbers them."""
        dropped, rejects = Counter[DropReason](), list[Reject]()
        places: list[Place | None] = []
        for line, text_id, year in zip(lines, *self._keys(batch), strict=True):
            found = self._place(text_id, year)
            if isinstance(found, DropReason):
                dropped[found] += len(self.facts)
            elif isinstance(found, str):
                rejects.append(Reject(line, found, f"{text_id},{year}"[:200]))
            places.append(found if isinstance(found, Place) else None)
        records = len(self.facts) * (batch.num_rows - len(rejects)) + len(rejects)
        reading = _Reading(places, lines, dropped, rejects)
        tables = [reading.column(fact.fact, batch[fact.fact]) for fact in self.facts]
        facts = pa.concat_tables(tables)
        return Parsed(DATASET, records, {"state_facts": facts}, +dropped, rejects)

    def about(self) -> Parsed:
        """What the facts are called and measured in."""
        return Parsed(DATASET, 0, {"facts": facts_table(self.facts)})

    def coverage(self) -> Parsed:
        """The years that the file covers."""
        first, last = min(self.years), max(self.years)
        span = Coverage(
            DATASET, PART, dt.date(first, 1, 1), dt.date(last, 12, 31), table="state_facts"
        )
        return Parsed(DATASET, 0, {}, coverage=[span])

    def _keys(self, batch: pa.RecordBatch | pa.Table) -> tuple[list[str | None], list[object]]:
        return batch[ID].to_pylist(), batch[YEAR].to_pylist()

    def _place(self, text_id: str | None, cell: object) -> Place | DropReason | str:
        """The state and year of a row, why it is dropped, or what is wrong with it."""
        try:
            year = read_year(cell)
        except ValueError as error:
            return f"year: {error}"
        state = country(text_id, year) if text_id else None
        if text_id is None or state is None:
            return f"no country has the country_text_id {text_id!r}"
        if (text_id, year) in self.given:
            return f"a second row of {text_id} in {year}"
        self.given.add((text_id, year))
        self.years.add(year)
        return state if isinstance(state, DropReason) else Place(state, year)


@dataclass(slots=True)
class _Reading:
    """One batch: whose row each is (None: nobody's), and what comes of its figures."""

    places: list[Place | None]
    lines: Sequence[int]
    dropped: Counter[DropReason]
    rejects: list[Reject]

    def column(self, fact: str, cells: pa.Array | pa.ChunkedArray) -> pa.Table:
        """The rows of one index. A figure that is no number is a reject with its line."""
        values, wrong = _numbers(cells)
        kept = np.array([place is not None for place in self.places], dtype=bool)
        for index, reason in wrong.items():
            if kept[index]:
                text = str(cells[index])[:200]
                self.rejects.append(Reject(self.lines[index], f"{fact}: {reason}", text))
        kept[list(wrong)] = False
        there = kept & ~np.isnan(values)
        self.dropped[DropReason.NO_VALUE] += int((kept & ~there).sum())
        picked = np.flatnonzero(there)
        places = [place for place in (self.places[index] for index in picked) if place]
        spans = [year_span(place.year) for place in places]
        columns = [
            pa.repeat(fact, len(places)),
            pa.array([place.state for place in places], pa.string()),
            pa.array([span[0] for span in spans], pa.date32()),
            pa.array([span[1] for span in spans], pa.date32()),
            pa.array(values[picked], pa.float64()),
            pa.nulls(len(places), pa.string()),
        ]
        return pa.table(columns, schema=STATE_FACTS)


def _numbers(cells: pa.Array | pa.ChunkedArray) -> tuple[npt.NDArray[np.float64], dict[int, str]]:
    """The figures of a column, NaN where there is none, and what is wrong where it is no number."""
    wrong: dict[int, str] = {}
    if pa.types.is_string(cells.type):
        text = pc.if_else(
            pc.is_in(cells, pa.array(["", "NA"])), pa.scalar(None, pa.string()), cells
        )
        try:
            cells = pc.cast(text, pa.float64())
        except pa.ArrowInvalid:
            return _one_by_one(text.to_pylist())
    values = cells.cast(pa.float64()).to_numpy(zero_copy_only=False)
    if np.isinf(values).any():
        return _one_by_one(cells.to_pylist())
    return values, wrong


def _one_by_one(cells: list[object]) -> tuple[npt.NDArray[np.float64], dict[int, str]]:
    values, wrong = np.full(len(cells), np.nan), dict[int, str]()
    for index, cell in enumerate(cells):
        try:
            value = read_number(cell)
        except ValueError as error:
            wrong[index] = str(error)
            continue
        values[index] = np.nan if value is None else value
    return values, wrong
