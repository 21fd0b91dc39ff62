"""The JSON of a fit: plain numbers, null for what is not known, one line an entry."""

from __future__ import annotations

import json
import math
import time

import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from comity.cli.reactions_json import json_rows
from comity.models.reaction_function.result import REACTIONS


def test_an_entry_is_an_object_with_plain_values() -> None:
    table = pa.table(
        {
            "responder": ['Côte "d’Ivoire"\n'],
            "acts": [3],
            "extra": [0.31],
            "half_life_days": [None],
            "significant": [True],
        },
        schema=pa.schema(
            [
                ("responder", pa.string()),
                ("acts", pa.int64()),
                ("extra", pa.float64()),
                ("half_life_days", pa.float64()),
                ("significant", pa.bool_()),
            ]
        ),
    )
    [line] = json_rows(table)
    assert json.loads(line) == table.to_pylist()[0]
    assert line.endswith('"acts": 3, "extra": 0.31, "half_life_days": null, "significant": true}')


@given(st.lists(st.floats() | st.none(), min_size=1))
def test_numbers_keep_seven_digits_and_none_is_ever_infinite(values: list[float | None]) -> None:
    def refuse(name: str) -> None:
        raise AssertionError(name)

    table = pa.table({"value": pa.array(values, pa.float64())})
    for value, line in zip(values, json_rows(table), strict=True):
        found = json.loads(line, parse_constant=refuse)["value"]
        if value is None or not math.isfinite(value):
            assert found is None
        else:
            assert math.isclose(found, value, rel_tol=1e-6, abs_tol=1e-300)


def test_twelve_thousand_dyads_are_written_in_seconds() -> None:
    rows, random = 12_000 * 16, np.random.default_rng(1)
    columns = {
        field.name: pa.array(random.normal(size=rows)).cast(pa.float64())
        if pa.types.is_floating(field.type)
        else pa.array(random.integers(0, 2, rows)).cast(field.type)
        for field in REACTIONS
    }
    began = time.perf_counter()
    lines = json_rows(pa.table(columns))
    assert len(lines) == rows
    assert time.perf_counter() - began < 15
