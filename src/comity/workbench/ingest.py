"""`ingest`: publishers' files into the lake."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

import pyarrow as pa
from pydantic import Field

from comity.briefs.words import counted
from comity.errors import BadInput, BadValue, ComityError
from comity.fetching import fetch_tidied, open_downloader
from comity.sources.catalogue import find_source, recognise
from comity.sources.contract import Source
from comity.sources.mirror import (
    MirrorEntry,
    find_mirror,
    mirror_address,
    mirror_entries,
    mirror_source,
)
from comity.store.embedded import embedded_files, load_default
from comity.store.engines import check_engine
from comity.store.ingest import IngestReport, ingest_file, source_file
from comity.store.query import reading
from comity.workbench.bench import Workbench
from comity.workbench.result import Request, Result

COLUMNS = (
    "records",
    "events",
    "repeats",
    "dropped",
    "rejected",
    "superseded",
    "withdrawn",
    "summed",
)
INGESTED, THERE = "ingested", "already in the lake"
SCHEMA = pa.schema(
    [
        ("file", pa.string()),
        ("dataset", pa.string()),
        ("kind", pa.string()),
        *((name, pa.int64()) for name in COLUMNS),
        ("state", pa.string()),
        ("dropped_by_reason", pa.string()),
        ("first_rejects", pa.string()),
        ("beside", pa.string()),
        ("lake_version", pa.int64()),
    ]
)

# A file's source, and what became of it.
Read: TypeAlias = tuple[Source, IngestReport]


class IngestRequest(Request):
    """What to read: files of a `source`; `mirror` with names or `all`; or `default`."""

    source: str = Field(
        description="a source (`icews`, `keds`, ...), `mirror`, `default` or `auto`"
    )
    files: tuple[str, ...] = Field((), description="files, or names of the mirror's tables")
    all: bool = Field(False, description="with `mirror`: all its tables")
    options: Mapping[str, str] = Field(default_factory=dict, description="options of the parser")
    engine: str = Field("duckdb", description="where the heavy steps run: duckdb or spark")


class IngestResult(Result):
    """`.table`: for each file records = events + repeats + dropped + rejected + summed.

    `kind` is what its source holds, and `events` counts: acts where it is events or counts, else
    rows. `beside` is what a file without a record of its own brought. Of a file that was in the
    lake already, all numbers are those of the first reading.
    """

    not_loaded: Mapping[str, str] = Field(default_factory=dict)


def ingest(bench: Workbench, request: IngestRequest) -> IngestResult:
    """Read files into the lake, each whole or not at all; the same file twice changes nothing.

    A lake that is new gets the embedded default, too: after the files, so that these count as
    what they bring, and only what they do not have.
    """
    _check_request(request)
    check_engine(request.engine)
    if request.source == "default":
        reports = load_default(
            bench.lake, find_source, progress=bench.progress, on_wait=bench.on_wait
        )
        names = [name for name, _, _ in embedded_files()]
        read = [(find_source(name), one) for name, one in zip(names, reports, strict=True)]
        return _result(bench, read, {})
    new = not bench.lake.exists()
    try:
        return _ingest_files(bench, request)
    finally:
        if new and bench.lake.exists():
            load_default(
                bench.lake,
                find_source,
                progress=bench.progress,
                on_wait=bench.on_wait,
                corrects=False,
            )


def _ingest_files(bench: Workbench, request: IngestRequest) -> IngestResult:
    if request.source == "mirror":
        return _ingest_mirror(bench, request)
    if not request.files:
        raise BadValue(
            "No file was named.",
            next_step=f"Give at least one: `comity ingest {request.source} FILE`.",
        )
    read = []
    for name in request.files:
        try:
            read.append(_one(bench, request, Path(name)))
        except ComityError as error:
            if read:
                before = "The file before it is" if len(read) == 1 else f"{len(read)} before it are"
                error.hint = f"{error.hint} {before} in the lake.".strip()
            raise
    return _result(bench, read, {})


def _check_request(request: IngestRequest) -> None:
    """Raises BadValue for what the source asked for would leave unread."""
    if request.source == "default" and (request.files or request.options):
        raise BadValue(
            "The embedded default takes no file and no option.",
            next_step="`comity ingest default`, or name the source of the file.",
        )
    if request.all and request.source != "mirror":
        raise BadValue(
            f"`all` is of the mirror, not of {request.source}.",
            next_step="`comity ingest mirror --all`, or name files one by one.",
        )
    if request.all and request.files:
        raise BadValue(
            "Both all tables of the mirror and some of them were asked for.",
            next_step="Leave out either `--all` or the names.",
        )


def _one(bench: Workbench, request: IngestRequest, path: Path) -> Read:
    source = recognise(path) if request.source == "auto" else find_source(request.source)
    return _read(bench, request, source, path)


def _read(bench: Workbench, request: IngestRequest, source: Source, path: Path) -> Read:
    report = ingest_file(
        bench.lake,
        source,
        source_file(path),
        options=request.options,
        progress=bench.progress,
        on_wait=bench.on_wait,
        engine=request.engine,
    )
    return source, report


def _ingest_mirror(bench: Workbench, request: IngestRequest) -> IngestResult:
    entries = mirror_entries(_mirror(bench, request))
    chosen = entries if request.all else [_entry(name, entries) for name in request.files]
    if not chosen:
        loadable = ", ".join(entry.name for entry in entries if entry.loads)
        raise BadValue(
            "No file of the mirror was named.",
            next_step=f"`comity ingest mirror --all`, or one of: {loadable}.",
        )
    read = [_read(bench, request, entry.source, entry.path) for entry in chosen if entry.loads]
    return _result(bench, read, {e.name: e.not_loaded for e in chosen if e.not_loaded})


def _mirror(bench: Workbench, request: IngestRequest) -> Path:
    """The mirror's folder; of a mirror on the web, a folder with the files that are asked for."""
    address = mirror_address(bench.environ)
    if address is None:
        return find_mirror(bench.environ, Path.cwd())
    with open_downloader(
        bench.home / "cache",
        bench.environ,
        gap=0.0,
        told=lambda text: bench.progress(text, 0),
        on_wait=bench.on_wait,
    ) as downloader:
        return fetch_tidied(downloader, address, None if request.all else request.files)


