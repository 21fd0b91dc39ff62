"""Blocs over the years, as a frozen record: who belongs, how surely, and what stands between."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from types import MappingProxyType

import pyarrow as pa
import pyarrow.compute as pc

S, I32, F64 = pa.string(), pa.int32(), pa.float64()
NAMES = pa.list_(S)

MEMBERS = pa.schema(
    [
        *(("year", I32), ("state", S), ("bloc", I32), ("bloc_name", S), ("stability", F64)),
        *(("bridge", F64), ("second_bloc", I32), ("second_share", F64), ("layers", NAMES)),
    ]
)
LAYERS = pa.schema(
    [
        *(("year", I32), ("layer", S), ("dataset", S), ("states", I32), ("pairs", I32)),
        *(("weight", F64), ("modularity", F64)),
    ]
)
SUMMARY = pa.schema(
    [("year", I32), ("states", I32), ("blocs", I32), ("unaligned", I32), ("modularity", F64)]
)
NAMED = pa.schema([("bloc", I32), ("bloc_name", S)])


# A membership that is less stable is no finding.
NO_FINDING = 0.7


@dataclass(frozen=True, slots=True)
class BlocOfYear:
    """A bloc in one year: its lasting label, its name then, its members, their mean stability."""

    year: int
    label: int
    name: str
    members: tuple[str, ...]
    stability: float


@dataclass(frozen=True, slots=True)
class Blocs:
    """Blocs of states by year.

    `table` has a row for each state and year: `bloc` is a label that lasts over the years (null:
    in no bloc), `bloc_name` its name that year, `stability` the mean share of runs, 0 to 1, in
    which the state stands with the other members (null in no bloc), `bridge` 0 (all ties in one
    bloc) to 1 (spread evenly over all; null without ties), `second_bloc` the other bloc with most
    of its ties and `second_share` their share, `layers` those that tell of the state.

    `layers` has a row for each layer and year on record: the states it tells of, pairs with a tie,
    its weight in the whole (0 to 1) and the modularity of the blocs in it alone. A missing layer
    has no row. `summary` has a row for each year. `names` gives each label its name over all years.
    """

    table: pa.Table
    layers: pa.Table
    summary: pa.Table
    names: pa.Table

    @property
    def years(self) -> tuple[int, ...]:
        """The years in which some layer is on record."""
        return tuple(self.summary["year"].to_pylist())

    @property
    def named(self) -> Mapping[int, str]:
        """Each label's name, after its greatest members over all its years."""
        columns = (self.names[name].to_pylist() for name in ("bloc", "bloc_name"))
        return MappingProxyType(dict(zip(*columns, strict=True)))

    def of(self, year: int) -> tuple[BlocOfYear, ...]:
        """The blocs of a year, the largest first; none for a year without layers."""
        rows = self.table.filter(pc.equal(self.table["year"], year)).to_pylist()
        found = []
        for label in {row["bloc"] for row in rows} - {None}:
            members = [row for row in rows if row["bloc"] == label]
            states = tuple(row["state"] for row in members)
            stability = sum(row["stability"] for row in members) / len(members)
            found.append(BlocOfYear(year, label, members[0]["bloc_name"], states, stability))
        return tuple(sorted(found, key=lambda bloc: (-len(bloc.members), bloc.label)))

    @property
    def breaks(self) -> tuple[int, ...]:
        """The years whose layers or datasets are not those of the year before on record."""
        told: dict[int, set[tuple[str, str]]] = {}
        for row in self.layers.to_pylist():
            told.setdefault(row["year"], set()).add((row["layer"], row["dataset"]))
        return tuple(year for before, year in pairwise(told) if told[before] != told[year])

    @property
    def text(self) -> str:
        """How many blocs, how far they exceed chance, from which layers, and where those change."""
        said = [_figures(self.summary.to_pylist()), _layers(self.layers.to_pylist())]
        if self.breaks:
            years = ", ".join(map(str, self.breaks))
            said.append(f"Layers or datasets change in {years}: so may blocs, for that alone.")
        return " ".join(said)


def _figures(rows: list[dict[str, float]]) -> str:
    first, last = rows[0], rows[-1]
    said = (
        f"{last['year']}: {last['blocs']} {'bloc' if last['blocs'] == 1 else 'blocs'} among "
        f"{last['states']} states, {last['unaligned']} of them in none; "
        f"modularity {last['modularity']:.2f}."
    )
    if first is last:
        return said
    counts = [int(row["blocs"]) for row in rows]
    most = [row["modularity"] for row in rows]
    return (
        f"{first['year']} to {last['year']}: {min(counts)} to {max(counts)} blocs a year, "
        f"modularity {min(most):.2f} to {max(most):.2f}. {said}"
    )


def _layers(rows: list[dict[str, object]]) -> str:
    """Each layer with its datasets, their years and states."""
    found: dict[str, dict[str, list[dict[str, object]]]] = {}
    for row in rows:
        found.setdefault(str(row["layer"]), {}).setdefault(str(row["dataset"]), []).append(row)
    said = [
        f"{layer} ({'; '.join(_dataset(name, of) for name, of in datasets.items())})"
        for layer, datasets in found.items()
    ]
    return f"Layers: {', '.join(said)}."


def _dataset(name: str, rows: list[dict[str, object]]) -> str:
    years = spans([int(str(row["year"])) for row in rows])
    counts = [int(str(row["states"])) for row in rows]
    low, high = min(counts), max(counts)
    return f"{name} {years}, {high if low == high else f'{low} to {high}'} states"


def spans(years: list[int]) -> str:
    """Years as runs: 1990-1995, 1997."""
    runs: list[list[int]] = []
    for year in sorted(years):
        if runs and year == runs[-1][-1] + 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    return ", ".join(f"{run[0]}-{run[-1]}" if len(run) > 1 else f"{run[0]}" for run in runs)
