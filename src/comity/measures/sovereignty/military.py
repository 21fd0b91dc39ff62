"""Military: its own forces, and how far it leans on allies and on foreign arms."""

from __future__ import annotations

from comity.measures.polarity.alliance_groups import Pacts
from comity.measures.polarity.capabilities import Capabilities
from comity.measures.sovereignty.indicator import Absent, Found, Indicator, Scale
from comity.measures.sovereignty.readings import Recipe, itself, newest_of
from comity.measures.sovereignty.record import Record

ARMS_YEARS, LEAST_YEARS = 5, 3
# Arms imports, military expenditure as a share of GDP, GDP.
ARMS = (
    ("MS.MIL.MPRT.KD", "MS.MIL.XPND.GD.ZS", "NY.GDP.MKTP.KD"),
    (
        "arms_imports_sipri_tiv",
        "military_expenditure_percent_of_gdp",
        "total_gdp_us_inflation_adjusted",
    ),
)


def _per_thousand(forces: float, population: float) -> float:
    return 1000 * forces / population


def _per_thousand_implied(forces: float, gdp: float, gdp_per_person: float) -> float:
    return 1000 * forces * gdp_per_person / gdp


def _to_spending(tiv: float, percent: float, gdp: float) -> float:
    return tiv / (percent / 100 * gdp)


def _arms(record: Record, state: str) -> Found | Absent:
    means = [
        record.figures.mean(state, facts, _to_spending, years=ARMS_YEARS, least=LEAST_YEARS)
        for facts in ARMS
    ]
    found = [mean for mean in means if mean is not None]
    if not found:
        return Absent(f"fewer than {LEAST_YEARS} of {ARMS_YEARS} years of arms imports on record")
    year, dataset, value, known = max(found, key=lambda mean: mean[0])
    return Found(value, year, dataset, f"mean of {known} years up to {year}")


def allied(record: Record, state: str) -> tuple[Pacts, int, set[str]] | None:
    """The partners in defence at the end of the newest covered year, if any; None: not known."""
    covering = [one for one in record.pacts if one.covers(state)]
    known = [(one, year) for one in covering if (year := one.newest(record.year)) is not None]
    if not known:
        return None
    pacts, year = max(known, key=lambda one: one[1])
    return pacts, year, pacts.allies(year).get(state, set())


def strength(record: Record, state: str, year: int) -> tuple[Capabilities, dict[str, float]] | None:
    """The first kind of capability with a figure of the state, and all figures of that year."""
    for one in record.strengths:
        newest = one.newest(year)
        if newest is not None and newest[1].get(state, 0) > 0:
            return one, dict(newest[1])
    return None


def _own_share(record: Record, state: str) -> Found | Absent:
    known = allied(record, state)
    if known is None:
        return Absent(f"no dataset lists all its pacts of defence since {record.oldest}")
    pacts, year, partners = known
    if not partners:
        return Found(1.0, year, pacts.dataset, "no pact of defence on record")
    found = strength(record, state, year)
    if found is None:
        return Absent("no capabilities of it on record")
    kind, held = found
    weighed = [one for one in partners if one in held]
    if not weighed:
        return Absent("no capabilities of its allies on record")
    value = held[state] / (held[state] + sum(held[one] for one in weighed))
    note = f"{len(weighed)} of {len(partners)} allies, by {kind.title}"
    return Found(value, year, f"{pacts.dataset}, {kind.dataset}", note)


INDICATORS = (
    Indicator(
        "forces",
        "Armed forces personnel",
        "persons in a thousand inhabitants",
        "personnel / population; where not given, population is GDP / GDP per person",
        Scale(at_0=0, at_100=10),
        newest_of(
            (
                Recipe(("MS.MIL.TOTL.P1", "SP.POP.TOTL"), _per_thousand),
                Recipe(
                    (
                        "armed_forces_personnel_total",
                        "total_gdp_us_inflation_adjusted",
                        "gdppercapita_us_inflation_adjusted",
                    ),
                    _per_thousand_implied,
                ),
                Recipe(("cow_milper", "cow_tpop"), _per_thousand),
            ),
            "no personnel",
        ),
    ),
    Indicator(
        "military_spending",
        "Military expenditure",
        "percent of GDP",
        "military expenditure / GDP",
        Scale(at_0=0, at_100=3),
        newest_of(
            (
                Recipe(("MS.MIL.XPND.GD.ZS",), itself),
                Recipe(("military_expenditure_percent_of_gdp",), itself),
            ),
            "no military expenditure",
        ),
    ),
    Indicator(
        "arms_imports",
        "Arms imported, to military expenditure",
        "SIPRI trend-indicator value a constant US dollar spent",
        "mean over the five years up to the newest of arms imports (TIV) / military expenditure "
        "(share of GDP times GDP at constant prices), at least three of them on record",
        Scale(at_0=0.20, at_100=0),
        _arms,
    ),
    Indicator(
        "own_share_in_alliances",
        "Its part in the capabilities of its alliance",
        "share, 0 to 1",
        "own capabilities / (own + those of all its partners in pacts of defence); 1 without "
        "pacts. Capabilities: CINC, else military expenditure, else GDP",
        Scale(at_0=0, at_100=1),
        _own_share,
    ),
)
