"""What tests of event sources share: a file is parsed, and every record of it accounted for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from comity.sources.contract import Coverage, Parsed, Source, SourceFile
from comity.sources.tables import EVENTS, VOLUMES
from comity.vocabulary.actor import DropReason


@dataclass(frozen=True)
class Heard:
    """The chunks of one file, and what they say together."""

    chunks: list[Parsed]

    @property
    def acts(self) -> list[dict[str, Any]]:
        tables = [chunk.tables["events"] for chunk in self.chunks if "events" in chunk.tables]
        assert all(table.schema.equals(EVENTS) for table in tables)
        found: list[dict[str, Any]] = pa.concat_tables(tables).to_pylist() if tables else []
        return found

    @property
    def sides(self) -> dict[str, tuple[str, str, str, str, str]]:
        """By record id: source and organ, target and organ, code."""
        names = ("source", "source_organ", "target", "target_organ", "code")
        return {one["record_id"]: tuple(one[name] for name in names) for one in self.acts}

    @property
    def volumes(self) -> dict[str, int]:
        """Records a day; the slot must be the day itself."""
        (table,) = (c.tables["volumes"] for c in self.chunks if "volumes" in c.tables)
        assert table.schema.equals(VOLUMES)
        rows = table.to_pylist()
        assert all(row["slot"] == str(row["day"]) for row in rows)
        return {row["slot"]: row["records"] for row in rows}

    @property
    def dropped(self) -> Counter[DropReason]:
        return sum((chunk.dropped for chunk in self.chunks), Counter())

    @property
    def rejects(self) -> list[str]:
        return [f"{one.line}: {one.reason}" for chunk in self.chunks for one in chunk.rejects]

    @property
    def coverage(self) -> list[Coverage]:
        return [span for chunk in self.chunks for span in chunk.coverage]

    @property
    def records(self) -> int:
        return sum(chunk.records for chunk in self.chunks)

    @property
    def accounted(self) -> int:
        """Acts, dropped and rejected records: must equal `records`."""
        return len(self.acts) + self.dropped.total() + len(self.rejects)


Hear = Callable[..., Heard]


@pytest.fixture(scope="session")
def hear() -> Hear:
    """Parses a file with a source: `hear(SOURCE, path, option="value")`."""

    def parse(source: Source, path: Path, **options: str) -> Heard:
        file = SourceFile(path, path.name, "", path.stat().st_size)
        return Heard(list(source.parse(file, options=options)))

    return parse
