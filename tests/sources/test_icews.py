"""The published ICEWS file: what becomes of each line."""

from __future__ import annotations

import datetime as dt
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from comity.errors import BadInput
from comity.sources.catalogue import first_bytes
from comity.sources.contract import Parsed, SourceFile
from comity.sources.icews import SOURCE
from comity.sources.icews.covered import coverage_of
from comity.sources.icews.parser import HEADER
from comity.sources.tables import PARSED
from comity.vocabulary.actor import DropReason

FIXTURES = Path(__file__).parent / "fixtures"

ROW = {
    "Event ID": "1",
    "Event Date": "2018-06-01",
    "Source Name": "Japan",
    "Source Sectors": "NA",
    "Source Country": "Japan",
    "Event Text": "Consult",
    "CAMEO Code": "040",
    "Intensity": "1",
    "Target Name": "Vietnam",
    "Target Sectors": "NA",
    "Target Country": "Vietnam",
    "Story ID": "1",
    "Sentence Number": "1",
    "Publisher": "SYNTHETIC",
}


def row(**changes: str) -> str:
    """A line with some cells changed; keys are column names with _ for the space."""
    cells = ROW | {name.replace("_", " "): cell for name, cell in changes.items()}
    return "\t".join(cells.get(name, "NA") for name in HEADER) + "\n"


def file_of(path: Path) -> SourceFile:
    return SourceFile(path, path.name, "0" * 64, path.stat().st_size)


def write(folder: Path, *lines: str, name: str = "icews.tab") -> SourceFile:
    path = folder / name
    path.write_text("\t".join(HEADER) + "\n" + "".join(lines), encoding="utf-8")
    return file_of(path)


def parse(file: SourceFile) -> list[Parsed]:
    return list(SOURCE.parse(file, options={}))


def events(parsed: list[Parsed]) -> pa.Table:
    return pa.concat_tables(chunk.tables["events"] for chunk in parsed if "events" in chunk.tables)


def dropped(parsed: list[Parsed]) -> Counter[DropReason]:
    return sum((chunk.dropped for chunk in parsed), Counter())


def rejects(parsed: list[Parsed]) -> list[str]:
    return [f"{one.line}: {one.reason}" for chunk in parsed for one in chunk.rejects]


@pytest.fixture(scope="module")
def synthetic() -> list[Parsed]:
    return parse(file_of(FIXTURES / "icews_synthetic.tab"))


def test_a_foreign_ministry_acts_for_its_state(synthetic: list[Parsed]) -> None:
    assert events(synthetic).slice(0, 1).drop_columns("act_key").to_pylist() == [
        {
            "part": "files",
            "reported_month": "2018-06",
            "record_id": "1",
            "day": dt.date(2018, 6, 1),
            "source": "RUS",
            "source_organ": "foreign_ministry",
            "target": "JPN",
            "target_organ": "state",
            "scheme": "cameo",
            "code": "010",
            "goldstein_tenths": 0,
            "outlets": None,
            "story": "90001",
            "line": 2,
        }
    ]


def test_organisations_and_de_facto_authorities_act_under_their_own_codes(
    synthetic: list[Parsed],
) -> None:
    by_id = {one["record_id"]: one for one in events(synthetic).to_pylist()}
    sides = {key: (one["source"], one["source_organ"], one["target"]) for key, one in by_id.items()}
    assert sides["2"] == ("EU", "organisation", "GEO")
    assert sides["3"] == ("UN", "organisation", "SYR")
    assert sides["4"] == ("X-SOS", "military", "GEO")


def test_a_population_can_be_addressed(synthetic: list[Parsed]) -> None:
    by_id = {one["record_id"]: one for one in events(synthetic).to_pylist()}
    assert (by_id["11"]["target"], by_id["11"]["target_organ"]) == ("RUS", "population")


def test_each_record_that_is_no_act_between_states_is_dropped_for_its_reason(
    synthetic: list[Parsed],
) -> None:
    assert dropped(synthetic) == {
        DropReason.PRIVATE_SOURCE: 1,
        DropReason.PRIVATE_TARGET: 1,
        DropReason.WITHIN_ONE_STATE: 1,
        DropReason.NO_TARGET: 1,
        DropReason.PLACE: 1,
        DropReason.TERRITORY: 1,
    }


def test_the_rows_have_the_columns_of_the_lake(synthetic: list[Parsed]) -> None:
    assert events(synthetic).schema.equals(PARSED["events"])


def test_the_same_act_of_two_days_is_two_acts(synthetic: list[Parsed]) -> None:
    keys = {one["record_id"]: one["act_key"] for one in events(synthetic).to_pylist()}
    assert keys["1"] != keys["12"]
    assert all(-(2**63) <= key < 2**63 for key in keys.values())


