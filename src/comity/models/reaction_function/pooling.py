"""Partial pooling: dyads with little record borrow from their region and from all.

Each dyad's own evidence on its answer A is kept as a quadratic, u A - s A^2 / 2 (s: information,
u = s times its own estimate). Answers of one pair of classes are taken as normal around the mean
of their group, with a spread that is averaged over (empirical Bayes; Morris 1983).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import softmax

from comity.models.reaction_function.series import Floats

# Spreads between dyads that are weighed up, and what is thought of them beforehand.
SPREADS = np.array([0.005, 0.01, 0.02, 0.035, 0.05, 0.07, 0.1, 0.14, 0.2, 0.3, 0.45])
USUAL_SPREAD, SPREAD_OF_SPREAD = 0.1, 1.0
# The mean of all answers lies around 0, by so much.
MEAN_SD = 0.25
# How far the mean of a group lies from that of all, as a share of the spread between dyads.
GROUP_SHARE = 0.5
# The shape of an answer before any is seen, and how many answers that is worth.
SHAPE = np.array([0.35, 0.35, 0.2, 0.1])
SHAPE_WORTH = 4.0


@dataclass(frozen=True, slots=True, eq=False)
class Pooled:
    """Answers after borrowing: mean and standard deviation, and how much is own evidence."""

    mean: Floats
    sd: Floats
    own: Floats
    prior_mean: Floats
    prior_sd: Floats


def pooled(u: Floats, s: Floats, groups: NDArray[np.int64], unknown: float = 0.0) -> Pooled:
    """Answers of n dyads of one pair of classes; groups: the number of each dyad's region.

    Each dyad borrows from the others alone: what it borrows does not hold its own evidence.
    `unknown`: the variance of what is common to all dyads (of how long shocks last, say), which no
    number of dyads makes smaller.
    """
    log_weight = np.empty(len(SPREADS))
    means, variances, priors = [], [], []
    for number, spread in enumerate(SPREADS):
        prior_mean, prior_var, log_evidence = _left_out(u, s, groups, spread)
        prior_var = prior_var + unknown
        precision = s + 1.0 / prior_var
        means.append((u + prior_mean / prior_var) / precision)
        variances.append(1.0 / precision)
        priors.append((prior_mean, prior_var))
        thought = -0.5 * (np.log(spread / USUAL_SPREAD) / SPREAD_OF_SPREAD) ** 2
        log_weight[number] = log_evidence + thought
    weight = softmax(log_weight)
    mean = weight @ np.array(means)
    variance = weight @ np.array(variances) + weight @ (np.array(means) - mean) ** 2
    prior_mean = weight @ np.array([p for p, _ in priors])
    prior_var = weight @ np.array([v for _, v in priors])
    prior_var = prior_var + weight @ (np.array([p for p, _ in priors]) - prior_mean) ** 2
    own = s / (s + 1.0 / prior_var)
    return Pooled(mean, np.sqrt(variance), own, prior_mean, np.sqrt(prior_var))


def _left_out(
    u: Floats, s: Floats, groups: NDArray[np.int64], spread: float
) -> tuple[Floats, Floats, float]:
    """What the other dyads say of each: mean, variance; and the log evidence of the spread."""
    weight = s / (1.0 + s * spread**2)
    pull = u / (1.0 + s * spread**2)
    # Between groups: each group's mean around the mean of all.
    between = (GROUP_SHARE * spread) ** 2
    count = int(groups.max()) + 1 if len(groups) else 0
    weights, pulls = np.bincount(groups, weight, count), np.bincount(groups, pull, count)
    evidence = _log_evidence(u, s, spread)
    mean, variance = np.empty(len(u)), np.empty(len(u))
    shrunk = 1.0 / (1.0 + weights * between)
    all_weight, all_pull = weights * shrunk, pulls * shrunk
    for group in range(count):
        here = np.flatnonzero(groups == group)
        own_weight, own_pull = weights[group] - weight[here], pulls[group] - pull[here]
        own_weight = np.maximum(own_weight, 0.0)
        rest = all_weight.sum() - all_weight[group]
        rest_pull = all_pull.sum() - all_pull[group]
        # The mean of all, from the other groups; the group's mean from it and its own others.
        precision = 1.0 / MEAN_SD**2 + rest
        top, top_var = rest_pull / precision, 1.0 / precision
        group_precision = 1.0 / (top_var + between) + own_weight
        mean[here] = (top / (top_var + between) + own_pull) / group_precision
        variance[here] = 1.0 / group_precision + spread**2
    return mean, variance, evidence


def _log_evidence(u: Floats, s: Floats, spread: float) -> float:
    """Log evidence of a spread, the mean of all integrated out."""
    tight = 1.0 / spread**2
    precision = s + tight
    # Each dyad: integral of exp(uA - sA^2/2) N(A; mean, spread^2) as a quadratic in the mean.
    constant = float(np.sum(0.5 * np.log(tight / precision) + 0.5 * u * u / precision))
    linear = float(np.sum(u * tight / precision))
    square = float(np.sum(tight - tight * tight / precision)) + 1.0 / MEAN_SD**2
    return float(constant + 0.5 * linear**2 / square - 0.5 * np.log(square * MEAN_SD**2))


def shape_of(y: Floats, information: Floats, start: Floats = SHAPE) -> Floats:
    """The shape of kernels that dyads share: weights of the time scales, summing to 1.

    y [n,K], information [n,K,K]: each dyad's own evidence on K kernels, y'a - a'Ia/2. Its a are
    taken as A times the shape, A normal around a mean. The mode under a weak Dirichlet prior.
    """

    def loss(free: Floats) -> float:
        shape = softmax(np.append(free[:-2], 0.0))
        u = y @ shape
        s = np.einsum("nij,i,j->n", information, shape, shape)
        mean, spread = free[-2] * 0.1, np.exp(free[-1])
        tight = 1.0 / spread**2
        precision = s + tight
        fit = 0.5 * np.log(tight / precision)
        fit += 0.5 * ((u + mean * tight) ** 2 / precision - mean**2 * tight)
        prior: float = float(SHAPE_WORTH * SHAPE @ np.log(shape + 1e-12))
        prior -= 0.5 * (np.log(spread / USUAL_SPREAD) / SPREAD_OF_SPREAD) ** 2
        prior -= 0.5 * (mean / MEAN_SD) ** 2
        return float(-fit.sum() - prior)

    first = np.log(start + 1e-6)
    begun = np.concatenate([(first - first[-1])[:-1], [0.5, np.log(USUAL_SPREAD)]])
    if len(y) == 0:
        return start
    bounds = [(-6.0, 6.0)] * (len(start) - 1) + [(-20.0, 20.0), (-5.0, 0.5)]
    found = minimize(loss, begun, method="L-BFGS-B", bounds=bounds)
    return np.asarray(softmax(np.append(found.x[:-2], 0.0)))


def false_discovery(p_values: Sequence[float] | Floats) -> Floats:
    """q-values: the smallest false-discovery rate at which each would be told.

    Benjamini and Hochberg (1995), with the share of true nulls estimated from the p-values above
    one half (Storey 2002). Not a number stays so, and does not count.
    """
    p = np.asarray(p_values, float)
    out = np.full(len(p), np.nan)
    known = np.flatnonzero(np.isfinite(p))
    if not len(known):
        return out
    nulls = min(1.0, (np.sum(p[known] > 0.5) + 1.0) / (0.5 * len(known)))
    order = known[np.argsort(p[known], kind="stable")]
    ranked = nulls * p[order] * len(order) / np.arange(1, len(order) + 1)
    out[order] = np.minimum(1.0, np.minimum.accumulate(ranked[::-1])[::-1])
    return out
