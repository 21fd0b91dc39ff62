"""The publisher's list of checksums: what each file should be, and which files there are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from comity.fetching.rules import ListForm


@dataclass(frozen=True, slots=True)
class Published:
    """What the publisher says of a file; `bytes` is None and `md5` empty where it does not."""

    bytes: int | None
    md5: str


@dataclass(frozen=True, slots=True)
class Listing:
    """The lines of a list that are of wanted files, by file name.

    `first` and `last` are the least and greatest file names of the list, empty for an empty one:
    names that begin with a date tell how far the list (or the end of it at hand) reaches.
    """

    files: Mapping[str, Published]
    first: str
    last: str


def read_list(lines: Iterable[bytes], form: ListForm, wanted: frozenset[str]) -> Listing:
    """The wanted lines of a list. Lines of another form are passed over: lists have known gaps."""
    found: dict[str, Published] = {}
    first = last = ""
    for line in lines:
        parts = line.split()
        if form is ListForm.SIZE_MD5_ADDRESS:
            if len(parts) != 3 or not parts[0].isdigit():
                continue
            size, md5, name = int(parts[0]), parts[1], parts[2].rpartition(b"/")[2]
        else:
            if len(parts) != 2 or len(parts[0]) != 32:
                continue
            size, md5, name = None, parts[0], parts[1].lstrip(b"*")
        text = name.decode("latin-1")
        if text[:1].isdigit():
            first = min(first, text) if first else text
            last = max(last, text)
        if text in wanted:
            found[text] = Published(size, md5.decode("latin-1").lower())
    return Listing(found, first, last)
