"""Where the mirror is: named by COMITY_MIRROR, else beside the current folder."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from comity.errors import BadValue, Unavailable

VARIABLE = "COMITY_MIRROR"
BESIDE = Path("shared") / "data"


def find_mirror(environ: Mapping[str, str], cwd: Path) -> Path:
    """The mirror's folder. Raises Unavailable where there is none, or where it is a web address."""
    address = mirror_address(environ)
    if address is not None:
        raise Unavailable(
            f"{VARIABLE} is a web address ({address}); a folder is needed here.",
            next_step=f"Copy the mirror to a folder and set {VARIABLE} to it.",
        )
    named = mirror_folder(environ)
    if named is not None:
        return named
    beside = cwd.parent / BESIDE
    if beside.is_dir():
        return beside
    raise Unavailable(
        "There is no mirror of the data on this machine.",
        hint=f"{VARIABLE} is not set, and {beside} is no folder.",
        next_step=f"Set {VARIABLE} to a folder, or load a file: comity ingest SOURCE PATH",
    )


def mirror_address(environ: Mapping[str, str]) -> str | None:
    """The mirror's web address, without its last slash; None where the mirror is none on the web.

    Raises BadValue for an address that is not one of http or https.
    """
    named = environ.get(VARIABLE, "").strip()
    if "://" not in named:
        return None
    try:
        parts = urlsplit(named)
        right = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        right = False
    if not right or parts.query or parts.fragment:
        raise BadValue(
            f"{VARIABLE} is {named!r}, which is no plain http or https address.",
            next_step=f"Set {VARIABLE} to a folder, or to an address such as "
            "https://example.org/mirror.",
        )
    return named.rstrip("/")


def mirror_folder(environ: Mapping[str, str]) -> Path | None:
    """The folder that COMITY_MIRROR names; None where it names none. Raises Unavailable."""
    named = environ.get(VARIABLE, "").strip()
    if not named or "://" in named:
        return None
    folder = Path(named).expanduser()
    if not folder.is_dir():
        raise Unavailable(
            f"{VARIABLE} names {folder}, which is no folder.",
            next_step=f"Set {VARIABLE} to the folder that holds events/ and structure/.",
        )
    return folder
