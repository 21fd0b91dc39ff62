"""The tidied mirror file `cow_mindist_dy`: kilometres by pair and year, each pair once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa

from comity.sources.contract import Parsed
from comity.sources.facts import facts_table
from comity.sources.sheets import Column, read_tidied
from comity.sources.sheets.years import connect, covered_years, dropped, judge_pairs, merged_pairs
from comity.sources.state_codes import iso_of_cow
from comity.sources.tables import DYAD_FACTS

DATASET = "cshapes_distance"
FACT = "distance_least_km"
TITLE = "Least distance between the two territories"
# Farther than any two places on earth.
MOST_KM = 20_100
COLUMNS = (
    Column("ccode1", pa.int32(), lowest=1, highest=9999),
    Column("ccode2", pa.int32(), lowest=1, highest=9999),
    Column("year", pa.int32(), lowest=1816, highest=2100),
    Column("mindist", pa.float64(), lowest=0, highest=MOST_KM),
)
# Years of the same distance become one spell: they are told apart by the distance, to ten metres.
_ONE_WAY = (
    "SELECT line, '{fact}' AS fact, {one} AS source, {other} AS target, year, "
    "round(mindist, 2) AS value, CAST(round(mindist, 2) AS VARCHAR) AS text FROM sheet"
)


def parse_parquet(path: Path, name: str) -> Iterator[Parsed]:
    """The distances as spells of years, both ways. Raises BadInput for another file.

    A record is the distance of one pair in one year, one way.
    """
    sheet = read_tidied(path, name, COLUMNS)
    base = connect(sheet, ("ccode1", "ccode2"), iso_of_cow)
    ways = (("ccode1", "ccode2"), ("ccode2", "ccode1"))
    each = [_ONE_WAY.format(fact=FACT, one=one, other=other) for one, other in ways]
    judge_pairs(base, " UNION ALL ".join(each))
    spells, years = merged_pairs(base, DYAD_FACTS)
    plain = spells.set_column(
        spells.column_names.index("text"), "text", pa.nulls(spells.num_rows, pa.string())
    )
    out = dropped(base)
    span = covered_years(sheet, dataset=DATASET, part="cow_mindist", table="dyad_facts")
    tables = {"dyad_facts": plain, "facts": facts_table([(FACT, TITLE, "kilometres")])}
    yield Parsed(
        DATASET, years + out.total(), tables, out, (), [span], summed=years - plain.num_rows
    )
