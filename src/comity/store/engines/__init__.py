"""Engines: where the heavy steps run. DuckDB on this machine, Spark where one is too small."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from comity.errors import not_one_of
from comity.store.engines.engine import Engine, Scan

ENGINES = ("duckdb", "spark")

__all__ = ["ENGINES", "Engine", "Scan", "check_engine", "open_engine"]


def check_engine(name: str) -> str:
    """The name of an engine. Raises BadValue with the valid names for any other word."""
    if name not in ENGINES:
        raise not_one_of("known engine", name, ENGINES)
    return name


@contextmanager
def open_engine(
    name: str = "duckdb", *, folder: Path, memory_mb: int | None = None
) -> Iterator[Engine]:
    """An engine to compute on. `folder` takes what does not fit in memory; it must exist.

    `memory_mb` bounds what DuckDB, or Spark's driver if it is first started here, may use; None is
    the engine's own default. Frames are of use only while the engine is open. Spark's master is
    COMITY_SPARK_MASTER (default local[2]).

    Raises BadValue for an engine that there is not, Unavailable where Spark or Java is missing.
    """
    with _opened(check_engine(name), folder, memory_mb) as engine:
        yield engine


def _opened(name: str, folder: Path, memory_mb: int | None) -> AbstractContextManager[Engine]:
    # Each engine is imported when it is asked for: Spark is an extra.
    if name == "spark":
        from comity.store.engines.on_spark import open_spark

        return open_spark(folder, memory_mb)
    from comity.store.engines.on_duckdb import open_duckdb

    return open_duckdb(folder, memory_mb)
