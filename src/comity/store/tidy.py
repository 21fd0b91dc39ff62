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
    """What was dropped, or would be: lake versions, files, and their bytes.

    `waiting` files are needed by no kept version either, but are younger than the grace.
    """

    kept: tuple[LakeVersion, ...]
    dropped: tuple[LakeVersion, ...]
    files: int
    bytes: int
    waiting: int = 0


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
    files, size, waiting = (sum(of) for of in zip(*freed, strict=True))
    return Tidied(tuple(kept), tuple(dropped), files, size, waiting)


def _vacuum(lake: Lake, name: str, kept: list[LakeVersion], dry_run: bool) -> tuple[int, int, int]:
    """Deletes a table's files that no kept version needs: how many, their bytes, and how many
    more are too young to go.
    """
    path = lake.table_path(name)
    table = DeltaTable(str(path))
    needed = sorted({version.tables[name] for version in kept if name in version.tables})

    def unneeded(*, dry: bool, hours: int) -> list[str]:
        files: list[str] = table.vacuum(
            retention_hours=hours,
            dry_run=dry,
            enforce_retention_duration=False,
            full=True,
            keep_versions=needed,
        )
        return files

    files = [path / file for file in unneeded(dry=True, hours=GRACE_HOURS)]
    waiting = len(unneeded(dry=True, hours=0)) - len(files)
    size = sum(file.stat().st_size for file in files if file.is_file())
    if files and not dry_run:
        unneeded(dry=False, hours=GRACE_HOURS)
    return len(files), size, waiting
