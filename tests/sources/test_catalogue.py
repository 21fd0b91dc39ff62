"""Finding a source: by name, by alias, by the file it is for."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from comity.errors import BadInput, UnknownName
from comity.sources.catalogue import BUILT_IN, find_source, recognise, sources

TIDY = "Passport,Destination,Requirement\nRUS,GEO,360\n"


def test_every_built_in_source_is_there_under_its_own_name() -> None:
    for address in BUILT_IN:
        module = address.partition(":")[0]
        assert module.rpartition(".")[2] in sources()


def test_every_source_says_who_publishes_it_on_what_terms() -> None:
    for name, source in sources().items():
        about = source.description
        assert about.name == name
        assert all((about.title, about.publisher, about.licence, about.citation, about.kind))


def test_a_source_is_found_by_its_name_or_alias_in_any_case() -> None:
    assert find_source("UN_votes") is find_source("unga") is sources()["un_votes"]


def test_a_name_nearly_right_gets_the_nearest() -> None:
    with pytest.raises(UnknownName) as caught:
        find_source("un_vote")
    assert "un_votes" in caught.value.hint
    assert "passport_index" in caught.value.next_step


def test_a_file_is_recognised_by_what_it_begins_with(tmp_path: Path) -> None:
    path = tmp_path / "download.csv"
    path.write_text(TIDY)
    assert recognise(path).description.name == "passport_index"


def test_a_zipped_file_is_recognised_too(tmp_path: Path) -> None:
    path = tmp_path / "download.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("passport-index-tidy.csv", TIDY)
    assert recognise(path).description.name == "passport_index"


@pytest.mark.parametrize(
    ("content", "said"), [(b"", "It is empty"), (b"Dear Sir,\n", "It begins with")]
)
def test_a_file_of_no_known_format_is_refused(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "letter.txt"
    path.write_bytes(content)
    with pytest.raises(BadInput, match="of no known format") as caught:
        recognise(path)
    assert said in caught.value.hint


def test_a_file_that_is_not_there_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="There is no file"):
        recognise(tmp_path / "nothing.csv")


def test_a_broken_archive_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "download.zip"
    path.write_bytes(b"PK\x03\x04 and then nothing")
    with pytest.raises(BadInput, match="broken zip"):
        recognise(path)


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("gdelt1_58col_sample.tsv", "gdelt"),
        ("gdelt2_20191024143000.export.CSV", "gdelt"),
        ("icews_events.2018.sample.tab", "icews"),
        ("keds_tabari_demo.keds", "keds"),
        ("phoenix_sample_5000.csv", "phoenix"),
    ],
)
def test_published_files_are_recognised_by_one_source_each(
    mirror: Path, raw: str, name: str
) -> None:
    assert recognise(mirror / "events" / "raw" / raw).description.name == name
