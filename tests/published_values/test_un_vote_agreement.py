"""The record of votes against figures and a release published elsewhere."""

from __future__ import annotations

import datetime as dt
import hashlib
from importlib import resources
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest

from comity.measures.vote_agreement import vote_agreement
from comity.sources.contract import SourceFile
from comity.sources.un_votes import SOURCE


@pytest.fixture(scope="module")
def embedded() -> tuple[pa.Table, pa.Table]:
    path = Path(str(resources.files("comity.data"))) / "votes" / "roll_calls.parquet"
    data = path.read_bytes()
    file = SourceFile(path, path.name, hashlib.sha256(data).hexdigest(), len(data))
    votes, roll_calls = SOURCE.parse(file, options={})
    return votes.tables["votes"], roll_calls.tables["roll_calls"]


@pytest.mark.parametrize(
    ("day", "yes_abstain_no"),
    [
        (dt.date(2012, 11, 29), (138, 41, 9)),  # 67/19, status of Palestine
        (dt.date(2014, 3, 27), (100, 58, 11)),  # 68/262, territorial integrity of Ukraine
    ],
)
def test_the_sums_are_those_of_the_assemblys_own_records(
    embedded: tuple[pa.Table, pa.Table], day: dt.date, yes_abstain_no: tuple[int, int, int]
) -> None:
    assert _sums(embedded, day) == yes_abstain_no


def _sums(embedded: tuple[pa.Table, pa.Table], day: dt.date) -> tuple[int, ...]:
    """Yes, abstain and no of the one roll call of a day."""
    votes, roll_calls = embedded
    days = dict(zip(roll_calls["rcid"].to_pylist(), roll_calls["day"].to_pylist(), strict=True))
    (rcid,) = [number for number, held in days.items() if held == day]
    pairs = zip(votes["rcid"].to_pylist(), votes["vote"].to_pylist(), strict=True)
    cast = [vote for number, vote in pairs if number == rcid]
    return tuple(cast.count(kind) for kind in (1, 2, 3))


PAIRS = [("UKR", "RUS"), ("BLR", "RUS"), ("USA", "ISR"), ("DEU", "FRA"), ("IND", "CHN")]

# Agreement by year straight from the older release as the R package unvotes packages it, with its
# own country codes and nothing of comity's parser or measure.
BY_HAND = """
WITH own AS (SELECT rcid, vote FROM read_parquet($votes) WHERE country_code = $one),
     other AS (SELECT rcid, vote FROM read_parquet($votes) WHERE country_code = $two)
SELECT year(CAST(date AS DATE)) AS year, count(*) AS n,
       sum(2 - abs(own.vote - other.vote)) / (2.0 * count(*)) AS agreement,
       sum(CAST(own.vote = other.vote AS INT)) / (1.0 * count(*)) AS identical
FROM own JOIN other USING (rcid) JOIN read_parquet($roll_calls) USING (rcid)
WHERE CAST(date AS DATE) >= DATE '1992-01-01'
GROUP BY 1 ORDER BY 1
"""
ALPHA2 = {
    "UKR": "UA", "RUS": "RU", "BLR": "BY", "USA": "US", "ISR": "IL", "DEU": "DE", "FRA": "FR",
    "IND": "IN", "CHN": "CN",
}  # fmt: skip


@pytest.mark.parametrize(("state", "pole"), PAIRS)
def test_agreement_equals_that_of_the_release_packaged_by_unvotes(
    embedded: tuple[pa.Table, pa.Table], mirror: Path, state: str, pole: str
) -> None:
    folder = mirror / "structure"
    names = {
        "votes": str(folder / "un_votes_dgrtwo_s1_74.parquet"),
        "roll_calls": str(folder / "un_rollcalls.parquet"),
        "one": ALPHA2[state],
        "two": ALPHA2[pole],
    }
    theirs = duckdb.connect().execute(BY_HAND, names).fetchall()
    ours = [
        (item.period, item.roll_calls, item.agreement, item.identical)
        for item in vote_agreement(*embedded, state=state, pole=pole).periods
        if 1992 <= item.period <= theirs[-1][0] and item.period < 2020
    ]
    theirs = [row for row in theirs if row[0] < 2020]
    assert len(ours) == len(theirs) >= 27
    for mine, published in zip(ours, theirs, strict=True):
        assert mine[:2] == published[:2]
        assert mine[2:] == pytest.approx(published[2:], abs=1e-12)
