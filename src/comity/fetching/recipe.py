"""`fetch.yml`: what of a source can be fetched, from which addresses, or by whose hand."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib import metadata, resources
from types import MappingProxyType
from typing import Any

from comity.errors import Refused, not_one_of, unknown
from comity.fetching.rules import FileRule, ListRule, read_list_rule, read_rule
from comity.sources.catalogue import BUILT_IN, GROUP
from comity.sources.contract import Source
from comity.sources.description import Findings, Numbered, check_keys, read_mapping

FILE = "fetch.yml"
KEYS = ("checked", "documentation", "gap_seconds", "sets")
SET_KEYS = ("title", "ingest", "options", "files", "list", "by_hand")
HAND_KEYS = ("why", "page", "take")
KIND = "kind"


@dataclass(frozen=True, slots=True)
class ByHand:
    """What a person has to do, as the publisher asks for a login or for consent to its terms."""

    why: str
    page: str
    take: str


@dataclass(frozen=True, slots=True)
class FetchSet:
    """Files that are fetched together. `options` maps each option to its default, "" for none.

    `ingest` is the source that reads the files, empty where comity has no parser for them.
    """

    name: str
    title: str
    ingest: str
    files: tuple[FileRule, ...] = ()
    options: Mapping[str, str] = field(default_factory=dict)
    listing: ListRule | None = None
    by_hand: ByHand | None = None

    @property
    def dated(self) -> bool:
        """Whether the files are of days, so that a span chooses among them."""
        return any(rule.dated for rule in self.files)


@dataclass(frozen=True, slots=True)
class Recipe:
    """All sets of one source; the first is the one that is fetched unless another is named."""

    source: str
    title: str
    licence: str
    documentation: str
    checked: str
    gap_seconds: float
    sets: Mapping[str, FetchSet]

    def choose(self, options: Mapping[str, str]) -> FetchSet:
        """The set of the option `kind`, else the first. Raises BadValue for another."""
        name = options.get(KIND)
        if name is None:
            return next(iter(self.sets.values()))
        if name not in self.sets:
            raise not_one_of(f"kind of files of {self.source}", name, self.sets)
        return self.sets[name]

    def needs_a_person(self, chosen: FetchSet) -> Refused:
        """The error for files that a person has to download, with all that there is to do."""
        hand = chosen.by_hand
        assert hand is not None
        reader = chosen.ingest or self.source
        return Refused(
            f"{chosen.title}: comity can't download this itself. {hand.why}",
            hint=f"1. Open {hand.page}\n2. Take {hand.take}",
            next_step=f"3. Load what you saved: comity ingest {reader} FILE\n"
            "(or put the file into the folder that COMITY_MIRROR names)",
        )


def recipe_of(source: Source) -> Recipe:
    """The recipe that lies beside the `source.yml` of a source.

    Raises Refused for a source without one (its data come with comity), BadConfiguration with all
    findings for one that is not right.
    """
    found = find_recipe(source)
    if found is None:
        name = source.description.name
        raise Refused(
            f"There is nothing to fetch for {name}: its publisher's files are not named to comity.",
            hint=f"What the embedded default has of it is loaded by: comity ingest default; "
            f"the publisher's page: {source.description.url}",
            next_step="`comity fetch` lists what can be fetched.",
        )
    return found


def find_recipe(source: Source) -> Recipe | None:
    """The same, but None for a source without a recipe."""
    package = _package_of(source)
    place = resources.files(package).joinpath(FILE) if package else None
    if place is None or not place.is_file():
        return None
    text = place.read_text("utf-8")
    return read_recipe(text, f"{package.rpartition('.')[2]}/{FILE}", source)


def _package_of(source: Source) -> str:
    """The package that registers the source, else the one in which its class lies; may be empty."""
    for address in _addresses():
        module, _, name = address.partition(":")
        if getattr(sys.modules.get(module), name, None) is source:
            return module
    parts = type(source).__module__.split(".")
    for end in range(len(parts), 0, -1):
        name = ".".join(parts[:end])
        if hasattr(sys.modules.get(name), "__path__"):
            return name
    return ""


def _addresses() -> Iterator[str]:
    """Where sources are registered; the installed ones are looked up last, as that takes time."""
    yield from BUILT_IN
    yield from (point.value for point in metadata.entry_points(group=GROUP))


def read_recipe(text: str, file: str, source: Source) -> Recipe:
    """The recipe in the text of a `fetch.yml`; `file` is what errors call it."""
    given, found = read_mapping(text, file), Findings(file)
    check_keys(given, KEYS, ("checked", "documentation", "sets"), found)
    raw = given.values.get("sets")
    if not isinstance(raw, dict) or not raw:
        found.add(given.line("sets"), "'sets' must name at least one set of files")
        raw = {}
    line = given.line("sets")
    sets = {str(name): _read_set(str(name), entry, line, found) for name, entry in raw.items()}
    gap = given.values.get("gap_seconds", 1.0)
    if not isinstance(gap, int | float) or isinstance(gap, bool) or gap < 0:
        found.add(given.line("gap_seconds"), "'gap_seconds' must be a number of seconds")
        gap = 1.0
    found.raise_if_any()
    about = source.description
    return Recipe(
        about.name,
        about.title,
        about.licence,
        str(given.values["documentation"]),
        " ".join(str(given.values["checked"]).split()),
        float(gap),
        MappingProxyType(sets),
    )


def _read_set(name: str, entry: Any, line: int, found: Findings) -> FetchSet:
    if not isinstance(entry, dict):
        found.add(line, f"{name}: keys with values were expected")
        return FetchSet(name, "", "")
    own = Findings(found.file)
    keys = Numbered({str(k): v for k, v in entry.items()}, dict.fromkeys(map(str, entry), line))
    check_keys(keys, SET_KEYS, ("title",), own)
    hand = entry.get("by_hand")
    if bool(entry.get("files")) == bool(hand):
        own.add(line, "needs either files, or what a person has to do (by_hand)")
    if hand is not None and (not isinstance(hand, dict) or sorted(hand) != sorted(HAND_KEYS)):
        own.add(line, f"'by_hand' must have {', '.join(HAND_KEYS)}")
        hand = None
    options = {str(k): "" if v is None else str(v) for k, v in (entry.get("options") or {}).items()}
    rules = [read_rule(raw, options, line, own) for raw in entry.get("files") or ()]
    listing = read_list_rule(entry["list"], line, own) if entry.get("list") else None
    for finding in own.lines:
        found.lines.append(finding.replace(": ", f": {name}: ", 1))
    return FetchSet(
        name,
        str(entry.get("title", "")),
        str(entry.get("ingest", "") or ""),
        tuple(rules),
        MappingProxyType(options),
        listing,
        ByHand(*(" ".join(str(hand[key]).split()) for key in HAND_KEYS)) if hand else None,
    )


def check_options(recipe: Recipe, chosen: FetchSet, options: Mapping[str, str]) -> dict[str, str]:
    """The options of a set with their defaults. Raises UnknownName or BadValue for a wrong one."""
    valid = (KIND, *chosen.options)
    for key in options:
        if key not in valid:
            raise unknown(
                f"option of {recipe.source} ({chosen.name})",
                key,
                valid,
                next_step=f"Valid: {', '.join(valid)}.",
            )
    return {**chosen.options, **{k: v for k, v in options.items() if k != KIND}}
