"""The project's own extract: one row a state and year, one column an indicator."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyarrow as pa
import pyarrow.compute as pc

from comity.errors import BadInput
from comity.registry.states import states
from comity.sources.contract import Parsed, SourceFile
from comity.sources.extracts import read_extract
from comity.sources.facts import facts_table
from comity.sources.gapminder.indicators import DATASET, coverage, indicators
from comity.sources.state_years import StateFacts, year_span

NAME = "gapminder_figures.parquet"
AGAIN = "Install comity again: its data folder is damaged."
ABOUT = pa.schema([("state", pa.string()), ("year", pa.int16())])


def parse_extract(file: SourceFile) -> Iterator[Parsed]:
    """The figures, state by state; an empty cell is a figure that nobody gives.

    `records` counts the figures. Raises BadInput for a column that is no indicator.
    """
    matrix = read_extract(file, ABOUT)
    names = matrix.column_names[len(ABOUT) :]
    known = indicators()
    strangers = [name for name in names if name not in known or not known[name].unit]
    if strangers or not names:
        raise BadInput(
            f"{file.name} is not the extract of indicators: {', '.join(strangers) or 'none'}.",
            next_step=AGAIN,
        )
    codes, years = matrix["state"].to_pylist(), matrix["year"].to_pylist()
    unknown = next((code for code in codes if states().get(code or "") is None), "")
    if unknown != "":
        raise BadInput(f"{file.name} tells of {unknown!r}, which is no state.", next_step=AGAIN)
    rows = StateFacts()
    for name in names:
        cells = matrix[name].cast(pa.float64()).to_pylist()
        for state, year, value in zip(codes, years, cells, strict=True):
            if value is not None and not rows.add(name, state, year_span(year), value):
                raise BadInput(
                    f"{file.name} has two figures of {state} for {year}.", next_step=AGAIN
                )
    facts = facts_table(known[name] for name in names)
    tables = {"state_facts": rows.table(), "facts": facts}
    yield Parsed(DATASET, len(rows.fact), tables, coverage=coverage(rows))


def to_matrix(facts: pa.Table, chosen: Iterable[str], first_year: int) -> pa.Table:
    """The matrix of some indicators since a year: states by code, each by year."""
    figures: dict[tuple[str, int], dict[str, float]] = {}
    since = facts.filter(pc.greater_equal(pc.year(facts["day"]), first_year))
    columns = (since[name].to_pylist() for name in ("fact", "state", "day", "value"))
    for fact, state, day, value in zip(*columns, strict=True):
        figures.setdefault((state, day.year), {})[fact] = value
    keys = sorted(key for key, known in figures.items() if not known.keys().isdisjoint(chosen))
    state_column = pa.array([state for state, _ in keys], ABOUT.field("state").type)
    year_column = pa.array([year for _, year in keys], ABOUT.field("year").type)
    cells = {
        name: pa.array([figures[key].get(name) for key in keys], pa.float64()) for name in chosen
    }
    return pa.table({"state": state_column, "year": year_column, **cells})
