"""Printing: tables for people, CSV, JSON and Parquet for programs."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from enum import StrEnum
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table

from comity.errors import BadValue, ComityError, not_one_of

if TYPE_CHECKING:
    import pyarrow as pa

# Rows of a table that fit a screen; the other formats give all.
SCREEN_ROWS = 60
WHOLE_CELL = 12
PIPE_WIDTH = 200


class Format(StrEnum):
    """How a result is printed."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    PARQUET = "parquet"


def parse_format(text: str) -> Format:
    """A format by name. Raises BadValue with the valid names."""
    try:
        return Format(text.strip().lower())
    except ValueError:
        raise not_one_of("format", text, list(Format)) from None


def write_result(
    table: pa.Table,
    fmt: Format,
    *,
    out: Path | None = None,
    columns: Sequence[str] = (),
    fold: Sequence[str] = (),
    headings: Mapping[str, str] | None = None,
    exact: Sequence[str] = (),
    notes: Sequence[str] = (),
) -> None:
    """Print a table to standard output, or write it to `out`; notes go to standard error.

    `columns` are those shown on a screen, the last ones only where there is room; those in `fold`
    take as many lines as they need, those in `exact` are never cut, with numbers to four digits,
    and `headings` gives some of them a shorter name. The other formats have all. A file named .csv,
    .json or .parquet is written as such.
    """
    if fmt is Format.TABLE and out is not None and out.suffix.lstrip(".") in list(Format):
        fmt = Format(out.suffix.lstrip("."))
    if fmt is Format.TABLE and out is None:
        _print_table(_chosen(table, columns, headings or {}), fold, exact)
    elif fmt is Format.TABLE and out is not None:
        with writable(out), out.open("w", encoding="utf-8") as stream:
            console = Console(file=stream, width=PIPE_WIDTH)
            shown = _chosen(table, columns, headings or {})
            _print_table(shown, fold, exact, console, limit=None)
    else:
        _write_bytes(_encoded(table, fmt), fmt, out)
    print_notes(notes)


def print_lines(lines: Sequence[str]) -> None:
    """Lines on standard output, as they are."""
    Console(soft_wrap=True, highlight=False).print("\n".join(lines), markup=False)


def print_notes(notes: Sequence[str]) -> None:
    """What a reader should know of a result, on standard error."""
    errors = Console(stderr=True, soft_wrap=True, highlight=False)
    for note in notes:
        if note:
            errors.print(note, style="dim", markup=False)


@contextmanager
def writable(out: Path) -> Iterator[None]:
    """For writing `out`, in a folder that is made. Raises BadValue where that can't be."""
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        raise BadValue(
            f"{out} can't be written: {error.strerror or error}.",
            next_step="Name another place with --out.",
        ) from error


def _encoded(table: pa.Table, fmt: Format) -> bytes:
    buffer = io.BytesIO()
    match fmt:
        case Format.CSV:
            text = io.TextIOWrapper(buffer, encoding="utf-8", newline="", write_through=True)
            rows = csv.writer(text, lineterminator="\n")
            rows.writerow(table.column_names)
            columns = [map(_listed, column.to_pylist()) for column in table.columns]
            rows.writerows(zip(*columns, strict=True))
            text.detach()
        case Format.JSON:
            listed = json.dumps(table.to_pylist(), ensure_ascii=False, indent=1, default=_json)
            buffer.write(listed.encode() + b"\n")
        case _:
            import pyarrow.parquet as pq

            pq.write_table(table, buffer, compression="zstd")
    return buffer.getvalue()


def _write_bytes(content: bytes, fmt: Format, out: Path | None) -> None:
    if out is not None:
        with writable(out):
            out.write_bytes(content)
        return
    if fmt is Format.PARQUET and sys.stdout.isatty():
        raise BadValue(
            "Parquet is binary and would garble the screen.",
            next_step="Write it to a file with --out FILE, or redirect standard output.",
        )
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()


