"""What an estimate of reaction functions gives."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
from scipy.special import ndtr

from comity.errors import OutsideCoverage, UnknownName
from comity.models.reaction_function.echoes import direct_share, echoes, half_life
from comity.models.reaction_function.features import SCALES, WITHIN_DAYS, decays
from comity.models.reaction_function.series import DAYS, Floats
from comity.vocabulary.period import Granularity

if TYPE_CHECKING:
    from comity.models.reaction_function.fit import Fit

# Standard deviations from the middle of a 90% interval to its ends.
Z90 = 1.6448536269514722
# How long forgiveness is looked for, and the share of a reaction that ends it.
FORGIVEN_WITHIN, FORGIVEN = 180, 0.9

TEXT, F, N, YES = pa.string(), pa.float64(), pa.int64(), pa.bool_()

# One row for each directed dyad and pair of classes: how `responder` answers acts of `initiator`.
REACTIONS = pa.schema(
    [
        *((name, TEXT) for name in ("responder", "initiator", "stimulus", "response")),
        *(("stimulus_acts", N), ("response_acts", N)),
        *((name, F) for name in ("extra_acts_30d", "lower", "upper")),
        *((name, F) for name in ("total_30d", "total_lower", "total_upper")),
        *((name, F) for name in ("half_life_days", "forgiveness_days")),
        *((name, F) for name in ("p_value", "q_value", "own_z", "own_sd")),
        ("significant", YES),
        *((name, F) for name in ("own_evidence", "baseline_per_day")),
    ]
)
# One row for each directed dyad and class: how its own acts go on by themselves.
MOMENTUM = pa.schema(
    [
        *((name, TEXT) for name in ("source", "target", "klass")),
        ("acts", N),
        *((name, F) for name in ("momentum_30d", "lower", "upper", "half_life_days")),
        *((name, F) for name in ("baseline_per_day", "dispersion")),
    ]
)
# One row for each undirected dyad: what hit both sides at once, and how the fit went.
DYADS = pa.schema(
    [
        *((name, TEXT) for name in ("first", "second")),
        *(("acts_of_first", N), ("acts_of_second", N)),
        *((name, F) for name in ("shock_sd", "shock_same_day_share", "shock_half_life_days")),
        ("same_day_correlation", F),
        *(("log_likelihood", F), ("converged", YES), ("iterations", N)),
    ]
)
# The pooled shape of the kernels: which share of the answer comes at which time scale.
SHAPES = pa.schema(
    [
        *((name, TEXT) for name in ("kind", "stimulus", "response")),
        *((name, F) for name in ("scale_days", "weight")),
    ]
)
# What one act adds to the acts that follow, by kernel: all that echoes are made of.
COEFFICIENTS = pa.schema(
    [
        *((name, TEXT) for name in ("responder", "other", "stimulus_of", "stimulus", "response")),
        *((name, pa.list_(F)) for name in ("by_scale", "sd_by_scale")),
    ]
)


@dataclass(frozen=True, slots=True)
class Answer:
    """How a responder answers one more act of an initiator; intervals are of 90%.

    `extra` is the direct answer within 30 days, `total` what follows with momentum and echoes.
    `own_evidence` (0 to 1) is the share of the estimate that rests on the dyad's own record.
    """

    responder: str
    initiator: str
    stimulus: str
    responses: tuple[str, ...]
    stimulus_acts: int
    response_acts: int
    extra: float
    lower: float
    upper: float
    total: float
    total_lower: float
    total_upper: float
    half_life_days: float
    forgiveness_days: float
    p_value: float
    own_evidence: float


CURVE = pa.schema([("day", N), *((name, F) for name in ("extra", "lower", "upper", "total"))])
CURVE_DAYS = 90


@dataclass(frozen=True, slots=True, eq=False)
class ReactionFunctions:
    """Reaction functions of all directed dyads of a series.

    `.table` has the rows of REACTIONS, `.momentum` of MOMENTUM, `.dyads` of DYADS, `.shapes` of
    SHAPES, `.coefficients` of COEFFICIENTS. `converged`: all dyads have settled but a few at most,
    which `.dyads` and `checked` name and which have no own evidence. `checked` says in sentences
    how the optimum was checked. `fit` is what forecasts and tests of change go on from.
    """

    table: pa.Table
    momentum: pa.Table
    dyads: pa.Table
    shapes: pa.Table
    coefficients: pa.Table
    period: Granularity
    log_likelihood: float
    converged: bool
    checked: str
    fit: Fit = field(repr=False)
    _places: dict[tuple[str, str], list[int]] = field(repr=False, init=False)

    def __post_init__(self) -> None:
        places: dict[tuple[str, str], list[int]] = {}
        names = zip(
            self.table["responder"].to_pylist(), self.table["initiator"].to_pylist(), strict=True
        )
        for at, key in enumerate(names):
            places.setdefault(key, []).append(at)
        object.__setattr__(self, "_places", places)

    @property
    def text(self) -> str:
        """One sentence: how many reaction functions, and how many are told from none."""
        told = sum(self.table["significant"].to_pylist())
        return (
            f"{self.table.num_rows:,} pairs of classes of {2 * self.dyads.num_rows:,} directed "
            f"dyads, {told:,} of them told from no answer (false-discovery rate 5%)."
        )

    def answer(
        self, responder: str, initiator: str, stimulus: str, responses: Sequence[str]
    ) -> Answer:
        """How a responder answers one more act of a class, with acts of some classes together.

        Raises OutsideCoverage for a dyad that was not estimated, UnknownName for a class.
        """
        rows = [
            row
            for row in self._rows(responder, initiator)
            if row["stimulus"] == stimulus and row["response"] in responses
        ]
        self.check_classes(stimulus, responses)
        return combined(rows, self._shape(rows), self._echo(responder, initiator))

    def curve(
        self,
        responder: str,
        initiator: str,
        stimulus: str,
        responses: Sequence[str],
        days: int = CURVE_DAYS,
    ) -> pa.Table:
        """Extra acts so far by day after one more act: the direct answer with its 90% band, and the
        total with momentum and echoes. Rows of CURVE. Raises as `answer`."""
        self.check_classes(stimulus, responses)
        rows = [
            row
            for row in self._rows(responder, initiator)
            if row["stimulus"] == stimulus and row["response"] in responses
        ]
        day = np.arange(1, days + 1)
        shapes = [self._shape([row]) for row in rows]
        within = 1.0 - np.exp(-day[:, None] / np.array(SCALES))
        extra, variance = np.zeros(days), np.zeros(days)
        for row, shape in zip(rows, shapes, strict=True):
            course = within @ shape / max(direct_share(shape, WITHIN_DAYS), 1e-12)
            sd = (row["upper"] - row["lower"]) / (2 * Z90)
            extra += course * row["extra_acts_30d"]
            variance += (course * sd) ** 2
        band = Z90 * np.sqrt(variance)
        total = self._total(responder, initiator, stimulus, responses, days)
        columns = (day, extra, extra - band, extra + band, total)
        return pa.table(dict(zip(CURVE.names, columns, strict=True)), schema=CURVE)

    def _rows(self, responder: str, initiator: str) -> list[dict[str, Any]]:
        places = self._places.get((responder, initiator))
        if places is None:
            raise OutsideCoverage(
                f"There is no reaction function of {responder} toward {initiator}.",
                hint="No act between the two is in the series.",
                next_step="Name a pair that the series covers.",
            )
        rows: list[dict[str, Any]] = self.table.take(places).to_pylist()
        return rows

    def check_classes(self, stimulus: str, responses: Sequence[str]) -> None:
        """Raises UnknownName for a class that the series does not have, or for no response."""
        if not responses:
            raise UnknownName("No class of answers is named.", next_step="Name at least one.")
        classes = self.fit.series.classes
        for name in (stimulus, *responses):
            if name not in classes:
                raise UnknownName(
                    f"{name!r} is no class of this series.",
                    hint=f"It has {', '.join(classes)}.",
                    next_step="Name one of these.",
                )

    def _shape(self, rows: Sequence[Mapping[str, Any]]) -> Floats:
        """The kernel weights of an answer; of several, the mean by their size."""
        classes = self.fit.series.classes
        weights = [abs(row["extra_acts_30d"]) + 1e-9 for row in rows]
        shapes = [
            self.fit.prior.shapes[classes.index(row["stimulus"]), classes.index(row["response"])]
            for row in rows
        ]
        return np.asarray(np.average(shapes, axis=0, weights=weights))

    def _echo(self, responder: str, initiator: str) -> Callable[[str, Sequence[str], int], Floats]:
        return lambda stimulus, responses, days: self._total(
            responder, initiator, stimulus, responses, days
        )

    def _total(
        self, responder: str, initiator: str, stimulus: str, responses: Sequence[str], days: int
    ) -> Floats:
        """Extra acts so far by day, with momentum and echoes."""
        number = self.fit.pairs.number[frozenset((responder, initiator))]
        at = self.fit.at[number]
        size = len(self.fit.series.classes)
        way = 0 if self.fit.pairs.dyads[number].source == responder else 1
        classes = self.fit.series.classes
        given = (1 - way) * size + classes.index(stimulus)
        length = DAYS[self.period]
        path = echoes(self.fit.coefficients[at][0], decays(self.period), given, -(-days // length))
        wanted = path[[way * size + classes.index(one) for one in responses]].sum(axis=0)
        steps = np.arange(len(wanted) + 1) * length
        return np.asarray(np.interp(np.arange(1, days + 1), steps, np.concatenate([[0.0], wanted])))


def combined(
    rows: Sequence[Mapping[str, Any]],
    shape: Floats,
    total: Callable[[str, Sequence[str], int], Floats],
) -> Answer:
    """Answers of several classes to one stimulus, taken together."""
    first = rows[0]
    responses = tuple(str(row["response"]) for row in rows)
    extra = sum(row["extra_acts_30d"] for row in rows)
    spread = math.sqrt(sum(((row["upper"] - row["lower"]) / 2) ** 2 for row in rows))
    wide = math.sqrt(sum(((row["total_upper"] - row["total_lower"]) / 2) ** 2 for row in rows))
    path = total(first["stimulus"], responses, FORGIVEN_WITHIN)
    within = float(path[WITHIN_DAYS - 1])
    weights = [max((row["upper"] - row["lower"]) ** 2, 1e-12) for row in rows]
    own = float(np.average([row["own_evidence"] for row in rows], weights=weights))
    return Answer(
        responder=first["responder"],
        initiator=first["initiator"],
        stimulus=first["stimulus"],
        responses=responses,
        stimulus_acts=first["stimulus_acts"],
        response_acts=sum(row["response_acts"] for row in rows),
        extra=extra,
        lower=extra - spread,
        upper=extra + spread,
        total=within,
        total_lower=within - wide,
        total_upper=within + wide,
        half_life_days=half_life(shape),
        forgiveness_days=forgiven(path),
        p_value=_together(rows),
        own_evidence=own,
    )


def _together(rows: Sequence[Mapping[str, Any]]) -> float:
    """The p-value of the sum, from each row's own evidence; NaN where none is tested."""
    tested = [row for row in rows if row["own_z"] is not None]
    if not tested:
        return math.nan
    total = sum(row["own_z"] * row["own_sd"] for row in tested)
    spread = math.sqrt(sum(row["own_sd"] ** 2 for row in tested))
    return 2.0 * float(ndtr(-abs(total / spread)))


def forgiven(path: Floats) -> float:
    """Days until nine tenths of all that follows has come; NaN where nothing more follows."""
    if path[-1] <= 1e-6:
        return math.nan
    return float(np.argmax(path >= FORGIVEN * path[-1]) + 1)
