"""A made-up source over made-up acts, so that the store's rules can be seen one at a time."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from comity.sources.act_keys import act_key
from comity.sources.contract import Coverage, Parsed, Reject, SourceDescription, SourceFile
from comity.sources.tables import COUNTS, EVENTS
from comity.store.ingest import IngestReport, ingest_file, source_file
from comity.store.lake import Lake
from comity.store.schema import TABLES
from comity.vocabulary.actor import DropReason

ABOUT = SourceDescription(
    name="synthetic",
    title="SYNTHETIC acts, made up for tests",
    publisher="SYNTHETIC",
    licence="none",
    citation="none",
    url="none",
    kind="events",
    parser_version="1",
)


@dataclass(frozen=True)
class MadeUpSource:
    """Reads lines "ID DAY SOURCE TARGET CODE"; "drop" is dropped, "bad" rejected, "stop" fails.

    Options: `dataset`; `loses` makes a defective parser that forgets a record.
    """

    description: SourceDescription = ABOUT
    coverage: tuple[Coverage, ...] = ()
    chunk: int = 3

    def recognises(self, name: str, head: bytes) -> bool:
        return False

    def parse(self, file: SourceFile, *, options: Mapping[str, str]) -> Iterator[Parsed]:
        dataset = options.get("dataset", "synthetic")
        lines = list(enumerate(file.path.read_text("utf-8").splitlines(), 1))
        for start in range(0, len(lines), self.chunk):
            yield self._chunk(dataset, lines[start : start + self.chunk])
        lost = int(options.get("loses", "0"))
        yield Parsed(dataset, lost, {}, coverage=self.coverage)

    def _chunk(self, dataset: str, lines: list[tuple[int, str]]) -> Parsed:
        dropped: Counter[DropReason] = Counter()
        rejects, rows = [], []
        for number, line in lines:
            if line == "stop":
                raise ValueError("the parser broke down")
            if line == "drop":
                dropped[DropReason.NO_ACT] += 1
            elif line == "bad":
                rejects.append(Reject(number, "malformed", line))
            else:
                rows.append(act(number, *line.split()))
        table = pa.Table.from_pylist(rows, schema=EVENTS)
        return Parsed(dataset, len(lines), {"events": table}, dropped, rejects)


def act(line: int, record_id: str, day: str, source: str, target: str, code: str) -> dict[str, Any]:
    """One row of the parsed table `events`."""
    return {
        "part": "files",
        "reported_month": day[:7],
        "record_id": record_id,
        "day": dt.date.fromisoformat(day),
        "source": source,
        "source_organ": "state",
        "target": target,
        "target_organ": "state",
        "scheme": "cameo",
        "code": code,
        "goldstein_tenths": 10,
        "act_key": act_key(dt.date.fromisoformat(day), source, target, code),
        "outlets": None,
        "story": None,
        "line": line,
    }


@dataclass(frozen=True)
class CountsSource:
    """Gives one row of counts without records."""

    day: dt.date
    n: int
    dataset: str = "synthetic"
    description: SourceDescription = field(
        default_factory=lambda: SourceDescription(
            "synthetic_counts", "SYNTHETIC", "SYNTHETIC", "none", "none", "none", "counts", "1"
        )
    )

    def recognises(self, name: str, head: bytes) -> bool:
        return False

    def parse(self, file: SourceFile, *, options: Mapping[str, str]) -> Iterator[Parsed]:
        row = act(1, "none", self.day.isoformat(), "ARM", "AZE", "190")
        row |= {"n": self.n, "source_file": file.name, "part": "counts"}
        table = pa.Table.from_pylist([{c: row[c] for c in COUNTS.names}], schema=COUNTS)
        days = Coverage(self.dataset, "counts", self.day, self.day, table="counts")
        yield Parsed(self.dataset, 1, {"counts": table}, coverage=(days,))


@dataclass(frozen=True)
class Desk:
    """A lake, and a place to write made-up files for it."""

    lake: Lake
    folder: Path

    def file(self, lines: Iterable[str], name: str = "acts.txt") -> SourceFile:
        path = self.folder / name
        path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        return source_file(path)

    def ingest(
        self,
        lines: Iterable[str],
        name: str = "acts.txt",
        source: Any = None,
        options: Mapping[str, str] | None = None,
    ) -> IngestReport:
        file = self.file(lines, name)
        return ingest_file(self.lake, source or MadeUpSource(), file, options=options)

    def rows(self, sql: str, as_of: int | None = None) -> list[tuple[Any, ...]]:
        found = self.lake.connect(self.lake.version(as_of)).execute(sql).fetchall()
        return [tuple(row) for row in found]

    def contents(self) -> dict[str, list[tuple[Any, ...]]]:
        """Every row of every table."""
        lake = self.lake.connect(self.lake.version())
        return {
            name: sorted(map(tuple, lake.execute(f'SELECT * FROM "{name}"').fetchall()), key=repr)
            for name in TABLES
        }

    def sizes(self) -> dict[str, int]:
        return {name: len(rows) for name, rows in self.contents().items()}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    folder = tmp_path / "files"
    folder.mkdir()
    return Desk(Lake(tmp_path / "lake"), folder)


@pytest.fixture
def new_desk(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Desk]:
    """Makes a desk with a lake of its own, for each example of a law."""

    def make() -> Desk:
        folder = tmp_path_factory.mktemp("desk")
        return Desk(Lake(folder / "lake"), folder)

    return make


@pytest.fixture
def made_up() -> type[MadeUpSource]:
    return MadeUpSource


@pytest.fixture
def counts_source() -> type[CountsSource]:
    return CountsSource
