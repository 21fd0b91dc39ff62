"""The table of agreements: days that everybody can look up, and files that are not sound."""

from __future__ import annotations

import datetime as dt
import hashlib
from importlib import resources
from pathlib import Path

import pytest

from comity.errors import BadInput, BadValue
from comity.registry.regions import regions
from comity.sources.agreements import SOURCE
from comity.sources.agreements.parser import HEADER
from comity.sources.contract import Parsed, SourceFile
from comity.sources.tables import AGREEMENTS

D = dt.date.fromisoformat
EMBEDDED = Path(str(resources.files("comity.data") / "agreements" / "agreements.csv"))

SOUND = "pact,A Pact,trade,KAZ,2000-01-01,,2001-01-01,,UNTS I-1"


def parse(path: Path) -> Parsed:
    raw = path.read_bytes()
    file = SourceFile(path, path.name, hashlib.sha256(raw).hexdigest(), len(raw))
    return next(iter(SOURCE.parse(file, options={})))


def parse_lines(folder: Path, *lines: str) -> Parsed:
    path = folder / "agreements.csv"
    path.write_text("\n".join([HEADER, *lines]) + "\n", encoding="utf-8")
    return parse(path)


@pytest.fixture(scope="module")
def embedded() -> Parsed:
    return parse(EMBEDDED)


@pytest.fixture(scope="module")
def rows(embedded: Parsed) -> dict[tuple[str, str], dict[str, object]]:
    table = embedded.tables["agreements"].to_pylist()
    return {(row["agreement"], row["party"]): row for row in table}


# ------------------------------------------------------------------ values by hand


@pytest.mark.parametrize(
    ("agreement", "party", "signed", "in_force", "ended"),
    [
        ("eu_ukraine_association_2014", "UKR", "2014-06-27", "2017-09-01", None),
        ("eu_armenia_cepa_2017", "ARM", "2017-11-24", "2021-03-01", None),
        ("eu_albania_saa_2006", "EU", "2006-06-12", "2009-04-01", None),
        ("eaeu_2014", "KGZ", "2014-12-23", "2015-08-12", None),
        ("cis_free_trade_2011", "KAZ", "2011-10-18", "2012-12-08", None),
        ("russia_ukraine_1997", "UKR", "1997-05-31", "1999-04-01", "2019-04-01"),
        ("nafta_1992", "MEX", "1992-12-17", "1994-01-01", "2020-07-01"),
        ("usmca_2018", "CAN", "2018-11-30", "2020-07-01", None),
        ("open_skies_1992", "USA", "1992-03-24", "2002-01-01", "2020-11-22"),
        ("open_skies_1992", "RUS", "1992-03-24", "2002-01-01", "2021-12-18"),
        ("single_economic_space_2003", "UKR", "2003-09-19", "2004-05-20", None),
        ("eaeu_iran_interim_2018", "IRN", "2018-05-17", "2019-10-27", "2025-05-15"),
        ("eaeu_iran_2023", "KAZ", "2023-12-25", "2025-05-15", None),
        ("eaeu_china_2018", "CHN", "2018-05-17", "2019-10-25", None),
        ("china_serbia_2023", "SRB", "2023-10-17", "2024-07-01", None),
        ("belarus_russia_guarantees_2024", "BLR", "2024-12-06", "2025-03-13", None),
        ("cefta_2006", "BIH", "2006-12-19", "2007-11-22", None),
        ("tpp_2016", "USA", "2016-02-04", None, "2017-01-30"),
        ("armenia_turkiye_protocols_2009", "ARM", "2009-10-10", None, None),
        ("amity_southeast_asia_1976", "CHN", None, "2003-10-08", None),
        ("paris_agreement_2015", "TUR", "2016-04-22", "2021-11-10", None),
    ],
)
def test_agreements_have_the_days_of_the_record(
    rows: dict[tuple[str, str], dict[str, object]],
    agreement: str,
    party: str,
    signed: str | None,
    in_force: str | None,
    ended: str | None,
) -> None:
    row = rows[agreement, party]
    wanted = [D(day) if day else None for day in (signed, in_force, ended)]
    assert [row["signed"], row["in_force"], row["ended"]] == wanted


def test_the_protocols_of_zurich_never_came_into_force(
    rows: dict[tuple[str, str], dict[str, object]],
) -> None:
    assert rows["armenia_turkiye_protocols_2009", "TUR"]["in_force"] is None


def test_estonia_deposited_its_accession_before_it_joined(
    rows: dict[tuple[str, str], dict[str, object]],
) -> None:
    row = rows["eu_accession_2003", "EST"]
    assert (row["ratified"], row["in_force"]) == (D("2004-03-04"), D("2004-05-01"))


def test_only_five_signed_the_trade_agreement_of_the_eco(
    rows: dict[tuple[str, str], dict[str, object]],
) -> None:
    assert {p for a, p in rows if a == "ecota_2003"} == {"AFG", "IRN", "PAK", "TJK", "TUR"}


def test_who_joined_the_union_in_2004_did_not_sign_its_older_treaties(
    rows: dict[tuple[str, str], dict[str, object]],
) -> None:
    row = rows["ECMSTR_1992O", "EST"]
    assert (row["signed"], row["in_force"]) == (None, D("2004-05-01"))


