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
    """The CAMEO codes that ICEWS writes: of three or four digits, never a bare root.

    So a code whose leading zero a spreadsheet has eaten ("10" for "010") is not read as a root.
    """
    return frozenset(code for code in cameo_scores() if len(code) > 2)
