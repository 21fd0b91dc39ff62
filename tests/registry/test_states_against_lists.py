"""The table of states compared with the lists that others publish."""

from __future__ import annotations

import datetime as dt
import runpy
import sys
from pathlib import Path

import duckdb
import pytest

from comity.registry.organisations import memberships
from comity.registry.states import states
from comity.registry.tables import read_text

REGISTRY = states()
ROOT = Path(__file__).resolve().parents[2]
NOT_HELD = {511: "Zanzibar", 711: "Tibet"}

# Numbers of Gleditsch and Ward's separate list of microstates, which the main list lacks.
MICROSTATES = {
    *("AND", "ATG", "DMA", "FSM", "GRD", "KIR", "KNA", "LCA", "LIE", "MCO", "MHL", "NRU"),
    *("PLW", "SMR", "STP", "SYC", "TON", "TUV", "VCT", "VUT", "WSM"),
}

# Why the first day is neither the start in COW (v2016) nor that of Gleditsch and Ward.
OTHER_FIRST_DAY = {
    "COW counts from the UN seat, Gleditsch and Ward list microstates apart": {
        *("AND", "FSM", "KIR", "LIE", "MCO", "MHL", "NRU", "PLW", "SMR", "TON", "TUV", "VUT"),
        *("WSM", "BTN"),
    },
    "own act of independence; the lists wait for its end, its effect or recognition": {
        *("ARM", "AZE", "BIH", "EST", "GEO", "HRV", "LTU", "LVA", "MKD", "SVN", "UKR", "UZB"),
        *("PER", "CHL", "MEX", "URY", "VEN", "VNM", "ALB", "LAO"),
    },
    "left the Central American federation; the lists count from a round year": {
        *("CRI", "GTM", "HND", "NIC", "SLV"),
    },
    "one number for this state and for the one before or after it": {"RUS", "SUN", "SCG", "SRB"},
    "constitution or proclamation; the lists wait for the government": {"DEU", "DDR", "AUT"},
    "Lebanese practice, 22 November 1943; Gleditsch and Ward write 1944": {"LBN"},
    "Mali Federation, 20 June 1960; the lists take its plan or its end": {"SEN"},
    "independence in law, 1980; the lists count Rhodesia from 1965": {"ZWE"},
    "the day of the royal proclamation; Gleditsch and Ward write the first of the month": {"NZL"},
    "in neither list": {"PSE", "VAT"},
}

TERRITORIES = {
    *("American Samoa", "Antarctica", "Aruba", "Bavaria", "Bermuda", "British Virgin Islands"),
    *("Cayman Islands", "Christmas Island", "Cook Island", "Curaçao", "Falkland Islands"),
    *("French Guiana", "Gibraltar", "Guadeloupe", "Guam", "Guernsey", "Hong Kong", "Jersey"),
    *("Macao", "Mayotte", "New Caledonia", "Niue", "Northern Mariana Islands", "Puerto Rico"),
    *("Reunion", "Svalbard and Jan Mayen", "Western Sahara"),
}

# Why the first vote in the release is not within 500 days after the admission.
OTHER_FIRST_VOTE = {
    "SRB": "the release writes Yugoslavia as SRB",
    "CHN": "the seat was held by the Republic of China (TWN) until 25 October 1971",
    "YEM": "the release leaves out the Yemen Arab Republic before 1990",
    "DMA": "voted first in the session of 1982",
    "SYC": "voted first in the session of 1978",
    "GEO": "voted first in the session of 1993",
    "UZB": "voted first in the session of 1994",
}


def _spans(path: Path, sql: str) -> list[tuple[int, str, dt.date, dt.date]]:
    return duckdb.execute(sql.format(path=path)).fetchall()


@pytest.fixture(scope="module")
def cow(mirror: Path) -> list[tuple[int, str, dt.date, dt.date]]:
    return _spans(
        mirror / "structure" / "cow_states.parquet",
        "select ccode, statenme, make_date(styear, stmonth, stday),"
        " make_date(endyear, endmonth, endday) from '{path}'",
    )


@pytest.fixture(scope="module")
def gw(mirror: Path) -> list[tuple[int, str, dt.date, dt.date]]:
    return _spans(
        mirror / "structure" / "gw_states.parquet",
        "select gwcode, statename, startdate::date, enddate::date from '{path}'",
    )


def test_every_number_of_the_two_lists_means_a_state_here(
    cow: list[tuple[int, str, dt.date, dt.date]], gw: list[tuple[int, str, dt.date, dt.date]]
) -> None:
    since_1946 = [row for row in cow if row[3].year > 1945]
    by_cow = {row[0] for row in since_1946 if REGISTRY.by_cow(row[0], row[3]) is None}
    # Gleditsch and Ward end Yugoslavia (345) two days after Montenegro's declaration.
    by_gw = {
        number
        for number, _, _, last in gw
        if last.year > 1945 and REGISTRY.by_gw(number, last - dt.timedelta(days=2)) is None
    }
    assert by_cow == {511}
    assert by_gw == set(NOT_HELD)


