"""The one file that is read of an archive with several, in it or in an archive within it."""

from __future__ import annotations

import fnmatch
import shutil
import tempfile
import zipfile
import zlib
from pathlib import Path, PurePosixPath

from comity.errors import BadInput
from comity.fetching.cache import disk_is_told

BLOCK = 1 << 20
# More than any table that is published; an archive that unpacks to more is a trap.
MOST_BYTES = 16 * 2**30
MOST_DEEP = 2


def unpack(archive: Path, member: str, folder: Path) -> Path:
    """The member of that name (with * for what varies), unpacked into the folder; once only.

    Folders within the archive play no part. Raises BadInput for a file that is no zip archive,
    that is broken, or in which there is no such member.
    """
    with disk_is_told(member, folder), tempfile.TemporaryDirectory(dir=_made(folder)) as place:
        try:
            found = _unpack(archive, member, folder, Path(place), MOST_DEEP)
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            NotImplementedError,
            RuntimeError,
        ) as error:
            raise BadInput(
                f"{archive.name} is no zip archive that can be unpacked ({error}).",
                next_step="Fetch it again; if that fails too, tell the publisher.",
            ) from error
    if found is None:
        raise BadInput(
            f"{archive.name} holds no file {member}.",
            hint=f"It holds: {', '.join(_names(archive)[:12])}.",
            next_step=f"It is kept as {archive}: unpack it, and load the file you need.",
        )
    return found


def _unpack(archive: Path, member: str, folder: Path, place: Path, depth: int) -> Path | None:
    with zipfile.ZipFile(archive) as opened:
        inner = [one for one in opened.infolist() if not one.is_dir()]
        for one in inner:
            name = PurePosixPath(one.filename.replace("\\", "/")).name
            if fnmatch.fnmatchcase(name, member):
                return _kept(opened, one, folder / name, place)
        for one in inner:
            if depth > 1 and one.filename.lower().endswith(".zip"):
                nested = _kept(opened, one, place / f"{one.CRC:08x}.zip", place)
                found = _unpack(nested, member, folder, place, depth - 1)
                if found is not None:
                    return found
    return None


def _kept(opened: zipfile.ZipFile, one: zipfile.ZipInfo, target: Path, place: Path) -> Path:
    """The member as `target`, written whole or not at all; nothing to do where it is there."""
    if one.file_size > MOST_BYTES:
        raise BadInput(
            f"{one.filename} unpacks to {one.file_size:,} bytes; that is a trap.",
            next_step="Tell the publisher; nothing was unpacked.",
        )
    if target.is_file() and target.stat().st_size == one.file_size and _crc(target) == one.CRC:
        return target
    new = place / f"new-{one.CRC:08x}"
    with opened.open(one) as source, new.open("wb") as sink:
        shutil.copyfileobj(source, sink, BLOCK)
    return new.replace(target)


def _crc(path: Path) -> int:
    crc = 0
    with path.open("rb") as stream:
        while block := stream.read(BLOCK):
            crc = zlib.crc32(block, crc)
    return crc


def _names(archive: Path) -> list[str]:
    with zipfile.ZipFile(archive) as opened:
        return [one.filename for one in opened.infolist() if not one.is_dir()]


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder
