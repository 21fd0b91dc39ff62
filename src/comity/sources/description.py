"""Strict reading of a `source.yml`: unknown, missing and ill-typed keys are shown all at once."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from importlib import resources
from typing import Any

import yaml

from comity.errors import BadConfiguration, nearest
from comity.sources.contract import SourceDescription

_TEXTS = (
    "name",
    "title",
    "publisher",
    "licence",
    "citation",
    "url",
    "kind",
    "parser_version",
    "coverage",
    "notes",
)
_REQUIRED = _TEXTS[:8]
_LISTS = ("aliases", "formats")
KEYS = tuple(item.name for item in dataclasses.fields(SourceDescription))


@dataclass(slots=True)
class Findings:
    """What is wrong in a configuration file, gathered to be raised together."""

    file: str
    lines: list[str] = field(default_factory=list)

    def add(self, line: int, what: str) -> None:
        self.lines.append(f"{self.file}, line {line}: {what}")

    def raise_if_any(self) -> None:
        """Raises BadConfiguration with a line for each finding; does nothing without any."""
        if self.lines:
            count = len(self.lines)
            raise BadConfiguration(
                "\n".join(self.lines),
                hint=f"{count} finding{'s' if count > 1 else ''} in {self.file}.",
                next_step="Correct the file and run the command again.",
            )


@dataclass(frozen=True, slots=True)
class Numbered:
    """A mapping read from YAML, with the line (from 1) of each of its keys."""

    values: Mapping[str, Any]
    lines: Mapping[str, int]

    def line(self, key: str) -> int:
        return self.lines.get(key, 1)


def read_mapping(text: str, file: str) -> Numbered:
    """The mapping at the top of a YAML text. Raises BadConfiguration where it is none or broken."""
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
        values = yaml.safe_load(text)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise BadConfiguration(
            f"{file}, line {line}: not valid YAML ({error.problem}).",
            next_step="Check the indent and the quotes of that line.",
        ) from error
    if not isinstance(node, yaml.MappingNode) or not isinstance(values, dict):
        raise BadConfiguration(f"{file}, line 1: keys with values were expected.")
    lines: dict[str, int] = {}
    found = Findings(file)
    for key, _ in node.value:
        name, line = str(key.value), key.start_mark.line + 1
        if name in lines:
            found.add(line, f"{name!r} is given twice (first in line {lines[name]}).")
        lines.setdefault(name, line)
    found.raise_if_any()
    return Numbered({str(name): value for name, value in values.items()}, lines)


def check_keys(
    given: Numbered, valid: Iterable[str], required: Iterable[str], found: Findings
) -> None:
    """Adds a finding for each unknown key (with the nearest valid one) and each missing one."""
    names = tuple(valid)
    for key in given.values:
        if key not in names:
            near = nearest(key, names, count=1)
            hint = f"; did you mean {near[0]!r}?" if near else f"; valid: {', '.join(names)}"
            found.add(given.line(key), f"unknown key {key!r}{hint}")
    for key in required:
        if key not in given.values:
            found.add(1, f"{key!r} is missing")


def describe(text: str, file: str) -> SourceDescription:
    """The description in the text of a `source.yml`; `file` is what errors call it.

    Every text but `coverage` and `notes` is required. Raises BadConfiguration with all findings.
    """
    given, found = read_mapping(text, file), Findings(file)
    check_keys(given, KEYS, _REQUIRED, found)
    out: dict[str, Any] = {}
    for key, value in given.values.items():
        if key in _TEXTS:
            out[key] = _text(key, value, given, found)
        elif key in _LISTS:
            out[key] = _list(key, value, given, found)
        elif key == "expected":
            if not isinstance(value, dict):
                found.add(given.line(key), "'expected' must be keys with values")
            out[key] = value
    found.raise_if_any()
    return SourceDescription(**out)


def describe_package(package: str) -> SourceDescription:
    """The description of the source whose folder is the package `package`."""
    text = resources.files(package).joinpath("source.yml").read_text("utf-8")
    return describe(text, f"{package.rpartition('.')[2]}/source.yml")


def _text(key: str, value: object, given: Numbered, found: Findings) -> str:
    if not isinstance(value, str):
        found.add(given.line(key), f"{key!r} must be text (put it in quotes); it is {value!r}")
        return ""
    if key in _REQUIRED and not value.strip():
        found.add(given.line(key), f"{key!r} is empty")
    return " ".join(value.split())


def _list(key: str, value: object, given: Numbered, found: Findings) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        found.add(given.line(key), f"{key!r} must be a list of texts")
        return ()
    return tuple(value)
