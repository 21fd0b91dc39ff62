"""The balance of the gesture classes each way, over the whole span."""

from __future__ import annotations

from comity.briefs import theme
from comity.briefs.charts.class_balance import ORDER, Balance, class_balance
from comity.briefs.content import Number, Paragraph, Picture, SectionContent
from comity.briefs.evidence import Evidence
from comity.briefs.section import Section
from comity.briefs.words import counted, listed, the


def build(evidence: Evidence) -> SectionContent | None:
    if not evidence.poles:
        return None
    balances, numbers = [], []
    for pole in evidence.poles:
        for source, target in ((evidence.state.code, pole.code), (pole.code, evidence.state.code)):
            label = f"{evidence.name(source)} → {evidence.name(target)}"
            counts = {name: pole.total(source, name) for name in ORDER}
            balances.append(Balance(label, counts))
            numbers += _numbers(evidence, source, target, counts)
    title = "The classes of acts in parts of a hundred, each way"
    svg, narrow = (
        class_balance(balances, title=title, width=width) for width in (theme.WIDE, theme.NARROW)
    )
    caption = (
        f"Each act is read by the code-book of gesture classes. Source: {evidence.dataset}, "
        f"{evidence.span}, {evidence.days_text}."
    )
    breaches, found = _breaches(evidence)
    return SectionContent(
        id="balance",
        title="The balance of gestures",
        lead="How the acts divide into classes, in parts of a hundred.",
        blocks=(
            Picture("balance", svg, _alt(balances), caption, narrow=narrow),
            Paragraph(breaches, small=True),
        ),
        numbers=(*numbers, *found),
    )


def _numbers(evidence: Evidence, source: str, target: str, counts: dict[str, int]) -> list[Number]:
    return [
        evidence.number(
            f"balance.{source}-{target}.{name}", f"{source} → {target}: {name}", n, "acts"
        )
        for name, n in counts.items()
    ]


def _alt(balances: list[Balance]) -> str:
    return " ".join(
        f"{b.label}: " + ", ".join(f"{b.counts[name]} {name}" for name in ORDER) + "."
        for b in balances
    )


def _breaches(evidence: Evidence) -> tuple[str, list[Number]]:
    """What is said of breaches: how many, and for which poles none can be judged."""
    judged = [pole for pole in evidence.poles if pole.judged]
    open_poles = [the(pole.name) for pole in evidence.poles if not pole.judged]
    parts, numbers = [], []
    for pole in judged:
        for source, target in ((evidence.state.code, pole.code), (pole.code, evidence.state.code)):
            n = sum(int(row["breach"] or 0) for row in pole.rows(source))  # type: ignore[call-overload]
            label = f"{evidence.name(source)} → {evidence.name(target)}"
            numbers.append(
                evidence.number(
                    f"balance.{source}-{target}.breach", f"{label}: breaches", n, "acts"
                )
            )
            if n:
                parts.append(f"{label} {counted(n, 'act')}")
    said = (
        "Acts whose code is contrary to a listed obligation in force that day: "
        f"{'; '.join(parts)}. Records are coded by machine: read each before it is said aloud. "
        if parts
        else "No act contrary to a listed obligation is recorded. "
        if judged
        else ""
    )
    unjudged = (
        f"Breach is not judged with {listed(open_poles)}: no obligation is listed."
        if open_poles
        else ""
    )
    return said + unjudged, numbers


SECTION = Section(30, "balance", build)
