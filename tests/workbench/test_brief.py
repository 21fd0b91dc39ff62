"""`brief`: the three forms of one brief, and every number of it as a table."""

from __future__ import annotations

import json

import pytest

from comity.errors import BadRequest, BadValue, LakeVersionDropped, UnknownName
from comity.workbench.bench import open_workbench
from comity.workbench.brief import NUMBERS, BriefRequest, BriefResult, brief
from comity.workbench.session import Session


@pytest.fixture(scope="module")
def moldova(lake: Session) -> BriefResult:
    return lake.brief("Moldova", region="eurasia", pdf=False, alignment=False)


def test_the_table_and_the_json_hold_the_same_numbers(moldova: BriefResult) -> None:
    (files,) = moldova.briefs
    numbers = json.loads(files.json_text)["numbers"]
    rows = moldova.table.to_pylist()
    assert moldova.table.schema == NUMBERS
    assert [(n["id"], n["value"]) for n in numbers] == [(r["id"], r["value"]) for r in rows]
    assert {(row["state"], row["lake_version"]) for row in rows} == {("MDA", 1)}
    assert len({row["id"] for row in rows}) == len(rows)


def test_the_headline_is_the_text_and_the_page_opens_offline(moldova: BriefResult) -> None:
    (files,) = moldova.briefs
    assert moldova.text == " ".join(files.headline)
    assert (files.code, files.name, files.pdf, moldova.index) == ("MDA", "Moldova", None, None)
    assert files.html.lstrip().lower().startswith("<!doctype html>")
    for door in ('src="http', "<script src", '<link rel="stylesheet"', "@import"):
        assert door not in files.html, door


def test_a_frame_has_a_row_for_each_number(moldova: BriefResult) -> None:
    assert len(moldova.to_pandas()) == moldova.to_polars().height == moldova.table.num_rows > 100


def test_a_session_and_a_bench_write_the_same_brief(lake: Session, moldova: BriefResult) -> None:
    bench = open_workbench(lake.home, as_of=1, environ={})
    request = BriefRequest(
        state="MDA", region="Eurasia", dataset="icews", pdf=False, alignment=False
    )
    again = brief(bench, request)
    assert again.table == moldova.table
    assert again.briefs[0].html == moldova.briefs[0].html


def test_an_older_version_that_is_not_kept_is_told(lake: Session) -> None:
    with pytest.raises(LakeVersionDropped):
        brief(open_workbench(lake.home, as_of=7, environ={}), BriefRequest(state="MDA"))


@pytest.mark.parametrize(
    ("state", "options", "error", "said"),
    [
        ("", {}, BadValue, "Neither a state nor a region"),
        ("Moldovia", {}, UnknownName, "Moldova"),
        ("EU", {}, BadValue, "is no state"),
        ("JPN", {}, BadValue, "none of the shipped regions"),
        ("MDA", {"region": "eurasya"}, UnknownName, "eurasia"),
        ("MDA", {"dataset": "icew"}, UnknownName, "icews"),
        ("", {"region": "asean", "dataset": "icew"}, UnknownName, "icews"),
        ("MDA", {"dataset": "memberships"}, UnknownName, "tells of no acts"),
        ("MDA", {"processes": 0}, BadRequest, "processes"),
    ],
)
def test_what_can_not_be_written_is_told(
    lake: Session, state: str, options: dict[str, object], error: type, said: str
) -> None:
    with pytest.raises(error, match=said):
        lake.brief(state, **options)


@pytest.mark.nightly
def test_the_brief_of_every_state_of_eurasia_shows_where_it_stands(lake: Session) -> None:
    result = lake.brief(region="eurasia", pdf=False, processes=2)
    assert (len(result.briefs), result.left_out) == (15, {})
    assert result.index is not None
    assert "Who stands where in UN votes" in result.index
    for files in result.briefs:
        numbers = json.loads(files.json_text)["numbers"]
        for part in ("alignment", "drift", "hedging", "blocs", "sovereignty"):
            of = [number for number in numbers if number["id"].startswith(f"{part}.")]
            assert of, (files.code, part)
            assert all(number["source"] for number in of)
            if part != "blocs":
                assert any("low" in number for number in of), (files.code, part)
