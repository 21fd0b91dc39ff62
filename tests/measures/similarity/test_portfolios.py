"""Portfolios of alliances, memberships and trade: by hand, in a made-up world of four states."""

from __future__ import annotations

import datetime as dt
from typing import Any, cast

import duckdb
import pyarrow as pa
import pytest

from comity.errors import BadValue, OutsideCoverage
from comity.measures.similarity import How, Similarity, similarity
from comity.measures.similarity.measure import ALLIANCES
from comity.measures.similarity.of_portfolios import portfolio_similarity
from comity.store.query import Reading, statement

D, S = pa.date32(), pa.string()
JANUARY = dt.date(2000, 1, 1)
END = dt.date(2003, 1, 1)

SCHEMAS = {
    "coverage": pa.schema(
        [
            *(("dataset", S), ("table", S), ("part", S), ("first_day", D), ("last_day", D)),
            *(("scope", S), ("actors", S)),
        ]
    ),
    "facts": pa.schema([("dataset", S), ("fact", S)]),
    "dyad_facts": pa.schema(
        [
            *(("dataset", S), ("fact", S), ("source", S), ("target", S)),
            *(("day", D), ("end_day", D), ("value", pa.float64()), ("text", S)),
        ]
    ),
    "state_facts": pa.schema(
        [
            *(("dataset", S), ("fact", S), ("state", S)),
            *(("day", D), ("end_day", D), ("value", pa.float64()), ("text", S)),
        ]
    ),
    "memberships": pa.schema(
        [
            *(("dataset", S), ("organisation", S), ("state", S), ("status", S)),
            *(("first_day", D), ("end_day", D)),
        ]
    ),
}
VIEWS = ("dated_dyad_facts", "dated_state_facts")
Row = dict[str, Any]


class MadeUpLake:
    """A reading of tables written by hand."""

    def __init__(self, **tables: list[Row]) -> None:
        self.connection = duckdb.connect(":memory:")
        for name, schema in SCHEMAS.items():
            table = pa.Table.from_pylist(tables.get(name, []), schema=schema)
            self.connection.register(f"rows_{name}", table)
            self.connection.execute(f"CREATE TABLE {name} AS SELECT * FROM rows_{name}")
        for view in VIEWS:
            self.connection.execute(f"CREATE VIEW {view} AS {statement(view)}")

    def query(self, sql: str, parameters: Row | None = None) -> pa.Table:
        return self.connection.sql(sql, params=parameters or {}).to_arrow_table()


def covers(dataset: str, table: str, *, scope: str = "world", actors: str = "[]") -> Row:
    last = END - dt.timedelta(days=1)
    span = {"first_day": JANUARY, "last_day": last}
    return {"dataset": dataset, "table": table, "scope": scope, "actors": actors, **span}


def pledge(source: str, target: str, kind: str, dataset: str = "atop") -> Row:
    fact = f"alliance_{kind}"
    known = {"dataset": dataset, "fact": fact, "source": source, "target": target, "value": 1.0}
    return {**known, "day": JANUARY, "end_day": END}


def member(organisation: str, state: str, status: str = "member") -> Row:
    known = {"organisation": organisation, "state": state, "status": status}
    return {"dataset": "cow_igo", **known, "first_day": JANUARY}


def flow(source: str, target: str, value: float, dataset: str = "cow_trade") -> Row:
    known = {"dataset": dataset, "fact": "exports_usd", "source": source, "target": target}
    return {**known, "day": JANUARY, "end_day": dt.date(2001, 1, 1), "value": value}


def state_fact(dataset: str, fact: str, state: str, value: float = 1.0) -> Row:
    known = {"dataset": dataset, "fact": fact, "state": state, "value": value}
    return {**known, "day": JANUARY, "end_day": END}


SYSTEM = ["FRA", "GBR", "ITA", "RUS", "USA"]
IN_SYSTEM = [state_fact("cow_states", "state_system_member", state) for state in SYSTEM]
FACTS = [
    {"dataset": dataset, "fact": fact}
    for dataset, fact in [
        *(("atop", "alliance_defence"), ("alliances", "alliance_defence")),
        *(("cow_trade", "exports_usd"), ("agtpa", "exports_usd_manufactures")),
    ]
]
PLEDGES = [
    pledge("FRA", "GBR", "defence"),
    pledge("GBR", "FRA", "defence"),
    pledge("FRA", "GBR", "consultation"),
    pledge("FRA", "RUS", "nonaggression"),
    pledge("GBR", "USA", "offence"),
    pledge("RUS", "FRA", "consultation"),
]
# What each owes France, Great Britain, Italy, Russia and the United States.
OF_FRANCE = [3, 3, 0, 2, 0]
OF_BRITAIN = [3, 3, 0, 0, 3]
OF_RUSSIA = [1, 0, 0, 3, 0]
WORLD = MadeUpLake(
    coverage=[
        covers("atop", "dyad_facts"),
        covers("cow_states", "state_facts"),
        covers("cow_nmc", "state_facts"),
    ],
    facts=FACTS,
    dyad_facts=PLEDGES,
    state_facts=[
        *IN_SYSTEM,
        state_fact("cow_nmc", "cow_cinc", "USA", 0.5),
        state_fact("cow_nmc", "cow_cinc", "RUS", 0.25),
        state_fact("cow_nmc", "cow_cinc", "FRA", 0.125),
        state_fact("cow_nmc", "cow_cinc", "GBR", 0.125),
    ],
)


