"""Each indicator by hand: what it reads, what it is when nothing is there, which way it scores."""

from __future__ import annotations

import datetime as dt
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.measures.polarity import herfindahl
from comity.measures.polarity.capabilities import Capabilities
from comity.measures.polarity.concentration import evenness
from comity.measures.sovereignty import INDICATORS, Scale
from comity.measures.sovereignty.bodies import Bodies
from comity.measures.sovereignty.dimensions import FACTS
from comity.measures.sovereignty.four_poles import poles
from comity.measures.sovereignty.record import Years
from comity.measures.sovereignty.score import mean_and_interval
from comity.measures.sovereignty.territorial import on_whose_territory
from comity.registry.de_facto import de_facto

GDP, EACH = "total_gdp_us_inflation_adjusted", "gdppercapita_us_inflation_adjusted"
SCALES = [one.scale for of in INDICATORS.values() for one in of if one.scale]


def test_buying_half_each_from_two_is_as_little_in_its_own_hands_as_the_scale_tells(
    hand: Any,
) -> None:
    record = hand.record(flows=[hand.flows(("RUS", "KAZ", 5), ("CHN", "KAZ", 5))])
    found = hand.measured("import_concentration", record, "KAZ")
    assert (found.value, found.year, found.dataset) == (0.5, 2014, "cow_trade")
    assert hand.indicator("import_concentration").score(found.value) == 0
    assert "no exports by partner" in hand.why_absent("export_concentration", record, "KAZ")


def test_twenty_equal_buyers_score_full(hand: Any) -> None:
    sales = [("KAZ", f"S{n:02}", 1.0) for n in range(20)]
    found = hand.measured("export_concentration", hand.record(flows=[hand.flows(*sales)]), "KAZ")
    assert hand.indicator("export_concentration").score(found.value) == pytest.approx(100)
    assert found.note == "20 partners"


def test_trade_within_a_list_without_the_state_says_nothing_of_it(hand: Any) -> None:
    listed = hand.flows(("USA", "CHN", 1), ("CHN", "USA", 1), among=("USA", "CHN"), closed=True)
    record = hand.record(flows=[listed])
    assert "no imports by partner" in hand.why_absent("import_concentration", record, "KAZ")
    assert "among 2 states only" in hand.measured("import_concentration", record, "USA").note


def test_a_figure_is_the_newest_in_which_all_its_parts_are_on_record(hand: Any) -> None:
    record = hand.record(
        figures={
            "imports_percent_of_gdp": {("KAZ", 2019): 28.0, ("KAZ", 2020): 26.0},
            "exports_percent_of_gdp": {("KAZ", 2019): 36.0},
        }
    )
    found = hand.measured("trade_openness", record, "KAZ")
    assert (found.value, found.year, found.dataset) == (64, 2019, "gapminder")
    assert "since 2005" in hand.why_absent("trade_openness", record, "UZB")


def test_a_share_of_nothing_is_no_figure(hand: Any) -> None:
    oil = {
        "oil_production_total": {("KAZ", 2020): 5.0},
        "oil_consumption_total": {("KAZ", 2020): 0.0},
    }
    assert "no production" in hand.why_absent("oil_cover", hand.record(figures=oil), "KAZ")


def test_aid_is_a_percentage_of_the_product_of_the_same_year(hand: Any) -> None:
    figures = {
        "aid_received_total_us_inflation_adjusted": {("TJK", 2020): 5e8},
        GDP: {("TJK", 2020): 1e10},
    }
    assert hand.measured("aid", hand.record(figures=figures), "TJK").value == pytest.approx(5)


def test_forces_are_in_a_thousand_inhabitants(hand: Any) -> None:
    figures = {
        "armed_forces_personnel_total": {("KAZ", 2020): 38_000},
        GDP: {("KAZ", 2020): 190e9},
        EACH: {("KAZ", 2020): 10_000},
    }
    # 19 million inhabitants.
    assert hand.measured("forces", hand.record(figures=figures), "KAZ").value == pytest.approx(2)


def test_arms_need_three_of_five_years_and_a_year_without_a_figure_is_no_zero(hand: Any) -> None:
    years = (2017, 2019, 2020)
    figures = {
        "arms_imports_sipri_tiv": {("KAZ", year): 1e8 for year in years},
        "military_expenditure_percent_of_gdp": {("KAZ", y): 1.0 for y in range(2010, 2021)},
        GDP: {("KAZ", y): 1e11 for y in range(2010, 2021)},
    }
    found = hand.measured("arms_imports", hand.record(figures=figures), "KAZ")
    assert found.value == pytest.approx(0.1)
    assert found.note == "mean of 3 years up to 2020"
    del figures["arms_imports_sipri_tiv"][("KAZ", 2019)]
    why = hand.why_absent("arms_imports", hand.record(figures=figures), "KAZ")
    assert why == "fewer than 3 of 5 years of arms imports on record"


