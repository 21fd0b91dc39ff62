"""`mirror.yml`: the files that a mirror may hold, with each one's parser or the reason for none."""

from __future__ import annotations

import functools
import importlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from types import MappingProxyType
from typing import Any

from comity.errors import UnknownName, nearest
from comity.sources.contract import Parsed, SourceFile
from comity.sources.description import Findings, Numbered, check_keys, read_mapping

FILE = "mirror.yml"
KEYS = ("folder", "dataset", "table", "source", "parser", "takes", "terms", "not_loaded", "beside")
TERMS = ("compile", "mirror")

TAKES = ("path", "file")

Parser = Callable[[SourceFile], Iterator[Parsed]]


@dataclass(frozen=True, slots=True)
class KnownFile:
    """A line of `mirror.yml`. `not_loaded` is the reason, empty for a file that is loaded.

    `source` is the name of the source whose terms and citation hold, `parser` the "module:name"
    of the function that reads the file; it `takes` a path and a name, or a SourceFile. `beside` is
    the file that the parser looks for in the same folder, empty where it needs none.
    """

    name: str
    folder: str
    dataset: str
    table: str
    source: str
    parser: str
    takes: str
    terms: str
    not_loaded: str
    beside: str = ""

    @property
    def file_name(self) -> str:
        return f"{self.name}.parquet"

    def load_parser(self) -> Parser:
        """The function that reads the file."""
        module, _, name = self.parser.partition(":")
        function = getattr(importlib.import_module(module), name)
        if self.takes == "file":
            by_file: Parser = function
            return by_file
        by_path: Callable[[Path, str], Iterator[Parsed]] = function
        return lambda file: by_path(file.path, file.name)


@functools.cache
def known_files() -> Mapping[str, KnownFile]:
    """The files that this version knows, by name. Raises BadConfiguration with all findings."""
    text = resources.files("comity.sources.mirror").joinpath(FILE).read_text("utf-8")
    return read_known_files(text, FILE)


def read_known_files(text: str, file: str) -> Mapping[str, KnownFile]:
    """The files in the text of a `mirror.yml`; an entry either names its parser or a reason."""
    given, found = read_mapping(text, file), Findings(file)
    known = {name: _known_file(name, entry, given, found) for name, entry in given.values.items()}
    for name, one in known.items():
        if one.beside and one.beside not in known:
            found.add(
                given.line(name), f"{name}: {one.beside!r}, beside it, is no file of the list"
            )
    found.raise_if_any()
    return MappingProxyType(known)


def known_file(name: str) -> KnownFile:
    """The known file of that name, with or without `.parquet`. Raises UnknownName."""
    stem, files = name.removesuffix(".parquet"), known_files()
    if stem in files:
        return files[stem]
    starts = [other for other in files if other.startswith(stem)]
    offers = list(dict.fromkeys((*starts, *nearest(stem, files))))[:3]
    loaded = [other for other, known in files.items() if not known.not_loaded]
    raise UnknownName(
        f"The mirror has no file {name!r}.",
        hint=f"Did you mean {' or '.join(offers)}?" if offers else "",
        next_step=f"It loads: {', '.join(loaded)}.",
    )


def _known_file(name: str, entry: Any, given: Numbered, found: Findings) -> KnownFile:
    line = given.line(name)
    if not isinstance(entry, dict):
        found.add(line, f"{name!r} must be keys with values")
        entry = {}
    texts = {str(key): str(value) for key, value in entry.items()}
    own = Findings(found.file)
    check_keys(Numbered(texts, dict.fromkeys(texts, line)), KEYS, ("folder", "terms"), own)
    for finding in own.lines:
        found.add(line, f"{name}: {finding.partition(': ')[2]}")
    if texts.get("terms", "mirror") not in TERMS:
        found.add(line, f"{name}: terms {texts['terms']!r}; {' or '.join(TERMS)} expected")
    if texts.get("takes", "path") not in TAKES:
        found.add(line, f"{name}: takes {texts['takes']!r}; {' or '.join(TAKES)} expected")
    if bool(texts.get("parser")) == bool(texts.get("not_loaded")):
        found.add(line, f"{name}: needs either a parser or the reason why it is not loaded")
    if texts.get("parser") and not all(texts.get(key) for key in ("dataset", "table", "source")):
        found.add(line, f"{name}: a loaded file needs a dataset, a table and a source")
    return KnownFile(name, *(texts.get(key, "") for key in KEYS))
