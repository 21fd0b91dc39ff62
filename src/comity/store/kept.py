"""Results that take long, kept beside the lake for as long as what they rest on stays the same."""

from __future__ import annotations

import functools
import hashlib
import json
import os
import shutil
import time
import uuid
from collections.abc import Callable, Mapping, Sequence
from importlib import metadata, resources
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from comity.store.query import Reading
from comity.store.schema import TABLES

# So many results are kept; the oldest by use go first.
KEPT = 40
# What the embedded tables are written in.
EMBEDDED = frozenset({".csv", ".parquet", ".yml"})
# A folder that is still being written so long after is one that was given up.
GIVEN_UP_S = 86_400

Tables = Mapping[str, pa.Table]


def kept(
    reading: Reading,
    name: str,
    *,
    made_by: str,
    tables: Sequence[str],
    asked: Mapping[str, object],
    compute: Callable[[], Tables],
) -> dict[str, pa.Table]:
    """The tables of a result: from an earlier run, else computed now and kept.

    A result is the same where it is the same lake with its `tables` at the same versions, the same
    release of comity with the same embedded tables, `made_by` (the version of the method, to be
    raised with each change of its numbers) is the same, and so is what was `asked` (values that
    JSON can hold). A folder that can't be written is no error: the result is
    then not kept. A kept result that can't be read is computed anew.
    """
    folder = reading.lake.home / "kept" / f"{name}-{_key(reading, made_by, tables, asked)}"
    found = _read(folder)
    if found is not None:
        return found
    made = dict(compute())
    _write(folder, made)
    return made


def _key(reading: Reading, made_by: str, tables: Sequence[str], asked: Mapping[str, object]) -> str:
    if strangers := set(tables) - set(TABLES):
        raise ValueError(f"no tables of a lake: {', '.join(sorted(strangers))}")
    versions = {table: reading.version.tables.get(table) for table in sorted(tables)}
    lake = reading.lake.versions()[0].committed_at.isoformat()
    text = json.dumps([_release(), lake, made_by, versions, dict(asked)], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:24]


@functools.cache
def _release() -> str:
    """The release of comity, and what its embedded tables hold."""
    digest = hashlib.sha256(metadata.version("comity").encode())
    data = Path(str(resources.files("comity.data")))
    for path in sorted(data.rglob("*")):
        if path.suffix in EMBEDDED:
            digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


def _read(folder: Path) -> dict[str, pa.Table] | None:
    if not folder.is_dir():
        return None
    try:
        found = {path.stem: pq.read_table(path) for path in sorted(folder.glob("*.parquet"))}
        os.utime(folder)
    except (OSError, pa.ArrowInvalid):
        return None
    return found or None


def _write(folder: Path, tables: Tables) -> None:
    """Writes beside and renames, so that a reader sees all tables or none."""
    beside = folder.with_name(f".{folder.name}-{uuid.uuid4().hex[:8]}")
    try:
        beside.mkdir(parents=True)
        for name, table in tables.items():
            pq.write_table(table, beside / f"{name}.parquet", compression="zstd")
        shutil.rmtree(folder, ignore_errors=True)
        beside.rename(folder)
        _forget(folder.parent)
    except OSError:
        shutil.rmtree(beside, ignore_errors=True)


def _forget(parent: Path) -> None:
    for path in parent.glob(".*"):
        if time.time() - path.stat().st_mtime > GIVEN_UP_S:
            shutil.rmtree(path, ignore_errors=True)
    by_use = sorted(
        (path for path in parent.iterdir() if not path.name.startswith(".")),
        key=lambda path: path.stat().st_mtime,
    )
    for path in by_use[:-KEPT]:
        shutil.rmtree(path, ignore_errors=True)
