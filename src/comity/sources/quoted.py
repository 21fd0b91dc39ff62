"""Strict reading of a quoted CSV table in UTF-8: each row is taken, or rejected with its line."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from comity.errors import BadInput
from comity.sources.contract import Reject, SourceFile
from comity.sources.lines import read_whole

AGAIN = "Get the file again: its end is missing."


@dataclass(frozen=True, slots=True)
class Table:
    """How many data rows a file holds, and those that were not taken."""

    records: int
    rejects: tuple[Reject, ...]


def read_table(
    file: SourceFile,
    columns: Sequence[str],
    take: Callable[[Mapping[str, str]], str | None],
    *,
    of: str,
) -> Table:
    """Hand each row to `take`, which keeps it or says why it can't be right.

    `of` names what the table is of. Raises BadInput, naming the line, for a file that is empty, cut
    off, broken or not UTF-8, for another header, and where no row at all was taken.
    """
    text = _text(read_whole(file), file.name)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    records, rejects = 0, []
    try:
        _check_header(file.name, next(reader, []), columns, of)
        for fields in reader:
            records += 1
            reason = (
                take(dict(zip(columns, fields, strict=True)))
                if len(fields) == len(columns)
                else f"{len(fields)} fields; {len(columns)} expected"
            )
            if reason:
                rejects.append(Reject(reader.line_num, reason, ",".join(fields)[:200]))
    except csv.Error as error:
        raise BadInput(
            f"{file.name}, line {reader.line_num}: cut off or broken ({error}).",
            next_step="Get the file again: a quoted cell does not end.",
        ) from error
    if not text.endswith("\n"):
        raise BadInput(
            f"{file.name}, line {reader.line_num}: cut off (the last line does not end).",
            next_step=AGAIN,
        )
    if len(rejects) == records:
        raise BadInput(
            f"{file.name} holds no well-formed row of {of}.",
            hint=rejects[0].reason if rejects else "It has no records.",
            next_step="Check that this is the right source for the file.",
        )
    return Table(records, tuple(rejects))


def _check_header(name: str, found: Sequence[str], columns: Sequence[str], of: str) -> None:
    if tuple(found) != tuple(columns):
        raise BadInput(
            f"{name}, line 1: the header is not that of a table of {of}.",
            hint=f"Expected: {','.join(columns)}",
            next_step="Check that this is the right source for the file.",
        )


def _text(raw: bytes, name: str) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise BadInput(
            f"{name}, line {line}: not UTF-8 text.",
            next_step="Save it as UTF-8, or get it again.",
        ) from error
