"""How unevenly a quantity lies with its holders: Herfindahl, effective number, CON."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from comity.errors import BadValue


@dataclass(frozen=True, slots=True)
class Concentration:
    """One quantity among its holders; shares are of their sum.

    `largest` and `second` are holders (ties: the first by name); None where there is no second.
    """

    herfindahl: float
    effective: float
    con: float | None
    largest: str
    largest_share: float
    second: str | None
    second_share: float | None
    holders: int


def herfindahl(amounts: Iterable[float]) -> float:
    """The sum of squared shares (Hirschman 1945; Herfindahl 1950), in 1/n..1 for n holders.

    `amounts` in any unit, none below 0: shares are of their sum. Raises BadValue where an amount is
    negative or not a number, or where all are 0: then nothing is shared out.
    """
    listed = list(amounts)
    total = math.fsum(listed)
    if any(not amount >= 0 for amount in listed) or not 0 < total < math.inf:
        raise BadValue(
            "Shares need amounts of which none is negative or missing, and not all are zero.",
            hint=f"{len(listed)} amounts, sum {total}.",
        )
    # Shares first: the square of a tiny amount would be lost.
    return min(1.0, math.fsum((amount / total) ** 2 for amount in listed))


def effective_number(amounts: Iterable[float]) -> float:
    """How many equal holders would be as concentrated: 1 / Herfindahl (Laakso and Taagepera 1979).

    From 1 (one holds all) to n (all hold the same). Raises as `herfindahl`.
    """
    return 1 / herfindahl(amounts)


def con(amounts: Iterable[float]) -> float | None:
    """The index of concentration CON (Singer, Bremer and Stuckey 1972; Ray and Singer 1973).

    The standard deviation of the n shares over the greatest it could be: 0 where all hold the same,
    1 where one holds all. None for a single holder. Holders of 0 count. Raises as `herfindahl`.
    """
    listed = list(amounts)
    n, found = len(listed), herfindahl(listed)
    if n < 2:
        return None
    return math.sqrt(min(1.0, max(0.0, (found - 1 / n) / (1 - 1 / n))))


def concentration(amounts: Mapping[str, float]) -> Concentration:
    """All of these of the amounts of named holders. Raises as `herfindahl`."""
    found = herfindahl(amounts.values())
    total = math.fsum(amounts.values())
    ordered = sorted(amounts, key=lambda name: (-amounts[name], name))
    second = ordered[1] if len(ordered) > 1 else None
    return Concentration(
        herfindahl=found,
        effective=1 / found,
        con=con(amounts.values()),
        largest=ordered[0],
        largest_share=amounts[ordered[0]] / total,
        second=second,
        second_share=None if second is None else amounts[second] / total,
        holders=len(ordered),
    )


def evenness(amounts: Iterable[float]) -> float | None:
    """How evenly an amount lies with k holders, in 0..1: 1 even, 0 all with one.

    (1 - sum p^2) / (1 - 1/k) with shares p (the normalised index of Gini and Simpson): how often
    two units drawn at random lie with different holders, against how often they could at most.
    None where there are fewer than two holders, or nothing lies with any.
    """
    listed = list(amounts)
    if len(listed) < 2 or not math.fsum(listed) > 0:
        return None
    return min(1.0, max(0.0, (1 - herfindahl(listed)) / (1 - 1 / len(listed))))
