"""DESTA: years of trade agreements, never made to look like days that bind too early."""

from __future__ import annotations

import datetime as dt
import hashlib
from pathlib import Path

import pytest

from comity.errors import BadInput, BadValue
from comity.sources.contract import Parsed, SourceFile
from comity.sources.desta import SOURCE
from comity.sources.desta.entries import party_of
from comity.sources.desta.parquet import parse_members
from comity.sources.tables import AGREEMENTS
from comity.vocabulary.actor import DropReason

D = dt.date
FIXTURE = Path(__file__).parent / "fixtures" / "desta_dyads_synthetic.csv"
LIST = (
    "number;base_treaty;name;entry_type;consolidated;year;entryforceyear;language;typememb;"
    "regioncon;wto_listed;wto_name;c1;c2;c3;mc1;mc2;mc3"
)
PACT = "9;9;A pact;base_treaty;0;1960;1960;English;2;Europe;1;NA;40;208;756;0;0;0"


def at_hand(path: Path) -> SourceFile:
    data = path.read_bytes()
    return SourceFile(path, path.name, hashlib.sha256(data).hexdigest(), len(data))


def parse(path: Path) -> Parsed:
    (parsed,) = SOURCE.parse(at_hand(path), options={})
    return parsed


def listed(folder: Path, *lines: str) -> Parsed:
    path = folder / "desta_list_of_treaties_02_02.csv"
    path.write_text("\n".join((LIST, *lines)) + "\n", "utf-8")
    return parse(path)


def rows(parsed: Parsed) -> dict[tuple[str, str], dict[str, object]]:
    return {
        (row["agreement"], row["party"]): row for row in parsed.tables["agreements"].to_pylist()
    }


def balance(parsed: Parsed) -> int:
    kept: int = parsed.tables["agreements"].num_rows
    return kept + parsed.summed + parsed.dropped.total() + len(parsed.rejects)


# ------------------------------------------------------------------ by hand


def test_a_pact_of_pairs_becomes_a_row_a_party() -> None:
    parsed = parse(FIXTURE)
    found = rows(parsed)
    assert [party for agreement, party in found if agreement == "desta-9001"] == [
        "CAN", "MEX", "USA", "CHL",
    ]  # fmt: skip
    row = found["desta-9001", "USA"]
    assert (row["signed"], row["in_force"]) == (D(1992, 12, 31), D(1994, 12, 31))
    assert (row["kind"], row["ratified"], row["ended"]) == ("trade", None, None)
    assert "years only" in str(row["evidence"])


def test_who_joined_later_is_bound_later() -> None:
    row = rows(parse(FIXTURE))["desta-9001", "CHL"]
    assert (row["signed"], row["in_force"]) == (D(1999, 12, 31), D(2001, 12, 31))
    assert str(row["evidence"]).startswith("DESTA 9001+1;")


def test_negotiations_and_pacts_with_a_territory_alone_are_dropped_with_a_reason() -> None:
    parsed = parse(FIXTURE)
    assert parsed.dropped == {DropReason.NO_ACT: 1, DropReason.TERRITORY: 1}
    assert [(one.line, one.reason) for one in parsed.rejects] == [
        (9, "in force in 1990, before it was signed in 1995")
    ]


def test_only_the_party_that_withdrew_is_no_longer_bound(tmp_path: Path) -> None:
    leaving = "9_1;9;A pact withdrawal;withdrawal;0;1973;NA;English;7;Europe;0;NA"
    found = rows(listed(tmp_path, PACT, f"{leaving};40;756;208;2;2;1"))
    ends = {party: row["ended"] for (_, party), row in found.items()}
    assert ends == {"AUT": None, "CHE": None, "DNK": D(1973, 1, 1)}


def test_a_state_does_not_sign_before_it_exists() -> None:
    assert party_of("688", 2001) is DropReason.NOT_BETWEEN_STATES
    assert party_of("688", 2010) == "SRB"
    assert party_of("900", 2006) == "XKX"
    assert party_of("344", 2006) is DropReason.TERRITORY


def test_releases_with_accents_of_one_byte_are_read(tmp_path: Path) -> None:
    path = tmp_path / "desta.csv"
    text = f"{LIST}\n{PACT.replace('A pact', 'Declaración')}\n"
    path.write_bytes(text.encode("cp1252"))
    assert parse(path).tables["agreements"]["title"].to_pylist() == ["Declaración"] * 3


# ------------------------------------------------------------------ laws


def test_every_record_is_a_party_named_dropped_or_rejected(tmp_path: Path) -> None:
    parsed = parse(FIXTURE)
    assert balance(parsed) == parsed.records == 8
    assert parsed.tables["agreements"].schema == AGREEMENTS
    wrong = PACT.replace("base_treaty;0", "treatise;0")
    again = listed(tmp_path, PACT, PACT, wrong)
    assert balance(again) == again.records == 7
    assert again.summed == 3


# ------------------------------------------------------------------ published


@pytest.fixture
def published(mirror: Path) -> Parsed:
    return parse(mirror / "planning" / "treaties" / "DESTA.csv")


@pytest.mark.parametrize(
    ("number", "parties", "signed", "force"),
    [
        ("636", {"CAN", "MEX", "USA"}, 1992, 1994),
        ("1007", {"CAN", "MEX", "USA"}, 2018, 2020),
    ],
    ids=["NAFTA", "USMCA"],
)
def test_well_known_agreements_have_their_years(
    published: Parsed, number: str, parties: set[str], signed: int, force: int
) -> None:
    found = {p: row for (a, p), row in rows(published).items() if a == f"desta-{number}"}
    assert set(found) == parties
    for row in found.values():
        assert (row["signed"], row["in_force"]) == (D(signed, 12, 31), D(force, 12, 31))


def test_denmark_and_britain_left_efta_in_1973(published: Parsed) -> None:
    found = {party: row["ended"] for (a, party), row in rows(published).items() if a == "desta-375"}
    assert found["DNK"] == found["GBR"] == D(1973, 1, 1)
    assert found["CHE"] is found["NOR"] is found["ISL"] is None


def test_the_published_list_balances(published: Parsed) -> None:
    assert balance(published) == published.records == 7770
    assert len(published.rejects) == 2


def test_the_tidied_file_agrees_with_the_published_one(mirror: Path, published: Parsed) -> None:
    path = mirror / "structure" / "trade_agreements_desta_members.parquet"
    (tidied,) = parse_members(path, path.name)
    assert balance(tidied) == tidied.records == 7466
    assert rows(tidied)["desta-636", "MEX"] == rows(published)["desta-636", "MEX"]


# ------------------------------------------------------------------ bad files


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"a;b\n1;2\n", "line 1: the header"),
        (f"{LIST}\n".encode(), "no party"),
        (f"{LIST}\n{PACT}".encode(), "line 2: cut off"),
    ],
)
def test_a_broken_file_or_one_of_another_kind_is_refused(
    tmp_path: Path, content: bytes, said: str
) -> None:
    path = tmp_path / "desta.csv"
    path.write_bytes(content)
    with pytest.raises(BadInput, match=said):
        parse(path)


def test_an_option_is_refused() -> None:
    with pytest.raises(BadValue, match="no option depth"):
        list(SOURCE.parse(at_hand(FIXTURE), options={"depth": "1"}))
