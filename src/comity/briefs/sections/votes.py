"""Agreement with each pole in votes of the UN General Assembly, by year."""

from __future__ import annotations

import datetime as dt

from comity.briefs import theme
from comity.briefs.charts.vote_lines import (
    FEW,
    VoteLine,
    YearAgreement,
    lower_end,
    vote_lines,
)
from comity.briefs.content import Number, Paragraph, Picture, SectionContent
from comity.briefs.evidence import Evidence
from comity.briefs.section import Section
from comity.briefs.words import listed
from comity.vocabulary.period import Span

SOURCE = "un_votes"
# Stretches in which the Assembly voted, but which releases of the data leave out.
KNOWN_GAPS = (
    (Span(dt.date(2021, 4, 1), dt.date(2021, 12, 1)), "April to November 2021"),
    (
        Span(dt.date(2022, 1, 1), dt.date(2022, 11, 1)),
        "January to October 2022 (those of the emergency special session on Ukraine among them)",
    ),
)


def build(evidence: Evidence) -> SectionContent | None:
    if not evidence.votes:
        return None
    colours = theme.pole_colours(evidence.region.poles)
    lines = [
        VoteLine(
            evidence.name(code),
            colours[code],
            [
                YearAgreement(
                    p.period,
                    p.agreement,
                    p.agreement_interval.low,
                    p.agreement_interval.high,
                    p.roll_calls,
                )
                for p in found.periods
            ],
        )
        for code, found in evidence.votes.items()
    ]
    first = min(line.years[0].year for line in lines)
    last = max(line.years[-1].year for line in lines)
    title = f"Agreement of {evidence.state.name} with its poles in UN votes"
    svg, narrow = (
        vote_lines(lines, title=title, width=width) for width in (theme.WIDE, theme.NARROW)
    )
    caption = (
        "1: the same vote always; 0: always yes against no; an abstention stands half way. Bands: "
        f"95 per cent intervals. Hollow: fewer than {FEW} shared roll calls. The scale begins at "
        f"{lower_end(lines):.1f}. The European Union's vote is the median of its members of the "
        "day that voted, the state itself left out. Source: UN General Assembly roll calls "
        f"(Voeten), {first} to {last}."
    )
    gaps = _gaps(evidence, first, last)
    return SectionContent(
        id="votes",
        title="Votes in the United Nations",
        lead="How close its votes were to those of each pole in the General Assembly, by year.",
        blocks=(
            Picture("votes", svg, _alt(evidence), caption, narrow=narrow),
            Paragraph(_shared(evidence, last), small=True),
            *([Paragraph(gaps, small=True)] if gaps else []),
        ),
        numbers=tuple(_numbers(evidence)),
    )


def _alt(evidence: Evidence) -> str:
    return " ".join(found.text for found in evidence.votes.values())


def _gaps(evidence: Evidence, first: int, last: int) -> str:
    """Which known stretches of the years shown have no roll call in the lake; "" where none."""
    missing = [
        words
        for span, words in KNOWN_GAPS
        if first <= span.last_day.year
        and span.first_day.year <= last
        and not any(day in span for day in evidence.roll_call_days)
    ]
    if not missing:
        return ""
    return (
        f"The release at hand lacks the roll calls of {listed(missing)}: agreement in these years "
        "rests on the other months alone."
    )


def _shared(evidence: Evidence, year: int) -> str:
    parts = [
        f"{evidence.name(code)} {period.roll_calls}"
        for code, found in evidence.votes.items()
        for period in found.periods[-1:]
        if period.period == year
    ]
    return (
        f"Roll calls of {year} in which both voted: {', '.join(parts)}. Resolutions adopted "
        "without a vote do not count, and roll calls are a choice of contested questions."
    )


def _numbers(evidence: Evidence) -> list[Number]:
    numbers = []
    for code, found in evidence.votes.items():
        for p in found.periods:
            label = f"agreement of {evidence.state.code} with {code}"
            place, year = f"votes.{code}.{p.period}", str(p.period)
            interval = p.agreement_interval
            numbers += [
                evidence.number(
                    place,
                    label,
                    p.agreement,
                    "agreement, 0 to 1",
                    period=year,
                    source=SOURCE,
                    low=interval.low,
                    high=interval.high,
                ),
                evidence.number(
                    f"{place}.roll_calls",
                    f"{label}: roll calls in which both voted",
                    p.roll_calls,
                    "roll calls",
                    period=year,
                    source=SOURCE,
                ),
            ]
    return numbers


SECTION = Section(60, "votes", build)
