"""The reaction functions that are combined: what each looks at and how strongly it is shrunk."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

# Half-lives in steps of the kernels on a side's own past; 0 is the last step alone.
MOMENTUM = (0.0, 2.0, 8.0, 26.0)
# Kernels on the other side's past: no answer, an answer to the last weeks, one at all scales.
ANSWERS = ((), (2.0,), MOMENTUM)
# What most dyads do by themselves; the coefficients are shrunk toward it, and the answer toward 0.
USUAL = (0.1, 0.2, 0.3, 0.2)
# Standard deviations of the prior of momentum and answer: strongly shrunk, less, hardly.
SHRINKAGE = ((0.05, 0.05), (0.1, 0.1), (0.3, 0.2))


@dataclass(frozen=True, slots=True)
class Member:
    """One reaction function: baseline + own momentum + answer to the other side, linear in both.

    `centre` and `spread` are means and standard deviations of the prior of the coefficients, for
    momentum first; those of the answer are in units of own scale over the memory's scale.
    `by_scale`: calm times count more than turbulent ones. `kept` is the share of the past's
    weight that is kept from one step to the next (below 1 the coefficients may change slowly).
    """

    answer: tuple[float, ...]
    centre: tuple[float, ...]
    spread: tuple[float, ...]
    by_scale: bool
    kept: float


def _member(answer: tuple[float, ...], strength: int, by_scale: bool, kept: float) -> Member:
    own, other = SHRINKAGE[strength]
    hardly = strength == len(SHRINKAGE) - 1
    centre = (0.0,) * len(MOMENTUM) if hardly else USUAL
    return Member(
        answer=answer,
        centre=centre + (0.0,) * len(answer),
        spread=(own,) * len(MOMENTUM) + (other,) * len(answer),
        by_scale=by_scale,
        kept=kept,
    )


MEMBERS = tuple(
    _member(answer, strength, by_scale, kept)
    for answer, strength, (by_scale, kept) in itertools.product(
        ANSWERS, range(len(SHRINKAGE)), ((True, 1.0), (True, 0.998), (False, 1.0))
    )
)
