"""From a code of three letters to a state of a year, or the reason why it is none."""

from __future__ import annotations

import csv
import datetime as dt
import functools
import io
from collections.abc import Mapping
from importlib import resources

from comity.registry.states import states
from comity.sources.state_codes import iso_of_alpha3, iso_of_cow, iso_of_gw
from comity.vocabulary.actor import DropReason


@functools.cache
def place_of(alpha3: str, year: int) -> str | DropReason | None:
    """The state of a code in a year; why it is none; None where nobody knows the code.

    Former codes (ZAR, ROM) are read too. A figure that a publisher gives to a present-day state for
    a year in which it was a part or a dependency of another is dropped: NO_STATE_THEN.
    """
    code = iso_of_alpha3(alpha3)
    if code is None:
        return DropReason.TERRITORY if alpha3 in territories() else None
    return code if stood_in(code, year) else DropReason.NO_STATE_THEN


@functools.cache
def stood_in(code: str, year: int) -> bool:
    """Whether a state stood at the end of a year, or ended in it.

    Its earlier form counts where the lists of states keep one number for both (Germany before
    1945, the Baltic republics before 1940). Raises KeyError for a code of no state.
    """
    return stood_on(code, dt.date(year, 12, 31)) or stood_on(code, dt.date(year, 1, 1))


def stood_on(code: str, day: dt.date) -> bool:
    """Whether a state, or an earlier form under the same number, stood on a day."""
    state = states().by_code[code]
    if state.existed_on(day):
        return True
    by_cow = state.cow is not None and iso_of_cow(state.cow, day) == code
    return by_cow or (state.gw is not None and iso_of_gw(state.gw, day) == code)


@functools.cache
def territories() -> Mapping[str, str]:
    """Codes of three letters that stand for no state, with their names."""
    return {row["alpha3"]: row["name"] for row in _rows()}


@functools.cache
def territory_numbers() -> Mapping[int, str]:
    """Numbers of the UN standard M49 that stand for no state, with names."""
    return {int(row["m49"]): row["name"] for row in _rows() if row["m49"]}


def _rows() -> list[dict[str, str]]:
    file = resources.files("comity.sources.state_years").joinpath("territories.csv")
    return list(csv.DictReader(io.StringIO(file.read_text("utf-8"))))
