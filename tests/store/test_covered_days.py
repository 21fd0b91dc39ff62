"""Covered days are the union of the stretches of a lake's files, however these lie."""

from __future__ import annotations

import datetime as dt
import json

import duckdb
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from comity.store.query import statement
from comity.store.schema import COVERAGE

START = dt.date(2020, 1, 1)
stretches = st.lists(
    st.tuples(
        st.sampled_from(["one", "two"]),
        st.integers(0, 40),
        st.integers(0, 12),
        st.sampled_from([("world", []), ("either", ["RUS"]), ("both", ["RUS", "UKR"])]),
    ),
    max_size=12,
)


def covered(rows: list[tuple[str, int, int, tuple[str, list[str]]]], source: str) -> list[object]:
    """Part and day of each row of the statement, for a pair of `source` and Kazakhstan."""
    listed = [
        {
            "dataset": "synthetic",
            "table": "events",
            "part": part,
            "first_day": START + dt.timedelta(first),
            "last_day": START + dt.timedelta(first + more),
            "scope": scope,
            "actors": json.dumps(actors),
            "ingest_id": str(number),
        }
        for number, (part, first, more, (scope, actors)) in enumerate(rows)
    ]
    with duckdb.connect(":memory:") as connection:
        connection.register("coverage", pa.Table.from_pylist(listed, schema=COVERAGE))
        asked = {"source": source, "target": "KAZ"}
        found = connection.execute(statement("covered_days"), asked).fetchall()
    return [(part, day) for _, part, day in found]


def test_files_of_a_quarter_of_an_hour_make_one_day_of_it() -> None:
    quarter_hours = [("one", 3, 0, ("world", []))] * 96
    assert covered(quarter_hours, "DEU") == [("one", START + dt.timedelta(3))]


@given(stretches, st.sampled_from(["RUS", "DEU"]))
def test_each_day_of_a_stretch_that_sees_the_pair_is_there_once(
    rows: list[tuple[str, int, int, tuple[str, list[str]]]], source: str
) -> None:
    by_hand = {
        (part, START + dt.timedelta(first + n))
        for part, first, more, (scope, actors) in rows
        for n in range(more + 1)
        if scope == "world" or (scope == "either" and source in actors)
    }
    found = covered(rows, source)
    assert sorted(found) == sorted(by_hand)
