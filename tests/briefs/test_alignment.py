"""Position, drift, spread of ties, blocs and sovereignty in a brief, on SIMULATED positions."""

from __future__ import annotations

import pickle
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from simulated_alignment import simulated_alignment

from comity.briefs.alignment_evidence import RegionAlignment
from comity.briefs.brief import Brief, write_brief
from comity.briefs.content import Paragraph, Picture, SectionContent
from comity.briefs.evidence import Evidence, gather, members_bloc
from comity.briefs.index import index_page
from comity.briefs.registers import registers_among, single_sources
from comity.briefs.section import Section
from comity.briefs.sections import alignment, blocs, drift, hedging, method, sovereignty
from comity.registry import regions, states
from comity.store.query import Reading, reading

SECTIONS: list[Section] = [
    module.SECTION for module in (alignment, drift, hedging, blocs, sovereignty)
]
EURASIA = regions().find("eurasia")


@pytest.fixture(scope="module")
def lake(default_lake_home: Path) -> Reading:
    return reading(default_lake_home)


def evidence_of(lake: Reading, code: str, shared: RegionAlignment) -> Evidence:
    return gather(lake, states().find(code), EURASIA, alignment=shared)


@pytest.fixture(scope="module")
def evidence(lake: Reading) -> Evidence:
    return evidence_of(lake, "KAZ", simulated_alignment(EURASIA))


@pytest.fixture(scope="module")
def built(evidence: Evidence) -> Mapping[str, SectionContent | None]:
    return {section.id: section.build(evidence) for section in SECTIONS}


def _text(content: SectionContent | None) -> str:
    assert content is not None
    said = [block.text for block in content.blocks if isinstance(block, Paragraph)]
    return " ".join([content.lead, *said])


def test_the_brief_shows_position_drift_spread_blocs_and_sovereignty_with_intervals(
    built: Mapping[str, SectionContent | None],
) -> None:
    for content in built.values():
        assert content is not None
        pictures = [block for block in content.blocks if isinstance(block, Picture)]
        assert pictures
        assert all("Source" in picture.caption and picture.narrow for picture in pictures)
        assert content.numbers
    for id in ("alignment", "drift", "hedging", "sovereignty"):
        content = built[id]
        assert content is not None
        assert any(number.low is not None for number in content.numbers)


def test_each_number_is_traced_and_lies_in_its_interval(evidence: Evidence) -> None:
    made = write_brief(evidence, SECTIONS)
    known = {source["dataset"] for source in made.sources}
    for number in made.numbers:
        assert number.unit and number.period and number.source, number  # noqa: PT018
        assert set(number.source.split(", ")) <= known, number
        if number.low is not None and number.high is not None:
            assert number.low <= number.value <= number.high, number


def test_the_nearest_pole_and_the_farthest_are_told_with_their_distance(
    evidence: Evidence, built: Mapping[str, SectionContent | None]
) -> None:
    assert evidence.alignment is not None
    assert evidence.alignment.standings is not None
    drifts = evidence.alignment.standings.drifts
    farthest = max(drifts, key=lambda code: drifts[code].distance[-1])
    said, distance = _text(built["alignment"]), drifts[farthest].distance[-1]
    assert f"farthest from {'the ' if farthest == 'USA' else ''}" \
        f"{evidence.name(farthest)} (a distance of {distance:.2f}" in said  # fmt: skip


def test_a_clear_move_is_told_and_none_is_made_of_errors_that_last(lake: Reading) -> None:
    shared = simulated_alignment(EURASIA)
    said = _text(drift.build(evidence_of(lake, "KAZ", shared)))
    assert "From 2013 to 2023, Kazakhstan’s distance to" in said
    still = replace(shared, ideal=replace(shared.ideal, position=_still(shared.ideal.position),
                                          draws=_still(shared.ideal.draws)))  # fmt: skip
    said = _text(drift.build(evidence_of(lake, "KAZ", still)))
    assert "came clearly nearer to no pole, and moved clearly away from none" in said


def _still(values):  # type: ignore[no-untyped-def]
    return values[..., :1].repeat(values.shape[-1], axis=-1)


