"""The IMF's trade by partner: each published form, one direction, nothing counted twice."""

from __future__ import annotations

import datetime as dt
import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.errors import BadInput, BadValue
from comity.sources.contract import Parsed, SourceFile
from comity.sources.imf_trade import SOURCE
from comity.sources.imf_trade.words import indicator_of, party_of, period_of
from comity.sources.tables import PARSED
from comity.vocabulary.actor import DropReason

D = dt.date
IMTS = "COUNTRY,INDICATOR,COUNTERPART_COUNTRY,FREQUENCY,TIME_PERIOD,OBS_VALUE"
DOTS = (
    "Country Name,Country Code,Indicator Name,Indicator Code,"
    "Counterpart Country Name,Counterpart Country Code"
)
FIXTURE = Path(__file__).parent / "fixtures" / "imts_synthetic.csv"


def at_hand(path: Path) -> SourceFile:
    data = path.read_bytes()
    return SourceFile(path, path.name, hashlib.sha256(data).hexdigest(), len(data))


def written(folder: Path, *lines: str) -> SourceFile:
    path = folder / "trade.csv"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return at_hand(path)


def parse(file: SourceFile, **options: str) -> Parsed:
    (parsed,) = SOURCE.parse(file, options=options)
    return parsed


def values(parsed: Parsed) -> dict[tuple[str, str, str, int], float]:
    return {
        (row["fact"], row["source"], row["target"], row["day"].year): row["value"]
        for row in parsed.tables["dyad_facts"].to_pylist()
    }


def balance(parsed: Parsed) -> int:
    rows: int = parsed.tables["dyad_facts"].num_rows
    return rows + parsed.dropped.total() + len(parsed.rejects)


# ------------------------------------------------------------------ by hand


def test_all_facts_run_from_exporter_to_importer_whoever_reports(tmp_path: Path) -> None:
    parsed = parse(
        written(
            tmp_path, IMTS,
            "KOR,XG_FOB_USD,CHN,A,2024,132902972288",
            "KOR,MG_CIF_USD,CHN,A,2024,139859000000",
            "KOR,MG_FOB_USD,CHN,A,2024,135000000000",
        )
    )  # fmt: skip
    assert values(parsed) == {
        ("exports_usd", "KOR", "CHN", 2024): 132902972288.0,
        ("imports_cif_usd", "CHN", "KOR", 2024): 139859000000.0,
        ("imports_fob_usd", "CHN", "KOR", 2024): 135000000000.0,
    }
    texts = parsed.tables["dyad_facts"]["text"].to_pylist()
    assert texts == [
        "exporter's report, f.o.b.", "importer's report, c.i.f.", "importer's report, f.o.b.",
    ]  # fmt: skip


def test_direction_of_trade_had_a_column_for_each_year_and_a_line_of_flags(tmp_path: Path) -> None:
    exports = '"Goods, Value of Exports, Free on board (FOB), US Dollars"'
    parsed = parse(
        written(
            tmp_path, f"{DOTS},Attribute,2001,2002,",
            f"United States,111,{exports},TXG_FOB_USD,Mexico,273,Value,101.5,,",
            f"United States,111,{exports},TXG_FOB_USD,Mexico,273,Status,E,,",
            f"United States,111,{exports},TXG_FOB_USD,World,001,Value,500,600,",
        )
    )  # fmt: skip
    assert values(parsed) == {("exports_usd", "USA", "MEX", 2001): 101.5}
    assert parsed.dropped == {DropReason.PLACE: 2}
    assert balance(parsed) == parsed.records == 3


def test_it_had_a_figure_a_line_and_a_column_for_each_indicator_too(tmp_path: Path) -> None:
    by_line = written(
        tmp_path, f"{DOTS},Time Period,Value,Status,",
        "Russian Federation,922,x,TMG_CIF_USD,Kazakhstan,916,2005,7,,",
    )  # fmt: skip
    expected = {("imports_cif_usd", "KAZ", "RUS", 2005): 7.0}
    assert values(parse(by_line)) == expected
    panel = written(
        tmp_path,
        "Country Name,Country Code,Counterpart Country Name,Counterpart Country Code,Time Period,"
        '"Goods, Value of Imports, Cost, Insurance, Freight (CIF), US Dollars (TMG_CIF_USD)"',
        "Russian Federation,922,Kazakhstan,916,2005,7",
    )
    assert values(parse(panel)) == expected


