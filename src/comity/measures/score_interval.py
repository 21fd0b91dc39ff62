"""An interval for a share or a mean of scores in 0..1 (Wilson 1927)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist

from comity.errors import BadValue


@dataclass(frozen=True, slots=True)
class Interval:
    """Lower and upper end, both in 0..1."""

    low: float
    high: float

    def __contains__(self, value: float) -> bool:
        return self.low <= value <= self.high


def score_interval(mean: float, n: int, level: float, *, variance: float | None = None) -> Interval:
    """The score interval of a mean of `n` scores in 0..1 (Wilson 1927).

    Without `variance` the scores are 0 or 1 and this is Wilson's interval of a share. With it, `n`
    becomes the effective number of yes-or-no draws that would vary as much, n * mean * (1 - mean) /
    variance (as for weighted surveys: Korn and Graubard 1998): scores between 0 and 1 vary less.
    One draw of the greatest variance is added to the sample's own, so that a run of equal scores
    does not count as certainty. Raises BadValue for no scores or a level outside 0..1.
    """
    if n < 1 or not 0.0 < level < 1.0:
        raise BadValue(f"An interval needs scores and a level between 0 and 1 (n {n}, {level}).")
    z = NormalDist().inv_cdf((1.0 + level) / 2.0)
    draws = float(n) if variance is None else n / _ratio(mean, n, variance)
    center = (mean + z * z / (2 * draws)) / (1 + z * z / draws)
    half = (
        z * math.sqrt(mean * (1 - mean) / draws + z * z / (4 * draws * draws)) / (1 + z * z / draws)
    )
    # A mean at an end stays inside: rounding must not push the end past it.
    return Interval(min(max(0.0, center - half), mean), max(min(1.0, center + half), mean))


def _ratio(mean: float, n: int, variance: float) -> float:
    """Variance of the scores over that of yes-or-no draws with the same mean, in (0, 1]."""
    most = mean * (1 - mean)
    if most <= 0.0:
        return 1.0
    return min(1.0, (n * variance + most) / (n * most + most))
