"""Resource: how far it covers its own need of energy, and with how many suppliers the rest."""

from __future__ import annotations

from comity.measures.sovereignty.economic import PARTNERS
from comity.measures.sovereignty.indicator import Indicator, Scale
from comity.measures.sovereignty.readings import Recipe, newest_of, partner_concentration

COVERED = Scale(at_0=0, at_100=1)


def _not_imported(net_imports_percent: float) -> float:
    return 1 - net_imports_percent / 100


def _energy(kilotonnes: float, kilograms_each: float, gdp: float, gdp_per_person: float) -> float:
    return kilotonnes * 1e6 / (kilograms_each * gdp / gdp_per_person)


def _cover(produced: float, consumed: float) -> float:
    return produced / consumed


INDICATORS = (
    Indicator(
        "energy_cover",
        "Own production of energy, to use",
        "ratio, 1 covers all",
        "energy produced / energy used; use is use per person times population, population is "
        "GDP / GDP per person",
        COVERED,
        newest_of(
            (
                Recipe(("EG.IMP.CONS.ZS",), _not_imported),
                Recipe(
                    (
                        "energy_production_total",
                        "energy_use_per_person",
                        "total_gdp_us_inflation_adjusted",
                        "gdppercapita_us_inflation_adjusted",
                    ),
                    _energy,
                ),
            ),
            "no production and use of energy",
        ),
    ),
    Indicator(
        "oil_cover",
        "Own production of oil, to use",
        "ratio, 1 covers all",
        "oil produced / oil consumed",
        COVERED,
        newest_of(
            (Recipe(("oil_production_total", "oil_consumption_total"), _cover),),
            "no production and use of oil (published for producers only)",
        ),
    ),
    Indicator(
        "energy_suppliers",
        "Concentration of suppliers of coal, oil, gas and electricity",
        "Herfindahl index, 0 to 1",
        "sum over partners of (imports of chapter 27 from the partner / all such imports) squared",
        PARTNERS,
        partner_concentration(
            ("exports_usd_energy",), buying=True, lacking="no imports of energy by partner"
        ),
    ),
    Indicator(
        "food_suppliers",
        "Concentration of suppliers of food",
        "Herfindahl index, 0 to 1",
        "sum over partners of (imports of chapters 1-24 from the partner / all such imports) "
        "squared",
        PARTNERS,
        partner_concentration(
            ("exports_usd_food",), buying=True, lacking="no imports of food by partner"
        ),
    ),
)
