"""One file over a bad line: what comes is what was published, or a clear error and nothing."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from publisher import Item, Publisher, answers, drops_after, leads_to, sends, sleeps

from comity import __version__
from comity.errors import BadInput, LakeError, Unavailable
from comity.fetching.connection import Connection, NotThere
from comity.fetching.download import Downloader, State
from comity.fetching.listing import Published
from comity.fetching.manners import Manners, retry_after

BODY = random.Random(7).randbytes(300_000)
MD5 = hashlib.md5(BODY).hexdigest()
SHA256 = hashlib.sha256(BODY).hexdigest()
GOOD = Published(len(BODY), MD5)
WRONG = BODY[:-1] + bytes([BODY[-1] ^ 1])


def get(way: Downloader, server: Publisher, **options: Any) -> tuple[State, bytes]:
    state, kept = way.fetch(f"{server.base}/data.zip", "data.zip", **options)
    assert kept.bytes == way.cache.content(kept.sha256).stat().st_size
    return state, way.cache.content(kept.sha256).read_bytes()


def leftovers(home: Path) -> list[str]:
    return [p.name for p in (home / "sha256").rglob("*") if p.is_file()]


def test_a_file_is_kept_under_its_checksum_and_not_asked_for_twice(
    way: Downloader, publisher: Publisher
) -> None:
    publisher.put("/data.zip", BODY)
    assert get(way, publisher) == (State.DOWNLOADED, BODY)
    assert get(way, publisher) == (State.HERE, BODY)
    assert len(publisher.asked) == 1
    kept = way.cache.kept(f"{publisher.base}/data.zip")
    assert kept is not None
    assert (kept.sha256, kept.md5, kept.bytes) == (SHA256, MD5, len(BODY))
    assert way.cache.content(SHA256).parts[-2:] == (SHA256[:2], SHA256)
    assert dt.datetime.fromisoformat(kept.fetched_at).tzinfo is not None
    assert not list((way.cache.home / "parts").iterdir())


def test_comity_names_itself_and_asks_for_plain_bytes(
    way: Downloader, publisher: Publisher
) -> None:
    publisher.put("/data.zip", BODY)
    get(way, publisher)
    ((_, headers),) = publisher.asked
    assert headers["user-agent"].startswith(f"comity/{__version__} ")
    assert headers["accept-encoding"] == "identity"


def test_a_dropped_connection_is_taken_up_where_it_broke(
    way: Downloader, publisher: Publisher
) -> None:
    item = publisher.put("/data.zip", BODY)
    item.faults = [drops_after(100_000), drops_after(50_000)]
    assert get(way, publisher) == (State.RESUMED, BODY)
    ranges = [headers.get("range") for _, headers in publisher.asked]
    assert ranges == [None, "bytes=100000-", "bytes=150000-"]
    assert publisher.asked[1][1]["if-range"] == item.tag()


def test_where_ranges_are_ignored_the_whole_file_is_taken_again(
    way: Downloader, publisher: Publisher
) -> None:
    item = publisher.put("/data.zip", BODY, ranges=False)
    item.faults = [drops_after(100_000)]
    assert get(way, publisher) == (State.DOWNLOADED, BODY)


def test_a_line_that_breaks_again_and_again_brings_the_file_in_the_end(
    way: Downloader, publisher: Publisher
) -> None:
    """Ten breaks with three attempts: a round that brought bytes is followed by another."""
    item = publisher.put("/data.zip", BODY)
    item.faults = [drops_after(20_000) for _ in range(10)]
    assert get(way, publisher, published=GOOD) == (State.RESUMED, BODY)


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(cuts=st.lists(st.integers(0, 4000), max_size=6), ranges=st.booleans())
def test_however_it_is_cut_the_content_is_the_published_one(
    tmp_path: Path, publisher: Publisher, open_way: Any, cuts: list[int], ranges: bool
) -> None:
    body = BODY[:5000]
    item = publisher.put("/data.zip", body, ranges=ranges)
    item.faults = [drops_after(cut) for cut in cuts]
    way = open_way(cache=tmp_path / f"{time.monotonic_ns()}")
    try:
        assert get(way, publisher)[1] == body
    except Unavailable:
        assert not leftovers(way.cache.home)
        item.faults = []
        assert get(way, publisher)[1] == body


def test_a_file_that_changed_between_its_parts_is_begun_anew(
    open_way: Callable[..., Downloader], publisher: Publisher, tmp_path: Path
) -> None:
    new = BODY[::-1]
    for heeds in (True, False):
        item = publisher.put("/data.zip", BODY, heeds_if_range=heeds)
        item.faults = [drops_after(1000)] + [answers(503)] * 5
        way = open_way(cache=tmp_path / str(heeds))
        with pytest.raises(Unavailable, match="503"):
            get(way, publisher)
        item.body = new
        assert get(way, publisher) == (State.DOWNLOADED, new)


def test_a_weak_etag_does_not_join_parts_but_a_date_does(
    open_way: Callable[..., Downloader], publisher: Publisher, tmp_path: Path
) -> None:
    date = "Mon, 01 Jan 2024 00:00:00 GMT"
    for modified, state in ((None, State.DOWNLOADED), (date, State.RESUMED)):
        item = publisher.put("/data.zip", BODY, etag='W/"a"', last_modified=modified)
        item.faults = [drops_after(1000)]
        way = open_way(cache=tmp_path / str(modified is None))
        assert get(way, publisher) == (state, BODY)


def test_without_any_version_parts_are_joined_only_under_a_checksum(
    open_way: Callable[..., Downloader], publisher: Publisher, tmp_path: Path
) -> None:
    for published, state in ((None, State.DOWNLOADED), (GOOD, State.RESUMED)):
        item = publisher.put("/data.zip", BODY, etag=None)
        item.faults = [drops_after(1000)]
        way = open_way(cache=tmp_path / str(published is None))
        assert get(way, publisher, published=published) == (state, BODY)


def test_a_part_that_is_whole_already_is_not_fetched_again(
    way: Downloader, publisher: Publisher
) -> None:
    """416: there is nothing after the last byte (the process died before it could rename)."""
    item = publisher.put("/data.zip", BODY)
    part = way.cache.part(f"{publisher.base}/data.zip")
    part.begin({"etag": item.tag() or ""}, len(BODY))
    part.append([BODY], most=len(BODY))
    assert get(way, publisher, published=GOOD) == (State.RESUMED, BODY)
    assert len(publisher.asked) == 1


def test_a_part_that_is_longer_than_the_file_is_dropped(
    way: Downloader, publisher: Publisher
) -> None:
    item = publisher.put("/data.zip", BODY)
    part = way.cache.part(f"{publisher.base}/data.zip")
    part.begin({"etag": item.tag() or ""}, None)
    part.append([BODY, b"more"], most=len(BODY) + 4)
    assert get(way, publisher) == (State.DOWNLOADED, BODY)


def test_two_refusals_and_then_the_file(way: Downloader, publisher: Publisher) -> None:
    publisher.put("/data.zip", BODY).faults = [answers(503), answers(503)]
    assert get(way, publisher) == (State.DOWNLOADED, BODY)


def test_a_busy_publisher_is_left_alone_as_long_as_it_asks(
    way: Downloader, publisher: Publisher, said: list[str]
) -> None:
    publisher.put("/data.zip", BODY).faults = [answers(429, Retry_After="1")]
    assert get(way, publisher) == (State.DOWNLOADED, BODY)
    first, second = publisher.moments
    assert second - first >= 1.0
    assert any("429" in line and "trying again in 1 s" in line for line in said)


def test_a_wait_that_is_too_long_is_left_to_the_user(way: Downloader, publisher: Publisher) -> None:
    publisher.put("/data.zip", BODY).faults = [answers(503, Retry_After="7200")]
    with pytest.raises(Unavailable, match="503") as caught:
        get(way, publisher)
    assert "asks to wait 7,200 s" in caught.value.next_step
    assert len(publisher.asked) == 1


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("120", 120.0),
        ("Fri, 01 Mar 2024 12:01:00 GMT", 60.0),
        ("Fri, 01 Mar 2024 11:00:00 GMT", 0.0),
        ("soon", None),
        ("", None),
        (None, None),
    ],
)
def test_a_publisher_asks_to_wait_in_seconds_or_until_a_moment(
    header: str | None, seconds: float | None
) -> None:
    noon = dt.datetime(2024, 3, 1, 12, tzinfo=dt.UTC)
    assert retry_after(header, noon) == seconds


def test_a_wrong_checksum_once_is_tried_again(way: Downloader, publisher: Publisher) -> None:
    publisher.put("/data.zip", BODY).faults = [sends(WRONG)]
    assert get(way, publisher, published=GOOD) == (State.DOWNLOADED, BODY)
    assert leftovers(way.cache.home) == [SHA256]


def test_a_wrong_checksum_again_is_an_error_and_nothing_is_kept(
    way: Downloader, publisher: Publisher
) -> None:
    publisher.put("/data.zip", WRONG)
    with pytest.raises(BadInput, match=f"data.zip came twice.*{MD5} expected"):
        get(way, publisher, published=GOOD)
    assert not leftovers(way.cache.home)
    assert way.cache.kept(f"{publisher.base}/data.zip") is None
    assert not list((way.cache.home / "parts").iterdir())


def test_more_bytes_than_are_published_are_not_taken(way: Downloader, publisher: Publisher) -> None:
    publisher.put("/data.zip", BODY * 3)
    with pytest.raises(BadInput, match="more than 300,000 bytes"):
        get(way, publisher, published=GOOD)


def test_a_truncated_file_is_not_taken_for_a_whole_one(
    way: Downloader, publisher: Publisher
) -> None:
    """The server promises more bytes than it sends, each time."""
    item = publisher.put("/data.zip", BODY[:1000], etag='"x"', ranges=False)
    item.faults = [
        lambda handler, item: handler.serve(item, cut=1000, length=5000) for _ in range(8)
    ]
    with pytest.raises(Unavailable, match="cut"):
        get(way, publisher)
    assert not leftovers(way.cache.home)


def test_redirects_are_followed_on_the_web_only(way: Downloader, publisher: Publisher) -> None:
    publisher.put("/data.zip", b"").faults = [leads_to("/moved/data.zip", 301)]
    publisher.put("/moved/data.zip", BODY)
    assert get(way, publisher) == (State.DOWNLOADED, BODY)
    for number, target in enumerate(("file:///etc/passwd", "ftp://example.org/data.zip")):
        publisher.put(f"/{number}", b"").faults = [leads_to(target)]
        with pytest.raises(Unavailable):
            way.fetch(f"{publisher.base}/{number}", "data.zip")
    publisher.put("/round", b"").faults = [leads_to("/round") for _ in range(30)]
    with pytest.raises(Unavailable, match="one redirect after another"):
        way.fetch(f"{publisher.base}/round", "data.zip")


def test_a_silent_server_is_given_up_in_time(way: Downloader, publisher: Publisher) -> None:
    publisher.put("/data.zip", BODY).faults = [sleeps(0.8) for _ in range(3)]
    with pytest.raises(Unavailable, match="no answer in time"):
        get(way, publisher)
    assert len(publisher.asked) == 3


def test_a_server_that_is_not_there_is_said(way: Downloader) -> None:
    with pytest.raises(Unavailable, match=r"no connection") as caught:
        way.fetch("http://127.0.0.1:1/data.zip", "data.zip")
    assert "Run the same command again" in caught.value.next_step


def test_a_file_that_is_not_there_is_known_at_once(way: Downloader, publisher: Publisher) -> None:
    with pytest.raises(NotThere):
        get(way, publisher)
    assert len(publisher.asked) == 1


def test_a_login_is_not_tried_again(way: Downloader, publisher: Publisher) -> None:
    publisher.put("/data.zip", BODY).faults = [answers(403)]
    with pytest.raises(Unavailable, match="403") as caught:
        get(way, publisher)
    assert "login" in caught.value.hint
    assert len(publisher.asked) == 1


def test_a_web_page_in_place_of_the_file_is_not_kept(way: Downloader, publisher: Publisher) -> None:
    publisher.put("/data.zip", b"<html>Sign in</html>", content_type="text/html; charset=utf-8")
    with pytest.raises(Unavailable, match="A web page came in place"):
        get(way, publisher)
    assert not leftovers(way.cache.home)


def test_a_file_that_may_change_is_asked_for_and_kept_if_it_has_not(
    way: Downloader, publisher: Publisher
) -> None:
    item = publisher.put("/data.zip", BODY)
    get(way, publisher, changes=True)
    assert get(way, publisher, changes=True) == (State.HERE, BODY)
    assert publisher.asked[1][1]["if-none-match"] == item.tag()
    item.body = BODY[:10]
    assert get(way, publisher, changes=True) == (State.DOWNLOADED, BODY[:10])
    assert sorted(leftovers(way.cache.home)) == sorted(
        [SHA256, hashlib.sha256(BODY[:10]).hexdigest()]
    )


def test_content_that_is_gone_from_the_cache_is_fetched_again(
    way: Downloader, publisher: Publisher
) -> None:
    publisher.put("/data.zip", BODY)
    get(way, publisher)
    way.cache.content(SHA256).unlink()
    assert get(way, publisher) == (State.DOWNLOADED, BODY)


def test_a_full_disk_is_said_and_nothing_is_broken(way: Downloader, publisher: Publisher) -> None:
    publisher.put("/data.zip", BODY)
    part = way.cache.part(f"{publisher.base}/data.zip")
    part.path.parent.mkdir(parents=True)

    class Full(type(part)):  # type: ignore[misc]
        """Each write goes to a device that is always full."""

        def begin(self, headers: Any, total: Any) -> None:
            super().begin(headers, total)
            self.path.symlink_to("/dev/full")

    full = Full(part.path, part.address)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(type(way.cache), "part", lambda *_: full)
        with pytest.raises(LakeError, match="The disk is full: data") as caught:
            get(way, publisher)
    assert "Make room" in caught.value.next_step
    part.drop()
    assert not leftovers(way.cache.home)
    assert get(way, publisher) == (State.DOWNLOADED, BODY)


def test_a_file_for_which_there_is_no_room_is_not_begun(
    way: Downloader, publisher: Publisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    publisher.put("/data.zip", BODY)
    small = type("usage", (), {"free": 1000})
    monkeypatch.setattr("comity.fetching.download.shutil.disk_usage", lambda _: small)
    with pytest.raises(LakeError, match="The disk is full"):
        get(way, publisher)


CHILD = """
import sys
from pathlib import Path
from comity.fetching import open_downloader
environ = {"COMITY_FETCH_GAP": "0", "COMITY_FETCH_WAIT": "0.01"}
with open_downloader(
    Path(sys.argv[1]), environ, told=lambda _: None, on_wait=lambda m: print(m, flush=True)
) as way:
    state, kept = way.fetch(sys.argv[2], "data.zip")
    print(state.value, kept.sha256, flush=True)
