"""Layers: every kind of tie between all states in a year, each from one dataset."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from comity.errors import not_one_of
from comity.measures.ties.agreements import agreement_layer
from comity.measures.ties.alliances import alliance_layer
from comity.measures.ties.cooperation import cooperation_layer
from comity.measures.ties.layer import Layer
from comity.measures.ties.migration import migration_layer
from comity.measures.ties.organisations import organisation_layer
from comity.measures.ties.trade import trade_layer
from comity.measures.ties.visas import visa_layer
from comity.measures.ties.votes import vote_layer
from comity.store.query import Reading

__all__ = ["LAYER_TABLES", "Layer", "layer", "layer_names"]

# The lake's tables that layers, and the sizes of states beside them, are read from.
LAYER_TABLES = (
    *("agreements", "counts", "coverage", "dyad_facts", "events", "facts"),
    *("memberships", "reports", "roll_calls", "state_facts", "votes"),
)

LAYERS: Mapping[str, Callable[[Reading, int], Layer | None]] = MappingProxyType(
    {
        "votes": vote_layer,
        "alliances": alliance_layer,
        "agreements": agreement_layer,
        "organisations": organisation_layer,
        "trade": trade_layer,
        "migration": migration_layer,
        "visas": visa_layer,
        "cooperation": cooperation_layer,
    }
)


def layer_names() -> tuple[str, ...]:
    """The kinds of ties of which there are layers."""
    return tuple(LAYERS)


def layer(reading: Reading, name: str, year: int) -> Layer | None:
    """One kind of tie between all states in a year; None where no dataset covers the year.

    The dataset is the first by the kind's preference that covers a day of the year; it is never
    mixed with another. Raises BadValue for a name that is not one of `layer_names()`.
    """
    if name not in LAYERS:
        raise not_one_of("kind of tie", name, LAYERS)
    return LAYERS[name](reading, year)
