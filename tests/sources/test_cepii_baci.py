"""BACI: products added up to trade between two states, strictly."""

from __future__ import annotations

import datetime as dt
import hashlib
import tempfile
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.errors import BadInput, BadValue
from comity.sources.cepii_baci import SOURCE
from comity.sources.cepii_baci.codes import countries, groups
from comity.sources.contract import Parsed, SourceFile
from comity.sources.tables import PARSED
from comity.vocabulary.actor import DropReason

HEADER = "t,i,j,k,v,q"
NAME = "BACI_HS92_Y2022_V202401b.csv"
FIXTURE = Path(__file__).parent / "fixtures" / "BACI_HS92_Y2022_V202401b_synthetic.csv"


def at_hand(path: Path) -> SourceFile:
    data = path.read_bytes()
    return SourceFile(path, path.name, hashlib.sha256(data).hexdigest(), len(data))


def year_file(folder: Path, *lines: str, name: str = NAME) -> SourceFile:
    path = folder / name
    path.write_text("\n".join((HEADER, *lines)) + "\n", "utf-8")
    return at_hand(path)


def parse(file: SourceFile) -> Parsed:
    (parsed,) = SOURCE.parse(file, options={})
    return parsed


def values(parsed: Parsed) -> dict[tuple[str, str, str], float]:
    rows = parsed.tables["dyad_facts"].to_pylist()
    return {(row["fact"], row["source"], row["target"]): row["value"] for row in rows}


def balance(parsed: Parsed) -> int:
    rows: int = parsed.tables["dyad_facts"].num_rows
    return rows + parsed.summed + parsed.dropped.total() + len(parsed.rejects)


# ------------------------------------------------------------------ by hand


def test_products_add_up_to_a_total_and_to_broad_groups_in_dollars(tmp_path: Path) -> None:
    parsed = parse(
        year_file(
            tmp_path,
            "2022,682,156,270900,        1000.500,        3.000",
            "2022,682,156,271121,          99.500,           NA",
            "2022,682,156,390120,           0.250,        1.000",
            "2022,156,682,930690,           2.000,        1.000",
        )
    )
    assert values(parsed) == {
        ("exports_usd", "SAU", "CHN"): 1_100_250.0,
        ("exports_usd_energy", "SAU", "CHN"): 1_100_000.0,
        ("exports_usd_chemicals", "SAU", "CHN"): 250.0,
        ("exports_usd", "CHN", "SAU"): 2_000.0,
        ("exports_usd_arms", "CHN", "SAU"): 2_000.0,
    }
    row = parsed.tables["dyad_facts"].to_pylist()[0]
    assert (row["day"], row["end_day"]) == (dt.date(2022, 1, 1), dt.date(2023, 1, 1))
    assert row["text"] == "BACI, reconciled"


def test_a_pair_without_a_line_has_no_row_and_is_not_zero(tmp_path: Path) -> None:
    found = values(parse(year_file(tmp_path, "2022,682,156,270900,1.000,1")))
    assert not any(source == "CHN" for _, source, _ in found)
    assert ("exports_usd_arms", "SAU", "CHN") not in found


def test_bacis_own_numbers_are_not_the_iso_numbers() -> None:
    listed = countries()
    assert [listed[number] for number in (842, 251, 757, 579, 699, 490, 891)] == [
        "USA", "FRA", "CHE", "NOR", "IND", "TWN", "SCG",
    ]  # fmt: skip
    assert listed[344] is DropReason.TERRITORY
    assert listed[58] is DropReason.PLACE


def test_who_is_no_state_of_that_year_is_dropped_with_its_records(tmp_path: Path) -> None:
    parsed = parse(
        year_file(
            tmp_path,
            "2001,842,688,270900,1,1",
            "2001,842,891,270900,1,1",
            "2001,842,344,270900,1,1",
            "2001,58,842,270900,1,1",
            "2001,4242,842,270900,1,1",
            "2001,842,4242,270900,1,1",
            "2001,842,840,270900,1,1",
        )
    )
    assert parsed.dropped == {
        DropReason.NOT_BETWEEN_STATES: 1,
        DropReason.TERRITORY: 1,
        DropReason.PLACE: 1,
        DropReason.UNKNOWN_SOURCE: 1,
        DropReason.UNKNOWN_TARGET: 1,
        DropReason.WITHIN_ONE_STATE: 1,
    }
    assert {target for _, _, target in values(parsed)} == {"SCG"}


def test_every_chapter_is_in_one_group() -> None:
    chapters = [chapter for group in groups() for chapter in group.chapters]
    assert sorted(chapters) == list(range(1, 100))


def test_goods_not_specified_count_in_the_total(tmp_path: Path) -> None:
    found = values(parse(year_file(tmp_path, "2022,842,251,9999AA,7.000,1")))
    assert found["exports_usd", "USA", "FRA"] == found["exports_usd_other", "USA", "FRA"] == 7000


