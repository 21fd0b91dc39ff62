"""A brief as one self-contained HTML file, and as PDF."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path

import font_source_sans_pro
import jinja2
import typst

from comity.briefs.brief import Brief
from comity.briefs.content import Picture

FONTS = Path(font_source_sans_pro.__file__).parent / "files"


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """A line of the index page: a state, where its brief is, and its first sentence."""

    name: str
    href: str
    sentence: str


def template(name: str) -> str:
    """The text of a file in `briefs/templates/`."""
    return resources.files("comity.briefs").joinpath(f"templates/{name}").read_text("utf-8")


@cache
def _environment() -> jinja2.Environment:
    loader = jinja2.FunctionLoader(template)
    return jinja2.Environment(loader=loader, autoescape=True, undefined=jinja2.StrictUndefined)


def to_html(brief: Brief) -> str:
    """One file that opens offline: style and pictures are inside, nothing is fetched."""
    page = _environment().get_template("brief.html.j2")
    return page.render(brief=brief.content(), css=template("style.css"))


def index_html(
    *,
    region: str,
    description: str,
    lead: str,
    svg: str,
    narrow: str,
    caption: str,
    pictures: Sequence[Picture],
    no_drift: str,
    answers: Sequence[Picture],
    answers_lead: str,
    notes: Sequence[str],
    entries: Sequence[IndexEntry],
    lake_version: int,
) -> str:
    """The index page of a region: a map whose states link to their briefs, drift, and the list.

    Without `pictures` of drift, `no_drift` says why. `answers` has the matrix of who answers whom,
    if it is known.
    """
    page = _environment().get_template("index.html.j2")
    return page.render(
        region=region,
        description=description,
        lead=lead,
        svg=svg,
        narrow=narrow,
        caption=caption,
        pictures=pictures,
        no_drift=no_drift,
        answers=answers,
        answers_lead=answers_lead,
        notes=notes,
        entries=entries,
        lake_version=lake_version,
        css=template("style.css"),
    )


def to_pdf(brief: Brief) -> bytes:
    """The brief on A4, set by Typst with the embedded fonts of the package alone."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        content = brief.content()
        for section in content["sections"]:
            for block in section["blocks"]:
                if block["kind"] == "picture":
                    (root / block["file"]).write_text(block.pop("svg"), encoding="utf-8")
                    del block["narrow"]
        (root / "brief.content.json").write_text(json.dumps(content), encoding="utf-8")
        (root / "brief.typ").write_text(template("brief.typ"), encoding="utf-8")
        pdf = typst.compile(
            str(root / "brief.typ"),
            root=str(root),
            font_paths=[str(FONTS)],
            ignore_system_fonts=True,
        )
    assert isinstance(pdf, bytes)
    return pdf
