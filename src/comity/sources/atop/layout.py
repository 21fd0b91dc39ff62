"""The published form of ATOP's directed dyad-years, and the obligations that are read from it."""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa

from comity.sources.sheets import Column, Layout


@dataclass(frozen=True, slots=True)
class Obligation:
    """A column of 0 and 1: whether state A owes it to state B that year."""

    column: str
    fact: str
    title: str

    @property
    def cells(self) -> str:
        """The query of the years in which it is owed."""
        return (
            f"SELECT line, '{self.fact}' AS fact, stateA AS source, stateB AS target, year, "
            f"1.0::DOUBLE AS value, NULL::VARCHAR AS text FROM sheet WHERE {self.column} = 1"
        )


OBLIGATIONS = (
    Obligation("defense", "alliance_defence", "Active military support if the other is attacked"),
    Obligation("offense", "alliance_offence", "Active military support without an attack"),
    Obligation("neutral", "alliance_neutrality", "Not to help the other's adversary"),
    Obligation("nonagg", "alliance_nonaggression", "Not to use force against the other"),
    Obligation("consul", "alliance_consultation", "To consult in a crisis"),
)
_FLAGS = ("atopally", *(one.column for one in OBLIGATIONS))
_IDS = tuple(f"atopid{n}" for n in range(1, 10))
DIRECTED = Layout(
    "version 5.1, atop5_1ddyr.csv",
    (
        *("ddyad", "year", *_FLAGS, "shareob", "transyr", "bilatno", "multino", "number", "asymm"),
        *(*_IDS, "stateA", "stateB", "version"),
    ),
    (
        Column("stateA", pa.int32(), lowest=1, highest=9999),
        Column("stateB", pa.int32(), lowest=1, highest=9999),
        Column("year", pa.int32(), lowest=1815, highest=2100),
        *(Column(one.column, pa.int32(), lowest=0, highest=1) for one in OBLIGATIONS),
    ),
    any_order=True,
    may_lack=frozenset({"shareob", "transyr", "bilatno", "multino", "number", "asymm", *_IDS}),
)
# The tidied file's names for the same columns.
TIDIED = {
    "ccode1": "stateA",
    "ccode2": "stateB",
    "year": "year",
    **{f"atop_{one.column}": one.column for one in OBLIGATIONS},
}
