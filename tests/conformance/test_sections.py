"""Every registered section, for the states of every shipped region, on the embedded default."""

from __future__ import annotations

from pathlib import Path

import pytest

from comity.briefs.brief import Brief, write_brief
from comity.briefs.content import Grid, Number, Picture, SectionContent
from comity.briefs.evidence import gather
from comity.briefs.section import sections
from comity.registry import regions, states
from comity.store.query import Reading, reading

# All states of one region and the first and last of each other; the rest are for the night.
WHOLE = "north-america"
PAIRS = [
    pytest.param(
        region.code,
        code,
        marks=()
        if region.code == WHOLE or code in (region.states[0], region.states[-1])
        else pytest.mark.nightly,
    )
    for region in regions()
    for code in region.states
]


@pytest.fixture(scope="module")
def lake(default_lake_home: Path) -> Reading:
    return reading(default_lake_home)


def test_sections_have_ids_of_their_own_and_a_place_each() -> None:
    built_in = sections()
    assert len({section.id for section in built_in}) == len(built_in) >= 8
    assert [section.order for section in built_in] == sorted(s.order for s in built_in)


@pytest.mark.parametrize(("region", "code"), PAIRS)
def test_every_section_is_built_or_has_nothing_to_say(
    lake: Reading, region: str, code: str
) -> None:
    evidence = gather(lake, states().find(code), regions().find(region))
    built = {section.id: section.build(evidence) for section in sections()}

    for id, content in built.items():
        if content is not None:
            check_content(id, content)
    made = write_brief(evidence, [])
    numbers = [*made.numbers, *(n for c in built.values() if c is not None for n in c.numbers)]
    assert len(made.headline.sentences) == 3
    assert len({number.id for number in numbers}) == len(numbers) > 50
    check_numbers(made, numbers, lake.version.number)


def check_content(id: str, content: SectionContent) -> None:
    """A section keeps its id, has a title, and its blocks can be shown to everybody."""
    assert content.id == id
    assert content.title
    assert content.lead or content.blocks
    for block in content.blocks:
        if isinstance(block, Picture):
            assert block.svg.lstrip().startswith("<svg")
            assert block.alt, f"{block.name} says nothing to those who can't see it"
            assert block.caption
        elif isinstance(block, Grid):
            assert all(len(row) == len(block.columns) for row in block.rows), block.caption
            assert block.right <= set(block.columns)


def check_numbers(made: Brief, numbers: list[Number], lake_version: int) -> None:
    """Each number is traced, and lies in its interval where it has one."""
    known = {source["dataset"] for source in made.sources}
    for number in numbers:
        assert all((number.id, number.label, number.unit, number.period)), number
        assert set(number.source.replace(" and ", ", ").split(", ")) <= known, number
        assert number.lake_version == lake_version, number
        assert (number.low is None) == (number.high is None), number
        if number.low is not None and number.high is not None:
            assert number.low <= number.value <= number.high, number
