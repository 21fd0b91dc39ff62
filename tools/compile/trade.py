"""Makes src/comity/data/trade: yearly trade between states since 1992, of two datasets."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pyarrow as pa

from comity.sources.agtpa import parquet as agtpa
from comity.sources.contract import Parsed
from comity.sources.extracts import write_extract
from comity.sources.trade_flows.extract import to_extract
from comity.sources.tradhist import parquet as tradhist

# The first whole year of the states that followed the Soviet Union.
FIRST_YEAR = 1992


def main() -> None:
    """Reads the mirror's two files, keeps the later years, writes both, reports their sizes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mirror", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=Path("src/comity/data/trade"))
    given = parser.parse_args()
    folder = given.mirror / "structure"
    for file, parse, name in (
        ("agtpa_trade_1986_2006.parquet", agtpa.parse_parquet, agtpa.EXTRACT),
        ("fouquin_hugot_trade_subset.parquet", tradhist.parse_parquet, tradhist.EXTRACT),
    ):
        table = to_extract(flows(folder / file, parse), FIRST_YEAR)
        size = write_extract(table, given.out / name)
        sys.stdout.write(f"{name}: {table.num_rows} flows, {size} bytes\n")


def flows(path: Path, parse: Callable[[Path, str], Iterator[Parsed]]) -> pa.Table:
    """All flows of a mirror's file. A rejected row stops the work."""
    (parsed,) = parse(path, path.name)
    if parsed.rejects:
        raise SystemExit(f"{len(parsed.rejects)} rows of {path.name}, first {parsed.rejects[0]}")
    return parsed.tables["dyad_facts"]


if __name__ == "__main__":
    main()
