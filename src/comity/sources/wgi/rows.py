"""Rows of governance scores in the making."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from comity.errors import BadInput
from comity.sources.contract import Coverage, Parsed, Reject
from comity.sources.facts import facts_table
from comity.sources.state_years import (
    Fact,
    StateFacts,
    place_of,
    read_number,
    read_year,
    year_span,
)
from comity.sources.wgi.indicators import DIMENSIONS, facts_of
from comity.vocabulary.actor import DropReason

DATASET = "wgi"


@dataclass(slots=True)
class Scores:
    """Each good line gives two records: an estimate and its standard error.

    `lines` counts the good lines; a rejected one is one record.
    """

    rows: StateFacts = field(default_factory=StateFacts)
    facts: dict[str, tuple[Fact, Fact]] = field(default_factory=dict)
    years: set[int] = field(default_factory=set)
    dropped: Counter[DropReason] = field(default_factory=Counter)
    rejects: list[Reject] = field(default_factory=list)
    lines: int = 0

    def take(self, line: int, row: Mapping[str, object]) -> None:
        """Keeps, drops or rejects a line of the file."""
        try:
            self._take(row)
        except ValueError as error:
            text = ",".join("" if cell is None else str(cell) for cell in row.values())
            self.reject(line, str(error), text)
        else:
            self.lines += 1

    def reject(self, line: int, reason: str, text: str) -> None:
        """Rejects a line: one record."""
        self.rejects.append(Reject(line, reason, text[:200]))

    def parsed(self, file: str) -> Parsed:
        """What was read. Raises BadInput where no line at all was well formed."""
        if not self.years:
            raise BadInput(
                f"{file} holds no well-formed line of a state and year.",
                hint=self.rejects[0].reason if self.rejects else "It has no lines.",
                next_step="Check that this is the right source for the file.",
            )
        facts = facts_table(fact for pair in self.facts.values() for fact in pair)
        first, last = dt.date(min(self.years), 1, 1), dt.date(max(self.years), 12, 31)
        return Parsed(
            DATASET,
            2 * self.lines + len(self.rejects),
            {"state_facts": self.rows.table(), "facts": facts},
            self.dropped,
            self.rejects,
            [Coverage(DATASET, "update", first, last, table="state_facts")],
        )

    def _take(self, row: Mapping[str, object]) -> None:
        dimension, code = str(row["indicator"]).strip(), str(row["code"]).strip()
        if dimension not in DIMENSIONS:
            raise ValueError(f"indicator {dimension[:40]!r}; {', '.join(DIMENSIONS)} expected")
        year = read_year(row["year"])
        values = [read_number(row[name]) for name in ("estimate", "stddev")]
        if values[1] is not None and values[1] < 0:
            raise ValueError(f"a standard error of {values[1]}")
        state = place_of(code, year)
        if state is None:
            raise ValueError(f"no state or territory has the code {code[:40]!r}")
        pair = self.facts.setdefault(dimension, facts_of(dimension))
        self.years.add(year)
        if isinstance(state, DropReason):
            self.dropped[state] += 2
            return
        day = dt.date(year, 1, 1)
        if any((fact.fact, state, day) in self.rows.given for fact in pair):
            raise ValueError(f"a second line of {dimension} for {state} in {year}")
        for fact, value in zip(pair, values, strict=True):
            if value is None:
                self.dropped[DropReason.NO_VALUE] += 1
            else:
                self.rows.add(fact.fact, state, year_span(year), value)
