"""Which roll calls share their vote parameters: the same resolution, voted again.

This is what ties the sessions together (Bailey, Strezhnev and Voeten 2017): where the text is the
same, a change of votes is a change of states.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

# Where fewer of the states that voted both times voted the same, the text was changed in substance.
SAME_VOTES = 0.97


def resolutions(
    numbers: NDArray[np.int64],
    roll_call: NDArray[np.int64],
    state: NDArray[np.int64],
    vote: NDArray[np.int8],
    roll_calls: pa.Table,
) -> NDArray[np.int64]:
    """The resolution (0, 1, ...) of each roll call in `numbers`.

    `roll_call` and `state` are places, one entry a vote. Two roll calls are one resolution where
    `roll_calls` says `same_as` and at least 97 of 100 states that voted both times voted the same:
    titles stay where texts change ("General and complete disarmament"), and a title alone would
    make a change of the text look like a move of all states.
    """
    matrix = np.zeros((len(numbers), int(state.max()) + 1), np.int8)
    matrix[roll_call, state] = vote
    place = {int(number): at for at, number in enumerate(numbers)}
    root = np.arange(len(numbers))
    if "same_as" in roll_calls.column_names:
        columns = (roll_calls[name].to_pylist() for name in ("rcid", "same_as"))
        links = [
            (place[later], place[earlier])
            for later, earlier in zip(*columns, strict=True)
            if earlier in place and later in place
        ]
        for later, earlier in sorted(links, key=lambda link: numbers[link[0]]):
            both = (matrix[later] > 0) & (matrix[earlier] > 0)
            if both.any() and (matrix[later] == matrix[earlier])[both].mean() >= SAME_VOTES:
                root[later] = earlier
    for at in range(len(numbers)):
        while root[root[at]] != root[at]:
            root[at] = root[root[at]]
    return np.unique(root, return_inverse=True)[1]
