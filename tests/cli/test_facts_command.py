"""`comity facts` on a screen: no code to be typed is cut, no small figure becomes a zero."""

from __future__ import annotations

import pyarrow as pa
import pytest

from comity.cli.facts import FOUND, _shown, _uncut
from comity.cli.output import Format, write_result


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (0.0, "0"),
        (0.0026634, "0.002663"),
        (18.754, "18.75"),
        (1234.4, "1,234"),
        (5_770_000_000.0, "5,770,000,000"),
        (-1.00384, "-1.004"),
        (None, "·"),
    ],
)
def test_a_figure_has_four_digits_or_all_before_its_point(
    capfd: pytest.CaptureFixture[str], value: float | None, shown: str
) -> None:
    table = pa.table({"fact": ["natural_gas_production_total"], "value": [value]})
    write_result(table, Format.TABLE, exact=("fact", "value"))
    line = capfd.readouterr().out.splitlines()[1]
    assert line.split() == ["natural_gas_production_total", shown]


def found(code: str) -> pa.Table:
    row = {name: None for name in FOUND} | {"fact": code, "value": 1.0, "unit": "persons"}
    return pa.Table.from_pylist([{"source": "KAZ", "target": "DEU", **row}])


def test_a_code_stays_whole_as_long_as_it_leaves_room_for_the_value() -> None:
    assert "fact" in _uncut(found("exports_usd"))
    assert _uncut(found("foreign_direct_investment_net_inflows_percent_of_gdp")) == ["value"]


def test_the_direction_stands_first_where_there_are_two_and_empty_columns_are_left_out() -> None:
    table = found("exports_usd")
    assert _shown(table, both=True) == ["source", "target", "fact", "value", "unit"]
    assert _shown(table, both=False) == ["fact", "value", "unit", "source", "target"]
    assert _shown(table.slice(0, 0), both=False) == [*FOUND, "source", "target"]
