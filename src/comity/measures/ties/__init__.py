"""Structural ties between states: each a dated measure of two states, with its source."""

from comity.measures.ties.layers import Layer, layer, layer_names
from comity.measures.ties.ties import Ties, tie_kinds, ties

__all__ = ["Layer", "Ties", "layer", "layer_names", "tie_kinds", "ties"]
