"""Archives that are traps, or broken, are told so; nothing is ever unpacked by a name in them."""

from __future__ import annotations

import gzip
import io
import os
import stat
import struct
import zipfile
from pathlib import Path

import pytest

from comity.errors import BadInput
from comity.sources import packed
from comity.sources.catalogue import find_source, first_bytes, recognise
from comity.sources.lines import open_bytes
from comity.store.embedded import embedded_files
from comity.store.ingest import source_file

GDELT = Path(__file__).resolve().parents[1] / "sources" / "fixtures" / "gdelt2.export.CSV"
NAME = "20191024143000.export.CSV"


def read(path: Path) -> bytes:
    with open_bytes(source_file(path)) as stream:
        return stream.read()


def zipped(path: Path, *members: tuple[str | zipfile.ZipInfo, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return path


def refusal(path: Path) -> BadInput:
    with pytest.raises(BadInput) as caught:
        read(path)
    assert path.name in caught.value.what
    assert caught.value.next_step
    return caught.value


def test_a_zip_and_a_gzip_file_are_read_as_what_they_hold(tmp_path: Path) -> None:
    whole = GDELT.read_bytes()
    one = zipped(tmp_path / f"{NAME}.zip", (NAME, whole))
    other = tmp_path / f"{NAME}.gz"
    other.write_bytes(gzip.compress(whole[:500]) + gzip.compress(whole[500:]))
    misnamed = tmp_path / "misnamed.zip"
    misnamed.write_bytes(gzip.compress(whole))
    for path in (one, other, misnamed):
        assert read(path) == whole
        assert first_bytes(path) == whole
        assert recognise(path).description.name == "gdelt"
    chunks = list(find_source("gdelt").parse(source_file(misnamed), options={}))
    assert sum(chunk.records for chunk in chunks) == whole.count(b"\n")


@pytest.mark.parametrize(
    "inner",
    ["../../x.tab", "/etc/x.tab", "C:\\x.tab", "..\\x.tab", "a/../../x.tab", "\\\\host\\x.tab"],
)
def test_a_member_named_as_a_path_out_is_refused_and_nothing_is_written(
    tmp_path: Path, inner: str
) -> None:
    path = zipped(tmp_path / "a.zip", (inner, b"a\tb\n"))
    assert "leads out of the archive" in refusal(path).what
    with pytest.raises(BadInput, match="leads out of the archive"):
        first_bytes(path)
    assert [one.name for one in tmp_path.iterdir()] == ["a.zip"]


def test_a_member_that_is_a_link_or_a_device_is_refused(tmp_path: Path) -> None:
    for kind in (stat.S_IFLNK, stat.S_IFCHR, stat.S_IFIFO):
        member = zipfile.ZipInfo("a.tab")
        member.create_system = 3
        member.external_attr = (kind | 0o777) << 16
        path = zipped(tmp_path / "a.zip", (member, b"/etc/passwd"))
        assert "is a link or a device" in refusal(path).what


def test_a_small_bomb_is_stopped_by_what_its_header_says(tmp_path: Path) -> None:
    path = tmp_path / "bomb.zip"
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive,
        archive.open("a.tab", "w", force_zip64=True) as member,
    ):
        for _ in range(80):
            member.write(bytes(1 << 20))
    assert path.stat().st_size < 200_000
    assert "that is a trap" in refusal(path).what


def test_a_bomb_that_lies_of_its_size_is_stopped_at_that_size(tmp_path: Path) -> None:
    """The header says 10 bytes; no more than those are ever unpacked."""
    path = zipped(tmp_path / "a.zip", ("a.tab", bytes(5 << 20)))
    forged = bytearray(path.read_bytes())
    for signature, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        struct.pack_into("<I", forged, forged.find(signature) + offset, 10)
    path.write_bytes(forged)
    assert "broken zip archive (Bad CRC-32" in refusal(path).what


def test_a_member_shorter_than_its_header_says_is_cut_off(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", ("a.tab", b"a\tb\n" * 100))
    forged = bytearray(path.read_bytes())
    for signature, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        struct.pack_into("<I", forged, forged.find(signature) + offset, 5_000)
    path.write_bytes(forged)
    assert "400 bytes; it says 5,000" in refusal(path).what


def test_a_gzip_bomb_is_stopped_while_it_unpacks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "bomb.gz"
    path.write_bytes(gzip.compress(bytes(8 << 20)))
    monkeypatch.setattr(packed, "FREE_BYTES", 1 << 20)
    assert "that is a trap" in refusal(path).what
    monkeypatch.setattr(packed, "FREE_BYTES", 1 << 30)
    monkeypatch.setattr(packed, "MOST_BYTES", 1 << 22)
    assert "that is a trap" in refusal(path).what


def test_several_members_no_member_and_an_archive_within_are_refused(tmp_path: Path) -> None:
    two = zipped(tmp_path / "two.zip", ("a.tab", b"a"), ("b.tab", b"b"))
    assert "holds 2 files" in refusal(two).what
    none = zipped(tmp_path / "none.zip")
    assert "holds 0 files" in refusal(none).what
    nested = zipped(tmp_path / "nested.zip", ("two.zip", two.read_bytes()))
    assert "holds another archive" in refusal(nested).what
    inner = zipped(tmp_path / "inner.zip", ("a.gz", gzip.compress(b"a")))
    assert "holds another archive" in refusal(inner).what


def test_a_locked_archive_is_told_so(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", ("a.tab", b"a\tb\n"))
    forged = bytearray(path.read_bytes())
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        forged[forged.find(signature) + offset] |= 1
    path.write_bytes(forged)
    assert "locked with a password" in refusal(path).what


def test_overlapping_members_are_refused(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", ("a.tab", b"a\tb\n" * 50))
    data = path.read_bytes()
    start = data.find(b"PK\x01\x02")
    end = data.find(b"PK\x05\x06")
    entry = data[start:end]
    tail = bytearray(data[end:])
    struct.pack_into("<HHI", tail, 8, 2, 2, 2 * len(entry))
    path.write_bytes(data[:start] + entry + entry.replace(b"a.tab", b"b.tab") + tail)
    assert "holds 2 files" in refusal(path).what


def test_a_cut_off_or_altered_archive_is_broken_wherever_it_is_cut(tmp_path: Path) -> None:
    whole = zipped(tmp_path / "a.zip", ("a.tab", os.urandom(600))).read_bytes()
    gz = gzip.compress(os.urandom(600))
    path = tmp_path / "cut.zip"
    for data in (whole, gz):
        for length in range(4, len(data) - 1, 37):
            path.write_bytes(data[:length])
            assert "broken" in refusal(path).what
    altered = bytearray(whole)
    altered[100] ^= 0xFF
    path.write_bytes(altered)
    assert "broken zip archive" in refusal(path).what
    altered = bytearray(gz)
    altered[-6] ^= 0xFF
    path.write_bytes(altered)
    assert "broken gzip file (CRC check failed" in refusal(path).what


@pytest.mark.parametrize(
    ("magic", "kind"),
    [(b"BZh91AY", "bzip2"), (b"\xfd7zXZ\x00", "xz"), (b"Rar!\x1a\x07\x00", "RAR")],
)
def test_archives_of_other_kinds_are_named(tmp_path: Path, magic: bytes, kind: str) -> None:
    path = tmp_path / "a.tab"
    path.write_bytes(magic + bytes(50))
    assert f"packed by {kind}" in refusal(path).what


def test_a_link_to_a_file_is_followed(tmp_path: Path) -> None:
    link = tmp_path / "link.export.CSV"
    link.symlink_to(GDELT)
    assert read(link) == GDELT.read_bytes()
    assert recognise(link).description.name == "gdelt"


def test_what_is_no_file_is_refused_without_waiting_for_it(tmp_path: Path) -> None:
    pipe, dangling = tmp_path / "pipe", tmp_path / "dangling"
    os.mkfifo(pipe)
    dangling.symlink_to(tmp_path / "nowhere")
    loop = tmp_path / "loop"
    loop.symlink_to(loop)
    for path, said in (
        (pipe, "not a file"),
        (tmp_path, "not a file"),
        (Path("/dev/zero"), "not a file"),
        (dangling, "There is no file"),
        (loop, "can't be read: Too many levels of symbolic links"),
        (tmp_path / ("x" * 300), "can't be read"),
        (tmp_path / "a\x00b", "can't be read"),
    ):
        for ask in (recognise, source_file, first_bytes):
            with pytest.raises(BadInput, match=said) as caught:
                ask(path)
            assert caught.value.next_step


def test_a_file_that_the_system_does_not_let_be_read_says_why() -> None:
    path = Path("/proc/self/mem")
    if not path.is_file():
        pytest.skip("needs a file that can be opened and not read")
    with pytest.raises(BadInput, match="can't be read: Input/output error"):
        first_bytes(path)


def test_a_file_that_grows_while_it_is_read_is_not_taken(tmp_path: Path) -> None:
    path = tmp_path / NAME
    path.write_bytes(GDELT.read_bytes())
    file = source_file(path)
    with path.open("ab") as stream:
        stream.write(b"1\t2\n")
    with pytest.raises(BadInput, match="has changed since it was first looked at"):
        list(find_source("gdelt").parse(file, options={}))


def test_the_bounds_stand_far_above_what_publishers_pack() -> None:
    """Tables of text shrink to a fifth or a tenth; the bound is two hundred times, and 64 GB."""
    data = io.BytesIO()
    table = next(path for source, path, _ in embedded_files() if source == "memberships")
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a", table.read_bytes())
        (member,) = archive.infolist()
    assert 10 * member.file_size / member.compress_size < packed.MOST_RATIO
    assert packed.MOST_BYTES >= 64 * 2**30
