"""What a backtest of a signed series gives."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from comity.models.scoring import coverage, rmse
from comity.vocabulary.dyad import Dyad

# One row for each directed dyad and step; the observed value is null where nothing was observed.
FORECASTS = pa.schema(
    [
        *(("source", pa.string()), ("target", pa.string()), ("date", pa.date32())),
        *(
            (name, pa.float64())
            for name in ("mean", "lower50", "upper50", "lower90", "upper90", "observed")
        ),
    ]
)


@dataclass(frozen=True, slots=True, eq=False)
class SignedForecasts:
    """Forecasts one step ahead, each from the past alone; `notes` say what has none, and why."""

    table: pa.Table
    notes: tuple[str, ...]

    @property
    def text(self) -> str:
        """For each directed dyad how near the forecasts came and how often intervals held."""
        return "\n".join([_sentence(dyad, rows) for dyad, rows in self._scored()] + [*self.notes])

    def _scored(self) -> Iterator[tuple[Dyad, pa.Table]]:
        names = self.table.select(["source", "target"]).group_by(["source", "target"])
        for row in names.aggregate([]).to_pylist():
            dyad = Dyad(row["source"], row["target"])
            of_dyad = (pc.field("source") == dyad.source) & (pc.field("target") == dyad.target)
            yield dyad, self.table.filter(of_dyad & pc.field("observed").is_valid())


def _sentence(dyad: Dyad, rows: pa.Table) -> str:
    if rows.num_rows == 0:
        return f"{dyad}: no step with a forecast was observed."
    column = {name: np.asarray(rows[name]) for name in FORECASTS.names[3:]}
    half, most = (
        coverage(column["observed"], column[f"lower{share}"], column[f"upper{share}"])
        for share in (50, 90)
    )
    error = rmse(column["observed"] - column["mean"])
    return (
        f"{dyad}: {rows.num_rows} steps forecast one step ahead, root mean square error "
        f"{error:.2f}; the 50% interval held {half:.0%} of them, the 90% interval {most:.0%}."
    )
