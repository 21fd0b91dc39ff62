"""The one file that is read of a publisher's archive."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from comity.errors import BadInput
from comity.fetching.members import unpack


def archive(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, content in members.items():
            opened.writestr(name, content)
    return path


def test_a_member_is_found_in_any_folder_and_in_an_archive_within(tmp_path: Path) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as opened:
        opened.writestr("NMC-70-abridged.csv", b"ccode,year\n")
    path = archive(tmp_path / "NMCv7.zip", {"doc/book.pdf": b"", "NMC.zip": inner.getvalue()})
    found = unpack(path, "NMC-70-abridged.csv", tmp_path / "files")
    assert found == tmp_path / "files" / "NMC-70-abridged.csv"
    assert found.read_bytes() == b"ccode,year\n"
    before = found.stat().st_mtime_ns
    assert unpack(path, "NMC-*-abridged.csv", tmp_path / "files") == found
    assert found.stat().st_mtime_ns == before
    found.write_bytes(b"ccode;year\n")
    assert unpack(path, "NMC-70-abridged.csv", tmp_path / "files").read_bytes() == b"ccode,year\n"
    assert sorted(p.name for p in (tmp_path / "files").iterdir()) == ["NMC-70-abridged.csv"]


def test_a_member_that_climbs_out_of_the_archive_stays_in_the_folder(tmp_path: Path) -> None:
    path = archive(tmp_path / "trap.zip", {"../../data.csv": b"a\n"})
    assert unpack(path, "data.csv", tmp_path / "deep" / "files").parent == tmp_path / "deep/files"


@pytest.mark.parametrize("content", [b"no archive", b"PK\x03\x04 broken"])
def test_what_is_no_archive_is_said(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "data.zip"
    path.write_bytes(content)
    with pytest.raises(BadInput, match=r"data.zip is no zip archive"):
        unpack(path, "data.csv", tmp_path / "files")


def test_a_member_that_is_not_there_is_said_with_those_that_are(tmp_path: Path) -> None:
    path = archive(tmp_path / "data.zip", {"other.csv": b"a\n"})
    with pytest.raises(BadInput, match="holds no file data") as caught:
        unpack(path, "data.csv", tmp_path / "files")
    assert "other.csv" in caught.value.hint
