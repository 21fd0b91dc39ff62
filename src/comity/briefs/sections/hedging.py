"""How the state spreads its ties over the poles: all with one, or evenly over all."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from comity.briefs import theme
from comity.briefs.charts.tie_shares import LayerSpread, Spread, tie_shares
from comity.briefs.content import Number, Paragraph, Picture, SectionContent
from comity.briefs.evidence import Evidence
from comity.briefs.section import Section
from comity.briefs.sections.blocs import NAMES
from comity.briefs.words import capital, listed, the
from comity.measures.hedging import Hedging

TITLE = "How its ties are spread"
# What a bar of votes is of, where there is one.
VOTES = "UN votes: agreement beyond chance, of which less than by chance counts as none. "
# Then and now: at least so many years apart, where a layer reaches back so far.
YEARS = 10
Row = dict[str, Any]


def build(evidence: Evidence) -> SectionContent | None:
    if evidence.alignment is None:
        return None
    found = evidence.alignment.hedging
    rows = [] if found is None else _index(found)
    if found is None or not rows:
        why = evidence.alignment.missing.get("hedging", "No layer of ties covers it.")
        return SectionContent("hedging", TITLE, f"No spread of ties is measured. {why}")
    layers = _layers(found)
    lead = (
        "The shares of its poles in its ties with all of them. A spread is described, not judged: "
        "with whom a state ties itself is its own choice."
    )
    blocks = (Paragraph(_now(evidence, found, rows)), _picture(evidence, found, layers, rows))
    return SectionContent("hedging", TITLE, lead, blocks, _numbers(evidence, found, layers))


def _index(found: Hedging) -> list[Row]:
    rows: list[Row] = found.table.sort_by("period").to_pylist()
    return [row for row in rows if row["hedging"] is not None]


def _then(rows: list[Row]) -> Row | None:
    """The newest row at least ten years older than the last, else the first; None for one alone."""
    before = [row for row in rows if row["period"] <= rows[-1]["period"] - YEARS]
    return before[-1] if before else rows[0] if len(rows) > 1 else None


def _layers(found: Hedging) -> dict[str, dict[int, list[Row]]]:
    """The shares of each layer, by period."""
    layers: dict[str, dict[int, list[Row]]] = {}
    for row in found.shares.sort_by("period").to_pylist():
        if row["share"] is not None:
            layers.setdefault(row["layer"], {}).setdefault(row["period"], []).append(row)
    return layers


def _shown(periods: Mapping[int, list[Row]]) -> list[int]:
    """Then and now of a layer."""
    last = max(periods)
    before = [period for period in periods if period <= last - YEARS]
    return [max(before), last] if before else sorted({min(periods), last})


def _now(evidence: Evidence, found: Hedging, rows: list[Row]) -> str:
    """The newest index; and then and now over the layers that both years have."""
    last, before = rows[-1], _then(rows)
    said = (
        f"In {last['period']} the ties of {the(evidence.state.name)} were spread over its poles "
        f"with an evenness of {_with_interval(last)}: 0 would be all ties with one pole, 1 the "
        "same with each."
    )
    both = found.compared(before["period"], last["period"]) if before else None
    if before is None or both is None:
        return said
    then, now, layers = both
    kinds = "the one kind" if layers == 1 else f"the {layers} kinds"
    return (
        f"{said} Over {kinds} of ties on record in both years it was "
        f"{then:.2f} in {before['period']} and {now:.2f} in {last['period']}."
    )


def _with_interval(row: Row) -> str:
    if row["lower"] is None:
        return f"{row['hedging']:.2f}"
    return f"{row['hedging']:.2f} ({row['lower']:.2f} to {row['upper']:.2f})"


def _picture(
    evidence: Evidence,
    found: Hedging,
    layers: Mapping[str, Mapping[int, list[Row]]],
    rows: list[Row],
) -> Picture:
    poles = {code: evidence.name(code) for code in evidence.region.poles_of(evidence.state.code)}
    spreads = [
        LayerSpread(
            capital(NAMES.get(layer, layer)),
            [
                Spread(str(period), {row["pole"]: row["share"] for row in periods[period]})
                for period in _shown(periods)
            ],
        )
        for layer, periods in layers.items()
    ]
    title = f"Shares of the poles in the ties of {evidence.state.name}"
    colours = theme.pole_colours(evidence.region.poles)
    wide, narrow = (
        tie_shares(spreads, poles, colours, title=title, width=width)
        for width in (theme.WIDE, theme.NARROW)
    )
    datasets = {row["dataset"] for periods in layers.values() for of in periods.values()
                for row in of}  # fmt: skip
    caption = (
        "Each bar: the ties of one kind with all poles in that year, in parts of a hundred. "
        "Evenness of a bar (Simpson 1949; Gini 1912): how often two units of tie go to different "
        f"poles, against how often they could; of all bars, the mean. Its {found.level:.0%} "
        "interval takes the kinds on record as drawn from all kinds of ties. It tells nothing of "
        f"intent. {VOTES if 'votes' in layers else ''}"
        f"Sources: {', '.join(sorted(datasets))}."
    )
    return Picture("hedging", wide, _now(evidence, found, rows), caption, narrow=narrow)


def _numbers(
    evidence: Evidence, found: Hedging, layers: Mapping[str, Mapping[int, list[Row]]]
) -> list[Number]:
    own = evidence.state.code
    datasets = sorted({row["dataset"] for periods in layers.values() for of in periods.values()
                       for row in of})  # fmt: skip
    numbers = [
        evidence.number(
            f"hedging.{own}.{row['period']}",
            f"evenness of the ties of {own} over {listed(found.poles)}, {found.level:.0%} interval",
            row["hedging"], "index, 0 to 1", period=str(row["period"]),
            source=", ".join(datasets), low=row["lower"], high=row["upper"],
        )
        for row in _index(found)
    ]  # fmt: skip
    for layer, periods in layers.items():
        for period in _shown(periods):
            for row in periods[period]:
                numbers.append(
                    evidence.number(
                        f"hedging.{own}.{layer}.{row['pole']}.{period}",
                        f"share of {row['pole']} in the ties of {own} with all poles, {layer}",
                        row["share"], "share of ties", period=str(period), source=row["dataset"],
                    )
                )  # fmt: skip
    return numbers


SECTION = Section(66, "hedging", build)
