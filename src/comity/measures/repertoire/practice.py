"""What everybody in a dataset did on some days, by directed dyad and kind: whom to compare with."""

from __future__ import annotations

import datetime as dt
import hashlib
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import narwhals as nw
import pyarrow as pa

from comity.measures.act_reading import group_cells, read_grouped
from comity.measures.all_acts import all_acts
from comity.measures.reading_tables import default_reading
from comity.measures.repertoire.kinds import Grain, Kind, distinct, kinds_of
from comity.registry.gestures import code_book
from comity.store.engines import open_engine
from comity.store.kept import kept
from comity.store.query import Reading
from comity.vocabulary.dyad import Dyad

# To be raised with each change of the numbers, so that kept results are made anew.
METHOD = "1"
USED = pa.schema(
    [
        ("source", pa.string()),
        ("target", pa.string()),
        ("scheme", pa.string()),
        ("code", pa.string()),
        ("n", pa.int64()),
    ]
)


@dataclass(frozen=True)
class Practice:
    """The directed acts of all dyads of a dataset on some days: `used` has the columns of USED.

    Meetings are left out, and so are acts that were not meant for the target (recognition of
    another party, forces hosted by consent).
    """

    used: pa.Table
    grain: Grain

    @cached_property
    def kinds(self) -> Mapping[str, Mapping[str, Kind]]:
        """The kinds of each scheme of the code-book, by code."""
        schemes = dict.fromkeys(scheme for scheme, _ in code_book().readings)
        return {scheme: kinds_of(code_book(), scheme, self.grain) for scheme in schemes}

    @cached_property
    def schemes(self) -> tuple[str, ...]:
        """The schemes that the dataset's acts are coded by."""
        return tuple(sorted(self.used["scheme"].unique().to_pylist()))

    @cached_property
    def available(self) -> tuple[Kind, ...]:
        """Every kind of directed acts that the dataset's schemes have."""
        return tuple(kind for kind in self._of_schemes if not kind.meeting)

    @cached_property
    def meetings(self) -> tuple[Kind, ...]:
        """Every kind that is always a meeting."""
        return tuple(kind for kind in self._of_schemes if kind.meeting)

    @cached_property
    def _of_schemes(self) -> tuple[Kind, ...]:
        return distinct(self.kinds[scheme] for scheme in self.schemes)

    @cached_property
    def by_dyad(self) -> Mapping[Dyad, Mapping[str, int]]:
        """The acts of each directed dyad by the id of their kind."""
        found: dict[Dyad, dict[str, int]] = {}
        columns = (self.used[name].to_pylist() for name in USED.names)
        for source, target, scheme, code, n in zip(*columns, strict=True):
            if source == target:
                continue
            of = found.setdefault(Dyad(source, target), {})
            kind = self.kinds[scheme][code].id
            of[kind] = of.get(kind, 0) + n
        return found

    @cached_property
    def by_code(self) -> Practice:
        """The same with each full code as a kind of its own."""
        return self if self.grain is Grain.CODE else Practice(self.used, Grain.CODE)

    def of_others(self, dyad: Dyad) -> tuple[Mapping[str, int], Mapping[str, int]]:
        """The acts of each kind by all other dyads, and how many of them used it."""
        acts: dict[str, int] = {}
        users: dict[str, int] = {}
        for one, counts in self.by_dyad.items():
            if one != dyad:
                for kind, n in counts.items():
                    acts[kind] = acts.get(kind, 0) + n
                    users[kind] = users.get(kind, 0) + 1
        return acts, users


def practice_of(
    reading: Reading, dataset: str, days: Iterable[dt.date], grain: Grain = Grain.MODE
) -> Practice:
    """The practice of all dyads of a dataset on the given days; kept beside the lake."""
    ordered = sorted(set(days))
    digest = hashlib.sha256(",".join(day.isoformat() for day in ordered).encode()).hexdigest()

    def compute() -> Mapping[str, pa.Table]:
        return {"used": _used(reading, dataset, ordered)}

    found = kept(
        reading,
        "repertoire",
        made_by=METHOD,
        tables=("events", "counts", "coverage"),
        asked={"dataset": dataset, "days": digest},
        compute=compute,
    )
    return Practice(found["used"], grain)


def _used(reading: Reading, dataset: str, days: Sequence[dt.date]) -> pa.Table:
    """Acts of all pairs by code, read as the acts of one pair are."""
    with (
        tempfile.TemporaryDirectory(prefix="comity-") as folder,
        open_engine(folder=Path(folder)) as engine,
    ):
        every = all_acts(
            reading, engine, first_day=days[0], last_day=days[-1], dataset=dataset
        ).acts
        with engine.step():
            windows = engine.frames(default_reading().by_name)
            book = windows.pop("book")
            calendar = engine.frames({"days": pa.table({"day": pa.array(days, pa.date32())})})
            acts = every.join(calendar["days"], on="day", how="inner")
            cells = engine.settled(group_cells(acts, book))
            read = read_grouped(cells, **windows)
            directed = read.filter(
                nw.col("reading") != "meeting",
                (nw.col("reading") != "neutral") | (nw.col("gesture_class") == "neutral"),
            )
            sums = directed.group_by(*USED.names[:-1]).agg(n=nw.col("acts").sum())
            rows = engine.collect(sums.with_columns(n=nw.col("n").cast(nw.Int64)))
    return rows.select(USED.names).cast(USED).sort_by([(name, "ascending") for name in USED.names])
