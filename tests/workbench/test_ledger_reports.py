"""`ledger`: one act and its many reports, the volume of news, and older answers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

import comity
from comity.errors import BadValue, LakeVersionDropped
from comity.registry.gestures import code_book
from comity.sources.act_keys import act_key
from comity.sources.contract import Coverage, Parsed, SourceDescription, SourceFile
from comity.sources.tables import EVENTS, MENTIONS, VOLUMES
from comity.store.ingest import ingest_file, source_file
from comity.store.lake import Lake
from comity.store.query import statement
from comity.workbench.session import Session

FIRST, LAST = dt.date(2020, 3, 1), dt.date(2020, 3, 31)
ABOUT = SourceDescription(
    "synthetic", "SYNTHETIC", "SYNTHETIC", "none", "none", "none", "events", "1"
)
# Three records of one visit, a mirrored talk, a lone rebuke, and a battle recorded once.
RECORDS = (
    ("r1", "2020-03-02", "IND", "PAK", "cameo", "060", 3),
    ("r2", "2020-03-02", "IND", "PAK", "cameo", "060", 5),
    ("r3", "2020-03-02", "IND", "PAK", "cameo", "060", 2),
    ("r4", "2020-03-05", "IND", "PAK", "cameo", "036", 1),
    ("r5", "2020-03-05", "PAK", "IND", "cameo", "036", 1),
    ("r6", "2020-03-09", "IND", "PAK", "cameo", "111", 1),
    ("r7", "2020-03-10", "PAK", "IND", "ucdp", "battle", None),
)


@dataclass(frozen=True)
class Told:
    """SYNTHETIC records of March 2020, with the volume of two days' slots and some mentions."""

    records: tuple[tuple[Any, ...], ...] = RECORDS
    volumes: tuple[tuple[str, str, int], ...] = ()
    mentions: tuple[tuple[str, int], ...] = ()
    withdrawn: tuple[str, ...] = ()
    description: SourceDescription = ABOUT

    def recognises(self, name: str, head: bytes) -> bool:
        return False

    def parse(self, file: SourceFile, *, options: Mapping[str, str]) -> Iterator[Parsed]:
        rows = [row(line, *record) for line, record in enumerate(self.records, 1)]
        tables = {"events": pa.Table.from_pylist(rows, schema=EVENTS)}
        if self.volumes:
            listed = [
                {"part": "files", "day": dt.date.fromisoformat(day), "slot": slot, "records": n}
                for day, slot, n in self.volumes
            ]
            tables["volumes"] = pa.Table.from_pylist(listed, schema=VOLUMES)
        if self.mentions:
            told = [
                {"reported_month": "2020-03", "record_id": record, "outlet": outlet, "day": FIRST}
                for record, outlet in self.mentions
            ]
            tables["mentions"] = pa.Table.from_pylist(told, schema=MENTIONS)
        covered = (Coverage("synthetic", "files", FIRST, LAST),)
        yield Parsed("synthetic", len(rows), tables, coverage=covered, withdrawn=self.withdrawn)


def row(
    line: int, name: str, day: str, source: str, target: str, scheme: str, code: str, outlets: Any
) -> dict[str, Any]:
    when = dt.date.fromisoformat(day)
    return {
        "part": "files", "reported_month": day[:7], "record_id": name, "day": when,
        "source": source, "source_organ": "state", "target": target, "target_organ": "state",
        "scheme": scheme, "code": code, "goldstein_tenths": None,
        "act_key": act_key(when, source, target, code), "outlets": outlets, "story": None,
        "line": line,
    }  # fmt: skip


Reads = Callable[..., Session]


@pytest.fixture
def reads(tmp_path: Path) -> Reads:
    """Reads made-up files into one lake, one after the other."""

    def read(source: Told, name: str = "march.txt", at: dt.datetime | None = None) -> Session:
        path = tmp_path / name
        path.write_text(repr(source), encoding="utf-8")
        clock = {} if at is None else {"clock": lambda: at}
        ingest_file(Lake(tmp_path / "lake"), source, source_file(path), **clock)
        return comity.open(tmp_path / "lake")

    return read


def month(found: Any) -> dict[str, Any]:
    (only,) = found.table.to_pylist()
    return only


def test_one_act_with_three_reports_is_one_act(reads: Reads) -> None:
    found = month(reads(Told()).ledger("IND", "PAK"))
    assert (found["friendly"], found["insult"], found["meeting"]) == (1, 1, 1)
    assert (found["acts"], found["reports"]) == (4, 6)


def test_each_report_counts_where_records_are_asked_for(reads: Reads) -> None:
    found = reads(Told()).ledger("IND", "PAK", count="records")
    counted = month(found)
    assert (counted["friendly"], counted["insult"], counted["meeting"]) == (3, 1, 1)
    assert (counted["acts"], counted["reports"]) == (4, 6)
    assert "Each record of an act is counted" in found.coverage


def test_a_battle_recorded_once_is_an_attack_in_each_direction(reads: Reads) -> None:
    rows = reads(Told()).ledger("IND", "PAK", both=True).table.to_pylist()
    assert [(found["source"], found["attack"]) for found in rows] == [("IND", 1), ("PAK", 1)]


