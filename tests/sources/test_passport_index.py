"""Visa rules: the published tidy files of every age, the mirror's file, the extract."""

from __future__ import annotations

import datetime as dt
import hashlib
from importlib import resources
from pathlib import Path

import pytest

from comity.errors import BadInput, BadValue
from comity.sources.contract import Parsed, SourceFile
from comity.sources.passport_index import SOURCE
from comity.sources.passport_index.rules import read_requirement
from comity.sources.tables import PARSED
from comity.vocabulary.actor import DropReason
from comity.vocabulary.visa import VisaRule

DAY = {"day": "2024-12-04"}


def at_hand(path: Path) -> SourceFile:
    data = path.read_bytes()
    return SourceFile(path, path.name, hashlib.sha256(data).hexdigest(), len(data))


def snapshot(
    folder: Path, *lines: str, header: str = "Passport,Destination,Requirement"
) -> SourceFile:
    path = folder / "passport-index-tidy-iso3.csv"
    path.write_text("\n".join((header, *lines)) + "\n", "utf-8")
    return at_hand(path)


def parse(file: SourceFile, **options: str) -> Parsed:
    (parsed,) = SOURCE.parse(file, options=options or DAY)
    return parsed


def test_georgia_admits_russians_for_a_year_without_a_visa(tmp_path: Path) -> None:
    parsed = parse(snapshot(tmp_path, "RUS,GEO,360"))
    assert parsed.tables["dyad_facts"].to_pylist() == [
        {
            "fact": "visa",
            "source": "GEO",
            "target": "RUS",
            "day": dt.date(2024, 12, 4),
            "end_day": None,
            "value": 360.0,
            "text": "visa_free",
        }
    ]
    assert parsed.tables["dyad_facts"].schema == PARSED["dyad_facts"]


def test_names_and_codes_of_two_or_three_letters_mean_the_same_states(tmp_path: Path) -> None:
    parsed = parse(snapshot(tmp_path, "Ivory Coast,DR Congo,e-visa", "CI,CG,eta", "CIV,KAZ,VOA"))
    facts = parsed.tables["dyad_facts"].to_pylist()
    assert [(row["target"], row["source"]) for row in facts] == [
        ("CIV", "COD"),
        ("CIV", "COG"),
        ("CIV", "KAZ"),
    ]
    assert not parsed.rejects


def test_a_matrix_says_the_same_as_the_tidy_file(tmp_path: Path) -> None:
    tidy = parse(
        snapshot(tmp_path, "RUS,RUS,-1", "RUS,GEO,360", "RUS,HKG,14",
                 "GEO,RUS,e-visa", "GEO,GEO,-1", "GEO,HKG,often")
    )  # fmt: skip
    lines = ("RUS,-1,360,14", "GEO,e-visa,-1,often")
    matrix = parse(snapshot(tmp_path, *lines, header="Passport,RUS,GEO,HKG"))
    assert matrix.tables["dyad_facts"].equals(tidy.tables["dyad_facts"])
    assert (matrix.records, matrix.dropped) == (tidy.records, tidy.dropped)
    assert [(one.line, one.reason) for one in matrix.rejects] == [
        (3, "requirement 'often' is not known")
    ]
    assert SOURCE.recognises("passport-index-matrix.csv", b"Passport,Russia,Georgia\n")
    assert not SOURCE.recognises("other.csv", b"Passport,Holder,Colour\n")


def test_the_old_codes_and_the_new_words_are_one_vocabulary() -> None:
    for old, new in (("VF", "visa free"), ("VOA", "visa on arrival"), ("VR", "visa required")):
        assert read_requirement(old) == read_requirement(new)
    assert read_requirement("e-visa") == read_requirement("e_visa")
    banned = read_requirement("covid ban")
    assert banned is not None
    assert banned.rule is VisaRule.PANDEMIC_BAN


def test_a_states_own_passport_and_territories_are_dropped_and_counted(tmp_path: Path) -> None:
    parsed = parse(snapshot(tmp_path, "RUS,RUS,-1", "HKG,RUS,14", "RUS,MAC,30", "RUS,GEO,360"))
    assert parsed.dropped == {DropReason.WITHIN_ONE_STATE: 1, DropReason.TERRITORY: 2}
    assert parsed.records == 4


