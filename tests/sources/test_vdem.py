"""V-Dem: institutions of states, year by year, from a file of thousands of columns."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import Counter
from pathlib import Path

import pyarrow as pa
import pytest

from comity.errors import BadInput, BadValue
from comity.sources.contract import Parsed, SourceFile
from comity.sources.vdem import SOURCE
from comity.sources.vdem.countries import country
from comity.sources.vdem.release import looks_like_release
from comity.vocabulary.actor import DropReason

FIXTURE = Path(__file__).parent / "fixtures" / "vdem_synthetic.csv"


def at_hand(path: Path) -> SourceFile:
    data = path.read_bytes()
    return SourceFile(path, path.name, hashlib.sha256(data).hexdigest(), len(data))


def read(path: Path, **options: str) -> list[Parsed]:
    return list(SOURCE.parse(at_hand(path), options=options))


def facts(parsed: list[Parsed]) -> dict[tuple[str, str, int], float]:
    table = pa.concat_tables(p.tables["state_facts"] for p in parsed if "state_facts" in p.tables)
    return {(r["fact"], r["state"], r["day"].year): r["value"] for r in table.to_pylist()}


def changed(tmp_path: Path, old: bytes, new: bytes) -> Path:
    path = tmp_path / "changed.csv"
    data = FIXTURE.read_bytes()
    assert old in data
    path.write_bytes(data.replace(old, new, 1))
    return path


def test_an_index_and_both_bounds_of_its_interval_are_facts_of_the_year() -> None:
    given = facts(read(FIXTURE))
    assert given["v2x_polyarchy", "NOR", 2023] == 0.9
    assert given["v2x_polyarchy_codelow", "NOR", 2023] == 0.85
    assert given["v2x_polyarchy_codehigh", "NOR", 2023] == 0.95
    assert ("v2x_polyarchy_sd", "NOR", 2023) not in given


def test_an_empty_cell_is_missing_and_never_zero() -> None:
    parsed = read(FIXTURE)
    assert ("v2x_libdem", "NOR", 2024) not in facts(parsed)
    dropped = sum((p.dropped for p in parsed), Counter())
    assert dropped[DropReason.NO_VALUE] == 1


def test_every_figure_is_kept_dropped_or_rejected() -> None:
    parsed = read(FIXTURE)
    dropped = sum((p.dropped for p in parsed), Counter())
    rejects = [reject for p in parsed for reject in p.rejects]
    assert sum(p.records for p in parsed) == len(facts(parsed)) + dropped.total() + len(rejects)
    assert [(reject.line, reject.reason) for reject in rejects] == [
        (10, "3 fields; 23 expected"),
        (11, "no country has the country_text_id 'QQQ'"),
        (12, "a second row of NOR in 2023"),
        (13, "year: 'soon' is no number"),
        (14, "v2x_polyarchy: 'high' is no number"),
    ]


@pytest.mark.parametrize(
    ("text_id", "year", "whose"),
    [
        ("RUS", 1985, "SUN"),
        ("RUS", 1991, "RUS"),
        ("RUS", 1900, "RUS"),
        ("SRB", 1970, "YUG"),
        ("SRB", 2004, "SCG"),
        ("SRB", 2010, "SRB"),
        ("CZE", 1970, "CSK"),
        ("CZE", 1993, "CZE"),
        ("DEU", 1970, "DEU"),
        ("DEU", 1930, "DEU"),
        ("DDR", 1970, "DDR"),
        ("DDR", 1990, "DDR"),
        ("YMD", 1980, "YMD"),
        ("VDR", 1960, "VDR"),
        ("XKX", 2010, "XKX"),
        ("PSE", 2010, "PSE"),
        ("EST", 1930, "EST"),
        ("EST", 1960, DropReason.NO_STATE_THEN),
        ("MEX", 1800, DropReason.NO_STATE_THEN),
        ("XKX", 2005, DropReason.NO_STATE_THEN),
        ("PSE", 1980, DropReason.TERRITORY),
        ("PSG", 2010, DropReason.TERRITORY),
        ("SML", 2010, DropReason.TERRITORY),
        ("ZZB", 2010, DropReason.TERRITORY),
        ("BVR", 1850, DropReason.NO_STATE_THEN),
        ("QQQ", 2000, None),
    ],
)
def test_a_country_is_the_state_that_stood_in_the_year(
    text_id: str, year: int, whose: str | DropReason | None
) -> None:
    assert country(text_id, year) == whose


def test_the_title_and_unit_of_each_fact_come_first() -> None:
    about = read(FIXTURE)[0].tables["facts"].to_pylist()
    assert about[0] == {
        "fact": "v2x_polyarchy",
        "title": "Electoral democracy",
        "unit": "index 0 to 1",
    }
    assert all(row["title"] and row["unit"] for row in about)


def test_other_indices_can_be_asked_for_by_name() -> None:
    given = facts(read(FIXTURE, indicators="v2other"))
    assert given["v2other", "NOR", 2023] == 7
    assert {fact for fact, _, _ in given} == {"v2other"}


def test_an_index_that_the_file_lacks_is_named_with_the_nearest() -> None:
    with pytest.raises(BadInput, match="v2x_polyarchi") as caught:
        read(FIXTURE, indicators="v2x_polyarchi")
    assert "v2x_polyarchy" in caught.value.hint


@pytest.mark.parametrize("option", [{"indicators": "year; drop"}, {"indicator": "v2x_rule"}])
def test_a_wrong_option_is_refused(option: dict[str, str]) -> None:
    with pytest.raises(BadValue):
        read(FIXTURE, **option)


def test_the_years_from_the_first_to_the_last_row_are_covered() -> None:
    (span,) = [span for p in read(FIXTURE) for span in p.coverage]
    assert (span.first_day, span.last_day) == (dt.date(1800, 1, 1), dt.date(2024, 12, 31))
    assert span.table == "state_facts"


def test_a_header_longer_than_what_recognition_sees_is_known() -> None:
    head = FIXTURE.read_bytes()[:90]
    assert b"\n" not in head
    assert looks_like_release(head)
    assert not looks_like_release(b"country,year\n")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (b'"country_text_id"', b'"country_id_text"', "the header"),
        (b'"v2x_egaldem"', b'"v2x_other"', "has no column v2x_egaldem"),
        (b'"v2other"', b'"v2x_libdem"', "is there twice"),
        (b'"NOR"', b'"\xff\xfe"', "line 2: not UTF-8"),
        (b'"NOR"', b'"N\x00R"', "line 2: holds NUL"),
    ],
)
def test_a_file_of_another_form_stops_with_what_is_wrong(
    tmp_path: Path, old: bytes, new: bytes, said: str
) -> None:
    with pytest.raises(BadInput, match=said):
        read(changed(tmp_path, old, new))


def test_a_file_that_is_cut_off_stops(tmp_path: Path) -> None:
    path = tmp_path / "cut.csv"
    path.write_bytes(FIXTURE.read_bytes()[:-40])
    with pytest.raises(BadInput, match="cut off"):
        read(path)


def test_a_header_alone_holds_no_rows(tmp_path: Path) -> None:
    path = tmp_path / "header.csv"
    path.write_bytes(FIXTURE.read_bytes().split(b"\n", 1)[0] + b"\n")
    with pytest.raises(BadInput, match="no well-formed row"):
        read(path)
