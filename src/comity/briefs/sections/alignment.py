"""Where the state stands among its poles in UN votes, session by session."""

from __future__ import annotations

from collections.abc import Sequence

from comity.briefs import theme
from comity.briefs.alignment_evidence import Standing, Standings
from comity.briefs.alignment_words import interval_of, period_words, year_of
from comity.briefs.charts.position_lines import Ends, Place, PositionLine, position_lines
from comity.briefs.content import Number, Paragraph, Picture, SectionContent
from comity.briefs.evidence import Evidence
from comity.briefs.section import Section
from comity.briefs.words import listed, signed, the

TITLE = "Where it stands"
SCALE = "position, mean 0 and standard deviation 1 over all states and sessions"
ENDS = Ends("toward the United States’ side", "toward the other side")


def build(evidence: Evidence) -> SectionContent | None:
    if evidence.alignment is None:
        return None
    found = evidence.alignment.standings
    if found is None:
        why = evidence.alignment.missing.get("standings", "Positions are not estimated.")
        return SectionContent("alignment", TITLE, f"No position in UN votes is on record. {why}")
    lead = (
        "Its position on the main line of division in votes of the UN General Assembly, beside "
        "those of its poles. It says how a state votes, not why."
    )
    blocks = (Paragraph(_now(evidence, found)), _picture(evidence, found))
    return SectionContent("alignment", TITLE, lead, blocks, _numbers(evidence, found))


def _now(evidence: Evidence, found: Standings) -> str:
    """The newest position, and the nearest and the farthest of the poles."""
    own = found.courses[evidence.state.code][-1]
    said = (
        f"In the {period_words(found.by, own.period)}, {the(evidence.state.name)} stood at "
        f"{signed(own.value, 2)} ({interval_of(found.level, own.low, own.high)})"
    )
    ranked = sorted(
        (float(one.distance[-1]), float(one.lower[-1]), float(one.upper[-1]), code)
        for code, one in found.drifts.items()
        if one.periods[-1] == own.period
    )
    parts = [
        f"{the(evidence.name(code))} (a distance of {distance:.2f}, {lower:.2f} to {upper:.2f})"
        for distance, lower, upper, code in dict.fromkeys(ranked[:1] + ranked[-1:])
    ]
    if not parts:
        return f"{said}."
    told = f"{said}, of its poles nearest to {' and farthest from '.join(parts)}."
    # Intervals that overlap do not say which of the poles is the nearest.
    near = [code for _, lower, _, code in ranked[1:] if lower <= ranked[0][2]]
    if not near:
        return told
    names = listed([the(evidence.name(code)) for code in near])
    return f"{told} By these intervals it may stand as near to {names}."


def _picture(evidence: Evidence, found: Standings) -> Picture:
    colours = theme.pole_colours(evidence.region.poles)
    own = evidence.state
    lines = [
        PositionLine(evidence.name(code), colours[code], _places(found.courses[code]))
        for code in evidence.region.poles_of(own.code)
        if code in found.courses
    ]
    lines.append(PositionLine(own.name, theme.INK, _places(found.courses[own.code]), main=True))
    title = f"Positions of {own.name} and its poles in UN votes"
    shift = year_of(found.by, 0)
    wide, narrow = (
        position_lines(lines, title=title, ends=ENDS, year_of_period=shift, width=width)
        for width in (theme.WIDE, theme.NARROW)
    )
    when = "Years: in which the session opened. " if found.by == "session" else ""
    eu = evidence.eu.code in found.courses
    bloc = "The European Union: the mean of its members of the day, the state itself left out. "
    caption = (
        "Ideal points after Bailey, Strezhnev and Voeten (2017), estimated from the votes of all "
        "states: mean 0, standard deviation 1; by convention the United States is above 0. "
        f"Bands: {found.level:.0%} intervals. Where a line is broken there were too few votes. "
        f"{when}{bloc if eu else ''}Source: {found.dataset}."
    )
    return Picture("alignment", wide, _now(evidence, found), caption, narrow=narrow)


def _places(course: Sequence[Standing]) -> list[Place]:
    return [Place(one.period, one.value, one.low, one.high) for one in course]


def _numbers(evidence: Evidence, found: Standings) -> list[Number]:
    return [
        evidence.number(
            f"alignment.{code}.{one.period}",
            f"position of {code} in UN votes, {found.level:.0%} interval",
            one.value,
            SCALE,
            period=period_words(found.by, one.period),
            source=found.dataset,
            low=one.low,
            high=one.high,
        )
        for code, course in found.courses.items()
        for one in course
    ]


SECTION = Section(62, "alignment", build)
