"""UCDP GED: which deadly events are acts between two states. The file is SYNTHETIC."""

from __future__ import annotations

import csv
import datetime as dt
import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from comity.errors import BadInput, BadValue, ComityError
from comity.registry.gestures import code_book
from comity.sources.ucdp_ged import SOURCE
from comity.sources.ucdp_ged.rows import CODE, COLUMNS
from comity.vocabulary.actor import DropReason

FIXTURE = Path(__file__).parent / "fixtures" / "GEDEvent_v25_1_synthetic.csv"
BATTLE = {
    "id": "7",
    "year": "1999",
    "type_of_violence": "1",
    "side_a": "Government of Eritrea",
    "side_b": "Government of Ethiopia",
    "number_of_sources": "2",
    "region": "Africa",
    "date_prec": "1",
    "date_start": "1999-02-06",
    "date_end": "1999-02-06",
    "gwnoa": "531",
    "gwnob": "530",
}


def write(folder: Path, *rows: dict[str, str], name: str = "GEDEvent_v25_1.csv") -> Path:
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows([BATTLE | row for row in rows])
    path = folder / name
    path.write_text(text.getvalue(), encoding="utf-8")
    return path


def test_a_battle_between_two_governments_is_stored_once_with_their_forces(hear: Any) -> None:
    heard = hear(SOURCE, FIXTURE)
    assert heard.sides == {
        "1": ("ERI", "military", "ETH", "military", "battle"),
        "2": ("IND", "military", "PAK", "military", "battle"),
        "3": ("RUS", "military", "UKR", "military", "battle"),
        "8": ("YUG", "military", "HRV", "military", "battle"),
    }
    assert heard.dropped == {
        DropReason.NOT_BETWEEN_STATES: 2,
        DropReason.SEVERAL_PARTIES: 1,
        DropReason.DAY_NOT_KNOWN: 1,
    }
    assert heard.rejects == ["18: date_start '1999-06-31 00:00:00.' is no day as YYYY-MM-DD"]
    assert heard.records == 9 == heard.accounted


def test_a_span_of_days_stands_at_its_first(hear: Any) -> None:
    second = next(one for one in hear(SOURCE, FIXTURE).acts if one["record_id"] == "2")
    assert (second["day"], second["line"]) == (dt.date(1999, 6, 1), 4)


def test_the_number_of_sources_counts_the_outlets_where_it_is_known(hear: Any) -> None:
    outlets = {one["record_id"]: one["outlets"] for one in hear(SOURCE, FIXTURE).acts}
    assert (outlets["1"], outlets["3"]) == (2, None)


def test_the_code_has_a_reading_and_it_is_read_both_ways() -> None:
    reading = code_book().reading("ucdp", CODE)
    assert reading is not None
    assert reading.both_ways
    assert reading.goldstein_tenths is None


def test_the_soviet_union_is_not_russia(tmp_path: Path, hear: Any) -> None:
    rows = [{"gwnoa": "365", "gwnob": "700", "date_start": d, "date_end": d} for d in DAYS]
    acts = hear(SOURCE, write(tmp_path, *rows)).acts
    assert [one["source"] for one in acts] == ["SUN", "RUS"]


DAYS = ("1989-02-01", "1993-07-13")


def test_a_number_that_is_no_state_that_day_is_unknown(tmp_path: Path, hear: Any) -> None:
    heard = hear(SOURCE, write(tmp_path, {"gwnoa": "9999"}, {"gwnob": ""}, {}))
    assert heard.dropped == {DropReason.UNKNOWN_SOURCE: 1, DropReason.UNKNOWN_TARGET: 1}


def test_a_release_is_complete_for_its_years_and_replaces_the_candidates_of_them(
    hear: Any,
) -> None:
    spans = hear(SOURCE, FIXTURE).coverage
    assert [(one.part, one.complete, one.scope) for one in spans] == [
        ("release", True, "world"),
        ("candidate", True, "world"),
    ]
    assert {(one.first_day, one.last_day) for one in spans} == {
        (dt.date(1991, 1, 1), dt.date(2022, 12, 31))
    }


def test_candidate_events_are_complete_for_their_month(tmp_path: Path, hear: Any) -> None:
    path = write(tmp_path, {"date_start": "2025-06-03", "date_end": "2025-06-03"}, name=CANDIDATE)
    (span,) = hear(SOURCE, path).coverage
    assert (span.part, span.complete) == ("candidate", True)
    assert (span.first_day, span.last_day) == (dt.date(2025, 6, 1), dt.date(2025, 6, 30))


CANDIDATE = "GEDEvent_v25_0_6.csv"


def test_a_candidate_file_without_a_header_is_known_by_its_name(tmp_path: Path, hear: Any) -> None:
    path = write(tmp_path, {"relid": "SYNTHETIC-1"}, name=CANDIDATE)
    path.write_text(path.read_text("utf-8").partition("\n")[2], encoding="utf-8")
    assert SOURCE.recognises(path.name, path.read_bytes())
    assert not SOURCE.recognises("numbers.csv", path.read_bytes())
    heard = hear(SOURCE, path)
    assert [(one["record_id"], one["line"]) for one in heard.acts] == [("7", 1)]


