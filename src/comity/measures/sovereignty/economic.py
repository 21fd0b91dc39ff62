"""Economic: how much of its trade, debt and aid ties a state to others."""

from __future__ import annotations

from comity.measures.polarity.trade import FACTS as TRADE
from comity.measures.sovereignty.indicator import Indicator, Scale
from comity.measures.sovereignty.readings import Recipe, itself, newest_of, partner_concentration


def _sum(imports: float, exports: float) -> float:
    return imports + exports


def _percent(aid: float, gdp: float) -> float:
    return 100 * aid / gdp


# Twenty equal partners, and two: about the twentieth part of states lies beyond either.
PARTNERS = Scale(at_0=0.50, at_100=0.05)

INDICATORS = (
    Indicator(
        "import_concentration",
        "Concentration of suppliers",
        "Herfindahl index, 0 to 1",
        "sum over partners of (imports from the partner / all imports) squared (Hirschman 1945)",
        PARTNERS,
        partner_concentration(TRADE, buying=True, lacking="no imports by partner"),
    ),
    Indicator(
        "export_concentration",
        "Concentration of buyers",
        "Herfindahl index, 0 to 1",
        "sum over partners of (exports to the partner / all exports) squared (Hirschman 1945)",
        PARTNERS,
        partner_concentration(TRADE, buying=False, lacking="no exports by partner"),
    ),
    Indicator(
        "trade_openness",
        "Imports and exports of goods and services",
        "percent of GDP",
        "imports + exports, both as shares of GDP",
        Scale(at_0=180, at_100=20),
        newest_of(
            (
                Recipe(("NE.IMP.GNFS.ZS", "NE.EXP.GNFS.ZS"), _sum),
                Recipe(("imports_percent_of_gdp", "exports_percent_of_gdp"), _sum),
            ),
            "no share of trade in GDP",
        ),
    ),
    Indicator(
        "external_debt",
        "Debt to foreigners, public and private",
        "percent of gross national income",
        "stock of external debt / gross national income",
        Scale(at_0=100, at_100=0),
        newest_of(
            (
                Recipe(("DT.DOD.DECT.GN.ZS",), itself),
                Recipe(("debt_to_foreigners_by_public_and_private_percent_of_gni",), itself),
            ),
            "no external debt (published for borrowers of the World Bank only)",
        ),
    ),
    Indicator(
        "aid",
        "Official development aid received",
        "percent of national income",
        "net aid / gross national income; else net aid / GDP, each at the publisher's constant "
        "prices, whose base years differ by a few years",
        Scale(at_0=15, at_100=0),
        newest_of(
            (
                Recipe(("DT.ODA.ODAT.GN.ZS",), itself),
                Recipe(
                    (
                        "aid_received_total_us_inflation_adjusted",
                        "total_gdp_us_inflation_adjusted",
                    ),
                    _percent,
                ),
            ),
            "no aid (published for its receivers only)",
        ),
    ),
)
