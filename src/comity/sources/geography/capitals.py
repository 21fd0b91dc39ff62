"""Great-circle distances between capitals, made of the table of capitals when it is read."""

from __future__ import annotations

import datetime as dt
import itertools
import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from comity.registry.states import states
from comity.sources.contract import Coverage, Parsed, SourceFile
from comity.sources.facts import facts_table
from comity.sources.geography.facts import DATASET, PairFacts, read_day, shared_days
from comity.sources.quoted import read_table

COLUMNS = ("state", "capital", "lat", "lon", "first_day", "end_day", "note")
FACT = "distance_capitals_km"
TITLE = "Distance between the capitals, in a straight line"
# The days for which every state's capital is in the table.
COVERED = (dt.date(1990, 1, 1), dt.date(2025, 12, 31))
# The mean radius of the earth (IUGG).
RADIUS_KM = 6371.0088


@dataclass(frozen=True, slots=True)
class Capital:
    """Where a state's capital was on half-open days; degrees."""

    state: str
    name: str
    lat: float
    lon: float
    days: tuple[dt.date | None, dt.date | None]
    note: str = ""

    @property
    def in_dispute(self) -> bool:
        """Whether the status of the seat is in dispute: no distance is told from there."""
        return "in dispute" in self.note


@dataclass(slots=True)
class _Reading:
    kept: list[Capital] = field(default_factory=list)

    def take(self, row: Mapping[str, str]) -> str | None:
        """Keeps one row; the reason where it is malformed."""
        try:
            one = _capital(row)
        except ValueError as error:
            return str(error)
        others = [other for other in self.kept if other.state == one.state]
        if any(shared_days((one.state,), one.days, other.days) for other in others):
            return f"a second capital of {one.state} on the same days"
        self.kept.append(one)
        return None


def parse(file: SourceFile) -> Parsed:
    """The distance of every two capitals on the days on which both were. Whole kilometres.

    None, with what is in dispute, where the status of a seat is.
    """
    reading = _Reading()
    read = read_table(file, COLUMNS, reading.take, of="capitals")
    facts = PairFacts(FACT)
    for one, other in itertools.combinations(reading.kept, 2):
        days = shared_days((one.state, other.state), one.days, other.days, (COVERED[0], None))
        if one.state != other.state and days is not None:
            text, seats = f"{one.name} and {other.name}", [s for s in (one, other) if s.in_dispute]
            value = None if seats else float(round(distance_km(one, other)))
            said = "; ".join(f"{seat.state}: {seat.note}" for seat in seats) or text
            facts.add((one.state, other.state), days, value, said)
    tables = {
        "dyad_facts": facts.table(),
        "facts": facts_table([(FACT, TITLE, "kilometres")]),
    }
    coverage = [Coverage(DATASET, FACT, *COVERED, table="dyad_facts")]
    records = len(facts.rows) + len(read.rejects)
    return Parsed(DATASET, records, tables, rejects=read.rejects, coverage=coverage)


def distance_km(one: Capital, other: Capital) -> float:
    """On a sphere, by the haversine formula; some 0.5 percent off at most."""
    south, north = math.radians(one.lat), math.radians(other.lat)
    east = math.radians(other.lon - one.lon)
    half = math.sin((north - south) / 2) ** 2
    half += math.cos(south) * math.cos(north) * math.sin(east / 2) ** 2
    return 2 * RADIUS_KM * math.asin(math.sqrt(half))


def _capital(row: Mapping[str, str]) -> Capital:
    """One row. Raises ValueError, saying what is wrong."""
    if states().get(row["state"]) is None:
        raise ValueError(f"state {row['state'][:40]!r} is not known")
    days = (read_day(row["first_day"]), read_day(row["end_day"]))
    lat, lon = float(row["lat"]), float(row["lon"])
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise ValueError(f"{lat}, {lon} is no place on earth")
    if shared_days((row["state"],), days) is None:
        raise ValueError(f"{row['state']} did not stand on these days")
    return Capital(row["state"], row["capital"], lat, lon, days, row["note"])
