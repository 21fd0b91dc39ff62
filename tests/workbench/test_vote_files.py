"""A user's own votes and roll calls: what is read, and what is refused with its reason."""

from __future__ import annotations

import datetime as dt
import io

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from comity.errors import BadInput
from comity.workbench.vote_files import roll_calls_of, votes_of


def parquet(**columns: list[object]) -> bytes:
    file = io.BytesIO()
    pq.write_table(pa.table(columns), file)
    return file.getvalue()


def test_votes_are_read_from_csv_and_parquet_alike() -> None:
    as_csv = votes_of(b"rcid,iso3,vote\n3,ARG,1\n3,AUS,8\n", "votes")
    as_parquet = votes_of(parquet(rcid=[3, 3], iso3=["ARG", "AUS"], vote=[1, 8]), "votes")
    assert as_csv.to_pylist() == as_parquet.to_pylist()
    assert as_csv.to_pylist()[0] == {"rcid": 3, "state": "ARG", "vote": 1}


def test_roll_calls_need_three_columns_and_take_more() -> None:
    content = parquet(
        rcid=[7, 9],
        date=["1999-11-03", "2000-11-02"],
        session=[54, 55],
        hr=[True, False],
        para=["0", "1"],
        descr=["Situation of human rights in the islands"] * 2,
    )
    found = roll_calls_of(content, "roll calls").to_pylist()
    assert [row["day"] for row in found] == [dt.date(1999, 11, 3), dt.date(2000, 11, 2)]
    assert [row["part"] for row in found] == [False, True]
    # A vote on a paragraph is not the same as one on the whole, whatever the text.
    assert [row["same_as"] for row in found] == [None, None]


def test_a_resolution_with_the_same_title_the_year_after_is_the_same() -> None:
    title = "Question of the Comorian island of Mayotte"
    content = parquet(
        rcid=[7, 9], date=["1989-10-18", "1990-11-01"], session=[44, 45], descr=[title] * 2
    )
    assert [row["same_as"] for row in roll_calls_of(content, "r").to_pylist()] == [None, 7]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"rcid,iso3\n3,ARG\n", "no column vote"),
        (b"rcid,iso3,vote\nthree,ARG,1\n", "rcid holds what is no whole number"),
        (b"PAR1 and nothing more", "neither CSV nor Parquet"),
    ],
)
def test_a_file_that_is_none_of_votes_is_refused(content: bytes, told: str) -> None:
    with pytest.raises(BadInput, match=told):
        votes_of(content, "votes")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"rcid,session\n3,1\n", "no column date"),
        (b"rcid,date,session\n3,yesterday,1\n", "date holds what is no day"),
        (b"rcid,date,session\n3,1946-01-01,1\n3,1946-01-02,1\n", "lists roll call 3 twice"),
    ],
)
def test_a_file_that_is_none_of_roll_calls_is_refused(content: bytes, told: str) -> None:
    with pytest.raises(BadInput, match=told):
        roll_calls_of(content, "roll calls")
