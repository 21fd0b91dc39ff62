"""Trade dependence: how much of a state's trade, and of its output, is trade with another."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from comity.measures.ties.coverage import preferred
from comity.measures.ties.figures import gdp_usd, goods_trade_of_gdp
from comity.measures.ties.tie import Asked, Party, Tie, TieGroup, TieKind, members_said
from comity.measures.ties.trade import ALL_GOODS, FACTS, PREFERENCE, fact_of

UNITS: Mapping[str, str] = {
    "exports_usd": "current US dollars",
    "exports_usd_manufactures": "current US dollars, manufactures",
    "exports_gbp": "current pounds sterling",
}
AMOUNT = "amount of the year"
TRADE = TieKind("trade", "Goods traded, both ways together", AMOUNT, False)
EXPORTS = TieKind("exports", "Goods from the source to the target", AMOUNT, True, detail=True)
IMPORTS = TieKind("imports", "Goods from the target to the source", AMOUNT, True, detail=True)
SHARE = TieKind(
    "trade_share", "Trade with the target over all the source's trade", "share 0 to 1", True
)
EXPORT_SHARE = TieKind(
    "export_share", "Exports to the target over all the source's", "share 0 to 1", True
)
IMPORT_SHARE = TieKind(
    "import_share", "Imports from the target over all the source's", "share 0 to 1", True
)
SMALLER_SHARE = TieKind(
    "trade_share_smaller", "Their trade over all trade of the smaller trader", "share 0 to 1", False
)
GDP = TieKind("trade_gdp", "Trade with the target over the source's GDP", "share of GDP", True)
SMALLER_GDP = TieKind(
    "trade_gdp_smaller", "Their trade over the GDP of the smaller trader", "share of GDP", False
)

FLOWS = """
SELECT source, target, CAST(sum("value") AS DOUBLE) AS "value" FROM dyad_facts
WHERE dataset = $dataset AND fact = $fact AND year(day) = $year AND "value" IS NOT NULL
    AND (list_contains($states, source) OR list_contains($states, target)) AND source <> target
GROUP BY source, target ORDER BY ALL
"""


@dataclass(frozen=True, slots=True)
class Flows:
    """Goods of a year: (exporter, importer) and the amount, for all partners of some states."""

    amounts: Mapping[tuple[str, str], float]
    whole: frozenset[str]

    def between(self, one: str, others: tuple[str, ...]) -> float | None:
        """Goods from one state to others; None where no flow is on record."""
        known = [self.amounts[one, other] for other in others if (one, other) in self.amounts]
        return sum(known) if known else None

    def into(self, one: str, others: tuple[str, ...]) -> float | None:
        """Goods to one state from others; None where no flow is on record."""
        known = [self.amounts[other, one] for other in others if (other, one) in self.amounts]
        return sum(known) if known else None

    def totals(self, states: tuple[str, ...]) -> tuple[float, float] | None:
        """All exports and imports of a group of states, trade among them left out.

        None where the dataset has not the trade of each of them with all partners.
        """
        inside = set(states)
        if not inside <= self.whole:
            return None
        out = sum(v for (i, j), v in self.amounts.items() if i in inside and j not in inside)
        into = sum(v for (i, j), v in self.amounts.items() if j in inside and i not in inside)
        return out, into


def tell(asked: Asked) -> Iterator[Tie]:
    """Trade of a year (Hirschman 1945; Oneal and Russett 1997), with a bloc's members together."""
    fact = fact_of(asked.reading, asked.covered.dataset)
    flows = _flows(asked, fact)
    for target in asked.targets:
        sides = asked.sides(target)
        out, into = flows.between(asked.source, sides), flows.into(asked.source, sides)
        # Trade with a few members of a bloc, the only ones looked at, is not trade with the bloc.
        of_all = len(sides) == len(target.on(asked.covered.day, without=asked.source))
        if not of_all or (out is None and into is None):
            continue
        said = _said(asked, flows, sides, target)
        both = (out or 0.0) + (into or 0.0)
        for kind, amount in ((TRADE, both), (EXPORTS, out), (IMPORTS, into)):
            if amount is not None:
                yield asked.in_year(kind, target, amount, said).in_unit(UNITS[fact])
        yield from _shares(asked, flows, target, (out, into), said)
        yield from _of_output(asked, flows, target, sides, both, fact)


