"""What a pair is read by is what everybody is read by, cut to the pair."""

from __future__ import annotations

import pyarrow as pa
import pytest

from comity.measures.pair_reading import pair_reading
from comity.measures.reading_tables import default_reading
from comity.vocabulary.dyad import Dyad


@pytest.mark.parametrize("pair", [("RUS", "UKR"), ("EST", "RUS"), ("KAZ", "RUS"), ("DEU", "JPN")])
def test_a_pair_is_read_by_its_own_rows_of_every_table(pair: tuple[str, str]) -> None:
    everybody, alone = default_reading(), pair_reading(Dyad(*pair))
    assert alone.book == everybody.book
    for name in ("recognitions", "hosted_forces", "obligations"):
        assert rows(alone.by_name[name]) == [
            row
            for row in rows(everybody.by_name[name])
            if {row["source"], row["target"]} == set(pair)
        ]


def rows(table: pa.Table) -> list[dict[str, object]]:
    return sorted(table.to_pylist(), key=repr)
