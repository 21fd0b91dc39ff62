"""Hedging from what a lake has: the layers of each year, and the shares kept beside the lake."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import pyarrow as pa

from comity.measures.hedging import SHARES, Hedging, hedging
from comity.measures.ties.layers import LAYER_TABLES, layer
from comity.store.kept import kept
from comity.store.query import Reading
from comity.vocabulary.bloc import Bloc

# To be raised with each change of the numbers, so that kept results are made anew.
METHOD = "1"
LAYERS = ("votes", "trade", "agreements", "organisations", "alliances", "visas", "cooperation")


def lake_hedging(
    reading: Reading,
    states: Sequence[str],
    poles: Sequence[str | Bloc],
    years: Sequence[int],
    *,
    level: float = 0.90,
    progress: Callable[[str, int], None] | None = None,
) -> dict[str, Hedging]:
    """How evenly each state spreads its ties over the poles by year; kept beside the lake.

    A layer that the lake does not have for a year is missing, never none. A state with fewer than
    two poles besides itself is absent.
    """
    codes = [pole.code if isinstance(pole, Bloc) else pole for pole in poles]
    able = [state for state in states if len(set(codes) - {state}) > 1]

    if not able:
        return {}

    def compute() -> Mapping[str, pa.Table]:
        found = {state: [SHARES.empty_table()] for state in able}
        for year in years:
            if progress:
                progress(f"ties of {year}", 0)
            layers = [layer(reading, name, year) for name in LAYERS]
            on_record = [one for one in layers if one is not None]
            for state in able:
                found[state].append(hedging(on_record, state=state, poles=poles).shares)
        return {"shares": pa.concat_tables([table for of in found.values() for table in of])}

    asked = {"states": able, "poles": codes, "years": list(years)}
    found = kept(
        reading, "hedging", made_by=METHOD, tables=LAYER_TABLES, asked=asked, compute=compute
    )
    shares = found["shares"]
    return {
        state: Hedging.of_shares(
            shares,
            state=state,
            poles=[code for code in dict.fromkeys(codes) if code != state],
            level=level,
        )
        for state in able
    }
