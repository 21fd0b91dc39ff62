"""The embedded tables are what their scripts make: of the package, or of the mirror."""

from __future__ import annotations

import subprocess
import sys
from importlib import resources
from pathlib import Path

import pyarrow.parquet as pq
import pytest

DATA = Path(str(resources.files("comity.data")))
TOOLS = Path(__file__).resolve().parents[2] / "tools" / "compile"


def compiled(script: str, out: Path, *options: str) -> Path:
    command = [sys.executable, str(TOOLS / f"{script}.py"), "--out", str(out), *options]
    subprocess.run(command, check=True, capture_output=True)
    return out


@pytest.mark.parametrize(
    ("script", "folder", "name"),
    [
        ("alliances", "alliances", "alliances.csv"),
        ("borders", "geography", "borders.csv"),
    ],
)
def test_a_table_of_public_record_is_made_again(
    tmp_path: Path, script: str, folder: str, name: str
) -> None:
    out = compiled(script, tmp_path)
    assert (out / name).read_text("utf-8") == (DATA / folder / name).read_text("utf-8")


@pytest.mark.parametrize(
    ("script", "folder"),
    [("state_figures", "state_figures"), ("trade", "trade"), ("votes", "votes")],
)
def test_an_extract_of_published_figures_is_made_again(
    tmp_path: Path, mirror: Path, script: str, folder: str
) -> None:
    out = compiled(script, tmp_path, "--mirror", str(mirror))
    made = sorted(out.glob("*.parquet"))
    assert [path.name for path in made] == sorted(p.name for p in (DATA / folder).glob("*.parquet"))
    for path in made:
        assert pq.read_table(path) == pq.read_table(DATA / folder / path.name)


def test_all_that_is_embedded_stays_small() -> None:
    assert sum(path.stat().st_size for path in DATA.rglob("*") if path.is_file()) < 5_000_000
