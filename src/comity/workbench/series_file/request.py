"""What the verbs that read a user's series are asked with."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, TypeAlias

import pyarrow as pa
from pydantic import BeforeValidator, ConfigDict, Field, InstanceOf, Strict, WithJsonSchema

from comity.errors import BadValue, not_one_of
from comity.vocabulary.period import Granularity
from comity.workbench.result import Names, Request
from comity.workbench.series_file.calendar import parse_gap
from comity.workbench.series_file.rows import SeriesOptions


def _arrow(given: Any) -> Any:
    """A frame of pandas, Polars or another library that speaks Arrow, as a table."""
    speaks = hasattr(given, "__arrow_c_stream__") and not isinstance(given, pa.Table)
    return pa.table(given) if speaks else given


# An Arrow table (or a frame that can be one), or the content of a CSV or Parquet file.
TableContent: TypeAlias = Annotated[
    Annotated[bytes, Strict()] | InstanceOf[pa.Table],
    BeforeValidator(_arrow),
    WithJsonSchema({"type": "string", "format": "binary"}),
]
RULES = ("refuse", "sum")


class SeriesRequest(Request):
    """A series of the user's own, and how it is taken."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    series: TableContent = Field(
        description="a table (CSV, Parquet or Arrow): date, source, target, class, n", repr=False
    )
    classes: Names = Field((), description="only these classes; default: all but meetings")
    gaps: Names = Field((), description="days not observed, each FROM:TO, both included")
    duplicates: str = Field("refuse", description="rows of one date, pair, class: refuse or sum")
    first_day: dt.date | None = Field(None, description="first day of the span; default: of rows")
    last_day: dt.date | None = Field(None, description="last day of the span, included")

    def options(self, period: Granularity | None) -> SeriesOptions:
        """How the table is taken. Raises BadValue for what is no rule, gap or step."""
        if self.duplicates not in RULES:
            raise not_one_of("rule for duplicates", self.duplicates, RULES)
        if period not in (None, Granularity.DAY, Granularity.WEEK):
            raise BadValue(
                f"Reactions are estimated by day or by week, not by {period}.",
                next_step="Use day or week.",
            )
        return SeriesOptions(
            period=period,
            classes=self.classes,
            gaps=tuple(parse_gap(gap) for gap in self.gaps),
            sum_duplicates=self.duplicates == "sum",
            first_day=self.first_day,
            last_day=self.last_day,
        )
