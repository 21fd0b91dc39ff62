"""The files of years: the file itself, or the members of the publisher's archive of all years."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from comity.errors import BadInput
from comity.sources.contract import SourceFile
from comity.sources.lines import open_bytes, refuse_empty

MEMBER = re.compile(r"(?:^|/)BACI_HS\d{2}_Y\d{4}_V\w+\.csv$", re.IGNORECASE)
_AGAIN = "Download it again: it was probably cut off."


def year_files(file: SourceFile) -> Iterator[tuple[str, IO[bytes]]]:
    """The name and bytes of each year's file, in order of their names.

    The lists of countries and products beside them in the archive are left. Raises BadInput for an
    empty, broken or cut-off file, and for an archive without a file of a year.
    """
    refuse_empty(file)
    if _holds_several(file):
        with _reading(file), zipfile.ZipFile(file.path) as archive:
            names = sorted(name for name in archive.namelist() if MEMBER.search(name))
            if not names:
                raise BadInput(
                    f"{file.name} holds no file of a year.",
                    hint="BACI_HS92_Y2022_V202401b.csv is one.",
                    next_step="Check that this is the right source for the file.",
                )
            for name in names:
                with archive.open(name) as stream:
                    yield f"{file.name}: {name.rpartition('/')[2]}", stream
        return
    _refuse_cut_off(file)
    with open_bytes(file) as stream, _reading(file):
        yield file.name, stream


def _holds_several(file: SourceFile) -> bool:
    if not zipfile.is_zipfile(file.path):
        return False
    with zipfile.ZipFile(file.path) as archive:
        return len(archive.namelist()) > 1


def _refuse_cut_off(file: SourceFile) -> None:
    """A plain file ends with a line end; an archive has a checksum of its own."""
    with file.path.open("rb") as stream:
        if stream.read(4) == b"PK\x03\x04":
            return
        stream.seek(-1, 2)
        if stream.read(1) == b"\n":
            return
        stream.seek(0)
        lines = 1 + sum(chunk.count(b"\n") for chunk in iter(lambda: stream.read(1 << 20), b""))
    raise BadInput(
        f"{file.name}, line {lines}: cut off; the last line has no end.",
        next_step="Download it again: the end of the file is missing.",
    )


@contextmanager
def _reading(file: SourceFile) -> Iterator[None]:
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError) as error:
        raise BadInput(
            f"{file.name} is a zip archive that can't be read ({error}).", next_step=_AGAIN
        ) from error
