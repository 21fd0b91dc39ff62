"""Pledges of alliance: who owes whom, on which days, and what the table can answer for."""

from __future__ import annotations

import datetime as dt
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from comity.errors import BadInput
from comity.registry.regions import regions
from comity.sources.alliances import SOURCE
from comity.sources.alliances.coverage import listed_states
from comity.sources.alliances.parties import COLUMNS
from comity.sources.contract import Parsed, SourceFile

EMBEDDED = Path(str(resources.files("comity.data"))) / "alliances" / "alliances.csv"
DEFENCE, CONSULTATION = "alliance_defence", "alliance_consultation"


def parse(path: Path) -> Parsed:
    (parsed,) = SOURCE.parse(SourceFile(path, path.name, "", path.stat().st_size), options={})
    return parsed


def table(folder: Path, *lines: str) -> Parsed:
    path = folder / "alliances.csv"
    path.write_text("\n".join((",".join(COLUMNS), *lines)) + "\n", "utf-8")
    return parse(path)


@pytest.fixture(scope="module")
def embedded() -> Parsed:
    return parse(EMBEDDED)


def held(parsed: Parsed, fact: str, pair: tuple[str, str], day: dt.date) -> list[str]:
    """The titles under which `fact` is owed on a day."""
    found: list[dict[str, Any]] = parsed.tables["dyad_facts"].to_pylist()
    return [
        row["text"]
        for row in found
        if (row["fact"], row["source"], row["target"]) == (fact, *pair)
        and row["day"] <= day
        and (row["end_day"] is None or day < row["end_day"])
    ]


def line(party: str, role: str = "both", first: str = "2000-01-01", end: str = "") -> str:
    return f"pact,A pact,defence,{party},{role},{first},{end},force,1 UNTS 1,"


def test_a_mutual_pledge_is_owed_both_ways_while_both_are_parties(tmp_path: Path) -> None:
    parsed = table(tmp_path, line("KAZ"), line("RUS", first="2001-05-01", end="2010-01-01"))
    rows = parsed.tables["dyad_facts"].to_pylist()
    assert [(row["source"], row["target"]) for row in rows] == [("KAZ", "RUS"), ("RUS", "KAZ")]
    assert {(row["day"], row["end_day"]) for row in rows} == {
        (dt.date(2001, 5, 1), dt.date(2010, 1, 1))
    }
    assert parsed.records == 2


def test_a_guarantee_is_owed_one_way(tmp_path: Path) -> None:
    parsed = table(tmp_path, line("USA", "gives"), line("FSM", "receives"), line("GBR", "gives"))
    pairs = [(r["source"], r["target"]) for r in parsed.tables["dyad_facts"].to_pylist()]
    assert pairs == [("USA", "FSM"), ("GBR", "FSM")]


def test_nobody_owes_before_there_was_a_state(tmp_path: Path) -> None:
    parsed = table(tmp_path, line("KAZ", first="1950-01-01"), line("CHN", first="1950-01-01"))
    assert {row["day"] for row in parsed.tables["dyad_facts"].to_pylist()} == {
        dt.date(1991, 12, 16)
    }


def test_two_treaties_of_one_day_are_one_fact_with_both_titles(tmp_path: Path) -> None:
    other = [one.replace("pact,A pact", "bond,A bond") for one in (line("KAZ"), line("RUS"))]
    parsed = table(tmp_path, line("KAZ", end="2005-01-01"), line("RUS"), *other)
    row = parsed.tables["dyad_facts"].to_pylist()[0]
    assert (row["text"], row["end_day"]) == ("A pact; A bond", None)


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        (line("XXX"), "party 'XXX' is not known"),
        (line("ARM", role="friend"), "'friend' is not a valid Role"),
        (line("ARM", end="1999-01-01"), "not after its first day"),
        (line("ARM", first="May 2000"), "Invalid isoformat"),
        (line("KAZ", first="2004-01-01"), "KAZ is a party of pact on the same days already"),
        (line("ARM").replace("defence", "love"), "of defence, neutrality"),
        (line("ARM").replace("A pact", "The pact"), "another title, pledge or evidence"),
        (line("ARM").replace("1 UNTS 1", ""), "evidence is empty"),
    ],
)
def test_a_party_that_can_not_be_is_rejected(tmp_path: Path, broken: str, reason: str) -> None:
    parsed = table(tmp_path, line("KAZ"), line("RUS"), broken)
    (reject,) = parsed.rejects
    assert reject.line == 4
    assert reason in reject.reason