def test_its_part_in_an_alliance_is_its_own_over_all_and_one_without_pacts(hand: Any) -> None:
    record = hand.record(
        pacts=[hand.pacts(("KAZ", "RUS"), ("BLR", "KAZ"))],
        strengths=[hand.strengths(KAZ=1.0, RUS=8.0, BLR=1.0, CHN=20.0)],
    )
    found = hand.measured("own_share_in_alliances", record, "KAZ")
    assert found.value == pytest.approx(0.1)
    assert (found.year, found.dataset) == (2018, "atop, cow_nmc")
    assert hand.measured("strongest_ally", record, "KAZ").value == pytest.approx(8 / 9)
    assert hand.measured("own_share_in_alliances", record, "CHN").value == 1
    assert "nothing lies with one ally" in hand.why_absent("strongest_ally", record, "CHN")


def test_without_a_record_of_alliances_nobody_is_said_to_have_none(hand: Any) -> None:
    for code in ("own_share_in_alliances", "strongest_ally"):
        assert "its pacts of defence" in hand.why_absent(code, hand.record(), "KAZ")


def test_where_the_first_kind_of_capability_lacks_a_state_the_next_is_read(hand: Any) -> None:
    spending = Capabilities(
        "spending", "spending", "USD", "gapminder", {2018: {"KAZ": 1, "RUS": 3}}
    )
    record = hand.record(
        pacts=[hand.pacts(("KAZ", "RUS"))], strengths=[hand.strengths(USA=1.0), spending]
    )
    found = hand.measured("own_share_in_alliances", record, "KAZ")
    assert (found.value, found.dataset) == (0.25, "atop, gapminder")


def test_the_poles_are_the_same_four_and_never_the_state_itself() -> None:
    day = dt.date(2020, 12, 31)
    assert list(poles("KAZ", day)) == ["USA", "CHN", "RUS", "EU"]
    assert list(poles("RUS", day)) == ["USA", "CHN", "EU"]
    assert "EST" not in poles("EST", day)["EU"]
    assert len(poles("EST", day)["EU"]) == 26
    assert "SUN" in poles("POL", day.replace(year=1980))


def test_trade_with_one_pole_alone_is_spread_over_none(hand: Any) -> None:
    one = hand.flows(("KAZ", "CHN", 7), ("UZB", "KAZ", 3))
    assert hand.measured("trade_spread", hand.record(flows=[one]), "KAZ").value == 0
    even = hand.flows(*(("KAZ", pole, 1.0) for pole in ("CHN", "RUS", "DEU")), ("USA", "KAZ", 1.0))
    found = hand.measured("trade_spread", hand.record(flows=[even]), "KAZ")
    assert found.value == pytest.approx(1)


def test_trade_that_leaves_a_pole_out_does_not_tell_how_it_is_spread(hand: Any) -> None:
    some = hand.flows(
        ("KAZ", "CHN", 1), ("KAZ", "USA", 1), among=("KAZ", "CHN", "USA"), closed=True
    )
    assert "all the poles" in hand.why_absent("trade_spread", hand.record(flows=[some]), "KAZ")


def test_only_bodies_that_set_the_poles_apart_count(hand: Any) -> None:
    members = {
        "UN": {"KAZ", "USA", "CHN", "RUS", *poles("KAZ", hand.record().day)["EU"]},
        "EAEU": {"KAZ", "RUS"},
        "SCO": {"KAZ", "RUS", "CHN"},
        "NATO": {"USA"},
    }
    record = hand.record(bodies=[Bodies("memberships", 2020, members)])
    found = hand.measured("organisation_spread", record, "KAZ")
    # Shared with RUS 2, CHN 1, nobody else: H = 5/9 over four poles.
    assert found.value == pytest.approx((1 - 5 / 9) / (3 / 4))
    assert found.note == "shared: CHN 1, EU 0, RUS 2, USA 0"
    assert "no organisation" in hand.why_absent("organisation_spread", record, "USA")


def test_voting_as_a_pole_does_is_nothing_in_its_own_hands(hand: Any) -> None:
    russia = [1, 1, 3, 2, 3, 1, 1, 3, 2, 1, 3, 1]
    record = hand.record(ballots=hand.ballots(BLR=russia, RUS=russia, USA=russia[::-1]))
    found = hand.measured("closest_votes", record, "BLR")
    assert (found.value, found.note) == (1, "nearest to RUS")
    assert hand.indicator("closest_votes").score(found.value) == 0


