"""Tidied ICEWS files without sectors: what a name alone says."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from comity.errors import BadInput
from comity.sources.contract import Parsed, SourceFile
from comity.sources.icews_tkg import READERS, SOURCE
from comity.sources.icews_tkg.tkg import RAW_FILE, known_names
from comity.vocabulary.actor import DropReason

TKG = "icews_tkg_events_2021_2022-08"
RAW = "icews_raw_events_2018-10_2019-03"
DAY = dt.date(2021, 3, 1)


def write_tkg(folder: Path, *rows: tuple[dt.date, str, str | None, str, str | None, str]) -> Path:
    """Invented rows: day, source, its country, target, its country, code."""
    names = ["date", "source", "source_iso3", "target", "target_iso3", "cameo"]
    path = folder / f"{TKG}.parquet"
    columns = {name: [row[i] for row in rows] for i, name in enumerate(names)}
    pq.write_table(pa.table(columns), path)
    return path


def write_raw(folder: Path, *rows: tuple[str, str, str]) -> None:
    """Invented full records: name, sectors, country; each toward Japan."""
    columns = list(zip(*rows, strict=True))
    n = len(rows)
    table = {
        "event_id": [str(i) for i in range(n)],
        "date": [dt.date(2018, 10, 4)] * n,
        "source_name": columns[0],
        "source_sectors": columns[1],
        "source_iso3": columns[2],
        "target_name": ["Japan"] * n,
        "target_sectors": [None] * n,
        "target_iso3": ["JPN"] * n,
        "cameo": ["040"] * n,
        "intensity": [1.0] * n,
    }
    pq.write_table(pa.table(table), folder / RAW_FILE)


def parse(path: Path) -> list[Parsed]:
    file = SourceFile(path, path.name, "", path.stat().st_size)
    return list(SOURCE.parse(file, options={}))


def events(parsed: list[Parsed]) -> list[dict[str, object]]:
    tables = [chunk.tables["events"] for chunk in parsed if "events" in chunk.tables]
    found: list[dict[str, object]] = pa.concat_tables(tables).to_pylist()
    return found


def dropped(parsed: list[Parsed]) -> Counter[DropReason]:
    return sum((chunk.dropped for chunk in parsed), Counter())


def test_a_generic_name_is_read_by_its_form(tmp_path: Path) -> None:
    row = (DAY, "Foreign Affairs (Russia)", "RUS", "Citizen (Japan)", "JPN", "112")
    (act,) = events(parse(write_tkg(tmp_path, row)))
    assert (act["source"], act["source_organ"]) == ("RUS", "foreign_ministry")
    assert (act["target"], act["target_organ"]) == ("JPN", "population")
    assert (act["record_id"], act["part"], act["goldstein_tenths"]) == ("tkg:1", "2021", -20)


def test_a_name_in_no_table_keeps_an_organ_that_it_had_in_2018(tmp_path: Path) -> None:
    write_raw(tmp_path, ("Coast Watch", "Government,Military", "JPN"), ("X Party", "Parties", ""))
    path = write_tkg(
        tmp_path,
        (DAY, "Coast Watch", "JPN", "China", "CHN", "190"),
        (DAY, "X Party", "JPN", "China", "CHN", "112"),
        (DAY, "Somebody New", "JPN", "China", "CHN", "112"),
    )
    parsed = parse(path)
    assert [(act["source"], act["source_organ"]) for act in events(parsed)] == [("JPN", "military")]
    assert dropped(parsed) == {DropReason.PRIVATE_SOURCE: 1, DropReason.UNRESOLVED_NAME: 1}


def test_a_name_of_several_countries_says_nothing_without_its_sectors(tmp_path: Path) -> None:
    sectors = "Government,Executive,Health Ministry"
    write_raw(
        tmp_path, ("Ministry of Health", sectors, "LBN"), ("Ministry of Health", sectors, "BHR")
    )
    assert "Ministry of Health" not in known_names(tmp_path / RAW_FILE)


def test_sectors_of_2018_do_not_outlive_the_office(tmp_path: Path) -> None:
    write_raw(tmp_path, ("Donald Trump", "Government,Executive,Executive Office", "USA"))
    path = write_tkg(
        tmp_path,
        (dt.date(2021, 1, 19), "Donald Trump", "USA", "China", "CHN", "112"),
        (dt.date(2021, 1, 20), "Donald Trump", "USA", "China", "CHN", "112"),
    )
    assert [act["day"] for act in events(parse(path))] == [dt.date(2021, 1, 19)]


def test_the_blocks_of_two_years_are_parts_of_their_own(tmp_path: Path) -> None:
    path = write_tkg(
        tmp_path,
        (DAY, "Japan", "JPN", "China", "CHN", "040"),
        (dt.date(2022, 3, 1), "Japan", "JPN", "China", "CHN", "040"),
    )
    parsed = parse(path)
    assert [act["part"] for act in events(parsed)] == ["2021", "2022"]
    assert [span.part for chunk in parsed for span in chunk.coverage] == ["2021", "2022"]


def test_a_row_without_a_known_code_is_a_reject(tmp_path: Path) -> None:
    parsed = parse(write_tkg(tmp_path, (DAY, "Japan", "JPN", "China", "CHN", "999")))
    assert [(one.line, one.reason) for chunk in parsed for one in chunk.rejects] == [
        (1, "no CAMEO code")
    ]
    assert sum(chunk.records for chunk in parsed) == 1


def test_a_file_without_the_columns_is_refused(tmp_path: Path) -> None:
    path = tmp_path / f"{TKG}.parquet"
    pq.write_table(pa.table({"date": [DAY]}), path)
    with pytest.raises(BadInput, match="lacks the columns"):
        parse(path)


@pytest.mark.parametrize("stem", list(READERS))
def test_every_row_of_the_mirror_is_an_act_or_is_dropped(mirror: Path, stem: str) -> None:
    parsed = parse(mirror / "events" / f"{stem}.parquet")
    kept = sum(chunk.tables["events"].num_rows for chunk in parsed if "events" in chunk.tables)
    records = sum(chunk.records for chunk in parsed)
    assert records == SOURCE.description.expected[stem]
    assert records == kept + dropped(parsed).total()


def test_unresolved_names_are_few(mirror: Path) -> None:
    parsed = parse(mirror / "events" / f"{TKG}.parquet")
    assert dropped(parsed)[DropReason.UNRESOLVED_NAME] < 0.02 * SOURCE.description.expected[TKG]


def test_russia_s_use_of_force_against_ukraine_tripled_in_a_day(mirror: Path) -> None:
    acts = [
        act
        for act in events(parse(mirror / "events" / f"{TKG}.parquet"))
        if (act["source"], act["target"]) == ("RUS", "UKR")
        and str(act["code"])[:2] in ("18", "19", "20")
    ]
    by_day = Counter(act["day"] for act in acts)
    assert by_day[dt.date(2022, 2, 24)] >= 3 * by_day[dt.date(2022, 2, 23)]
