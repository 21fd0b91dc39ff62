"""Roll calls of the General Assembly: the published release, the mirror's files, the extract."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import Counter
from importlib import resources
from pathlib import Path

import pyarrow as pa
import pytest

from comity.errors import BadInput, BadValue
from comity.sources.contract import Parsed, SourceFile
from comity.sources.tables import PARSED
from comity.sources.un_votes import SOURCE
from comity.sources.un_votes.extract import from_matrix, to_matrix
from comity.sources.un_votes.parquet import parse_roll_calls, parse_votes
from comity.sources.un_votes.seats import state_of_code, state_of_number
from comity.vocabulary.actor import DropReason

HEADER = (
    '"","rcid","ccode","member","vote","Country","Countryname","session","abstain","yes","no",'
    '"importantvote","date","unres","amend","para","short","descr","me","nu","di","hr","co","ec"'
)


def line(
    rcid: int, ccode: int, vote: int, *, date: str = "2022-03-02", descr: str = "Ukraine"
) -> str:
    return (
        f'"1",{rcid},{ccode},1,{vote},"XXX","A state",76,35,141,5,NA,{date},"A/RES/ES-11/1",0,0,'
        f'"AGGRESSION","{descr}",0,0,0,1,0,0'
    )


def release(folder: Path, *lines: str, name: str = "UNVotes.csv") -> SourceFile:
    path = folder / name
    path.write_bytes("".join(f"{text}\n" for text in lines).encode())
    return at_hand(path)


def at_hand(path: Path) -> SourceFile:
    data = path.read_bytes()
    return SourceFile(path, path.name, hashlib.sha256(data).hexdigest(), len(data))


def parse(file: SourceFile) -> list[Parsed]:
    return list(SOURCE.parse(file, options={}))


def votes_in(parsed: list[Parsed]) -> list[dict[str, object]]:
    return [row for chunk in parsed if "votes" in chunk.tables for row in rows(chunk, "votes")]


def rows(chunk: Parsed, table: str) -> list[dict[str, object]]:
    found: list[dict[str, object]] = chunk.tables[table].to_pylist()
    return found


def test_russia_voted_no_and_belarus_too_when_the_assembly_deplored_the_aggression(
    tmp_path: Path,
) -> None:
    parsed = parse(release(tmp_path, HEADER, line(1, 365, 3), line(1, 370, 3), line(1, 369, 1)))
    assert votes_in(parsed) == [
        {"rcid": 1, "state": "RUS", "vote": 3},
        {"rcid": 1, "state": "BLR", "vote": 3},
        {"rcid": 1, "state": "UKR", "vote": 1},
    ]


def test_a_roll_call_keeps_its_day_its_number_and_its_topics_but_no_text(tmp_path: Path) -> None:
    (roll_call,) = rows(parse(release(tmp_path, HEADER, line(1, 365, 3)))[-1], "roll_calls")
    assert roll_call == {
        "rcid": 1,
        "day": dt.date(2022, 3, 2),
        "session": 76,
        "resolution": "A/RES/ES-11/1",
        "important": None,
        "me": False,
        "nu": False,
        "di": False,
        "hr": True,
        "co": False,
        "ec": False,
        "part": False,
        "same_as": None,
    }


def test_an_absent_state_and_one_that_is_no_member_have_no_vote(tmp_path: Path) -> None:
    parsed = parse(release(tmp_path, HEADER, line(1, 2, 1), line(1, 101, 8), line(1, 345, 9)))
    assert [row["state"] for row in votes_in(parsed)] == ["USA"]
    assert sum((chunk.dropped for chunk in parsed), Counter()) == {DropReason.NO_ACT: 2}


def test_a_vote_that_means_nothing_is_rejected_with_its_line(tmp_path: Path) -> None:
    file = release(tmp_path, HEADER, line(1, 2, 1), line(1, 20, 4), line(1, 9999, 1))
    rejects = [reject for chunk in parse(file) for reject in chunk.rejects]
    assert [(item.line, item.reason) for item in rejects] == [
        (3, "vote 4; 1, 2, 3, 8 or 9 expected"),
        (4, "no state has the country number 9999"),
    ]


def test_a_state_votes_once_and_a_roll_call_has_one_day(tmp_path: Path) -> None:
    file = release(
        tmp_path, HEADER, line(1, 2, 1), line(1, 2, 3), line(1, 20, 1, date="2022-03-03")
    )
    reasons = [reject.reason for chunk in parse(file) for reject in chunk.rejects]
    assert reasons == [
        "a second vote of USA in roll call 1",
        "roll call 1 is of 2022-03-02 in an earlier line, of 2022-03-03 here",
    ]


def test_commas_quotes_and_line_ends_inside_a_description_do_no_harm(tmp_path: Path) -> None:
    text = 'To adopt, as amended, the ""Uniting\nfor peace"" draft; and\tmore'
    parsed = parse(release(tmp_path, HEADER, line(1, 2, 1, descr=text), line(1, 20, 4)))
    assert [row["state"] for row in votes_in(parsed)] == ["USA"]
    assert parsed[0].rejects[0].line == 4


def test_the_tab_file_of_the_archive_reads_the_same(tmp_path: Path) -> None:
    lines = (text.replace(",", "\t") for text in (HEADER, line(1, 365, 3), line(1, 2, 1)))
    by_tab = parse(release(tmp_path, *lines, name="UNVotes.tab"))
    by_comma = parse(release(tmp_path, HEADER, line(1, 365, 3), line(1, 2, 1)))
    assert votes_in(by_tab) == votes_in(by_comma)


def test_the_release_with_years_and_without_quotes_reads_the_same(tmp_path: Path) -> None:
    header = (
        "rcid,ccode,member,vote,Country,Countryname,year,session,abstain,yes,no,importantvote,"
        "date,unres,amend,para,short,descr,me,nu,di,hr,co,ec"
    )
    line_ = (
        '1,365,1,3,RUS,Russia,2022,76,35,141,5,1,2022-03-02,A/RES/ES-11/1,0,0,AGGRESSION,"a, b",'
        "0,0,0,1,0,0"
    )
    parsed = parse(release(tmp_path, header, line_))
    assert votes_in(parsed) == [{"rcid": 1, "state": "RUS", "vote": 3}]
    (roll_call,) = rows(parsed[-1], "roll_calls")
    assert (roll_call["day"], roll_call["important"]) == (dt.date(2022, 3, 2), True)
    assert SOURCE.recognises("UNVotes_2024.csv", header.encode())


def test_every_line_is_a_vote_a_drop_or_a_reject(tmp_path: Path) -> None:
    lines = [line(call, number, vote) for call in (1, 2) for number in (2, 20) for vote in (1, 8)]
    parsed = parse(release(tmp_path, HEADER, *lines, line(3, 2, 7)))
    rejected = sum(len(chunk.rejects) for chunk in parsed)
    dropped = sum(sum(chunk.dropped.values()) for chunk in parsed)
    assert sum(chunk.records for chunk in parsed) == 9
    assert len(votes_in(parsed)) + dropped + rejected == 9


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"a,b,c\n1,2,3\n", "line 1: the header is not that of the release"),
        (HEADER.encode("utf-16"), "line 1"),
        (f"{HEADER}\n".encode(), "no well-formed vote"),
        (f"{HEADER}\n{line(1, 2, 1)}\n{line(1, 20, 1)[:40]}".encode(), "line 3: cut off"),
        (f"{HEADER}\n{line(1, 2, 1)}\n{line(1, 20, 1)[:85]}".encode(), "line 3: cut off"),
    ],
)
def test_a_file_that_is_cut_off_or_of_another_kind_is_refused_with_its_line(
    tmp_path: Path, content: bytes, said: str
) -> None:
    path = tmp_path / "UNVotes.csv"
    path.write_bytes(content)
    with pytest.raises(BadInput, match=said):
        parse(at_hand(path))


def test_the_source_takes_no_options(tmp_path: Path) -> None:
    with pytest.raises(BadValue, match="day"):
        list(SOURCE.parse(release(tmp_path, HEADER, line(1, 2, 1)), options={"day": "1"}))


def test_the_soviet_seat_passed_to_russia_on_24_december_1991() -> None:
    assert state_of_number(365, dt.date(1991, 12, 23)) == "SUN"
    assert state_of_number(365, dt.date(1991, 12, 24)) == "RUS"
    assert state_of_code("RUS", dt.date(1960, 1, 1)) == "SUN"


def test_the_yugoslav_seat_is_that_of_the_state_of_the_day() -> None:
    days = (dt.date(1991, 1, 1), dt.date(2001, 1, 1), dt.date(2006, 6, 2), dt.date(2006, 6, 3))
    assert [state_of_number(345, day) for day in days] == ["YUG", "SCG", "SCG", "SRB"]
    assert [state_of_code("SRB", day) for day in days] == ["YUG", "SCG", "SCG", "SRB"]


def test_both_german_states_voted_and_the_federal_republic_is_germany() -> None:
    assert state_of_number(260, dt.date(1980, 1, 1)) == "DEU"
    assert state_of_number(265, dt.date(1980, 1, 1)) == "DDR"
    assert state_of_number(260, dt.date(1990, 12, 6)) == "DEU"


def test_founding_members_that_were_no_independent_states_have_their_votes() -> None:
    founded = dt.date(1946, 1, 1)
    assert [state_of_number(number, founded) for number in (370, 369, 750)] == ["BLR", "UKR", "IND"]


def test_a_matrix_gives_back_the_votes_it_was_made_of() -> None:
    votes = pa.table({"rcid": [2, 1], "state": ["KAZ", "ARM"], "vote": [3, 1]})
    empty = {topic: [None, None] for topic in ("important", "me", "nu", "di", "hr", "co", "ec")}
    empty |= {"part": [None, None], "same_as": [None, None]}
    days = [dt.date(2020, 1, 1), dt.date(2021, 1, 1)]
    calls = {"rcid": [1, 2], "day": days, "session": [74, 75], "resolution": [None, "A"], **empty}
    back, _ = from_matrix(to_matrix(votes, pa.table(calls)))
    assert sorted(back.to_pylist(), key=lambda row: row["rcid"]) == [
        {"rcid": 1, "state": "ARM", "vote": 1},
        {"rcid": 2, "state": "KAZ", "vote": 3},
    ]


def embedded() -> list[Parsed]:
    path = Path(str(resources.files("comity.data"))) / "votes" / "roll_calls.parquet"
    return parse(at_hand(path))


def test_the_embedded_roll_calls_begin_in_1946_and_fit_the_lake() -> None:
    votes, roll_calls = embedded()
    assert votes.tables["votes"].schema == PARSED["votes"]
    assert roll_calls.tables["roll_calls"].schema == PARSED["roll_calls"]
    (span,) = votes.coverage
    assert (span.first_day, span.last_day) == (dt.date(1946, 1, 1), dt.date(2024, 6, 4))
    assert votes.records == votes.tables["votes"].num_rows == 930_385


def test_no_state_votes_under_the_code_of_another_day() -> None:
    votes, roll_calls = (chunk.tables[name] for chunk, name in zip(embedded(), TABLES, strict=True))
    joined = votes.join(roll_calls.select(["rcid", "day"]), "rcid")
    ends = joined.group_by("state").aggregate([("day", "min"), ("day", "max")]).to_pylist()
    by_state = {row["state"]: (row["day_min"], row["day_max"]) for row in ends}
    assert by_state["SUN"][1] < dt.date(1991, 12, 24) < by_state["RUS"][0]
    assert by_state["CSK"][1] < dt.date(1993, 1, 1) < by_state["CZE"][0]
    assert by_state["DDR"][1] < dt.date(1990, 10, 3)
    assert by_state["YMD"][1] < dt.date(1990, 5, 22)
    assert by_state["YUG"][1] < by_state["SCG"][0] < by_state["SCG"][1] < by_state["SRB"][0]


TABLES = ("votes", "roll_calls")


def test_the_mirror_release_adds_up_to_its_own_totals(mirror: Path) -> None:
    import duckdb

    folder = mirror / "structure"
    (votes,) = parse_votes(folder / "un_votes.parquet", "un_votes")
    (roll_calls,) = parse_roll_calls(folder / "un_rollcalls.parquet", "un_rollcalls")
    assert not votes.rejects
    assert votes.records == votes.tables["votes"].num_rows + sum(votes.dropped.values())
    assert roll_calls.tables["roll_calls"].schema == PARSED["roll_calls"]
    base = duckdb.connect()
    base.register("votes", votes.tables["votes"])
    wrong = base.execute(
        "SELECT count(*) FROM read_parquet(?) JOIN (SELECT rcid, count(*) FILTER (vote = 1) AS y, "
        "count(*) FILTER (vote = 2) AS a, count(*) FILTER (vote = 3) AS n FROM votes "
        "GROUP BY rcid) USING (rcid) WHERE (y, a, n) <> (n_yes, n_abstain, n_no)",
        [str(folder / "un_rollcalls.parquet")],
    ).fetchall()
    assert wrong == [(0,)]


def test_votes_without_their_roll_calls_beside_them_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"needs un_rollcalls\.parquet in the same folder"):
        list(parse_votes(tmp_path / "un_votes.parquet", "un_votes"))


def test_the_extract_is_the_mirror_release_and_the_seats_of_ended_states(mirror: Path) -> None:
    votes, roll_calls = (chunk.tables[name] for chunk, name in zip(embedded(), TABLES, strict=True))
    (release_votes,) = parse_votes(mirror / "structure" / "un_votes.parquet", "un_votes")
    theirs = release_votes.tables["votes"]
    assert set(theirs["rcid"].to_pylist()) == set(roll_calls["rcid"].to_pylist())
    order = [("rcid", "ascending"), ("state", "ascending")]
    joined = votes.join(theirs, ["rcid", "state"], join_type="left anti")
    assert votes.num_rows == theirs.num_rows + joined.num_rows
    assert Counter(joined["state"].to_pylist()) == ENDED_SEATS
    own = votes.join(theirs, ["rcid", "state"], join_type="left semi")
    assert own.sort_by(order).combine_chunks() == theirs.sort_by(order).combine_chunks()


# How many votes the older release has of seats that the newer leaves out.
ENDED_SEATS = {"CSK": 3_752, "DDR": 2_067, "YEM": 3_291, "YMD": 2_378}
