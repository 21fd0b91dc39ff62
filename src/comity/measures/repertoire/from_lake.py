"""Repertoires from the lake: the pair's acts, what everybody did, and whom to compare with."""

from __future__ import annotations

import datetime as dt

import pyarrow.compute as pc

from comity.measures.act_reading import cells_of
from comity.measures.bloc_acts import BlocVoice
from comity.measures.dyad_series import CoveredDay
from comity.measures.pair_acts import pair_counts
from comity.measures.pair_reading import pair_reading
from comity.measures.repertoire.kinds import Grain
from comity.measures.repertoire.practice import Practice, practice_of
from comity.measures.repertoire.repertoire import repertoire
from comity.measures.repertoire.result import Repertoire
from comity.registry.actors import actors
from comity.store.query import Reading
from comity.vocabulary.actor import ActorKind
from comity.vocabulary.dyad import Dyad
from comity.vocabulary.region import Region


def lake_repertoire(
    reading: Reading,
    dyad: Dyad,
    *,
    first_day: dt.date | None = None,
    last_day: dt.date | None = None,
    dataset: str | None = None,
    voice: BlocVoice = BlocVoice.INSTITUTIONS,
    grain: Grain = Grain.MODE,
    peers: Region | None = None,
    window_days: int = 30,
    level: float = 0.95,
) -> tuple[Repertoire, str]:
    """The repertoire of a dyad from the dataset that covers it best, and which that is, in words.

    `peers`: compare with dyads within a region; None: with all dyads of states. Raises what
    `pair_counts` does: OutsideCoverage, or UnknownName for a dataset.
    """
    pair = pair_counts(
        reading, dyad, first_day=first_day, last_day=last_day, dataset=dataset, voice=voice
    )
    choice = pair.choice
    covered = tuple(CoveredDay(c.day, c.part) for c in choice.covered)
    practice = practice_of(reading, choice.dataset, (c.day for c in covered), grain)
    directed = pc.and_(pc.equal(pair.acts["source"], dyad.source), pair.acts["counts_only"])
    found = repertoire(
        cells_of(pair.acts, pair_reading(dyad)),
        practice,
        dyad=dyad,
        covered=covered,
        span=choice.span,
        dataset=choice.dataset,
        peers=peer_dyads(practice, peers),
        peers_text=f"dyads of {peers.name}" if peers else "dyads of states",
        window_days=window_days,
        level=level,
        counts_only=int(pc.sum(pair.acts.filter(directed)["n"]).as_py() or 0),
    )
    return found, choice.text


def peer_dyads(practice: Practice, region: Region | None) -> list[Dyad]:
    """The dyads of a practice within a region and its poles, or else between any two states."""
    if region is not None:
        inside = frozenset(region.actors)
        return [d for d in practice.by_dyad if d.source in inside and d.target in inside]
    states = {
        code
        for dyad in practice.by_dyad
        for code in (dyad.source, dyad.target)
        if actors().kind(code) is ActorKind.STATE
    }
    return [d for d in practice.by_dyad if d.source in states and d.target in states]
