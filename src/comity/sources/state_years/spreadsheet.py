"""Excel files (.xls, .xlsx) as rows of cells, by the optional reader python-calamine."""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from typing import Any

from comity.errors import BadInput, Unavailable
from comity.sources.contract import SourceFile
from comity.sources.lines import refuse_empty

XLS = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = b"PK\x03\x04"
# A sheet of a published file unpacks to far less; a zip bomb to more.
MOST_BYTES = 2 * 1024**3
PATIENCE_S = 300

Cell = Any
Rows = list[list[Cell]]


def is_spreadsheet(file: SourceFile) -> bool:
    """Whether the bytes are those of an Excel file, old or new; a zipped CSV is none."""
    refuse_empty(file)
    with file.path.open("rb") as stream:
        magic = stream.read(8)
    if not magic.startswith(ZIP):
        return magic == XLS
    try:
        with zipfile.ZipFile(file.path) as archive:
            return "xl/workbook.xml" in archive.namelist()
    except zipfile.BadZipFile as error:
        raise _damaged(file, str(error)) from error


def read_sheet(file: SourceFile, names: Sequence[str] = ()) -> tuple[str, Rows]:
    """The first sheet with one of the names (the first of all without any), and its rows.

    Row 1 of the sheet is the first of the list. Raises Unavailable without the reader, BadInput
    for a file that is none, is damaged, or lacks the sheet.
    """
    refuse_empty(file)
    _need_reader()
    _refuse_bomb(file)
    command = [sys.executable, "-m", "comity.sources.state_years.sheet_process"]
    try:
        done = subprocess.run(
            [*command, str(file.path.resolve()), *names], capture_output=True, timeout=PATIENCE_S
        )
    except subprocess.TimeoutExpired as error:
        raise _damaged(file, "the reader came to no end") from error
    if done.returncode:
        raise _damaged(file, done.stderr.decode("utf-8", "replace"))
    read: dict[str, Any] = json.loads(done.stdout)
    if not read["sheet"]:
        raise BadInput(
            f"{file.name} has no sheet {' or '.join(names)!r}; "
            f"it has {', '.join(read['there'])[:200]}.",
            next_step="Check that this is the publisher's own file.",
        )
    rows: Rows = read["rows"]
    return str(read["sheet"]), rows


def _need_reader() -> None:
    try:
        importlib.import_module("python_calamine")
    except ImportError as error:
        raise Unavailable(
            "Excel files need the reader python-calamine, which is not installed.",
            next_step="Install it: pip install 'comity[spreadsheets]', or save the sheet as CSV.",
        ) from error


def _refuse_bomb(file: SourceFile) -> None:
    with file.path.open("rb") as stream:
        if stream.read(4) != ZIP:
            return
    try:
        with zipfile.ZipFile(file.path) as archive:
            size = sum(member.file_size for member in archive.infolist())
    except zipfile.BadZipFile as error:
        raise _damaged(file, str(error)) from error
    if size > MOST_BYTES:
        raise BadInput(
            f"{file.name} would unpack to {size:,} bytes; no published sheet is that large.",
            next_step="Download it again from the publisher.",
        )


def _damaged(file: SourceFile, why: str) -> BadInput:
    return BadInput(
        f"{file.name} is no readable Excel file.",
        hint=why.strip().splitlines()[0][:200] if why.strip() else "",
        next_step="Download it again: it was probably cut off.",
    )
