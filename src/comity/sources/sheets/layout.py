"""What a published sheet looks like: its header, and the columns that are taken from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pyarrow as pa

from comity.sources.contract import Reject

MISSING = frozenset({"-9", "-9.0", ""})


@dataclass(frozen=True, slots=True)
class Column:
    """A column that is taken. `missing` are the texts of no value; None: there must be one.

    `type` is pa.int32(), pa.float64() or pa.string(). Values lie from `lowest` to `highest`.
    """

    name: str
    type: pa.DataType
    missing: frozenset[str] | None = None
    lowest: float | None = None
    highest: float | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """A published form: its header to the letter, and the columns taken; the others are not read.

    `version` names the release for errors. With `any_order` the columns may stand in any order and
    those of `may_lack` may be absent; a column that is not listed is refused in any case.
    """

    version: str
    header: tuple[str, ...]
    columns: tuple[Column, ...]
    encoding: str = "utf-8"
    any_order: bool = False
    may_lack: frozenset[str] = frozenset()

    def fits(self, found: Sequence[str]) -> bool:
        """Whether a file's header is of this form."""
        if not self.any_order:
            return tuple(found) == self.header
        given, listed = set(found), set(self.header)
        return len(given) == len(found) and listed - self.may_lack <= given <= listed


@dataclass(frozen=True, slots=True)
class Sheet:
    """The well-formed lines as typed columns (null: no value) with `line` from 1; the rejects."""

    layout: Layout
    table: pa.Table
    rejects: tuple[Reject, ...]
