"""Repertoires of the embedded default: one account of everybody's acts, however they are read."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from comity.errors import OutsideCoverage, UnknownName
from comity.measures.dyad_series import READINGS
from comity.measures.repertoire import Grain, lake_repertoire, peer_dyads, practice_of
from comity.registry import regions
from comity.store.query import Reading, reading
from comity.vocabulary.dyad import Dyad
from comity.vocabulary.period import Granularity
from comity.workbench.bench import open_workbench
from comity.workbench.ledger import LedgerRequest, ledger


@pytest.fixture(scope="module")
def lake(default_lake_home: Path) -> Reading:
    return reading(default_lake_home)


@pytest.mark.parametrize("pair", [("KAZ", "RUS"), ("RUS", "UKR"), ("ARM", "AZE")])
def test_the_acts_are_those_of_the_ledger(
    lake: Reading, default_lake_home: Path, pair: tuple[str, str]
) -> None:
    found, _ = lake_repertoire(lake, Dyad(*pair))
    rows = ledger(
        open_workbench(default_lake_home),
        LedgerRequest(source=pair[0], target=pair[1], period=Granularity.YEAR),
    ).table.to_pylist()
    sums = {name: sum(row[name] for row in rows) for name in READINGS}
    assert found.meetings == sums["meeting"]
    assert found.spread_of("friendly")["acts"] == sums["friendly"]
    assert found.spread_of("hostile")["acts"] == sum(
        sums[name] for name in ("insult", "offence", "attack")
    )
    assert found.acts + found.not_meant == sum(sums.values()) - sums["meeting"]


@pytest.mark.parametrize("pair", [("KAZ", "RUS"), ("USA", "POL"), ("ARM", "AZE")])
def test_everybodys_acts_hold_those_of_each_pair(lake: Reading, pair: tuple[str, str]) -> None:
    found, _ = lake_repertoire(lake, Dyad(*pair))
    days = [dt.date(2021, 1, 1) + dt.timedelta(n) for n in range(59)]
    practice = practice_of(lake, "icews", days)
    short, _ = lake_repertoire(
        lake, Dyad(*pair), first_day=days[0], last_day=days[-1], dataset="icews"
    )
    own = practice.by_dyad.get(Dyad(*pair), {})
    assert {row["kind"]: row["uses"] for row in short.kinds(used=True)} == own
    assert short.acts <= found.acts


def test_what_was_kept_is_what_was_computed(lake: Reading) -> None:
    days = [dt.date(2021, 3, 1) + dt.timedelta(n) for n in range(20)]
    first, again = (practice_of(lake, "icews", days).used for _ in range(2))
    assert first.equals(again)


def test_a_region_compares_with_its_own_states_and_poles(lake: Reading) -> None:
    days = [dt.date(2021, 3, 1) + dt.timedelta(n) for n in range(20)]
    practice = practice_of(lake, "icews", days, Grain.MODE)
    region = regions().find("eurasia")
    inside = peer_dyads(practice, region)
    assert inside
    assert all({d.source, d.target} <= set(region.actors) for d in inside)
    assert not any("UN" in (d.source, d.target) for d in peer_dyads(practice, None))


def test_outside_coverage_there_is_no_repertoire(lake: Reading) -> None:
    with pytest.raises(OutsideCoverage, match="No source"):
        lake_repertoire(lake, Dyad("KAZ", "RUS"), last_day=dt.date(2010, 1, 1))
    with pytest.raises(UnknownName):
        lake_repertoire(lake, Dyad("KAZ", "RUS"), dataset="icewz")
    with pytest.raises(OutsideCoverage):
        lake_repertoire(lake, Dyad("BOL", "PRY"))
