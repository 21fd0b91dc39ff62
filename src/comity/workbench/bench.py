"""The workbench: one lake, and one method for each thing a user can do with it."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import platformdirs

from comity.sources.catalogue import find_source
from comity.sources.contract import Source
from comity.store.embedded import load_default
from comity.store.ingest import Progress, silent
from comity.store.lake import Lake
from comity.store.query import Reading, reading


def default_home(environ: Mapping[str, str]) -> Path:
    """Where the lake is: COMITY_HOME, or the user's data folder."""
    named = environ.get("COMITY_HOME")
    return Path(named).expanduser() if named else Path(platformdirs.user_data_dir("comity", False))


def _ignore(_message: str) -> None:
    """Nobody is told."""


@dataclass(frozen=True)
class Workbench:
    """A lake at hand. `as_of` reads an older lake version; None the newest.

    `progress` is told of each step of long work, `on_wait` when another writer holds the lake.
    """

    home: Path
    as_of: int | None = None
    environ: Mapping[str, str] = field(default_factory=dict, repr=False)
    progress: Progress = silent
    on_wait: Callable[[str], None] = _ignore

    @property
    def lake(self) -> Lake:
        return Lake(self.home)

    def reading(self) -> Reading:
        """The lake, open for queries; a lake that is not there is first made from the default."""
        self.ensure_lake()
        return reading(self.home, self.as_of)

    def ensure_lake(self) -> None:
        """Load the embedded default where no lake version has been committed yet."""
        if not self.lake.exists():
            load_default(self.lake, find_source, progress=self.progress, on_wait=self.on_wait)

    def source(self, name: str) -> Source:
        return find_source(name)


def open_workbench(
    home: str | Path | None = None,
    *,
    as_of: int | None = None,
    environ: Mapping[str, str] | None = None,
    progress: Progress = silent,
    on_wait: Callable[[str], None] = _ignore,
) -> Workbench:
    """The workbench on the lake in `home` (default: COMITY_HOME, or the user's data folder)."""
    env = dict(os.environ if environ is None else environ)
    where = Path(home).expanduser() if home is not None else default_home(env)
    return Workbench(where, as_of, env, progress, on_wait)
