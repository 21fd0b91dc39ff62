"""The command starts light: what is slow to import waits until it is needed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = (
    *("duckdb", "pyarrow", "deltalake", "narwhals", "numpy", "pandas", "polars", "pydantic"),
    *("altair", "vl_convert", "typst", "yaml", "pyspark", "comity.store", "comity.registry"),
)
SHOWN = """
import sys
sys.argv = ["comity", *{typed!r}]
from comity.cli import main
try:
    main.main()
except SystemExit:
    pass
print("IMPORTED", *sys.modules, file=sys.stderr)
"""


def imported(*typed: str, home: Path | None = None) -> set[str]:
    """The modules that a command has imported when it ends, in a process of its own."""
    environ = os.environ | ({"COMITY_HOME": str(home)} if home else {})
    done = subprocess.run(
        [sys.executable, "-c", SHOWN.format(typed=typed)],
        env=environ,
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    return set(done.stderr.rpartition("IMPORTED")[2].split())


@pytest.mark.parametrize("typed", [("--help",), ("--version",)])
def test_the_help_imports_nothing_heavy(typed: tuple[str, ...]) -> None:
    modules = imported(*typed)
    assert "comity.cli.main" in modules
    assert modules & set(HEAVY) == set()
    assert not [name for name in modules if name.startswith("comity.workbench.")]


def test_the_help_of_a_sub_command_waits_for_no_estimator() -> None:
    modules = imported("reactions", "fit", "--help")
    assert "comity.cli.reactions_fit" in modules
    assert modules & {"numba", "scipy", "numpy", "comity.workbench.reactions_fit"} == set()


def test_a_command_imports_none_of_the_others(default_lake_home: Path) -> None:
    modules = imported("ledger", "RUS", "UKR", "--period", "year", home=default_lake_home)
    assert "comity.workbench.ledger" in modules
    foreign = ("altair", "vl_convert", "typst", "pandas", "polars", "comity.briefs.brief")
    assert modules & {*foreign, "comity.sources.catalogue", "comity.workbench.brief"} == set()


def test_arrow_still_makes_frames_after_pandas_was_spared() -> None:
    pytest.importorskip("pandas")
    code = (
        "from comity.cli.bench import spare_pandas; spare_pandas(); import sys, pyarrow as pa;"
        "assert 'pandas' not in sys.modules;"
        "print(pa.table({'day': ['2022-02-24']}).to_pandas()['day'][0])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "2022-02-24"
