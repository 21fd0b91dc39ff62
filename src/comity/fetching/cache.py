"""The cache: each file once, under its checksum; an index from addresses; parts that wait.

In COMITY_HOME/cache: `sha256/ab/abcd...` the bytes, read-only; `index/` what an address gave, and
when; `parts/` what is not whole yet; `files/SOURCE/NAME` the same bytes under the publisher's name.
"""

from __future__ import annotations

import dataclasses
import errno
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from comity.errors import LakeError
from comity.fetching.part import Part, write_whole

READ_ONLY = 0o444
BLOCK = 1 << 20
FULL = (errno.ENOSPC, errno.EDQUOT)


@dataclass(frozen=True, slots=True)
class Kept:
    """What an address gave. `md5` is the publisher's own checksum, empty where it gives none."""

    address: str
    name: str
    sha256: str
    md5: str
    bytes: int
    etag: str
    last_modified: str
    fetched_at: str
    origin: str


@dataclass(frozen=True, slots=True)
class Cache:
    """A cache in a folder. Any number of processes may use it at once."""

    home: Path

    def content(self, sha256: str) -> Path:
        """Where the bytes with that checksum are, or would be."""
        return self.home / "sha256" / sha256[:2] / sha256

    def kept(self, address: str) -> Kept | None:
        """What the address gave; None for nothing, or where its bytes are gone or damaged."""
        try:
            kept = Kept(**json.loads(self._index(address).read_text("utf-8")))
            whole = self.content(kept.sha256).stat().st_size == kept.bytes
        except (OSError, ValueError, TypeError):
            return None
        return kept if whole else None

    def part(self, address: str) -> Part:
        """What of the address is here already; it outlives the process."""
        return Part(self.home / "parts" / f"{key_of(address)}.part", address)

    @contextmanager
    def lock(self, address: str, on_wait: Callable[[str], None]) -> Iterator[None]:
        """One process at a time for an address; others wait, and are told so."""
        path = self.home / "locks" / f"{key_of(address)[:2]}.lock"
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = FileLock(path)
        try:
            lock.acquire(timeout=0)
        except Timeout:
            on_wait(f"Another process is fetching {address.rpartition('/')[2]}; waiting for it.")
            lock.acquire()
        try:
            yield
        finally:
            lock.release()

    def admit(self, part: Part, kept: Kept) -> Kept:
        """A whole, checked part becomes the content; the index names it last."""
        content = self.content(kept.sha256)
        content.parent.mkdir(parents=True, exist_ok=True)
        with part.path.open("rb+") as stream:
            os.fsync(stream.fileno())
        part.path.chmod(READ_ONLY)
        part.path.replace(content)
        part.drop()
        self.remember(kept)
        return kept

    def remember(self, kept: Kept) -> None:
        """Write the index of an address, whole or not at all."""
        write_whole(self._index(kept.address), json.dumps(dataclasses.asdict(kept), indent=1))

    def named(self, source: str, kept: Kept, name: str) -> Path:
        """The bytes under the publisher's file name, without a second copy where that can be."""
        path = self.home / "files" / source / name
        path.parent.mkdir(parents=True, exist_ok=True)
        content = self.content(kept.sha256)
        if path.exists() and path.samefile(content):
            return path
        place = Path(tempfile.mkdtemp(dir=path.parent, prefix=".new-"))
        try:
            try:
                os.link(content, place / name)
            except OSError:
                shutil.copyfile(content, place / name)
            (place / name).replace(path)
        finally:
            shutil.rmtree(place, ignore_errors=True)
        return path

    def _index(self, address: str) -> Path:
        key = key_of(address)
        return self.home / "index" / key[:2] / f"{key}.json"


def key_of(address: str) -> str:
    """A name for an address that any file system takes."""
    return hashlib.sha256(address.encode()).hexdigest()[:40]


def checksums(path: Path) -> tuple[str, str]:
    """The SHA-256 and MD5 of a file, read once."""
    sha256, md5 = hashlib.sha256(), hashlib.md5(usedforsecurity=False)
    with path.open("rb") as stream:
        while block := stream.read(BLOCK):
            sha256.update(block)
            md5.update(block)
    return sha256.hexdigest(), md5.hexdigest()


@contextmanager
def disk_is_told(what: str, home: Path) -> Iterator[None]:
    """Turns what the disk refuses into a LakeError. What was whole before is whole after."""
    try:
        yield
    except BrokenPipeError:
        # Whoever is told of the progress has gone; that is not the disk's doing.
        raise
    except OSError as error:
        if error.errno in FULL:
            raise LakeError(
                f"The disk is full: {what} was not written to its end.",
                hint=f"The cache is in {home}; nothing in it is broken.",
                next_step="Make room (or set COMITY_HOME to a larger disk) and run the command "
                "again: it goes on where it stopped.",
            ) from error
        raise LakeError(
            f"{what} can't be written to the cache in {home}: {error.strerror or error}.",
            next_step="Check that you may write there, or set COMITY_HOME to another folder.",
        ) from error
