"""The balance of the gesture classes each way, over the whole span."""

from __future__ import annotations

from comity.briefs import theme
from comity.briefs.charts.class_balance import ORDER, Balance, class_balance
from comity.briefs.clashes import RULE
from comity.briefs.content import Number, Paragraph, Picture, SectionContent
from comity.briefs.evidence import Evidence, PoleEvidence
from comity.briefs.section import Section
from comity.briefs.words import counted, listed, the
from comity.registry import obligations


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
    total = sum(counts.values())
    place, label = f"balance.{source}-{target}", f"{source} → {target}"
    numbers = [evidence.number(f"{place}.total", f"{label}: all acts", total, "acts")]
    for name, n in counts.items():
        numbers.append(evidence.number(f"{place}.{name}", f"{label}: {name}", n, "acts"))
        if total:
            share = evidence.number(
                f"{place}.{name}.share", f"{label}: {name}", n / total, "share of acts"
            )
            numbers.append(share)
    return numbers


def _alt(balances: list[Balance]) -> str:
    return " ".join(
        f"{b.label}: " + ", ".join(f"{b.counts[name]} {name}" for name in ORDER) + "."
        for b in balances
    )


def _breaches(evidence: Evidence) -> tuple[str, list[Number]]:
    """Breaches within clashes, by direction, with the instrument; and where none can be judged."""
    open_poles = [the(pole.name) for pole in evidence.poles if not pole.judged]
    parts, numbers = [], []
    for pole in evidence.poles:
        for source, target in ((evidence.state.code, pole.code), (pole.code, evidence.state.code)):
            if not pole.judged:
                continue
            n, instruments = _in_clashes(pole, source)
            label = f"{evidence.name(source)} → {evidence.name(target)}"
            numbers.append(
                evidence.number(
                    f"balance.{source}-{target}.breach", f"{label}: breaches in clashes", n, "acts"
                )
            )
            if n:
                parts.append(f"{label} {counted(n, 'act')} ({', '.join(instruments)})")
    said = (
        f"Acts in clashes whose code is contrary to an obligation in force that day: "
        f"{'; '.join(parts)}. "
        if parts
        else "No act in a clash is contrary to a listed obligation. "
        if numbers
        else ""
    )
    unjudged = (
        f" Breach is not judged with {listed(open_poles)}: no obligation is listed."
        if open_poles
        else ""
    )
    return f"{said}{RULE}{unjudged}", numbers


def _in_clashes(pole: PoleEvidence, source: str) -> tuple[int, list[str]]:
    """How many breaching acts of a source lie in a clash, and the titles of what they breach."""
    n = 0
    titles: dict[str, None] = {}
    for row in pole.acts.table.to_pylist():
        if row["source"] == source and row["breaches"]:
            if not pole.clashes.holds(row["day"], row["source"], row["target"]):
                continue
            n += row["count"]
            for instrument in str(row["breaches"]).split("; "):
                found = obligations().get(instrument)
                titles[found.title if found else instrument] = None
    return n, list(titles)


SECTION = Section(30, "balance", build)
