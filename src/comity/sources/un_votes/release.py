"""The published file: one line a state and roll call, comma or tab separated (Voeten 2013)."""

from __future__ import annotations

import csv
import datetime as dt
import io
import logging
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

import pyarrow as pa

from comity.errors import BadInput
from comity.sources.contract import Parsed, Reject, SourceFile
from comity.sources.lines import open_bytes
from comity.sources.un_votes.rows import (
    DATASET,
    DID_NOT_VOTE,
    ROLL_CALL_COLUMNS,
    TOPICS,
    VOTED,
    VoteColumns,
    coverage,
)
from comity.sources.un_votes.same_text import RollCallText, kind_of, part_of, same_as
from comity.sources.un_votes.seats import state_of_number
from comity.vocabulary.actor import DropReason

CHUNK = 200_000
NEEDED = ("rcid", "ccode", "vote", "session", "date")
# Columns of the releases since 2009 that hold nothing the lake keeps: the row's number, names,
# totals that follow from the votes, texts, and the joined ideal-point estimates.
UNUSED = frozenset(
    {
        *("", "unnamed: 0", "v1", "resid", "country", "countryname", "countrynamecow", "member"),
        *("year", "yes", "no", "abstain", "ident"),
    }
)
HIGHEST = {"rcid": 999_999, "ccode": 9_999, "vote": 99, "session": 999}
# The texts tell which resolutions are the same; the lake does not keep them.
OPTIONAL = ("unres", "importantvote", *TOPICS, "amend", "para", "short", "descr")

# What becomes of a byte that is no UTF-8.
_LONE = re.compile("[\ud800-\udfff]")

log = logging.getLogger(__name__)


def looks_like_release(head: bytes) -> bool:
    """Whether a file's first line is the header of the published release."""
    line = head.split(b"\n", 1)[0].decode("utf-8-sig", "replace")
    names = _names(line.split(_delimiter(line)))
    return all(name in names for name in NEEDED)


def parse_release(file: SourceFile) -> Iterator[Parsed]:
    """Votes in chunks, and last the roll calls with their coverage.

    `records` counts the data lines; each is one vote, one line dropped (absent or not a member)
    or one reject. The roll calls repeat in every line and are not counted again.
    """
    with open_bytes(file) as stream:
        text = io.TextIOWrapper(stream, "utf-8-sig", errors="surrogateescape", newline="")
        yield from _Release(file).chunks(text)


class _Malformed(ValueError):
    """Why a line is a reject."""


