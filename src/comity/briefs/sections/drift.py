"""Whether the state draws near to its poles or away from them, and how the region moved."""

from __future__ import annotations

from comity.briefs import theme
from comity.briefs.alignment_evidence import CLEAR, Standings
from comity.briefs.alignment_words import clear_moves, period_words, year_of
from comity.briefs.charts.drift_rates import Column, RateRow, drift_rates
from comity.briefs.content import Number, Paragraph, Picture, SectionContent
from comity.briefs.evidence import Evidence
from comity.briefs.region_drift import arrows_alt, arrows_caption, rate_of, region_arrows
from comity.briefs.section import Section
from comity.briefs.words import capital, possessive, signed, the
from comity.models.drift import Drift


def build(evidence: Evidence) -> SectionContent | None:
    found = evidence.alignment.standings if evidence.alignment else None
    if found is None or not found.drifts:
        return None
    return SectionContent(
        "drift",
        "How it moves",
        "How fast its distance to each pole in UN votes changes, and how the region moved. A "
        "state may come near to a pole because the pole moved.",
        (_rates(evidence, found), Paragraph(_moves(evidence, found)), _arrows(evidence, found)),
        tuple(n for one in found.drifts.values() for n in _numbers(evidence, found, one)),
    )


def _rates(evidence: Evidence, found: Standings) -> Picture:
    colours = theme.pole_colours(evidence.region.poles)
    rows = [
        RateRow(evidence.name(code), {"": rate_of(one)}, _speed(one), colour=colours[code])
        for code, one in found.drifts.items()
    ]
    title = f"Change of the distance of {evidence.state.name} to its poles"
    wide, narrow = (
        drift_rates(rows, [Column("", "", "", "")], title=title, width=width)
        for width in (theme.WIDE, theme.NARROW)
    )
    first, last = (period_words(found.by, period) for period in found.span)
    caption = (
        f"Change of the distance of positions in ten years, {first} to {last}: the median slope "
        "between all its sessions, which may differ from that of the two ends below. Lines: "
        f"{found.level:.0%} intervals. Filled: nearer or farther with a probability of at least "
        f"{CLEAR:.0%}; hollow: no clear move. Source: {found.dataset}."
    )
    return Picture("drift", wide, _moves(evidence, found), caption, narrow=narrow)


def _speed(one: Drift) -> str:
    speeds = one.speed_per_decade, one.speed_lower, one.speed_upper
    value, low, high = (signed(speed, 2) for speed in speeds)
    return f"{value} ({low} to {high})"


def _moves(evidence: Evidence, found: Standings) -> str:
    """Nearer to whom, farther from whom, and the likeliest breaks, in sentences."""
    moved = clear_moves(found.drifts, evidence.name, who=True)
    first, last = (year_of(found.by, period) for period in found.span)
    own = the(evidence.state.name)
    said = (
        f"{possessive(own)} {moved}"
        if moved
        else f"{own} came clearly nearer to no pole, and moved clearly away from none"
    )
    return f"From {first} to {last}, {said}.{_breaks(evidence, found)}"


def _breaks(evidence: Evidence, found: Standings) -> str:
    """The likeliest break in the distance to each pole that has one."""
    said = []
    for code, one in found.drifts.items():
        if one.change_points:
            likely = max(one.change_points, key=lambda change: change.probability)
            said.append(
                f"{the(evidence.name(code))} {year_of(found.by, likely.period)} (from "
                f"{likely.before:.2f} to {likely.after:.2f}, probability {likely.probability:.2f})"
            )
    if not said:
        return ""
    return f" Breaks in the distance beyond ordinary drift, since {_since(found)}: " \
        f"{capital('; '.join(said))}."  # fmt: skip


def _since(found: Standings) -> int:
    return year_of(found.by, min(one.periods[0] for one in found.drifts.values()))


def _arrows(evidence: Evidence, found: Standings) -> Picture:
    title = f"Positions of the states of {evidence.region.name}, then and now"
    own = evidence.state.code
    wide, narrow = (
        region_arrows(evidence.region, found.shifts, own=own, title=title, width=width)
        for width in (theme.WIDE, theme.NARROW)
    )
    caption = arrows_caption(found.by, found.window, found.level, found.dataset)
    return Picture("arrows", wide, arrows_alt(found.shifts), caption, narrow=narrow)


def _numbers(evidence: Evidence, found: Standings, one: Drift) -> list[Number]:
    pair = f"{one.state} and {one.pole}"
    place, level = f"drift.{one.state}-{one.pole}", f"{one.level:.0%} interval"
    over = "/".join(str(year_of(found.by, period)) for period in one.window)
    distance = float(one.distance[-1])
    numbers = [
        evidence.number(
            f"{place}.speed", f"change of the distance of {pair}, {level}", one.speed_per_decade,
            "positions in ten years", period=over, source=found.dataset,
            low=min(one.speed_lower, one.speed_per_decade),
            high=max(one.speed_upper, one.speed_per_decade),
        ),
        evidence.number(
            f"{place}.nearer", f"probability that {pair} came nearer", one.probability_nearer,
            "probability", period=over, source=found.dataset,
        ),
        evidence.number(
            f"{place}.distance", f"distance of {pair}, {level}", distance, "distance of positions",
            period=period_words(found.by, one.periods[-1]), source=found.dataset,
            low=min(float(one.lower[-1]), distance), high=max(float(one.upper[-1]), distance),
        ),
    ]  # fmt: skip
    return numbers + [
        evidence.number(
            f"{place}.break.{change.period}", f"probability of a break in the gap of {pair}",
            change.probability, "probability", period=period_words(found.by, change.period),
            source=found.dataset,
        )
        for change in one.change_points
    ]  # fmt: skip


SECTION = Section(64, "drift", build)
