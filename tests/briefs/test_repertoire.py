"""The section "What has been tried": what it says, shows and counts, on the embedded default."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from dataclasses import replace
from pathlib import Path

import pytest

from comity.briefs import theme
from comity.briefs.charts.kinds_grid import KindBlock, KindRow, kinds_grid
from comity.briefs.content import Grid, Paragraph, Picture
from comity.briefs.evidence import Evidence, gather
from comity.briefs.sections.repertoire import SECTION, build
from comity.registry import regions, states
from comity.store.query import reading

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def evidence(default_lake_home: Path) -> Evidence:
    lake = reading(default_lake_home)
    return gather(lake, states().find("KAZ"), regions().find("eurasia"))


def _texts(svg: str) -> list[str]:
    return ["".join(node.itertext()) for node in ElementTree.fromstring(svg).iter(f"{SVG}text")]


def test_the_section_tells_what_was_tried_toward_each_pole_and_what_never(
    evidence: Evidence,
) -> None:
    content = build(evidence)
    assert content is not None
    assert (content.id, content.title) == (SECTION.id, "What has been tried")
    said = next(b.text for b in content.blocks if isinstance(b, Paragraph))
    assert "toward Russia 5 of 12 (9 of 57 full codes)" in said
    assert "release captives" in said
    assert "because" not in said


def test_every_number_of_the_tables_is_listed_with_its_source(evidence: Evidence) -> None:
    content = build(evidence)
    assert content is not None
    values = {f"{number.value:.1f}" for number in content.numbers}
    values |= {f"{n.low:.1f}" for n in content.numbers if n.low is not None}
    values |= {f"{n.high:.1f}" for n in content.numbers if n.high is not None}
    for block in content.blocks:
        if isinstance(block, Grid):
            shown = re.findall(r"\d+\.\d", " ".join(cell for row in block.rows for cell in row))
            assert shown
            assert set(shown) <= values
    assert {number.source for number in content.numbers} == {"icews"}
    assert all(number.unit and number.period for number in content.numbers)


def test_the_picture_counts_as_the_numbers_do(evidence: Evidence) -> None:
    content = build(evidence)
    assert content is not None
    picture = next(b for b in content.blocks if isinstance(b, Picture))
    uses = {n.id: n.value for n in content.numbers if n.id.endswith(".uses")}
    agreed = uses["repertoire.KAZ-RUS.AGREE.uses"]
    for svg in (picture.svg, picture.narrow):
        texts = _texts(svg)
        assert str(agreed) in texts
        assert "Agree to cooperate" in texts
        assert "RUS" in texts or "Russia" in texts
    assert f"agree to cooperate {agreed}" in picture.alt


def test_without_a_repertoire_there_is_no_section(evidence: Evidence) -> None:
    assert build(replace(evidence, repertoires=())) is None


@pytest.mark.parametrize("width", [theme.WIDE, theme.NARROW])
def test_the_grid_writes_each_count_and_leaves_what_is_not_covered_empty(width: float) -> None:
    rows = [KindRow("Provide aid", [12, 0, None]), KindRow("Agree", [4, 0, None])]
    svg = kinds_grid(
        [KindBlock("Friendly acts", rows)],
        [("AAA", "Aland"), ("BBB", "Beland"), ("CCC", "Celand")],
        title="A & B",
        width=width,
    )
    texts = _texts(svg)
    assert [text for text in texts if text in ("12", "4")] == ["12", "4"]
    assert texts.count("0") == 2
    assert "<title>A &amp; B</title>" in svg
