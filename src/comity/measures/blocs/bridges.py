"""Who stands between blocs: how a state's ties are spread over them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from comity.measures.blocs.consensus import Consensus
from comity.measures.blocs.modularity import Labels
from comity.measures.blocs.network import Matrix


@dataclass(frozen=True, slots=True)
class Bridges:
    """Of each state: its bridge score, the other bloc that has most of its ties, and the share.

    `score` and `share` are in 0..1, NaN for a state without such ties; `second` is -1 for none.
    """

    score: Matrix
    second: Labels
    share: Matrix


def bridges(found: Consensus, linked: NDArray[np.bool_]) -> Bridges:
    """How evenly ties are spread over blocs (participation: Guimerà and Amaral 2005), 0 to 1.

    A tie counts with what it exceeds chance by, over all layers together, and only where it is
    positive in some layer: votes tie all states to all, so that ties as such would make everyone a
    bridge. Of a state with shares p of such ties in k blocs, the score is (1 - sum of p²) k/(k-1):
    0 for all ties in one bloc, 1 for equal shares. Ties to states in no bloc are left out.
    """
    excess = np.where(linked, np.maximum(found.matrix, 0.0), 0.0)
    np.fill_diagonal(excess, 0.0)
    members = found.labels[:, None] == np.arange(found.count)[None, :]
    amounts = excess @ members
    total = amounts.sum(axis=1, keepdims=True)
    shares = np.divide(amounts, total, out=np.full_like(amounts, np.nan), where=total > 0.0)
    blocs = found.count
    score = 1.0 - (shares**2).sum(axis=1)
    score = np.clip(score * (blocs / (blocs - 1)), 0.0, 1.0) if blocs > 1 else score * 0.0
    if not blocs:
        score = np.full(len(found.labels), np.nan)
    others = np.where(members | np.isnan(shares), -1.0, shares)
    second = others.argmax(axis=1) if blocs else np.full(len(found.labels), -1)
    share = others.max(axis=1, initial=-1.0)
    none = share <= 0.0
    return Bridges(score, np.where(none, -1, second), np.where(none, np.nan, share))
