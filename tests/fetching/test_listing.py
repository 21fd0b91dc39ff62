"""The publisher's lists of checksums, as published."""

from __future__ import annotations

from comity.fetching.listing import Published, read_list
from comity.fetching.rules import ListForm

MASTER = b"""\
150383 297a16b493de7cf6ca809a7cc31d0b93 http://data.gdeltproject.org/gdeltv2/20150218230000.export.CSV.zip
318084 bb27f78ba45f69a17ea6ed7755e9f8ff http://data.gdeltproject.org/gdeltv2/20150218230000.mentions.CSV.zip
 http://data.gdeltproject.org/gdeltv2/20150218231500.export.CSV.zip
149211 2a91041d7e72b0fc6a629e2ff867b240 http://data.gdeltproject.org/gdeltv2/20150218231500.export.CSV.zip
"""
SUMS = b"""\
f6fcb7e955e35f93c9dae427c07b545d  GDELT.MASTERREDUCEDV2.1979-2013.zip
7fb1b6ff781aea3d441abf512dc5e0f9  1979.zip
28254BB0A4B4C7B0AD4C43B8C8C3A4DA  20130401.export.CSV.zip
"""


def test_the_master_list_gives_size_and_md5_of_each_address() -> None:
    wanted = frozenset({"20150218231500.export.CSV.zip", "20150218233000.export.CSV.zip"})
    found = read_list(MASTER.splitlines(), ListForm.SIZE_MD5_ADDRESS, wanted)
    assert dict(found.files) == {
        "20150218231500.export.CSV.zip": Published(149211, "2a91041d7e72b0fc6a629e2ff867b240")
    }
    assert found.first == "20150218230000.export.CSV.zip"
    assert found.last == "20150218231500.export.CSV.zip"


def test_the_sums_of_gdelt_1_give_md5_alone() -> None:
    wanted = frozenset({"1979.zip", "20130401.export.CSV.zip"})
    found = read_list(SUMS.splitlines(), ListForm.MD5_NAME, wanted)
    assert found.files["1979.zip"] == Published(None, "7fb1b6ff781aea3d441abf512dc5e0f9")
    assert found.files["20130401.export.CSV.zip"].md5 == "28254bb0a4b4c7b0ad4c43b8c8c3a4da"
    assert (found.first, found.last) == ("1979.zip", "20130401.export.CSV.zip")


def test_a_page_that_is_no_list_has_no_files() -> None:
    found = read_list([b"<html>Not found</html>"], ListForm.MD5_NAME, frozenset({"1979.zip"}))
    assert not found.files
    assert not found.first
