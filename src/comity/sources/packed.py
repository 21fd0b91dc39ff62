"""Packed files, read as streams with bounds: the single member of a zip archive, or a gzip file.

Nothing is ever unpacked to disk, and no name in an archive is used as a path.
"""

from __future__ import annotations

import gzip
import io
import lzma
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any

from comity.errors import BadInput

ZIP, GZIP = b"PK\x03\x04", b"\x1f\x8b"
_EMPTY_ZIP = b"PK\x05\x06"
_OTHERS = {
    b"BZh": "bzip2",
    b"\xfd7zXZ\x00": "xz",
    b"7z\xbc\xaf\x27\x1c": "7-Zip",
    b"Rar!\x1a\x07": "RAR",
    b"\x28\xb5\x2f\xfd": "Zstandard",
}
LONGEST_MAGIC = 8

# The largest file that a publisher packs unpacks to some 12 GB, at 4 to 40 times its size; a zip
# bomb to a thousand times. A small file may be as uniform as it likes.
MOST_BYTES = 64 * 1024**3
MOST_RATIO = 200
FREE_BYTES = 64 * 1024**2

_PIECE = 1 << 20
_AGAIN = "Download it again: it was probably cut off."
_UNPACK = "Unpack it and name the data file."
_DRIVE = re.compile(r"[A-Za-z]:")
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    OSError,
    RuntimeError,
    ValueError,
    struct.error,
)


def is_packed(magic: bytes) -> bool:
    """Whether a file's first bytes are those of a zip archive or a gzip file."""
    return magic.startswith((ZIP, GZIP, _EMPTY_ZIP))


def refuse_other_packing(name: str, magic: bytes) -> None:
    """Raises BadInput for an archive of a kind that is not read."""
    for begin, kind in _OTHERS.items():
        if magic.startswith(begin):
            raise BadInput(f"{name} is packed by {kind}, which is not read.", next_step=_UNPACK)


@contextmanager
def unpacked(name: str, stream: IO[bytes], *, workbook: bool = False) -> Iterator[IO[bytes]]:
    """The content of a gzip file, or of the single member of a zip archive.

    `workbook`: whether it may be an Excel file, which is an archive itself.

    Raises BadInput, also while it is read, for an archive that is broken, locked, has several
    members or none, unpacks to far more than it should, or has a member that is a link, another
    archive, or named as a path out of the archive.
    """
    magic = stream.read(len(ZIP))
    size = stream.seek(0, io.SEEK_END)
    stream.seek(0)
    with told_of_archive(name, "gzip file" if magic.startswith(GZIP) else "zip archive"):
        if magic.startswith(GZIP):
            content: Any = gzip.GzipFile(fileobj=stream)
            declared = None
        else:
            archive = zipfile.ZipFile(stream)
            member = single_member(name, archive)
            content = archive.open(member)
            declared = member.file_size
    with bounded(name, content, size, declared) as readable:
        magic = readable.peek(LONGEST_MAGIC)[:LONGEST_MAGIC]
        if not (workbook and magic.startswith(ZIP)):
            _refuse_nested(name, magic)
        yield readable


def unpacked_head(name: str, stream: IO[bytes], size: int) -> bytes:
    """The first bytes of a gzip file, or of the first member of a zip archive, to know it by.

    Raises BadInput for an archive that is broken, empty or locked.
    """
    if stream.read(len(GZIP)) == GZIP:
        stream.seek(0)
        with told_of_archive(name, "gzip file"), gzip.GzipFile(fileobj=stream) as content:
            return content.read(size)
    stream.seek(0)
    with told_of_archive(name), zipfile.ZipFile(stream) as archive:
        members = [one for one in archive.infolist() if not one.is_dir()]
        if not members:
            raise BadInput(f"{name} holds no file.", next_step=_AGAIN)
        check_member(name, members[0])
        with archive.open(members[0]) as member:
            return member.read(size)


