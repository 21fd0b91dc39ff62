"""The IMF's codes and names: indicators, frequencies, parties."""

from __future__ import annotations

import csv
import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from types import MappingProxyType

from comity.sources.state_codes import iso_of_alpha3, iso_of_name
from comity.sources.trade_flows import EXPORTS, IMPORTS_CIF, IMPORTS_FOB, Period
from comity.sources.trade_flows import month as month_of
from comity.sources.trade_flows import quarter as quarter_of
from comity.sources.trade_flows import year as year_of
from comity.vocabulary.actor import DropReason


@dataclass(frozen=True, slots=True)
class Indicator:
    """A published indicator: what fact it is, who reports it, and what its text says."""

    fact: str
    reporter_exports: bool
    text: str


_EXPORTS = Indicator(EXPORTS, True, "exporter's report, f.o.b.")
_CIF = Indicator(IMPORTS_CIF, False, "importer's report, c.i.f.")
_FOB = Indicator(IMPORTS_FOB, False, "importer's report, f.o.b.")

# The codes of Direction of Trade Statistics begin with T; its successor's do not.
INDICATORS: Mapping[str, Indicator | None] = MappingProxyType(
    {
        "TXG_FOB_USD": _EXPORTS,
        "XG_FOB_USD": _EXPORTS,
        "TMG_CIF_USD": _CIF,
        "MG_CIF_USD": _CIF,
        "TMG_FOB_USD": _FOB,
        "MG_FOB_USD": _FOB,
        "goods, value of exports, free on board (fob), us dollars": _EXPORTS,
        "exports of goods, free on board (fob), us dollar": _EXPORTS,
        "goods, value of imports, cost, insurance, freight (cif), us dollars": _CIF,
        "imports of goods, cost insurance freight (cif), us dollar": _CIF,
        "goods, value of imports, free on board (fob), us dollars": _FOB,
        "imports of goods, free on board (fob), us dollar": _FOB,
        # The balance follows from the others.
        "TBG_USD": None,
        "goods, value of trade balance, us dollars": None,
        "trade balance of goods, us dollar": None,
    }
)
_CODE_IN_NAME = re.compile(r"\(([A-Z]+(?:_[A-Z]+)+)\)$")
_PERIOD = re.compile(r"(\d{4})(?:-?(?:M(\d{1,2})|Q([1-4]))|-(\d{2}))?")
_GROUP = re.compile(r"(?=.*\d)[A-Z0-9_]+")
DROPPED = MappingProxyType({"territory": DropReason.TERRITORY, "place": DropReason.PLACE})
WORLD = frozenset({"world", "european union", "euro area", "euro area (ea)"})
# Each frequency is a fact of its own: who adds up a year must not meet its months again.
FREQUENCIES = MappingProxyType({"annual": "", "quarterly": "_quarterly", "monthly": "_monthly"})


@functools.cache
def indicator_of(text: str) -> Indicator | None:
    """The indicator of a code, a name, or a name with its code; None for the trade balance.

    Raises ValueError for another.
    """
    inside = _CODE_IN_NAME.search(text.strip())
    key = inside.group(1) if inside else text.strip()
    for one in (key, key.casefold()):
        if one in INDICATORS:
            return INDICATORS[one]
    raise ValueError(f"indicator {text[:60]!r} is not known")


@functools.cache
def period_of(text: str) -> tuple[str, Period]:
    """The frequency and days of "2020", "2020-Q1", "2020Q1", "2020-M01", "2020M1", "2020-01".

    Raises ValueError for anything else.
    """
    found = _PERIOD.fullmatch(text.strip())
    if not found or not 1900 <= int(found.group(1)) <= 2100:
        raise ValueError(f"period {text[:20]!r}; a year, quarter or month expected")
    number, month, quarter, plain = found.groups()
    if quarter:
        return "quarterly", quarter_of(int(number), int(quarter))
    if month or plain:
        return "monthly", month_of(int(number), int(month or plain))
    return "annual", year_of(int(number))


@functools.cache
def party_of(text: str) -> str | DropReason | None:
    """The state of a number, a code of two or three letters, or a name; None where it is none.

    Codes with a digit among letters ("G001", "W00") are groups of states.
    """
    text = text.strip()
    key = str(int(text)) if text.isascii() and text.isdigit() else text
    if key in _parties():
        return _parties()[key]
    if key.isdigit() or not key:
        return None
    if _GROUP.fullmatch(key) or key.casefold() in WORLD:
        return DropReason.PLACE
    return (iso_of_alpha3(key) if len(key) == 3 and key.isupper() else None) or iso_of_name(key)


@functools.cache
def _parties() -> Mapping[str, str | DropReason]:
    text = resources.files("comity.sources.imf_trade").joinpath("parties.csv").read_text("utf-8")
    rows = csv.DictReader(text.splitlines())
    return MappingProxyType({row["code"]: row["state"] or DROPPED[row["dropped"]] for row in rows})
