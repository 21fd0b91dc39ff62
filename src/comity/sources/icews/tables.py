"""The tables beside the ICEWS parser: countries, names and forms of names as ICEWS writes them."""

from __future__ import annotations

import csv
import functools
import io
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from types import MappingProxyType
from typing import Any

import yaml

from comity.errors import BadConfiguration
from comity.vocabulary.actor import Organ

_STATE_ORGANS = frozenset(Organ) - {Organ.POPULATION, Organ.ORGANISATION, Organ.AUTHORITY}


@dataclass(frozen=True, slots=True)
class Country:
    """A country as ICEWS names it: its code, and whether it is a state or a territory."""

    code: str
    is_territory: bool


@dataclass(frozen=True, slots=True)
class ListedName:
    """A name with a meaning of its own.

    `what`: organ (of the state `code`), organisation, de_facto, place, private, unknown, nobody.
    """

    what: str
    code: str
    organ: Organ | None


@dataclass(frozen=True, slots=True)
class Forms:
    """What "Foreign Affairs" says in "Foreign Affairs (Russia)"; a form is in one group."""

    organs: Mapping[str, Organ]
    population: frozenset[str]
    private: frozenset[str]


def read_text(file: str) -> str:
    return (resources.files(__package__) / file).read_text(encoding="utf-8")


def read_yaml(file: str) -> Any:
    return yaml.load(read_text(file), Loader=yaml.CSafeLoader)


def read_csv(file: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(read_text(file)), strict=True))


@functools.cache
def countries() -> Mapping[str, Country]:
    """Countries by the name that ICEWS gives them, old and new releases alike."""
    return MappingProxyType(
        {
            row["name"]: Country(row["code"], row["kind"] == "territory")
            for row in read_csv("countries.csv")
        }
    )


@functools.cache
def countries_by_code() -> Mapping[str, Country]:
    """The same countries by code, for files that give codes."""
    return MappingProxyType({one.code: one for one in countries().values()})


@functools.cache
def listed_names() -> Mapping[str, ListedName]:
    """De facto authorities, places, and bodies that the sectors of ICEWS do not tell apart."""
    return MappingProxyType(
        {
            row["name"]: ListedName(
                row["what"], row["code"], Organ(row["organ"]) if row["organ"] else None
            )
            for row in read_csv("names.csv")
        }
    )


@functools.cache
def forms() -> Forms:
    """Forms of generic names. Raises BadConfiguration for one listed twice or an unknown organ."""
    content: dict[str, list[str]] = read_yaml("forms.yml")
    population = frozenset(content.pop("population"))
    private = frozenset(content.pop("private"))
    wrong = [f"{organ!r} is no organ of a state" for organ in content if organ not in _STATE_ORGANS]
    organs: dict[str, Organ] = {}
    for organ, names in content.items():
        for name in names:
            if name in organs or name in population or name in private:
                wrong.append(f"{name!r} is listed twice")
            organs[name] = Organ(organ) if organ in _STATE_ORGANS else Organ.GOVERNMENT
    if wrong:
        raise BadConfiguration("icews/forms.yml: " + "; ".join(wrong) + ".")
    return Forms(MappingProxyType(organs), population, private)