def _entry(name: str, entries: Sequence[MirrorEntry]) -> MirrorEntry:
    """The mirror's file of that name.

    Raises UnknownName, BadInput where the file is not at hand, Refused with the reason where it is
    one that is not loaded.
    """
    entry = mirror_source(name, entries)
    if entry.bytes is None:
        raise BadInput(
            f"{entry.name} is not in this mirror.",
            hint=f"It would be {entry.path}.",
            next_step="Copy it there, or name another mirror in COMITY_MIRROR.",
        )
    _ = entry.source
    return entry


def _result(bench: Workbench, read: Sequence[Read], not_loaded: Mapping[str, str]) -> IngestResult:
    rows = [
        {
            "file": report.file,
            "dataset": ", ".join(report.datasets),
            "kind": source.description.kind,
            "records": report.records,
            "events": report.events,
            "repeats": report.repeats,
            "dropped": sum(report.dropped.values()),
            "rejected": report.rejected,
            "superseded": report.superseded,
            "withdrawn": report.withdrawn,
            "summed": report.summed,
            "state": THERE if report.unchanged else INGESTED,
            "dropped_by_reason": "; ".join(f"{n} {why}" for why, n in report.dropped.items()),
            "first_rejects": "; ".join(f"line {r.line}: {r.reason}" for r in report.rejects[:3]),
            "beside": _beside(bench, report),
            "lake_version": report.lake_version,
        }
        for source, report in read
    ]
    reports = [report for _, report in read]
    return IngestResult(
        table=pa.Table.from_pylist(rows, schema=SCHEMA),
        text=_text(reports),
        lake_version=max((r.lake_version for r in reports), default=None),
        not_loaded=not_loaded,
    )


def _beside(bench: Workbench, report: IngestReport) -> str | None:
    """What a file without a record of its own brought; None for any other."""
    if report.records:
        return None
    (days,) = reading(bench.home).run("news_days", {"file": report.file})["days"].to_pylist()
    return f"{counted(days, 'day')} of news volume" if days else None


def _text(reports: Sequence[IngestReport]) -> str:
    """What is new in the lake; what was there already is not counted again."""
    new = [report for report in reports if not report.unchanged]
    there = len(reports) - len(new)
    rows, rejected = sum(r.events for r in new), sum(r.rejected for r in new)
    said = f"{counted(len(reports), 'file')}: {counted(rows, 'new row')} in the lake"
    if new:
        said += f", {rejected:,} rejected"
    was = "was" if there == 1 else "were"
    return f"{said}; {counted(there, 'file')} {was} there already." if there else f"{said}."
