"""Answers of a lake are estimated once, kept beside it, and not waited for by a brief."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from made_reactions import MadeReactions

import comity.models.reaction_function
from comity.errors import OutsideCoverage
from comity.models.lake_reactions import lake_reactions, pair_answers, region_answers
from comity.registry import regions
from comity.store.coverage import Choice, choose
from comity.store.query import Reading, reading
from comity.vocabulary.dyad import Dyad

PAIR = Dyad("KAZ", "RUS")


@pytest.fixture
def lake(default_lake_home: Path, tmp_path: Path) -> Reading:
    return reading(shutil.copytree(default_lake_home, tmp_path / "lake"))


@pytest.fixture
def choice(lake: Reading) -> Choice:
    return choose(lake, PAIR)


@pytest.fixture
def fits(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The series that were fitted: Russia answers what Kazakhstan does that is friendly."""
    asked: list[Any] = []

    def fit(series: Any, **_: Any) -> MadeReactions:
        asked.append(series)
        made = MadeReactions()
        made.add("RUS", "KAZ", "friendly", "friendly", 0.5, 0.1)
        return made

    monkeypatch.setattr(comity.models.reaction_function, "fit_reactions", fit)
    return asked


def test_answers_are_estimated_once_and_kept(
    lake: Reading, choice: Choice, fits: list[Any]
) -> None:
    steps: list[str] = []
    first = lake_reactions(lake, choice, progress=lambda step, _: steps.append(step))
    again = lake_reactions(lake, choice)
    assert len(fits) == 1
    assert "reading the acts of all pairs" in steps
    for name, table in first.tables.items():
        assert again.tables[name].equals(table)


def test_only_the_pairs_among_the_named_actors_are_pooled(
    lake: Reading, choice: Choice, fits: list[Any]
) -> None:
    found = lake_reactions(lake, choice, actors=("KAZ", "RUS"))
    assert {d.source for d in fits[0].dyads} == {"KAZ", "RUS"}
    assert len(found.whole.series.dyads) > len(found.recorded.series.dyads)


def test_a_region_has_the_answers_in_kind_of_all_its_covered_pairs(
    lake: Reading, choice: Choice, fits: list[Any]
) -> None:
    found = lake_reactions(lake, choice)
    region = regions().find("eurasia")
    answers = region_answers(found, region)
    row = answers.of("RUS", "KAZ", "friendly", "friendly")
    assert row is not None
    assert row["extra_acts_30d"] == 0.5
    kinds = {(r["stimulus"], r["response"]) for r in answers.table.to_pylist()}
    assert kinds == {("friendly", "friendly"), ("hostile", "hostile")}
    assert answers.curves.num_rows
    assert not region_answers(found, region, curves=False).curves.num_rows
    with pytest.raises(OutsideCoverage):
        pair_answers(found, Dyad("FJI", "TON"))
