"""Trade: how much of a state's trade is with another."""

from __future__ import annotations

import numpy as np

from comity.measures.ties.coverage import Covered, covered_in
from comity.measures.ties.layer import Layer, Weights, matrix
from comity.store.query import Reading

# All goods in current US dollars; then what tells of manufactures alone, then in pounds of a few.
PREFERENCE = ("cepii_baci", "imf_trade", "cow_trade", "agtpa", "tradhist")
ALL_GOODS = "exports_usd"
FACTS = (ALL_GOODS, "exports_usd_manufactures", "exports_gbp")
UNIT = "share of the source's trade, 0 to 1"

FLOWS = """
SELECT source, target, CAST(sum("value") AS DOUBLE) AS "value" FROM dyad_facts
WHERE dataset = $dataset AND fact = $fact AND year(day) = $year AND "value" IS NOT NULL
GROUP BY source, target ORDER BY ALL
"""
FACT_OF = "SELECT fact FROM facts WHERE dataset = $dataset AND list_contains($facts, fact)"


def trade_layer(reading: Reading, year: int) -> Layer | None:
    """Trade dependence (Hirschman 1945; Oneal and Russett 1997): partner's share of all trade.

    `weights[i, j]`: exports and imports between i and j over those of i with all partners on
    record. Directed: the smaller side mostly depends more. NaN where neither flow is on record, and
    for states of which the dataset has only the trade with a few others.
    """
    covered = covered_in(reading, "dyad_facts", year, preference=PREFERENCE, facts=FACTS)
    if covered is None:
        return None
    traders, exports = export_matrix(reading, covered, year)
    weights = shares_of_trade(exports)
    if covered.among is None:
        weights[[not covered.sees_all_of(trader) for trader in traders]] = np.nan
    np.fill_diagonal(weights, 0.0)
    return Layer("trade", year, covered.dataset, traders, weights, True, UNIT)


def export_matrix(reading: Reading, covered: Covered, year: int) -> tuple[tuple[str, ...], Weights]:
    """The states on record in a year, and exports of each to each; NaN where none is on record."""
    asked = {"dataset": covered.dataset, "fact": fact_of(reading, covered.dataset), "year": year}
    table = reading.query(FLOWS, asked)
    columns = (table[name].to_pylist() for name in ("source", "target", "value"))
    rows = list(zip(*columns, strict=True))
    traders = tuple(sorted({state for row in rows for state in row[:2]}))
    return traders, matrix(traders, rows, absent=np.nan)


def fact_of(reading: Reading, dataset: str) -> str:
    """The code by which a dataset calls exports of goods."""
    rows = reading.query(FACT_OF, {"dataset": dataset, "facts": list(FACTS)})
    return min(map(str, rows["fact"].to_pylist()), key=FACTS.index)


def shares_of_trade(exports: Weights) -> Weights:
    """The share of each partner in the exports and imports of each state; rows sum to 1."""
    both = np.nan_to_num(exports) + np.nan_to_num(exports.T)
    totals = both.sum(axis=1, keepdims=True)
    with np.errstate(invalid="ignore", divide="ignore"):
        shares = np.asarray(both / totals)
    shares[np.isnan(exports) & np.isnan(exports.T)] = np.nan
    np.fill_diagonal(shares, 0.0)
    return shares
