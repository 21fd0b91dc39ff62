"""A publisher of files on this machine, for tests: honest by default, faulty where it is told to.

Each path has its content and a queue of faults; a fault is used up by one request.
"""

from __future__ import annotations

import hashlib
import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Fault = Callable[["Handler", "Item"], None]


@dataclass
class Item:
    """A file of the publisher. `etag` follows the content unless it is set; None sends none."""

    body: bytes
    etag: str | None = ""
    last_modified: str | None = None
    ranges: bool = True
    heeds_if_range: bool = True
    content_type: str = "application/octet-stream"
    faults: list[Fault] = field(default_factory=list)

    def tag(self) -> str | None:
        return f'"{hashlib.md5(self.body).hexdigest()}"' if self.etag == "" else self.etag


class Publisher(ThreadingHTTPServer):
    """The server; `asked` lists each request as (path, headers)."""

    daemon_threads = True
    block_on_close = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.items: dict[str, Item] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.moments: list[float] = []

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def put(self, path: str, body: bytes, **settings: object) -> Item:
        self.items[path] = Item(body, **settings)  # type: ignore[arg-type]
        return self.items[path]

    def paths(self) -> list[str]:
        return [path for path, _ in self.asked]

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that goes away is part of the test."""


class Handler(BaseHTTPRequestHandler):
    """Answers GET with a file, a part of it, or the next fault of its path."""

    protocol_version = "HTTP/1.1"
    server: Publisher

    def log_message(self, format: str, *args: object) -> None:
        """Tests keep the screen clean."""

    def do_GET(self) -> None:
        self.server.asked.append((self.path, {k.lower(): v for k, v in self.headers.items()}))
        self.server.moments.append(time.monotonic())
        item = self.server.items.get(self.path.partition("?")[0])
        if item is None:
            return self.refuse(404)
        if item.faults:
            return item.faults.pop(0)(self, item)
        return self.serve(item)

    def refuse(self, status: int, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def serve(self, item: Item, *, cut: int | None = None, length: int | None = None) -> None:
        """The file, or the rest that is asked for; of its body no more than `cut` bytes."""
        body, start, status = item.body, 0, 200
        wanted = re.fullmatch(r"bytes=(\d*)-(\d*)", self.headers.get("Range", ""))
        if_range = self.headers.get("If-Range")
        same = not item.heeds_if_range or if_range in (None, item.tag(), item.last_modified)
        known = self.headers.get("If-None-Match")
        if known is not None and known == item.tag():
            self.send_response(304)
            self.end_headers()
            return
        if wanted and item.ranges and same:
            start = int(wanted[1]) if wanted[1] else max(0, len(body) - int(wanted[2]))
            status = 206
            if start >= len(body):
                return self.refuse(416, Content_Range=f"bytes */{len(body)}")
        self.send_response(status)
        self.send_header("Content-Type", item.content_type)
        if tag := item.tag():
            self.send_header("ETag", tag)
        if item.last_modified:
            self.send_header("Last-Modified", item.last_modified)
        if status == 206:
            self.send_header("Content-Range", f"bytes {start}-{len(body) - 1}/{len(body)}")
        rest = body[start:]
        self.send_header("Content-Length", str(len(rest) if length is None else length))
        self.end_headers()
        self.wfile.write(rest if cut is None else rest[:cut])
        if cut is not None:
            self.wfile.flush()
            self.close_connection = True
            self.connection.shutdown(2)


def drops_after(count: int) -> Fault:
    """The connection breaks after so many bytes of the body."""
    return lambda handler, item: handler.serve(item, cut=count)


def answers(status: int, **headers: str) -> Fault:
    return lambda handler, item: handler.refuse(status, **headers)


def sends(body: bytes) -> Fault:
    """Another content, under the same ETag."""
    return lambda handler, item: handler.serve(Item(body, etag=item.tag()))


def sleeps(seconds: float) -> Fault:
    def fault(handler: Handler, item: Item) -> None:
        time.sleep(seconds)
        handler.close_connection = True

    return fault


def leads_to(address: str, status: int = 302) -> Fault:
    return answers(status, Location=address)


def start() -> tuple[Publisher, threading.Thread]:
    server = Publisher()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.daemon = True
    thread.start()
    return server, thread


__all__ = [
    "Item",
    "Publisher",
    "answers",
    "drops_after",
    "leads_to",
    "sends",
    "sleeps",
    "start",
]
