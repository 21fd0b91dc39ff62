"""Names that two places share: Georgia, the country and the US state."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from comity.sources.contract import SourceFile
from comity.sources.icews.homonyms import homonyms
from comity.sources.icews.tables import countries, forms
from comity.sources.icews_tkg.tkg import parse_tkg
from comity.vocabulary.actor import DropReason

COLUMNS = ("date", "source", "source_iso3", "target", "target_iso3", "cameo")


def read(folder: Path, *rows: tuple[str, str, str]) -> tuple[int, Counter[DropReason]]:
    """Acts kept and records dropped, of rows (source, target, code) on one day."""
    path = folder / "icews_tkg_events_2021_2022-08.parquet"
    cells = [(dt.date(2021, 1, 3), source, "", target, "", code) for source, target, code in rows]
    by_column = zip(*cells, strict=True)
    table = {name: pa.array(values) for name, values in zip(COLUMNS, by_column, strict=True)}
    pq.write_table(pa.table(table), path)
    parsed = list(parse_tkg(SourceFile(path, path.name, "", path.stat().st_size)))
    dropped: Counter[DropReason] = Counter()
    for chunk in parsed:
        dropped.update(chunk.dropped)
    kept = sum(c.tables["events"].num_rows for c in parsed if "events" in c.tables)
    return kept, dropped


@pytest.mark.parametrize(
    ("source", "target", "code"),
    [
        ("Donald Trump", "Georgia", "130"),
        ("Georgia", "Head of Government (United States)", "043"),
        ("Donald Trump", "Cabinet / Council of Ministers / Advisors (Georgia)", "100"),
        ("Governor (Georgia)", "United States", "010"),
        ("Governor (United States)", "Georgia", "131"),
        ("Police (United States)", "Police (Georgia)", "010"),
        ("Police (United States)", "Men (Georgia)", "173"),
        ("Court Judge (Georgia)", "United States", "100"),
        ("United States", "Lawmaker (Georgia)", "020"),
        ("United States", "Georgian Police", "051"),
        ("United States", "Georgia", "1724"),
    ],
)
def test_an_act_that_may_be_of_the_us_state_of_georgia_is_left_out(
    source: str, target: str, code: str, tmp_path: Path
) -> None:
    assert read(tmp_path, (source, target, code)) == (0, Counter({DropReason.HOMONYM: 1}))


@pytest.mark.parametrize(
    ("source", "target", "code"),
    [
        ("United States", "Georgia", "050"),
        ("Georgia", "Defense / Security Ministry (United States)", "057"),
        ("Foreign Affairs (United States)", "Georgia", "051"),
        ("Donald Trump", "Foreign Affairs (Georgia)", "051"),
        ("Donald Trump", "Head of Government (Georgia)", "040"),
        ("Head of Government (Georgia)", "United States", "042"),
        ("Donald Trump", "Salome Zourabichvili", "040"),
        ("Senate (United States)", "David Zalkaliani", "040"),
        ("Russia", "Police (Georgia)", "173"),
        ("Police (Russia)", "Georgia", "173"),
        ("Police (United States)", "Police (Mexico)", "010"),
    ],
)
def test_an_act_of_the_country_is_kept(source: str, target: str, code: str, tmp_path: Path) -> None:
    kept, dropped = read(tmp_path, (source, target, code))
    assert (kept, dropped[DropReason.HOMONYM]) == (1, 0)


def test_the_parliament_of_the_country_has_a_name_of_its_own() -> None:
    (georgia,) = homonyms()
    speaker = ("Congress (United States)", "legislature", "040")
    assert not georgia.may_be_the_part("Parliament of Georgia", "legislature", *speaker)
    assert georgia.may_be_the_part("Legislature (Georgia)", "legislature", *speaker)


def test_the_table_names_countries_and_forms_as_icews_does() -> None:
    for one in homonyms():
        assert countries()[one.name].code == one.state
        assert one.shared_forms <= set(forms().organs)


def test_the_president_s_demands_on_georgia_in_january_2021_are_not_of_the_country(
    mirror: Path,
) -> None:
    path = mirror / "events" / "icews_tkg_events_2021_2022-08.parquet"
    parsed = parse_tkg(SourceFile(path, path.name, "", path.stat().st_size))
    every = pa.concat_tables(c.tables["events"] for c in parsed if "events" in c.tables)
    to = every.filter(pc.and_(pc.equal(every["source"], "USA"), pc.equal(every["target"], "GEO")))
    back = every.filter(pc.and_(pc.equal(every["source"], "GEO"), pc.equal(every["target"], "USA")))
    assert to.num_rows + back.num_rows == 195
    january = to.filter(pc.equal(to["reported_month"], "2021-01"))
    assert not {code[:2] for code in january["code"].to_pylist()} & {"10", "13"}
