"""Mixtures of strategies with one tremble: their likelihood, its slopes and its curvature."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]

# A tremble of one half is a coin: choices then say nothing of strategies.
LEAST_FOLLOWED = 0.5
LEAST_TOTAL = 1e-300


@dataclass(frozen=True, slots=True, eq=False)
class Agreement:
    """How the choices of sequences agree with strategies: all that the likelihood needs.

    `choices` [sequences] counts the choices, `best` [sequences] those that the strategy which
    agrees best prescribed, `short` [sequences, strategies] by how many each agrees less.
    """

    choices: Ints
    best: Ints
    short: Ints

    @property
    def agreed(self) -> Ints:
        return self.best[:, None] - self.short


def agreement(agreed: Ints, choices: Ints) -> Agreement:
    """Of `agreed` [sequences, strategies], the choices that a strategy prescribed, of all."""
    best = agreed.max(axis=1)
    return Agreement(choices, best, best[:, None] - agreed)


@dataclass(frozen=True, slots=True, eq=False)
class Mixtures:
    """A batch of mixtures: `shares` [batch, strategies], `followed` [batch].

    `followed` is the chance that a choice is the prescribed one (one minus the tremble).
    """

    shares: Floats
    followed: Floats

    def __len__(self) -> int:
        return len(self.followed)

    def at(self, which: NDArray[np.intp]) -> Mixtures:
        return Mixtures(self.shares[which], self.followed[which])


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """A mixture as the data see it.

    `slope` [batch, strategies] is the mean over sequences of the likelihood under a strategy, over
    that under the mixture: 1 for each strategy with a share at the optimum, at most 1 for others.
    `agreed` [batch] is the share of choices as the sequences' likely strategies prescribe them.
    """

    log_likelihood: Floats
    slope: Floats
    agreed: Floats


def likelihoods(data: Agreement, followed: Floats) -> Floats:
    """[batch, sequences, strategies], relative to each sequence's best strategy (which has 1)."""
    odds = (1 - followed) / followed
    powers = odds[:, None] ** np.arange(int(data.short.max(initial=0)) + 1)
    found: Floats = powers[:, data.short]
    return found


def look(data: Agreement, mixtures: Mixtures, weights: Floats, relative: Floats) -> Look:
    """The log likelihood of mixtures and where it rises; `weights` [batch, sequences]."""
    total = _total(mixtures, relative)
    each = weights / total
    size = weights.sum(axis=1)
    slope = (each[:, None, :] @ relative)[:, 0, :] / size[:, None]
    short = (each[:, None, :] @ (relative * data.short))[:, 0, :]
    lost = (short * mixtures.shares).sum(axis=1)
    followed = mixtures.followed
    with np.errstate(divide="ignore", invalid="ignore"):
        agreed = weights @ data.best
        missed = weights @ (data.choices - data.best)
        log_likelihood = (weights * np.log(total)).sum(axis=1)
        log_likelihood += np.where(agreed > 0, agreed * np.log(followed), 0.0)
        log_likelihood += np.where(missed > 0, missed * np.log1p(-followed), 0.0)
    return Look(log_likelihood, slope, (agreed - lost) / (weights @ data.choices))


def _total(mixtures: Mixtures, relative: Floats) -> Floats:
    # A sequence that was not drawn may be impossible under a mixture; it has no weight.
    found: Floats = np.maximum((relative @ mixtures.shares[:, :, None])[:, :, 0], LEAST_TOTAL)
    return found


def bend(data: Agreement, mixtures: Mixtures, weights: Floats, relative: Floats) -> Floats:
    """[batch, strategies + 1, strategies + 1]: the curvature of the log likelihood, sign turned.

    A sequence's mean, in the shares and, last, in the log odds of following. Shares are taken as
    free numbers whose sum is charged for, which has its optimum where they add up to 1 (Kim et al.
    2020).
    """
    count = data.short.shape[1]
    total = _total(mixtures, relative)
    toward = relative / total[:, :, None]
    weighted = toward * weights[:, :, None]
    belongs = toward * mixtures.shares[:, None, :]
    short = (belongs * data.short).sum(axis=2)
    spread = (belongs * data.short**2).sum(axis=2) - short**2
    chance = mixtures.followed * (1 - mixtures.followed)
    found = np.empty((len(mixtures), count + 1, count + 1))
    found[:, :count, :count] = toward.transpose(0, 2, 1) @ weighted
    found[:, :count, count] = (weighted * (data.short - short[:, :, None])).sum(axis=1)
    found[:, count, :count] = found[:, :count, count]
    found[:, count, count] = chance * (weights @ data.choices) - (weights * spread).sum(axis=1)
    found /= weights.sum(axis=1)[:, None, None]
    return found
