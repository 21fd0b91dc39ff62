"""What a section of a brief is made of: prose, charts, tables, and traced numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Number:
    """One number of a brief, traced: what it is, its unit and period, its source and lake version.

    `low` and `high` are the ends of an interval, where the number is an estimate: of 95 per cent,
    unless the label names another level.
    A number outside coverage does not exist: there is no Number for it.
    """

    id: str
    label: str
    value: float | int
    unit: str
    period: str
    source: str
    lake_version: int
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of plain prose; `small` for notes."""

    text: str
    small: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart or map as SVG, with a text for those who can't see it and a caption with its source.

    `narrow` is the same laid out for a phone; where it is empty, `svg` is shown there too.
    `wide_mm` is its width on paper.
    """

    name: str
    svg: str
    alt: str
    caption: str
    wide_mm: float = 170.0
    narrow: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of text cells. `right` names the columns set flush right (numbers)."""

    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    caption: str = ""
    right: frozenset[str] = frozenset()
    widths: Sequence[float] = ()


@dataclass(frozen=True, slots=True)
class SmallPrint:
    """Notes of a few words each, set small and in columns; `title` says what they are."""

    title: str
    notes: Sequence[str]


Block = Paragraph | Picture | Grid | SmallPrint


@dataclass(frozen=True, slots=True)
class SectionContent:
    """A section: its title, a lead sentence, blocks in order, and every number it shows."""

    id: str
    title: str
    lead: str = ""
    blocks: Sequence[Block] = ()
    numbers: Sequence[Number] = field(default_factory=tuple)
