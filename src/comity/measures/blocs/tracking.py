"""One label for a bloc over the years, however its members come and go."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from scipy.optimize import linear_sum_assignment

# A bloc keeps its label where it shares this much with what the label last stood for.
LEAST_OVERLAP = 0.25
# Each year in between makes an older match count so much less.
FADING = 0.9
# A label that was not seen for so many years is not given again.
MEMORY = 10

Members = frozenset[str]


def stable_labels(
    years: Iterable[tuple[int, Sequence[Members], Members]],
) -> Mapping[int, tuple[int, ...]]:
    """The label of each bloc of each year: matched by greatest overlap with earlier years' blocs.

    `years` are in order: the year, its blocs, all its states. The overlap is the share of common
    members among all members (Jaccard 1901) that were states of both years. A bloc is matched with
    what a label last stood for, at most ten years ago, an older one at a discount of a tenth a
    year; the matching has the greatest sum (Kuhn 1955). A bloc that shares less than a quarter gets
    a new label; labels begin at 1 and are never given to another bloc.
    """
    last: dict[int, tuple[int, Members, Members]] = {}
    found: dict[int, tuple[int, ...]] = {}
    following = 1
    for year, blocs, states in years:
        known = [label for label, (seen, _, _) in last.items() if year - seen <= MEMORY]
        value = np.array(
            [[_likeness(year, bloc, states, last[label]) for label in known] for bloc in blocs]
        ).reshape(len(blocs), len(known))
        value[value < LEAST_OVERLAP] = 0.0
        given: dict[int, int] = {}
        for bloc, place in zip(*linear_sum_assignment(value, maximize=True), strict=True):
            if value[bloc, place] > 0.0:
                given[int(bloc)] = known[place]
        for number in range(len(blocs)):
            if number not in given:
                given[number] = following
                following += 1
            last[given[number]] = (year, blocs[number], states)
        found[year] = tuple(given[number] for number in range(len(blocs)))
    return found


def _likeness(
    year: int, bloc: Members, states: Members, before: tuple[int, Members, Members]
) -> float:
    seen, members, earlier = before
    both = states & earlier
    joined = (bloc | members) & both
    if not joined:
        return 0.0
    return float(len(bloc & members & both) / len(joined) * FADING ** (year - seen - 1))
