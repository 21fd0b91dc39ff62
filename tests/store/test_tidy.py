"""Tidying: old lake versions go, what the kept ones need stays."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from comity.errors import LakeVersionDropped
from comity.store import tidy as module
from comity.store.tidy import tidy
from comity.store.writer import utc_now

VISIT = "r1 2020-05-01 KAZ RUS 042"
CORRECTED = "r1 2020-05-01 KAZ RUS 043"


@pytest.fixture(autouse=True)
def no_grace(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "GRACE_HOURS", 0)


def files_on_disk(desk) -> set[Path]:
    return set((desk.lake.home / "tables").rglob("*.parquet"))


def told(desk, **options):
    return tidy(desk.lake, on_wait=lambda _: None, **{"dry_run": False, **options})


def test_a_dropped_version_is_a_clear_error_and_the_newest_stays_whole(desk):
    desk.ingest([VISIT])
    desk.ingest([CORRECTED], name="correction.txt")
    before = files_on_disk(desk)

    done = told(desk, since=utc_now() + dt.timedelta(days=1))

    assert [v.number for v in done.dropped] == [1]
    assert done.files == len(before - files_on_disk(desk)) > 0
    assert desk.rows("SELECT code FROM events") == [("043",)]
    with pytest.raises(LakeVersionDropped, match="Lake version 1 is not kept"):
        desk.lake.version(1)


def test_versions_that_are_kept_can_still_be_read(desk):
    desk.ingest([VISIT])
    desk.ingest([CORRECTED], name="correction.txt")

    done = told(desk, since=utc_now() - dt.timedelta(days=1))

    assert (done.dropped, done.files) == ((), 0)
    assert desk.rows("SELECT code FROM events", as_of=1) == [("042",)]


def test_a_dry_run_changes_nothing(desk):
    desk.ingest([VISIT])
    desk.ingest([CORRECTED], name="correction.txt")
    before = files_on_disk(desk)

    done = told(desk, since=utc_now() + dt.timedelta(days=1), dry_run=True)

    assert [v.number for v in done.dropped] == [1]
    assert files_on_disk(desk) == before
    assert [v.number for v in desk.lake.versions()] == [1, 2]


def test_writing_goes_on_after_a_tidying(desk):
    desk.ingest([VISIT])
    desk.ingest([CORRECTED], name="correction.txt")
    told(desk, since=utc_now() + dt.timedelta(days=1))

    desk.ingest(["r2 2020-06-02 RUS KAZ 070"], name="more.txt")

    assert desk.rows("SELECT record_id FROM events ORDER BY 1") == [("r1",), ("r2",)]
    assert [v.number for v in desk.lake.versions()] == [2, 3]


def test_files_that_are_too_young_to_go_are_counted(desk, monkeypatch):
    desk.ingest([VISIT])
    desk.ingest([CORRECTED], name="correction.txt")
    monkeypatch.setattr(module, "GRACE_HOURS", 1)
    later = utc_now() + dt.timedelta(days=1)

    done = told(desk, since=later)

    assert (len(done.dropped), done.files) == (1, 0)
    assert done.waiting > 0
    monkeypatch.setattr(module, "GRACE_HOURS", 0)
    assert told(desk, since=later).files == done.waiting
