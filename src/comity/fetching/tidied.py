"""A mirror on the web as a folder: the tidied files that are asked for, and no others."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote

from comity.fetching.cache import key_of
from comity.fetching.connection import NotThere
from comity.fetching.download import Downloader
from comity.sources.mirror.known_files import KnownFile, known_files


def fetch_tidied(downloader: Downloader, base: str, names: Sequence[str] | None) -> Path:
    """A folder like the mirror at `base`, with the files of these names (None: all known ones),
    and those that their parsers look for beside them.

    A file that the mirror does not have is not in the folder; a name that comity does not know is
    left to the reader of the folder. Raises Unavailable where the mirror can't be reached.
    """
    place = f"mirror-{key_of(base)[:12]}"
    root = downloader.cache.home / "files" / place
    for folder in ("events", "structure"):
        (root / folder).mkdir(parents=True, exist_ok=True)
    for known in _asked_for(names):
        address = f"{base}/{known.folder}/{quote(known.file_name)}"
        try:
            _, kept = downloader.fetch(address, known.file_name, changes=True, origin="mirror")
        except NotThere:
            (root / known.folder / known.file_name).unlink(missing_ok=True)
            continue
        downloader.named(f"{place}/{known.folder}", kept, known.file_name)
    return root


def _asked_for(names: Sequence[str] | None) -> list[KnownFile]:
    known = [one for one in known_files().values() if not one.not_loaded]
    if names is None:
        return known
    wanted = {name.removesuffix(".parquet") for name in names}
    wanted |= {one.beside for one in known if one.name in wanted}
    return [one for one in known if one.name in wanted]
