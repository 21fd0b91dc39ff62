"""Reaction functions of all dyads: fit each, pool, fit again with what all have shown."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace

import numpy as np
from threadpoolctl import threadpool_limits

from comity.errors import BadValue, Interrupted
from comity.models.reaction_function.common import Common, first_prior, learn_common
from comity.models.reaction_function.evidence import Evidence, Prior, fit_evidence
from comity.models.reaction_function.offsets import Factors, news_offset
from comity.models.reaction_function.pairs import Calendar, Layout, Pairs, calendar
from comity.models.reaction_function.pooling import Pooled, pooled, shape_of
from comity.models.reaction_function.series import ActSeries, Floats
from comity.models.reaction_function.starts import Starts, second_starts

Progress = Callable[[float, str], None]
Cancelled = Callable[[], bool]

# Pooled values are learned from so many dyads at most, those with the most acts.
MOST_TEACHERS = 60
LEARNING_ROUNDS = 3
# With many classes a dyad costs more, and says more: fewer teach, in fewer rounds.
MANY_CLASSES, MANY_TEACHERS, MANY_ROUNDS = 3, 40, 2
LEAST_TEACHER_ACTS = 60
MOST_CLASSES = 12
# In the first round shocks are let explain what they can: answers are held near none.
FIRST_ANSWERS = 0.1


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """All that a fit has found: evidence by dyad, what was pooled, and the answers."""

    series: ActSeries
    days: Calendar
    layout: Layout
    pairs: Pairs
    prior: Prior
    evidence: tuple[Evidence, ...]
    answers: dict[tuple[int, int], Pooled]
    places: dict[tuple[int, int], list[tuple[int, int]]]
    factors: Factors
    at: dict[int, int]
    days_offset: Floats
    starts: Starts
    coefficients: list[tuple[Floats, Floats]] = field(default_factory=list)


def fit_all(
    series: ActSeries,
    groups: Callable[[str], int],
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Fit:
    """Fit every dyad that has an act; `groups` gives the number of a responder's region."""
    if len(series.classes) > MOST_CLASSES:
        raise BadValue(
            f"{len(series.classes)} classes are too many for reaction functions of each pair.",
            hint=f"At most {MOST_CLASSES}.",
            next_step="Group the classes, for instance into cooperation and conflict.",
        )
    offset, factors = news_offset(series)
    days = calendar(series, offset)
    layout = Layout(len(series.part_names), len(series.classes))
    pairs = Pairs(series, days)
    active = [i for i in np.argsort(-pairs.acts, kind="stable").tolist() if pairs.acts[i] > 0]
    many = layout.classes >= MANY_CLASSES
    most, learning = (MANY_TEACHERS, MANY_ROUNDS) if many else (MOST_TEACHERS, LEARNING_ROUNDS)
    teachers = [i for i in active if pairs.acts[i] >= LEAST_TEACHER_ACTS][:most]
    teachers = teachers or active[:most]
    work = _Work(pairs, days, layout, progress, cancelled)
    prior = first_prior(layout.classes)
    prior = replace(prior, answers=prior.answers * np.array([0.0, FIRST_ANSWERS]))
    rounds = learning * len(teachers) + len(active)
    found: list[Evidence] = []
    for number in range(learning):
        work.stage(number * len(teachers) / max(rounds, 1), len(teachers) / max(rounds, 1))
        found = work.fit(teachers, prior, {e.number: e.theta for e in found})
        prior = learned(found, pairs, layout, prior)
    begun = learning * len(teachers) / max(rounds, 1)
    work.stage(begun, 1 - begun)
    found = work.fit(active, prior, {e.number: e.theta for e in found})
    starts = second_starts(found, pairs, days, layout, prior)
    answers, places = _answers(found, pairs, layout, prior, groups)
    at = {e.number: number for number, e in enumerate(found)}
    return Fit(
        series,
        days,
        layout,
        pairs,
        prior,
        tuple(found),
        answers,
        places,
        factors,
        at,
        offset,
        starts,
    )


