"""What a parser gives, side by side, until the whole file is known to be good.

Acts wait in memory, or on disk where they are many. Records whose actors are not read yet are
normalised chunk by chunk as they come, or, for an engine on other machines, all at once.
"""

from __future__ import annotations

import datetime as dt
import queue
import threading
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any, TypeVar

import narwhals as nw
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from comity.sources.contract import Coverage, Parsed, Reject
from comity.sources.normalise import REASON, normalise
from comity.sources.tables import EVENTS, PARSED, UNREAD
from comity.store.engines import Engine, Scan
from comity.store.schema import LATE, SOON, SOON_DAYS

T = TypeVar("T")

SPOOL_ROWS = 1_000_000
AHEAD = 2
# Records are normalised so many at a time: a plan has a cost of its own, however few rows it has.
BATCH_ROWS = 250_000
# What the store adds to a staged act: where it stands in the file, and its part of the lake.
STAGED = pa.schema([*EVENTS, ("place", pa.int64()), ("told", pa.string())])
_END = object()


@dataclass(slots=True)
class Spool:
    """Rows in the order in which they came: the last ones in memory, the others in files."""

    folder: Path
    name: str
    rows: int = 0
    files: list[Path] = field(default_factory=list)
    _held: list[pa.Table] = field(default_factory=list)
    _in_memory: int = 0

    def add(self, table: pa.Table) -> None:
        self._held.append(table)
        self.rows += table.num_rows
        self._in_memory += table.num_rows
        if self._in_memory >= SPOOL_ROWS:
            self._write()

    def source(self) -> pa.Table | Scan:
        """All rows, as an engine takes them."""
        if not self.files:
            return pa.concat_tables(self._held)
        if self._held:
            self._write()
        columns = tuple(pq.read_schema(self.files[0]).names)
        return Scan(tuple(str(file) for file in self.files), columns)

    def _write(self) -> None:
        path = self.folder / f"{self.name}-{len(self.files)}.parquet"
        pq.write_table(pa.concat_tables(self._held), path, compression="lz4")
        self.files.append(path)
        self._held, self._in_memory = [], 0


