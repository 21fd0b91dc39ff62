"""Acts written by hand, in the columns that the measures read."""

from __future__ import annotations

import datetime as dt
import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pytest

from comity.measures.dyad_series import CoveredDay, DyadSeries, dyad_series
from comity.measures.reading_tables import default_reading
from comity.vocabulary.dyad import Dyad
from comity.vocabulary.period import Granularity

SCHEMA = pa.schema(
    [
        ("day", pa.date32()),
        ("source", pa.string()),
        ("target", pa.string()),
        ("source_organ", pa.string()),
        ("target_organ", pa.string()),
        ("scheme", pa.string()),
        ("code", pa.string()),
        ("n", pa.int64()),
        ("goldstein_tenths", pa.int16()),
        ("counts_only", pa.bool_()),
        ("record_id", pa.string()),
        ("dataset", pa.string()),
        ("file_name", pa.string()),
        ("line", pa.int32()),
    ]
)


@dataclass(frozen=True)
class ByHand:
    """Makes acts, covered days and series for tests."""

    def act(
        self, day: str, source: str, target: str, code: str, *, organ: str = "state", n: int = 1
    ) -> dict[str, Any]:
        """n acts of a CAMEO code toward an organ of the target."""
        return {
            "day": dt.date.fromisoformat(day),
            "source": source,
            "target": target,
            "source_organ": "state",
            "target_organ": organ,
            "scheme": "cameo",
            "code": code,
            "n": n,
            "goldstein_tenths": None,
            "counts_only": n != 1,
            "record_id": f"{day} {source} {target} {code} {organ}",
            "dataset": "by_hand",
            "file_name": "by_hand.tab",
            "line": 1,
        }

    def acts(self, *rows: dict[str, Any]) -> pa.Table:
        return pa.Table.from_pylist(list(rows), schema=SCHEMA)

    def days(self, first: str, last: str) -> list[CoveredDay]:
        """Every day from one to another, both included."""
        start, end = dt.date.fromisoformat(first), dt.date.fromisoformat(last)
        return [CoveredDay(start + dt.timedelta(n), "one") for n in range((end - start).days + 1)]

    def series(
        self,
        acts: pa.Table,
        covered: Sequence[CoveredDay],
        period: str = "day",
        *,
        dyads: Sequence[tuple[str, str]] = (("RUS", "UKR"),),
        judged: bool = False,
        totals: pa.Table | None = None,
    ) -> DyadSeries:
        pairs = [Dyad(*pair) for pair in dyads]
        return dyad_series(
            acts,
            default_reading(),
            dyads=pairs,
            judged=frozenset(pairs) if judged else frozenset(),
            covered=covered,
            granularity=Granularity(period),
            dataset="by_hand",
            source_totals=totals,
        )


@pytest.fixture(scope="session")
def hand() -> ByHand:
    return ByHand()


@pytest.fixture(scope="session")
def spark() -> None:
    """Spark can run here; the test is skipped with the reason where it can't."""
    sql = pytest.importorskip("pyspark.sql", reason="needs pyspark (comity[spark])")
    if shutil.which("java") is None and not os.environ.get("JAVA_HOME"):
        pytest.skip("needs Java 17 for Spark")
    builder = sql.SparkSession.builder.master("local[1]").appName("comity-test")
    # What is made for much data only takes time where there is little.
    for name, value in {
        "spark.ui.enabled": "false",
        "spark.sql.shuffle.partitions": "1",
        "spark.default.parallelism": "1",
        "spark.sql.adaptive.enabled": "false",
        "spark.sql.codegen.wholeStage": "false",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
    }.items():
        builder = builder.config(name, value)
    builder.getOrCreate()
