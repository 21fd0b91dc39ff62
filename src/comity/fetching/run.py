"""Fetching the wanted files: from the cache, else the mirror, else the publisher."""

from __future__ import annotations

import datetime as dt
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from comity.errors import BadInput, Unavailable
from comity.fetching.cache import Kept, checksums
from comity.fetching.checks import Checks
from comity.fetching.connection import NotThere
from comity.fetching.download import Downloader, State, wrong
from comity.fetching.listing import Published
from comity.fetching.members import unpack
from comity.fetching.pages import page_count
from comity.fetching.places import FolderMirror, WebMirror
from comity.fetching.recipe import FetchSet, Recipe
from comity.fetching.wanted import Wanted


@dataclass(frozen=True, slots=True)
class Fetched:
    """What became of a wanted file. `path` is None and `bytes` may be for one that is not here.

    Of an archive of which one member is read, `path` is that member's.
    """

    name: str
    address: str
    state: State
    bytes: int | None = None
    sha256: str = ""
    path: Path | None = None


@dataclass(slots=True)
class Fetching:
    """One run over files of a set. `notes` gathers what a reader should know of it."""

    recipe: Recipe
    chosen: FetchSet
    downloader: Downloader
    mirror: FolderMirror | WebMirror | None
    progress: Callable[[str], None]
    today: dt.date
    notes: list[str] = field(default_factory=list)
    _checks: Checks | None = None
    _away: Unavailable | None = None

    def plan(self, wanted: Sequence[Wanted]) -> list[Fetched]:
        """What a run would do, as far as that can be told without asking anybody."""
        return [self._at_hand(one) or _not_here(one, State.WANTED) for one in wanted]

    def run(self, wanted: Sequence[Wanted]) -> list[Fetched]:
        """Fetch the files in order; those that the publisher does not have are told, not fatal.

        Raises BadInput for one that comes with a wrong checksum twice, Unavailable where the
        publisher can't be reached; what has come until then is kept. Behind a mirror, a
        publisher that can't be reached for one file of many is told, and not asked again.
        """
        self._checks = Checks(self.chosen.listing, self.downloader, self.mirror, self.today, wanted)
        queue: deque[Wanted] = deque(wanted)
        done: list[Fetched] = []
        while queue:
            one = queue.popleft()
            self.progress(f"{len(done) + 1} of {len(done) + len(queue) + 1}: {one.name}")
            try:
                found = self._at_hand(one) or self._from_mirror(one) or self._from_outside(one)
            except Unavailable as error:
                raise _stopped(error, done, len(queue)) from error
            done.append(self._unpacked(one, found))
            if one.paged and one.page == 1 and found.path is not None:
                pages = page_count(found.path, self.recipe.title)
                queue.extend(one.other_page(page) for page in range(2, pages + 1))
        self.notes.extend(self._checks.notes)
        if self._away is not None:
            if not any(one.path for one in done):
                raise _nothing(self._away, len(done)) from self._away
            self.notes.append(f"The publisher was not reached: {self._away.what}")
        return done

    def _unpacked(self, wanted: Wanted, found: Fetched) -> Fetched:
        """The file, or the member of it that is read."""
        member = wanted.rule.member if wanted.rule else ""
        if not member or found.path is None:
            return found
        folder = self.downloader.cache.home / "files" / self.recipe.source
        return replace(found, path=unpack(found.path, member, folder))

    def _at_hand(self, wanted: Wanted) -> Fetched | None:
        """The file in the cache, or in a mirror's folder; None for neither."""
        if not wanted.changes:
            kept = self.downloader.cache.kept(wanted.address)
            if kept is not None:
                return self._row(wanted, State.HERE, kept)
        if not isinstance(self.mirror, FolderMirror):
            return None
        path = self.mirror.find(wanted)
        if path is None:
            return None
        sha256, md5 = checksums(path)
        size = path.stat().st_size
        published = self._checks.near(wanted) if self._checks else None
        kept = Kept(wanted.address, wanted.name, sha256, md5, size, "", "", "", "mirror")
        if published is not None and (how := wrong(kept, published)):
            self.notes.append(f"{path} of the mirror is not what the publisher lists ({how}).")
            return None
        return Fetched(wanted.name, wanted.address, State.MIRROR, size, sha256, path)

    def _from_mirror(self, wanted: Wanted) -> Fetched | None:
        """The file from a mirror on the web; None where it is not there, or not as published."""
        if not isinstance(self.mirror, WebMirror):
            return None
        assert self._checks is not None
        published = self._checks.near(wanted)
        for address in self.mirror.addresses(wanted):
            try:
                state, kept = self.downloader.fetch(
                    address,
                    wanted.name,
                    published=published,
                    changes=wanted.changes,
                    origin="mirror",
                )
            except NotThere:
                continue
            except BadInput as error:
                self.notes.append(f"The mirror's file was left: {error.what}")
                continue
            return self._row(wanted, state if state is State.HERE else State.MIRROR, kept)
        return None

    def _from_outside(self, wanted: Wanted) -> Fetched:
        """The file from its publisher; behind a mirror, a publisher out of reach is no error."""
        if self._away is not None:
            return _not_here(wanted, State.UNREACHED)
        try:
            return self._from_publisher(wanted)
        except Unavailable as error:
            if self.mirror is None or wanted.until is None:
                raise
            self._away = error
            return _not_here(wanted, State.UNREACHED)

    def _from_publisher(self, wanted: Wanted) -> Fetched:
        """The file from its publisher, or that there is none."""
        assert self._checks is not None
        if self._checks.known_missing(wanted):
            return _not_here(wanted, State.MISSING)
        try:
            return self._asked(wanted, self._checks.far(wanted))
        except BadInput:
            # The list may be older than the file.
            if not self._checks.renew():
                raise
            return self._asked(wanted, self._checks.far(wanted))

    def _asked(self, wanted: Wanted, published: Published | None) -> Fetched:
        try:
            state, kept = self.downloader.fetch(
                wanted.address, wanted.name, published=published, changes=wanted.changes
            )
        except NotThere as error:
            if wanted.until is not None:
                return _not_here(wanted, State.MISSING)
            raise Unavailable(
                f"{wanted.name} is not at its publisher's address any more.",
                hint=f"Address: {wanted.address} ({self.recipe.checked})",
                next_step=f"Look for it at {self.recipe.documentation}, save it, and load it: "
                f"comity ingest {self.chosen.ingest or self.recipe.source} FILE",
            ) from error
        return self._row(wanted, state, kept)

    def _row(self, wanted: Wanted, state: State, kept: Kept) -> Fetched:
        path = self.downloader.named(self.recipe.source, kept, wanted.name)
        return Fetched(wanted.name, wanted.address, state, kept.bytes, kept.sha256, path)


def _stopped(error: Unavailable, done: Sequence[Fetched], left: int) -> Unavailable:
    """The error at which a run of several files ends, with what had come and what was left."""
    if not done and not left:
        return error
    here = sum(1 for one in done if one.path is not None)
    told = f"The run ended there: {here:,} of {len(done) + left + 1:,} files are here."
    hint = f"{error.hint}\n{told}" if error.hint else told
    return Unavailable(error.what, hint=hint, next_step=error.next_step)


def _nothing(error: Unavailable, wanted: int) -> Unavailable:
    """The error where the mirror has no file, and its publisher can't be reached."""
    files = f"none of the {wanted:,} files" if wanted > 1 else "not the file"
    return Unavailable(
        f"The mirror has {files}, and the publisher was not reached: {error.what}",
        hint=error.hint,
        next_step=error.next_step,
    )


def _not_here(wanted: Wanted, state: State) -> Fetched:
    return Fetched(wanted.name, wanted.address, state)
