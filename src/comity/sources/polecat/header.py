"""The header of a POLECAT file: 40 columns, and the slips that single files have in it.

Some files say "Event Intensity". Some name four columns that they do not hold (headline, text, feed
and number of the story), so their header is wider than their lines. Some have empty columns at
their end.
"""

from __future__ import annotations

from dataclasses import dataclass

from comity.sources.headers import line_of

COLUMNS = (
    *("Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code", "Contexts"),
    *("Actor Name", "Actor Country", "Actor COW", "Primary Actor Sector", "Actor Sectors"),
    *("Actor Title", "Actor Name Raw", "Wikipedia Actor ID", "Recipient Name"),
    *("Recipient Country", "Recipient COW", "Primary Recipient Sector", "Recipient Sectors"),
    *("Recipient Title", "Recipient Name Raw", "Wikipedia Recipient ID", "Placename", "City"),
    *("District", "Province", "Country", "Latitude", "Longitude", "GeoNames ID"),
    *("Raw Placename", "Feature Type", "Source", "Publication Date", "Story People"),
    *("Story Organizations", "Story Locations", "Language", "Version"),
)
NAMED_BUT_ABSENT = frozenset({"Headline", "Event Text", "Feed", "Story ID"})
_SPELT = {"Event Intensity": "Intensity"}


@dataclass(frozen=True, slots=True)
class Layout:
    """The header as the file writes it, and the widths that its lines may have."""

    written: tuple[str, ...]
    widths: frozenset[int]


def layout_of(head: bytes) -> Layout | None:
    """The layout that the first line of a file tells; None where it is not POLECAT's."""
    # In the parser's own encoding, so that the header compares equal.
    text = head.split(b"\n", 1)[0].rstrip(b"\r").decode("latin-1")
    written = tuple(text.split("\t"))
    plain = line_of(head).decode("latin-1").split("\t")
    names = [_SPELT.get(name.strip(), name.strip()) for name in plain]
    empty = 0
    while names and not names[-1]:
        names.pop()
        empty += 1
    if tuple(name for name in names if name not in NAMED_BUT_ABSENT) != COLUMNS:
        return None
    width = len(COLUMNS)
    return Layout(written, frozenset({width, width + empty}))
