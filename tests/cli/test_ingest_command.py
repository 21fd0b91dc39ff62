"""`comity ingest`: a file goes in once, and its summary accounts for every record."""

from __future__ import annotations

import csv
import io
import shutil
import sys
from pathlib import Path

import pytest

from comity.cli import main as command_line
from comity.cli.ingest import ingest_lines
from comity.sources.icews.parser import HEADER

RAW = (
    ("gdelt", "gdelt2_20191024143000.export.CSV"),
    ("icews", "icews_events.2018.sample.tab"),
    ("keds", "keds_tabari_demo.keds"),
)


@pytest.fixture
def ingest(default_lake_home, tmp_path, monkeypatch, capfd):
    """Runs `comity ingest ... --format csv` on a lake of its own: the rows of its summary."""
    monkeypatch.setenv("COMITY_HOME", str(shutil.copytree(default_lake_home, tmp_path / "lake")))

    def run(*arguments: object) -> list[dict[str, str]]:
        typed = ["comity", "ingest", *map(str, arguments), "--format", "csv"]
        monkeypatch.setattr(sys, "argv", typed)
        capfd.readouterr()
        with pytest.raises(SystemExit) as stop:
            command_line.main()
        out, err = capfd.readouterr()
        assert not stop.value.code, err
        return list(csv.DictReader(io.StringIO(out)))

    return run


def balanced(row: dict[str, str]) -> bool:
    kept = sum(int(row[name]) for name in ("events", "repeats", "dropped", "rejected"))
    return kept == int(row["records"])


def test_a_malformed_row_is_a_reject_with_its_line_and_reason(ingest, tmp_path):
    good = (
        "900000001\t1996-01-01\tKazakhstan\t\tKazakhstan\tSYNTHETIC\t042\t1.9\tRussia\t\tRussia"
        "\t1\t1\tSYNTHETIC\tNA\tNA\tNA\tRussia\t0\t0\n"
    )
    path = tmp_path / "synthetic.tab"
    path.write_text("\t".join(HEADER) + "\n" + good + "three\tfields\tonly\n" + good)

    (row,) = ingest("icews", path)

    assert (row["records"], row["events"], row["repeats"], row["rejected"]) == ("3", "1", "1", "1")
    assert row["first_rejects"] == "line 3: 3 fields; 20 expected"


@pytest.mark.parametrize(("source", "name"), RAW)
def test_a_publishers_sample_goes_in_once_however_often_it_is_read(ingest, mirror, source, name):
    path: Path = mirror / "events" / "raw" / name
    (first,) = ingest(source, path)
    (again,) = ingest("auto", path)

    assert balanced(first)
    assert (first["state"], again["state"]) == ("ingested", "already in the lake")
    assert {**again, "state": ""} | {"first_rejects": ""} == {**first, "state": ""} | {
        "first_rejects": ""
    }


def test_a_mirror_file_is_counted_in_the_table_of_its_own_source(ingest, mirror, monkeypatch):
    monkeypatch.setenv("COMITY_MIRROR", str(mirror))
    rows = ingest("mirror", "keds_casia_weis_1989_1999", "phoenix_sample", "un_rollcalls")

    assert [row["dataset"] for row in rows] == ["keds_casia", "phoenix", "un_votes"]
    assert all(balanced(row) and int(row["records"]) for row in rows)
    # The embedded default has every roll call of the mirror already.
    assert [int(row["events"]) > 0 for row in rows] == [True, True, False]


ROW = {
    **{"file": "a.csv", "dataset": "atop", "kind": "dyad_facts", "state": "ingested"},
    **{"records": 112_458, "events": 110_000, "repeats": 0, "dropped": 2_000, "rejected": 8},
    **{"superseded": 0, "withdrawn": 0, "summed": 450, "beside": None, "first_rejects": ""},
    "dropped_by_reason": "1999 no value is given; 1 no target",
}


def test_the_equation_that_is_printed_holds_where_records_are_summed():
    _, equation, *more = ingest_lines(ROW)
    assert equation == (
        "  112,458 records = 110,000 rows + 0 repeats + 2,000 dropped + 8 rejected + 450 summed"
    )
    assert "  dropped: 1,999 no value is given; 1 no target" in more


def test_acts_are_events_and_all_else_is_rows():
    acts = {**ROW, "kind": "events", "events": 1, "summed": 0, "superseded": 3, "repeats": 1}
    lines = ingest_lines(acts)
    assert "= 1 event + 1 repeat + " in lines[1]
    assert "summed" not in lines[1]
    assert "  3 of the events correct earlier records" in lines
    assert "one more report of an act" in lines[3]
    assert "  3 of the rows correct earlier records" in ingest_lines({**acts, "kind": "votes"})


def test_a_file_that_is_there_already_is_told_with_its_first_reading():
    lines = ingest_lines({**ROW, "state": "already in the lake"})
    assert lines[0] == "a.csv (atop): already in the lake"
    assert lines[1].startswith("  (read at first as: 112,458 records = 110,000 rows + ")
    assert len(lines) == 2


def test_a_file_without_records_of_its_own_tells_what_it_brought():
    none = dict.fromkeys(("records", "events", "dropped", "rejected", "summed"), 0)
    empty = {**ROW, **none, "dropped_by_reason": ""}
    brought = {**empty, "beside": "678 days of news volume"}
    assert ingest_lines(brought)[1:] == ["  678 days of news volume"]
    assert ingest_lines({**empty, "withdrawn": 2})[1:] == [
        "  2 earlier records were withdrawn by their publisher"
    ]
