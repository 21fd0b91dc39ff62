"""The panel of all pairs says what the ledger of each pair says, on both engines."""

from __future__ import annotations

import datetime as dt
import random
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from comity.measures.act_reading import cells_of
from comity.measures.all_acts import all_acts
from comity.measures.dyad_series import CoveredDay, dyad_series
from comity.measures.panel import PairsCovered, PanelPlan, panel, write_panel
from comity.measures.reading_tables import default_reading, is_judged, judged_dyads
from comity.registry.gestures import code_book
from comity.store.engines import open_engine
from comity.store.query import reading
from comity.vocabulary.dyad import Dyad
from comity.vocabulary.period import Granularity, Span
from comity.workbench.bench import Workbench
from comity.workbench.ledger import LedgerRequest, ledger
from comity.workbench.panel import PanelRequest
from comity.workbench.panel import panel as panel_verb

Rows = list[dict[str, Any]]
STATES = ("RUS", "UKR", "USA", "POL", "ARE", "ISR", "CHN", "IND", "XKX", "SRB")


def plan_of(acts: Any, covered: PairsCovered, judged: frozenset[Dyad], period: str) -> PanelPlan:
    granularity = Granularity(period)
    return PanelPlan(acts, default_reading(), covered, judged, granularity, "by_hand")


def made(acts: pa.Table, days: list[CoveredDay], folder: Path, period: str = "month") -> Rows:
    with open_engine(folder=folder) as engine:
        frame = engine.frames({"acts": acts})["acts"]
        plan = plan_of(frame, PairsCovered((tuple(days),)), frozenset(), period)
        rows: Rows = panel(engine, plan).table.to_pylist()
    return rows


def random_acts(hand: Any, many: int, seed: int) -> pa.Table:
    """Acts of every code between states that have windows and obligations with each other."""
    rng = random.Random(seed)
    codes = sorted(code for scheme, code in code_book().readings if scheme == "cameo")
    often = ["057", "036", "054", "154", "190", "112", "042"]
    rows = []
    for _ in range(many):
        source, target = rng.sample(STATES, 2)
        day = dt.date(2021, 12, 20) + dt.timedelta(rng.randrange(80))
        code = rng.choice(often if rng.random() < 0.6 else codes)
        organ = rng.choice(["state", "population", "military"])
        n = rng.randrange(1, 4)
        rows.append(hand.act(day.isoformat(), source, target, code, organ=organ, n=n))
    return hand.acts(*rows)


def test_only_pairs_that_acted_have_a_row(hand: Any, tmp_path: Path) -> None:
    acts = hand.acts(
        hand.act("2022-02-24", "RUS", "UKR", "190", n=2),
        hand.act("2022-03-01", "UKR", "RUS", "112"),
    )
    rows = made(acts, hand.days("2022-02-01", "2022-03-31"), tmp_path)
    found = [(r["source"], r["target"], r["period"], r["attack"], r["insult"]) for r in rows]
    assert found == [("RUS", "UKR", "2022-02", 2, 0), ("UKR", "RUS", "2022-03", 0, 1)]
    assert (rows[0]["net_goldstein"], rows[0]["mean_goldstein"]) == (-20.0, -10.0)
    assert (rows[0]["days_covered"], rows[0]["days"]) == (28, 28)


def test_signatures_of_both_sides_are_one_meeting(hand: Any, tmp_path: Path) -> None:
    acts = hand.acts(
        hand.act("2022-02-03", "RUS", "CHN", "057"),
        hand.act("2022-02-03", "CHN", "RUS", "057"),
        hand.act("2022-02-04", "CHN", "RUS", "057"),
    )
    rows = made(acts, hand.days("2022-02-01", "2022-02-28"), tmp_path)
    assert [(r["source"], r["meeting"], r["friendly"]) for r in rows] == [
        ("CHN", 1, 1),
        ("RUS", 1, 0),
    ]


def test_an_act_on_an_uncovered_day_makes_no_row(hand: Any, tmp_path: Path) -> None:
    acts = hand.acts(hand.act("2022-02-24", "RUS", "UKR", "190"))
    assert made(acts, hand.days("2022-02-01", "2022-02-23"), tmp_path) == []


