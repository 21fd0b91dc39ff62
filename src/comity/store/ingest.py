"""One file into the lake: parsed, compared with what is there, committed whole or not at all."""

from __future__ import annotations

import hashlib
import json
import logging
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from comity.sources.contract import Reject, Source, SourceFile
from comity.sources.plain_file import open_regular, told_of_reading
from comity.sources.tables import PARSED
from comity.store.acts import ActWriter
from comity.store.engines import open_engine
from comity.store.lake import Lake
from comity.store.provenance import Account, FileReading, write_provenance
from comity.store.rows import KEYS, Sorted, sort_rows
from comity.store.schema import OF_ACTS
from comity.store.stage import Stage, ahead
from comity.store.writer import Clock, Transaction, not_writable, utc_now, writing

log = logging.getLogger(__name__)

# What DuckDB may hold of a file's acts; more goes to the scratch folder.
MEMORY_MB = 896

Progress = Callable[[str, int], None]
ACTS = ("events", "counts")


def silent(_step: str, _records: int) -> None:
    """Progress for nobody."""


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What became of a file: records = events + repeats + dropped + rejected.

    `events` counts rows that entered the lake (for a source of votes or facts: those rows), of
    which `superseded` replaced an earlier row; `withdrawn` rows left it because the publisher has
    them no longer. `summed` records were added up into fewer rows, and stand in none of their own.
    `unchanged` says that this very file, read by this
    version of the parser, was in the lake already; the numbers are then those of that ingest.
    """

    file: str
    datasets: tuple[str, ...]
    records: int
    events: int
    repeats: int
    superseded: int
    dropped: Mapping[str, int]
    rejected: int
    rejects: tuple[Reject, ...]
    lake_version: int
    withdrawn: int = 0
    summed: int = 0
    unchanged: bool = False


def source_file(path: Path, name: str | None = None) -> SourceFile:
    """A file with its checksum. Raises BadInput where it is missing, no file, or not readable."""
    digest = hashlib.sha256()
    with open_regular(path) as stream, told_of_reading(path):
        while block := stream.read(1 << 20):
            digest.update(block)
        return SourceFile(path, name or path.name, digest.hexdigest(), stream.tell())


def ingest_file(
    lake: Lake,
    source: Source,
    file: SourceFile,
    *,
    options: Mapping[str, str] | None = None,
    progress: Progress = silent,
    on_wait: Callable[[str], None] = log.warning,
    clock: Clock = utc_now,
    engine: str = "duckdb",
) -> IngestReport:
    """Read one file of a source into the lake, as one lake version.

    Idempotent: the same file again changes nothing; the same record in another file is a repeat.
    Raises BadInput (and leaves the lake as it was) for a malformed file.
    """
    with writing(lake, clock=clock, on_wait=on_wait) as transaction:
        report = ingest_in(transaction, source, file, options or {}, progress, engine)
        transaction.commit(f"{source.description.name}: {file.name}")
        return report


def ingest_in(
    transaction: Transaction,
    source: Source,
    file: SourceFile,
    options: Mapping[str, str],
    progress: Progress,
    engine: str = "duckdb",
    *,
    corrects: bool = True,
) -> IngestReport:
    """Read one file inside an open transaction; the caller commits.

    Without `corrects` what the lake holds already stays as it is, also where the file differs.
    """
    reading = FileReading(source, file, options)
    earlier = _earlier_ingest(transaction, reading)
    if earlier == reading.ingest_id:
        return _unchanged(transaction, earlier)
    memory = MEMORY_MB if engine == "duckdb" else None
    with (
        _scratch(transaction.lake) as folder,
        open_engine(engine, folder=folder, memory_mb=memory) as heavy,
    ):
        staged = _parse(reading, Stage(folder, heavy), progress)
        acts = ActWriter(transaction, heavy, folder, reading.ingest_id, progress, corrects)
        if earlier is not None:
            _take_out(transaction, acts, earlier)
        return _store(transaction, reading, staged, acts, progress)


@contextmanager
def _scratch(lake: Lake) -> Iterator[Path]:
    """A folder beside the tables for what does not fit in memory, gone afterwards.

    Raises LakeError where the disk is full.
    """
    try:
        shutil.rmtree(lake.scratch, ignore_errors=True)
        lake.scratch.mkdir(parents=True)
        yield lake.scratch
    except OSError as error:
        raise not_writable(lake.home, error) from error
    finally:
        shutil.rmtree(lake.scratch, ignore_errors=True)


def _parse(reading: FileReading, staged: Stage, progress: Progress) -> Stage:
    for parsed in ahead(reading.source.parse(reading.file, options=reading.options)):
        staged.add(parsed)
        progress("reading", staged.records)
    staged.finish()
    return staged


def _earlier_ingest(transaction: Transaction, reading: FileReading) -> str | None:
    """The ingest of these very bytes by this source, by whatever parser version and options."""
    rows = (
        transaction.connect(("ingests",))
        .execute(
            "SELECT ingest_id FROM ingests WHERE sha256 = ? AND source = ? "
            "ORDER BY ingested_at DESC LIMIT 1",
            [reading.file.sha256, reading.source.description.name],
        )
        .fetchall()
    )
    return str(rows[0][0]) if rows else None


def _take_out(transaction: Transaction, acts: ActWriter, ingest_id: str) -> None:
    """The rows of an older parser or of other options make room for those of this reading."""
    acts.take_out(ingest_id)
    for name in (*PARSED, "ingests", "rejects", "coverage"):
        if name not in OF_ACTS:
            transaction.delete(name, f"ingest_id = '{ingest_id}'")


def _unchanged(transaction: Transaction, ingest_id: str) -> IngestReport:
    connection = transaction.connect(("ingests",))
    found = connection.sql("SELECT * FROM ingests WHERE ingest_id = ?", params=[ingest_id])
    row = found.to_arrow_table().to_pylist()[0]
    return IngestReport(
        file=row["file_name"],
        datasets=tuple(json.loads(row["datasets"])),
        records=row["records"],
        events=row["events"],
        repeats=row["repeats"],
        superseded=row["superseded"],
        dropped=json.loads(row["dropped_by_reason"]),
        rejected=row["rejected"],
        rejects=(),
        lake_version=transaction.base.number,
        withdrawn=row["withdrawn"],
        summed=row["summed"],
        unchanged=True,
    )


def _store(
    transaction: Transaction,
    reading: FileReading,
    staged: Stage,
    acts: ActWriter,
    progress: Progress,
) -> IngestReport:
    of_acts = acts.write(staged)
    written = _write_rows(transaction, staged, acts, progress)
    kinds = _counted(reading.source.description.kind)
    counted = [written[name] for name in kinds if name in written]
    with_acts = "events" in kinds
    account = Account(
        datasets=tuple(staged.datasets),
        records=staged.records,
        events=sum(rows.new.num_rows for rows in counted) + with_acts * of_acts.events,
        repeats=sum(rows.repeats for rows in counted) + with_acts * of_acts.repeats,
        superseded=sum(r.superseded.num_rows for r in written.values()) + of_acts.superseded,
        withdrawn=of_acts.withdrawn,
        summed=staged.summed,
        dropped=dict(staged.dropped.most_common()),
        rejects=staged.rejects,
        coverage=staged.coverage,
    )
    account.check(reading.file.name)
    write_provenance(transaction, reading, account)
    return _report(reading.file.name, account, transaction.base.number + 1)


def _counted(kind: str) -> tuple[str, ...]:
    """The tables whose rows are a source's records; a table beside them repeats what they say."""
    if kind in ACTS:
        return ACTS
    return (kind,) if kind in PARSED else tuple(PARSED)


