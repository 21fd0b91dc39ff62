"""What the facts of a source are called and measured in."""

from __future__ import annotations

from collections.abc import Iterable

import pyarrow as pa

from comity.sources.tables import FACTS


def facts_table(rows: Iterable[tuple[str, str, str]]) -> pa.Table:
    """Rows of the table of facts: name, title, unit."""
    columns = list(zip(*rows, strict=True)) or [()] * len(FACTS)
    return pa.table([pa.array(column, pa.string()) for column in columns], schema=FACTS)
