"""What a user's CSV, Parquet or Arrow table is read as, and what is refused with its reason."""

from __future__ import annotations

import io

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from comity.errors import BadInput
from comity.workbench.table_file import table_of

ROWS = [{"date": "2018-01-01", "n": 2}, {"date": "2018-01-02", "n": 3}]


def parquet(table: pa.Table) -> bytes:
    file = io.BytesIO()
    pq.write_table(table, file)
    return file.getvalue()


def test_a_file_is_known_by_its_content_and_not_by_its_name() -> None:
    for content in (b"date,n\n2018-01-01,2\n2018-01-02,3\n", parquet(pa.Table.from_pylist(ROWS))):
        assert table_of(content, "it", texts=["date"]).to_pylist() == ROWS


def test_an_arrow_table_is_taken_as_it_is() -> None:
    table = pa.Table.from_pylist(ROWS)
    assert table_of(table, "it") is table


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_the_separators_of_spreadsheets_are_known(separator: str) -> None:
    content = "date,n\n2018-01-01,2\n2018-01-02,3\n".replace(",", separator)
    assert table_of(content.encode(), "it", texts=["date"]).to_pylist() == ROWS


def test_a_byte_order_mark_and_quoted_names_are_no_part_of_a_name() -> None:
    content = '\ufeff"date","n"\r\n2018-01-01,2\r\n2018-01-02,3\r\n'.encode()
    assert table_of(content, "it", texts=["date"]).to_pylist() == ROWS


def test_a_code_that_looks_like_nothing_stays_a_code() -> None:
    found = table_of(b"source,n\nNA,1\n007,2\n", "it", texts=["source"])
    assert found["source"].to_pylist() == ["NA", "007"]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "empty"),
        (b"  \n", "empty"),
        (b"date,n\n", "no rows"),
        (b"date,n,n\n2018-01-01,1,2\n", "more than one column n"),
        (b"date,n\n2018-01-01,1\n2018-01-02,1,1\n", "neither CSV"),
        (b"date,n\nM\xe9xico,1\n", "neither CSV"),
        ("date,n\n1,2\n".encode("utf-16"), "UTF-16"),
        (b"PAR1 not really", "neither CSV"),
    ],
)
def test_what_is_no_table_is_refused_with_the_reason(content: bytes, told: str) -> None:
    with pytest.raises(BadInput) as raised:
        table_of(content, "it", texts=["date"])
    assert told in str(raised.value)
    assert raised.value.next_step
