"""`states`: found by code or name in any language; a former one only when it is asked for."""

from __future__ import annotations

import datetime as dt

import pytest

from comity.errors import BadValue
from comity.workbench.session import Session
from comity.workbench.states import NOTE, SCHEMA


@pytest.mark.parametrize("text", ["TUR", "Türkiye", "turkiye", "Turkey", "Турция", "Turquie"])
def test_a_state_is_found_by_every_name_it_goes_by(lake: Session, text: str) -> None:
    assert lake.states(text).table["code"].to_pylist()[0] == "TUR"


def test_a_former_state_is_listed_when_asked_for(lake: Session) -> None:
    now = set(lake.states().table["code"].to_pylist())
    ever = lake.states(former=True).table.to_pylist()
    former = {row["code"]: row["end_day"] for row in ever if row["code"] not in now}
    assert former["DDR"] == dt.date(1990, 10, 3)
    assert {"SUN", "YUG", "CSK"} <= set(former)
    assert lake.states("SUN").table["code"].to_pylist()[0] == "SUN"


def test_a_de_facto_authority_is_found_but_never_as_a_state(lake: Session) -> None:
    row = lake.states("Abkhazia").table.to_pylist()[0]
    assert (row["code"], row["status"]) == ("X-ABK", "de facto authority, not a state")
    assert not [code for code in lake.states().table["code"].to_pylist() if code[:2] == "X-"]


def test_every_answer_says_what_a_code_means(lake: Session) -> None:
    found = lake.states("Kosovo")
    assert found.note == NOTE
    assert found.text == f"1 found. {NOTE}"
    assert found.table.schema == SCHEMA
    assert len(found.to_pandas()) == found.to_polars().height == 1


def test_nothing_found_is_an_empty_table(lake: Session) -> None:
    assert lake.states("zzzz").table.num_rows == 0


def test_an_unknown_option_is_told(lake: Session) -> None:
    with pytest.raises(BadValue, match="former"):
        lake.states(old=True)
