"""COMITY_MIRROR: a folder or a web address that is asked before the publisher is."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from comity.errors import Unavailable
from comity.fetching.wanted import Wanted
from comity.sources.mirror.folder import VARIABLE, mirror_address, mirror_folder


@dataclass(slots=True)
class FolderMirror:
    """Publishers' files in a folder, by their path at the publisher or, at any depth, by name."""

    root: Path
    _by_name: dict[str, Path] | None = field(default=None, repr=False)

    def find(self, wanted: Wanted) -> Path | None:
        """The file in the folder; None where there is none, or an empty one."""
        exact = self.root / wanted.publisher_path
        if ".." not in exact.parts and exact.is_file() and exact.stat().st_size:
            return exact
        found = self._index().get(wanted.name) or self._index().get(
            wanted.publisher_path.rpartition("/")[2]
        )
        return found if found is not None and found.stat().st_size else None

    def _index(self) -> dict[str, Path]:
        if self._by_name is None:
            self._by_name = {}
            for folder, below, names in os.walk(self.root):
                below.sort()
                for name in sorted(names):
                    self._by_name.setdefault(name, Path(folder, name))
        return self._by_name


@dataclass(frozen=True, slots=True)
class WebMirror:
    """Publishers' files under a web address, by their name or by their path at the publisher."""

    base: str

    def addresses(self, wanted: Wanted) -> tuple[str, ...]:
        """Where the file may be, in the order in which to ask."""
        names = (wanted.name, wanted.publisher_path)
        return tuple(dict.fromkeys(f"{self.base}/{quote(name)}" for name in names))


def mirror_of(environ: Mapping[str, str]) -> FolderMirror | WebMirror | None:
    """The mirror that COMITY_MIRROR names; None where it is not set.

    Raises Unavailable for a folder that is not there, BadValue for an address that is not http(s).
    """
    address = mirror_address(environ)
    if address is not None:
        return WebMirror(address)
    try:
        folder = mirror_folder(environ)
    except Unavailable as error:
        raise Unavailable(
            error.what,
            next_step=f"Set {VARIABLE} to a folder or web address with publishers' files, or unset "
            "it: the files then come from their publisher.",
        ) from error
    return None if folder is None else FolderMirror(folder)