def compared(
    lake: MadeUpLake, one: str, other: str, *, min_items: int = 1, **changed: Any
) -> Similarity:
    asked: Row = {
        **{"of": "alliances", "by": "year", "measure": "s", "distance": "absolute"},
        **{"scale": "graded", "weights": "none", "level": 0.9},
    }
    spans = {name: changed.pop(name) for name in ("first_day", "last_day") if name in changed}
    how = How(**{**asked, **changed})
    reading = cast(Reading, lake)
    return portfolio_similarity(reading, (one, other), how, min_items=min_items, **spans)


def values(found: Similarity) -> dict[int | None, float | None]:
    return {item.period: item.estimate.value for item in found.periods}


def test_the_strongest_pledge_counts_and_a_state_owes_itself_the_most() -> None:
    found = compared(WORLD, "FRA", "GBR")
    # Apart by 0, 0, 0, 2 and 3 of at most 3 each.
    assert values(found) == dict.fromkeys((2000, 2001, 2002), pytest.approx(1 - 2 * 5 / 15))
    assert {item.dataset for item in found.periods} == {"atop"}
    assert [item.estimate.items for item in found.periods] == [5, 5, 5]


def test_who_owes_counts_not_who_is_owed() -> None:
    found = compared(WORLD, "FRA", "RUS", measure="pi", distance="squared")
    known = similarity(OF_FRANCE, OF_RUSSIA, levels=ALLIANCES)
    assert values(found)[2001] == pytest.approx(known)


def test_a_binary_alliance_is_there_or_not() -> None:
    found = compared(WORLD, "FRA", "GBR", scale="binary")
    # Alike toward the first three, not toward Russia and the United States.
    assert values(found)[2000] == pytest.approx(1 - 2 * 2 / 5)
    assert found.table["scale"].to_pylist() == ["binary"] * 3


def test_capabilities_weigh_states_and_one_without_them_is_left_out() -> None:
    found = compared(WORLD, "FRA", "GBR", weights="cinc")
    # Russia weighs a quarter, the United States a half; Italy has no capabilities on record.
    assert values(found)[2000] == pytest.approx(1 - 2 * (0.25 * 2 / 3 + 0.5 * 3 / 3))
    assert found.periods[0].estimate.items == 4
    assert "items weighed by cinc" in found.text


def test_years_without_capabilities_are_left_out_and_none_at_all_is_told() -> None:
    bare = MadeUpLake(
        coverage=[covers("atop", "dyad_facts")],
        facts=FACTS,
        dyad_facts=PLEDGES,
        state_facts=IN_SYSTEM,
    )
    with pytest.raises(OutsideCoverage, match="no capabilities"):
        compared(bare, "FRA", "GBR", weights="cinc")


def test_atop_goes_before_the_own_list_and_a_year_that_neither_covers_is_absent() -> None:
    later = covers("alliances", "dyad_facts") | {"last_day": dt.date(2004, 12, 31)}
    lake = MadeUpLake(
        coverage=[covers("atop", "dyad_facts"), later, covers("cow_states", "state_facts")],
        facts=FACTS,
        dyad_facts=[
            *PLEDGES,
            pledge("FRA", "USA", "defence", "alliances") | {"end_day": None},
            pledge("GBR", "USA", "defence", "alliances") | {"end_day": None},
        ],
        state_facts=[row | {"end_day": dt.date(2010, 1, 1)} for row in IN_SYSTEM],
    )
    found = compared(lake, "FRA", "GBR")
    assert [(item.period, item.dataset) for item in found.periods] == [
        *((year, "atop") for year in (2000, 2001, 2002)),
        *((year, "alliances") for year in (2003, 2004)),
    ]
    # Only the United States are an ally of either then, and each owes itself the most.
    assert values(found)[2003] == pytest.approx(1 - 2 * 6 / 15)
    assert "From atop 2000 to 2002; alliances 2003 to 2004" in found.text
    assert "in 2004, over 5 states of the system, against 0.20 in 2003." in found.text


def test_a_state_outside_the_system_is_not_compared() -> None:
    with pytest.raises(OutsideCoverage, match="in any year") as caught:
        compared(WORLD, "FRA", "KAZ")
    assert "state system" in caught.value.hint


