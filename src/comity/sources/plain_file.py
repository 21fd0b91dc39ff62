"""A file on disk as it is given: a regular one, or a link to one; nothing else is ever opened."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from comity.errors import BadInput

_KINDS = (
    (stat.S_ISDIR, "a folder", "Name the files in it one by one."),
    (stat.S_ISFIFO, "a pipe", "Save what comes out of it as a file, and name that."),
    (stat.S_ISSOCK, "a socket", "Name a file."),
    (stat.S_ISCHR, "a device", "Name a file."),
    (stat.S_ISBLK, "a device", "Name a file."),
)


def check_regular(path: Path) -> os.stat_result:
    """What the system says of a regular file; links are followed.

    Raises BadInput for what is not there, can't be reached, or is a folder, pipe or device.
    """
    try:
        found = path.stat()
    except FileNotFoundError as error:
        said = " (the link leads nowhere)" if path.is_symlink() else ""
        raise BadInput(f"There is no file {path}{said}.", next_step="Check the path.") from error
    except (OSError, ValueError) as error:
        raise unreadable(path, error) from error
    for is_of, kind, next_step in _KINDS:
        if is_of(found.st_mode):
            raise BadInput(f"{path} is not a file but {kind}.", next_step=next_step)
    return found


@contextmanager
def open_regular(path: Path) -> Iterator[IO[bytes]]:
    """The bytes of a regular file. Raises BadInput where it can't be opened."""
    check_regular(path)
    try:
        stream = path.open("rb")
    except OSError as error:
        raise unreadable(path, error) from error
    with stream:
        yield stream


@contextmanager
def told_of_reading(path: Path) -> Iterator[None]:
    """Errors of the system while a file is read, as BadInput."""
    try:
        yield
    except OSError as error:
        raise unreadable(path, error) from error


def unreadable(path: Path, error: Exception) -> BadInput:
    """The error for a file that the system does not let be read."""
    reason = getattr(error, "strerror", None) or str(error)
    return BadInput(
        f"{path} can't be read: {reason}.",
        next_step="Check the path, and that you may read the file.",
    )
