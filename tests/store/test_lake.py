"""Opening the lake: the version asked for, or a clear error, never a guess."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest

from comity.errors import LakeDamaged, LakeError, LakeVersionDropped
from comity.store.lake import Lake
from comity.store.query import reading

VISIT = "r1 2020-05-01 KAZ RUS 042"
AID = "r2 2020-06-02 RUS KAZ 070"


def test_each_version_shows_what_the_lake_held_then(desk):
    desk.ingest([VISIT])
    desk.ingest([AID], name="more.txt")

    assert [v.number for v in desk.lake.versions()] == [1, 2]
    assert desk.rows("SELECT count(*) FROM events", as_of=1) == [(1,)]
    assert desk.rows("SELECT count(*) FROM events") == [(2,)]


@pytest.mark.parametrize("number", [0, 3, -1])
def test_a_version_that_is_not_kept_is_told_with_those_that_are(desk, number):
    desk.ingest([VISIT])
    desk.ingest([AID], name="more.txt")

    with pytest.raises(LakeVersionDropped) as error:
        reading(desk.lake.home, number)

    assert error.value.hint == "Versions 1 to 2 are."
    assert "comity data --versions" in error.value.next_step


def test_a_folder_without_a_lake_says_how_to_make_one(tmp_path):
    with pytest.raises(LakeError, match="There is no lake") as error:
        Lake(tmp_path / "nowhere").version()
    assert "comity ingest default" in error.value.next_step


def test_a_missing_parquet_file_is_damage_and_is_named(desk):
    desk.ingest([VISIT])
    (file,) = desk.lake.files("events", desk.lake.version())
    Path(file).unlink()

    with pytest.raises(LakeDamaged, match="1 of 1 files of the table events") as error:
        desk.rows("SELECT * FROM events")
    assert file in error.value.hint


def test_an_overwritten_parquet_file_is_damage(desk):
    desk.ingest([VISIT])
    (file,) = desk.lake.files("events", desk.lake.version())
    Path(file).write_bytes(b"not Parquet")

    with pytest.raises(LakeDamaged, match="Files of the table events can't be read"):
        desk.rows("SELECT * FROM events")


def test_a_missing_table_is_damage(desk):
    desk.ingest([VISIT])
    shutil.rmtree(desk.lake.table_path("events") / "_delta_log")

    with pytest.raises(LakeDamaged, match="The table events"):
        desk.rows("SELECT * FROM events")


def test_a_broken_manifest_is_damage_not_an_empty_lake(desk):
    desk.ingest([VISIT])
    for file in (desk.lake.home / "manifest").glob("*.parquet"):
        file.unlink()

    with pytest.raises(LakeDamaged, match="list of versions"):
        desk.lake.exists()


def test_a_failed_query_shows_its_text(desk):
    desk.ingest([VISIT])
    with pytest.raises(LakeError) as error:
        reading(desk.lake.home).query("SELECT nothing FROM events")
    assert error.value.hint == "SELECT nothing FROM events"


def test_records_supersede_counts_of_the_same_dataset_and_days_only(desk, counts_source, made_up):
    import datetime as dt

    from comity.sources.contract import Coverage

    for day, n in ((1, 5), (2, 7)):
        desk.ingest([str(n)], f"{n}.txt", source=counts_source(dt.date(2020, 5, day), n))
    elsewhere = counts_source(dt.date(2020, 5, 1), 11, dataset="elsewhere")
    desk.ingest(["11"], "11.txt", source=elsewhere)
    acts = "SELECT dataset, sum(n) FROM acts GROUP BY 1 ORDER BY 1"
    assert _rows(desk, acts) == [("elsewhere", 11), ("synthetic", 12)]

    first = Coverage("synthetic", "files", dt.date(2020, 5, 1), dt.date(2020, 5, 1))
    desk.ingest([VISIT], source=made_up(coverage=(first,)))

    assert _rows(desk, acts) == [("elsewhere", 11), ("synthetic", 8)]
    assert _rows(desk, "SELECT count(*) FROM counts") == [(3,)]


def _rows(desk, sql):
    return [tuple(row.values()) for row in reading(desk.lake.home).query(sql).to_pylist()]


def test_a_moment_before_the_first_version_is_told_as_it_was_asked(desk):
    desk.ingest(["r1 2020-05-01 KAZ RUS 042"])
    day = dt.datetime.combine(dt.date(1999, 1, 1), dt.time.max, dt.UTC)
    with pytest.raises(LakeVersionDropped, match=r"kept from 1999-01-01 or before\.") as caught:
        desk.lake.version_at(day)
    first = desk.lake.version(1).committed_at
    assert (
        caught.value.hint == f"Only version 1 is. The oldest is of {first:%Y-%m-%d %H:%M:%S} UTC."
    )
    with pytest.raises(LakeVersionDropped, match="from 1999-01-01 10:30:00 UTC or before"):
        desk.lake.version_at(dt.datetime.fromisoformat("1999-01-01T12:30:00.5+02:00"))
