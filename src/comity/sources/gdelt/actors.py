"""The actors of GDELT: from the columns that describe one to the text that is read."""

from __future__ import annotations

import functools
from collections.abc import Sequence

import pyarrow as pa

from comity.sources.cameo_actors.dictionary import Role, actor_dictionary
from comity.sources.tables import PARTIES
from comity.vocabulary.actor import ActingParty
from comity.vocabulary.event import Scheme

PROJECTS = ("gdelt2", Scheme.CAMEO.value)
# Beyond this many texts, which no real file has, what was read is forgotten.
_MOST_TEXTS = 200_000

Meaning = tuple[object, ...]


@functools.lru_cache(maxsize=_MOST_TEXTS)
def actor(code: str, country: str, group: str) -> str:
    """The actor code with what GDELT says of it in columns of its own.

    A role without a country ("GOV") takes the country column, a region ("EUR") its known group
    ("EEC"): "EUREEC" is the European Union.
    """
    dictionary = actor_dictionary()
    if not code:
        return code
    head = code[:3]
    if country and head in dictionary.roles and head not in dictionary.states:
        code = country + code
    return code if not group or group in code else code[:3] + group + code[3:]


@functools.lru_cache(maxsize=_MOST_TEXTS)
def meanings(text: str, role: Role) -> tuple[Meaning, ...]:
    """The rows of PARTIES of one text: what it means over time, each day once."""
    spans = actor_dictionary().spans(text, role, PROJECTS)
    firsts = [None, *(span.first_day for span in spans[1:])]
    ends = [*firsts[1:], None]
    rows: list[Meaning] = []
    for span, first, end in zip(spans, firsts, ends, strict=True):
        party = span.outcome
        if isinstance(party, ActingParty):
            rows.append((role, text, first, end, party.code, party.organ.value, None))
        else:
            rows.append((role, text, first, end, None, None, party.value))
    return tuple(rows)


def parties(sources: Sequence[str], targets: Sequence[str]) -> pa.Table:
    """What distinct texts mean as sources and as targets, in the columns of PARTIES."""
    rows = [row for text in sources for row in meanings(text, "source")]
    rows += [row for text in targets for row in meanings(text, "target")]
    columns = list(zip(*rows, strict=True)) or [()] * len(PARTIES)
    arrays = [pa.array(c, f.type) for c, f in zip(columns, PARTIES, strict=True)]
    return pa.Table.from_arrays(arrays, schema=PARTIES)
