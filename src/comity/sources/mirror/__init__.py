"""The source `mirror`: a folder of tidied Parquet, each file read by its own source's parser."""

from comity.sources.mirror.entries import MirrorEntry, mirror_entries, mirror_source
from comity.sources.mirror.folder import find_mirror, mirror_address
from comity.sources.mirror.known_files import KnownFile, known_file, known_files
from comity.sources.mirror.source import SOURCE, Mirror

__all__ = [
    "SOURCE",
    "KnownFile",
    "Mirror",
    "MirrorEntry",
    "find_mirror",
    "known_file",
    "known_files",
    "mirror_address",
    "mirror_entries",
    "mirror_source",
]
