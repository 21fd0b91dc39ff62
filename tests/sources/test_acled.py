"""ACLED: which events are acts between two states, and what it withdraws. Files are SYNTHETIC."""

from __future__ import annotations

import csv
import datetime as dt
import io
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from comity.errors import BadInput, BadValue, ComityError
from comity.registry.gestures import code_book
from comity.sources.acled import SOURCE
from comity.sources.acled.rows import party, read_day
from comity.sources.acled.tables import sub_events
from comity.vocabulary.actor import ActingParty, DropReason, Organ

FIXTURE = Path(__file__).parent / "fixtures" / "acled_synthetic.csv"
NEW = next(csv.reader([FIXTURE.read_text("utf-8").splitlines()[0]]))
OLD = [
    *("data_id", "iso", "event_id_cnty", "event_id_no_cnty", "event_date", "year"),
    *("time_precision", "event_type", "sub_event_type", "actor1", "assoc_actor_1", "inter1"),
    *("actor2", "assoc_actor_2", "inter2", "interaction", "region", "country", "admin1", "admin2"),
    *("admin3", "location", "latitude", "longitude", "geo_precision", "source", "source_scale"),
    *("notes", "fatalities", "timestamp", "iso3"),
]
CLASH = {
    "event_id_cnty": "UKR9",
    "event_date": "2022-02-24",
    "time_precision": "1",
    "sub_event_type": "Armed clash",
    "actor1": "Military Forces of Russia (2000-)",
    "inter1": "8",
    "actor2": "Military Forces of Ukraine (2019-)",
    "inter2": "1",
    "country": "Ukraine",
    "source": "SYNTHETIC",
}


def write(
    folder: Path, *rows: dict[str, str], columns: list[str] = NEW, delimiter: str = ","
) -> Path:
    text = io.StringIO()
    writer = csv.DictWriter(
        text, columns, restval="", delimiter=delimiter, lineterminator="\n", extrasaction="ignore"
    )
    writer.writeheader()
    writer.writerows([CLASH | row for row in rows])
    path = folder / "export.csv"
    path.write_text(text.getvalue(), encoding="utf-8")
    return path


def test_only_events_between_forces_of_two_states_are_acts(hear: Any) -> None:
    heard = hear(SOURCE, FIXTURE)
    assert heard.sides == {
        "UKR1": ("RUS", "military", "UKR", "military", "armed-clash"),
        "UKR2": ("RUS", "military", "UKR", "military", "air-drone-strike"),
        "ARM1": ("ARM", "government", "AZE", "government", "agreement"),
    }
    assert heard.dropped == {
        DropReason.UNRESOLVED_NAME: 2,
        DropReason.DAY_NOT_KNOWN: 1,
        DropReason.NOT_BETWEEN_STATES: 1,
        DropReason.WITHIN_ONE_STATE: 1,
    }
    assert heard.rejects == [
        "18: event_date '01/03/2022' is no day",
        "20: sub_event_type 'Skirmish' is not in the list",
    ]
    assert heard.records == 10 == heard.accounted


DAY = dt.date(2022, 2, 24)


@pytest.mark.parametrize(
    ("actor", "found"),
    [
        ("Military Forces of the United States", ActingParty("USA", Organ.MILITARY)),
        ("Military Forces of Israel (2022-) Air Force", ActingParty("ISR", Organ.MILITARY)),
        ("Police Forces of Israel (2022-) Border Police", ActingParty("ISR", Organ.POLICE)),
        ("Government of India (2014-)", ActingParty("IND", Organ.GOVERNMENT)),
        (
            "Military Forces of Iran (1989-) Islamic Revolutionary Guard Corps",
            ActingParty("IRN", Organ.MILITARY),
        ),
        ("Military Forces of Yemen (2017-) Houthi", DropReason.UNRESOLVED_NAME),
        ("Mutiny of Military Forces of Mali (2020-)", DropReason.UNRESOLVED_NAME),
        ("Military Forces of Atlantis (2000-)", DropReason.UNKNOWN_SOURCE),
    ],
)
def test_whose_forces_a_name_means(actor: str, found: ActingParty | DropReason) -> None:
    assert party(actor, DAY, DropReason.UNKNOWN_SOURCE) == found


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2023-01-31", dt.date(2023, 1, 31)),
        ("31 January 2023", dt.date(2023, 1, 31)),
        ("31-January-2023", dt.date(2023, 1, 31)),
        ("31 Janvier 2023", None),
        ("2023-02-30", None),
        ("01/02/2023", None),
    ],
)
def test_days_are_read_in_the_forms_of_the_exports(text: str, day: dt.date | None) -> None:
    assert read_day(text) == day


