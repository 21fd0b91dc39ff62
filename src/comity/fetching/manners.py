"""How comity behaves toward a publisher's machine: pauses, patience, and how it names itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

from comity import __version__
from comity.errors import BadValue

USER_AGENT = f"comity/{__version__} (workbench for relations between states; one reader at a time)"


@dataclass(frozen=True, slots=True)
class Manners:
    """Seconds, but for `attempts` and `most_bytes`.

    `gap`: between two requests to one host; None where the source's own recipe decides. `patience`:
    the longest wait that a publisher may ask for. Waits between attempts double from `wait` to
    `longest_wait`, plus up to `jitter` at random. `most_bytes`: of a file of unknown size.
    """

    gap: float | None = None
    connect_timeout: float = 15.0
    read_timeout: float = 60.0
    attempts: int = 6
    wait: float = 1.0
    longest_wait: float = 60.0
    jitter: float = 1.0
    patience: float = 600.0
    most_bytes: int = 32 * 2**30

    @classmethod
    def from_environ(cls, environ: Mapping[str, str]) -> Manners:
        """As COMITY_FETCH_GAP, _TIMEOUT, _ATTEMPTS and _WAIT say. Raises BadValue."""
        gap = _number(environ, "COMITY_FETCH_GAP", None)
        timeout = _number(environ, "COMITY_FETCH_TIMEOUT", 60.0)
        attempts = _number(environ, "COMITY_FETCH_ATTEMPTS", 6.0)
        wait = _number(environ, "COMITY_FETCH_WAIT", 1.0)
        assert timeout is not None
        assert attempts is not None
        assert wait is not None
        return cls(
            gap=gap,
            connect_timeout=min(15.0, timeout or 15.0),
            read_timeout=timeout or 60.0,
            attempts=max(1, int(attempts)),
            wait=wait,
            jitter=min(1.0, wait),
        )


def _number(environ: Mapping[str, str], name: str, usual: float | None) -> float | None:
    text = environ.get(name, "").strip()
    if not text:
        return usual
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 <= value < 86_400:
        raise BadValue(f"{name} is {text!r}; a number of seconds (or attempts) was expected.")
    return value


def retry_after(header: str | None, now: dt.datetime) -> float | None:
    """The seconds that a Retry-After header asks to wait: a number, or a date (RFC 9110).

    None where there is no header, or one that is neither.
    """
    text = (header or "").strip()
    if text.isdigit():
        return float(text)
    try:
        until = parsedate_to_datetime(text)
    except ValueError:
        return None
    if until.tzinfo is None:
        until = until.replace(tzinfo=dt.UTC)
    return max(0.0, (until - now).total_seconds())
