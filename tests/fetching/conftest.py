"""A publisher on this machine, and a downloader that does not wait long for it."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from comity.fetching import open_downloader
from comity.fetching.download import Downloader

_SPEC = importlib.util.spec_from_file_location("publisher", Path(__file__).parent / "publisher.py")
assert _SPEC is not None
assert _SPEC.loader is not None
if "publisher" not in sys.modules:
    sys.modules["publisher"] = importlib.util.module_from_spec(_SPEC)
    _SPEC.loader.exec_module(sys.modules["publisher"])

QUICK = {
    "COMITY_FETCH_GAP": "0",
    "COMITY_FETCH_TIMEOUT": "0.3",
    "COMITY_FETCH_ATTEMPTS": "3",
    "COMITY_FETCH_WAIT": "0.01",
}
PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy")


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in PROXIES:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def publisher() -> Iterator[Any]:
    server, thread = sys.modules["publisher"].start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "cache"


@pytest.fixture
def said() -> list[str]:
    """What the downloader told its user."""
    return []


@pytest.fixture
def open_way(home: Path, said: list[str]) -> Iterator[Callable[..., Downloader]]:
    with ExitStack() as stack:

        def opened(environ: Mapping[str, str] = QUICK, **settings: Any) -> Downloader:
            way = open_downloader(
                settings.pop("cache", home), environ, told=said.append, on_wait=said.append,
                **settings,
            )  # fmt: skip
            return stack.enter_context(way)

        yield opened


@pytest.fixture
def way(open_way: Callable[..., Downloader]) -> Downloader:
    return open_way()
