"""Where the mirror is: named by COMITY_MIRROR, else beside the current folder."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from comity.errors import Unavailable

VARIABLE = "COMITY_MIRROR"
BESIDE = Path("shared") / "data"


def find_mirror(environ: Mapping[str, str], cwd: Path) -> Path:
    """The mirror's folder. Raises Unavailable where there is none, or where it is a web address."""
    named = environ.get(VARIABLE, "").strip()
    if "://" in named:
        raise Unavailable(
            f"{VARIABLE} is a web address ({named}); only a folder can be read yet.",
            next_step=f"Copy the mirror to a folder and set {VARIABLE} to it.",
        )
    if named:
        folder = Path(named).expanduser()
        if not folder.is_dir():
            raise Unavailable(
                f"{VARIABLE} names {folder}, which is no folder.",
                next_step=f"Set {VARIABLE} to the folder that holds events/ and structure/.",
            )
        return folder
    beside = cwd.parent / BESIDE
    if beside.is_dir():
        return beside
    raise Unavailable(
        "There is no mirror of the data on this machine.",
        hint=f"{VARIABLE} is not set, and {beside} is no folder.",
        next_step=f"Set {VARIABLE} to a folder, or load a file: comity ingest SOURCE PATH",
    )
