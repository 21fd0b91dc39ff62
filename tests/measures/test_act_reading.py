"""How single acts are read: by code, by the other side's record, by day, and by whom they address.

The same Narwhals expression is run on DuckDB and on Spark.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.measures.act_reading import cells_of, read_cells
from comity.measures.dyad_series import period_counts
from comity.measures.reading_tables import default_reading
from comity.registry.gestures import code_book
from comity.store.engines import open_engine
from comity.vocabulary.actor import Organ


def read(acts: pa.Table) -> list[dict[str, Any]]:
    """The cells of acts, read on DuckDB."""
    rows: list[dict[str, Any]] = cells_of(acts, default_reading()).to_pylist()
    return rows


def reading_of(acts: pa.Table, source: str) -> str:
    """The reading of the only cell of a source."""
    [cell] = [row for row in read(acts) if row["source"] == source]
    return str(cell["reading"])


def test_a_visit_is_a_meeting_not_a_friendly_act(hand: Any) -> None:
    assert reading_of(hand.acts(hand.act("2021-05-01", "RUS", "KAZ", "042")), "RUS") == "meeting"


def test_a_signature_is_a_meeting_where_both_sides_are_coded(hand: Any) -> None:
    alone = hand.act("2021-05-01", "RUS", "KAZ", "057")
    back = hand.act("2021-05-01", "KAZ", "RUS", "057")
    late = hand.act("2021-05-02", "KAZ", "RUS", "057")
    assert reading_of(hand.acts(alone), "RUS") == "friendly"
    assert reading_of(hand.acts(alone, back), "RUS") == "meeting"
    assert reading_of(hand.acts(alone, late), "RUS") == "friendly"


def test_force_in_a_host_is_an_attack_only_where_an_organ_is_named(hand: Any) -> None:
    place = hand.act("2022-01-08", "RUS", "KAZ", "190")
    soldiers = hand.act("2022-01-08", "RUS", "KAZ", "190", organ="military")
    assert reading_of(hand.acts(place), "RUS") == "neutral"
    assert reading_of(hand.acts(soldiers), "RUS") == "attack"


def test_force_against_a_state_that_did_not_agree_is_an_attack(hand: Any) -> None:
    assert reading_of(hand.acts(hand.act("2022-02-24", "RUS", "UKR", "190")), "RUS") == "attack"


def test_recognition_of_a_third_party_is_neutral_and_has_no_score(hand: Any) -> None:
    [cell] = read(hand.acts(hand.act("2022-02-21", "RUS", "UKR", "054")))
    assert cell["reading"] == "neutral"
    assert (cell["goldstein_sum"], cell["goldstein_acts"]) == (0, 0)


def test_recognition_of_the_target_is_friendly(hand: Any) -> None:
    assert reading_of(hand.acts(hand.act("2020-08-13", "ARE", "ISR", "054")), "ARE") == "friendly"


def test_one_day_may_hold_troops_toward_the_place_and_troops_toward_the_forces(hand: Any) -> None:
    day = "2022-02-22"
    cells = read(
        hand.acts(
            hand.act(day, "RUS", "UKR", "154", n=3),
            hand.act(day, "RUS", "UKR", "154", organ="population"),
            hand.act(day, "RUS", "UKR", "154", organ="military", n=2),
        )
    )
    assert {(c["addressed"], c["reading"], c["acts"]) for c in cells} == {
        (0, "offence", 4),
        (1, "attack", 2),
    }


def test_fighting_is_an_attack_whomever_it_hits(hand: Any) -> None:
    for organ in ("state", "population", "military"):
        acts = hand.acts(hand.act("2022-02-24", "RUS", "UKR", "190", organ=organ))
        assert reading_of(acts, "RUS") == "attack"


def test_forces_hosted_by_consent_are_neutral_even_toward_an_organ(hand: Any) -> None:
    acts = hand.acts(hand.act("2022-02-05", "USA", "POL", "154", organ="military"))
    assert reading_of(acts, "USA") == "neutral"


def test_the_score_of_the_code_book_stands_in_tenths(hand: Any) -> None:
    [cell] = read(hand.acts(hand.act("2022-02-24", "RUS", "UKR", "190", n=2)))
    assert (cell["goldstein_sum"], cell["goldstein_acts"]) == (-200, 2)


def test_an_attack_against_the_budapest_memorandum_is_a_breach(hand: Any) -> None:
    [cell] = read(hand.acts(hand.act("2022-02-24", "RUS", "UKR", "190", n=2)))
    assert cell["breach"] == 2
    [back] = read(hand.acts(hand.act("2022-02-24", "UKR", "RUS", "190")))
    assert back["breach"] == 0


def test_a_code_outside_the_book_is_left_out(hand: Any) -> None:
    assert read(hand.acts(hand.act("2021-05-01", "RUS", "KAZ", "999"))) == []


CODES = sorted(code for scheme, code in code_book().readings if scheme == "cameo")
PAIRS = [("RUS", "UKR"), ("UKR", "RUS"), ("USA", "POL"), ("ARE", "ISR"), ("CHN", "IND")]
ORGANS = ["state", "population", "military", "government"]


@settings(max_examples=25, deadline=None)
@given(
    st.sampled_from(CODES),
    st.sampled_from(PAIRS),
    st.sampled_from(ORGANS),
    st.dates(dt.date(1995, 1, 1), dt.date(2024, 12, 31)),
)
def test_the_flat_tables_read_as_the_code_book_does(
    hand: Any, code: str, pair: tuple[str, str], organ: str, day: dt.date
) -> None:
    source, target = pair
    [cell] = read(hand.acts(hand.act(day.isoformat(), source, target, code, organ=organ)))
    expected = code_book().reading_between(
        "cameo", code, source=source, target=target, day=day, target_organ=Organ(organ)
    )
    assert expected is not None
    if expected.meeting == "always":
        assert cell["reading"] == "meeting"
    else:
        assert cell["reading"] == expected.gesture_class.value


def test_spark_counts_what_duckdb_counts(hand: Any, tmp_path: Path, spark: None) -> None:
    acts, calendar = _a_busy_week(hand)
    tables = {**_small(default_reading().by_name), "acts": acts, "calendar": calendar}
    counted = {name: _counts(name, tables, tmp_path) for name in ("duckdb", "spark")}
    assert counted["duckdb"].num_rows == 4
    assert counted["spark"].equals(counted["duckdb"])


def _a_busy_week(hand: Any) -> tuple[pa.Table, pa.Table]:
    """Every kind of reading over two weeks, and a calendar that lacks the last day."""
    rows = [
        hand.act("2022-02-21", "RUS", "UKR", "054", n=2),
        hand.act("2022-02-21", "RUS", "UKR", "154", n=3),
        hand.act("2022-02-21", "RUS", "UKR", "154", organ="military"),
        hand.act("2022-02-24", "RUS", "UKR", "190", n=7),
        hand.act("2022-02-24", "UKR", "RUS", "190", n=4),
        hand.act("2022-02-24", "UKR", "RUS", "112"),
        hand.act("2022-02-26", "UKR", "RUS", "057"),
        hand.act("2022-02-26", "RUS", "UKR", "057"),
        hand.act("2022-02-28", "RUS", "UKR", "036"),
        hand.act("2022-02-28", "UKR", "RUS", "036"),
        hand.act("2022-03-01", "RUS", "UKR", "190", n=9),
    ]
    days = hand.days("2022-02-21", "2022-02-28")
    calendar = pa.table(
        {
            "day": pa.array([c.day for c in days], pa.date32()),
            "period_start": pa.array(
                [c.day - dt.timedelta(c.day.isoweekday() - 1) for c in days], pa.date32()
            ),
        }
    )
    return hand.acts(*rows), calendar


def _small(tables: dict[str, pa.Table]) -> dict[str, pa.Table]:
    """The reading tables for the two states of the test alone: Spark is slow to take in rows."""
    pairs = pa.array(["RUS", "UKR"])
    return {
        name: table.filter(
            pc.field("scheme") == "cameo"
            if name == "book"
            else pc.field("source").isin(pairs) & pc.field("target").isin(pairs)
        )
        for name, table in tables.items()
    }


def _counts(name: str, tables: dict[str, pa.Table], folder: Path) -> pa.Table:
    with open_engine(name, folder=folder) as engine:
        frames = engine.frames(tables)
        acts, calendar = frames.pop("acts"), frames.pop("calendar")
        counted = period_counts(read_cells(acts, **frames), calendar)
        return engine.collect(counted.sort("source", "period_start"))
