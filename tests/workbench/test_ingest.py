"""`ingest`: a file goes in once, whole or not at all; nothing that was asked is ignored."""

from __future__ import annotations

from pathlib import Path

import pytest

from comity.errors import BadInput, BadValue, UnknownName
from comity.workbench.session import Session

COLUMNS = [
    *(
        "file",
        "dataset",
        "kind",
        "records",
        "events",
        "repeats",
        "dropped",
        "rejected",
        "superseded",
        "withdrawn",
        "summed",
    ),
    *("state", "dropped_by_reason", "first_rejects", "beside", "lake_version"),
]
FILES = (
    ("gdelt", "gdelt2.export.CSV"),
    ("icews", "icews_synthetic.tab"),
    ("keds", "keds_weis.keds"),
    ("phoenix", "phoenix.csv"),
)


def test_every_record_is_accounted_for_and_a_second_reading_changes_nothing(
    own_lake: Session, fixtures: Path
) -> None:
    for source, name in FILES:
        path = str(fixtures / name)
        first = own_lake.ingest(source, path)
        (row,) = first.table.to_pylist()
        assert first.table.column_names == COLUMNS
        kept = row["events"] + row["repeats"] + row["dropped"] + row["rejected"]
        assert row["records"] == kept > 0, row
        assert row["state"] == "ingested"
        again = own_lake.ingest("auto", path)
        assert again.table["state"].to_pylist() == ["already in the lake"]
        assert again.lake_version == first.lake_version
        assert first.text.startswith("1 file: ")


def test_the_default_is_in_the_lake_already(own_lake: Session) -> None:
    found = own_lake.ingest("default")
    assert set(found.table["state"].to_pylist()) == {"already in the lake"}
    assert found.text == "13 files: 0 new rows in the lake; 13 files were there already."
    assert found.lake_version == 1
    assert len(found.to_pandas()) == found.to_polars().height == found.table.num_rows


def test_only_what_is_new_is_counted_as_new(own_lake: Session, fixtures: Path) -> None:
    icews, gdelt = str(fixtures / "icews_synthetic.tab"), str(fixtures / "gdelt2.export.CSV")
    assert own_lake.ingest("auto", icews).text == "1 file: 6 new rows in the lake, 0 rejected."
    both = own_lake.ingest("auto", icews, gdelt)
    assert both.table["events"].to_pylist() == [6, 4]
    assert both.text == "2 files: 4 new rows in the lake, 3 rejected; 1 file was there already."


def test_a_file_of_news_volumes_tells_of_how_many_days_it_is(own_lake: Session) -> None:
    rows = own_lake.ingest("default").table.to_pylist()
    beside = {row["file"].rpartition("/")[2]: row["beside"] for row in rows if row["beside"]}
    assert beside == {"icews_volumes.parquet": "678 days of news volume"}


@pytest.mark.parametrize(
    ("source", "files", "options", "error", "said"),
    [
        ("icews", (), {}, BadValue, "No file was named"),
        ("icewz", ("icews_synthetic.tab",), {}, UnknownName, "icews"),
        ("icews", ("none.tab",), {}, BadInput, "none.tab"),
        ("icews", ("keds_weis.keds",), {}, BadInput, "line 1"),
        ("icews", ("icews_synthetic.tab",), {"all": True}, BadValue, "mirror"),
        ("mirror", ("un_votes",), {"all": True}, BadValue, "Leave out"),
        ("default", ("icews_synthetic.tab",), {}, BadValue, "no file"),
        ("default", (), {"options": {"scheme": "weis"}}, BadValue, "no option"),
        ("icews", ("icews_synthetic.tab",), {"options": {"x": "1"}}, BadValue, "x"),
        ("icews", ("icews_synthetic.tab",), {"scheme": "weis"}, BadValue, "options"),
    ],
)
def test_what_can_not_be_read_is_told_and_the_lake_stays(
    own_lake: Session,
    fixtures: Path,
    source: str,
    files: tuple[str, ...],
    options: dict[str, object],
    error: type,
    said: str,
) -> None:
    with pytest.raises(error, match=said):
        own_lake.ingest(source, *(str(fixtures / name) for name in files), **options)
    assert own_lake.data(versions=True).table.num_rows == 1


def test_the_files_before_a_bad_one_stay_and_are_told(tmp_path: Path, fixtures: Path) -> None:
    lake = Session(home=tmp_path / "new")
    bad = tmp_path / "bad.tsv"
    bad.write_bytes(b"no records\n")
    with pytest.raises(BadInput, match="The file before it is in the lake") as caught:
        lake.ingest("gdelt", str(fixtures / "gdelt2.export.CSV"), str(bad))
    assert caught.value.next_step
    held = lake.data().table["dataset"].to_pylist()
    assert "gdelt2" in held
    assert "memberships" in held
