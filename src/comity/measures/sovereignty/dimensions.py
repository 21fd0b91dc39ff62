"""The six dimensions, in order, and the facts that their indicators read."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from comity.measures.sovereignty import (
    economic,
    military,
    political,
    resource,
    strategic,
    territorial,
)
from comity.measures.sovereignty.indicator import Indicator

INDICATORS: Mapping[str, tuple[Indicator, ...]] = MappingProxyType(
    {
        "economic": economic.INDICATORS,
        "political": political.INDICATORS,
        "military": military.INDICATORS,
        "strategic": strategic.INDICATORS,
        "resource": resource.INDICATORS,
        "territorial": territorial.INDICATORS,
    }
)
DIMENSIONS = tuple(INDICATORS)

# Every fact of a state that an indicator reads.
FACTS = (
    *("NE.IMP.GNFS.ZS", "NE.EXP.GNFS.ZS", "DT.DOD.DECT.GN.ZS", "DT.ODA.ODAT.GN.ZS"),
    *("MS.MIL.TOTL.P1", "SP.POP.TOTL", "MS.MIL.XPND.GD.ZS", "EG.IMP.CONS.ZS"),
    *("MS.MIL.MPRT.KD", "NY.GDP.MKTP.KD"),
    *("imports_percent_of_gdp", "exports_percent_of_gdp"),
    "debt_to_foreigners_by_public_and_private_percent_of_gni",
    *("aid_received_total_us_inflation_adjusted", "total_gdp_us_inflation_adjusted"),
    *("gdppercapita_us_inflation_adjusted", "armed_forces_personnel_total"),
    *("military_expenditure_percent_of_gdp", "arms_imports_sipri_tiv"),
    *("energy_production_total", "energy_use_per_person"),
    *("oil_production_total", "oil_consumption_total"),
    *("cow_milper", "cow_tpop", "polity"),
    *("v2svdomaut", "v2svinlaut", "v2svstterr", territorial.CONFLICT),
)
