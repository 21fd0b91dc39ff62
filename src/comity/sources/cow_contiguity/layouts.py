"""The published forms of direct contiguity: spells of pairs, and directed dyad-years."""

from __future__ import annotations

import pyarrow as pa

from comity.sources.sheets import Column, Layout

# The classes of the code-book; miles are statute miles of water between the nearest shores.
WORDS = {
    1: "by land or river",
    2: "within 12 miles of water",
    3: "within 24 miles of water",
    4: "within 150 miles of water",
    5: "within 400 miles of water",
}
# Some files tell of pairs farther apart than that: class 0, which is no contiguity.
_CLASS = Column("conttype", pa.int32(), lowest=0, highest=5)
SPELLS = Layout(
    "version 3.2, contdir.csv",
    (
        *("dyad", "statelno", "statelab", "statehno", "statehab", "conttype", "begin", "end"),
        *("notes", "version"),
    ),
    (
        Column("statelno", pa.int32(), lowest=1, highest=9999),
        Column("statehno", pa.int32(), lowest=1, highest=9999),
        _CLASS,
        Column("begin", pa.int32(), lowest=181601, highest=210012),
        Column("end", pa.int32(), lowest=181601, highest=210012),
    ),
    encoding="latin-1",
)
YEARS = Layout(
    "version 3.2, contdird.csv",
    ("dyad", "state1no", "state1ab", "state2no", "state2ab", "year", "conttype", "version"),
    (
        Column("state1no", pa.int32(), lowest=1, highest=9999),
        Column("state2no", pa.int32(), lowest=1, highest=9999),
        Column("year", pa.int32(), lowest=1816, highest=2100),
        _CLASS,
    ),
)