class _Work:
    """Fits many dyads on all cores, tells how far it is, and can be stopped."""

    def __init__(
        self,
        pairs: Pairs,
        days: Calendar,
        layout: Layout,
        progress: Progress | None,
        cancelled: Cancelled | None,
    ) -> None:
        self.pairs, self.days, self.layout = pairs, days, layout
        self.progress, self.cancelled = progress, cancelled
        self.begun, self.share = 0.0, 1.0

    def stage(self, begun: float, share: float) -> None:
        self.begun, self.share = begun, share

    def fit(
        self, numbers: Sequence[int], prior: Prior, starts: dict[int, Floats]
    ) -> list[Evidence]:
        done: list[Evidence] = []

        def one(number: int) -> Evidence:
            if self.cancelled is not None and self.cancelled():
                raise Interrupted("Stopped.", next_step="Run it again.")
            return fit_evidence(
                number, self.pairs[number], self.days, self.layout, prior, starts.get(number)
            )

        # Small matrices gain nothing from a threaded library, which would fight these threads.
        workers = ThreadPoolExecutor(max(1, min(4, os.cpu_count() or 1)))
        with threadpool_limits(1), workers as pool:
            for evidence in pool.map(one, numbers):
                done.append(evidence)
                if self.progress is not None:
                    part = self.begun + self.share * len(done) / len(numbers)
                    self.progress(part, f"{len(done)} of {len(numbers)} dyads")
        return done


def learned(
    found: Sequence[Evidence],
    pairs: Pairs,
    layout: Layout,
    prior: Prior,
) -> Prior:
    """What the dyads together say of the parameters, as a prior for each."""
    common = Common(layout)
    base = common.vector(first_prior(layout.classes))
    mean, sd, unknown = learn_common(found, pairs, common, base)
    shapes = _shapes(found, pairs, layout, prior)
    return common.prior(mean, sd, unknown, shapes)


def _shapes(found: Sequence[Evidence], pairs: Pairs, layout: Layout, prior: Prior) -> Floats:
    """The shape of the answers of each pair of classes, first of all pairs of classes together."""
    evidence: dict[tuple[int, int], list[tuple[Floats, Floats]]] = {}
    for e in found:
        for i, (_, c) in enumerate(pairs.series_of[e.number]):
            for j in range(layout.classes):
                if e.info[i, j].any():
                    evidence.setdefault((j, c), []).append((e.y[i, j], e.info[i, j]))
    everything = [case for cases in evidence.values() for case in cases]
    shapes = prior.shapes.copy()
    if not everything:
        return shapes
    shared = shape_of(
        np.array([y for y, _ in everything]), np.array([info for _, info in everything])
    )
    shapes[:, :] = shared
    for (j, c), cases in evidence.items():
        y, info = np.array([y for y, _ in cases]), np.array([info for _, info in cases])
        shapes[j, c] = shape_of(y, info, shared)
    return shapes


def _answers(
    found: Sequence[Evidence],
    pairs: Pairs,
    layout: Layout,
    prior: Prior,
    groups: Callable[[str], int],
) -> tuple[dict[tuple[int, int], Pooled], dict[tuple[int, int], list[tuple[int, int]]]]:
    """The pooled answers by (stimulus, response), and which (evidence, series) each is of."""
    results: dict[tuple[int, int], Pooled] = {}
    places: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for j in range(layout.classes):
        for c in range(layout.classes):
            shape = prior.shapes[j, c]
            u, s, group, where = [], [], [], []
            for a, e in enumerate(found):
                for i, (way, k) in enumerate(pairs.series_of[e.number]):
                    if k == c:
                        u.append(float(e.y[i, j] @ shape))
                        s.append(float(shape @ e.info[i, j] @ shape))
                        dyad = pairs.dyads[e.number] if way == 0 else pairs.dyads[e.number].reverse
                        group.append(groups(dyad.source))
                        where.append((a, i))
            if where:
                number = np.unique(group, return_inverse=True)[1].astype(np.int64)
                results[j, c] = pooled(
                    np.array(u), np.array(s), number, float(prior.answers_unknown[j, c]) ** 2
                )
                places[j, c] = where
    return results, places
