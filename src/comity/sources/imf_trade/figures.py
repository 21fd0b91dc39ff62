"""From a line of a file to its figures: each a fact, a record dropped, or a reject."""

from __future__ import annotations

import functools
import math
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from comity.errors import BadInput, BadValue
from comity.sources.imf_trade.layout import Layout
from comity.sources.imf_trade.words import Indicator, indicator_of, party_of, period_of
from comity.sources.trade_flows import Period, side_of
from comity.vocabulary.actor import DropReason

MISSING = frozenset({"", "NA", "NaN", "...", "n.a."})
SCALES: Mapping[str, float] = MappingProxyType(
    {
        **{"": 1.0, "0": 1.0, "units": 1.0, "3": 1e3, "thousands": 1e3, "6": 1e6, "millions": 1e6},
        **{"9": 1e9, "billions": 1e9},
    }
)
# Four times the yearly trade in goods of the whole world: no flow between two states is so large.
MOST_USD = 1e14


class Fact(NamedTuple):
    """A figure between two states, from exporter to importer, in dollars."""

    frequency: str
    period: Period
    indicator: Indicator
    source: str
    target: str
    value: float


Outcome = Fact | DropReason


def scale_option(options: Mapping[str, str]) -> float | None:
    """The multiplier that the option `scale` asks for; None where the file's own word counts."""
    asked = options.get("scale")
    if asked is None:
        return None
    if asked.casefold() not in ("units", "thousands", "millions"):
        raise BadValue(
            f"scale {asked!r} is not known.", next_step="Valid: units, thousands, millions."
        )
    return SCALES[asked.casefold()]


def read_figures(layout: Layout, fields: Sequence[str], scale: float | None) -> Iterator[Outcome]:
    """The outcomes of a line: one for each figure. Raises ValueError where it is malformed."""
    if len(fields) != layout.width:
        raise ValueError(f"{len(fields)} fields; {layout.width} expected")
    texts = {role: fields[place].strip() for role, place in layout.places.items()}
    if texts.get("attribute", "Value") != "Value":
        return
    factor = scale or _scale(texts.get("scale", ""))
    for frequency, period, indicator, text in _cells(layout, fields, texts):
        value = _value(text, factor)
        if value is None or indicator is None:
            yield DropReason.NO_VALUE
        else:
            yield _fact(frequency, period, indicator, texts, value)


def _cells(
    layout: Layout, fields: Sequence[str], texts: Mapping[str, str]
) -> Iterator[tuple[str, Period, Indicator | None, str]]:
    """Each figure's frequency, period, indicator and text. A line a figure has one, even empty."""
    if layout.periods:
        indicator = indicator_of(texts["indicator"])
        for place, (frequency, period) in layout.periods.items():
            if fields[place].strip() not in MISSING:
                yield frequency, period, indicator, fields[place]
        return
    frequency, period = period_of(texts["time"])
    if layout.indicators:
        for place, own in layout.indicators.items():
            if fields[place].strip() not in MISSING:
                yield frequency, period, own, fields[place]
        return
    yield frequency, period, indicator_of(texts["indicator"]), texts["value"]


def _fact(
    frequency: str, period: Period, indicator: Indicator, texts: Mapping[str, str], value: float
) -> Outcome:
    pair = (texts["reporter"], texts["partner"])
    sides = _sides(*(pair if indicator.reporter_exports else pair[::-1]), period)
    if isinstance(sides, DropReason):
        return sides
    return Fact(frequency, period, indicator, *sides, value)


@functools.lru_cache(maxsize=100_000)
def _sides(exporter: str, importer: str, period: Period) -> tuple[str, str] | DropReason:
    source, target = _side(exporter, period), _side(importer, period)
    if isinstance(source, DropReason):
        return source
    if isinstance(target, DropReason):
        return target
    if source is None:
        return DropReason.UNKNOWN_SOURCE
    if target is None:
        return DropReason.UNKNOWN_TARGET
    return DropReason.WITHIN_ONE_STATE if source == target else (source, target)


def _side(text: str, period: Period) -> str | DropReason | None:
    found = party_of(text)
    return side_of(found, period) if found and not isinstance(found, DropReason) else found


def _scale(text: str) -> float:
    try:
        return SCALES[text.casefold()]
    except KeyError:
        raise ValueError(f"scale {text[:20]!r} is not known") from None


def _value(text: str, factor: float) -> float | None:
    """The figure in dollars; None where there is none. Raises ValueError where it is no amount."""
    if text.strip() in MISSING:
        return None
    try:
        value = float(text)
    except ValueError:
        raise ValueError(f"value {text[:40]!r} is no number") from None
    if not math.isfinite(value) or value < 0:
        raise ValueError(f"value {text[:40]!r}; an amount of 0 or more expected")
    if value * factor > MOST_USD:
        raise BadInput(
            f"A flow of {value * factor:.3g} dollars: more than the trade of the whole world.",
            hint=f"The file says that its figures are to be taken {factor:,.0f} times.",
            next_step="If they are whole dollars already: --set scale=units",
        )
    return value * factor
