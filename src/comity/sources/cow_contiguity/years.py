"""Directed dyad-years of contiguity: `contdird.csv`."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa

from comity.sources.contract import Parsed, Reject
from comity.sources.cow_contiguity.layouts import WORDS
from comity.sources.cow_contiguity.spells import DATASET, FACT, FACTS
from comity.sources.facts import facts_table
from comity.sources.sheets.years import (
    connect,
    covered_years,
    dropped,
    judge_pairs,
    merged_pairs,
)
from comity.sources.state_codes import iso_of_cow
from comity.sources.tables import DYAD_FACTS

_TEXT = " ".join(f"WHEN {kind} THEN '{word}'" for kind, word in WORDS.items())
CELLS = f"""
SELECT line, '{FACT}' AS fact, state1no AS source, state2no AS target, year,
       nullif(conttype, 0)::DOUBLE AS value, CASE conttype {_TEXT} END AS text
FROM sheet
"""


def parse_years(sheet: pa.Table, rejects: Sequence[Reject]) -> Parsed:
    """Years that follow each other in one class are one spell; the file has both directions."""
    base = connect(sheet, ("state1no", "state2no"), iso_of_cow)
    judge_pairs(base, CELLS)
    spells, years = merged_pairs(base, DYAD_FACTS)
    out = dropped(base)
    return Parsed(
        DATASET,
        sheet.num_rows + len(rejects),
        {"dyad_facts": spells, "facts": facts_table(FACTS)},
        out,
        tuple(rejects),
        [covered_years(sheet, dataset=DATASET, part="3.2", table="dyad_facts")],
        summed=years - spells.num_rows,
    )
