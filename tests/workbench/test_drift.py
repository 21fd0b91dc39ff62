"""`drift`: who moves toward whom, with what is missing said; positions here are SIMULATED."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from comity.errors import BadValue, OutsideCoverage, UnknownName
from comity.registry.organisations import memberships
from comity.registry.regions import regions
from comity.workbench import drift as verb
from comity.workbench.session import Session

SIMULATED = Path(__file__).resolve().parents[1] / "models" / "simulated.py"
PERIODS = range(60, 76)


def simulated() -> ModuleType:
    spec = importlib.util.spec_from_file_location("simulated", SIMULATED)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules.setdefault("simulated", module)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(autouse=True)
def estimate(monkeypatch: pytest.MonkeyPatch) -> Any:
    """All stand still but Kazakhstan, which goes from 0 to 1; Turkmenistan does not vote."""
    union = {row.state for row in memberships().of_organisation("EU")}
    asean = {"USA", "CHN", "JPN", "IND", "AUS", "TUR"}
    paths = {state: np.ones(len(PERIODS)) for state in (union | asean)}
    for state in regions().find("eurasia").states:
        paths[state] = np.full(len(PERIODS), 0.0)
    paths["KAZ"] = np.linspace(0, 1, len(PERIODS))
    paths["TKM"] = np.full(len(PERIODS), np.nan)
    rng = np.random.default_rng(1)
    draws = {state: path + rng.normal(0, 0.05, (200, len(path))) for state, path in paths.items()}
    made = simulated().ideal_points(paths, draws, periods=PERIODS)
    monkeypatch.setattr(verb, "_estimate", lambda *_: made)
    return made


def test_a_region_is_shown_at_a_glance(lake: Session) -> None:
    found = lake.drift(region="eurasia", toward="RUS,EU,CHN")
    rows = {(row["state"], row["pole"]): row for row in found.table.to_pylist()}
    assert len(rows) == 14 * 3 - 1  # Turkmenistan has no votes; Russia is no pole of its own.
    near, away = rows["KAZ", "EU"], rows["KAZ", "RUS"]
    assert (near["verdict"], away["verdict"]) == ("nearer", "farther")
    assert near["speed_per_decade"] == pytest.approx(-10 / 15, abs=0.05)
    assert near["lower"] < near["speed_per_decade"] < near["upper"]
    assert (near["first_period"], near["last_period"]) == (60, 75)
    assert rows["ARM", "RUS"]["verdict"] == "no clear move"
    assert found.missing[0].startswith("Too few votes in these years for TKM toward RUS, TKM tow")
    assert "EU: 1 nearer" in found.text
    assert found.lake_version is not None


def test_the_poles_are_those_of_the_region_unless_others_are_named(lake: Session) -> None:
    found = lake.drift("Kazakhstan", show="changes")
    assert {one.pole for one in found.region.drifts} == {"RUS", "EU", "CHN", "TUR", "USA"}
    other = lake.drift("Kazakhstan", toward=["Japan", "European Union"], show="changes")
    assert {one.pole for one in other.region.drifts} == {"JPN", "EU"}


def test_years_bound_the_window_and_their_sessions_open_in_them(lake: Session) -> None:
    found = lake.drift("KAZ", toward="RUS,EU", first_year=2010, last_year=2015, show="series")
    assert {one.window for one in found.region.drifts} == {(65, 70)}
    assert found.table["period"].to_pylist()[:2] == [60, 61]


def test_ties_are_shared_out_by_layer_and_year_and_a_missing_layer_is_named(lake: Session) -> None:
    found = lake.drift("KAZ", toward="RUS,EU,CHN", first_year=2015, last_year=2018, show="shares")
    by_layer: dict[tuple[int, str], list[float]] = {}
    for row in found.table.to_pylist():
        if row["share"] is not None:
            by_layer.setdefault((row["period"], row["layer"]), []).append(row["share"])
    assert by_layer
    assert all(sum(shares) == pytest.approx(1) for shares in by_layer.values())
    assert found.missing[-1].startswith("Not on record of a year toward all of these poles: ")
    index = lake.drift("KAZ", toward="RUS,EU,CHN", first_year=2015, last_year=2018, show="hedging")
    assert all(0 <= value <= 1 for value in index.table["hedging"].to_pylist())


def test_one_pole_alone_leaves_no_room_to_hedge(lake: Session) -> None:
    (row,) = lake.drift("KAZ", toward="RUS").table.to_pylist()
    assert row["hedging_first"] is None
    assert row["hedging_layers"] is None
    assert lake.drift("KAZ", toward="RUS", show="shares").table.num_rows == 0
    assert lake.drift("KAZ", toward="RUS", show="hedging").table.num_rows == 0


@pytest.mark.parametrize(
    ("options", "error", "said"),
    [
        ({}, BadValue, "Drift toward whom"),
        ({"toward": "RUS"}, BadValue, "Whose drift"),
        ({"region": "eurasa"}, UnknownName, "eurasia"),
        ({"state": "KAZ", "toward": "Atlantis"}, UnknownName, "Atlantis"),
        ({"state": "KAZ", "by": "month"}, BadValue, "session, year"),
        ({"state": "KAZ", "show": "all"}, BadValue, "moves, series"),
        ({"state": "KAZ", "level": 90}, BadValue, "between 0 and 1"),
        ({"state": "KAZ", "first_year": 2015, "last_year": 2015}, BadValue, "no time"),
        ({"state": "KAZ", "first_year": 2030, "last_year": 2040}, OutsideCoverage, "2005 to 2020"),
        ({"state": "TKM"}, OutsideCoverage, "No state of TKM"),
    ],
)
def test_what_can_not_be_answered_is_refused_with_a_reason(
    lake: Session, options: dict[str, Any], error: type[Exception], said: str
) -> None:
    with pytest.raises(error, match=said):
        lake.drift(**options)
