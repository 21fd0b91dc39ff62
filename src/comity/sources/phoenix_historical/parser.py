"""The Cline Center's files: 25 columns with a header, one archive a file, days in three columns."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator, Mapping

from comity.errors import BadValue
from comity.sources.contract import Parsed, SourceFile
from comity.sources.icews.covered import coverage_of
from comity.sources.phoenix.parser import read_quoted
from comity.sources.phoenix.rows import Row, parsed
from comity.sources.volumes import daily_volumes

PART = "archive"
OPTION = "archive"
HEADER = (
    *("eid", "story_date", "year", "month", "day", "source", "source_root", "source_agent"),
    *("source_others", "target", "target_root", "target_agent", "target_others", "code"),
    *("root_code", "quad_class", "goldstein", "joined_issues", "lat", "lon", "placename"),
    *("statename", "countryname", "aid", "process"),
)
_ARCHIVE = re.compile(r"Phoenix([A-Za-z]+)_")


def parse_csv(file: SourceFile, options: Mapping[str, str]) -> Iterator[Parsed]:
    """The acts of one archive, chunk by chunk; last, its coverage and the volume of each day.

    Each archive is a dataset of its own (`phoenix_nyt`), since they tell of the same acts. Raises
    BadInput for another header, BadValue where neither name nor option says which archive it is.
    """
    dataset = dataset_of(file.name, options)
    days: Counter[dt.date] = Counter()
    for records, rejects in read_quoted(file, HEADER):
        rows = (_row(number, dict(zip(HEADER, cells, strict=True))) for number, cells in records)
        yield parsed(rows, rejects, days=days, dataset=dataset, part=PART)
    coverage = coverage_of(days, dataset=dataset, part=PART)
    yield Parsed(dataset, 0, {"volumes": daily_volumes(PART, days)}, coverage=coverage)


def dataset_of(name: str, options: Mapping[str, str]) -> str:
    """The dataset of a file, by the option or by its name as published."""
    for option in options:
        if option != OPTION:
            raise BadValue(f"Phoenix files have no option {option!r}.", hint=f"Valid: {OPTION}.")
    found = _ARCHIVE.search(name.rsplit("/", 1)[-1])
    archive = options.get(OPTION) or (found[1] if found else "")
    if not archive.isalpha() or not archive.isascii():
        raise BadValue(
            f"{name} does not say of which archive it is.",
            hint="The published files are called PhoenixNYT_1945-2005.csv and the like.",
            next_step="Name it: archive=nyt, archive=swb or archive=fbis.",
        )
    return f"phoenix_{archive.lower()}"


def _row(number: int, cells: Mapping[str, str]) -> Row:
    # `story_date` writes the same day with the month first; the three columns leave no doubt.
    year, month, day = cells["year"], cells["month"], cells["day"]
    return Row(
        line=number,
        id=cells["eid"],
        day=f"{year}{month:0>2}{day:0>2}",
        source=cells["source"],
        target=cells["target"],
        cameo=cells["code"],
        root=cells["root_code"],
        goldstein=cells["goldstein"],
        story=cells["aid"],
    )
