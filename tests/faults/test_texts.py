"""Text that is not what it should be: endless lines, NUL bytes, other encodings and line ends."""

from __future__ import annotations

import contextlib
import subprocess
import sys
from pathlib import Path

import pytest

from comity.errors import BadInput
from comity.sources.catalogue import find_source
from comity.sources.contract import Parsed
from comity.store.ingest import source_file

FIXTURES = Path(__file__).resolve().parents[1] / "sources" / "fixtures"
# One of each way of reading: blocks, lines, quoted CSV, sheets, tables, spreadsheets' own.
WAYS = (
    ("gdelt", "gdelt2.export.CSV"),
    ("gdelt_mentions", "gdelt2.mentions.CSV"),
    ("icews", "icews_synthetic.tab"),
    ("keds", "keds_weis.keds"),
    ("phoenix", "phoenix.csv"),
    ("polecat", "polecat_synthetic.txt"),
    ("ucdp_ged", "GEDEvent_v25_1_synthetic.csv"),
    ("phoenix_historical", "PhoenixNYT_synthetic.csv"),
    ("cow_trade", "cow_dyadic_trade_synthetic.csv"),
    ("cepii_baci", "BACI_HS92_Y2022_V202401b_synthetic.csv"),
    ("imf_trade", "imts_synthetic.csv"),
    ("treaty_parties", "treaty_parties_synthetic.csv"),
    ("vdem", "vdem_synthetic.csv"),
    ("polity5", "polity5_synthetic.csv"),
    ("wgi", "wgidataset_synthetic.csv"),
    ("world_bank", "world_bank_synthetic.json"),
    ("desta", "desta_dyads_synthetic.csv"),
)
WITH_HEADER = tuple(w for w in WAYS if not w[0].startswith(("gdelt", "keds", "world_bank")))
MEGABYTE = 1 << 20

# Reads a file in a process of its own, and says how it ended and how much memory it took at most.
CHILD = """
import sys
from pathlib import Path
from comity.errors import ComityError
from comity.sources.catalogue import find_source
from comity.store.ingest import source_file
source = find_source(sys.argv[1])
try:
    rejected = sum(
        len(c.rejects) for c in source.parse(source_file(Path(sys.argv[2])), options={})
    )
    print("rejected", rejected)
except ComityError as error:
    print("refused", type(error).__name__, str(error).replace(chr(10), " ")[:300])
# Not `ru_maxrss`: that begins with what the parent process had.
status = Path("/proc/self/status").read_text()
print(int(status.split("VmHWM:")[1].split()[0]) // 1024)
"""


def parse(source: str, path: Path) -> list[Parsed]:
    return list(find_source(source).parse(source_file(path), options={}))


