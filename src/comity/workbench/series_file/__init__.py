"""Series of acts that a user brings as a table, each cell checked."""

from comity.workbench.series_file.columns import is_signed
from comity.workbench.series_file.counts import COUNT_TEXTS, CountsFile, read_counts
from comity.workbench.series_file.request import SeriesRequest, TableContent
from comity.workbench.series_file.rows import SeriesOptions
from comity.workbench.series_file.signed import SIGNED_TEXTS, SignedFile, read_signed

__all__ = [
    "COUNT_TEXTS",
    "SIGNED_TEXTS",
    "CountsFile",
    "SeriesOptions",
    "SeriesRequest",
    "SignedFile",
    "TableContent",
    "is_signed",
    "read_counts",
    "read_signed",
]