def test_codes_go_before_names_and_names_alone_do(tmp_path: Path) -> None:
    both = written(
        tmp_path,
        "COUNTRY.ID,COUNTRY,INDICATOR.ID,INDICATOR,COUNTERPART_COUNTRY.ID,COUNTERPART_COUNTRY,"
        "SCALE.ID,SCALE,2020,2020-Q1,2020-M01",
        '"KAZ","Kazakhstan, Republic of",XG_FOB_USD,x,UZB,"Uzbekistan",6,Millions,12,3,1',
    )
    parsed = parse(both)
    assert values(parsed) == {
        ("exports_usd", "KAZ", "UZB", 2020): 12e6,
        ("exports_usd_quarterly", "KAZ", "UZB", 2020): 3e6,
        ("exports_usd_monthly", "KAZ", "UZB", 2020): 1e6,
    }
    alone = written(
        tmp_path, IMTS,
        'Kazakhstan,"Exports of goods, Free on board (FOB), US dollar",Uzbekistan,Annual,2020,5',
    )  # fmt: skip
    assert values(parse(alone)) == {("exports_usd", "KAZ", "UZB", 2020): 5.0}


def test_months_are_never_added_to_their_year() -> None:
    parsed = parse(at_hand(FIXTURE))
    rows = {row["fact"]: row for row in parsed.tables["dyad_facts"].to_pylist()}
    assert rows["exports_usd_monthly"]["end_day"] == D(2022, 4, 1)
    assert rows["exports_usd_quarterly"]["end_day"] == D(2022, 4, 1)
    assert rows["exports_usd"]["end_day"] == D(2023, 1, 1)
    assert {span.part for span in parsed.coverage} == {"annual", "quarterly", "monthly"}


def test_an_empty_figure_is_missing_and_a_zero_is_zero(tmp_path: Path) -> None:
    parsed = parse(
        written(tmp_path, IMTS, "KOR,XG_FOB_USD,CHN,A,2024,", "KOR,XG_FOB_USD,FJI,A,2024,0")
    )
    assert values(parsed) == {("exports_usd", "KOR", "FJI", 2024): 0.0}
    assert parsed.dropped == {DropReason.NO_VALUE: 1}


def test_a_state_has_no_trade_before_it_existed(tmp_path: Path) -> None:
    line = "922,XG_FOB_USD,926,A,{},5"
    parsed = parse(written(tmp_path, IMTS, *(line.format(year) for year in (1985, 1995))))
    assert values(parsed) == {("exports_usd", "RUS", "UKR", 1995): 5.0}
    assert parsed.dropped == {DropReason.NOT_BETWEEN_STATES: 1}


def test_figures_too_large_for_their_scale_ask_for_the_scale(tmp_path: Path) -> None:
    lines = (f"{IMTS},SCALE", "KOR,XG_FOB_USD,CHN,A,2024,132902972288,Millions")
    with pytest.raises(BadInput, match="more than the trade of the whole world") as caught:
        parse(written(tmp_path, *lines))
    assert "scale=units" in caught.value.next_step
    found = values(parse(written(tmp_path, *lines), scale="units"))
    assert found == {("exports_usd", "KOR", "CHN", 2024): 132902972288.0}


def test_what_is_not_an_amount_or_not_known_is_a_reject_with_its_line(tmp_path: Path) -> None:
    parsed = parse(
        written(
            tmp_path, IMTS,
            "KOR,XG_FOB_USD,CHN,A,2024,1",
            "KOR,XG_FOB_USD,CHN,A,2024,-1",
            "KOR,XG_FOB_USD,CHN,A,spring,1",
            "KOR,GDP,CHN,A,2024,1",
            "KOR,XG_FOB_USD,CHN,A,2024",
        )
    )  # fmt: skip
    assert [(one.line, one.reason.split(";")[0]) for one in parsed.rejects] == [
        (3, "value '-1'"),
        (4, "period 'spring'"),
        (5, "indicator 'GDP' is not known"),
        (6, "5 fields"),
    ]
    assert balance(parsed) == parsed.records == 5


