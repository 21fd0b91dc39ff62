"""What becomes of a file: whole or not at all, once however often, every record accounted for."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from comity.errors import BadInput, LakeError
from comity.store.ingest import ingest_in, source_file
from comity.store.writer import writing

VISIT = "r1 2020-05-01 KAZ RUS 042"
AID = "r2 2020-05-02 RUS KAZ 070"
PROTEST = "r3 2020-06-03 KAZ UZB 112"


def equation(report):
    return report.events + report.repeats + sum(report.dropped.values()) + report.rejected


def test_three_acts_a_private_matter_and_a_broken_line_are_all_accounted_for(desk):
    report = desk.ingest([VISIT, AID, "drop", "bad", PROTEST])

    assert (report.records, report.events, report.repeats, report.rejected) == (5, 3, 0, 1)
    assert sum(report.dropped.values()) == 1
    assert desk.rows("SELECT line, reason, text FROM rejects") == [(4, "malformed", "bad")]


def test_the_same_file_twice_changes_nothing(desk):
    first = desk.ingest([VISIT, AID, "drop", "bad"])
    before = desk.contents()

    second = desk.ingest([VISIT, AID, "drop", "bad"])

    assert desk.contents() == before
    assert second.unchanged
    assert second.lake_version == first.lake_version
    assert (second.events, second.dropped) == (first.events, first.dropped)


def test_the_same_records_in_another_file_are_repeats(desk):
    desk.ingest([VISIT, AID])
    report = desk.ingest([AID, VISIT, PROTEST], name="weekly.txt")

    assert (report.events, report.repeats, report.superseded) == (1, 2, 0)
    assert desk.sizes()["events"] == 3


def test_two_records_of_one_visit_on_one_day_are_one_act(desk):
    report = desk.ingest([VISIT, VISIT.replace("r1", "r9")])
    later = desk.ingest([VISIT.replace("r1", "r8")], name="later.txt")

    assert (report.events, report.repeats) == (1, 1)
    assert (later.events, later.repeats) == (0, 1)


def test_a_repeat_is_kept_as_a_report_of_its_act(desk):
    desk.ingest(["r1 2020-05-01 KAZ RUS 042", "r2 2020-05-01 KAZ RUS 042"])

    assert desk.rows("SELECT record_id FROM events") == [("r1",)]
    assert desk.rows("SELECT record_id, line FROM reports") == [("r2", 2)]


def test_opposite_directions_are_two_acts(desk):
    report = desk.ingest(["r1 2020-05-01 KAZ RUS 036", "r2 2020-05-01 RUS KAZ 036"])

    assert (report.events, report.repeats) == (2, 0)


def test_a_report_takes_the_place_of_an_event_that_was_corrected_away(desk):
    desk.ingest(["r1 2020-05-01 KAZ RUS 042", "r2 2020-05-01 KAZ RUS 042"])
    desk.ingest(["r1 2020-05-01 KAZ CHN 042"], name="correction.txt")

    assert desk.rows("SELECT record_id, target FROM events ORDER BY 1") == [
        ("r1", "CHN"),
        ("r2", "RUS"),
    ]
    assert desk.rows("SELECT * FROM reports") == []
    assert desk.rows("SELECT record_id FROM reports", as_of=1) == [("r2",)]


def test_an_act_reported_again_in_a_later_month_is_still_the_same_act(desk, made_up):
    class LaterMonth(made_up):
        def _chunk(self, dataset, lines):
            parsed = super()._chunk(dataset, lines)
            events = parsed.tables["events"]
            rows = [{**row, "reported_month": "2021-01"} for row in events.to_pylist()]
            late = events.from_pylist(rows, schema=events.schema)
            return replace(parsed, tables={"events": late})

    desk.ingest([VISIT])
    report = desk.ingest([VISIT.replace("r1", "r7")], name="later.txt", source=LaterMonth())

    assert (report.events, report.repeats) == (0, 1)


def test_a_correction_supersedes_and_the_older_lake_version_still_shows_the_old_row(desk):
    old = desk.ingest([VISIT, AID])
    new = desk.ingest([VISIT.replace("042", "036")], name="corrected.txt")

    code = "SELECT code FROM events WHERE record_id = 'r1'"
    assert (new.events, new.superseded) == (1, 1)
    assert desk.rows(code) == [("036",)]
    assert desk.rows(code, as_of=old.lake_version) == [("042",)]
    assert desk.sizes()["events"] == 2


def test_a_correction_that_moves_an_act_to_another_month_leaves_one_row(desk):
    desk.ingest([VISIT, PROTEST])
    desk.ingest([VISIT.replace("2020-05-01", "2020-06-01")], name="corrected.txt")

    assert desk.rows("SELECT CAST(day AS VARCHAR) FROM events WHERE record_id = 'r1'") == [
        ("2020-06-01",)
    ]


def test_a_thousand_corrections_replace_a_thousand_rows(desk):
    lines = [f"r{i} 2020-0{1 + i % 9}-01 KAZ RUS {i:04d}" for i in range(1000)]
    desk.ingest(lines)
    report = desk.ingest([line.replace("RUS", "UZB") for line in lines], name="corrected.txt")

    assert (report.events, report.superseded) == (1000, 1000)
    assert desk.rows("SELECT DISTINCT target, count(*) FROM events GROUP BY 1") == [("UZB", 1000)]


def test_a_parser_that_breaks_down_midway_leaves_the_lake_as_it_was(desk):
    desk.ingest([VISIT])
    before, version = desk.contents(), desk.lake.version().number

    with pytest.raises(ValueError, match="broke down"):
        desk.ingest([AID, "drop", PROTEST, "bad", "stop"], name="broken.txt")

    assert desk.contents() == before
    assert desk.lake.version().number == version


def test_a_parser_that_loses_a_record_is_told_so_and_nothing_is_stored(desk):
    desk.ingest([VISIT])
    before = desk.contents()

    with pytest.raises(LakeError, match="3 records were read, but 2 accounted for"):
        desk.ingest([AID, PROTEST], name="other.txt", options={"loses": "1"})
    desk.ingest([AID.replace("r2", "r5").replace("070", "071")], name="next.txt")

    assert desk.sizes()["events"] == 2
    assert len(before["events"]) == 1


def test_the_same_file_read_with_other_options_is_read_again_in_place_of_the_earlier_rows(desk):
    desk.ingest([VISIT, AID, "bad"], options={"dataset": "one"})
    report = desk.ingest([VISIT, AID, "bad"], options={"dataset": "two"})

    assert not report.unchanged
    assert desk.rows("SELECT dataset, count(*) FROM events GROUP BY 1") == [("two", 2)]
    assert desk.rows("SELECT options FROM ingests") == [('{"dataset": "two"}',)]
    assert desk.sizes()["rejects"] == 1


def test_a_newer_parser_reads_a_file_again(desk, made_up):
    desk.ingest([VISIT, AID])
    newer = made_up(description=replace(made_up().description, parser_version="2"))
    report = desk.ingest([VISIT, AID], source=newer)

    assert (report.unchanged, report.events, report.repeats) == (False, 2, 0)
    assert desk.rows("SELECT parser_version FROM ingests") == [("2",)]
    assert desk.sizes()["events"] == 2


def test_provenance_names_file_checksum_parser_and_time(desk):
    desk.ingest([VISIT])
    row = desk.rows(
        "SELECT file_name, length(sha256), parser_version, ingested_at IS NOT NULL, record_id "
        "FROM events JOIN ingests USING (ingest_id)"
    )
    assert row == [("acts.txt", 64, "1", True, "r1")]


@pytest.mark.parametrize("make", ["missing", "folder"])
def test_what_is_no_file_is_bad_input(tmp_path, make):
    path = tmp_path / make
    if make == "folder":
        path.mkdir()
    with pytest.raises(BadInput) as error:
        source_file(path)
    assert error.value.next_step


acts = st.builds(
    "r{} 2020-0{}-01 {} {} {}".format,
    st.integers(0, 12),
    st.integers(1, 3),
    st.sampled_from(["KAZ", "UZB"]),
    st.sampled_from(["RUS", "CHN"]),
    st.sampled_from(["042", "112"]),
)
files = st.lists(
    st.lists(st.one_of(acts, acts, acts, st.sampled_from(["drop", "bad"])), min_size=1),
    min_size=1,
    max_size=3,
)


@settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(files=files)
def test_law_the_lake_holds_the_last_word_of_each_record_and_each_act_once(new_desk, files):
    desk, last = new_desk(), {}
    for number, lines in enumerate(files):
        report = desk.ingest(lines, name=f"{number}.txt")
        if report.unchanged:
            continue
        assert report.records == len(lines) == equation(report)
        assert report.dropped == (
            {"the record names no act": n} if (n := lines.count("drop")) else {}
        )
        last |= {line.split()[0]: line for line in lines if line not in ("drop", "bad")}
    held = desk.rows(
        "SELECT concat_ws(' ', record_id, day::VARCHAR, source, target, code), act_key, told_by "
        "FROM (SELECT *, 'event' AS told_by FROM events UNION ALL SELECT *, 'report' FROM reports)"
    )
    assert sorted(line for line, _, _ in held) == sorted(last.values())
    events = [key for _, key, told_by in held if told_by == "event"]
    assert sorted(events) == sorted({key for _, key, _ in held})


def test_what_comes_without_correcting_leaves_the_lake_s_word(desk, made_up):
    desk.ingest(["r1 2020-05-01 KAZ RUS 042"])
    file = desk.file(["r1 2020-05-01 KAZ RUS 043", "r2 2020-05-02 KAZ RUS 042"], "other.txt")

    with writing(desk.lake) as transaction:
        report = ingest_in(
            transaction, made_up(), file, {}, lambda _step, _records: None, corrects=False
        )
        transaction.commit("without correcting")

    assert (report.events, report.repeats, report.superseded) == (1, 1, 0)
    assert desk.rows("SELECT record_id, code FROM events ORDER BY 1") == [
        ("r1", "042"),
        ("r2", "042"),
    ]
