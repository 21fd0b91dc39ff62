"""How many poles: by hand, as laws, and beside published figures."""

from __future__ import annotations

import datetime as dt
import math
import os
import shutil
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.errors import BadValue, OutsideCoverage
from comity.measures.polarity import (
    Pacts,
    con,
    concentration,
    effective_number,
    groups,
    herfindahl,
    pacts_of,
    polarity,
)
from comity.measures.polarity.trade import TradeSet
from comity.store.query import Reading, reading
from comity.workbench.session import Session

AMOUNTS = st.lists(st.floats(0, 1e12), min_size=1, max_size=40).filter(lambda a: sum(a) > 1e-6)
DAY, LATER = dt.date(1990, 1, 1), dt.date(1999, 12, 31)


def test_two_equal_powers_and_nobody_else_are_two_poles() -> None:
    found = concentration({"USA": 3.0, "SUN": 3.0})
    assert found.herfindahl == 0.5
    assert found.effective == 2
    assert found.con == 0
    assert (found.largest, found.second) == ("SUN", "USA")


def test_one_power_that_has_all_is_one_pole_among_any_number_of_states() -> None:
    found = concentration({"USA": 7.0, "CHN": 0.0, "RUS": 0.0})
    assert found.effective == 1
    assert found.con == 1
    assert (found.largest_share, found.second_share, found.holders) == (1, 0, 3)


def test_a_single_state_has_no_second_and_no_con() -> None:
    found = concentration({"USA": 7.0})
    assert (found.effective, found.con, found.second, found.second_share) == (1, None, None, None)


def test_shares_of_a_half_a_quarter_and_a_quarter_by_hand() -> None:
    # 1/4 + 1/16 + 1/16 = 3/8; CON: sqrt((3/8 - 1/3) / (1 - 1/3)) = sqrt(1/16).
    assert herfindahl([2, 1, 1]) == pytest.approx(3 / 8)
    assert effective_number([2, 1, 1]) == pytest.approx(8 / 3)
    assert con([2, 1, 1]) == pytest.approx(1 / 4)


def test_the_market_that_the_department_of_justice_explains_its_index_with() -> None:
    """Four firms with 30, 30, 20 and 20 percent: an index of 2,600 of 10,000."""
    assert 10_000 * herfindahl([30, 30, 20, 20]) == pytest.approx(2600)


@given(st.integers(1, 200), st.floats(1e-9, 1e15))
def test_n_equal_states_are_n_poles(n: int, each: float) -> None:
    assert effective_number([each] * n) == pytest.approx(n)


@given(AMOUNTS)
def test_poles_are_no_fewer_than_one_and_no_more_than_states(amounts: list[float]) -> None:
    n = len(amounts)
    assert 1 <= effective_number(amounts) <= n * (1 + 1e-12)
    assert 1 / n - 1e-12 <= herfindahl(amounts) <= 1


@given(AMOUNTS, st.floats(1e-3, 1e3))
def test_the_unit_does_not_matter(amounts: list[float], factor: float) -> None:
    scaled = [amount * factor for amount in amounts]
    assert herfindahl(scaled) == pytest.approx(herfindahl(amounts), rel=1e-6)


@given(AMOUNTS.filter(lambda a: len(a) > 1))
def test_con_is_the_deviation_of_shares_over_the_greatest_it_could_be(
    amounts: list[float],
) -> None:
    shares = np.array(amounts) / math.fsum(amounts)
    n = len(shares)
    greatest = np.std([1.0] + [0.0] * (n - 1))
    assert con(amounts) == pytest.approx(float(np.std(shares) / greatest), abs=1e-7)


@given(AMOUNTS.filter(lambda a: len(a) > 1), st.floats(0, 1))
def test_what_goes_from_the_weaker_to_the_strongest_never_adds_a_pole(
    amounts: list[float], part: float
) -> None:
    ordered = sorted(amounts)
    moved = ordered[0] * part
    taken = [ordered[0] - moved, *ordered[1:-1], ordered[-1] + moved]
    assert effective_number(taken) <= effective_number(amounts) * (1 + 1e-9)


@pytest.mark.parametrize("amounts", [[], [0.0, 0.0], [1.0, -1.0], [1.0, math.nan], [math.inf]])
def test_shares_of_nothing_or_less_are_refused(amounts: list[float]) -> None:
    with pytest.raises(BadValue, match="Shares need amounts"):
        herfindahl(amounts)


def test_a_state_goes_with_the_stronger_of_two_camps_and_joins_them_not() -> None:
    allies = {
        "USA": {"TUR"},
        "RUS": {"KAZ", "AZE"},
        "TUR": {"USA", "AZE"},
        "AZE": {"TUR", "RUS"},
        "KAZ": {"RUS"},
    }
    strength = {"USA": 10, "CHN": 9, "RUS": 5, "TUR": 3, "AZE": 1, "KAZ": 1}
    assert groups(allies, strength) == {
        **{"USA": "USA", "TUR": "USA", "CHN": "CHN"},
        **{"RUS": "RUS", "KAZ": "RUS", "AZE": "RUS"},
    }


def test_a_chain_of_pacts_leads_to_its_strongest_end() -> None:
    allies = {"LUX": {"BEL"}, "BEL": {"LUX", "FRA"}, "FRA": {"BEL", "USA"}, "USA": {"FRA"}}
    strength = {"LUX": 1, "BEL": 2, "FRA": 3, "USA": 4}
    assert set(groups(allies, strength).values()) == {"USA"}


def test_a_partner_without_a_strength_is_passed_over() -> None:
    assert groups({"FRA": {"USA"}, "USA": {"FRA"}}, {"FRA": 1.0}) == {"FRA": "FRA"}


