"""The published versions of GDELT's event files, told apart by the fields of a line."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from comity.sources.contract import SourceFile
from comity.sources.lines import open_bytes

EXPORT, TRANSLATION, HISTORY = "export", "translation", "history"
MENTIONS_FIELDS = 16
_HEAD_BYTES = 65_536
_ZIP = b"PK\x03\x04"
_DAY = re.compile(rb"(?:19|20)\d{6}")


@dataclass(frozen=True, slots=True)
class Version:
    """One version: how many fields a line may have, and where DATEADDED stands, in which form.

    The fields before DATEADDED that are read stand in the same places in all versions.
    """

    dataset: str
    title: str
    fields: frozenset[int]
    added: int
    added_lengths: tuple[int, ...]
    added_form: str
    # Files of 1.0 leave the score of some records empty.
    unscored: bool
    zip_name: re.Pattern[str]


# A line of the reduced files of 1.0 (yearly, monthly) has no SOURCEURL and ends with DATEADDED.
REDUCED = 57
GDELT_1 = Version(
    "gdelt1",
    "GDELT 1.0",
    frozenset({REDUCED, 58}),
    56,
    (8,),
    "day as YYYYMMDD",
    True,
    re.compile(r"(?:^|[^0-9])(?:(?:\d{4}|\d{6})(?:\.csv)?|\d{8}\.export\.csv)\.zip$", re.I),
)
GDELT_2 = Version(
    "gdelt2",
    "GDELT 2.0",
    frozenset({61}),
    59,
    (8, 14),
    "time as YYYYMMDDHHMMSS",
    False,
    re.compile(r"\d{14}(?:\.translation)?\.export\.csv\.zip$", re.I),
)
VERSIONS = (GDELT_1, GDELT_2)
_ALL_FIELDS = frozenset(n for version in VERSIONS for n in version.fields)


def looks_like_events(name: str, head: bytes) -> bool:
    """Whether the first line has a version's fields, an id, a day and the form of its DATEADDED."""
    if head.startswith(_ZIP):
        return any(version.zip_name.search(name) for version in VERSIONS)
    first = head.removeprefix(b"\xef\xbb\xbf").split(b"\n", 1)[0].rstrip(b"\r")
    fields = first.split(b"\t")
    return any(
        len(fields) in version.fields
        and fields[0].isdigit()
        and _DAY.fullmatch(fields[1]) is not None
        and len(fields[version.added]) in version.added_lengths
        and fields[version.added].isdigit()
        for version in VERSIONS
    )


def first_counts(file: SourceFile) -> list[int]:
    """How many fields the first lines of a file have."""
    with open_bytes(file, longest_line=None) as stream:
        return [line.count(b"\t") + 1 for line in stream.read(_HEAD_BYTES).split(b"\n")]


def version_of(counts: Iterable[int]) -> Version | None:
    """The version of the first number of fields that is of one; None without any."""
    for count in counts:
        for version in VERSIONS:
            if count in version.fields:
                return version
    return None


def all_fields() -> frozenset[int]:
    """The numbers of fields that a line of some version has."""
    return _ALL_FIELDS
