"""A country brief: the headline and the sections of one state, and its three forms."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from comity.briefs.content import (
    Block,
    Grid,
    Number,
    Paragraph,
    Picture,
    SectionContent,
    SmallPrint,
)
from comity.briefs.evidence import Evidence
from comity.briefs.headline import Headline, headline
from comity.briefs.registers import registers_among
from comity.briefs.section import Section
from comity.briefs.words import long_day
from comity.errors import ComityError


@dataclass(frozen=True, slots=True)
class Brief:
    """A brief as content: rendered to HTML, PDF and JSON elsewhere, all from the same values."""

    code: str
    state: str
    region: str
    dataset: str
    span: str
    days: str
    last_day: dt.date
    made_on: dt.date
    lake_version: int
    headline: Headline
    sections: tuple[SectionContent, ...]
    sources: tuple[dict[str, str], ...]

    @property
    def numbers(self) -> tuple[Number, ...]:
        """Every number of the brief, in order. Raises ComityError where two share an id."""
        numbers = [*self.headline.numbers, *(n for s in self.sections for n in s.numbers)]
        ids = [number.id for number in numbers]
        if len(set(ids)) < len(ids):
            twice = sorted({id for id in ids if ids.count(id) > 1})
            raise ComityError(f"Numbers of the brief share an id: {', '.join(twice[:5])}.")
        return tuple(numbers)

    def as_json(self) -> str:
        """The brief's numbers with unit, period, source and lake version, and its prose."""
        content = {
            "state": self.code,
            "name": self.state,
            "region": self.region,
            "lake_version": self.lake_version,
            "headline": list(self.headline.sentences),
            "sections": [{"id": s.id, "title": s.title, "lead": s.lead} for s in self.sections],
            "numbers": [_number(number) for number in self.numbers],
            "sources": list(self.sources),
        }
        return json.dumps(content, ensure_ascii=False, indent=1)

    def content(self) -> dict[str, Any]:
        """The brief as plain values, as the templates read them."""
        return {
            "code": self.code,
            "state": self.state,
            "region": self.region,
            "dataset": self.dataset,
            "span": self.span,
            "days": self.days,
            "until": long_day(self.last_day),
            "made_on": long_day(self.made_on),
            "lake_version": self.lake_version,
            "headline": list(self.headline.sentences),
            "sections": [
                {
                    "id": s.id,
                    "title": s.title,
                    "lead": s.lead,
                    "blocks": [_block(block) for block in s.blocks],
                }
                for s in self.sections
            ],
        }


def write_brief(evidence: Evidence, sections: Sequence[Section]) -> Brief:
    """The brief of one state from its evidence; sections with nothing to say are left out."""
    built = [section.build(evidence) for section in sections]
    contents = tuple(content for content in built if content is not None)
    return Brief(
        code=evidence.state.code,
        state=evidence.state.name,
        region=evidence.region.name,
        dataset=evidence.dataset,
        span=str(evidence.span),
        days=evidence.days_text,
        last_day=evidence.span.last_day,
        made_on=evidence.committed_at.date(),
        lake_version=evidence.lake_version,
        headline=headline(evidence),
        sections=contents,
        sources=_sources(evidence, contents),
    )


def _sources(evidence: Evidence, contents: Sequence[SectionContent]) -> tuple[dict[str, str], ...]:
    """The datasets of the lake, and the registers of the package that a number rests on."""
    columns = ("dataset", "title", "publisher", "licence", "citation", "url")
    rows = evidence.sources.select(columns).to_pylist()
    unique = {row["dataset"]: {name: row[name] or "" for name in columns} for row in rows}
    cited = (name for c in contents for n in c.numbers for name in n.source.split(", "))
    return tuple((unique | registers_among(cited)).values())


def _number(number: Number) -> dict[str, Any]:
    values = asdict(number)
    if number.low is None:
        del values["low"], values["high"]
    return values


def _block(block: Block) -> dict[str, Any]:
    match block:
        case Picture():
            return {"kind": "picture", "file": f"{block.name}.svg", **asdict(block)}
        case Grid():
            widths = list(block.widths) or [1] * len(block.columns)
            return {
                "kind": "grid",
                "columns": list(block.columns),
                "rows": [list(row) for row in block.rows],
                "caption": block.caption,
                "right": sorted(block.right),
                "widths": widths,
            }
        case SmallPrint():
            return {"kind": "small_print", "title": block.title, "notes": list(block.notes)}
        case Paragraph():
            return {"kind": "paragraph", "text": block.text, "small": block.small}