def test_two_records_of_one_act_share_its_key(tmp_path: Path) -> None:
    parsed = parse(write(tmp_path, row(Event_ID="1"), row(Event_ID="2", Story_ID="7")))
    assert len(set(events(parsed)["act_key"].to_pylist())) == 1


def test_no_name_of_a_person_is_kept(synthetic: list[Parsed]) -> None:
    assert "Guterres" not in str(events(synthetic).to_pylist())


@pytest.mark.parametrize(
    ("cell", "value", "reason"),
    [
        ("Event_Date", "2018-02-30", "2: '2018-02-30' is no day (YYYY-MM-DD expected)"),
        ("Event_Date", "01/06/2018", "2: '01/06/2018' is no day (YYYY-MM-DD expected)"),
        ("CAMEO_Code", "210", "2: '210' is no CAMEO code"),
        ("CAMEO_Code", "---", "2: '---' is no CAMEO code"),
        ("Intensity", "strong", "2: 'strong' is no intensity (-10 to 10 expected)"),
        ("Intensity", "12", "2: '12' is no intensity (-10 to 10 expected)"),
        ("Event_ID", "", "2: '' is no event id"),
    ],
)
def test_a_malformed_cell_is_a_reject_with_line_and_reason(
    tmp_path: Path, cell: str, value: str, reason: str
) -> None:
    parsed = parse(write(tmp_path, row(**{cell: value}), row(Event_ID="9")))
    assert rejects(parsed) == [reason]
    assert events(parsed)["record_id"].to_pylist() == ["9"]


def test_a_control_character_in_a_name_costs_no_file(tmp_path: Path) -> None:
    parsed = parse(write(tmp_path, row(Source_Name="Jap\x1fan"), row()))
    assert dropped(parsed) == {DropReason.UNRESOLVED_NAME: 1}
    assert events(parsed).num_rows == 1


def test_a_line_with_too_few_fields_is_a_reject(tmp_path: Path) -> None:
    parsed = parse(write(tmp_path, "1\t2018-06-01\n", row()))
    assert rejects(parsed) == ["2: 2 fields; 20 expected"]


def test_a_file_cut_off_in_its_last_line_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="line 3: cut off"):
        parse(write(tmp_path, row(), "2\t2018-06-01\tJap"))


def test_a_file_with_another_header_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.tab"
    path.write_text("a\tb\n1\t2\n", encoding="utf-8")
    with pytest.raises(BadInput, match="header"):
        parse(file_of(path))


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "empty.tab"
    path.touch()
    with pytest.raises(BadInput, match="empty"):
        parse(file_of(path))


def test_a_zip_of_the_file_says_the_same(tmp_path: Path) -> None:
    plain = FIXTURES / "icews_synthetic.tab"
    packed = tmp_path / "icews.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.write(plain, "icews.tab")
    assert events(parse(file_of(packed))).equals(events(parse(file_of(plain))))


def test_the_source_knows_its_file_by_the_header() -> None:
    head = (FIXTURES / "icews_synthetic.tab").read_bytes()
    assert SOURCE.recognises("any.tab", head)
    assert not SOURCE.recognises("icews.tab", b"GLOBALEVENTID\tSQLDATE\n")


def rewritten(folder: Path, name: str, line: Callable[[list[str]], list[str]]) -> SourceFile:
    """The fixture with each line's cells written in another way."""
    rows = (FIXTURES / "icews_synthetic.tab").read_text("utf-8").splitlines()
    path = folder / name
    cells = [row.split("\t") for row in rows]
    path.write_text(
        "".join("\t".join(line(one)) + "\n" for one in cells), encoding="utf-8", newline=""
    )
    return file_of(path)


def month_first(cells: list[str]) -> list[str]:
    year, _, rest = cells[1].partition("-")
    month, _, day = rest.partition("-")
    return [cells[0], f"{int(month)}/{int(day)}/{year}", *cells[2:]] if rest else cells


def in_quotes(cells: list[str]) -> list[str]:
    return [f'"{cell}"' for cell in cells]


def as_r_writes_them(cells: list[str]) -> list[str]:
    return [one.lower().replace(" ", "_") for one in cells] if cells[0] == "Event ID" else cells


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("events.2013.20150313084929.tab", list),
        ("Events.2017.20200602.tab", month_first),
        ("20181119-icews-events.tab", in_quotes),
        ("20200927-icews-events.tab", as_r_writes_them),
    ],
)
@pytest.mark.parametrize("packed", [False, True])
def test_yearly_weekly_and_daily_files_say_the_same(
    tmp_path: Path, name: str, line: Callable[[list[str]], list[str]], packed: bool
) -> None:
    file = rewritten(tmp_path, name, line)
    if packed:
        path = tmp_path / f"{name}.zip"
        with zipfile.ZipFile(path, "w") as archive:
            archive.write(file.path, name)
        file = file_of(path)
    assert SOURCE.recognises(file.name, first_bytes(file.path))
    parsed = parse(file)
    assert events(parsed).equals(events(parse(file_of(FIXTURES / "icews_synthetic.tab"))))
    assert rejects(parsed) == []


