"""The series of poles: for each year the concentration of one quantity among states."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

import pyarrow as pa

from comity.errors import OutsideCoverage, not_one_of
from comity.measures.polarity.alliance_groups import Pacts, groups, pacts_of
from comity.measures.polarity.capabilities import KINDS, Capabilities, capabilities
from comity.measures.polarity.concentration import concentration
from comity.measures.polarity.trade import WorldTrade, world_trade
from comity.store.query import Reading

OF = (*KINDS, "trade", "alliances")
# What groups are weighed by: the first of these that covers a year with pacts.
STRENGTHS = ("capabilities", "spending", "gdp")
TABLE = pa.schema(
    [
        *(("year", pa.int32()), ("of", pa.string()), ("herfindahl", pa.float64())),
        *(("effective_poles", pa.float64()), ("largest", pa.string())),
        *(("largest_share", pa.float64()), ("second", pa.string())),
        *(("second_share", pa.float64()), ("states", pa.int32()), ("dataset", pa.string())),
        *(("con", pa.float64()), ("groups", pa.int32()), ("largest_members", pa.int32())),
    ]
)
# What is missing where a lake can't tell, and which datasets have it.
LACKING = MappingProxyType(
    {
        "capabilities": ("the index CINC", "cow_nmc"),
        "gdp": ("GDP at constant prices", "gapminder, world_bank"),
        "spending": ("military expenditure", "gapminder, world_bank, cow_nmc"),
        "trade": ("trade between states", "cepii_baci, imf_trade, cow_trade"),
        "alliances": ("pacts of defence with capabilities to weigh them", "atop, alliances"),
    }
)


@dataclass(frozen=True, slots=True)
class Polarity:
    """How a quantity lies with the states of the world, by year; a year without data has no row.

    `herfindahl` is the sum of squared shares, `effective_poles` its inverse (Laakso and Taagepera
    1979), `con` the index of Singer, Bremer and Stuckey (1972). Shares are of the sum over the
    `states` on record that year (or `among` these alone). Of alliances the holders are groups:
    `largest` names the leading power of the largest, `largest_members` how many states it has.
    """

    of: str
    dataset: str
    measured: str
    table: pa.Table = field(compare=False)
    among: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """What was measured, and how it stood at first and last."""
        rows = self.table.to_pylist()
        within = f" among {', '.join(self.among)}" if self.among else ""
        told = [_told(row) for row in (rows[0], rows[-1])[: len(rows)]]
        return f"Poles by {self.measured}{within}. {'; '.join(dict.fromkeys(told))}."


def polarity(
    reading: Reading,
    of: str = "capabilities",
    *,
    first_year: int = 1,
    last_year: int = 9999,
    among: Sequence[str] = (),
) -> Polarity:
    """The concentration of a quantity among states, by year, from one dataset that it names.

    `of`: capabilities (CINC), gdp, spending (military expenditure), trade (goods bought and sold),
    or alliances (capabilities of groups in pacts of defence). The dataset is the first, in the
    documented order, that covers one of the years; no other is mixed in. With `among` the shares
    are those among these states alone.

    Raises BadValue for another `of`, OutsideCoverage where no dataset covers any of the years.
    """
    if of not in OF:
        raise not_one_of("quantity of poles", of, OF)
    if of == "alliances":
        found = _of_alliances(reading, first_year, last_year)
    elif of == "trade":
        found = _of_trade(world_trade(reading, first_year=first_year, last_year=last_year))
    else:
        found = _of(capabilities(reading, of, first_year=first_year, last_year=last_year))
    if found is None:
        raise _nothing(of, first_year, last_year)
    dataset, measured, by_year = found
    rows = [dict(row, of=of, dataset=dataset) for row in _rows(by_year, among)]
    if not rows:
        raise _nothing(of, first_year, last_year)
    return Polarity(of, dataset, measured, pa.Table.from_pylist(rows, TABLE), tuple(among))


@dataclass(frozen=True, slots=True)
class _Year:
    """What states hold in a year, and the group of each (itself where it stands alone)."""

    held: Mapping[str, float]
    group: Mapping[str, str] | None = None


_Found = tuple[str, str, dict[int, _Year]]


def _of(found: Sequence[Capabilities]) -> _Found | None:
    if not found:
        return None
    first = found[0]
    by_year = {year: _Year(held) for year, held in first.by_year.items()}
    return first.dataset, f"{first.title} ({first.unit}), from {first.dataset}", by_year


def _of_trade(found: WorldTrade | None) -> _Found | None:
    if found is None:
        return None
    by_year = {year: _Year(held) for year, held in found.by_year.items()}
    measured = f"goods bought and sold ({found.fact}), from {found.dataset}"
    return found.dataset, f"{measured}{found.limits}", by_year


def _of_alliances(reading: Reading, first_year: int, last_year: int) -> _Found | None:
    """Groups by capability: CINC where it covers the year, else military expenditure, else GDP."""
    for pacts in pacts_of(reading):
        first, last = max(first_year, pacts.first_year), min(last_year, pacts.last_year)
        for kind in STRENGTHS:
            for strength in capabilities(reading, kind, first_year=first, last_year=last):
                by_year = {
                    year: _grouped(pacts, year, held) for year, held in strength.by_year.items()
                }
                few = "" if pacts.actors is None else f", all those of {len(pacts.actors)} states"
                measured = (
                    f"groups in pacts of defence (from {pacts.dataset}{few}), weighed by "
                    f"{strength.title} (from {strength.dataset})"
                )
                return f"{pacts.dataset}, {strength.dataset}", measured, by_year
    return None


def _grouped(pacts: Pacts, year: int, held: Mapping[str, float]) -> _Year:
    """The states of which a pact, or that there is none, is on record; each with its group."""
    allies = pacts.allies(year)
    known = {s: amount for s, amount in held.items() if pacts.covers(s) or s in allies}
    return _Year(known, groups(allies, known))


def _rows(by_year: Mapping[int, _Year], among: Sequence[str]) -> Iterator[dict[str, Any]]:
    for year, of in sorted(by_year.items()):
        held = {s: amount for s, amount in of.held.items() if not among or s in among}
        amounts, members = dict[str, float](), dict[str, int]()
        for state, amount in held.items():
            holder = state if of.group is None else of.group[state]
            amounts[holder] = amounts.get(holder, 0.0) + amount
            members[holder] = members.get(holder, 0) + 1
        if sum(amounts.values()) <= 0:
            continue
        found = concentration(amounts)
        yield {
            "year": year,
            "herfindahl": found.herfindahl,
            "effective_poles": found.effective,
            "largest": found.largest,
            "largest_share": found.largest_share,
            "second": found.second,
            "second_share": found.second_share,
            "states": len(held),
            "con": found.con,
            "groups": None if of.group is None else len(amounts),
            "largest_members": None if of.group is None else members[found.largest],
        }


def _told(row: Mapping[str, Any]) -> str:
    said = f"{row['year']}: {row['effective_poles']:.1f} effective poles among {row['states']}"
    said += f" states, {row['largest']} {row['largest_share']:.0%}"
    return f"{said}, {row['second']} {row['second_share']:.0%}" if row["second"] else said


def _nothing(of: str, first_year: int, last_year: int) -> OutsideCoverage:
    span = "" if (first_year, last_year) == (1, 9999) else f" from {first_year} to {last_year}"
    what, datasets = LACKING[of]
    return OutsideCoverage(
        f"No dataset of the lake has {what} of states{span}.",
        hint=f"There are such figures in {datasets}; `comity fetch` and `comity ingest` add them.",
        next_step=f"Or another quantity: `comity poles --of` takes {', '.join(OF)}.",
    )
