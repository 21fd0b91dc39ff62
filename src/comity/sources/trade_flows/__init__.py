"""What all sources of bilateral trade share: the direction, the facts' names, the state of the day.

Every trade fact runs from the exporter (`source`) to the importer (`target`), whoever reported it.
"""

from comity.sources.trade_flows.facts import EXPORTS, IMPORTS_CIF, IMPORTS_FOB, facts_table
from comity.sources.trade_flows.periods import Period, month, quarter, year
from comity.sources.trade_flows.sides import side_of

__all__ = [
    "EXPORTS",
    "IMPORTS_CIF",
    "IMPORTS_FOB",
    "Period",
    "facts_table",
    "month",
    "quarter",
    "side_of",
    "year",
]
