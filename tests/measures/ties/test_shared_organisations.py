"""Shared organisations against the published state-years, counted by another way.

The dyadic file of the Correlates of War project has 1 for an organisation of which both states are
full members (status 1), 0 where one is an associate (2), an observer (3) or no member, and a code
below 0 where a status is missing or the organisation did not exist; the number of joint memberships
is the number of its 1s (Pevehouse, Nordstrom, McManus and Jamison 2020, codebook of version 3.0).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np
import pytest

from comity.measures.ties import layer, ties
from comity.sources.contract import Parsed, SourceDescription, SourceFile
from comity.sources.cow_igo.source import parse_tidied
from comity.sources.state_codes import in_year, iso_of_cow
from comity.store.ingest import ingest_file, source_file
from comity.store.lake import Lake
from comity.store.query import Reading, reading

# The first and last years, those in which states took others' seats, and some between.
YEARS = (1816, 1875, 1919, 1938, 1946, 1958, 1965, 1973, 1990, 1991, 1992, 1993, 2000, 2006, 2014)
JOINT = """
WITH full_members AS (SELECT igo, ccode FROM file WHERE year = ? AND status = 1)
SELECT own.ccode AS one, other.ccode AS other, count(*) AS joint
FROM full_members AS own JOIN full_members AS other ON own.igo = other.igo
WHERE own.ccode <> other.ccode GROUP BY ALL
"""


@dataclass(frozen=True)
class Tidied:
    """The source, reading the tidied file of the mirror."""

    @property
    def description(self) -> SourceDescription:
        made = ["Correlates of War"] * 5
        return SourceDescription("cow_igo", *made, kind="memberships", parser_version="1")

    def recognises(self, name: str, head: bytes) -> bool:
        return False

    def parse(self, file: SourceFile, *, options: object) -> Iterator[Parsed]:
        yield from parse_tidied(file.path, file.name)


@pytest.fixture(scope="module")
def published(mirror: Path) -> Path:
    return mirror / "structure" / "cow_igo_membership_v3.parquet"


@pytest.fixture(scope="module")
def held(published: Path, tmp_path_factory: pytest.TempPathFactory) -> Reading:
    lake = Lake(tmp_path_factory.mktemp("igo") / "lake")
    ingest_file(lake, Tidied(), source_file(published))
    return reading(lake.home)


@pytest.fixture(scope="module")
def file(published: Path) -> duckdb.DuckDBPyConnection:
    base = duckdb.connect(":memory:")
    base.execute(f"CREATE TABLE file AS SELECT * FROM read_parquet('{published}')")
    return base


@pytest.mark.parametrize("year", YEARS)
def test_joint_memberships_are_those_of_the_dyadic_file(
    held: Reading, file: duckdb.DuckDBPyConnection, year: int
) -> None:
    found = layer(held, "organisations", year)
    assert found is not None
    place = {state: number for number, state in enumerate(found.states)}
    expected = np.zeros_like(found.weights)
    for one, other, joint in file.execute(JOINT, [year]).fetchall():
        codes = [in_year(iso_of_cow, number, year) for number in (one, other)]
        # States that ended without a code of ours (Bavaria, Zanzibar) are in no layer.
        if all(code is not None for code in codes):
            expected[place[str(codes[0])], place[str(codes[1])]] = joint
    np.testing.assert_array_equal(found.weights, expected)


def test_an_associate_or_observer_shares_nothing(
    held: Reading, file: duckdb.DuckDBPyConnection
) -> None:
    # 2010: Turkey (640) and Ukraine (369) count only where both are full members.
    both = "SELECT count(*) FROM file AS a JOIN file AS b USING (igo, year) WHERE a.ccode = 640 " \
           "AND b.ccode = 369 AND year = 2010"  # fmt: skip
    every = file.execute(both).fetchall()[0][0]
    full = file.execute(f"{both} AND a.status = 1 AND b.status = 1").fetchall()[0][0]
    asked = {"first_year": 2010, "last_year": 2010, "names": ["organisations"]}
    assert ties(held, "TUR", ["UKR"], **asked).rows[0].value == full
    assert full < every
