"""The registers that travel inside the package, as sources of a brief's numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from comity.registry.tables import read_yaml

# The name by which a measure cites a register, and the embedded table that it is.
REGISTERS: Mapping[str, str] = MappingProxyType(
    {
        "comity register of de facto authorities": "de_facto",
        "comity register of disputed areas": "disputed_areas",
        "comity register of hosted forces": "gestures",
    }
)

SEVERAL = "comity registers of "


def single_sources(named: str) -> list[str]:
    """Each dataset or register that a measure names, one by one.

    "comity registers of A and B" are two registers.
    """
    found = []
    for name in named.split(", "):
        if name.startswith(SEVERAL):
            of = name.removeprefix(SEVERAL).split(" and ")
            found += [f"comity register of {one}" for one in of]
        else:
            found.append(name)
    return found


def registers_among(names: Iterable[str]) -> dict[str, dict[str, str]]:
    """Those of some sources that are registers, each with its title, licence and citation."""
    found = {}
    for name in dict.fromkeys(names):
        if name in REGISTERS:
            terms = read_yaml(REGISTERS[name], "source.yml")
            columns = ("title", "publisher", "licence", "citation")
            found[name] = {
                "dataset": name,
                **{column: str(terms[column]).strip() for column in columns},
                "url": "",
            }
    return found
