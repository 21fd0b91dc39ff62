"""`organisations`: who belonged to what on which day."""

from __future__ import annotations

import datetime as dt

import pytest

from comity.errors import BadValue, OutsideCoverage, UnknownName
from comity.workbench.organisations import LISTED, MEMBERS
from comity.workbench.session import Session


def members(lake: Session, organisation: str, day: str) -> set[str]:
    table = lake.organisations(organisation, members=True, day=day).table
    return {row["state"] for row in table.to_pylist() if row["status"] == "member"}


def test_the_united_kingdom_left_the_union_at_the_end_of_january_2020(lake: Session) -> None:
    before, after = members(lake, "EU", "2020-01-31"), members(lake, "EU", "2020-02-01")
    assert (len(before), len(after)) == (28, 27)
    assert before - after == {"GBR"}


def test_members_are_found_by_the_name_of_the_organisation_too(lake: Session) -> None:
    by_name = lake.organisations("European Union", members=True)
    assert by_name.table == lake.organisations("EU", members=True).table
    assert by_name.table.schema == MEMBERS
    assert by_name.text == f"{by_name.table.num_rows} memberships of EU."
    assert by_name.lake_version == 1
    assert all(by_name.table["evidence"].to_pylist())


def test_the_list_counts_the_members_of_today(lake: Session) -> None:
    found = lake.organisations()
    rows = {row["code"]: row for row in found.table.to_pylist()}
    assert found.table.schema == LISTED
    assert rows["EU"]["members"] == 27
    assert rows["EU"]["founded"] == dt.date(1958, 1, 1)
    assert rows["UN"]["members"] == 193
    assert found.text == f"{len(rows)} organisations."
    assert len(found.to_pandas()) == found.to_polars().height == len(rows)


def test_an_organisation_without_a_list_is_not_one_without_members(lake: Session) -> None:
    with pytest.raises(OutsideCoverage, match="No memberships of OIC are listed"):
        lake.organisations("OIC", members=True)
    with pytest.raises(OutsideCoverage, match="No memberships of OIC are listed"):
        lake.organisations("OIC", members=True, day="2020-01-01")


def test_a_listed_organisation_had_no_members_before_it_began(lake: Session) -> None:
    found = lake.organisations("CSTO", members=True, day="2000-01-01")
    assert found.text == "0 memberships of CSTO on 2000-01-01."
    assert found.table.schema == MEMBERS


@pytest.mark.parametrize(
    ("search", "options", "error", "said"),
    [
        ("EUU", {"members": True}, UnknownName, "EU"),
        ("", {"members": True}, UnknownName, "comity organisations"),
        ("EU", {"day": "2020-01-31"}, BadValue, "--members --on 2020-01-31"),
        ("EU", {"members": True, "day": "2020-02-31"}, BadValue, "day"),
        ("EU", {"on": "2020-01-31"}, BadValue, "members"),
    ],
)
def test_what_can_not_be_answered_is_told(
    lake: Session, search: str, options: dict[str, object], error: type, said: str
) -> None:
    with pytest.raises(error, match=said):
        lake.organisations(search, **options)
