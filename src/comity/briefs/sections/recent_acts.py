"""The most intense acts of the last year covered, with the records they come from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from comity.briefs.clashes import RULE
from comity.briefs.content import Block, Grid, Number, Paragraph, SectionContent
from comity.briefs.evidence import HOSTILE, Evidence
from comity.briefs.section import Section
from comity.briefs.words import counted, listed

LISTED = 8
COLUMNS = ("Day", "Who toward whom", "Act", "Class", "Intensity", "Record")


@dataclass(frozen=True, slots=True)
class Deed:
    """One kind of act of one pair on one day, and the records that tell of it."""

    day: dt.date
    source: str
    target: str
    type: str
    gesture_class: str
    intensity: float
    count: int
    evidence: str
    records: tuple[str, ...]
    files: tuple[str, ...]
    dataset: str
    breaches: str
    retreat: bool


def build(evidence: Evidence) -> SectionContent | None:
    since = _a_year_before(evidence.span.last_day)
    deeds = [deed for deed in _deeds(evidence) if deed.day > since]
    deeds, unborne = _borne_out(evidence, deeds)
    hostile = _most_intense(deeds, HOSTILE)
    friendly = _most_intense(deeds, ("friendly",))
    if not hostile and not friendly:
        return None
    caption = (
        f"Acts after {since.isoformat()}, the strongest first, then the newest; several records of "
        "one kind of act on one day stand in one row. Intensity runs from 0 to 10. News reports "
        "are coded by machine: a single row may be wrong, and is no finding."
    )
    blocks: list[Block] = [
        Grid(COLUMNS, [_row(evidence, deed) for deed in chosen], f"{name}. {caption}",
             frozenset({"Intensity"}), _widths(chosen))
        for name, chosen in (("Hostile acts", hostile), ("Friendly acts", friendly))
        if chosen
    ]  # fmt: skip
    if unborne:
        blocks.append(Paragraph(f"{RULE} Left out here: {unborne}.", small=True))
    return SectionContent(
        id="recent_acts",
        title="The most intense recent acts",
        lead="What stood out in the last twelve months of the record, hostile and friendly.",
        blocks=tuple(blocks),
        numbers=tuple(_numbers(evidence, [*hostile, *friendly])),
    )


def _borne_out(evidence: Evidence, deeds: Sequence[Deed]) -> tuple[list[Deed], str]:
    """The deeds to name, and in words how many were left out.

    Attacks outside a clash, breaches there, and retreats in a clash, which are no gesture.
    """
    if not evidence.poles:
        return list(deeds), ""
    clashed = evidence.poles[0].clashes
    kept, single, retreats = [], 0, 0
    for deed in deeds:
        in_clash = clashed.holds(deed.day, deed.source, deed.target)
        if deed.gesture_class == "attack" and not in_clash:
            single += deed.count
        elif deed.retreat and clashed.between(deed.day, deed.source, deed.target):
            retreats += deed.count
        else:
            kept.append(deed if in_clash else replace(deed, breaches=""))
    parts = [counted(single, "record") + " of attacks outside a clash"] if single else []
    parts += [counted(retreats, "record") + " of retreat in one"] if retreats else []
    return kept, listed(parts)


def _widths(deeds: Sequence[Deed]) -> tuple[int, ...]:
    """Of the columns; that of the class is wide only where it speaks of a breach."""
    return (10, 20, 24, 20, 8, 18) if any(d.breaches for d in deeds) else (10, 22, 33, 9, 8, 18)


def _a_year_before(day: dt.date) -> dt.date:
    """The same day of the year before; of a 29 February, the 28th."""
    if (day.month, day.day) == (2, 29):
        day = day.replace(day=28)
    return day.replace(year=day.year - 1)


def _deeds(evidence: Evidence) -> list[Deed]:
    grouped: dict[tuple[dt.date, str, str, str, str], list[dict[str, object]]] = {}
    for pole in evidence.poles:
        for row in pole.acts.table.to_pylist():
            key = (row["day"], row["source"], row["target"], row["scheme"], row["code"])
            grouped.setdefault(key, []).append(row)
    return [_deed(rows) for rows in grouped.values()]


def _deed(rows: Sequence[dict[str, object]]) -> Deed:
    first = rows[0]
    counts_only = first["evidence"] == "counts only"
    day, intensity = first["day"], first["intensity"]
    assert isinstance(day, dt.date)
    assert isinstance(intensity, float)
    return Deed(
        day=day,
        source=str(first["source"]),
        target=str(first["target"]),
        type=str(first["type"]),
        gesture_class=str(first["gesture_class"]),
        intensity=intensity,
        count=sum(int(row["count"]) for row in rows),  # type: ignore[call-overload]
        evidence=str(first["evidence"]),
        records=() if counts_only else tuple(str(row["record"]) for row in rows),
        files=tuple(dict.fromkeys(str(row["source_file"]) for row in rows)),
        dataset=str(first["dataset"]),
        breaches=str(first["breaches"] or ""),
        retreat=str(first["code"]).startswith("087"),
    )


def _most_intense(deeds: Sequence[Deed], classes: Sequence[str]) -> list[Deed]:
    chosen = [deed for deed in deeds if deed.gesture_class in classes]
    chosen.sort(key=lambda d: (-d.intensity, -d.day.toordinal(), -d.count, d.source))
    return chosen[:LISTED]


def _row(evidence: Evidence, deed: Deed) -> tuple[str, ...]:
    name = evidence.name
    breach = " (contrary to an obligation)" if deed.breaches else ""
    many = f" × {deed.count}" if deed.count > 1 else ""
    return (
        deed.day.isoformat(),
        f"{name(deed.source)} → {name(deed.target)}",
        f"{deed.type}{many}",
        f"{deed.gesture_class}{breach}",
        f"{deed.intensity:.1f}",
        _record(deed),
    )


def _record(deed: Deed) -> str:
    if not deed.records:
        return f"{deed.dataset}, counts only"
    more = f" and {len(deed.records) - 1} more" if len(deed.records) > 1 else ""
    return f"{deed.dataset} {deed.records[0]}{more}"


def _numbers(evidence: Evidence, deeds: Sequence[Deed]) -> list[Number]:
    numbers = []
    for i, deed in enumerate(deeds):
        label = (
            f"{deed.source} → {deed.target}: {deed.type} ({', '.join(deed.records or deed.files)})"
        )
        place, day = f"recent_acts.{i + 1}", deed.day.isoformat()
        numbers.append(evidence.number(f"{place}.count", label, deed.count, "acts", period=day))
        numbers.append(
            evidence.number(
                f"{place}.intensity", label, deed.intensity, "intensity, 0 to 10", period=day
            )
        )
    return numbers


SECTION = Section(40, "recent_acts", build)
