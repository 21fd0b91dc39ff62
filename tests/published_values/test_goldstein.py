"""The code-book's scores and codes against what publishers print and what their records hold."""

from __future__ import annotations

import csv
import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import duckdb
import pytest

from comity.registry.gestures import code_book

ROOT = Path(__file__).resolve().parents[2]

# Malformed codes in the records: typing errors that sources reject.
MALFORMED = {"0841]", "145]", "0110", "0330"}
CAMEO_RECORDS = {
    "icews_raw_events_2018-10_2019-03": "cameo",
    "icews18_tkg_events_2018-01_2018-10": "cameo",
    "icews_tkg_events_2021_2022-08": "cameo",
    "icews_raw_sample_2018-06": '"CAMEO Code"',
    "gdelt2_samples_2019_2020": "cameo",
    "phoenix_sample": "cameo_1",
    "keds_levant_cameo_1979_2011": "code",
    "keds_turkey_cameo_1992_2006": "code",
}
WEIS_RECORDS = {
    "keds_balkans_weis_1989_2003": "code",
    "keds_casia_weis_1989_1999": "code",
    "keds_gulf_1979_1999": "code",
}


def score(scheme: str, code: str) -> float | None:
    reading = code_book().reading(scheme, code)
    assert reading is not None
    return None if reading.goldstein_tenths is None else reading.goldstein_tenths / 10


def codes_of(mirror: Path, name: str, column: str) -> set[str]:
    path = mirror / "events" / f"{name}.parquet"
    with duckdb.connect(":memory:") as connection:
        query = f"SELECT DISTINCT {column} FROM read_parquet(?) WHERE {column} IS NOT NULL"
        return {code for (code,) in connection.execute(query, [str(path)]).fetchall()}


@pytest.mark.parametrize(
    ("code", "published"),
    [
        ("223", -10.0),  # military attack, clash, assault
        ("211", -9.2),  # seize position or possessions
        ("182", -7.6),  # armed force mobilization, exercise
        ("195", -7.0),  # break diplomatic relations
        ("150", -4.9),  # issue order or command, insist
        ("121", -2.2),  # criticize or blame
        ("023", -0.2),  # comment on situation
        ("031", 1.0),  # meet with, send note
        ("041", 3.4),  # praise, hail, applaud
        ("064", 5.4),  # grant privilege, recognise
        ("081", 6.5),  # make substantive agreement
        ("072", 8.3),  # extend military assistance
    ],
)
def test_weis_scores_of_goldstein_1992_table_1(code: str, published: float) -> None:
    assert score("weis", code) == published


def test_every_score_of_the_weis_list(mirror: Path) -> None:
    with (mirror / "events" / "maps" / "weis_goldstein.csv").open(newline="") as stream:
        for row in csv.DictReader(stream):
            assert score("weis", row["weis"]) == float(row["goldstein"]), row["weis"]


def test_every_score_in_icews_records(mirror: Path) -> None:
    path = mirror / "events" / "icews_raw_events_2018-10_2019-03.parquet"
    with duckdb.connect(":memory:") as connection:
        query = "SELECT DISTINCT cameo, round(intensity, 1) FROM read_parquet(?)"
        rows = connection.execute(query, [str(path)]).fetchall()
    assert len(rows) > 200
    assert all(score("cameo", code) == pytest.approx(value, abs=0.01) for code, value in rows)


def test_gdelt_scores_differ_in_three_codes(mirror: Path) -> None:
    path = mirror / "events" / "gdelt2_samples_2019_2020.parquet"
    with duckdb.connect(":memory:") as connection:
        query = "SELECT DISTINCT cameo, GoldsteinScale FROM read_parquet(?)"
        rows = connection.execute(query, [str(path)]).fetchall()
    differing = {code: value for code, value in rows if score("cameo", code) != value}
    assert differing == {"016": -2.0, "022": 3.2, "164": -7.0}


@pytest.mark.parametrize(("name", "column"), CAMEO_RECORDS.items())
def test_every_cameo_code_of_the_records_has_a_reading(
    mirror: Path, name: str, column: str
) -> None:
    codes = codes_of(mirror, name, column)
    assert {c for c in codes if not code_book().reading("cameo", c)} <= MALFORMED


@pytest.mark.parametrize(("name", "column"), WEIS_RECORDS.items())
def test_every_weis_code_of_the_records_has_a_reading(mirror: Path, name: str, column: str) -> None:
    codes = codes_of(mirror, name, column)
    assert not {c for c in codes if not code_book().reading("weis", c)}


def test_every_published_plover_mode_has_a_reading(mirror: Path) -> None:
    path = mirror / "coding" / "resources" / "PLOVER_structured_codebook_updated.csv"
    with path.open(encoding="utf-8", errors="replace", newline="") as stream:
        modes = {(row["event"], row["mode"]) for row in csv.DictReader(stream)}
    codes = [":".join(filter(None, pair)) for pair in modes]
    assert not [code for code in codes if not code_book().reading("plover", code)]


def test_keds_cameo_files_use_the_later_numbering(mirror: Path) -> None:
    """Codes that only CAMEO 0.5 has never occur; vetoes are 129, embargoes 163 (0.5: 128, 166)."""
    only_in_0_5 = {"0357", "1641", "1642", "1643"}
    only_later = {"019", "0213", "0214", "0256", "1014", "1056", "1246", "129"}
    for name in ("keds_levant_cameo_1979_2011", "keds_turkey_cameo_1992_2006"):
        codes = codes_of(mirror, name, "code")
        assert not codes & only_in_0_5
        assert codes & only_later
    path = mirror / "events" / "keds_levant_cameo_1979_2011.parquet"
    with duckdb.connect(":memory:") as connection:
        query = (
            "SELECT code FROM read_parquet(?) WHERE source LIKE 'USA%' AND target = 'IGOUNO' "
            "AND code IN ('128', '129') GROUP BY code ORDER BY count(*) DESC LIMIT 1"
        )
        assert connection.execute(query, [str(path)]).fetchall() == [("129",)]


def _compile_script() -> ModuleType:
    path = ROOT / "tools" / "compile" / "gestures.py"
    spec = importlib.util.spec_from_file_location("compile_gestures", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_the_published_figures_give_the_same_code_book_again(mirror: Path) -> None:
    script = _compile_script()
    text = script.BOOK.read_text(encoding="utf-8")
    assert script.refreshed(text, script.read_published(mirror)) == text