def test_every_number_here_is_in_the_lists(
    cow: list[tuple[int, str, dt.date, dt.date]], gw: list[tuple[int, str, dt.date, dt.date]]
) -> None:
    in_cow, in_gw = {row[0] for row in cow}, {row[0] for row in gw}
    # COW's number for united Germany and Serbia's of Gleditsch and Ward are held as dated spans.
    assert {one.cow for one in REGISTRY if one.cow} <= in_cow
    assert {one.code for one in REGISTRY if one.gw and one.gw not in in_gw} == MICROSTATES
    assert {one.code for one in REGISTRY if one.cow is None} == {"PSE", "VAT"}


def test_the_same_number_means_the_same_name(
    cow: list[tuple[int, str, dt.date, dt.date]], gw: list[tuple[int, str, dt.date, dt.date]]
) -> None:
    other_words = {
        *(("Yugoslavia", "SRB"), ("Italy/Sardinia", "ITA"), ("Tanzania/Tanganyika", "TZA")),
        *(("Congo", "COG"), ("Congo, Democratic Republic of (Zaire)", "COD")),
    }
    differing = set()
    for rows, by_number in ((cow, REGISTRY.by_cow), (gw, REGISTRY.by_gw)):
        for number, name, _, last in rows:
            one = by_number(number, last)
            bare = name.split(" (")[0]
            if last.year > 1945 and one and REGISTRY.index.exact(bare) != (one.code,):
                differing.add((name, one.code))
    assert differing == other_words


def test_first_days_are_those_of_a_list_or_the_difference_is_explained(
    cow: list[tuple[int, str, dt.date, dt.date]], gw: list[tuple[int, str, dt.date, dt.date]]
) -> None:
    explained = set().union(*OTHER_FIRST_DAY.values())
    differing = set()
    for one in REGISTRY:
        starts = {start for number, _, start, _ in cow if number == one.cow}
        starts |= {start for number, _, start, _ in gw if number == one.gw}
        if one.first_day not in starts:
            differing.add(one.code)
    assert differing == explained


def test_a_member_votes_first_within_500_days_of_its_admission(mirror: Path) -> None:
    folder = mirror / "structure"
    rows = duckdb.execute(
        f"select iso3, min(date)::date from '{folder / 'un_votes.parquet'}'"
        f" join '{folder / 'un_rollcalls.parquet'}' using (rcid) where vote <> 8 group by 1"
    ).fetchall()
    assert len(rows) == 194
    assert {code for code, _ in rows} - {one.code for one in REGISTRY} == set()
    late = set()
    for code, first_vote in rows:
        admitted = REGISTRY.find(code).un_admitted
        # The release gives days of early sessions as a month and a running number.
        month_end = first_vote.replace(day=28) + dt.timedelta(days=31)
        if admitted and not 0 <= (month_end - admitted).days <= 500:
            late.add(code)
    assert late == set(OTHER_FIRST_VOTE)


def test_every_country_that_icews_names_is_found_but_for_territories(mirror: Path) -> None:
    path = mirror / "events" / "icews_raw_events_2018-10_2019-03.parquet"
    rows = duckdb.execute(f"select distinct location_country from '{path}'").fetchall()
    missed = {name for (name,) in rows if name and not REGISTRY.index.exact(name)}
    assert missed == TERRITORIES


def test_admissions_agree_with_the_table_of_memberships() -> None:
    first: dict[str, dt.date] = {}
    for row in memberships().of_organisation("UN"):
        if row.status == "member":
            first[row.state] = min(row.first_day, first.get(row.state, row.first_day))
    # Two states continue the seat of another: there the membership begins with the succession.
    own = {one.code: one.un_admitted for one in REGISTRY if one.un_admitted}
    assert set(first) == set(own)
    differing = {code for code, day in first.items() if abs((day - own[code]).days) > 1}
    assert differing == {"RUS", "SRB"}


def test_the_compiled_table_is_what_the_script_makes_again(
    mirror: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = ROOT / "tools" / "compile" / "states.py"
    if not script.is_file():
        pytest.skip("the compiling scripts are not in this checkout")
    monkeypatch.setattr(sys, "argv", [str(script), "--mirror", str(mirror)])
    main = runpy.run_path(str(script))["main"]
    main.__globals__["TABLE"] = tmp_path
    main()
    for file in ("states.csv", "numbers.csv"):
        assert (tmp_path / file).read_text("utf-8") == read_text("states", file)
