"""Cooperation: friendly acts of one state toward another, less its hostile ones."""

from __future__ import annotations

import datetime as dt
import tempfile
from pathlib import Path

import numpy as np
import pyarrow.compute as pc

from comity.measures.all_acts import all_acts
from comity.measures.panel import Panel, PanelPlan, panel
from comity.measures.reading_tables import default_reading
from comity.measures.ties.coverage import Covered, as_of_year, stretches
from comity.measures.ties.layer import Layer, matrix
from comity.store.engines import open_engine
from comity.store.query import Reading
from comity.vocabulary.period import Granularity

UNIT = "friendly acts less insults, offences and attacks"
# A few days say nothing of a year.
FEWEST_DAYS = 28
HOSTILE = ("insult", "offence", "attack")


def cooperation_layer(reading: Reading, year: int) -> Layer | None:
    """Net cooperation of a year: friendly acts of source toward target less its hostile ones.

    From the dataset that covers most days of the year and the most pairs. Meetings and neutral
    acts do not count. 0 for a pair without an act, NaN for one that the dataset does not look at.
    """
    covered = most_covered(reading, year)
    if covered is None:
        return None
    counts = acts_of_year(reading, covered.dataset, year).table
    net = counts["friendly"]
    for name in HOSTILE:
        net = pc.subtract(net, counts[name])
    columns = [counts["source"], counts["target"], net]
    rows = list(zip(*(column.to_pylist() for column in columns), strict=True))
    weights = matrix(covered.states, rows, absent=0.0)
    weights[~covered.seen(covered.states)] = np.nan
    np.fill_diagonal(weights, 0.0)
    return Layer("cooperation", year, covered.dataset, covered.states, weights, True, UNIT)


def most_covered(reading: Reading, year: int) -> Covered | None:
    """The dataset of acts with most covered days in a year; one that sees the whole world first.

    None where none covers at least four weeks of it.
    """
    every: dict[str, list[Covered]] = {}
    for table in ("events", "counts"):
        for dataset, of in stretches(reading, table).items():
            every.setdefault(dataset, []).extend(of)
    found = {name: one for name, of in every.items() if (one := as_of_year(of, year))}
    days = {name: len({day for one in every[name] for day in _days(one, year)}) for name in found}
    seen = [name for name in sorted(found) if days[name] >= FEWEST_DAYS]
    if not seen:
        return None
    return found[max(seen, key=lambda name: (found[name].sees("", ""), days[name]))]


def _days(one: Covered, year: int) -> range:
    """The covered days of a year, as ordinals."""
    first = max(one.first_day, dt.date(year, 1, 1)).toordinal()
    last = min(one.last_day, dt.date(year, 12, 31)).toordinal()
    return range(first, last + 1)


def acts_of_year(reading: Reading, dataset: str, year: int) -> Panel:
    """The acts of all pairs in a year, read by the code-book, from one dataset."""
    with (
        tempfile.TemporaryDirectory(prefix="comity-") as folder,
        open_engine("duckdb", folder=Path(folder)) as engine,
    ):
        found = all_acts(
            reading,
            engine,
            first_day=dt.date(year, 1, 1),
            last_day=dt.date(year, 12, 31),
            dataset=dataset,
        )
        plan = PanelPlan(
            found.acts,
            default_reading(),
            found.covered,
            frozenset(),
            Granularity.YEAR,
            dataset,
        )
        return panel(engine, plan)