@dataclass(slots=True)
class _Release:
    file: SourceFile
    roll_calls: dict[int, tuple[object, ...]] = field(default_factory=dict)
    texts: list[RollCallText] = field(default_factory=list)
    given: set[tuple[int, str]] = field(default_factory=set)
    columns: dict[str, int] = field(default_factory=dict)
    width: int = 0
    good: int = 0

    def chunks(self, text: io.TextIOWrapper) -> Iterator[Parsed]:
        header = text.readline()
        reader = csv.reader(text, delimiter=self._read_header(header), strict=True)
        lines = self._lines(reader)
        while chunk := self._chunk(lines):
            yield chunk
        if self.good == 0:
            raise BadInput(
                f"{self.file.name} holds no well-formed vote.",
                next_step="Check that this is the right source for the file.",
            )
        days: list[dt.date] = [row[1] for row in self.roll_calls.values()]  # type: ignore[misc]
        spans = [coverage(min(days), max(days), name) for name in ("votes", "roll_calls")]
        yield Parsed(DATASET, 0, {"roll_calls": self._roll_call_table()}, coverage=spans)

    def _read_header(self, header: str) -> str:
        if "\x00" in header:
            raise BadInput(
                f"{self.file.name}, line 1: holds NUL bytes; UTF-8 text was expected.",
                next_step="Save it as UTF-8 text, or download it again.",
            )
        delimiter = _delimiter(header)
        names = _names(next(csv.reader([header], delimiter=delimiter), []))
        missing = [name for name in NEEDED if name not in names]
        if missing:
            raise BadInput(
                f"{self.file.name}, line 1: the header is not that of the release.",
                hint=f"missing: {', '.join(missing)}",
                next_step="Check that this is the right source for the file.",
            )
        for name in names:
            if name not in UNUSED and name not in NEEDED and name not in OPTIONAL:
                log.warning("%s: column %r is not known and was not read.", self.file.name, name)
        self.columns = {name: place for place, name in enumerate(names)}
        self.width = len(names)
        return delimiter

    def _lines(self, reader: Iterator[list[str]]) -> Iterator[tuple[int, list[str]]]:
        """Each record with the number of the line on which it ends; a cut-off end raises."""
        number = 1
        while True:
            try:
                fields = next(reader)
            except StopIteration:
                break
            except csv.Error as error:
                number = 1 + getattr(reader, "line_num", 0)
                raise BadInput(
                    f"{self.file.name}, line {number}: cut off or broken quotes ({error}).",
                    hint="A quoted text is never closed.",
                    next_step="Download it again: the end of the file is probably missing.",
                ) from error
            number = 1 + getattr(reader, "line_num", 0)
            yield number, fields

    def _chunk(self, lines: Iterator[tuple[int, list[str]]]) -> Parsed | None:
        votes, rejects = VoteColumns(), list[Reject]()
        dropped: Counter[DropReason] = Counter()
        records, last = 0, False
        for number, fields in lines:
            records += 1
            try:
                self._read(fields, votes, dropped)
                self.good += 1
                last = False
            except _Malformed as error:
                rejects.append(Reject(number, str(error), _shown(fields)))
                last = len(fields) < self.width
            if records == CHUNK:
                break
        if records == 0:
            return None
        if last and records < CHUNK:
            raise BadInput(
                f"{self.file.name}, line {rejects[-1].line}: cut off ({rejects[-1].reason}).",
                next_step="Download it again: the end of the file is missing.",
            )
        return Parsed(DATASET, records, {"votes": votes.table()}, dropped, rejects)

    def _read(self, fields: list[str], votes: VoteColumns, dropped: Counter[DropReason]) -> None:
        if len(fields) != self.width:
            raise _Malformed(f"{len(fields)} fields; {self.width} expected")
        if any(not text.isascii() and _LONE.search(text) for text in fields):
            raise _Malformed("not UTF-8")
        rcid = self._number(fields, "rcid")
        code = self._number(fields, "vote")
        day = _day(fields[self.columns["date"]])
        self._check_roll_call(rcid, day, fields)
        if code in DID_NOT_VOTE:
            dropped[DropReason.NO_ACT] += 1
            return
        if code not in VOTED:
            raise _Malformed(f"vote {code}; 1, 2, 3, 8 or 9 expected")
        number = self._number(fields, "ccode")
        state = state_of_number(number, day)
        if state is None:
            raise _Malformed(f"no state has the country number {number}")
        if (rcid, state) in self.given:
            raise _Malformed(f"a second vote of {state} in roll call {rcid}")
        self.given.add((rcid, state))
        votes.add(rcid, state, code)

    def _check_roll_call(self, rcid: int, day: dt.date, fields: list[str]) -> None:
        known = self.roll_calls.get(rcid)
        if known is None:
            session = self._number(fields, "session")
            resolution = self._text(fields, "unres") or None
            names = ("importantvote", *TOPICS)
            flags = [_flag(self._text(fields, name)) for name in names]
            paragraph, amendment = (_flag(self._text(fields, name)) for name in ("para", "amend"))
            part = part_of(paragraph, amendment)
            self.roll_calls[rcid] = (rcid, day, session, resolution, *flags, part)
            kind = kind_of(paragraph, amendment)
            texts = (self._text(fields, name) for name in ("short", "descr"))
            self.texts.append(RollCallText(rcid, session, kind, *texts))
        elif known[1] != day:
            raise _Malformed(f"roll call {rcid} is of {known[1]} in an earlier line, of {day} here")

    def _text(self, fields: list[str], name: str) -> str:
        place = self.columns.get(name)
        text = "" if place is None else fields[place].strip()
        return "" if text in ("NA", "NaN", ".") else text

    def _number(self, fields: list[str], name: str) -> int:
        text = fields[self.columns[name]].strip()
        try:
            value = float(text)
        except ValueError:
            raise _Malformed(f"{name} {text[:40]!r} is no number") from None
        if not value.is_integer():
            raise _Malformed(f"{name} {text[:40]!r} is no whole number")
        if not 0 <= value <= HIGHEST[name]:
            raise _Malformed(f"{name} {text[:40]!r}; 0 to {HIGHEST[name]} expected")
        return int(value)

    def _roll_call_table(self) -> pa.Table:
        before = same_as(self.texts)
        rows = [(*self.roll_calls[rcid], before.get(rcid)) for rcid in sorted(self.roll_calls)]
        names = ROLL_CALL_COLUMNS.names
        return pa.Table.from_pylist(
            [dict(zip(names, row, strict=True)) for row in rows], schema=ROLL_CALL_COLUMNS
        )


def _shown(fields: list[str]) -> str:
    return ",".join(fields)[:200].encode("utf-8", "replace").decode()


def _delimiter(header: str) -> str:
    return "\t" if header.count("\t") > header.count(",") else ","


def _names(fields: list[str]) -> list[str]:
    return [name.strip().strip('"').casefold() for name in fields]


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text.strip()[:10])
    except ValueError:
        raise _Malformed(f"date {text[:40]!r}; YYYY-MM-DD expected") from None


def _flag(text: str) -> bool | None:
    """True for 1, False for 0, None where the release leaves it empty."""
    return {"1": True, "1.0": True, "0": False, "0.0": False}.get(text)
