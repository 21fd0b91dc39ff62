"""The event files of GDELT 1.0 and 2.0."""

from __future__ import annotations

import datetime as dt
import tempfile
import zipfile
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import duckdb
import narwhals as nw
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.errors import BadInput, ComityError, UnknownName
from comity.sources.act_keys import act_key
from comity.sources.cameo_actors.acts import reader
from comity.sources.contract import Parsed, Reject, SourceFile
from comity.sources.gdelt import SOURCE
from comity.sources.gdelt.actors import PROJECTS, actor, meanings
from comity.sources.gdelt.fields import read_count, read_stamp, read_tenths
from comity.sources.gdelt.parquet import parse_parquet
from comity.sources.gdelt.volumes import coverage
from comity.sources.normalise import normalise
from comity.vocabulary.actor import ActingParty

FIXTURES = Path(__file__).parent / "fixtures"
FIXTURE = FIXTURES / "gdelt2.export.CSV"
OLDER = FIXTURES / "gdelt1_synthetic.tsv"
GOOD = FIXTURE.read_bytes().splitlines(keepends=True)[0]
RAW = Path("events") / "raw"

Row = dict[str, object]


def parse(path: Path, name: str = "") -> list[Parsed]:
    file = SourceFile(path, name or path.name, "", path.stat().st_size)
    return list(SOURCE.parse(file, options={}))


def normalised(chunks: Iterable[Parsed]) -> list[Row]:
    """Every record as the store reads it, with the reason where it is no act."""
    rows: list[Row] = []
    for chunk in chunks:
        if "records" in chunk.tables:
            with duckdb.connect(":memory:") as base:
                for name in ("records", "parties"):
                    base.register(name, chunk.tables[name])
                frames = (nw.from_native(base.table(name)) for name in ("records", "parties"))
                rows += normalise(*frames).collect("pyarrow").to_native().to_pylist()
    return sorted(rows, key=lambda row: int(str(row["line"])))


def acts(chunks: Iterable[Parsed]) -> list[Row]:
    return [row for row in normalised(chunks) if row["dropped"] is None]


def dropped(chunks: Iterable[Parsed]) -> Counter[object]:
    return Counter(row["dropped"] for row in normalised(chunks) if row["dropped"] is not None)


def rejects(chunks: Iterable[Parsed]) -> list[Reject]:
    return [reject for chunk in chunks for reject in chunk.rejects]


