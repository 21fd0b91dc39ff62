"""The published CSV, one line a conflict and year."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from comity.sources.contract import Parsed, Reject, SourceFile
from comity.sources.csv_records import columns_of, read_records
from comity.sources.headers import first_line
from comity.sources.ucdp_acd.conflicts import Conflicts, ConflictYear, Kind

NEEDED = frozenset(
    {
        *("conflict_id", "location", "side_a", "side_b", "incompatibility", "year"),
        *("intensity_level", "type_of_conflict", "gwno_a", "gwno_a_2nd", "gwno_b", "gwno_b_2nd"),
        *("gwno_loc", "region"),
    }
)
KINDS = {
    "1": Kind.EXTRASYSTEMIC,
    "2": Kind.INTERSTATE,
    "3": Kind.INTRASTATE,
    "4": Kind.INTERNATIONALISED,
}
OVER = {"1": "territory", "2": "government", "3": "territory and government"}
# A whole release has conflicts in each of UCDP's five regions.
REGIONS = frozenset("12345")
YEARS = range(1946, 2200)
_NUMBERS = re.compile(r"\d{1,4}(\s*[,;]\s*\d{1,4})*$")


def looks_like_acd(head: bytes) -> bool:
    """Whether the first line is the header of the conflict-years."""
    return set(columns_of(head)) >= NEEDED


def parse_acd(file: SourceFile) -> Iterator[Parsed]:
    """All conflict-years. Raises BadInput for a file of another form.

    A reject shows the conflict's number and year alone: the names of sides are not kept.
    """
    found = columns_of(first_line(file))
    header = found if set(found) >= NEEDED else tuple(sorted(NEEDED))
    conflicts, rejects = Conflicts(), list[Reject]()
    regions: set[str] = set()
    for chunk in read_records(file, header):
        rejects += [replace(one, text=one.text.partition(",")[0][:40]) for one in chunk.rejects]
        for line, cells in zip(chunk.lines, chunk.cells, strict=True):
            row = {name: cell.strip() for name, cell in zip(header, cells, strict=True)}
            try:
                one = conflict_year(row)
            except ValueError as error:
                text = f"conflict {row['conflict_id'][:20]}, {row['year'][:10]}"
                rejects.append(Reject(line, str(error), text))
                continue
            conflicts.take(one)
            regions.update(re.findall(r"\d", row["region"]))
    rejects.sort(key=lambda reject: reject.line)
    yield conflicts.parsed(rejects, whole=regions >= REGIONS)


def conflict_year(row: Mapping[str, str]) -> ConflictYear:
    """One line. Raises ValueError, saying what is wrong."""
    for name, words in (("type_of_conflict", KINDS), ("incompatibility", OVER)):
        if row[name] not in words:
            raise ValueError(f"{name} {row[name][:20]!r}; one of {', '.join(words)} expected")
    if row["intensity_level"] not in ("1", "2"):
        raise ValueError(f"intensity_level {row['intensity_level'][:20]!r}; 1 or 2 expected")
    if not row["year"].isdecimal() or int(row["year"]) not in YEARS:
        raise ValueError(f"year {row['year'][:20]!r} is no year since 1946")
    where = numbers(row, "gwno_loc")
    if not where:
        raise ValueError("gwno_loc is empty")
    return ConflictYear(
        int(row["year"]),
        KINDS[row["type_of_conflict"]],
        int(row["intensity_level"]),
        OVER[row["incompatibility"]],
        numbers(row, "gwno_a"),
        numbers(row, "gwno_a_2nd"),
        numbers(row, "gwno_b"),
        numbers(row, "gwno_b_2nd"),
        where,
    )


def numbers(row: Mapping[str, str], name: str) -> tuple[int, ...]:
    """The numbers of states in a cell, as "2, 200"; empty for none. Raises ValueError."""
    cell = row[name]
    if not cell:
        return ()
    if not _NUMBERS.match(cell):
        raise ValueError(f"{name} {cell[:40]!r}; numbers of states expected")
    return tuple(dict.fromkeys(int(number) for number in re.findall(r"\d+", cell)))
