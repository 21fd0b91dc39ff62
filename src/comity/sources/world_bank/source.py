"""The source `world_bank`: one page of one indicator a file."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from comity.errors import BadInput
from comity.sources.contract import Coverage, Parsed, Reject, SourceDescription, SourceFile
from comity.sources.description import describe_package
from comity.sources.facts import facts_table
from comity.sources.lines import refuse_empty
from comity.sources.options import take_no_option
from comity.sources.state_years import Fact, StateFacts, read_number
from comity.sources.world_bank.answer import Answer, looks_like_answer, read_answer
from comity.sources.world_bank.areas import area
from comity.sources.world_bank.periods import span_of
from comity.vocabulary.actor import DropReason

DATASET = "world_bank"
# The unit stands in the last brackets of a title: "GDP (current US$)".
_UNIT = re.compile(r"\(((?:[^()]|\([^()]*\))*)\)\s*$")
_COUNTS = {"Population, total": "persons"}


@dataclass(frozen=True, slots=True)
class WorldBank:
    """Indicators of the World Bank, as its API gives them."""

    description: SourceDescription

    def recognises(self, name: str, head: bytes) -> bool:
        """By the head of the page."""
        return looks_like_answer(head)

    def parse(self, file: SourceFile, *, options: Mapping[str, str]) -> Iterator[Parsed]:
        """The facts of a page. Raises BadValue for any option, BadInput for the file."""
        take_no_option(self.description.name, options)
        refuse_empty(file)
        answer = read_answer(file)
        reading = _Reading(answer)
        for number, record in enumerate(answer.records, 1):
            try:
                reason = reading.take(record)
            except ValueError as error:
                reading.rejects.append(Reject(number, str(error), str(record)[:200]))
            else:
                if reason:
                    reading.dropped[reason] += 1
        yield reading.parsed(file)


@dataclass(slots=True)
class _Reading:
    answer: Answer
    rows: StateFacts = field(default_factory=StateFacts)
    facts: dict[str, Fact] = field(default_factory=dict)
    covered: dict[str, list[tuple[dt.date, dt.date]]] = field(default_factory=dict)
    dropped: Counter[DropReason] = field(default_factory=Counter)
    rejects: list[Reject] = field(default_factory=list)

    def take(self, record: Any) -> DropReason | None:
        """Keeps a record, or says why not. Raises ValueError where it is malformed."""
        indicator, title = _pair(record, "indicator")
        short, name = _pair(record, "country")
        span = span_of(record.get("date"))
        if "value" not in record:
            raise ValueError("the record has no value, not even null")
        if isinstance(record["value"], str) and record["value"].strip():
            raise ValueError(f"value {record['value'][:40]!r} is text; a number was expected")
        value = read_number(record["value"])
        place = area(str(record.get("countryiso3code") or ""), short, span[0].year)
        if place is None:
            raise ValueError(f"no state, territory or group has the code of {name[:60]!r}")
        self.covered.setdefault(indicator, []).append(span)
        unit = str(record.get("unit") or "") or _unit(title)
        self.facts.setdefault(indicator, Fact(indicator, title, unit))
        if isinstance(place, DropReason):
            return place
        if value is None:
            return DropReason.NO_VALUE
        if not self.rows.add(indicator, place, span, value, self._text(record)):
            raise ValueError(f"a second figure of {place} for {record['date']}")
        return None

    def parsed(self, file: SourceFile) -> Parsed:
        """What was read. Raises BadInput where no record at all was well formed."""
        records = len(self.answer.records)
        if len(self.rejects) == records:
            raise BadInput(
                f"{file.name} holds no well-formed record.",
                hint=self.rejects[0].reason,
                next_step="Check that this is the right source for the file.",
            )
        tables = {"state_facts": self.rows.table(), "facts": facts_table(self.facts.values())}
        spans = [self._coverage(indicator) for indicator in self.covered]
        return Parsed(DATASET, records, tables, self.dropped, self.rejects, spans)

    def _text(self, record: Mapping[str, Any]) -> str | None:
        """When the Bank last updated the figure, and the mark that it gives it."""
        status = str(record.get("obs_status") or "")
        updated = f"updated {self.answer.updated}" if self.answer.updated else ""
        return (
            "; ".join(part for part in (updated, f"status {status}" * bool(status)) if part) or None
        )

    def _coverage(self, indicator: str) -> Coverage:
        """The days of an indicator. One page of several covers only the states that are on it."""
        spans = self.covered[indicator]
        first, end = min(span[0] for span in spans), max(span[1] for span in spans)
        there = () if self.answer.pages == 1 else tuple(sorted(set(self.rows.state)))
        return Coverage(
            DATASET,
            indicator,
            first,
            end - dt.timedelta(days=1),
            scope="either" if there else "world",
            actors=there,
            table="state_facts",
        )


def _pair(record: Any, key: str) -> tuple[str, str]:
    """The id and the words of a part of a record."""
    part = record.get(key) if isinstance(record, dict) else None
    if not isinstance(part, dict) or not isinstance(part.get("id"), str) or not part["id"].strip():
        raise ValueError(f"the record has no {key} with an id")
    return part["id"].strip(), str(part.get("value") or part["id"]).strip()


def _unit(title: str) -> str:
    found = _UNIT.search(title)
    return found[1].strip() if found else _COUNTS.get(title, "as the title says")


SOURCE = WorldBank(describe_package("comity.sources.world_bank"))
