"""Land borders: which states share one, and which do only through territory in dispute."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from comity.registry.disputed_areas import disputed_areas
from comity.registry.states import states
from comity.sources.contract import Coverage, Parsed, SourceFile
from comity.sources.facts import facts_table
from comity.sources.geography.facts import DATASET, PairFacts, read_day, shared_days
from comity.sources.quoted import read_table

COLUMNS = ("low", "high", "first_day", "end_day", "through", "note")
FACT = "border_land"
TITLE = "Land border, lakes and rivers included"
# From the end of Czechoslovakia on: each state of the former federations stood alone by then.
COVERED = (dt.date(1993, 1, 1), dt.date(2025, 12, 31))


@dataclass(slots=True)
class _Reading:
    facts: PairFacts = field(default_factory=lambda: PairFacts(FACT))
    held: dict[tuple[str, str], list[tuple[dt.date, dt.date | None]]] = field(default_factory=dict)

    def take(self, row: Mapping[str, str]) -> str | None:
        """Keeps one row; the reason where it is malformed."""
        pair = (row["low"], row["high"])
        unknown = [code for code in pair if states().get(code) is None]
        if unknown or pair[0] >= pair[1]:
            return f"{pair[0]!r} and {pair[1]!r} are no two states in the order of their codes"
        try:
            given = (read_day(row["first_day"]), read_day(row["end_day"]))
        except ValueError as error:
            return str(error)
        days = shared_days(pair, given, (COVERED[0], None))
        if days is None:
            return "the two did not stand together on these days"
        if any(shared_days(pair, days, other) for other in self.held.get(pair, ())):
            return f"{pair[0]} and {pair[1]} stand twice for the same days"
        area = disputed_areas().get(row["through"])
        if row["through"] and area is None:
            return f"no disputed area is called {row['through'][:40]!r}"
        self.held.setdefault(pair, []).append(days)
        if area is None:
            self.facts.add(pair, days, 1.0, "land border")
        else:
            self.facts.add(pair, days, None, f"only through territory in dispute: {area.name}")
        return None


def parse(file: SourceFile) -> Parsed:
    """A border is 1; one only through territory in dispute has no value, and its text says so."""
    reading = _Reading()
    read = read_table(file, COLUMNS, reading.take, of="land borders")
    tables = {
        "dyad_facts": reading.facts.table(),
        "facts": facts_table([(FACT, TITLE, "1: they share one")]),
    }
    coverage = [Coverage(DATASET, FACT, *COVERED, table="dyad_facts")]
    records = len(reading.facts.rows) + len(read.rejects)
    return Parsed(DATASET, records, tables, rejects=read.rejects, coverage=coverage)
