"""What the register of obligations says about acts that everybody can look up."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.errors import BadConfiguration, UnknownName
from comity.registry.gestures import code_book
from comity.registry.obligation_file import read_obligations
from comity.registry.obligations import obligations, register
from comity.registry.states import states
from comity.registry.tables import read_text
from comity.vocabulary.event import Scheme

D = dt.date.fromisoformat
CAMEO = Scheme.CAMEO


def breached(source: str, target: str, day: str, code: str, scheme: Scheme = CAMEO) -> set[str]:
    found = obligations().breached_by(source, target, D(day), scheme, code)
    return {one.instrument for one in found}


# ------------------------------------------------------------------ values by hand


def test_the_invasion_of_ukraine_breaches_the_memorandum_and_the_border_treaty() -> None:
    assert breached("RUS", "UKR", "2022-02-24", "190") == {
        "budapest_ukraine_1994",
        "russia_ukraine_border_2003",
    }


def test_a_treaty_that_has_ended_is_not_breached() -> None:
    day_before, last = breached("RUS", "UKR", "2019-03-31", "195"), "russia_ukraine_1997"
    assert last in day_before
    assert last not in breached("RUS", "UKR", "2019-04-01", "195")


def test_the_seizure_of_crimea_breaches_four_instruments() -> None:
    assert breached("RUS", "UKR", "2014-02-27", "192") == {
        "budapest_ukraine_1994",
        "cis_agreement_1991",
        "russia_ukraine_1997",
        "russia_ukraine_border_2003",
    }


def test_the_answer_of_a_named_victim_of_an_attack_is_not_judged() -> None:
    assert breached("UKR", "RUS", "2022-02-25", "190") == set()
    assert breached("UKR", "RUS", "2014-08-01", "190") == set()
    assert breached("KWT", "IRQ", "1990-08-03", "190") == set()


def test_an_accusation_is_never_a_breach() -> None:
    assert breached("ARM", "AZE", "2020-12-01", "112") == set()
    words = [code for root in ("11", "12", "13", "16", "17") for code in (root, root + "0")]
    for one in obligations():
        assert not any(one.forbids(CAMEO, code) for code in words), one.instrument


def test_fire_across_the_line_of_contact_breaches_the_ceasefire_of_its_day() -> None:
    assert breached("AZE", "ARM", "2016-04-02", "194") >= {"karabakh_ceasefire_1994"}
    assert breached("AZE", "ARM", "2022-09-13", "194") >= {"armenia_azerbaijan_statement_2020"}
    assert "karabakh_ceasefire_1994" not in breached("ARM", "AZE", "2022-09-13", "194")


def test_a_threat_is_a_breach_only_where_the_instrument_forbids_threats() -> None:
    found = breached("RUS", "UKR", "2022-02-24", "138")
    assert found == {"budapest_ukraine_1994"}


def test_a_mobilisation_at_home_is_no_breach() -> None:
    assert breached("RUS", "UKR", "2021-04-01", "154") == set()


def test_an_assurance_binds_those_who_gave_it() -> None:
    given_by = obligations().in_force("RUS", "UKR", D("2010-01-01"))
    owed_back = obligations().in_force("UKR", "RUS", D("2010-01-01"))
    assert "budapest_ukraine_1994" in {one.instrument for one in given_by}
    assert "budapest_ukraine_1994" not in {one.instrument for one in owed_back}


def test_a_pair_without_a_listed_obligation_is_not_judged() -> None:
    listed = obligations()
    assert not listed.judged("BRA", "KAZ", D("1990-01-01"), D("2024-12-31"))
    assert listed.between("BRA", "KAZ") == ()
    assert listed.judged("RUS", "UKR", D("2019-04-01"), D("2019-04-01"))
    assert not listed.judged("RUS", "UKR", D("1991-01-01"), D("1991-12-20"))


def test_cooperation_with_a_third_state_is_never_a_breach() -> None:
    friendly = [row["code"] for row in code_book().table.to_pylist() if row["code"] < "09"]
    for one in obligations():
        assert not any(one.forbids(CAMEO, code) for code in friendly), one.instrument
    assert breached("UKR", "USA", "2021-11-10", "057") == set()


def test_kyrgyzstan_and_tajikistan_owe_each_other_peace_but_not_by_the_shanghai_agreement() -> None:
    assert breached("TJK", "KGZ", "2022-09-16", "194") == {
        "cis_agreement_1991",
        "collective_security_treaty_1992",
    }


@pytest.mark.parametrize(
    ("source", "target", "day", "instrument"),
    [
        ("DEU", "POL", "1939-09-01", "germany_poland_1934"),
        ("SUN", "POL", "1939-09-17", "poland_ussr_1932"),
        ("SUN", "FIN", "1939-11-30", "finland_ussr_1932"),
        ("DEU", "SUN", "1941-06-22", "germany_ussr_1939"),
        ("SUN", "JPN", "1945-08-09", "japan_ussr_neutrality_1941"),
        ("SUN", "HUN", "1956-11-04", "warsaw_treaty_1955"),
        ("SUN", "CSK", "1968-08-21", "warsaw_treaty_1955"),
        ("SLV", "HND", "1969-07-14", "inter_american_reciprocal_assistance_1947"),
        ("USA", "PAN", "1989-12-20", "inter_american_reciprocal_assistance_1947"),
        ("IRQ", "IRN", "1980-09-22", "iran_iraq_frontier_1975"),
        ("IRQ", "KWT", "1990-08-02", "iraq_kuwait_1963"),
        ("PAK", "IND", "1999-05-26", "simla_1972"),
        ("CHN", "IND", "2020-06-15", "china_india_line_of_actual_control_1993"),
        ("KHM", "THA", "2011-02-04", "amity_southeast_asia_1976"),
    ],
)
def test_attacks_that_history_calls_breaches(
    source: str, target: str, day: str, instrument: str
) -> None:
    assert instrument in breached(source, target, day, "190")


def test_leaving_by_the_clause_is_an_exit_and_against_it_a_betrayal() -> None:
    listed = obligations()
    lawful = {
        (state, one.instrument): leave.by_the_clause
        for state in ("UKR", "GEO", "MEX", "USA", "DEU", "SUN", "IRQ")
        for one, leave in listed.withdrawals(state)
    }
    assert lawful == {
        ("UKR", "russia_ukraine_1997"): True,
        ("GEO", "collective_security_treaty_1992"): True,
        ("GEO", "cis_agreement_1991"): True,
        ("MEX", "inter_american_reciprocal_assistance_1947"): True,
        ("USA", "nicaragua_united_states_1956"): True,
        ("DEU", "germany_poland_1934"): False,
        ("SUN", "finland_ussr_1932"): False,
        ("IRQ", "iran_iraq_frontier_1975"): False,
    }


def test_a_suspended_member_is_not_judged_until_it_returns() -> None:
    pact = "arab_league_pact_1945"
    assert pact in breached("EGY", "LBY", "1977-07-21", "190")
    assert pact not in breached("EGY", "LBY", "1980-01-01", "190")
    assert pact in breached("EGY", "LBY", "1990-01-01", "190")


def test_an_unknown_instrument_names_the_nearest() -> None:
    with pytest.raises(UnknownName) as caught:
        obligations().find("simla_1973")
    assert "simla_1972" in caught.value.hint


# ------------------------------------------------------------------ laws

PAIRS = sorted(obligations().by_pair)
ONE_SIDED = {"budapest_ukraine_1994", "budapest_kazakhstan_1994", "budapest_belarus_1994"}


@given(st.sampled_from(PAIRS), st.dates(D("1930-01-01"), D("2030-01-01")))
def test_what_one_owes_the_other_owes_too(pair: tuple[str, str], day: dt.date) -> None:
    source, target = pair
    listed = obligations()
    for one in listed.in_force(source, target, day):
        if one.instrument not in ONE_SIDED and not one.releases:
            assert one in listed.in_force(target, source, day)


@given(st.sampled_from(PAIRS), st.dates(D("1930-01-01"), D("2030-01-01")))
def test_nothing_is_in_force_outside_the_days_of_both_parties(
    pair: tuple[str, str], day: dt.date
) -> None:
    for one in obligations().in_force(*pair, day):
        for code in pair:
            assert any(
                p.first_day <= day and (p.end_day is None or day < p.end_day)
                for p in one.parties
                if p.code == code
            )


@given(
    st.sampled_from(PAIRS),
    st.dates(D("1930-01-01"), D("2030-01-01")),
    st.sampled_from(["190", "138", "1384", "154", "112", "057", "1831", "204"]),
)
def test_the_flat_table_says_the_same_as_the_register(
    pair: tuple[str, str], day: dt.date, code: str
) -> None:
    rows = {
        row["instrument"]
        for row in TABLE_BY_PAIR[pair]
        if row["scheme"] == "cameo"
        and code.startswith(row["code_prefix"])
        and row["first_day"] <= day
        and (row["end_day"] is None or day < row["end_day"])
    }
    assert rows == breached(*pair, day.isoformat(), code)


TABLE_BY_PAIR: dict[tuple[str, str], list[dict[str, Any]]] = {}
for _row in obligations().table.to_pylist():
    TABLE_BY_PAIR.setdefault((_row["source"], _row["target"]), []).append(_row)


def test_each_full_code_in_the_joined_table_begins_with_its_prefix() -> None:
    codes = [("cameo", "190"), ("cameo", "138"), ("cameo", "112"), ("weis", "223")]
    table = obligations().by_full_code(codes)
    assert set(table.column("code").to_pylist()) == {"190", "138", "223"}


def test_every_instrument_names_its_source_and_a_party_that_existed() -> None:
    for one in obligations():
        assert one.source, one.instrument
        for party in one.parties:
            state = states().get(party.code)
            assert state is not None
            assert state.end_day is None or party.first_day < state.end_day, one.instrument


# ------------------------------------------------------------------ a file that is not sound


def test_all_findings_of_a_bad_file_are_shown_at_once_with_their_lines() -> None:
    text = read_text("obligations", "obligations.yml")
    bad = (
        text.replace("kind: non_aggression", "kind: non_agression", 1)
        .replace("parties: {UKR: , RUS: , GBR: , USA: }", "parties: {UKX: , RUS: , GBR: , USA: }")
        .replace('cameo: ["138"]', 'cameo: ["838"]')
        .replace("    signed: 1997-05-31", "    sined: 1997-05-31")
    )
    codes = {CAMEO: {"138", "18", "180", "190", "200"}}
    with pytest.raises(BadConfiguration) as caught:
        read_obligations(bad, name="mine.yml", states={s.code for s in states()}, codes=codes)
    message = str(caught.value)
    assert "mine.yml" in message
    assert "did you mean non_aggression?" in message
    assert "state 'UKX' is not known" in message
    assert "no code of cameo begins with '838'" in message
    assert "unknown key 'sined' (did you mean signed?)" in message
    line = bad.splitlines().index("    sined: 1997-05-31") + 1
    assert f"line {line}: unknown key 'sined'" in message


def test_a_lawful_exit_must_end_what_binds_the_party() -> None:
    text = """
code_sets: {force: {reason: r, cameo: ["19"]}}
instruments:
  - id: pact
    title: A pact
    kind: friendship
    all: {first_day: 2000-01-01}
    parties: {FRA: , DEU: }
    breaches: [force]
    withdrawal: {allowed: true, text: A year.}
    exits: [{party: FRA, effective: 2010-01-01, by_the_clause: true, reason: Notice.}]
    source: s
"""
    with pytest.raises(BadConfiguration, match="FRA is bound until None"):
        read_obligations(text, name="x", states={"FRA", "DEU"}, codes={})
    sound = text.replace("FRA: ,", "FRA: {first_day: 2000-01-01, end_day: 2010-01-01},")
    found = register(read_obligations(sound, name="x", states={"FRA", "DEU"}, codes={}))
    assert found.in_force("DEU", "FRA", D("2009-12-31"))
    assert not found.in_force("DEU", "FRA", D("2010-01-01"))
