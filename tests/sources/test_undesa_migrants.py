"""Migrant stock: persons from the source who live in the target, at mid-year."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import Counter
from pathlib import Path

import pytest

from comity.errors import BadInput
from comity.sources.contract import Parsed, SourceFile
from comity.sources.undesa_migrants import SOURCE
from comity.sources.undesa_migrants.layouts import Rows, read_rows
from comity.sources.undesa_migrants.places import by_name, by_number
from comity.vocabulary.actor import DropReason

pytest.importorskip("python_calamine")

FIXTURES = Path(__file__).parent / "fixtures"
PAIRS = FIXTURES / "undesa_pd_2020_ims_stock_by_sex_destination_and_origin_synthetic.xlsx"
MATRIX = FIXTURES / "UN_MigrantStockByOriginAndDestination_2019_synthetic.xlsx"


def read(path: Path) -> Parsed:
    data = path.read_bytes()
    file = SourceFile(path, path.name, hashlib.sha256(data).hexdigest(), len(data))
    (parsed,) = SOURCE.parse(file, options={})
    return parsed


def stocks(parsed: Parsed) -> dict[tuple[str, str, int], float]:
    table = parsed.tables["dyad_facts"].to_pylist()
    return {(row["source"], row["target"], row["day"].year): row["value"] for row in table}


def test_the_source_is_the_origin_and_the_target_the_destination() -> None:
    parsed = read(PAIRS)
    assert stocks(parsed)["RUS", "KAZ", 2020] == 610
    row = parsed.tables["dyad_facts"].to_pylist()[0]
    assert row["fact"] == "migrant_stock"
    assert row["day"] == dt.date(2015, 7, 1)
    assert row["end_day"] is None


def test_nobody_is_a_figure_and_two_dots_are_none() -> None:
    parsed = read(PAIRS)
    assert stocks(parsed)["KAZ", "DEU", 2020] == 0
    assert ("TUR", "DEU", 2020) not in stocks(parsed)
    assert parsed.dropped[DropReason.NO_VALUE] == 1


def test_figures_of_one_sex_are_parts_of_what_is_kept() -> None:
    parsed = read(PAIRS)
    assert stocks(parsed)["TUR", "DEU", 1990] == 1500
    assert parsed.dropped[DropReason.PART_OF_TOTAL] == 8 * 6


def test_a_mid_year_before_a_state_stood_is_dropped() -> None:
    assert ("RUS", "KAZ", 1990) not in stocks(read(PAIRS))
    assert by_number(643, 1990) is DropReason.NO_STATE_THEN
    assert by_number(643, 1995) == "RUS"


def test_the_matrix_of_2019_names_its_origins() -> None:
    given = stocks(read(MATRIX))
    assert given == {
        ("FSM", "DEU", 1990): 2,
        ("KAZ", "DEU", 2019): 70,
        ("FSM", "DEU", 2019): 2,
        ("COG", "DEU", 2019): 9,
        ("COG", "KAZ", 2019): 3,
    }


@pytest.mark.parametrize("path", [PAIRS, MATRIX])
def test_every_figure_is_kept_dropped_or_rejected(path: Path) -> None:
    parsed = read(path)
    kept = parsed.tables["dyad_facts"].num_rows
    assert parsed.records == kept + Counter(parsed.dropped).total() + len(parsed.rejects)
    assert parsed.rejects


def test_what_is_wrong_is_said_with_the_row_of_the_sheet() -> None:
    assert [(reject.line, reject.reason) for reject in read(PAIRS).rejects] == [
        (19, "no state or territory has the code 777 or 276"),
        (20, "-4 persons"),
        (20, "'many' is no number"),
    ]
    assert [reject.reason for reject in read(MATRIX).rejects][1] == (
        "no state or territory is called 'Atlantis'"
    )


@pytest.mark.parametrize(
    ("name", "whose"),
    [
        ("Micronesia (Fed. States of)", "FSM"),
        ("Micronesia", DropReason.PLACE),
        ("Congo", "COG"),
        ("Democratic Republic of the Congo", "COD"),
        ("Dem. People's Republic of Korea", "PRK"),
        ("State of Palestine", "PSE"),
        ("Guam*", DropReason.TERRITORY),
        ("Western Sahara", DropReason.TERRITORY),
        ("Other South", DropReason.UNKNOWN_SOURCE),
        ("Atlantis", None),
    ],
)
def test_an_origin_is_a_state_or_says_why_not(name: str, whose: str | DropReason | None) -> None:
    assert by_name(name, 2019) == whose


def test_each_mid_year_is_covered_on_its_own_day() -> None:
    days = [span.first_day for span in read(PAIRS).coverage]
    assert days == [dt.date(year, 7, 1) for year in (1990, 2015, 2020)]


def test_a_sheet_that_begins_with_one_sex_is_refused() -> None:
    header = ["Location code of destination", "Location code of origin", 2020]
    sheet: Rows = [["", "", "Migrant stock (male)"], header, [276, 616, 5]]
    with pytest.raises(BadInput, match="both sexes were expected"):
        read_rows("men.xlsx", sheet)


def test_a_sheet_of_another_kind_is_refused() -> None:
    with pytest.raises(BadInput, match="no header of migrants"):
        read_rows("other.xlsx", [["a", "b"], [1, 2]])


def test_a_workbook_that_is_cut_off_is_refused(tmp_path: Path) -> None:
    path = tmp_path / PAIRS.name
    path.write_bytes(PAIRS.read_bytes()[:900])
    with pytest.raises(BadInput, match="no readable Excel file"):
        read(path)