def changed(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def records(parsed: list[Parsed]) -> int:
    return sum(chunk.records for chunk in parsed)


def rejects(parsed: list[Parsed]) -> int:
    return sum(len(chunk.rejects) for chunk in parsed)


@pytest.mark.parametrize(("source", "name"), WAYS, ids=[one for one, _ in WAYS])
def test_a_line_of_300_megabytes_costs_little_memory(
    source: str, name: str, tmp_path: Path
) -> None:
    read_long_line(source, name, tmp_path, 300 * MEGABYTE, filler=b"")


@pytest.mark.nightly
@pytest.mark.parametrize(("source", "name"), WAYS, ids=[one for one, _ in WAYS])
def test_a_line_of_two_gigabytes_costs_little_memory(
    source: str, name: str, tmp_path: Path
) -> None:
    read_long_line(source, name, tmp_path, 2048 * MEGABYTE, filler=b"x" * (64 * MEGABYTE))


def read_long_line(source: str, name: str, folder: Path, size: int, *, filler: bytes) -> None:
    """A good file, then one line without end: letters at first, then a hole in the file."""
    if not Path("/proc/self/status").is_file():
        pytest.skip("needs a system that tells the peak memory of a process")
    path = folder / name
    whole = (FIXTURES / name).read_bytes()
    path.write_bytes(whole + b"x" * MEGABYTE + filler)
    with path.open("r+b") as stream:
        stream.truncate(size)
    done = subprocess.run(
        [sys.executable, "-c", CHILD, source, str(path)],
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr[-600:]
    ended, peak = done.stdout.splitlines()
    assert ended.startswith(("refused", "rejected")), done.stdout
    assert ended != "rejected 0"
    assert int(peak) < 400, f"{peak} MB"


@pytest.mark.parametrize(("source", "name"), WAYS, ids=[one for one, _ in WAYS])
def test_utf16_is_refused_or_nothing_of_it_is_taken(source: str, name: str, tmp_path: Path) -> None:
    text = (FIXTURES / name).read_bytes().decode("utf-8")
    for encoding in ("utf-16", "utf-16-le", "utf-16-be", "utf-32"):
        with pytest.raises(BadInput):
            parse(source, changed(tmp_path, name, text.encode(encoding)))


@pytest.mark.parametrize(("source", "name"), WAYS, ids=[one for one, _ in WAYS])
def test_a_byte_order_mark_and_windows_line_ends_change_nothing(
    source: str, name: str, tmp_path: Path
) -> None:
    whole = (FIXTURES / name).read_bytes()
    plain = parse(source, changed(tmp_path, name, whole))
    marked = whole if name.endswith(".keds") else b"\xef\xbb\xbf" + whole
    for data in (marked, whole.replace(b"\n", b"\r\n")):
        again = parse(source, changed(tmp_path, name, data))
        assert (records(again), rejects(again)) == (records(plain), rejects(plain))


@pytest.mark.parametrize(("source", "name"), WITH_HEADER, ids=[one for one, _ in WITH_HEADER])
def test_a_header_alone_is_no_file(source: str, name: str, tmp_path: Path) -> None:
    header = (FIXTURES / name).read_bytes().split(b"\n")[0]
    for data in (header, header + b"\n"):
        with pytest.raises(BadInput):
            parse(source, changed(tmp_path, name, data))


@pytest.mark.parametrize(("source", "name"), WITH_HEADER, ids=[one for one, _ in WITH_HEADER])
def test_another_delimiter_is_refused_and_the_header_named(
    source: str, name: str, tmp_path: Path
) -> None:
    whole = (FIXTURES / name).read_bytes()
    own = max((b"\t", b",", b"|", b";"), key=whole.split(b"\n")[0].count)
    other = b"^" if own != b"^" else b","
    with pytest.raises(BadInput, match=r"line 1|header|columns|fields"):
        parse(source, changed(tmp_path, name, whole.replace(own, other)))


@pytest.mark.parametrize(("source", "name"), WAYS, ids=[one for one, _ in WAYS])
def test_a_nul_byte_in_the_middle_is_a_reject_or_refused(
    source: str, name: str, tmp_path: Path
) -> None:
    whole = (FIXTURES / name).read_bytes()
    middle = whole.index(b"\n", len(whole) // 2) - 3
    data = whole[:middle] + b"\x00" + whole[middle:]
    with contextlib.suppress(BadInput):
        assert rejects(parse(source, changed(tmp_path, name, data))) >= 1


@pytest.mark.parametrize(("source", "name"), WAYS, ids=[one for one, _ in WAYS])
def test_lines_in_two_encodings_are_told_of(source: str, name: str, tmp_path: Path) -> None:
    """A Latin-1 letter among UTF-8: a reject, an error, or, where it is not read, no matter."""
    whole = (FIXTURES / name).read_bytes()
    place = whole.index(b"\n", len(whole) // 2) + 4
    path = changed(tmp_path, name, whole[:place] + b"\xe9" + whole[place:])
    with contextlib.suppress(BadInput):
        assert records(parse(source, path)) > 0