def test_an_accession_is_listed_once(rows: dict[tuple[str, str], dict[str, object]]) -> None:
    signed = [a for (a, party), row in rows.items()
              if party == "LVA" and row["signed"] == D("2003-04-16")]  # fmt: skip
    assert signed == ["eu_accession_2003"]


def test_a_memorandum_on_security_assurances_is_an_instrument_of_peace(
    rows: dict[tuple[str, str], dict[str, object]],
) -> None:
    assert rows["budapest_ukraine_1994", "UKR"]["kind"] == "peace"


# ------------------------------------------------------------------ laws


def test_only_instruments_on_single_matters_are_of_another_kind(embedded: Parsed) -> None:
    other = [r for r in embedded.tables["agreements"].to_pylist() if r["kind"] == "other"]
    assert {r["evidence"][:4] for r in other} == {"GGO ", "UNTS"}
    assert {r["agreement"] for r in other if r["evidence"][:4] == "UNTS"} == {
        "paris_agreement_2015"
    }


def test_every_embedded_row_is_well_formed(embedded: Parsed) -> None:
    assert not embedded.rejects
    assert embedded.records == embedded.tables["agreements"].num_rows > 1500
    assert embedded.tables["agreements"].schema == AGREEMENTS


def test_an_agreement_has_two_parties_and_one_of_them_is_of_a_region(embedded: Parsed) -> None:
    listed = {code for region in regions() for code in (*region.states, *region.poles)}
    parties: dict[str, set[str]] = {}
    for row in embedded.tables["agreements"].to_pylist():
        parties.setdefault(row["agreement"], set()).add(row["party"])
    assert all(len(found) >= 2 and found & listed for found in parties.values())


def test_every_region_has_alliances_or_unions_and_trade(embedded: Parsed) -> None:
    table = embedded.tables["agreements"].to_pylist()
    for region in regions():
        kinds = {row["kind"] for row in table if row["party"] in region.states}
        assert {"trade", "alliance"} <= kinds, region


def test_the_union_stands_for_its_members_in_its_own_agreements(embedded: Parsed) -> None:
    table = embedded.tables["agreements"].to_pylist()
    of_the_union = {r["agreement"] for r in table if r["party"] == "EU" and r["kind"] == "trade"}
    members = {r["party"] for r in table if r["agreement"] in of_the_union}
    assert not members & {"EST", "LVA", "LTU"}


def test_the_embedded_table_is_small() -> None:
    assert EMBEDDED.stat().st_size <= 300_000


# ------------------------------------------------------------------ bad files


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("pact,A Pact,trade,KAZ,2000-01-01,,2001-01-01,,UNTS", "twice"),
        ("other,A Pact,commerce,KAZ,2000-01-01,,,,UNTS", "kind 'commerce'"),
        ("other,A Pact,trade,XYZ,2000-01-01,,,,UNTS", "party 'XYZ' is not known"),
        ("other,A Pact,trade,RUS,1.1.2000,,,,UNTS", "signed '1.1.2000' is not a day"),
        ("other,A Pact,trade,RUS,,,,,UNTS", "no day"),
        ("other,A Pact,trade,RUS,2000-01-01,,1999-01-01,,UNTS", "before it was signed"),
        ("other,A Pact,trade,RUS,2000-01-01,,,1999-01-01,UNTS", "ended on 1999-01-01"),
        ("other,A Pact,trade,RUS,2000-01-01,,,,", "evidence is empty"),
        ("pact,Another,trade,RUS,2000-01-01,,,,UNTS", "another title"),
        ("other,A Pact,trade", "3 fields; 9 expected"),
    ],
)
def test_a_malformed_row_is_a_reject_with_its_line(tmp_path: Path, line: str, reason: str) -> None:
    parsed = parse_lines(tmp_path, SOUND, line)
    assert parsed.records == 2
    assert parsed.tables["agreements"].num_rows == 1
    assert parsed.rejects[0].line == 3
    assert reason in parsed.rejects[0].reason


def test_a_file_of_another_kind_is_refused_with_what_was_expected(tmp_path: Path) -> None:
    path = tmp_path / "agreements.csv"
    path.write_text("a,b\n1,2\n")
    with pytest.raises(BadInput, match="line 1"):
        parse(path)


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        (b"", "is empty"),
        (HEADER.encode() + b"\n", "no well-formed row of agreements"),
        (f"{HEADER}\n{SOUND}\npact,A Pa".encode(), "cut off"),
        (f'{HEADER}\npact,"A Pact'.encode(), "cut off"),
        (f"{HEADER}\n".encode() + b"pact,\xff,trade,KAZ,2000-01-01,,,,x\n", "line 2: not UTF-8"),
    ],
)
def test_a_broken_file_stops_with_its_line(tmp_path: Path, raw: bytes, found: str) -> None:
    path = tmp_path / "agreements.csv"
    path.write_bytes(raw)
    with pytest.raises(BadInput, match=found):
        parse(path)


def test_an_option_is_refused() -> None:
    file = SourceFile(EMBEDDED, "x", "", EMBEDDED.stat().st_size)
    with pytest.raises(BadValue, match="no option encoding"):
        list(SOURCE.parse(file, options={"encoding": "x"}))


def test_the_source_recognises_its_table_and_no_other() -> None:
    assert SOURCE.recognises("a.csv", HEADER.encode() + b"\n")
    assert not SOURCE.recognises("agreements.csv", b"organisation,state,status\n")