"""


def child(home: Path, server: Publisher) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", CHILD, str(home), f"{server.base}/data.zip"]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def trickles(handler: Any, item: Item) -> None:
    """Half of the file, then nothing for a while."""
    handler.send_response(200)
    handler.send_header("ETag", item.tag())
    handler.send_header("Content-Length", str(len(item.body)))
    handler.end_headers()
    handler.wfile.write(item.body[: len(item.body) // 2])
    handler.wfile.flush()
    time.sleep(20)


def wait_for_bytes(folder: Path, count: int) -> None:
    for _ in range(500):
        if sum(p.stat().st_size for p in folder.glob("*.part")) >= count:
            return
        time.sleep(0.02)
    raise AssertionError("no bytes came")


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_a_process_that_is_killed_leaves_a_part_from_which_the_next_goes_on(
    way: Downloader, publisher: Publisher, home: Path, how: signal.Signals
) -> None:
    publisher.put("/data.zip", BODY).faults = [trickles]
    process = child(home, publisher)
    wait_for_bytes(home / "parts", len(BODY) // 2)
    os.kill(process.pid, how)
    assert process.wait() != 0
    assert not leftovers(home)
    assert get(way, publisher) == (State.RESUMED, BODY)
    assert publisher.asked[1][1]["range"] == f"bytes={len(BODY) // 2}-"


def test_two_processes_fetch_the_same_file_once(publisher: Publisher, home: Path) -> None:
    def slowly(handler: Any, item: Item) -> None:
        time.sleep(1.0)
        handler.serve(item)

    publisher.put("/data.zip", BODY).faults = [slowly]
    processes = [child(home, publisher) for _ in range(2)]
    said = [process.communicate()[0] for process in processes]
    assert len(publisher.asked) == 1
    assert sorted(line.split()[0] for line in "".join(said).splitlines() if SHA256 in line) == [
        "already",
        "downloaded",
    ]
    assert "Another process is fetching data.zip" in "".join(said)


def test_requests_to_one_host_keep_their_distance() -> None:
    """The second request to a host waits for the rest of the gap; another host does not."""
    clock, slept = [100.0], []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        clock[0] += seconds

    way = Connection(Manners(), gap=2.0, sleep=sleep, now=lambda: clock[0])
    for host in ("a.org", "b.org", "a.org"):
        way._wait_turn(host)
    clock[0] += 5
    way._wait_turn("a.org")
    assert slept == [2.0]
    way = Connection(Manners(gap=0.0), gap=2.0, sleep=sleep, now=lambda: clock[0])
    way._wait_turn("a.org")
    way._wait_turn("a.org")
    assert slept == [2.0]
