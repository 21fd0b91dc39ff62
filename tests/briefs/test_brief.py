"""Every brief of every region: each number traced, each sentence made from the numbers."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from comity.briefs.brief import Brief, write_brief
from comity.briefs.evidence import gather
from comity.briefs.section import Section
from comity.briefs.sections import balance, recent_acts, ties, visas, votes
from comity.registry import regions, states
from comity.store.query import Reading, reading

# The sections without a map, which is drawn and tested elsewhere.
SECTIONS: list[Section] = [module.SECTION for module in (balance, recent_acts, ties, votes, visas)]


@pytest.fixture(scope="module")
def lake(default_lake_home: Path) -> Reading:
    return reading(default_lake_home)


def brief_of(lake: Reading, code: str, region: str) -> Brief:
    return write_brief(gather(lake, states().find(code), regions().find(region)), SECTIONS)


@pytest.mark.parametrize(
    ("code", "region"),
    [("KAZ", "eurasia"), ("XKX", "eu-enlargement"), ("USA", "north-america"), ("VNM", "asean")],
)
def test_each_number_has_unit_period_source_and_lake_version(
    lake: Reading, code: str, region: str
) -> None:
    made = brief_of(lake, code, region)
    numbers = json.loads(made.as_json())["numbers"]
    assert len(numbers) > 50
    for number in numbers:
        assert number["unit"], number
        assert number["period"], number
        assert number["source"], number
        assert number["lake_version"] == lake.version.number
    assert len(made.headline.sentences) == 3


def test_the_headline_counts_a_meeting_once_and_its_shares_add_up(lake: Reading) -> None:
    made = brief_of(lake, "KAZ", "eurasia")
    values = {number.id: number.value for number in made.numbers}
    both = values["balance.KAZ-RUS.meeting"], values["balance.RUS-KAZ.meeting"]
    assert values["headline.meetings"] == max(both)
    shares = [int(word.rstrip("%")) for word in made.headline.sentences[0].split() if "%" in word]
    assert sum(shares) == 100


def test_states_outside_the_united_nations_have_no_votes(lake: Reading) -> None:
    sentence = brief_of(lake, "XKX", "eu-enlargement").headline.sentences[2]
    assert sentence == "Kosovo has no recorded vote in the UN General Assembly to compare."


def test_the_votes_say_which_roll_calls_are_missing(lake: Reading) -> None:
    evidence = gather(lake, states().find("UKR"), regions().find("eurasia"))
    content = votes.build(evidence)
    assert content is not None
    text = " ".join(getattr(block, "text", "") for block in content.blocks)
    assert "April to November 2021" in text
    assert "January to October 2022" in text


def test_an_agreement_with_several_poles_is_listed_once(lake: Reading) -> None:
    evidence = gather(lake, states().find("RUS"), regions().find("eurasia"))
    content = ties.build(evidence)
    assert content is not None
    rows = [row for block in content.blocks for row in getattr(block, "rows", ())]
    assert len({(row[0], row[2], row[1]) for row in rows}) == len(rows)
    titles = [row[2] for row in rows]
    assert titles.count("Treaty of Amity and Cooperation in Southeast Asia") == 1
