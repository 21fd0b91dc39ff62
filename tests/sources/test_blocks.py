"""Large delimited text, read block by block."""

from __future__ import annotations

import tempfile
import tracemalloc
import zipfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from comity.errors import BadInput
from comity.sources.blocks import Form, read_blocks
from comity.sources.byte_columns import Encoded, together
from comity.sources.contract import SourceFile

Line = tuple[int, list[str]]
THREE = Form(frozenset({3}))
BOM = b"\xef\xbb\xbf"


def read(path: Path, form: Form) -> tuple[list[Line], list[tuple[int, str]]]:
    """Good lines with their numbers and fields, and rejects with theirs and the reason."""
    good: list[Line] = []
    rejects: list[tuple[int, str]] = []
    for block in read_blocks(SourceFile(path, path.name, "", path.stat().st_size), form):
        columns = [block.column(k, 128).strings().to_pylist() for k in range(min(form.fields))]
        cells = zip(*columns, strict=True)
        good += [(int(n), list(row)) for n, row in zip(block.numbers, cells, strict=True)]
        rejects += [(reject.line, reject.reason) for reject in block.rejects]
    return good, rejects


def from_bytes(data: bytes, form: Form = THREE) -> tuple[list[Line], list[tuple[int, str]]]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "some.tsv"
        path.write_bytes(data)
        return read(path, form)


def test_good_lines_keep_their_number_and_bad_ones_say_why() -> None:
    good, rejects = from_bytes(b"a\tb\tc\n\none\ttwo\nd\t\t\xc3\xa9\nx\t\x00\ty\nx\t\xff\ty\n")
    assert good == [(1, ["a", "b", "c"]), (4, ["d", "", "é"])]
    assert rejects == [
        (2, "empty line"),
        (3, "2 fields; 3 expected"),
        (5, "holds NUL bytes"),
        (6, "not utf-8: byte 2 of the line"),
    ]


def test_a_byte_order_mark_and_carriage_returns_are_not_part_of_a_field() -> None:
    good, rejects = from_bytes(BOM + b"a\tb\tc\r\nd\te\tf\r\r\n")
    assert good == [(1, ["a", "b", "c"]), (2, ["d", "e", "f"])]
    assert not rejects


def test_lines_of_two_lengths_may_be_mixed() -> None:
    form = Form(frozenset({2, 3}))
    good, _ = from_bytes(b"a\tb\tc\nd\te\nf\tg\th\n", form)
    assert [cells for _, cells in good] == [["a", "b"], ["d", "e"], ["f", "g"]]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "is empty"),
        ("a\tb\tc\n".encode("utf-16"), "line 1: holds NUL bytes"),
        (b"a\tb\tc\n\x00\n", "line 2: holds NUL bytes"),
        (b"a,b,c\nd,e,f\n", "line 1: 1 fields; 3 expected; no line of the file is well formed"),
        (b"a\tb\tc\nd\te", "line 2: cut off"),
        (b"\x00" * 3000, "line 1: holds NUL bytes"),
        (b"a" * 3000, "line 1: cut off"),
    ],
)
def test_a_file_of_another_kind_is_named_with_its_line(data: bytes, message: str) -> None:
    form = Form(THREE.fields, block_bytes=1000, longest_line=1000)
    with pytest.raises(BadInput, match=message):
        from_bytes(data, form)


def test_a_whole_last_line_without_its_end_is_cut_off_where_the_publisher_ends_it() -> None:
    assert from_bytes(b"a\tb\tc\nd\te\tf")[0][1] == (2, ["d", "e", "f"])
    with pytest.raises(BadInput, match="line 2: cut off"):
        from_bytes(b"a\tb\tc\nd\te\tf", Form(THREE.fields, last_line_needs_end=True))


def test_a_file_of_which_nothing_is_good_is_given_up_early(tmp_path: Path) -> None:
    path = tmp_path / "letters.txt"
    path.write_bytes(b"\n" * 300_000)
    with pytest.raises(BadInput, match="none of the first 100,000 lines"):
        read(path, THREE)


def test_a_line_of_any_length_is_never_held_whole(tmp_path: Path) -> None:
    path = tmp_path / "long.tsv.zip"
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive,
        archive.open("long.tsv", "w") as member,
    ):
        member.write(b"a\tb\tc\n")
        for _ in range(100):
            member.write(b"x" * 1_000_000)
        member.write(b"\nd\te\tf\n")
    form = Form(THREE.fields, block_bytes=1 << 16)
    tracemalloc.start()
    good, rejects = read(path, form)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [number for number, _ in good] == [1, 3]
    assert rejects == [(2, "longer than 1,048,576 bytes")]
    assert peak < 16 << 20


def test_a_zip_gives_the_same_lines(tmp_path: Path) -> None:
    data = b"".join(b"%d\tb\tc\n" % n for n in range(1000))
    path = tmp_path / "lines.tsv.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("lines.tsv", data)
    assert read(path, Form(THREE.fields, block_bytes=100)) == from_bytes(data)