def _report(file: str, account: Account, lake_version: int) -> IngestReport:
    return IngestReport(
        file=file,
        datasets=account.datasets,
        records=account.records,
        events=account.events,
        repeats=account.repeats,
        superseded=account.superseded,
        dropped=account.dropped,
        rejected=len(account.rejects),
        rejects=tuple(reject for _, reject in account.rejects),
        lake_version=lake_version,
        withdrawn=account.withdrawn,
        summed=account.summed,
    )


def _write_rows(
    transaction: Transaction, staged: Stage, acts: ActWriter, progress: Progress
) -> dict[str, Sorted]:
    written: dict[str, Sorted] = {}
    for name, chunks in staged.tables.items():
        parsed = pa.concat_tables(chunks)
        progress(f"writing {name}", parsed.num_rows)
        if name in KEYS:
            with transaction.connect((name,)) as connection:
                rows = sort_rows(connection, name, parsed, corrects=acts.corrects)
        else:
            rows = Sorted(parsed, parsed.slice(0, 0), 0)
        transaction.delete_rows(name, rows.superseded, KEYS.get(name, ()))
        stamp = pa.array([acts.ingest_id] * rows.new.num_rows, pa.string())
        transaction.append(name, rows.new.append_column("ingest_id", stamp))
        written[name] = rows
    return written
