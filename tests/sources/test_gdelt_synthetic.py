"""The SYNTHETIC files that the benchmarks read are files of GDELT 1.0, alike to real ones."""

from __future__ import annotations

import datetime as dt
import importlib.util
import sys
from collections import Counter
from pathlib import Path
from types import ModuleType

import pyarrow as pa
import pytest

from comity.sources.contract import Parsed, SourceFile
from comity.sources.gdelt import SOURCE

BENCHMARKS = Path(__file__).resolve().parents[2] / "benchmarks"
FIRST = dt.date(2019, 1, 1)
ROWS = 20_000


@pytest.fixture(scope="module")
def generator() -> ModuleType:
    path = BENCHMARKS / "synthetic_gdelt.py"
    spec = importlib.util.spec_from_file_location("synthetic_gdelt", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    # Its dataclasses look their module up by name.
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def parse(path: Path) -> list[Parsed]:
    assert SOURCE.recognises(path.name, path.read_bytes()[:65_536])
    return list(SOURCE.parse(SourceFile(path, path.name, "", path.stat().st_size), options={}))


def records(chunks: list[Parsed]) -> pa.Table:
    tables = [chunk.tables["records"] for chunk in chunks if "records" in chunk.tables]
    return pa.concat_tables(tables).unify_dictionaries()


def test_every_line_is_well_formed_and_in_the_order_of_report(
    generator: ModuleType, tmp_path: Path
) -> None:
    path = tmp_path / "synthetic.export.CSV"
    generator.write_synthetic(path, ROWS, 1, first_day=FIRST, days=10)
    chunks = parse(path)
    assert not [reject for chunk in chunks for reject in chunk.rejects]
    assert records(chunks).num_rows == ROWS
    assert chunks[-1].coverage[0].first_day == FIRST
    assert chunks[-1].coverage[0].last_day == dt.date(2019, 1, 10)
    lines = path.read_bytes().splitlines()
    assert all(line.count(b"\t") == 57 for line in lines)
    assert [line.split(b"\t")[56] for line in lines] == sorted(
        line.split(b"\t")[56] for line in lines
    )
    assert 300 < path.stat().st_size / ROWS < 450
    assert b"SYNTHETIC" in lines[0]


def test_codes_occur_as_often_as_in_the_published_samples(
    generator: ModuleType, tmp_path: Path
) -> None:
    path = tmp_path / "synthetic.export.CSV"
    generator.write_synthetic(path, ROWS, 1, first_day=FIRST, days=10)
    counted = {value.split()[0]: n for value, n in generator.frequencies("code")}
    found = Counter(records(parse(path))["code"].to_pylist())
    for code, n in sorted(counted.items(), key=lambda one: -one[1])[:10]:
        assert found[code] / ROWS == pytest.approx(n / sum(counted.values()), abs=0.01)


def test_the_same_seed_gives_the_same_bytes(generator: ModuleType, tmp_path: Path) -> None:
    contents = []
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        generator.write_synthetic(tmp_path / name, 500, seed, first_day=FIRST, days=3)
        contents.append((tmp_path / name).read_bytes())
    assert contents[0] == contents[1] != contents[2]


def test_between_states_every_record_has_two_states_and_few_repeat(
    generator: ModuleType, tmp_path: Path
) -> None:
    path = tmp_path / "synthetic.export.CSV"
    generator.write_synthetic(path, ROWS, 1, first_day=FIRST, days=10, between_states=True)
    table, parties = records(parse(path)), parse(path)[0].tables["parties"].to_pylist()
    party = {
        (row["role"], row["written"]): row["party"] for row in parties if row["end_day"] is None
    }
    sources, targets = table["source"].to_pylist(), table["target"].to_pylist()
    sides = [
        (party["source", source], party["target", target])
        for source, target in zip(sources, targets, strict=True)
    ]
    assert all(a and b and a != b for a, b in sides)
    assert len(set(table["act_key"].to_pylist())) > 0.98 * ROWS
