"""The engine Spark: local, or the cluster that COMITY_SPARK_MASTER names."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import narwhals as nw
import pyarrow as pa
import pyarrow.parquet as pq

from comity.errors import LakeError, Unavailable
from comity.store.engines.engine import Scan
from comity.store.engines.quiet_start import start_quietly

MASTER = "COMITY_SPARK_MASTER"
INSTALL = "Install it with `pip install 'comity[spark]'`; it needs Java 17 or later."

# Of a session alone: they hold for a cluster, too.
SESSION = {
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.execution.arrow.pyspark.enabled": "true",
    # A month such as 2021-03 in a path is text, whatever it looks like.
    "spark.sql.sources.partitionColumnTypeInference.enabled": "false",
    # Codes of every table that is joined for its reading fit in memory.
    "spark.sql.autoBroadcastJoinThreshold": str(64 * 2**20),
}


@contextmanager
def open_spark(folder: Path, memory_mb: int | None) -> Iterator[SparkEngine]:
    """A session of this process's Spark, which is started where there is none.

    Spark itself is left running, as it takes long to start: it ends with the process.
    """
    session = _session(memory_mb)
    scratch = Path(tempfile.mkdtemp(prefix="spark-", dir=folder))
    try:
        yield SparkEngine(session, scratch)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


class SparkEngine:
    """Frames are DataFrames of one session; Arrow tables go in through Parquet files."""

    name = "spark"
    rows_at_once: int | None = None

    def __init__(self, session: Any, scratch: Path) -> None:
        self._session = session
        self._scratch = scratch
        self._settled: list[Path] = []

    def frames(self, tables: Mapping[str, pa.Table | Scan]) -> dict[str, nw.LazyFrame[Any]]:
        return {
            name: self._scanned(table) if isinstance(table, Scan) else self._copied(table)
            for name, table in tables.items()
        }

    def settled(self, frame: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
        folder = self._new_folder()
        self._write(frame, folder)
        self._settled.append(folder)
        return self._read(folder)

    @contextmanager
    def step(self) -> Iterator[None]:
        before = len(self._settled)
        try:
            yield
        finally:
            for folder in self._settled[before:]:
                shutil.rmtree(folder.parent, ignore_errors=True)
            del self._settled[before:]

    def collect(self, frame: nw.LazyFrame[Any]) -> pa.Table:
        with _failures_told():
            table = frame.to_native().toArrow()
        # Spark says of some columns that they are never null; no table of a lake does.
        return table.cast(pa.schema([field.with_nullable(True) for field in table.schema]))

    def write(self, frame: nw.LazyFrame[Any], folder: Path) -> list[Path]:
        before = set(folder.glob("*.parquet"))
        self._write(frame, folder)
        return sorted(set(folder.glob("*.parquet")) - before)

    def _copied(self, table: pa.Table) -> nw.LazyFrame[Any]:
        folder = self._new_folder()
        folder.mkdir()
        pq.write_table(plain(table), folder / "part-0.parquet")
        return self._read(folder)

    def _scanned(self, scan: Scan) -> nw.LazyFrame[Any]:
        with _failures_told():
            reader = self._session.read.option("basePath", _address(scan.root))
            frame = reader.parquet(*(_address(file) for file in scan.files))
            if scan.where:
                frame = frame.where(scan.where)
            return _framed(frame.select(*scan.columns))

    def _read(self, folder: Path) -> nw.LazyFrame[Any]:
        with _failures_told():
            return _framed(self._session.read.parquet(_address(str(folder))))

    def _write(self, frame: nw.LazyFrame[Any], folder: Path) -> None:
        with _failures_told():
            native = frame.to_native()
            native.write.mode("append").option("compression", "zstd").parquet(_address(str(folder)))

    def _new_folder(self) -> Path:
        return Path(tempfile.mkdtemp(dir=self._scratch)) / "rows"


def plain(table: pa.Table) -> pa.Table:
    """The table without dictionaries, which are Arrow's own."""
    fields = [
        pa.field(f.name, f.type.value_type if pa.types.is_dictionary(f.type) else f.type)
        for f in table.schema
    ]
    return table.cast(pa.schema(fields))


def _address(place: str) -> str:
    """A place as Spark takes it: unescaped, and on this machine unless it says otherwise."""
    return place if "://" in place else f"file://{Path(place).absolute()}"


def _framed(native: Any) -> nw.LazyFrame[Any]:
    frame: nw.LazyFrame[Any] = nw.from_native(native)
    return frame


def _session(memory_mb: int | None) -> Any:
    """A new session of the Spark of this process. Raises Unavailable where there can be none."""
    try:
        from py4j.protocol import Py4JError
        from pyspark import SparkContext
        from pyspark.errors import PySparkException
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise Unavailable("Spark is not installed.", next_step=INSTALL) from error
    master = os.environ.get(MASTER) or "local[2]"
    if SparkSession.getActiveSession() is None and not _java():
        raise Unavailable("Spark needs Java, and there is none.", next_step=INSTALL)
    builder = SparkSession.builder.master(master).appName("comity")
    settings = _started_with(master, memory_mb)
    for key, value in settings.items():
        builder = builder.config(key, value)
    try:
        if SparkContext._gateway is None:
            start_quietly({"spark.master": master, "spark.app.name": "comity", **settings})
        running = builder.getOrCreate()
    except (PySparkException, Py4JError, OSError) as error:
        raise Unavailable(
            f"Spark does not start at {master}: {str(error).splitlines()[0].rstrip('.:')}.",
            next_step=f"{MASTER} names its master; without it, Spark runs on this machine.",
        ) from error
    running.sparkContext.setLogLevel("ERROR")
    session = running.newSession()
    for key, value in SESSION.items():
        session.conf.set(key, value)
    return session


def _started_with(master: str, memory_mb: int | None) -> dict[str, str]:
    """The settings of a Spark that is started here; one that is running keeps its own."""
    quiet = Path(__file__).with_name("quiet-log4j2.properties").as_uri()
    settings = {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.driver.extraJavaOptions": f"-Dlog4j2.configurationFile={quiet}",
    }
    if master.startswith("local"):
        settings |= {
            "spark.driver.host": "127.0.0.1",
            "spark.driver.bindAddress": "127.0.0.1",
            "spark.sql.shuffle.partitions": "4",
        }
    if memory_mb is not None:
        settings["spark.driver.memory"] = f"{memory_mb}m"
    return settings


def _java() -> bool:
    home = os.environ.get("JAVA_HOME")
    return bool(home and (Path(home) / "bin" / "java").exists()) or bool(shutil.which("java"))


@contextmanager
def _failures_told() -> Iterator[None]:
    """What Spark refuses, as an error of the lake."""
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    try:
        yield
    except (PySparkException, Py4JError) as error:
        raise LakeError(f"Spark failed: {str(error).splitlines()[0]}") from error
