"""Reads one sheet in a process of its own, and writes it as JSON to the standard output.

A damaged workbook can make the reader ask for all memory there is, or go round for ever; the
process then ends, not the one that ingests.
"""

from __future__ import annotations

import importlib
import json
import sys
from typing import Any

MOST_MEMORY = 2 * 1024**3
DAMAGED = 3


def main(path: str, names: list[str]) -> int:
    """The sheets that there are, and the rows of the first with one of the names (or of all)."""
    _limit_memory()
    reader = importlib.import_module("python_calamine")
    rows: list[list[Any]] | None = None
    try:
        workbook = reader.CalamineWorkbook.from_path(path)
        there: list[str] = workbook.sheet_names
        wanted = [name for name in names if name in there] if names else there
        if wanted:
            rows = workbook.get_sheet_by_name(wanted[0]).to_python(skip_empty_area=False)
    except (reader.CalamineError, OSError, ValueError, MemoryError) as error:
        sys.stderr.write(str(error))
        return DAMAGED
    json.dump(
        {"there": there, "sheet": wanted[0] if wanted else "", "rows": rows},
        sys.stdout,
        default=str,
    )
    return 0


def _limit_memory() -> None:
    """Only where the system can."""
    try:
        resource = importlib.import_module("resource")
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
