"""KEDS and TABARI files, of WEIS and of CAMEO."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.errors import BadInput, BadValue, ComityError, UnknownName
from comity.sources.contract import Parsed, SourceFile
from comity.sources.keds import SOURCE
from comity.sources.keds.parquet import FILES, parse_parquet
from comity.sources.keds.parser import read_day
from comity.vocabulary.actor import DropReason

FIXTURES = Path(__file__).parent / "fixtures"


def source_file(path: Path) -> SourceFile:
    return SourceFile(path, path.name, "", path.stat().st_size)


def parse(path: Path, **options: str) -> list[Parsed]:
    return list(SOURCE.parse(source_file(path), options=options))


def write(folder: Path, *lines: str, name: str = "some.keds") -> Path:
    path = folder / name
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


def acts(chunks: Iterable[Parsed]) -> list[dict[str, object]]:
    tables = [chunk.tables["events"] for chunk in chunks if "events" in chunk.tables]
    found: list[dict[str, object]] = pa.concat_tables(tables).to_pylist() if tables else []
    return found


def counts(chunks: Iterable[Parsed]) -> tuple[int, int, Counter[DropReason], int]:
    records = rejects = rows = 0
    dropped: Counter[DropReason] = Counter()
    for chunk in chunks:
        records += chunk.records
        rejects += len(chunk.rejects)
        dropped += chunk.dropped
        rows += chunk.tables["events"].num_rows if "events" in chunk.tables else 0
    return records, rows, dropped, rejects


def test_the_invented_weis_file_gives_the_acts_worked_out_by_hand() -> None:
    chunks = parse(FIXTURES / "keds_weis.keds")
    found = [(str(a["day"]), a["source"], a["target"], a["code"]) for a in acts(chunks)]
    assert found == [
        ("1995-01-01", "USA", "RUS", "032"),
        ("1995-01-01", "RUS", "USA", "033"),
        ("1995-01-02", "SCG", "BIH", "173"),
        ("1995-01-02", "X-RSB", "BIH", "223"),
        ("1995-01-03", "UN", "HRV", "102"),
        ("2003-01-07", "USA", "HRV", "031"),
    ]
    assert counts(chunks)[2] == {
        DropReason.PLACE: 1,
        DropReason.PRIVATE_SOURCE: 1,
        DropReason.WITHIN_ONE_STATE: 1,
        DropReason.UNKNOWN_SOURCE: 1,
    }
    rejects = [reject for chunk in chunks for reject in chunk.rejects]
    assert [(r.line, r.reason) for r in rejects] == [
        (10, "'950132' is no day as yymmdd or yyyymmdd"),
        (11, "code '0841]' is not in the code-book weis"),
    ]


def test_an_act_has_the_score_of_the_code_book_and_a_key_for_its_record() -> None:
    first = acts(parse(FIXTURES / "keds_weis.keds"))[0]
    assert first["goldstein_tenths"] == 19
    assert first["scheme"] == "weis"
    assert int(str(first["record_id"]), 16) == int(str(first["act_key"])) % 2**64
    assert first["reported_month"] == "1995-01"


def test_the_dataset_is_named_after_the_file_or_by_the_option() -> None:
    assert parse(FIXTURES / "keds_weis.keds")[0].dataset == "keds_weis"
    assert parse(FIXTURES / "keds_weis.keds", dataset="keds_balkans")[0].dataset == "keds_balkans"


def test_the_coverage_is_the_span_of_days_and_the_parties_of_a_fifth_of_the_acts() -> None:
    (one,) = [cover for chunk in parse(FIXTURES / "keds_weis.keds") for cover in chunk.coverage]
    assert (one.first_day, one.last_day) == (dt.date(1995, 1, 1), dt.date(2003, 1, 7))
    assert (one.scope, one.actors) == ("either", ("BIH", "HRV", "RUS", "USA"))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("950101", dt.date(1995, 1, 1)),
        ("400101", dt.date(1940, 1, 1)),
        ("391231", dt.date(2039, 12, 31)),
        ("20110228", dt.date(2011, 2, 28)),
        ("950230", None),
        ("9501", None),
        ("٩٥٠١٠١", None),
    ],
)
def test_two_digit_years_from_forty_on_are_of_the_last_century(
    text: str, day: dt.date | None
) -> None:
    assert read_day(text) == day


def test_four_digit_codes_speak_for_cameo(tmp_path: Path) -> None:
    path = write(tmp_path, "20050101\tUSA\tRUS\t0311", "20050102\tUSA\tRUS\t042")
    assert {a["scheme"] for a in acts(parse(path))} == {"cameo"}


def test_labels_speak_for_weis_where_the_codes_do_not(tmp_path: Path) -> None:
    path = write(tmp_path, "950101\tUSA\tRUS\t032\t(VISIT)")
    assert acts(parse(path))[0]["scheme"] == "weis"


def test_a_file_that_says_neither_asks_for_the_option(tmp_path: Path) -> None:
    path = write(tmp_path, "950101\tUSA\tRUS\t042", "950102\tUSA\tRUS\t111")
    with pytest.raises(BadValue, match="WEIS or of CAMEO") as caught:
        parse(path)
    assert "scheme=weis" in caught.value.next_step
    assert acts(parse(path, scheme="cameo"))[0]["scheme"] == "cameo"
    assert acts(parse(path, scheme="WEIS"))[0]["scheme"] == "weis"


def test_a_wrong_option_is_named(tmp_path: Path) -> None:
    path = write(tmp_path, "950101\tUSA\tRUS\t042")
    with pytest.raises(BadValue, match="'plover' is no scheme"):
        parse(path, scheme="plover")
    with pytest.raises(BadValue, match="no option 'shceme'"):
        parse(path, shceme="weis")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "is empty"),
        ("950101\tUSA\tRUS\t223\n".encode("utf-16"), "NUL"),
        (b"950101\tUSA\tRUS\t223\n9501", "line 2: cut off"),
        (b"a,b,c\n1,2,3\n", "line 1: 1 fields; 4 or 5 or 6 expected"),
    ],
)
def test_a_bad_file_is_named_with_its_line(tmp_path: Path, data: bytes, message: str) -> None:
    path = tmp_path / "bad.keds"
    path.write_bytes(data)
    with pytest.raises(BadInput, match=message):
        parse(path)


def test_a_file_is_recognised_by_its_first_lines() -> None:
    head = (FIXTURES / "keds_weis.keds").read_bytes()
    assert SOURCE.recognises("x", head)
    assert not SOURCE.recognises("x", (FIXTURES / "gdelt2.export.CSV").read_bytes())
    assert not SOURCE.recognises("x", b"")


_LINE = st.tuples(
    st.sampled_from(["950101", "20010101", "951301", "x"]),
    st.sampled_from(["USA", "RUSGOV", "NGO", "", "EUR", "QQQ"]),
    st.sampled_from(["RUS", "USAMIL", "PAL", "---"]),
    st.sampled_from(["223", "032", "0311", "999", ""]),
).map(lambda cells: "\t".join(cells).encode())


def law(data: bytes, options: Mapping[str, str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "any.keds"
        path.write_bytes(data)
        try:
            chunks = parse(path, **options)
        except ComityError:
            return
    records, rows, dropped, rejects = counts(chunks)
    assert records == rows + dropped.total() + rejects
    assert records == len(data.split(b"\n")) - data.endswith(b"\n")


@given(st.lists(_LINE, min_size=1, max_size=12).map(b"\n".join), st.booleans())
def test_records_are_acts_dropped_and_rejects(data: bytes, named: bool) -> None:
    law(data, {"scheme": "weis"} if named else {})


@given(st.binary(max_size=200))
def test_arbitrary_bytes_end_in_nothing_but_our_own_errors(data: bytes) -> None:
    law(data, {"scheme": "weis"})


def test_an_unlisted_file_of_the_mirror_is_unknown(tmp_path: Path) -> None:
    with pytest.raises(UnknownName, match="keds_levant"):
        list(parse_parquet(tmp_path / "x", "keds_levant"))


def test_a_file_that_is_no_parquet_is_named(tmp_path: Path) -> None:
    path = write(tmp_path, "x")
    with pytest.raises(BadInput, match="not a tidied KEDS file"):
        list(parse_parquet(path, "keds_gulf_1979_1999"))


def test_the_invented_actors_of_the_demo_file_are_unknown(mirror: Path) -> None:
    chunks = parse(mirror / "events" / "raw" / "keds_tabari_demo.keds")
    records, rows, dropped, rejects = counts(chunks)
    assert (records, rows, rejects) == (77, 0, 5)
    assert dropped[DropReason.UNKNOWN_SOURCE] == 59


@pytest.mark.parametrize(
    ("name", "records", "kept", "rejected"),
    [
        ("keds_levant_cameo_1979_2011", 145_709, 92_403, 1),
        ("keds_turkey_cameo_1992_2006", 29_029, 18_304, 9),
        ("keds_casia_weis_1989_1999", 8_377, 5_964, 0),
        ("keds_balkans_weis_1989_2003", 72_953, 47_924, 0),
        ("keds_gulf_1979_1999", 54_466, 48_559, 0),
    ],
)
def test_the_mirror_files_lose_no_record(
    mirror: Path, name: str, records: int, kept: int, rejected: int
) -> None:
    chunks = list(parse_parquet(mirror / "events" / f"{name}.parquet", name))
    total, rows, dropped, rejects = counts(chunks)
    assert total == records == rows + dropped.total() + rejects
    # The dates of states and authorities, which other tables hold, move a few acts.
    assert rows == pytest.approx(kept, rel=0.01)
    assert rejects == rejected
    assert {chunk.dataset for chunk in chunks} == {FILES[name][0]}
    known = rows / (total - dropped[DropReason.WITHIN_ONE_STATE])
    unknown = dropped[DropReason.UNKNOWN_SOURCE] + dropped[DropReason.UNKNOWN_TARGET]
    assert known > 0.6
    assert unknown < 0.01 * total


def test_the_volume_of_a_day_holds_the_dropped_records_too() -> None:
    chunks = parse(FIXTURES / "keds_weis.keds")
    (table,) = (c.tables["volumes"] for c in chunks if "volumes" in c.tables)
    days = {row["slot"]: row["records"] for row in table.to_pylist()}
    assert days["1995-01-03"] == 3
    assert sum(days.values()) == counts(chunks)[0] - counts(chunks)[3]
