"""What a mirror holds: each file, what it becomes, or why it is not loaded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from comity.errors import BadValue, Refused, unknown
from comity.sources.contract import Parsed, Source, SourceDescription, SourceFile
from comity.sources.description import describe_package
from comity.sources.mirror.known_files import KnownFile, known_files
from comity.sources.parquet_file import read_parquet

FOLDERS = ("events", "structure")


@dataclass(slots=True)
class MirrorFile:
    """One mirror file as a source: its own source's terms, and the parser of the tidied form."""

    description: SourceDescription
    known: KnownFile

    def recognises(self, name: str, head: bytes) -> bool:
        return False

    def parse(self, file: SourceFile, *, options: Mapping[str, str]) -> Iterator[Parsed]:
        """The rows of the file. Raises BadValue for any option, BadInput for another file."""
        if options:
            raise BadValue(
                f"A mirror file takes no option {', '.join(sorted(options))}.",
                next_step="Leave it out.",
            )
        yield from read_parquet(file, self.known.load_parser())


@dataclass(frozen=True, slots=True)
class MirrorEntry:
    """One file of the mirror at hand. `bytes` is None where the file is not in this mirror.

    `dataset`, `table` and `terms` are empty for a file that this version does not know.
    `not_loaded` is the reason why it is not loaded, empty for a file that is.
    """

    name: str
    path: Path
    bytes: int | None
    dataset: str
    table: str
    terms: str
    not_loaded: str
    known: KnownFile | None = None

    @property
    def loads(self) -> bool:
        """Whether `comity ingest mirror --all` reads it."""
        return not self.not_loaded

    @property
    def source(self) -> Source:
        """The file as a source. Raises Refused for one that is not loaded, with the reason."""
        if self.known is None or self.not_loaded:
            raise Refused(
                f"{self.name} is not loaded: {self.not_loaded}.",
                next_step="`comity ingest mirror --all` loads every file that can be.",
            )
        return file_source(self.known)


def file_source(known: KnownFile) -> Source:
    """A mirror file as a source: described by its own source, counted in its own table."""
    description = describe_package(f"comity.sources.{known.source}")
    return MirrorFile(replace(description, kind=known.table), known)


def mirror_entries(root: Path) -> list[MirrorEntry]:
    """Every file of the mirror at `root`: the known ones in order, then files not known."""
    entries = [_entry(known, root) for known in known_files().values()]
    listed = {entry.path for entry in entries}
    for folder in FOLDERS:
        for path in sorted((root / folder).glob("*.parquet")):
            if path not in listed:
                entries.append(_stranger(path))
    return entries


def mirror_source(name: str, entries: Sequence[MirrorEntry]) -> MirrorEntry:
    """The entry of that name, with or without `.parquet`. Raises UnknownName."""
    by_name = {entry.name: entry for entry in entries}
    stem = name.removesuffix(".parquet")
    if stem in by_name:
        return by_name[stem]
    loaded = ", ".join(entry.name for entry in entries if not entry.not_loaded)
    raise unknown("file of the mirror", name, by_name, next_step=f"It loads: {loaded}.")


def _entry(known: KnownFile, root: Path) -> MirrorEntry:
    path = root / known.folder / known.file_name
    size = path.stat().st_size if path.is_file() else None
    reason = known.not_loaded or ("" if size is not None else "not in this mirror")
    return MirrorEntry(
        known.name, path, size, known.dataset, known.table, known.terms, reason, known
    )


def _stranger(path: Path) -> MirrorEntry:
    reason = "this version of comity does not know the file"
    return MirrorEntry(path.stem, path, path.stat().st_size, "", "", "", reason)
