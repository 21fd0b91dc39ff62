"""How much of what the state needs and does lies in its own hands, along six dimensions."""

from __future__ import annotations

from typing import Any

from comity.briefs import theme
from comity.briefs.charts.sovereignty_bars import Score, sovereignty_bars
from comity.briefs.content import Grid, Number, Picture, SectionContent, SmallPrint
from comity.briefs.evidence import Evidence
from comity.briefs.registers import single_sources
from comity.briefs.section import Section
from comity.briefs.words import capital
from comity.measures.sovereignty import SovereigntyProfile

TITLE = "What lies in its own hands"
COLUMNS = ("Dimension", "Indicator", "Value", "Year", "Score", "Source")


def build(evidence: Evidence) -> SectionContent | None:
    if evidence.alignment is None:
        return None
    found = evidence.alignment.sovereignty
    if found is None:
        why = evidence.alignment.missing.get("sovereignty", "The lake has no figures for it.")
        return SectionContent("sovereignty", TITLE, f"No profile: {why}")
    notes = _missing(found)
    lead = (
        "How far it depends on others, along six dimensions, 0 to 100: higher is more in its own "
        "hands. It says nothing of law, in which no state is less sovereign than another, and "
        "nothing of merit: ties that make a state dependent may serve it well."
    )
    return SectionContent(
        "sovereignty",
        TITLE,
        lead,
        (
            _picture(evidence, found),
            *([_indicators(found)] if _known(found) else []),
            *([SmallPrint("Not on record", notes)] if notes else []),
        ),
        _numbers(evidence, found),
    )


def _picture(evidence: Evidence, found: SovereigntyProfile) -> Picture:
    scores = [_score(row) for row in found.table.to_pylist()]
    title = f"Sovereignty profile of {evidence.state.name}"
    wide, narrow = (
        sovereignty_bars(scores, title=title, state=evidence.state.name, width=width)
        for width in (theme.WIDE, theme.NARROW)
    )
    datasets = dict.fromkeys(row["dataset"] for row in _known(found))
    caption = (
        f"Mean of the indicators on record at the end of {found.year}, and how many of them. "
        f"Lines: {found.level:.0%} intervals over other choices and weights of the indicators; "
        "errors in the figures are not in them. Band and tick: the other states of "
        f"{evidence.region.name}. Sources: {', '.join(_single(datasets)) or 'none'}."
    )
    return Picture("sovereignty", wide, found.text, caption, narrow=narrow)


def _single(datasets: dict[str, None]) -> list[str]:
    return sorted({name for several in datasets for name in single_sources(several)})


def _score(row: dict[str, Any]) -> Score:
    peers = (row["peers_low"], row["peers_median"], row["peers_high"])
    return Score(
        capital(row["dimension"]),
        row["score"],
        row["lower"],
        row["upper"],
        None if None in peers else peers,
        note=f"none of {row['of_indicators']} indicators is on record",
        count=f"{row['indicators']} of {row['of_indicators']}",
    )


def _known(found: SovereigntyProfile) -> list[dict[str, Any]]:
    return [row for row in found.indicators.to_pylist() if row["value"] is not None]


def _indicators(found: SovereigntyProfile) -> Grid:
    rows = [
        (
            capital(row["dimension"]),
            row["title"],
            _with_unit(row["value"], row["unit"]),
            str(row["year"]),
            "·" if row["score"] is None else f"{row['score']:.0f}",
            row["dataset"],
        )
        for row in _known(found)
    ]
    caption = (
        "Each indicator has fixed ends of its scale, so that no state’s score depends on another’s "
        "figures. ·: shown, not scored."
    )
    return Grid(COLUMNS, rows, caption, frozenset({"Score"}), (13, 34, 20, 8, 8, 17))


def _figure(value: float) -> str:
    """A value with three figures that count."""
    if abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.3g}"


def _with_unit(value: float, unit: str) -> str:
    return f"{_figure(value)} ({unit})" if "," in unit else f"{_figure(value)} {unit}"


def _missing(found: SovereigntyProfile) -> list[str]:
    """Indicators without a value by dimension; of a dimension without any, why."""
    notes = []
    for row in found.table.to_pylist():
        missing = [
            one["title"] + (f" ({one['note']})" if row["score"] is None else "")
            for one in found.indicators.to_pylist()
            if one["value"] is None and one["dimension"] == row["dimension"]
        ]
        if missing:
            notes.append(f"{capital(row['dimension'])}: {'; '.join(missing)}")
    return notes


def _numbers(evidence: Evidence, found: SovereigntyProfile) -> list[Number]:
    numbers = []
    sources: dict[str, dict[str, None]] = {}
    for row in _known(found):
        sources.setdefault(row["dimension"], {})[row["dataset"]] = None
        label = f"{row['title']} of {found.state}"
        numbers.append(
            evidence.number(f"sovereignty.{row['dimension']}.{row['indicator']}", label,
                            row["value"], row["unit"], period=str(row["year"]),
                            source=", ".join(single_sources(row["dataset"])))
        )  # fmt: skip
    for row in found.table.to_pylist():
        if row["score"] is not None:
            label = f"{row['dimension']} sovereignty of {found.state}, {found.level:.0%} interval"
            source = ", ".join(_single(sources[row["dimension"]]))
            numbers.append(
                evidence.number(f"sovereignty.{row['dimension']}", label, row["score"],
                                "score, 0 to 100", period=str(found.year), source=source,
                                low=row["lower"], high=row["upper"])
            )  # fmt: skip
    return numbers


SECTION = Section(80, "sovereignty", build)
