"""Spark starts without its greetings; what goes wrong is told as it is."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from comity.store.engines.quiet_start import pass_on

WRITTEN = b"""WARNING: Using incubator modules: jdk.incubator.vector
Using Spark's default log4j profile: org/apache/spark/log4j2-defaults.properties
Setting default log level to "WARN".
To adjust logging level use sc.setLogLevel(newLevel). For SparkR, use setLogLevel(newLevel).
Exception in thread "main" java.lang.OutOfMemoryError: Java heap space
\tat a.b.C(D.java:1)
cut off"""


def test_greetings_are_left_out_and_errors_come_through() -> None:
    (reader, spark), (screen, target) = os.pipe(), os.pipe()
    os.write(spark, WRITTEN)
    os.close(spark)
    pass_on(reader, target)
    os.close(target)
    with open(screen, "rb") as shown:
        assert shown.read() == b"".join(WRITTEN.splitlines(keepends=True)[4:])


def test_spark_goes_on_where_nobody_listens() -> None:
    (reader, spark), (screen, target) = os.pipe(), os.pipe()
    os.close(screen)
    os.write(spark, b"one\ntwo\n")
    os.close(spark)
    pass_on(reader, target)
    os.close(target)


def test_a_session_starts_without_a_word() -> None:
    pytest.importorskip("pyspark.sql", reason="needs pyspark (comity[spark])")
    lines = (
        "import pathlib, tempfile; from comity.store.engines import open_engine\n"
        "with tempfile.TemporaryDirectory() as folder:\n"
        "    with open_engine('spark', folder=pathlib.Path(folder)) as engine: print(engine.name)"
    )
    done = subprocess.run(
        [sys.executable, "-c", lines], capture_output=True, text=True, timeout=200, check=True
    )
    assert (done.stdout, done.stderr) == ("spark\n", "")
