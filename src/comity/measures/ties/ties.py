"""Ties of one state with others: every kind, by year, each from one named dataset."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa

from comity.errors import BadValue, unknown
from comity.measures.ties import agreements, alliances, dependence, geography, migration
from comity.measures.ties import organisations as shared_organisations
from comity.measures.ties import visas as visa_rules
from comity.measures.ties.coverage import Covered, stretches
from comity.measures.ties.tie import Asked, Party, Tie, TieGroup, TieKind, party, seen
from comity.store.query import Reading

GROUPS: tuple[TieGroup, ...] = (
    alliances.GROUP,
    shared_organisations.GROUP,
    agreements.GROUP,
    dependence.GROUP,
    visa_rules.GROUP,
    migration.GROUP,
    geography.BORDERS,
    geography.DISTANCES,
)

TABLE = pa.schema(
    [
        ("source", pa.string()),
        ("target", pa.string()),
        ("tie", pa.string()),
        ("title", pa.string()),
        ("directed", pa.bool_()),
        ("first_day", pa.date32()),
        ("last_day", pa.date32()),
        ("value", pa.float64()),
        ("unit", pa.string()),
        ("text", pa.string()),
        ("dataset", pa.string()),
    ]
)

Stretches = Mapping[str, tuple[Covered, ...]]


@dataclass(frozen=True, slots=True)
class Ties:
    """Ties of `source` with each of `targets`, by target, tie and year.

    A tie that no source covers has no row, and `missing` says so: it is not the same as none. A
    value of 0 is none inside coverage.
    """

    source: str
    targets: tuple[str, ...]
    rows: tuple[Tie, ...]
    missing: tuple[str, ...]

    @property
    def table(self) -> pa.Table:
        """One row a tie and year; `unit` says what `value` is, `text` what is behind it."""
        columns: list[list[object]] = [
            [row.source for row in self.rows],
            [row.target for row in self.rows],
            [row.kind.name for row in self.rows],
            [row.kind.title for row in self.rows],
            [row.kind.directed for row in self.rows],
            [row.first_day for row in self.rows],
            [row.last_day for row in self.rows],
            [row.value for row in self.rows],
            [row.unit or row.kind.unit for row in self.rows],
            [row.text for row in self.rows],
            [row.dataset for row in self.rows],
        ]
        return pa.table(columns, schema=TABLE)

    @property
    def text(self) -> str:
        """How many ties of how many kinds, with whom, of which days and from which datasets."""
        if not self.rows:
            return f"No tie of {self.source} with {', '.join(self.targets)} is on record."
        names = {name for row in self.rows for name in row.dataset.split(", ")}
        kinds = len({row.kind.name for row in self.rows})
        first = min(row.first_day for row in self.rows)
        last = max(row.last_day for row in self.rows)
        return (
            f"Ties of {self.source} with {', '.join(self.targets)}: "
            f"{kinds} kind{'s' if kinds > 1 else ''} in {len(self.rows)} "
            f"row{'s' if len(self.rows) > 1 else ''}, {first} to {last}, "
            f"from {', '.join(sorted(names))}."
        )


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which kinds of a group of ties are wanted of a state, and what covers them."""

    reading: Reading
    group: TieGroup
    every: Stretches
    state: str
    kinds: frozenset[str]


def tie_kinds() -> tuple[TieKind, ...]:
    """Every kind of tie, in the order of the table."""
    return tuple(kind for group in GROUPS for kind in group.kinds)


def ties(
    reading: Reading,
    state: str,
    others: Sequence[str],
    *,
    first_year: int | None = None,
    last_year: int | None = None,
    names: Sequence[str] = (),
) -> Ties:
    """The ties of a state with states or organisations, by actor code.

    Without years, each kind as of its newest covered year; else one row for each covered year from
    `first_year` to `last_year`. `names`: only these kinds; by default all but those told only on
    demand. An organisation is read through its members of that day, `state` itself left out.

    Raises UnknownName for a code or a kind that is not known, BadValue where `state` is no state,
    is among the others, or the years are turned round.
    """
    chosen = _chosen(names)
    _check(state, others, first_year, last_year)
    targets = [party(code) for code in dict.fromkeys(others)]
    rows: list[Tie] = []
    missing: list[str] = []
    for group in GROUPS:
        if not {kind.name for kind in group.kinds} & chosen:
            continue
        every = stretches(reading, group.table, group.facts)
        asked = Wanted(reading, group, every, state, chosen)
        if first_year is None and last_year is None:
            found = newest_ties(asked, targets)
        else:
            years = _years(every, first_year, last_year)
            found = [tie for year in years for tie in told(asked, targets, year)]
            missing += _years_without(group, found, first_year, last_year)
        rows += found
        missing += _missing(asked, targets, found)
    place = {target.code: number for number, target in enumerate(targets)}
    order = {kind.name: number for number, kind in enumerate(tie_kinds())}
    rows.sort(key=lambda tie: (place[tie.target], order[tie.kind.name], tie.first_day))
    return Ties(state, tuple(place), tuple(rows), tuple(missing))


