"""The published Country-Year file: over four thousand columns, of which few are read."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.csv as pacsv

from comity.errors import BadInput
from comity.sources.contract import Parsed, Reject, SourceFile
from comity.sources.lines import open_bytes
from comity.sources.packed import is_packed
from comity.sources.utf8 import Utf8Stream
from comity.sources.vdem.figures import ID, YEAR, Figures
from comity.sources.vdem.indices import chosen_facts

# The published header begins so, whatever the release.
BEGINS = ("country_name", ID, "country_id", YEAR, "historical_date", "project")
BLOCK = 16 * 1024**2
_NEXT = "Download it again: its end is probably missing."


def looks_like_release(head: bytes) -> bool:
    """Whether a file begins with the header of a Country-Year file, which may outlast `head`."""
    line = head.split(b"\n", 1)[0].decode("utf-8-sig", "replace")
    return tuple(name.strip().strip('"') for name in line.split(",", 6)[:6]) == BEGINS


def parse_release(file: SourceFile, asked: Sequence[str]) -> Iterator[Parsed]:
    """The figures of the chosen indices, and at the end what the file covers.

    Raises BadInput for another header, a column that is not there, broken or undecodable text,
    and a file that is cut off.
    """
    header = _header(file)
    _refuse_cut_off(file)
    figures = Figures(chosen_facts(file.name, header, asked))
    columns = [ID, YEAR, *(fact.fact for fact in figures.facts)]
    yield figures.about()
    bad = _BadRows(len(header))
    row = 1
    for batch in _batches(file, columns, bad):
        early = bad.take()
        lines = _lines(row, batch.num_rows, early)
        row += batch.num_rows + len(early)
        parsed = figures.parsed(batch, lines)
        yield _with(parsed, early)
    late = bad.take()
    if not figures.years:
        raise BadInput(
            f"{file.name} holds no well-formed row of a country and year.",
            hint=late[0].reason if late else "",
            next_step="Check that this is the right source for the file.",
        )
    yield _with(figures.coverage(), late)


@dataclass(slots=True)
class _BadRows:
    """Rows with another number of fields than the header: kept as rejects, never skipped."""

    width: int
    rejects: list[Reject] = field(default_factory=list)

    def handle(self, row: pacsv.InvalidRow) -> str:
        reason = f"{row.actual_columns} fields; {self.width} expected"
        self.rejects.append(Reject(int(row.number or 0), reason, str(row.text)[:200]))
        return "skip"

    def take(self) -> list[Reject]:
        """The rejects since the last call."""
        taken, self.rejects = self.rejects, []
        return taken


def _batches(file: SourceFile, columns: list[str], bad: _BadRows) -> Iterator[pa.RecordBatch]:
    with open_bytes(file) as stream:
        try:
            reader = pacsv.open_csv(
                pa.PythonFile(Utf8Stream(stream, file.name), mode="r"),
                read_options=pacsv.ReadOptions(use_threads=False, block_size=BLOCK),
                parse_options=pacsv.ParseOptions(
                    newlines_in_values=True,
                    ignore_empty_lines=False,
                    invalid_row_handler=bad.handle,
                ),
                convert_options=pacsv.ConvertOptions(
                    include_columns=columns,
                    column_types=dict.fromkeys(columns, pa.string()),
                    strings_can_be_null=False,
                ),
            )
            yield from reader
        except (pa.ArrowInvalid, pa.ArrowKeyError) as error:
            raise BadInput(
                f"{file.name} can't be read as a table: {str(error).splitlines()[0][:200]}.",
                next_step=_NEXT,
            ) from error


def _header(file: SourceFile) -> list[str]:
    with open_bytes(file) as stream:
        line = stream.readline(4 * 1024**2)
    try:
        names = next(csv.reader([line.decode("utf-8-sig").rstrip("\r\n")]), [])
    except (UnicodeDecodeError, csv.Error) as error:
        raise BadInput(f"{file.name}, line 1: not UTF-8 text.", next_step=_NEXT) from error
    if tuple(names[: len(BEGINS)]) != BEGINS:
        raise BadInput(
            f"{file.name}, line 1: the header is not that of a V-Dem Country-Year file.",
            hint=f"It should begin: {','.join(BEGINS)}",
            next_step="Take the Country-Year file (Core, or Full and others) in CSV.",
        )
    if len(set(names)) != len(names):
        twice = next(name for name in names if names.count(name) > 1)
        raise BadInput(
            f"{file.name}, line 1: the column {twice!r} is there twice.", next_step=_NEXT
        )
    return names


def _lines(row: int, count: int, bad: Sequence[Reject]) -> list[int]:
    """The line numbers of a batch's good rows, which are those between the bad ones."""
    skipped = {reject.line for reject in bad}
    span = range(row + 1, row + 1 + count + len(bad))
    return [line for line in span if line not in skipped][:count]


def _with(parsed: Parsed, rejects: Sequence[Reject]) -> Parsed:
    return Parsed(
        parsed.dataset,
        parsed.records + len(rejects),
        parsed.tables,
        parsed.dropped,
        [*rejects, *parsed.rejects],
        parsed.coverage,
    )


def _refuse_cut_off(file: SourceFile) -> None:
    """Raises BadInput where the last line does not end: its last figure may not be whole.

    A packed file has its own checksum.
    """
    with file.path.open("rb") as stream:
        packed = is_packed(stream.read(4))
        stream.seek(-1, 2)
        if not packed and stream.read(1) != b"\n":
            raise BadInput(f"{file.name} is cut off: its last line does not end.", next_step=_NEXT)
