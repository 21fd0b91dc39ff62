"""A run over files: the cache, then the mirror, then the publisher; each as its list says."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from publisher import Publisher, answers, sends

from comity.errors import BadInput, BadValue, Unavailable
from comity.fetching import Fetched, Fetching, mirror_of, read_recipe, wanted_files
from comity.fetching.download import Downloader
from comity.fetching.places import FolderMirror, WebMirror
from comity.sources.catalogue import find_source

NOW = dt.datetime(2024, 3, 2, 12)
DAY = dt.date(2024, 3, 1)
NAMES = ("20240301000000.export.CSV.zip", "20240301001500.export.CSV.zip")
RECIPE = """
checked: never online
documentation: https://example.org/docs
gap_seconds: 0
sets:
  export:
    title: Events
    ingest: gdelt
    files:
      - address: BASE/gdeltv2/{stamp}.export.CSV.zip
        every: 15 minutes
        first: 2024-01-01
    list: {address: BASE/gdeltv2/masterfilelist.txt, form: size md5 address, bytes_a_day: 20000}
  table:
    title: A table
    ingest: gdelt
    files: [{address: BASE/table.csv, every: once}]
  archive:
    title: An archive
    ingest: gdelt
    files: [{address: BASE/all.zip, every: once, member: one.csv}]
  pages:
    title: Pages
    ingest: world_bank
    options: {indicator: }
    files:
      - address: BASE/api/{indicator}?date={first_year}:{last_year}&page={page}
        every: page
        file: "{indicator}_page{page}.json"
        changes: true
