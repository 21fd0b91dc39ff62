"""The picture of a region's drift: arrows of all states, and who draws near to which pole."""

from __future__ import annotations

from collections.abc import Sequence

from comity.briefs import theme
from comity.briefs.alignment_evidence import CLEAR, Shift, Standing
from comity.briefs.alignment_words import period_words
from comity.briefs.charts.drift_arrows import Move, PoleMark, drift_arrows
from comity.briefs.charts.drift_rates import Column, Rate, RateRow, drift_rates
from comity.briefs.charts.position_lines import Place
from comity.briefs.words import listed
from comity.models.drift import Drift, RegionDrift, Verdict
from comity.registry import actors
from comity.vocabulary.region import Region

# What a pole is called where a column is narrow.
SHORT = {"USA": "US"}


def region_arrows(
    region: Region, shifts: Sequence[Shift], *, title: str, width: float, own: str = ""
) -> str:
    """The arrow map of a region, the state `own` in bold; those farthest toward + come first."""
    colours = theme.pole_colours(region.poles)
    by_code = {one.code: one for one in shifts}
    marks = [
        PoleMark(by_code[pole].name, colours[pole], end.value)
        for pole in region.poles
        if (end := by_code[pole].end)
    ]
    ranked = sorted(region.states, key=lambda code: _rank(by_code[code]))
    rows = [_move(by_code[code], own) for code in ranked]
    beside = [pole for pole in region.poles if pole not in region.states and by_code[pole].end]
    poles = [_move(by_code[pole], own) for pole in beside]
    return drift_arrows(rows, marks, title=title, pole_moves=poles, width=width)


def arrows_caption(by: str, window: tuple[int, int], level: float, dataset: str) -> str:
    """What the arrows are."""
    first, last = (period_words(by, period) for period in window)
    return (
        f"From the {first} (ring) to the {last} (head), or the nearest between with an estimate. "
        f"Bars: {level:.0%} intervals of the two positions. Pale: no clear move (probability under "
        f"{CLEAR:.0%}). Vertical lines: where the poles stand now. Source: {dataset}."
    )


def arrows_alt(shifts: Sequence[Shift]) -> str:
    """The clear moves in words."""
    up = [one.name for one in shifts if one.clear and _length(one) > 0]
    down = [one.name for one in shifts if one.clear and _length(one) < 0]
    parts = [
        f"{listed(names)} moved {way}"
        for names, way in ((up, "toward the United States’ side"), (down, "the other way"))
        if names
    ]
    return f"Clear moves: {'; '.join(parts) or 'none'}."


def region_rates(region: Region, drifts: RegionDrift, *, title: str, width: float) -> str:
    """The grid of a region: for each state and pole the change of their distance in ten years."""
    colours = theme.pole_colours(region.poles)
    columns = [
        Column(pole, actors().name(pole), SHORT.get(pole, _short(pole)), colours[pole])
        for pole in region.poles
    ]
    rows = [
        RateRow(actors().name(state), rates)
        for state in region.states
        if (rates := _rates(drifts, region, state))
    ]
    return drift_rates(rows, columns, title=title, width=width)


def rates_alt(drifts: RegionDrift) -> str:
    """Who came nearer to which pole, and who went away from it, in words."""
    parts = []
    for pole in dict.fromkeys(one.pole for one in drifts.drifts):
        for verdict in (Verdict.NEARER, Verdict.FARTHER):
            names = [
                actors().name(one.state)
                for one in drifts.drifts
                if one.pole == pole and one.verdict is verdict
            ]
            if names:
                parts.append(f"{verdict} to {actors().name(pole)}: {listed(names)}")
    return f"Clear moves. {'; '.join(parts) or 'none'}.".replace("farther to", "farther from")


def rate_of(one: Drift) -> Rate:
    """A drift as a dot with its interval."""
    clear = one.verdict is not Verdict.NOT_CLEAR
    return Rate(one.speed_per_decade, one.speed_lower, one.speed_upper, clear)


def _rates(drifts: RegionDrift, region: Region, state: str) -> dict[str, Rate]:
    found = ((pole, drifts.of(state, pole)) for pole in region.poles)
    return {pole: rate_of(one) for pole, one in found if one is not None}


def _short(pole: str) -> str:
    name = actors().name(pole)
    return name if len(name) <= 8 else pole


def _move(one: Shift, own: str) -> Move:
    return Move(one.name, _place(one.start), _place(one.end), one.clear, one.code == own)


def _place(one: Standing | None) -> Place | None:
    return Place(one.period, one.value, one.low, one.high) if one else None


def _length(one: Shift) -> float:
    return one.end.value - one.start.value if one.start and one.end else 0.0


def _rank(one: Shift) -> float:
    return -(one.end.value if one.end else float("-inf"))