def test_too_few_votes_are_no_agreement(hand: Any) -> None:
    record = hand.record(ballots=hand.ballots(BLR=[1, 2, 3], RUS=[1, 2, 3]))
    assert "too few votes" in hand.why_absent("closest_votes", record, "BLR")
    assert "too few votes" in hand.why_absent("closest_votes", record, "NRU")
    assert "no votes" in hand.why_absent("closest_votes", hand.record(), "BLR")


def test_a_regime_interrupted_from_abroad_is_told_by_the_code_and_a_score_is_none(
    hand: Any,
) -> None:
    record = hand.record(figures={"polity": {("IRQ", 2004): "interruption", ("IRN", 2004): -6.0}})
    assert hand.measured("foreign_interruption", record, "IRQ").value == 1
    assert hand.measured("foreign_interruption", record, "IRN").value == 0
    assert "no Polity code" in hand.why_absent("foreign_interruption", record, "KAZ")


def test_invited_forces_are_shown_and_never_scored(hand: Any) -> None:
    assert hand.indicator("foreign_forces").scale is None
    assert hand.measured("foreign_forces", hand.record(), "SYR").note.startswith("of RUS")
    assert "no census" in hand.why_absent("foreign_forces", hand.record(), "KAZ")


def test_energy_produced_is_held_against_what_all_inhabitants_use(hand: Any) -> None:
    figures = {
        "energy_production_total": {("KAZ", 2009): 100_000.0},
        "energy_use_per_person": {("KAZ", 2009): 4_000.0},
        GDP: {("KAZ", 2009): 125e9},
        EACH: {("KAZ", 2009): 10_000.0},
    }
    # 12.5 million inhabitants use 50,000 kilotonnes.
    found = hand.measured("energy_cover", hand.record(figures=figures), "KAZ")
    assert found.value == pytest.approx(2)
    assert hand.indicator("energy_cover").score(found.value) == 100


def test_suppliers_of_energy_are_read_where_a_dataset_tells_goods_from_goods(hand: Any) -> None:
    gas = hand.flows(("RUS", "MDA", 9), fact="exports_usd_energy")
    record = hand.record(flows=[gas])
    assert hand.measured("energy_suppliers", record, "MDA").value == 1
    assert "no imports by partner" in hand.why_absent("import_concentration", record, "MDA")


def test_each_de_facto_authority_is_on_the_territory_of_the_state_its_entry_names() -> None:
    assert {one.code: on_whose_territory(one) for one in de_facto()} == {
        **{"X-ABK": "GEO", "X-SOS": "GEO", "X-PMR": "MDA", "X-NKR": "AZE", "X-TRN": "CYP"},
        **{"X-DPR": "UKR", "X-LPR": "UKR", "X-SOM": "SOM", "X-RSK": "HRV", "X-CHR": "RUS"},
        **{"X-HRB": "BIH", "X-RSB": "BIH", "X-SAD": None},
    }


def test_disputes_and_authorities_are_those_of_the_last_day_of_the_year(hand: Any) -> None:
    assert hand.measured("territory_outside_control", hand.record(year=2020), "GEO").value == 2
    assert hand.measured("disputed_areas", hand.record(year=2013), "UKR").value == 0
    assert hand.measured("disputed_areas", hand.record(year=2014), "UKR").value == 1
    assert hand.measured("territory_outside_control", hand.record(year=2020), "AZE").value == 1
    assert hand.measured("territory_outside_control", hand.record(year=2024), "AZE").value == 0
    assert "begins in 1990" in hand.why_absent("disputed_areas", hand.record(year=1980), "IND")


def test_territory_does_not_come_back_because_an_authority_on_it_was_annexed(hand: Any) -> None:
    before = hand.measured("territory_outside_control", hand.record(year=2021), "UKR")
    after = hand.measured("territory_outside_control", hand.record(year=2023), "UKR")
    assert (before.value, after.value) == (3, 3)
    assert "Donetsk People's Republic" in before.note
    assert "Donetsk and Luhansk" in after.note


def test_a_covered_year_without_a_conflict_is_peace_and_no_dataset_is_no_answer(
    hand: Any,
) -> None:
    fact = "armed_conflict_on_territory"
    record = hand.record(
        figures={fact: {("UKR", 2020): 1.0}}, covered={("gapminder", fact): Years(1946, 2020)}
    )
    assert hand.measured("armed_conflict", record, "UKR").value == 1
    assert hand.measured("armed_conflict", record, "KAZ").value == 0
    assert "ucdp_acd" in hand.why_absent("armed_conflict", hand.record(), "KAZ")