def test_the_codes_that_stand_both_ways_are_those_of_the_code_book() -> None:
    named = statement("acts")
    both = [reading for reading in code_book().readings.values() if reading.both_ways]
    assert both
    assert all(f"'{r.scheme}'" in named and f"'{r.code}'" in named for r in both)
    of_schemes = {r.scheme for r in both}
    others = [r for r in code_book().readings.values() if r.scheme in of_schemes and r not in both]
    assert not [r.code for r in others if f"'{r.code}'" in named]


def test_the_acts_are_listed_with_all_that_tells_of_each(reads: Reads) -> None:
    found = reads(Told()).ledger("IND", "PAK", acts=True)
    visit, talk, rebuke, battle = found.table.to_pylist()
    assert (visit["reports"], visit["outlets"], visit["mirrored"]) == (3, 5, False)
    assert sorted(visit["records"]) == ["r1", "r2", "r3"]
    assert visit["files"] == ["march.txt:1", "march.txt:2", "march.txt:3"]
    assert (talk["reading"], talk["mirrored"], talk["records"]) == ("meeting", True, ["r4"])
    assert (rebuke["reading"], rebuke["goldstein"], rebuke["mirrored"]) == ("insult", -2.0, False)
    assert (battle["reading"], battle["records"]) == ("attack", ["r7"])
    assert found.text.startswith("4 acts told by 6 records; 1 are meetings")


def test_outlets_that_are_listed_one_by_one_are_each_counted_once(reads: Reads) -> None:
    mentioned = [("r1", 11), ("r1", 12), ("r2", 12), ("r3", 13), ("r3", 14), ("r2", 15), ("r1", 16)]
    session = reads(Told(mentions=tuple(mentioned)))
    visit, talk, *_ = session.ledger("IND", "PAK", acts=True).table.to_pylist()
    assert (visit["outlets"], talk["outlets"]) == (6, 1)


def test_a_days_volume_is_the_fullest_of_each_slot_and_a_silent_day_is_none(reads: Reads) -> None:
    reads(Told(volumes=(("2020-03-02", "a", 300), ("2020-03-02", "b", 500))), "one.txt")
    session = reads(
        Told((), volumes=(("2020-03-02", "b", 450), ("2020-03-03", "c", 200))), "two.txt"
    )
    found = month(session.ledger("IND", "PAK", per_thousand=True))
    assert found["volume"] == 300 + 500 + 200
    assert found["friendly_per_thousand"] == 1.0
    assert (found["acts_per_thousand"], found["reports_per_thousand"]) == (4.0, 6.0)


def test_without_a_known_volume_there_is_no_rate(reads: Reads) -> None:
    found = reads(Told()).ledger("IND", "PAK", per_thousand=True)
    assert (month(found)["volume"], month(found)["friendly_per_thousand"]) == (None, None)
    assert "not known in 1 of 1 rows" in found.coverage


def test_a_withdrawn_record_is_gone_now_and_there_as_of_then(reads: Reads, tmp_path: Path) -> None:
    reads(Told(), at=dt.datetime(2020, 4, 1, 12, tzinfo=dt.UTC))
    now = reads(
        Told((), withdrawn=("r6",)), "later.txt", at=dt.datetime(2020, 4, 3, 9, tzinfo=dt.UTC)
    )
    assert month(now.ledger("IND", "PAK"))["insult"] == 0
    for then in (1, "1", "2020-04-01", "2020-04-03T08:59", dt.date(2020, 4, 2), "2020-04-03T10+02"):
        older = comity.open(tmp_path / "lake", as_of=then)
        assert month(older.ledger("IND", "PAK"))["insult"] == 1, then
    for since in (2, "2020-04-03", "2020-04", "2020-04-03T09:00", "2020-04-03 11:00+02:00"):
        assert (
            month(comity.open(tmp_path / "lake", as_of=since).ledger("IND", "PAK"))["insult"] == 0
        )
    with pytest.raises(LakeVersionDropped, match="2020-03-31"):
        comity.open(tmp_path / "lake", as_of="2020-03-31").ledger("IND", "PAK")


@pytest.mark.parametrize("as_of", ["yesterday", "2020-02-30", "", "-1", "1.5", True])
def test_what_is_no_version_and_no_time_is_told(tmp_path: Path, as_of: Any) -> None:
    with pytest.raises(BadValue, match="neither a lake version nor a time"):
        comity.open(tmp_path, as_of=as_of).ledger("IND", "PAK")


@pytest.mark.parametrize(
    "options", [{"per_thousand": True}, {"count": "records"}, {"engine": "spark"}]
)
def test_a_list_of_acts_takes_no_option_of_a_series(lake: Session, options: dict[str, Any]) -> None:
    with pytest.raises(BadValue, match="that is of a series"):
        lake.ledger("RUS", "UKR", acts=True, **options)


def test_spark_gives_the_series_that_duckdb_gives(lake: Session) -> None:
    pytest.importorskip("pyspark")
    asked = {"period": "week", "both": True, "first_day": "2021-12-01"}
    one = lake.ledger("RUS", "UKR", **asked)
    assert lake.ledger("RUS", "UKR", engine="spark", **asked).table == one.table
