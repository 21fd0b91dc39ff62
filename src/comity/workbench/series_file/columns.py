"""The columns of a series that a user brings, each cell checked; what is wrong is told by row."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from comity.briefs.words import listed
from comity.errors import BadInput, nearest

Codes = NDArray[np.int64]
Mask = NDArray[np.bool_]

# Other names under which published tables have a column.
ALIASES: Mapping[str, str] = MappingProxyType(
    {"source_iso3": "source", "target_iso3": "target", "dataset": "part"}
)
# How many rows are named before the rest is counted.
NAMED_ROWS = 3
DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ][0-9:.Z+-]*)?|(\d{4})(\d{2})(\d{2})")
EPOCH = dt.date(1970, 1, 1)


@dataclass(frozen=True, slots=True, eq=False)
class Coded:
    """A column of names: `code[row]` is the place of its name in `names`."""

    names: tuple[str, ...]
    code: Codes


@dataclass(frozen=True, slots=True, eq=False)
class Findings:
    """All that is wrong with a table, told at once."""

    file: str
    told: list[str] = field(default_factory=list)

    def add(self, what: str) -> None:
        self.told.append(what)

    def add_rows(self, wrong: Mask, what: str, why: Callable[[int], str] | None = None) -> None:
        """`what` is wrong in those rows; `why` says what the first of them holds."""
        places = np.flatnonzero(wrong)
        if len(places):
            first = f" ({why(int(places[0]))})" if why else ""
            self.add(f"{rows_named(places)}: {what}{first}")

    def check(self) -> None:
        """Raises BadInput with all findings, where there are any."""
        if self.told:
            raise BadInput(
                f"{self.file} can't be taken as it is: {self.told[0]}.",
                hint="\n".join(f"Also: {one}." for one in self.told[1:]),
                next_step="Mend the file. Rows are counted from 1, without the line of names.",
            )


def rows_named(places: Codes) -> str:
    """Rows by number, from 1: the first few, and how many there are."""
    named = [f"{place + 1:,}" for place in places[:NAMED_ROWS]]
    if len(places) > NAMED_ROWS:
        return f"rows {', '.join(named)} and {len(places) - NAMED_ROWS:,} more"
    return f"{'rows' if len(places) > 1 else 'row'} {listed(named)}"


def is_signed(table: pa.Table) -> bool:
    """Whether a table is a signed series: it has values, and no counts."""
    names = {name.strip().casefold() for name in table.column_names}
    return "value" in names and "n" not in names


def known_columns(table: pa.Table, known: Mapping[str, str]) -> tuple[pa.Table, tuple[str, ...]]:
    """The columns of a table under their known names, and those that are not known.

    `known` maps a name in small letters to the name it is known under. Raises BadInput where two
    columns are the same, and for a column whose name is nearly that of a known one that is absent.
    """
    found: dict[str, str] = {}
    others = []
    # A column's own name goes before another name for it.
    for name in sorted(table.column_names, key=lambda name: name.strip().casefold() in ALIASES):
        meant = known.get(name.strip().casefold())
        if meant is None or (meant in found and name.strip().casefold() in ALIASES):
            others.append(name)
        elif meant in found:
            raise BadInput(
                f"The columns {found[meant]} and {name} both say {meant}.",
                next_step="Keep one of them.",
            )
        else:
            found[meant] = name
    absent = [meant for meant in dict.fromkeys(known.values()) if meant not in found]
    for name in others:
        near = nearest(name, absent, count=1)
        if near:
            raise BadInput(
                f"The column {name} is not known.",
                hint=f"Did you mean {near[0]}?",
                next_step="Rename it, or take it out.",
            )
    return table.select(list(found.values())).rename_columns(list(found)), tuple(others)


def names_of(table: pa.Table, column: str, findings: Findings) -> Coded:
    """A column of names (text or whole numbers), spaces around them taken away."""
    values = table[column].combine_chunks()
    if pa.types.is_dictionary(values.type):
        values = values.cast(values.type.value_type)
    if not (pa.types.is_integer(values.type) or _is_text(values.type)):
        findings.add(f"the column {column} holds {values.type}, not names")
        return Coded(("",), np.zeros(table.num_rows, np.int64))
    coded = pc.fill_null(values.cast(pa.string()), "").dictionary_encode()
    written = [name.strip() for name in coded.dictionary.to_pylist()]
    names = sorted(set(written))
    place = {name: number for number, name in enumerate(names)}
    moved = np.array([place[name] for name in written], np.int64)
    code = moved[coded.indices.to_numpy(zero_copy_only=False)]
    if "" in place:
        findings.add_rows(code == place[""], f"no {column}")
    return Coded(tuple(names), code)


def days_of(table: pa.Table, findings: Findings) -> Codes:
    """The column `date` as days since 1970-01-01; a time of day is left out."""
    values = table["date"].combine_chunks()
    if pa.types.is_date(values.type) or pa.types.is_timestamp(values.type):
        empty = np.asarray(pc.is_null(values).to_numpy(zero_copy_only=False), bool)
        findings.add_rows(empty, "no date")
        # A moment is taken at its own wall clock; its zone says nothing about the day of an act.
        plain = pc.local_timestamp(values) if getattr(values.type, "tz", None) else values
        days = plain.cast(pa.timestamp("us")).cast(pa.date32(), safe=False).cast(pa.int32())
        return np.asarray(pc.fill_null(days, 0).to_numpy(zero_copy_only=False), np.int64)
    written = names_of(table, "date", findings)
    parsed = [_day(text) for text in written.names]
    wrong = np.array(
        [day is None and text != "" for day, text in zip(parsed, written.names, strict=True)]
    )
    findings.add_rows(
        wrong[written.code],
        "no date that exists, written as 2018-01-31",
        lambda row: repr(written.names[written.code[row]]),
    )
    numbers = np.array([0 if day is None else (day - EPOCH).days for day in parsed], np.int64)
    return numbers[written.code]


def counts_of(table: pa.Table, findings: Findings) -> Codes:
    """The column `n`: whole numbers of acts, 0 or more."""
    numbers = _numbers(table, "n", findings)
    limit = np.iinfo(np.int32).max
    whole = np.floor(numbers) == numbers
    with np.errstate(invalid="ignore"):
        for wrong, what in (
            (np.isnan(numbers), "no number of acts in n"),
            (~np.isnan(numbers) & ~whole | np.isinf(numbers), "n is no whole number"),
            (numbers < 0, "n is below 0"),
            (whole & (numbers > limit), f"n is above {limit:,}"),
        ):
            findings.add_rows(wrong, what, lambda row: f"{numbers[row]:g}")
        sound = whole & (numbers >= 0) & (numbers <= limit)
    return np.where(sound, numbers, 0).astype(np.int64)


def values_of(table: pa.Table, column: str, findings: Findings) -> NDArray[np.float64]:
    """A column of measured values; an empty cell is nan: not known."""
    numbers = _numbers(table, column, findings)
    findings.add_rows(np.isinf(numbers), f"{column} is infinite")
    return numbers


def _numbers(table: pa.Table, column: str, findings: Findings) -> NDArray[np.float64]:
    values = table[column].combine_chunks()
    if _is_text(values.type) or pa.types.is_dictionary(values.type):
        return _from_text(names_of(table, column, Findings("")), column, findings)
    if pa.types.is_boolean(values.type) or not _is_number(values.type):
        findings.add(f"the column {column} holds {values.type}, not numbers")
        return np.zeros(table.num_rows)
    numbers = values.cast(pa.float64(), safe=False)
    return np.asarray(numbers.to_numpy(zero_copy_only=False), np.float64)


def _from_text(written: Coded, column: str, findings: Findings) -> NDArray[np.float64]:
    numbers, wrong = np.full(len(written.names), np.nan), np.zeros(len(written.names), np.bool_)
    for place, text in enumerate(written.names):
        try:
            numbers[place] = float(text) if text else np.nan
        except ValueError:
            wrong[place], numbers[place] = True, 0.0
    findings.add_rows(
        wrong[written.code],
        f"{column} is no number",
        lambda row: repr(written.names[written.code[row]]),
    )
    return numbers[written.code]


def _day(text: str) -> dt.date | None:
    found = DAY.fullmatch(text)
    if found is None:
        return None
    parts = [int(part) for part in found.groups() if part is not None]
    try:
        return dt.date(*parts)
    except ValueError:
        return None


def _is_text(kind: pa.DataType) -> bool:
    return bool(
        pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind)
    )


def _is_number(kind: pa.DataType) -> bool:
    return bool(
        pa.types.is_integer(kind)
        or pa.types.is_floating(kind)
        or pa.types.is_decimal(kind)
        or pa.types.is_null(kind)
    )
