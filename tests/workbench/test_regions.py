"""`regions`: the states that are looked at together, and the poles around them."""

from __future__ import annotations

import pytest

from comity.errors import BadValue
from comity.workbench.session import Session


def test_the_shipped_regions_are_listed_with_states_and_poles(lake: Session) -> None:
    found = lake.regions()
    rows = {row["code"]: row for row in found.table.to_pylist()}
    assert found.table.column_names == ["code", "name", "states", "poles", "description"]
    assert set(rows) == {"eurasia", "eu-enlargement", "north-america", "asean"}
    assert rows["north-america"]["states"] == "CAN, MEX, USA"
    assert rows["eurasia"]["poles"] == "RUS, EU, CHN, TUR, USA"
    assert found.text == "4 regions."
    assert len(found.to_pandas()) == found.to_polars().height == 4


def test_a_region_is_found_by_a_state_or_a_part_of_its_name(lake: Session) -> None:
    assert lake.regions("geo").table["code"].to_pylist() == ["eurasia", "eu-enlargement"]
    assert lake.regions("America").table["code"].to_pylist() == ["north-america"]
    assert lake.regions("nowhere").table.num_rows == 0


def test_an_unknown_option_is_told(lake: Session) -> None:
    with pytest.raises(BadValue, match="search"):
        lake.regions(state="KAZ")
