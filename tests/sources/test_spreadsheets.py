"""Excel files, plain or packed."""

from __future__ import annotations

import gzip
import zipfile
from pathlib import Path

import pytest

from comity.errors import BadInput
from comity.sources.catalogue import recognise
from comity.sources.state_years.spreadsheet import is_spreadsheet, read_sheet
from comity.store.ingest import source_file

FIXTURES = Path(__file__).parent / "fixtures"


def packed(path: Path, folder: Path, kind: str) -> Path:
    """The file in an archive of one member, or gzipped."""
    target = folder / f"{path.name}.{kind}"
    if kind == "gz":
        target.write_bytes(gzip.compress(path.read_bytes()))
        return target
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(path, path.name)
    return target


@pytest.mark.parametrize("kind", ["zip", "gz"])
@pytest.mark.parametrize("name", ["p5v2018_synthetic.xls", "wgidataset_synthetic.xlsx"])
def test_a_packed_spreadsheet_is_read_as_the_plain_one(tmp_path: Path, name: str, kind: str):
    pytest.importorskip("python_calamine")
    plain = FIXTURES / name
    path = packed(plain, tmp_path, kind)
    assert is_spreadsheet(source_file(path))
    assert read_sheet(source_file(path)) == read_sheet(source_file(plain))
    assert recognise(path) is recognise(plain)


def test_an_archive_that_holds_no_single_spreadsheet_says_what_to_do(tmp_path: Path):
    pytest.importorskip("python_calamine")
    plain = FIXTURES / "p5v2018_synthetic.xls"
    csv = packed(FIXTURES / "polity5_synthetic.csv", tmp_path, "zip")
    assert not is_spreadsheet(source_file(csv))
    nested = tmp_path / "nested.zip"
    with zipfile.ZipFile(nested, "w") as archive:
        archive.write(packed(plain, tmp_path, "zip"), "inner.zip")
    with pytest.raises(BadInput, match="holds another archive") as caught:
        read_sheet(source_file(nested))
    assert "Unpack it" in caught.value.next_step
    with zipfile.ZipFile(nested, "w") as archive:
        archive.write(plain, "a.xls")
        archive.write(plain, "b.xls")
    with pytest.raises(BadInput, match="holds 2 files"):
        read_sheet(source_file(nested))
