"""What dyads have in common: the mean and spread of each parameter, learned from all at once.

Each dyad says of its parameters what a quadratic says (its gradient and information). They are
taken as normal around common means; the means are solved for together, so that what one parameter
takes from another (a lasting shock from an answer, say) is settled by all dyads, not one by one.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from comity.models.reaction_function.evidence import Evidence, Prior
from comity.models.reaction_function.pair_model import EXTRA, SHARED
from comity.models.reaction_function.pairs import K, Layout, Pairs
from comity.models.reaction_function.pooling import SHAPE
from comity.models.reaction_function.series import Floats
from comity.models.reaction_function.slopes import FIXED

# What is thought beforehand of the mean of each parameter (mean, sd). The spread between dyads is
# thought to be SPREAD_SHARE of that sd, which is worth so many dyads.
MOMENTUM = np.array([[0.08, 0.08], [0.10, 0.10], [0.06, 0.08], [0.04, 0.06]])
SPILL, ANSWER, OWN_ANSWER, CONTEXT = (0.02, 0.15), (0.02, 0.3), (0.05, 0.3), (0.0, 0.2)
LOADING, PHI, OMEGA = (0.5, 0.4), (0.1, 0.4), (-2.0, 1.2)
ALIKE, REACH, SHARE, PERSISTENCE = (0.0, 1.5), (0.0, 1.2), (2.0, 1.2), (1.0, 1.2)
SPREAD_SHARE, SPREAD_WORTH = 0.4, 3.0
SPREAD_ROUNDS = 25
FARTHEST_SD = 2.5
MOST_LOADING = 1.6


def first_prior(classes: int) -> Prior:
    """What is thought before any dyad was seen."""
    one = np.ones((classes, 1))
    answers = np.tile(ANSWER, (classes, classes, 1)).astype(float)
    for c in range(classes):
        answers[c, c] = OWN_ANSWER
    return Prior(
        momentum=np.tile(MOMENTUM, (classes, 1, 1)),
        spill=np.tile(SPILL, (classes, classes, 1)).astype(float),
        answers=answers,
        answers_unknown=np.zeros((classes, classes)),
        context=np.tile(CONTEXT, (classes, 2, 1)).astype(float),
        loading=one * LOADING,
        phi=one * PHI,
        omega=one * OMEGA,
        alike=np.array(ALIKE),
        reach=np.array(REACH),
        share=np.array(SHARE),
        persistence=np.array(PERSISTENCE),
        shapes=np.tile(SHAPE, (classes, classes, 1)),
        spill_shape=SHAPE,
    )


class Common:
    """The places of the common parameters in one vector, and which each of a dyad's belongs to."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        c = layout.classes
        sizes: tuple[tuple[str, int], ...] = (
            ("momentum", c * K),
            ("spill", c * c),
            ("answers", c * c),
            ("context", 2 * c),
        )
        sizes = (
            *sizes,
            ("loading", c),
            ("phi", c),
            ("omega", c),
            ("alike", 1),
            ("reach", 1),
            ("share", 1),
            ("persistence", 1),
        )
        self.start: dict[str, int] = {}
        self.size = 0
        for name, size in sizes:
            self.start[name] = self.size
            self.size += size

    def places(self, series: Sequence[tuple[int, int]]) -> NDArray[np.int64]:
        """The common parameter of each of a dyad's; -1 for levels, which are its own."""
        layout, c_all = self.layout, self.layout.classes
        each = layout.width + EXTRA
        out = np.full(len(series) * each + SHARED, -1)
        for i, (_, c) in enumerate(series):
            at = i * each
            momentum = at + layout.momentum
            out[momentum : momentum + K] = self.start["momentum"] + c * K + np.arange(K)
            others = [j for j in range(c_all) if j != c]
            for p, j in enumerate(others):
                out[at + layout.spill + p] = self.start["spill"] + j * c_all + c
            for j in range(c_all):
                out[at + layout.answers + j] = self.start["answers"] + j * c_all + c
            for p in range(2):
                out[at + layout.context + p] = self.start["context"] + 2 * c + p
            for e, name in enumerate(("loading", "phi", "omega")):
                out[at + layout.width + e] = self.start[name] + c
        for r, name in enumerate(("alike", "reach", "share", "persistence")):
            out[r - SHARED] = self.start[name]
        return out

    def vector(self, prior: Prior) -> Floats:
        """Mean and sd of each common parameter, [parameters, 2]."""
        blocks = [getattr(prior, name).reshape(-1, 2) for name in self.start]
        return np.concatenate(blocks)

    def prior(self, mean: Floats, sd: Floats, unknown: Floats, shapes: Floats) -> Prior:
        """The prior of a dyad from means and standard deviations."""
        both = np.stack([mean, sd], axis=1)
        c = self.layout.classes
        shape = {
            "momentum": (c, K, 2),
            "spill": (c, c, 2),
            "answers": (c, c, 2),
            "context": (c, 2, 2),
            "loading": (c, 2),
            "phi": (c, 2),
            "omega": (c, 2),
            "alike": (2,),
            "reach": (2,),
            "share": (2,),
            "persistence": (2,),
        }
        ends = [*list(self.start.values())[1:], self.size]
        found = {
            name: both[start:end].reshape(shape[name])
            for (name, start), end in zip(self.start.items(), ends, strict=True)
        }
        start = self.start["answers"]
        answers_unknown = unknown[start : start + c * c].reshape(c, c)
        return Prior(**found, answers_unknown=answers_unknown, shapes=shapes, spill_shape=SHAPE)


