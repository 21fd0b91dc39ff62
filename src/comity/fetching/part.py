"""A file that is not whole yet: its bytes so far, and of which version of the file they are."""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any


class TooLong(Exception):
    """The publisher sends more than the file can have."""


@dataclass(frozen=True, slots=True)
class Part:
    """The bytes in `path`; beside them the ETag, the date and the length that the server named."""

    path: Path
    address: str

    @property
    def about(self) -> Path:
        return self.path.with_suffix(".part.json")

    def size(self) -> int:
        try:
            return self.path.stat().st_size
        except OSError:
            return 0

    def version(self) -> dict[str, Any]:
        """What the server said of the file: etag, last_modified, total; empty where unknown."""
        try:
            found = json.loads(self.about.read_text("utf-8"))
        except (OSError, ValueError):
            return {}
        return found if isinstance(found, dict) and found.get("address") == self.address else {}

    def resume_headers(self, *, checked: bool) -> dict[str, str]:
        """The headers that ask for the rest of the same version; empty where none is safe.

        A weak ETag does not say that bytes are equal; then the date does. With neither, the part
        is of use only where the whole file is `checked` against a published checksum.
        """
        size, version = self.size(), self.version()
        if not size or not version:
            return {}
        etag = version.get("etag") or ""
        validator = etag if etag and not etag.startswith("W/") else version.get("last_modified")
        if validator:
            return {"Range": f"bytes={size}-", "If-Range": str(validator)}
        return {"Range": f"bytes={size}-"} if checked else {}

    def begin(self, headers: Mapping[str, str], total: int | None) -> None:
        """Forget what was here; a new version of the file begins."""
        self.drop()
        self.path.parent.mkdir(parents=True, exist_ok=True)
        packed = headers.get("content-encoding", "identity") != "identity"
        about = {
            "address": self.address,
            # Of a body that was packed for the way, no part can be asked for.
            "etag": "" if packed else headers.get("etag", ""),
            "last_modified": "" if packed else headers.get("last-modified", ""),
            "total": total,
        }
        write_whole(self.about, json.dumps(about))

    def append(
        self, pieces: Iterable[bytes], *, most: int, told: Callable[[int], None] | None = None
    ) -> None:
        """Add pieces as they come; what has come stays, whatever stops it. Raises TooLong."""
        size = self.size()
        # Unbuffered, so that a killed process leaves all that it has taken.
        with self.path.open("ab", buffering=0) as stream:
            for piece in pieces:
                size += len(piece)
                if size > most:
                    raise TooLong(f"more than {most:,} bytes")
                _write_all(stream.fileno(), piece)
                if told is not None:
                    told(size)

    def drop(self) -> None:
        self.path.unlink(missing_ok=True)
        self.about.unlink(missing_ok=True)


def _write_all(handle: int, piece: bytes) -> None:
    view = memoryview(piece)
    while view:
        view = view[os.write(handle, view) :]


def write_whole(path: Path, text: str) -> None:
    """A small file, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(text)
        os.replace(name, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(name)
        raise
