"""SIMULATED dyads whose answers are known, under several kinds of common shock.

A world is many undirected dyads of one recipe, each with its own volume of acts, shock and answers.
Days are discrete; acts of a day are drawn around

    shock x baseline + own momentum + answers to the other side's acts of the days before,

so what happens on one day is never an answer to that day. The shock is one path for both sides.
All draws come from the seed of the recipe.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from comity.models.reaction_function.series import GAP, ActSeries
from comity.vocabulary.dyad import Dyad
from comity.vocabulary.period import Granularity

Floats = NDArray[np.float64]
# A shock: (random, dyads, days) to a factor of the baseline by dyad and day, mean about 1.
Shock = Callable[[np.random.Generator, int, int], Floats]

FIRST_DAY = dt.date(2010, 1, 4)
BURN_IN = 120
WEEK = np.array([1.15, 1.15, 1.1, 1.1, 1.05, 0.75, 0.7])
# A baseline never falls below this share of all acts of a side and class.
LEAST_BASELINE = 0.15
HORIZON = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """What a world is made of; acts are of one side and class over all days (log-uniform).

    `answers` gives, by stimulus and response, the range of the whole answer to one act (summed over
    all days after it); `answering` is the share of directed dyads that answer at all, the others
    answer nothing. Shapes give the share of a kernel by its scale in days. `loading` is how much
    the shock moves the second side (an exponent; the first side has 1). A shock `on_all` moves
    momentum and answers too, not the baseline alone. Counts vary around their mean by `dispersion`
    (variance m + dispersion m m) beside the shock. `volume` is the standard deviation of the
    logarithm of the day's volume of news (mean 1), the same for all dyads, told to the estimator, a
    factor of all acts as weekdays are. Nothing was seen on the days of `gap`; after it the baseline
    is `later_level` times what it was.
    """

    name: str
    seed: int
    dyads: int = 40
    days: int = 1000
    acts: tuple[float, float] = (200, 1500)
    classes: tuple[str, ...] = ("acts",)
    shock: Shock | None = None
    loading: float = 1.0
    on_all: bool = False
    momentum: float = 0.0
    momentum_shape: Mapping[float, float] = field(default_factory=lambda: {1.0: 0.4, 7.0: 0.6})
    answers: Mapping[tuple[str, str], tuple[float, float]] = field(default_factory=dict)
    answering: float = 1.0
    answer_shape: Mapping[float, float] = field(default_factory=lambda: {1.0: 0.5, 7.0: 0.5})
    dispersion: float = 0.0
    volume: float = 0.0
    weekdays: bool = False
    gap: tuple[int, int] | None = None
    later_level: float = 1.0


@dataclass(frozen=True, slots=True, eq=False)
class World:
    """A simulated series and what is true of it.

    `extra` and `total` are [dyad, responder (0 or 1), stimulus class, response class]: acts of the
    responder that follow one more act of the other side within 30 days, directly and with momentum
    and echoes. Dyad p is between `name_of(p, 0)` and `name_of(p, 1)`. `same_day` is what the shock
    was, [dyad, day].
    """

    recipe: Recipe
    series: ActSeries
    extra: Floats
    total: Floats
    same_day: Floats

    @property
    def truth(self) -> dict[tuple[str, str, str, str], float]:
        """The direct answer within 30 days by (responder, initiator, stimulus, response)."""
        names = self.recipe.classes
        return {
            (name_of(dyad, side), name_of(dyad, 1 - side), names[given], names[taken]): float(size)
            for (dyad, side, given, taken), size in np.ndenumerate(self.extra)
        }


def name_of(dyad: int, side: int) -> str:
    """The made-up code of a side: A000 and B000 are the sides of the first dyad."""
    return f"{'AB'[side]}{dyad:03d}"


# Kinds of common shock.


def daily(random: np.random.Generator, dyads: int, days: int, *, tail: float = 2.5) -> Floats:
    """Independent from day to day, with a heavy (Pareto) tail of that index over a quiet level."""
    return 0.5 + 0.5 * (tail - 1) * random.pareto(tail, (dyads, days))


def autoregressive(
    random: np.random.Generator, dyads: int, days: int, *, persistence: float, sd: float = 0.8
) -> Floats:
    """The logarithm is an AR(1) of that persistence by day and that standard deviation."""
    steps = random.normal(size=(dyads, days)) * sd * np.sqrt(1 - persistence**2)
    log = np.empty((dyads, days))
    at = random.normal(size=dyads) * sd
    for day in range(days):
        at = persistence * at + steps[:, day]
        log[:, day] = at
    return np.exp(log - sd * sd / 2)


def stories(
    random: np.random.Generator, dyads: int, days: int, *, lasts: float, every: float = 15.0
) -> Floats:
    """Shot noise: stories that break on one day, of Pareto size, and fade within `lasts` days."""
    broke = random.random((dyads, days)) < 1 / every
    size = np.where(broke, (1 + random.pareto(2.5, (dyads, days))) * every * 0.6 / 1.67, 0.0)
    fade = np.exp(-1 / lasts)
    level = np.empty((dyads, days))
    at = np.full(dyads, 0.7)
    for day in range(days):
        at = fade * at + (1 - fade) * size[:, day]
        level[:, day] = at
    return 0.3 + level * 0.7 / 0.6


def crises(
    random: np.random.Generator, dyads: int, days: int, *, lasts: float = 25.0, factor: float = 6.0
) -> Floats:
    """Weeks of crisis (mean length `lasts` days) between calm stretches five times as long."""
    calm = 5 * lasts
    within = random.random(dyads) < lasts / (lasts + calm)
    level = np.empty((dyads, days))
    for day in range(days):
        ends = random.random(dyads) < np.where(within, 1 / lasts, 1 / calm)
        within ^= ends
        level[:, day] = np.where(within, factor, 1.0)
    return level * (lasts + calm) / (lasts * factor + calm)


def mixed(random: np.random.Generator, dyads: int, days: int) -> Floats:
    """Slow tension, crises and single days with much news, all at once."""
    slow = autoregressive(random, dyads, days, persistence=0.97, sd=0.5)
    single = daily(random, dyads, days)
    return slow * single * crises(random, dyads, days, factor=3.0)


SHOCKS: Mapping[str, Shock] = {
    "independent days, heavy tail": daily,
    "AR(1) .5": partial(autoregressive, persistence=0.5),
    "AR(1) .7": partial(autoregressive, persistence=0.7),
    "AR(1) .8": partial(autoregressive, persistence=0.8),
    "AR(1) .9": partial(autoregressive, persistence=0.9),
    "AR(1) .95": partial(autoregressive, persistence=0.95),
    "stories of 2 days": partial(stories, lasts=2.0),
    "stories of 5 days": partial(stories, lasts=5.0),
    "stories of 14 days": partial(stories, lasts=14.0, every=30.0),
    "crises of weeks": crises,
    "slow, crises and single days": mixed,
}
# Days, and acts a side.
SIZES: Mapping[str, tuple[int, tuple[float, float]]] = {
    "short": (450, (200, 600)),
    "busy": (450, (600, 3000)),
    "middle": (1000, (200, 1500)),
    "long": (3000, (500, 3000)),
}


# Named worlds.


def no_reciprocity(
    sizes: tuple[str, ...] = ("short", "middle", "long"), *, dyads: int = 40, seed: int = 1
) -> list[Recipe]:
    """Every kind of shock without and with own momentum, in each size; nobody answers anybody."""
    recipes: list[Recipe] = []
    for size in sizes:
        days, acts = SIZES[size]
        for shock in SHOCKS:
            for momentum in (0.0, 0.4):
                recipes.append(
                    Recipe(
                        name=f"{shock}{', momentum' if momentum else ''}, {size}",
                        seed=seed * 1000 + len(recipes),
                        dyads=dyads,
                        days=days,
                        acts=acts,
                        shock=SHOCKS[shock],
                        momentum=momentum,
                        dispersion=0.2 if momentum else 0.0,
                    )
                )
    return recipes


def hard_no_reciprocity(*, dyads: int = 40, seed: int = 2) -> list[Recipe]:
    """No answers, and an assumption broken: uneven shocks, shocks on all, two classes, parts."""
    days, acts = SIZES["middle"]
    plain = Recipe(name="", seed=0, dyads=dyads, days=days, acts=acts, momentum=0.3, dispersion=0.1)
    slow = SHOCKS["AR(1) .8"]
    changes: Mapping[str, Recipe] = {
        "no shock at all": replace(plain),
        "shock half as strong on one side": replace(plain, shock=slow, loading=0.5),
        "shock of momentum too": replace(plain, shock=SHOCKS["stories of 5 days"], on_all=True),
        "two classes, one shock": replace(plain, shock=slow, classes=("friendly", "hostile")),
        "volume of news and weekdays": replace(plain, shock=slow, volume=0.3, weekdays=True),
        "gap, and other level after it": replace(
            plain, shock=slow, gap=(480, 520), later_level=2.0
        ),
        "momentum of months": replace(plain, shock=slow, momentum_shape={30.0: 0.5, 90.0: 0.5}),
    }
    return [
        replace(recipe, name=name, seed=seed * 1000 + number)
        for number, (name, recipe) in enumerate(changes.items())
    ]


def known_answers(*, dyads: int = 60, seed: int = 3) -> list[Recipe]:
    """Answers of every size from none to strong, to see whether intervals cover them."""
    plain = Recipe(
        name="one class, no shock",
        seed=0,
        dyads=dyads,
        acts=(300, 2000),
        answers={("acts", "acts"): (0.0, 0.4)},
        momentum=0.2,
    )
    both = ("friendly", "hostile")
    pairs = {
        (given, taken): (0.0, 0.3 if given == taken else 0.1) for given in both for taken in both
    }
    slow = SHOCKS["AR(1) .8"]
    changes: Mapping[str, Recipe] = {
        plain.name: plain,
        "one class, shock of single days": replace(plain, shock=daily),
        "one class, AR(1) .8": replace(plain, shock=slow),
        "one class, stories of 5 days": replace(plain, shock=SHOCKS["stories of 5 days"]),
        "one class, crises": replace(plain, shock=crises, days=2000),
        "half the sides answer": replace(plain, shock=slow, answering=0.5),
        "two classes, AR(1) .8": replace(plain, shock=slow, classes=both, answers=pairs),
        "two classes, busy year": replace(
            plain, shock=daily, classes=both, answers=pairs, days=450, acts=(600, 3000)
        ),
        "slow answers, off the scales": replace(
            plain, shock=slow, answer_shape={3.0: 0.4, 15.0: 0.6}, days=2000
        ),
        "fewer acts after acts": replace(
            plain, shock=slow, answers={("acts", "acts"): (-0.15, 0.15)}, days=2000
        ),
        "gap, volume and weekdays": replace(
            plain, shock=slow, gap=(480, 520), later_level=0.6, volume=0.3, weekdays=True
        ),
        "few acts": replace(plain, shock=slow, acts=(30, 200), days=450),
    }
    return [
        replace(recipe, name=name, seed=seed * 1000 + number)
        for number, (name, recipe) in enumerate(changes.items())
    ]


def answers_of_a_fifth(*, dyads: int = 40, seed: int = 4) -> list[Recipe]:
    """About 1,300 acts a side and an answer of 0.2 acts in each second direction."""
    recipes: list[Recipe] = []
    for days in (450, 1000, 3000):
        for shock in (None, "independent days, heavy tail", "AR(1) .8", "stories of 5 days"):
            recipes.append(
                Recipe(
                    name=f"{shock or 'no shock'}, {days:,} days",
                    seed=seed * 1000 + len(recipes),
                    dyads=dyads,
                    days=days,
                    acts=(1250, 1350),
                    shock=SHOCKS[shock] if shock else None,
                    momentum=0.2,
                    answers={("acts", "acts"): (0.2, 0.2)},
                    answering=0.5,
                )
            )
    return recipes


# How a world is made.


def simulate(recipe: Recipe) -> World:
    """A world of a recipe; the same recipe always gives the same world."""
    random = np.random.default_rng(recipe.seed)
    answers = _answers(random, recipe)
    shares = _shares(recipe.answer_shape), _shares(recipe.momentum_shape)
    baseline = _baseline(random, recipe, answers)
    level, volume = _level(random, recipe)
    shock = np.ones((recipe.dyads, recipe.days))
    if recipe.shock is not None:
        shock = recipe.shock(random, recipe.dyads, recipe.days)
    counts = _draw(random, recipe, baseline, answers, level, shock)
    within = sum(share * (1 - np.exp(-HORIZON / scale)) for scale, share in shares[0].items())
    return World(
        recipe=recipe,
        series=_series(recipe, counts, volume),
        extra=answers * within,
        total=_total(recipe, answers),
        same_day=shock,
    )


def _shares(shape: Mapping[float, float]) -> dict[float, float]:
    whole = sum(shape.values())
    return {scale: share / whole for scale, share in shape.items()}


def _answers(random: np.random.Generator, recipe: Recipe) -> Floats:
    """The whole answer to one act: [dyad, responder, stimulus, response]."""
    names = recipe.classes
    found = np.zeros((recipe.dyads, 2, len(names), len(names)))
    answering = random.random((recipe.dyads, 2)) < recipe.answering
    for (given, taken), (low, high) in recipe.answers.items():
        size = random.uniform(low, high, (recipe.dyads, 2))
        found[:, :, names.index(given), names.index(taken)] = np.where(answering, size, 0.0)
    return found


def _baseline(random: np.random.Generator, recipe: Recipe, answers: Floats) -> Floats:
    """Acts a day that follow from nothing: what is left of the wanted volume; [dyad, side, class].

    The two sides of a dyad have volumes within a factor of two of each other.
    """
    low, high = np.log(recipe.acts)
    of_dyad = np.exp(random.uniform(low, high, (recipe.dyads, 1, 1)))
    width = min(np.log(2), high - low) / 2
    wide = random.uniform(-width, width, (recipe.dyads, 2, len(recipe.classes)))
    acts = np.clip(of_dyad * np.exp(wide), *recipe.acts) / recipe.days
    answered = np.einsum("psgt,psg->pst", answers, acts[:, ::-1])
    return np.maximum(acts * (1 - recipe.momentum) - answered, LEAST_BASELINE * acts)


def _level(random: np.random.Generator, recipe: Recipe) -> tuple[Floats, Floats | None]:
    """The factor of all acts by day (known in kind to the estimator), and the volume of news."""
    level = np.ones(recipe.days)
    if recipe.weekdays:
        level *= WEEK[np.arange(recipe.days) % 7]
    volume: Floats | None = None
    if recipe.volume:
        volume = autoregressive(random, 1, recipe.days, persistence=0.9, sd=recipe.volume)[0]
        volume = volume / volume.mean()
        level = level * volume
    return level, volume


def _draw(
    random: np.random.Generator,
    recipe: Recipe,
    baseline: Floats,
    answers: Floats,
    level: Floats,
    shock: Floats,
) -> NDArray[np.int64]:
    """Acts by [dyad, side, class, day]."""
    shapes = [_shares(recipe.momentum_shape), _shares(recipe.answer_shape)]
    weights = [np.array(list(shape.values())) for shape in shapes]
    keeps = [np.exp(-1 / np.array(list(shape))) for shape in shapes]
    states = [np.zeros((*baseline.shape, len(keep))) for keep in keeps]
    loading = np.array([1.0, recipe.loading])
    factor = shock[:, None, :] ** loading[:, None]
    factor /= factor.mean(axis=2, keepdims=True) if recipe.loading != 1 else 1.0
    counts = np.zeros((*baseline.shape, recipe.days), np.int64)
    later = np.ones(recipe.days)
    if recipe.gap is not None:
        later[recipe.gap[1] :] = recipe.later_level
    for day in range(-BURN_IN, recipe.days):
        now = factor[:, :, day, None] if day >= 0 else 1.0
        own = recipe.momentum * (states[0] @ weights[0])
        other = np.einsum("psgt,psg->pst", answers, (states[1] @ weights[1])[:, ::-1])
        alone = baseline * (later[day] if day >= 0 else 1.0)
        mean = (alone + own + other) * now if recipe.on_all else alone * now + own + other
        mean = np.maximum(mean, 0.05 * baseline) * (level[day] if day >= 0 else 1.0)
        if recipe.dispersion:
            mean = mean * random.gamma(1 / recipe.dispersion, recipe.dispersion, mean.shape)
        acts = random.poisson(mean)
        if recipe.gap is not None and recipe.gap[0] <= day < recipe.gap[1]:
            acts = np.zeros_like(acts)
        if day >= 0:
            counts[..., day] = acts
        for state, keep in zip(states, keeps, strict=True):
            state *= keep
            state += (1 - keep) * acts[..., None]
    return counts


def _total(recipe: Recipe, answers: Floats) -> Floats:
    """What follows one more act within 30 days in expectation, momentum and echoes included."""
    days = np.arange(1, HORIZON + 1)
    kernels = [
        sum(
            share * (np.exp(1 / scale) - 1) * np.exp(-days / scale)
            for scale, share in shape.items()
        )
        for shape in (_shares(recipe.momentum_shape), _shares(recipe.answer_shape))
    ]
    total = np.zeros_like(answers)
    for initiator in (0, 1):
        for given in range(len(recipe.classes)):
            acts = np.zeros((*answers.shape[:2], len(recipe.classes), HORIZON + 1))
            acts[:, initiator, given, 0] = 1
            for day in days:
                past = acts[..., day - 1 :: -1]
                own = recipe.momentum * past @ kernels[0][:day]
                other = np.einsum("psgt,psg->pst", answers, (past @ kernels[1][:day])[:, ::-1])
                acts[..., day] = own + other
            total[:, 1 - initiator, given] = acts[:, 1 - initiator, :, 1:].sum(axis=-1)
    return total


def _series(recipe: Recipe, counts: NDArray[np.int64], volume: Floats | None) -> ActSeries:
    parts = np.zeros(recipe.days, np.int32)
    names: tuple[str, ...] = ("all",)
    if recipe.gap is not None:
        parts[recipe.gap[0] : recipe.gap[1]] = GAP
        parts[recipe.gap[1] :] = 1
        names = ("earlier", "later")
    dyad, side, klass, step = (axis.astype(np.int32) for axis in np.nonzero(counts))
    return ActSeries(
        first_day=FIRST_DAY,
        period=Granularity.DAY,
        parts=parts,
        part_names=names,
        classes=recipe.classes,
        dyads=tuple(
            Dyad(name_of(one, side), name_of(one, 1 - side))
            for one in range(recipe.dyads)
            for side in (0, 1)
        ),
        dyad=(2 * dyad + side).astype(np.int32),
        klass=klass,
        step=step,
        n=counts[dyad, side, klass, step].astype(np.int32),
        volume=volume,
    )
