"""A state exists from its first day until the day before its end day."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from comity.vocabulary.state import State, StateStatus

UNION = State(
    code="SUN",
    alpha2=None,
    cow=365,
    gw=365,
    name="Soviet Union",
    official_name="Union of Soviet Socialist Republics",
    name_fr="Union soviétique",
    name_ru="Советский Союз",
    name_es="Unión Soviética",
    capital="Moscow",
    demonyms=("Soviet",),
    aliases=("USSR", "Soviet Union"),
    other_names=("СССР",),
    first_day=dt.date(1922, 12, 30),
    end_day=dt.date(1991, 12, 26),
    un_admitted=dt.date(1945, 10, 24),
    predecessors=(),
    status=StateStatus.FORMER,
    note="",
    from_evidence="Treaty on the Creation of the USSR",
)


def test_a_state_exists_on_its_first_day_and_no_longer_on_its_end_day() -> None:
    assert not UNION.existed_on(dt.date(1922, 12, 29))
    assert UNION.existed_on(dt.date(1922, 12, 30))
    assert UNION.existed_on(dt.date(1991, 12, 25))
    assert not UNION.existed_on(dt.date(1991, 12, 26))


def test_each_name_is_listed_once_and_the_demonym_is_no_name() -> None:
    assert UNION.names.count("Soviet Union") == 1
    assert UNION.names[0] == "Soviet Union"
    assert "Soviet" not in UNION.names


def test_a_state_cannot_be_altered() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        UNION.name = "Russia"  # type: ignore[misc]
