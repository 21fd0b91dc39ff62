"""Every segment that a drifting series may consist of, and how probable each is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Segments:
    """Every segment from `a` to `b` (both included), for several sizes of the walk's steps.

    All are (size of step, a, b). `joint`: how probable it is that the series drifts by such steps
    and that this is one of its segments; `ending` and `beginning`: the mean of its level in its
    last and in its first period.
    """

    joint: Floats
    ending: Floats
    beginning: Floats

    @classmethod
    def of(
        cls,
        y: Floats,
        r: Floats,
        apart: Floats,
        *,
        level_sd: float,
        drifts: Sequence[float],
        hazard: float,
    ) -> Segments:
        """Of observations `y` with error variances `r`, so far `apart`; each size alike likely."""
        seen = np.isfinite(r)
        centre = float(y[seen].mean()) if seen.any() else float(y.mean())
        sizes = np.asarray(drifts, float)
        likelihood, ending = _filtered(y, r, apart, centre=centre, level_sd=level_sd, drifts=sizes)
        # From the other end, where the level begins anew too: what lies between hardly tells.
        _, mirrored = _filtered(
            y[::-1], r[::-1], apart[::-1], centre=centre, level_sd=level_sd, drifts=sizes
        )
        joint = _joint(likelihood, apart, hazard)
        return cls(joint, ending, mirrored[:, ::-1, ::-1].transpose(0, 2, 1))

    def levels(self, at: int) -> tuple[float, float]:
        """The mean level just before and just after a break at the start of period `at`."""
        ends, begins = self.joint[:, :at, at - 1], self.joint[:, at, at:]
        before = float((ends * self.ending[:, :at, at - 1]).sum() / ends.sum())
        after = float((begins * self.beginning[:, at, at:]).sum() / begins.sum())
        return before, after


def _filtered(
    y: Floats, r: Floats, apart: Floats, *, centre: float, level_sd: float, drifts: Floats
) -> tuple[Floats, Floats]:
    """Log likelihood of each segment, and the mean of its last level (Kalman 1960).

    One pass over time for all starts and sizes of step at once; below the diagonal nothing.
    """
    shape = (len(drifts), len(y))
    likelihood = np.full((*shape, len(y)), -np.inf)
    ending = np.zeros((*shape, len(y)))
    mean, spread, total = np.full(shape, centre), np.full(shape, level_sd**2), np.zeros(shape)
    for t in range(len(y)):
        if t:
            spread[:, :t] += (drifts**2 * apart[t - 1])[:, None]
        if np.isfinite(r[t]):
            known, whole = spread[:, : t + 1], spread[:, : t + 1] + r[t]
            off = y[t] - mean[:, : t + 1]
            total[:, : t + 1] -= 0.5 * (np.log(2 * np.pi * whole) + off**2 / whole)
            mean[:, : t + 1] += known / whole * off
            spread[:, : t + 1] = known * (r[t] / whole)
        likelihood[:, : t + 1, t], ending[:, : t + 1, t] = total[:, : t + 1], mean[:, : t + 1]
    return likelihood, ending


def _joint(likelihood: Floats, apart: Floats, hazard: float) -> Floats:
    """How probable each size of step and segment is, over all sizes and segmentations."""
    size = likelihood.shape[-1]
    stay = apart * np.log1p(-hazard)
    leave = np.log(-np.expm1(stay))
    lasting = np.append(0.0, np.cumsum(stay))
    weight = likelihood + lasting[None, :] - lasting[:, None]
    into, out_of = np.append(0.0, leave), np.append(leave, 0.0)
    # `until[a]`: all before a segment that starts at a; `after[b]`: all after one that ends at b.
    until, after = np.zeros(likelihood.shape[:2]), np.zeros(likelihood.shape[:2])
    for b in range(size - 1):
        until[:, b + 1] = _log_sum(until[:, : b + 1] + into[: b + 1] + weight[:, : b + 1, b])
    for a in range(size - 1, 0, -1):
        after[:, a - 1] = _log_sum(weight[:, a, a:] + out_of[a:] + after[:, a:])
    joint = (until + into)[:, :, None] + weight + (out_of + after)[:, None, :]
    return np.asarray(np.exp(joint - _log_sum(joint[:, 0].ravel()[None])))


def _log_sum(logs: Floats) -> Floats:
    """The logarithms of sums over the last axis of numbers of which the logarithms are given."""
    top = logs.max(axis=-1, keepdims=True)
    return np.asarray(top[..., 0] + np.log(np.exp(logs - top).sum(axis=-1)))
