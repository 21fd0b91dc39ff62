"""The event export of GDELT 2.0."""

from __future__ import annotations

import datetime as dt
import tempfile
import zipfile
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.errors import BadInput, ComityError, UnknownName
from comity.sources.contract import Parsed, SourceFile
from comity.sources.gdelt2 import SOURCE
from comity.sources.gdelt2.parquet import parse_parquet
from comity.sources.gdelt2.parser import coverage
from comity.sources.gdelt2.rows import actor, read_tenths
from comity.vocabulary.actor import DropReason

FIXTURE = Path(__file__).parent / "fixtures" / "gdelt2.export.CSV"
GOOD = FIXTURE.read_bytes().splitlines(keepends=True)[0]


def parse(path: Path) -> list[Parsed]:
    file = SourceFile(path, path.name, "", path.stat().st_size)
    return list(SOURCE.parse(file, options={}))


def acts(chunks: Iterable[Parsed]) -> list[dict[str, object]]:
    tables = [chunk.tables["events"] for chunk in chunks if "events" in chunk.tables]
    found: list[dict[str, object]] = pa.concat_tables(tables).to_pylist()
    return found


def counts(chunks: Iterable[Parsed]) -> tuple[int, int, Counter[DropReason], int]:
    records = rejects = rows = 0
    dropped: Counter[DropReason] = Counter()
    for chunk in chunks:
        records += chunk.records
        rejects += len(chunk.rejects)
        dropped += chunk.dropped
        rows += sum(table.num_rows for table in chunk.tables.values())
    return records, rows, dropped, rejects


def test_the_invented_export_gives_the_acts_worked_out_by_hand() -> None:
    found = [
        (a["record_id"], a["source"], a["source_organ"], a["target"], a["target_organ"], a["code"])
        for a in acts(parse(FIXTURE))
    ]
    assert found == [
        ("1", "USA", "government", "TUR", "state", "042"),
        ("2", "EU", "organisation", "GBR", "state", "036"),
        ("3", "RUS", "military", "SYR", "population", "190"),
        ("12", "SVN", "government", "ITA", "state", "043"),
    ]


def test_what_is_dropped_and_rejected_is_counted_with_its_reason() -> None:
    chunks = parse(FIXTURE)
    assert counts(chunks)[2] == {
        DropReason.NO_SOURCE: 1,
        DropReason.UNKNOWN_SOURCE: 1,
        DropReason.PRIVATE_SOURCE: 2,
        DropReason.WITHIN_ONE_STATE: 1,
    }
    assert [(r.line, r.reason) for chunk in chunks for r in chunk.rejects] == [
        (9, "SQLDATE '20191324' is no day as YYYYMMDD"),
        (10, "EventCode '---' is not in the code-book cameo"),
        (11, "GoldsteinScale 'x' is no number from -10 to 10"),
    ]


def test_an_act_keeps_its_own_day_and_the_month_of_its_report() -> None:
    third = acts(parse(FIXTURE))[2]
    assert third["day"] == dt.date(2018, 10, 24)
    assert third["reported_month"] == "2019-10"
    assert third["goldstein_tenths"] == -100


def test_only_the_report_day_is_covered() -> None:
    (one,) = [cover for chunk in parse(FIXTURE) for cover in chunk.coverage]
    assert (one.first_day, one.last_day) == (dt.date(2019, 10, 24), dt.date(2019, 10, 24))
    assert (one.part, one.scope) == ("export", "world")


def test_a_gap_between_report_days_is_not_covered() -> None:
    days = {dt.date(2020, 11, 13), dt.date(2020, 11, 14), dt.date(2020, 11, 20)}
    assert [(one.first_day.day, one.last_day.day) for one in coverage("export", days)] == [
        (13, 14),
        (20, 20),
    ]


@pytest.mark.parametrize(
    ("code", "country", "group", "read"),
    [
        ("EUR", "EUR", "EEC", "EUREEC"),
        ("IGOEUREEC", "EUR", "EEC", "IGOEUREEC"),
        ("GOV", "SVN", "", "SVNGOV"),
        ("USAGOV", "USA", "", "USAGOV"),
        ("MUSGOV", "MUS", "", "MUSGOV"),
        ("", "", "", ""),
    ],
)
def test_the_columns_beside_the_code_complete_it(
    code: str, country: str, group: str, read: str
) -> None:
    assert actor(code, country, group) == read


