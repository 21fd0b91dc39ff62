"""Portfolios of trade: how much a state trades with each third state."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import numpy as np

from comity.measures.similarity.portfolio import CoveredYears, Pair, Portfolios
from comity.measures.ties.trade import fact_of
from comity.store.query import Reading

FLOWS = """
SELECT
    CAST(year(day) AS INTEGER) AS year, state, partner, CAST(sum("value") AS DOUBLE) AS amount
FROM (
    SELECT day, source AS state, target AS partner, "value" FROM dyad_facts
    WHERE dataset = $dataset AND fact = $fact AND source IN ($one, $other)
    UNION ALL
    SELECT day, target, source, "value" FROM dyad_facts
    WHERE dataset = $dataset AND fact = $fact AND target IN ($one, $other)
)
WHERE "value" IS NOT NULL AND partner NOT IN ($one, $other)
GROUP BY ALL ORDER BY ALL
"""


def trade_portfolios(
    reading: Reading, pair: Pair, years: CoveredYears
) -> Iterator[tuple[tuple[str, ...], Portfolios]]:
    """The third states with which both have trade on record in each year, and how much.

    Exports and imports together, in the currency of the dataset; where only one of the two flows is
    on record, it alone. What the two trade with each other is left out: it tells of their tie, not
    of how alike they are.
    """
    asked = {"one": pair[0], "other": pair[1]}
    amounts: dict[tuple[str, int, str], dict[str, float]] = defaultdict(dict)
    for dataset in years.datasets:
        known = {"dataset": dataset, "fact": fact_of(reading, dataset), **asked}
        for row in reading.query(FLOWS, known).to_pylist():
            amounts[dataset, row["year"], row["state"]][row["partner"]] = row["amount"]
    for year, covered in years.by_year.items():
        one, other = (amounts[covered.dataset, year, state] for state in pair)
        items = tuple(sorted(one.keys() & other.keys()))
        sides = np.array([[side[item] for item in items] for side in (one, other)])
        yield items, Portfolios(year, covered.dataset, *sides)
