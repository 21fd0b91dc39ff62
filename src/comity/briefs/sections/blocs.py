"""To which bloc of states it belongs, year by year, and how surely."""

from __future__ import annotations

from typing import Any

import pyarrow.compute as pc

from comity.briefs import theme
from comity.briefs.charts.bloc_river import RiverYear, bloc_river
from comity.briefs.content import Number, Paragraph, Picture, SectionContent
from comity.briefs.evidence import Evidence
from comity.briefs.section import Section
from comity.briefs.words import listed, the
from comity.measures.blocs import NO_FINDING, Blocs
from comity.registry import actors

TITLE = "Its bloc over the years"
NAMES = {
    "votes": "UN votes",
    "alliances": "alliances",
    "agreements": "agreements",
    "organisations": "shared organisations",
    "trade": "trade",
    "migration": "migration",
    "visas": "visa-free travel",
    "cooperation": "acts of cooperation",
}
# Of a bridge, so much of the ties of a state go to other blocs than its own.
SOME = 0.2


def build(evidence: Evidence) -> SectionContent | None:
    if evidence.alignment is None:
        return None
    found = evidence.alignment.blocs
    rows = [] if found is None else _own(found, evidence.state.code)
    if found is None or not rows:
        why = evidence.alignment.missing.get("blocs", "No layer of ties tells of it.")
        return SectionContent("blocs", TITLE, f"No bloc is estimated. {why}")
    lead = (
        "Blocs are groups of states with more ties among themselves than chance would give, in "
        f"{listed(_layer_names(found))}. They come from the ties, not from any list of members."
    )
    blocks = (
        Paragraph(_now(evidence, rows[-1], found)),
        _picture(evidence, found, rows),
        Paragraph(_layers(found), small=True),
    )
    return SectionContent("blocs", TITLE, lead, blocks, _numbers(evidence, found, rows))


def _own(found: Blocs, state: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = found.table.filter(pc.equal(found.table["state"], state)) \
        .sort_by("year").to_pylist()  # fmt: skip
    return rows


def bloc_words(name: str) -> str:
    """China, Russia and Iran, for the codes that a bloc is named by."""
    return listed(_greatest(name))


def _around(name: str) -> str:
    """A bloc's greatest members within a sentence."""
    return listed([the(member) for member in _greatest(name)])


def _greatest(name: str) -> list[str]:
    return [actors().name(code) for code in name.split(" +")[0].split(", ")]


def _now(evidence: Evidence, row: dict[str, Any], found: Blocs) -> str:
    own, year = the(evidence.state.name), row["year"]
    if row["bloc"] is None:
        return f"In {year} {own} stood in no bloc."
    bloc = next(bloc for bloc in found.of(year) if bloc.label == row["bloc"])
    beside = [actors().name(s) for s in evidence.region.states if s in bloc.members
              and s != evidence.state.code]  # fmt: skip
    region = f"; of {evidence.region.name}: {listed(beside)}" if beside else ""
    said = (
        f"In {year} {own} stood in a bloc "
        f"of {len(bloc.members)} states around {_around(bloc.name)}{region}. Its place in it "
        f"has a stability of {row['stability']:.2f} (1: with these states in every run, though a "
        "run may join them to more)."
    )
    if row["stability"] < NO_FINDING:
        said += f" Below {NO_FINDING} that is no finding: other cuts of the network do as well."
    if row["second_bloc"] is not None and (row["second_share"] or 0.0) >= SOME:
        second = next(bloc.name for bloc in found.of(year) if bloc.label == row["second_bloc"])
        said += f" {row['second_share']:.0%} of its ties go to the bloc around {_around(second)}."
    return said


def _picture(evidence: Evidence, found: Blocs, rows: list[dict[str, Any]]) -> Picture:
    own = evidence.state
    stability = {row["year"]: row["stability"] for row in rows}
    blocs: dict[int, dict[str, int]] = {}
    for year, state, bloc in zip(
        *(found.table[name].to_pylist() for name in ("year", "state", "bloc")), strict=True
    ):
        blocs.setdefault(year, {})[state] = -1 if bloc is None else bloc
    changed = found.breaks
    years = [RiverYear(y, of, stability.get(y), y in changed) for y, of in blocs.items()]
    names = {label: bloc_words(name) for label, name in found.named.items()}
    names |= {bloc.label: bloc_words(bloc.name) for bloc in found.of(max(blocs))}
    title = f"Blocs of states and the path of {own.name}"
    wide, narrow = (
        bloc_river(years, names, state=own.code, title=title, width=width,
                   label=f"Stability of {own.name}’s place")
        for width in (theme.WIDE, theme.NARROW)
    )  # fmt: skip
    caption = (
        f"Height: number of states. Dark line: {own.name}. Blocs are named by their greatest "
        "members of the last year; those of fewer than three states, and states in none, are grey. "
        "Beneath: the share of runs in which it stands with the same states. Dashed: the layers of "
        "ties change there, and blocs may change for that alone. A year without data is left free. "
        f"Sources: {', '.join(_datasets(found))}."
    )
    return Picture("blocs", wide, _now(evidence, rows[-1], found), caption, narrow=narrow)


def _layer_names(found: Blocs) -> list[str]:
    layers = dict.fromkeys(found.layers["layer"].to_pylist())
    return [NAMES.get(layer, layer) for layer in layers]


def _datasets(found: Blocs) -> list[str]:
    return sorted(set(found.layers["dataset"].to_pylist()))


def _layers(found: Blocs) -> str:
    """Which layers tell of which years: a bloc of a year rests on those of the year."""
    years: dict[str, dict[str, list[int]]] = {}
    for row in found.layers.sort_by("year").to_pylist():
        years.setdefault(row["layer"], {}).setdefault(row["dataset"], []).append(row["year"])
    parts = []
    for layer, datasets in years.items():
        spans = [f"{name} {min(of)} to {max(of)}" for name, of in datasets.items()]
        parts.append(f"{NAMES.get(layer, layer)} ({', '.join(spans)})")
    return f"Layers: {'; '.join(parts)}."


def _numbers(evidence: Evidence, found: Blocs, rows: list[dict[str, Any]]) -> list[Number]:
    source, own = ", ".join(_datasets(found)), evidence.state.code
    numbers = []
    for row in rows:
        for name, unit in (("stability", "share of runs"), ("bridge", "0 to 1"),
                           ("second_share", "share of ties")):  # fmt: skip
            if row[name] is not None:
                label = f"{name.replace('_', ' ')} of {own} among blocs"
                numbers.append(
                    evidence.number(f"blocs.{own}.{row['year']}.{name}", label, row[name], unit,
                                    period=str(row["year"]), source=source)
                )  # fmt: skip
    for year in found.years:
        for bloc in found.of(year):
            label = f"states in the bloc around {bloc.name}"
            numbers.append(
                evidence.number(f"blocs.{year}.{bloc.label}", label, len(bloc.members), "states",
                                period=str(year), source=source)
            )  # fmt: skip
    return numbers


SECTION = Section(68, "blocs", build)
