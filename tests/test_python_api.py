"""The workbench from Python, in the five lines of its own docstring."""

from __future__ import annotations

from pathlib import Path

import pytest

import comity
from comity.errors import BadValue


def test_five_lines_give_a_series_as_arrow_pandas_and_polars(default_lake_home: Path) -> None:
    lake = comity.open(default_lake_home)
    weeks = lake.ledger("RUS", "UKR", period="week", first_day="2021-01-01", last_day="2021-08-31")
    assert weeks.table.num_rows == len(weeks.to_pandas()) == weeks.to_polars().height > 30
    assert weeks.text.endswith("source icews.")


def test_an_unknown_option_names_the_valid_ones(default_lake_home: Path) -> None:
    with pytest.raises(BadValue, match="first_day") as raised:
        comity.open(default_lake_home).ledger("RUS", "UKR", since="2021")
    assert raised.value.exit_code == 2
