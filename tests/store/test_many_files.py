"""A lake that is fed all day: few files, few days to look through, the same answers."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from comity.store.lake import MANIFEST_FILES
from comity.store.writer import TIERS

FEEDS = 60


def feed(desk, number: int) -> None:
    month = 1 + 2 * (number // 30)
    desk.ingest(
        [
            f"r{number:03d} 2020-{month:02d}-{1 + number % 30:02d} KAZ RUS 042",
            f"s{number:03d} 2020-{month:02d}-{1 + number % 30:02d} RUS KAZ 036",
        ],
        name=f"{number}.txt",
    )


def test_many_small_files_stay_few_and_each_version_shows_what_it_held(desk):
    for number in range(FEEDS):
        feed(desk, number)

    most = TIERS[0][1] + 1
    for name in ("events", "ingests"):
        files = desk.lake.files(name, desk.lake.version())
        partitions = Counter(str(Path(file).parent) for file in files)
        assert max(partitions.values()) <= most, name
    manifest = [p for p in desk.lake.manifest.glob("*.parquet")]
    assert len(manifest) <= FEEDS + MANIFEST_FILES
    for version in (1, 20, 41, FEEDS):
        assert desk.rows("SELECT count(*) FROM events", as_of=version) == [(2 * version,)]
    assert [v.number for v in desk.lake.versions()] == list(range(1, FEEDS + 1))


def test_the_newest_version_is_found_without_reading_the_others(desk):
    for number in range(3):
        feed(desk, number)

    newest = desk.lake.newest()
    assert newest == desk.lake.versions()[-1]


def test_a_month_is_looked_through_only_where_it_can_hold_the_day(desk):
    desk.ingest(["r1 2020-01-05 KAZ RUS 042"], name="a.txt")
    desk.ingest(["r2 2020-03-05 KAZ RUS 042"], name="b.txt")
    now = desk.lake.version()

    assert len(desk.lake.files("events", now)) == 2
    (file,) = desk.lake.files("events", now, {"reported_month": ("2020-03", None)})
    assert "2020-03" in file
    assert len(desk.lake.files("events", now, {"record_id": ("r1", "r1")})) == 1
    assert desk.lake.files("events", now, {"record_id": ("x", "y")}) == []
    days = desk.rows("SELECT min(day) FROM events")[0]
    assert len(desk.lake.files("events", now, None, {"day": days})) == 1
