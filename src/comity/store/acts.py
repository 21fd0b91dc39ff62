"""Acts into the lake: withdrawn and corrected records go, new acts come, repeats become reports."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import narwhals as nw
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds

from comity.sources.contract import Coverage
from comity.store.engines import Engine, Scan
from comity.store.repeats import ACT, CONTENT, POSITION, Frame, judge, stacked
from comity.store.schema import OF_ACTS, lake_schema
from comity.store.stage import SPOOL_ROWS, Spool, Stage
from comity.store.writer import Transaction

Told = Callable[[str, int], None]

# What it takes to find a row of an act in the lake again.
PLACED = ("dataset", "record_id", "reported_month", "told")
_ROWS = (*POSITION, *CONTENT, "told")
_ORDER = ("reported_month", "told", "source", "target", "day", "place")


@dataclass(slots=True)
class ActsWritten:
    """How many records became events or repeats, how many rows of the lake made room for them."""

    events: int = 0
    repeats: int = 0
    superseded: int = 0
    withdrawn: int = 0


@dataclass(slots=True)
class ActWriter:
    """Writes the acts of one file inside a transaction; `vacated` are the acts that lost their
    event, and keep being told by another report where there is one.
    """

    transaction: Transaction
    engine: Engine
    folder: Path
    ingest_id: str
    progress: Told
    corrects: bool = True
    written: ActsWritten = field(default_factory=ActsWritten)
    vacated: list[pa.Table] = field(default_factory=list)

    def write(self, stage: Stage) -> ActsWritten:
        """Withdraw, judge and write all datasets of a file."""
        for dataset, ids in stage.withdrawn.items():
            if ids:
                self._withdraw(dataset, "record_id IN (SELECT record_id FROM ids)", ids)
        for span in stage.coverage:
            if span.complete and span.table == "events":
                self._withdraw_missing(span, stage.acts.get(span.dataset))
        for dataset, spool in stage.acts.items():
            self._write_dataset(dataset, spool)
        self._promote()
        return self.written

    def take_out(self, ingest_id: str) -> None:
        """The acts that an earlier reading of the file gave."""
        for name in OF_ACTS:
            files = self.transaction.files(name, {"ingest_id": (ingest_id, ingest_id)})
            if not files:
                continue
            if name == "events":
                self._vacate(self._rows_of(name, f"ingest_id = '{ingest_id}'"))
            self.transaction.delete(name, f"ingest_id = '{ingest_id}'")

    def _withdraw_missing(self, span: Coverage, spool: Spool | None) -> None:
        ids: list[str] = []
        if spool is not None and spool.rows:
            held = self.engine.frames({"acts": spool.source()})["acts"].select("record_id")
            ids = self.engine.collect(held)["record_id"].to_pylist()
        self._withdraw(
            span.dataset,
            f"part = '{_quoted(span.part)}' AND day BETWEEN DATE '{span.first_day}' "
            f"AND DATE '{span.last_day}' AND record_id NOT IN (SELECT record_id FROM ids)",
            ids,
        )

    def _withdraw(self, dataset: str, where: str, ids: Sequence[str]) -> None:
        """Rows of the lake that the publisher no longer has."""
        table = pa.table({"record_id": pa.array(ids, pa.string())})
        for name in OF_ACTS:
            gone = self._rows_of(name, f"dataset = '{_quoted(dataset)}' AND {where}", table)
            if gone.num_rows:
                self.written.withdrawn += gone.num_rows
                self.transaction.delete_rows(name, gone, PLACED)
                if name == "events":
                    self._vacate(gone)

    def _write_dataset(self, dataset: str, spool: Spool) -> None:
        self.progress("comparing with the lake", spool.rows)
        acts = self.engine.frames({"acts": spool.source()})["acts"]
        judged = judge(self.engine, acts, *self._held(dataset, acts), corrects=self.corrects)
        if judged.corrected is not None:
            self._supersede(dataset, self.engine.collect(judged.corrected))
        events = self._append("events", dataset, judged.events)
        reports = self._append("reports", dataset, judged.reports)
        self.written.events += events
        self.written.repeats += spool.rows - events
        self.progress("writing acts", events + reports)

    def _held(self, dataset: str, acts: Frame) -> tuple[Frame | None, Frame | None]:
        """The lake's rows that may be the same records, and its events that may be the same acts.

        What the log says of each file leaves out nearly all of a lake: an id, and a day, lie in
        few of its files.
        """
        bounds = acts.select(
            nw.col("record_id").min().alias("first_id"),
            nw.col("record_id").max().alias("last_id"),
            nw.col("day").min().alias("first_day"),
            nw.col("day").max().alias("last_day"),
        )
        (ends,) = self.engine.collect(bounds).to_pylist()
        ids = {"record_id": (ends["first_id"], ends["last_id"])}
        where = f"dataset = '{_quoted(dataset)}'"
        records = [
            frame.with_columns(from_table=nw.lit(name))
            for name in OF_ACTS
            for frame in self._scanned(name, self.transaction.files(name, ids), _ROWS, where)
        ]
        days = {"day": (ends["first_day"], ends["last_day"])}
        wanted = set(self.engine.collect(acts.select("day").unique())["day"].to_pylist())
        files = self.transaction.files("events", days, {"day": wanted})
        listed = ", ".join(f"DATE '{day}'" for day in sorted(wanted))
        on_days = f"{where} AND day IN ({listed})" if len(wanted) <= 100 else where
        same_days = self._scanned("events", files, ("record_id", *ACT), on_days)
        return stacked(records), stacked(same_days)

    def _scanned(
        self, name: str, files: Sequence[str], columns: tuple[str, ...], where: str
    ) -> list[Frame]:
        if not files:
            return []
        return [self.engine.frames({name: Scan(tuple(files), columns, where)})[name]]

    def _supersede(self, dataset: str, corrected: pa.Table) -> None:
        self.written.superseded += corrected.num_rows
        named = corrected.append_column("dataset", pa.array([dataset] * corrected.num_rows))
        for name in OF_ACTS:
            rows = named.filter(pc.equal(named["from_table"], name))
            self.transaction.delete_rows(name, rows, PLACED)
            if name == "events":
                self._vacate(rows)

    def _append(self, name: str, dataset: str, rows: Frame) -> int:
        """Rows pair by pair, so that those of one dyad are found without reading the others."""
        schema = lake_schema(name)
        ordered = rows.sort(*_ORDER).with_columns(
            dataset=nw.lit(dataset), ingest_id=nw.lit(self.ingest_id)
        )
        (total,) = self.engine.collect(rows.select(nw.len().alias("n")))["n"].to_pylist()
        if not total:
            return 0
        wanted = ordered.select(*schema.names)
        if total <= SPOOL_ROWS:
            self.transaction.append(name, self.engine.collect(wanted))
            return int(total)
        folder = self.folder / f"{name}-{next(_NUMBERS)}"
        files = [str(file) for file in self.engine.write(wanted, folder)]
        scanner = ds.dataset(files, format="parquet").scanner(
            columns=schema.names, batch_size=1 << 17, batch_readahead=2, fragment_readahead=1
        )
        batches = (
            batch
            for one in scanner.to_batches()
            for batch in pa.Table.from_batches([one]).cast(schema).to_batches()
        )
        self.transaction.append(name, pa.RecordBatchReader.from_batches(schema, batches))
        return int(total)

    def _vacate(self, rows: pa.Table) -> None:
        if rows.num_rows:
            self.vacated.append(rows.select(["dataset", *ACT]))

    def _promote(self) -> None:
        """The first report of an act whose event is gone becomes its event."""
        if not self.vacated or not self.transaction.now.tables.get("reports"):
            return
        with self.transaction.connect(OF_ACTS) as connection:
            connection.register("vacated", pa.concat_tables(self.vacated))
            first = connection.sql(
                "SELECT reports.* FROM reports "
                "SEMI JOIN vacated USING (dataset, day, act_key) "
                "ANTI JOIN events USING (dataset, day, act_key) "
                "QUALIFY row_number() OVER (PARTITION BY dataset, day, act_key "
                "ORDER BY reported_month, record_id) = 1"
            ).to_arrow_table()
        self.transaction.delete_rows("reports", first, PLACED)
        self.transaction.append("events", first)

    def _rows_of(self, name: str, where: str, ids: pa.Table | None = None) -> pa.Table:
        with self.transaction.connect((name,)) as connection:
            if ids is not None:
                connection.register("given", ids)
                connection.execute("CREATE TABLE ids AS SELECT DISTINCT record_id FROM given")
            columns = ", ".join((*PLACED, *ACT))
            return connection.sql(f"SELECT {columns} FROM {name} WHERE {where}").to_arrow_table()


_NUMBERS = count()


def _quoted(text: str) -> str:
    return text.replace("'", "''")
