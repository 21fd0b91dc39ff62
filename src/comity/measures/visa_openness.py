"""How open a state is to another's visitors, by the visa rule of a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, pstdev
from types import MappingProxyType

import pyarrow as pa
import pyarrow.compute as pc

from comity.errors import OutsideCoverage
from comity.sources.contract import Coverage
from comity.vocabulary.bloc import Bloc
from comity.vocabulary.visa import VisaRule

# Africa Visa Openness Index (African Development Bank and African Union, yearly from 2016 on): no
# visa 1, visa on arrival 0.8, any authorisation to be had before travel 0, an electronic one too.
# That "e_visa" and "eta" weigh the same also keeps the series free of a break: the record told
# them apart in different ways over the years.
AVOI: Mapping[VisaRule, float] = MappingProxyType(
    {
        VisaRule.VISA_FREE: 1.0,
        VisaRule.VISA_ON_ARRIVAL: 0.8,
        VisaRule.ETA: 0.0,
        VisaRule.E_VISA: 0.0,
        VisaRule.EVENT_PERMIT: 0.0,
        VisaRule.VISA_REQUIRED: 0.0,
        VisaRule.PANDEMIC_BAN: 0.0,
        VisaRule.NO_ADMISSION: 0.0,
    }
)

TABLE = pa.schema(
    [
        ("source", pa.string()),
        ("target", pa.string()),
        ("day", pa.date32()),
        ("snapshot", pa.date32()),
        ("rule", pa.string()),
        ("days", pa.int32()),
        ("since", pa.date32()),
        ("openness", pa.float64()),
    ]
)


@dataclass(frozen=True, slots=True)
class VisaRow:
    """The rule by which `source` admits citizens of `target`, first seen on `since`.

    `days` is the stay allowed without a visa, None where the record gives none.
    """

    source: str
    target: str
    rule: VisaRule
    days: int | None
    since: dt.date
    openness: float


@dataclass(frozen=True, slots=True)
class VisaOpenness:
    """Openness of `source` (the destination) to citizens of `target`, each a state or a bloc.

    Between two states there is one row; with a bloc, one for each pair of its members of that day
    that the record covers, and `openness` is their mean, `spread` their standard deviation.
    """

    source: str
    target: str
    day: dt.date
    snapshot: dt.date
    rows: tuple[VisaRow, ...]

    @property
    def openness(self) -> float:
        """0 (an authorisation is needed before travel) to 1 (no visa)."""
        return fmean(row.openness for row in self.rows)

    @property
    def spread(self) -> float:
        """Standard deviation over the pairs; 0 between two states."""
        return pstdev(row.openness for row in self.rows)

    @property
    def table(self) -> pa.Table:
        """One row a pair of states."""
        columns = [
            [row.source for row in self.rows],
            [row.target for row in self.rows],
            [self.day] * len(self.rows),
            [self.snapshot] * len(self.rows),
            [row.rule.value for row in self.rows],
            [row.days for row in self.rows],
            [row.since for row in self.rows],
            [row.openness for row in self.rows],
        ]
        return pa.table(columns, schema=TABLE)

    @property
    def text(self) -> str:
        """The rule in words, or for a bloc how many of its members ask for what."""
        if len(self.rows) == 1:
            row = self.rows[0]
            stay = f" for up to {row.days} days" if row.days else ""
            what = f"{row.rule.words}{stay} (openness {row.openness:g})"
        else:
            counts = {rule: sum(row.rule is rule for row in self.rows) for rule in VisaRule}
            parts = [f"{rule.words} in {count}" for rule, count in counts.items() if count]
            what = (
                f"of {len(self.rows)} pairs: {', '.join(parts)} "
                f"(openness {self.openness:.2f}, standard deviation {self.spread:.2f})"
            )
        return f"{self.source} for citizens of {self.target}, as of {self.snapshot}: {what}."


def visa_openness(
    facts: pa.Table,
    coverage: Sequence[Coverage],
    *,
    source: str | Bloc,
    target: str | Bloc,
    day: dt.date,
    weights: Mapping[VisaRule, float] = AVOI,
) -> VisaOpenness:
    """Openness of a border to visitors on the scale of the Africa Visa Openness Index (AfDB 2016).

    `source` is the destination, `target` whose citizens travel. `facts` is the lake's dyad_facts
    (every snapshot or only the changes); `coverage` gives the days of the snapshots. The rule of a
    day is that of the newest snapshot not after it. A pandemic ban counts 0 while it stood.
    A pair without a record is absent, never 0. Raises OutsideCoverage for a day before the
    first or after the last snapshot, or where no pair is on record.
    """
    snapshot = snapshot_of(coverage, day)
    sources, targets = (_states(party, snapshot) for party in (source, target))
    rows = tuple(
        VisaRow(*pair, rule, days, since, weights[rule])
        for pair, (since, rule, days) in sorted(_latest(facts, sources, targets, snapshot).items())
    )
    names = [party.code if isinstance(party, Bloc) else party for party in (source, target)]
    if not rows:
        raise OutsideCoverage(
            f"No visa rule of {names[0]} for citizens of {names[1]} is on record on {day}."
        )
    return VisaOpenness(names[0], names[1], day, snapshot, rows)


def snapshot_of(coverage: Sequence[Coverage], day: dt.date) -> dt.date:
    """The newest covered day not after `day`. Raises OutsideCoverage outside first and last."""
    spans = sorted(
        (item.first_day, item.last_day) for item in coverage if item.table == "dyad_facts"
    )
    if not spans or not spans[0][0] <= day <= max(last for _, last in spans):
        hint = f"Snapshots: {spans[0][0]} to {max(last for _, last in spans)}." if spans else ""
        raise OutsideCoverage(
            f"Visa rules of {day} are not on record.",
            hint=hint or "No snapshot is in the lake.",
            next_step="Choose a day between the first and the last snapshot.",
        )
    return min(day, max(last for first, last in spans if first <= day))


def _states(party: str | Bloc, day: dt.date) -> frozenset[str]:
    return party.members_on(day) if isinstance(party, Bloc) else frozenset({party})


def _latest(
    facts: pa.Table, sources: frozenset[str], targets: frozenset[str], day: dt.date
) -> dict[tuple[str, str], tuple[dt.date, VisaRule, int | None]]:
    """By pair, the rule in force and the first day of the record on which it stood unbroken."""
    rows = facts.filter(
        pc.and_(
            pc.and_(pc.equal(facts["fact"], "visa"), _among(facts["source"], sources)),
            pc.and_(_among(facts["target"], targets), pc.less_equal(facts["day"], day)),
        )
    ).sort_by("day")
    found: dict[tuple[str, str], tuple[dt.date, VisaRule, int | None]] = {}
    columns = (rows[name].to_pylist() for name in ("source", "target", "day", "text", "value"))
    for source, target, seen, text, value in zip(*columns, strict=True):
        rule, days = VisaRule(text), None if value is None else int(value)
        before = found.get((source, target))
        unbroken = before is not None and before[1:] == (rule, days)
        since = before[0] if unbroken and before is not None else seen
        if source != target:
            found[source, target] = (since, rule, days)
    return found


def _among(column: pa.ChunkedArray, states: frozenset[str]) -> pa.ChunkedArray:
    names = pa.array(sorted(states), pa.string())
    return pc.is_in(column.cast(pa.string()), value_set=names)
