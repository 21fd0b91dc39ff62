"""What blocs are found from in a lake: the layers of ties, and how large the states are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from comity.measures.blocs.network import Matrix, SampledLayer, TieLayer
from comity.measures.similarity.matrix import vote_matrix_similarity
from comity.measures.ties.alliances import GRADES
from comity.measures.ties.layers import Layer, layer
from comity.measures.ties.votes import VOTES_OF_YEAR, vote_matrix
from comity.store.query import Reading

# How large a state is, to name blocs by: the first that is on record, at most so many years old.
SIZES = ("cow_cinc", "total_gdp_us_inflation_adjusted", "total_gdp_ppp_inflation_adjusted")
OLDEST_SIZE = 5
ACTIVE_SUPPORT = max(GRADES.values())
# Of a year with few roll calls, not fewer than this are drawn.
FEWEST_DRAWN = 10

SIZES_OF_YEARS = """
SELECT fact, dataset, year(day) AS year, state, "value" FROM state_facts
WHERE list_contains($facts, fact) AND "value" IS NOT NULL AND year(day) BETWEEN $first AND $last
ORDER BY ALL
"""


def lake_layers(reading: Reading, names: Sequence[str], year: int) -> Iterator[TieLayer]:
    """The layers of a year that are on record; one that knows of no pair is not."""
    for name in names:
        found = layer(reading, name, year)
        if found is not None and not np.isnan(found.weights).all():
            yield _as_blocs_take_it(reading, found)


def _as_blocs_take_it(reading: Reading, found: Layer) -> TieLayer:
    match found.name:
        case "alliances":
            return _pledged(found)
        case "votes":
            return _from_roll_calls(reading, found)
        case _:
            return found


def _from_roll_calls(reading: Reading, votes: Layer) -> TieLayer:
    """Votes with their roll calls, of which each run draws half as many, with replacement.

    Half, because two records of one world differ by twice the variance of one: so the share of
    runs in which two stand together tells how often they would in another year's worth of votes.
    """
    asked = {"dataset": votes.dataset, "year": votes.year}
    states, cast = vote_matrix(reading.query(VOTES_OF_YEAR, asked))
    if states != votes.states:
        return votes
    calls = cast.shape[1]
    half = max(calls // 2, min(calls, FEWEST_DRAWN))

    def again(generator: np.random.Generator) -> Matrix:
        drawn = cast[:, generator.integers(0, calls, half)]
        alike = vote_matrix_similarity(drawn, measure="pi", distance="absolute")
        return np.asarray(alike.value, np.float64)

    return SampledLayer(votes.name, votes.year, votes.dataset, states, votes.weights, again)


def _pledged(alliances: Layer) -> Layer:
    """Pledges of active support alone: rivals too promise each other not to attack, or to consult.

    The treaties of non-aggression and consultation between Russia and its neighbours to the west
    would else make one bloc of NATO and Russia.
    """
    known = ~np.isnan(alliances.weights)
    support = np.where(known, alliances.weights >= ACTIVE_SUPPORT, np.nan)
    return replace(alliances, weights=support, unit="1: active support is owed, 0: not")


def lake_sizes(reading: Reading, years: range) -> Mapping[int, Mapping[str, float]]:
    """How large each state is in each year: capabilities (CINC), else GDP, of one dataset a year.

    Where a year has none, the newest of the five years before; a year without either is absent.
    """
    first = years.start - OLDEST_SIZE
    asked = {"facts": list(SIZES), "first": first, "last": years.stop - 1}
    found: dict[tuple[int, int, str], dict[str, float]] = {}
    for row in reading.query(SIZES_OF_YEARS, asked).to_pylist():
        key = (SIZES.index(row["fact"]), row["year"], row["dataset"])
        found.setdefault(key, {})[row["state"]] = row["value"]
    sizes = {}
    for year in years:
        near = [key for key in found if year - OLDEST_SIZE <= key[1] <= year]
        if near:
            # The preferred fact, then the nearest year, then the dataset first by name.
            sizes[year] = found[min(near, key=lambda key: (key[0], -key[1], key[2]))]
    return sizes
