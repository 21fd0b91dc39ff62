"""POLECAT: whose act it is, and what becomes of each line. The file is SYNTHETIC."""

from __future__ import annotations

import datetime as dt
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from comity.errors import BadInput, BadValue, ComityError
from comity.registry.gestures import code_book
from comity.sources.polecat import SOURCE
from comity.sources.polecat.actors import Written, resolve, sectors
from comity.sources.polecat.header import COLUMNS
from comity.sources.polecat.parser import code_of
from comity.vocabulary.actor import ActingParty, DropReason, Organ

FIXTURE = Path(__file__).parent / "fixtures" / "polecat_synthetic.txt"
DAY = dt.date(2023, 2, 1)
ROW = {
    "Event ID": "SYNTHETIC-99",
    "Event Date": "2023-02-01",
    "Event Type": "AID",
    "Intensity": "7.0",
    "Actor Name": "France",
    "Actor Country": "FRA",
    "Recipient Name": "Moldova",
    "Recipient Country": "MDA",
    "Publication Date": "2023-02-03",
    "Source": "synthetic-wire",
}


def line(**changes: str) -> str:
    """A line with some cells changed; keys are column names with _ for the space."""
    cells = ROW | {name.replace("_", " "): cell for name, cell in changes.items()}
    return "\t".join(cells.get(name, "None") for name in COLUMNS)


def write(folder: Path, *lines: str, header: str = "\t".join(COLUMNS)) -> Path:
    path = folder / "ngecEvents.DV.2023.txt"
    path.write_text("\n".join((header, *lines)) + "\n", encoding="utf-8")
    return path


def test_the_header_is_the_published_one(mirror: Path) -> None:
    published = mirror / "events" / "raw" / "polecat_header_40cols.tsv"
    assert tuple(published.read_text("utf-8").rstrip("\n").split("\t")) == COLUMNS


def test_the_invented_file_gives_the_acts_worked_out_by_hand(hear: Any) -> None:
    heard = hear(SOURCE, FIXTURE)
    assert {key.removeprefix("SYNTHETIC-"): side for key, side in heard.sides.items()} == {
        "1": ("RUS", "military", "UKR", "state", "ASSAULT:heavy-weapons"),
        "2": ("JPN", "government", "EU", "organisation", "AGREE"),
        "3": ("ARM", "legislature", "GEO", "legislature", "CONSULT:visit"),
        "6": ("KAZ", "state", "KGZ", "population", "ACCUSE:allege"),
        "9": ("CHN", "military", "TWN", "state", "MOBILIZE"),
    }
    assert heard.dropped == {
        DropReason.PRIVATE_SOURCE: 2,
        DropReason.PRIVATE_TARGET: 1,
        DropReason.SEVERAL_PARTIES: 1,
        DropReason.UNRESOLVED_NAME: 1,
        DropReason.NO_SOURCE: 1,
        DropReason.WITHIN_ONE_STATE: 1,
    }
    assert heard.rejects == ["13: 'YIELD' is no type and mode of PLOVER"]
    assert heard.records == 13 == heard.accounted


def test_an_act_is_reported_in_the_month_of_its_publication_and_has_no_score(hear: Any) -> None:
    second = next(one for one in hear(SOURCE, FIXTURE).acts if one["target"] == "EU")
    assert (second["day"], second["reported_month"]) == (dt.date(2023, 1, 31), "2023-02")
    assert second["goldstein_tenths"] is None
    assert second["outlets"] == 1


def test_no_name_is_kept(hear: Any) -> None:
    assert "Armed Forces" not in str(hear(SOURCE, FIXTURE).acts)
    assert "synthetic-wire" not in str(hear(SOURCE, FIXTURE).acts)


def side(name: str = "x", countries: str = "", primary: str = "None", more: str = "") -> Written:
    return Written(name, countries, primary, more, "None")


@pytest.mark.parametrize(
    ("written", "found"),
    [
        (side("United Nations"), ActingParty("UN", Organ.ORGANISATION)),
        (side("European Union", "FRA; DEU"), ActingParty("EU", Organ.ORGANISATION)),
        (side("x", "FRA", "GOV", "GOV; SPY"), ActingParty("FRA", Organ.INTELLIGENCE)),
        (side("x", "FRA", "GOVMIL"), ActingParty("FRA", Organ.MILITARY)),
        (side("x", "FRA", "GOV", "GOV; MIL; COP"), ActingParty("FRA", Organ.GOVERNMENT)),
        (side("x", "FRA", "ELI"), DropReason.PRIVATE_SOURCE),
        (side("x", "FRA", "MIL", "MIL; REB"), DropReason.PRIVATE_SOURCE),
        (side("x", "FRA"), DropReason.UNRESOLVED_NAME),
        (side("France", "FRA"), ActingParty("FRA", Organ.STATE)),
        (side("x", "GRL", "GOV"), DropReason.UNKNOWN_SOURCE),
        (side("x", "NGO"), DropReason.PRIVATE_SOURCE),
        (side("x", "IGO"), DropReason.UNRESOLVED_NAME),
        (side("None"), DropReason.NO_SOURCE),
    ],
)
def test_whose_act_a_side_is(written: Written, found: ActingParty | DropReason) -> None:
    assert resolve(written, "source", DAY) == found