@pytest.mark.parametrize("period", ["week", "month", "year"])
def test_random_acts_are_counted_as_pair_by_pair(hand: Any, tmp_path: Path, period: str) -> None:
    acts, days = random_acts(hand, 4000, seed=len(period)), hand.days("2021-12-21", "2022-03-05")
    dyads = [Dyad(a, b) for a in STATES for b in STATES if a != b]
    span = Span.inclusive(days[0].day, days[-1].day)
    judged = judged_dyads(span)
    one_by_one = dyad_series(
        acts,
        default_reading(),
        dyads=dyads,
        judged=judged,
        covered=days,
        granularity=Granularity(period),
        dataset="by_hand",
        cells=cells_of(acts, default_reading()),
    )
    expected = [row for row in one_by_one.table.to_pylist() if row["acts"]]
    for row in expected:
        del row["share_of_source"]
    with open_engine(folder=tmp_path) as engine:
        frame = engine.frames({"acts": acts})["acts"]
        engine.rows_at_once = 700
        at_once = panel(engine, plan_of(frame, PairsCovered((tuple(days),)), judged, period))
    found = at_once.table.to_pylist()
    assert sorted(found, key=_key) == sorted(expected, key=_key)
    assert sum(row["breach"] or 0 for row in found) > 0


def _key(row: dict[str, Any]) -> tuple[Any, ...]:
    return (row["period_first_day"], row["source"], row["target"])


def test_dyads_are_judged_as_one_by_one() -> None:
    span = Span.inclusive(dt.date(2018, 1, 1), dt.date(2019, 12, 31))
    judged = judged_dyads(span)
    for a in STATES:
        for b in STATES:
            if a != b:
                assert (Dyad(a, b) in judged) == is_judged(Dyad(a, b), span)


def test_the_panel_of_the_default_lake_is_the_ledger_of_each_pair(default_lake_home: Path) -> None:
    bench = Workbench(default_lake_home)
    first, last = dt.date(2018, 10, 1), dt.date(2021, 12, 31)
    asked = PanelRequest(first_day=first, last_day=last, dataset="icews")
    rows = panel_verb(bench, asked).table.to_pylist()
    for source, target in [("RUS", "UKR"), ("KAZ", "RUS"), ("USA", "CHN"), ("DEU", "UKR")]:
        series = ledger(
            bench,
            LedgerRequest(
                source=source, target=target, first_day=first, last_day=last, dataset="icews"
            ),
        )
        expected = [row for row in series.table.to_pylist() if row["acts"]]
        found = [row for row in rows if (row["source"], row["target"]) == (source, target)]
        assert len(found) > 6
        columns = [name for name in found[0] if name in expected[0]]
        assert [[r[c] for c in columns] for r in found] == [
            [r[c] for c in columns] for r in expected
        ]


def test_a_panel_written_step_by_step_has_the_rows_of_one_in_memory(
    hand: Any, tmp_path: Path
) -> None:
    acts, days = random_acts(hand, 2000, seed=1), hand.days("2021-12-21", "2022-03-05")
    with open_engine(folder=tmp_path) as engine:
        frame = engine.frames({"acts": acts})["acts"]
        engine.rows_at_once = 500
        plan = plan_of(frame, PairsCovered((tuple(days),)), frozenset(), "month")
        files = write_panel(engine, plan, tmp_path / "rows")
        whole = panel(engine, plan).table
    assert len(files) > 1
    assert [row for f in sorted(files) for row in pq.read_table(f).to_pylist()] == whole.to_pylist()


def test_spark_makes_the_same_panel_of_the_default_lake(
    default_lake_home: Path, tmp_path: Path, spark: None
) -> None:
    lake = reading(default_lake_home)
    # Records and, after them, days that have counts alone.
    span = {"first_day": dt.date(2019, 3, 1), "last_day": dt.date(2021, 1, 31)}
    tables = {}
    for name in ("duckdb", "spark"):
        with open_engine(name, folder=tmp_path) as engine:
            found = all_acts(lake, engine, dataset="icews", **span)
            plan = plan_of(found.acts, found.covered, judged_dyads(found.span), "month")
            tables[name] = panel(engine, plan).table
    assert tables["duckdb"].num_rows > 1_000
    assert tables["spark"].schema == tables["duckdb"].schema
    assert tables["spark"].to_pylist() == tables["duckdb"].to_pylist()
