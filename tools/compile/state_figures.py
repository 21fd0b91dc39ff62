"""Makes src/comity/data/state_figures: figures of states since 1990, as Gapminder gives them."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from comity.sources.extracts import write_extract
from comity.sources.gapminder.extract import ABOUT, NAME, to_matrix
from comity.sources.gapminder.parquet import parse_parquet

FIRST_YEAR = 1990
# What sovereignty and integration are measured by. An indicator that ends early is kept as it is.
CHOSEN = (
    "total_gdp_us_inflation_adjusted",
    "gdppercapita_us_inflation_adjusted",
    "alternative_gdp_per_capita_ppp_wb",
    "gnipercapita_atlasmethod_current_us",
    "exports_percent_of_gdp",
    "imports_percent_of_gdp",
    "merchandise_trade_percent_of_gdp",
    "trade_balance_percent_of_gdp",
    "trade_balance_us_not_inflation_adjusted",
    "high_technology_exports_percent_of_manufactured_exports",
    "foreign_direct_investment_net_inflows_percent_of_gdp",
    "foreign_direct_investment_net_outflows_percent_of_gdp",
    "debt_to_foreigners_by_public_and_private_percent_of_gni",
    "aid_received_total_us_inflation_adjusted",
    "investments_percent_of_gdp",
    "inflation_annual_percent",
    "armed_forces_personnel_total",
    "military_expenditure_percent_of_gdp",
    "arms_exports_sipri_tiv",
    "arms_imports_sipri_tiv",
    "energy_production_total",
    "energy_use_per_person",
    "oil_production_total",
    "oil_consumption_total",
    "natural_gas_production_total",
    "electricity_generation_total",
    "hdi_human_development_index",
)


def main() -> None:
    """Reads the mirror, keeps the chosen indicators, writes one file, reports its size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mirror", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=Path("src/comity/data/state_figures"))
    given = parser.parse_args()
    facts = figures(given.mirror / "structure" / "gapminder_wdi_indicators.parquet")
    matrix = to_matrix(facts, CHOSEN, FIRST_YEAR)
    size = write_extract(matrix, given.out / NAME)
    known = sum(
        len(column) - column.null_count for column in matrix.drop_columns(ABOUT.names).columns
    )
    sys.stdout.write(
        f"{known} figures of {pc.count_distinct(matrix['state']).as_py()} states, "
        f"{len(CHOSEN)} indicators: {size} bytes\n"
    )


def figures(path: Path) -> pa.Table:
    """All figures of the mirror's file. A rejected row stops the work."""
    (parsed,) = parse_parquet(path, path.name)
    if parsed.rejects:
        raise SystemExit(f"{len(parsed.rejects)} rows of {path.name} were rejected.")
    return parsed.tables["state_facts"]


if __name__ == "__main__":
    main()
