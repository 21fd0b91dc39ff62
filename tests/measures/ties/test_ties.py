"""Ties of one state with others, each worked out by hand on a tiny lake."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.errors import BadValue, UnknownName
from comity.measures.ties import Ties, tie_kinds, ties
from comity.measures.ties.tie import Tie
from comity.measures.ties.ties import TABLE
from comity.store.query import Reading

PARTNERS = ("KAZ", "RUS", "UKR", "CHN", "USA", "DEU", "TUR", "GEO", "VNM", "MEX")


def of(found: Ties, tie: str, target: str = "RUS") -> Tie:
    (row,) = (row for row in found.rows if row.kind.name == tie and row.target == target)
    return row


def value(found: Ties, tie: str, target: str = "RUS") -> float | None:
    return of(found, tie, target).value


@pytest.fixture(scope="module")
def in_2001(tiny: Reading) -> Ties:
    names = [kind.name for kind in tie_kinds()]
    return ties(tiny, "KAZ", ["RUS", "CHN", "UZB"], first_year=2001, last_year=2001, names=names)


def test_the_strongest_pledge_is_told_with_all_that_is_owed(in_2001: Ties) -> None:
    assert value(in_2001, "alliance") == 3.0
    assert of(in_2001, "alliance").text == "defence, consultation"
    assert value(in_2001, "alliance_consultation") == 1.0
    assert value(in_2001, "alliance_neutrality") == 0.0


def test_no_alliance_in_a_covered_year_is_a_real_none(in_2001: Ties) -> None:
    assert value(in_2001, "alliance", "CHN") == 0.0
    assert of(in_2001, "alliance", "CHN").text == "none"


def test_a_pledge_of_one_side_alone_has_a_direction(tiny: Reading) -> None:
    there = ties(tiny, "RUS", ["UZB"], first_year=2001, last_year=2001, names=["alliance"])
    back = ties(tiny, "UZB", ["RUS"], first_year=2001, last_year=2001, names=["alliance"])
    assert value(there, "alliance", "UZB") == 2.0
    assert value(back, "alliance", "RUS") == 0.0
    assert of(back, "alliance").text == "none; owed by the target alone: non-aggression"


def test_only_full_members_share_an_organisation(in_2001: Ties) -> None:
    # KAZ is in A, B, C; RUS in A, B (associate of C); UZB in A; CHN in D (observer of B).
    assert value(in_2001, "organisations") == 2.0
    assert value(in_2001, "organisations", "UZB") == 1.0
    assert value(in_2001, "organisations", "CHN") == 0.0
    assert value(in_2001, "organisations_share") == 1.0
    assert value(in_2001, "organisations_share", "CHN") == 0.0


def test_trade_is_told_in_amounts_and_in_shares_of_each_side(in_2001: Ties) -> None:
    # KAZ sells 30 to RUS and 20 to CHN, and buys 50 from RUS; RUS sells 100 to CHN as well.
    assert value(in_2001, "trade") == 80.0
    assert of(in_2001, "trade").unit == "current US dollars"
    assert value(in_2001, "trade_share") == pytest.approx(80 / 100)
    assert value(in_2001, "export_share") == pytest.approx(30 / 50)
    assert value(in_2001, "import_share") == 1.0
    assert value(in_2001, "trade_share_smaller") == pytest.approx(80 / 100)
    assert of(in_2001, "trade_share_smaller").text == "of KAZ"


def test_trade_over_output_is_the_share_of_trade_times_goods_trade_over_output(
    in_2001: Ties,
) -> None:
    assert value(in_2001, "trade_gdp") == pytest.approx(0.8 * 0.6)
    assert of(in_2001, "trade_gdp").dataset == "cow_trade, gapminder"


def test_the_smaller_trader_is_the_same_from_both_sides(tiny: Reading, in_2001: Ties) -> None:
    back = ties(tiny, "RUS", ["KAZ"], first_year=2001, last_year=2001)
    assert value(back, "trade_share", "KAZ") == pytest.approx(80 / 180)
    assert value(back, "trade_share_smaller", "KAZ") == value(in_2001, "trade_share_smaller")
    assert value(back, "trade_gdp_smaller", "KAZ") == value(in_2001, "trade_gdp_smaller")


def test_a_flow_on_record_one_way_alone_is_named(in_2001: Ties) -> None:
    assert of(in_2001, "trade", "CHN").text == "exports only: imports not on record"
    assert not [row for row in in_2001.rows if (row.kind.name, row.target) == ("imports", "CHN")]


def test_visas_are_told_both_ways_as_of_the_newest_snapshot(tiny: Reading, in_2001: Ties) -> None:
    assert value(in_2001, "visa_openness", "CHN") == 0.8
    assert value(in_2001, "visa_access", "CHN") == 0.0
    assert of(in_2001, "visa_access", "CHN").text == "visa needed before travel"
    assert of(in_2001, "visa_access", "CHN").last_day == dt.date(2001, 3, 1)
    assert value(ties(tiny, "KAZ", ["CHN"]), "visa_access", "CHN") == 1.0


def test_migrants_are_counted_each_way_and_over_the_population(tiny: Reading) -> None:
    found = ties(tiny, "KAZ", ["RUS", "CHN"])
    assert value(found, "emigrants") == 1_600_000.0
    assert value(found, "immigrants") == 800_000.0
    assert value(found, "emigrants_share") == pytest.approx(0.1)
    assert of(found, "emigrants_share").dataset == "undesa_migrants, cow_nmc"
    assert any("migrant stocks of KAZ with CHN" in line for line in found.missing)


def test_a_stock_is_not_carried_into_another_year(tiny: Reading) -> None:
    found = ties(tiny, "KAZ", ["RUS"], first_year=2000, last_year=2001, names=["emigrants"])
    assert [row.last_day for row in found.rows] == [dt.date(2000, 7, 1)]
    assert found.missing == ("No migrant stocks on record for 2001.",)


def test_a_border_is_there_or_not_and_over_disputed_land_neither(tiny: Reading) -> None:
    found = ties(tiny, "KAZ", ["RUS", "UZB"], names=["border", "distance"])
    assert value(found, "border") == 1.0
    assert value(found, "border", "UZB") == 0.0
    assert value(found, "distance") == 2271.0
    disputed = of(ties(tiny, "IND", ["AFG"], names=["border"]), "border", "AFG")
    assert disputed.value is None
    assert disputed.text == "only through disputed land"


def test_an_agreement_counts_while_it_is_known_to_bind_both(in_2001: Ties) -> None:
    assert value(in_2001, "agreements") == 2.0
    newest = of(in_2001, "agreement_newest")
    assert (newest.text, newest.first_day) == ("Treaty two", dt.date(2001, 5, 1))
    assert value(in_2001, "agreements", "CHN") == 0.0


def test_an_organisation_is_read_through_its_members_of_that_day(tiny: Reading) -> None:
    found = ties(tiny, "KAZ", ["EU"], first_year=2000, last_year=2001)
    stock = of(found, "emigrants", "EU")
    assert (stock.value, stock.text) == (401_000.0, "2 of 15 members")
    open_ = of(found, "visa_openness", "EU")
    assert open_.value == pytest.approx(0.5)
    assert open_.text == "no visa: 1, electronic visa: 1 (of 15 members)"
    far = [row for row in found.rows if row.kind.name == "distance"]
    assert {row.value for row in far} == {3000.0}
    assert far[0].text.startswith("nearest: FIN")
    assert {row.value for row in found.rows if row.kind.name == "agreements"} == {1.0}


def test_an_agreement_of_the_union_is_none_between_its_members(tiny: Reading) -> None:
    asked = {"first_year": 2001, "last_year": 2001, "names": ["agreements"]}
    assert value(ties(tiny, "DEU", ["KAZ"], **asked), "agreements", "KAZ") == 1.0
    assert value(ties(tiny, "DEU", ["FRA"], **asked), "agreements", "FRA") == 0.0


def test_without_years_each_tie_is_of_its_own_newest_year(tiny: Reading) -> None:
    found = ties(tiny, "KAZ", ["RUS"])
    assert of(found, "alliance").last_day == dt.date(2002, 12, 31)
    assert of(found, "trade").last_day == dt.date(2001, 12, 31)
    assert of(found, "emigrants").last_day == dt.date(2000, 7, 1)
    assert not found.missing


def test_what_no_source_covers_is_named_and_has_no_row(tiny: Reading) -> None:
    found = ties(tiny, "KAZ", ["RUS"], first_year=1950, last_year=1950)
    assert not found.rows
    assert len(found.missing) == 8
    assert found.text == "No tie of KAZ with RUS is on record."
    abkhazia = ties(tiny, "KAZ", ["X-ABK"], names=["alliance"])
    assert "not the same as none" in abkhazia.missing[0]


def test_the_table_has_a_row_a_tie_and_year_with_its_source(in_2001: Ties, tiny: Reading) -> None:
    assert in_2001.table.schema == TABLE
    span = ties(tiny, "KAZ", ["RUS"], first_year=2000, last_year=2002, names=["alliance"])
    assert span.table["last_day"].to_pylist() == [dt.date(y, 12, 31) for y in (2000, 2001, 2002)]
    assert set(span.table["dataset"].to_pylist()) == {"atop"}
    assert span.text.startswith("Ties of KAZ with RUS: 1 kind in 3 rows, 2000-12-31 to 2002-12-31")


def test_what_can_not_be_asked_is_refused_with_the_next_step(tiny: Reading) -> None:
    with pytest.raises(UnknownName, match="alliance"):
        ties(tiny, "KAZ", ["RUS"], names=["aliance"])
    with pytest.raises(BadValue, match="organisation"):
        ties(tiny, "EU", ["RUS"])
    with pytest.raises(BadValue, match="itself"):
        ties(tiny, "KAZ", ["KAZ"])
    with pytest.raises(BadValue, match="Exchange"):
        ties(tiny, "KAZ", ["RUS"], first_year=2002, last_year=2001)


@settings(max_examples=12)
@given(pair=st.lists(st.sampled_from(PARTNERS), min_size=2, max_size=2, unique=True))
def test_a_tie_without_direction_is_the_same_from_both_sides(
    default: Reading, pair: list[str]
) -> None:
    asked = {"first_year": 2004, "last_year": 2004}
    there = ties(default, pair[0], [pair[1]], **asked)
    back = ties(default, pair[1], [pair[0]], **asked)
    same = [
        {(row.kind.name, row.value) for row in of.rows if not row.kind.directed}
        for of in (there, back)
    ]
    assert same[0] == same[1]
    assert same[0]
    shares = [row.value for row in there.rows if "0 to 1" in (row.unit or row.kind.unit)]
    assert all(share is not None and 0.0 <= share <= 1.0 for share in shares)


def test_no_two_ties_have_one_name() -> None:
    names = [kind.name for kind in tie_kinds()]
    assert len(set(names)) == len(names)