def test_an_extract_of_one_region_replaces_nothing(tmp_path: Path, hear: Any) -> None:
    (span,) = hear(SOURCE, write(tmp_path, {})).coverage
    assert (span.scope, span.actors, span.complete) == ("both", ("ERI", "ETH"), False)


def test_a_file_that_does_not_say_what_it_is_asks_for_the_option(tmp_path: Path, hear: Any) -> None:
    path = write(tmp_path, {}, name="download.csv")
    with pytest.raises(BadValue, match="does not say what it is"):
        hear(SOURCE, path)
    assert hear(SOURCE, path, part="candidate").acts[0]["part"] == "candidate"
    with pytest.raises(BadValue, match="'final' is no part"):
        hear(SOURCE, path, part="final")


def test_a_zip_says_the_same(tmp_path: Path, hear: Any) -> None:
    packed = tmp_path / "ged251-csv_v25_1.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.write(FIXTURE, "GEDEvent_v25_1.csv")
    assert hear(SOURCE, packed).acts == hear(SOURCE, FIXTURE).acts


def test_every_well_formed_record_counts_in_the_volume_of_its_day(hear: Any) -> None:
    volumes = hear(SOURCE, FIXTURE).volumes
    assert sum(volumes.values()) == 8
    assert volumes["2015-08-01"] == 1


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"id": "x"}, "2: id 'x' is no number"),
        ({"type_of_violence": "4"}, "2: type_of_violence '4' is none of 1, 2, 3"),
        ({"date_prec": "0"}, "2: date_prec '0' is none of 1 to 5"),
        ({"date_end": "1999-02-05"}, "2: date_end '1999-02-05' is no day from date_start on"),
        ({"year": "99"}, "2: year '99' is no year"),
    ],
)
def test_a_malformed_cell_is_a_reject(
    tmp_path: Path, hear: Any, cells: dict[str, str], reason: str
) -> None:
    heard = hear(SOURCE, write(tmp_path, cells, {"id": "8"}))
    assert heard.rejects == [reason]
    assert list(heard.sides) == ["8"]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "is empty"),
        (b"id,year\n1,2\n", "the header is not the published one"),
        (",".join(COLUMNS).encode() + b"\n", "holds no records"),
        (",".join(COLUMNS).encode() + b'\n1,"open', "line 2"),
        (",".join(COLUMNS).encode() + b"\n1,2", "cut off"),
        (",".join(COLUMNS).encode() + b"\n1\x00,2\n", "line 2: holds NUL bytes"),
        (",".join(COLUMNS).encode() + b"\n1,2\n", "2 fields; 49 expected"),
    ],
)
def test_a_bad_file_is_refused_with_its_line(
    tmp_path: Path, hear: Any, data: bytes, message: str
) -> None:
    path = tmp_path / "GEDEvent_v25_1.csv"
    path.write_bytes(data)
    with pytest.raises(BadInput, match=message):
        hear(SOURCE, path)


def test_a_record_that_is_not_utf8_is_a_reject(tmp_path: Path, hear: Any) -> None:
    path = write(tmp_path, {"side_a": "Government of C\u00f4te"}, {"id": "8"})
    path.write_bytes(path.read_bytes().replace("\u00f4".encode(), b"\xf4"))
    heard = hear(SOURCE, path)
    assert heard.rejects == ["2: not UTF-8"]
    assert list(heard.sides) == ["8"]


@given(
    st.lists(
        st.fixed_dictionaries(
            {
                "type_of_violence": st.sampled_from(["1", "3", "9"]),
                "date_prec": st.sampled_from(["1", "2", "5", ""]),
                "side_b": st.sampled_from(["Government of Ethiopia", "EPLF", 'a "b",\nc']),
                "gwnob": st.sampled_from(["530", "531", "", "x"]),
            }
        ),
        max_size=6,
    )
)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_every_record_is_an_act_or_is_dropped_or_rejected(
    tmp_path_factory: pytest.TempPathFactory, hear: Any, rows: list[dict[str, str]]
) -> None:
    heard = hear(SOURCE, write(tmp_path_factory.mktemp("law"), {}, *rows))
    assert heard.records == len(rows) + 1 == heard.accounted


@given(st.integers(0, FIXTURE.stat().st_size - 1), st.binary(min_size=1, max_size=3))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_file_with_bytes_changed_ends_in_nothing_but_our_own_errors(
    tmp_path_factory: pytest.TempPathFactory, hear: Any, at: int, put: bytes
) -> None:
    path = tmp_path_factory.mktemp("mutated") / FIXTURE.name
    data = FIXTURE.read_bytes()
    path.write_bytes(data[:at] + put + data[at + len(put) :])
    try:
        heard = hear(SOURCE, path)
    except ComityError:
        return
    assert heard.records == heard.accounted
