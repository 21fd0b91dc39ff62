"""Tidied ICEWS files of a mirror: the full records of 2018-19, and two sets without sectors."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from comity.errors import BadInput
from comity.sources.contract import Parsed, SourceDescription, SourceFile
from comity.sources.description import describe_package
from comity.sources.icews_tkg.raw import parse_raw
from comity.sources.icews_tkg.tkg import parse_tkg, parse_tkg18
from comity.sources.options import take_no_option
from comity.sources.parquet_file import read_parquet

# The parser of each tidied file, by the file's name without ".parquet".
READERS: Mapping[str, Callable[[SourceFile], Iterator[Parsed]]] = MappingProxyType(
    {
        "icews_raw_events_2018-10_2019-03": parse_raw,
        "icews_tkg_events_2021_2022-08": parse_tkg,
        "icews18_tkg_events_2018-01_2018-10": parse_tkg18,
    }
)


@dataclass(frozen=True, slots=True)
class IcewsTkg:
    """The tidied files, known by their names."""

    description: SourceDescription

    def recognises(self, name: str, head: bytes) -> bool:
        return head.startswith(b"PAR1") and name.removesuffix(".parquet") in READERS

    def parse(self, file: SourceFile, *, options: Mapping[str, str]) -> Iterator[Parsed]:
        """Acts of states and their organisations. Raises BadInput for a name that is not known."""
        take_no_option(self.description.name, options)
        stem = file.name.rpartition("/")[2].removesuffix(".parquet")
        if stem not in READERS:
            raise BadInput(
                f"{file.name} is none of the tidied ICEWS files.",
                next_step=f"They are called {', '.join(READERS)}.",
            )
        yield from read_parquet(file, READERS[stem])


SOURCE = IcewsTkg(describe_package("comity.sources.icews_tkg"))
