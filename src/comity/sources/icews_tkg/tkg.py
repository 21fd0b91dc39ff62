"""ICEWS as processed for temporal knowledge graphs: one row one act, names without sectors.

The sectors of a name are those of the full records of 2018-19 beside the file; a name that is not
there is read by its form ("Foreign Affairs (Russia)"). What neither tells is unresolved, counted
and left out. A named person is read by the dated table of offices first: sectors of 2018-19 tell
nothing of 2021. The blocks of 2021 and of 2022 (which keeps 999 names) are parts of their own,
since their levels can't be compared.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import pyarrow.compute as pc
import pyarrow.parquet as pq

from comity.sources.contract import Parsed, SourceFile
from comity.sources.icews.actors import Party, resolve
from comity.sources.icews.acts import Records, Resolver, Side, acts
from comity.sources.icews.covered import coverage_of
from comity.sources.icews.parser import DATASET
from comity.sources.icews.sectors import split_sectors
from comity.sources.icews.tables import countries_by_code
from comity.sources.icews_tkg.tidied import Layout, days_of, read_batches
from comity.sources.volumes import daily_volumes

RAW_FILE = "icews_raw_events_2018-10_2019-03.parquet"
DATASET_18 = "icews_tkg18"
LAYOUT = Layout(
    source=("source", "", "source_iso3"), target=("target", "", "target_iso3"), id_prefix="tkg:"
)
LAYOUT_18 = Layout(
    source=("source", "", "source_iso3"),
    target=("target", "", "target_iso3"),
    id_prefix="tkg18:",
    intensity="intensity",
)


@dataclass(frozen=True, slots=True)
class KnownName:
    """What the full records of 2018-19 say of a name most often."""

    sectors: frozenset[str]
    country: str


def parse_tkg(file: SourceFile) -> Iterator[Parsed]:
    """The acts of 2021 and 2022, each year a part of the dataset `icews`."""
    yield from _parse(file, LAYOUT, DATASET)


def parse_tkg18(file: SourceFile) -> Iterator[Parsed]:
    """The acts of January to October 2018: a dataset of its own (other terms, other coding run)."""
    yield from _parse(file, LAYOUT_18, DATASET_18)


def _parse(file: SourceFile, layout: Layout, dataset: str) -> Iterator[Parsed]:
    resolver = resolver_from(file.path.parent / RAW_FILE)
    days: Counter[dt.date] = Counter()
    for read, records, rejects in read_batches(file, layout):
        days.update(days_of(records))
        unread, rest = read, rejects
        for year, some in _by_year(records):
            table, dropped = acts(some, part=year, resolve=resolver)
            yield Parsed(dataset, len(some), {"events": table}, dropped)
            unread -= len(some)
        yield Parsed(dataset, unread, {}, rejects=rest)
    for year, own in _days_by_year(days):
        coverage = coverage_of(own, dataset=dataset, part=year)
        yield Parsed(dataset, 0, {"volumes": daily_volumes(year, own)}, coverage=coverage)


def resolver_from(raw: Path) -> Resolver:
    """A resolver that knows the sectors of `raw`; without it, only the form of a name is read."""
    known = known_names(raw) if raw.is_file() else {}

    def resolve_named(name: str, _: str, country: str, day: dt.date | None) -> Party:
        found = known.get(name)
        code = country or (found.country if found else "")
        sectors = found.sectors if found else frozenset()
        return resolve(name, sectors, countries_by_code().get(code), day)

    return resolve_named


@functools.lru_cache(maxsize=2)
def known_names(raw: Path) -> Mapping[str, KnownName]:
    """The sectors and country that each name has most often in the full records.

    A name that has several countries there ("Ministry of Health") says nothing without its
    sectors: it is left out, and so unresolved.
    """
    counts: dict[str, Counter[KnownName]] = {}
    columns = ["source_name", "source_sectors", "source_iso3"]
    for side in ("source", "target"):
        names = [column.replace("source", side) for column in columns]
        table = pq.read_table(raw, columns=names).rename_columns(["name", "sectors", "country"])
        grouped = table.group_by(["name", "sectors", "country"]).aggregate([([], "count_all")])
        for row in grouped.to_pylist():
            known = KnownName(split_sectors(row["sectors"]), row["country"] or "")
            counts.setdefault(row["name"], Counter())[known] += row["count_all"]
    return MappingProxyType(
        {
            name: max(found.items(), key=_most)[0]
            for name, found in counts.items()
            if len({known.country for known in found}) == 1
        }
    )


def _most(entry: tuple[KnownName, int]) -> tuple[int, list[str], str]:
    known, count = entry
    return count, sorted(known.sectors), known.country


def _by_year(records: Records) -> Iterator[tuple[str, Records]]:
    year = pc.year(records.day)
    for value in sorted(pc.unique(year).to_pylist()):
        rows = pc.indices_nonzero(pc.equal(year, value))
        yield (
            str(value),
            Records(
                record_id=records.record_id.take(rows),
                day=records.day.take(rows),
                source=_take(records.source, rows),
                target=_take(records.target, rows),
                code=records.code.take(rows),
                goldstein_tenths=records.goldstein_tenths.take(rows),
                story=records.story.take(rows),
                line=records.line.take(rows),
            ),
        )


def _take(side: Side, rows: object) -> Side:
    return Side(side.name.take(rows), side.sectors.take(rows), side.country.take(rows))


def _days_by_year(days: Counter[dt.date]) -> Iterator[tuple[str, Counter[dt.date]]]:
    for year in sorted({day.year for day in days}):
        yield str(year), Counter({day: count for day, count in days.items() if day.year == year})
