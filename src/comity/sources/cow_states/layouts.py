"""The published forms: members of the state system, and major powers."""

from __future__ import annotations

import pyarrow as pa

from comity.sources.sheets import Column, Layout

DAYS = ("styear", "stmonth", "stday", "endyear", "endmonth", "endday")


def _columns(*texts: str) -> tuple[Column, ...]:
    return (
        Column("ccode", pa.int32(), lowest=1, highest=9999),
        *(Column(text, pa.string()) for text in texts),
        *(
            Column(name, pa.int32(), None, 1, 2100 if name.endswith("year") else 31)
            for name in DAYS
        ),
        Column("version", pa.int32(), lowest=2000, highest=2100),
    )


STATES = Layout(
    "version 2016, states2016.csv",
    ("stateabb", "ccode", "statenme", *DAYS, "version"),
    _columns("stateabb", "statenme"),
    encoding="latin-1",
)
MAJORS = Layout(
    "version 2016, majors2016.csv",
    ("stateabb", "ccode", *DAYS, "version"),
    _columns("stateabb"),
    encoding="latin-1",
)
