"""Results that take long are computed once for one lake, method and question."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pytest

from comity.store.kept import kept
from comity.store.query import reading


@pytest.fixture
def counted(default_lake_home: Path, tmp_path: Path):
    """Asks for a result that counts how often it is computed, in a copy of the lake's manifest."""
    opened = reading(default_lake_home)
    computed: list[int] = []

    def compute() -> dict[str, pa.Table]:
        computed.append(1)
        return {"numbers": pa.table({"n": [len(computed)]})}

    def ask(made_by: str = "1", **asked: object) -> int:
        found = kept(
            opened,
            f"counted_{tmp_path.name}",
            made_by=made_by,
            tables=("votes",),
            asked=asked,
            compute=compute,
        )
        return int(found["numbers"]["n"][0].as_py())

    return ask


def test_the_same_question_is_answered_from_what_was_kept(counted) -> None:
    assert counted(year=2020) == counted(year=2020) == 1


def test_another_question_and_another_method_are_computed_anew(counted) -> None:
    assert [counted(year=2020), counted(year=2021), counted("2", year=2020)] == [1, 2, 3]


def test_a_kept_result_that_is_damaged_is_computed_anew(counted, default_lake_home: Path) -> None:
    assert counted(year=1999) == 1
    newest = max((default_lake_home / "kept").glob("counted_*"), key=lambda p: p.stat().st_mtime)
    (newest / "numbers.parquet").write_bytes(b"no Parquet")
    assert counted(year=1999) == 2
    assert counted(year=1999) == 2
