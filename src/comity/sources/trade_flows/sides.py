"""Who a side of a flow is: a state that existed in the period, or the reason why it is none."""

from __future__ import annotations

import functools

from comity.registry.states import states
from comity.sources.trade_flows.periods import Period
from comity.vocabulary.actor import DropReason


@functools.cache
def side_of(code: str, period: Period) -> str | DropReason:
    """The state of an alpha-3 code, if it existed on a day of the period.

    A publisher gives a present-day state figures for years in which it was part of another or a
    dependency: these are no flows between two states. Raises KeyError for a code of no state.
    """
    state = states().by_code[code]
    ended = state.end_day is not None and state.end_day <= period.day
    if state.first_day >= period.end_day or ended:
        return DropReason.NOT_BETWEEN_STATES
    return code
