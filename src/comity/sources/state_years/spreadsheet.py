"""Excel files (.xls, .xlsx), plain or packed, as rows of cells.

The reader is the optional python-calamine.
"""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from comity.errors import BadInput, Unavailable
from comity.sources.contract import SourceFile
from comity.sources.lines import refuse_empty
from comity.sources.packed import is_packed, told_of_archive, unpacked, unpacked_head
from comity.sources.plain_file import open_regular, told_of_reading

XLS = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = b"PK\x03\x04"
WORKBOOK = "xl/workbook.xml"
# A sheet of a published file unpacks to far less; a zip bomb to more.
MOST_BYTES = 2 * 1024**3
PATIENCE_S = 300

Cell = Any
Rows = list[list[Cell]]


def is_spreadsheet(file: SourceFile) -> bool:
    """Whether the bytes are those of an Excel file, old or new, plain, zipped or gzipped.

    A zipped CSV is none. Raises BadInput for an archive that is broken.
    """
    refuse_empty(file)
    with open_regular(file.path) as stream, told_of_reading(file.path):
        magic = stream.read(len(XLS))
        if not is_packed(magic):
            return magic == XLS
        if _is_workbook(file, magic):
            return True
        stream.seek(0)
        return unpacked_head(file.name, stream, len(XLS)).startswith((XLS, ZIP))


def _is_workbook(file: SourceFile, magic: bytes) -> bool:
    """Whether an archive is itself an Excel file, not one around it."""
    if not magic.startswith(ZIP):
        return False
    try:
        with zipfile.ZipFile(file.path) as archive:
            return WORKBOOK in archive.namelist()
    except zipfile.BadZipFile as error:
        raise _damaged(file, str(error)) from error


@contextmanager
def _workbook(file: SourceFile) -> Iterator[Path]:
    """The Excel file itself; of one that is packed, a copy that is gone afterwards.

    Raises BadInput for an archive that is broken, a trap, or holds several files.
    """
    with open_regular(file.path) as stream, told_of_reading(file.path):
        magic = stream.read(len(XLS))
        if not is_packed(magic) or _is_workbook(file, magic):
            yield file.path.resolve()
            return
        stream.seek(0)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "workbook"
            with unpacked(file.name, stream, workbook=True) as content, path.open("wb") as copy:
                _copy(file, content, copy)
            _refuse_other_archive(file, path)
            yield path


def _refuse_other_archive(file: SourceFile, path: Path) -> None:
    with path.open("rb") as stream:
        if stream.read(len(ZIP)) != ZIP:
            return
    with told_of_archive(file.name), zipfile.ZipFile(path) as archive:
        if WORKBOOK not in archive.namelist():
            raise BadInput(
                f"{file.name} holds another archive.",
                next_step="Unpack it and name the Excel file.",
            )


def _copy(file: SourceFile, content: IO[bytes], copy: IO[bytes]) -> None:
    size = 0
    while piece := content.read(1 << 20):
        size += len(piece)
        if size > MOST_BYTES:
            raise _too_large(file, size)
        copy.write(piece)


def read_sheet(file: SourceFile, names: Sequence[str] = ()) -> tuple[str, Rows]:
    """The first sheet with one of the names (the first of all without any), and its rows.

    Row 1 of the sheet is the first of the list. Raises Unavailable without the reader, BadInput
    for a file that is none, is damaged, or lacks the sheet.
    """
    refuse_empty(file)
    _need_reader()
    with _workbook(file) as path:
        _refuse_bomb(file, path)
        read = _read_in_process(file, path, names)
    if not read["sheet"]:
        raise BadInput(
            f"{file.name} has no sheet {' or '.join(names)!r}; "
            f"it has {', '.join(read['there'])[:200]}.",
            next_step="Check that this is the publisher's own file.",
        )
    rows: Rows = read["rows"]
    return str(read["sheet"]), rows


def _read_in_process(file: SourceFile, path: Path, names: Sequence[str]) -> dict[str, Any]:
    command = [sys.executable, "-m", "comity.sources.state_years.sheet_process"]
    try:
        done = subprocess.run(
            [*command, str(path), *names], capture_output=True, timeout=PATIENCE_S
        )
    except subprocess.TimeoutExpired as error:
        raise _damaged(file, "the reader came to no end") from error
    if done.returncode:
        raise _damaged(file, done.stderr.decode("utf-8", "replace"))
    read: dict[str, Any] = json.loads(done.stdout)
    return read


def _need_reader() -> None:
    try:
        importlib.import_module("python_calamine")
    except ImportError as error:
        raise Unavailable(
            "Excel files need the reader python-calamine, which is not installed.",
            next_step="Install it: pip install 'comity[spreadsheets]', or save the sheet as CSV.",
        ) from error


def _refuse_bomb(file: SourceFile, path: Path) -> None:
    with path.open("rb") as stream:
        if stream.read(4) != ZIP:
            return
    try:
        with zipfile.ZipFile(path) as archive:
            size = sum(member.file_size for member in archive.infolist())
    except zipfile.BadZipFile as error:
        raise _damaged(file, str(error)) from error
    if size > MOST_BYTES:
        raise _too_large(file, size)


def _too_large(file: SourceFile, size: int) -> BadInput:
    return BadInput(
        f"{file.name} would unpack to {size:,} bytes; no published sheet is that large.",
        next_step="Download it again from the publisher.",
    )


def _damaged(file: SourceFile, why: str) -> BadInput:
    return BadInput(
        f"{file.name} is no readable Excel file.",
        hint=why.strip().splitlines()[0][:200] if why.strip() else "",
        next_step="Download it again: it was probably cut off.",
    )
