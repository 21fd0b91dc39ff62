"""The numerical inner loops: draws of votes' latent values, of vote parameters, of states' paths.

All in float64 and plain loops, compiled by numba. Random numbers come from a counter-based
generator (splitmix64; Steele, Lea and Flood 2014), seeded anew for each roll call and each state,
so that results do not depend on how many threads do the work.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, TypeVar

import numba
import numpy as np

F = TypeVar("F", bound=Callable[..., Any])

ROOT_HALF = math.sqrt(0.5)
# Cutpoints and latent values stay within these bounds, as in the published estimation.
CUT_BOUND, LATENT_BOUND = 7.0, 9.0
TINY = 1e-300
YES, NO = 1, 3


def inline(function: F) -> F:
    made: Any = numba.njit(inline="always", cache=True)(function)
    return made  # type: ignore[no-any-return]


def compiled(function: F) -> F:
    made: Any = numba.njit(parallel=True, cache=True)(function)
    return made  # type: ignore[no-any-return]


@inline
def uniform(state: Any) -> Any:
    """The next state of the generator, and a number in the open interval (0, 1)."""
    state = state + np.uint64(0x9E3779B97F4A7C15)
    mixed = state
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    mixed = mixed ^ (mixed >> np.uint64(31))
    return state, (np.float64(mixed >> np.uint64(11)) + 0.5) * (1.0 / 9007199254740992.0)


@inline
def stream(seed: Any, number: Any) -> Any:
    """The generator of one roll call or state."""
    state = np.uint64(seed) + np.uint64(number) * np.uint64(0xD1342543DE82EF95)
    state, _ = uniform(state)
    return state


@inline
def quantile(p: Any) -> Any:
    """The standard normal quantile (rational approximation of Acklam 2003; error below 2e-9)."""
    if 0.02425 < p < 0.97575:
        q = p - 0.5
        r = q * q
        above = -3.969683028665376e01 * r + 2.209460984245205e02
        above = ((above * r - 2.759285104469687e02) * r + 1.383577518672690e02) * r
        above = ((above - 3.066479806614716e01) * r + 2.506628277459239e00) * q
        below = -5.447609879822406e01 * r + 1.615858368580409e02
        below = ((below * r - 1.556989798598866e02) * r + 6.680131188771972e01) * r
        return above / ((below - 1.328068155288572e01) * r + 1.0)
    tail = p if p < 0.5 else 1.0 - p
    q = math.sqrt(-2.0 * math.log(tail))
    above = -7.784894002430293e-03 * q - 3.223964580411365e-01
    above = ((above * q - 2.400758277161838e00) * q - 2.549732539343734e00) * q
    above = (above + 4.374664141464968e00) * q + 2.938163982698783e00
    below = 7.784695709041462e-03 * q + 3.224671290700398e-01
    below = (below * q + 2.445134137142996e00) * q + 3.754408661907416e00
    value = above / (below * q + 1.0)
    return value if p < 0.5 else -value


@inline
def draw_below(mean: Any, high: Any, u: Any) -> Any:
    """A draw of a normal with variance 1, given that it is below `high`."""
    gap = high - mean
    if gap < -37.0:
        return high
    p = u * 0.5 * math.erfc(-gap * ROOT_HALF) if gap < 6.0 else u
    return min(mean + quantile(max(p, TINY)), high)


@inline
def draw_between(mean: Any, low: Any, high: Any, u: Any) -> Any:
    """A draw of a normal with variance 1, given that it is between two bounds."""
    a, b = low - mean, high - mean
    side = 1.0
    if a > 0:
        a, b, side = -b, -a, -1.0
    first, last = 0.5 * math.erfc(-a * ROOT_HALF), 0.5 * math.erfc(-b * ROOT_HALF)
    p = first + u * (last - first)
    value = b if p < TINY else quantile(p)
    return min(max(mean + side * value, low), high)


@inline
def probability(vote: Any, mean: Any, low: Any, high: Any) -> Any:
    """The probability of a vote: yes below the first cutpoint, no above the second."""
    if vote == YES:
        return 0.5 * math.erfc((mean - low) * ROOT_HALF)
    if vote == NO:
        return 0.5 * math.erfc((high - mean) * ROOT_HALF)
    a, b = low - mean, high - mean
    if a > 0:
        return 0.5 * (math.erfc(a * ROOT_HALF) - math.erfc(b * ROOT_HALF))
    return 0.5 * (math.erfc(-b * ROOT_HALF) - math.erfc(-a * ROOT_HALF))


@compiled
def draw_items(
    starts: Any,
    cells: Any,
    votes: Any,
    position: Any,
    slope: Any,
    low: Any,
    high: Any,
    latent: Any,
    step: Any,
    seed: Any,
) -> None:
    """One draw of each resolution's parameters, in place, and of the votes' latent values.

    First the cutpoints (a Metropolis step on both, latent values integrated out), then the latent
    values (Albert and Chib 1993), then the slope, whose prior is N(0, 1).
    """
    for item in numba.prange(slope.size):
        state = stream(seed, item)
        begin, end = starts[item], starts[item + 1]
        beta, c1, c2 = slope[item], low[item], high[item]
        state, u = uniform(state)
        new1 = c1 + step[item] * quantile(u)
        state, u = uniform(state)
        new2 = c2 + step[item] * quantile(u)
        if -CUT_BOUND < new1 < new2 < CUT_BOUND:
            log_ratio, ratio = 0.0, 1.0
            for m in range(begin, end):
                mean = beta * position[cells[m]]
                now = probability(votes[m], mean, c1, c2) + TINY
                ratio *= (probability(votes[m], mean, new1, new2) + TINY) / now
                if ratio < 1e-200 or ratio > 1e200:
                    log_ratio += math.log(ratio)
                    ratio = 1.0
            state, u = uniform(state)
            if math.log(u) < log_ratio + math.log(ratio):
                c1, c2 = new1, new2
        precision, moment = 1.0, 0.0
        for m in range(begin, end):
            x = position[cells[m]]
            state, u = uniform(state)
            if votes[m] == YES:
                value = draw_below(beta * x, c1, u)
            elif votes[m] == NO:
                value = -draw_below(-beta * x, -c2, u)
            else:
                value = draw_between(beta * x, c1, c2, u)
            value = min(max(value, -LATENT_BOUND), LATENT_BOUND)
            latent[m] = value
            precision += x * x
            moment += x * value
        state, u = uniform(state)
        slope[item] = moment / precision + quantile(u) / math.sqrt(precision)
        low[item], high[item] = c1, c2


@compiled
def add_up(
    starts: Any, items: Any, place: Any, slope: Any, latent: Any, precision: Any, moment: Any
) -> None:
    """What the votes of each state and period say of its position: precision and moment."""
    for cell in numba.prange(precision.size):
        p, r = 0.0, 0.0
        for m in range(starts[cell], starts[cell + 1]):
            beta = slope[items[m]]
            p += beta * beta
            r += beta * latent[place[m]]
        precision[cell], moment[cell] = p, r


@compiled
def add_up_shared(
    starts: Any,
    votes: Any,
    items: Any,
    cells: Any,
    slope: Any,
    latent: Any,
    position: Any,
    precision: Any,
    moment: Any,
) -> None:
    """What the votes on shared resolutions say of a shift of each period: precision and moment."""
    for period in numba.prange(precision.size):
        p, r = 0.0, 0.0
        for k in range(starts[period], starts[period + 1]):
            m = votes[k]
            beta = slope[items[m]]
            p += beta * beta
            r += beta * (latent[m] - beta * position[cells[m]])
        precision[period], moment[period] = p, r


@compiled
def draw_paths(
    first: Any,
    position: Any,
    link: Any,
    carry: Any,
    entry_precision: Any,
    entry_mean: Any,
    precision: Any,
    moment: Any,
    seed: Any,
) -> None:
    """One draw of each state's path over the periods, in place.

    Forward filtering in information form, then backward sampling (Carter and Kohn 1994). `link` is
    the precision of the step to a cell from the state's cell before, `carry` the share of the
    position that is carried over.
    """
    for number in numba.prange(first.size - 1):
        state = stream(seed, number)
        begin, size = first[number], first[number + 1] - first[number]
        known, pull = np.empty(size), np.empty(size)
        for k in range(size):
            cell = begin + k
            known[k], pull[k] = precision[cell], moment[cell]
            if k + 1 < size:
                known[k] += link[cell + 1] * carry[cell + 1] ** 2
            if k == 0:
                known[k] += entry_precision[number]
                pull[k] += entry_precision[number] * entry_mean[number]
            else:
                across = link[cell] * carry[cell]
                known[k] += link[cell] - across * across / known[k - 1]
                pull[k] += across / known[k - 1] * pull[k - 1]
        after = 0.0
        for k in range(size - 1, -1, -1):
            state, u = uniform(state)
            if k + 1 < size:
                cell = begin + k + 1
                pull[k] += link[cell] * carry[cell] * after
            after = pull[k] / known[k] + quantile(u) / math.sqrt(known[k])
            position[begin + k] = after


@compiled
def add_probabilities(
    cells: Any, items: Any, position: Any, slope: Any, low: Any, high: Any, total: Any
) -> None:
    """Adds the probabilities of yes, abstain and no of some votes to their totals."""
    for m in numba.prange(cells.size):
        mean = slope[items[m]] * position[cells[m]]
        for vote in range(3):
            total[m, vote] += probability(vote + 1, mean, low[items[m]], high[items[m]])
