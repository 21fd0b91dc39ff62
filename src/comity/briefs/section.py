"""A section of a brief, and where sections come from: built-in ones and strangers' by one door."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from importlib import metadata

from comity.briefs.content import SectionContent
from comity.briefs.evidence import Evidence
from comity.errors import BadConfiguration

GROUP = "comity.brief_sections"

# The same lines stand in pyproject.toml; they are kept here too for a checkout that runs without
# being installed, where no entry point exists.
BUILT_IN = (
    "comity.briefs.sections.partners:SECTION",
    "comity.briefs.sections.two_way:SECTION",
    "comity.briefs.sections.balance:SECTION",
    "comity.briefs.sections.recent_acts:SECTION",
    "comity.briefs.sections.reactions:SECTION",
    "comity.briefs.sections.repertoire:SECTION",
    "comity.briefs.sections.ties:SECTION",
    "comity.briefs.sections.votes:SECTION",
    "comity.briefs.sections.alignment:SECTION",
    "comity.briefs.sections.drift:SECTION",
    "comity.briefs.sections.hedging:SECTION",
    "comity.briefs.sections.blocs:SECTION",
    "comity.briefs.sections.visas:SECTION",
    "comity.briefs.sections.sovereignty:SECTION",
    "comity.briefs.sections.method:SECTION",
)


@dataclass(frozen=True, slots=True)
class Section:
    """A section: its place among the others, and how it is built from the evidence.

    `build` gives None where the section has nothing to say (its source covers nothing).
    """

    order: int
    id: str
    build: Callable[[Evidence], SectionContent | None]


def sections() -> list[Section]:
    """All registered sections in their order. Raises BadConfiguration where two share an id."""
    addresses = dict.fromkeys(BUILT_IN)
    addresses |= dict.fromkeys(point.value for point in metadata.entry_points(group=GROUP))
    found: dict[str, Section] = {}
    for address in addresses:
        module, _, attribute = address.partition(":")
        section: Section = getattr(importlib.import_module(module), attribute)
        if section.id in found:
            raise BadConfiguration(
                f"Two sections of the brief are called {section.id!r}.",
                next_step="Rename or uninstall one of them.",
            )
        found[section.id] = section
    return sorted(found.values(), key=lambda section: (section.order, section.id))
