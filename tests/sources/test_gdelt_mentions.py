"""The mentions of GDELT 2.0: who told of a record, as a number alone."""

from __future__ import annotations

import datetime as dt
import tempfile
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.errors import BadInput
from comity.sources.act_keys import text_key
from comity.sources.contract import Parsed, SourceFile
from comity.sources.gdelt_mentions import SOURCE

FIXTURES = Path(__file__).parent / "fixtures"
FIXTURE = FIXTURES / "gdelt2.mentions.CSV"
GOOD = FIXTURE.read_bytes().splitlines(keepends=True)[0]


def parse(path: Path, name: str = "") -> list[Parsed]:
    file = SourceFile(path, name or path.name, "", path.stat().st_size)
    return list(SOURCE.parse(file, options={}))


def mentions(path: Path) -> list[dict[str, object]]:
    tables = [chunk.tables["mentions"] for chunk in parse(path) if chunk.tables]
    found: list[dict[str, object]] = pa.concat_tables(tables, promote_options="none").to_pylist()
    return found


def number(name: str) -> int:
    key = text_key(name)
    return key - (1 << 64) if key >> 63 else key


def test_a_mention_leads_to_its_record_by_id_and_month_of_report() -> None:
    one, two = number("one.example.org"), number("two.example.org")
    assert [tuple(row.values()) for row in mentions(FIXTURE)] == [
        ("2019-10", "1", one, dt.date(2019, 10, 24)),
        ("2019-10", "1", two, dt.date(2019, 10, 24)),
        ("2019-10", "1", one, dt.date(2019, 11, 1)),
        ("2019-09", "2", two, dt.date(2019, 10, 24)),
    ]


def test_no_name_of_an_outlet_is_kept() -> None:
    for chunk in parse(FIXTURE):
        for table in chunk.tables.values():
            assert "example" not in str(table.to_pydict())


def test_malformed_mentions_say_what_is_wrong() -> None:
    found = [(r.line, r.reason) for chunk in parse(FIXTURE) for r in chunk.rejects]
    assert found == [
        (5, "GLOBALEVENTID 'x' is no number"),
        (6, "EventTimeDate '20191024' is no time as YYYYMMDDHHMMSS"),
        (7, "MentionTimeDate '20191324143000' is no time as YYYYMMDDHHMMSS"),
        (8, "MentionSourceName is empty"),
    ]


def test_the_days_of_the_mentions_are_covered() -> None:
    spans = [
        span for chunk in parse(FIXTURE, "x.translation.mentions.CSV") for span in chunk.coverage
    ]
    assert [(s.dataset, s.table, s.part, s.first_day) for s in spans] == [
        ("gdelt2", "mentions", "translation", dt.date(2019, 10, 24)),
        ("gdelt2", "mentions", "translation", dt.date(2019, 11, 1)),
    ]


def test_it_knows_its_own_files_alone() -> None:
    assert SOURCE.recognises("x", FIXTURE.read_bytes())
    assert SOURCE.recognises("20191024143000.mentions.CSV.zip", b"PK\x03\x04")
    assert not SOURCE.recognises("x", (FIXTURES / "gdelt2.export.CSV").read_bytes())


def test_an_event_file_is_sent_to_its_own_source() -> None:
    with pytest.raises(BadInput) as caught:
        parse(FIXTURES / "gdelt2.export.CSV")
    assert "GDELT 2.0" in caught.value.hint
    assert "comity ingest gdelt " in caught.value.next_step


_VALUE = st.sampled_from(["", "x", "20191024143000", "é", "9" * 200, "\x00"])


@settings(deadline=None, max_examples=50)
@given(st.lists(st.tuples(st.integers(0, 15), _VALUE), max_size=12))
def test_every_line_is_a_mention_or_a_reject(changes: list[tuple[int, str]]) -> None:
    lines = [GOOD.decode()]
    for where, value in changes:
        cells = GOOD.decode().rstrip("\n").split("\t")
        cells[where] = value
        lines.append("\t".join(cells) + "\n")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "any.mentions.CSV"
        path.write_text("".join(lines), "utf-8")
        try:
            chunks = parse(path)
        except BadInput:
            assert "\x00" in lines[1]
            return
    rows = sum(table.num_rows for chunk in chunks for table in chunk.tables.values())
    assert rows + sum(len(chunk.rejects) for chunk in chunks) == len(lines)
    assert sum(chunk.records for chunk in chunks) == len(lines)
