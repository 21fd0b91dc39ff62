"""Where rows come from: file, checksum, parser and options of an ingest, its account, its terms."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa

from comity.errors import LakeError
from comity.sources.contract import Coverage, Reject, Source, SourceFile
from comity.store.schema import COVERAGE, INGESTS, REJECTS, SOURCES
from comity.store.writer import Transaction


@dataclass(frozen=True, slots=True)
class FileReading:
    """One way to read one file: its bytes, its source, the parser's version and its options."""

    source: Source
    file: SourceFile
    options: Mapping[str, str]

    @property
    def ingest_id(self) -> str:
        """The same for the same bytes read in the same way, and for nothing else."""
        about = self.source.description
        options = json.dumps(dict(self.options), sort_keys=True)
        parts = (about.name, self.file.sha256, about.parser_version, options)
        return hashlib.blake2b("\x1f".join(parts).encode(), digest_size=8).hexdigest()


@dataclass(frozen=True, slots=True)
class Account:
    """What became of a file's records: records = events + repeats + dropped + rejects.

    Where records were added up into fewer rows, `summed` of them are in no row of their own.
    """

    datasets: tuple[str, ...]
    records: int
    events: int
    repeats: int
    superseded: int
    withdrawn: int
    summed: int
    dropped: Mapping[str, int]
    rejects: Sequence[tuple[str, Reject]]
    coverage: Sequence[Coverage]

    def check(self, file: str) -> None:
        """Raises LakeError where a record got lost or was counted twice."""
        rejected, dropped = len(self.rejects), sum(self.dropped.values())
        found = self.events + self.repeats + self.summed + dropped + rejected
        if found != self.records:
            raise LakeError(
                f"{file}: {self.records} records were read, but {found} accounted for; "
                "nothing was stored.",
                hint=f"{self.events} events, {self.repeats} repeats, {dropped} dropped, "
                f"{rejected} rejected, {self.summed} added up.",
                next_step="This is a defect of the source's parser; report it with the file.",
            )


def write_provenance(transaction: Transaction, reading: FileReading, account: Account) -> None:
    """The ingest's own row, its rejects, its coverage, and the terms of its datasets."""
    about, file = reading.source.description, reading.file
    transaction.append(
        "ingests",
        pa.Table.from_pylist(
            [
                {
                    "ingest_id": reading.ingest_id,
                    "source": about.name,
                    "datasets": json.dumps(account.datasets),
                    "file_name": file.name,
                    "sha256": file.sha256,
                    "bytes": file.bytes,
                    "parser_version": about.parser_version,
                    "options": json.dumps(dict(reading.options), sort_keys=True),
                    "ingested_at": transaction.clock(),
                    "records": account.records,
                    "events": account.events,
                    "repeats": account.repeats,
                    "superseded": account.superseded,
                    "withdrawn": account.withdrawn,
                    "summed": account.summed,
                    "dropped": sum(account.dropped.values()),
                    "dropped_by_reason": json.dumps(account.dropped),
                    "rejected": len(account.rejects),
                }
            ],
            schema=INGESTS,
        ),
    )
    transaction.append("rejects", _reject_rows(account.rejects, reading.ingest_id))
    transaction.append("coverage", _coverage_rows(account.coverage, reading.ingest_id))
    _describe_datasets(transaction, reading.source, account.datasets)


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
