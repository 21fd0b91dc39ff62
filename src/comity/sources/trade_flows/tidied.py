"""Yearly figures of a tidied file, from exporter to importer: shared by sources of a mirror."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa

from comity.errors import BadInput
from comity.sources.contract import Coverage, Parsed, Reject
from comity.sources.parquet_file import read_tidied
from comity.sources.state_codes import iso_of_alpha3
from comity.sources.tables import DYAD_FACTS
from comity.sources.trade_flows.periods import year as year_of
from comity.sources.trade_flows.sides import side_of
from comity.vocabulary.actor import DropReason

MOST = 1e14


@dataclass(slots=True)
class Flows:
    """Figures in, one fact a year and direction out; the same figure twice is one fact."""

    dataset: str
    fact: str
    text: str
    values: dict[tuple[int, str, str], float] = field(default_factory=dict)
    dropped: Counter[DropReason] = field(default_factory=Counter)
    rejects: list[Reject] = field(default_factory=list)
    records: int = 0
    summed: int = 0

    def take(self, row: int, exporter: str, importer: str, year: int, value: float | None) -> None:
        """One figure; None where the cell is empty."""
        self.records += 1
        if value is None:
            self.dropped[DropReason.NO_VALUE] += 1
            return
        if not 0 <= value < MOST:
            self._reject(row, f"value {value}; an amount of 0 or more expected", exporter, importer)
            return
        period = year_of(year)
        sides = [iso_of_alpha3(code) for code in (exporter, importer)]
        states = [side_of(code, period) for code in sides if code]
        if len(states) < 2:
            self.dropped[DropReason.TERRITORY] += 1
            return
        lost = [side for side in states if isinstance(side, DropReason)]
        if lost or states[0] == states[1]:
            self.dropped[lost[0] if lost else DropReason.WITHIN_ONE_STATE] += 1
            return
        key = (year, str(states[0]), str(states[1]))
        if key not in self.values:
            self.values[key] = value
        elif self.values[key] == value:
            self.summed += 1
        else:
            self._reject(row, f"{value}; an earlier row says {self.values[key]}", *key[1:])

    def _reject(self, row: int, reason: str, exporter: str, importer: str) -> None:
        self.rejects.append(Reject(row, reason, f"{exporter},{importer}"[:200]))

    def parsed(self, name: str, about: pa.Table, scope: str, actors: Sequence[str] = ()) -> Parsed:
        """The whole file; its years are covered for "either" or "both" of `actors`.

        Without `actors`, for all states that occur. Raises BadInput where there is no flow at all.
        """
        if not self.values:
            raise BadInput(
                f"{name} holds no flow between two states.",
                hint=f"{self.rejects[0].reason}." if self.rejects else "",
                next_step="Check that this is the right file, or copy it again.",
            )
        keys = sorted(self.values)
        periods = {year: year_of(year) for year, _, _ in keys}
        columns = [
            [self.fact] * len(keys),
            [source for _, source, _ in keys],
            [target for _, _, target in keys],
            [periods[year].day for year, _, _ in keys],
            [periods[year].end_day for year, _, _ in keys],
            [self.values[key] for key in keys],
            [self.text] * len(keys),
        ]
        first, last = periods[keys[0][0]], periods[keys[-1][0]]
        who = tuple(actors) or tuple(sorted({code for _, *pair in keys for code in pair}))
        days = (first.day, last.last_day)
        span = Coverage(self.dataset, "annual", *days, scope, who, table="dyad_facts")
        tables = {"dyad_facts": pa.table(columns, schema=DYAD_FACTS), "facts": about}
        return Parsed(
            self.dataset, self.records, tables, self.dropped, self.rejects, [span], self.summed
        )


def read_columns(path: Path, name: str, columns: Sequence[str]) -> Iterator[Mapping[str, object]]:
    """The rows of a tidied file. Raises BadInput for a file without the columns or without rows."""
    table = read_tidied(path, name, columns)
    if not table.num_rows:
        raise BadInput(f"{name} holds no rows.", next_step="Copy it again.")
    for batch in table.to_batches(max_chunksize=50_000):
        yield from batch.to_pylist()
