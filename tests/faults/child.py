"""Ingests a file in a process of its own, spooled if asked: `child.py LAKE SOURCE PATH [SPOOL]`.

Prints how many events the lake got, or which error of ours ended it.
"""

from __future__ import annotations

import sys
from pathlib import Path

from comity.errors import ComityError
from comity.sources.catalogue import find_source
from comity.store import acts, stage
from comity.store.ingest import ingest_file, source_file
from comity.store.lake import Lake


def main(home: str, source: str, path: str, spool: str = "0") -> int:
    """With `spool` rows more than so many acts wait on disk, as those of a large file do."""
    if int(spool):
        stage.SPOOL_ROWS = stage.BATCH_ROWS = acts.SPOOL_ROWS = int(spool)
    try:
        report = ingest_file(Lake(Path(home)), find_source(source), source_file(Path(path)))
    except ComityError as error:
        sys.stdout.write(f"{type(error).__name__}\n{error}\n")
        return error.exit_code
    sys.stdout.write(f"{report.events}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
