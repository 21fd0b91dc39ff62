"""The tidied mirror file: a party of a treaty a row, with years alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from comity.errors import BadInput
from comity.sources.agreements.rows import agreements_table, days_covered
from comity.sources.contract import Parsed, Reject
from comity.sources.desta.entries import MISSING, Entry
from comity.sources.desta.parties import Parties, Side
from comity.sources.state_codes import iso_of_alpha3
from comity.sources.trade_flows import side_of, year
from comity.sources.trade_flows.tidied import read_columns
from comity.vocabulary.actor import DropReason

DATASET = "desta"
COLUMNS = ("destaID", "Title", "Signature", "Force", "stateID")


def parse_members(path: Path, name: str) -> Iterator[Parsed]:
    """All parties in one chunk: the first record of a party in an agreement counts.

    The tidied file does not tell a founding party from one that joined or left.
    """
    parties, rejects, records = Parties(), list[Reject](), 0
    row: Any
    for number, row in enumerate(read_columns(path, name, COLUMNS), 1):
        records += 1
        try:
            entry = _entry(*("" if row[column] is None else row[column] for column in COLUMNS[:4]))
        except ValueError as error:
            text = ",".join(str(row[column]) for column in COLUMNS)
            rejects.append(Reject(number, str(error), text[:200]))
            continue
        parties.take(entry, Side(_party(row["stateID"] or "", entry.year)))
    kept = parties.finished()
    if not kept:
        raise BadInput(f"{name} holds no party of an agreement.", next_step="Copy it again.")
    summed = records - len(kept) - parties.dropped.total() - len(rejects)
    tables = {"agreements": agreements_table(kept)}
    spans = days_covered(DATASET, "list", kept)
    yield Parsed(DATASET, records, tables, parties.dropped, rejects, spans, summed)


def _entry(number: str, title: str, signature: str, force: str) -> Entry:
    """Raises ValueError for a record without a number or title, or with years that are none."""
    if not number or not title:
        raise ValueError("destaID or Title is empty")
    signed, in_force = (None if text in MISSING else int(text) for text in (signature, force))
    if signed and in_force and in_force < signed:
        # The year in which the agreement itself came into force, beside that of an accession.
        in_force = None
    return Entry(number, number, title, "base_treaty", signed, in_force)


def _party(code: str, signed: int | None) -> str | DropReason:
    state = iso_of_alpha3(code)
    if state is None:
        return DropReason.TERRITORY
    return state if signed is None else side_of(state, year(signed))
