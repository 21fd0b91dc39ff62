"""The files of years: the file itself, or the members of the publisher's archive of all years."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from typing import IO

from comity.errors import BadInput
from comity.sources.contract import SourceFile
from comity.sources.lines import open_bytes, refuse_empty, with_short_lines
from comity.sources.packed import bounded, check_member, is_packed, told_of_archive

MEMBER = re.compile(r"(?:^|/)BACI_HS\d{2}_Y\d{4}_V\w+\.csv$", re.IGNORECASE)


def year_files(file: SourceFile) -> Iterator[tuple[str, IO[bytes]]]:
    """The name and bytes of each year's file, in order of their names.

    The lists of countries and products beside them in the archive are left. Raises BadInput for an
    empty, broken or cut-off file, and for an archive without a file of a year.
    """
    refuse_empty(file)
    if _holds_several(file):
        yield from _members(file)
        return
    _refuse_cut_off(file)
    with open_bytes(file) as stream:
        yield file.name, stream


def _members(file: SourceFile) -> Iterator[tuple[str, IO[bytes]]]:
    with file.path.open("rb") as packed:
        with told_of_archive(file.name):
            archive = zipfile.ZipFile(packed)
        members = [one for one in archive.infolist() if MEMBER.search(one.filename)]
        if not members:
            raise BadInput(
                f"{file.name} holds no file of a year.",
                hint="BACI_HS92_Y2022_V202401b.csv is one.",
                next_step="Check that this is the right source for the file.",
            )
        for member in sorted(members, key=lambda one: one.filename):
            check_member(file.name, member)
            name = f"{file.name}: {member.filename.rpartition('/')[2]}"
            with told_of_archive(file.name):
                content = archive.open(member)
            size = member.compress_size
            with bounded(file.name, content, size, member.file_size) as stream:
                yield name, with_short_lines(name, stream)


def _holds_several(file: SourceFile) -> bool:
    with file.path.open("rb") as stream:
        if not is_packed(stream.read(4)) or not zipfile.is_zipfile(stream):
            return False
        with told_of_archive(file.name), zipfile.ZipFile(stream) as archive:
            return len(archive.namelist()) > 1


def _refuse_cut_off(file: SourceFile) -> None:
    """A plain file ends with a line end; an archive has a checksum of its own."""
    with file.path.open("rb") as stream:
        if is_packed(stream.read(4)):
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