def test_every_sub_event_has_a_reading() -> None:
    book = code_book()
    assert len(sub_events()) == 25
    assert all(book.reading("acled", code) for code in sub_events().values())
    emitted = {code for scheme, code in book.readings if scheme == "acled"}
    assert emitted == set(sub_events().values())


def test_the_older_export_and_one_with_semicolons_say_the_same(tmp_path: Path, hear: Any) -> None:
    new = hear(SOURCE, write(tmp_path, {})).acts
    capitals = [name.upper() for name in OLD]
    assert hear(SOURCE, write(tmp_path, {}, columns=OLD)).acts == new
    assert hear(SOURCE, write(tmp_path, {}, columns=OLD, delimiter=";")).acts == new
    old = write(tmp_path, {}, columns=OLD)
    head, _, rest = old.read_text("utf-8").partition("\n")
    assert head == ",".join(OLD)
    old.write_text("\ufeff" + ",".join(capitals) + "\r\n" + rest, encoding="utf-8")
    assert hear(SOURCE, old).acts == new


def test_the_outlets_of_an_event_are_counted(tmp_path: Path, hear: Any) -> None:
    heard = hear(SOURCE, write(tmp_path, {"source": "One; Two; One"}, {"source": ""}))
    assert [one["outlets"] for one in heard.acts] == [2, None]


def test_an_export_covers_pairs_with_the_countries_it_was_asked_for(hear: Any) -> None:
    (span,) = hear(SOURCE, FIXTURE).coverage
    assert (span.scope, span.actors) == ("either", ("ARM", "UKR", "YEM"))
    assert (span.first_day, span.last_day) == (dt.date(2022, 1, 17), dt.date(2022, 9, 13))


def test_deleted_events_are_withdrawn(tmp_path: Path, hear: Any) -> None:
    path = tmp_path / "deleted.csv"
    path.write_text("event_id_cnty,deleted_timestamp\nUKR1,1675191965\n,1675191966\nUKR2,1\n")
    assert SOURCE.recognises(path.name, path.read_bytes())
    heard = hear(SOURCE, path)
    assert [event for chunk in heard.chunks for event in chunk.withdrawn] == ["UKR1", "UKR2"]
    assert heard.dropped == {DropReason.WITHDRAWN: 2}
    assert heard.rejects == ["3: no event_id_cnty"]
    assert heard.records == 3 == heard.accounted


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"event_id_cnty": " "}, "2: no event_id_cnty"),
        ({"time_precision": "0"}, "2: time_precision '0' is none of 1, 2, 3"),
        ({"inter1": "9"}, "2: inter1 '9' is not in the list"),
        ({"sub_event_type": ""}, "2: sub_event_type '' is not in the list"),
    ],
)
def test_a_malformed_cell_is_a_reject(
    tmp_path: Path, hear: Any, cells: dict[str, str], reason: str
) -> None:
    heard = hear(SOURCE, write(tmp_path, cells, {}))
    assert heard.rejects == [reason]


def test_a_column_that_is_not_published_is_not_read(tmp_path: Path, hear: Any) -> None:
    path = write(tmp_path, {}, columns=[*NEW, "opinion"])
    assert not SOURCE.recognises(path.name, path.read_bytes())
    with pytest.raises(BadInput, match="header is not the published one"):
        hear(SOURCE, path)
    with pytest.raises(BadValue, match="no option part"):
        hear(SOURCE, FIXTURE, part="x")


@given(
    st.lists(
        st.fixed_dictionaries(
            {
                "actor2": st.sampled_from(
                    ["Civilians (Ukraine)", "", 'a "b";\nc', CLASH["actor1"], CLASH["actor2"]]
                ),
                "inter2": st.sampled_from(["1", "State forces", "Civilians", "", "x"]),
                "time_precision": st.sampled_from(["1", "3", ""]),
                "event_date": st.sampled_from(["2022-02-24", "1 March 2022", "x"]),
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
