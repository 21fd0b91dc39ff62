"""One file from an address into the cache: resumed, tried again, and checked before it counts."""

from __future__ import annotations

import datetime as dt
import errno
import re
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from comity.errors import BadInput, Unavailable
from comity.fetching.cache import Cache, Kept, checksums, disk_is_told
from comity.fetching.connection import Connection, Passing
from comity.fetching.listing import Published
from comity.fetching.part import Part, TooLong

RANGE = re.compile(r"bytes (\d+)-\d+/(\d+|\*)")
WHOLE = re.compile(r"bytes \*/(\d+)")
MEGABYTE = 1_000_000
# Room that is left to the rest of the machine.
SPARE = 50 * MEGABYTE


class Unlike(Exception):
    """What came is not the file that the publisher lists."""


class State(StrEnum):
    """How a file came to be here, or why it is not."""

    HERE = "already here"
    DOWNLOADED = "downloaded"
    RESUMED = "resumed"
    MIRROR = "from mirror"
    MISSING = "not published"
    UNREACHED = "not in the mirror"
    WANTED = "to download"


@dataclass(frozen=True, slots=True)
class Downloader:
    """The way from an address into the cache. `told` hears a line of progress at a time."""

    connection: Connection
    cache: Cache
    told: Callable[[str], None]
    on_wait: Callable[[str], None]
    clock: Callable[[], dt.datetime]

    def fetch(
        self,
        address: str,
        name: str,
        *,
        published: Published | None = None,
        changes: bool = False,
        origin: str = "publisher",
    ) -> tuple[State, Kept]:
        """The file at the address, in the cache; it is asked for only where it has to be.

        A file whose size or checksum is not the published one is fetched a second time from its
        beginning. Raises BadInput where that fails too (nothing of it is kept), NotThere for a
        file that is not there, Unavailable after the last attempt (what has come is kept),
        LakeError for what the disk refuses.
        """
        with disk_is_told(name, self.cache.home), self.cache.lock(address, self.on_wait):
            kept = self.cache.kept(address)
            if kept is not None and published is not None and wrong(kept, published):
                kept = None
            if kept is not None and not changes:
                return State.HERE, kept
            return self._twice(self.cache.part(address), name, kept, published, origin)

    def named(self, source: str, kept: Kept, name: str) -> Path:
        """The file under its publisher's name, for a person and for the parsers."""
        with disk_is_told(name, self.cache.home):
            return self.cache.named(source, kept, name)

    def _twice(
        self, part: Part, name: str, kept: Kept | None, published: Published | None, origin: str
    ) -> tuple[State, Kept]:
        """The file, whole and as published; a second try where the first is not."""
        what = ""
        for _ in range(2):
            try:
                state = self._transfer(part, name, kept, published)
                if state is State.HERE and kept is not None:
                    return state, kept
                new = self._described(part, name, origin)
                if published is not None and (what := wrong(new, published)):
                    raise Unlike(what)
                return state, self.cache.admit(part, new)
            except Unlike as error:
                self.told(f"{name}: {error}; fetching it again")
                what = str(error)
                part.drop()
        raise BadInput(
            f"{name} came twice with another content than its publisher lists: {what}.",
            hint=f"Address: {part.address}",
            next_step="Nothing of it was kept. Try again later, or tell the publisher.",
        )

    def _described(self, part: Part, name: str, origin: str) -> Kept:
        sha256, md5 = checksums(part.path)
        version = part.version()
        return Kept(
            part.address,
            name,
            sha256,
            md5,
            part.size(),
            version.get("etag") or "",
            version.get("last_modified") or "",
            self.clock().isoformat(timespec="seconds"),
            origin,
        )

    def _transfer(
        self, part: Part, name: str, kept: Kept | None, published: Published | None
    ) -> State:
        """Try until the part is whole. As long as a round brings bytes, another may follow."""
        import stamina

        manners = self.connection.manners

        def wait_for(error: Exception) -> bool | float:
            if not isinstance(error, Passing) or (error.wait or 0.0) > manners.patience:
                return False
            if error.wait is None:
                self.told(f"{name}: {error}; trying again")
                return True
            self.on_wait(f"{name}: {error}; trying again in {error.wait:,.0f} s, as it asks.")
            return error.wait

        while True:
            before = part.size()
            try:
                for attempt in stamina.retry_context(
                    on=wait_for,
                    attempts=manners.attempts,
                    timeout=None,
                    wait_initial=manners.wait,
                    wait_max=manners.longest_wait,
                    wait_jitter=manners.jitter,
                ):
                    with attempt:
                        return self._once(part, name, kept, published)
            except Passing as error:
                if error.wait is None and part.size() > before:
                    continue
                raise _given_up(part, name, error) from error

    def _once(self, part: Part, name: str, kept: Kept | None, published: Published | None) -> State:
        """One request, and its body to the end. Raises Passing where another may do better."""
        checked = published is not None and bool(published.md5)
        headers = part.resume_headers(checked=checked) or _if_changed(kept)
        with self.connection.get(part.address, headers) as (response, body):
            if response.status_code == 304 and kept is not None:
                return State.HERE
            if response.status_code in (304, 416):
                return _beyond_the_end(part, response.headers)
            _refuse_page(part, name, response.headers)
            state = State.RESUMED
            if response.status_code == 206:
                _check_continues(part, response.headers)
            else:
                part.begin(response.headers, _length(response.headers))
                state = State.DOWNLOADED
            total = part.version().get("total") or (published.bytes if published else None)
            self._check_room(part, name, total)
            most = (published.bytes if published else None) or self.connection.manners.most_bytes
            try:
                part.append(body, most=most, told=lambda size: self._tell(name, size, total))
            except TooLong as error:
                raise Unlike(str(error)) from error
        _check_whole(part)
        return state

    def _check_room(self, part: Part, name: str, total: int | None) -> None:
        """Raises OSError before a file is begun for which the disk has no room."""
        need = (total or 0) - part.size()
        if need > 0 and need + SPARE > shutil.disk_usage(part.path.parent).free:
            raise OSError(errno.ENOSPC, f"{name} needs {need:,} bytes more")

    def _tell(self, name: str, size: int, total: int | None) -> None:
        of = f" of {total / MEGABYTE:.1f}" if total else ""
        self.told(f"{name}: {size / MEGABYTE:.1f}{of} MB")


