"""One file into the lake: parsed, compared with what is there, committed whole or not at all."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import logging
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa

from comity.errors import BadInput
from comity.sources.contract import Coverage, Parsed, Reject, Source, SourceFile
from comity.store.lake import Lake
from comity.store.rows import KEYS, Sorted, sort_rows
from comity.store.schema import COVERAGE, INGESTS, PARSED, PARTITION, REJECTS, SOURCES
from comity.store.writer import Clock, Transaction, utc_now, writing

log = logging.getLogger(__name__)

Progress = Callable[[str, int], None]
ACTS = ("events", "counts")


def silent(_step: str, _records: int) -> None:
    """Progress for nobody."""


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What became of a file: records = events + repeats + dropped + rejected.

    `events` counts rows that entered the lake (for a source of votes or facts: those rows), of
    which `superseded` replaced an earlier row. `unchanged` says that this very file, read by this
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
    unchanged: bool = False


@dataclass(slots=True)
class _Staged:
    """All chunks of a file, side by side."""

    records: int = 0
    datasets: dict[str, None] = field(default_factory=dict)
    tables: dict[str, list[pa.Table]] = field(default_factory=dict)
    dropped: Counter[str] = field(default_factory=Counter)
    rejects: list[tuple[str, Reject]] = field(default_factory=list)
    coverage: list[Coverage] = field(default_factory=list)

    def add(self, parsed: Parsed) -> None:
        self.records += parsed.records
        self.datasets[parsed.dataset] = None
        for name, table in parsed.tables.items():
            if table.num_rows:
                rows = table.cast(PARSED[name])
                dataset = pa.array([parsed.dataset] * rows.num_rows, pa.string())
                self.tables.setdefault(name, []).append(rows.append_column("dataset", dataset))
        self.dropped.update({reason.value: n for reason, n in parsed.dropped.items()})
        self.rejects += [(parsed.dataset, reject) for reject in parsed.rejects]
        self.coverage += parsed.coverage


def source_file(path: Path, name: str | None = None) -> SourceFile:
    """A file with its checksum. Raises BadInput where it is missing, no file, or not readable."""
    if not path.exists():
        raise BadInput(f"There is no file {path}.", next_step="Check the path.")
    if not path.is_file():
        raise BadInput(f"{path} is not a file.", next_step="Name the files in it one by one.")
    digest = hashlib.sha256()
    try:
        with path.open("rb") as stream:
            while block := stream.read(1 << 20):
                digest.update(block)
    except OSError as error:
        raise BadInput(f"{path} can't be read: {error.strerror}.") from error
    return SourceFile(path, name or path.name, digest.hexdigest(), path.stat().st_size)


def ingest_file(
    lake: Lake,
    source: Source,
    file: SourceFile,
    *,
    options: Mapping[str, str] | None = None,
    progress: Progress = silent,
    on_wait: Callable[[str], None] = log.warning,
    clock: Clock = utc_now,
) -> IngestReport:
    """Read one file of a source into the lake, as one lake version.

    Idempotent: the same file again changes nothing; the same record in another file is a repeat.
    Raises BadInput (and leaves the lake as it was) for a malformed file.
    """
    with writing(lake, clock=clock, on_wait=on_wait) as transaction:
        report = ingest_in(transaction, source, file, options or {}, progress)
        transaction.commit(f"{source.description.name}: {file.name}")
        return report


def ingest_in(
    transaction: Transaction,
    source: Source,
    file: SourceFile,
    options: Mapping[str, str],
    progress: Progress,
) -> IngestReport:
    """Read one file inside an open transaction; the caller commits."""
    earlier = _earlier_ingest(transaction, source, file)
    if earlier is not None and earlier["parser_version"] == source.description.parser_version:
        return _unchanged(transaction, earlier)
    if earlier is not None:
        _take_out(transaction, earlier["ingest_id"])
    staged = _parse(source, file, options, progress)
    progress("comparing with the lake", staged.records)
    return _store(transaction, source, file, staged, progress)


def _parse(
    source: Source, file: SourceFile, options: Mapping[str, str], progress: Progress
) -> _Staged:
    staged = _Staged()
    for parsed in source.parse(file, options=options):
        staged.add(parsed)
        progress("reading", staged.records)
    return staged


def _earlier_ingest(
    transaction: Transaction, source: Source, file: SourceFile
) -> dict[str, str] | None:
    rows = (
        transaction.connect(("ingests",))
        .execute(
            "SELECT ingest_id, parser_version FROM ingests WHERE sha256 = ? AND source = ? "
            "ORDER BY ingested_at DESC LIMIT 1",
            [file.sha256, source.description.name],
        )
        .fetchall()
    )
    return {"ingest_id": rows[0][0], "parser_version": rows[0][1]} if rows else None


def _take_out(transaction: Transaction, ingest_id: str) -> None:
    """The rows that an older parser made of this file make room for those of the newer one."""
    for name in (*PARSED, "ingests", "rejects", "coverage"):
        transaction.delete(name, f"ingest_id = '{ingest_id}'")


def _unchanged(transaction: Transaction, earlier: Mapping[str, str]) -> IngestReport:
    connection = transaction.connect(("ingests",))
    found = connection.sql(
        "SELECT * FROM ingests WHERE ingest_id = ?", params=[earlier["ingest_id"]]
    )
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
        unchanged=True,
    )


def _store(
    transaction: Transaction,
    source: Source,
    file: SourceFile,
    staged: _Staged,
    progress: Progress,
) -> IngestReport:
    ingest_id = hashlib.blake2b(
        "\x1f".join(
            (source.description.name, file.sha256, source.description.parser_version)
        ).encode(),
        digest_size=8,
    ).hexdigest()
    written = _write_rows(transaction, staged, ingest_id, progress)
    kinds = ACTS if source.description.kind in ACTS else (source.description.kind,)
    events = sum(written[name].new.num_rows for name in kinds if name in written)
    repeats = sum(written[name].repeats for name in kinds if name in written)
    superseded = sum(written[name].superseded.num_rows for name in kinds if name in written)
    report = IngestReport(
        file=file.name,
        datasets=tuple(staged.datasets),
        records=staged.records,
        events=events,
        repeats=repeats,
        superseded=superseded,
        dropped=dict(staged.dropped.most_common()),
        rejected=len(staged.rejects),
        rejects=tuple(reject for _, reject in staged.rejects),
        lake_version=transaction.base.number + 1,
    )
    _write_provenance(transaction, source, file, staged, report, ingest_id)
    return report


def _write_rows(
    transaction: Transaction, staged: _Staged, ingest_id: str, progress: Progress
) -> dict[str, Sorted]:
    connection = transaction.connect(tuple(staged.tables))
    written: dict[str, Sorted] = {}
    for name, chunks in staged.tables.items():
        parsed = pa.concat_tables(chunks)
        rows = sort_rows(connection, name, parsed)
        progress(f"writing {name}", rows.new.num_rows)
        _delete_superseded(transaction, name, rows.superseded)
        stamp = pa.array([ingest_id] * rows.new.num_rows, pa.string())
        ordered = rows.new.append_column("ingest_id", stamp)
        transaction.append(name, ordered)
        written[name] = rows
    return written


def _delete_superseded(transaction: Transaction, name: str, rows: pa.Table) -> None:
    """Rows of the lake that a correction replaces, partition by partition."""
    for batch in rows.to_batches(max_chunksize=500):
        conditions = []
        for row in batch.to_pylist():
            columns = [*KEYS[name], *([PARTITION[name]] if name in PARTITION else [])]
            conditions.append("(" + " AND ".join(_equals(c, row[c]) for c in columns) + ")")
        if conditions:
            transaction.delete(name, " OR ".join(conditions))


def _equals(column: str, value: object) -> str:
    if value is None:
        return f"{column} IS NULL"
    if isinstance(value, int):
        return f"{column} = {value}"
    text = str(value).replace("'", "''")
    if isinstance(value, dt.date):
        return f"{column} = CAST('{text}' AS DATE)"
    return f"{column} = '{text}'"


def _write_provenance(
    transaction: Transaction,
    source: Source,
    file: SourceFile,
    staged: _Staged,
    report: IngestReport,
    ingest_id: str,
) -> None:
    about = source.description
    transaction.append(
        "ingests",
        pa.Table.from_pylist(
            [
                {
                    "ingest_id": ingest_id,
                    "source": about.name,
                    "datasets": json.dumps(report.datasets),
                    "file_name": file.name,
                    "sha256": file.sha256,
                    "bytes": file.bytes,
                    "parser_version": about.parser_version,
                    "ingested_at": transaction.clock(),
                    "records": report.records,
                    "events": report.events,
                    "repeats": report.repeats,
                    "superseded": report.superseded,
                    "dropped": sum(report.dropped.values()),
                    "dropped_by_reason": json.dumps(report.dropped),
                    "rejected": report.rejected,
                }
            ],
            schema=INGESTS,
        ),
    )
    transaction.append("rejects", _reject_rows(staged.rejects, ingest_id))
    transaction.append("coverage", _coverage_rows(staged.coverage, ingest_id))
    _describe_datasets(transaction, source, report.datasets)


def _reject_rows(rejects: Sequence[tuple[str, Reject]], ingest_id: str) -> pa.Table:
    return pa.Table.from_pylist(
        [
            {
                "ingest_id": ingest_id,
                "dataset": dataset,
                "line": reject.line,
                "reason": reject.reason,
                "text": reject.text,
            }
            for dataset, reject in rejects
        ],
        schema=REJECTS,
    )


def _coverage_rows(coverage: Sequence[Coverage], ingest_id: str) -> pa.Table:
    return pa.Table.from_pylist(
        [
            {
                "dataset": stretch.dataset,
                "table": stretch.table,
                "part": stretch.part,
                "first_day": stretch.first_day,
                "last_day": stretch.last_day,
                "scope": stretch.scope,
                "actors": json.dumps(sorted(stretch.actors)),
                "ingest_id": ingest_id,
            }
            for stretch in coverage
        ],
        schema=COVERAGE,
    )


def _describe_datasets(transaction: Transaction, source: Source, datasets: Sequence[str]) -> None:
    """The terms under which each dataset came, once for each source that gave some of it."""
    about = source.description
    known = set(
        transaction.connect(("sources",)).execute("SELECT dataset, source FROM sources").fetchall()
    )
    rows = [
        {
            "dataset": dataset,
            "source": about.name,
            "title": about.title,
            "publisher": about.publisher,
            "licence": about.licence,
            "citation": about.citation,
            "url": about.url,
            "kind": about.kind,
            "notes": about.notes,
        }
        for dataset in datasets
        if (dataset, about.name) not in known
    ]
    transaction.append("sources", pa.Table.from_pylist(rows, schema=SOURCES))
