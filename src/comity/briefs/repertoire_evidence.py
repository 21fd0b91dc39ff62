"""What a brief needs on repertoires: what its state has tried toward each partner."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

import pyarrow as pa
import pyarrow.compute as pc

from comity.measures.dyad_series import CoveredDay
from comity.measures.repertoire import Repertoire, peer_dyads, practice_of, repertoire
from comity.measures.repertoire.practice import Practice
from comity.store.query import Reading
from comity.vocabulary.dyad import Dyad
from comity.vocabulary.period import Span


def repertoires(
    reading: Reading,
    acts: pa.Table,
    cells: pa.Table,
    *,
    state: str,
    covered: Mapping[str, Sequence[CoveredDay]],
    dataset: str,
) -> tuple[Repertoire, ...]:
    """The repertoire of a state toward each partner, on the days that the dataset covers for both.

    `acts` and `cells` are all of the state, in both directions; `covered` is by partner.
    """
    practices: dict[tuple[dt.date, ...], tuple[Practice, list[Dyad]]] = {}
    found = []
    for partner, days in covered.items():
        key = tuple(c.day for c in days)
        if key not in practices:
            practice = practice_of(reading, dataset, key)
            practices[key] = practice, peer_dyads(practice, None)
        practice, peers = practices[key]
        toward = acts.filter(
            pc.and_(pc.equal(acts["source"], state), pc.equal(acts["target"], partner))
        )
        found.append(
            repertoire(
                _with(cells, partner),
                practice,
                dyad=Dyad(state, partner),
                covered=days,
                span=Span.inclusive(key[0], key[-1]),
                dataset=dataset,
                peers=peers,
                peers_text="dyads of states",
                counts_only=int(pc.sum(toward.filter(toward["counts_only"])["n"]).as_py() or 0),
            )
        )
    return tuple(found)


def _with(cells: pa.Table, partner: str) -> pa.Table:
    """The cells with the partner on either side."""
    sides = pc.or_(pc.equal(cells["source"], partner), pc.equal(cells["target"], partner))
    return cells.filter(sides)