def naive(data: bytes, form: Form) -> tuple[list[Line], list[tuple[int, str]]] | None:
    """The same by Python's own splitting; None for a file that is to be refused."""
    good: list[Line] = []
    rejects: list[tuple[int, str]] = []
    lines = data.split(b"\n")
    ended = lines[-1] == b""
    if ended:
        lines.pop()
    for number, raw in enumerate(lines, start=1):
        line = raw.rstrip(b"\r")
        if number == 1:
            line = line.removeprefix(BOM)
        if number <= 2 and b"\x00" in line:
            return None
        if len(raw) > form.longest_line:
            rejects.append((number, f"longer than {form.longest_line:,} bytes"))
        elif not line:
            rejects.append((number, "empty line"))
        elif b"\x00" in line:
            rejects.append((number, "holds NUL bytes"))
        else:
            try:
                cells = line.decode("utf-8").split("\t")
            except UnicodeDecodeError as error:
                rejects.append((number, f"not utf-8: byte {error.start} of the line"))
                continue
            if len(cells) in form.fields:
                good.append((number, cells[: min(form.fields)]))
            else:
                rejects.append((number, f"{len(cells)} fields; {form.wanted} expected"))
    cut_off = not ended and bool(rejects) and rejects[-1][0] == len(lines)
    return None if not good or cut_off else (good, rejects)


_PIECE = st.sampled_from(
    [b"\t", b"\t", b"\t", b"\n", b"\n", b"\r", b"a", b"12", b"\xc3\xa9", b"\xff", b"\x00", b"\xe2"]
)
_LINE = st.sampled_from([b"a\tb\n", b"1\t2\t3\n", b"\xc3\xa9\tb\tc\r\n", b"x" * 30 + b"\n"])


@settings(deadline=None)
@given(
    st.lists(st.one_of(_PIECE, _LINE, _LINE), max_size=40).map(b"".join),
    st.integers(1, 40),
    st.integers(1, 5),
)
@example(BOM + b"a\tb\r", 1, 1)
@example(b"a\tb\n" + b"y" * 90 + b"\na\tb\n", 7, 2)
def test_blocks_agree_with_splitting_line_by_line(data: bytes, block: int, lines: int) -> None:
    form = Form(frozenset({2, 3}), block_bytes=block, block_lines=lines, longest_line=24)
    expected = naive(data, form)
    if expected is None:
        with pytest.raises(BadInput):
            from_bytes(data, form)
    else:
        assert from_bytes(data, form) == expected


@settings(deadline=None)
@given(st.binary(max_size=200), st.integers(1, 50))
def test_of_any_bytes_every_line_is_good_or_a_reject(data: bytes, block: int) -> None:
    form = Form(frozenset({1, 2}), block_bytes=block, longest_line=60)
    try:
        good, rejects = from_bytes(data, form)
    except BadInput:
        return
    numbers = sorted([*(n for n, _ in good), *(n for n, _ in rejects)])
    assert numbers == list(range(1, data.count(b"\n") + (not data.endswith(b"\n")) + 1))


_CELL = st.text(st.characters(exclude_characters="\t\n\r\x00", exclude_categories=["Cs"]))


@settings(deadline=None)
@given(st.lists(_CELL.map(lambda text: text[:30]), min_size=1, max_size=30))
def test_a_column_gives_each_cell_back_as_text_and_by_its_distinct_values(
    cells: list[str],
) -> None:
    data = "".join(f"x\t{cell}\ty\n" for cell in cells).encode()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "some.tsv"
        path.write_bytes(data)
        (block,) = read_blocks(SourceFile(path, path.name, "", path.stat().st_size), THREE)
        column = block.column(1, 120)
    encoded = column.encoded()
    assert column.strings().to_pylist() == cells
    assert [encoded.values[i] for i in encoded.indices] == cells
    assert len(set(encoded.values)) == len(encoded.values)
    assert column.digits().tolist() == [c.isascii() and c.isdigit() for c in cells]
    combined, indices = together(encoded, encoded)
    assert [combined[i] for i in indices] == [(c, c) for c in cells]


def test_a_cell_too_wide_is_cut_and_known_as_such(tmp_path: Path) -> None:
    path = tmp_path / "wide.tsv"
    path.write_bytes(b"a\t" + b"1" * 70 + b"\tc\na\t1\tc\n")
    (block,) = read_blocks(SourceFile(path, path.name, "", path.stat().st_size), THREE)
    column = block.column(1)
    assert column.longer_than(64).tolist() == [True, False]
    assert column.digits().tolist() == [False, True]
    assert column.text(0) == "1" * 64
    assert block.reject(1, "why").text == "a\t1\tc"


def test_a_text_is_read_once_however_often_it_occurs() -> None:
    asked: list[str] = []

    def length(text: str) -> int:
        asked.append(text)
        return len(text)

    column = Encoded(("a", "bbb"), np.array([0, 1, 1, 0]))
    assert column.each(length, "int32").tolist() == [1, 3, 3, 1]
    assert asked == ["a", "bbb"]
