"""`tidy`: drop old lake versions, and the files that only they needed."""

from __future__ import annotations

import datetime as dt

import pyarrow as pa
from pydantic import Field

from comity.briefs.words import counted
from comity.store.tidy import GRACE_HOURS, Tidied
from comity.store.tidy import tidy as tidy_lake
from comity.store.writer import utc_now
from comity.workbench.bench import Workbench
from comity.workbench.result import Request, Result

SCHEMA = pa.schema(
    [
        ("lake_version", pa.int64()),
        ("committed_at", pa.timestamp("us", tz="UTC")),
        ("message", pa.string()),
    ]
)


class TidyRequest(Request):
    """Which lake versions to keep; the newest always stays."""

    keep_days: int = Field(30, ge=0, description="keep the lake versions of so many last days")
    dry_run: bool = Field(False, description="only say what would be dropped")


class TidyResult(Result):
    """`.table`: the lake versions that were dropped, or with `dry_run` would be."""

    files: int
    bytes: int


def tidy(bench: Workbench, request: TidyRequest) -> TidyResult:
    """Drop lake versions older than `keep_days`, and the files that no kept version needs.

    What the newest versions hold stays as it is; `--as-of` a dropped version is a clear error.
    """
    bench.ensure_lake()
    since = utc_now() - dt.timedelta(days=request.keep_days)
    done = tidy_lake(bench.lake, since=since, dry_run=request.dry_run, on_wait=bench.on_wait)
    rows = [
        {"lake_version": v.number, "committed_at": v.committed_at, "message": v.message}
        for v in done.dropped
    ]
    return TidyResult(
        table=pa.Table.from_pylist(rows, schema=SCHEMA),
        text=told_text(done, request.dry_run),
        lake_version=done.kept[-1].number,
        files=done.files,
        bytes=done.bytes,
    )


def told_text(done: Tidied, dry_run: bool) -> str:
    """What went, or would go, and what stays only for the hour of grace."""
    would = "would be " if dry_run else ""
    versions, files = counted(len(done.dropped), "lake version"), counted(done.files, "file")
    said = f"{versions} {would}dropped, {len(done.kept):,} kept"
    if not done.files and not done.waiting:
        return f"{said}; no file is in the lake that the kept ones do not need."
    said = f"{said}; {files} {would}deleted ({done.bytes / 1e6:,.1f} MB)."
    if not done.waiting:
        return said
    grace = "an hour" if GRACE_HOURS == 1 else f"{GRACE_HOURS} hours"
    many = done.waiting > 1
    return (
        f"{said} {counted(done.waiting, 'file')} more {'are' if many else 'is'} needed no longer, "
        f"but younger than {grace}, and may still be read: the next `comity tidy` after that "
        f"deletes {'them' if many else 'it'}."
    )