def test_a_rule_or_a_state_that_is_not_known_is_rejected_with_its_line(tmp_path: Path) -> None:
    parsed = parse(
        snapshot(tmp_path, "RUS,GEO,360", "RUS,Atlantis,90", "RUS,KAZ,perhaps", "RUS,ARM,9000")
    )
    assert [(item.line, item.reason) for item in parsed.rejects] == [
        (3, "no state is called 'Atlantis'"),
        (4, "requirement 'perhaps' is not known"),
        (5, "9000 days; 1 to 366 expected"),
    ]


def test_a_pair_is_given_once(tmp_path: Path) -> None:
    parsed = parse(snapshot(tmp_path, "RUS,GEO,360", "RUS,GEO,visa required"))
    assert [item.reason for item in parsed.rejects] == ["a second line for passports of RUS in GEO"]


def test_the_publishers_folder_names_the_day(tmp_path: Path) -> None:
    folder = tmp_path / "2020-04-02"
    folder.mkdir()
    file = snapshot(folder, "Russia,Georgia,360", header="Passport,Destination,Code")
    (parsed,) = SOURCE.parse(file, options={})
    (span,) = parsed.coverage
    assert span.first_day == span.last_day == dt.date(2020, 4, 2)
    assert span.table == "dyad_facts"


def test_a_file_that_does_not_say_its_day_asks_for_it(tmp_path: Path) -> None:
    folder = tmp_path / "downloads"
    folder.mkdir()
    with pytest.raises(BadValue, match="does not say of which day") as caught:
        list(SOURCE.parse(snapshot(folder, "RUS,GEO,360"), options={}))
    assert "--set day=" in caught.value.next_step
    with pytest.raises(BadValue, match="is no day"):
        parse(snapshot(folder, "RUS,GEO,360"), day="2024-13-01")
    with pytest.raises(BadValue, match="takes no option date"):
        parse(snapshot(folder, "RUS,GEO,360"), date="2024-12-01")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"Passport,Albania,Atlantis\nAfghanistan,VR,VR\n", "line 1: the header"),
        (b"Passport,ALB,DZA,KAZ\nAFG,vr,vr,vr\nALB,-1,9", "line 3: cut off"),
        (b"Passport,Destination,Requirement\n", "no well-formed requirement"),
        (b"Passport,Destination,Requirement\nRUS,GEO,360\nRUS,KA", "line 3: cut off"),
        ("Passport,Destination,Requirement\nRUS,Côte,1\n".encode("latin-1"), "not UTF-8"),
    ],
)
def test_a_file_that_is_cut_off_or_of_another_kind_is_refused(
    tmp_path: Path, content: bytes, said: str
) -> None:
    path = tmp_path / "passport-index-tidy.csv"
    path.write_bytes(content)
    with pytest.raises(BadInput, match=said):
        parse(at_hand(path))


def test_the_embedded_rules_cover_53_snapshots_of_the_whole_world() -> None:
    path = Path(str(resources.files("comity.data"))) / "visas" / "changes.parquet"
    parsed = parse(at_hand(path))
    facts = parsed.tables["dyad_facts"]
    assert facts.schema == PARSED["dyad_facts"]
    assert len(parsed.coverage) == 53
    assert len(facts["source"].unique()) == len(facts["target"].unique()) == 197
    first = min(span.first_day for span in parsed.coverage)
    days = facts["day"].to_pylist()
    assert days.count(first) == 197 * 196


def test_the_changes_give_back_every_snapshot(mirror: Path) -> None:
    import duckdb

    from comity.sources.passport_index.parquet import parse_parquet

    path = mirror / "structure" / "passport_index_snapshots.parquet"
    chunk = next(parse_parquet(path, path.name))
    extract = Path(str(resources.files("comity.data"))) / "visas" / "changes.parquet"
    base = duckdb.connect()
    base.register("snapshots", chunk.tables["dyad_facts"])
    base.register("changes", parse(at_hand(extract)).tables["dyad_facts"])
    wrong = base.execute(
        "SELECT count(*) FROM snapshots AS s ASOF LEFT JOIN changes AS c "
        "ON s.source = c.source AND s.target = c.target AND s.day >= c.day "
        "WHERE s.text IS DISTINCT FROM c.text OR s.value IS DISTINCT FROM c.value"
    ).fetchall()
    assert wrong == [(0,)]
    assert chunk.records == chunk.tables["dyad_facts"].num_rows + sum(chunk.dropped.values())