def learn_common(
    found: Sequence[Evidence], pairs: Pairs, common: Common, thought: Floats
) -> tuple[Floats, Floats, Floats]:
    """Mean and standard deviation of each parameter, and how little is known of the mean.

    The standard deviation between dyads holds what is not known of the mean.
    """
    cases = [_quadratic(e, common.places(pairs.series_of[e.number])) for e in found]
    first = (SPREAD_SHARE * thought[:, 1]) ** 2
    spread = first.copy()
    mean: Floats = thought[:, 0].copy()
    unknown = thought[:, 1] ** 2
    for _ in range(SPREAD_ROUNDS):
        matrix = np.diag(1.0 / thought[:, 1] ** 2)
        pull = thought[:, 0] / thought[:, 1] ** 2
        solved = []
        for place, y, info in cases:
            tight = np.diag(1.0 / spread[place])
            after = np.linalg.inv(info + tight)
            through = np.eye(len(place)) - info @ after
            np.add.at(matrix, np.ix_(place, place), through @ info)
            np.add.at(pull, place, through @ y)
            solved.append(after)
        unknown = np.diagonal(np.linalg.inv(matrix)).copy()
        mean = np.asarray(np.linalg.solve(matrix, pull), np.float64)
        square, count = np.zeros(common.size), np.zeros(common.size)
        for (place, y, _), after in zip(cases, solved, strict=True):
            own = after @ (y + mean[place] / spread[place])
            np.add.at(square, place, (own - mean[place]) ** 2 + np.diagonal(after))
            np.add.at(count, place, 1.0)
        spread = (square + SPREAD_WORTH * first) / (count + SPREAD_WORTH)
        spread = np.minimum(spread, thought[:, 1] ** 2)
    low, high = (
        thought[:, 0] - FARTHEST_SD * thought[:, 1],
        thought[:, 0] + FARTHEST_SD * thought[:, 1],
    )
    mean = np.clip(mean, low, high)
    at = common.start["loading"]
    loads = slice(at, at + common.layout.classes)
    mean[loads] = np.clip(mean[loads], -MOST_LOADING, MOST_LOADING)
    return mean, np.sqrt(spread + unknown), np.sqrt(unknown)


def _quadratic(e: Evidence, place: NDArray[np.int64]) -> tuple[NDArray[np.int64], Floats, Floats]:
    """A dyad's evidence on the common parameters, y'a - a'Ia/2; its levels are profiled out."""
    free = e.precision < FIXED
    shared, own = np.flatnonzero(free & (place >= 0)), np.flatnonzero(free & (place < 0))
    among = e.full[np.ix_(shared, shared)]
    across = e.full[np.ix_(shared, own)]
    inner = e.full[np.ix_(own, own)] + np.diag(e.precision[own])
    weights = np.linalg.solve(inner, across.T).T
    info = among - weights @ across.T
    info = 0.5 * (info + info.T)
    values, vectors = np.linalg.eigh(info)
    info = (vectors * np.maximum(values, 0.0)) @ vectors.T
    # At the penalised best the gradient of a level is that of its prior, taken up in `inner`.
    y = e.grad[shared] + info @ e.theta[shared]
    return place[shared], y, info
