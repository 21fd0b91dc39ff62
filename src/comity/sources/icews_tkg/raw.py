"""The tidied full records of the daily ICEWS files, October 2018 to March 2019.

They are the published records, so they carry the publisher's event ids and give the very rows
that the published files give: ingesting both finds every record once.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator

from comity.sources.contract import Parsed, SourceFile
from comity.sources.icews.actors import Party, resolve
from comity.sources.icews.acts import acts
from comity.sources.icews.covered import coverage_of
from comity.sources.icews.parser import DATASET, PART
from comity.sources.icews.sectors import split_sectors
from comity.sources.icews.tables import countries_by_code
from comity.sources.icews_tkg.tidied import Layout, days_of, read_batches
from comity.sources.volumes import daily_volumes

LAYOUT = Layout(
    record_id="event_id",
    source=("source_name", "source_sectors", "source_iso3"),
    target=("target_name", "target_sectors", "target_iso3"),
    intensity="intensity",
    story="story_id",
)


def parse_raw(file: SourceFile) -> Iterator[Parsed]:
    """Acts chunk by chunk; last, the days it covers and the volume of each."""
    days: Counter[dt.date] = Counter()
    for read, records, rejects in read_batches(file, LAYOUT):
        table, dropped = acts(records, part=PART, resolve=resolve_by_code)
        days.update(days_of(records))
        yield Parsed(DATASET, read, {"events": table}, dropped, rejects)
    coverage = coverage_of(days, dataset=DATASET, part=PART)
    yield Parsed(DATASET, 0, {"volumes": daily_volumes(PART, days)}, coverage=coverage)


def resolve_by_code(name: str, sectors: str, country: str, day: dt.date | None) -> Party:
    """The party, where the file gives the country as a code."""
    return resolve(name, split_sectors(sectors), countries_by_code().get(country), day)
