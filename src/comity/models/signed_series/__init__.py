"""One-step-ahead forecasts of signed series of dyads, such as weekly net Goldstein scores."""

from comity.models.signed_series.forecast import forecast_signed
from comity.models.signed_series.result import FORECASTS, SignedForecasts
from comity.models.signed_series.series import SignedSeries, signed_series

__all__ = ["FORECASTS", "SignedForecasts", "SignedSeries", "forecast_signed", "signed_series"]
