"""The two published forms of the capabilities, and what their figures are measured in."""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa

from comity.sources.sheets import Column, Layout
from comity.sources.sheets.layout import MISSING


@dataclass(frozen=True, slots=True)
class Indicator:
    """A column of figures, in the publisher's own unit."""

    name: str
    title: str
    unit: str


INDICATORS = (
    Indicator(
        "milex",
        "Military expenditure",
        "thousand current US dollars (thousand British pounds before 1914)",
    ),
    Indicator("milper", "Military personnel", "thousand persons"),
    Indicator("irst", "Iron and steel production", "thousand tons"),
    Indicator("pec", "Primary energy consumption", "thousand coal-ton equivalents"),
    Indicator("tpop", "Total population", "thousand persons"),
    Indicator("upop", "Urban population (cities over 100,000)", "thousand persons"),
    Indicator(
        "cinc",
        "Composite Index of National Capability (Singer, Bremer and Stuckey 1972)",
        "share of the system's total, 0 to 1",
    ),
)
_COLUMNS = (
    Column("ccode", pa.int32(), lowest=1, highest=9999),
    Column("year", pa.int32(), lowest=1816, highest=2100),
    *(
        Column(one.name, pa.float64(), MISSING, 0, 1 if one.name == "cinc" else None)
        for one in INDICATORS
    ),
)
ABRIDGED = Layout(
    "version 6.0, NMC-60-abridged.csv",
    (
        *("stateabb", "ccode", "year", "milex", "milper", "irst", "pec", "tpop", "upop", "cinc"),
        "version",
    ),
    _COLUMNS,
)
FULL = Layout(
    "version 6.0, NMC-60-wsupplementary.csv",
    (
        *("statenme", "stateabb", "ccode", "year"),
        *("milex", "milexsource", "milexnote", "milper", "milpersource", "milpernote"),
        *("irst", "irstsource", "irstnote", "irstqualitycode", "irstanomalycode"),
        *("pec", "pecsource", "pecnote", "pecqualitycode", "pecanomalycode"),
        *("tpop", "tpopsource", "tpopnote", "tpopqualitycode", "tpopanomalycode"),
        *("upop", "upopsource", "upopnote", "upopqualitycode", "upopanomalycode"),
        *("upopgrowth", "upopgrowthsource", "cinc", "version"),
    ),
    _COLUMNS,
    encoding="latin-1",
)
