"""`reactions strategies`: tables of games in, shares by treatment out; no lake is read."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq
import pytest

from comity.errors import BadInput
from comity.workbench.bench import Workbench
from comity.workbench.reactions_strategies import (
    ReactionsStrategiesRequest,
    ReactionsStrategiesResult,
    games_of,
    reactions_strategies,
)

NAMES = ("treatment", "id", "game", "period", "choice", "other.choice")


def games(treatment: str, plays: dict[str, tuple[str, str]]) -> list[dict[str, object]]:
    """Each player's choices in one game beside the other's."""
    return [
        dict(zip(NAMES, (treatment, player, 1, period, *choices), strict=True))
        for player, (own, other) in plays.items()
        for period, choices in enumerate(zip(own, other, strict=True), 1)
    ]


MANY = games(
    "many",
    {
        "a": ("dddddd", "cccdcc"),
        "b": ("dddddd", "ccdccc"),
        "c": ("ccdcdc", "cdcdcc"),
        "e": ("ccccdc", "cccdcc"),
    },
)
ALONE = games("alone", {"a": ("ccdcdcccd", "cdcdcccdc")})


@pytest.fixture
def bench(tmp_path: Path) -> Workbench:
    return Workbench(tmp_path / "none")


def asked(bench: Workbench, rows: list[dict[str, object]]) -> ReactionsStrategiesResult:
    table = pa.Table.from_pylist(rows)
    return reactions_strategies(bench, ReactionsStrategiesRequest(games=table))


def test_each_treatment_has_a_row_a_strategy(bench: Workbench) -> None:
    found = asked(bench, MANY)
    rows = {row["strategy"]: row for row in found.table.to_pylist()}
    assert list(rows) == ["ALLD", "ALLC", "GRIM", "TFT", "WSLS", "T2"]
    assert rows["ALLD"]["share"] == pytest.approx(0.5, abs=1e-3)
    assert rows["TFT"]["share"] == pytest.approx(0.5, abs=1e-3)
    assert rows["ALLD"]["sequences"] == 4
    assert len({row["log_likelihood"] for row in rows.values()}) == 1
    assert found.text.startswith("many: ")
    assert "bootstrap" in found.notes[0]
    assert found.lake_version is None
    assert not bench.home.exists()


def test_a_treatment_with_one_sequence_gets_posterior_probabilities(bench: Workbench) -> None:
    found = asked(bench, [*MANY, *ALONE])
    rows = [row for row in found.table.to_pylist() if row["treatment"] == "alone"]
    assert [row["share"] for row in rows] == [None] * 6
    assert [row["log_likelihood"] for row in rows] == [None] * 6
    assert sum(row["probability"] for row in rows) == pytest.approx(1)
    assert max(rows, key=lambda row: row["probability"])["strategy"] == "TFT"
    assert "One sequence of 9 choices" in found.text
    assert any("one sequence has no shares" in note for note in found.notes)


def test_the_result_can_be_sent_as_json(bench: Workbench) -> None:
    sent = json.loads(asked(bench, MANY).model_dump_json())
    assert {"treatment", "strategy", "share", "standard_error", "log_likelihood"} <= set(
        sent["table"][0]
    )


def test_a_file_may_be_csv_or_parquet() -> None:
    table = pa.Table.from_pylist(MANY)
    text, packed = io.BytesIO(), io.BytesIO()
    pyarrow.csv.write_csv(table, text)
    pq.write_table(table, packed)
    assert games_of(text.getvalue()).to_pylist()[0]["other.choice"] == "c"
    assert games_of(packed.getvalue()) == table


def test_names_that_look_like_numbers_stay_as_written() -> None:
    content = b"treatment,id,game,period,choice,other.choice\n01,007,1,1,c,c\n"
    (row,) = games_of(content).to_pylist()
    assert (row["treatment"], row["id"]) == ("01", "007")


@pytest.mark.parametrize("content", [b"", b"PAR1 and no more", b"a,b\n1\n"])
def test_what_is_no_table_is_refused(content: bytes) -> None:
    with pytest.raises(BadInput, match="neither CSV nor Parquet"):
        games_of(content)
