"""The two layouts of the published workbook: a long list of pairs, and a matrix of origins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from comity.errors import BadInput
from comity.sources.state_years import read_year
from comity.sources.state_years.numbers import read_whole
from comity.sources.undesa_migrants.places import by_name, by_number
from comity.sources.undesa_migrants.rows import Stocks
from comity.vocabulary.actor import DropReason

TARGET, SOURCE = "location code of destination", "location code of origin"
MATRIX = "country or area of origin"
# The header stands below the publisher's own title page.
HEADER_ROWS = 40

Rows = Sequence[Sequence[Any]]


def read_rows(file: str, rows: Rows) -> Stocks:
    """The figures of a sheet. Raises BadInput where it has the header of neither layout."""
    for at, row in enumerate(rows[:HEADER_ROWS]):
        names = [_word(cell) for cell in row]
        if TARGET in names and SOURCE in names:
            return _read_pairs(file, rows, at, names)
        if "year" in names and "code" in names and MATRIX in names:
            return _read_matrix(file, rows, at, names)
    raise BadInput(
        f"{file} has no header of migrants by destination and origin in its first rows.",
        hint="Columns with the location codes of destination and origin were expected (since "
        "2020), or the countries of origin as columns (until 2019).",
        next_step="Take the workbook by destination and origin, not that by destination alone.",
    )


@dataclass(frozen=True, slots=True)
class _YearColumns:
    """Columns with a year: of both sexes together, and how many of one sex stand beside them."""

    together: list[tuple[int, int]]
    of_one_sex: int


def _read_pairs(file: str, rows: Rows, at: int, names: list[str]) -> Stocks:
    """Since 2020: a line for each pair, a column for each year (first of both sexes together)."""
    stocks, years = Stocks(), _year_columns(file, rows, at)
    target, source = names.index(TARGET), names.index(SOURCE)
    first = years.together[0][0]
    for line, row in enumerate(rows[at + 1 :], at + 2):
        if not any(_word(cell) for cell in row[first:]) and not _word(row[target]):
            continue
        try:
            codes = _number(row[target], "destination"), _number(row[source], "origin")
            sides = [(by_number(codes[1], y), by_number(codes[0], y)) for _, y in years.together]
            if None in sides[0]:
                raise ValueError(f"no state or territory has the code {codes[1]} or {codes[0]}")
        except ValueError as error:
            stocks.reject(line, str(error), _shown(row))
            continue
        stocks.dropped[DropReason.PART_OF_TOTAL] += years.of_one_sex
        for (column, year), (origin, destination) in zip(years.together, sides, strict=True):
            if origin is not None and destination is not None:
                stocks.take(line, origin, destination, year, row[column])
    return stocks


def _year_columns(file: str, rows: Rows, at: int) -> _YearColumns:
    """The years up to where they begin again; what follows is of men and of women.

    Raises BadInput where the title above says that the first are not of both sexes.
    """
    header = rows[at]
    found = [(column, year) for column, cell in enumerate(header) if (year := _year(cell))]
    together: list[tuple[int, int]] = []
    for column, year in found:
        if any(year == other for _, other in together):
            break
        together.append((column, year))
    if not together:
        raise BadInput(
            f"{file}, row {at + 1}: the header has no year.",
            next_step="Take Table 1 of the published workbook.",
        )
    title = _word(rows[at - 1][together[0][0]]) if at else ""
    if title and "both" not in title:
        raise BadInput(
            f"{file}, row {at}: figures of both sexes were expected first, not {title[:60]!r}.",
            next_step="Take Table 1 of the published workbook.",
        )
    return _YearColumns(together, len(found) - len(together))


def _read_matrix(file: str, rows: Rows, at: int, names: list[str]) -> Stocks:
    """Until 2019: a line for each destination and year, a column for each origin by its name."""
    stocks = Stocks()
    first, year_at, code_at = names.index(MATRIX), names.index("year"), names.index("code")
    header = rows[at + 1] if at + 1 < len(rows) else []
    origins = [(c, str(cell).strip()) for c, cell in enumerate(header) if c >= first and cell]
    known = [(column, name) for column, name in origins if by_name(name, 2019) is not None]
    for _, name in origins:
        if by_name(name, 2019) is None:
            stocks.reject(at + 2, f"no state or territory is called {name[:60]!r}", name)
    for line, row in enumerate(rows[at + 2 :], at + 3):
        if not any(_word(cell) for cell in row[first:]):
            continue
        try:
            year = read_year(row[year_at])
            code = _number(row[code_at], "destination")
            destination = by_number(code, year)
            if destination is None:
                raise ValueError(f"no state or territory has the code {code}")
        except ValueError as error:
            stocks.reject(line, str(error), _shown(row))
            continue
        for column, name in known:
            origin = by_name(name, year)
            if origin is not None:
                stocks.take(line, origin, destination, year, row[column])
    return stocks


def _number(cell: object, of: str) -> int:
    number = read_whole(cell)
    if number is None:
        raise ValueError(f"no location code of the {of}")
    return number


def _year(cell: object) -> int | None:
    try:
        return read_year(cell)
    except ValueError:
        return None


def _word(cell: object) -> str:
    return "" if cell is None else " ".join(str(cell).split()).casefold()


def _shown(row: Sequence[object]) -> str:
    return ",".join(str(cell) for cell in row[:10])
