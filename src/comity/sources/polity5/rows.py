"""Rows of Polity scores in the making."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from comity.errors import BadInput
from comity.sources.contract import Coverage, Parsed, Reject
from comity.sources.facts import facts_table
from comity.sources.polity5.countries import country
from comity.sources.polity5.scores import SCORES, read_score
from comity.sources.state_years import StateFacts, read_year, year_span
from comity.sources.state_years.numbers import read_whole
from comity.vocabulary.actor import DropReason

DATASET = "polity5"
# What a line must have; the other columns of the release are not read.
NEEDED = ("ccode", "scode", "year", *SCORES)


@dataclass(slots=True)
class Scores:
    """Each good line gives a record for each score; a rejected one is one record."""

    rows: StateFacts = field(default_factory=StateFacts)
    years: set[int] = field(default_factory=set)
    dropped: Counter[DropReason] = field(default_factory=Counter)
    rejects: list[Reject] = field(default_factory=list)

    def take(self, line: int, row: Mapping[str, object]) -> None:
        """Keeps, drops or rejects a line of the file."""
        try:
            self._take(line, row)
        except ValueError as error:
            text = ",".join("" if row[name] is None else str(row[name]) for name in NEEDED)
            self.reject(line, str(error), text)

    def reject(self, line: int, reason: str, text: str) -> None:
        """Rejects a line, or one figure of it."""
        self.rejects.append(Reject(line, reason, text[:200]))

    def parsed(self, file: str) -> Parsed:
        """What was read. Raises BadInput where no line at all was well formed."""
        if not self.years:
            raise BadInput(
                f"{file} holds no well-formed line of a state and year.",
                hint=self.rejects[0].reason if self.rejects else "It has no lines.",
                next_step="Check that this is the right source for the file.",
            )
        table, wrong = self.rows.table(), len(self.rejects)
        facts = facts_table(score.fact for score in SCORES.values())
        first, last = dt.date(min(self.years), 1, 1), dt.date(max(self.years), 12, 31)
        return Parsed(
            DATASET,
            table.num_rows + self.dropped.total() + wrong,
            {"state_facts": table, "facts": facts},
            self.dropped,
            self.rejects,
            [Coverage(DATASET, "annual", first, last, table="state_facts")],
        )

    def _take(self, line: int, row: Mapping[str, object]) -> None:
        number, letters = read_whole(row["ccode"]), str(row["scode"] or "").strip()
        year = read_year(row["year"])
        state = None if number is None else country(number, letters, year)
        if state is None:
            raise ValueError(f"no country has the ccode {number} and the scode {letters[:20]!r}")
        self.years.add(year)
        if isinstance(state, DropReason):
            self.dropped[state] += len(SCORES)
            return
        span = year_span(year)
        if any((score.fact.fact, state, span[0]) in self.rows.given for score in SCORES.values()):
            raise ValueError(f"a second line of {state} for {year}")
        for column, score in SCORES.items():
            try:
                found = read_score(column, row[column])
            except ValueError as error:
                self.reject(line, str(error), f"{letters},{year},{column},{row[column]}")
                continue
            if found is None:
                self.dropped[DropReason.NO_VALUE] += 1
            else:
                self.rows.add(score.fact.fact, state, span, *found)
