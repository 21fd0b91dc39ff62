"""Hedging: how evenly a state spreads its ties over several poles."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
import pyarrow as pa
from scipy.special import stdtrit

from comity.errors import BadValue
from comity.measures.polarity.concentration import evenness
from comity.measures.ties.layer import Layer
from comity.vocabulary.bloc import ENOUGH_MEMBERS, Bloc

F = pa.float64()
TABLE = pa.schema(
    [
        *(("state", pa.string()), ("period", pa.int32())),
        *(("hedging", F), ("lower", F), ("upper", F), ("layers", pa.int32())),
        ("layer_names", pa.string()),
    ]
)
SHARES = pa.schema(
    [
        *(("state", pa.string()), ("period", pa.int32()), ("layer", pa.string())),
        *(("pole", pa.string()), ("share", F), ("dataset", pa.string())),
    ]
)


class TieRule(NamedTuple):
    """How a layer's ties to a pole are read.

    `summed` over a bloc's members (a flow) or their mean (a degree); `own`: only what the state
    has toward the pole, else both directions together.
    """

    summed: bool
    own: bool


# Trade is a share of the state's own whole; flows add up; all else is a degree, from 0 up.
RULES: Mapping[str, TieRule] = MappingProxyType(
    {
        "trade": TieRule(summed=True, own=True),
        "migration": TieRule(summed=True, own=False),
        "cooperation": TieRule(summed=True, own=False),
    }
)
DEGREE = TieRule(summed=False, own=False)


@dataclass(frozen=True, slots=True)
class LayerSpread:
    """One layer of one year, from `dataset`: the share of each pole, None without any tie."""

    layer: str
    year: int
    dataset: str
    shares: Mapping[str, float | None]

    @property
    def evenness(self) -> float | None:
        """How even the shares are, 0..1; None where the layer has no tie to any pole."""
        return evenness([share or 0.0 for share in self.shares.values()])


@dataclass(frozen=True, slots=True)
class Hedging:
    """How evenly a state's ties are spread over the poles, in 0..1: 1 even, 0 all with one.

    A year without a layer that covers the state and every pole has no row.
    """

    state: str
    poles: tuple[str, ...]
    level: float
    spreads: tuple[LayerSpread, ...]

    @classmethod
    def of_shares(
        cls, shares: pa.Table, *, state: str, poles: Sequence[str], level: float
    ) -> Hedging:
        """The same again from its `shares`."""
        found: dict[tuple[int, str, str], dict[str, float | None]] = {}
        for row in shares.to_pylist():
            if row["state"] == state:
                key = (row["period"], row["layer"], row["dataset"])
                found.setdefault(key, {})[row["pole"]] = row["share"]
        spreads = tuple(
            LayerSpread(layer, year, dataset, MappingProxyType(of))
            for (year, layer, dataset), of in found.items()
        )
        return cls(state, tuple(poles), level, spreads)

    @property
    def table(self) -> pa.Table:
        """One row a year, oldest first; no interval where there is one layer only."""
        rows = []
        for year, spreads in sorted(self._by_year().items()):
            found = {one.layer: even for one in spreads if (even := one.evenness) is not None}
            if found:
                low, high = layer_interval(list(found.values()), self.level)
                mean, names = float(np.mean(list(found.values()))), ", ".join(found)
                values = (self.state, year, mean, low, high, len(found), names)
                rows.append(dict(zip(TABLE.names, values, strict=True)))
        return pa.Table.from_pylist(rows, schema=TABLE)

    @property
    def shares(self) -> pa.Table:
        """One row a year, layer and pole; null where the layer has no tie to any pole."""
        rows = [
            dict(
                zip(
                    SHARES.names,
                    (self.state, one.year, one.layer, pole, share, one.dataset),
                    strict=True,
                )
            )
            for one in self.spreads
            for pole, share in one.shares.items()
        ]
        return pa.Table.from_pylist(rows, schema=SHARES)

    @property
    def text(self) -> str:
        """The newest year in a sentence."""
        rows = self.table.to_pylist()
        over = ", ".join(self.poles)
        if not rows:
            return f"No layer of ties covers {self.state} and each of {over}."
        last = rows[-1]
        between = "" if last["lower"] is None else f" ({last['lower']:.2f} to {last['upper']:.2f})"
        return (
            f"{self.state} spread its ties over {over} with an evenness of {last['hedging']:.2f}"
            f"{between} in {last['period']} (0 all with one, 1 even; "
            f"mean over {last['layer_names']})."
        )

    def compared(self, first_year: int, last_year: int) -> tuple[float, float, int] | None:
        """Then and now over the same layers of the same datasets, and how many these are.

        None where no layer has both years: the mean over other layers is no comparison.
        """
        then, now = (
            {
                (one.layer, one.dataset): one.evenness
                for one in self._by_year().get(year, ())
                if one.evenness is not None
            }
            for year in (first_year, last_year)
        )
        both = sorted(then.keys() & now.keys())
        if not both:
            return None
        return (
            float(np.mean([then[key] for key in both])),
            float(np.mean([now[key] for key in both])),
            len(both),
        )

    def _by_year(self) -> Mapping[int, list[LayerSpread]]:
        found: dict[int, list[LayerSpread]] = defaultdict(list)
        for one in self.spreads:
            found[one.year].append(one)
        return found


def hedging(
    layers: Iterable[Layer],
    *,
    state: str,
    poles: Sequence[str | Bloc],
    level: float = 0.90,
) -> Hedging:
    """How evenly a state spreads its ties over poles, layer by layer (Simpson 1949; Gini 1912).

    The field calls it hedging to keep ties with rivals at once (Kuik 2008; Lim and Cooper 2015) and
    has no formula for it; evenness is the part of it that ties can show, and tells nothing of
    intent. In each layer the ties to the poles become shares, of which `evenness` is that of
    Gini and Simpson: 1 - sum of squares, over its greatest value. The index is the mean over
    layers; its interval (Student 1908, within 0..1) takes them as drawn from all the ties one might
    look at: with two or three it is wide, for so few say little of the rest.

    A tie below 0 counts as none. A bloc's tie is the sum over its members of 1 December for flows
    (`RULES`), else their mean. A layer that does not cover the state and each pole (of a bloc: half
    of its members) is left out. The state itself is no pole of its own. Raises BadValue for fewer
    than two poles, or a level that is none.
    """
    if not 0 < level < 1:
        raise BadValue(f"A level lies between 0 and 1: {level} does not.")
    others = [pole for pole in dict.fromkeys(poles) if _code(pole) != state]
    if len(others) < 2:
        raise BadValue(
            f"{state} can spread its ties over no fewer than two poles.",
            next_step="Name two or more besides itself: `--toward RUS,CHN,EU`.",
        )
    found = [_spread(layer, state, others) for layer in layers]
    return Hedging(
        state=state,
        poles=tuple(_code(pole) for pole in others),
        level=level,
        spreads=tuple(one for one in found if one is not None),
    )


def layer_interval(found: Sequence[float], level: float) -> tuple[float | None, float | None]:
    """Where the mean over all kinds of ties would lie at that level; None for a single layer."""
    count = len(found)
    if count < 2:
        return None, None
    error = float(np.std(found, ddof=1)) / count**0.5
    reach = float(stdtrit(count - 1, (1 + level) / 2)) * error
    mean = float(np.mean(found))
    return max(mean - reach, 0.0), min(mean + reach, 1.0)


def _spread(layer: Layer, state: str, poles: Sequence[str | Bloc]) -> LayerSpread | None:
    rule = RULES.get(layer.name, DEGREE)
    ties = {_code(pole): _tie(layer, rule, state, pole) for pole in poles}
    known = {code: max(tie, 0.0) for code, tie in ties.items() if tie is not None}
    if len(known) < len(ties):
        return None
    total = sum(known.values())
    shares = {code: tie / total if total > 0 else None for code, tie in known.items()}
    return LayerSpread(layer.name, layer.year, layer.dataset, MappingProxyType(shares))


def _tie(layer: Layer, rule: TieRule, state: str, pole: str | Bloc) -> float | None:
    """The tie to a pole; None where the layer does not cover it."""
    if isinstance(pole, str):
        return _pair(layer, rule, state, pole)
    members = pole.members_in(layer.year, without=state)
    every = [_pair(layer, rule, state, member) for member in sorted(members)]
    found = [tie for tie in every if tie is not None]
    if not found or len(found) < ENOUGH_MEMBERS * len(members):
        return None
    return float(np.sum(found) if rule.summed else np.mean(found))


def _pair(layer: Layer, rule: TieRule, state: str, other: str) -> float | None:
    """Toward the other, or the mean of the directions on record."""
    ways = [layer.of(state, other)] + ([] if rule.own else [layer.of(other, state)])
    found = [tie for tie in ways if tie is not None]
    return float(np.mean(found)) if found else None


def _code(pole: str | Bloc) -> str:
    return pole.code if isinstance(pole, Bloc) else pole
