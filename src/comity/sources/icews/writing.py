"""How a file writes its header and cells: as published, in quotes, or as R's `icews` exports it.

The publisher writes raw text and days as 2018-06-01. Its file of 2017 (release of June 2020) has
12/1/2017 instead, the month first. Dataverse's own tabular export puts texts in quotes, and the R
package `icews` (Beger) calls the columns event_id, event_date and so on.
"""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

_SLASHED = r"^(?P<month>[0-9]{1,2})/(?P<day>[0-9]{1,2})/(?P<year>[0-9]{4})$"
_ISO = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
_QUOTED = r'^".*"$'


def plain_header(line: bytes) -> tuple[str, ...]:
    """The names of the columns in lower case, without quotes or underscores."""
    names = line.decode("utf-8", "replace").split("\t")
    return tuple(name.strip('"').replace("_", " ").lower() for name in names)


@dataclass(frozen=True, slots=True)
class Writing:
    """What must be undone before cells are read; by default nothing."""

    quoted: bool = False
    month_first: bool = False

    def days(self, text: pa.Array) -> pa.Array:
        """Days as YYYY-MM-DD; what is no such day stays as it is, to be rejected."""
        text = self.texts(text)
        if not self.month_first:
            return text
        parts = pc.extract_regex(text, pattern=_SLASHED)
        month, day = (
            pc.utf8_lpad(pc.struct_field(parts, name), 2, "0") for name in ("month", "day")
        )
        iso = pc.binary_join_element_wise(pc.struct_field(parts, "year"), month, day, "-")
        # A day in the form of the other files has no place in this one.
        return pc.coalesce(iso, pc.binary_join_element_wise(text, "?", " "))

    def texts(self, text: pa.Array) -> pa.Array:
        """Texts without the quotes around them."""
        if not self.quoted:
            return text
        inner = pc.replace_substring_regex(text, r'^"(.*)"$', r"\1")
        return pc.replace_substring_regex(inner, r'(""|\\")', '"')


def writing_of(days: pa.Array) -> Writing:
    """How a file writes, from the days of its first lines as they stand there.

    One day as published decides for the published form: the others are errors in it.
    """
    quoted = pc.match_substring_regex(days, _QUOTED)
    in_quotes = bool(len(days)) and bool(pc.all(quoted).as_py())
    plain = Writing(quoted=in_quotes).texts(days)
    slashed = bool(pc.any(pc.match_substring_regex(plain, r"^[0-9]{1,2}/[0-9]{1,2}/")).as_py())
    published = bool(pc.any(pc.match_substring_regex(plain, _ISO)).as_py())
    return Writing(quoted=in_quotes, month_first=slashed and not published)
