"""Numbers of members as the organisations publish them."""

from __future__ import annotations

import datetime as dt
import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from comity.registry.organisations import memberships
from comity.registry.states import states
from comity.vocabulary.membership import BELONGING, MembershipStatus

END_2025 = dt.date(2025, 12, 31)


@pytest.mark.parametrize(
    ("organisation", "published"),
    [
        ("UN", 193),
        ("OSCE", 57),
        ("COE", 46),
        ("WTO", 166),
        ("AU", 55),
        ("LAS", 22),
        ("EU", 27),
        ("NATO", 32),
        ("BSEC", 13),
        ("ASEAN", 11),
        ("SCO", 10),
        ("CPTPP", 12),
        ("GCC", 6),
        ("CSTO", 6),
        ("EAEU", 5),
        ("OTS", 5),
        ("G7", 7),
    ],
)
def test_each_organisation_has_as_many_members_as_it_publishes(
    organisation: str, published: int
) -> None:
    assert len(memberships().members(organisation, END_2025, BELONGING)) == published


@pytest.mark.parametrize(
    ("year", "published"),
    [(1945, 51), (1950, 60), (1960, 99), (1970, 127), (1980, 154), (1992, 179), (2002, 191)],
)
def test_the_un_grew_as_its_table_growth_in_membership_says(year: int, published: int) -> None:
    # At the end of 1992 the UN still kept the name of Yugoslavia on its list.
    listed = len(memberships().members("UN", dt.date(year, 12, 31)))
    assert listed + (1 if year == 1992 else 0) == published


def test_one_hundred_and_twenty_eight_had_signed_gatt_by_1994() -> None:
    # The published list still names Yugoslavia, which had ended.
    assert len(memberships().members("GATT", dt.date(1994, 12, 31))) + 1 == 128


def test_the_oau_had_thirty_two_founders_and_the_au_fifty_three_first_members() -> None:
    assert len(memberships().members("OAU", dt.date(1963, 5, 25))) == 32
    assert len(memberships().members("AU", dt.date(2002, 7, 9))) == 53


def test_the_helsinki_conference_had_thirty_five_participants() -> None:
    assert len(memberships().members("OSCE", dt.date(1975, 8, 1))) == 35


def test_the_eu_had_six_nine_ten_twelve_fifteen_twenty_five_and_twenty_seven_members() -> None:
    years = (1958, 1973, 1981, 1986, 1995, 2005, 2007)
    counts = [len(memberships().members("EU", dt.date(year, 6, 30))) for year in years]
    assert counts == [6, 9, 10, 12, 15, 25, 27]


def test_the_eu_has_nine_candidates() -> None:
    candidates = memberships().members("EU", END_2025, frozenset({MembershipStatus.CANDIDATE}))
    assert candidates == ("ALB", "BIH", "GEO", "MDA", "MKD", "MNE", "SRB", "TUR", "UKR")


def test_days_of_admission_to_the_un_are_those_of_the_list_of_states() -> None:
    continued = {"RUS", "SRB"}
    for state in states():
        rows = [m for m in memberships().of_state(state.code) if m.organisation == "UN"]
        days = [m.first_day for m in rows if m.status is MembershipStatus.MEMBER]
        if days and state.code not in continued:
            assert min(days) == state.un_admitted, state.code


def _compile_script() -> ModuleType:
    path = Path(__file__).parents[2] / "tools" / "compile" / "memberships.py"
    spec = importlib.util.spec_from_file_location("compile_memberships", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    # Dataclasses look their module up by name.
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_what_the_second_files_say_of_each_row_can_be_found_again(mirror: Path) -> None:
    script = _compile_script()
    rows = script.read_table()
    assert script.checked(rows, mirror) == rows
