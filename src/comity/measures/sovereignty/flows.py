"""Who buys from whom: the goods of one whole year, by dataset and fact."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from comity.measures.polarity.trade import TradeSet, trade_sets
from comity.store.query import Reading

# Goods of which suppliers are looked at apart, where a dataset tells goods from goods.
GOODS = ("exports_usd_energy", "exports_usd_food")


@dataclass(frozen=True, slots=True)
class Flows:
    """The trade of one year: seller -> buyer -> amount above 0, in the unit of the fact.

    `bought` is the same by buyer.
    """

    of: TradeSet
    year: int
    sold: Mapping[str, Mapping[str, float]]
    bought: Mapping[str, Mapping[str, float]]


def flows(reading: Reading, oldest: int, year: int) -> tuple[Flows, ...]:
    """The newest covered year of each fact of trade, the newest first, then in order."""
    found = []
    for one in (*trade_sets(reading), *_of_goods(reading)):
        last = min(year, one.last_year)
        if max(oldest, one.first_year) <= last:
            found.append(_of_year(reading, one, last))
    return tuple(sorted((f for f in found if f.sold), key=lambda one: -one.year))


def _of_goods(reading: Reading) -> list[TradeSet]:
    """The same datasets, in the facts of single groups of goods."""
    rows = reading.query(
        "SELECT dataset, fact, min(day) AS first_day, max(day) AS last_day FROM dyad_facts "
        "WHERE list_contains($facts, fact) GROUP BY ALL ORDER BY ALL",
        {"facts": list(GOODS)},
    ).to_pylist()
    years = [(row["first_day"].year, row["last_day"].year) for row in rows]
    return [
        TradeSet(row["dataset"], row["fact"], first, last)
        for row, (first, last) in zip(rows, years, strict=True)
    ]


def _of_year(reading: Reading, of: TradeSet, year: int) -> Flows:
    rows = reading.query(
        "SELECT source, target, sum(value) AS amount FROM dyad_facts WHERE dataset = $dataset "
        "AND fact = $fact AND year(day) = $year AND value > 0 GROUP BY ALL ORDER BY ALL",
        {"dataset": of.dataset, "fact": of.fact, "year": year},
    )
    sold: dict[str, dict[str, float]] = {}
    bought: dict[str, dict[str, float]] = {}
    columns: Sequence[list[object]] = [rows[name].to_pylist() for name in rows.column_names]
    for source, target, amount in zip(*columns, strict=True):
        assert isinstance(amount, float)
        sold.setdefault(str(source), {})[str(target)] = amount
        bought.setdefault(str(target), {})[str(source)] = amount
    return Flows(of, year, sold, bought)