@given(
    st.dictionaries(st.sampled_from("ABCDEFGH"), st.floats(0.01, 9), min_size=1),
    st.sets(st.tuples(st.sampled_from("ABCDEFGH"), st.sampled_from("ABCDEFGH"))),
)
def test_every_state_has_one_group_and_its_leader_is_at_least_as_strong(
    strength: dict[str, float], pairs: set[tuple[str, str]]
) -> None:
    allies: dict[str, set[str]] = {}
    for one, other in pairs:
        allies.setdefault(one, set()).add(other)
        allies.setdefault(other, set()).add(one)
    found = groups(allies, strength)
    assert found.keys() == strength.keys()
    for state, leader in found.items():
        assert found[leader] == leader
        assert strength[leader] >= strength[state]


def test_a_pact_counts_in_the_years_at_whose_end_it_is_in_force() -> None:
    pacts = Pacts("atop", 1990, 2018, (("KAZ", "RUS", DAY, LATER),))
    assert pacts.allies(1999) == {"KAZ": {"RUS"}, "RUS": {"KAZ"}}
    assert pacts.allies(2000) == {}
    assert pacts.newest(1980) is None
    assert pacts.newest(2024) == 2018


def test_trade_within_a_closed_list_says_nothing_of_trade_with_others() -> None:
    within = TradeSet("agtpa", "exports_usd", 1986, 2006, frozenset({"USA", "CHN"}), closed=True)
    toward = TradeSet("tradhist", "exports_gbp", 1870, 2014, frozenset({"USA", "CHN"}))
    assert within.covers("USA", "CHN")
    assert not within.covers("USA", "RUS")
    assert toward.covers("USA", "RUS")
    assert not toward.covers("RUS")
    assert "among 2 states only" in within.limits


def test_the_embedded_default_has_poles_by_product_and_by_trade(default_lake_home: Path) -> None:
    lake = reading(default_lake_home)
    by_gdp = polarity(lake, "gdp", first_year=2000, last_year=2020)
    rows = by_gdp.table.to_pylist()
    assert [row["year"] for row in rows] == list(range(2000, 2021))
    assert {row["largest"] for row in rows} == {"USA"}
    assert all(row["effective_poles"] == pytest.approx(1 / row["herfindahl"]) for row in rows)
    assert rows[-1]["effective_poles"] == pytest.approx(9.7, abs=0.3)
    by_trade = polarity(lake, "trade")
    assert "states only" in by_trade.text
    assert {row["dataset"] for row in by_trade.table.to_pylist()} == {"agtpa"}


def test_a_pact_older_than_the_record_and_without_an_end_is_in_force(
    default_lake_home: Path,
) -> None:
    (pacts,) = pacts_of(reading(default_lake_home))
    allies = pacts.allies(2020)
    assert {"CAN", "EST"} <= allies["USA"]
    assert "RUS" in allies["KAZ"]
    assert pacts.covers("KAZ")
    assert not pacts.covers("FRA")
    assert pacts.newest(1980) is None


def test_groups_are_of_states_whose_pacts_are_on_record(default_lake_home: Path) -> None:
    found = polarity(reading(default_lake_home), "alliances", first_year=2019, last_year=2019)
    (row,) = found.table.to_pylist()
    assert row["largest"] == "USA"
    assert row["groups"] < row["states"] < 150
    assert "all those of 40 states" in found.text


def test_a_year_that_nothing_covers_has_no_poles_and_not_none(default_lake_home: Path) -> None:
    lake = reading(default_lake_home)
    with pytest.raises(OutsideCoverage, match="CINC"):
        polarity(lake, "capabilities")
    with pytest.raises(OutsideCoverage, match="from 1700 to 1750"):
        polarity(lake, "gdp", first_year=1700, last_year=1750)
    with pytest.raises(BadValue, match="'money' is not a quantity of poles"):
        polarity(lake, "money")


def test_shares_among_named_states_are_of_their_sum(default_lake_home: Path) -> None:
    lake = reading(default_lake_home)
    (row,) = polarity(
        lake, "gdp", first_year=2020, last_year=2020, among=("USA", "CHN")
    ).table.to_pylist()
    assert row["states"] == 2
    assert row["largest_share"] + row["second_share"] == pytest.approx(1)


@pytest.fixture(scope="module")
def published(
    mirror: Path, default_lake_home: Path, tmp_path_factory: pytest.TempPathFactory
) -> Reading:
    """A lake with the capabilities and alliances as their projects publish them."""
    home = shutil.copytree(default_lake_home, tmp_path_factory.mktemp("poles") / "lake")
    environ = {**os.environ, "COMITY_MIRROR": str(mirror)}
    lake = Session(home, environ=environ)
    lake.ingest("mirror", "cow_nmc", "atop_alliances_dy")
    return reading(home)


def test_capabilities_of_2016_stand_as_the_correlates_of_war_publish_them(
    published: Reading,
) -> None:
    """National Material Capabilities 6.0: China 0.231, United States 0.133 of the world in 2016."""
    (row,) = polarity(published, first_year=2016, last_year=2016).table.to_pylist()
    assert (row["largest"], row["second"]) == ("CHN", "USA")
    assert row["largest_share"] == pytest.approx(0.231, abs=0.003)
    assert row["second_share"] == pytest.approx(0.133, abs=0.002)


def test_the_cold_war_had_two_camps_and_alliances_say_so(published: Reading) -> None:
    rows = polarity(published, "alliances", first_year=1950, last_year=1960).table.to_pylist()
    assert {(row["largest"], row["second"]) for row in rows} == {("USA", "SUN")}
    assert all(2 < row["effective_poles"] < 3 for row in rows)
    assert {row["dataset"] for row in rows} == {"atop, cow_nmc"}
