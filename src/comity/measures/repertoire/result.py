"""A repertoire: what a state has tried toward a partner, what it never did, what came after."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from comity.vocabulary.dyad import Dyad
from comity.vocabulary.period import Span

KINDS = pa.schema(
    [
        ("source", pa.string()),
        ("target", pa.string()),
        ("kind", pa.string()),
        ("title", pa.string()),
        ("gesture_class", pa.string()),
        ("uses", pa.int64()),
        ("share", pa.float64()),
        ("days_used", pa.int64()),
        ("first_day", pa.date32()),
        ("last_day", pa.date32()),
        ("expected", pa.float64()),
        ("others_acts", pa.int64()),
        ("others_dyads", pa.int64()),
        ("unaddressed", pa.int64()),
        ("meetings", pa.int64()),
        ("plover_type", pa.string()),
        ("plover_mode", pa.string()),
        ("scheme", pa.string()),
        ("dataset", pa.string()),
    ]
)
SPREAD = pa.schema(
    [
        ("of", pa.string()),
        ("acts", pa.int64()),
        ("kinds", pa.int64()),
        ("kinds_anyone", pa.int64()),
        ("kinds_scheme", pa.int64()),
        ("codes", pa.int64()),
        ("codes_anyone", pa.int64()),
        ("codes_scheme", pa.int64()),
        ("top_three_share", pa.float64()),
        ("entropy_observed", pa.float64()),
        ("entropy", pa.float64()),
        ("entropy_lower", pa.float64()),
        ("entropy_upper", pa.float64()),
        ("effective_observed", pa.float64()),
        ("effective", pa.float64()),
        ("effective_lower", pa.float64()),
        ("effective_upper", pa.float64()),
        ("evenness", pa.float64()),
        ("evenness_lower", pa.float64()),
        ("evenness_upper", pa.float64()),
        ("at_acts", pa.int64()),
        ("kinds_at", pa.float64()),
        ("peers", pa.int64()),
        ("peers_low", pa.float64()),
        ("peers_median", pa.float64()),
        ("peers_high", pa.float64()),
        ("peers_fewer", pa.float64()),
    ]
)


@dataclass(frozen=True, slots=True)
class Repertoire:
    """The directed acts of a dyad by kind, from one dataset, on the days it covers.

    `.table` has a row for each kind that the dataset's scheme has, used ones first: `uses` acts on
    `days_used` days, `share` of all directed acts, `expected` how often the other dyads' mix of
    that group (friendly, neutral, hostile) would have it in as many acts, `others_acts` and
    `others_dyads` who else used it on these days, `unaddressed` shows of force that name no organ
    of the target, read as offences, `meetings` acts of the kind that both sides did that day, which
    are told apart. Kinds that are always meetings stand last, with `meetings` alone.
    `.spread` has a row for all acts, for friendly and for hostile ones: how many kinds and how many
    full codes of the scheme; entropy in nats as observed and corrected with its interval, `exp` of
    it as an effective number of kinds, `evenness` as its share of the most that it could be over
    all kinds that anyone used; and `kinds_at`, how many kinds `at_acts` of the acts would have,
    beside other dyads at as many acts (5th, 50th and 95th percentile), and which share of these
    have fewer. Null: too few acts to say.
    `.followed` has a row for each friendly kind that was used and each answer (friendly, hostile):
    see `followed_by`.
    """

    dyad: Dyad
    dataset: str
    span: Span
    days_covered: int
    level: float
    window_days: int
    table: pa.Table
    spread: pa.Table
    followed: pa.Table
    meetings: int
    not_meant: int
    outside: int
    counts_only: int
    peers_text: str

    @property
    def acts(self) -> int:
        """Directed acts, meetings apart."""
        return int(pc.sum(self.table["uses"]).as_py() or 0)

    @property
    def text(self) -> str:
        """What it tried and did not, how evenly, beside others, and what came after."""
        from comity.measures.repertoire.words import told

        return told(self)

    @property
    def notes(self) -> tuple[str, ...]:
        """How to read the numbers, and what stands apart."""
        from comity.measures.repertoire.words import noted

        return noted(self)

    def kinds(self, *, used: bool, gesture_class: str | None = None) -> list[dict[str, Any]]:
        """The rows of kinds that were used, or that never were though others did."""
        return [
            row
            for row in self.table.to_pylist()
            if row["uses"] is not None
            and (row["uses"] > 0 if used else row["uses"] == 0 and row["others_acts"] > 0)
            and gesture_class in (None, row["gesture_class"])
        ]

    def spread_of(self, group: str) -> dict[str, Any]:
        """The row of `.spread` of "all", "friendly" or "hostile" acts."""
        found: dict[str, Any] = next(r for r in self.spread.to_pylist() if r["of"] == group)
        return found
