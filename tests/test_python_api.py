"""The workbench from Python, in the five lines of its own docstring."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

import comity
from comity.errors import BadValue, Interrupted


def test_five_lines_give_a_series_as_arrow_pandas_and_polars(default_lake_home: Path) -> None:
    lake = comity.open(default_lake_home)
    weeks = lake.ledger("RUS", "UKR", period="week", first_day="2021-01-01", last_day="2021-08-31")
    assert weeks.table.num_rows == len(weeks.to_pandas()) == weeks.to_polars().height > 30
    assert weeks.text.endswith("source icews.")


def test_an_unknown_option_names_the_valid_ones(default_lake_home: Path) -> None:
    with pytest.raises(BadValue, match="first_day") as raised:
        comity.open(default_lake_home).ledger("RUS", "UKR", since="2021")
    assert raised.value.exit_code == 2


def test_a_series_of_the_user_s_own_is_taken_as_a_frame_and_needs_no_lake(tmp_path: Path) -> None:
    pandas = pytest.importorskip("pandas")
    weeks = [dt.date(1990, 1, 7) + dt.timedelta(weeks=week) for week in range(100)]
    own = pandas.DataFrame(
        [
            {"date": day, "source": one, "target": other, "value": float((at * turn) % 7)}
            for at, day in enumerate(weeks)
            for one, other, turn in (("ISR", "PSE", 3), ("PSE", "ISR", 5))
        ]
    )
    lake = comity.open(tmp_path / "none")
    found = lake.reactions_backtest(own, start="1991-10-06")
    assert found.signed
    assert found.table.num_rows == len(found.to_pandas()) == 2 * 9
    assert not (tmp_path / "none").exists()


def test_an_estimate_can_be_stopped(tmp_path: Path) -> None:
    content = b"date,source,target,value\n" + b"".join(
        f"{dt.date(1990, 1, 7) + dt.timedelta(weeks=week)},{pair},{week % 5}\n".encode()
        for week in range(100)
        for pair in ("ISR,PSE", "PSE,ISR")
    )
    lake = comity.open(tmp_path / "none")
    with pytest.raises(Interrupted):
        lake.reactions_backtest(content, start="1991-10-06", cancelled=lambda: True)