def _chosen(names: Sequence[str]) -> frozenset[str]:
    known = {kind.name: kind for kind in tie_kinds()}
    for name in names:
        if name not in known:
            raise unknown("tie", name, known, next_step=f"Ties: {', '.join(known)}.")
    return frozenset(names or (name for name, kind in known.items() if not kind.detail))


def _check(state: str, others: Sequence[str], first: int | None, last: int | None) -> None:
    if party(state).is_bloc:
        raise BadValue(
            f"{state} is an organisation; ties are told of a state.",
            next_step=f"Name a state, and {state} as one of those it has ties with.",
        )
    if not others or state in others:
        raise BadValue(
            f"{state} has no ties with itself." if others else "Ties with whom?",
            next_step="Name other states or organisations.",
        )
    if first is not None and last is not None and last < first:
        raise BadValue(
            f"The years end in {last}, before they begin in {first}.",
            next_step="Exchange --from and --to.",
        )


def _years(every: Stretches, first: int | None, last: int | None) -> range:
    """Those of the years asked for that lie between the first and the last covered one."""
    spans = [(one.first_day.year, one.last_day.year) for of in every.values() for one in of]
    if not spans:
        return range(0)
    oldest, newest = min(span[0] for span in spans), max(span[1] for span in spans)
    return range(max(first or oldest, oldest), min(last or newest, newest) + 1)


def newest_ties(asked: Wanted, targets: Sequence[Party]) -> list[Tie]:
    """The ties with each target as of the newest year in which a dataset tells of the two."""
    newest = {max(one.last_day.year for one in of) for of in asked.every.values()}
    found: list[Tie] = []
    left = list(targets)
    for year in sorted(newest, reverse=True):
        now = list(told(asked, left, year)) if left else []
        found += now
        left = [target for target in left if target.code not in {tie.target for tie in now}]
    return found


def told(asked: Wanted, targets: Sequence[Party], year: int) -> Iterator[Tie]:
    """The ties of one year, with each target from the first dataset that sees the two."""
    by_dataset: dict[Covered, list[Party]] = {}
    for target in targets:
        covered = _covering(asked, target, year)
        if covered is not None:
            by_dataset.setdefault(covered, []).append(target)
    for covered, some in by_dataset.items():
        every = asked.group.tell(Asked(asked.reading, covered, asked.state, some, year))
        yield from (tie for tie in every if tie.kind.name in asked.kinds)


def _covering(asked: Wanted, target: Party, year: int) -> Covered | None:
    """The preferred dataset of those that see the state and the target in a year."""
    left = dict(asked.every)
    while covered := asked.group.choose(left, year):
        if seen(covered, asked.state, target):
            return covered
        del left[covered.dataset]
    return None


def _missing(asked: Wanted, targets: Sequence[Party], found: Sequence[Tie]) -> Iterator[str]:
    """What is not on record, in words."""
    if not asked.every:
        yield f"No {asked.group.name} on record in this lake."
        return
    told_of = {tie.target for tie in found}
    left = [target.code for target in targets if target.code not in told_of]
    if left:
        yield (
            f"No {asked.group.name} of {asked.state} with {', '.join(left)} on record then, which "
            f"is not the same as none; in the lake: {_spans(asked.every)}."
        )


def _years_without(
    group: TieGroup, found: Sequence[Tie], first: int | None, last: int | None
) -> Iterator[str]:
    """The years asked for of which nothing is told, where something is of others."""
    told_of = {tie.last_day.year for tie in found}
    if not told_of:
        return
    asked = range(first or min(told_of), (last or max(told_of)) + 1)
    left = [year for year in asked if year not in told_of]
    starts = [year for year in left if year - 1 not in left]
    ends = [year for year in left if year + 1 not in left]
    spans = [
        str(start) if start == end else f"{start} to {end}"
        for start, end in zip(starts, ends, strict=True)
    ]
    if spans:
        yield f"No {group.name} on record for {', '.join(spans)}."


def _spans(every: Stretches) -> str:
    """Each dataset with the days that it covers from first to last."""
    return "; ".join(
        f"{name} {of[0].first_day} to {max(one.last_day for one in of)}"
        for name, of in sorted(every.items())
    )
