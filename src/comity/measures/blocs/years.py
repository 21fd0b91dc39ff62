"""Blocs of states, year by year, from layers of ties."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from comity.errors import BadValue, OutsideCoverage
from comity.measures.blocs.bridges import bridges
from comity.measures.blocs.consensus import Consensus, consensus
from comity.measures.blocs.modularity import modularity, modularity_matrix
from comity.measures.blocs.naming import NAMED as NAMED_MEMBERS
from comity.measures.blocs.naming import bloc_name, greatest_first
from comity.measures.blocs.network import Network, TieLayer, network
from comity.measures.blocs.result import LAYERS, MEMBERS, NAMED, SUMMARY, Blocs
from comity.measures.blocs.tracking import stable_labels

RUNS = 50
RESOLUTION = 1.0

Sizes = Mapping[str, float]
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Year:
    """A year's network, its blocs, and how large its states are, for the names."""

    network: Network
    found: Consensus
    size: Sizes

    @property
    def blocs(self) -> list[frozenset[str]]:
        states = np.array(self.network.states)
        numbers = range(self.found.count)
        return [frozenset(states[self.found.labels == n].tolist()) for n in numbers]


def blocs(
    layers: Iterable[TieLayer],
    *,
    seed: int = 1,
    resolution: float = RESOLUTION,
    runs: int = RUNS,
    sizes: Mapping[int, Sizes] | None = None,
    progress: Callable[[int], None] | None = None,
) -> Blocs:
    """Communities in the multilayer network of ties (Mucha et al. 2010), year by year.

    `layers` are of any years; each year with a layer has its blocs (see `consensus`), tracked with
    `stable_labels`. `sizes` are the states' capabilities by year, to name blocs by their greatest
    members; without them a state is as great as its ties within its bloc. The same layers and
    `seed` give the same blocs. `progress` is told each year.

    Raises BadValue for a resolution or a number of runs that is not positive or a negative seed,
    OutsideCoverage for no layers.
    """
    if not 0.0 < resolution < float("inf") or runs < 1 or seed < 0:
        raise BadValue(
            f"Blocs need a positive resolution ({resolution}), a run or more ({runs}) and a seed "
            f"that is not negative ({seed}).",
            next_step="A resolution of 1, 50 runs and any seed are usual.",
        )
    by_year: dict[int, list[TieLayer]] = defaultdict(list)
    for layer in layers:
        by_year[layer.year].append(layer)
    years = []
    for year in sorted(by_year):
        if progress:
            progress(year)
        of = network(by_year[year], year)
        found = consensus(of, resolution=resolution, runs=runs, seed=seed)
        years.append(_Year(of, found, _sizes(found, of, (sizes or {}).get(year))))
    if not years:
        raise OutsideCoverage(
            "No layer of ties is on record for these years.",
            next_step="`comity data` lists what the lake has; `comity ingest` adds more.",
        )
    return _result(years, resolution)


def _sizes(found: Consensus, of: Network, given: Sizes | None) -> Sizes:
    """The sizes given, else the excess of ties within the own bloc."""
    if given:
        return given
    within = found.labels[:, None] == found.labels[None, :]
    amounts = np.where(within, np.maximum(found.matrix, 0.0), 0.0).sum(axis=1)
    return dict(zip(of.states, amounts.tolist(), strict=True))


def _result(years: list[_Year], resolution: float) -> Blocs:
    labels = stable_labels((y.network.year, y.blocs, frozenset(y.network.states)) for y in years)
    members, layers, summary = [], [], []
    for year in years:
        members += _members(year, labels[year.network.year])
        layers += _layers(year, resolution)
        summary.append(_summary(year))
    return Blocs(
        pa.Table.from_pylist(members, schema=MEMBERS),
        pa.Table.from_pylist(layers, schema=LAYERS),
        pa.Table.from_pylist(summary, schema=SUMMARY),
        pa.Table.from_pylist(_names(years, labels), schema=NAMED),
    )


def _members(year: _Year, labels: tuple[int, ...]) -> list[Row]:
    of, found = year.network, year.found
    between = bridges(found, of.linked)
    names = [bloc_name(list(bloc), year.size) for bloc in year.blocs]
    present, stability = of.present, found.stability
    rows = []
    for place, state in enumerate(of.states):
        own, second = int(found.labels[place]), int(between.second[place])
        told = [name for name, there in zip(of.names, present[:, place], strict=True) if there]
        if not told:
            # No layer tells of it: it has no place, which is not the same as being in no bloc.
            continue
        rows.append(
            {
                "year": of.year,
                "state": state,
                "bloc": labels[own] if own >= 0 else None,
                "bloc_name": names[own] if own >= 0 else None,
                "stability": _number(stability[place]),
                "bridge": _number(between.score[place]),
                "second_bloc": labels[second] if second >= 0 else None,
                "second_share": _number(between.share[place]),
                "layers": told,
            }
        )
    return rows


def _layers(year: _Year, resolution: float) -> list[Row]:
    of = year.network
    rows = []
    for number, name in enumerate(of.names):
        ties = of.ties[number]
        alone = modularity_matrix(ties, resolution=resolution)
        rows.append(
            {
                "year": of.year,
                "layer": name,
                "dataset": of.datasets[number],
                "states": int(of.present[number].sum()),
                "pairs": int(np.count_nonzero(np.triu(np.nan_to_num(ties), 1))),
                "weight": float(of.weights[number]),
                "modularity": modularity(alone, year.found.labels),
            }
        )
    return rows


def _summary(year: _Year) -> Row:
    found, told = year.found, year.network.present.any(axis=0)
    return {
        "year": year.network.year,
        "states": int(told.sum()),
        "blocs": found.count,
        "unaligned": int((found.labels[told] < 0).sum()),
        "modularity": found.modularity,
    }


def _names(years: list[_Year], labels: Mapping[int, tuple[int, ...]]) -> list[Row]:
    """Each label's name: the members with the greatest shares of the world's size, over its years.

    Shares, because the sizes of two years need not have one unit.
    """
    size: dict[int, dict[str, float]] = {}
    for year in years:
        total = sum(year.size.values()) or 1.0
        for label, bloc in zip(labels[year.network.year], year.blocs, strict=True):
            of = size.setdefault(label, {})
            for state in sorted(bloc):
                of[state] = of.get(state, 0.0) + year.size.get(state, 0.0) / total
    return [
        {"bloc": label, "bloc_name": ", ".join(greatest_first(of, of)[:NAMED_MEMBERS])}
        for label, of in sorted(size.items())
    ]


def _number(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
