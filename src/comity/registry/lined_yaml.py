"""YAML whose mappings know their lines, and the findings of a strict reader, shown all at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

import yaml

from comity.errors import BadConfiguration, nearest
from comity.registry.tables import LOADER


class Entry(dict[str, Any]):
    """A mapping of a YAML file; `line` is its first line, `lines` the line of each key."""

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line
        self.lines: dict[str, int] = {}

    def line_of(self, key: str) -> int:
        """The line of a key, or of the mapping where the key is absent."""
        return self.lines.get(key, self.line)


class _LinedLoader(LOADER):  # type: ignore[misc, valid-type]
    """A safe loader that makes entries and refuses a key given twice."""


def _construct_entry(loader: yaml.SafeLoader, node: yaml.MappingNode) -> Entry:
    entry = Entry(node.start_mark.line + 1)
    for key_node, value_node in node.value:
        key = str(loader.construct_object(key_node, deep=True))
        line = key_node.start_mark.line + 1
        if key in entry:
            raise BadConfiguration(f"line {line}: {key!r} is given twice.")
        entry[key] = loader.construct_object(value_node, deep=True)
        entry.lines[key] = line
    return entry


_LinedLoader.add_constructor("tag:yaml.org,2002:map", _construct_entry)


def load_lined(text: str, *, name: str) -> Entry:
    """The mapping that a YAML text holds. Raises BadConfiguration where it holds none."""
    try:
        content = yaml.load(text, Loader=_LinedLoader)
    except (yaml.YAMLError, BadConfiguration) as error:
        raise BadConfiguration(f"{name}: {error}") from error
    if not isinstance(content, Entry):
        raise BadConfiguration(f"{name}: keys and values were expected.")
    return content


@dataclass(frozen=True, slots=True)
class Findings:
    """What a strict reader found wrong in one file; `raise_any` shows all of it at once."""

    name: str
    found: list[tuple[int, str]] = field(default_factory=list)

    def add(self, line: int, what: str) -> None:
        self.found.append((line, what))

    def raise_any(self) -> None:
        """Raises BadConfiguration with every finding and its line; nothing where there is none."""
        if self.found:
            lines = "\n".join(f"  line {line}: {what}" for line, what in sorted(self.found))
            raise BadConfiguration(
                f"{self.name} has {len(self.found)} findings:\n{lines}",
                next_step="Correct these lines; nothing of the file was used.",
            )

    def keys(self, entry: Entry, required: Collection[str], optional: Collection[str]) -> None:
        """Notes every missing and every unknown key."""
        for key in required:
            if entry.get(key) is None:
                self.add(entry.line_of(key), f"{key!r} is missing")
        known = [*required, *optional]
        for key in entry:
            if key not in known:
                self.add(entry.lines[key], f"unknown key {key!r}{did_you_mean(key, known)}")

    def entry(self, owner: Entry, key: str) -> Entry:
        """The mapping at `key`; noted and empty where it is something else."""
        value = owner.get(key)
        if isinstance(value, Entry):
            return value
        self.add(owner.line_of(key), f"{key!r} should hold keys and values")
        return Entry(owner.line_of(key))

    def entries(self, owner: Entry, key: str) -> list[Entry]:
        """The list of mappings at `key`, empty where absent; anything else is noted."""
        value = owner.get(key, [])
        if isinstance(value, list) and all(isinstance(one, Entry) for one in value):
            return value
        self.add(owner.line_of(key), f"{key!r} should be a list of entries")
        return []

    def names(self, owner: Entry, key: str, known: Collection[str], kind: str) -> tuple[str, ...]:
        """The list of known names at `key`; an unknown one is noted and left out."""
        value = owner.get(key)
        if not isinstance(value, list) or not value:
            self.add(owner.line_of(key), f"{key!r} should be a list that is not empty")
            return ()
        for one in value:
            if one not in known:
                near = did_you_mean(str(one), known)
                self.add(owner.line_of(key), f"{kind} {one!r} is not known{near}")
        return tuple(one for one in value if one in known)

    def text(self, owner: Entry, key: str) -> str:
        """The text at `key`; empty where absent; anything else is noted."""
        value = owner.get(key)
        if value is None or isinstance(value, str):
            return (value or "").strip()
        self.add(owner.line_of(key), f"{key!r} should be text, not {value!r}")
        return ""

    def day(self, owner: Entry, key: str) -> dt.date | None:
        """The day at `key`; None where absent or null; anything else is noted."""
        value = owner.get(key)
        if value is None or (isinstance(value, dt.date) and not isinstance(value, dt.datetime)):
            return value
        self.add(owner.line_of(key), f"{key!r} should be a day as YYYY-MM-DD, not {value!r}")
        return None


def did_you_mean(wrong: str, known: Collection[str]) -> str:
    """` (did you mean ...?)`, or nothing where no known name is near."""
    near = nearest(wrong, known, count=1)
    return f" (did you mean {near[0]}?)" if near else ""
