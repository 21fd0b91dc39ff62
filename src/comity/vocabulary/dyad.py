"""Two actors in one order: the source of acts and their target."""

from __future__ import annotations

from dataclasses import dataclass

from comity.errors import BadValue


@dataclass(frozen=True, slots=True, order=True)
class Dyad:
    """A directed dyad: acts of `source` toward `target` (actor codes)."""

    source: str
    target: str

    def __post_init__(self) -> None:
        if self.source == self.target:
            raise BadValue(
                f"{self.source} is on both sides.",
                next_step="Name two actors; acts within one state are not on the ledger.",
            )

    @property
    def reverse(self) -> Dyad:
        return Dyad(self.target, self.source)

    def __str__(self) -> str:
        return f"{self.source} → {self.target}"
