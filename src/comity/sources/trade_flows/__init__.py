"""What all sources of bilateral trade share: the direction, the facts' names, the state of the day.

Every trade fact runs from the exporter (`source`) to the importer (`target`), whoever reported it.
"""

from comity.sources.trade_flows.facts import EXPORTS, IMPORTS_CIF, IMPORTS_FOB, flow_facts
from comity.sources.trade_flows.periods import Period, month, quarter, year
from comity.sources.trade_flows.sides import side_of

__all__ = [
    "EXPORTS",
    "IMPORTS_CIF",
    "IMPORTS_FOB",
    "Period",
    "flow_facts",
    "month",
    "quarter",
    "side_of",
    "year",
]