def test_every_fact_that_indicators_read_is_asked_of_the_lake(hand: Any) -> None:
    assert len(FACTS) == len(set(FACTS))
    record = hand.record(
        figures={fact: {("KAZ", year): 1.0 for year in range(2016, 2021)} for fact in FACTS}
    )
    of_other_tables = {"closest_votes", "foreign_forces", "armed_conflict", "strongest_ally"}
    of_other_tables |= {"own_share_in_alliances", "trade_spread", "organisation_spread"}
    for of in INDICATORS.values():
        for one in of:
            if one.code not in of_other_tables and not one.code.endswith(
                ("concentration", "suppliers")
            ):
                assert hand.measured(one.code, record, "KAZ").dataset


def test_every_indicator_has_a_formula_a_unit_and_a_code_of_its_own() -> None:
    listed = [one for of in INDICATORS.values() for one in of]
    assert len({one.code for one in listed}) == len(listed)
    assert all(one.formula and one.unit and one.title for one in listed)


@given(st.sampled_from(SCALES), st.floats(-1e9, 1e9), st.floats(-1e9, 1e9))
def test_scores_lie_in_0_to_100_and_never_turn(scale: Scale, one: float, other: float) -> None:
    low, high = sorted((one, other))
    scores = scale.score(low), scale.score(high)
    assert all(0 <= score <= 100 for score in scores)
    assert (scores[0] <= scores[1]) == (scale.at_100 > scale.at_0) or scores[0] == scores[1]


@given(st.lists(st.floats(1, 1e6), min_size=2, max_size=12), st.floats(0, 1))
def test_more_with_the_largest_supplier_never_raises_a_score(
    amounts: list[float], part: float
) -> None:
    scale = next(one.scale for one in INDICATORS["economic"] if one.scale)
    ordered = sorted(amounts)
    moved = ordered[0] * part
    taken = [ordered[0] - moved, *ordered[1:-1], ordered[-1] + moved]
    assert scale.score(herfindahl(taken)) <= scale.score(herfindahl(amounts)) + 1e-9


@given(st.lists(st.floats(0, 1e6), min_size=2, max_size=6).filter(lambda a: sum(a) > 0.1))
def test_evenness_is_1_for_equal_parts_and_0_for_one(amounts: list[float]) -> None:
    found = evenness(amounts)
    assert found is not None
    assert 0 <= found <= 1
    assert evenness([1.0] * len(amounts)) == pytest.approx(1)
    assert evenness([1.0, *[0.0] * len(amounts)]) == 0


def test_evenness_over_one_pole_or_of_nothing_is_not_defined() -> None:
    assert evenness([3.0]) is None
    assert evenness([0.0, 0.0]) is None


@given(st.lists(st.floats(0, 100), min_size=1, max_size=8))
def test_the_interval_holds_the_mean_and_lies_between_the_extremes(scores: list[float]) -> None:
    mean, lower, upper = mean_and_interval(scores, level=0.9, seed=1)
    assert mean == pytest.approx(math.fsum(scores) / len(scores))
    if len(set(scores)) == 1:
        assert lower is None
        assert upper is None
    else:
        assert lower is not None
        assert upper is not None
        assert mean is not None
        assert min(scores) - 1e-9 <= lower <= mean <= upper <= max(scores) + 1e-9


def test_without_indicators_there_is_no_score() -> None:
    assert mean_and_interval([], level=0.9, seed=1) == (None, None, None)


def test_indicators_that_agree_leave_nothing_to_the_choice_of_weights() -> None:
    assert mean_and_interval([40.0, 40.0, 40.0], level=0.9, seed=1) == (40, None, None)


def test_the_interval_of_two_opposite_indicators_by_hand() -> None:
    # One draw of three leaves out the one, one the other, one neither: then all is as likely.
    # The cumulated share is 1/3 at 0 and 2/3 just below 100; 0.4 of the draws lie below 20.
    mean, lower, upper = mean_and_interval([0.0, 100.0], level=0.2, seed=3)
    assert mean == 50
    assert lower == pytest.approx(20, abs=6)
    assert upper == pytest.approx(80, abs=6)
    assert mean_and_interval([0.0, 100.0], level=0.9, seed=3) == (50, 0, 100)


def test_the_same_seed_draws_the_same_interval_in_any_order() -> None:
    one = mean_and_interval([10.0, 50.0, 90.0], level=0.9, seed=7)
    assert one == mean_and_interval([90.0, 10.0, 50.0], level=0.9, seed=7)
    assert one != mean_and_interval([10.0, 50.0, 90.0], level=0.9, seed=8)
