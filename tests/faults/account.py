"""What a parser owes of any file, however damaged: an error of ours, or every record told of."""

from __future__ import annotations

import importlib.util
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from comity.errors import ComityError
from comity.sources.catalogue import find_source
from comity.sources.contract import Parsed, SourceFile

# How many lines of the file are its header, where quotes have no meaning.
A_LINE_A_RECORD = {"gdelt": 0, "gdelt_mentions": 0, "icews": 1, "phoenix": 1, "polecat": 1}

_SPEC = importlib.util.spec_from_file_location(
    "check_source", Path(__file__).resolve().parents[1] / "conformance" / "check_source.py"
)
assert _SPEC is not None
assert _SPEC.loader is not None
suite = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(suite)


def kind_of(source: str, path: Path) -> str:
    """The table whose rows are the records of a file."""
    if source != "mirror":
        return find_source(source).description.kind
    from comity.sources.mirror.known_files import known_file

    return known_file(path.name).table


def verdict(source: str, path: Path, options: Mapping[str, str]) -> str:
    """ "refused" or "read". Raises AssertionError, or what the parser raised against the rules."""
    file = SourceFile(path, path.name, "0" * 64, path.stat().st_size)
    try:
        parsed = list(find_source(source).parse(file, options=options))
    except ComityError as error:
        check_error(error, path.name)
        return "refused"
    check_account(kind_of(source, path), parsed)
    check_lines(source, path, parsed)
    suite.check_columns(parsed)
    suite.check_rejects(parsed)
    return "read"


def check_lines(source: str, path: Path, parsed: list[Parsed]) -> None:
    """Where a line is a record, there are as many records as lines: none is passed over."""
    if source not in A_LINE_A_RECORD:
        return
    data = path.read_bytes()
    lines = len(data.split(b"\n")) - data.endswith(b"\n") - A_LINE_A_RECORD[source]
    records = sum(chunk.records for chunk in parsed)
    assert records == lines, f"{lines} lines, but {records} records"


def check_error(error: ComityError, name: str) -> None:
    """It says what, of which file, and what to do next; in text that can be printed."""
    said = str(error)
    said.encode("utf-8")
    assert error.exit_code in (2, 3), f"{type(error).__name__}: {said}"
    assert error.what.strip(), "an error that does not say what is wrong"
    assert error.next_step.strip() or error.hint.strip(), f"neither hint nor next step: {said}"
    assert name in said or "The file" in said, f"does not name the file: {said}"
    assert len(said) < 3000, f"too long: {said[:300]}"


def check_account(kind: str, parsed: list[Parsed]) -> None:
    """records = rows + dropped + rejected + summed."""
    chunks = [suite.with_acts(chunk) for chunk in parsed]
    counted = suite.ACTS if kind in suite.ACTS else (kind,)
    rows = sum(
        table.num_rows
        for chunk in chunks
        for name, table in chunk.tables.items()
        if name in counted
    )
    dropped = sum((Counter(chunk.dropped) for chunk in chunks), Counter()).total()
    rejected = sum(len(chunk.rejects) for chunk in chunks)
    summed = sum(chunk.summed for chunk in chunks)
    records = sum(chunk.records for chunk in chunks)
    assert records == rows + dropped + rejected + summed, (
        f"{records} records, but {rows} rows + {dropped} dropped + {rejected} rejected "
        f"+ {summed} summed"
    )