@pytest.mark.parametrize(
    ("text", "tenths"),
    [
        ("-10", -100),
        ("3.4", 34),
        ("0", 0),
        ("10.1", None),
        ("", None),
        ("nan", None),
        ("1e1", None),
    ],
)
def test_a_score_is_an_integer_of_tenths(text: str, tenths: int | None) -> None:
    assert read_tenths(text) == tenths


def test_a_zip_gives_the_same_acts(tmp_path: Path) -> None:
    path = tmp_path / "20191024143000.export.CSV.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.write(FIXTURE, "20191024143000.export.CSV")
    assert acts(parse(path)) == acts(parse(FIXTURE))
    assert SOURCE.recognises(path.name, path.read_bytes())


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "is empty"),
        (b"\t".join([b"1"] * 58) + b"\n", "58 fields; 61 were expected"),
        (b"\t".join([b"1"] * 16) + b"\n", "16 fields; 61 expected"),
        (GOOD + GOOD[:90], "line 2: cut off"),
        (GOOD + GOOD[:-5], "line 2: cut off"),
        (GOOD.decode().encode("utf-16"), "NUL"),
    ],
)
def test_a_bad_file_is_named_with_its_line(tmp_path: Path, data: bytes, message: str) -> None:
    path = tmp_path / "bad.export.CSV"
    path.write_bytes(data)
    with pytest.raises(BadInput, match=message):
        parse(path)


def test_a_file_of_the_older_version_is_called_so(tmp_path: Path) -> None:
    path = tmp_path / "20130401.export.CSV"
    path.write_bytes(b"\t".join([b"1"] * 57) + b"\n")
    with pytest.raises(BadInput) as caught:
        parse(path)
    assert "GDELT 1.0" in caught.value.hint


def test_an_export_is_recognised_by_its_first_line() -> None:
    assert SOURCE.recognises("x", FIXTURE.read_bytes())
    assert not SOURCE.recognises("x", b"\t".join([b"1"] * 58))


_FIELD = st.sampled_from([0, 1, 5, 15, 26, 30, 59])
_VALUE = st.sampled_from(["", "USA", "RUSMIL", "kur", "20200101", "042", "-3.4", "\x1f", "x"])


def law(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "any.export.CSV"
        path.write_bytes(data)
        try:
            chunks = parse(path)
        except ComityError:
            return
    records, rows, dropped, rejects = counts(chunks)
    assert records == rows + dropped.total() + rejects
    assert records == len(data.split(b"\n")) - data.endswith(b"\n")


@given(st.lists(st.lists(st.tuples(_FIELD, _VALUE), max_size=4), min_size=1, max_size=8))
def test_records_are_acts_dropped_and_rejects(changes: list[list[tuple[int, str]]]) -> None:
    lines = []
    for changed in changes:
        cells = GOOD.decode().rstrip("\n").split("\t")
        for where, value in changed:
            cells[where] = value
        lines.append("\t".join(cells) + "\n")
    law("".join(lines).encode())


@given(st.binary(max_size=300))
def test_arbitrary_bytes_end_in_nothing_but_our_own_errors(data: bytes) -> None:
    law(data)


def test_an_unlisted_or_broken_file_of_the_mirror_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnknownName):
        list(parse_parquet(FIXTURE, "gdelt"))
    with pytest.raises(BadInput, match="not the tidied GDELT file"):
        list(parse_parquet(FIXTURE, "gdelt2_samples_2019_2020"))


def test_the_raw_export_and_its_tidied_copy_give_the_same_acts(mirror: Path) -> None:
    raw = parse(mirror / "events" / "raw" / "gdelt2_20191024143000.export.CSV")
    name = "gdelt2_samples_2019_2020"
    tidied = list(parse_parquet(mirror / "events" / f"{name}.parquet", name))
    total, rows, dropped, rejects = counts(raw)
    assert (total, rows, rejects) == (2_111, 404, 0)
    assert total == rows + dropped.total() + rejects
    assert counts(tidied)[0] == 11_465
    keys = {(a["record_id"], a["act_key"], a["source"], a["target"]) for a in acts(raw)}
    whole = [a for a in acts(tidied) if a["part"] == "export"]
    assert {(a["record_id"], a["act_key"], a["source"], a["target"]) for a in whole} == keys
    covered = [cover for chunk in tidied for cover in chunk.coverage]
    assert [(one.part, one.first_day) for one in covered] == [("export", dt.date(2019, 10, 24))]
