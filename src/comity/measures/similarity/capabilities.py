"""Weights of states: their share of the system's capabilities."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from comity.errors import OutsideCoverage
from comity.measures.similarity.measure import Floats
from comity.store.query import Reading

DATASET = "cow_nmc"
CINC = """
SELECT state, CAST(year(first_day) AS INTEGER) AS first_year,
    CAST(year(last_day) AS INTEGER) AS last_year, "value"
FROM dated_state_facts WHERE dataset = 'cow_nmc' AND fact = 'cow_cinc' AND "value" IS NOT NULL
ORDER BY ALL
"""


def capabilities(reading: Reading) -> Mapping[tuple[str, int], float]:
    """The Composite Index of National Capability (Singer, Bremer and Stuckey 1972): (state, year).

    Raises OutsideCoverage where the lake has none.
    """
    rows = reading.query(CINC).to_pylist()
    if not rows:
        raise OutsideCoverage(
            "This lake has no capabilities to weigh states by.",
            next_step=f"Ingest {DATASET}, or leave out --weights.",
        )
    return {
        (row["state"], year): row["value"]
        for row in rows
        for year in range(row["first_year"], row["last_year"] + 1)
    }


def weights_of(
    shares: Mapping[tuple[str, int], float], items: Sequence[str], year: int
) -> Floats | None:
    """The weight of each state in a year, NaN where it has none on record; None: nobody has."""
    found = np.array([shares.get((item, year), np.nan) for item in items])
    return None if np.isnan(found).all() else found
