"""The text format of KEDS and TABARI: day, source, target, code, (label), phrase; tabs between.

Days are yymmdd or yyyymmdd; two digits from 40 on are of the last century.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from comity.errors import BadValue
from comity.registry.gestures import code_book
from comity.sources.cameo_actors.acts import Acts, Record
from comity.sources.contract import Parsed, Reject, SourceFile
from comity.sources.keds.covered import Span, coverage
from comity.sources.keds.scheme import named_scheme, scheme_of
from comity.sources.lines import read_lines
from comity.sources.volumes import daily_volumes
from comity.vocabulary.event import Scheme

PART = "records"
OPTIONS = ("scheme", "dataset")
_FIELDS = frozenset({4, 5, 6})
_PIVOT = 40
_DAY = re.compile(r"\d{6}|\d{8}", re.ASCII)
_FIRST_LINE = re.compile(rb"(?:\d{6}|\d{8})\t[A-Za-z*-]*\t[A-Za-z*-]*\t\d{2,4}\]?(?:\t|\r?$)")
_HEAD_LINES = 3


@dataclass(frozen=True, slots=True)
class Line:
    """One line as written; `number` counts from 1."""

    number: int
    day: str
    source: str
    target: str
    code: str


@dataclass(slots=True)
class Sheet:
    """Turns lines of one dataset into acts and rejects, and keeps the span they cover."""

    dataset: str
    scheme: Scheme
    span: Span = field(default_factory=Span)

    def parsed(self, lines: Iterable[Line], rejects: list[Reject]) -> Parsed:
        """One chunk; `rejects` are its lines that are not even of this form."""
        acts = Acts(part=PART, projects=(self.dataset, self.scheme.value))
        records = len(rejects)
        for line in lines:
            records += 1
            found = self._record(line)
            if isinstance(found, Reject):
                rejects.append(found)
            else:
                acts.add(found)
                self.span.add_day(found.day)
        table = acts.table
        self.span.add_acts(table)
        rejects.sort(key=lambda reject: reject.line)
        return Parsed(self.dataset, records, {"events": table}, acts.dropped, tuple(rejects))

    def closing(self) -> Parsed:
        """The last chunk of a file, without records: its coverage, and the volume of each day."""
        covered = coverage(self.dataset, PART, self.span)
        volume = daily_volumes(PART, self.span.days)
        return Parsed(self.dataset, 0, {"volumes": volume}, coverage=covered)

    def _record(self, line: Line) -> Record | Reject:
        day = read_day(line.day)
        if day is None:
            return _reject(line, f"{line.day[:20]!r} is no day as yymmdd or yyyymmdd")
        reading = code_book().reading(self.scheme, line.code)
        if reading is None:
            return _reject(line, f"code {line.code[:12]!r} is not in the code-book {self.scheme}")
        return Record(
            line=line.number,
            record_id="",
            day=day,
            reported_month=f"{day:%Y-%m}",
            source=line.source,
            target=line.target,
            scheme=self.scheme.value,
            code=line.code,
            goldstein_tenths=reading.goldstein_tenths,
        )


def parse_keds(file: SourceFile, options: Mapping[str, str]) -> Iterator[Parsed]:
    """The acts of one file, chunk by chunk, its coverage with the last one.

    Options: `scheme` where the file does not tell, `dataset` (default: keds_ and the file's name).
    Raises BadInput for a file of another form, BadValue where the scheme is not clear.
    """
    check_options(options)
    sheet: Sheet | None = None
    for chunk in read_lines(file, fields=_FIELDS):
        fields = [[cell.strip() for cell in row] for row in chunk.fields]
        if sheet is None:
            given = options.get("scheme")
            pairs = ((row[3], row[4] if len(row) > 4 else "") for row in fields)
            scheme = named_scheme(given) if given else scheme_of(pairs, file.name)
            sheet = Sheet(dataset_name(file, options), scheme)
        numbered = zip(chunk.numbers, fields, strict=True)
        yield sheet.parsed((Line(n, *row[:4]) for n, row in numbered), chunk.rejects)
    if sheet is not None:
        yield sheet.closing()


def looks_like_keds(head: bytes) -> bool:
    """Whether the first lines have a day, two actor codes and an event code."""
    lines = head.removeprefix(b"\xef\xbb\xbf").split(b"\n")[:_HEAD_LINES]
    whole = [line.rstrip(b"\r") for line in lines if line.strip()]
    return bool(whole) and all(_FIRST_LINE.match(line) for line in whole)


def read_day(text: str) -> dt.date | None:
    """A day as yymmdd or yyyymmdd; None for anything else."""
    if not _DAY.fullmatch(text):
        return None
    if len(text) == 6:
        text = f"{19 if int(text[:2]) >= _PIVOT else 20}{text}"
    try:
        return dt.date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        return None


def dataset_name(file: SourceFile, options: Mapping[str, str]) -> str:
    """The dataset of a file: the option, or keds_ and the name of the file without its ending."""
    given = options.get("dataset")
    name = given or file.name.rsplit("/", 1)[-1].split(".", 1)[0]
    name = re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")
    return name if given or name.startswith("keds_") else f"keds_{name}"


def check_options(options: Mapping[str, str]) -> None:
    """Raises BadValue for an option that this source does not have."""
    for name in options:
        if name not in OPTIONS:
            raise BadValue(
                f"KEDS files have no option {name!r}.", hint=f"Valid: {', '.join(OPTIONS)}."
            )


def _reject(line: Line, reason: str) -> Reject:
    text = "\t".join((line.day, line.source, line.target, line.code))
    return Reject(line.number, reason, text[:200])