def test_a_malformed_line_is_a_reject_with_its_line(tmp_path: Path) -> None:
    parsed = parse(
        year_file(
            tmp_path,
            "2022,842,251,270900,1,1",
            "",
            "2022,842,251,270900,1",
            "2022,842,251,270900,much,1",
            "2022,842,251,270900,-1,1",
            "2022,842,251,270900,nan,1",
            "2022,842,251,oil,1,1",
            "2022,-842,251,270900,1,1",
            "22,842,251,270900,1,1",
            "2022,842,251,270900,1,1",
        )
    )
    assert [(one.line, one.reason.split(";")[0]) for one in parsed.rejects] == [
        (3, "t ''"),
        (4, "5 fields"),
        (5, "v 'much'"),
        (6, "v '-1'"),
        (7, "v 'nan'"),
        (8, "k 'oil'"),
        (9, "i '-842'"),
        (10, "t '22'"),
    ]
    assert values(parsed)["exports_usd", "USA", "FRA"] == 2000
    assert balance(parsed) == parsed.records == 10


def test_the_archive_of_all_years_is_read_year_by_year(tmp_path: Path) -> None:
    path = tmp_path / "BACI_HS92_V202401b.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("country_codes_V202401b.csv", "country_code,country_name\n4,Afghanistan\n")
        for year in (2021, 2020):
            name = f"BACI_HS92_Y{year}_V202401b.csv"
            archive.writestr(name, f"{HEADER}\n{year},842,251,270900,1.000,1\n")
    first, second = SOURCE.parse(at_hand(path), options={})
    assert [span.first_day.year for one in (first, second) for span in one.coverage] == [2020, 2021]
    assert "facts" in first.tables
    assert "facts" not in second.tables
    assert first.coverage[0].part == "HS92"
    assert SOURCE.recognises(path.name, b"country_code,country_name\n")


# ------------------------------------------------------------------ laws


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from([842, 251, 156, 344, 58, 4242, -3]),
            st.sampled_from([842, 251, 643, 711]),
            st.sampled_from(["270900", "10121", "9999AA", "x"]),
            st.integers(0, 10**9),
        ),
        max_size=30,
    )
)
def test_nothing_is_lost_and_nothing_invented(lines: list[tuple[int, int, str, int]]) -> None:
    texts = [f"2022,{i},{j},{k},{v / 1000:.3f},1" for i, j, k, v in lines]
    with tempfile.TemporaryDirectory() as folder:
        parsed = parse(year_file(Path(folder), "2022,156,643,270900,1,1", *texts))
    assert balance(parsed) == parsed.records == len(lines) + 1
    found = values(parsed)
    totals = sum(value for (fact, *_), value in found.items() if fact == "exports_usd")
    kept = [v for i, j, k, v in lines
            if i in (842, 251, 156) and j in (842, 251, 643) and i != j and k != "x"]  # fmt: skip
    assert totals == sum(kept) + 1000
    assert sum(found.values()) == 2 * totals


def test_the_fixture_balances_and_fits_the_lake() -> None:
    parsed = parse(at_hand(FIXTURE))
    assert balance(parsed) == parsed.records == 15
    assert parsed.tables["dyad_facts"].schema == PARSED["dyad_facts"]
    facts = set(parsed.tables["dyad_facts"]["fact"].to_pylist())
    assert facts <= set(parsed.tables["facts"]["fact"].to_pylist())


# ------------------------------------------------------------------ bad files


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"t,i,j,k,v,q\n", "Empty CSV file"),
        (b"a,b,c\n1,2,3\n", "line 1: the header"),
        (b"t,i,j,k,v,q\n2022,842,251,270900,1.0", "line 2: cut off"),
        (b"t,i,j,k,v,q\n2022,842,251,270900,\xff,1\n", "not UTF-8 text"),
        (b"PK\x03\x04rubbish", "zip archive"),
    ],
)
def test_a_broken_file_or_one_of_another_kind_is_refused(
    tmp_path: Path, content: bytes, said: str
) -> None:
    path = tmp_path / NAME
    path.write_bytes(content)
    with pytest.raises(BadInput, match=said):
        parse(at_hand(path))


def test_an_option_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadValue, match="no option year"):
        list(SOURCE.parse(year_file(tmp_path), options={"year": "2022"}))


def test_the_source_recognises_its_header_and_no_other() -> None:
    assert SOURCE.recognises("any.csv", b"t,i,j,k,v,q\n1,2,3,4,5,6\n")
    assert SOURCE.recognises("any.csv", b'"t","i","j","k","v","q"\n')
    assert not SOURCE.recognises(NAME, b"")
    assert not SOURCE.recognises(NAME, b"code,description\n")
