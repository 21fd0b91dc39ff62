"""BACI's country numbers and the broad groups of the Harmonised System, from their data files."""

from __future__ import annotations

import csv
import functools
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from types import MappingProxyType

from comity.sources.trade_flows import EXPORTS, Period, side_of
from comity.vocabulary.actor import DropReason

PACKAGE = "comity.sources.cepii_baci"
DROPPED = MappingProxyType({"territory": DropReason.TERRITORY, "place": DropReason.PLACE})


@dataclass(frozen=True, slots=True)
class Group:
    """A broad group of products: whole chapters of the Harmonised System."""

    name: str
    title: str
    chapters: frozenset[int]

    @property
    def fact(self) -> str:
        """What its trade is called: `exports_usd_energy`."""
        return f"{EXPORTS}_{self.name}"


def _rows(file: str) -> list[dict[str, str]]:
    text = resources.files(PACKAGE).joinpath(file).read_text("utf-8")
    return list(csv.DictReader(text.splitlines()))


@functools.cache
def groups() -> tuple[Group, ...]:
    """All groups; each chapter from 1 to 99 is in one of them."""
    return tuple(
        Group(row["group"], row["title"], frozenset(_chapters(row["chapters"])))
        for row in _rows("groups.csv")
    )


@functools.cache
def countries() -> Mapping[int, str | DropReason]:
    """The state of each of BACI's country numbers, or why it is none."""
    rows = _rows("countries.csv")
    return MappingProxyType(
        {int(row["code"]): row["state"] or DROPPED[row["dropped"]] for row in rows}
    )


def party(number: int, period: Period, unknown: DropReason) -> str | DropReason:
    """The state of a country number in a period; `unknown` for a number that is not listed."""
    found = countries().get(number, unknown)
    return found if isinstance(found, DropReason) else side_of(found, period)


def _chapters(text: str) -> list[int]:
    out: list[int] = []
    for part in text.split():
        first, _, last = part.partition("-")
        out.extend(range(int(first), int(last or first) + 1))
    return out
