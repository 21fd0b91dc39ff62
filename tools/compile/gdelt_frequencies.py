"""Makes benchmarks/gdelt_frequencies.csv: how often what occurs in GDELT's published samples.

Counts alone, no record: The GDELT Project, https://www.gdeltproject.org, allows unlimited use with
citation and link. The tables: `side` (the nine codes of an actor), `code` (event code, Goldstein
score), `reports` (mentions, sources, articles), `geo` (types of the three places), `root` (is it
the root event); and of the samples that are not thinned alone: `pair` (the codes of both actors),
`lag` (days from the act to its report), `again` (is it the same act in the same story).
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

import pyarrow.parquet as pq

ACTOR = (
    *("Code", "CountryCode", "KnownGroupCode", "EthnicCode", "Religion1Code", "Religion2Code"),
    *("Type1Code", "Type2Code", "Type3Code"),
)
SIDES = tuple(tuple(f"Actor{side}{name}" for name in ACTOR) for side in (1, 2))
WHOLE = "export_"
ACT = ("SQLDATE", "Actor1Code", "Actor2Code", "EventCode", "SOURCEURL")
# Where the fields of a line of GDELT 1.0 stand.
PLACES = {
    "SQLDATE": 1,
    **{f"Actor1{name}": at for at, name in zip((5, *range(7, 15)), ACTOR, strict=True)},
    **{f"Actor2{name}": at for at, name in zip((15, *range(17, 25)), ACTOR, strict=True)},
    "IsRootEvent": 25,
    "EventCode": 26,
    "GoldsteinScale": 30,
    "NumMentions": 31,
    "NumSources": 32,
    "NumArticles": 33,
    "Actor1Geo_Type": 35,
    "Actor2Geo_Type": 42,
    "ActionGeo_Type": 49,
    "DATEADDED": 56,
    "SOURCEURL": 57,
}

Row = Mapping[str, str]


def main() -> None:
    """Reads both samples, counts, writes one file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mirror", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=Path("benchmarks/gdelt_frequencies.csv"))
    given = parser.parse_args()
    counts: Counter[tuple[str, str]] = Counter()
    seen: set[tuple[str, ...]] = set()
    for row in (*daily(given.mirror / "events"), *tidied(given.mirror / "events")):
        counts.update(counted(row))
        if row["origin"].startswith(WHOLE):
            act = tuple(row[name] for name in ACT)
            counts.update(counted_in_whole(row))
            counts["again", "yes" if act in seen else "no"] += 1
            seen.add(act)
    with given.out.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(("table", "value", "count"))
        for (table, value), n in sorted(counts.items(), key=lambda one: (one[0][0], -one[1], one)):
            writer.writerow((table, value, n))


def daily(folder: Path) -> Iterator[Row]:
    """The lines of the sample of GDELT 1.0 that have all 58 fields."""
    for line in (folder / "raw" / "gdelt1_58col_sample.tsv").read_text("utf-8").splitlines():
        cells = line.split("\t")
        if len(cells) == 58:
            yield {"origin": WHOLE} | {name: cells[at] for name, at in PLACES.items()}


def tidied(folder: Path) -> Iterator[Row]:
    """The records of the tidied samples of GDELT 2.0."""
    table = pq.read_table(folder / "gdelt2_samples_2019_2020.parquet", columns=["origin", *PLACES])
    for row in table.to_pylist():
        yield {name: "" if cell is None else str(cell) for name, cell in row.items()}


def counted(row: Row) -> Iterator[tuple[str, str]]:
    """What a record of any sample adds to the tables."""
    yield "code", f"{row['EventCode']} {float(row['GoldsteinScale'])}"
    yield "reports", " ".join(row[name] for name in ("NumMentions", "NumSources", "NumArticles"))
    yield "geo", " ".join(row[f"{who}Geo_Type"] for who in ("Actor1", "Actor2", "Action"))
    yield "root", row["IsRootEvent"]
    for side in SIDES:
        yield "side", _codes(row, side)


def counted_in_whole(row: Row) -> Iterator[tuple[str, str]]:
    """What a record of a sample that is not thinned adds beside."""
    yield "pair", _codes(row, SIDES[0] + SIDES[1])
    yield "lag", str((_day(row["DATEADDED"]) - _day(row["SQLDATE"])).days)


def _codes(row: Row, names: tuple[str, ...]) -> str:
    return " ".join(row[name] or "-" for name in names)


def _day(text: str) -> dt.date:
    return dt.date(int(text[:4]), int(text[4:6]), int(text[6:8]))


if __name__ == "__main__":
    main()
