"""SIMULATED alignment of a region: positions, blocs and ties that nobody measured."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from comity.briefs.alignment_evidence import RegionAlignment
from comity.measures.blocs import Blocs, blocs
from comity.measures.hedging import Hedging, LayerSpread
from comity.measures.ideal_points.result import IdealPoints
from comity.measures.ties.layer import Layer
from comity.vocabulary.region import Region

FIRST, LAST = 46, 78
DRAWS = 120


def simulated_positions(
    paths: dict[str, tuple[float, float]], *, error: float = 0.08, absent: Sequence[str] = ()
) -> IdealPoints:
    """Straight paths from the first to the last session; the `absent` never voted."""
    rng = np.random.default_rng(5)
    states = tuple(state for state in paths if state not in absent)
    periods = tuple(range(FIRST, LAST + 1))
    position = np.array([np.linspace(*paths[state], len(periods)) for state in states])
    # A draw errs alike in all sessions: errors that last make no drift.
    errors = rng.normal(0, error, (DRAWS, len(states), 1)) + rng.normal(
        0, error / 4, (DRAWS, *position.shape)
    )
    draws = position + errors
    lower, upper = np.quantile(draws, [0.05, 0.95], axis=0)
    votes = np.full(position.shape, 60, np.int32)
    return IdealPoints(
        by="session",
        issue=None,
        level=0.9,
        states=states,
        periods=periods,
        position=position,
        lower=lower,
        upper=upper,
        votes=votes,
        draws=draws.astype(np.float32),
        dataset="un_votes",
        roll_calls=60 * len(periods),
        resolutions=60 * len(periods),
        scale_reduction=1.0,
    )


def simulated_blocs(states: Sequence[str], years: Sequence[int] = (2019, 2020, 2022)) -> Blocs:
    """Two blocs by turns; the second state changes sides in the last year."""
    layers = []
    for year in years:
        side = np.arange(len(states)) % 2
        side[1] = 0 if year == years[-1] else 1
        weights = np.where(side[:, None] == side[None, :], 1.0, 0.1)
        np.fill_diagonal(weights, 0.0)
        layers.append(Layer("votes", year, "un_votes", tuple(states), weights, False, "SIMULATED"))
    return blocs(layers, runs=10)


def simulated_hedging(state: str, poles: Sequence[str]) -> Hedging:
    """Two kinds of ties in two years: even in one, all with the first pole in the other."""
    even = dict.fromkeys(poles, 1 / len(poles))
    first = dict.fromkeys(poles, 0.0) | {poles[0]: 1.0}
    spreads = [
        LayerSpread(layer, year, dataset, shares)
        for year in (2010, 2020)
        for layer, dataset, shares in (
            ("votes", "un_votes", even),
            ("organisations", "memberships", first),
        )
    ]
    return Hedging(state, tuple(poles), 0.9, tuple(spreads))


def simulated_alignment(region: Region, *, absent: Sequence[str] = ()) -> RegionAlignment:
    """A region whose states cross from one side to the other, its poles standing still."""
    rng = np.random.default_rng(3)
    members = ("FRA", "DEU", "ITA", "POL", "ESP", "NLD", "SWE", "FIN", "ROU", "BGR", "HUN", "GRC")
    more = ("AUT", "BEL", "CZE", "DNK", "IRL", "PRT", "HRV", "SVK", "SVN", "CYP", "LUX", "MLT")
    paths = {pole: (value, value) for pole, value in zip(
        region.poles, (-0.9, 1.0, -1.1, 0.4, 2.3), strict=True) if pole != "EU"}  # fmt: skip
    paths |= {state: (1.0, 1.0) for state in (*members, *more, "EST", "LVA", "LTU")}
    paths |= {
        state: (float(rng.normal(0, 0.5)), float(rng.normal(0, 0.8)))
        for state in region.states
        if state not in paths
    }
    ideal = simulated_positions(paths, absent=absent)
    ties = [simulated_hedging(state, region.poles_of(state)).shares for state in region.states]
    return RegionAlignment(ideal, simulated_blocs(region.states), pa.concat_tables(ties))
