"""Parties of agreements in the making: shared by all sources of agreements."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import pyarrow as pa

from comity.sources.contract import Coverage
from comity.sources.tables import AGREEMENTS
from comity.vocabulary.agreement import AgreementParty


def agreements_table(parties: Iterable[AgreementParty]) -> pa.Table:
    """The rows of the table `agreements`, in the order given."""
    kept = list(parties)
    columns = {name: [getattr(one, name) for one in kept] for name in AGREEMENTS.names}
    columns["kind"] = [one.kind.value for one in kept]
    return pa.table(columns, schema=AGREEMENTS)


def days_covered(dataset: str, part: str, parties: Iterable[AgreementParty]) -> list[Coverage]:
    """From the first to the last known day of signature, ratification or force."""
    known: list[dt.date] = [
        day for one in parties for day in (one.signed, one.ratified, one.in_force) if day
    ]
    if not known:
        return []
    return [Coverage(dataset, part, min(known), max(known), table="agreements")]