def _shares(
    asked: Asked,
    flows: Flows,
    target: Party,
    traded: tuple[float | None, float | None],
    said: str,
) -> Iterator[Tie]:
    out, into = traded
    sides = asked.sides(target)
    both = (out or 0.0) + (into or 0.0)
    own, theirs = flows.totals((asked.source,)), flows.totals(sides)
    if own is None:
        return
    for kind, part, whole in (
        (SHARE, both, sum(own)),
        (EXPORT_SHARE, out, own[0]),
        (IMPORT_SHARE, into, own[1]),
    ):
        if part is not None and whole:
            yield asked.in_year(kind, target, part / whole, said)
    if theirs is not None and min(sum(own), sum(theirs)):
        smaller = asked.source if sum(own) <= sum(theirs) else target.code
        share = both / min(sum(own), sum(theirs))
        told = f"of {smaller}; {said}" if said else f"of {smaller}"
        yield asked.in_year(SMALLER_SHARE, target, share, told)


def _of_output(
    asked: Asked, flows: Flows, target: Party, sides: tuple[str, ...], both: float, fact: str
) -> Iterator[Tie]:
    """Trade over GDP, of the source and of the smaller trader; only where all goods are counted."""
    if fact != ALL_GOODS:
        return
    own, theirs = flows.totals((asked.source,)), flows.totals(sides)
    if found := _over_gdp(asked, flows, asked.source, both):
        value, dataset, how = found
        yield asked.in_year(GDP, target, value, how).also_from(dataset)
    if own is None or theirs is None:
        return
    smaller = asked.source if sum(own) <= sum(theirs) else target.code
    if smaller == target.code and target.is_bloc:
        return
    if found := _over_gdp(asked, flows, smaller, both):
        value, dataset, how = found
        yield asked.in_year(SMALLER_GDP, target, value, f"of {smaller}; {how}").also_from(dataset)


def _over_gdp(asked: Asked, flows: Flows, state: str, both: float) -> tuple[float, str, str] | None:
    """Trade over a state's GDP, the dataset of the GDP, and how it was found.

    Without GDP in current dollars: the share of all its trade, times goods trade over GDP.
    """
    day = dt.date(asked.year, 7, 1)
    if output := gdp_usd(asked.reading, state, day):
        return both / output.value, output.dataset, "GDP in current US dollars"
    totals, open_ = flows.totals((state,)), goods_trade_of_gdp(asked.reading, state, day)
    if totals is None or open_ is None or not sum(totals):
        return None
    return both / sum(totals) * open_.value, open_.dataset, "share of trade times goods trade / GDP"


def _flows(asked: Asked, fact: str) -> Flows:
    states = asked.states
    rows = asked.reading.query(
        FLOWS,
        {"dataset": asked.covered.dataset, "fact": fact, "year": asked.year, "states": states},
    )
    columns = (rows[name].to_pylist() for name in ("source", "target", "value"))
    amounts = {(source, target): value for source, target, value in zip(*columns, strict=True)}
    some = asked.covered.among is None
    whole = (state for state in states if not some or asked.covered.sees_all_of(state))
    return Flows(amounts, frozenset(whole))


def _said(asked: Asked, flows: Flows, sides: tuple[str, ...], target: Party) -> str:
    """What the figure leaves out: members without a figure, a direction, partners not covered."""
    said = []
    pairs = flows.amounts
    known = [s for s in sides if (asked.source, s) in pairs or (s, asked.source) in pairs]
    if target.is_bloc:
        said.append(members_said(known, sides, target))
    elif (asked.source, sides[0]) not in pairs:
        said.append("imports only: exports not on record")
    elif (sides[0], asked.source) not in pairs:
        said.append("exports only: imports not on record")
    if asked.covered.among is not None:
        said.append(f"among {len(asked.covered.among)} states")
    return "; ".join(said)


GROUP = TieGroup(
    name="trade",
    kinds=(
        TRADE,
        EXPORTS,
        IMPORTS,
        SHARE,
        EXPORT_SHARE,
        IMPORT_SHARE,
        SMALLER_SHARE,
        GDP,
        SMALLER_GDP,
    ),
    table="dyad_facts",
    facts=FACTS,
    choose=preferred(PREFERENCE),
    tell=tell,
)
