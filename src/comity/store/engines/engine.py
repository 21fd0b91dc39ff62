"""What an engine is: it takes tables, computes Narwhals expressions, and gives tables back.

The same expression gives the same values and types on each engine. So that it does: sums are cast
to the integer that is meant, days are DATE, and a mean is a sum and a count, divided last.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import narwhals as nw
import pyarrow as pa

from comity.errors import LakeError


@dataclass(frozen=True, slots=True)
class Scan:
    """Some columns of Parquet files, read where they lie.

    A partition column ("reported_month=2021-03" in the path) may be among `columns`; it is text.
    `where` keeps some rows: a condition that both engines' SQL understands, on any column of the
    files, such as `day >= DATE '2021-03-01'`.
    """

    files: tuple[str, ...]
    columns: tuple[str, ...]
    where: str = ""

    def __post_init__(self) -> None:
        if not self.files:
            raise LakeError("There is no file to read.")

    @property
    def partitions(self) -> tuple[str, ...]:
        """The partition columns that the paths hold."""
        folders = self.files[0].split("/")[:-1]
        return tuple(part.partition("=")[0] for part in folders if "=" in part)

    @property
    def root(self) -> str:
        """The folder above the partitions' folders."""
        folders = self.files[0].split("/")[:-1]
        plain = [part for part in folders if "=" not in part]
        return "/".join(plain)


class Engine(Protocol):
    """Where frames are computed; see `open_engine`.

    `rows_at_once`: of many rows, about how many it takes best in one step; None: all.
    """

    name: str
    rows_at_once: int | None

    def frames(self, tables: Mapping[str, pa.Table | Scan]) -> dict[str, nw.LazyFrame[Any]]:
        """Tables as frames of this engine, by the same names. Arrow tables are copied in."""
        ...

    def settled(self, frame: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
        """The frame computed now and once, kept by the engine and not in Python's memory."""
        ...

    def step(self) -> AbstractContextManager[None]:
        """A step of some work: what is settled inside is let go when it ends."""
        ...

    def collect(self, frame: nw.LazyFrame[Any]) -> pa.Table:
        """The rows of a frame, in no order unless the frame has one."""
        ...

    def write(self, frame: nw.LazyFrame[Any], folder: Path) -> list[Path]:
        """The rows of a frame as Parquet files in a folder, which is made; the files written."""
        ...
