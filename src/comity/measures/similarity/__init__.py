"""How alike two states are in their votes and portfolios (Häge 2011; Signorino and Ritter 1999)."""

from comity.measures.similarity.matrix import (
    PairMatrix,
    similarity_matrix,
    vote_matrix_similarity,
)
from comity.measures.similarity.pair import Estimate, estimate, similarity
from comity.measures.similarity.record import How, PeriodSimilarity, Similarity
from comity.measures.similarity.shares import share_similarity
from comity.measures.similarity.votes import vote_similarity

__all__ = [
    "Estimate",
    "How",
    "PairMatrix",
    "PeriodSimilarity",
    "Similarity",
    "estimate",
    "share_similarity",
    "similarity",
    "similarity_matrix",
    "vote_matrix_similarity",
    "vote_similarity",
]
