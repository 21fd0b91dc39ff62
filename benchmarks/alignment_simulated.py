"""SIMULATED votes on the real attendance: do 90% intervals hold the true positions?

Positions and resolutions are drawn from the model (paths from their prior, slopes N(0, 1),
cutpoints flat where votes divide), votes from them wherever a state really voted.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from benchmarks.alignment_data import tables
from comity.measures.ideal_points import IdealPoints, ideal_points
from comity.measures.ideal_points.prior import (
    CARRY,
    ENTRY_MEAN,
    ENTRY_VARIANCE,
    FOUNDED,
    FOUNDING_MEAN,
    FOUNDING_VARIANCE,
    STEP,
)

# Cutpoints further out make unanimous roll calls, which are left out anyway.
CUTS = 2.5
POSITIVE = "USA"

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def covered(
    mirror: str,
    seed: int,
    first_session: int,
    last_session: int,
    states: int | None = None,
    step: float = STEP,
) -> dict[str, float]:
    """Share of positions inside their interval; correlation with the truth; median width."""
    random = np.random.default_rng(seed)
    roll_call, state, session = _attendance(Path(mirror), first_session, last_session)
    if states is not None:
        chosen = random.choice(np.unique(state[state != POSITIVE]), states - 1, replace=False)
        kept = np.isin(state, [*chosen, POSITIVE])
        roll_call, state, session = roll_call[kept], state[kept], session[kept]
    names, at = np.unique(state, return_inverse=True)
    sessions, period = np.unique(session, return_inverse=True)
    founders = np.unique(at[session <= FOUNDED["session"]])
    truth = paths(random, at, period, list(names).index(POSITIVE), founders, step)
    numbers, first, item = np.unique(roll_call, return_index=True, return_inverse=True)
    vote = cast(random, truth[at, period], item, len(numbers))
    found = ideal_points(
        pa.table({"rcid": roll_call, "state": state, "vote": vote}),
        pa.table(
            {
                "rcid": numbers,
                "session": session[first],
                "day": [dt.date(1980, 1, 1)] * len(numbers),
            }
        ),
        seed=seed,
    )
    return _against(found, truth, names, sessions)


def paths(
    random: np.random.Generator,
    state: Ints,
    period: Ints,
    pole: int,
    founders: Ints,
    step: float,
) -> Floats:
    """True positions (state, period), NaN where a state did not vote.

    The pole takes the outermost path of the states that were always there, on the positive side:
    else votes could not tell the direction of the scale.
    """
    found = np.full((state.max() + 1, period.max() + 1), np.nan)
    present = np.zeros(found.shape, bool)
    present[state, period] = True
    for one in range(len(found)):
        founding = one in founders
        at = random.normal() * np.sqrt(FOUNDING_VARIANCE if founding else ENTRY_VARIANCE)
        at += FOUNDING_MEAN if founding else ENTRY_MEAN
        for when in np.flatnonzero(present[one]):
            found[one, when] = at
            at = CARRY * at + random.normal() * np.sqrt(step)
    reach = np.where(present.all(axis=1), np.abs(np.nanmean(found, axis=1)), -1)
    outer = int(np.argmax(reach))
    if present[pole].all():
        found[[pole, outer]] = found[[outer, pole]]
    found *= np.sign(np.nanmean(found[pole]))
    return (found - np.nanmean(found)) / np.nanstd(found)


def cast(random: np.random.Generator, position: Floats, item: Ints, items: int) -> Any:
    """A vote for each position: 1 yes, 2 abstain, 3 no."""
    slope = random.normal(size=items)
    cuts = np.sort(random.uniform(-CUTS, CUTS, (items, 2)), axis=1)
    latent = slope[item] * position + random.normal(size=len(item))
    return (1 + (latent > cuts[item, 0]) + (latent > cuts[item, 1])).astype(np.int8)


def _attendance(mirror: Path, first: int, last: int) -> tuple[Ints, NDArray[Any], Ints]:
    votes, roll_calls = tables(mirror)
    columns = (roll_calls[name].to_pylist() for name in ("rcid", "session"))
    period = dict(zip(*columns, strict=True))
    number = votes["rcid"].to_numpy()
    session = np.array([period[one] for one in number.tolist()])
    kept = np.isin(votes["vote"].to_numpy(), (1, 2, 3)) & (session >= first) & (session <= last)
    return number[kept], np.array(votes["state"].to_pylist())[kept], session[kept]


def _against(found: IdealPoints, truth: Floats, names: Any, sessions: Any) -> dict[str, float]:
    row = np.searchsorted(names, found.states)
    column = np.searchsorted(sessions, found.periods)
    true = truth[np.ix_(row, column)]
    kept = ~np.isnan(found.position)
    true = (true - true[kept].mean()) / true[kept].std()
    inside = (true >= found.lower) & (true <= found.upper)
    return {
        "positions": int(kept.sum()),
        "covered": float(inside[kept].mean()),
        "correlation": float(np.corrcoef(true[kept], found.position[kept])[0, 1]),
        "width": float(np.median((found.upper - found.lower)[kept])),
        "scale_reduction": found.scale_reduction,
    }
