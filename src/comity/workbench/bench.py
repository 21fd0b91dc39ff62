"""The workbench: one lake, and one method for each thing a user can do with it."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import platformdirs

from comity.errors import BadValue
from comity.store.lake import Lake, LakeVersion
from comity.store.query import Reading
from comity.vocabulary.period import parse_day

if TYPE_CHECKING:
    from comity.sources.contract import Source

# Told of each step of long work: what it is, and how many records it has.
Progress: TypeAlias = Callable[[str, int], None]
# A lake version's number, or a day or time: the newest version committed at or before it.
AsOf: TypeAlias = int | str | dt.date | None


def default_home(environ: Mapping[str, str]) -> Path:
    """Where the lake is: COMITY_HOME, or the user's data folder."""
    named = environ.get("COMITY_HOME")
    return Path(named).expanduser() if named else Path(platformdirs.user_data_dir("comity", False))


def _silent(_step: str, _records: int) -> None:
    """No progress is shown."""


def _ignore(_message: str) -> None:
    """Nobody is told."""


@dataclass(frozen=True)
class Workbench:
    """A lake at hand. `as_of` reads an older lake version; None the newest.

    `progress` is told of each step of long work, `on_wait` when another writer holds the lake.
    """

    home: Path
    as_of: AsOf = None
    environ: Mapping[str, str] = field(default_factory=dict, repr=False)
    progress: Progress = _silent
    on_wait: Callable[[str], None] = _ignore

    @property
    def lake(self) -> Lake:
        return Lake(self.home)

    def reading(self) -> Reading:
        """The lake, open for queries; a lake that is not there is first made from the default.

        Raises BadValue where `as_of` is no version and no time, LakeVersionDropped where no
        version is kept from then.
        """
        moment = as_of_moment(self.as_of)
        lake = self.lake
        newest = lake.newest()
        if newest is None:
            self.ensure_lake()
        return Reading(lake, newest if newest and moment is None else _version(lake, moment))

    def ensure_lake(self) -> None:
        """Load the embedded default where no lake version has been committed yet."""
        if not self.lake.exists():
            # Reading needs none of what writes, and its sources take long to import.
            from comity.sources.catalogue import find_source
            from comity.store.embedded import load_default

            load_default(self.lake, find_source, progress=self.progress, on_wait=self.on_wait)

    def source(self, name: str) -> Source:
        from comity.sources.catalogue import find_source

        return find_source(name)


def as_of_moment(as_of: AsOf) -> int | dt.datetime | None:
    """A lake version's number, or the moment (with its time zone) that `as_of` means.

    A day means its end; a time without a zone is UTC. Raises BadValue for anything else.
    """
    match as_of:
        case bool():
            raise _no_moment(str(as_of))
        case None | int():
            return as_of
        case dt.datetime():
            return as_of if as_of.tzinfo else as_of.replace(tzinfo=dt.UTC)
        case dt.date():
            return dt.datetime.combine(as_of, dt.time.max, dt.UTC)
    text = as_of.strip()
    if text.isdecimal():
        return int(text)
    try:
        return as_of_moment(parse_day(text, last=True))
    except BadValue:
        pass
    try:
        return as_of_moment(dt.datetime.fromisoformat(text))
    except ValueError:
        raise _no_moment(text) from None


def _no_moment(text: str) -> BadValue:
    return BadValue(
        f"{text!r} is neither a lake version nor a time.",
        hint="A day means its end, and a time without a zone is UTC.",
        next_step="For example --as-of 3, --as-of 2026-01-31 or --as-of 2026-01-31T18:00; "
        "`comity data --versions` lists the versions.",
    )


def _version(lake: Lake, moment: int | dt.datetime | None) -> LakeVersion:
    return lake.version_at(moment) if isinstance(moment, dt.datetime) else lake.version(moment)


def open_workbench(
    home: str | Path | None = None,
    *,
    as_of: AsOf = None,
    environ: Mapping[str, str] | None = None,
    progress: Progress = _silent,
    on_wait: Callable[[str], None] = _ignore,
) -> Workbench:
    """The workbench on the lake in `home` (default: COMITY_HOME, or the user's data folder)."""
    env = dict(os.environ if environ is None else environ)
    where = Path(home).expanduser() if home is not None else default_home(env)
    return Workbench(where, as_of, env, progress, on_wait)
