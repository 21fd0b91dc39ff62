"""Visa openness between the state and each pole, each way."""

from __future__ import annotations

import datetime as dt

from comity.briefs.content import Grid, Number, SectionContent
from comity.briefs.evidence import Evidence
from comity.briefs.section import Section
from comity.briefs.words import capital, the
from comity.errors import OutsideCoverage
from comity.measures.visa_openness import VisaOpenness, visa_openness

SOURCE = "passport_index"
COLUMNS = ("Border", "Rule for short visits", "Openness")


def build(evidence: Evidence) -> SectionContent | None:
    days = [c.last_day for c in evidence.visa_coverage]
    if not days:
        return None
    day = max(days)
    rows, numbers = [], []
    for pole in evidence.region.poles_of(evidence.state.code):
        for source, target in ((pole, evidence.state.code), (evidence.state.code, pole)):
            found = _openness(evidence, source, target, day)
            if found is None:
                continue
            admits, of = capital(the(evidence.name(source))), the(evidence.name(target))
            label = f"{admits} admits citizens of {of}"
            rows.append((label, _rule(found), _score(found)))
            numbers.append(_number(evidence, found, label))
    if not rows:
        return None
    caption = (
        f"Rules for holders of ordinary passports on {day.isoformat()}. Openness after the Africa "
        "Visa Openness Index: 1 no visa, 0.8 visa on arrival, 0 any permit needed before travel; "
        "for the European Union the mean over its members ± standard deviation. "
        "Source: Passport Index."
    )
    return SectionContent(
        id="visas",
        title="Open doors",
        lead="Who may enter where without a visa.",
        blocks=(Grid(COLUMNS, rows, caption, frozenset({"Openness"}), (42, 40, 18)),),
        numbers=tuple(numbers),
    )


def _openness(evidence: Evidence, source: str, target: str, day: dt.date) -> VisaOpenness | None:
    try:
        return visa_openness(
            evidence.visa_facts,
            evidence.visa_coverage,
            source=evidence.pole_actor(source),
            target=evidence.pole_actor(target),
            day=day,
        )
    except OutsideCoverage:
        return None


def _rule(found: VisaOpenness) -> str:
    if len(found.rows) == 1:
        row = found.rows[0]
        return row.rule.words + (f", up to {row.days} days" if row.days else "")
    counts: dict[str, int] = {}
    for row in found.rows:
        counts[row.rule.words] = counts.get(row.rule.words, 0) + 1
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return "; ".join(f"{words} ({n} of {len(found.rows)} members)" for words, n in ranked)


def _score(found: VisaOpenness) -> str:
    if len(found.rows) == 1:
        return f"{found.openness:.1f}"
    return f"{found.openness:.2f} ± {found.spread:.2f}"


def _number(evidence: Evidence, found: VisaOpenness, label: str) -> Number:
    return evidence.number(
        f"visas.{found.source}-{found.target}",
        label,
        found.openness,
        "openness, 0 to 1",
        period=found.snapshot.isoformat(),
        source=SOURCE,
    )


SECTION = Section(70, "visas", build)
