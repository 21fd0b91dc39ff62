"""The lists beside the ACLED parser: columns, sub-events, kinds of actors, branches of forces."""

from __future__ import annotations

import csv
import functools
from collections.abc import Mapping
from importlib import resources
from types import MappingProxyType

from comity.vocabulary.actor import Organ


@functools.cache
def columns() -> Mapping[str, bool]:
    """Every column that an export may have; True where the parser needs it."""
    return MappingProxyType({row["column"]: bool(row["needed"]) for row in _rows("columns.csv")})


@functools.cache
def sub_events() -> Mapping[str, str]:
    """The code of each sub-event as ACLED writes it."""
    rows = _rows("sub_events.csv")
    return MappingProxyType({row["sub_event_type"]: row["code"] for row in rows})


@functools.cache
def inters() -> Mapping[str, bool]:
    """Every kind of actor, as number or text: whether forces of a state can be of that kind."""
    return MappingProxyType({row["inter"]: bool(row["is_state"]) for row in _rows("inters.csv")})


@functools.cache
def services() -> Mapping[str, Organ]:
    """Branches of a state's forces, as ACLED names them after the years of a government."""
    return MappingProxyType({row["service"]: Organ(row["organ"]) for row in _rows("services.csv")})


def _rows(name: str) -> list[dict[str, str]]:
    text = resources.files(__package__).joinpath(name).read_text("utf-8")
    return list(csv.DictReader(text.splitlines(), strict=True))
