"""The tidied mirror file `ucdp_acd`: one row a conflict, year and pair of supporters, no place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from comity.sources.contract import Parsed, Reject
from comity.sources.parquet_file import read_tidied
from comity.sources.ucdp_acd.conflicts import Conflicts, ConflictYear, Kind
from comity.sources.ucdp_acd.parser import YEARS
from comity.vocabulary.actor import DropReason

NUMBERS = ("gwno_a", "gwno_a_2nd", "gwno_b", "gwno_b_2nd")
COLUMNS = ("year", "type_of_conflict", "intensity_level", "incompatibility", *NUMBERS)
KINDS = {
    "extrasystemic": Kind.EXTRASYSTEMIC,
    "interstate": Kind.INTERSTATE,
    "intrastate": Kind.INTRASTATE,
    "II": Kind.INTERNATIONALISED,
}
OVER = {"territory": "territory", "government": "government", "both": "territory and government"}


def parse_parquet(path: Path, name: str) -> Iterator[Parsed]:
    """All rows; the line of a reject is the row from 1. Raises BadInput for another file.

    The file does not say where: a conflict within a state is put on its government's territory, one
    between states on that of both sides, and one over a dependency on nobody's.
    """
    table = read_tidied(path, name, COLUMNS)
    conflicts, rejects = Conflicts(), list[Reject]()
    nowhere = Counter[DropReason]()
    for line, row in enumerate(zip(*(table[c].to_pylist() for c in COLUMNS), strict=True), 1):
        try:
            one = conflict_year(*row)
        except ValueError as error:
            rejects.append(Reject(line, str(error), str(row[0])))
            continue
        conflicts.take(one)
        nowhere[DropReason.TERRITORY] += not one.where
    conflicts.dropped.update(+nowhere)
    yield conflicts.parsed(rejects, whole=True)


def conflict_year(
    year: int, kind: str, intensity: int, over: str, *numbers: int | None
) -> ConflictYear:
    """One row. Raises ValueError, saying what is wrong."""
    if kind not in KINDS or over not in OVER:
        raise ValueError(f"{str(kind)[:20]!r} over {str(over)[:20]!r} is no kind of conflict")
    if intensity not in (1, 2) or year not in YEARS:
        raise ValueError(f"intensity {intensity} in {year}; 1 or 2 since 1946 expected")
    first, with_first, second, with_second = (() if n is None else (n,) for n in numbers)
    where = {
        Kind.EXTRASYSTEMIC: (),
        Kind.INTERSTATE: (*first, *second),
        Kind.INTRASTATE: first,
        Kind.INTERNATIONALISED: first,
    }[KINDS[kind]]
    sides = (first, with_first, second, with_second)
    placed = KINDS[kind] is not Kind.INTERSTATE
    return ConflictYear(year, KINDS[kind], intensity, OVER[over], *sides, where, placed)
