"""The parser of ICEWS against a few lines of SQL over the tidied records of 2018-19.

The definition, independent of the parser's own tables: each side is a state by its plain name
("Japan"), or has sectors that name organs of a state and nothing else (a short list, written out
here); and the two countries differ. Left aside are those whom the decision pages single out: names
in the dated table of offices, the pair whose name two places share, the two parts of Kashmir, and
banks, firms, attorneys and militants that the source calls "Government".
"""

from __future__ import annotations

from pathlib import Path

import duckdb
import pyarrow as pa
import pytest

from comity.registry.states import states
from comity.sources.contract import SourceFile
from comity.sources.icews.homonyms import homonyms
from comity.sources.icews.offices import office_holders
from comity.sources.icews_tkg.raw import parse_raw

FILE = "icews_raw_events_2018-10_2019-03.parquet"
ORGANS = (
    *("Government", "Executive", "Executive Office", "Cabinet", "Foreign Ministry", "Military"),
    *("Police", "Judicial", "Legislative / Parliamentary", "Army", "Navy", "Air Force"),
    *("Defense / Security Ministry", "Lower House", "Upper House", "National / Supreme Court"),
    *("Interior / Home Ministry", "Justice / Law Ministry", "Intelligence Ministry"),
    "Finance / Economy / Commerce / Trade Ministry",
)
NO_ORGAN = "Bank|Federal Reserve|Corporation|Attorney|Militant|[Aa]dministered"

BETWEEN_STATES = """
-- One row a record between organs of two states.
CREATE TABLE by_hand AS
WITH sided AS (
    SELECT
        *,
        list_has_all($organs, string_split(source_sectors, ',')) AS source_organ,
        list_has_all($organs, string_split(target_sectors, ',')) AS target_organ,
        list_contains($names, source_iso3 || ':' || source_name) AS source_state,
        list_contains($names, target_iso3 || ':' || target_name) AS target_state
    FROM read_parquet($file)
)
SELECT event_id, date, source_iso3, target_iso3, source_name, target_name, cameo, cameo_root
FROM sided
WHERE (source_organ OR source_state) AND (target_organ OR target_state)
    AND source_iso3 != target_iso3
    AND list_contains($states, source_iso3) AND list_contains($states, target_iso3)
    AND NOT list_contains($offices, source_name) AND NOT list_contains($offices, target_name)
    AND NOT list_contains($shared, source_iso3 || target_iso3)
    AND NOT regexp_matches(source_name, $no_organ) AND NOT regexp_matches(target_name, $no_organ)
"""
OF_HAND = """
-- Records, and acts by the one-a-day rule, of each CAMEO root.
SELECT cameo_root, count(*), count(DISTINCT (date, source_name, target_name, cameo))
FROM by_hand GROUP BY cameo_root ORDER BY cameo_root
"""
OF_PARSER = """
-- The same of the parser's acts, which know their repeats by the key.
SELECT CAST(left(code, 2) AS INTEGER) AS root, count(*), count(DISTINCT act_key)
FROM acts WHERE record_id IN (SELECT event_id FROM by_hand) GROUP BY root ORDER BY root
"""


@pytest.fixture(scope="module")
def base(mirror: Path) -> duckdb.DuckDBPyConnection:
    """Both answers: the table `by_hand`, and the parser's `acts`."""
    path = mirror / "events" / FILE
    found = duckdb.connect()
    found.execute(
        BETWEEN_STATES,
        {
            "file": str(path),
            "organs": list(ORGANS),
            "names": [f"{state.code}:{state.name}" for state in states()],
            "states": [state.code for state in states()],
            "offices": sorted(office_holders().by_name),
            "shared": [c for h in homonyms() for c in (h.state + h.within, h.within + h.state)],
            "no_organ": NO_ORGAN,
        },
    )
    chunks = parse_raw(SourceFile(path, path.name, "", path.stat().st_size))
    tables = [chunk.tables["events"] for chunk in chunks if "events" in chunk.tables]
    found.register("acts", pa.concat_tables(tables))
    return found


def test_records_and_acts_of_state_organs_are_those_of_a_few_lines_of_sql(
    base: duckdb.DuckDBPyConnection,
) -> None:
    by_hand = base.execute(OF_HAND).fetchall()
    assert base.execute(OF_PARSER).fetchall() == by_hand
    assert (sum(row[1] for row in by_hand), sum(row[2] for row in by_hand)) == (43_184, 32_817)


def test_the_parser_gives_each_of_these_records_to_the_same_two_states(
    base: duckdb.DuckDBPyConnection,
) -> None:
    differ = base.execute(
        """
        SELECT source_name, source_iso3, source, target_name, target_iso3, target
        FROM by_hand JOIN acts ON record_id = event_id
        WHERE (source, target, day, code) != (source_iso3, target_iso3, date, cameo)
        """
    ).fetchall()
    assert differ == []
