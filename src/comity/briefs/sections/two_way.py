"""For each pole, what passed each way, month by month, with the stretches without data shaded."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

from comity.briefs import theme
from comity.briefs.charts.dyad_panels import Bar, Gap, Panel, dyad_panels
from comity.briefs.content import Number, Paragraph, Picture, SectionContent
from comity.briefs.evidence import HOSTILE, Evidence, PoleEvidence
from comity.briefs.section import Section
from comity.vocabulary.period import Granularity, next_period

DAY = dt.timedelta(days=1)


def build(evidence: Evidence) -> SectionContent | None:
    if not evidence.poles:
        return None
    rows = [
        (_panel(evidence, pole, outward=True), _panel(evidence, pole, outward=False))
        for pole in evidence.poles
    ]
    own = evidence.state.name
    gaps, title = _gaps(evidence), f"Acts between {own} and its poles by month"
    svg, narrow = (
        dyad_panels(rows, gaps, title=title, width=width) for width in (theme.WIDE, theme.NARROW)
    )
    return SectionContent(
        id="two_way",
        title="What passed each way",
        lead=f"Friendly acts rise above the line, hostile ones (insults, offences, attacks) fall "
        f"below it. Left, what {own} did; right, what was done toward it.",
        blocks=(
            Picture("two_way", svg, _alt(evidence), _caption(evidence), narrow=narrow),
            *([Paragraph(_parts(evidence), small=True)] if _parts(evidence) else []),
        ),
        numbers=tuple(_numbers(evidence)),
    )


def _panel(evidence: Evidence, pole: PoleEvidence, *, outward: bool) -> Panel:
    own = evidence.state
    source, target = (own.name, pole.name) if outward else (pole.name, own.name)
    bars = []
    for row in pole.rows(own.code if outward else pole.code):
        start = row["period_first_day"]
        assert isinstance(start, dt.date)
        end = next_period(start, Granularity.MONTH)
        bars.append(Bar(start, end, int(row["friendly"]), sum(int(row[c]) for c in HOSTILE)))  # type: ignore[call-overload]
    short = f"toward {pole.name}" if outward else f"from {pole.name}"
    return Panel(f"{source} → {target}", bars, short)


def _gaps(evidence: Evidence) -> list[Gap]:
    """Stretches of whole months in which no day is covered."""
    gaps = []
    days = [c.day for c in evidence.covered]
    for before, after in pairwise(days):
        start = next_period(before.replace(day=1), Granularity.MONTH)
        end = after.replace(day=1)
        if start < end:
            gaps.append(Gap(start, end))
    return gaps


def _alt(evidence: Evidence) -> str:
    state = evidence.state
    parts = [
        f"{state.name} to {pole.name}: {pole.total(state.code, 'friendly')} friendly, "
        f"{pole.total(state.code, *HOSTILE)} hostile acts; {pole.name} to {state.name}: "
        f"{pole.total(pole.code, 'friendly')} friendly, {pole.total(pole.code, *HOSTILE)} hostile."
        for pole in evidence.poles
    ]
    return " ".join(parts)


def _caption(evidence: Evidence) -> str:
    return (
        f"Acts a month, all panels on one scale; meetings and neutral acts not shown. "
        f"Grey: no data. Source: {evidence.dataset}, {evidence.span}, {evidence.days_text}."
    )


def _parts(evidence: Evidence) -> str:
    parts = {c.part for c in evidence.covered}
    if len(parts) < 2:
        return ""
    return (
        f"The stretches were made in {len(parts)} ways (parts {', '.join(sorted(parts))}): compare "
        "levels within a stretch, not between them."
    )


def _numbers(evidence: Evidence) -> list[Number]:
    numbers = []
    for pole in evidence.poles:
        for row in pole.months.table.to_pylist():
            pair = f"{row['source']}-{row['target']}"
            values = {"friendly": row["friendly"], "hostile": sum(row[c] for c in HOSTILE)}
            for name, value in values.items():
                numbers.append(
                    evidence.number(
                        f"two_way.{pair}.{row['period']}.{name}",
                        f"{row['source']} → {row['target']}: {name}",
                        value,
                        "acts a month",
                        period=row["period"],
                    )
                )
    return numbers


SECTION = Section(20, "two_way", build)