def volumes(chunks: Iterable[Parsed]) -> list[tuple[object, ...]]:
    tables = [chunk.tables["volumes"] for chunk in chunks if "volumes" in chunk.tables]
    return [tuple(row.values()) for table in tables for row in table.to_pylist()]


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
    assert dropped(chunks) == {
        "no source": 1,
        "source code or name is not known": 1,
        "source is no organ of a state or organisation": 2,
        "both sides are of one state": 1,
    }
    assert [(reject.line, reject.reason) for reject in rejects(chunks)] == [
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
    found = coverage("gdelt2", "export", days)
    assert [(one.first_day.day, one.last_day.day) for one in found] == [(13, 14), (20, 20)]


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
        (b"\t".join([b"1"] * 20) + b"\n", "20 fields; 57 or 58 or 61 expected"),
        (b"\t".join([b"1"] * 16) + b"\n", "line 1: 16 fields; 57 or 58 fields"),
        (GOOD * 3 + b"\n\x00\n" + GOOD[:5], "line 6: cut off"),
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


def test_a_mentions_file_is_called_so(tmp_path: Path) -> None:
    path = tmp_path / "20191024143000.mentions.CSV"
    path.write_bytes(b"\t".join([b"1"] * 16) + b"\n")
    with pytest.raises(BadInput) as caught:
        parse(path)
    assert "gdelt_mentions" in caught.value.next_step


def test_an_export_is_recognised_by_its_first_line() -> None:
    assert SOURCE.recognises("x", FIXTURE.read_bytes())
    assert SOURCE.recognises("x", OLDER.read_bytes())
    assert SOURCE.recognises("x", OLDER.read_bytes().split(b"\n", 3)[3])
    assert not SOURCE.recognises("x", b"\t".join([b"1"] * 58))
    assert not SOURCE.recognises("x", (FIXTURES / "gdelt2.mentions.CSV").read_bytes())


def test_reduced_lines_of_the_older_version_are_its_history() -> None:
    found = [
        (a["record_id"], a["part"], a["source"], a["target"], a["reported_month"], a["outlets"])
        for a in acts(parse(OLDER))
    ]
    assert found == [
        ("101", "history", "SUN", "USA", "1982-12", 1),
        ("102", "history", "SUN", "USA", "1982-12", 1),
        ("201", "export", "USA", "TUR", "2016-07", 3),
        ("202", "export", "USA", "TUR", "2016-07", 1),
        ("203", "export", "EU", "GBR", "2016-07", 2),
    ]


def test_a_record_of_the_history_may_have_no_score() -> None:
    assert [a["goldstein_tenths"] for a in acts(parse(OLDER))] == [28, None, 19, 19, 40]


def test_a_repeat_has_the_key_of_the_first_and_that_of_the_codes_as_written() -> None:
    keys = [a["act_key"] for a in acts(parse(OLDER))]
    assert keys[2] == keys[3] == act_key(dt.date(2016, 7, 28), "USAGOV", "TUR", "042")
    assert keys[4] == act_key(dt.date(2015, 7, 29), "EUR", "GBR", "036")


def test_malformed_lines_of_the_older_version_say_what_is_wrong() -> None:
    assert [(reject.line, reject.reason) for reject in rejects(parse(OLDER))] == [
        (7, "GoldsteinScale 'x' is no number from -10 to 10"),
        (8, "NumSources 'many' is no number"),
        (9, "DATEADDED '20160728000000' is no day as YYYYMMDD"),
        (10, "2 fields; 57 or 58 expected"),
    ]


def test_the_volume_counts_every_well_formed_record_by_its_day_and_report() -> None:
    assert volumes(parse(OLDER)) == [
        ("export", dt.date(2015, 7, 29), "20160728", 1),
        ("export", dt.date(2016, 7, 28), "20160728", 2),
        ("history", dt.date(1982, 12, 30), "20130203", 2),
        ("history", dt.date(1982, 12, 31), "20130203", 1),
    ]


def test_the_history_covers_the_days_of_its_acts_and_a_daily_file_that_of_its_reports() -> None:
    covered = [span for chunk in parse(OLDER) for span in chunk.coverage]
    assert [(one.dataset, one.part, one.first_day, one.last_day) for one in covered] == [
        ("gdelt1", "export", dt.date(2016, 7, 28), dt.date(2016, 7, 28)),
        ("gdelt1", "history", dt.date(1982, 12, 30), dt.date(1982, 12, 31)),
    ]


def test_translated_news_are_a_part_of_their_own() -> None:
    chunks = parse(FIXTURE, "20191024143000.translation.export.CSV")
    assert {a["part"] for a in acts(chunks)} == {"translation"}
    assert chunks[-1].coverage[0].part == "translation"


def test_a_code_of_absurd_width_makes_its_line_a_reject(tmp_path: Path) -> None:
    path = tmp_path / "wide.export.CSV"
    cells = GOOD.split(b"\t")
    for where in (0, 5, 17):
        path.write_bytes(GOOD + b"\t".join([*cells[:where], b"1" * 70, *cells[where + 1 :]]))
        (reject,) = rejects(parse(path))
        assert reject.reason.endswith("is longer than 64 bytes")


@pytest.mark.parametrize(
    ("text", "lengths", "day"),
    [
        ("20191024143000", (8, 14), dt.date(2019, 10, 24)),
        ("20191024", (14,), None),
        ("2019102414300x", (14,), None),
        ("20190229", (8,), None),
    ],
)
def test_a_time_of_report_is_read_in_the_lengths_of_its_version(
    text: str, lengths: tuple[int, ...], day: dt.date | None
) -> None:
    assert read_stamp(text, lengths) == day


def test_a_number_of_outlets_is_digits_alone() -> None:
    assert [read_count(text) for text in ("12", "0", "", "-1", "1.5", "9" * 12)] == [
        *(12, 0, None, None, None, None)
    ]


@pytest.mark.parametrize("code", ["RUS", "SRBGOV", "CSK", "kur", "", "IGOEUREEC", "PSEMIL", "XXX"])
def test_what_a_text_means_holds_each_day_once(code: str) -> None:
    rows = meanings(code, "source")
    assert rows[0][2] is None
    assert rows[-1][3] is None
    assert [row[3] for row in rows[:-1]] == [row[2] for row in rows[1:]]
    assert all((row[4] is None) != (row[6] is None) for row in rows)


_FIELD = st.sampled_from([0, 1, 5, 7, 8, 15, 26, 30, 32, 59])
_VALUE = st.sampled_from(
    ["", "USA", "RUSMIL", "kur", "20200101", "042", "-3.4", "\x1f", "x", "7", "é", "GOV", "9" * 80]
)


def law(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "any.export.CSV"
        path.write_bytes(data)
        try:
            chunks = parse(path)
        except ComityError:
            return
    records = sum(chunk.records for chunk in chunks)
    rows = sum(c.tables["records"].num_rows for c in chunks if "records" in c.tables)
    assert records == rows + len(rejects(chunks))
    assert records == len(data.split(b"\n")) - data.endswith(b"\n")
    assert sum(int(str(volume[-1])) for volume in volumes(chunks)) == rows


@settings(deadline=None, max_examples=60)
@given(st.lists(st.lists(st.tuples(_FIELD, _VALUE), max_size=4), min_size=1, max_size=8))
def test_records_are_acts_dropped_and_rejects(changes: list[list[tuple[int, str]]]) -> None:
    lines = []
    for changed in changes:
        cells = GOOD.decode().rstrip("\n").split("\t")
        for where, value in changed:
            cells[where] = value
        lines.append("\t".join(cells) + "\n")
    law("".join(lines).encode())


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_arbitrary_bytes_end_in_nothing_but_our_own_errors(data: bytes) -> None:
    law(data)


def test_an_unlisted_or_broken_file_of_the_mirror_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnknownName):
        list(parse_parquet(FIXTURE, "gdelt"))
    with pytest.raises(BadInput, match="not the tidied GDELT file"):
        list(parse_parquet(FIXTURE, "gdelt2_samples_2019_2020"))


def by_hand(path: Path, added: int) -> tuple[list[tuple[object, ...]], Counter[object]]:
    """The acts and the dropped of a file without malformed lines, line by line."""
    source_of, target_of = reader("source", PROJECTS), reader("target", PROJECTS)
    found: list[tuple[object, ...]] = []
    left: Counter[object] = Counter()
    for line in path.read_text("utf-8").splitlines():
        f = line.split("\t")
        day = dt.datetime.strptime(f[1], "%Y%m%d").date()
        source = source_of(actor(f[5], f[7], f[8]), day)
        target = target_of(actor(f[15], f[17], f[18]), day)
        if not isinstance(source, ActingParty):
            left[source.value] += 1
        elif not isinstance(target, ActingParty):
            left[target.value] += 1
        elif source.code == target.code:
            left["both sides are of one state"] += 1
        else:
            month = f[added] if len(f) > 57 else f[1]
            parties = (source.code, source.organ.value, target.code, target.organ.value)
            key = act_key(day, f[5], f[15], f[26])
            tenths, outlets = round(float(f[30]) * 10), int(f[32])
            reported = f"{month[:4]}-{month[4:6]}"
            found.append((f[0], day, *parties, f[26], tenths, key, outlets, reported))
    return found, left


@pytest.mark.parametrize(
    ("name", "added", "records", "count"),
    [
        ("gdelt2_20191024143000.export.CSV", 59, 2_111, 404),
        ("gdelt1_58col_sample.tsv", 56, 710, 119),
    ],
)
def test_a_published_file_gives_what_reading_it_line_by_line_gives(
    mirror: Path, name: str, added: int, records: int, count: int
) -> None:
    chunks = parse(mirror / RAW / name)
    expected, left = by_hand(mirror / RAW / name, added)
    columns = (
        *("record_id", "day", "source", "source_organ", "target", "target_organ", "code"),
        *("goldstein_tenths", "act_key", "outlets", "reported_month"),
    )
    assert [tuple(a[column] for column in columns) for a in acts(chunks)] == expected
    assert dropped(chunks) == left
    assert len(expected) == count
    assert sum(chunk.records for chunk in chunks) == records == count + left.total()


def test_the_raw_export_and_its_tidied_copy_give_the_same_acts(mirror: Path) -> None:
    raw = acts(parse(mirror / RAW / "gdelt2_20191024143000.export.CSV"))
    name = "gdelt2_samples_2019_2020"
    tidied = list(parse_parquet(mirror / "events" / f"{name}.parquet", name))
    assert sum(chunk.records for chunk in tidied) == 11_465
    keys = {(a["record_id"], a["act_key"], a["source"], a["target"]) for a in raw}
    copied = [a for c in tidied for t in c.tables.values() for a in t.to_pylist()]
    whole = [a for a in copied if a["part"] == "export"]
    assert {(a["record_id"], a["act_key"], a["source"], a["target"]) for a in whole} == keys
    covered = [cover for chunk in tidied for cover in chunk.coverage]
    assert [(one.part, one.first_day) for one in covered] == [("export", dt.date(2019, 10, 24))]
