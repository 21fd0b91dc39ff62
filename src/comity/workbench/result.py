"""What every verb gives back: frozen, with a table and a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa
from pydantic import BaseModel, ConfigDict, SkipValidation, field_serializer

from comity.errors import Unavailable

if TYPE_CHECKING:
    import pandas
    import polars


class Request(BaseModel):
    """The values a verb is asked with; unknown keys fail."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Result(BaseModel):
    """`.table` is Arrow; `.to_pandas()` and `.to_polars()` need their library; `.text` is prose."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    table: SkipValidation[pa.Table]
    text: str
    lake_version: int | None = None

    @field_serializer("table")
    def _rows(self, table: pa.Table) -> list[dict[str, Any]]:
        return table.to_pylist()  # type: ignore[no-any-return]

    def to_pandas(self) -> pandas.DataFrame:
        """The table as a pandas frame. Raises Unavailable where pandas is not installed."""
        try:
            return self.table.to_pandas()
        except ImportError as error:
            raise _missing("pandas") from error

    def to_polars(self) -> polars.DataFrame:
        """The table as a Polars frame. Raises Unavailable where Polars is not installed."""
        try:
            import polars
        except ImportError as error:
            raise _missing("polars") from error
        frame = polars.from_arrow(self.table)
        assert isinstance(frame, polars.DataFrame)
        return frame


def _missing(library: str) -> Unavailable:
    return Unavailable(
        f"{library} is not installed.", next_step="Install it with `pip install comity[frames]`."
    )