@dataclass(slots=True)
class Stage:
    """All chunks of a file; an engine far away normalises only when all of them have come."""

    folder: Path
    engine: Engine
    records: int = 0
    summed: int = 0
    datasets: dict[str, None] = field(default_factory=dict)
    acts: dict[str, Spool] = field(default_factory=dict)
    tables: dict[str, list[pa.Table]] = field(default_factory=dict)
    dropped: Counter[str] = field(default_factory=Counter)
    rejects: list[tuple[str, Reject]] = field(default_factory=list)
    coverage: list[Coverage] = field(default_factory=list)
    withdrawn: dict[str, list[str]] = field(default_factory=dict)
    _unread: dict[str, Spool] = field(default_factory=dict)
    _parties: dict[str, list[pa.Table]] = field(default_factory=dict)
    _numbers: Iterator[int] = field(default_factory=count)

    def add(self, parsed: Parsed) -> None:
        """One chunk more."""
        self.records += parsed.records
        self.summed += parsed.summed
        self.datasets[parsed.dataset] = None
        for name, table in parsed.tables.items():
            if name in UNREAD or table.num_rows == 0:
                continue
            rows = table.cast(PARSED[name])
            if name == "events":
                first = self.acts[parsed.dataset].rows if parsed.dataset in self.acts else 0
                self._add_acts(parsed.dataset, rows, np.arange(first, first + rows.num_rows))
            else:
                dataset = pa.array([parsed.dataset] * rows.num_rows, pa.string())
                self.tables.setdefault(name, []).append(rows.append_column("dataset", dataset))
        if "records" in parsed.tables:
            self._add_records(parsed)
        self.dropped.update({reason.value: n for reason, n in parsed.dropped.items()})
        self.rejects += [(parsed.dataset, reject) for reject in parsed.rejects]
        self.coverage += parsed.coverage
        self.withdrawn.setdefault(parsed.dataset, []).extend(parsed.withdrawn)

    def finish(self) -> None:
        """Normalise what is still waiting."""
        for dataset in tuple(self._unread):
            self._read_waiting(dataset)

    def _add_records(self, parsed: Parsed) -> None:
        records, parties = (parsed.tables[name] for name in UNREAD)
        if records.num_rows == 0:
            return
        if parsed.dataset not in self._unread:
            name = f"records-{next(self._numbers)}"
            self._unread[parsed.dataset] = Spool(self.folder, name)
        waiting = self._unread[parsed.dataset]
        waiting.add(records.cast(UNREAD["records"]))
        self._parties.setdefault(parsed.dataset, []).append(parties.cast(UNREAD["parties"]))
        if self.engine.name == "duckdb" and waiting.rows >= BATCH_ROWS:
            self._read_waiting(parsed.dataset)

    def _read_waiting(self, dataset: str) -> None:
        records = self._unread.pop(dataset).source()
        told = pa.concat_tables(self._parties.pop(dataset))
        parties = nw.from_native(told).unique().to_native()
        with self.engine.step():
            self._normalise(dataset, records, parties)

    def _normalise(self, dataset: str, records: pa.Table | Scan, parties: pa.Table) -> None:
        engine = self.engine
        frames = engine.frames({"records": records, "parties": parties})
        read = engine.settled(normalise(frames["records"], frames["parties"]))
        dropped = read.filter(~nw.col(REASON).is_null()).group_by(REASON).agg(n=nw.len())
        for row in engine.collect(dropped).to_pylist():
            self.dropped[row[REASON]] += int(row["n"])
        kept = read.filter(nw.col(REASON).is_null()).drop(REASON)
        if engine.name == "duckdb":
            self._add_read(dataset, engine.collect(kept))
            return
        for file in engine.write(kept, self.folder / f"acts-{next(self._numbers)}"):
            for batch in pq.ParquetFile(file).iter_batches(SPOOL_ROWS):
                self._add_read(dataset, pa.Table.from_batches([batch]))

    def _add_read(self, dataset: str, rows: pa.Table) -> None:
        """Engines give rows in any order: the line says which came first in the file."""
        self._add_acts(dataset, rows.cast(EVENTS), rows["line"].to_numpy())

    def _add_acts(self, dataset: str, rows: pa.Table, places: npt.NDArray[Any]) -> None:
        if dataset not in self.acts:
            self.acts[dataset] = Spool(self.folder, f"staged-{next(self._numbers)}")
        spool = self.acts[dataset]
        place = pa.array(places.astype(np.int64))
        spool.add(rows.append_column("place", place).append_column("told", _told(rows)))


def _told(rows: pa.Table) -> pa.Array:
    """Whether each act was told soon, or long after its day."""
    months = rows["reported_month"].combine_chunks().dictionary_encode()
    starts = [
        np.datetime64(dt.date.fromisoformat(f"{m}-01")) for m in months.dictionary.to_pylist()
    ]
    first_days = np.array(starts, "datetime64[D]")[months.indices.to_numpy()]
    late = (first_days - rows["day"].to_numpy()).astype(np.int64) > SOON_DAYS
    return pa.DictionaryArray.from_arrays(late.astype(np.int8), [SOON, LATE]).cast(pa.string())


def ahead(items: Iterator[T]) -> Iterator[T]:
    """The same items, made by a second thread while the first works on the ones before."""
    waiting: queue.Queue[object] = queue.Queue(AHEAD)
    stopped = threading.Event()

    def make() -> None:
        try:
            for item in items:
                if not _put(waiting, item, stopped):
                    return
            _put(waiting, _END, stopped)
        except BaseException as error:
            _put(waiting, _Failure(error), stopped)

    thread = threading.Thread(target=make, name="parser", daemon=True)
    thread.start()
    try:
        while (item := waiting.get()) is not _END:
            if isinstance(item, _Failure):
                raise item.error
            yield item  # type: ignore[misc]
    finally:
        stopped.set()
        thread.join()


@dataclass(frozen=True, slots=True)
class _Failure:
    error: BaseException


def _put(waiting: queue.Queue[object], item: object, stopped: threading.Event) -> bool:
    """Hands an item over; False where nobody wants it any more."""
    while not stopped.is_set():
        try:
            waiting.put(item, timeout=0.1)
            return True
        except queue.Full:
            continue
    return False
