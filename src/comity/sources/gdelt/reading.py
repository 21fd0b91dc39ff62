"""A block of an event file as a table of records: each field of all lines is checked at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from comity.registry.gestures import code_book
from comity.sources.act_keys import act_keys, text_keys
from comity.sources.blocks import WIDEST_CELL, Block
from comity.sources.byte_columns import Encoded, Indices, Mask, dictionary, together
from comity.sources.contract import Reject
from comity.sources.gdelt.actors import actor
from comity.sources.gdelt.columns import NO_DAY, Findings, as_days, check_id, kept, months
from comity.sources.gdelt.fields import read_count, read_day, read_stamp, read_tenths
from comity.sources.gdelt.versions import HISTORY, REDUCED, Version
from comity.sources.tables import RECORDS
from comity.vocabulary.event import Scheme

# Where the fields that are read stand, in 1.0 and 2.0 alike (GDELT Event Codebooks).
ID, DAY, CODE, GOLDSTEIN, OUTLETS = 0, 1, 26, 30, 32
ACTORS = ((5, 7, 8), (15, 17, 18))
_PARTS_OF_ACTOR = ("Code", "CountryCode", "KnownGroupCode")
# No score or count: below all real ones.
_NONE = -32_768


@dataclass(frozen=True, slots=True)
class Side:
    """One actor of each record: the code as written, and the text to read."""

    texts: tuple[str, ...]
    indices: Indices
    keys: npt.NDArray[np.uint64]

    def array(self) -> pa.DictionaryArray:
        return dictionary(self.texts, self.indices)


@dataclass(frozen=True, slots=True)
class Reading:
    """The records of a block, their sides, and how many there are of each (part, day, slot)."""

    records: pa.Table
    rejects: tuple[Reject, ...]
    sources: tuple[str, ...]
    targets: tuple[str, ...]
    counts: list[tuple[str, str, str, int]]


def read_block(block: Block, version: Version, part: str) -> Reading:
    """Reads a block of a file of `version`; reduced lines are of the part "history".

    A score that may be empty is null; so is an empty number of outlets. Every other malformed field
    makes its line a reject. Records of the part "history" were all added when they were coded
    afresh: their month is that of the act.
    """
    found = Findings()
    ids = block.column(ID)
    day, code, score, outlets = (block.column(k).encoded() for k in (DAY, CODE, GOLDSTEIN, OUTLETS))
    added = block.column(version.added).encoded()
    days, reported = as_days(day, read_day), as_days(added, _stamps(version))
    tenths, heard = score.each(_tenths, np.int16), outlets.each(_count, np.int32)
    check_id(ids, found)
    found.add_text(days == NO_DAY, day, 20, "SQLDATE {} is no day as YYYYMMDD")
    unknown = ~code.each(_in_book, np.bool_)
    found.add_text(unknown, code, 12, "EventCode {} is not in the code-book cameo")
    unscored = (tenths == _NONE) & ~(version.unscored & score.each(_is_empty, np.bool_))
    found.add_text(unscored, score, 20, "GoldsteinScale {} is no number from -10 to 10")
    say = f"DATEADDED {{}} is no {version.added_form}"
    found.add_text(reported == NO_DAY, added, 20, say)
    uncounted = (heard == _NONE) & ~outlets.each(_is_empty, np.bool_)
    found.add_text(uncounted, outlets, 20, "NumSources {} is no number")
    source, target = (_side(block, role, found) for role in (0, 1))

    good = found.good(days.size)
    parts = _parts(block, version, part)
    history = np.array([one == HISTORY for one in parts.values])[parts.indices]
    columns = {
        "part": parts.array(),
        "reported_month": months(np.where(history, days, reported)),
        "record_id": ids,
        "day": pa.array(days, pa.date32()),
        "source": source.array(),
        "target": target.array(),
        "scheme": dictionary((Scheme.CAMEO.value,), np.zeros(days.size, np.int64)),
        "code": code.array(),
        "goldstein_tenths": pa.array(tenths, mask=tenths == _NONE),
        "act_key": pa.array(act_keys(days, source.keys, target.keys, _keys(code))),
        "outlets": pa.array(heard, mask=heard == _NONE),
        "story": pa.nulls(days.size, pa.string()),
        "line": pa.array(block.numbers.astype(np.int32)),
    }
    records = kept(RECORDS, columns, good)
    counts = _counts(parts, day, added, good)
    return Reading(records, found.rejects(block), source.texts, target.texts, counts)


def _side(block: Block, role: int, found: Findings) -> Side:
    columns = [block.column(index) for index in ACTORS[role]]
    for column, part in zip(columns, _PARTS_OF_ACTOR, strict=True):
        said = f"Actor{role + 1}{part} is longer than {WIDEST_CELL} bytes"
        found.add_rows(column.longer_than(WIDEST_CELL), said)
    written, indices = together(*(column.encoded() for column in columns))
    texts = [actor(*one) for one in written]
    place = {text: index for index, text in enumerate(dict.fromkeys(texts))}
    where = np.array([place[text] for text in texts], np.int64)
    keys = text_keys(one[0] for one in written)
    return Side(tuple(place), where[indices], keys[indices])


def _parts(block: Block, version: Version, part: str) -> Encoded:
    reduced = (block.fields == REDUCED) & (REDUCED in version.fields)
    return Encoded((part, HISTORY), reduced.astype(np.int64))


def _counts(
    parts: Encoded, day: Encoded, added: Encoded, good: Mask
) -> list[tuple[str, str, str, int]]:
    combinations, indices = together(parts, day, added)
    counts = np.bincount(indices[good], minlength=len(combinations)).tolist()
    return [(*one, n) for one, n in zip(combinations, counts, strict=True) if n]


def _keys(code: Encoded) -> npt.NDArray[np.uint64]:
    keys: npt.NDArray[np.uint64] = text_keys(code.values)[code.indices]
    return keys


def _stamps(version: Version) -> Callable[[str], dt.date | None]:
    return lambda text: read_stamp(text, version.added_lengths)


def _tenths(text: str) -> int:
    tenths = read_tenths(text)
    return _NONE if tenths is None else tenths


def _count(text: str) -> int:
    count = read_count(text)
    return _NONE if count is None else count


def _in_book(code: str) -> bool:
    return code_book().reading(Scheme.CAMEO, code) is not None


def _is_empty(text: str) -> bool:
    return not text
