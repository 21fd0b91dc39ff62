"""Votes that were not estimated from: are their probabilities what they say?"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.alignment_data import tables
from comity.measures.ideal_points.ballots import ballots
from comity.measures.ideal_points.chain import HeldOut, chain
from comity.measures.ideal_points.estimate import BURN_IN, SWEEPS
from comity.measures.ideal_points.prior import prior_of
from comity.measures.ideal_points.start import start

SHARE, BINS = 0.05, 15
Floats = NDArray[np.float64]


def held_out(mirror: str, seed: int = 1) -> dict[str, dict[str, float]]:
    """Scores of the model's mean probabilities, and of each roll call's own shares."""
    data = ballots(*tables(Path(mirror)))
    out = np.random.default_rng(seed).random(data.vote.size) < SHARE
    asked = HeldOut(data.item_of[out], data.cell_of[out])
    rest = replace(
        data, item_of=data.item_of[~out], cell_of=data.cell_of[~out], vote=data.vote[~out]
    )
    prior = prior_of(rest)
    made = chain(
        rest,
        prior,
        start(rest, prior),
        sweeps=SWEEPS,
        burn_in=BURN_IN,
        seed=seed,
        held_out=asked,
    )
    counts = np.full((data.items, 3), 0.5)
    np.add.at(counts, (rest.item_of, rest.vote - 1), 1)
    shares = counts / counts.sum(axis=1, keepdims=True)
    vote = data.vote[out] - 1
    return {
        "model": scores(made.probabilities, vote),
        "shares": scores(shares[asked.item_of], vote),
    }


def scores(probabilities: Floats, vote: NDArray[np.int8]) -> dict[str, float]:
    """Calibration error over all three votes and of the likeliest; Brier and log score."""
    happened = np.eye(3)[vote]
    given = np.maximum(probabilities[np.arange(len(vote)), vote], 1e-12)
    top = probabilities.argmax(axis=1)
    return {
        "votes": len(vote),
        "calibration_error": calibration_error(probabilities.ravel(), happened.ravel()),
        "top_calibration_error": calibration_error(
            probabilities.max(axis=1), (top == vote).astype(float)
        ),
        "brier": float(((probabilities - happened) ** 2).sum(axis=1).mean()),
        "log_score": float(-np.log(given).mean()),
        "right": float((top == vote).mean()),
    }


def calibration_error(said: Floats, happened: Floats) -> float:
    """Mean distance of what was said and what happened over bins of equal width, weighted."""
    place = np.minimum((said * BINS).astype(int), BINS - 1)
    gap = np.bincount(place, said - happened, BINS)
    return float(np.abs(gap).sum() / len(said))
