"""How many kinds a practice has, and how evenly it uses them: entropy and rarefaction.

Counts of acts by kind are like counts of animals by species: few acts show few kinds. So entropy is
corrected for what few acts hide, and kinds are compared at equal numbers of acts.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import gammaln, stdtrit

from comity.errors import BadValue

Floats = NDArray[np.float64]
# Below so many acts, or weeks with an act, an estimate would say little: there is none.
LEAST_ACTS, LEAST_WEEKS = 20, 5


@dataclass(frozen=True, slots=True)
class Entropy:
    """Shannon's entropy in nats, with an interval; `exp` of each is an effective number of kinds:
    so many kinds used alike would be as hard to foretell (Hill 1973).
    """

    value: float
    lower: float
    upper: float


def observed_entropy(counts: ArrayLike) -> float:
    """Entropy of the shares as they were seen, in nats (Shannon 1948); too low for few acts.

    Raises BadValue without acts.
    """
    x = _positive(counts)
    shares = x / x.sum()
    return float(max(0.0, -(shares * np.log(shares)).sum()))


def entropy_by_weeks(weeks: ArrayLike, *, kinds: int, level: float = 0.95) -> Entropy | None:
    """Entropy of the practice behind weekly counts (week, kind), corrected, with its interval.

    Leaves out each week in turn (delete-one-group jackknife: Quenouille 1949; Zahl 1977 for
    entropy; Student's t). Acts of one week come together, so the week and not the act is the unit:
    corrections that take acts as drawn one by one (Miller 1955; Chao and Shen 2003) fall short
    where they do. Never below what was seen, nor above `kinds` used alike. None where there are
    fewer than 20 acts, or acts in fewer than 5 weeks.
    """
    table = np.asarray(weeks, float)
    table = table[table.sum(axis=1) > 0]
    total, groups = table.sum(axis=0), len(table)
    if total.sum() < LEAST_ACTS or groups < LEAST_WEEKS:
        return None
    seen, most = observed_entropy(total), float(np.log(max(kinds, 1)))
    without = np.array([observed_entropy(total - week) for week in table])
    corrected = groups * seen - (groups - 1) * float(without.mean())
    error = float(np.sqrt((groups - 1) / groups * ((without - without.mean()) ** 2).sum()))
    reach = float(stdtrit(groups - 1, (1 + level) / 2)) * error
    value = min(max(corrected, seen), max(most, seen))
    return Entropy(value, max(0.0, value - reach), min(max(most, seen), value + reach))


def expected_kinds(counts: ArrayLike, acts: int) -> float:
    """How many kinds `acts` of these acts, drawn at random, would have (Hurlbert 1971).

    Raises BadValue for more acts than there are.
    """
    x = _positive(counts)
    n = x.sum()
    if not 0 <= acts <= n:
        raise BadValue(f"{acts} acts can't be drawn from {int(n)}.")
    left = n - x
    # The chance that a draw has none of a kind; it has one where too few others are left.
    able = left >= acts
    log_none = gammaln(left[able] + 1) - gammaln(left[able] - acts + 1)
    log_none -= gammaln(n + 1) - gammaln(n - acts + 1)
    return float(len(x) - np.exp(log_none).sum())


def _positive(counts: ArrayLike) -> Floats:
    x = np.asarray(counts, float)
    x = x[x > 0]
    if not len(x):
        raise BadValue("There are no acts to count kinds of.")
    return x
