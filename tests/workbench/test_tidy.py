"""`tidy` says what went, what stays, and why."""

from __future__ import annotations

import datetime as dt

import pytest

from comity.store.lake import LakeVersion
from comity.store.tidy import Tidied
from comity.workbench.session import Session
from comity.workbench.tidy import told_text

VERSION = LakeVersion(1, dt.datetime(2026, 1, 1, tzinfo=dt.UTC), "made up", {})


@pytest.mark.parametrize(
    ("versions", "files", "waiting", "said"),
    [
        (0, 0, 0, "0 lake versions dropped, 1 kept; no file is in the lake that"),
        (1, 0, 2, "1 lake version dropped, 1 kept; 0 files deleted (0.0 MB). 2 files more are"),
        (2, 1, 0, "2 lake versions dropped, 1 kept; 1 file deleted (0.0 MB)."),
        (2, 1, 1, "1 file more is needed no longer, but younger than an hour"),
    ],
)
def test_the_hour_of_grace_is_told_where_it_keeps_a_file(
    versions: int, files: int, waiting: int, said: str
) -> None:
    done = Tidied((VERSION,), (VERSION,) * versions, files, 0, waiting)
    assert said in told_text(done, dry_run=False)


def test_a_lake_of_one_version_has_nothing_to_drop(own_lake: Session) -> None:
    found = own_lake.tidy(keep_days=0)
    assert found.table.num_rows == found.files == 0
    assert found.text.startswith("0 lake versions dropped, 1 kept; no file")
