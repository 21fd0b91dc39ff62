"""The source `imf_trade`: any published form of the IMF's trade by partner."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import pyarrow as pa

from comity.errors import BadInput, BadValue
from comity.sources.contract import Parsed, Reject, SourceDescription, SourceFile
from comity.sources.description import describe_package
from comity.sources.imf_trade.coverage import Spans
from comity.sources.imf_trade.figures import Fact, read_figures, scale_option
from comity.sources.imf_trade.layout import Layout, read_layout
from comity.sources.imf_trade.words import FREQUENCIES
from comity.sources.quoted_rows import QuotedRows, first_row
from comity.sources.tables import DYAD_FACTS
from comity.sources.trade_flows import flow_facts
from comity.sources.trade_flows.facts import TITLES
from comity.vocabulary.actor import DropReason

DATASET = "imf_trade"
CHUNK = 200_000


@dataclass(frozen=True, slots=True)
class ImfTrade:
    """Exports and imports by partner, as each state reports them."""

    description: SourceDescription

    def recognises(self, name: str, head: bytes) -> bool:
        """By the header, which must name reporter, partner, indicator, period and figure."""
        layout = read_layout(first_row(head))
        return layout.complete and (bool(layout.indicators) or _of_trade(head))

    def parse(self, file: SourceFile, *, options: Mapping[str, str]) -> Iterator[Parsed]:
        """The figures in chunks; a record is a figure. The option `scale` overrides the file's.

        Raises BadValue for another option, BadInput for the file.
        """
        unknown = sorted(set(options) - {"scale"})
        if unknown:
            raise BadValue(
                f"imf_trade takes no option {', '.join(unknown)}.", hint="It takes: scale."
            )
        reading = _Reading(file.name, scale_option(options))
        rows = iter(QuotedRows(file))
        layout = read_layout(next(rows, (0, []))[1])
        if not layout.complete:
            raise BadInput(
                f"{file.name}, line 1: the header is not that of trade by partner.",
                hint="COUNTRY, INDICATOR, COUNTERPART_COUNTRY, TIME_PERIOD and OBS_VALUE, or "
                "Country Code, Counterpart Country Code, Indicator Code and years were expected.",
                next_step="Check that this is the right source for the file.",
            )
        yield from reading.chunks(layout, rows)


def _of_trade(head: bytes) -> bool:
    """Whether an indicator of trade stands in the first lines: other sets have the same columns."""
    return b"G_FOB_USD" in head or b"MG_CIF_USD" in head or b"Goods, Value of" in head


@dataclass(slots=True)
class _Reading:
    name: str
    scale: float | None
    facts: list[Fact] = field(default_factory=list)
    dropped: Counter[DropReason] = field(default_factory=Counter)
    rejects: list[Reject] = field(default_factory=list)
    spans: Spans = field(default_factory=Spans)
    records: int = 0
    good: int = 0

    def chunks(self, layout: Layout, rows: Iterator[tuple[int, list[str]]]) -> Iterator[Parsed]:
        about = {"facts": _facts_table()}
        for line, fields in rows:
            self._take(layout, line, fields)
            if len(self.facts) >= CHUNK:
                yield self._parsed(about, last=False)
                about = {}
        if not self.good + len(self.facts):
            raise BadInput(
                f"{self.name} holds no figure between two states.",
                hint=self.rejects[0].reason if self.rejects else "",
                next_step="Check that this is the right source for the file.",
            )
        yield self._parsed(about, last=True)

    def _take(self, layout: Layout, line: int, fields: list[str]) -> None:
        try:
            outcomes = list(read_figures(layout, fields, self.scale))
        except ValueError as error:
            self.records += 1
            self.rejects.append(Reject(line, str(error), ",".join(fields)[:200]))
            return
        self.records += len(outcomes)
        for one in outcomes:
            if isinstance(one, Fact):
                self.facts.append(one)
                self.spans.add(one)
            else:
                self.dropped[one] += 1

    def _parsed(self, about: Mapping[str, pa.Table], *, last: bool) -> Parsed:
        tables = {"dyad_facts": _dyad_facts(self.facts), **about}
        spans = self.spans.coverage(DATASET) if last else []
        out = Parsed(DATASET, self.records, tables, self.dropped, self.rejects, spans)
        self.good += len(self.facts)
        self.facts, self.dropped, self.rejects, self.records = [], Counter(), [], 0
        return out


def _facts_table() -> pa.Table:
    titles = [
        (fact + suffix, f"{title}; {frequency}")
        for frequency, suffix in FREQUENCIES.items()
        for fact, title in TITLES.items()
    ]
    return flow_facts(groups=titles)


def _dyad_facts(facts: list[Fact]) -> pa.Table:
    columns = [
        [one.indicator.fact + FREQUENCIES[one.frequency] for one in facts],
        [one.source for one in facts],
        [one.target for one in facts],
        [one.period.day for one in facts],
        [one.period.end_day for one in facts],
        [one.value for one in facts],
        [one.indicator.text for one in facts],
    ]
    return pa.table(columns, schema=DYAD_FACTS)


SOURCE = ImfTrade(describe_package("comity.sources.imf_trade"))
