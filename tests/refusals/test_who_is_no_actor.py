"""Only states and their organisations are actors: what never reaches the lake."""

from __future__ import annotations

import csv
from importlib import resources
from pathlib import Path

import pyarrow as pa
import pytest

from comity.registry import actors, de_facto
from comity.store.lake import TABLES
from comity.store.query import Reading, reading
from comity.vocabulary.actor import Organ

# Lists whose texts are words of comity or titles of publications, where a publisher's author is
# named as such.
CITING = {"sources"}


@pytest.fixture(scope="module")
def lake(default_lake_home: Path) -> Reading:
    return reading(default_lake_home)


def office_holders() -> set[str]:
    text = resources.files("comity.sources.icews").joinpath("office_holders.csv").read_text("utf-8")
    return {row["name"] for row in csv.DictReader(text.splitlines())}


def test_no_office_holder_is_named_in_the_lake(lake: Reading) -> None:
    names = office_holders()
    assert len(names) > 50
    for table in sorted(set(TABLES) - CITING):
        for field in lake.query(f'SELECT * FROM "{table}" LIMIT 0').schema:
            if pa.types.is_string(field.type):
                query = f'SELECT DISTINCT "{field.name}" AS text FROM "{table}"'
                texts = lake.query(query)["text"].to_pylist()
                assert not names & set(texts), (table, field.name)


def test_every_act_is_between_registered_actors_and_listed_organs(lake: Reading) -> None:
    known = {actor.code for actor in actors()}
    organs = {organ.value for organ in Organ}
    for side in ("source", "target"):
        rows = lake.query(f"SELECT DISTINCT {side} AS code, {side}_organ AS organ FROM acts")
        assert set(rows["code"].to_pylist()) <= known
        assert set(rows["organ"].to_pylist()) <= organs


def test_no_act_comes_from_a_population_and_none_stays_within_one_state(lake: Reading) -> None:
    query = "SELECT count(*) AS n FROM acts WHERE source_organ = 'population' OR source = target"
    assert lake.query(query)["n"].to_pylist() == [0]


def test_organs_hold_no_group_party_or_medium() -> None:
    refused = {"ethnic", "religious", "media", "party", "rebel", "company", "person", "journalist"}
    assert not refused & {organ.value for organ in Organ}


def test_a_de_facto_authority_is_never_a_state() -> None:
    for authority in de_facto():
        assert authority.code.startswith("X-")
        assert actors().find(authority.code).code == authority.code