def _json(value: object) -> str:
    if isinstance(value, (dt.date, dt.datetime)):
        return value.isoformat()
    return str(value)


def _chosen(table: pa.Table, columns: Sequence[str], headings: Mapping[str, str]) -> pa.Table:
    """The columns that a screen has, under their headings there."""
    shown = table.select([c for c in columns if c in table.column_names]) if columns else table
    return shown.rename_columns([headings.get(name, name) for name in shown.column_names])


def _print_table(
    shown: pa.Table,
    fold: Sequence[str],
    exact: Sequence[str],
    console: Console | None = None,
    *,
    limit: int | None = SCREEN_ROWS,
) -> None:
    import pyarrow.types as kind

    screen = console or _screen()
    rows = [
        [_exact(value) if name in exact else _cell(value) for name, value in row.items()]
        for row in shown.slice(0, limit).to_pylist()
    ]
    numbers = [kind.is_integer(f.type) or kind.is_floating(f.type) for f in shown.schema]
    # Short cells stay whole; long ones give way, to keep one line a row.
    widths = [
        max([len(name), *(len(row[i]) for row in rows)])
        for i, name in enumerate(shown.column_names)
    ]
    least = [
        width if number or name in exact else min(width, WHOLE_CELL)
        for name, width, number in zip(shown.column_names, widths, numbers, strict=True)
    ]
    given = _given(least, widths, screen.width)
    fitting = len(given)
    view = Table(box=None, pad_edge=False, header_style="bold")
    for name, number, width in zip(shown.column_names, numbers, given, strict=False):
        view.add_column(
            name,
            justify="right" if number else "left",
            overflow="fold" if name in fold else "ellipsis",
            no_wrap=name not in fold,
            width=width,
        )
    for row in rows:
        view.add_row(*row[:fitting])
    screen.print(view, markup=False)
    if fitting < shown.num_columns:
        hidden = ", ".join(shown.column_names[fitting:])
        print_notes([f"No room for {hidden}: widen the window, or use --format csv."])
    if limit is not None and shown.num_rows > limit:
        screen.print(
            f"… {shown.num_rows - limit} rows more; --format csv prints all {shown.num_rows}.",
            style="dim",
        )


def _given(least: Sequence[int], widths: Sequence[int], room: int) -> list[int]:
    """The widths of the columns that fit, two spaces between; at least one column does.

    Each has its least; what room is left goes to the first ones that would be wider.
    """
    taken = [end - 2 for end in accumulate(width + 2 for width in least)]
    fitting = max(1, sum(end <= room for end in taken))
    spare = max(0, room - taken[fitting - 1])
    given = []
    for width, whole in list(zip(least, widths, strict=True))[:fitting]:
        more = min(whole - width, spare)
        given.append(width + more)
        spare -= more
    return given


def _screen() -> Console:
    """Standard output; a file or a pipe has no width, so lines need not break there."""
    console = Console(highlight=False)
    return console if console.is_terminal else Console(highlight=False, width=PIPE_WIDTH)


def _cell(value: Any) -> str:
    if value is None:
        return "·"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.2f}".rstrip("0").rstrip(".") if value else "0"
    if isinstance(value, dt.datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    return str(_listed(value))


def _exact(value: Any) -> str:
    """A number with four digits, or with all digits before its point; anything else as ever."""
    if not isinstance(value, float):
        return _cell(value)
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.4g}"


def _listed(value: Any) -> Any:
    """A list as the words of one cell; anything else as it is."""
    return " ".join(map(str, value)) if isinstance(value, list) else value


def print_error(error: ComityError) -> None:
    """What is wrong, the hint and the next step, on standard error."""
    console = Console(stderr=True, soft_wrap=True, highlight=False)
    console.print(f"comity: {error.what}", style="bold red", markup=False)
    for line in (error.hint, error.next_step):
        if line:
            console.print(line, markup=False)
