"""Shares of strategies in laboratory games against those that the experimenters published."""

from __future__ import annotations

import time
from pathlib import Path

import pyarrow.csv
import pytest

from comity.models.strategies import StrategyShares, populations, strategy_shares

STRATEGIES = ("ALLD", "ALLC", "GRIM", "TFT", "WSLS", "T2")
# Dal Bó and Fréchette (2011), Table 7 (page 424): continuation probability 1/2 and 3/4, payoff of
# mutual cooperation 32, 40, 48.
TABLE_7 = {
    "D5R32": (0.92, 0.00, 0.00, 0.08, 0.00, 0.00),
    "D5R40": (0.78, 0.08, 0.04, 0.10, 0.00, 0.00),
    "D5R48": (0.53, 0.07, 0.00, 0.38, 0.02, 0.00),
    "D75R32": (0.65, 0.00, 0.00, 0.35, 0.00, 0.00),
    "D75R40": (0.11, 0.30, 0.27, 0.33, 0.00, 0.00),
    "D75R48": (0.00, 0.08, 0.12, 0.56, 0.00, 0.24),
}


@pytest.fixture(scope="module")
def fitted(mirror: Path) -> dict[str, StrategyShares]:
    path = mirror / "planning" / "games" / "DF2011.csv"
    if not path.exists():
        pytest.skip("needs the games of Dal Bó and Fréchette (2011)")
    began = time.process_time()
    games = pyarrow.csv.read_csv(path)
    found = {group.name: strategy_shares(group) for group in populations(games)}
    assert time.process_time() - began < 2
    return found


@pytest.mark.parametrize("treatment", TABLE_7)
def test_shares_are_those_of_dal_bo_and_frechette_2011_table_7(
    fitted: dict[str, StrategyShares], treatment: str
) -> None:
    rows = fitted[treatment].table.to_pylist()
    assert tuple(row["strategy"] for row in rows) == STRATEGIES
    assert tuple(round(row["share"], 2) for row in rows) == TABLE_7[treatment]


def test_the_tremble_and_its_kin_are_those_of_the_package_stratest(
    fitted: dict[str, StrategyShares],
) -> None:
    # stratEst 1.1 (Dvorak 2023), its own test of D5R32: gamma 0.362, standard errors 0.043.
    found = fitted["D5R32"]
    rows = {row["strategy"]: row for row in found.table.to_pylist()}
    assert found.gamma == pytest.approx(0.362, abs=5e-4)
    assert rows["ALLD"]["standard_error"] == pytest.approx(0.043, abs=0.004)
    assert rows["TFT"]["standard_error"] == pytest.approx(0.043, abs=0.004)


def test_each_optimum_is_a_peak(fitted: dict[str, StrategyShares]) -> None:
    for found in fitted.values():
        assert "falls on all sides" in found.checked
