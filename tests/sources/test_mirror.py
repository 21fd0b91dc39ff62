"""The mirror: where it is, what it holds, and why some files are not loaded."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import pytest

from comity.errors import BadConfiguration, BadValue, Refused, Unavailable, UnknownName
from comity.sources.contract import SourceFile
from comity.sources.mirror import (
    SOURCE,
    find_mirror,
    known_file,
    known_files,
    mirror_entries,
    mirror_source,
)
from comity.sources.mirror.known_files import read_known_files
from comity.sources.tables import PARSED


def at_hand(path: Path) -> SourceFile:
    data = path.read_bytes()
    return SourceFile(path, path.name, hashlib.sha256(data).hexdigest(), len(data))


def test_the_mirror_is_where_the_environment_says(tmp_path: Path) -> None:
    assert find_mirror({"COMITY_MIRROR": str(tmp_path)}, Path("/")) == tmp_path


def test_else_it_lies_beside_the_current_folder(tmp_path: Path) -> None:
    (tmp_path / "shared" / "data").mkdir(parents=True)
    (tmp_path / "here").mkdir()
    assert find_mirror({}, tmp_path / "here") == tmp_path / "shared" / "data"


@pytest.mark.parametrize(
    ("named", "said"),
    [
        ("https://example.org/mirror", "is a web address"),
        ("/no/such/folder", "which is no folder"),
        ("", "There is no mirror"),
    ],
)
def test_no_mirror_is_said_with_the_next_step(tmp_path: Path, named: str, said: str) -> None:
    with pytest.raises(Unavailable, match=said) as caught:
        find_mirror({"COMITY_MIRROR": named}, tmp_path / "nowhere")
    assert "COMITY_MIRROR" in caught.value.next_step


def test_every_loaded_file_fills_a_table_of_the_lake_and_has_terms() -> None:
    for known in known_files().values():
        assert known.terms in ("compile", "mirror")
        if not known.not_loaded:
            assert known.table in PARSED
            assert callable(known.load_parser())


def test_counts_that_mix_private_actors_are_not_loaded() -> None:
    for name in (
        "icews_directed_dyadday_roots_2018-01_2019-03",
        "icews_directed_dyadday_roots_2021_2022-08",
    ):
        assert "private persons" in known_file(name).not_loaded


def test_a_file_that_lacks_and_one_that_is_not_known_are_listed_with_the_reason(
    tmp_path: Path,
) -> None:
    (tmp_path / "events").mkdir()
    (tmp_path / "events" / "rumours.parquet").write_bytes(b"PAR1")
    entries = {entry.name: entry for entry in mirror_entries(tmp_path)}
    assert entries["un_votes"].not_loaded == "not in this mirror"
    assert "does not know" in entries["rumours"].not_loaded
    assert not any(entry.loads for entry in entries.values())
    with pytest.raises(Refused, match="rumours is not loaded"):
        _ = entries["rumours"].source


def test_a_name_nearly_right_gets_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(UnknownName) as caught:
        mirror_source("un_vote", mirror_entries(tmp_path))
    assert "un_votes" in caught.value.hint
    with pytest.raises(UnknownName, match="keds_levent"):
        known_file("keds_levent")


def test_a_file_that_is_listed_with_a_reason_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "reign_leaders.parquet"
    path.write_bytes(b"PAR1")
    with pytest.raises(Refused, match="lists of persons"):
        list(SOURCE.parse(at_hand(path), options={}))


def test_mistakes_in_the_list_are_shown_all_at_once_with_their_lines() -> None:
    text = (
        "a:\n  folder: events\n  terms: ours\n  parser: m:f\nb:\n  foldr: events\n  terms: mirror\n"
    )
    with pytest.raises(BadConfiguration) as caught:
        read_known_files(text, "mirror.yml")
    said = str(caught.value)
    assert "mirror.yml, line 1: a: terms 'ours'" in said
    assert "mirror.yml, line 1: a: a loaded file needs" in said
    assert "mirror.yml, line 5: b: unknown key 'foldr'; did you mean 'folder'?" in said
    assert "mirror.yml, line 5: b: needs either a parser or the reason" in said


def test_every_parquet_of_the_mirror_is_known_and_there(mirror: Path) -> None:
    entries = mirror_entries(mirror)
    assert [entry.name for entry in entries if entry.known is None or entry.bytes is None] == []
    assert sum(entry.loads for entry in entries) == 31


def test_a_mirror_file_keeps_the_terms_of_its_own_source(mirror: Path) -> None:
    entry = mirror_source("un_rollcalls", mirror_entries(mirror))
    assert entry.source.description.name == "un_votes"
    assert entry.source.description.kind == "roll_calls"
    with pytest.raises(BadValue, match="takes no option"):
        list(entry.source.parse(at_hand(entry.path), options={"x": "y"}))


@pytest.mark.parametrize("name", ["un_votes", "un_rollcalls", "keds_casia_weis_1989_1999"])
def test_the_rows_of_a_file_are_kept_dropped_or_rejected(mirror: Path, name: str) -> None:
    entry = mirror_source(name, mirror_entries(mirror))
    parsed = list(entry.source.parse(at_hand(entry.path), options={}))
    kept = sum(c.tables[entry.table].num_rows for c in parsed if entry.table in c.tables)
    dropped = sum(sum(chunk.dropped.values()) for chunk in parsed)
    rejected = sum(len(chunk.rejects) for chunk in parsed)
    assert {chunk.dataset for chunk in parsed} == {entry.dataset}
    assert sum(chunk.records for chunk in parsed) == kept + dropped + rejected


def test_the_source_reads_a_file_by_its_name(mirror: Path, tmp_path: Path) -> None:
    path = tmp_path / "un_rollcalls.parquet"
    shutil.copy(mirror / "structure" / path.name, path)
    (parsed,) = SOURCE.parse(at_hand(path), options={})
    assert parsed.records == 6547
