"""Opening the way out: a downloader with its connection and its cache, closed at the end."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from comity.fetching.cache import Cache
from comity.fetching.connection import Connection
from comity.fetching.download import Downloader
from comity.fetching.manners import Manners


def utc_now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


@contextmanager
def open_downloader(
    cache: Path,
    environ: Mapping[str, str],
    *,
    gap: float = 1.0,
    told: Callable[[str], None],
    on_wait: Callable[[str], None],
    clock: Callable[[], dt.datetime] = utc_now,
) -> Iterator[Downloader]:
    """A downloader into the cache in that folder. `gap`: seconds between requests to one host."""
    connection = Connection(Manners.from_environ(environ), gap)
    # Each new attempt is told in our own words.
    retries = logging.getLogger("stamina")
    level = retries.level
    retries.setLevel(logging.ERROR)
    try:
        yield Downloader(connection, Cache(cache), told, on_wait, clock)
    finally:
        retries.setLevel(level)
        connection.close()
