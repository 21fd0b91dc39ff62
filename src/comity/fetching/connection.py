"""Asking over HTTP: in turn, with our name on it, and along redirects that stay safe."""

from __future__ import annotations

import datetime as dt
import ssl
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from comity.errors import Unavailable
from comity.fetching.manners import USER_AGENT, Manners, retry_after

if TYPE_CHECKING:
    import httpx2

MOST_REDIRECTS = 10
# What passes: time-outs, too many requests, and a server's own troubles.
PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})
GONE = frozenset({404, 410})


class Passing(Exception):
    """Something that may be better in a while; `wait` is what the server asks for, in seconds."""

    def __init__(self, what: str, wait: float | None = None) -> None:
        super().__init__(what)
        self.wait = wait


class NotThere(Exception):
    """The server has no such file (404 or 410)."""


@dataclass(slots=True)
class Connection:
    """One way out for all requests of a run. `sleep` and `now` are the clock, for tests."""

    manners: Manners
    gap: float = 1.0
    sleep: Callable[[float], None] = time.sleep
    now: Callable[[], float] = time.monotonic
    _client: Any = None
    _next_turn: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def get(
        self, address: str, headers: Mapping[str, str]
    ) -> Iterator[tuple[httpx2.Response, Iterator[bytes]]]:
        """The answer and its body in pieces; 200, 206, 304 and 416 only.

        Raises Passing for what may be better in a while, NotThere, Unavailable for all else.
        """
        import httpx2

        try:
            response = self._follow(address, headers)
            try:
                _check_status(response)
                yield response, _body(response)
            finally:
                response.close()
        except (httpx2.RequestError, httpx2.StreamError) as error:
            if _untrusted(error):
                raise Unavailable(
                    f"The certificate of {urlsplit(address).hostname} can't be trusted: {error}.",
                    next_step="Check the machine's clock and certificates; comity goes no other "
                    "way round.",
                ) from error
            raise Passing(_said(error)) from error
        except httpx2.InvalidURL as error:
            raise Unavailable(f"{address} is no web address: {error}.") from error

    def close(self) -> None:
        if self._client is not None:
            self._client.close()

    def _follow(self, address: str, headers: Mapping[str, str]) -> httpx2.Response:
        client = self._open()
        request = client.build_request("GET", address, headers=dict(headers))
        came_by = urlsplit(address).scheme
        for _ in range(MOST_REDIRECTS):
            if request.url.scheme not in ("http", "https"):
                raise Unavailable(f"{address} leads to {request.url}, which is no web address.")
            if came_by == "https" and request.url.scheme == "http":
                raise Unavailable(f"{address} leads from https to plain http ({request.url}).")
            came_by = request.url.scheme
            self._wait_turn(request.url.host)
            response = client.send(request, stream=True)
            if response.next_request is None:
                return response
            response.close()
            request = response.next_request
        raise Unavailable(f"{address} leads to one redirect after another.")

    def _open(self) -> httpx2.Client:
        if self._client is None:
            import httpx2

            manners = self.manners
            self._client = httpx2.Client(
                headers={"User-Agent": USER_AGENT, "Accept-Encoding": "identity"},
                timeout=httpx2.Timeout(manners.read_timeout, connect=manners.connect_timeout),
                follow_redirects=False,
            )
        client: httpx2.Client = self._client
        return client

    def _wait_turn(self, host: str) -> None:
        gap = self.gap if self.manners.gap is None else self.manners.gap
        wait = self._next_turn.get(host, 0.0) - self.now()
        if wait > 0:
            self.sleep(wait)
        self._next_turn[host] = self.now() + gap


def _check_status(response: httpx2.Response) -> None:
    status = response.status_code
    if status in (200, 206, 304, 416):
        return
    if status in GONE:
        raise NotThere(str(response.url))
    said = f"{response.url.host} answers {status} {response.reason_phrase}".rstrip()
    if status in PASSING:
        raise Passing(
            said, retry_after(response.headers.get("retry-after"), dt.datetime.now(dt.UTC))
        )
    raise Unavailable(
        f"{said} to {response.url}.",
        hint="The publisher asks for a login." if status in (401, 403, 407) else "",
        next_step="Open the address in a browser; save the file, and load it with `comity ingest`.",
    )


def _body(response: httpx2.Response) -> Iterator[bytes]:
    """The bytes of the file: as sent, or unpacked where the server packed them unasked."""
    packed = response.headers.get("content-encoding", "identity") != "identity"
    return response.iter_bytes() if packed else response.iter_raw()


def _untrusted(error: BaseException) -> bool:
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return True
        cause = cause.__cause__ or cause.__context__
    return False


def _said(error: Exception) -> str:
    kind = type(error).__name__.replace("Error", "")
    words = {
        "ConnectTimeout": "no connection in time",
        "ReadTimeout": "no answer in time",
        "RemoteProtocol": "the connection was cut",
        "Read": "the connection was cut",
        "Connect": "no connection",
    }
    said = words.get(kind, kind)
    return f"{said} ({error})" if str(error) else said