def test_a_day_as_published_has_no_place_among_days_with_the_month_first(tmp_path: Path) -> None:
    lines = [row(Event_Date="12/31/2017"), row(Event_Date="13/1/2017"), row(Event_Date="12/1/2017")]
    parsed = parse(write(tmp_path, *lines))
    assert events(parsed)["day"].to_pylist() == [dt.date(2017, 12, 31), dt.date(2017, 12, 1)]
    assert rejects(parsed) == ["3: '13/1/2017' is no day (YYYY-MM-DD expected)"]


def test_a_code_that_has_lost_its_zero_is_no_bare_root(tmp_path: Path) -> None:
    parsed = parse(write(tmp_path, row(CAMEO_Code="10"), row()))
    assert rejects(parsed) == ["2: '10' is no CAMEO code"]


def test_the_story_of_a_record_is_kept_where_it_has_one(tmp_path: Path) -> None:
    stories = [row(Story_ID=one) for one in ("47403456", "NA", "")]
    assert events(parse(write(tmp_path, *stories)))["story"].to_pylist() == ["47403456", None, None]


def test_the_volume_of_a_day_holds_the_dropped_records_too(synthetic: list[Parsed]) -> None:
    (table,) = (chunk.tables["volumes"] for chunk in synthetic if "volumes" in chunk.tables)
    assert table.schema.equals(PARSED["volumes"])
    assert table.to_pylist() == [
        {"part": "files", "day": dt.date(2018, 6, 1), "slot": "2018-06-01", "records": 11},
        {"part": "files", "day": dt.date(2018, 6, 2), "slot": "2018-06-02", "records": 1},
    ]


def test_a_day_with_less_than_a_tenth_of_the_usual_records_is_not_covered() -> None:
    first = dt.date(2019, 1, 1)
    counts = [100, 100, 9, 100, 10, 0, 100]
    days = Counter({first + dt.timedelta(n): count for n, count in enumerate(counts) if count})
    spans = coverage_of(days, dataset="icews", part="files")
    assert [(one.first_day.day, one.last_day.day) for one in spans] == [(1, 2), (4, 5), (7, 7)]


def test_stragglers_in_a_daily_file_do_not_cover_their_days() -> None:
    days = Counter({dt.date(2019, 1, n): 3 for n in range(1, 10)} | {dt.date(2019, 1, 10): 2000})
    (span,) = coverage_of(days, dataset="icews", part="files")
    assert (span.first_day, span.last_day) == (dt.date(2019, 1, 10), dt.date(2019, 1, 10))


NAMES = ["Japan", "European Union", "Citizen (Russia)", "Crimea", "Hamas", "Hong Kong", "X", ""]
SECTORS = ["NA", "", "Government", "Parties,Elite", "No such sector", "Police,Government"]


@given(
    st.lists(
        st.builds(
            row,
            Source_Name=st.sampled_from(NAMES),
            Source_Sectors=st.sampled_from(SECTORS),
            Target_Name=st.sampled_from(NAMES),
            Target_Sectors=st.sampled_from(SECTORS),
            Event_Date=st.sampled_from(["2018-06-01", "2018-06-31", ""]),
            CAMEO_Code=st.sampled_from(["040", "190", "999"]),
            Intensity=st.sampled_from(["1", "-10", "NA"]),
        ),
        min_size=1,
        max_size=12,
    )
)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_every_line_is_an_act_or_is_dropped_or_rejected(
    tmp_path_factory: pytest.TempPathFactory, lines: list[str]
) -> None:
    parsed = parse(write(tmp_path_factory.mktemp("law"), *lines))
    records = sum(chunk.records for chunk in parsed)
    kept = events(parsed).num_rows
    assert records == len(lines)
    assert records == kept + dropped(parsed).total() + len(rejects(parsed))


def test_the_published_sample_of_june_2018_is_read_to_the_last_line(mirror: Path) -> None:
    parsed = parse(file_of(mirror / "events" / "raw" / "icews_events.2018.sample.tab"))
    records = sum(chunk.records for chunk in parsed)
    assert records == 3705
    assert records == events(parsed).num_rows + dropped(parsed).total()
    assert rejects(parsed) == []
    assert len(HEADER) == 20
