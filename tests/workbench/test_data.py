"""`data`: what is in the lake, on what terms, since which version."""

from __future__ import annotations

from pathlib import Path

import pytest

import comity
from comity.errors import BadValue, LakeVersionDropped
from comity.workbench.session import Session

COLUMNS = [
    *("dataset", "table", "rows", "first_day", "last_day", "parts", "title", "publisher"),
    *("licence", "citation", "url", "last_ingest"),
]
DEFAULT = {
    ("agreements", "agreements"),
    ("agtpa", "dyad_facts"),
    ("alliances", "dyad_facts"),
    ("gapminder", "state_facts"),
    ("geography", "dyad_facts"),
    ("icews", "counts"),
    ("icews", "events"),
    ("icews", "volumes"),
    ("memberships", "memberships"),
    ("passport_index", "dyad_facts"),
    ("tradhist", "dyad_facts"),
    ("un_votes", "roll_calls"),
    ("un_votes", "votes"),
}


def test_each_dataset_says_its_terms_its_coverage_and_its_rows(lake: Session) -> None:
    found = lake.data()
    assert found.table.column_names == COLUMNS
    rows = found.table.to_pylist()
    assert {(row["dataset"], row["table"]) for row in rows} == DEFAULT
    for row in rows:
        assert all(row[name] for name in COLUMNS), row
        assert row["first_day"] < row["last_day"], row
    assert found.text == f"{len(DEFAULT)} tables of datasets in {lake.home}, lake version 1."
    assert len(found.to_pandas()) == found.to_polars().height == len(DEFAULT)


def test_each_ingest_is_a_lake_version_and_the_old_ones_stay(
    own_lake: Session, fixtures: Path
) -> None:
    own_lake.ingest("gdelt", str(fixtures / "gdelt2.export.CSV"))
    versions = own_lake.data(versions=True)
    assert versions.table["lake_version"].to_pylist() in ([1, 2], [2, 1])
    assert versions.text.startswith("2 lake versions")
    assert "gdelt2" in own_lake.data().table["dataset"].to_pylist()
    older = comity.open(own_lake.home, as_of=1).data()
    assert older.lake_version == 1
    assert "gdelt2" not in older.table["dataset"].to_pylist()


def test_a_version_that_is_not_kept_is_told(lake: Session) -> None:
    for version in (0, 2, -1):
        with pytest.raises(LakeVersionDropped, match="Only version 1 is"):
            comity.open(lake.home, as_of=version).data()


def test_a_verb_has_no_unknown_options(lake: Session) -> None:
    with pytest.raises(BadValue, match="versions"):
        lake.data(version=True)
