"""Goods between states: whole years of one dataset, and what each state buys and sells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

from comity.store.query import Reading

# In the order in which they are read: a dataset further left, then a fact further left.
PREFERRED = ("cepii_baci", "imf_trade", "cow_trade")
FACTS = (
    *("exports_usd", "imports_cif_usd", "imports_fob_usd"),
    *("exports_usd_manufactures", "exports_gbp"),
)
# A dataset of fewer states than this is no picture of the world.
FEW = 12


@dataclass(frozen=True, slots=True)
class TradeSet:
    """A fact of trade of one dataset, with the whole years that it covers.

    `actors`: the states whose trade it covers; None: the world. Where `closed`, only their trade
    with each other.
    """

    dataset: str
    fact: str
    first_year: int
    last_year: int
    actors: Set[str] | None = None
    closed: bool = False

    def covers(self, state: str, other: str | None = None) -> bool:
        """Whether trade of a state is covered; with `other`, its trade with that one."""
        if self.actors is None:
            return True
        if other is None:
            return state in self.actors
        inside = [one in self.actors for one in (state, other)]
        return all(inside) if self.closed else any(inside)

    @property
    def limits(self) -> str:
        """What the figures leave out, in words; empty where they are of all goods of the world."""
        said = "; manufactured goods only" if self.fact.endswith("manufactures") else ""
        return f"{said}; among {len(self.actors or ())} states only" if self.closed else said


@dataclass(frozen=True, slots=True)
class WorldTrade:
    """What each state bought and sold, by year, from one dataset, in the fact's own unit."""

    dataset: str
    fact: str
    by_year: Mapping[int, Mapping[str, float]]
    limits: str


def trade_sets(reading: Reading) -> tuple[TradeSet, ...]:
    """The facts of trade in the lake: of the world before those of chosen states, then by order."""
    rows = reading.query(
        "WITH told AS (SELECT DISTINCT dataset, fact FROM facts WHERE list_contains($facts, fact)) "
        "SELECT told.dataset, told.fact, min(first_day) AS first_day, max(last_day) AS last_day, "
        "bool_or(scope = 'world') AS world, bool_or(scope = 'either') AS open, "
        "flatten(list(CAST(CAST(actors AS JSON) AS VARCHAR[]))) AS actors "
        "FROM told JOIN coverage USING (dataset) WHERE \"table\" = 'dyad_facts' GROUP BY ALL",
        {"facts": list(FACTS)},
    ).to_pylist()
    found = []
    for row in rows:
        last = row["last_day"]
        last_year = last.year if (last.month, last.day) == (12, 31) else last.year - 1
        actors = None if row["world"] else frozenset(row["actors"] or ())
        closed = actors is not None and not row["open"]
        first_year = row["first_day"].year
        found.append(
            TradeSet(row["dataset"], row["fact"], first_year, last_year, actors, closed=closed)
        )
    return tuple(sorted(found, key=_order))


def world_trade(
    reading: Reading, *, first_year: int = 1, last_year: int = 9999
) -> WorldTrade | None:
    """What each state bought and sold in whole years; None where no dataset covers any.

    A dataset of a handful of states is passed over.
    """
    for one in trade_sets(reading):
        first, last = max(first_year, one.first_year), min(last_year, one.last_year)
        if first > last or (one.actors is not None and len(one.actors) < FEW):
            continue
        by_year = _totals(reading, one, first, last)
        if by_year:
            return WorldTrade(one.dataset, one.fact, by_year, one.limits)
    return None


def _totals(
    reading: Reading, of: TradeSet, first: int, last: int
) -> dict[int, Mapping[str, float]]:
    rows = reading.query(
        "WITH flows AS (SELECT year(day) AS year, source, target, value FROM dyad_facts "
        "WHERE dataset = $dataset AND fact = $fact AND value > 0 "
        "AND year(day) BETWEEN $first AND $last) "
        "SELECT year, state, sum(value) AS traded FROM ("
        "SELECT year, source AS state, value FROM flows "
        "UNION ALL SELECT year, target AS state, value FROM flows) GROUP BY ALL ORDER BY ALL",
        {"dataset": of.dataset, "fact": of.fact, "first": first, "last": last},
    )
    found: dict[int, dict[str, float]] = {}
    columns: Sequence[list[object]] = [rows[name].to_pylist() for name in rows.column_names]
    for year, state, traded in zip(*columns, strict=True):
        assert isinstance(year, int)
        assert isinstance(traded, float)
        found.setdefault(year, {})[str(state)] = traded
    return dict(found)


def _order(one: TradeSet) -> tuple[bool, int, int, str]:
    place = PREFERRED.index(one.dataset) if one.dataset in PREFERRED else len(PREFERRED)
    return one.actors is not None, place, FACTS.index(one.fact), one.dataset
