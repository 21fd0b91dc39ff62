"""Territorial: whether its borders are settled, and whether it holds its territory in peace."""

from __future__ import annotations

import datetime as dt

from comity.measures.sovereignty.indicator import Absent, Found, Indicator, Scale
from comity.measures.sovereignty.readings import Recipe, itself, newest_of
from comity.measures.sovereignty.record import Record
from comity.registry.de_facto import de_facto
from comity.registry.disputed_areas import disputed_areas
from comity.registry.states import states
from comity.vocabulary.de_facto import DeFactoAuthority
from comity.vocabulary.disputed_area import DisputedArea

CONFLICT = "armed_conflict_on_territory"
# The registers tell of disputes and authorities of these years.
FIRST_YEAR = 1990


def _disputes(record: Record, state: str) -> Found | Absent:
    if record.year < FIRST_YEAR:
        return Absent(f"the register of disputed areas begins in {FIRST_YEAR}")
    areas = [a for a in disputed_areas() if state in a.parties and a.in_dispute(record.day)]
    said = ", ".join(area.name for area in areas)
    return Found(len(areas), record.year, "comity register of disputed areas", said)


def on_whose_territory(authority: DeFactoAuthority) -> str | None:
    """The state on whose territory the register says that an authority is; None where it does not.

    The words before the first semicolon name it; what others recognise comes after.
    """
    words = authority.territory.split(";")[0]
    if not words.startswith("Territory "):
        return None
    named = {
        name: state.code for state in states() for name in (state.name, state.official_name) if name
    }
    inside = [name for name in named if name in words]
    return named[max(inside, key=len)] if inside else None


def _outside_control(record: Record, state: str) -> Found | Absent:
    if record.year < FIRST_YEAR:
        return Absent(f"the register of de facto authorities begins in {FIRST_YEAR}")
    authorities = de_facto().alive_on(record.day)
    alive = {one.code for one in authorities}
    held = [one.name for one in authorities if on_whose_territory(one) == state]
    # An area that an authority holds is counted once, by its authority.
    held += [
        area.name
        for area in disputed_areas()
        if area.otherwise == state
        and area.in_dispute(record.day)
        and alive.isdisjoint(area.parties)
    ]
    if open_areas := [area.name for area in disputed_areas() if _unsaid(area, state, record.day)]:
        return Absent(f"the registers do not say whose territory is {', '.join(open_areas)}")
    dataset = "comity registers of de facto authorities and disputed areas"
    return Found(len(held), record.year, dataset, ", ".join(held))


def _unsaid(area: DisputedArea, state: str, day: dt.date) -> bool:
    """Whether a state is party to an area of which neither register says whose territory it is."""
    if state not in area.parties or not area.in_dispute(day):
        return False
    authorities = (de_facto().get(code) for code in area.parties)
    said = any(one is not None and on_whose_territory(one) for one in authorities)
    return area.otherwise is None and not said


def _conflict(record: Record, state: str) -> Found | Absent:
    cover = record.figures.cover(CONFLICT, record.year)
    if cover is None or cover[1] < record.oldest:
        return Absent("no dataset of armed conflicts (ucdp_acd) in this lake")
    dataset, year = cover
    # Of a covered year the dataset lists every conflict: a state without a row has none.
    value, text = record.figures.by_year.get((dataset, year), {}).get((CONFLICT, state), (0, ""))
    return Found(value or 0.0, year, dataset, text or "")


INDICATORS = (
    Indicator(
        "disputed_areas",
        "Disputed areas to which it is a party",
        "areas",
        "areas in the register of disputed areas on the last day of the year, whoever holds them",
        Scale(at_0=4, at_100=0),
        _disputes,
    ),
    Indicator(
        "territory_outside_control",
        "De facto authorities and other unsettled parts on its territory",
        "authorities and areas",
        "de facto authorities on the last day of the year, on territory that the register counts "
        "to the state, and disputed areas without such an authority that the register draws as "
        "its part outside the days of the dispute",
        Scale(at_0=3, at_100=0),
        _outside_control,
    ),
    Indicator(
        "armed_conflict",
        "Armed conflict on its territory",
        "0 none, 1 from 25 battle deaths, 2 from 1,000",
        "intensity of the worst armed conflict of the year on its territory (UCDP)",
        Scale(at_0=2, at_100=0),
        _conflict,
    ),
    Indicator(
        "territory_under_authority",
        "Territory over which the state has authority",
        "percent",
        "V-Dem v2svstterr: the share of its territory over which the state has effective authority",
        Scale(at_0=50, at_100=100),
        newest_of((Recipe(("v2svstterr",), itself),), "no V-Dem v2svstterr"),
    ),
)