def test_a_lake_without_alliances_says_which_source_would_have_them() -> None:
    with pytest.raises(OutsideCoverage, match="tells of all alliances of FRA and GBR") as caught:
        compared(MadeUpLake(), "FRA", "GBR")
    assert "atop" in caught.value.hint


def test_a_span_asks_for_its_years_only() -> None:
    found = compared(
        WORLD, "FRA", "GBR", first_day=dt.date(2001, 6, 1), last_day=dt.date(2001, 7, 1)
    )
    assert list(values(found)) == [2001]
    with pytest.raises(OutsideCoverage):
        compared(WORLD, "FRA", "GBR", first_day=dt.date(2010, 1, 1))


BODIES = MadeUpLake(
    coverage=[covers("cow_igo", "memberships"), covers("cow_states", "state_facts")],
    state_facts=IN_SYSTEM,
    memberships=[
        *(member("UN", state) for state in SYSTEM),
        *(member("NATO", state) for state in ("FRA", "GBR", "ITA", "USA")),
        *(member("EU", state) for state in ("FRA", "GBR", "ITA")),
        *(member("CIS", state) for state in ("RUS", "USA")),
        member("EU", "USA", "associate"),
        member("EU", "RUS", "observer"),
        member("CIS", "GBR", "withdrawn"),
        member("GHOST", "FRA", "observer"),
    ],
)


def test_a_membership_is_graded_and_a_body_without_members_is_none() -> None:
    found = compared(BODIES, "RUS", "USA", of="organisations")
    # CIS, EU, NATO, UN: Russia 3 1 0 3, the United States 3 2 3 3.
    assert values(found)[2000] == pytest.approx(1 - 2 * (1 + 3) / 12)
    assert found.periods[0].estimate.items == 4
    binary = compared(BODIES, "RUS", "USA", of="organisations", scale="binary")
    assert values(binary)[2000] == pytest.approx(1 - 2 * 1 / 4)


def test_who_has_withdrawn_has_no_tie_left() -> None:
    found = compared(BODIES, "FRA", "GBR", of="organisations", measure="agreement")
    assert values(found)[2000] == 1.0


def test_a_state_without_any_standing_is_compared_only_if_it_is_in_the_system() -> None:
    lone = MadeUpLake(
        coverage=[covers("cow_igo", "memberships"), covers("cow_states", "state_facts")],
        state_facts=IN_SYSTEM,
        memberships=[member("UN", "FRA"), member("UN", "PSE", "observer"), member("EU", "FRA")],
    )
    # Russia is in the system, Palestine has a standing, Kazakhstan neither.
    assert values(compared(lone, "FRA", "RUS", of="organisations"))[2000] == -1.0
    found = values(compared(lone, "FRA", "PSE", of="organisations"))
    assert found[2000] == pytest.approx(1 - 2 * (2 + 3) / 6)
    with pytest.raises(OutsideCoverage, match="in any year"):
        compared(lone, "FRA", "KAZ", of="organisations")


TRADE = MadeUpLake(
    coverage=[
        covers("cow_trade", "dyad_facts") | {"last_day": dt.date(2000, 12, 31)},
        covers("agtpa", "dyad_facts", scope="both", actors='["FRA", "GBR", "ITA"]'),
    ],
    facts=FACTS,
    dyad_facts=[
        *(flow("FRA", "ITA", 6e6), flow("ITA", "FRA", 2e6), flow("FRA", "USA", 2e6)),
        *(flow("GBR", "ITA", 3e6), flow("USA", "GBR", 7e6), flow("FRA", "GBR", 99e6)),
        flow("FRA", "RUS", 5e6),
    ],
)


def test_trade_is_compared_by_the_shares_of_third_states_that_both_have_on_record() -> None:
    found = compared(TRADE, "FRA", "GBR", of="trade", measure="agreement", scale="shares")
    # Italy and the United States: 80 and 20 per cent of one, 30 and 70 of the other.
    assert values(found) == {2000: pytest.approx(0.5)}
    (period,) = found.periods
    assert (period.dataset, period.estimate.items) == ("cow_trade", 2)


def test_a_source_that_knows_only_some_partners_of_one_is_not_read() -> None:
    with pytest.raises(OutsideCoverage):
        compared(TRADE, "FRA", "USA", of="trade", first_day=dt.date(2001, 1, 1))


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"by": "session"}, "of a year, not of session"),
        ({"of": "trade", "weights": "cinc"}, "not weighed"),
        ({"of": "trade", "scale": "binary"}, "measured in shares"),
    ],
)
def test_what_a_portfolio_does_not_have_is_refused(asked: Row, said: str) -> None:
    with pytest.raises(BadValue, match=said):
        compared(WORLD, "FRA", "GBR", **asked)
