"""Figures of the Correlates of War project and ATOP, as their publishers print them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import duckdb
import pytest

from comity.sources.atop.source import parse_tidied as alliances
from comity.sources.cow_contiguity.source import parse_tidied as contiguity
from comity.sources.cow_igo.source import parse_tidied as memberships
from comity.sources.cow_nmc.source import parse_tidied as capabilities
from comity.sources.cow_states.source import parse_tidied as state_system
from comity.sources.cow_trade.source import parse_tidied as trade
from comity.sources.mirror import mirror_entries, mirror_source

PARSERS = {
    "cow_states": (state_system, "state_facts"),
    "cow_nmc": (capabilities, "state_facts"),
    "cow_trade_dy": (trade, "dyad_facts"),
    "cow_contiguity": (contiguity, "dyad_facts"),
    "cow_igo_membership_v3": (memberships, "memberships"),
    "atop_alliances_dy": (alliances, "dyad_facts"),
}


@pytest.fixture(scope="module")
def lake(mirror: Path) -> duckdb.DuckDBPyConnection:
    """The facts of the six files, one view each, by the name of its file."""
    base = duckdb.connect()
    for name, (parse, kind) in PARSERS.items():
        (parsed,) = parse(mirror / "structure" / f"{name}.parquet", name)
        rest = parsed.dropped.total() + len(parsed.rejects) + parsed.summed
        assert parsed.records == parsed.tables[kind].num_rows + rest, name
        base.register(name, parsed.tables[kind])
    return base


def one(lake: duckdb.DuckDBPyConnection, query: str) -> object:
    ((value,),) = lake.execute(query).fetchall()
    return value


def test_the_state_system_had_195_members_at_the_end_of_2016(
    lake: duckdb.DuckDBPyConnection,
) -> None:
    """Correlates of War, State System Membership v2016."""
    where = "fact = 'state_system_member' AND end_day IS NULL"
    assert one(lake, f"SELECT count(DISTINCT state) FROM cow_states WHERE {where}") == 195


def test_the_state_system_had_23_members_in_1816_of_whom_we_have_13(mirror: Path) -> None:
    """Small and Singer (1982): 23 members on 1 January 1816; ten have ended without a code."""
    name = "cow_states"
    spells = duckdb.read_parquet(str(mirror / "structure" / f"{name}.parquet"))
    base = duckdb.connect()
    base.register("published", spells.filter("styear = 1816").to_arrow_table())
    numbers = {row[0] for row in base.execute("SELECT ccode FROM published").fetchall()}
    assert len(numbers) == 23
    (parsed,) = state_system(mirror / "structure" / f"{name}.parquet", name)
    rows = parsed.tables["state_facts"].to_pylist()
    ours = {row["state"] for row in rows if row["day"] == dt.date(1816, 1, 1)}
    assert {"USA", "GBR", "FRA", "RUS", "DEU", "TUR"} <= ours
    # Austria is among them: 300 is Austria-Hungary, which ended in 1918.
    assert len(ours) == 13
    assert "AUT" not in ours


def test_the_united_states_held_38_percent_of_the_worlds_capabilities_in_1945(
    lake: duckdb.DuckDBPyConnection,
) -> None:
    """Singer (1987), National Material Capabilities v6: CINC 0.3838635."""
    where = "fact = 'cow_cinc' AND state = 'USA' AND day = DATE '1945-01-01'"
    assert one(lake, f"SELECT value FROM cow_nmc WHERE {where}") == pytest.approx(0.38386, abs=1e-5)


def test_the_shares_of_capabilities_of_a_year_add_up_to_one(
    lake: duckdb.DuckDBPyConnection,
) -> None:
    where = "fact = 'cow_cinc' AND day = DATE '2010-01-01'"
    assert one(lake, f"SELECT sum(value) FROM cow_nmc WHERE {where}") == pytest.approx(1, abs=0.005)


def test_the_soviet_union_and_russia_are_told_apart(lake: duckdb.DuckDBPyConnection) -> None:
    query = "SELECT state FROM cow_nmc WHERE fact = 'cow_cinc' AND state IN ('SUN', 'RUS') AND "
    years = {1900: "RUS", 1950: "SUN", 1991: "SUN", 1992: "RUS"}
    for year, state in years.items():
        assert one(lake, f"{query} day = DATE '{year}-01-01'") == state


def test_imports_of_the_united_states_from_canada_in_1920(lake: duckdb.DuckDBPyConnection) -> None:
    """Barbieri and Keshk (2016): flow1 of the dyad 2-20 in 1920 is 612 million dollars."""
    pair = "day = DATE '1920-01-01' AND source = 'CAN' AND target = 'USA'"
    assert one(lake, f"SELECT value FROM cow_trade_dy WHERE {pair}") == 612e6


def test_every_member_of_nato_owes_every_other_one_defence(
    lake: duckdb.DuckDBPyConnection,
) -> None:
    """Leeds and others (2002): NATO is a defence pact of 28 members in 2010."""
    pact = "fact = 'alliance_defence' AND DATE '2010-07-01' BETWEEN day AND end_day - 1"
    allies = "SELECT state FROM cow_igo_membership_v3 WHERE organisation = 'NATO' AND "
    allies += "DATE '2010-07-01' >= first_day AND (end_day IS NULL OR end_day > DATE '2010-07-01')"
    assert one(lake, f"SELECT count(*) FROM ({allies})") == 28
    pairs = f"source IN ({allies}) AND target IN ({allies})"
    assert one(lake, f"SELECT count(*) FROM atop_alliances_dy WHERE {pact} AND {pairs}") == 28 * 27


def test_the_united_nations_had_193_members_in_2014(lake: duckdb.DuckDBPyConnection) -> None:
    held = "first_day <= DATE '2014-07-01' AND (end_day IS NULL OR end_day > DATE '2014-07-01')"
    members = f"SELECT count(*) FROM cow_igo_membership_v3 WHERE organisation = 'UN' AND {held}"
    assert one(lake, members) == 193


def test_contiguity_is_the_same_both_ways(lake: duckdb.DuckDBPyConnection) -> None:
    back = "SELECT fact, target, source, day, end_day, value, text FROM cow_contiguity"
    both = f"SELECT count(*) FROM (SELECT * FROM cow_contiguity EXCEPT {back})"
    assert one(lake, both) == 0
    now = "source = 'CHN' AND text = 'by land or river' AND end_day = DATE '2017-01-01'"
    assert one(lake, f"SELECT count(*) FROM cow_contiguity WHERE {now}") == 14


def test_no_fact_is_told_twice(lake: duckdb.DuckDBPyConnection) -> None:
    keys = {"state_facts": "fact, state, day", "dyad_facts": "fact, source, target, day"}
    keys["memberships"] = "organisation, state, status, first_day"
    for name, (_, kind) in PARSERS.items():
        again = f"SELECT 1 FROM {name} GROUP BY {keys[kind]} HAVING count(*) > 1"
        assert one(lake, f"SELECT count(*) FROM ({again})") == 0, name


def test_the_mirror_loads_the_six_files(mirror: Path) -> None:
    entries = mirror_entries(mirror)
    for name, (_, kind) in PARSERS.items():
        entry = mirror_source(name, entries)
        assert entry.loads
        assert entry.table == kind
