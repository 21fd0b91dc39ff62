"""De facto authorities that sources record, apart from all states."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from comity.errors import BadConfiguration
from comity.registry.lookup import the_one
from comity.registry.tables import day, read_rows, words
from comity.vocabulary.de_facto import DeFactoAuthority
from comity.vocabulary.names import NameIndex

COLUMNS = (
    *("code", "name", "name_fr", "name_ru", "name_es", "aliases", "first_day", "end_day"),
    *("territory", "un_reference", "from_evidence", "note"),
)


@dataclass(frozen=True, slots=True)
class DeFactoRegistry:
    """The de facto authorities, in the order of their codes."""

    by_code: Mapping[str, DeFactoAuthority]
    index: NameIndex

    def __iter__(self) -> Iterator[DeFactoAuthority]:
        return iter(self.by_code.values())

    def __len__(self) -> int:
        return len(self.by_code)

    def get(self, code: str) -> DeFactoAuthority | None:
        """The authority of a code ("X-ABK"); None where there is none."""
        return self.by_code.get(code)

    def find(self, text: str) -> DeFactoAuthority:
        """The authority of a code or name. Raises UnknownName with the nearest names."""
        return the_one(text, self.index, self.by_code, kind="de facto authority")

    def search(self, text: str) -> list[DeFactoAuthority]:
        """The authorities that match, best first."""
        return [self.by_code[match.key] for match in self.index.search(text)]

    def alive_on(self, on: dt.date) -> tuple[DeFactoAuthority, ...]:
        """The authorities that held territory on a day."""
        return tuple(one for one in self if one.existed_on(on))


@functools.cache
def de_facto() -> DeFactoRegistry:
    """The de facto authorities of the embedded table. A code says nothing about recognition."""
    listed = [_authority(row) for row in read_rows("de_facto", columns=COLUMNS)]
    index = NameIndex.of(
        [(one.code, one.code) for one in listed],
        [(name, one.code) for one in listed for name in one.names],
    )
    return DeFactoRegistry(MappingProxyType({one.code: one for one in listed}), index)


def _authority(row: Mapping[str, str]) -> DeFactoAuthority:
    first_day = day(row["first_day"])
    if first_day is None or not row["code"].startswith("X-"):
        raise BadConfiguration(f"de_facto.csv: {row['code']} needs an X- code and a first day.")
    return DeFactoAuthority(
        code=row["code"],
        name=row["name"],
        name_fr=row["name_fr"],
        name_ru=row["name_ru"],
        name_es=row["name_es"],
        aliases=words(row["aliases"]),
        first_day=first_day,
        end_day=day(row["end_day"]),
        territory=row["territory"],
        un_reference=row["un_reference"],
        from_evidence=row["from_evidence"],
        note=row["note"],
    )