def wrong(kept: Kept, published: Published) -> str:
    """How what is kept differs from what the publisher lists; empty where it does not."""
    if published.bytes is not None and kept.bytes != published.bytes:
        return f"{kept.bytes:,} bytes; {published.bytes:,} expected"
    if published.md5 and kept.md5 != published.md5:
        return f"MD5 {kept.md5}; {published.md5} expected"
    return ""


def _if_changed(kept: Kept | None) -> dict[str, str]:
    """The headers that ask for the file only where it is not the one that is kept."""
    if kept is None:
        return {}
    given = {"If-None-Match": kept.etag, "If-Modified-Since": kept.last_modified}
    return {name: value for name, value in given.items() if value}


def _refuse_page(part: Part, name: str, headers: Mapping[str, str]) -> None:
    """Raises Unavailable where a web page comes in place of the file: a login, or its absence."""
    if "text/html" in headers.get("content-type", "") and not name.endswith((".html", ".htm")):
        raise Unavailable(
            f"A web page came in place of {name}.",
            hint=f"The file may have moved, or a login is needed: {part.address}",
            next_step="Open the address in a browser; save the file, and load it with "
            "`comity ingest`.",
        )


def _length(headers: Mapping[str, str]) -> int | None:
    """The length of the file; None where it is not told, or only that of a packed body."""
    text = headers.get("content-length", "")
    packed = headers.get("content-encoding", "identity") != "identity"
    return int(text) if text.isdigit() and not packed else None


def _check_continues(part: Part, headers: Mapping[str, str]) -> None:
    """Raises Passing, and drops the part, where a 206 is not the rest of the same version.

    Some servers heed Range and not If-Range.
    """
    match, version = RANGE.match(headers.get("content-range", "")), part.version()
    same = match is not None and int(match[1]) == part.size() > 0
    if match is not None and match[2] != "*" and version.get("total") is not None:
        same = same and int(match[2]) == version["total"]
    if headers.get("etag") and version.get("etag"):
        same = same and headers["etag"] == version["etag"]
    if not same:
        part.drop()
        raise Passing("the file has changed since its first part came")


def _beyond_the_end(part: Part, headers: Mapping[str, str]) -> State:
    """There is nothing after the part (416): it is whole, or of no use."""
    match = WHOLE.match(headers.get("content-range", ""))
    if match is not None and 0 < int(match[1]) == part.size():
        return State.RESUMED
    part.drop()
    raise Passing("the file is shorter than the part that had come")


def _check_whole(part: Part) -> None:
    total = part.version().get("total")
    if total is not None and part.size() != total:
        raise Passing(f"cut off after {part.size():,} of {total:,} bytes")


def _given_up(part: Part, name: str, error: Passing) -> Unavailable:
    """The error after the last attempt; what has come is kept."""
    size = part.size()
    after = f"{size:,} bytes of it are kept. " if size else ""
    asked = f"The publisher asks to wait {error.wait:,.0f} s. " if error.wait else ""
    return Unavailable(
        f"{name} could not be fetched: {error}.",
        hint=f"Address: {part.address}",
        next_step=f"{asked}{after}Run the same command again later: it goes on where it stopped.",
    )
