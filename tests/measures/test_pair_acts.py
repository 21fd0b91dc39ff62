"""The acts between two actors, read from a lake; and a count again from the published records."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from pathlib import Path

import duckdb
import pytest

from comity.errors import OutsideCoverage, UnknownName
from comity.measures.bloc_acts import BlocVoice
from comity.measures.pair_acts import find_dyad, pair_acts
from comity.store.query import Reading, reading
from comity.workbench.session import Session

FIRST, LAST = dt.date(2022, 2, 20), dt.date(2022, 2, 28)

# Independent of the parser: names of the organs of Russia in these nine days, and what CAMEO calls
# the use of force. A show of force (15x) counts only where it addresses an organ; here none does.
RUSSIA = (
    "Russia", "Military (Russia)", "Armed Forces of the Russian Federation",
    "Russian Ground Forces", "Vladimir Putin", "Defense / Security Ministry (Russia)",
    "Head of Government (Russia)", "Government (Russia)",
)  # fmt: skip
UKRAINE = (
    "Ukraine", "Citizen (Ukraine)", "Children (Ukraine)", "Military (Ukraine)",
    "Armed Forces of Ukraine",
    "Military Personnel (Ukraine)", "Legislature (Ukraine)",
)  # fmt: skip
BY_HAND = """
SELECT date, count(DISTINCT (source, target, cameo)) AS attacks
FROM read_parquet($file)
WHERE date BETWEEN $first AND $last AND list_contains($russia, source)
    AND list_contains($ukraine, target)
    AND (cameo[:2] IN ('18', '19', '20') OR cameo IN ('175', '1712'))
GROUP BY date
"""


@pytest.fixture(scope="module")
def lake(default_lake_home: Path) -> Reading:
    return reading(default_lake_home)


def test_names_and_codes_find_the_same_dyad() -> None:
    assert find_dyad("Russia", "ukraine") == find_dyad("RUS", "UKR")


def test_an_unknown_name_offers_the_nearest() -> None:
    with pytest.raises(UnknownName, match="Kazakhstan"):
        find_dyad("Kazakhstn", "RUS")


def test_a_pair_is_read_both_ways_from_one_dataset(lake: Reading) -> None:
    pair = pair_acts(lake, find_dyad("RUS", "UKR"), first_day=FIRST, last_day=LAST)
    assert set(pair.acts["dataset"].to_pylist()) == {"icews"}
    assert set(pair.acts["source"].to_pylist()) == {"RUS", "UKR"}
    assert pair.undated == 0


def test_a_span_without_coverage_has_no_number(lake: Reading) -> None:
    with pytest.raises(OutsideCoverage, match="2010"):
        pair_acts(
            lake,
            find_dyad("RUS", "UKR"),
            first_day=dt.date(2010, 1, 1),
            last_day=dt.date(2010, 12, 31),
        )


def test_members_speak_for_the_union_when_asked(lake: Reading) -> None:
    pair = pair_acts(
        lake, find_dyad("EU", "RUS"), first_day=FIRST, last_day=LAST, voice=BlocVoice.MEMBERS
    )
    spoke = set(pair.acts["source_as_recorded"].to_pylist()) - {"RUS"}
    assert "DEU" in spoke or "EST" in spoke
    assert not spoke & {"EU", "GBR"}


def attacks(home: Path) -> dict[dt.date, int]:
    """Russia's attacks toward Ukraine by day, as the ledger counts them."""
    asked = {"period": "day", "first_day": FIRST, "last_day": LAST}
    rows = Session(home).ledger("RUS", "UKR", **asked).table.to_pylist()
    return {row["period_first_day"]: row["attack"] for row in rows}


def test_russian_attacks_at_least_treble_on_24_february_2022(default_lake_home: Path) -> None:
    counted = attacks(default_lake_home)
    assert len(counted) == 9
    assert counted[dt.date(2022, 2, 24)] >= 3 * counted[dt.date(2022, 2, 23)] > 0


def test_icews_attacks_of_february_2022_are_found_again_by_hand(
    default_lake_home: Path, mirror: Path
) -> None:
    file = mirror / "events" / "icews_tkg_events_2021_2022-08.parquet"
    values = {
        "file": str(file), "first": FIRST, "last": LAST,
        "russia": list(RUSSIA), "ukraine": list(UKRAINE),
    }  # fmt: skip
    by_hand = Counter(dict(duckdb.sql(BY_HAND, params=values).fetchall()))
    assert attacks(default_lake_home) == by_hand
    assert list(attacks(default_lake_home).values()) == [5, 4, 3, 6, 20, 31, 19, 17, 22]


def test_recognition_of_donetsk_and_luhansk_is_listed_but_never_friendly(
    default_lake_home: Path,
) -> None:
    asked = {"first_day": dt.date(2022, 2, 21), "last_day": dt.date(2022, 2, 22)}
    rows = Session(default_lake_home).gestures("RUS", "UKR", **asked).table.to_pylist()
    recognitions = [row for row in rows if row["code"] == "054"]
    assert recognitions
    assert {row["gesture_class"] for row in recognitions} == {"neutral"}
