"""The CAMEO codes that a record may carry, and the Goldstein score of each."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from types import MappingProxyType

from comity.registry.gestures import code_book
from comity.vocabulary.event import Scheme


@functools.cache
def cameo_scores() -> Mapping[str, int | None]:
    """Every CAMEO code of the code-book, with its Goldstein score in tenths or None."""
    return MappingProxyType(
        {
            code: reading.goldstein_tenths
            for (scheme, code), reading in code_book().readings.items()
            if scheme == Scheme.CAMEO
        }
    )


@functools.cache
def cameo_codes() -> frozenset[str]:
    """Every CAMEO code of the code-book."""
    return frozenset(cameo_scores())
