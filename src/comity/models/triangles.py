"""Triangular answers: whether a state's acts toward another follow those of a third toward it.

Goldstein and Freeman (1990) ask so of the United States, the Soviet Union and China. Here a
fitted pair is given one feature more, the third state's acts, which act in the time course of a
direct answer. Its coefficient is one scoring step from none, the pair's own parameters profiled
out, with errors that hold whatever the spread of the acts (White 1982).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from comity.models.kept_reactions import HOSTILE, RESPONSES
from comity.vocabulary.dyad import Dyad

if TYPE_CHECKING:
    from comity.models.reaction_function.fit import Fit
    from comity.models.reaction_function.series import ActSeries, Floats

# A pair with fewer acts keeps no fit, and an answer with fewer acts on a side is not tested.
LEAST_PAIR_ACTS, FEWEST_TESTED = 30, 15
ROUNDS = 3
Z90 = 1.6448536269514722
FALSE_DISCOVERY = 0.05

TEXT, F, N, YES = pa.string(), pa.float64(), pa.int64(), pa.bool_()
TRIANGLES = pa.schema(
    [
        *((name, TEXT) for name in ("responder", "toward", "third", "kind")),
        *(("third_acts", N), ("response_acts", N)),
        *((name, F) for name in ("extra_acts_30d", "lower", "upper", "p_value", "q_value")),
        ("significant", YES),
    ]
)
KEPT_FITS = pa.schema(
    [
        *(("first", TEXT), ("second", TEXT), ("series", pa.list_(N))),
        *((name, pa.list_(F)) for name in ("theta", "precision", "usual")),
    ]
)
KEPT_COMMON = pa.schema([(name, pa.list_(F)) for name in ("shapes", "spill_shape", "offset")])
Row = dict[str, Any]


def kept_fits(fit: Fit) -> dict[str, pa.Table]:
    """What the fitted pairs with some record go on from, as tables to be kept."""
    classes = fit.layout.classes
    rows = [
        {
            "first": fit.pairs.dyads[e.number].source,
            "second": fit.pairs.dyads[e.number].target,
            "series": [way * classes + c for way, c in fit.pairs.series_of[e.number]],
            "theta": e.theta,
            "precision": e.precision,
            "usual": e.usual,
        }
        for e in fit.evidence
        if e.converged and fit.pairs.acts[e.number] >= LEAST_PAIR_ACTS
    ]
    common = {
        "shapes": np.asarray(fit.prior.shapes).ravel(),
        "spill_shape": fit.prior.spill_shape,
        "offset": fit.days_offset,
    }
    return {
        "fits": pa.Table.from_pylist(rows, schema=KEPT_FITS),
        "common": pa.Table.from_pylist([common], schema=KEPT_COMMON),
    }


def triangular_answers(
    tables: Mapping[str, pa.Table], series: ActSeries, dyad: Dyad, thirds: Iterable[str]
) -> pa.Table:
    """Rows of TRIANGLES, both directions of a pair, for each third party with enough acts.

    `tables` are those of `kept_fits`. Friendly acts are answered by friendly, hostile by hostile
    ones. The rate of false discoveries is held at 5% over all rows (Benjamini and Hochberg 1995).
    No rows where the pair has too little record.
    """
    from comity.models.answers import q_values

    pair = _FittedPair.read(tables, series, dyad)
    others = [code for code in dict.fromkeys(thirds) if code not in (dyad.source, dyad.target)]
    rows: list[Row] = []
    for one in (dyad.reverse, dyad) if pair is not None else ():
        for third in others:
            for kind in RESPONSES:
                found = pair.answer(one, third, kind) if pair else None
                rows += [found] if found else []
    for row, q in zip(rows, q_values([row["p_value"] for row in rows]), strict=True):
        row |= {"q_value": q, "significant": q <= FALSE_DISCOVERY}
    return pa.Table.from_pylist(rows, schema=TRIANGLES)


@dataclass(frozen=True, slots=True, eq=False)
class _FittedPair:
    """A fitted pair laid out again: parameters, features, and where its filter stands."""

    series: ActSeries
    first: str
    fitted: tuple[tuple[int, int], ...]
    theta: Floats
    precision: Floats
    shapes: Floats
    counts: Floats
    x: Floats
    usual: Floats
    mix: Floats
    days: Any

    @classmethod
    def read(
        cls, tables: Mapping[str, pa.Table], series: ActSeries, dyad: Dyad
    ) -> _FittedPair | None:
        # Imported here: its compiler takes long to load.
        from comity.models.reaction_function.pairs import Layout, Pairs, calendar, design, mixing

        ends = {dyad.source, dyad.target}
        rows = tables["fits"].to_pylist()
        row = next((r for r in rows if {r["first"], r["second"]} == ends), None)
        if row is None:
            return None
        common = tables["common"].to_pylist()[0]
        size = len(series.classes)
        shapes = np.array(common["shapes"]).reshape(size, size, -1)
        days = calendar(series, np.array(common["offset"]))
        pairs = Pairs(series, days)
        pair = pairs[pairs.number[frozenset(ends)]]
        layout = Layout(len(series.part_names), size)
        x = design(pair, days, layout, shapes, np.array(common["spill_shape"]))
        fitted = tuple((int(place) // size, int(place) % size) for place in row["series"])
        return cls(
            series, row["first"], fitted, np.array(row["theta"]), np.array(row["precision"]),
            shapes, np.ascontiguousarray([pair.counts[way, c] for way, c in fitted]), x,
            np.array(row["usual"]), mixing(pair, size), days,
        )  # fmt: skip

    def answer(self, dyad: Dyad, third: str, kind: str) -> Row | None:
        """How the source of the dyad answers a third party's acts toward its target."""
        names = HOSTILE if kind == "hostile" else (kind,)
        acts = self._acts(Dyad(third, dyad.target), names)
        way = 0 if dyad.source == self.first else 1
        wanted = [
            i
            for i, (w, c) in enumerate(self.fitted)
            if w == way and self.series.classes[c] in names
        ]
        responses = int(sum(self.counts[i].sum() for i in wanted))
        if acts.sum() < FEWEST_TESTED or responses < FEWEST_TESTED:
            return None
        value, sd = self._estimate(acts, wanted)
        if not sd > 0:
            return None
        from scipy.special import ndtr

        return {
            "responder": dyad.source,
            "toward": dyad.target,
            "third": third,
            "kind": kind,
            "third_acts": int(acts.sum()),
            "response_acts": responses,
            "extra_acts_30d": value,
            "lower": value - Z90 * sd,
            "upper": value + Z90 * sd,
            "p_value": 2.0 * float(ndtr(-abs(value) / sd)),
        }

    def _acts(self, dyad: Dyad, names: Sequence[str]) -> Floats:
        """Acts of these classes on each observed step."""
        s = self.series
        by_step = np.zeros(s.steps)
        if dyad in s.dyads:
            classes = [s.classes.index(name) for name in names if name in s.classes]
            kept = (s.dyad == s.dyads.index(dyad)) & np.isin(s.klass, classes)
            np.add.at(by_step, s.step[kept], s.n[kept])
        return np.asarray(by_step[self.days.at])

    def _estimate(self, acts: Floats, wanted: Sequence[int]) -> tuple[float, float]:
        """The answer within 30 days of these series together, and its standard error."""
        from comity.models.reaction_function.echoes import direct_share
        from comity.models.reaction_function.features import WITHIN_DAYS, kernels

        left = np.zeros((self.shapes.shape[-1], len(acts)))
        kernels(acts, self.days.decay, self.days.fresh, float(acts.mean()), left)
        added = np.zeros((len(self.fitted), 1, len(acts)))
        mass = np.zeros(len(wanted))
        for number, i in enumerate(wanted):
            c = self.fitted[i][1]
            added[i, 0] = self.shapes[c, c] @ left
            mass[number] = direct_share(self.shapes[c, c], WITHIN_DAYS)
        grad, info, scores, places, rest = self._slopes(added, wanted)
        taken = info[np.ix_(places, rest)] @ np.linalg.inv(
            info[np.ix_(rest, rest)] + np.diag(self._wide(self.precision, 0.0)[rest])
        )
        own = info[np.ix_(places, places)] - taken @ info[np.ix_(rest, places)]
        inverse = np.linalg.pinv(own, rcond=1e-8, hermitian=True)
        value = mass @ inverse @ grad[places]
        each = (scores[:, places] - scores[:, rest] @ taken.T) @ (inverse @ mass)
        variance = max(float(each @ each), float(mass @ inverse @ mass))
        return float(value), float(np.sqrt(variance))

    def _wide(self, values: Floats, added: float) -> Floats:
        """A vector of parameters with a place more for each series, after its coefficients."""
        from comity.models.reaction_function.pair_model import SHARED

        width = self.x.shape[1]
        each = (len(values) - SHARED) // len(self.fitted)
        out: list[float] = []
        for i in range(len(self.fitted)):
            mine = values[i * each : (i + 1) * each].tolist()
            out += [*mine[:width], added, *mine[width:]]
        return np.array([*out, *values[-SHARED:].tolist()])

    def _slopes(self, added: Floats, wanted: Sequence[int]) -> tuple[Any, ...]:
        """Gradient, information and scores with the features added; their places, and the rest."""
        from comity.models.reaction_function.pair_model import LEAST_LEVEL, SHARED, foretold
        from comity.models.reaction_function.slopes import FIXED, slopes

        factor = np.exp(self.days.offset)
        x = np.ascontiguousarray(np.concatenate([self.x, added], axis=1) * factor)
        theta, precision = self._wide(self.theta, 0.0), self._wide(self.precision, 0.0)
        parts = len(self.series.part_names)
        level = np.ascontiguousarray(np.maximum(self.usual[:, None] * factor, 1e-9))
        least, shocked = np.ascontiguousarray(LEAST_LEVEL * level), level.copy()
        n, fresh = self.counts, self.days.fresh
        for _ in range(ROUNDS):
            foretold(theta, parts, n, x, least, self.mix, fresh, level, shocked)
        _, grad, info, scores = slopes(
            theta, precision, parts, n, x, level, shocked, least, self.mix, fresh
        )
        each = (len(theta) - SHARED) // len(self.fitted)
        all_added = [i * each + self.x.shape[1] for i in range(len(self.fitted))]
        places = np.array([all_added[i] for i in wanted])
        free = np.flatnonzero(precision < FIXED)
        return grad, info, scores, places, np.setdiff1d(free, all_added)
