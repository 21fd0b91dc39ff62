"""Structural facts of the lake: their names, which days are covered for whom, and on what terms."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pyarrow as pa

from comity.errors import unknown
from comity.store.query import Reading

NEXT_STEP = "`comity facts` lists them all, `comity facts --search TEXT` those with a word."


@dataclass(frozen=True, slots=True)
class Known:
    """A fact of one dataset, of a "state" or of a "pair", with its days on record."""

    dataset: str
    fact: str
    of: str
    title: str | None
    unit: str | None


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days, both inclusive, on which a dataset would have recorded the facts of a part."""

    dataset: str
    part: str
    first_day: dt.date
    last_day: dt.date
    of: str

    def touches(self, first_day: dt.date | None, last_day: dt.date | None) -> bool:
        """Whether one of its days lies in a span (None: open)."""
        begins = last_day is None or self.first_day <= last_day
        return begins and (first_day is None or self.last_day >= first_day)


def fact_list(
    reading: Reading, *, first_day: dt.date | None = None, last_day: dt.date | None = None
) -> pa.Table:
    """The facts of the lake by dataset, with the rows that touch a span; see `fact_list.sql`."""
    return reading.run("fact_list", {"first_day": first_day, "last_day": last_day})


def known_facts(listed: pa.Table) -> list[Known]:
    """The rows of a list of facts, without their days."""
    columns = (listed[name].to_pylist() for name in ("dataset", "fact", "of", "title", "unit"))
    return [Known(*row) for row in zip(*columns, strict=True)]


def find_facts(reading: Reading, asked: Sequence[str]) -> list[str]:
    """The codes of facts as the lake has them, whatever their case.

    Raises UnknownName with the nearest for one that no dataset of the lake has.
    """
    codes = reading.query("SELECT DISTINCT fact FROM facts").column(0).to_pylist()
    wanted = {code.strip().casefold(): code for code in asked}
    if not wanted.keys() <= {code.casefold() for code in codes}:
        # Facts without a title are found in their rows only, which takes longer.
        told = "SELECT fact FROM state_facts UNION SELECT fact FROM dyad_facts"
        codes += reading.query(told).column(0).to_pylist()
    by_folded = {code.casefold(): code for code in codes}
    for folded, code in wanted.items():
        if folded not in by_folded:
            raise unknown("fact", code, sorted(by_folded.values()), next_step=NEXT_STEP)
    return [by_folded[folded] for folded in wanted]


def check_fact_dataset(reading: Reading, dataset: str) -> None:
    """Raises UnknownName, with the nearest, for a dataset that holds no facts in the lake."""
    of_facts = "SELECT DISTINCT dataset FROM coverage WHERE \"table\" LIKE '%_facts'"
    known = reading.query(f"{of_facts} ORDER BY 1").column(0).to_pylist()
    if dataset not in known:
        listed = ", ".join(known) or "none"
        raise unknown("source of facts", dataset, known, next_step=f"In the lake: {listed}.")


def covered_stretches(
    reading: Reading, source: str, target: str, facts: Iterable[Known]
) -> list[Stretch]:
    """Where some of these facts would have been recorded for two states, or for one twice.

    A part that bears the name of one fact covers no other.
    """
    of_dataset: dict[tuple[str, str], set[str]] = {}
    for known in facts:
        of_dataset.setdefault((known.dataset, known.of), set()).add(known.fact)
    rows = reading.run("fact_coverage", {"source": source, "target": target}).to_pylist()
    named = {row["part"] for row in rows} & _codes(reading)
    stretches = [Stretch(**row) for row in rows]
    return [
        stretch
        for stretch in stretches
        if (codes := of_dataset.get((stretch.dataset, stretch.of)))
        and (stretch.part not in named or stretch.part in codes)
    ]


def _codes(reading: Reading) -> set[str]:
    return set(reading.query("SELECT DISTINCT fact FROM facts").column(0).to_pylist())


def terms_of(reading: Reading, datasets: Iterable[str]) -> str:
    """On what terms these datasets came, in one sentence; empty for none."""
    rows = reading.query(
        "SELECT DISTINCT licence, dataset FROM sources WHERE list_contains($datasets, dataset) "
        "ORDER BY dataset, licence",
        {"datasets": sorted(set(datasets))},
    ).to_pylist()
    by_licence: dict[str, list[str]] = {}
    for row in rows:
        by_licence.setdefault(row["licence"], []).append(row["dataset"])
    said = [f"{', '.join(names)}: {licence}" for licence, names in by_licence.items()]
    return f"Terms: {'. '.join(said)}." if said else ""