"""


def line(server: Publisher, name: str, body: bytes) -> bytes:
    md5 = hashlib.md5(body).hexdigest()
    return f"{len(body)} {md5} {server.base}/gdeltv2/{name}\n".encode()


def publish(server: Publisher, bodies: dict[str, bytes]) -> None:
    """The files, and a list that reaches from the first day of the set to the last."""
    lines = line(server, "20240101000000.export.CSV.zip", b"")
    for name, body in bodies.items():
        server.put(f"/gdeltv2/{name}", body)
        lines += line(server, name, body)
    lines += line(server, "20240302114500.export.CSV.zip", b"")
    server.put("/gdeltv2/masterfilelist.txt", lines)


@pytest.fixture
def run(publisher: Publisher, way: Downloader) -> Callable[..., tuple[list[Fetched], list[str]]]:
    def ran(
        kind: str = "export", mirror: Any = None, limit: int = 2, **options: str
    ) -> tuple[list[Fetched], list[str]]:
        recipe = read_recipe(RECIPE.replace("BASE", publisher.base), "f.yml", find_source("gdelt"))
        chosen = recipe.choose({"kind": kind})
        day = DAY if chosen.dated else None
        wanted = wanted_files(chosen, options, first_day=day, last_day=day, now=NOW)[:limit]
        fetching = Fetching(recipe, chosen, way, mirror, way.told, NOW.date())
        return fetching.run(wanted), fetching.notes

    return ran


def states(rows: list[Fetched]) -> list[str]:
    return [row.state.value for row in rows]


def test_files_are_kept_under_their_published_names(run: Any, publisher: Publisher) -> None:
    publish(publisher, {name: name.encode() for name in NAMES})
    rows, notes = run()
    assert states(rows) == ["downloaded", "downloaded"]
    assert [row.path.name for row in rows] == list(NAMES)
    assert [row.path.read_bytes() for row in rows] == [name.encode() for name in NAMES]
    assert rows[0].sha256 == hashlib.sha256(NAMES[0].encode()).hexdigest()
    assert not notes
    asked = len(publisher.asked)
    rows, _ = run()
    assert states(rows) == ["already here", "already here"]
    assert len(publisher.asked) == asked


def test_of_a_long_list_only_the_end_is_asked_for(run: Any, publisher: Publisher) -> None:
    publish(publisher, {name: name.encode() for name in NAMES})
    item = publisher.items["/gdeltv2/masterfilelist.txt"]
    old = line(publisher, "20231231000000.export.CSV.zip", b"") * 1000
    item.body = old + item.body
    run()
    ((_, headers),) = [one for one in publisher.asked if "masterfilelist" in one[0]]
    assert headers["range"] == "bytes=-80000"


def test_a_gap_in_the_publishers_list_is_told_and_not_asked_for(
    run: Any, publisher: Publisher
) -> None:
    publish(publisher, {NAMES[1]: b"content"})
    rows, _ = run()
    assert states(rows) == ["not published", "downloaded"]
    assert (rows[0].path, rows[0].bytes, rows[0].sha256) == (None, None, "")
    assert f"/gdeltv2/{NAMES[0]}" not in publisher.paths()


def test_a_file_that_is_listed_but_gone_is_told_too(run: Any, publisher: Publisher) -> None:
    publish(publisher, {name: b"content" for name in NAMES})
    del publisher.items[f"/gdeltv2/{NAMES[0]}"]
    assert states(run()[0]) == ["not published", "downloaded"]


def test_a_file_unlike_its_list_stops_the_run_and_what_came_before_stays(
    run: Any, publisher: Publisher
) -> None:
    publish(publisher, {name: b"content" for name in NAMES})
    publisher.items[f"/gdeltv2/{NAMES[1]}"].body = b"c0ntent"
    with pytest.raises(BadInput, match=f"{NAMES[1]} came twice"):
        run()
    publisher.items[f"/gdeltv2/{NAMES[1]}"].body = b"content"
    assert states(run()[0]) == ["already here", "downloaded"]


def test_a_wrong_answer_once_is_asked_again(run: Any, publisher: Publisher) -> None:
    publish(publisher, {name: b"content" for name in NAMES})
    publisher.items[f"/gdeltv2/{NAMES[0]}"].faults = [sends(b"c0ntent")]
    assert states(run()[0]) == ["downloaded", "downloaded"]


def test_without_a_list_files_come_unchecked_and_that_is_said(
    run: Any, publisher: Publisher
) -> None:
    publish(publisher, {name: b"content" for name in NAMES})
    del publisher.items["/gdeltv2/masterfilelist.txt"]
    rows, notes = run()
    assert states(rows) == ["downloaded", "downloaded"]
    assert "list of checksums is not at" in notes[0]


def test_a_whole_list_that_was_kept_serves_for_old_files(run: Any, publisher: Publisher) -> None:
    """A publisher that ignores ranges sends the whole list; it is asked for once."""
    publish(publisher, {name: name.encode() for name in NAMES})
    publisher.items["/gdeltv2/masterfilelist.txt"].ranges = False
    run(limit=1)
    asked = publisher.paths().count("/gdeltv2/masterfilelist.txt")
    assert states(run()[0]) == ["already here", "downloaded"]
    assert publisher.paths().count("/gdeltv2/masterfilelist.txt") == asked


def test_a_file_that_its_publisher_made_anew_is_taken_with_a_new_list(
    run: Any, publisher: Publisher
) -> None:
    publish(publisher, {name: name.encode() for name in NAMES})
    publisher.items["/gdeltv2/masterfilelist.txt"].ranges = False
    run(limit=1)
    publish(publisher, {name: b"new " + name.encode() for name in NAMES})
    rows, _ = run()
    assert rows[1].path is not None
    assert rows[1].path.read_bytes() == b"new " + NAMES[1].encode()


def test_the_folder_of_the_mirror_comes_first(
    run: Any, publisher: Publisher, tmp_path: Path
) -> None:
    folder = tmp_path / "mirror"
    (folder / "deep" / "er").mkdir(parents=True)
    (folder / "deep" / "er" / NAMES[0]).write_bytes(b"by name")
    (folder / "gdeltv2").mkdir()
    (folder / "gdeltv2" / NAMES[1]).write_bytes(b"by path")
    rows, _ = run(mirror=FolderMirror(folder))
    assert states(rows) == ["from mirror", "from mirror"]
    assert [row.path.read_bytes() for row in rows] == [b"by name", b"by path"]
    assert not publisher.asked


def test_a_mirrors_file_unlike_the_mirrors_list_is_left(
    run: Any, publisher: Publisher, tmp_path: Path
) -> None:
    publish(publisher, {name: b"content" for name in NAMES})
    folder = tmp_path / "mirror"
    folder.mkdir()
    (folder / NAMES[0]).write_bytes(b"c0ntent")
    (folder / NAMES[1]).write_bytes(b"content")
    (folder / "masterfilelist.txt").write_bytes(publisher.items["/gdeltv2/masterfilelist.txt"].body)
    rows, notes = run(mirror=FolderMirror(folder))
    assert states(rows) == ["downloaded", "from mirror"]
    assert NAMES[0] in notes[0]
    assert "expected" in notes[0]


def test_a_mirror_on_the_web_is_asked_by_name_then_by_path_then_the_publisher(
    run: Any, publisher: Publisher
) -> None:
    publish(publisher, {name: b"publisher" for name in NAMES})
    publisher.put(f"/m/{NAMES[0]}", b"mirror")
    rows, _ = run(mirror=WebMirror(f"{publisher.base}/m"))
    assert states(rows) == ["from mirror", "downloaded"]
    assert rows[0].path.read_bytes() == b"mirror"
    order = [path for path in publisher.paths() if NAMES[1] in path]
    assert order == [f"/m/{NAMES[1]}", f"/m/gdeltv2/{NAMES[1]}", f"/gdeltv2/{NAMES[1]}"]
    assert states(run(mirror=WebMirror(f"{publisher.base}/m"))[0]) == ["already here"] * 2


def test_a_web_mirrors_file_unlike_its_list_is_left(run: Any, publisher: Publisher) -> None:
    publish(publisher, {name: b"content" for name in NAMES})
    for path in list(publisher.items):
        publisher.items[f"/m{path}"] = publisher.items[path]
    publisher.put(f"/m/gdeltv2/{NAMES[0]}", b"c0ntent")
    rows, notes = run(mirror=WebMirror(f"{publisher.base}/m"))
    assert states(rows) == ["downloaded", "from mirror"]
    assert "The mirror's file was left" in notes[0]


def test_behind_a_mirror_a_publisher_out_of_reach_is_told_once(
    run: Any, publisher: Publisher, tmp_path: Path
) -> None:
    publish(publisher, {name: b"content" for name in NAMES})
    publisher.items["/gdeltv2/masterfilelist.txt"].faults = [answers(503)] * 20
    (tmp_path / NAMES[1]).write_bytes(b"content")
    rows, notes = run(mirror=FolderMirror(tmp_path), limit=3)
    assert states(rows) == ["not in the mirror", "from mirror", "not in the mirror"]
    assert "The publisher was not reached" in notes[0]
    assert len(publisher.asked) == 4
    (tmp_path / NAMES[1]).unlink()
    with pytest.raises(Unavailable, match="503"):
        run(mirror=FolderMirror(tmp_path), limit=3)


def test_the_mirror_is_what_the_environment_names(tmp_path: Path) -> None:
    assert mirror_of({}) is None
    assert mirror_of({"COMITY_MIRROR": str(tmp_path)}) == FolderMirror(tmp_path)
    assert mirror_of({"COMITY_MIRROR": "https://a.org/m/"}) == WebMirror("https://a.org/m")
    for wrong in ("ftp://a.org/m", "https://", "https://a.org/m?x=1", "http://[x/"):
        with pytest.raises(BadValue, match="COMITY_MIRROR"):
            mirror_of({"COMITY_MIRROR": wrong})
    with pytest.raises(Unavailable, match="no folder"):
        mirror_of({"COMITY_MIRROR": str(tmp_path / "none")})


def test_a_whole_file_that_has_moved_is_an_error_with_the_publishers_page(run: Any) -> None:
    with pytest.raises(Unavailable, match=r"table.csv is not at") as caught:
        run("table")
    assert "https://example.org/docs" in caught.value.next_step
    assert "never online" in caught.value.hint


def test_of_an_archive_the_member_that_is_read_is_named(run: Any, publisher: Publisher) -> None:
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w") as archive:
        archive.writestr("folder/one.csv", b"a,b\n")
        archive.writestr("two.csv", b"c,d\n")
    publisher.put("/all.zip", body.getvalue())
    for state in ("downloaded", "already here"):
        (row,), _ = run("archive")
        assert (row.name, row.state.value) == ("all.zip", state)
        assert row.path.name == "one.csv"
        assert row.path.read_bytes() == b"a,b\n"


def test_an_answer_in_pages_is_fetched_page_by_page(run: Any, publisher: Publisher) -> None:
    def page(handler: Any, item: Any) -> None:
        number = int(handler.path.rpartition("=")[2])
        body = json.dumps([{"page": number, "pages": 3, "per_page": 1, "total": 3}, [{}]])
        handler.serve(type(item)(body.encode()))

    publisher.put("/api/NY.GDP.MKTP.CD", b"").faults = [page] * 3
    rows, _ = run("pages", indicator="NY.GDP.MKTP.CD")
    assert [row.name for row in rows] == [f"NY.GDP.MKTP.CD_page{n}.json" for n in (1, 2, 3)]
    assert publisher.paths()[2].endswith("?date=1960:2024&page=3")


def test_an_indicator_that_the_bank_does_not_know_is_said_in_its_words(
    run: Any, publisher: Publisher
) -> None:
    words = "The provided parameter value is not valid"
    message = [{"message": [{"id": "120", "key": "Invalid value", "value": words}]}]
    publisher.put("/api/NY.GDP", json.dumps(message).encode())
    with pytest.raises(BadValue, match=words):
        run("pages", indicator="NY.GDP")
    publisher.put("/api/NY.GDX", b"<html>")
    with pytest.raises(BadInput, match="no JSON"):
        run("pages", indicator="NY.GDX")


def test_a_publisher_that_is_down_is_said_and_the_next_run_goes_on(
    run: Any, publisher: Publisher
) -> None:
    publish(publisher, {name: b"content" for name in NAMES})
    publisher.items[f"/gdeltv2/{NAMES[1]}"].faults = [answers(503)] * 3
    with pytest.raises(Unavailable, match="503"):
        run()
    assert states(run()[0]) == ["already here", "downloaded"]


def test_a_run_that_ends_early_says_how_many_files_had_come(run: Any, publisher: Publisher) -> None:
    publish(publisher, {name: b"content" for name in NAMES})
    publisher.items[f"/gdeltv2/{NAMES[1]}"].faults = [answers(503)] * 3
    with pytest.raises(Unavailable) as caught:
        run()
    assert "The run ended there: 1 of 2 files are here." in caught.value.hint
    assert len([path for path in publisher.paths() if NAMES[1] in path]) == 3


def test_where_neither_mirror_nor_publisher_has_a_file_both_are_told(
    run: Any, publisher: Publisher, tmp_path: Path
) -> None:
    publish(publisher, {})
    publisher.items["/gdeltv2/masterfilelist.txt"].faults = [answers(503)] * 20
    told = "The mirror has none of the 2 files, and the publisher was not reached"
    with pytest.raises(Unavailable, match=told):
        run(mirror=FolderMirror(tmp_path))


def test_a_mirror_that_is_no_folder_is_told_in_terms_of_fetching(tmp_path: Path) -> None:
    with pytest.raises(Unavailable) as caught:
        mirror_of({"COMITY_MIRROR": str(tmp_path / "none")})
    assert "publishers' files" in caught.value.next_step