def test_a_state_without_votes_has_a_line_instead_of_a_chart(lake: Reading) -> None:
    shared = simulated_alignment(EURASIA, absent=["TKM"])
    own = evidence_of(lake, "TKM", shared)
    content = alignment.build(own)
    assert content is not None
    assert content.blocks == ()
    assert "Turkmenistan has too few recorded votes" in content.lead
    assert drift.build(own) is None


def test_a_lake_that_has_nothing_for_a_part_says_what_is_missing(lake: Reading) -> None:
    shared = RegionAlignment(missing={"standings": "No roll calls.", "blocs": "No layer of ties.",
                                      "hedging": "No ties on record."})  # fmt: skip
    own = evidence_of(lake, "KAZ", shared)
    assert "No roll calls." in _text(alignment.build(own))
    assert "No layer of ties." in _text(blocs.build(own))
    assert "No ties on record." in _text(hedging.build(own))


def test_a_brief_without_estimates_has_none_of_these_sections(lake: Reading) -> None:
    own = gather(lake, states().find("KAZ"), EURASIA)
    assert [section.build(own) for section in SECTIONS] == [None] * len(SECTIONS)


def test_then_and_now_of_the_spread_are_compared_over_the_same_ties(
    built: Mapping[str, SectionContent | None],
) -> None:
    said = _text(built["hedging"])
    assert "evenness of 0.50" in said
    assert "Over the 2 kinds of ties on record in both years it was 0.50 in 2010" in said


def test_the_method_names_what_each_estimate_rests_on(evidence: Evidence) -> None:
    said = _text(method.build(evidence))
    for cited in (
        "Bailey, Strezhnev and Voeten 2017",
        "Häge 2011",
        "Mucha et al. 2010",
        "Sen 1968",
    ):
        assert cited in said


def test_no_sentence_says_what_a_state_wants(built: Mapping[str, SectionContent | None]) -> None:
    said = " ".join(_text(content) for content in built.values()).lower()
    for word in ("wants", "seeks", "betray", "loyal", "puppet", "vassal", "should"):
        assert word not in said


def test_the_index_has_the_arrows_of_the_region_and_who_draws_near_to_whom(lake: Reading) -> None:
    eu = members_bloc(lake, "EU")
    shared = simulated_alignment(EURASIA)
    page = index_page(EURASIA, _briefs(lake, shared), shared, eu)
    assert "Who stands where in UN votes" in page
    assert page.count("farther →") == 2
    none = RegionAlignment(missing={"standings": "No roll calls."})
    page = index_page(EURASIA, _briefs(lake, none), none, eu)
    assert "No positions in UN votes are on record. No roll calls." in page


def _briefs(lake: Reading, shared: RegionAlignment) -> list[Brief]:
    return [write_brief(evidence_of(lake, code, shared), []) for code in ("KAZ", "UKR")]


def test_what_a_region_shares_passes_between_processes() -> None:
    shared = simulated_alignment(EURASIA)
    again = pickle.loads(pickle.dumps(shared))
    assert again.ties == shared.ties
    assert again.blocs.table == shared.blocs.table
    assert (again.ideal.draws == shared.ideal.draws).all()


def test_the_headline_tells_of_drift_only_where_a_move_is_clear(
    lake: Reading, evidence: Evidence
) -> None:
    sentences = write_brief(evidence, []).headline.sentences
    assert len(sentences) == 4
    assert sentences[3].startswith("In UN votes from 2013 to 2023, Kazakhstan’s distance to ")
    shared = simulated_alignment(EURASIA)
    still = replace(shared, ideal=replace(shared.ideal, position=_still(shared.ideal.position),
                                          draws=_still(shared.ideal.draws)))  # fmt: skip
    assert len(write_brief(evidence_of(lake, "KAZ", still), []).headline.sentences) == 3


def test_two_registers_named_together_are_two_sources_with_terms_of_their_own() -> None:
    named = single_sources("atop, comity registers of de facto authorities and disputed areas")
    assert named == [
        "atop",
        "comity register of de facto authorities",
        "comity register of disputed areas",
    ]
    found = registers_among(named)
    assert list(found) == named[1:]
    assert all(terms["licence"] and terms["citation"] for terms in found.values())
