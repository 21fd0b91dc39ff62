"""Treaty parties: days that are known, and only those."""

from __future__ import annotations

import datetime as dt
import hashlib
from pathlib import Path

import pytest

from comity.errors import BadInput, BadValue
from comity.sources.contract import Parsed, SourceFile
from comity.sources.tables import AGREEMENTS
from comity.sources.treaty_parties import SOURCE
from comity.sources.treaty_parties.days import day_of
from comity.sources.treaty_parties.members import party_of
from comity.sources.treaty_parties.parquet import parse_parquet
from comity.vocabulary.actor import DropReason

D = dt.date
FIXTURE = Path(__file__).parent / "fixtures" / "treaty_parties_synthetic.csv"
GGO = "stateID,treatyID,Title,StateSignature,StateRatification,StateForce,StateEnd"


def at_hand(path: Path) -> SourceFile:
    data = path.read_bytes()
    return SourceFile(path, path.name, hashlib.sha256(data).hexdigest(), len(data))


def parse(path: Path) -> Parsed:
    (parsed,) = SOURCE.parse(at_hand(path), options={})
    return parsed


def written(folder: Path, *lines: str) -> Parsed:
    path = folder / "ggo.csv"
    path.write_text("\n".join((GGO, *lines)) + "\n", "utf-8")
    return parse(path)


def rows(parsed: Parsed) -> dict[tuple[str, str], dict[str, object]]:
    return {
        (row["agreement"], row["party"]): row for row in parsed.tables["agreements"].to_pylist()
    }


def days(row: dict[str, object]) -> list[object]:
    return [row[name] for name in ("signed", "ratified", "in_force", "ended")]


def balance(parsed: Parsed) -> int:
    kept: int = parsed.tables["agreements"].num_rows
    return kept + parsed.summed + parsed.dropped.total() + len(parsed.rejects)


# ------------------------------------------------------------------ by hand


def test_each_party_has_its_own_days() -> None:
    found = rows(parse(FIXTURE))
    ended = D(2020, 6, 30)
    assert days(found["huggo-SYN_1992A", "CAN"]) == [
        D(1992, 12, 17), D(1993, 6, 23), D(1994, 1, 1), ended,
    ]  # fmt: skip
    # Two records of Mexico differ on the day of ratification: it is not known.
    assert days(found["huggo-SYN_1992A", "MEX"]) == [D(1992, 12, 17), None, D(1994, 1, 1), ended]


def test_a_successor_did_not_sign_what_its_predecessor_signed() -> None:
    found = rows(parse(FIXTURE))
    assert days(found["huggo-SYN_1985A", "CZE"]) == [None, None, D(1993, 1, 1), None]
    assert days(found["huggo-SYN_1985A", "EU"])[0] == D(1985, 4, 3)


def test_records_without_a_day_and_territories_are_dropped_with_a_reason() -> None:
    parsed = parse(FIXTURE)
    assert parsed.dropped == {DropReason.TERRITORY: 1, DropReason.NO_ACT: 1}
    (reject,) = parsed.rejects
    assert (reject.line, reject.reason) == (9, "'99.99.1985' is no day of the calendar")


def test_a_year_a_month_a_doubt_is_no_day_and_the_end_of_time_is_no_end() -> None:
    vague = ("1985", "1985-02", "1985-02-03?", "2008-01..2008-12", "NA", "9999-12-31", "2020-99-99")
    assert [day_of(text, year_marks=False) for text in vague] == [None] * 7
    assert day_of("1994-01-01", year_marks=False) == D(1994, 1, 1)
    assert day_of("1994-01-01", year_marks=True) is None
    assert day_of("03.04.1985", year_marks=False) == D(1985, 4, 3)


def test_days_that_contradict_each_other_are_left_empty(tmp_path: Path) -> None:
    parsed = written(tmp_path, "KAZ,X_2000A,A pact,2005-07-29,,2004-05-02,2003-05-05")
    (row,) = parsed.tables["agreements"].to_pylist()
    assert days(row) == [D(2005, 7, 29), None, None, None]
    assert (parsed.dataset, row["kind"]) == ("treaty_parties_ggo", "other")


def test_the_communities_were_the_union_and_others_are_dropped() -> None:
    assert [party_of(code) for code in ("EC", "EUE", "KAZ")] == ["EU", "EU", "KAZ"]
    assert party_of("HKG") is DropReason.TERRITORY
    assert party_of("PRU") is DropReason.UNKNOWN_SOURCE


# ------------------------------------------------------------------ laws


def test_every_record_is_a_party_joined_dropped_or_rejected(tmp_path: Path) -> None:
    parsed = parse(FIXTURE)
    assert balance(parsed) == parsed.records == 8
    assert parsed.tables["agreements"].schema == AGREEMENTS
    short = written(tmp_path, "KAZ,X_2000A,A pact,2005-07-29,,,", "KAZ,X_2000A")
    assert balance(short) == short.records == 2
    assert short.rejects[0].line == 3


# ------------------------------------------------------------------ published


def test_nafta_and_its_successor_came_into_force_on_their_days(mirror: Path) -> None:
    path = mirror / "structure" / "trade_agreements_huggo_members.parquet"
    (parsed,) = parse_parquet(path, path.name)
    found = rows(parsed)
    assert balance(parsed) == parsed.records == 5608
    for party in ("CAN", "MEX", "USA"):
        assert found["huggo-NRTAFT_1992A", party]["in_force"] == D(1994, 1, 1)
        assert found["huggo-MXCCND_2018A", party]["in_force"] == D(2020, 7, 1)


def test_the_published_file_and_the_tidied_one_say_the_same_of_nafta(mirror: Path) -> None:
    published = parse(mirror / "planning" / "treaties" / "HUGGO_MEM_trade_additional.csv")
    assert balance(published) == published.records == 5644
    path = mirror / "structure" / "trade_agreements_huggo_members.parquet"
    (tidied,) = parse_parquet(path, path.name)
    key = ("huggo-NRTAFT_1992A", "CAN")
    assert days(rows(published)[key]) == days(rows(tidied)[key])


def test_environmental_treaties_balance(mirror: Path) -> None:
    path = mirror / "structure" / "treaty_parties_ggo.parquet"
    (parsed,) = parse_parquet(path, path.name)
    assert balance(parsed) == parsed.records == 98320
    assert len(parsed.rejects) < 5


# ------------------------------------------------------------------ bad files


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"a,b\n1,2\n", "line 1: the header"),
        (f"{GGO}\n".encode(), "no party of a treaty"),
        (f"{GGO}\nKAZ,X_2000A,A pact,2005".encode(), "line 2: cut off"),
        (f'{GGO}\nKAZ,"X_2000A'.encode(), "cut off or broken"),
    ],
)
def test_a_broken_file_or_one_of_another_kind_is_refused(
    tmp_path: Path, content: bytes, said: str
) -> None:
    path = tmp_path / "ggo.csv"
    path.write_bytes(content)
    with pytest.raises(BadInput, match=said):
        parse(path)


def test_an_option_is_refused() -> None:
    with pytest.raises(BadValue, match="no option kind"):
        list(SOURCE.parse(at_hand(FIXTURE), options={"kind": "trade"}))
