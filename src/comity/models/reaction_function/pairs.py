"""The series of one undirected dyad laid out for a fit: counts, features, places of parameters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from comity.models.reaction_function.features import SCALES, decays, kernels
from comity.models.reaction_function.series import GAP, ActSeries, Floats
from comity.vocabulary.dyad import Dyad

K = len(SCALES)
# With more classes than this a dyad has one shock for all of them.
MOST_SHOCKS = 5
CONTEXT = 2
CONTEXT_KERNEL = 1


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the coefficients of a series stand: one an intercept for each part, then own momentum
    by kernel, own other classes, answers to each class of the other side, third parties."""

    parts: int
    classes: int

    @property
    def momentum(self) -> int:
        return self.parts

    @property
    def spill(self) -> int:
        return self.parts + K

    @property
    def answers(self) -> int:
        return self.spill + self.classes - 1

    @property
    def context(self) -> int:
        return self.answers + self.classes

    @property
    def width(self) -> int:
        return self.context + CONTEXT


@dataclass(frozen=True, slots=True, eq=False)
class Pair:
    """Counts of both directions of a dyad on observed steps, and what they leave behind.

    `counts` [2,C,T], `left` [2,C,K,T] (kernels of each series), `context` [2,C,2,T]: acts of
    others toward the same target, and of the target toward others, a week's kernel. `series` are
    the (direction, class) with an act at all: those that are fitted.
    """

    dyad: Dyad
    counts: Floats
    left: Floats
    context: Floats
    series: tuple[tuple[int, int], ...]
    known: int

    @property
    def acts(self) -> NDArray[np.float64]:
        return np.asarray(self.counts.sum(axis=2))


@dataclass(frozen=True, slots=True, eq=False)
class Calendar:
    """The observed steps: their places, where a new stretch begins, and each one's part."""

    at: NDArray[np.int64]
    fresh: NDArray[np.bool_]
    part: NDArray[np.int64]
    offset: Floats
    decay: Floats


def calendar(series: ActSeries, offset: Floats) -> Calendar:
    """The observed steps of a series."""
    at = np.flatnonzero(series.parts != GAP)
    part = series.parts[at].astype(np.int64)
    fresh = np.ones(len(at), bool)
    fresh[1:] = (np.diff(at) > 1) | (np.diff(part) != 0)
    return Calendar(at, fresh, part, np.ascontiguousarray(offset[at]), decays(series.period))


