"""Total imports and exports of a state."""

from __future__ import annotations

import hashlib
from pathlib import Path

from comity.sources.contract import SourceFile
from comity.sources.cow_trade_national import SOURCE
from comity.vocabulary.actor import DropReason

FIXTURE = Path(__file__).parent / "fixtures" / "cow_national_trade_synthetic.csv"


def test_totals_are_in_dollars_and_a_missing_one_is_dropped() -> None:
    data = FIXTURE.read_bytes()
    file = SourceFile(FIXTURE, FIXTURE.name, hashlib.sha256(data).hexdigest(), len(data))
    (parsed,) = SOURCE.parse(file, options={})
    rows = parsed.tables["state_facts"].to_pylist()
    assert [(r["fact"], r["state"], r["value"]) for r in rows] == [
        ("total_exports_usd", "USA", 700e6),
        ("total_imports_usd", "USA", 1000.5e6),
        ("total_imports_usd", "CUB", 3e6),
    ]
    assert parsed.records == 4
    assert parsed.dropped == {DropReason.NO_VALUE: 1}
