"""From cells of trade to facts between two states: a total, and each broad group."""

from __future__ import annotations

from collections import Counter, defaultdict

import pyarrow as pa

from comity.sources.cepii_baci.codes import groups, party
from comity.sources.tables import DYAD_FACTS
from comity.sources.trade_flows import EXPORTS, year
from comity.vocabulary.actor import DropReason

TEXT = "BACI, reconciled"


def dyad_facts(cells: pa.Table) -> tuple[pa.Table, Counter[DropReason], list[int]]:
    """The facts, how many records were dropped and why, and the years of the file.

    A pair without a record in a group has no row for it: BACI leaves out what it does not know
    and what was not traded alike, so no row is not a zero.
    """
    sums: defaultdict[tuple[int, str, str, str], int] = defaultdict(int)
    dropped: Counter[DropReason] = Counter()
    columns = (cells[name].to_pylist() for name in cells.column_names)
    for when, exporter, importer, place, dollars, records in zip(*columns, strict=True):
        sides = _sides(when, exporter, importer)
        if isinstance(sides, DropReason):
            dropped[sides] += records
            continue
        for fact in (EXPORTS, groups()[place].fact):
            sums[(when, fact, *sides)] += dollars
    return _table(sums), dropped, sorted(set(cells["t"].to_pylist()))


def _sides(when: int, exporter: int, importer: int) -> tuple[str, str] | DropReason:
    period = year(when)
    source = party(exporter, period, DropReason.UNKNOWN_SOURCE)
    target = party(importer, period, DropReason.UNKNOWN_TARGET)
    if isinstance(source, DropReason):
        return source
    if isinstance(target, DropReason):
        return target
    return DropReason.WITHIN_ONE_STATE if source == target else (source, target)


def _table(sums: dict[tuple[int, str, str, str], int]) -> pa.Table:
    keys = sorted(sums)
    periods = {when: year(when) for when, *_ in keys}
    columns = {
        "fact": [fact for _, fact, _, _ in keys],
        "source": [source for _, _, source, _ in keys],
        "target": [target for _, _, _, target in keys],
        "day": [periods[when].day for when, *_ in keys],
        "end_day": [periods[when].end_day for when, *_ in keys],
        "value": [float(sums[key]) for key in keys],
        "text": [TEXT] * len(keys),
    }
    return pa.table(columns, schema=DYAD_FACTS)
