"""From well-formed records to acts: each record is an act or is dropped for one reason."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from comity.sources.act_keys import Keys, act_keys, text_keys
from comity.sources.icews.actors import Party
from comity.sources.icews.homonyms import Homonym, homonyms
from comity.sources.icews.offices import office_holders
from comity.sources.tables import EVENTS
from comity.vocabulary.actor import DropReason

_REASONS = tuple(DropReason)
_KEPT = len(_REASONS)
_SEPARATOR = "\x1f"

# (name, sectors as written, country as written, day or None) -> the party
Resolver = Callable[[str, str, str, dt.date | None], Party]


@dataclass(frozen=True, slots=True)
class Side:
    """One side of each record, as written: three string arrays of equal length, "" for none."""

    name: pa.Array
    sectors: pa.Array
    country: pa.Array


@dataclass(frozen=True, slots=True)
class Records:
    """Well-formed records, column by column. A score or a story that is not given is null."""

    record_id: pa.Array
    day: pa.Array
    source: Side
    target: Side
    code: pa.Array
    goldstein_tenths: pa.Array
    story: pa.Array
    line: pa.Array

    def __len__(self) -> int:
        return len(self.day)


@dataclass(frozen=True, slots=True)
class _Parties:
    code: pa.Array
    organ: pa.Array
    not_source: pa.Array
    not_target: pa.Array


def acts(records: Records, *, part: str, resolve: Resolver) -> tuple[pa.Table, Counter[DropReason]]:
    """The acts among `records` as rows of the events table, and the others counted by reason.

    A record that fails on both sides is counted by its source, one between two sides that are
    good by themselves as a homonym last. The law: rows + dropped = records.
    """
    source = _parties(records.source, records.day, resolve)
    target = _parties(records.target, records.day, resolve)
    reason = _reasons(source, target)
    for homonym in homonyms():
        reason = _without_homonym(reason, records, source, target, homonym)
    kept = pc.equal(reason, _KEPT)
    dropped: Counter[DropReason] = Counter()
    for entry in pc.value_counts(pc.filter(reason, pc.invert(kept))).to_pylist():
        dropped[_REASONS[entry["values"]]] += entry["counts"]
    columns = {
        "record_id": records.record_id,
        "day": records.day,
        "source": source.code,
        "source_organ": source.organ,
        "target": target.code,
        "target_organ": target.organ,
        "code": records.code,
        "goldstein_tenths": records.goldstein_tenths,
        "story": records.story,
        "line": records.line,
        "source_name": records.source.name,
        "target_name": records.target.name,
    }
    table = pa.table(columns).filter(kept)
    return _events(table, part), dropped


def _parties(side: Side, day: pa.Array, resolve: Resolver) -> _Parties:
    """Each distinct (name, sectors, country) is resolved once, office-holders once for each day."""
    holders = pa.array(list(office_holders().by_name), pa.string())
    dated = pc.is_in(side.name, value_set=holders)
    day_text = pc.if_else(dated, day.cast(pa.string()), "")
    # A control character in a damaged name must not pass for the end of it.
    cells = (
        pc.replace_substring(cell, _SEPARATOR, " ")
        for cell in (side.name, side.sectors, side.country)
    )
    key = pc.binary_join_element_wise(*cells, day_text, _SEPARATOR).dictionary_encode()
    found = [_resolve_key(text, resolve) for text in key.dictionary.to_pylist()]

    def spread(values: list[str | int], kind: pa.DataType) -> pa.Array:
        return pc.take(pa.array(values, kind), key.indices)

    return _Parties(
        spread([party.code for party in found], pa.string()),
        spread([party.organ.value if party.organ else "" for party in found], pa.string()),
        spread([_reason_index(party.not_source) for party in found], pa.int8()),
        spread([_reason_index(party.not_target) for party in found], pa.int8()),
    )


def _resolve_key(text: str, resolve: Resolver) -> Party:
    name, sectors, country, day = text.split(_SEPARATOR)
    return resolve(name, sectors, country, dt.date.fromisoformat(day) if day else None)


def _reason_index(reason: DropReason | None) -> int:
    return _KEPT if reason is None else _REASONS.index(reason)


def _reasons(source: _Parties, target: _Parties) -> pa.Array:
    same = pc.equal(source.code, target.code)
    within = pa.scalar(_REASONS.index(DropReason.WITHIN_ONE_STATE), pa.int8())
    kept = pa.scalar(_KEPT, pa.int8())
    of_pair = pc.if_else(same, within, kept)
    of_target = pc.if_else(pc.equal(target.not_target, kept), of_pair, target.not_target)
    return pc.if_else(pc.equal(source.not_source, kept), of_target, source.not_source)


def _without_homonym(
    reason: pa.Array, records: Records, source: _Parties, target: _Parties, homonym: Homonym
) -> pa.Array:
    """The reasons, with that of a homonym where the name may be a part of the other state."""
    found = pa.scalar(_REASONS.index(DropReason.HOMONYM), pa.int8())
    for own, own_side, other, other_side in (
        (source, records.source, target, records.target),
        (target, records.target, source, records.source),
    ):
        pair = pc.and_(pc.equal(own.code, homonym.state), pc.equal(other.code, homonym.within))
        rows = pc.indices_nonzero(pc.and_(pair, pc.equal(reason, _KEPT)))
        columns = (own_side.name, own.organ, other_side.name, other.organ, records.code)
        cells = zip(*(column.take(rows).to_pylist() for column in columns), strict=True)
        verdicts = [homonym.may_be_the_part(*cell) for cell in cells]
        hits = pc.filter(rows, pa.array(verdicts, pa.bool_()))
        is_hit = pc.is_in(pa.array(range(len(reason)), pa.uint64()), value_set=hits)
        reason = pc.if_else(is_hit, found, reason)
    return reason


def _events(table: pa.Table, part: str) -> pa.Table:
    n = table.num_rows
    days = table["day"].combine_chunks()
    texts = (_keys_of(table[name]) for name in ("source_name", "target_name", "code"))
    given = {name: table[name] for name in EVENTS.names if name in table.column_names}
    made = {
        "part": pa.array([part] * n, pa.string()),
        "reported_month": pc.utf8_slice_codeunits(days.cast(pa.string()), 0, 7),
        "scheme": pa.array(["cameo"] * n, pa.string()),
        "act_key": pa.array(act_keys(days.cast(pa.int32()).to_numpy(), *texts)),
        "outlets": pa.nulls(n, pa.int32()),
    }
    both = made | given
    return pa.table({name: both[name] for name in EVENTS.names}).cast(EVENTS)


def _keys_of(column: pa.ChunkedArray) -> Keys:
    encoded = column.combine_chunks().dictionary_encode()
    keys: Keys = text_keys(encoded.dictionary.to_pylist())[encoded.indices.to_numpy()]
    return keys
