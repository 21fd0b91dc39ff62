"""Answers of the World Bank's API: figures of states, not of groups; null is no zero."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.errors import BadInput, BadValue
from comity.sources.contract import Parsed, SourceFile
from comity.sources.world_bank import SOURCE
from comity.sources.world_bank.periods import span_of
from comity.vocabulary.actor import DropReason

FIXTURE = Path(__file__).parent / "fixtures" / "world_bank_synthetic.json"


def read(path: Path, **options: str) -> Parsed:
    data = path.read_bytes()
    file = SourceFile(path, path.name, hashlib.sha256(data).hexdigest(), len(data))
    (parsed,) = SOURCE.parse(file, options=options)
    return parsed


def answer(tmp_path: Path, content: Any) -> Path:
    path = tmp_path / "answer.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
    return path


def paged(tmp_path: Path, **head: Any) -> Path:
    """The fixture's records under another head."""
    before, records = json.loads(FIXTURE.read_text("utf-8"))
    return answer(tmp_path, [before | head, records])


def test_a_figure_is_a_fact_named_by_the_indicator() -> None:
    parsed = read(FIXTURE)
    row = parsed.tables["state_facts"].to_pylist()[0]
    assert row == {
        "fact": "NY.GDP.MKTP.CD",
        "state": "KAZ",
        "day": dt.date(2021, 1, 1),
        "end_day": dt.date(2022, 1, 1),
        "value": 190.5,
        "text": "updated 2025-07-01",
    }
    assert parsed.tables["facts"].to_pylist() == [
        {"fact": "NY.GDP.MKTP.CD", "title": "GDP (current US$)", "unit": "current US$"}
    ]


def test_groups_territories_nulls_and_years_before_statehood_are_dropped_with_the_reason() -> None:
    assert read(FIXTURE).dropped == Counter(
        {
            DropReason.PLACE: 2,
            DropReason.TERRITORY: 1,
            DropReason.NO_VALUE: 1,
            DropReason.NO_STATE_THEN: 1,
        }
    )


def test_every_record_is_kept_dropped_or_rejected() -> None:
    parsed = read(FIXTURE)
    kept = parsed.tables["state_facts"].num_rows
    assert parsed.records == kept + Counter(parsed.dropped).total() + len(parsed.rejects) == 12
    assert [reject.line for reject in parsed.rejects] == [9, 10, 11, 12]


def test_an_error_answer_is_refused_with_what_it_says(tmp_path: Path) -> None:
    said = [{"message": [{"id": "120", "key": "Invalid value", "value": "not valid at all"}]}]
    path = answer(tmp_path, said)
    assert SOURCE.recognises(path.name, path.read_bytes())
    with pytest.raises(BadInput, match="Invalid value: not valid at all"):
        read(path)


def test_a_page_of_several_covers_its_own_states_only(tmp_path: Path) -> None:
    (span,) = read(paged(tmp_path, pages=3, total=40)).coverage
    assert span.scope == "either"
    assert span.actors == ("KAZ", "PSE", "XKX")
    (whole,) = read(FIXTURE).coverage
    assert whole.scope == "world"
    assert whole.part == "NY.GDP.MKTP.CD"


def test_fewer_records_than_the_head_says_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="says that it has 40 records and holds 12"):
        read(paged(tmp_path, total=40))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{}", "no answer"),
        ("[]", "no answer"),
        ('[{"page": 1, "pages": 1, "total": 0}, null]', "holds no records"),
        ('[{"page": 1, "pages": 1, "total": 1}, [{"value": 1}]]', "no well-formed record"),
        ('[{"page":1,\n"pages":1,', "line 2: broken or cut off"),
        ("[" * 100_000, "no answer"),
    ],
)
def test_other_text_is_refused(tmp_path: Path, content: str, said: str) -> None:
    with pytest.raises(BadInput, match=said):
        read(answer(tmp_path, content))


@pytest.mark.parametrize(
    ("date", "first", "end"),
    [
        ("2020", dt.date(2020, 1, 1), dt.date(2021, 1, 1)),
        ("2020Q1", dt.date(2020, 1, 1), dt.date(2020, 4, 1)),
        ("2020Q4", dt.date(2020, 10, 1), dt.date(2021, 1, 1)),
        ("2020M02", dt.date(2020, 2, 1), dt.date(2020, 3, 1)),
        ("2020M12", dt.date(2020, 12, 1), dt.date(2021, 1, 1)),
    ],
)
def test_a_date_is_a_year_a_quarter_or_a_month(date: str, first: dt.date, end: dt.date) -> None:
    assert span_of(date) == (first, end)


@pytest.mark.parametrize("date", ["", "20", "2020M13", "2020Q0", "2020-01", None, 2020, "YR2020"])
def test_anything_else_is_no_date(date: object) -> None:
    with pytest.raises(ValueError, match=r"date|year"):
        span_of(date)


@given(year=st.integers(1700, 2198), month=st.integers(1, 11))
def test_a_month_ends_where_the_next_begins(year: int, month: int) -> None:
    assert span_of(f"{year}M{month:02}")[1] == span_of(f"{year}M{month + 1}")[0]


def test_no_option_is_taken() -> None:
    with pytest.raises(BadValue, match="page"):
        read(FIXTURE, page="2")
