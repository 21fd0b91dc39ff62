"""The tables that travel inside the package: `comity/data/<table>/`, taken strictly.

A cell that means several values separates them with `|`; an empty cell is None or no value.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from importlib import resources
from typing import Any

import yaml

from comity.errors import BadConfiguration, nearest

# LibYAML, where PyYAML was built with it: six times as fast, the same safe subset.
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_text(table: str, file: str) -> str:
    """The text of `comity/data/<table>/<file>`. Raises BadConfiguration where it is absent."""
    path = resources.files("comity.data") / table / file
    if not path.is_file():
        raise BadConfiguration(
            f"The embedded table {table}/{file} is missing.",
            next_step="Install comity again: its data folder is not complete.",
        )
    return path.read_text(encoding="utf-8")


def read_rows(
    table: str, file: str | None = None, *, columns: tuple[str, ...] | None = None
) -> list[dict[str, str]]:
    """The rows of an embedded CSV (by default `<table>.csv`), each a dict of strings.

    With `columns` the header must be exactly these. Raises BadConfiguration, with file and line,
    for a header that differs or a row with too few or too many cells.
    """
    name = file or f"{table}.csv"
    reader = csv.DictReader(io.StringIO(read_text(table, name)), strict=True)
    header = tuple(reader.fieldnames or ())
    if columns is not None and header != columns:
        raise BadConfiguration(
            f"{table}/{name}, line 1: the columns are {', '.join(header)}.",
            hint=f"Expected: {', '.join(columns)}.",
        )
    rows, wrong = [], []
    for row in reader:
        if None in row or None in row.values():
            wrong.append(f"line {reader.line_num}: {len(header)} cells expected")
        rows.append(row)
    if wrong:
        raise BadConfiguration(f"{table}/{name}: " + "; ".join(wrong))
    return rows


def read_yaml(table: str, file: str) -> Any:
    """The content of an embedded YAML file. Raises BadConfiguration with the line."""
    try:
        return yaml.load(read_text(table, file), Loader=LOADER)
    except yaml.YAMLError as error:
        raise BadConfiguration(f"{table}/{file}: {error}") from error


def source_note(table: str) -> dict[str, Any]:
    """The `source.yml` of an embedded table: title, publisher, licence, citation, notes."""
    content = read_yaml(table, "source.yml")
    if not isinstance(content, dict):
        raise BadConfiguration(f"{table}/source.yml: keys and values were expected.")
    return content


def take(entry: dict[str, Any], keys: tuple[str, ...], *, where: str) -> tuple[Any, ...]:
    """The values of `keys` in order; any other key, or a missing one, is a BadConfiguration."""
    findings = [f"{key!r} is missing" for key in keys if key not in entry]
    for key in entry:
        if key not in keys:
            near = nearest(str(key), keys, count=1)
            meant = f" (did you mean {near[0]}?)" if near else ""
            findings.append(f"unknown key {key!r}{meant}")
    if findings:
        raise BadConfiguration(f"{where}: " + "; ".join(findings) + ".")
    return tuple(entry[key] for key in keys)


def day(text: str) -> dt.date | None:
    """An ISO day; None for an empty cell. Raises BadConfiguration for anything else."""
    if not text:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise BadConfiguration(f"{text!r} is not a day as YYYY-MM-DD.") from error


def number(text: str) -> int | None:
    """A whole number; None for an empty cell. Raises BadConfiguration for anything else."""
    if not text:
        return None
    try:
        return int(text)
    except ValueError as error:
        raise BadConfiguration(f"{text!r} is not a whole number.") from error


def words(text: str) -> tuple[str, ...]:
    """The values of a cell that holds several, separated by `|`; empty for an empty cell."""
    return tuple(part for part in (piece.strip() for piece in text.split("|")) if part)
