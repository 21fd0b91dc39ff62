"""Where a published file keeps what: read from its header, whichever of the forms it has.

The IMF has published the same figures with one figure a line, with a column for each period, and
with a column for each indicator; under names with spaces (Direction of Trade Statistics, until
2025) and in capitals (International Trade in Goods, since).
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from comity.sources.imf_trade.words import Indicator, indicator_of, period_of
from comity.sources.trade_flows import Period

log = logging.getLogger(__name__)

# A role and the names of its column, the best first: codes before names.
ROLES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "reporter": ("COUNTRY.ID", "COUNTRY", "Country Code"),
        "partner": ("COUNTERPART_COUNTRY.ID", "COUNTERPART_COUNTRY", "Counterpart Country Code"),
        "indicator": ("INDICATOR.ID", "INDICATOR", "Indicator Code"),
        "time": ("TIME_PERIOD", "Time Period"),
        "value": ("OBS_VALUE", "Value"),
        "scale": ("SCALE.ID", "SCALE"),
        "attribute": ("Attribute",),
    }
)
NAMES = frozenset(name for names in ROLES.values() for name in names)


@dataclass(frozen=True, slots=True)
class Layout:
    """The places of the columns. `figures` are those that hold figures, with what they name."""

    width: int
    places: Mapping[str, int]
    periods: Mapping[int, tuple[str, Period]]
    indicators: Mapping[int, Indicator | None]

    @property
    def complete(self) -> bool:
        """Whether reporter, partner, indicator, period and figure all have a place."""
        has = self.places.keys()
        if not {"reporter", "partner"} <= has:
            return False
        if self.periods:
            return "indicator" in has and not self.indicators
        if self.indicators:
            return "time" in has
        return {"indicator", "time", "value"} <= has


def read_layout(header: Sequence[str]) -> Layout:
    """The layout that a header tells; not complete where it is of another kind of file."""
    names = [name.strip() for name in header]
    places = {
        role: next(names.index(one) for one in options if one in names)
        for role, options in ROLES.items()
        if any(one in names for one in options)
    }
    periods: dict[int, tuple[str, Period]] = {}
    indicators: dict[int, Indicator | None] = {}
    for place, name in enumerate(names):
        if not name or name in NAMES:
            continue
        try:
            periods[place] = period_of(name)
        except ValueError:
            try:
                indicators[place] = indicator_of(name)
            except ValueError:
                log.debug("column %r is not read", name)
    return Layout(len(names), places, periods, indicators)
