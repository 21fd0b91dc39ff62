"""The partition of greatest modularity: Louvain moves with Leiden's refinement, on dense matrices.

States are few (some two hundred) and votes tie all of them: a dense matrix is the fastest form.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba
import numpy as np
from numpy.typing import NDArray

from comity.measures.blocs.modularity import Labels
from comity.measures.blocs.network import Matrix

# A gain smaller than this is a rounding error.
LEAST_GAIN = 1e-13
MOST_SWEEPS = 100
MOST_ROUNDS = 20

F = TypeVar("F", bound=Callable[..., Any])


def _compiled(function: F) -> F:
    """The function as machine code, kept on disk from the first call on."""
    return cast(F, numba.njit(cache=True)(function))


def partition(matrix: Matrix, linked: NDArray[np.bool_], *, seed: int, tries: int = 1) -> Labels:
    """Groups whose pairs sum highest in `matrix` (Blondel 2008; Traag, Waltman, van Eck 2019).

    `matrix` is symmetric; a group is grown only along pairs that are `linked`, so that none falls
    apart in the network of those links (the guarantee that Leiden gives and Louvain does not).
    The best of `tries` orders of visiting; the same seed gives the same groups. Labels are 0.. in
    the order in which they first occur.
    """
    best, most = np.zeros(len(matrix), np.int64), -np.inf
    for number in range(tries):
        state = np.array([(seed * 1_000_003 + number) % 2**63], np.uint64)
        found = _leiden(np.ascontiguousarray(matrix), np.ascontiguousarray(linked), state)
        value = float(matrix[found[:, None] == found[None, :]].sum())
        if value > most + LEAST_GAIN:
            best, most = found, value
    return best


@_compiled
def _random(state: Any, below: int) -> int:
    """A whole number from 0 to below `below` (splitmix64: Steele, Lea and Flood 2014)."""
    state[0] += np.uint64(0x9E3779B97F4A7C15)
    mixed = state[0]
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    mixed = mixed ^ (mixed >> np.uint64(31))
    return int(mixed % np.uint64(below))


@_compiled
def _order(n: int, state: Any) -> Any:
    order = np.arange(n)
    for last in range(n - 1, 0, -1):
        other = _random(state, last + 1)
        order[last], order[other] = order[other], order[last]
    return order


@_compiled
def _renumbered(labels: Any) -> Any:
    """Labels 0.. in the order in which they first occur."""
    new = np.full(labels.max() + 1, -1)
    fresh, following = np.empty_like(labels), 0
    for i in range(len(labels)):
        if new[labels[i]] < 0:
            new[labels[i]] = following
            following += 1
        fresh[i] = new[labels[i]]
    return fresh


@_compiled
def _sums(matrix: Any, linked: Any, labels: Any) -> Any:
    """What each group has for each node, its own self left out, and how many links to it."""
    n = len(matrix)
    gain, links = np.zeros((n, n)), np.zeros((n, n), np.int64)
    for j in range(n):
        for i in range(n):
            if i != j:
                gain[labels[j], i] += matrix[j, i]
                links[labels[j], i] += linked[j, i]
    return gain, links


@_compiled
def _change(matrix: Any, linked: Any, gain: Any, links: Any, i: int, old: int, new: int) -> None:
    for j in range(len(matrix)):
        if j != i:
            gain[old, j] -= matrix[i, j]
            gain[new, j] += matrix[i, j]
            links[old, j] -= linked[i, j]
            links[new, j] += linked[i, j]


@_compiled
def _moved(matrix: Any, linked: Any, labels: Any, state: Any) -> Any:
    """Each node goes where it adds most, in random order, until none would go."""
    n = len(matrix)
    labels = labels.copy()
    gain, links = _sums(matrix, linked, labels)
    size = np.zeros(n, np.int64)
    for i in range(n):
        size[labels[i]] += 1
    for _ in range(MOST_SWEEPS):
        still = True
        for i in _order(n, state):
            old = labels[i]
            new, most, empty = old, gain[old, i] + LEAST_GAIN, -1
            for group in range(n):
                if size[group] == 0:
                    empty = group
                elif links[group, i] > 0 and gain[group, i] > most:
                    new, most = group, gain[group, i]
            if new == old and size[old] > 1 and gain[old, i] < -LEAST_GAIN and empty >= 0:
                new = empty
            if new != old:
                labels[i] = new
                size[old] -= 1
                size[new] += 1
                _change(matrix, linked, gain, links, i, old, new)
                still = False
        if still:
            break
    return labels


@_compiled
def _refined(matrix: Any, linked: Any, groups: Any, state: Any) -> Any:
    """Within each group, single nodes merge into well-connected parts (Leiden's second phase)."""
    n = len(matrix)
    within, joined = np.zeros((n, n)), np.zeros((n, n), np.bool_)
    for i in range(n):
        for j in range(n):
            if i != j and groups[i] == groups[j]:
                within[i, j] = matrix[i, j]
                joined[i, j] = linked[i, j]
    parts = np.arange(n)
    gain, links = _sums(within, joined, parts)
    size = np.ones(n, np.int64)
    # What each part has with the rest of its group: below 0, it would rather stand outside.
    outer = within.sum(axis=1)
    for i in _order(n, state):
        if size[parts[i]] > 1 or within[i].sum() < 0.0:
            continue
        old, new, most = parts[i], parts[i], LEAST_GAIN
        for part in range(n):
            if part == old or size[part] == 0 or links[part, i] == 0 or outer[part] < 0.0:
                continue
            if gain[part, i] > most:
                new, most = part, gain[part, i]
        if new != old:
            parts[i] = new
            size[old], size[new] = 0, size[new] + 1
            outer[new] += outer[old] - 2.0 * most
            _change(within, joined, gain, links, i, old, new)
    return parts


@_compiled
def _components(linked: Any, groups: Any) -> Any:
    """The groups, each split where no link joins it."""
    n = len(groups)
    parts = np.full(n, -1)
    for first in range(n):
        if parts[first] >= 0:
            continue
        parts[first] = first
        waiting = [first]
        while len(waiting) > 0:
            i = waiting.pop()
            for j in range(n):
                if parts[j] < 0 and linked[i, j] and groups[i] == groups[j]:
                    parts[j] = first
                    waiting.append(j)
    return parts


@_compiled
def _merged(matrix: Any, linked: Any, parts: Any) -> Any:
    """Each part as one node, with the sums of its pairs."""
    n = parts.max() + 1
    sums, joined = np.zeros((n, n)), np.zeros((n, n), np.bool_)
    for i in range(len(parts)):
        for j in range(len(parts)):
            sums[parts[i], parts[j]] += matrix[i, j]
            if linked[i, j]:
                joined[parts[i], parts[j]] = True
    return sums, joined


@_compiled
def _round(matrix: Any, linked: Any, labels: Any, state: Any) -> Any:
    """One run from a partition: move, refine, merge, until each group is one node."""
    whole = np.arange(len(labels))
    small, joined, groups = matrix, linked, labels
    while True:
        groups = _renumbered(_moved(small, joined, groups, state))
        if groups.max() + 1 == len(groups):
            break
        parts = _renumbered(_refined(small, joined, groups, state))
        if parts.max() + 1 == len(parts):
            parts = _renumbered(_components(joined, groups))
            if parts.max() + 1 == len(parts):
                break
        above = np.zeros(parts.max() + 1, np.int64)
        for i in range(len(parts)):
            above[parts[i]] = groups[i]
        small, joined = _merged(small, joined, parts)
        whole, groups = parts[whole], above
    return _renumbered(whole)


@_compiled
def _value(matrix: Any, labels: Any) -> float:
    total = 0.0
    for i in range(len(labels)):
        for j in range(len(labels)):
            if labels[i] == labels[j]:
                total += matrix[i, j]
    return total


@_compiled
def _leiden(matrix: Any, linked: Any, state: Any) -> Any:
    """Rounds from the last one's groups, until none gains."""
    labels = _round(matrix, linked, np.arange(len(matrix)), state)
    value = _value(matrix, labels)
    for _ in range(MOST_ROUNDS):
        again = _round(matrix, linked, labels, state)
        gained = _value(matrix, again) - value
        if gained <= LEAST_GAIN:
            break
        labels, value = again, value + gained
    return labels