def single_member(name: str, archive: zipfile.ZipFile) -> zipfile.ZipInfo:
    """The one file of an archive. Raises BadInput where there are several, or it is none."""
    members = [one for one in archive.infolist() if not one.is_dir()]
    if len(members) != 1:
        raise BadInput(f"{name} holds {len(members)} files; one was expected.", next_step=_UNPACK)
    check_member(name, members[0])
    return members[0]


def check_member(name: str, member: zipfile.ZipInfo) -> None:
    """Raises BadInput for a member that is locked, a link, named as a path out, or too large."""
    inner = member.orig_filename
    parts = re.split(r"[/\\]", inner)
    if ".." in parts or not parts[0] or _DRIVE.match(inner) or "\x00" in inner:
        raise BadInput(
            f"{name} holds a file whose name leads out of the archive: {inner[:80]!r}.",
            hint="No publisher packs such a file.",
            next_step="Download it again from the publisher.",
        )
    mode = member.external_attr >> 16
    if stat.S_IFMT(mode) not in (0, stat.S_IFREG):
        raise BadInput(
            f"{name} holds {inner[:80]!r}, which is a link or a device and no file.",
            next_step="Download it again from the publisher.",
        )
    if member.flag_bits & 0x1:
        raise BadInput(f"{name} is locked with a password.", next_step=_UNPACK)
    _refuse_bomb(name, member.file_size, member.compress_size)


@contextmanager
def bounded(
    name: str, content: IO[bytes], packed_bytes: int, declared: int | None
) -> Iterator[Any]:
    """What is unpacked, as far as it is no more than a packed file of that size can hold."""
    kind = "gzip file" if declared is None else "zip archive"
    readable = io.BufferedReader(_Bounded(name, kind, content, packed_bytes, declared), _PIECE)
    try:
        yield readable
    finally:
        readable.close()


@contextmanager
def told_of_archive(name: str, kind: str = "zip archive") -> Iterator[None]:
    """Errors of unpacking as BadInput."""
    try:
        yield
    except NotImplementedError as error:
        raise BadInput(
            f"{name} is a {kind} that can't be unpacked here ({error}).", next_step=_UNPACK
        ) from error
    except _BROKEN as error:
        said = str(error) or type(error).__name__
        raise BadInput(f"{name} is a broken {kind} ({said}).", next_step=_AGAIN) from error


class _Bounded(io.RawIOBase):
    """Counts what is unpacked; errors of unpacking come out as BadInput."""

    def __init__(
        self, name: str, kind: str, content: IO[bytes], packed: int, declared: int | None
    ) -> None:
        super().__init__()
        self._name, self._kind, self._content = name, kind, content
        self._packed, self._declared, self._read = packed, declared, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        with told_of_archive(self._name, self._kind):
            piece = self._content.read(len(buffer))
        self._read += len(piece)
        _refuse_bomb(self._name, self._read, self._packed)
        if not piece and self._declared is not None and self._read != self._declared:
            raise BadInput(
                f"{self._name} is a broken zip archive "
                f"({self._read:,} bytes; it says {self._declared:,}).",
                next_step=_AGAIN,
            )
        buffer[: len(piece)] = piece
        return len(piece)

    def close(self) -> None:
        if not self.closed:
            self._content.close()
        super().close()


def _refuse_bomb(name: str, size: int, packed: int) -> None:
    if size > MOST_BYTES or (size > FREE_BYTES and size > MOST_RATIO * packed):
        raise BadInput(
            f"{name} unpacks to {size:,} bytes or more, from {packed:,}: that is a trap.",
            hint=f"At most {MOST_RATIO} times its packed size, and {MOST_BYTES:,} bytes, are read.",
            next_step="Download it again from the publisher; or unpack it and name the data file.",
        )


def _refuse_nested(name: str, magic: bytes) -> None:
    refuse_other_packing(f"The file in {name}", magic)
    if is_packed(magic):
        raise BadInput(f"{name} holds another archive.", next_step=_UNPACK)