def test_a_person_among_civilians_is_never_the_population() -> None:
    crowd = Written("citizens", "KGZ", "CVL", "CVL", "None")
    person = Written("Somebody", "KGZ", "CVL", "CVL", "Somebody")
    assert resolve(crowd, "target", DAY) == ActingParty("KGZ", Organ.POPULATION)
    assert resolve(crowd, "source", DAY) is DropReason.PRIVATE_SOURCE
    assert resolve(person, "target", DAY) is DropReason.PRIVATE_TARGET


def test_the_police_of_two_countries_are_two_actors(tmp_path: Path, hear: Any) -> None:
    path = write(
        tmp_path,
        line(Actor_Name="police", Actor_Country="FRA", Primary_Actor_Sector="COP"),
        line(Actor_Name="police", Actor_Country="ITA", Primary_Actor_Sector="COP"),
    )
    assert len({one["act_key"] for one in hear(SOURCE, path).acts}) == 2


def test_every_type_and_mode_of_the_code_book_is_read_as_itself() -> None:
    codes = [code for scheme, code in code_book().readings if scheme == "plover"]
    assert len({code.partition(":")[0] for code in codes}) == 16
    for code in codes:
        kind, _, mode = code.partition(":")
        assert code_of(kind, mode or "None") == code


def test_every_sector_means_one_thing() -> None:
    assert {"GOV", "MIL", "COP", "JUD", "LEG", "SPY"} == {
        code for code, sector in sectors().items() if sector.organ
    }


@pytest.mark.parametrize(
    "header",
    [
        "\t".join(COLUMNS).replace("\tIntensity", "\tEvent Intensity"),
        "\t".join((*COLUMNS[:3], "Headline", *COLUMNS[3:], "Event Text", "Feed", "Story ID")),
        "\t".join(COLUMNS) + "\t\t",
        "\ufeff" + "\t".join(COLUMNS),
    ],
)
def test_the_slips_of_single_files_are_known(tmp_path: Path, hear: Any, header: str) -> None:
    path = write(tmp_path, line(), header=header)
    assert SOURCE.recognises(path.name, path.read_bytes())
    assert hear(SOURCE, path).acts == hear(SOURCE, write(tmp_path, line())).acts


def test_a_cell_beyond_the_columns_must_be_empty(tmp_path: Path, hear: Any) -> None:
    header = "\t".join(COLUMNS) + "\t\t"
    heard = hear(SOURCE, write(tmp_path, line() + "\t\t", line() + "\tx\t", header=header))
    assert heard.rejects == ["3: a cell beyond the 40 columns is not empty"]


def test_a_name_in_another_encoding_costs_no_record(tmp_path: Path, hear: Any) -> None:
    path = write(tmp_path, line(Actor_Name_Raw="@"))
    path.write_bytes(path.read_bytes().replace(b"@", b"Chlo\xe9"))
    assert len(hear(SOURCE, path).acts) == 1


@pytest.mark.parametrize(
    ("cell", "value", "reason"),
    [
        ("Event_ID", "None", "2: no Event ID"),
        ("Event_Date", "2023-02-30", "2: Event Date '2023-02-30' is no day as YYYY-MM-DD"),
        ("Publication_Date", "soon", "2: Publication Date 'soon' is no day as YYYY-MM-DD"),
        ("Event_Mode", "gently", "2: 'AID:gently' is no type and mode of PLOVER"),
        ("Intensity", "11", "2: Intensity '11' is no number from -10 to 10"),
    ],
)
def test_a_malformed_cell_is_a_reject(
    tmp_path: Path, hear: Any, cell: str, value: str, reason: str
) -> None:
    heard = hear(SOURCE, write(tmp_path, line(**{cell: value}), line()))
    assert heard.rejects == [reason]
    assert len(heard.acts) == 1


def test_other_files_are_refused(tmp_path: Path, hear: Any) -> None:
    other = write(tmp_path, "1\t2", header="a\tb")
    assert not SOURCE.recognises(other.name, other.read_bytes())
    with pytest.raises(BadInput, match="header is not the published one"):
        hear(SOURCE, other)
    with pytest.raises(BadValue, match="no option"):
        hear(SOURCE, FIXTURE, scheme="x")


def test_a_zip_says_the_same(tmp_path: Path, hear: Any) -> None:
    packed = tmp_path / "ngecEventsDV-2023.txt.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.write(FIXTURE, "ngecEventsDV-2023.txt")
    assert hear(SOURCE, packed).acts == hear(SOURCE, FIXTURE).acts


def test_every_well_formed_record_counts_in_the_volume_of_its_day(hear: Any) -> None:
    assert hear(SOURCE, FIXTURE).volumes == {"2022-02-24": 1, "2023-01-31": 1, "2023-02-01": 10}


@given(
    st.lists(
        st.builds(
            line,
            Event_Mode=st.sampled_from(["None", "", "x"]),
            Actor_Country=st.sampled_from(["FRA", "FRA; ITA", "None", "ZZZ", "IGO"]),
            Primary_Actor_Sector=st.sampled_from(["GOV", "CVL", "None", "?"]),
            Recipient_Country=st.sampled_from(["MDA", "FRA", ""]),
            Event_Date=st.sampled_from(["2023-02-01", "None"]),
        ),
        max_size=8,
    )
)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_every_record_is_an_act_or_is_dropped_or_rejected(
    tmp_path_factory: pytest.TempPathFactory, hear: Any, lines: list[str]
) -> None:
    heard = hear(SOURCE, write(tmp_path_factory.mktemp("law"), line(), *lines))
    assert heard.records == len(lines) + 1 == heard.accounted


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
