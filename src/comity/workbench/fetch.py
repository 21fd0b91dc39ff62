"""`fetch`: publishers' files from where they are published, into the cache."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

import pyarrow as pa
from pydantic import Field

from comity.briefs.words import counted
from comity.errors import BadValue
from comity.fetching import (
    Fetched,
    Fetching,
    FetchSet,
    Recipe,
    check_options,
    find_recipe,
    mirror_of,
    open_downloader,
    recipe_of,
    wanted_files,
)
from comity.sources.catalogue import find_source, sources
from comity.workbench.bench import Workbench
from comity.workbench.ingest import IngestRequest, IngestResult, ingest
from comity.workbench.result import Request, Result

SCHEMA = pa.schema(
    [
        ("file", pa.string()),
        ("address", pa.string()),
        ("bytes", pa.int64()),
        ("sha256", pa.string()),
        ("state", pa.string()),
        ("path", pa.string()),
    ]
)
CATALOGUE = pa.schema(
    [(name, pa.string()) for name in ("source", "kind", "title", "options", "how", "checked")]
)


class FetchRequest(Request):
    """What to fetch: a source, the span of its files, and its options; no name lists all."""

    name: str = Field("", description="a source (`gdelt`, `ucdp_ged`, ...); none: list them all")
    first_day: dt.date | None = Field(None, description="first day of the files")
    last_day: dt.date | None = Field(None, description="last day of the files, included")
    options: Mapping[str, str] = Field(
        default_factory=dict, description="`kind` of files, and the options that the kind has"
    )
    most_files: int | None = Field(None, ge=1, description="fetch no more than so many files")
    dry_run: bool = Field(False, description="only tell which files would be fetched")
    ingest: bool = Field(False, description="read the files into the lake afterwards")


class FetchResult(Result):
    """`.table`: file, address, bytes, sha256, state and path; without a name, the catalogue.

    `notes` is what a reader should know; `ingested` what became of the files in the lake.
    """

    notes: tuple[str, ...] = ()
    ingested: IngestResult | None = None


def fetch(bench: Workbench, request: FetchRequest) -> FetchResult:
    """Fetch a source's files: from the cache, else the mirror, else the publisher.

    A file that the publisher does not have for a day of the span is told, not fatal. Raises
    Refused, with what to do, for files that need a person; and what the way raises.
    """
    if not request.name:
        return _catalogue(request)
    recipe = recipe_of(find_source(request.name))
    chosen = recipe.choose(request.options)
    options = check_options(recipe, chosen, request.options)
    if chosen.by_hand is not None:
        raise recipe.needs_a_person(chosen)
    if request.ingest and not chosen.ingest:
        raise BadValue(f"comity has no parser for {chosen.title}.", next_step="Leave out --ingest.")
    now = dt.datetime.now(dt.UTC).replace(tzinfo=None)
    wanted = wanted_files(
        chosen, options, first_day=request.first_day, last_day=request.last_day, now=now
    )
    taken = wanted[: request.most_files]
    with open_downloader(
        bench.home / "cache",
        bench.environ,
        gap=recipe.gap_seconds,
        told=lambda text: bench.progress(text, 0),
        on_wait=bench.on_wait,
    ) as downloader:
        run = Fetching(
            recipe, chosen, downloader, mirror_of(bench.environ), downloader.told, now.date()
        )
        rows = run.plan(taken) if request.dry_run else run.run(taken)
    left = len(wanted) - len(taken)
    more = "file more is" if left == 1 else "files more are"
    notes = [*run.notes, *([f"{left:,} {more} in the span."] if left else [])]
    return FetchResult(
        table=_table(rows),
        text=_text(recipe, chosen, rows, request.dry_run),
        notes=tuple(notes),
        ingested=_ingested(bench, chosen.ingest, rows) if request.ingest else None,
    )


def _ingested(bench: Workbench, source: str, rows: Sequence[Fetched]) -> IngestResult | None:
    """The files in the lake, each whole or not at all; None where no file is here."""
    files = tuple(str(row.path) for row in rows if row.path is not None)
    return ingest(bench, IngestRequest(source=source, files=files)) if files else None


def _table(rows: Sequence[Fetched]) -> pa.Table:
    listed = [
        {
            "file": row.name,
            "address": row.address,
            "bytes": row.bytes,
            "sha256": row.sha256 or None,
            "state": row.state.value,
            "path": None if row.path is None else str(row.path),
        }
        for row in rows
    ]
    return pa.Table.from_pylist(listed, schema=SCHEMA)


def _text(recipe: Recipe, chosen: FetchSet, rows: Sequence[Fetched], dry_run: bool) -> str:
    states = [row.state.value for row in rows]
    counts = ", ".join(f"{states.count(state):,} {state}" for state in dict.fromkeys(states))
    size = sum(row.bytes or 0 for row in rows) / 1e6
    said = f"{counted(len(rows), 'file')} of {chosen.title}: {counts}"
    return f"{said}." if dry_run else f"{said}; {size:,.1f} MB. Terms: {recipe.licence}"


def _catalogue(request: FetchRequest) -> FetchResult:
    if request != FetchRequest(name="", dry_run=request.dry_run):
        raise BadValue(
            "No source was named.", next_step="For example `comity fetch passport_index`."
        )
    recipes = [found for one in sources().values() if (found := find_recipe(one)) is not None]
    rows = [
        {
            "source": recipe.source,
            "kind": kind.name,
            "title": kind.title,
            "options": ", ".join(f"{k}={v}" if v else k for k, v in kind.options.items()),
            "how": "by hand" if kind.by_hand else "by span" if kind.dated else "whole",
            "checked": recipe.checked,
        }
        for recipe in recipes
        for kind in recipe.sets.values()
    ]
    return FetchResult(
        table=pa.Table.from_pylist(rows, schema=CATALOGUE),
        text=f"{len(recipes)} sources can be fetched, or say what a person has to do.",
    )
