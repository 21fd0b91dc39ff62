"""Armed conflicts: the published file and the mirror's, as facts of states and of pairs."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from comity.errors import BadInput
from comity.sources.catalogue import recognise
from comity.sources.contract import Parsed, SourceFile
from comity.sources.ucdp_acd import SOURCE
from comity.sources.ucdp_acd.parquet import parse_parquet
from comity.vocabulary.actor import DropReason

FIXTURE = Path(__file__).parent / "fixtures" / "UcdpPrioConflict_v25_1_synthetic.csv"


def parse(path: Path) -> Parsed:
    (parsed,) = SOURCE.parse(SourceFile(path, path.name, "", path.stat().st_size), options={})
    return parsed


@pytest.fixture(scope="module")
def synthetic() -> Parsed:
    return parse(FIXTURE)


def edited(folder: Path, old: str, new: str) -> Parsed:
    path = folder / FIXTURE.name
    text = FIXTURE.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")
    return parse(path)


def on_territory(parsed: Parsed) -> dict[tuple[str, int], tuple[float, str]]:
    rows: list[dict[str, Any]] = parsed.tables["state_facts"].to_pylist()
    return {(row["state"], row["day"].year): (row["value"], row["text"]) for row in rows}


def pairs(parsed: Parsed, fact: str) -> dict[tuple[str, str, int], tuple[float, str]]:
    return {
        (row["source"], row["target"], row["day"].year): (row["value"], row["text"])
        for row in parsed.tables["dyad_facts"].to_pylist()
        if row["fact"] == fact
    }


def test_the_most_intense_conflict_of_a_year_stands_for_the_territory(synthetic: Parsed) -> None:
    found = on_territory(synthetic)
    assert found["SYR", 2020] == (2.0, "internationalised intrastate, intrastate")
    assert found["UKR", 2022] == (2.0, "interstate")
    assert found["RUS", 2024] == (2.0, "interstate")
    assert ("RUS", 2022) not in found
    assert found["MLI", 2021] == (1.0, "internationalised intrastate")


def test_a_war_between_states_stands_both_ways(synthetic: Parsed) -> None:
    found = pairs(synthetic, "armed_conflict_interstate")
    assert found["RUS", "UKR", 2022] == found["UKR", "RUS", 2022]
    assert found["RUS", "UKR", 2022] == (2.0, "territory and government")
    assert found["KGZ", "TJK", 2022] == (1.0, "territory")
    coalition = {key for key in found if key[2] == 2003 and key[1] == "IRQ"}
    assert coalition == {("USA", "IRQ", 2003), ("GBR", "IRQ", 2003), ("AUS", "IRQ", 2003)}


def test_who_fights_beside_a_government_supports_it_and_is_no_side(synthetic: Parsed) -> None:
    support = pairs(synthetic, "armed_conflict_support")
    assert support["RUS", "SYR", 2020] == (2.0, "internationalised intrastate")
    assert support["PRK", "RUS", 2024] == (2.0, "interstate")
    # Those beside a side that is no state support no government.
    assert not any(source in ("USA", "TUR") for source, _, _ in support)
    assert ("PRK", "UKR", 2024) not in pairs(synthetic, "armed_conflict_interstate")


def test_a_dependency_is_no_state_and_every_record_is_counted(synthetic: Parsed) -> None:
    assert synthetic.dropped == {DropReason.NO_STATE_THEN: 1}
    rows = synthetic.tables["state_facts"].num_rows
    assert synthetic.records == rows + synthetic.summed + 1 == 12
    assert {span.scope for span in synthetic.coverage} == {"world"}


def test_no_side_is_named(synthetic: Parsed, tmp_path: Path) -> None:
    broken = edited(tmp_path, ",2021,1,1,4,", ",2021,7,1,4,")
    assert [reject.text for reject in broken.rejects] == ["conflict 90008, 2021"]
    for parsed in (synthetic, broken):
        said = str({name: table.to_pylist() for name, table in parsed.tables.items()})
        assert "SYNTHETIC" not in said + str(parsed.rejects)


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        (",2021,1,1,4,", ",2021,7,1,4,", "intensity_level '7'; 1 or 2 expected"),
        (",2021,1,1,4,", ",2021,1,1,9,", "type_of_conflict '9'"),
        (",2021,1,1,4,", ",1815,1,1,4,", "year '1815' is no year since 1946"),
        ('"432","4"', '"","4"', "gwno_loc is empty"),
        ('"432","4"', '"Mali","4"', "gwno_loc 'Mali'; numbers of states expected"),
    ],
)
def test_a_line_that_can_not_be_is_rejected(
    tmp_path: Path, old: str, new: str, reason: str
) -> None:
    (reject,) = edited(tmp_path, old, new).rejects
    assert reject.line == 11
    assert reason in reject.reason


def test_an_extract_of_a_region_covers_its_own_states_only(tmp_path: Path) -> None:
    asian = edited(tmp_path, '"678","2"', '"678","3"')
    assert {span.scope for span in asian.coverage} == {"world"}
    lines = FIXTURE.read_text("utf-8").splitlines()
    path = tmp_path / "europe.csv"
    path.write_text("\n".join(lines[:3]) + "\n", "utf-8")
    for span in parse(path).coverage:
        assert (span.scope, span.actors) == ("both", ("PRK", "RUS", "UKR"))


def test_the_file_is_known_by_its_header_in_any_order(tmp_path: Path) -> None:
    assert recognise(FIXTURE).description.name == "ucdp_acd"
    path = tmp_path / "other.csv"
    path.write_text("conflict_id,year\n1,2020\n", "utf-8")
    with pytest.raises(BadInput, match="header is not the published one"):
        parse(path)


def test_the_mirror_says_not_where_so_the_sides_stand_for_the_place(mirror: Path) -> None:
    path = mirror / "structure" / "ucdp_acd.parquet"
    (parsed,) = parse_parquet(path, path.name)
    found = on_territory(parsed)
    assert not parsed.rejects
    assert parsed.records == len(found) + parsed.summed + parsed.dropped.total()
    assert found["UKR", 2023] == (2.0, "interstate (place not given)")
    assert found["GEO", 1993] == (2.0, "intrastate")
    assert ("KAZ", 2020) not in found
    (span,) = {(s.first_day, s.last_day, s.scope) for s in parsed.coverage}
    assert span == (dt.date(1946, 1, 1), dt.date(2024, 12, 31), "world")


def test_wars_between_states_since_1990_are_those_of_the_publisher(
    mirror: Path,
) -> None:
    """Of at least 1,000 deaths in battle that year, read by hand in the rows."""
    path = mirror / "structure" / "ucdp_acd.parquet"
    (parsed,) = parse_parquet(path, path.name)
    wars = {
        (min(one, other), max(one, other), year)
        for (one, other, year), (level, _) in pairs(parsed, "armed_conflict_interstate").items()
        if level == 2 and year >= 1990
    }
    assert {year for *pair, year in wars if pair == ["ERI", "ETH"]} == {1998, 1999, 2000}
    assert {year for *pair, year in wars if pair == ["RUS", "UKR"]} == {2022, 2023, 2024}
    assert ("IRQ", "USA", 2003) in wars
