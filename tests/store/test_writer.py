"""One writer at a time, readers that never wait, and repair of what a dead writer left."""

from __future__ import annotations

import datetime as dt
import threading

import pytest
from deltalake import DeltaTable

from comity.errors import LakeError, Unavailable
from comity.store.ingest import ingest_file
from comity.store.lake import Lake
from comity.store.writer import writing

VISIT = "r1 2020-05-01 KAZ RUS 042"
AID = "r2 2020-05-02 RUS KAZ 070"


def test_a_reader_sees_the_last_lake_version_while_a_writer_is_at_work(desk):
    desk.ingest([VISIT])
    with writing(desk.lake) as transaction:
        transaction.delete("events", "true")
        assert desk.rows("SELECT record_id FROM events") == [("r1",)]


def test_the_second_writer_waits_says_so_and_then_writes(desk, made_up):
    desk.ingest([VISIT])
    file, told, waits = desk.file([AID], "second.txt"), [], threading.Event()

    def hears(message):
        told.append(message)
        waits.set()

    second = threading.Thread(
        target=lambda: ingest_file(desk.lake, made_up(), file, on_wait=hears), daemon=True
    )
    with writing(desk.lake):
        second.start()
        assert waits.wait(30)
        assert desk.rows("SELECT count(*) FROM events") == [(1,)]
    second.join(60)

    assert "Another writer holds the lake" in told[0]
    assert desk.rows("SELECT count(*) FROM events") == [(2,)]


def test_a_writer_without_patience_is_told_what_to_do(desk):
    with (
        writing(desk.lake),
        pytest.raises(Unavailable) as error,
        writing(desk.lake, patience_seconds=0.1, on_wait=lambda _message: None),
    ):
        pass
    assert "find and stop it" in error.value.next_step


def test_what_no_manifest_row_names_is_rolled_back_at_the_next_write(desk):
    desk.ingest([VISIT])
    before = desk.contents()
    with writing(desk.lake) as dead:
        dead.delete("events", "true")
        dead.delete("ingests", "true")

    assert DeltaTable(str(desk.lake.table_path("events"))).to_pyarrow_table().num_rows == 0
    assert desk.contents() == before
    report = desk.ingest([AID], name="next.txt")

    assert report.lake_version == 2
    assert desk.rows("SELECT record_id FROM events ORDER BY 1") == [("r1",), ("r2",)]
    assert desk.rows("SELECT count(*) FROM ingests") == [(2,)]


def test_a_first_write_that_died_leaves_no_lake_and_the_next_one_starts_from_nothing(desk):
    with writing(desk.lake) as dead:
        dead.append("rejects", _reject())
    assert not desk.lake.exists()

    desk.ingest([VISIT])

    assert desk.rows("SELECT count(*) FROM rejects") == [(0,)]
    assert desk.lake.version().number == 1


def test_a_transaction_without_changes_makes_no_lake_version(desk):
    desk.ingest([VISIT])
    with writing(desk.lake) as transaction:
        transaction.commit("nothing")
    assert [version.number for version in desk.lake.versions()] == [1]


def test_the_time_of_a_lake_version_comes_from_the_clock_that_was_given(desk):
    noon = dt.datetime(2020, 5, 1, 12, tzinfo=dt.UTC)
    with writing(desk.lake, clock=lambda: noon) as transaction:
        transaction.append("rejects", _reject())
        transaction.commit("at noon")
    assert desk.lake.version().committed_at == noon


def test_rows_go_from_the_partitions_that_hold_them_and_no_others(desk):
    desk.ingest([VISIT, "r2 2020-06-02 RUS KAZ 070", "r3 2020-07-02 RUS KAZ 070"])
    kept = set(desk.lake.files("events", desk.lake.version()))
    with writing(desk.lake) as transaction:
        events = transaction.connect(("events",))
        gone = events.sql("SELECT * FROM events WHERE record_id = 'r2'").to_arrow_table()
        transaction.delete_rows("events", gone, ("dataset", "record_id"))
        transaction.commit("one row less")

    assert desk.rows("SELECT record_id FROM events ORDER BY 1") == [("r1",), ("r3",)]
    assert set(desk.lake.files("events", desk.lake.version())) < kept


def test_a_lake_can_not_be_made_inside_a_file(tmp_path):
    (tmp_path / "file").write_text("not a folder")
    for home in (tmp_path / "file", tmp_path / "file" / "lake"):
        assert not Lake(home).exists()
        with pytest.raises(LakeError, match="can't be written") as error, writing(Lake(home)):
            pass
        assert "COMITY_HOME" in error.value.next_step


def _reject():
    import pyarrow as pa

    from comity.store.schema import REJECTS

    row = {"ingest_id": "x", "dataset": "synthetic", "line": 1, "reason": "bad", "text": "bad"}
    return pa.Table.from_pylist([row], schema=REJECTS)
