"""How states answer each other in a brief and on the page of a region, on answers made by hand."""

from __future__ import annotations

import pickle
import re
from pathlib import Path

import pytest
from made_answers import between, made_answers

from comity.briefs.alignment_evidence import RegionAlignment
from comity.briefs.brief import write_brief
from comity.briefs.content import Grid, Paragraph, Picture, SectionContent
from comity.briefs.evidence import Evidence, gather, members_bloc
from comity.briefs.index import index_page
from comity.briefs.sections import method, reactions
from comity.models.answers_on_record import AnswersOnRecord
from comity.registry import regions, states
from comity.store.query import Reading, reading

EURASIA = regions().find("eurasia")


@pytest.fixture(scope="module")
def lake(default_lake_home: Path) -> Reading:
    return reading(default_lake_home)


def answers() -> AnswersOnRecord:
    return made_answers(between("RUS", "KAZ") + between("CHN", "KAZ", scale=0.4))


def evidence_of(lake: Reading, shared: RegionAlignment) -> Evidence:
    return gather(lake, states().find("KAZ"), EURASIA, alignment=shared)


@pytest.fixture(scope="module")
def evidence(lake: Reading) -> Evidence:
    return evidence_of(lake, RegionAlignment(reactions=answers()))


@pytest.fixture(scope="module")
def built(evidence: Evidence) -> SectionContent:
    content = reactions.SECTION.build(evidence)
    assert content is not None
    return content


def test_the_brief_tells_and_draws_both_directions_and_tables_all_poles(
    built: SectionContent,
) -> None:
    assert built.title == "How they answer each other"
    story, picture, grid, notes = built.blocks
    assert isinstance(story, Paragraph)
    assert isinstance(picture, Picture)
    assert isinstance(grid, Grid)
    assert isinstance(notes, Paragraph)
    assert "A friendly act by Kazakhstan is followed, within 30 days, by" in story.text
    assert "A hostile act by Russia is followed" in story.text
    assert "How Russia answers Kazakhstan" in picture.svg
    assert "How Kazakhstan answers Russia" in picture.narrow
    assert [row[0] for row in grid.rows] == [
        "Kazakhstan to Russia",
        "Russia to Kazakhstan",
        "Kazakhstan to China",
        "China to Kazakhstan",
    ]
    assert "72% of these estimates" in notes.text


def test_every_number_has_unit_period_source_version_and_its_interval(
    built: SectionContent,
) -> None:
    # Of each answer five, and of the busiest pole how the two compare.
    assert len(built.numbers) == 4 * 2 * 5 + 2 * 2
    for number in built.numbers:
        assert number.unit
        assert number.period == "2018-10-04/2022-08-31"
        assert number.source == "icews"
        assert number.lake_version
        assert (number.low is not None) == ("interval" in number.label)
        if number.low is not None and number.high is not None:
            assert number.low <= number.value <= number.high


def test_the_number_of_each_sentence_is_among_the_traced_ones(built: SectionContent) -> None:
    story = built.blocks[0]
    assert isinstance(story, Paragraph)
    told = set(re.findall(r"\d\.\d\d+", story.text.replace("over 0.99", "")))
    values = [v for n in built.numbers for v in (n.value, n.low, n.high) if v is not None]
    assert told <= {f"{abs(value):.{digits}f}" for value in values for digits in (2, 3)}


def test_a_brief_without_estimated_answers_says_why(lake: Reading) -> None:
    shared = RegionAlignment(missing={"reactions": "No source covers a pair of the region."})
    content = reactions.SECTION.build(evidence_of(lake, shared))
    assert content is not None
    assert content.lead == "No answers are estimated. No source covers a pair of the region."
    assert not content.numbers


def test_states_that_hardly_met_have_no_answers_in_the_brief(lake: Reading) -> None:
    few = [row | {"stimulus_acts": 3} for row in between("RUS", "KAZ")]
    content = reactions.SECTION.build(
        evidence_of(lake, RegionAlignment(reactions=made_answers(few)))
    )
    assert content is not None
    assert "Too few acts" in content.lead


def test_the_method_tells_how_answers_are_estimated(evidence: Evidence) -> None:
    content = method.SECTION.build(evidence)
    assert content is not None
    text = " ".join(b.text for b in content.blocks if isinstance(b, Paragraph))
    assert "Hawkes" in text


def test_the_page_of_a_region_shows_who_answers_whom(lake: Reading, evidence: Evidence) -> None:
    shared = RegionAlignment(reactions=answers())
    page = index_page(
        EURASIA, [write_brief(evidence, [reactions.SECTION])], shared, members_bloc(lake, "EU")
    )
    assert "Who answers whom" in page
    assert "More hostile acts in the 30 days after one hostile act" in page
    without = index_page(
        EURASIA, [write_brief(evidence, [])], RegionAlignment(), members_bloc(lake, "EU")
    )
    assert "Who answers whom" not in without


def test_what_a_region_shares_passes_between_processes() -> None:
    shared = RegionAlignment(reactions=answers())
    again = pickle.loads(pickle.dumps(shared))
    assert again.reactions.table.equals(shared.reactions.table)
