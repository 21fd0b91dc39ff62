"""Cells of a sheet judged in DuckDB: whose fact it is, on which days, or why it is dropped."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from comity.sources.contract import Coverage
from comity.sources.sheets.sql import read_sql
from comity.sources.state_codes import Translation, days_in_year, known_number
from comity.vocabulary.actor import DropReason

# Which state a number means in a year, and on which days of it; `party` null: none. `listed`: the
# number stands in the publisher's list, if for another time.
MEANINGS = pa.schema(
    [
        ("number", pa.int32()),
        ("year", pa.int32()),
        ("party", pa.string()),
        ("first_day", pa.date32()),
        ("end_day", pa.date32()),
        ("listed", pa.bool_()),
    ]
)


def connect(
    sheet: pa.Table, numbers: Sequence[str], translate: Translation
) -> duckdb.DuckDBPyConnection:
    """A connection with the view `sheet` and the table `meanings` of its numbers of states.

    `numbers` are the columns that hold them; `meanings` has one row for each number and year.
    """
    base = duckdb.connect()
    base.register("sheet", sheet)
    each = " UNION ".join(f"SELECT DISTINCT {number}, year FROM sheet" for number in numbers)
    rows = []
    for number, year in base.execute(each).fetchall():
        found = days_in_year(translate, number, year) or (None, None, None)
        rows.append((number, year, *found, known_number(number)))
    columns = list(zip(*rows, strict=True)) or [()] * len(MEANINGS)
    arrays = [pa.array(cells, f.type) for cells, f in zip(columns, MEANINGS, strict=True)]
    base.register("meanings", pa.table(arrays, schema=MEANINGS))
    return base


def judge_pairs(base: duckdb.DuckDBPyConnection, cells: str) -> None:
    """Makes the table `judged` of a query's cells of pairs.

    `cells` gives fact, source and target (numbers), year, value and text.
    """
    base.execute(f"CREATE OR REPLACE TEMP VIEW cells AS {cells}")
    base.execute(read_sql("judge_pairs.sql"))


def judge_states(base: duckdb.DuckDBPyConnection, cells: str) -> None:
    """The same of one state: `cells` gives fact, state (a number), year, value and text."""
    base.execute(f"CREATE OR REPLACE TEMP VIEW cells AS {cells}")
    base.execute(read_sql("judge_states.sql"))


def kept(base: duckdb.DuckDBPyConnection, schema: pa.Schema) -> pa.Table:
    """The judged cells that are facts, in the columns of a parsed table."""
    names = ", ".join(schema.names)
    query = f"SELECT {names} FROM judged WHERE dropped IS NULL ORDER BY line, fact"
    return base.sql(query).to_arrow_table().cast(schema)


def dropped(base: duckdb.DuckDBPyConnection) -> Counter[DropReason]:
    """Why the other judged cells are none."""
    query = "SELECT dropped, count(*) FROM judged WHERE dropped IS NOT NULL GROUP BY dropped"
    return Counter({DropReason[name]: n for name, n in base.execute(query).fetchall()})


def covered_years(sheet: pa.Table, *, dataset: str, part: str, table: str) -> Coverage:
    """All years of a sheet, from the first to the last, for the whole world."""
    years = pc.min_max(sheet["year"]).as_py()
    first, last = dt.date(years["min"], 1, 1), dt.date(years["max"], 12, 31)
    return Coverage(dataset, part, first, last, table=table)


def merged_pairs(base: duckdb.DuckDBPyConnection, schema: pa.Schema) -> tuple[pa.Table, int]:
    """The judged facts of pairs with years that follow each other merged, and how many went in."""
    spells = base.sql(read_sql("merge_pairs.sql")).to_arrow_table()
    return spells.select(schema.names).cast(schema), int(pc.sum(spells["n"]).as_py() or 0)
