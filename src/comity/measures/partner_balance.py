"""With whom a state deals, and in what tone: its acts with every partner, both directions."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb
import pyarrow as pa

from comity.measures.act_reading import ReadingTables, cells_of

BY_PARTNER = """
-- One row: a partner of $state in the span, both directions. A partner without acts has no row.
SELECT
    CASE WHEN source = $state THEN target ELSE source END AS partner,
    CAST(sum(acts) AS BIGINT) AS acts,
    CAST(sum(acts) FILTER (reading = 'friendly') AS BIGINT) AS friendly,
    CAST(sum(acts) FILTER (reading IN ('insult', 'offence', 'attack')) AS BIGINT) AS hostile,
    CAST(sum(acts) FILTER (reading = 'meeting') AS BIGINT) AS meetings
FROM cells
WHERE source = $state OR target = $state
GROUP BY partner
ORDER BY acts DESC, partner
"""


@dataclass(frozen=True, slots=True)
class PartnerBalance:
    """Acts between a state and each partner; `.table`: partner, acts, friendly, hostile, meetings.

    Partners without a recorded act have no row.
    """

    state: str
    table: pa.Table

    def net_friendly(self, *, least: int) -> dict[str, float | None]:
        """(friendly - hostile) / (friendly + hostile) by partner, in -1..1.

        None where fewer than `least` acts of the two kinds are recorded: too few to say.
        """
        shares: dict[str, float | None] = {}
        for row in self.table.to_pylist():
            friendly, hostile = row["friendly"] or 0, row["hostile"] or 0
            total = friendly + hostile
            shares[row["partner"]] = (friendly - hostile) / total if total >= least else None
        return shares

    @property
    def text(self) -> str:
        """How many partners, and the busiest."""
        rows = self.table.to_pylist()
        if not rows:
            return f"No act with {self.state} is recorded."
        return f"{len(rows)} partners; most acts with {rows[0]['partner']} ({rows[0]['acts']})."


def partner_balance(
    acts: pa.Table, tables: ReadingTables, *, state: str, cells: pa.Table | None = None
) -> PartnerBalance:
    """Sum the acts that name a state on either side, by partner.

    `acts` has day, source, target, target_organ, scheme, code, n, goldstein_tenths, both ways.
    `cells`: what `cells_of` made of the acts, where it is at hand.
    """
    read = cells if cells is not None else cells_of(acts, tables)
    with duckdb.connect(":memory:") as connection:
        connection.register("cells", read)
        found = connection.sql(BY_PARTNER, params={"state": state}).to_arrow_table()
    return PartnerBalance(state, found)
