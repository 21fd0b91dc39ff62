"""The first line of a file: what its columns are called, before a parser is chosen."""

from __future__ import annotations

from comity.sources.contract import SourceFile
from comity.sources.lines import open_bytes

LONGEST = 65_536
_BOM = b"\xef\xbb\xbf"


def first_line(file: SourceFile, *, with_mark: bool = False) -> bytes:
    """The first line of a plain or zipped file, without line end; `with_mark`: as it stands there,
    a byte-order mark included.

    Raises BadInput for an empty file or a broken archive.
    """
    with open_bytes(file) as stream:
        line = stream.readline(LONGEST)
        return line if with_mark else line_of(line)


def line_of(head: bytes) -> bytes:
    """The first line of a file's first bytes, without line end or byte-order mark."""
    return head.split(b"\n", 1)[0].rstrip(b"\r").removeprefix(_BOM)
