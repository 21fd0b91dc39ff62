"""What each step brings that the past did not tell."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pytest
from scipy.stats import multivariate_normal

from comity.models.reaction_function.innovations import (
    FAR_OUT,
    innovations,
    likelihood,
    moved,
)

Q, RHO = 0.6, 0.9


@dataclass(frozen=True)
class Case:
    """Counts and what is thought of them, [I,T]."""

    n: Any
    m: Any
    rest: Any
    level: Any
    noise: Any
    loading: Any
    mix: Any
    q: float = Q
    rho: float = RHO
    fresh: Any = field(default=None)


@dataclass(frozen=True)
class Found:
    v: Any
    f: Any
    gain: Any
    factor: Any


def filtered(case: Case) -> Found:
    series, steps = case.n.shape
    fresh = case.fresh
    if fresh is None:
        fresh = np.arange(steps) == 0
    shapes = ((steps, series), (steps, series, series), (steps, case.mix.shape[1], series))
    v, f, gain = (np.full(shape, np.nan) for shape in shapes)
    factor = np.full((steps, series), np.nan)
    innovations(
        case.n,
        case.m,
        case.rest,
        case.level,
        case.noise,
        case.mix,
        case.loading,
        case.q,
        case.rho,
        fresh,
        v,
        f,
        gain,
        factor,
    )
    return Found(v, f, gain, factor)


def drawn(seed: int, steps: int = 40, loading: tuple[float, ...] = (0.6, 0.4)) -> Case:
    random = np.random.default_rng(seed)
    shape = (len(loading), steps)
    m = random.uniform(1, 4, shape)
    return Case(
        n=random.poisson(m).astype(float),
        m=m,
        rest=random.uniform(0, 0.5, shape),
        level=random.uniform(1, 4, shape),
        noise=random.uniform(1, 5, shape),
        loading=np.array(loading),
        mix=np.ones((len(loading), 1)),
    )


def test_one_series_over_two_steps_by_hand() -> None:
    b, n, m, level, noise, rest = 0.5, (5.0, 2.0), (3.0, 4.0), (3.5, 3.0), (4.0, 6.0), (0.2, 0.1)
    one = [np.array([values]) for values in (n, m, rest, level, noise)]
    found = filtered(Case(*one, loading=np.array([b]), mix=np.ones((1, 1))))
    # At first the shock is foretold as 1, with all its variance: e^(b^2) - 1.
    v0, f0 = 5 - 3 - 0.2, 3.5**2 * math.expm1(b * b) + 4
    assert found.factor[0, 0] == pytest.approx(1)
    assert found.v[0, 0] == pytest.approx(v0)
    assert found.f[0, 0, 0] == pytest.approx(f0)
    # What lasts of it is learned from the surprise, and fades by rho; so does its certainty.
    gain = math.sqrt(Q) * 3.5 * b / f0
    state = RHO * gain * v0
    unsure = RHO**2 * (1 - gain * math.sqrt(Q) * 3.5 * b) + 1 - RHO**2
    within = b * b * (Q * unsure + 1 - Q)
    factor = math.exp(math.sqrt(Q) * b * state + 0.5 * (within - b * b))
    assert found.gain[0, 0, 0] == pytest.approx(gain)
    assert found.factor[1, 0] == pytest.approx(factor)
    assert found.v[1, 0] == pytest.approx(2 - 4 * factor - 0.1)
    assert found.f[1, 0, 0] == pytest.approx(3**2 * math.expm1(within) + 6)


def test_two_series_vary_together_as_far_as_one_shock_moves_both() -> None:
    found = filtered(drawn(1))
    level = drawn(1).level[:, 0]
    assert found.f[0, 0, 1] == pytest.approx(level[0] * level[1] * math.expm1(0.6 * 0.4))
    assert found.f[0, 1, 0] == found.f[0, 0, 1]


def test_a_shock_of_each_class_moves_no_other_class() -> None:
    case = replace(drawn(1), mix=np.eye(2))
    assert (filtered(case).f[:, 0, 1] == 0).all()


def test_without_a_shock_each_step_brings_what_differs_from_its_mean() -> None:
    case = drawn(2, loading=(0.0, 0.0))
    found = filtered(case)
    assert found.v == pytest.approx((case.n - case.m - case.rest).T)
    assert np.diagonal(found.f, axis1=1, axis2=2) == pytest.approx(case.noise.T)
    assert (found.f[:, 0, 1] == 0).all()
    assert (found.factor == 1).all()


def test_a_busy_step_foretells_a_busy_one_of_the_other_side_too() -> None:
    case = drawn(3)
    busy = case.n.copy()
    busy[0, 10] += 20
    more, usual = filtered(replace(case, n=busy)), filtered(case)
    assert (more.factor[:11] == usual.factor[:11]).all()
    assert (more.factor[11] > usual.factor[11]).all()


def test_a_shock_of_single_days_foretells_nothing() -> None:
    found = filtered(replace(drawn(3), q=0.0))
    assert found.factor == pytest.approx(np.ones_like(found.factor))


def test_the_shock_starts_anew_in_a_new_stretch() -> None:
    fresh = np.isin(np.arange(40), [0, 20])
    case = replace(drawn(4), fresh=fresh)
    other = case.n.copy()
    other[:, :20] = 9
    one, two = filtered(case), filtered(replace(case, n=other))
    assert (one.v[20:] == two.v[20:]).all()
    assert one.factor[20] == pytest.approx([1, 1])


def test_the_likelihood_is_that_of_normal_innovations() -> None:
    found = filtered(drawn(5))
    value, inverse, weights = likelihood(found.v, found.f)
    parts = [
        multivariate_normal(np.zeros(2), f).logpdf(v) for v, f in zip(found.v, found.f, strict=True)
    ]
    assert value == pytest.approx(sum(parts))
    assert (weights == 1).all()
    assert inverse == pytest.approx(np.linalg.inv(found.f))


def test_an_enormous_day_weighs_as_its_distance_not_its_square() -> None:
    f = np.ones((3, 1, 1))
    near, far = math.sqrt(FAR_OUT), 100 * math.sqrt(FAR_OUT)
    v = np.array([[1.0], [near], [far]])
    value, _, weights = likelihood(v, f)
    assert weights == pytest.approx([1, 1, 1 / 100])
    lost = 1 + FAR_OUT + (2 * 100 - 1) * FAR_OUT
    assert value == pytest.approx(-0.5 * lost - 1.5 * math.log(2 * math.pi))


def test_an_enormous_day_moves_what_is_foretold_by_no_more_than_the_farthest_near_one() -> None:
    case = drawn(6, loading=(0.6,))
    counts = case.n.copy()
    counts[0, 10] = 1e6
    usual, found = filtered(case), filtered(replace(case, n=counts))
    edge = counts.copy()
    edge[0, 10] = case.n[0, 10] - usual.v[10, 0] + math.sqrt(FAR_OUT * usual.f[10, 0, 0])
    assert found.factor[11] == pytest.approx(filtered(replace(case, n=edge)).factor[11])


@pytest.mark.parametrize("which", [0, 1])
def test_how_coefficients_move_innovations_agrees_with_differences(which: int) -> None:
    random = np.random.default_rng(7)
    levels, share, width, steps = 1, 0.7, 3, 60
    x = random.uniform(0, 2, (2, width, steps))
    coef = random.uniform(0.3, 0.8, (2, width))
    case = drawn(7, steps=steps)

    def at(coef: Any) -> Case:
        base = np.einsum("ip,ipt->it", coef[:, :levels], x[:, :levels])
        more = np.einsum("ip,ipt->it", coef[:, levels:], x[:, levels:])
        return replace(case, m=base + share * more, rest=(1 - share) * more)

    found = filtered(at(coef))
    assert (likelihood(found.v, found.f)[2] == 1).all()
    out = np.empty((steps, 2, width))
    moved(
        x,
        levels,
        share,
        at(coef).m,
        np.zeros((2, steps)),
        found.factor,
        case.mix,
        case.loading,
        Q,
        RHO,
        np.arange(steps) == 0,
        found.gain,
        which,
        out,
    )
    for p in range(width):
        step = np.zeros_like(coef)
        step[which, p] = 1e-6
        rise = (filtered(at(coef - step)).v - filtered(at(coef + step)).v) / 2e-6
        assert out[:, :, p] == pytest.approx(rise, abs=1e-6)