def test_numbers_letters_and_names_mean_the_same_parties() -> None:
    assert party_of("922") == party_of("RUS") == party_of("Russian Federation") == "RUS"
    assert party_of("924") == party_of("China, P.R.: Mainland") == "CHN"
    assert [party_of(code) for code in ("528", "KOS", "WBG")] == ["TWN", "XKX", "PSE"]
    groups = [party_of(code) for code in ("001", "G001", "998", "World", "W00")]
    assert groups == [DropReason.PLACE] * 5
    assert party_of("532") is DropReason.TERRITORY
    assert party_of("Atlantis") is None


def test_the_balance_of_trade_follows_from_the_others() -> None:
    assert indicator_of("TBG_USD") is None


def test_a_download_of_one_pair_covers_that_pair_alone(tmp_path: Path) -> None:
    (span,) = parse(written(tmp_path, IMTS, "KOR,XG_FOB_USD,CHN,A,2024,1")).coverage
    assert (span.scope, span.actors) == ("both", ("CHN", "KOR"))


# ------------------------------------------------------------------ laws


@given(st.integers(1950, 2050), st.integers(1, 12))
def test_periods_are_half_open_and_written_in_many_ways(year: int, month: int) -> None:
    ways = (f"{year}-M{month:02}", f"{year}M{month}", f"{year}-{month:02}")
    (known,) = {period_of(text) for text in ways}
    assert known[0] == "monthly"
    assert known[1].day == D(year, month, 1)
    quarter = period_of(f"{year}-Q{(month + 2) // 3}")[1]
    assert quarter.day <= known[1].day < known[1].end_day <= quarter.end_day
    assert period_of(str(year))[1].end_day == D(year + 1, 1, 1)


def test_the_fixture_balances_and_fits_the_lake() -> None:
    parsed = parse(at_hand(FIXTURE))
    assert balance(parsed) == parsed.records == 10
    assert parsed.tables["dyad_facts"].schema == PARSED["dyad_facts"]
    facts = set(parsed.tables["dyad_facts"]["fact"].to_pylist())
    assert facts <= set(parsed.tables["facts"]["fact"].to_pylist())


# ------------------------------------------------------------------ bad files


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"a,b,c\n1,2,3\n", "line 1: the header"),
        (f"{IMTS}\n".encode(), "no figure"),
        (f"{IMTS}\nKOR,XG_FOB_USD,CHN,A,2024,13".encode(), "line 2: cut off"),
        (f'{IMTS}\nKOR,"XG_FOB'.encode(), "cut off or broken"),
        (f"{IMTS}\n".encode() + b"KOR,XG_FOB_USD,\xff,A,2024,1\n", "not UTF-8"),
        (f"{IMTS}\n".encode("utf-16"), "not UTF-8|NUL"),
    ],
)
def test_a_broken_file_or_one_of_another_kind_is_refused(
    tmp_path: Path, content: bytes, said: str
) -> None:
    path = tmp_path / "imts.csv"
    path.write_bytes(content)
    with pytest.raises(BadInput, match=said):
        parse(at_hand(path))


def test_only_the_option_scale_is_taken(tmp_path: Path) -> None:
    file = written(tmp_path, IMTS, "KOR,XG_FOB_USD,CHN,A,2024,1")
    with pytest.raises(BadValue, match="no option year"):
        parse(file, year="2024")
    with pytest.raises(BadValue, match="scale 'dozens'"):
        parse(file, scale="dozens")


def test_other_sets_of_the_same_portal_are_not_claimed() -> None:
    head = f"{IMTS}\nKOR,IID_USD,CHN,A,2024,1\n".encode()
    assert not SOURCE.recognises("cdis.csv", head)
    assert SOURCE.recognises("x.csv", head.replace(b"IID_USD", b"XG_FOB_USD"))
