"""What makes two records the same act, as one whole number: day, both sides as written, and code.

The number is the same on every machine and engine, so that repeats are found by comparing it.
Each text is hashed once (blake2b); a row then mixes four numbers, over whole columns at a time.
Two different acts of one day share a number with odds of about n^2 / 2^65 for n acts on that day.
"""

from __future__ import annotations

import datetime as dt
import functools
import hashlib
from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

Keys = npt.NDArray[np.uint64]

_EPOCH = dt.date(1970, 1, 1)
_MASK = (1 << 64) - 1
# The constants of splitmix64 (Steele, Lea and Flood 2014).
_GAMMA = 0x9E3779B97F4A7C15
_MIX = ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB))
_LAST_SHIFT = 31


@functools.lru_cache(maxsize=200_000)
def text_key(text: str) -> int:
    """A text as an unsigned number of 64 bits."""
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "little")


def text_keys(texts: Iterable[str]) -> Keys:
    """The number of each text, as a column."""
    return np.fromiter((text_key(text) for text in texts), np.uint64)


def act_key(day: dt.date, source: str, target: str, code: str) -> int:
    """The key of one act, signed as the lake keeps it; see `act_keys` for whole columns."""
    key = (day - _EPOCH).days & _MASK
    for text in (source, target, code):
        key = _mixed((key + text_key(text)) & _MASK)
    return key - (1 << 64) if key >> 63 else key


def act_keys(
    days: npt.NDArray[np.int32], sources: Keys, targets: Keys, codes: Keys
) -> npt.NDArray[np.int64]:
    """The keys of a column of acts: days since 1970, and the `text_keys` of the three texts."""
    key = days.astype(np.int64).view(np.uint64)
    for texts in (sources, targets, codes):
        key = _mixed_column(key + texts)
    return key.view(np.int64)


def _mixed(key: int) -> int:
    key = (key + _GAMMA) & _MASK
    for shift, factor in _MIX:
        key = ((key ^ (key >> shift)) * factor) & _MASK
    return key ^ (key >> _LAST_SHIFT)


def _mixed_column(keys: Keys) -> Keys:
    keys = keys + np.uint64(_GAMMA)
    for shift, factor in _MIX:
        keys = (keys ^ (keys >> np.uint64(shift))) * np.uint64(factor)
    return keys ^ (keys >> np.uint64(_LAST_SHIFT))
