"""What every verb gives back: frozen, with a table and a sentence."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated, Any

import pyarrow as pa
from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SkipValidation,
    ValidationError,
    field_serializer,
)

from comity.errors import BadValue, Unavailable
from comity.measures.bloc_acts import BlocVoice

if TYPE_CHECKING:
    import pandas
    import polars


def not_valid(error: ValidationError, options: Iterable[str] = ()) -> BadValue:
    """What is wrong with a request, option by option."""
    findings = [
        f"{'.'.join(str(part) for part in finding['loc'])}: {finding['msg']}"
        for finding in error.errors()
    ]
    listed = ", ".join(options)
    return BadValue(
        f"The request is not valid: {'; '.join(findings)}.",
        next_step=f"Options: {listed}." if listed else "--help lists the options.",
    )


def split_names(given: Any) -> Any:
    """A text with commas as its parts; without those that are empty."""
    parts = given.split(",") if isinstance(given, str) else given
    return tuple(part.strip() for part in parts if part.strip())


# Several names: a sequence, or one text with commas between them.
Names = Annotated[tuple[str, ...], BeforeValidator(split_names)]


class Request(BaseModel):
    """The values a verb is asked with; unknown keys fail."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class PairRequest(Request):
    """A directed pair, a span and a source of acts; with `both` the other direction too."""

    source: str = Field(description="who acts: a code (RUS) or a name (Russia)")
    target: str = Field(description="toward whom: a code (UKR) or a name (Ukraine)")
    first_day: dt.date | None = Field(None, description="first day of the span")
    last_day: dt.date | None = Field(None, description="last day of the span, included")
    both: bool = Field(False, description="add the other direction")
    dataset: str | None = Field(None, description="the source to read; default: best coverage")
    voice: BlocVoice = Field(
        BlocVoice.INSTITUTIONS, description="whose acts are those of a bloc such as the EU"
    )


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
