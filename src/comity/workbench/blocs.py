"""`blocs`: which states stand together, how surely, and who stands between, year by year."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence

import pyarrow as pa
import pyarrow.compute as pc
from pydantic import Field, SkipValidation

from comity.briefs.words import counted, listed
from comity.errors import BadValue, OutsideCoverage, not_one_of
from comity.measures.blocs import NO_FINDING, Blocs, TieLayer
from comity.measures.blocs import blocs as find_blocs
from comity.measures.blocs.from_lake import lake_layers, lake_sizes
from comity.measures.blocs.years import RESOLUTION, RUNS
from comity.measures.ties.layers import LAYER_TABLES, layer_names
from comity.registry.states import states
from comity.store.facts import terms_of
from comity.store.kept import kept
from comity.store.query import Reading
from comity.workbench.bench import Progress, Workbench
from comity.workbench.result import Names, Request, Result

# To be raised with each change of the numbers, so that kept results are made anew.
METHOD = "3"
LAYERS = ("votes", "alliances", "agreements", "trade", "cooperation")
SEED = 1
# A year with fewer roll calls has hardly begun.
ENOUGH_ROLL_CALLS = 20


class BlocsRequest(Request):
    """Which years, of which layers, and how finely."""

    year: int | None = Field(None, description="one year; default: the newest with roll calls")
    first_year: int | None = Field(None, description="first year of a span")
    last_year: int | None = Field(None, description="last year of a span, included")
    state: str = Field("", description="only the rows of this state, by code or name")
    layers: Names = Field(LAYERS, description="kinds of ties to build the network of")
    resolution: float = Field(RESOLUTION, description="above 1: more and smaller blocs")
    runs: int = Field(RUNS, description="runs that blocs must hold over")
    seed: int = Field(SEED, description="the same seed gives the same blocs")


class BlocsResult(Result):
    """`.table` has a row for each state and year; see `Blocs.table`.

    `blocs` is the measure with its layers by year, `missing` says which layers are not on record,
    `terms` on what terms the datasets came.
    """

    blocs: SkipValidation[Blocs] = Field(exclude=True, repr=False)
    missing: str
    terms: str


def blocs(bench: Workbench, request: BlocsRequest) -> BlocsResult:
    """Blocs in the network of votes, alliances, agreements, trade and net cooperation.

    Raises UnknownName for a state, BadValue for a layer that is none or years that do not fit,
    OutsideCoverage where no layer is on record, or none tells of the state.
    """
    state = states().find(request.state).code if request.state else None
    reading = bench.reading()
    first, last = _years(reading, request)
    found = lake_blocs(
        reading,
        first_year=first,
        last_year=last,
        layers=request.layers,
        resolution=request.resolution,
        runs=request.runs,
        seed=request.seed,
        progress=bench.progress,
    )
    table = found.table if state is None else _of_state(found, state)
    return BlocsResult(
        table=table,
        text=found.text if state is None else f"{_standing(table, found)} {found.text}",
        lake_version=reading.version.number,
        blocs=found,
        missing=_missing(found, request.layers, first, last),
        terms=terms_of(reading, pc.unique(found.layers["dataset"]).to_pylist()),
    )


def lake_blocs(
    reading: Reading,
    *,
    first_year: int,
    last_year: int,
    layers: Sequence[str] = LAYERS,
    resolution: float = RESOLUTION,
    runs: int = RUNS,
    seed: int = SEED,
    progress: Progress | None = None,
) -> Blocs:
    """The blocs of a lake, kept beside it. Labels last over the years asked for, not beyond.

    Raises BadValue for a layer that is none or no layer, OutsideCoverage where none is on record.
    """
    names = tuple(sorted(set(layers)))
    if not names:
        raise BadValue("No kind of tie was named.", next_step=f"Valid: {', '.join(layer_names())}.")
    for name in names:
        if name not in layer_names():
            raise not_one_of("kind of tie", name, layer_names())

    def compute() -> Mapping[str, pa.Table]:
        years = range(first_year, last_year + 1)
        made = find_blocs(
            _layers(reading, names, years, progress),
            seed=seed,
            resolution=resolution,
            runs=runs,
            sizes=lake_sizes(reading, years),
            progress=lambda year: progress(f"finding the blocs of {year}", 0) if progress else None,
        )
        return {
            "table": made.table,
            "layers": made.layers,
            "summary": made.summary,
            "names": made.names,
        }

    asked = {
        "years": [first_year, last_year],
        "layers": list(names),
        "resolution": resolution,
        "runs": runs,
        "seed": seed,
    }
    tables = kept(
        reading, "blocs", made_by=METHOD, tables=LAYER_TABLES, asked=asked, compute=compute
    )
    return Blocs(**tables)


def _layers(
    reading: Reading, names: Sequence[str], years: range, progress: Progress | None
) -> Iterator[TieLayer]:
    for year in years:
        if progress:
            progress(f"reading the ties of {year}", 0)
        yield from lake_layers(reading, names, year)


def _years(reading: Reading, request: BlocsRequest) -> tuple[int, int]:
    """The years asked for, else the newest year with roll calls."""
    spanned = request.first_year is not None or request.last_year is not None
    if request.year is not None and spanned:
        raise BadValue(
            "One year was asked for, and a span too.", next_step="Give --year, or --from and --to."
        )
    one = _newest(reading) if request.year is None else request.year
    last = one if request.last_year is None else request.last_year
    first = request.first_year if request.first_year is not None else last
    if not dt.MINYEAR <= first <= last <= dt.MAXYEAR:
        raise BadValue(
            f"From {first} to {last} there is no year.",
            next_step="Give the earlier year first, and years with four digits.",
        )
    return first, last


def _newest(reading: Reading) -> int:
    """The newest year with enough roll calls, else the newest of any coverage."""
    years = reading.query(
        "SELECT year(day) AS year FROM roll_calls GROUP BY ALL HAVING count(*) >= $least "
        "UNION ALL SELECT NULL ORDER BY year DESC NULLS LAST LIMIT 1",
        {"least": ENOUGH_ROLL_CALLS},
    ).to_pylist()
    every = "SELECT max(year(last_day)) AS year FROM coverage"
    newest = years[0]["year"] or reading.query(every).to_pylist()[0]["year"]
    if newest is None:
        raise OutsideCoverage(
            "The lake covers no year.", next_step="`comity ingest default` gives it a start."
        )
    return int(newest)


def _of_state(found: Blocs, state: str) -> pa.Table:
    rows = found.table.filter(pc.equal(found.table["state"], state))
    if not rows.num_rows:
        raise OutsideCoverage(
            f"No layer tells of {state} in these years.",
            next_step="Ask for other years; `comity states` says when a state was one.",
        )
    return rows


def _standing(rows: pa.Table, found: Blocs) -> str:
    """Where the state stands in the last of its years."""
    last = rows.to_pylist()[-1]
    year, state = last["year"], last["state"]
    if last["bloc"] is None:
        own = f"{state} is in no bloc in {year}"
    else:
        own = (
            f"{state} is in bloc {last['bloc']} ({last['bloc_name']}) in {year}, "
            f"stability {last['stability']:.2f}"
        )
        if last["stability"] < NO_FINDING:
            own += f" (below {NO_FINDING}: no finding)"
    if last["second_bloc"] is None:
        return f"{own}."
    names = {bloc.label: bloc.name for bloc in found.of(year)}
    return (
        f"{own}; {last['second_share']:.0%} of its ties lead to bloc {last['second_bloc']} "
        f"({names[last['second_bloc']]})."
    )


def _missing(found: Blocs, asked: Sequence[str], first: int, last: int) -> str:
    """Which layers are not on record, in which years; empty where all are."""
    pairs = zip(found.layers["layer"].to_pylist(), found.layers["year"].to_pylist(), strict=True)
    there = set(pairs)
    years = range(first, last + 1)
    said = []
    for name in asked:
        absent = [year for year in years if (name, year) not in there]
        if len(absent) == len(years):
            said.append(f"no {name} at all")
        elif absent:
            said.append(
                f"no {name} in {counted(len(absent), 'year')} ({absent[0]} to {absent[-1]})"
            )
    return (
        f"Not on record in this lake: {listed(said)}. A missing layer says nothing." if said else ""
    )
