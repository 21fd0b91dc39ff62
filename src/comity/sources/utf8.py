"""A stream of bytes that are UTF-8 text throughout, also in columns that nobody reads."""

from __future__ import annotations

import codecs
from typing import IO

from comity.errors import BadInput


class Utf8Stream:
    """Hands on a stream's bytes. Raises BadInput, with the line, at NUL or undecodable bytes.

    The reader of tables can't tell of a bad row that it can't decode: it would be lost.
    """

    def __init__(self, stream: IO[bytes], name: str, *, lines_before: int = 0) -> None:
        self._stream, self._name, self._lines = stream, name, lines_before
        self._decoder = codecs.getincrementaldecoder("utf-8")()
        self.closed = False

    def read(self, size: int = -1) -> bytes:
        chunk = self._stream.read(size)
        try:
            self._decoder.decode(chunk, final=not chunk)
        except UnicodeDecodeError as error:
            raise self._refusal(chunk[: max(error.start, 0)], "not UTF-8 text") from error
        if b"\x00" in chunk:
            raise self._refusal(chunk[: chunk.index(b"\x00")], "holds NUL bytes")
        self._lines += chunk.count(b"\n")
        return chunk

    def readable(self) -> bool:
        return True

    def writable(self) -> bool:
        return False

    def seekable(self) -> bool:
        return False

    def close(self) -> None:
        self.closed = True

    def _refusal(self, before: bytes, what: str) -> BadInput:
        line = self._lines + before.count(b"\n") + 1
        return BadInput(
            f"{self._name}, line {line}: {what}.",
            next_step="Save it as UTF-8, or download it again.",
        )
