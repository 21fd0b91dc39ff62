"""The plain alternative: joint maximum a posteriori, every roll call a resolution of its own.

The same ordinal model, random walk and scale as the project's, but one best guess of all numbers
at once (L-BFGS on analytic gradients), and no resolution recognised when it is voted again.
"""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import log_ndtr, ndtr

from benchmarks.alignment_data import tables
from comity.measures.ideal_points.ballots import ballots
from comity.measures.ideal_points.prior import prior_of
from comity.measures.ideal_points.start import start

Floats = NDArray[np.float64]
ROUNDS = 150
LOG_ROOT = 0.5 * np.log(2 * np.pi)


def plain(mirror: str, out: str) -> int:
    """Writes state, period and ideal_point; returns how often the gradient was taken."""
    votes, roll_calls = tables(Path(mirror))
    data = ballots(votes, roll_calls.drop_columns(["same_as", "part"]))
    prior = prior_of(data)
    # The published prior: a random walk that does not revert.
    prior = replace(prior, carries=np.minimum(prior.carries * 10, 1.0), carry=1.0)
    begin = start(data, prior)
    item, cell, vote = data.item_of, data.cell_of, data.vote
    cells, items = data.cells, data.items
    later = np.flatnonzero(prior.link)
    first = prior.first[:-1]

    def objective(at: Floats) -> tuple[float, Floats]:
        x, beta, low, gap = np.split(at, [cells, cells + items, cells + 2 * items])
        high = low + np.exp(gap)
        mean = beta[item] * x[cell]
        a, b = low[item] - mean, high[item] - mean
        yes, no = vote == 1, vote == 3
        middle = np.maximum(ndtr(b) - ndtr(a), 1e-12)
        log_a, log_b = log_ndtr(a), log_ndtr(-b)
        value = np.where(yes, log_a, np.where(no, log_b, np.log(middle)))
        # Densities at both cutpoints over the probability of the vote, in logarithms: no overflow.
        by_a = np.where(no, 0, np.where(yes, 1, -1) * np.exp(-a * a / 2 - LOG_ROOT - value))
        by_b = np.where(yes, 0, np.where(no, -1, 1) * np.exp(-b * b / 2 - LOG_ROOT - value))
        both = by_a + by_b
        step = prior.link[later] * (x[later] - x[later - 1])
        entry = prior.entry_precision * (x[first] - prior.entry_mean)
        of_x = np.bincount(cell, -both * beta[item], cells)
        of_x[later] -= step
        of_x[later - 1] += step
        of_x[first] -= entry
        of_beta = np.bincount(item, -both * x[cell], items) - beta
        of_low = np.bincount(item, both, items) - low / 25
        of_gap = np.bincount(item, by_b, items) * np.exp(gap) - gap / 4
        log = value.sum() - step @ (x[later] - x[later - 1]) / 2
        log -= entry @ (x[first] - prior.entry_mean) / 2 + beta @ beta / 2
        log -= low @ low / 50 + gap @ gap / 8
        return -log, -np.concatenate([of_x, of_beta, of_low, of_gap])

    widths = np.log(begin.high - begin.low)
    guess = np.concatenate([begin.position, begin.slope, begin.low, widths])
    found = minimize(objective, guess, jac=True, method="L-BFGS-B", options={"maxiter": ROUNDS})
    position = found.x[:cells]
    table = pa.table(
        {
            "state": np.array(data.states)[data.state_of],
            "period": np.array(data.periods, np.int32)[data.period_of],
            "ideal_point": (position - position.mean()) / position.std(),
        }
    )
    pq.write_table(table, os.fspath(out))
    return int(found.nfev)
