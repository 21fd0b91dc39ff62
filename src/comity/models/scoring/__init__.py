"""How good forecasts were: errors, coverage of intervals, and tests between two forecasts."""

from comity.models.scoring.diebold_mariano import EqualAccuracy, diebold_mariano
from comity.models.scoring.errors import rmse
from comity.models.scoring.intervals import coverage, interval_score

__all__ = ["EqualAccuracy", "coverage", "diebold_mariano", "interval_score", "rmse"]
