"""Makes src/comity/data/acts: acts among the shipped regions' states, poles and organisations."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from comity.registry.organisations import memberships, organisations
from comity.registry.regions import regions
from comity.sources.acts.extract import write_extract
from comity.sources.contract import Coverage, Parsed, SourceFile
from comity.sources.icews_tkg.raw import parse_raw
from comity.sources.icews_tkg.tkg import parse_tkg
from comity.vocabulary.membership import MEMBERS

RAW = "icews_raw_events_2018-10_2019-03.parquet"
TKG = "icews_tkg_events_2021_2022-08.parquet"

RECORDS = """
-- One row an act: of several records of one act (day, source, target, code), the first of the file.
SELECT * EXCLUDE (nth)
FROM (SELECT *, row_number() OVER (PARTITION BY act_key ORDER BY line) AS nth FROM among)
WHERE nth = 1
ORDER BY day, source, target, line
"""

COUNTS = """
-- One row a day, pair of organs and code: n acts, each counted once. Days without acts have no row.
SELECT
    part, reported_month, day, source, source_organ, target, target_organ, scheme, code,
    goldstein_tenths, CAST(count(DISTINCT act_key) AS INTEGER) AS n, $file AS source_file
FROM among
GROUP BY ALL
ORDER BY day, source, target, code, source_organ, target_organ
"""


@dataclass(frozen=True, slots=True)
class Acts:
    """All acts of a file, its records a day whoever acts, and the days that it covers."""

    table: pa.Table
    volumes: pa.Table
    coverage: list[Coverage]


def main() -> None:
    """Parses both files, keeps the acts among the regions' actors, writes the extracts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mirror", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=Path("src/comity/data/acts"))
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    raw = read(given.mirror / "events" / RAW, parse_raw)
    tkg = read(given.mirror / "events" / TKG, parse_tkg)
    days = [day for one in (raw, tkg) for c in one.coverage for day in (c.first_day, c.last_day)]
    actors = actors_of_regions(min(days), max(days)) | organisations_in(raw, tkg)
    among_raw, among_tkg = among(raw.table, actors), among(tkg.table, actors)
    records = query(RECORDS, among_raw, {})
    counts = query(COUNTS, among_tkg, {"file": TKG})
    volumes = pa.concat_tables([raw.volumes, tkg.volumes])
    among_them: dict[str, Any] = {"scope": "both", "actors": tuple(sorted(actors))}
    for name, rows, table, coverage, scope in (
        ("icews_records_2018_2019", records, "events", raw.coverage, among_them),
        ("icews_counts_2021_2022", counts, "counts", tkg.coverage, among_them),
        ("icews_volumes", volumes, "volumes", [*raw.coverage, *tkg.coverage], {}),
    ):
        path = given.out / f"{name}.parquet"
        spans = [replace(one, table=table, **scope) for one in coverage]
        write_extract(path, rows, table=table, coverage=spans)
        sys.stdout.write(f"{path.name}: {rows.num_rows} rows, {path.stat().st_size} bytes\n")


def read(path: Path, parse: Callable[[SourceFile], Iterator[Parsed]]) -> Acts:
    """The acts of a file. Ends the program where a row of it is malformed."""
    parsed = list(parse(SourceFile(path, path.name, "", path.stat().st_size)))
    rejects = [reject for chunk in parsed for reject in chunk.rejects]
    if rejects:
        raise SystemExit(f"{len(rejects)} rows of {path.name} were rejected, first: {rejects[0]}")
    acts, volumes = (
        pa.concat_tables([chunk.tables[name] for chunk in parsed if name in chunk.tables])
        for name in ("events", "volumes")
    )
    return Acts(acts, volumes, [span for chunk in parsed for span in chunk.coverage])


def actors_of_regions(first_day: dt.date, last_day: dt.date) -> frozenset[str]:
    """States and poles of all shipped regions; of a bloc that is a pole, its members too."""
    own = {code for one in regions() for code in (*one.states, *one.poles)}
    blocs = {code for code in own if organisations().get(code)}
    voices = {
        spell.state
        for bloc in blocs
        for spell in memberships().of_organisation(bloc)
        if spell.status in MEMBERS
        and spell.first_day <= last_day
        and (spell.end_day is None or spell.end_day > first_day)
    }
    return frozenset(own | voices)


def organisations_in(*files: Acts) -> frozenset[str]:
    """Organisations that the files record at all."""
    codes = {organisation.code for organisation in organisations()}
    found = {
        code
        for file in files
        for side in ("source", "target")
        for code in pc.unique(file.table[side]).to_pylist()
    }
    return frozenset(codes & found)


def among(table: pa.Table, actors: frozenset[str]) -> pa.Table:
    """The acts of which both sides are among `actors`."""
    codes = pa.array(sorted(actors))
    both = pc.and_(
        pc.is_in(table["source"], value_set=codes), pc.is_in(table["target"], value_set=codes)
    )
    return table.filter(both)


def query(sql: str, acts: pa.Table, values: dict[str, str]) -> pa.Table:
    base = duckdb.connect()
    base.register("among", acts)
    return base.sql(sql, params=values).to_arrow_table()


if __name__ == "__main__":
    main()
