"""Which checksums hold for the wanted files, by the mirror's copy of the list or the publisher's.

A publisher's list may be large (GDELT 2: over 100 MB). It is fetched once and kept; for files that
are newer than it, only its end is asked for, where it grows at its end alone.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from comity.fetching.cache import Kept
from comity.fetching.connection import NotThere, Passing
from comity.fetching.download import Downloader
from comity.fetching.listing import Listing, Published, read_list
from comity.fetching.places import FolderMirror, WebMirror
from comity.fetching.rules import ListRule
from comity.fetching.wanted import Wanted

DAY = dt.timedelta(days=1)
# Above this many bytes the whole list is fetched, and kept, rather than its end.
MOST_OF_AN_END = 16_000_000


@dataclass(slots=True)
class Checks:
    """The lists of one run, each read when it is first needed."""

    rule: ListRule | None
    downloader: Downloader
    mirror: FolderMirror | WebMirror | None
    today: dt.date
    wanted: Sequence[Wanted]
    notes: list[str] = field(default_factory=list)
    _near: Listing | None = None
    _far: Listing | None = None
    _near_read: bool = False
    _far_read: bool = False
    _fresh: bool = False

    def near(self, wanted: Wanted) -> Published | None:
        """What the mirror's copy of the list says of a file; None where it has none."""
        if not self._near_read:
            self._near_read = True
            self._near = self._from_mirror()
        return self._near.files.get(wanted.name) if self._near else None

    def far(self, wanted: Wanted) -> Published | None:
        """What the publisher's list says of a file; None where it says nothing."""
        listing = self._publisher()
        return listing.files.get(wanted.name) if listing else None

    def known_missing(self, wanted: Wanted) -> bool:
        """Whether the list, where there is one, shows that the publisher has no such file."""
        listing = self._publisher()
        if listing is None or wanted.name in listing.files:
            return False
        return listing.first <= wanted.name <= listing.last

    def renew(self) -> bool:
        """Fetch the publisher's list anew; False where there is none, or it is new already."""
        if self.rule is None or self._fresh:
            return False
        self._far, self._far_read = self._whole(self.rule), True
        return self._far is not None

    def _publisher(self) -> Listing | None:
        if not self._far_read and self.rule is not None:
            self._far_read = True
            self._far = self._kept(self.rule) or self._end(self.rule) or self._whole(self.rule)
        return self._far

    def _kept(self, rule: ListRule) -> Listing | None:
        """The list as kept, where it is new enough to know all wanted files, or their lack."""
        kept = self.downloader.cache.kept(rule.address)
        if kept is None:
            return None
        listing = self._read(kept, rule)
        fetched = dt.datetime.fromisoformat(kept.fetched_at).replace(tzinfo=None)
        unknown = [one for one in self.wanted if one.name not in listing.files]
        told = all(one.until is not None and one.until + DAY < fetched for one in unknown)
        return listing if told else None

    def _end(self, rule: ListRule) -> Listing | None:
        """The end of the list, as far back as the wanted files lie; None where that is too far."""
        days = [one.until.date() for one in self.wanted if one.until is not None]
        if not rule.bytes_a_day or not days:
            return None
        size = ((self.today - min(days)).days + 3) * rule.bytes_a_day
        if size > MOST_OF_AN_END:
            return None
        try:
            with self.downloader.connection.get(rule.address, {"Range": f"bytes=-{size}"}) as (
                response,
                body,
            ):
                if response.status_code != 206:
                    return None
                lines = b"".join(body).splitlines()[1:]
        except (Passing, NotThere):
            return None
        listing = read_list(lines, rule.form, self._names())
        if not listing.first or listing.first > min(one.name for one in self.wanted):
            return None
        self._fresh = True
        return listing

    def _whole(self, rule: ListRule) -> Listing | None:
        try:
            _, kept = self.downloader.fetch(
                rule.address, rule.address.rpartition("/")[2], changes=True
            )
        except NotThere:
            self.notes.append(
                f"The publisher's list of checksums is not at {rule.address}: the files were "
                "checked against nothing but their length."
            )
            return None
        self._fresh = True
        return self._read(kept, rule)

    def _from_mirror(self) -> Listing | None:
        if self.rule is None or self.mirror is None:
            return None
        name = self.rule.address.rpartition("/")[2]
        wanted = Wanted(name, self.rule.address, changes=True)
        if isinstance(self.mirror, FolderMirror):
            path = self.mirror.find(wanted)
            if path is None:
                return None
            with path.open("rb") as lines:
                return read_list(lines, self.rule.form, self._names())
        for address in self.mirror.addresses(wanted):
            try:
                _, kept = self.downloader.fetch(address, name, changes=True, origin="mirror")
            except NotThere:
                continue
            return self._read(kept, self.rule)
        return None

    def _read(self, kept: Kept, rule: ListRule) -> Listing:
        with self.downloader.cache.content(kept.sha256).open("rb") as lines:
            return read_list(lines, rule.form, self._names())

    def _names(self) -> frozenset[str]:
        return frozenset(one.name for one in self.wanted)
