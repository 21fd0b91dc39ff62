"""The register of listed obligations: what was in force between two states on a day."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

import pyarrow as pa

from comity.errors import unknown
from comity.registry.gestures import code_book
from comity.registry.obligation_file import read_obligations
from comity.registry.states import states
from comity.registry.tables import read_text
from comity.vocabulary.event import Scheme
from comity.vocabulary.obligation import Exit, Obligation

Pair = tuple[str, str]

TABLE = pa.schema(
    [
        ("source", pa.string()),
        ("target", pa.string()),
        ("scheme", pa.string()),
        ("code_prefix", pa.string()),
        ("first_day", pa.date32()),
        ("end_day", pa.date32()),
        ("instrument", pa.string()),
    ]
)


@dataclass(frozen=True)
class ObligationRegister:
    """All listed obligations. `source` owes, `target` is owed; most duties are mutual, not all.

    Every answer is about the listed instruments alone: where none is in force, betrayal is not
    judged, which says nothing about the act.
    """

    by_instrument: Mapping[str, Obligation]

    @cached_property
    def by_pair(self) -> Mapping[Pair, tuple[Obligation, ...]]:
        """What each owing and owed state have between them on any day."""
        found: dict[Pair, list[Obligation]] = {}
        for one in self:
            for pair in sorted({(owing.code, owed.code) for owing, owed in one.pairs()}):
                if one.spans(*pair):
                    found.setdefault(pair, []).append(one)
        return MappingProxyType({pair: tuple(listed) for pair, listed in found.items()})

    @cached_property
    def table(self) -> pa.Table:
        """A row for each pair, instrument, span in force and breaching prefix; see TABLE."""
        return _flat(self.by_pair)

    def __iter__(self) -> Iterator[Obligation]:
        return iter(self.by_instrument.values())

    def __len__(self) -> int:
        return len(self.by_instrument)

    def get(self, instrument: str) -> Obligation | None:
        """The obligation with exactly this id, or None."""
        return self.by_instrument.get(instrument)

    def find(self, text: str) -> Obligation:
        """The obligation with this id or title. Raises UnknownName with the nearest ids."""
        wanted = text.casefold().strip()
        for one in self:
            if wanted in (one.instrument.casefold(), one.title.casefold()):
                return one
        raise unknown("listed obligation", text, self.by_instrument)

    def search(self, text: str) -> list[Obligation]:
        """Every obligation of which the id or the title contains `text`."""
        wanted = text.casefold().strip()
        return [one for one in self if wanted in f"{one.instrument} {one.title}".casefold()]

    def between(self, source: str, target: str) -> tuple[Obligation, ...]:
        """What `source` owes or owed to `target` on any day."""
        return tuple(one for one in self if one.spans(source, target))

    def in_force(self, source: str, target: str, day: dt.date) -> tuple[Obligation, ...]:
        """What `source` owes to `target` on that day."""
        return tuple(o for o in self.between(source, target) if o.in_force(source, target, day))

    def breached_by(
        self, source: str, target: str, day: dt.date, scheme: Scheme, code: str
    ) -> tuple[Obligation, ...]:
        """The obligations to which such an act of `source` toward `target` is contrary."""
        return tuple(o for o in self.in_force(source, target, day) if o.forbids(scheme, code))

    def judged(self, source: str, target: str, first_day: dt.date, last_day: dt.date) -> bool:
        """Whether `source` owes `target` anything listed on any day from first to last."""
        return any(
            first <= last_day and (end is None or first_day < end)
            for one in self.between(source, target)
            for first, end in one.spans(source, target)
        )

    def withdrawals(self, state: str) -> tuple[tuple[Obligation, Exit], ...]:
        """A state's withdrawals by day: an exit by the clause, or a betrayal contrary to it."""
        found = [(one, leave) for one in self for leave in one.exits if leave.party == state]
        return tuple(sorted(found, key=lambda pair: pair[1].effective))

    def by_full_code(
        self, codes: Iterable[tuple[str, str]], *, pairs: Iterable[Pair] | None = None
    ) -> pa.Table:
        """`table` with each prefix spelled out to the full codes (scheme, code) that it begins.

        `pairs`: of these (owing, owed) pairs alone.
        """
        owed = self.table if pairs is None else _flat({pair: self.between(*pair) for pair in pairs})
        known = list(codes)
        prefixes = {(str(b.scheme), b.prefix) for one in self for b in one.breaches}
        spelled = pa.Table.from_pylist(
            [
                {"scheme": scheme, "code_prefix": prefix, "code": code}
                for scheme, prefix in sorted(prefixes)
                for of, code in known
                if of == scheme and code.startswith(prefix)
            ],
            schema=pa.schema([(n, pa.string()) for n in ("scheme", "code_prefix", "code")]),
        )
        joined = owed.join(spelled, ["scheme", "code_prefix"], join_type="inner")
        columns = ["source", "target", "scheme", "code", "first_day", "end_day", "instrument"]
        return joined.select(columns).sort_by([(n, "ascending") for n in columns])


def register(listed: Iterable[Obligation]) -> ObligationRegister:
    """A register of these obligations."""
    return ObligationRegister(MappingProxyType({one.instrument: one for one in listed}))


def _flat(by_pair: Mapping[Pair, tuple[Obligation, ...]]) -> pa.Table:
    """The rows of some pairs, to join acts with."""
    rows = [
        (source, target, str(breach.scheme), breach.prefix, first, end, one.instrument)
        for (source, target), found in sorted(by_pair.items())
        for one in found
        for first, end in one.spans(source, target)
        for breach in one.breaches
    ]
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(TABLE)
    return pa.table([pa.array(c, f.type) for c, f in zip(columns, TABLE, strict=True)], TABLE)


@functools.cache
def obligations() -> ObligationRegister:
    """The register that comes with comity. Raises BadConfiguration for a file that is not sound."""
    text = read_text("obligations", "obligations.yml")
    codes: dict[Scheme, set[str]] = {}
    for scheme, code in code_book().readings:
        codes.setdefault(Scheme(scheme), set()).add(code)
    known = {state.code for state in states()}
    name = "obligations/obligations.yml"
    return register(read_obligations(text, name=name, states=known, codes=codes))
