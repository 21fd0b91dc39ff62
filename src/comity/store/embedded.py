"""The embedded default: the tables of facts in the package, loaded as one lake version."""

from __future__ import annotations

from collections.abc import Callable
from importlib import resources
from pathlib import Path

from comity.sources.contract import Source
from comity.store.ingest import IngestReport, Progress, ingest_in, silent, source_file
from comity.store.lake import Lake
from comity.store.writer import Clock, utc_now, writing

# In the order in which they are read: the source that parses the folder's files, and the folder.
EMBEDDED = (
    ("memberships", "memberships", "*.csv"),
    ("agreements", "agreements", "*.csv"),
    ("un_votes", "votes", "*.parquet"),
    ("passport_index", "visas", "*.parquet"),
    ("acts", "acts", "*.parquet"),
    ("alliances", "alliances", "*.csv"),
    ("geography", "geography", "*.csv"),
    ("gapminder", "state_figures", "*.parquet"),
    ("agtpa", "trade", "agtpa_*.parquet"),
    ("tradhist", "trade", "tradhist_*.parquet"),
)


def embedded_files() -> list[tuple[str, Path, str]]:
    """The source, the path and the name of each embedded file."""
    root = Path(str(resources.files("comity.data")))
    return [
        (source, path, f"comity/data/{folder}/{path.name}")
        for source, folder, pattern in EMBEDDED
        for path in sorted((root / folder).glob(pattern))
    ]


def load_default(
    lake: Lake,
    find_source: Callable[[str], Source],
    *,
    progress: Progress = silent,
    on_wait: Callable[[str], None] = lambda _message: None,
    clock: Clock = utc_now,
    corrects: bool = True,
) -> list[IngestReport]:
    """Load the embedded default; without `corrects` only what the lake does not have."""
    with writing(lake, clock=clock, on_wait=on_wait) as transaction:
        reports = [
            ingest_in(
                transaction,
                find_source(source),
                source_file(path, name),
                {},
                progress,
                corrects=corrects,
            )
            for source, path, name in embedded_files()
        ]
        transaction.commit("embedded default")
        return reports
