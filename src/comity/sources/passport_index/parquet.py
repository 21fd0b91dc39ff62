"""The tidied mirror file: every snapshot of every pair in one Parquet."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from comity.errors import BadInput
from comity.sources.contract import Parsed, Reject
from comity.sources.passport_index.places import state_of
from comity.sources.passport_index.rows import FactColumns, named, snapshot_coverage
from comity.sources.passport_index.rules import DATASET, Requirement, read_requirement
from comity.vocabulary.actor import DropReason
from comity.vocabulary.visa import VisaRule

COLUMNS = ("passport", "destination", "snapshot", "requirement", "days")
CHUNK = 200_000


def parse_parquet(path: Path, name: str) -> Iterator[Parsed]:
    """All snapshots in chunks; `line` of a reject is the row from 1.

    Raises BadInput for a file without the five columns.
    """
    covered: set[str] = set()
    row = 0
    for batch in _batches(path, name):
        columns = (batch[column].to_pylist() for column in COLUMNS)
        facts, dropped, rejects = FactColumns(), Counter[DropReason](), list[Reject]()
        for passport, destination, snapshot, requirement, days in zip(*columns, strict=True):
            row += 1
            try:
                reason = _take(facts, passport, destination, snapshot, requirement, days)
            except ValueError as error:
                text = f"{passport},{destination},{snapshot},{requirement},{days}"
                rejects.append(Reject(row, str(error), text[:200]))
                continue
            if reason:
                dropped[reason] += 1
        table = facts.table()
        new = {day.isoformat() for day in table["day"].unique().to_pylist()} - covered
        covered |= new
        spans = [snapshot_coverage(dt.date.fromisoformat(day)) for day in sorted(new)]
        yield Parsed(
            DATASET,
            batch.num_rows,
            {"dyad_facts": table, "facts": named()},
            dropped,
            rejects,
            spans,
        )


def _take(
    facts: FactColumns,
    passport: str,
    destination: str,
    snapshot: str,
    requirement: str,
    days: int | None,
) -> DropReason | None:
    """Adds one fact, or gives the reason why it is dropped. Raises ValueError where malformed."""
    admits, holder = state_of(destination), state_of(passport)
    if admits is None or holder is None:
        raise ValueError(f"no state has the code {destination if admits is None else passport!r}")
    rule = read_requirement(requirement)
    if isinstance(admits, DropReason) or isinstance(holder, DropReason):
        return DropReason.TERRITORY
    if rule is None or admits == holder:
        return DropReason.WITHIN_ONE_STATE
    if days is not None and rule.rule is not VisaRule.VISA_FREE:
        raise ValueError(f"{days} days with the rule {requirement!r}")
    facts.add(admits, holder, dt.date.fromisoformat(snapshot), Requirement(rule.rule, days))
    return None


def _batches(path: Path, name: str) -> Iterator[pa.RecordBatch]:
    try:
        with pq.ParquetFile(path) as file:
            yield from file.iter_batches(batch_size=CHUNK, columns=list(COLUMNS))
    except (pa.ArrowInvalid, KeyError) as error:
        raise BadInput(
            f"{name} is no tidied file with the columns {', '.join(COLUMNS)}.",
            hint=str(error).splitlines()[0],
            next_step="Check that this is the right file, or copy it again.",
        ) from error
