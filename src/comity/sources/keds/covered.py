"""What a KEDS file covers: its days, and the dyads of the states it was made for.

A coder reads news about a region. Dyads of others appear in passing, so only dyads with one of
the states in focus are covered. The focus of a known project is what its publisher says; of any
other file, the parties that are source or target of at least a fifth of its acts (or the most
frequent one, where none is).
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import pyarrow as pa

from comity.sources.contract import Coverage

SHARE_IN_FOCUS = 0.2
_YUGOSLAV = ("YUG", "SCG", "SRB", "MNE", "XKX", "BIH", "HRV", "MKD", "SVN")
FOCUS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "keds_levant": ("EGY", "ISR", "JOR", "LBN", "PSE", "SYR"),
        "keds_turkey": ("CYP", "GRC", "TUR", "X-TRN"),
        "keds_casia": ("AFG", "ARM", "AZE", "GEO", "KAZ", "KGZ", "TJK", "TKM", "UZB"),
        "keds_balkans": ("ALB", *sorted(_YUGOSLAV)),
        "keds_gulf": ("ARE", "BHR", "IRN", "IRQ", "KWT", "OMN", "QAT", "SAU"),
    }
)


@dataclass(slots=True)
class Span:
    """Well-formed records a day, and how often each party takes part in an act."""

    days: Counter[dt.date] = field(default_factory=Counter)
    acts: int = 0
    parties: Counter[str] = field(default_factory=Counter)

    def add_day(self, day: dt.date) -> None:
        self.days[day] += 1

    def add_acts(self, table: pa.Table) -> None:
        self.acts += table.num_rows
        for side in ("source", "target"):
            self.parties.update(table[side].to_pylist())


def coverage(dataset: str, part: str, span: Span) -> tuple[Coverage, ...]:
    """One stretch, the first to the last day; nothing for a file without an act."""
    if not span.acts:
        return ()
    actors = FOCUS.get(dataset) or in_focus(span)
    return (Coverage(dataset, part, min(span.days), max(span.days), "either", actors),)


def in_focus(span: Span) -> tuple[str, ...]:
    """The parties of at least a fifth of the acts, or the most frequent one; sorted by code."""
    often = [code for code, n in span.parties.items() if n >= SHARE_IN_FOCUS * span.acts]
    most = min(span.parties, key=lambda code: (-span.parties[code], code))
    return tuple(sorted(often or [most]))
