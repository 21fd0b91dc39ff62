"""The tidied KEDS files of a mirror of publishers' data, as Parquet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

import pyarrow as pa
import pyarrow.parquet as pq

from comity.errors import BadInput, unknown
from comity.sources.contract import Parsed
from comity.sources.keds.parser import Line, Sheet
from comity.vocabulary.event import Scheme

# Each file's dataset and scheme. `keds_levant` and `keds_turkey` carry codes of CAMEO 1.1.
FILES: Mapping[str, tuple[str, Scheme]] = MappingProxyType(
    {
        "keds_levant_cameo_1979_2011": ("keds_levant", Scheme.CAMEO),
        "keds_turkey_cameo_1992_2006": ("keds_turkey", Scheme.CAMEO),
        "keds_casia_weis_1989_1999": ("keds_casia", Scheme.WEIS),
        "keds_balkans_weis_1989_2003": ("keds_balkans", Scheme.WEIS),
        "keds_gulf_1979_1999": ("keds_gulf", Scheme.WEIS),
    }
)
_COLUMNS = ["date", "source", "target", "code"]


def parse_parquet(path: Path, name: str) -> Iterator[Parsed]:
    """The acts of one tidied file; a row counts as the line of its number, from 1.

    The Goldstein score is the code-book's, not the file's, which scores codes of CAMEO 1.1 by the
    scale of CAMEO 0.5. Raises UnknownName for a file that is not listed, BadInput for one that
    lacks a column or is no Parquet.
    """
    stem = name.rsplit("/", 1)[-1].removesuffix(".parquet")
    if stem not in FILES:
        raise unknown("KEDS file", stem, FILES)
    dataset, scheme = FILES[stem]
    sheet, line = Sheet(dataset, scheme), 0
    try:
        file = pq.ParquetFile(path)
        if not pa.types.is_date(file.schema_arrow.field("date").type):
            raise KeyError("date: no column of days")
        for batch in file.iter_batches(columns=_COLUMNS):
            rows = batch.select(_COLUMNS).to_pydict()
            columns = (rows["date"], rows["source"], rows["target"], rows["code"])
            cells = enumerate(zip(*columns, strict=True), start=line + 1)
            lines = [
                Line(n, f"{day:%Y%m%d}" if day else "", a or "", b or "", code or "")
                for n, (day, a, b, code) in cells
            ]
            line += batch.num_rows
            yield sheet.parsed(lines, [])
    except (pa.ArrowException, KeyError, OSError) as error:
        raise BadInput(
            f"{name}: not a tidied KEDS file ({error}).",
            hint=f"Columns {', '.join(_COLUMNS)} were expected.",
        ) from error
    yield sheet.closing()
