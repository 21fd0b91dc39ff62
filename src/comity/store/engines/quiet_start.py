"""Starting Spark's process without its greetings; all else that it writes is passed on."""

from __future__ import annotations

import os
import threading
from collections.abc import Mapping
from typing import Any

# What it says of itself at each start, before any setting of its log holds.
GREETINGS = (
    b"WARNING: Using incubator modules",
    b"Using Spark's default log4j profile",
    b"Setting default log level to",
    b"To adjust logging level use",
)
STANDARD_ERROR = 2


def start_quietly(settings: Mapping[str, str]) -> None:
    """Start the Spark of this Python process, which later sessions find; once is enough.

    Raises what pyspark raises where it does not start; why is then on standard error.
    """
    from pyspark import SparkConf, SparkContext
    from pyspark.java_gateway import launch_gateway

    conf = SparkConf(loadDefaults=False).setAll(list(settings.items()))
    reader, writer = os.pipe()
    threading.Thread(target=pass_on, args=(reader, STANDARD_ERROR), daemon=True).start()
    try:
        gateway: Any = launch_gateway(conf=conf, popen_kwargs={"stderr": writer})
    finally:
        os.close(writer)
    SparkContext(conf=conf, gateway=gateway)


def pass_on(reader: int, target: int) -> None:
    """Every line of one file descriptor into another, to its end, but for the greetings."""
    with open(reader, "rb") as lines:
        for line in lines:
            if not line.startswith(GREETINGS):
                try:
                    os.write(target, line)
                except OSError:
                    # Nobody listens any more; Spark must not stop for that.
                    continue
