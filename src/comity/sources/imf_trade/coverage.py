"""What a file can answer for: a download may hold all states, some reporters, or a few pairs."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from comity.sources.contract import Coverage
from comity.sources.imf_trade.figures import Fact

# As many reporters or partners are the whole world: no selection by hand is so long.
WORLD = 150
MOST_PAIRS = 400


@dataclass(slots=True)
class _Span:
    first: dt.date
    last: dt.date
    reporters: set[str] = field(default_factory=set)
    pairs: set[tuple[str, str]] = field(default_factory=set)


@dataclass(slots=True)
class Spans:
    """The days, reporters and partners that the figures of each frequency span."""

    by_frequency: dict[str, _Span] = field(default_factory=dict)

    def add(self, one: Fact) -> None:
        period = one.period
        span = self.by_frequency.setdefault(one.frequency, _Span(period.day, period.last_day))
        span.first, span.last = min(span.first, period.day), max(span.last, period.last_day)
        pair = (one.source, one.target)
        reporter = one.source if one.indicator.reporter_exports else one.target
        span.reporters.add(reporter)
        if len(span.pairs) <= MOST_PAIRS:
            span.pairs.add((min(pair), max(pair)))

    def coverage(self, dataset: str) -> list[Coverage]:
        """The whole world, all pairs of the reporters, or just the pairs that are there."""
        out = []
        for frequency, span in self.by_frequency.items():
            known = (dataset, frequency, span.first, span.last)
            if len(span.reporters) >= WORLD:
                scopes: list[tuple[str, tuple[str, ...]]] = [("world", ())]
            elif len(span.pairs) <= MOST_PAIRS:
                scopes = [("both", pair) for pair in sorted(span.pairs)]
            else:
                scopes = [("either", tuple(sorted(span.reporters)))]
            out += [Coverage(*known, scope, who, table="dyad_facts") for scope, who in scopes]
        return out
