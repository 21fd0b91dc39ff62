"""Political: whether a state's government decides for itself at home and abroad."""

from __future__ import annotations

from comity.measures.sovereignty.four_poles import poles
from comity.measures.sovereignty.indicator import Absent, Found, Indicator, Scale
from comity.measures.sovereignty.readings import Recipe, itself, newest_of
from comity.measures.sovereignty.record import Record
from comity.registry.gestures import code_book

VDEM = Scale(at_0=-2, at_100=2)
VDEM_UNIT = "interval scale of V-Dem's measurement model, about -3 to 3"
# On what grounds the register has forces posted, rather than a right or a training mission.
FORCES = (
    "at the request of the government",
    "base agreement ratified",
    "Bilateral Security Agreement",
)
INTERRUPTED = "interruption"


def _interrupted(record: Record, state: str) -> Found | Absent:
    found = record.figures.said(state, "polity")
    if found is None:
        return Absent(f"no Polity code since {record.oldest} on record")
    year, dataset, _, text = found
    return Found(float(text == INTERRUPTED), year, dataset)


def _closest_votes(record: Record, state: str) -> Found | Absent:
    """The highest agreement with a pole; with one of several states, their mean."""
    house = record.ballots
    if house is None:
        return Absent(f"no votes in the UN General Assembly since {record.oldest} on record")
    agreed: dict[str, float] = {}
    for pole, members in poles(state, record.day).items():
        known = [pi for one in members if (pi := house.agreement(state, one)) is not None]
        if known:
            agreed[pole] = sum(known) / len(known)
    if not agreed:
        return Absent(f"too few votes in the UN General Assembly in {house.year}")
    nearest = min(agreed, key=lambda pole: (-agreed[pole], pole))
    return Found(agreed[nearest], house.year, house.dataset, f"nearest to {nearest}")


def _forces(record: Record, state: str) -> Found | Absent:
    hosts = {
        window.source
        for window in code_book().hosting_windows
        if window.target == state
        and window.basis in FORCES
        and window.first_day <= record.day
        and (window.end_day is None or record.day < window.end_day)
    }
    if not hosts:
        return Absent("none in the register, which is no census of foreign bases")
    said = f"of {', '.join(sorted(hosts))}; the register is no census"
    return Found(len(hosts), record.year, "comity register of hosted forces", said)


INDICATORS = (
    Indicator(
        "domestic_autonomy",
        "Autonomy in domestic policy",
        VDEM_UNIT,
        "V-Dem v2svdomaut: is the state free of direct control by others in its domestic policy",
        VDEM,
        newest_of((Recipe(("v2svdomaut",), itself),), "no V-Dem v2svdomaut"),
    ),
    Indicator(
        "international_autonomy",
        "Autonomy in foreign policy",
        VDEM_UNIT,
        "V-Dem v2svinlaut: is the state free of direct control by others in its foreign policy",
        VDEM,
        newest_of((Recipe(("v2svinlaut",), itself),), "no V-Dem v2svinlaut"),
    ),
    Indicator(
        "foreign_interruption",
        "Rule interrupted by a foreign occupation",
        "1 yes, 0 no",
        "1 where Polity codes the year as an interruption (-66), else 0",
        Scale(at_0=1, at_100=0),
        _interrupted,
    ),
    Indicator(
        "closest_votes",
        "Agreement in UN votes with the nearest pole",
        "Scott's pi, 1 alike, 0 as by chance",
        "highest over the poles (USA, EU: mean of its members, CHN, RUS) of Scott's pi of the "
        "year's votes in the General Assembly, a step apart counting half",
        Scale(at_0=1, at_100=0),
        _closest_votes,
    ),
    Indicator(
        "foreign_forces",
        "States whose forces it has invited",
        "states",
        "number of states in the register of hosted forces on the last day of the year",
        None,
        _forces,
    ),
)
