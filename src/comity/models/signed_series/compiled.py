"""Loops compiled by numba, with their types kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba

F = TypeVar("F", bound=Callable[..., Any])


def compiled(function: F) -> F:
    """The function as machine code, kept between runs."""
    return cast(F, numba.njit(cache=True, nogil=True)(function))