def test_a_table_of_another_kind_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "alliances.csv"
    path.write_text("party,ally\nKAZ,RUS\n")
    with pytest.raises(BadInput, match="not that of a table of parties of alliances"):
        parse(path)


@pytest.mark.parametrize(
    ("pair", "day", "title"),
    [
        (("USA", "SWE"), dt.date(2024, 3, 7), "North Atlantic Treaty"),
        (("RUS", "ARM"), dt.date(2020, 1, 1), "Collective Security Treaty"),
        (("TUR", "AZE"), dt.date(2022, 1, 1), "Shusha Declaration on Allied Relations"),
        (("CHN", "PRK"), dt.date(2000, 1, 1), "Treaty of Friendship, Cooperation and Mutual"),
        (("FIN", "EST"), dt.date(2015, 1, 1), "Treaty on European Union, Article 42(7)"),
        (("RUS", "PRK"), dt.date(2024, 12, 4), "Treaty on Comprehensive Strategic Partnership"),
        (("JPN", "USA"), dt.date(1992, 1, 1), "Treaty of Mutual Cooperation and Security"),
    ],
)
def test_the_table_knows_who_has_pledged_defence(
    embedded: Parsed, pair: tuple[str, str], day: dt.date, title: str
) -> None:
    for way in (pair, pair[::-1]):
        assert any(text.startswith(title) for text in held(embedded, DEFENCE, way, day))


@pytest.mark.parametrize(
    ("pair", "day"),
    [
        (("USA", "SWE"), dt.date(2024, 3, 6)),
        (("RUS", "UZB"), dt.date(2000, 1, 1)),
        (("RUS", "GEO"), dt.date(2000, 1, 1)),
        (("RUS", "PRK"), dt.date(2010, 1, 1)),
        (("ARM", "AZE"), dt.date(2005, 1, 1)),
        (("USA", "MEX"), dt.date(2005, 1, 1)),
        (("CHN", "RUS"), dt.date(2020, 1, 1)),
        (("PHL", "CHN"), dt.date(2020, 1, 1)),
    ],
)
def test_the_table_knows_who_has_not(embedded: Parsed, pair: tuple[str, str], day: dt.date) -> None:
    assert held(embedded, DEFENCE, pair, day) == []


def test_a_pledge_to_consult_is_no_pledge_of_defence(embedded: Parsed) -> None:
    pair, day = ("USA", "UKR"), dt.date(2025, 1, 1)
    assert held(embedded, CONSULTATION, pair, day) == ["Bilateral Security Agreement"]
    assert held(embedded, DEFENCE, pair, day) == []


def test_it_answers_for_the_shipped_regions_and_their_poles(embedded: Parsed) -> None:
    spans = {span.part: span for span in embedded.coverage}
    assert spans[DEFENCE].scope == "either"
    assert {span.scope for part, span in spans.items() if part != DEFENCE} == {"both"}
    for region in regions():
        assert set(region.states) <= set(listed_states()) == set(spans[DEFENCE].actors)
    assert {(span.first_day.year, span.last_day.year) for span in spans.values()} == {(1992, 2025)}


def test_every_row_names_its_evidence(embedded: Parsed) -> None:
    assert not embedded.rejects
    assert embedded.records == embedded.tables["dyad_facts"].num_rows > 7_000