class Pairs:
    """All undirected dyads of a series, made one at a time.

    What is usual is learned from the first `known` observed steps alone (all, unless told).
    """

    def __init__(self, series: ActSeries, days: Calendar, known: int | None = None) -> None:
        self.series, self.days = series, days
        self.number: dict[frozenset[str], int] = {}
        self.dyads: list[Dyad] = []
        pair_of, way_of = [], []
        for dyad in series.dyads:
            key = frozenset((dyad.source, dyad.target))
            if key not in self.number:
                self.number[key] = len(self.dyads)
                self.dyads.append(min(dyad, dyad.reverse))
            pair_of.append(self.number[key])
            way_of.append(0 if self.dyads[pair_of[-1]] == dyad else 1)
        self._pair = np.array(pair_of, np.int64)[series.dyad] if len(pair_of) else series.dyad
        self._way = np.array(way_of, np.int64)[series.dyad] if len(way_of) else series.dyad
        place = np.full(series.steps, -1)
        place[days.at] = np.arange(len(days.at))
        self._step = place[series.step]
        order = np.argsort(self._pair, kind="stable")
        self._order = order
        self._starts = np.searchsorted(self._pair[order], np.arange(len(self.dyads) + 1))
        self.acts = np.bincount(self._pair, series.n, len(self.dyads))
        self._toward, self._from = self._by_state()
        self._known = len(days.at) if known is None else known
        present = np.zeros((len(self.dyads), 2, len(series.classes)), bool)
        early = (self._step >= 0) & (self._step < self._known)
        present[self._pair[early], self._way[early], series.klass[early]] = True
        # The (direction, class) of each dyad with an act at all: those that are fitted.
        self.series_of = tuple(
            tuple((int(way), int(c)) for way, c in np.argwhere(one)) for one in present
        )

    def _by_state(self) -> tuple[Mapping[str, Floats], Mapping[str, Floats]]:
        """Acts toward and from each state that is in more than one dyad, [C,T]."""
        times: dict[str, int] = {}
        for dyad in self.dyads:
            for name in (dyad.source, dyad.target):
                times[name] = times.get(name, 0) + 1
        names = {name: i for i, name in enumerate(n for n, k in times.items() if k > 1)}
        shape = (len(names), len(self.series.classes), len(self.days.at))
        toward, origin = np.zeros(shape), np.zeros(shape)
        s = self.series
        for end, sums in (("target", toward), ("source", origin)):
            of = np.array([names.get(getattr(d, end), -1) for d in s.dyads] or [-1])[s.dyad]
            good = (of >= 0) & (self._step >= 0)
            np.add.at(sums, (of[good], s.klass[good], self._step[good]), s.n[good])
        return (
            {name: toward[i] for name, i in names.items()},
            {name: origin[i] for name, i in names.items()},
        )

    def acts_of(self, known: int) -> NDArray[np.float64]:
        """Acts of each dyad by direction and class on the first `known` observed steps: [N,2,C]."""
        sums = np.zeros((len(self.dyads), 2, len(self.series.classes)))
        early = (self._step >= 0) & (self._step < known)
        places = (self._pair[early], self._way[early], self.series.klass[early])
        np.add.at(sums, places, self.series.n[early])
        return sums

    def part_ratios(self, known: int) -> NDArray[np.float64]:
        """Acts of all dyads a step in each part, as a share of those in all parts: [parts, C].

        From the first `known` observed steps; 1 for a part that has not begun.
        """
        size = (len(self.series.part_names), len(self.series.classes))
        acts = np.zeros(size)
        early = (self._step >= 0) & (self._step < known)
        part = self.days.part[self._step[early]]
        np.add.at(acts, (part, self.series.klass[early]), self.series.n[early])
        steps = np.bincount(self.days.part[:known], minlength=size[0])[:, None]
        usual = (acts.sum(axis=0) + 1.0) / max(known, 1)
        return np.asarray((acts + 1.0) / (usual * steps + 1.0))

    def __len__(self) -> int:
        return len(self.dyads)

    def __iter__(self) -> Iterator[Pair]:
        return (self[i] for i in range(len(self)))

    def __getitem__(self, number: int) -> Pair:
        dyad = self.dyads[number]
        classes, steps = len(self.series.classes), len(self.days.at)
        counts = np.zeros((2, classes, steps))
        rows = self._order[self._starts[number] : self._starts[number + 1]]
        rows = rows[self._step[rows] >= 0]
        counts[self._way[rows], self.series.klass[rows], self._step[rows]] = self.series.n[rows]
        left = np.zeros((2, classes, K, steps))
        context = np.zeros((2, classes, CONTEXT, steps))
        fresh, decay = self.days.fresh, self.days.decay
        out = np.empty((1, steps))
        for way in (0, 1):
            target = dyad.target if way == 0 else dyad.source
            for c in range(classes):
                one = counts[way, c]
                if one.any():
                    usual = one[: self._known].mean()
                    kernels(one, decay, fresh, usual, left[way, c])
                for which, sums, own in (
                    (0, self._toward, one),
                    (1, self._from, counts[1 - way, c]),
                ):
                    if target in sums:
                        rest = sums[target][c] - own
                        usual = rest[: self._known].mean()
                        if usual > 0:
                            few = decay[CONTEXT_KERNEL : CONTEXT_KERNEL + 1]
                            kernels(rest, few, fresh, usual, out)
                            context[way, c, which] = out[0] / usual - 1.0
        return Pair(dyad, counts, left, context, self.series_of[number], self._known)


def design(
    pair: Pair, days: Calendar, layout: Layout, shapes: Floats, spill: Floats
) -> NDArray[np.float64]:
    """Features [I,P,T] of the fitted series; shapes [C,C,K] by stimulus and response."""
    steps = pair.counts.shape[2]
    x = np.zeros((len(pair.series), layout.width, steps))
    for i, (way, c) in enumerate(pair.series):
        x[i, days.part, np.arange(steps)] = 1.0
        x[i, layout.momentum : layout.spill] = pair.left[way, c]
        others = [j for j in range(layout.classes) if j != c]
        for p, j in enumerate(others):
            x[i, layout.spill + p] = spill @ pair.left[way, j]
        for j in range(layout.classes):
            x[i, layout.answers + j] = shapes[j, c] @ pair.left[1 - way, j]
        # Relative to the series' own level, so that one coefficient fits large and small dyads.
        x[i, layout.context :] = pair.context[way, c] * pair.counts[way, c, : pair.known].mean()
    return x


def expanded(x: Floats, pair: Pair, layout: Layout, factor: Floats) -> Floats:
    """The same features with each answer by kernel: C times K columns in the place of C."""
    parts = [x[:, : layout.answers]]
    answers = np.stack(
        [pair.left[1 - way].reshape(layout.classes * K, -1) for way, _ in pair.series]
    )
    return np.concatenate([*parts, answers * factor, x[:, layout.context :]], axis=1)


def mixing(pair: Pair, classes: int) -> Floats:
    """The components of the shock that move each series: one for all, one for each class; [I,C]."""
    present = sorted({c for _, c in pair.series})
    if classes > MOST_SHOCKS or len(present) == 1:
        return np.ones((len(pair.series), 1))
    own = [[1.0, *(float(c == k) for k in present)] for _, c in pair.series]
    return np.ascontiguousarray(np.array(own))
