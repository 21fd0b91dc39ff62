"""Drop old lake versions, and the files that only they needed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from deltalake import DeltaTable
from deltalake.exceptions import DeltaError

from comity.errors import BadValue
from comity.store.lake import Lake, LakeVersion
from comity.store.schema import TABLES
from comity.store.writer import not_writable, writing

# A reader that opened a version just before it was dropped may finish.
GRACE_HOURS = 1


@dataclass(frozen=True, slots=True)
class Tidied:
    """What was dropped, or would be: lake versions from-to, files, and their bytes."""

    kept: tuple[LakeVersion, ...]
    dropped: tuple[LakeVersion, ...]
    files: int
    bytes: int


def tidy(
    lake: Lake,
    *,
    since: dt.datetime,
    dry_run: bool,
    on_wait: Callable[[str], None],
) -> Tidied:
    """Keep the lake versions committed since then, and always the newest; drop the others.

    What a kept version needs stays. Files that a killed write left go too. The versions go first:
    a tidying that is stopped midway leaves files over, never a version without its files.
    Raises BadValue for a moment without a time zone.
    """
    if since.tzinfo is None:
        raise BadValue(f"{since} has no time zone.", next_step="Give it as UTC.")
    with writing(lake, on_wait=on_wait):
        versions = lake.versions()
        kept = [version for version in versions if version.committed_at >= since]
        kept = kept or versions[-1:]
        dropped = [version for version in versions if version.number < kept[0].number]
        try:
            if dropped and not dry_run:
                DeltaTable(str(lake.manifest)).delete(f"lake_version < {kept[0].number}")
            freed = [_vacuum(lake, name, kept, dry_run) for name in TABLES]
        except (DeltaError, OSError) as error:
            raise not_writable(lake.home, error) from error
    return Tidied(
        tuple(kept), tuple(dropped), sum(n for n, _ in freed), sum(size for _, size in freed)
    )


def _vacuum(lake: Lake, name: str, kept: list[LakeVersion], dry_run: bool) -> tuple[int, int]:
    """Deletes a table's files that no kept version needs: how many, and their bytes."""
    path = lake.table_path(name)
    table = DeltaTable(str(path))
    needed = sorted({version.tables[name] for version in kept if name in version.tables})

    def unneeded(dry: bool) -> list[str]:
        files: list[str] = table.vacuum(
            retention_hours=GRACE_HOURS,
            dry_run=dry,
            enforce_retention_duration=False,
            full=True,
            keep_versions=needed,
        )
        return files

    files = [path / file for file in unneeded(True)]
    size = sum(file.stat().st_size for file in files if file.is_file())
    if files and not dry_run:
        unneeded(False)
    return len(files), size
