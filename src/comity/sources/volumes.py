"""The volume of news: how many well-formed records a file holds of each day, whoever acts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import pyarrow as pa

from comity.sources.tables import VOLUMES


def volumes(part: str, counts: Mapping[tuple[dt.date, str], int]) -> pa.Table:
    """Rows of the volumes table from records by (day of the act, slot in which it was reported)."""
    keys = sorted(counts)
    columns = {
        "part": [part] * len(keys),
        "day": [day for day, _ in keys],
        "slot": [slot for _, slot in keys],
        "records": [counts[key] for key in keys],
    }
    return pa.table(columns, schema=VOLUMES)


def daily_volumes(part: str, days: Mapping[dt.date, int]) -> pa.Table:
    """The same where a file says nothing of when it reported: the slot is the day itself."""
    return volumes(part, {(day, day.isoformat()): count for day, count in days.items()})
