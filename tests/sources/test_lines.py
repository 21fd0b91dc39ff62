"""The strict reader: every line is a record, a reject, or the end of the file."""

from __future__ import annotations

import tempfile
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.errors import BadInput, ComityError
from comity.sources.contract import SourceFile
from comity.sources.lines import Lines, read_lines

THREE = frozenset({3})


def source_file(path: Path, data: bytes) -> SourceFile:
    path.write_bytes(data)
    return SourceFile(path, path.name, "", len(data))


def read(path: Path, data: bytes, **options: object) -> list[Lines]:
    return list(read_lines(source_file(path, data), fields=THREE, **options))  # type: ignore[arg-type]


def test_a_line_is_split_at_tabs_and_quotes_mean_nothing(tmp_path: Path) -> None:
    (chunk,) = read(tmp_path / "a.tab", b'a\t"b\tc"\nd\te\tf\n')
    assert chunk.fields == [["a", '"b', 'c"'], ["d", "e", "f"]]
    assert chunk.numbers == [1, 2]


def test_a_short_line_in_the_middle_is_a_reject_with_its_line(tmp_path: Path) -> None:
    (chunk,) = read(tmp_path / "a.tab", b"a\tb\tc\nd\te\n\ng\th\ti\n")
    assert [(r.line, r.reason) for r in chunk.rejects] == [
        (2, "2 fields; 3 expected"),
        (3, "empty line"),
    ]


def test_a_short_last_line_means_that_the_file_is_cut_off(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"a\.tab, line 2: cut off"):
        read(tmp_path / "a.tab", b"a\tb\tc\nd\te")


def test_a_last_line_without_its_end_is_cut_off_only_where_the_format_has_one(
    tmp_path: Path,
) -> None:
    assert read(tmp_path / "a.tab", b"a\tb\tc")[0].numbers == [1]
    with pytest.raises(BadInput, match="line 1: cut off"):
        read(tmp_path / "a.tab", b"a\tb\tc", last_line_needs_end=True)


def test_a_file_of_another_kind_is_called_that_and_not_cut_off(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="1 fields; 3 expected; no line of the file is well formed"):
        read(tmp_path / "a.tab", b"name\nother\nlast")


def test_utf16_is_named_as_such(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="NUL") as caught:
        read(tmp_path / "a.tab", "a\tb\tc\n".encode("utf-16"))
    assert "UTF-16" in caught.value.hint


def test_a_byte_order_mark_is_no_part_of_the_first_field(tmp_path: Path) -> None:
    (chunk,) = read(tmp_path / "a.tab", b"\xef\xbb\xbfa\tb\tc\n")
    assert chunk.fields == [["a", "b", "c"]]


def test_a_line_that_does_not_decode_is_a_reject(tmp_path: Path) -> None:
    (chunk,) = read(tmp_path / "a.tab", b"a\tb\tc\nd\t\xff\tf\n")
    assert chunk.rejects[0].reason == "not utf-8: byte 2 of the line"


def test_an_empty_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="is empty"):
        read(tmp_path / "a.tab", b"")


def test_a_header_alone_holds_no_records(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="holds no records"):
        read(tmp_path / "a.tab", b"x\ty\tz\n", header=("x", "y", "z"))


def test_a_strange_header_is_named_with_what_is_missing(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="line 1: the header") as caught:
        read(tmp_path / "a.tab", b"x\ty\tw\na\tb\tc\n", header=("x", "y", "z"))
    assert caught.value.hint == "missing: z; not expected: w"


def test_a_zip_is_read_as_its_single_member(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.tab", "a\tb\tc\n")
    assert read(path, path.read_bytes())[0].fields == [["a", "b", "c"]]


def test_a_zip_with_two_members_or_cut_in_two_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.tab", "a\tb\tc\n" * 500)
    whole = path.read_bytes()
    with pytest.raises(BadInput, match="broken zip"):
        read(path, whole[: len(whole) // 2])
    path.write_bytes(whole)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("b.tab", "")
    with pytest.raises(BadInput, match="holds 2 files"):
        read(path, path.read_bytes())


def test_a_zip_with_altered_bytes_ends_in_an_error_of_ours(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.tab", "".join(f"{n}\t{n * n}\tc\n" for n in range(3000)))
    data = bytearray(path.read_bytes())
    data[200:260] = bytes(60)
    with pytest.raises(BadInput, match="broken zip"):
        read(path, bytes(data))


@given(st.binary(max_size=300), st.integers(1, 3))
def test_every_line_is_a_record_or_a_reject_whatever_the_bytes(data: bytes, chunk: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        try:
            chunks = read(Path(folder) / "a.tab", data, chunk=chunk)
        except ComityError:
            return
    lines = len(data.split(b"\n")) - data.endswith(b"\n")
    assert sum(len(c.numbers) + len(c.rejects) for c in chunks) == lines
