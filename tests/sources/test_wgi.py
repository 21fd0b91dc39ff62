"""Worldwide Governance Indicators: an estimate and its standard error."""

from __future__ import annotations

import hashlib
from collections import Counter
from pathlib import Path

import pytest

from comity.errors import BadInput, BadValue
from comity.sources.contract import Parsed, SourceFile
from comity.sources.wgi import SOURCE
from comity.vocabulary.actor import DropReason

FIXTURES = Path(__file__).parent / "fixtures"
CSV, XLSX = FIXTURES / "wgidataset_synthetic.csv", FIXTURES / "wgidataset_synthetic.xlsx"


def read(path: Path, **options: str) -> Parsed:
    data = path.read_bytes()
    file = SourceFile(path, path.name, hashlib.sha256(data).hexdigest(), len(data))
    (parsed,) = SOURCE.parse(file, options=options)
    return parsed


def values(parsed: Parsed) -> dict[tuple[str, str, int], float]:
    table = parsed.tables["state_facts"].to_pylist()
    return {(row["fact"], row["state"], row["day"].year): row["value"] for row in table}


def test_a_line_gives_an_estimate_and_its_standard_error() -> None:
    given = values(read(CSV))
    assert given["wgi_rl", "NOR", 2023] == 1.8
    assert given["wgi_rl_stderr", "NOR", 2023] == 0.2


def test_former_codes_of_the_bank_are_read() -> None:
    given = values(read(CSV))
    assert given["wgi_cc", "ROU", 2023] == 0.1
    assert given["wgi_va", "XKX", 2023] == 0


def test_two_dots_are_a_missing_figure() -> None:
    parsed = read(CSV)
    assert ("wgi_va", "NOR", 1996) not in values(parsed)
    assert parsed.dropped[DropReason.NO_VALUE] == 2


def test_territories_and_years_before_a_state_stood_are_dropped() -> None:
    dropped = read(CSV).dropped
    assert dropped[DropReason.TERRITORY] == 2
    assert dropped[DropReason.NO_STATE_THEN] == 2


def test_every_figure_is_kept_dropped_or_rejected() -> None:
    parsed = read(CSV)
    kept = parsed.tables["state_facts"].num_rows
    assert parsed.records == kept + Counter(parsed.dropped).total() + len(parsed.rejects)
    assert [reject.line for reject in parsed.rejects] == [9, 10, 11, 12, 13]
    assert parsed.rejects[0].reason == "indicator 'zz'; va, pv, ge, rq, rl, cc expected"


def test_the_workbook_gives_what_the_csv_gives() -> None:
    pytest.importorskip("python_calamine")
    assert values(read(XLSX)) == values(read(CSV))


def test_only_the_dimensions_at_hand_are_described() -> None:
    told = {row["fact"] for row in read(CSV).tables["facts"].to_pylist()}
    assert told == {f"wgi_{one}{end}" for one in ("rl", "cc", "va") for end in ("", "_stderr")}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (b"stddev", b"stdev", "the header"),
        (b"SYNTHETIC", b"C\xf4te", "line 2: not UTF-8"),
        (b"SYNTHETIC", b'"SYNTHETIC', "cut off or broken"),
    ],
)
def test_a_file_of_another_form_stops(tmp_path: Path, old: bytes, new: bytes, said: str) -> None:
    path = tmp_path / "wgidataset.csv"
    path.write_bytes(CSV.read_bytes().replace(old, new, 1))
    with pytest.raises(BadInput, match=said):
        read(path)


def test_a_line_that_is_not_whole_at_the_end_means_cut_off(tmp_path: Path) -> None:
    path = tmp_path / "wgidataset.csv"
    path.write_bytes(CSV.read_bytes()[:-25])
    with pytest.raises(BadInput, match="cut off"):
        read(path)


def test_no_option_is_taken() -> None:
    with pytest.raises(BadValue, match="year"):
        read(CSV, year="2020")
