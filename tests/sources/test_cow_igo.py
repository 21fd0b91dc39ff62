"""Memberships by the year: a column an organisation, a line a state and year."""

from __future__ import annotations

import datetime as dt
import hashlib
from pathlib import Path

import pytest

from comity.errors import BadInput
from comity.registry.organisations import organisations
from comity.sources.contract import Parsed, SourceFile
from comity.sources.cow_igo import SOURCE
from comity.sources.cow_igo.organisations import listed_codes
from comity.vocabulary.actor import DropReason

FIXTURES = Path(__file__).parent / "fixtures"


def at_hand(path: Path) -> SourceFile:
    data = path.read_bytes()
    return SourceFile(path, path.name, hashlib.sha256(data).hexdigest(), len(data))


def parse(path: Path) -> Parsed:
    (parsed,) = SOURCE.parse(at_hand(path), options={})
    return parsed


def test_years_that_follow_each_other_are_one_membership() -> None:
    parsed = parse(FIXTURES / "cow_state_year_formatv3_synthetic.csv")
    rows = parsed.tables["memberships"].to_pylist()
    found = [(r["organisation"], r["state"], r["first_day"], r["end_day"]) for r in rows]
    usa = [(code, first, end) for code, state, first, end in found if state == "USA"]
    assert usa == [
        ("NATO", dt.date(1949, 1, 1), dt.date(1951, 1, 1)),
        ("UN", dt.date(1948, 1, 1), dt.date(1951, 1, 1)),
    ]
    assert all("only the year is known" in r["evidence"] for r in rows)


def test_the_communities_and_the_union_are_one_organisation() -> None:
    parsed = parse(FIXTURES / "cow_state_year_formatv3_synthetic.csv")
    rows = parsed.tables["memberships"].to_pylist()
    (france,) = [r for r in rows if r["state"] == "FRA" and r["organisation"] == "EU"]
    assert (france["status"], france["first_day"]) == ("member", dt.date(1992, 1, 1))
    # 1993 is the last year of this file: that is no end of the membership.
    assert france["end_day"] is None
    assert parsed.dropped[DropReason.COUNTED_ELSEWHERE] == 1


def test_an_organisation_that_we_do_not_list_keeps_its_acronym() -> None:
    parsed = parse(FIXTURES / "cow_state_year_formatv3_synthetic.csv")
    rows = parsed.tables["memberships"].to_pylist()
    (observer,) = [r for r in rows if r["organisation"] == "CUSTOMS"]
    assert (observer["state"], observer["status"]) == ("FRA", "observer")


def test_every_membership_of_a_year_is_accounted_for() -> None:
    parsed = parse(FIXTURES / "cow_state_year_formatv3_synthetic.csv")
    assert parsed.dropped == {
        DropReason.NO_VALUE: 1,
        DropReason.NO_STATE_THEN: 1,
        DropReason.COUNTED_ELSEWHERE: 1,
    }
    assert [(r.line, r.reason) for r in parsed.rejects] == [(8, "EU '7'; -1 to 3 expected")]
    rows = parsed.tables["memberships"].num_rows
    assert parsed.records == rows + 3 + 1 + parsed.summed


def test_every_acronym_of_ours_is_mapped_on_purpose() -> None:
    codes = {organisation.code for organisation in organisations()}
    assert set(listed_codes().values()) <= codes


def test_no_acronym_of_the_publisher_meets_a_code_of_ours_by_chance(mirror: Path) -> None:
    import pyarrow.parquet as pq

    names = pq.read_table(mirror / "structure" / "cow_igo_names_v3.parquet")["ioname"].to_pylist()
    codes = {organisation.code for organisation in organisations()}
    assert {name for name in names if name.upper() in codes} <= {
        name for name in names if name.casefold() in listed_codes()
    }
    assert set(listed_codes()) <= {name.casefold() for name in names}


def test_a_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "state_year_formatv3.csv"
    path.write_text("ioname,orgname,year,afghanistan\nUN,United Nations,1950,1\n", "utf-8")
    assert not SOURCE.recognises(path.name, path.read_bytes())
    with pytest.raises(BadInput, match="header is not that of memberships"):
        parse(path)
