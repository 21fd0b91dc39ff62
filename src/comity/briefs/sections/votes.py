"""Agreement with each pole in votes of the UN General Assembly, by year."""

from __future__ import annotations

from comity.briefs import theme
from comity.briefs.charts.vote_lines import VoteLine, YearAgreement, vote_lines
from comity.briefs.content import Number, Paragraph, Picture, SectionContent
from comity.briefs.evidence import Evidence
from comity.briefs.section import Section

SOURCE = "un_votes"


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
                    p.period, p.agreement, p.agreement_interval.low, p.agreement_interval.high
                )
                for p in found.periods
            ],
        )
        for code, found in evidence.votes.items()
    ]
    first = min(line.years[0].year for line in lines)
    last = max(line.years[-1].year for line in lines)
    svg = vote_lines(lines, title=f"Agreement of {evidence.state.name} with its poles in UN votes")
    caption = (
        "1: the same vote always; 0: always yes against no; an abstention stands half way. Bands: "
        "95 per cent intervals. The European Union's vote is the median of its members that day. "
        f"Source: UN General Assembly roll calls (Voeten), {first} to {last}."
    )
    return SectionContent(
        id="votes",
        title="Votes in the United Nations",
        lead="How often it voted with each pole in the General Assembly, year by year.",
        blocks=(
            Picture("votes", svg, _alt(evidence), caption),
            Paragraph(_shared(evidence, last), small=True),
        ),
        numbers=tuple(_numbers(evidence)),
    )


def _alt(evidence: Evidence) -> str:
    return " ".join(found.text for found in evidence.votes.values())


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
    return [
        evidence.number(
            f"votes.{code}.{p.period}",
            f"agreement of {evidence.state.code} with {code}, {p.roll_calls} shared roll calls",
            p.agreement,
            "agreement, 0 to 1",
            period=str(p.period),
            source=SOURCE,
            low=p.agreement_interval.low,
            high=p.agreement_interval.high,
        )
        for code, found in evidence.votes.items()
        for p in found.periods
    ]


SECTION = Section(60, "votes", build)
