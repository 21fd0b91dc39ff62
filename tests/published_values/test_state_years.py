"""Published figures, read from the tidied copies of the publishers' files."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from comity.sources.contract import Parsed, SourceFile
from comity.sources.mirror import known_file


def loaded(mirror: Path, name: str) -> list[Parsed]:
    known = known_file(name)
    path = mirror / known.folder / known.file_name
    if not path.is_file():
        pytest.skip(f"needs {path.name} in the mirror")
    return list(known.load_parser()(SourceFile(path, path.name, "", path.stat().st_size)))


def rows(parsed: list[Parsed], table: str, **wanted: Any) -> list[dict[str, Any]]:
    all_rows = pa.concat_tables(p.tables[table] for p in parsed if table in p.tables)
    for column, value in wanted.items():
        all_rows = all_rows.filter(pc.equal(all_rows[column], value))
    return all_rows.to_pylist()


@pytest.mark.parametrize(
    "name",
    [
        "vdem_simple",
        "polity5",
        "wgi_voice_accountability",
        "gapminder_wdi_indicators",
        "undesa_migrant_stock_2019rev",
    ],
)
def test_every_record_of_a_tidied_file_is_accounted_for(mirror: Path, name: str) -> None:
    parsed, table = loaded(mirror, name), known_file(name).table
    kept = sum(p.tables[table].num_rows for p in parsed if table in p.tables)
    dropped = sum((Counter(p.dropped) for p in parsed), Counter()).total()
    rejected = sum(len(p.rejects) for p in parsed)
    assert sum(p.records for p in parsed) == kept + dropped + rejected
    assert rejected == 0


def test_vdem_norway_is_among_the_most_democratic_and_its_interval_holds_it(mirror: Path) -> None:
    parsed, day = loaded(mirror, "vdem_simple"), dt.date(2023, 1, 1)
    low, value, high = (
        rows(parsed, "state_facts", fact=f"v2x_polyarchy{end}", state="NOR", day=day)[0]["value"]
        for end in ("_codelow", "", "_codehigh")
    )
    assert 0.85 < low < value < high <= 1


def test_polity_lowers_the_united_states_from_10_to_8_in_2016_and_5_in_2020(mirror: Path) -> None:
    scores = rows(loaded(mirror, "polity5"), "state_facts", fact="polity2", state="USA")
    by_year = {row["day"].year: row["value"] for row in scores}
    assert (by_year[2015], by_year[2018], by_year[2020]) == (10, 8, 5)


def test_polity_has_no_score_for_afghanistan_under_occupation(mirror: Path) -> None:
    found = rows(loaded(mirror, "polity5"), "state_facts", fact="polity", state="AFG")
    row = next(row for row in found if row["day"].year == 1985)
    assert row["value"] is None
    assert row["text"] == "interruption"


def test_wgi_norway_has_a_voice_and_north_korea_none(mirror: Path) -> None:
    scores = rows(
        loaded(mirror, "wgi_voice_accountability"),
        "state_facts",
        fact="wgi_va",
        day=dt.date(2022, 1, 1),
    )
    by_state = {row["state"]: row["value"] for row in scores}
    assert by_state["NOR"] > 1.5
    assert by_state["PRK"] < -2


def test_un_desa_11_489_684_mexicans_live_in_the_united_states_in_2019(mirror: Path) -> None:
    parsed = loaded(mirror, "undesa_migrant_stock_2019rev")
    (row,) = rows(parsed, "dyad_facts", source="MEX", target="USA", day=dt.date(2019, 7, 1))
    assert row["value"] == 11_489_684


def test_gapminder_the_united_states_had_about_16_trillion_constant_dollars_in_2008(
    mirror: Path,
) -> None:
    (row,) = rows(
        loaded(mirror, "gapminder_wdi_indicators"),
        "state_facts",
        fact="total_gdp_us_inflation_adjusted",
        state="USA",
        day=dt.date(2008, 1, 1),
    )
    assert row["value"] == pytest.approx(16.25e12, rel=0.01)
