"""Every source that comity knows: built-in ones and strangers' come by one entry-point group."""

from __future__ import annotations

import functools
import importlib
from collections.abc import Mapping
from importlib import metadata
from pathlib import Path
from types import MappingProxyType

from comity.errors import BadInput, BadValue, unknown
from comity.sources.contract import Source
from comity.sources.packed import is_packed, unpacked_head
from comity.sources.plain_file import open_regular, told_of_reading

GROUP = "comity.sources"
HEAD_BYTES = 65_536

# The same lines stand in pyproject.toml; they are kept here too for a checkout that runs
# without being installed, where no entry point exists.
BUILT_IN = (
    "comity.sources.acts:SOURCE",
    "comity.sources.icews:SOURCE",
    "comity.sources.icews_tkg:SOURCE",
    "comity.sources.keds:SOURCE",
    "comity.sources.gdelt:SOURCE",
    "comity.sources.gdelt_mentions:SOURCE",
    "comity.sources.phoenix:SOURCE",
    "comity.sources.phoenix_historical:SOURCE",
    "comity.sources.polecat:SOURCE",
    "comity.sources.ucdp_ged:SOURCE",
    "comity.sources.ucdp_acd:SOURCE",
    "comity.sources.acled:SOURCE",
    "comity.sources.un_votes:SOURCE",
    "comity.sources.passport_index:SOURCE",
    "comity.sources.memberships:SOURCE",
    "comity.sources.agreements:SOURCE",
    "comity.sources.alliances:SOURCE",
    "comity.sources.cow_states:SOURCE",
    "comity.sources.cow_igo:SOURCE",
    "comity.sources.cow_trade:SOURCE",
    "comity.sources.cow_trade_national:SOURCE",
    "comity.sources.cow_nmc:SOURCE",
    "comity.sources.cow_contiguity:SOURCE",
    "comity.sources.atop:SOURCE",
    "comity.sources.cepii_baci:SOURCE",
    "comity.sources.imf_trade:SOURCE",
    "comity.sources.desta:SOURCE",
    "comity.sources.treaty_parties:SOURCE",
    "comity.sources.vdem:SOURCE",
    "comity.sources.polity5:SOURCE",
    "comity.sources.wgi:SOURCE",
    "comity.sources.world_bank:SOURCE",
    "comity.sources.undesa_migrants:SOURCE",
    "comity.sources.gapminder:SOURCE",
    "comity.sources.geography:SOURCE",
    "comity.sources.agtpa:SOURCE",
    "comity.sources.tradhist:SOURCE",
    "comity.sources.mirror:SOURCE",
)


@functools.cache
def sources() -> Mapping[str, Source]:
    """All sources by name. Raises BadValue where two of them claim one name or alias."""
    addresses = dict.fromkeys(BUILT_IN)
    addresses |= dict.fromkeys(point.value for point in metadata.entry_points(group=GROUP))
    found: dict[str, Source] = {}
    claims: dict[str, str] = {}
    for address in addresses:
        source = _load(address)
        name = source.description.name
        for label in (name, *source.description.aliases):
            other = claims.setdefault(label.casefold(), address)
            if other != address:
                raise BadValue(
                    f"Two sources are called {label!r}: {other} and {address}.",
                    next_step="Rename one of them in its source.yml.",
                )
        found[name] = source
    return MappingProxyType(dict(sorted(found.items())))


def find_source(name: str) -> Source:
    """The source of that name or alias, in any case. Raises UnknownName with the nearest names."""
    by_label = {
        label.casefold(): source
        for source in sources().values()
        for label in (source.description.name, *source.description.aliases)
    }
    try:
        return by_label[name.strip().casefold()]
    except KeyError:
        raise unknown(
            "source", name, by_label, next_step=f"Sources: {', '.join(sources())}."
        ) from None


def recognise(path: Path) -> Source:
    """The one source whose format the file at `path` has, by its name and first bytes.

    Raises BadInput for a file that is not there, that no source knows, or that several claim.
    """
    head = first_bytes(path)
    claims = [source for source in sources().values() if source.recognises(path.name, head)]
    if len(claims) == 1:
        return claims[0]
    names = [source.description.name for source in claims]
    if names:
        raise BadInput(
            f"{path.name} may be of several sources: {', '.join(names)}.",
            next_step=f"Name the source: comity ingest {names[0]} {path.name}",
        )
    raise BadInput(
        f"{path.name} is of no known format.",
        hint="It is empty." if not head else f"It begins with {head[:40]!r}.",
        next_step=f"Name its source: comity ingest SOURCE {path.name}; "
        f"sources: {', '.join(sources())}.",
    )


def first_bytes(path: Path) -> bytes:
    """The first bytes of a file, unpacked: of a gzip file, or of the first member of a zip archive.

    Raises BadInput for what is no file, or can't be read or unpacked.
    """
    with open_regular(path) as stream, told_of_reading(path):
        head = stream.read(HEAD_BYTES)
        if not is_packed(head):
            return head
        stream.seek(0)
        return unpacked_head(path.name, stream, HEAD_BYTES)


def _load(address: str) -> Source:
    """The object at "module:NAME"."""
    module, _, attribute = address.partition(":")
    source: Source = getattr(importlib.import_module(module), attribute)
    return source
